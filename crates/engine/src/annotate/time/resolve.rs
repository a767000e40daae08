//! Meaning and context → value: the place in the calendar.

use super::calendar_math as math;
use super::meaning::{Anchor, Direction, Meaning, Point, Shift};
use super::nearest::{by_tense, going_on, nearest, season_year, weekday_and_day};
use super::refine::{blurred, date_grain, fits_clock, grain, refined};
use super::value::{
    Amount, ClockValue, DateValue, PartOfDay, Reference, Unit, Value, Within, YearValue,
};
use jiff::civil::Date;

/// What the surroundings of an expression say.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Context {
    /// The day of publication.
    pub(crate) published: Option<Date>,
    /// The last date the text told of.
    pub(crate) told: Option<DateValue>,
    /// The last date on which something other than a saying was told to happen.
    pub(crate) happened: Option<DateValue>,
    /// The last part of a day that the text told of, and its day.
    pub(crate) part: Option<(PartOfDay, DateValue)>,
    /// The last quarter the text named: the period under report.
    pub(crate) quarter: Option<DateValue>,
    /// Whether the clause speaks of the past or the future.
    pub(crate) tense: Tense,
    /// Whether the date told of last stands in the same sentence, and not in a part of it that is
    /// closed.
    pub(crate) goes_on: bool,
}

/// What a clause speaks of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Tense {
    /// What happened.
    Past,
    /// What is to come.
    Future,
    /// The words do not say.
    #[default]
    Open,
}

/// A value and whether it was counted from the day of publication.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Resolved {
    /// The value; `None` where it cannot be known.
    pub(crate) value: Option<Value>,
    /// Whether the day of publication was needed.
    pub(crate) from_published: bool,
}

/// Places a meaning in the calendar.
pub(crate) fn resolve(meaning: &Meaning, context: &Context) -> Resolved {
    match meaning {
        Meaning::Point(point) => {
            let mut placing = Placing { point, context, from_published: false };
            let value = placing.value();
            Resolved { value, from_published: placing.from_published }
        }
        Meaning::Span(amount) => known(Value::Span(*amount)),
        Meaning::Each(value) => known(Value::Each(Box::new(value.clone()))),
        Meaning::Reference(reference) => known(Value::Reference(*reference)),
    }
}

fn known(value: Value) -> Resolved {
    Resolved { value: Some(value), from_published: false }
}

struct Placing<'a> {
    point: &'a Point,
    context: &'a Context,
    from_published: bool,
}

impl Placing<'_> {
    fn value(&mut self) -> Option<Value> {
        let clock = self.point.clock_value();
        if let Some(shift) = self.point.shift
            && shift.unit.is_clock()
        {
            return self.clock_shift(shift);
        }
        let mut date = self.date()?;
        let moves = self.point.moved.into_iter().flatten();
        let least = moves.clone().map(|moved| moved.unit).min();
        for moved in moves {
            date = moved_from(date, moved, least? <= Unit::Week)?;
        }
        // A night is part of the evening's day; a clock time without a day stays open.
        Some(Value::Date(date, clock.filter(|_| fits_clock(date))))
    }

    /// `three hours later`: only the day can be said.
    fn clock_shift(&mut self, shift: Shift) -> Option<Value> {
        let amount = Amount::new(shift.count.map(f64::abs), shift.unit);
        let steps = shift.steps()?;
        if steps == 0 {
            return Some(Value::Reference(Reference::Present));
        }
        Some(Value::Span(amount))
    }

    fn date(&mut self) -> Option<DateValue> {
        let point = self.point;
        if let Some(shift) = point.shift {
            let base = self.shifted(shift)?;
            return Some(refined(base, point).unwrap_or(base));
        }
        if let Some(year) = point.year {
            let base = DateValue { year, within: Within::Whole };
            return refined(base, point);
        }
        if point.month.is_some() || point.holiday.is_some() {
            return Some(self.yearly());
        }
        if let Some(weekday) = point.weekday {
            return Some(self.weekday(weekday));
        }
        if point.quarter.is_some() || point.half.is_some() || point.season.is_some() {
            return Some(self.yearly());
        }
        if let Some(day) = point.day {
            return Some(self.day_of_month(day));
        }
        if point.clock.is_some() {
            return Some(self.day_of_clock());
        }
        None
    }

    fn published(&mut self) -> Option<Date> {
        self.from_published = true;
        self.context.published
    }

    /// The anchor: a day, and the coarsest unit it is sure of.
    fn anchor(&mut self, anchor: Anchor) -> Option<(Date, DateValue)> {
        match anchor {
            Anchor::Told => {
                if let Some(told) = self.context.told
                    && let Some(days) = told.days()
                {
                    return Some((days.first(), told));
                }
                let day = self.published()?;
                Some((day, DateValue::day(day)))
            }
            Anchor::Near if !self.context.goes_on && self.context.published.is_some() => {
                self.anchor(Anchor::Published)
            }
            Anchor::Near => self.anchor(Anchor::Told),
            Anchor::Published | Anchor::Compared => {
                let day = self.published()?;
                Some((day, DateValue::day(day)))
            }
        }
    }

    fn shifted(&mut self, shift: Shift) -> Option<DateValue> {
        if shift.anchor == Anchor::Compared
            && let Some(period) = self.compared(shift)
        {
            return Some(period);
        }
        let (steps, unit) = whole_steps(shift)?;
        let Some((day, sure)) = self.anchor(shift.anchor) else {
            let open = DateValue { year: YearValue::Unknown, within: Within::Whole };
            return Some(blurred(open, grain(shift.unit)));
        };
        let unit_grain = grain(shift.unit);
        // `Later in the day` behind a bare year is of the day of publication.
        let own_day = self.context.published.filter(|_| steps == 0 && shift.unit == Unit::Day);
        if let Some(own_day) = own_day.filter(|_| date_grain(sure) > unit_grain) {
            self.from_published = true;
            return Some(DateValue::day(own_day));
        }
        if date_grain(sure) > unit_grain {
            return Some(blurred(sure, unit_grain));
        }
        // `a month and two days ago` is a day.
        let sure =
            if self.point.moved.iter().any(Option::is_some) { Unit::Day } else { shift.unit };
        Some(math::stretch(math::moved(day, steps, unit)?, sure))
    }

    /// The period under report, so many years away: the month or quarter of the sentence, the
    /// quarter the text named last, or the last one before publication where a quarter is meant.
    fn compared(&mut self, shift: Shift) -> Option<DateValue> {
        let told = self.context.told.filter(|told| {
            self.context.goes_on
                && matches!(
                    told.within,
                    Within::Month(Some(_)) | Within::Quarter(_) | Within::Half(_)
                )
        });
        let last_quarter =
            |day| Some(math::stretch(math::moved(day, -1, Unit::Quarter)?, Unit::Quarter));
        let mut period = match told.or(self.context.quarter) {
            Some(period) => period,
            None if shift.unit == Unit::Quarter => last_quarter(self.published()?)?,
            None => return None,
        };
        let years = i16::try_from(shift.steps()?).ok()?;
        period.year = match (self.point.year, period.year) {
            (Some(year), _) => year,
            (None, YearValue::Year(year)) => YearValue::Year(year.checked_add(years)?),
            (None, year) => year,
        };
        Some(period)
    }

    /// A weekday: the one on or before publication, or the one to come.
    fn weekday(&mut self, weekday: i8) -> DateValue {
        let open = DateValue { year: YearValue::Unknown, within: Within::Weekday(None, weekday) };
        let direction = self.point.direction;
        let anchor = match direction {
            Some(Direction { anchor: Anchor::Told, .. }) => {
                self.anchor(Anchor::Told).map(|(day, _)| day)
            }
            _ => self.published(),
        };
        let Some(day) = anchor else { return open };
        if let Some(day_of_month) = self.point.day {
            return weekday_and_day(day, weekday, day_of_month, self.context.tense)
                .map_or(open, DateValue::day);
        }
        let found = match (direction.map(|direction| direction.steps), self.context.tense) {
            (Some(steps), _) if steps < 0 => {
                let last = day.yesterday().ok();
                let last = last.and_then(|day| math::weekday_on_or_before(day, weekday));
                last.and_then(|day| math::moved(day, i64::from(steps) + 1, Unit::Week))
            }
            (Some(steps), _) if steps > 0 => {
                let next = day.tomorrow().ok();
                let next = next.and_then(|day| math::weekday_on_or_after(day, weekday));
                next.and_then(|day| math::moved(day, i64::from(steps) - 1, Unit::Week))
            }
            (_, Tense::Future) => math::weekday_on_or_after(day, weekday),
            (Some(_), Tense::Open) => math::weekday_of_week(day, weekday),
            (_, Tense::Past | Tense::Open) => math::weekday_on_or_before(day, weekday),
        };
        found.map_or(open, DateValue::day)
    }

    /// A part that comes back every year, in the year that fits best.
    fn yearly(&mut self) -> DateValue {
        let in_year =
            |year: YearValue| refined(DateValue { year, within: Within::Whole }, self.point);
        let open = in_year(YearValue::Unknown)
            .unwrap_or(DateValue { year: YearValue::Unknown, within: Within::Whole });
        if let Some(direction) = self.point.direction
            && direction.anchor == Anchor::Told
            && let Some(told) = self.context.told.and_then(DateValue::days)
        {
            return nearest(told.first(), direction.steps, &in_year).unwrap_or(open);
        }
        // Another year named in the same sentence holds for the months that follow.
        let elsewhere = self.context.told.filter(|told| {
            let published = self.context.published.map(|day| day.year());
            // What is to come is not of a year gone by.
            let gone = matches!((told.year, published), (YearValue::Year(told), Some(now)) if told < now)
                && self.context.tense == Tense::Future;
            let same = published.map(YearValue::Year) == Some(told.year);
            self.context.goes_on && !gone && !same && self.point.direction.is_none()
        });
        if let Some(told) = elsewhere {
            return in_year(going_on(told, self.point)).unwrap_or(open);
        }
        if let Some(day) = self.context.published {
            let steps = self.point.direction.map(|direction| direction.steps);
            let found = match steps {
                Some(0) => in_year(YearValue::Year(season_year(self.point.season, day))),
                Some(steps) => nearest(day, steps, &in_year),
                None if self.point.quarter.is_some() && self.context.tense == Tense::Open => {
                    by_tense(day, Tense::Past, &in_year)
                }
                None => by_tense(day, self.context.tense, &in_year),
            };
            self.from_published = true;
            return found.unwrap_or(open);
        }
        // Without a day of publication the story's own time goes on.
        let told = self.context.told;
        told.and_then(|told| in_year(going_on(told, self.point))).unwrap_or(open)
    }

    /// `the 20th`: of the month told of, or of the month of publication.
    fn day_of_month(&mut self, day: i8) -> DateValue {
        let told = self.context.told.and_then(|told| match (told.year, told.within) {
            (year, Within::Month(Some(month)) | Within::Day(Some(month), _)) => Some((year, month)),
            _ => None,
        });
        let (year, month) = match told {
            Some(told) => told,
            None => match self.published() {
                Some(day) => (YearValue::Year(day.year()), day.month()),
                None => {
                    return DateValue {
                        year: YearValue::Unknown,
                        within: Within::Day(None, Some(day)),
                    };
                }
            },
        };
        let date = DateValue { year, within: Within::Day(Some(month), Some(day)) };
        match year {
            YearValue::Year(_) if date.days().is_none() => {
                DateValue { year, within: Within::Day(None, Some(day)) }
            }
            _ => date,
        }
    }

    /// The day of the part of a day that the news told of last, where a clock time falls into it:
    /// 9:52 p.m. into Monday night.
    fn day_of_part(&self) -> Option<Date> {
        let Some(ClockValue::Clock { hour, .. }) = self.point.clock_value() else { return None };
        let is_open = self.context.published.is_none() || self.context.goes_on;
        let (_, day) = self.context.part.filter(|(part, _)| part.hours().contains(&hour))?;
        let days = day.days().filter(|days| days.is_day());
        days.map(|days| days.first()).filter(|_| !is_open && self.context.tense != Tense::Future)
    }

    /// A time of day without a day: of this day, or of the day told of.
    fn day_of_clock(&mut self) -> DateValue {
        let open = DateValue { year: YearValue::Unknown, within: Within::Day(None, None) };
        if let Some(Direction { steps: 0, anchor: Anchor::Published }) = self.point.direction {
            return self.published().map_or(open, DateValue::day);
        }
        let steps = self.point.direction.map_or(0, |direction| i64::from(direction.steps));
        if let Some(day) = self.day_of_part().filter(|_| self.point.direction.is_none()) {
            return DateValue::day(day);
        }
        let told = self
            .context
            .happened
            .or(self.context.told)
            .filter(|told| date_grain(*told) == grain(Unit::Day));
        let day = match told.and_then(DateValue::days) {
            Some(days) => Some(days.first()),
            None => self.published(),
        };
        day.and_then(|day| math::moved(day, steps, Unit::Day)).map_or(open, DateValue::day)
    }
}

/// A day so much before or after another, told to the day or as coarse as the shift; `None` where
/// the other is no known day.
fn moved_from(date: DateValue, shift: Shift, to_day: bool) -> Option<DateValue> {
    let (steps, unit) = whole_steps(shift)?;
    let day = date.days().filter(|days| days.is_day())?.first();
    let moved = math::moved(day, steps, unit)?;
    // Days and weeks away from a day is a day; months and years away is about then.
    let sure = if to_day { Unit::Day } else { unit };
    Some(math::stretch(moved, sure))
}

/// The steps of a shift in a unit that makes them whole.
fn whole_steps(shift: Shift) -> Option<(i64, Unit)> {
    let count = shift.count?;
    if count.fract() == 0.0 {
        return shift.steps().map(|steps| (steps, shift.unit));
    }
    let (per, unit) = match shift.unit {
        Unit::Year => (12.0, Unit::Month),
        Unit::Month => (30.0, Unit::Day),
        Unit::Week => (7.0, Unit::Day),
        Unit::Decade => (10.0, Unit::Year),
        Unit::Century => (100.0, Unit::Year),
        other => (1.0, other),
    };
    let steps = i64::from(super::numeric::truncated((count * per).round()));
    Some((steps, unit))
}
