//! The arithmetic of the calendar that time expressions need.

use super::value::{DateValue, Unit, Within, YearValue};
use jiff::{
    ToSpan,
    civil::{Date, ISOWeekDate, Weekday},
};
use tellings_model::Days;

/// The seasons, as TIMEX3 names them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Season {
    Spring,
    Summer,
    Fall,
    Winter,
}

impl Season {
    const CODES: [(Self, &'static str); 4] =
        [(Self::Spring, "SP"), (Self::Summer, "SU"), (Self::Fall, "FA"), (Self::Winter, "WI")];

    /// The TIMEX3 code.
    pub(crate) fn code(self) -> &'static str {
        Self::CODES.iter().find(|(season, _)| *season == self).map_or("", |(_, code)| code)
    }

    /// The season of a code.
    pub(crate) fn of(code: &str) -> Option<Self> {
        Self::CODES.iter().find(|(_, known)| *known == code).map(|(season, _)| *season)
    }

    /// The month a season begins in, northern half of the earth; winter is counted to the year
    /// it begins in.
    pub(crate) fn first_month(self) -> i8 {
        match self {
            Self::Spring => 3,
            Self::Summer => 6,
            Self::Fall => 9,
            Self::Winter => 12,
        }
    }
}

/// The months `first..=last` of a year.
fn months(year: i16, first: i8, last: i8) -> Option<Days> {
    Some(Days::new(Days::month(year, first)?.first(), Days::month(year, last)?.last()))
}

fn iso_day(year: i16, week: i8, day: i8) -> Option<Date> {
    let weekday = Weekday::from_monday_one_offset(day).ok()?;
    ISOWeekDate::new(year, week, weekday).ok().map(ISOWeekDate::date)
}

/// The days that a calendar value covers, where they are all known.
pub(crate) fn days(value: DateValue) -> Option<Days> {
    let year = match value.year {
        YearValue::Year(year) => year,
        YearValue::Decade(decade) if value.within == Within::Whole => {
            let first = decade.checked_mul(10)?;
            return Some(Days::new(Days::year(first)?.first(), Days::year(first + 9)?.last()));
        }
        YearValue::Century(century) if value.within == Within::Whole => {
            let first = century.checked_mul(100)?;
            return Some(Days::new(Days::year(first)?.first(), Days::year(first + 99)?.last()));
        }
        YearValue::Unknown
        | YearValue::Before(_)
        | YearValue::Decade(_)
        | YearValue::Century(_) => {
            return None;
        }
    };
    match value.within {
        Within::Whole => Days::year(year),
        Within::Half(half) => months(year, half * 6 - 5, half * 6),
        Within::Quarter(quarter) => months(year, quarter * 3 - 2, quarter * 3),
        Within::Season(Season::Winter) => {
            let first = Days::month(year, 12)?.first();
            Some(Days::new(first, Days::month(year.checked_add(1)?, 2)?.last()))
        }
        Within::Season(season) => months(year, season.first_month(), season.first_month() + 2),
        Within::Month(month) => Days::month(year, month?),
        Within::Day(month, day) => Date::new(year, month?, day?).ok().map(Days::day),
        Within::Week(week) => Some(Days::new(iso_day(year, week?, 1)?, iso_day(year, week?, 7)?)),
        Within::Weekend(week) => {
            Some(Days::new(iso_day(year, week?, 6)?, iso_day(year, week?, 7)?))
        }
        Within::Weekday(week, day) => iso_day(year, week?, day).map(Days::day),
    }
}

/// The stretch of one unit that holds a day.
pub(crate) fn stretch(day: Date, unit: Unit) -> DateValue {
    let year = YearValue::Year(day.year());
    let month = day.month();
    match unit {
        Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => DateValue::day(day),
        Unit::Week | Unit::Weekend => {
            let iso = day.iso_week_date();
            let week = Some(iso.week());
            let within =
                if unit == Unit::Week { Within::Week(week) } else { Within::Weekend(week) };
            DateValue { year: YearValue::Year(iso.year()), within }
        }
        Unit::Month => DateValue { year, within: Within::Month(Some(month)) },
        Unit::Quarter => DateValue { year, within: Within::Quarter((month + 2) / 3) },
        Unit::Half => DateValue { year, within: Within::Half((month + 5) / 6) },
        Unit::Year => DateValue { year, within: Within::Whole },
        Unit::Decade => {
            DateValue { year: YearValue::Decade(day.year().div_euclid(10)), within: Within::Whole }
        }
        Unit::Century => DateValue {
            year: YearValue::Century(day.year().div_euclid(100)),
            within: Within::Whole,
        },
    }
}

/// A day moved by so many units; `None` past the ends of the calendar.
pub(crate) fn moved(day: Date, count: i64, unit: Unit) -> Option<Date> {
    // Far outside of what a telling can mean; keeps the arithmetic below in range.
    const MOST: i64 = 100_000;
    if count.abs() > MOST {
        return None;
    }
    let span = match unit {
        Unit::Second | Unit::Minute | Unit::Hour => return Some(day),
        Unit::Day => count.days(),
        Unit::Week | Unit::Weekend => count.weeks(),
        Unit::Month => count.months(),
        Unit::Quarter => (count * 3).months(),
        Unit::Half => (count * 6).months(),
        Unit::Year => small(count)?.years(),
        Unit::Decade => small(count * 10)?.years(),
        Unit::Century => small(count * 100)?.years(),
    };
    day.checked_add(span).ok()
}

fn small(years: i64) -> Option<i64> {
    (years.abs() < 9_999).then_some(years)
}

/// The day of a weekday (Monday = 1): the one in the same ISO week as `day`.
pub(crate) fn weekday_of_week(day: Date, weekday: i8) -> Option<Date> {
    let offset = i64::from(weekday) - i64::from(day.weekday().to_monday_one_offset());
    day.checked_add(offset.days()).ok()
}

/// The last such weekday on or before `day`.
pub(crate) fn weekday_on_or_before(day: Date, weekday: i8) -> Option<Date> {
    let back = (i64::from(day.weekday().to_monday_one_offset()) - i64::from(weekday)).rem_euclid(7);
    day.checked_sub(back.days()).ok()
}

/// The first such weekday on or after `day`.
pub(crate) fn weekday_on_or_after(day: Date, weekday: i8) -> Option<Date> {
    let on = (i64::from(weekday) - i64::from(day.weekday().to_monday_one_offset())).rem_euclid(7);
    day.checked_add(on.days()).ok()
}

/// The nth weekday of a month, counted from its end where `nth` is negative.
pub(crate) fn nth_weekday(year: i16, month: i8, nth: i8, weekday: i8) -> Option<Date> {
    let weekday = Weekday::from_monday_one_offset(weekday).ok()?;
    Date::new(year, month, 1).ok()?.nth_weekday_of_month(nth, weekday).ok()
}

/// Easter Sunday of the Gregorian calendar.
///
/// Method: the anonymous algorithm in Meeus 1991, Astronomical Algorithms, chapter 8.
pub(crate) fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 19 * l) / 433;
    let month = (h + l - 7 * m + 90) / 25;
    let day = (h + l - 7 * m + 33 * month + 19) % 32;
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}
