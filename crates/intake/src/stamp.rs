//! Days and instants as carriers and pages write them.

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use regex::Regex;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;
use tellings_model::Stamp;

/// The first day that a machine-made value may name; feeds write 1970 for "unknown".
const FIRST_YEAR: i16 = 1971;

/// Reads a value that a carrier (record, feed, header, front matter) gives as a time.
///
/// Knows ISO 8601 and RFC 3339, RFC 2822, seconds and milliseconds since 1970, compact
/// forms, and what [`printed`] knows. `None` where nothing fits with certainty.
pub(crate) fn declared(value: &str) -> Option<Stamp> {
    let value = value.trim();
    let is_told = |stamp: &Stamp| stamp.day.year() >= FIRST_YEAR;
    let stamp = instant(value).or_else(|| number(value)).or_else(|| civil(value));
    stamp.filter(is_told).or_else(|| printed(value).filter(is_told))
}

fn instant(value: &str) -> Option<Stamp> {
    if let Ok(zoned) = jiff::fmt::rfc2822::parse(value) {
        return Some(zoned_stamp(&zoned));
    }
    let timestamp: Timestamp = value.parse().ok().or_else(|| {
        // `2031-03-03 10:15:00 +0000` and `20310303T101500Z`
        [
            "%Y-%m-%d %H:%M:%S%.f %z",
            "%Y-%m-%d %H:%M:%S%.f%:z",
            "%Y%m%dT%H%M%S%z",
            "%Y-%m-%dT%H:%M:%S%.f%z",
        ]
        .iter()
        .find_map(|format| Timestamp::strptime(format, value.replace('Z', "+0000").as_str()).ok())
    })?;
    let day = civil(value).map_or_else(|| timestamp.to_zoned(TimeZone::UTC).date(), |s| s.day);
    Some(Stamp { day, instant: Some(timestamp) })
}

fn zoned_stamp(zoned: &Zoned) -> Stamp {
    Stamp { day: zoned.date(), instant: Some(zoned.timestamp()) }
}

/// Seconds or milliseconds since 1970, from 1990 to 2099.
fn number(value: &str) -> Option<Stamp> {
    let number: f64 = value.parse().ok().filter(|n: &f64| n.is_finite())?;
    let seconds = if number >= 1e11 { number / 1000.0 } else { number };
    if !(6.3e8..4.1e9).contains(&seconds) {
        return None;
    }
    let timestamp = Timestamp::from_millisecond((seconds * 1000.0) as i64).ok()?;
    Some(Stamp { day: timestamp.to_zoned(TimeZone::UTC).date(), instant: Some(timestamp) })
}

/// A day, perhaps with a clock time but without a zone: no instant can be known.
fn civil(value: &str) -> Option<Stamp> {
    let day = |day: Date| Stamp { day, instant: None };
    if let Ok(time) = value.parse::<DateTime>() {
        return Some(day(time.date()));
    }
    let head = value.get(..10).unwrap_or(value);
    ["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%d.%m.%Y"]
        .iter()
        .find_map(|format| {
            Date::strptime(
                format,
                head.get(..8)
                    .filter(|_| {
                        *format == "%Y%m%d" && head.bytes().take(8).all(|b| b.is_ascii_digit())
                    })
                    .unwrap_or(head),
            )
            .ok()
        })
        .map(day)
}

/// Names of months without their dots: a line a month of our calendar, then a line a month of the
/// Persian one. The names of seventy languages are those of the Unicode CLDR 47.
static MONTHS: LazyLock<FxHashMap<&str, i8>> = LazyLock::new(|| {
    let months = include_str!("lexicon/months.txt").lines().zip(1_i8..);
    months
        .flat_map(|(names, month)| names.split_whitespace().map(move |name| (name, month)))
        .collect()
});

static DAY_FIRST: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(\d{1,2})(?:st|nd|rd|th|er|\.)?[ -](?:de |d'|of )?([\p{L}\p{M}][\p{L}\p{M}.]{1,15}?)(?: ?/ ?[\p{L}\p{M}]{3,12})?\.?,?[ -](?:de |del )?(\d{4})\b").ok()
});
static MONTH_FIRST: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)\b([\p{L}\p{M}]{3,15})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})\b").ok()
});
static YEAR_FIRST: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\b(\d{4})[-/.年년] ?(\d{1,2})[-/.月월] ?(\d{1,2})").ok());
static SHORT_YEAR: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?:^|[ |,(])(\d{1,2})\.(\d{1,2})\.(\d{2})(?:$|[ |,)])").ok());
static NUMBERS: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?:^|[^\d./-])(\d{1,2})([./-])(\d{1,2})[./-](\d{4})\b").ok());

/// What the first number of `3/4/2031` is, where a page lets it be known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    /// `3/4/2031` is left alone: it is March in one country and April in another.
    Unknown,
    DayFirst,
    MonthFirst,
}

/// The first day with a year that a printed line names.
///
/// `3/4/2031` is left alone; `3.4.2031` is day first everywhere.
pub(crate) fn printed(line: &str) -> Option<Stamp> {
    printed_in(line, Order::Unknown)
}

/// The same, where the order of day and month may be known.
pub(crate) fn printed_in(line: &str, order: Order) -> Option<Stamp> {
    if line.is_ascii() && !has_year(line) {
        return None;
    }
    let line: String = line.chars().take(400).map(ascii_digit).collect();
    if !has_year(&line) {
        return None;
    }
    let named = |pattern: &LazyLock<Option<Regex>>, day: usize, month: usize| {
        pattern.as_ref()?.captures_iter(&line).find_map(|found| {
            match month_number(&found[month])? {
                month @ 13.. => persian(&found[3], month - 12, &found[day]),
                month => date(&found[3], month, &found[day]),
            }
        })
    };
    let year_first = || {
        YEAR_FIRST.as_ref()?.captures_iter(&line).find_map(|found| {
            let month: i8 = found[2].parse().ok()?;
            date(&found[1], month, &found[3]).or_else(|| persian(&found[1], month, &found[3]))
        })
    };
    let numbers = || {
        NUMBERS.as_ref()?.captures_iter(&line).find_map(|found| {
            let (a, b): (i8, i8) = (found[1].parse().ok()?, found[3].parse().ok()?);
            let is_dotted = &found[2] == ".";
            if is_dotted || a > 12 || a == b || (order == Order::DayFirst && b <= 12) {
                date(&found[4], b, &found[1])
            } else if b > 12 || order == Order::MonthFirst {
                date(&found[4], a, &found[3])
            } else {
                None
            }
        })
    };
    let day = named(&MONTH_FIRST, 2, 1)
        .or_else(|| named(&DAY_FIRST, 1, 2))
        .or_else(year_first)
        .or_else(numbers)?;
    Some(Stamp { day, instant: None })
}

/// A day whose year has two digits, as date lines write it: `03.04.31`.
pub(crate) fn printed_short(line: &str) -> Option<Stamp> {
    SHORT_YEAR.as_ref()?.captures_iter(line).find_map(|found| {
        let day = date(&format!("20{}", &found[3]), found[2].parse().ok()?, &found[1])?;
        Some(Stamp { day, instant: None })
    })
}

/// Whether four digits stand in a row.
fn has_year(line: &str) -> bool {
    let mut n_digits = 0;
    line.bytes().any(|byte| {
        n_digits = if byte.is_ascii_digit() { n_digits + 1 } else { 0 };
        n_digits == 4
    })
}

/// The digit of ASCII for that of another script.
fn ascii_digit(c: char) -> char {
    // The zeros of Arabic, Persian, Devanagari, Bengali, and full-width digits.
    let zeros = ['\u{660}', '\u{6f0}', '\u{966}', '\u{9e6}', '\u{ff10}'];
    let value = zeros.iter().filter_map(|&zero| u32::from(c).checked_sub(u32::from(zero)));
    let digit = value.filter(|&value| value < 10).find_map(|value| char::from_digit(value, 10));
    if c.is_ascii() { c } else { digit.unwrap_or(c) }
}

/// A day of our calendar; Thai years, 543 ahead of ours, are read too.
fn date(year: &str, month: i8, day: &str) -> Option<Date> {
    let year: i16 = year.parse().ok()?;
    let year = if (2440..2640).contains(&year) { year - 543 } else { year };
    let date = Date::new(year, month, day.parse().ok()?).ok()?;
    (1700 <= date.year() && date.year() <= 2100).then_some(date)
}

/// A day of the Persian calendar of the years 1300 to 1472, in which leap years come eight in
/// 33 years (Borkowski 1996, doi:10.1007/BF00055188).
fn persian(year: &str, month: i8, day: &str) -> Option<Date> {
    let (year, month, day): (i32, i32, i32) =
        (year.parse().ok()?, i32::from(month), day.parse().ok()?);
    let last = if month <= 6 { 31 } else { 30 };
    if !(1300..=1472).contains(&year) || !(1..=12).contains(&month) || !(1..=last).contains(&day) {
        return None;
    }
    // Counted from the first day of 1399.
    let n_leaps = (8 * year + 21) / 33 - 339;
    let n_months = 31 * (month - 1) - (month - 7).max(0);
    let n_days = 365 * (year - 1399) + n_leaps + n_months + day - 1;
    Date::constant(2020, 3, 20).checked_add(jiff::Span::new().days(n_days)).ok()
}

fn month_number(word: &str) -> Option<i8> {
    let word: String = word.to_lowercase().chars().filter(|&c| c != '.').collect();
    MONTHS.get(word.as_str()).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(value: &str) -> String {
        declared(value).map_or("none".into(), |stamp| {
            let instant = stamp.instant.map_or(String::new(), |instant| format!(" {instant}"));
            format!("{}{instant}", stamp.day)
        })
    }

    #[test]
    fn a_day_stays_a_day_and_an_instant_an_instant() {
        assert_eq!(show("2031-03-03"), "2031-03-03");
        assert_eq!(show("2031-03-03T23:30:00-05:00"), "2031-03-03 2031-03-04T04:30:00Z");
        assert_eq!(show("2031-03-03T10:15:00Z"), "2031-03-03 2031-03-03T10:15:00Z");
        assert_eq!(show("2031-03-03T10:15:00"), "2031-03-03");
        assert_eq!(show("2031-03-03 10:15:00 +0000"), "2031-03-03 2031-03-03T10:15:00Z");
        assert_eq!(show("20310303"), "2031-03-03");
        assert_eq!(show("20310303T101500Z"), "2031-03-03 2031-03-03T10:15:00Z");
        assert_eq!(show("Mon, 03 Mar 2031 10:15:00 GMT"), "2031-03-03 2031-03-03T10:15:00Z");
        assert_eq!(show("1930299300"), "2031-03-03 2031-03-03T10:15:00Z");
        assert_eq!(show("2031-03-03T10:15:0Z"), "2031-03-03 2031-03-03T10:15:00Z");
        assert_eq!(show("1930299300000"), "2031-03-03 2031-03-03T10:15:00Z");
    }

    #[test]
    fn printed_days_are_read_in_several_languages() {
        assert_eq!(show("Published 10:02 AM EST March 3, 2031"), "2031-03-03");
        assert_eq!(show("3rd of March 2031"), "2031-03-03");
        assert_eq!(show("3. März 2031, 10:15 Uhr"), "2031-03-03");
        assert_eq!(show("3 de marzo de 2031"), "2031-03-03");
        assert_eq!(show("03.04.2031"), "2031-04-03");
        assert_eq!(show("25/12/2031"), "2031-12-25");
        assert_eq!(show("الإثنين، 03 مارس 2031 - 12:09"), "2031-03-03");
        assert_eq!(show("৩ মার্চ ২০৩১"), "2031-03-03");
        assert_eq!(show("2031년 3월 3일"), "2031-03-03");
        assert_eq!(show("الإثنين 3 آذار / مارس 2031"), "2031-03-03");
        assert_eq!(show("03 Korrik 2031, 10:15"), "2031-07-03");
        assert_eq!(show("3. srpnja 2031."), "2031-07-03");
        assert_eq!(show("3 სექტემბერი 2031"), "2031-09-03");
    }

    #[test]
    fn days_of_the_persian_calendar_and_of_thai_years_are_ours() {
        assert_eq!(show("۱۲ اسفند ۱۴۰۹ - ۱۰:۱۵"), "2031-03-03");
        assert_eq!(show("1409/12/12"), "2031-03-03");
        assert_eq!(show("۱ فروردین ۱۴۰۰"), "2021-03-21");
        assert_eq!(show("۳۰ اسفند ۱۳۹۹"), "2021-03-20");
        assert_eq!(show("1409/13/12"), "none");
        assert_eq!(show("3 มีนาคม 2574"), "2031-03-03");
        assert_eq!(show("3 มี.ค. 2574"), "2031-03-03");
        assert_eq!(show("3 March 1409"), "none");
    }

    #[test]
    fn what_is_not_certain_is_left_open() {
        assert_eq!(show("03/04/2031"), "none");
        assert_eq!(show("March 2031"), "none");
        assert_eq!(show("0"), "none");
        assert_eq!(show("yesterday"), "none");
        assert_eq!(show("1970-01-01T00:00:00Z"), "none");
    }

    #[test]
    fn the_order_of_day_and_month_decides_where_it_is_known() {
        let day = |line, order| printed_in(line, order).map(|stamp| stamp.day.to_string());
        assert_eq!(day("3/4/2031", Order::MonthFirst).as_deref(), Some("2031-03-04"));
        assert_eq!(day("3/4/2031", Order::DayFirst).as_deref(), Some("2031-04-03"));
        assert_eq!(day("3/25/2031", Order::DayFirst).as_deref(), Some("2031-03-25"));
        assert_eq!(day("3/4/2031", Order::Unknown), None);
        let short = |line| printed_short(line).map(|stamp| stamp.day.to_string());
        assert_eq!(short("Culture, 3.4.31").as_deref(), Some("2031-04-03"));
        assert_eq!(short("version 1.3.4.31"), None);
    }

    proptest::proptest! {
        /// Any words give a day that exists, or none.
        #[test]
        fn any_value_is_read_or_left(value in "([0-9]{1,4}|[./: T+-]|March|mar|3rd|Z|é){0,14}") {
            if let Some(stamp) = declared(&value) {
                proptest::prop_assert!(stamp.day.year() >= FIRST_YEAR);
            }
        }
    }
}
