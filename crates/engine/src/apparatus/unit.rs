//! Units that measure one thing, and lengths of time, brought to one unit.

use super::terms::group;
use jiff::civil::Date;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;
use tellings_language::tables::rows;

/// Unit → the unit it is compared in, and how many of that it is.
static FACTORS: LazyLock<FxHashMap<&'static str, (&'static str, f64)>> = LazyLock::new(|| {
    let mut factors = FxHashMap::default();
    for row in rows(include_str!("../lexicon/en/unit_factors.txt")) {
        let mut fields = row.split('|');
        if let (Some(unit), Some(base), Some(Ok(factor))) =
            (fields.next(), fields.next(), fields.next().map(str::parse))
        {
            factors.insert(unit, (base, factor));
        }
    }
    factors
});

/// The unit in which a measure is compared, with the factor to it; 1 for any other unit.
pub(super) fn compared_in(unit: &str) -> (&str, f64) {
    FACTORS.get(unit).copied().unwrap_or((unit, 1.0))
}

/// Whether a unit measures, and counts no things.
pub(super) fn is_measure(unit: &str) -> bool {
    unit.contains(' ') || unit == "percentage" || is_convertible(unit)
}

/// Whether a unit is brought to another, or others to it.
fn is_convertible(unit: &str) -> bool {
    FACTORS.contains_key(unit) || FACTORS.values().any(|(base, _)| *base == unit)
}

/// Whether one unit is the other with the country that it is of (`danish krone`, `krone`).
pub(super) fn is_one_money(a: &str, b: &str) -> bool {
    let names = |full: &str, bare: &str| {
        let own = full.rsplit_once(' ').map(|(_, last)| last);
        let is_own = |own: &str| own == bare || !bare.contains(' ') && group(own) == bare;
        own.is_some_and(is_own) && !is_convertible(full)
    };
    names(a, b) || names(b, a)
}

/// The money that a unit is, without its country; any other unit as it is.
pub(super) fn without_country(unit: &str) -> String {
    match unit.rsplit_once(' ').filter(|_| !is_convertible(unit)) {
        Some((_, money)) => group(money),
        None => unit.to_owned(),
    }
}

/// The minutes of an ISO 8601 duration of one part (`P8Y`, `PT70M`); `None` where it is vague.
pub(super) fn minutes(duration: &str) -> Option<f64> {
    const DAY: f64 = 24.0 * 60.0;
    let rest = duration.strip_prefix('P')?;
    let (rest, in_day) = match rest.strip_prefix('T') {
        Some(rest) => (rest, true),
        None => (rest, false),
    };
    let number: f64 = rest.get(..rest.len().checked_sub(1)?)?.parse().ok()?;
    let unit = match (rest.chars().next_back()?, in_day) {
        ('S', true) => 1.0 / 60.0,
        ('M', true) => 1.0,
        ('H', true) => 60.0,
        ('D', false) => DAY,
        ('W', false) => 7.0 * DAY,
        ('M', false) => 365.0 / 12.0 * DAY,
        ('Y', false) => 365.0 * DAY,
        _ => return None,
    };
    (number.is_finite() && number > 0.0).then_some(number * unit)
}

/// The least and the most minutes of some decades or years of which nobody says how many (`PXY`);
/// `None` for shorter ones, which tell next to nothing.
pub(super) fn minutes_about(duration: &str) -> Option<(f64, f64)> {
    let unit = duration.strip_prefix("PX")?;
    let of = |n: u16| minutes(&format!("P{n}Y"));
    match unit {
        "Y" => of(2).zip(of(20)),
        "DE" => of(20).zip(of(99)),
        _ => None,
    }
}

/// The minutes from one day to a later one; `None` where it is no later.
pub(super) fn minutes_between(from: Date, to: Date) -> Option<f64> {
    let days = from.until(to).ok()?.get_days();
    (days > 0).then(|| f64::from(days) * 24.0 * 60.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn measures_meet_in_one_unit() {
        let kilometres = |value: f64, unit: &str| value * compared_in(unit).1;
        assert!((kilometres(45.0, "mile per hour") - 72.42).abs() < 0.01);
        assert_eq!(compared_in("boat"), ("boat", 1.0));
        assert!(is_measure("kilometre") && !is_measure("boat"));
        assert!(is_one_money("danish krone", "krone"));
        assert!(!is_one_money("square kilometre", "kilometre"));
    }

    #[test]
    fn durations_meet_in_minutes() {
        assert_eq!(minutes("PT70M"), Some(70.0));
        assert_eq!(minutes("P1D"), Some(1440.0));
        assert_eq!(minutes("P11M").zip(minutes("P1Y")).map(|(a, b)| a < b), Some(true));
        assert_eq!(minutes("PXY"), None);
        let years = |n: f64| n * 365.0 * 24.0 * 60.0;
        assert_eq!(minutes_about("PXDE"), Some((years(20.0), years(99.0))));
        assert_eq!(minutes_about("PXD"), None);
        assert_eq!(minutes("P"), None);
    }
}
