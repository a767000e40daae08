//! The operations of the algebra: from matched parts to a meaning.

use super::calendar_math::Season;
use super::lexicon::Class;
use super::meaning::{Anchor, Direction, Meaning, Point, Shift};
use super::numeric::truncated;
use super::part::{frequency, ordinal, possible, token_point};
use super::token::Token;
use super::value::{
    Amount, ClockValue, DateValue, PartOfDay, Reference, Unit, Value, Within, YearValue,
};

/// One matched item of a rule.
#[derive(Clone, Debug)]
pub(crate) enum Part {
    /// A token, as a class.
    Token(Class, usize),
    /// A word the rule names.
    Word,
    /// The meaning of a rule within the rule.
    Meaning(Meaning),
}

/// The parts of a match, with the tokens they stand for.
pub(crate) struct Parts<'a> {
    pub(crate) parts: &'a [Part],
    pub(crate) tokens: &'a [Token],
}

impl Parts<'_> {
    fn tokens(&self) -> impl Iterator<Item = (Class, &Token)> {
        self.parts.iter().filter_map(|part| match part {
            Part::Token(class, at) => Some((*class, self.tokens.get(*at)?)),
            Part::Word | Part::Meaning(_) => None,
        })
    }

    fn code(&self, class: Class) -> Option<&'static str> {
        let (_, token) = self.tokens().find(|(found, _)| *found == class)?;
        token.entry(class).map(|entry| entry.code)
    }

    fn number(&self) -> Option<f64> {
        self.tokens().find_map(|(class, token)| match class {
            Class::Num | Class::Day | Class::WordDay | Class::Ord => ordinal(token),
            _ => None,
        })
    }

    /// The unit and how many of it the word says: a fortnight is `2W`, two weeks.
    pub(crate) fn unit(&self) -> Option<(f64, Unit)> {
        let code = self.code(Class::Unit).or_else(|| self.code(Class::Units))?;
        let digits = code.bytes().take_while(u8::is_ascii_digit).count();
        let (count, unit) = code.split_at_checked(digits)?;
        let count = if count.is_empty() { 1.0 } else { count.parse().ok()? };
        Some((count, Unit::of(unit)?))
    }

    /// One of the unit, and a share of it.
    pub(crate) fn one(&self, more: f64) -> Option<Amount> {
        let (count, unit) = self.unit()?;
        let one = one(unit, more);
        Some(Amount { count: one.count.map(|one| one * count), ..one })
    }

    /// So many of the unit.
    pub(crate) fn of_unit(&self, count: Option<f64>) -> Option<Amount> {
        let (factor, unit) = self.unit()?;
        Some(Amount::new(count.map(|count| count * factor), unit))
    }

    /// A share of the unit, in whole smaller ones: half an hour is 30 minutes.
    pub(crate) fn share(&self, share: f64) -> Option<Amount> {
        let (factor, unit) = self.unit()?;
        let (per, smaller) = match unit {
            Unit::Minute => (60.0, Unit::Second),
            Unit::Hour => (60.0, Unit::Minute),
            Unit::Day => (24.0, Unit::Hour),
            Unit::Month => (30.0, Unit::Day),
            Unit::Year => (12.0, Unit::Month),
            Unit::Decade => (10.0, Unit::Year),
            Unit::Century => (100.0, Unit::Year),
            Unit::Week if factor > 1.0 => (1.0, Unit::Week),
            Unit::Second | Unit::Weekend | Unit::Week | Unit::Quarter | Unit::Half => return None,
        };
        Some(Amount::new(Some(share * per * factor), smaller))
    }

    pub(crate) fn amount(&self) -> Option<Amount> {
        self.parts.iter().find_map(|part| match part {
            Part::Meaning(Meaning::Span(amount)) => Some(*amount),
            _ => None,
        })
    }

    /// A length and a second one in smaller units.
    pub(crate) fn both(&self) -> Option<Amount> {
        let (first, second) = self.lengths()?;
        let least = first.rest.into_iter().flatten().last().map_or(first.unit, |(_, unit)| unit);
        (second.unit < least).then(|| first.and(second)).flatten()
    }

    /// Lengths side by side, in any order: `1 month 2 years`.
    pub(crate) fn mixed(&self) -> Option<Amount> {
        let (first, second) = self.lengths()?;
        first.and(second)
    }

    fn lengths(&self) -> Option<(Amount, Amount)> {
        let mut amounts = self.parts.iter().filter_map(|part| match part {
            Part::Meaning(Meaning::Span(amount)) => Some(*amount),
            _ => None,
        });
        Some((amounts.next()?, amounts.next()?))
    }

    /// So many minutes past (or to) an hour.
    pub(crate) fn past(&self, minutes: &str) -> Option<Point> {
        let mut numbers = self.tokens().filter_map(|(_, token)| token.value());
        let minutes = minutes.parse().ok().or_else(|| numbers.next())?;
        let hour = numbers.next().filter(|hour| (1.0..=12.0).contains(hour))?;
        let at = truncated(hour * 60.0 + minutes);
        let (hour, minute) = (i8::try_from(at / 60).ok()?, i8::try_from(at % 60).ok()?);
        let clock = ClockValue::Clock { hour, minute: Some(minute), second: None };
        (minutes.abs() < 60.0).then(|| Point { clock: Some(clock), ..Point::default() })
    }

    fn point(&self) -> Option<Point> {
        self.parts.iter().find_map(|part| match part {
            Part::Meaning(Meaning::Point(point)) => Some(*point),
            _ => None,
        })
    }

    /// Everything that names a part of a date.
    pub(crate) fn and(&self) -> Option<Point> {
        let mut point = Point::default();
        for part in self.parts {
            match part {
                Part::Meaning(Meaning::Point(other)) => point = point.and(*other)?,
                Part::Token(class, at) => {
                    let token = self.tokens.get(*at)?;
                    point = point.and(token_point(*class, token)?)?;
                }
                Part::Word | Part::Meaning(_) => {}
            }
        }
        possible(&point).then_some(point)
    }

    fn direction(&self) -> Option<Direction> {
        let told = self.code(Class::Prev).map(|code| (code, Anchor::Told));
        let (code, anchor) =
            told.or_else(|| self.code(Class::Dir).map(|code| (code, Anchor::Published)))?;
        Some(Direction { steps: code.parse().ok()?, anchor })
    }

    /// `last month`: a unit, moved; with a code, that many steps from what was told.
    pub(crate) fn shift(&self, code: &str) -> Option<Meaning> {
        let direction = match self.direction() {
            Some(direction) => direction,
            None => {
                let (anchor, steps) = match (code.strip_prefix('@'), code.strip_prefix('~')) {
                    (Some(steps), _) => (Anchor::Published, steps),
                    (_, Some(steps)) => (Anchor::Near, steps),
                    (None, None) => (Anchor::Told, code),
                };
                Direction { steps: steps.parse().ok()?, anchor }
            }
        };
        let (factor, unit) = self.unit()?;
        let steps = f64::from(direction.steps) * factor;
        let shifted = Point::shifted(direction.anchor, unit, steps);
        let rest = self.point().unwrap_or_default();
        let extra = self.finer()?;
        Some(Meaning::Point(shifted.and(rest)?.and(extra)?))
    }

    /// `a year earlier` (`year`), `the year-ago quarter` (`quarter`), `the 1988 quarter` (`same`).
    pub(crate) fn compare(&self, code: &str) -> Option<Meaning> {
        let (unit, years) = match code {
            "year" => (Unit::Year, -1.0),
            "quarter" => (Unit::Quarter, -1.0),
            _ => (Unit::Quarter, 0.0),
        };
        Point::shifted(Anchor::Compared, unit, years).and(self.year()?).map(Meaning::Point)
    }

    /// Months, weekdays and parts of the day beside a shifted unit.
    fn finer(&self) -> Option<Point> {
        let mut point = Point::default();
        for (class, token) in self.tokens() {
            if matches!(class, Class::Month | Class::Weekday | Class::Part | Class::Season) {
                point = point.and(token_point(class, token)?)?;
            }
        }
        Some(point)
    }

    /// So many units and a share of one more; `code` names the unit where no word does.
    pub(crate) fn span(&self, more: f64, code: &str) -> Option<Amount> {
        let mut amount = match self.amount() {
            Some(amount) => amount,
            None if code.is_empty() => self.of_unit(Some(self.number()?))?,
            None => Amount::new(Some(self.number()?), Unit::of(code)?),
        };
        amount.count = amount.count.map(|count| count + more);
        Some(amount)
    }

    /// `two days ago`, `a week later`.
    pub(crate) fn away(&self, code: &str) -> Option<Meaning> {
        let code = if code.is_empty() { self.code(Class::Shift)? } else { code };
        let anchor = if code.ends_with('@') { Anchor::Published } else { Anchor::Told };
        let forward = code.starts_with('+');
        let amount = self.amount()?;
        let Some(count) = amount.count else {
            return Some(Meaning::Reference(if forward {
                Reference::Future
            } else {
                Reference::Past
            }));
        };
        let count = if forward { count } else { -count };
        let mut point = Point::shifted(anchor, amount.unit, count);
        point.moved = amount.rest.map(|part| {
            let (rest, unit) = part?;
            let rest = if forward { rest } else { -rest };
            Some(Shift { anchor, unit, count: Some(rest), forward })
        });
        point = point.and(self.finer()?)?;
        if let Some(other) = self.point() {
            point = point.and(other)?;
        }
        Some(Meaning::Point(point))
    }

    /// `two Sundays from now`: the weekday, so many times.
    pub(crate) fn away_day(&self) -> Option<Meaning> {
        let weekday = self.code(Class::Weekday).or_else(|| self.code(Class::Weekdays))?;
        let code = self.code(Class::Shift)?;
        let anchor = if code.ends_with('@') { Anchor::Published } else { Anchor::Told };
        let count = i8::try_from(truncated(self.number()?)).ok().filter(|count| *count > 0)?;
        let steps = if code.starts_with('+') { count } else { -count };
        let point = Point {
            weekday: Some(weekday.parse().ok()?),
            direction: Some(Direction { steps, anchor }),
            ..Point::default()
        };
        Some(Meaning::Point(point))
    }

    /// `two days after May 3`: the point, moved.
    pub(crate) fn from(&self) -> Option<Meaning> {
        let amount = self.amount().or_else(|| self.one(0.0))?;
        let forward = self.code(Class::Rel)? == "+1";
        let count = amount.count? * if forward { 1.0 } else { -1.0 };
        let point = self.point()?;
        let named = point.day.or(point.weekday).is_some() || point.holiday.is_some();
        let today = point.shift.is_some_and(|shift| shift.unit == Unit::Day);
        let fits = (named || today) && point.clock.is_none() && amount.unit >= Unit::Day;
        let moved = Shift { anchor: Anchor::Told, unit: amount.unit, count: Some(count), forward };
        fits.then_some(Meaning::Point(Point { moved: [Some(moved), None], ..point }))
    }

    /// `the first Monday of May`, `the last Friday of next month`; with the code `~`, of the month
    /// told of in the sentence, else of this one.
    pub(crate) fn nth_weekday(&self, code: &str) -> Option<Meaning> {
        let nth = match code {
            "" | "~" => truncated(self.number()?),
            code => code.parse().ok()?,
        };
        let nth = i8::try_from(nth).ok().filter(|nth| (-1..=5).contains(nth) && *nth != 0)?;
        let mut month = self.point().unwrap_or_default().and(self.finer()?)?;
        if code == "~" {
            month = month.and(Point::shifted(Anchor::Near, Unit::Month, 0.0))?;
        }
        let whole =
            month.month.is_some() || month.shift.is_some_and(|shift| shift.unit == Unit::Month);
        (whole && month.day.is_none()).then_some(Meaning::Point(Point { nth: Some(nth), ..month }))
    }

    /// `the next morning`.
    pub(crate) fn next_part(&self) -> Option<Meaning> {
        let day = Point::shifted(Anchor::Told, Unit::Day, 1.0);
        day.and(self.finer()?).map(Meaning::Point)
    }

    /// `years ago`: only the direction is known.
    pub(crate) fn away_some(&self) -> Option<Reference> {
        let forward = self.code(Class::Shift)?.starts_with('+');
        Some(if forward { Reference::Future } else { Reference::Past })
    }

    /// `the first quarter of 1990`.
    pub(crate) fn nth(&self) -> Option<Meaning> {
        let number = i8::try_from(truncated(self.number()?)).ok()?;
        let part = match self.unit()?.1 {
            Unit::Quarter if (1..=4).contains(&number) => {
                Point { quarter: Some(number), ..Point::default() }
            }
            Unit::Half if (1..=2).contains(&number) => {
                Point { half: Some(number), ..Point::default() }
            }
            _ => return None,
        };
        part.and(self.year()?).map(Meaning::Point)
    }

    /// `the last half of 1989`; without a code, by its ordinal.
    pub(crate) fn half(&self, code: &str) -> Option<Meaning> {
        let number = if code.is_empty() { truncated(self.number()?) } else { code.parse().ok()? };
        let half = i8::try_from(number).ok().filter(|half| (1..=2).contains(half))?;
        Point { half: Some(half), ..Point::default() }.and(self.year()?).map(Meaning::Point)
    }

    /// The year that the other parts name, if any.
    fn year(&self) -> Option<Point> {
        let mut point = self.point().unwrap_or_default();
        for (class, token) in self.tokens() {
            if matches!(class, Class::Year | Class::ShortYear) {
                point = point.and(token_point(class, token)?)?;
            }
        }
        Some(point)
    }

    /// `264 BC`, `AD 70`.
    pub(crate) fn era(&self) -> Option<Point> {
        let before = self.code(Class::Era)? == "BC";
        let (_, number) =
            self.tokens().find(|(class, _)| matches!(class, Class::Num | Class::Year))?;
        let year = truncated(number.value().filter(|year| (1.0..=9999.0).contains(year))?);
        let year = if before { YearValue::Before(year) } else { YearValue::Year(year) };
        Some(Point { year: Some(year), ..Point::default() })
    }

    pub(crate) fn each(&self) -> Option<Value> {
        if let Some(code) = self.code(Class::Freq) {
            return frequency(code);
        }
        let unknown = |within| DateValue { year: YearValue::Unknown, within };
        let weekday = self.code(Class::Weekday).or_else(|| self.code(Class::Weekdays));
        let part = self.code(Class::Part).and_then(PartOfDay::of).map(ClockValue::Part);
        if let Some(weekday) = weekday {
            let within = Within::Weekday(None, weekday.parse().ok()?);
            return Some(Value::Date(unknown(within), part));
        }
        if let Some(part) = part {
            return Some(Value::Date(unknown(Within::Day(None, None)), Some(part)));
        }
        if let Some(month) = self.code(Class::Month) {
            return Some(Value::Date(unknown(Within::Month(month.parse().ok())), None));
        }
        if let Some(season) = self.code(Class::Season) {
            return Some(Value::Date(unknown(Within::Season(Season::of(season)?)), None));
        }
        let amount = self.amount().or_else(|| self.of_unit(Some(self.number().unwrap_or(1.0))))?;
        Some(Value::Span(amount))
    }

    pub(crate) fn reference(&self, code: &str) -> Option<Reference> {
        let code = if code.is_empty() { self.code(Class::Ref)? } else { code };
        match code {
            "past" => Some(Reference::Past),
            "present" => Some(Reference::Present),
            "future" => Some(Reference::Future),
            _ => None,
        }
    }

    pub(crate) fn century(&self) -> Option<Meaning> {
        let year = YearValue::Century(truncated(self.number()?) - 1);
        Some(Meaning::Point(Point { year: Some(year), ..Point::default() }))
    }
}

/// One unit and a share of it: of an hour or a minute the share is told in the smaller unit.
fn one(unit: Unit, more: f64) -> Amount {
    let smaller = match unit {
        Unit::Minute => Some(Unit::Second),
        Unit::Hour => Some(Unit::Minute),
        _ => None,
    };
    match smaller {
        Some(smaller) if more > 0.0 => {
            Amount { count: Some(1.0), unit, rest: [Some((more * 60.0, smaller)), None] }
        }
        _ => Amount::new(Some(1.0 + more), unit),
    }
}
