//! Which of several recurrences is meant: by direction, by tense, by what a story told of last.

use super::calendar_math::Season;
use super::meaning::Point;
use super::resolve::Tense;
use super::value::{DateValue, Within, YearValue};
use jiff::{ToSpan, civil::Date};

/// `Friday the 13th`: the nearest such day, in the direction of the tense.
pub(crate) fn weekday_and_day(
    day: Date,
    weekday: i8,
    day_of_month: i8,
    tense: Tense,
) -> Option<Date> {
    const MONTHS: i32 = 12;
    let steps: Vec<i32> = match tense {
        Tense::Future => (0..=MONTHS).collect(),
        Tense::Past => (0..=MONTHS).map(|step| -step).collect(),
        Tense::Open => (0..=MONTHS).flat_map(|step| [-step, step]).collect(),
    };
    let month = day.first_of_month();
    let mut candidates = steps.into_iter().filter_map(|step| {
        let month = month.checked_add(step.months()).ok()?;
        let found = Date::new(month.year(), month.month(), day_of_month).ok()?;
        (found.weekday().to_monday_one_offset() == weekday).then_some(found)
    });
    let fits = |found: &Date| match tense {
        Tense::Future => day <= *found,
        Tense::Past => *found <= day,
        Tense::Open => true,
    };
    candidates.find(fits)
}

/// The year in which a story that told of one date goes on to a month: the next one where the
/// month lies at least half a year before the one told of.
pub(crate) fn going_on(told: DateValue, point: &Point) -> YearValue {
    let month = match told.within {
        Within::Month(month) | Within::Day(month, _) => month,
        _ => None,
    };
    match (told.year, month, point.month) {
        (YearValue::Year(year), Some(told), Some(month)) if told - month >= 6 => {
            YearValue::Year(year + 1)
        }
        (year, _, _) => year,
    }
}

/// The year that `this winter` begins in.
pub(crate) fn season_year(season: Option<Season>, day: Date) -> i16 {
    let turned = season == Some(Season::Winter) && day.month() <= 3;
    if turned { day.year() - 1 } else { day.year() }
}

/// The years around a day, the earliest first.
fn around(day: Date) -> [YearValue; 3] {
    [day.year() - 1, day.year(), day.year() + 1].map(YearValue::Year)
}

/// The recurrence that lies wholly before, or wholly after, a day.
pub(crate) fn nearest(
    day: Date,
    steps: i8,
    in_year: &impl Fn(YearValue) -> Option<DateValue>,
) -> Option<DateValue> {
    let dates = around(day).into_iter().filter_map(in_year);
    let mut dates = dates.filter_map(|date| Some((date, date.days()?)));
    if steps < 0 {
        dates.filter(|(_, days)| days.last() < day).last().map(|(date, _)| date)
    } else if steps > 0 {
        dates.find(|(_, days)| days.first() > day).map(|(date, _)| date)
    } else {
        dates.find(|(_, days)| days.first().year() == day.year()).map(|(date, _)| date)
    }
}

/// How much farther a date may lie in the direction that the tense does not speak of.
/// Calibrated on the development halves of the phrase set: a bare date without a cue lies within
/// about four months ahead or eight months back.
const AGAINST_TENSE: f64 = 10.0;
const OPEN_FUTURE: f64 = 1.8;

/// The recurrence that the tense of the clause makes likeliest, by weighed distance.
pub(crate) fn by_tense(
    day: Date,
    tense: Tense,
    in_year: &impl Fn(YearValue) -> Option<DateValue>,
) -> Option<DateValue> {
    let mut best: Option<(f64, DateValue)> = None;
    for date in around(day).into_iter().filter_map(in_year) {
        let Some(days) = date.days() else { continue };
        let ahead = f64::from(day.until(days.first()).map_or(0, |span| span.get_days()));
        let back = f64::from(days.last().until(day).map_or(0, |span| span.get_days()));
        let cost = match tense {
            _ if ahead <= 0.0 && back <= 0.0 => 0.0,
            Tense::Past if ahead > 0.0 => ahead * AGAINST_TENSE,
            Tense::Future if back > 0.0 => back * AGAINST_TENSE,
            Tense::Open if ahead > 0.0 => ahead * OPEN_FUTURE,
            _ => ahead.max(back),
        };
        if best.as_ref().is_none_or(|(least, _)| cost < *least) {
            best = Some((cost, date));
        }
    }
    best.map(|(_, date)| date)
}
