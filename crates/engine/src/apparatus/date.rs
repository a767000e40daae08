//! When: the days and the hours that the tellings give to one act.

use super::entry::of_matter;
use super::matter::{Bearing, Item, Sort, Value, matters};
use super::tellings::Tellings;
use super::thresholds::NEEDS;
use std::collections::BTreeSet;
use tellings_model::{Days, Entry, EntryKind, Time, TimeKind, Verdict};

impl Value for Days {
    const SORT: Sort = Sort::Date;

    /// Days compare as intervals: equal, one inside the other, or apart. Two that overlap
    /// in part can both hold; a day and a season elsewhere in the year are no two answers to
    /// one question.
    fn bearing(&self, other: &Self) -> Bearing {
        if self == other {
            Bearing::Equal
        } else if self.overlaps(*other) {
            Bearing::Finer
        } else if self.is_day() == other.is_day() {
            Bearing::Apart
        } else {
            Bearing::Unlike
        }
    }

    fn key(&self) -> String {
        self.to_string()
    }

    /// How precise it is.
    fn sort(&self) -> Option<String> {
        Some(self.to_string().len().to_string())
    }

    /// A day or two off, the same day of another month or year.
    fn nearness(&self, other: &Self) -> f32 {
        let (a, b) = (self.first(), other.first());
        #[expect(clippy::cast_precision_loss, reason = "years have few days")]
        let days = days_between(a, b).unsigned_abs() as f32;
        if a.day() == b.day() && self.is_day() && other.is_day() {
            1.0
        } else {
            (-days / NEAR_DAYS).exp()
        }
    }
}

/// The days after which another day is no near miss any more.
const NEAR_DAYS: f32 = 7.0;

fn days_between(a: jiff::civil::Date, b: jiff::civil::Date) -> i32 {
    a.until(b).map_or(i32::MAX, |span| span.get_days())
}

/// An hour of the day, in minutes after midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Hour(u16);

/// Clock times given so near to one another are one, in minutes; further apart, both can hold
/// up to the second limit (`shortly after two`, `2.15`).
const SAME_MINUTES: u16 = 5;
const NEAR_MINUTES: u16 = 20;

impl Value for Hour {
    const SORT: Sort = Sort::Hour;

    fn bearing(&self, other: &Self) -> Bearing {
        let apart = self.0.abs_diff(other.0);
        if apart <= SAME_MINUTES {
            Bearing::Equal
        } else if apart <= NEAR_MINUTES {
            Bearing::Finer
        } else {
            Bearing::Apart
        }
    }

    fn key(&self) -> String {
        format!("{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

/// One entry for each act that is dated: agreements, finer readings, conflicts, only-ins.
pub(super) fn entries(tellings: &Tellings<'_>) -> Vec<Entry> {
    let (days, hours) = (days(tellings), hours(tellings));
    let of_days = matters(tellings, &days, &NEEDS);
    let of_hours = matters(tellings, &hours, &NEEDS);
    let of_days = of_days
        .iter()
        .filter_map(|m| of_matter(tellings, EntryKind::Date, &days, m))
        .filter(|entry| entry.verdict != Verdict::OnlyIn || !is_common(&days, entry));
    let of_hours = of_hours.iter().filter_map(|m| of_matter(tellings, EntryKind::Date, &hours, m));
    of_days.chain(of_hours).collect()
}

/// The days that the tellings give.
pub(super) fn days(tellings: &Tellings<'_>) -> Vec<Item<Days>> {
    items(tellings, |time| {
        // A vague reference (`recently`) is a date of nothing.
        time.days.filter(|_| time.kind == TimeKind::Date && !time.value.ends_with("_REF"))
    })
}

/// The hours that the tellings give.
pub(super) fn hours(tellings: &Tellings<'_>) -> Vec<Item<Hour>> {
    items(tellings, |time| hour(&time.value).filter(|_| time.kind == TimeKind::Time))
}

/// A day that so many tellings give, to whatever act, is no news of one of them.
const COMMON_WITNESSES: usize = 3;

fn is_common(days: &[Item<Days>], entry: &Entry) -> bool {
    let value = entry.readings.first().map_or("", |reading| reading.value.as_str());
    let witnesses: BTreeSet<usize> = days
        .iter()
        .filter(|item| item.value.is_day() && item.value.key() == value)
        .map(|item| item.witness_idx)
        .collect();
    witnesses.len() >= COMMON_WITNESSES
}

fn items<V>(tellings: &Tellings<'_>, value: impl Fn(&Time) -> Option<V>) -> Vec<Item<V>> {
    let mut items = Vec::new();
    for (witness_idx, witness) in tellings.witnesses.iter().enumerate() {
        for time in &witness.annotations.times {
            let Some(value) = value(time) else { continue };
            items.push(Item::new(tellings, witness_idx, time.span, value));
        }
    }
    items
}

/// The clock time of a TIMEX3 value (`2025-03-14T02:15`).
fn hour(value: &str) -> Option<Hour> {
    let (_, clock) = value.split_once('T')?;
    let (hours, rest) = clock.split_once(':')?;
    let minutes = rest.get(..2)?;
    Some(Hour(hours.parse::<u16>().ok()? * 60 + minutes.parse::<u16>().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_compare_as_intervals() {
        let (Some(may), Some(june)) = (Days::month(2025, 5), Days::month(2025, 6)) else { return };
        let day = Days::day(may.first());
        assert_eq!(may.bearing(&day), Bearing::Finer);
        assert_eq!(may.bearing(&may), Bearing::Equal);
        assert_eq!(may.bearing(&june), Bearing::Apart);
        assert_eq!(day.bearing(&june), Bearing::Unlike);
    }

    #[test]
    fn near_hours_can_both_hold() {
        let bearing = |a: &str, b: &str| {
            let (a, b) = (hour(a), hour(b));
            a.zip(b).map(|(a, b)| a.bearing(&b))
        };
        assert_eq!(bearing("2025-03-14T02:00", "2025-03-14T02:15"), Some(Bearing::Finer));
        assert_eq!(bearing("T06:40", "T07:20"), Some(Bearing::Apart));
        assert_eq!(bearing("T06:40", "TMO"), None);
    }
}
