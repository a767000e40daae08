//! Dates in parts: how coarse they are, and a finer part inside a coarser one.

use super::calendar_math as math;
use super::holiday;
use super::meaning::Point;
use super::value::{DateValue, Unit, Within, YearValue};

/// How coarse a unit is: 0 day, 1 week, 2 month, 3 quarter to season, 4 year, 5 more.
pub(crate) fn grain(unit: Unit) -> u8 {
    match unit {
        Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => 0,
        Unit::Week | Unit::Weekend => 1,
        Unit::Month => 2,
        Unit::Quarter | Unit::Half => 3,
        Unit::Year => 4,
        Unit::Decade => 5,
        Unit::Century => 6,
    }
}

pub(crate) fn date_grain(date: DateValue) -> u8 {
    match date.year {
        YearValue::Decade(_) => return 5,
        YearValue::Century(_) => return 6,
        YearValue::Unknown | YearValue::Year(_) | YearValue::Before(_) => {}
    }
    match date.within {
        Within::Whole => 4,
        Within::Half(_) | Within::Quarter(_) | Within::Season(_) => 3,
        Within::Month(_) => 2,
        Within::Week(_) | Within::Weekend(_) => 1,
        Within::Day(..) | Within::Weekday(..) => 0,
    }
}

/// The finer unit somewhere in a coarser date: `1916-XX-XX`.
pub(crate) fn blurred(sure: DateValue, to: u8) -> DateValue {
    let month = match sure.within {
        Within::Month(month) | Within::Day(month, _) => month,
        _ => None,
    };
    let within = match to {
        0 => Within::Day(month, None),
        1 => Within::Week(None),
        2 => Within::Month(None),
        _ => Within::Whole,
    };
    DateValue { year: sure.year, within }
}

/// A part of a date inside a coarser one; `None` where there is no such part.
pub(crate) fn refined(base: DateValue, point: &Point) -> Option<DateValue> {
    let within = match base.within {
        Within::Whole => match in_year(base.year, point)? {
            Within::Whole => return Some(base),
            within => within,
        },
        Within::Month(Some(month)) if point.nth.is_some() => match base.year {
            YearValue::Year(year) => {
                return math::nth_weekday(year, month, point.nth?, point.weekday?)
                    .map(DateValue::day);
            }
            _ => return Some(base),
        },
        Within::Month(month) => match point.day {
            Some(day) => Within::Day(month, Some(day)),
            None => return Some(base),
        },
        Within::Week(week) => match (point.weekday, base.days()) {
            (Some(weekday), Some(days)) => {
                return math::weekday_of_week(days.first(), weekday).map(DateValue::day);
            }
            (Some(weekday), None) => Within::Weekday(week, weekday),
            (None, _) => return Some(base),
        },
        _ => return Some(base),
    };
    let date = DateValue { year: base.year, within };
    let impossible =
        matches!(date.year, YearValue::Year(_)) && date.is_known() && date.days().is_none();
    (!impossible).then_some(date)
}

fn in_year(year: YearValue, point: &Point) -> Option<Within> {
    if let Some(rule) = point.holiday {
        return holiday::within(rule, year);
    }
    // A decade or a century has no months of its own.
    if matches!(year, YearValue::Decade(_) | YearValue::Century(_)) {
        return Some(Within::Whole);
    }
    if let (Some(nth), Some(month), Some(weekday)) = (point.nth, point.month, point.weekday) {
        let YearValue::Year(year) = year else { return Some(Within::Day(Some(month), None)) };
        let day = math::nth_weekday(year, month, nth, weekday)?;
        return Some(Within::Day(Some(month), Some(day.day())));
    }
    Some(match (point.month, point.day) {
        (Some(month), Some(day)) => Within::Day(Some(month), Some(day)),
        (Some(month), None) => Within::Month(Some(month)),
        (None, _) => match (point.quarter, point.half, point.season) {
            (Some(quarter), _, _) => Within::Quarter(quarter),
            (_, Some(half), _) => Within::Half(half),
            (_, _, Some(season)) => Within::Season(season),
            (None, None, None) => Within::Whole,
        },
    })
}

/// Whether a time of day can stand behind a date: only behind a day, known or open.
pub(crate) fn fits_clock(date: DateValue) -> bool {
    matches!(date.within, Within::Day(..) | Within::Weekday(..))
}
