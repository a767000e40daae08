//! TIMEX3 values: what a time expression says, as text and as days.
//!
//! The forms are those of ISO-TimeML (`2025-05-03`, `2025-W18-5`, `198`, `P3D`, `PRESENT_REF`),
//! with `X` for what is not known (`XXXX-05-02`).

use super::calendar_math::{self, Season};
use jiff::civil::Date;
use std::{fmt, ops::RangeInclusive};
use tellings_model::{Days, TimeKind};

/// What a time expression says.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    /// A place in the calendar, perhaps with a time of day.
    Date(DateValue, Option<ClockValue>),
    /// A length of time.
    Span(Amount),
    /// A repeated time: a calendar pattern or a period.
    Each(Box<Value>),
    /// A point that is only placed before, at or after the present.
    Reference(Reference),
}

/// The references to the present.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reference {
    /// `recently`, `once`.
    Past,
    /// `now`, `currently`.
    Present,
    /// `soon`, `the future`.
    Future,
}

/// A year, or as much of it as is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum YearValue {
    /// Nothing is known of the year.
    Unknown,
    /// A year of the common era.
    Year(i16),
    /// A year before it, counted from 1.
    Before(i16),
    /// A decade, by its first three digits.
    Decade(i16),
    /// A century, by its first two digits.
    Century(i16),
}

/// What stands behind the year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Within {
    /// Nothing: the year itself.
    Whole,
    /// A half, 1 or 2.
    Half(i8),
    /// A quarter, 1 to 4.
    Quarter(i8),
    /// A season.
    Season(Season),
    /// A month; `None` for any month.
    Month(Option<i8>),
    /// A day of a month; `None` for any.
    Day(Option<i8>, Option<i8>),
    /// An ISO week; `None` for any.
    Week(Option<i8>),
    /// The weekend of an ISO week.
    Weekend(Option<i8>),
    /// A day of an ISO week, Monday = 1.
    Weekday(Option<i8>, i8),
}

/// A place in the calendar, as precise as it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct DateValue {
    /// The year; for weeks, the year of the ISO week.
    pub(crate) year: YearValue,
    /// The part of it.
    pub(crate) within: Within,
}

/// A time of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ClockValue {
    /// A part of the day: `MO`, `AF`, `EV`, `NI`, `MI`, `DT`.
    Part(PartOfDay),
    /// Hour, minute, second; and `Z` for Greenwich.
    Clock {
        /// 0 to 24.
        hour: i8,
        /// 0 to 59.
        minute: Option<i8>,
        /// 0 to 59.
        second: Option<i8>,
    },
}

/// The parts of the day that TIMEX3 names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PartOfDay {
    Morning,
    Midday,
    Afternoon,
    Evening,
    Night,
    Daytime,
}

impl PartOfDay {
    const CODES: [(Self, &'static str); 6] = [
        (Self::Morning, "MO"),
        (Self::Midday, "MI"),
        (Self::Afternoon, "AF"),
        (Self::Evening, "EV"),
        (Self::Night, "NI"),
        (Self::Daytime, "DT"),
    ];

    fn code(self) -> &'static str {
        Self::CODES.iter().find(|(part, _)| *part == self).map_or("", |(_, code)| code)
    }

    /// Its hours of its own day: whose the hours of a night after midnight are, writers differ on.
    pub(crate) fn hours(self) -> RangeInclusive<i8> {
        match self {
            Self::Morning => 5..=11,
            Self::Midday => 11..=14,
            Self::Afternoon => 12..=18,
            Self::Evening => 16..=23,
            Self::Night => 18..=23,
            Self::Daytime => 6..=18,
        }
    }

    /// The part of the day of a TIMEX3 code.
    pub(crate) fn of(code: &str) -> Option<Self> {
        Self::CODES.iter().find(|(_, known)| *known == code).map(|(part, _)| *part)
    }
}

/// The units of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Weekend,
    Week,
    Month,
    Quarter,
    Half,
    Year,
    Decade,
    Century,
}

impl Unit {
    const CODES: [(Self, &'static str); 12] = [
        (Self::Second, "TS"),
        (Self::Minute, "TM"),
        (Self::Hour, "TH"),
        (Self::Day, "D"),
        (Self::Weekend, "WE"),
        (Self::Week, "W"),
        (Self::Month, "M"),
        (Self::Quarter, "Q"),
        (Self::Half, "H"),
        (Self::Year, "Y"),
        (Self::Decade, "DE"),
        (Self::Century, "CE"),
    ];

    fn code(self) -> &'static str {
        Self::CODES.iter().find(|(unit, _)| *unit == self).map_or("", |(_, code)| code)
    }

    /// The unit of a code: that of TIMEX3, with `T` in front of those below the day.
    pub(crate) fn of(code: &str) -> Option<Self> {
        Self::CODES.iter().find(|(_, known)| *known == code).map(|(unit, _)| *unit)
    }

    /// Whether it is shorter than a day.
    pub(crate) fn is_clock(self) -> bool {
        self <= Self::Hour
    }
}

/// A length of time: a count of units, or of two or three units (`a minute and a half`).
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Amount {
    /// How many; `None` for an unknown number.
    pub(crate) count: Option<f64>,
    /// Of which unit.
    pub(crate) unit: Unit,
    /// Smaller parts, the larger one first.
    pub(crate) rest: [Option<(f64, Unit)>; 2],
}

impl Amount {
    /// This length and another one together, each of one unit or more, all units different; `None`
    /// where a unit comes twice, a count is unknown or there are more than three.
    pub(crate) fn and(self, other: Self) -> Option<Self> {
        let parts = |amount: Self| {
            let first = amount.count.map(|count| (count, amount.unit));
            first.into_iter().chain(amount.rest.into_iter().flatten())
        };
        let mut parts: Vec<_> = parts(self).chain(parts(other)).collect();
        parts.sort_by_key(|(_, unit)| std::cmp::Reverse(*unit));
        let apart = parts.windows(2).all(|pair| match pair {
            [(_, one), (_, next)] => one != next,
            _ => true,
        });
        let known = self.count.is_some() && other.count.is_some();
        let &[(count, unit), ref rest @ ..] = parts.as_slice() else { return None };
        let rest = [rest.first().copied(), rest.get(1).copied()];
        (apart && known && parts.len() <= 3).then_some(Self { count: Some(count), unit, rest })
    }

    /// So many of a unit.
    pub(crate) fn new(count: Option<f64>, unit: Unit) -> Self {
        Self { count, unit, rest: [None; 2] }
    }
}

impl DateValue {
    /// A day.
    pub(crate) fn day(date: Date) -> Self {
        let within = Within::Day(Some(date.month()), Some(date.day()));
        Self { year: YearValue::Year(date.year()), within }
    }

    /// The days covered, where they are all known.
    pub(crate) fn days(self) -> Option<Days> {
        calendar_math::days(self)
    }

    /// Whether year and, for smaller parts, the part are known.
    pub(crate) fn is_known(self) -> bool {
        let part = match self.within {
            Within::Whole | Within::Half(_) | Within::Quarter(_) | Within::Season(_) => true,
            Within::Month(month) => month.is_some(),
            Within::Day(month, day) => month.is_some() && day.is_some(),
            Within::Week(week) | Within::Weekend(week) | Within::Weekday(week, _) => week.is_some(),
        };
        part && self.year != YearValue::Unknown
    }
}

impl Value {
    /// The TIMEX3 type that a value of this form has.
    pub(crate) fn kind(&self) -> TimeKind {
        match self {
            Self::Date(_, None) | Self::Reference(_) => TimeKind::Date,
            Self::Date(_, Some(_)) => TimeKind::Time,
            Self::Span(_) => TimeKind::Duration,
            Self::Each(_) => TimeKind::Set,
        }
    }

    /// The days covered, where they are known; a repeated time and a length have none.
    pub(crate) fn days(&self) -> Option<Days> {
        match self {
            Self::Date(date, _) => date.days(),
            Self::Span(_) | Self::Each(_) | Self::Reference(_) => None,
        }
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Date(date, None) => write!(f, "{date}"),
            Self::Date(date, Some(clock)) => write!(f, "{date}T{clock}"),
            Self::Span(amount) => write!(f, "{amount}"),
            Self::Each(value) => write!(f, "{value}"),
            Self::Reference(Reference::Past) => f.write_str("PAST_REF"),
            Self::Reference(Reference::Present) => f.write_str("PRESENT_REF"),
            Self::Reference(Reference::Future) => f.write_str("FUTURE_REF"),
        }
    }
}

/// Writes two digits, or `XX`.
struct Two(Option<i8>);

impl fmt::Display for Two {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(n) => write!(f, "{n:02}"),
            None => f.write_str("XX"),
        }
    }
}

impl fmt::Display for YearValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown => f.write_str("XXXX"),
            Self::Year(year) => write!(f, "{year:04}"),
            Self::Before(year) => write!(f, "BC{year:04}"),
            Self::Decade(decade) => write!(f, "{decade:03}"),
            Self::Century(century) => write!(f, "{century:02}"),
        }
    }
}

impl fmt::Display for DateValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.year)?;
        match self.within {
            Within::Whole => Ok(()),
            Within::Half(half) => write!(f, "-H{half}"),
            Within::Quarter(quarter) => write!(f, "-Q{quarter}"),
            Within::Season(season) => write!(f, "-{}", season.code()),
            Within::Month(month) => write!(f, "-{}", Two(month)),
            Within::Day(month, day) => write!(f, "-{}-{}", Two(month), Two(day)),
            Within::Week(week) => write!(f, "-W{}", Two(week)),
            Within::Weekend(week) => write!(f, "-W{}-WE", Two(week)),
            Within::Weekday(week, day) => write!(f, "-W{}-{day}", Two(week)),
        }
    }
}

impl fmt::Display for ClockValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Part(part) => f.write_str(part.code()),
            Self::Clock { hour, minute, second } => {
                write!(f, "{hour:02}:{:02}", minute.unwrap_or(0))?;
                second.map_or(Ok(()), |second| write!(f, ":{second:02}"))
            }
        }
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (count, unit) = match (self.count, self.unit) {
            (Some(count), Unit::Decade) => (Some(count * 10.0), Unit::Year),
            (Some(count), Unit::Century) => (Some(count * 100.0), Unit::Year),
            (Some(count), Unit::Half) => (Some(count * 6.0), Unit::Month),
            other => other,
        };
        let clock = if unit.is_clock() { "T" } else { "" };
        let code = unit.code().trim_start_matches('T');
        match count {
            Some(count) => write!(f, "P{clock}{count}{code}")?,
            None => write!(f, "P{clock}X{code}")?,
        }
        let mut on_clock = unit.is_clock();
        for (count, smaller) in self.rest.into_iter().flatten() {
            let clock = if smaller.is_clock() && !on_clock { "T" } else { "" };
            on_clock |= smaller.is_clock();
            write!(f, "{clock}{count}{}", smaller.code().trim_start_matches('T'))?;
        }
        Ok(())
    }
}
