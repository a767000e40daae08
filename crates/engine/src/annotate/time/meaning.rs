//! What a phrase means before it is placed in the calendar.

use super::calendar_math::Season;
use super::numeric::truncated;
use super::value::{Amount, ClockValue, PartOfDay, Reference, Unit, Value, YearValue};

/// The meaning of a phrase.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Meaning {
    /// A place in the calendar, as far as the words fix it.
    Point(Point),
    /// A length of time.
    Span(Amount),
    /// A repeated time.
    Each(Value),
    /// A point before, at or after the present.
    Reference(Reference),
}

/// The parts of a date that words name. They are put together by [`Point::and`].
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Point {
    /// The year, decade or century.
    pub(crate) year: Option<YearValue>,
    /// A unit counted from an anchor: `last month`, `two days later`.
    pub(crate) shift: Option<Shift>,
    /// The month.
    pub(crate) month: Option<i8>,
    /// The day of the month.
    pub(crate) day: Option<i8>,
    /// The day of the week, Monday = 1.
    pub(crate) weekday: Option<i8>,
    /// The half of the year.
    pub(crate) half: Option<i8>,
    /// The quarter.
    pub(crate) quarter: Option<i8>,
    /// The season.
    pub(crate) season: Option<Season>,
    /// Which of its weekdays in a month, counted from the end where negative.
    pub(crate) nth: Option<i8>,
    /// So much later (or earlier) than what the rest names: `two days after May 3`.
    pub(crate) moved: [Option<Shift>; 2],
    /// How the day of a holiday is found.
    pub(crate) holiday: Option<&'static str>,
    /// The time of day.
    pub(crate) clock: Option<ClockValue>,
    /// Whether the clock time is after noon (12) or before (0), where the words say so.
    pub(crate) meridiem: Option<i8>,
    /// Which of the recurring parts: −1 the last, 0 this, 1 the next one.
    pub(crate) direction: Option<Direction>,
}

/// Which of several recurrences is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Direction {
    /// How many steps from the anchor.
    pub(crate) steps: i8,
    /// Where the steps begin.
    pub(crate) anchor: Anchor,
}

/// A unit counted from an anchor.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Shift {
    /// Where counting begins.
    pub(crate) anchor: Anchor,
    /// What is counted.
    pub(crate) unit: Unit,
    /// How many; `None` where only the direction is known.
    pub(crate) count: Option<f64>,
    /// The direction where the count is unknown.
    pub(crate) forward: bool,
}

/// Where counting begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Anchor {
    /// The day of publication.
    Published,
    /// The time the text told of last.
    Told,
    /// The time told of in the same sentence, else the day of publication.
    Near,
    /// The period under report that figures are compared with: `a year earlier`.
    Compared,
}

/// The two, where at most one of them is given; `Err` where they differ.
fn either<T: PartialEq>(one: Option<T>, other: Option<T>) -> Result<Option<T>, ()> {
    match (one, other) {
        (Some(one), Some(other)) if one != other => Err(()),
        (one, other) => Ok(one.or(other)),
    }
}

impl Point {
    /// What both say together; `None` where they cannot both hold.
    pub(crate) fn and(self, other: Self) -> Option<Self> {
        let merge = || -> Result<Self, ()> {
            Ok(Self {
                year: either(self.year, other.year)?,
                shift: either(self.shift, other.shift)?,
                month: either(self.month, other.month)?,
                day: either(self.day, other.day)?,
                weekday: either(self.weekday, other.weekday)?,
                half: either(self.half, other.half)?,
                quarter: either(self.quarter, other.quarter)?,
                season: either(self.season, other.season)?,
                nth: either(self.nth, other.nth)?,
                moved: match (self.moved, other.moved) {
                    (moved, [None, None]) | ([None, None], moved) => moved,
                    _ => return Err(()),
                },
                holiday: either(self.holiday, other.holiday)?,
                clock: either(self.clock, other.clock)?,
                meridiem: either(self.meridiem, other.meridiem)?,
                direction: either(self.direction, other.direction)?,
            })
        };
        merge().ok()
    }

    /// So many units from an anchor.
    pub(crate) fn shifted(anchor: Anchor, unit: Unit, count: f64) -> Self {
        let shift = Shift { anchor, unit, count: Some(count), forward: count >= 0.0 };
        Self { shift: Some(shift), ..Self::default() }
    }

    /// The clock time with the half of the day it falls in.
    pub(crate) fn clock_value(&self) -> Option<ClockValue> {
        match (self.clock, self.meridiem) {
            (Some(ClockValue::Clock { hour, minute, second }), Some(add)) => {
                let hour = if hour <= 12 { hour % 12 + add } else { hour };
                Some(ClockValue::Clock { hour, minute, second })
            }
            (clock, _) => clock,
        }
    }

    /// A point that names a part of the day.
    pub(crate) fn part(part: PartOfDay) -> Self {
        Self { clock: Some(ClockValue::Part(part)), ..Self::default() }
    }
}

impl Shift {
    /// The count as whole steps, where there is one.
    pub(crate) fn steps(&self) -> Option<i64> {
        self.count.map(|count| i64::from(truncated(count.round())))
    }
}
