//! The actions of the rules: from matched parts to a meaning.

use super::calendar_math::Season;
use super::lexicon::Class;
use super::meaning::{Anchor, Direction, Meaning, Point, Shift};
use super::numeric::truncated;
use super::token::{Number, Token};
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

/// What a match needs around it to count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Support {
    /// Nothing.
    Alone,
    /// A preposition of time in front, where its word is ambiguous.
    Cue,
    /// Nothing that makes a count of the year behind it.
    Year,
    /// Nothing that makes it a rate: `$5 a day`.
    Amount,
    /// The end of a clause behind it.
    End,
    /// No possessive behind it: `two days after Monday's vote` is not counted from Monday.
    Whole,
    /// A day in digits and the end of a clause behind it: `the 20th`, not `the first`.
    Day,
    /// A known present, where its word is ambiguous: in a history, `soon` is no date.
    Present,
}

/// What to do with the parts of a rule.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Action {
    verb: Verb,
    code: &'static str,
    /// What a match needs around it.
    pub(crate) support: Support,
}

/// The operations of the algebra.
#[derive(Clone, Copy, Debug)]
enum Verb {
    /// All parts of a date together.
    And,
    /// A direction and a unit: `last month`.
    Shift,
    /// A number of units.
    Span,
    /// One unit, and what the code adds (`0.5` for `and a half`).
    One,
    /// An unknown number of units.
    Some,
    /// The period under report, or the one a year before it.
    Compare,
    /// A length counted from the present or from what was told.
    Away,
    /// A length counted from a point.
    From,
    /// The nth unit of a point.
    Nth,
    /// The nth weekday of a month.
    NthDay,
    /// Two lengths together: `two years and three months`.
    Both,
    /// A repeated time, from a unit, a weekday, a part of the day or a frequency word.
    Each,
    /// The length that a unit has: `per day`.
    Rate,
    /// A reference to the present.
    Ref,
    /// A century from its ordinal.
    Century,
    /// An amount of numbers with a decimal half: `two and a half years`.
    Plus,
    /// A length as it is.
    Same,
    /// Two units: `a couple of weeks`.
    Two,
    /// Half a unit, in the next smaller one: `half an hour`.
    HalfUnit,
    /// A half of a year, by its number.
    Half,
    /// A year counted before or after the common era.
    Era,
    /// A length counted back from the present, where a word in front says so (`hace dos años`).
    Ago,
    /// A part of the day after the one told of: `the next morning`.
    NextPart,
    /// An unknown length counted from somewhere: `years ago`.
    AwaySome,
}

impl Action {
    /// Reads `verb code? support?`.
    pub(crate) fn read(text: &'static str) -> Option<Self> {
        let mut words = text.split_whitespace();
        let verb = match words.next()? {
            "and" => Verb::And,
            "shift" => Verb::Shift,
            "span" => Verb::Span,
            "one" => Verb::One,
            "some" => Verb::Some,
            "compare" => Verb::Compare,
            "away" => Verb::Away,
            "from" => Verb::From,
            "nth" => Verb::Nth,
            "nthday" => Verb::NthDay,
            "both" => Verb::Both,
            "each" => Verb::Each,
            "rate" => Verb::Rate,
            "ref" => Verb::Ref,
            "century" => Verb::Century,
            "plus" => Verb::Plus,
            "range" => Verb::Span,
            "same" => Verb::Same,
            "two" => Verb::Two,
            "halfunit" => Verb::HalfUnit,
            "half" => Verb::Half,
            "era" => Verb::Era,
            "ago" => Verb::Ago,
            "nextpart" => Verb::NextPart,
            "awaysome" => Verb::AwaySome,
            _ => return None,
        };
        let mut action = Self { verb, code: "", support: Support::Alone };
        for word in words {
            match word {
                "!cue" => action.support = Support::Cue,
                "!year" => action.support = Support::Year,
                "!present" => action.support = Support::Present,
                "!end" => action.support = Support::End,
                "!amount" => action.support = Support::Amount,
                "!day" => action.support = Support::Day,
                "!whole" => action.support = Support::Whole,
                code => action.code = code,
            }
        }
        Some(action)
    }

    /// The meaning of a match; `None` where the parts do not fit together.
    pub(crate) fn apply(self, parts: &[Part], tokens: &[Token]) -> Option<Meaning> {
        let parts = Parts { parts, tokens };
        match self.verb {
            Verb::And => parts.and().map(Meaning::Point),
            Verb::Shift => parts.shift(self.code),
            Verb::Span => parts.span(0.0).map(Meaning::Span),
            Verb::Plus => parts.span(self.code.parse().ok()?).map(Meaning::Span),
            Verb::One => {
                let more: f64 = if self.code.is_empty() { 0.0 } else { self.code.parse().ok()? };
                Some(Meaning::Span(one(parts.unit()?, more)))
            }
            Verb::Same => parts.amount().map(Meaning::Span),
            Verb::Two => Some(Meaning::Span(Amount::new(Some(2.0), parts.unit()?))),
            Verb::HalfUnit => half_of(parts.unit()?).map(Meaning::Span),
            Verb::Half => parts.half(self.code),
            Verb::Era => parts.era().map(Meaning::Point),
            Verb::AwaySome => parts.away_some().map(Meaning::Reference),
            Verb::Some => Some(Meaning::Span(Amount::new(None, parts.unit()?))),
            Verb::Compare => parts.compare(self.code),
            Verb::Away => parts.away(self.code),
            Verb::Ago => parts.away("-1@"),
            Verb::NextPart => parts.next_part(),
            Verb::From => parts.from(),
            Verb::Nth => parts.nth(),
            Verb::NthDay => parts.nth_weekday(self.code),
            Verb::Both => parts.both().map(Meaning::Span),
            Verb::Each => parts.each().map(Meaning::Each),
            Verb::Rate => {
                let amount = parts.amount().or_else(|| Some(one(parts.unit()?, 0.0)))?;
                Some(Meaning::Each(Value::Span(amount)))
            }
            Verb::Ref => parts.reference(self.code).map(Meaning::Reference),
            Verb::Century => parts.century(),
        }
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
            Amount { count: Some(1.0), unit, rest: Some((more * 60.0, smaller)) }
        }
        _ => Amount::new(Some(1.0 + more), unit),
    }
}

/// Half a unit, in whole smaller ones.
fn half_of(unit: Unit) -> Option<Amount> {
    let (count, smaller) = match unit {
        Unit::Minute => (30.0, Unit::Second),
        Unit::Hour => (30.0, Unit::Minute),
        Unit::Day => (12.0, Unit::Hour),
        Unit::Month => (15.0, Unit::Day),
        Unit::Year => (6.0, Unit::Month),
        Unit::Decade => (5.0, Unit::Year),
        Unit::Century => (50.0, Unit::Year),
        Unit::Second | Unit::Weekend | Unit::Week | Unit::Quarter | Unit::Half => return None,
    };
    Some(Amount::new(Some(count), smaller))
}

/// The parts of a match, with the tokens they stand for.
struct Parts<'a> {
    parts: &'a [Part],
    tokens: &'a [Token],
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
            Class::Num | Class::Day | Class::Ord => ordinal(token),
            _ => None,
        })
    }

    fn unit(&self) -> Option<Unit> {
        self.code(Class::Unit).or_else(|| self.code(Class::Units)).and_then(Unit::of)
    }

    fn amount(&self) -> Option<Amount> {
        self.parts.iter().find_map(|part| match part {
            Part::Meaning(Meaning::Span(amount)) => Some(*amount),
            _ => None,
        })
    }

    /// A length and a second one in a smaller unit.
    fn both(&self) -> Option<Amount> {
        let mut amounts = self.parts.iter().filter_map(|part| match part {
            Part::Meaning(Meaning::Span(amount)) => Some(*amount),
            _ => None,
        });
        let (first, second) = (amounts.next()?, amounts.next()?);
        let smaller = second.unit < first.unit && first.rest.or(second.rest).is_none();
        let rest = (second.count?, second.unit);
        (smaller && first.count.is_some()).then_some(Amount { rest: Some(rest), ..first })
    }

    fn point(&self) -> Option<Point> {
        self.parts.iter().find_map(|part| match part {
            Part::Meaning(Meaning::Point(point)) => Some(*point),
            _ => None,
        })
    }

    /// Everything that names a part of a date.
    fn and(&self) -> Option<Point> {
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
    fn shift(&self, code: &str) -> Option<Meaning> {
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
        let unit = self.unit()?;
        let shifted = Point::shifted(direction.anchor, unit, f64::from(direction.steps));
        let rest = self.point().unwrap_or_default();
        let extra = self.finer()?;
        Some(Meaning::Point(shifted.and(rest)?.and(extra)?))
    }

    /// `a year earlier` (`year`), `the year-ago quarter` (`quarter`), `the 1988 quarter` (`same`).
    fn compare(&self, code: &str) -> Option<Meaning> {
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

    fn span(&self, more: f64) -> Option<Amount> {
        let mut amount = match self.amount() {
            Some(amount) => amount,
            None => Amount::new(Some(self.number()?), self.unit()?),
        };
        amount.count = amount.count.map(|count| count + more);
        Some(amount)
    }

    /// `two days ago`, `a week later`.
    fn away(&self, code: &str) -> Option<Meaning> {
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
        point.moved = amount.rest.map(|(rest, unit)| {
            let rest = if forward { rest } else { -rest };
            Shift { anchor, unit, count: Some(rest), forward }
        });
        if let Some(other) = self.point() {
            point = point.and(other)?;
        }
        Some(Meaning::Point(point))
    }

    /// `two days after May 3`: the point, moved.
    fn from(&self) -> Option<Meaning> {
        let amount = self.amount().or_else(|| Some(one(self.unit()?, 0.0)))?;
        let forward = self.code(Class::Rel)? == "+1";
        let count = amount.count? * if forward { 1.0 } else { -1.0 };
        let point = self.point()?;
        let named = point.day.or(point.weekday).is_some() || point.holiday.is_some();
        let today = point.shift.is_some_and(|shift| shift.unit == Unit::Day);
        let fits = (named || today) && point.clock.is_none() && amount.unit >= Unit::Day;
        let moved = Shift { anchor: Anchor::Told, unit: amount.unit, count: Some(count), forward };
        fits.then_some(Meaning::Point(Point { moved: Some(moved), ..point }))
    }

    /// `the first Monday of May`, `the last Friday of next month`.
    fn nth_weekday(&self, code: &str) -> Option<Meaning> {
        let nth = if code.is_empty() { truncated(self.number()?) } else { code.parse().ok()? };
        let nth = i8::try_from(nth).ok().filter(|nth| (-1..=5).contains(nth) && *nth != 0)?;
        let month = self.point().unwrap_or_default().and(self.finer()?)?;
        let whole =
            month.month.is_some() || month.shift.is_some_and(|shift| shift.unit == Unit::Month);
        (whole && month.day.is_none()).then_some(Meaning::Point(Point { nth: Some(nth), ..month }))
    }

    /// `the next morning`.
    fn next_part(&self) -> Option<Meaning> {
        let day = Point::shifted(Anchor::Told, Unit::Day, 1.0);
        day.and(self.finer()?).map(Meaning::Point)
    }

    /// `years ago`: only the direction is known.
    fn away_some(&self) -> Option<Reference> {
        let forward = self.code(Class::Shift)?.starts_with('+');
        Some(if forward { Reference::Future } else { Reference::Past })
    }

    /// `the first quarter of 1990`.
    fn nth(&self) -> Option<Meaning> {
        let number = i8::try_from(truncated(self.number()?)).ok()?;
        let part = match self.unit()? {
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
    fn half(&self, code: &str) -> Option<Meaning> {
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
    fn era(&self) -> Option<Point> {
        let before = self.code(Class::Era)? == "BC";
        let (_, number) =
            self.tokens().find(|(class, _)| matches!(class, Class::Num | Class::Year))?;
        let year = truncated(number.value().filter(|year| (1.0..=9999.0).contains(year))?);
        let year = if before { YearValue::Before(year) } else { YearValue::Year(year) };
        Some(Point { year: Some(year), ..Point::default() })
    }

    fn each(&self) -> Option<Value> {
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
        let amount = self.amount().or_else(|| {
            let count = self.number().unwrap_or(1.0);
            Some(Amount::new(Some(count), self.unit()?))
        })?;
        Some(Value::Span(amount))
    }

    fn reference(&self, code: &str) -> Option<Reference> {
        let code = if code.is_empty() { self.code(Class::Ref)? } else { code };
        match code {
            "past" => Some(Reference::Past),
            "present" => Some(Reference::Present),
            "future" => Some(Reference::Future),
            _ => None,
        }
    }

    fn century(&self) -> Option<Meaning> {
        let year = YearValue::Century(truncated(self.number()?) - 1);
        Some(Meaning::Point(Point { year: Some(year), ..Point::default() }))
    }
}

/// Whether some year has the day that a point names.
fn possible(point: &Point) -> bool {
    const LEAP_YEAR: i16 = 2000;
    let (Some(month), Some(day)) = (point.month, point.day) else { return true };
    jiff::civil::Date::new(LEAP_YEAR, month, day).is_ok()
}

fn frequency(code: &str) -> Option<Value> {
    let unknown = |within| Some(Value::Date(DateValue { year: YearValue::Unknown, within }, None));
    match code {
        "day" => unknown(Within::Day(None, None)),
        "year" => unknown(Within::Whole),
        "month" => unknown(Within::Month(None)),
        "week" => unknown(Within::Week(None)),
        code => Some(Value::Span(Amount::new(Some(1.0), Unit::of(code)?))),
    }
}

fn ordinal(token: &Token) -> Option<f64> {
    token.value().or_else(|| token.entry(Class::Ord)?.code.parse().ok())
}

/// What one token adds to a date.
fn token_point(class: Class, token: &Token) -> Option<Point> {
    let mut point = Point::default();
    let code = token.entry(class).map_or("", |entry| entry.code);
    match class {
        Class::Month => point.month = Some(code.parse().ok()?),
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
        Class::Day | Class::Ord => {
            let day = truncated(ordinal(token)?);
            point.day = Some(i8::try_from(day).ok().filter(|day| (1..=31).contains(day))?);
        }
        Class::Year => point.year = Some(YearValue::Year(truncated(token.value()?))),
        Class::ShortYear => {
            let short = truncated(token.value()?);
            // `'99` of the last century, `'14` of this one.
            let century = if short >= 40 { 1900 } else { 2000 };
            point.year = Some(YearValue::Year(century + short));
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

impl Shift {
    /// The count as whole steps, where there is one.
    pub(crate) fn steps(&self) -> Option<i64> {
        self.count.map(|count| i64::from(truncated(count.round())))
    }
}
