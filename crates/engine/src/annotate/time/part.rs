//! What one token adds to a date.

use super::calendar_math::Season;
use super::lexicon::Class;
use super::meaning::{Anchor, Direction, Point};
use super::numeric::{long_year, truncated};
use super::token::{Number, Token};
use super::value::{Amount, ClockValue, DateValue, PartOfDay, Unit, Value, Within, YearValue};

/// Whether some year has the day that a point names.
pub(crate) fn possible(point: &Point) -> bool {
    const LEAP_YEAR: i16 = 2000;
    let (Some(month), Some(day)) = (point.month, point.day) else { return true };
    jiff::civil::Date::new(LEAP_YEAR, month, day).is_ok()
}

pub(crate) fn frequency(code: &str) -> Option<Value> {
    let unknown = |within| Some(Value::Date(DateValue { year: YearValue::Unknown, within }, None));
    match code {
        "day" => unknown(Within::Day(None, None)),
        "year" => unknown(Within::Whole),
        "month" => unknown(Within::Month(None)),
        "week" => unknown(Within::Week(None)),
        code => Some(Value::Span(Amount::new(Some(1.0), Unit::of(code)?))),
    }
}

pub(crate) fn ordinal(token: &Token) -> Option<f64> {
    token.value().or_else(|| token.entry(Class::Ord)?.code.parse().ok())
}

/// What one token adds to a date.
pub(crate) fn token_point(class: Class, token: &Token) -> Option<Point> {
    let mut point = Point::default();
    let code = token.entry(class).map_or("", |entry| entry.code);
    match class {
        Class::Month | Class::Mon => point.month = Some(code.parse().ok()?),
        Class::Weekday => point.weekday = Some(code.parse().ok()?),
        Class::Season => point.season = Some(Season::of(code)?),
        Class::Part => point.clock = Some(part_of_day(code)?),
        Class::Holiday => point.holiday = Some(code),
        Class::AmPm => point.meridiem = Some(code.parse().ok()?),
        Class::DayRef => return day_reference(code),
        Class::Dir | Class::Prev => {
            let anchor = if class == Class::Dir { Anchor::Published } else { Anchor::Told };
            point.direction = Some(Direction { steps: code.parse().ok()?, anchor });
        }
        Class::Day | Class::WordDay | Class::Ord => {
            let day = truncated(ordinal(token)?);
            point.day = Some(i8::try_from(day).ok().filter(|day| (1..=31).contains(day))?);
        }
        Class::Year | Class::WordYear => {
            point.year = Some(YearValue::Year(truncated(token.value()?)))
        }
        Class::ShortYear => {
            let short = truncated(token.value()?);
            // `'99` of the last century, `'14` of this one.
            let century = if short >= 40 { 1900 } else { 2000 };
            point.year = Some(YearValue::Year(century + short));
        }
        Class::TwoDigits => {
            let year = long_year(i64::from(truncated(token.value()?)), 2)?;
            point.year = Some(YearValue::Year(i16::try_from(year).ok()?));
        }
        Class::Decade => {
            let first = match token.number {
                Some(Number::Decade(first)) => first,
                _ => code.parse().ok()?,
            };
            point.year = Some(YearValue::Decade(first / 10));
        }
        Class::Clock => match token.number? {
            Number::Clock(hour, minute, second) => {
                point.clock = Some(ClockValue::Clock { hour, minute: Some(minute), second });
            }
            _ => return None,
        },
        Class::Date => match token.number? {
            Number::Date(year, month, day) => {
                point.year = Some(YearValue::Year(year));
                (point.month, point.day) = (Some(month), Some(day));
            }
            _ => return None,
        },
        Class::Num => point.clock = Some(hour(token)?),
        _ => {}
    }
    Some(point)
}

/// A part of the day, or the hour that its word means: `noon`.
fn part_of_day(code: &str) -> Option<ClockValue> {
    let hour = |code: &str| {
        let (hour, minute) = code.split_once(':')?;
        let minute = Some(minute.parse().ok()?);
        Some(ClockValue::Clock { hour: hour.parse().ok()?, minute, second: None })
    };
    PartOfDay::of(code).map(ClockValue::Part).or_else(|| hour(code))
}

/// A bare number as an hour.
fn hour(token: &Token) -> Option<ClockValue> {
    let value = token.value()?;
    let whole = value.trunc();
    if !(0.0..=24.0).contains(&value) {
        return None;
    }
    // 9.30 p.m., as British papers write it.
    let minute = ((value - whole) * 100.0).round();
    let hour = i8::try_from(truncated(whole)).ok()?;
    let minute = i8::try_from(truncated(minute)).ok().filter(|minute| *minute < 60)?;
    Some(ClockValue::Clock { hour, minute: (minute > 0).then_some(minute), second: None })
}

/// `yesterday` is `-1`; `tonight` is `0NI`.
fn day_reference(code: &str) -> Option<Point> {
    let split = code.find(|letter: char| letter.is_ascii_uppercase()).unwrap_or(code.len());
    let (steps, part) = code.split_at_checked(split)?;
    let point = Point::shifted(Anchor::Published, Unit::Day, steps.parse().ok()?);
    match PartOfDay::of(part) {
        Some(part) => point.and(Point::part(part)),
        None => Some(point),
    }
}
