//! How many, how much: the figures that the tellings give to one thing.

mod find;

pub(super) use find::items;

use super::cues::{Cue, is};
use super::entry::of_matter;
use super::matter::{Bearing, Item, Matter, Sort, Value, matters};
use super::stem::fold;
use super::tellings::Tellings;
use super::thresholds::NEEDS;
use super::toll::{is_as_of, is_corrected, is_moving, times_apart};
use super::unit;
use tellings_model::{Bound, Entry, EntryKind, Quantity, Verdict};

/// A figure in a telling.
#[derive(Clone, Debug, Default)]
pub(super) struct Figure {
    /// The values that it allows, both ends included.
    low: f64,
    high: f64,
    /// The group of what is counted; `None` where the telling leaves it to the reader.
    unit: Option<String>,
    /// The noun as it is told.
    noun: Option<String>,
    /// Whether another count is added to it (`62 cars and nine lorries`).
    is_summand: bool,
    /// Whether people are counted, under whatever name.
    is_of_people: bool,
    /// What becomes of those counted, where the count goes on (`dead`, `missing`).
    toll: Option<&'static str>,
    /// Whether it is the amount by which something grew or shrank, brought to percent.
    is_amount: bool,
    /// As shown.
    shown: String,
    /// Whether the thing is told without a figure.
    bare: bool,
    /// Whether the telling gives only what it is reckoned from: the day since when, the start and the
    /// outcome of a change.
    is_reckoned: bool,
    /// By how much the values were multiplied to compare with those of other units.
    factor: f64,
    /// The number that the telling prints, in the unit that is compared.
    stated: f64,
    /// Whether the telling gives that number, exactly or about; no range, bound or order of magnitude.
    is_one_number: bool,
    /// Whether the telling gives the size alone (`thousands`).
    is_order: bool,
    /// Whether it has two digits or more before the zeros.
    has_digits: bool,
}

/// Two figures that differ by this share or less may be one: half a unit in the last place of what newsrooms
/// round to.
const SAME_SHARE: f64 = 0.005;
/// Up to this share they are the same digits.
const SAME_DIGITS: f64 = 1e-6;
/// In different units they are one up to this share: each was rounded in its own.
const CONVERTED_SHARE: f64 = 0.04;
/// The unit of parts of a whole (`one in four`).
const SHARE: &str = "share";
/// The unit of lengths of time.
const LENGTH_OF_TIME: &str = "length of time";
/// How well two figures are known to be of one sort: one is without a unit; one is no figure at
/// all, only the thing.
const UNIT_OPEN_TRUST: f32 = 0.5;
const BARE_TRUST: f32 = 0.0;
/// A bound is hardly one of a figure that differs by more than this factor (`at least five`, `31`).
const FAR: f64 = 4.0;
/// Whole numbers below it are exact.
const EXACT: f64 = 9e15;
/// How near a number is to its size told in words.
const SIZED_NEARNESS: f32 = 0.5;
/// How near two counts of one toll are at least.
const RUNNING_NEARNESS: f32 = 0.6;

/// Two of a kind are often told as known.
const PAIR: f64 = 2.0;
/// Figures from here on are few in a story.
const LARGE: f64 = 1000.0;
/// The least figure whose thing is looked for without a figure elsewhere.
const LEAST_COUNTED: f64 = 10.0;

impl Value for Figure {
    const SORT: Sort = Sort::Figure;

    fn bearing(&self, other: &Self) -> Bearing {
        let both = |is: fn(&Self) -> bool| is(self) && is(other);
        if self.toll != other.toll
            || self.is_part_of(other)
            || other.is_part_of(self)
            || both(|figure| figure.bare)
            || both(|figure| figure.is_reckoned)
        {
            return Bearing::Unlike;
        }
        // What a number without a unit counts is not known to be the thing that another names.
        let is_thing = self.bare || other.bare;
        let known = self.toll.is_some() || is_thing || self.unit.is_some() && other.unit.is_some();
        let both_of_people = self.is_of_people && other.is_of_people;
        if self.toll.is_none() && known && !both_of_people && !self.has_unit_of(other) {
            return Bearing::Unlike;
        }
        let one_money = known && self.unit != other.unit && self.has_unit_of(other);
        let share = if self.factor == other.factor { SAME_SHARE } else { CONVERTED_SHARE };
        let near = |a: f64, b: f64| (a - b).abs() <= share * a.abs().max(b.abs()) || a == b;
        // `About 1,400` and `1,400` give one number.
        let closed = |figure: &Self| figure.high.is_finite() && figure.is_one_number;
        let one_number = closed(self) && closed(other) && near(self.stated, other.stated);
        let apart = (self.stated - other.stated).abs();
        let other_digits = self.factor == other.factor && apart > SAME_DIGITS * self.stated.abs();
        // `3,150` is a round `3,148`; `1,888` and `1,889` are two numbers.
        let place = |of: &Self| place_of(of.stated) / 2.0;
        let is_round = |of: &Self| of.low < of.high || apart <= place(of);
        if one_number && other_digits && (is_round(self) || is_round(other)) {
            Bearing::Finer
        } else if one_number && other_digits && known {
            Bearing::Apart
        } else if one_number || near(self.low, other.low) && near(self.high, other.high) {
            Bearing::Equal
        } else if one_money || self.is_amount != other.is_amount {
            // `Fell by 40 percent` is no other reading of `40 percent full`.
            Bearing::Unlike
        } else if self.low <= other.high && other.low <= self.high {
            // A number without a unit is no reading of a measure that only leaves room for it.
            let is_measure = |figure: &Self| figure.unit.as_deref().is_some_and(unit::is_measure);
            let far =
                self.toll.is_none() && (self.is_far_bound_of(other) || other.is_far_bound_of(self));
            if far || self.unit != other.unit && (is_measure(self) || is_measure(other)) {
                return Bearing::Unlike;
            }
            Bearing::Finer
        } else if self.adds_to(other) || other.adds_to(self) {
            Bearing::Unlike
        } else if known || self.is_bare_number() && other.is_bare_number() {
            Bearing::Apart
        } else {
            Bearing::Unlike
        }
    }

    /// `Up to two million` and `up to 12 million` can both hold, and were not both written.
    fn is_changed(&self, other: &Self) -> bool {
        let both = |is: fn(&Self) -> bool| is(self) && is(other) && !self.bare && !other.bare;
        let one_side = both(|of| of.low == 0.0) || both(|of| of.high.is_infinite());
        let bearing = self.bearing(other);
        bearing == Bearing::Apart || bearing == Bearing::Finer && one_side
    }

    fn key(&self) -> String {
        self.shown.clone()
    }

    fn mark(&self) -> String {
        let unit = match &self.unit {
            _ if self.is_of_people => "person".to_owned(),
            Some(unit) => unit::without_country(unit),
            None => String::new(),
        };
        if self.bare || self.is_order { self.shown.clone() } else { format!("{} {unit}", self.low) }
    }

    fn bond(&self) -> Option<&'static str> {
        self.toll
    }

    /// One number of one thing; `the two countries` counts nothing.
    fn kin(&self) -> Option<String> {
        (self.unit.is_some() && !self.bare && self.low > PAIR).then(|| self.mark())
    }

    fn is_common(&self) -> bool {
        let is_count = self.unit.as_deref().is_none_or(|unit| !unit::is_measure(unit));
        let is_exact = self.low == self.high && self.low.fract() == 0.0;
        is_count && self.toll.is_none() && is_exact && self.low < LEAST_COUNTED
    }

    fn is_rare(&self) -> bool {
        self.is_specific() || self.unit.is_some() && self.is_one_number && self.low >= LARGE
    }

    /// Two digits or more before the zeros.
    fn is_specific(&self) -> bool {
        self.low == self.high && self.has_digits
    }

    /// Two lengths of time that differ are, as a rule, lengths of two things, two numbers numbers of two, and
    /// the ages of a boy and a boy those of two.
    fn needs_one_text(&self, other: &Self) -> bool {
        let is_length = |figure: &Self| figure.unit.as_deref() == Some(LENGTH_OF_TIME);
        let is_open = |figure: &Self| {
            let is_age = figure.unit.as_deref().is_some_and(find::is_age_of_one);
            is_length(figure) || is_age || figure.is_bare_number()
        };
        is_open(self) && is_open(other) && self.bearing(other) == Bearing::Apart
    }

    fn sort(&self) -> Option<String> {
        match self.toll {
            _ if self.bare => None,
            Some(toll) => Some(toll.to_owned()),
            None => self.unit.clone(),
        }
    }

    fn trust(&self, other: &Self) -> f32 {
        if self.bare || other.bare {
            BARE_TRUST
        } else if self.toll.is_some() || self.unit.is_some() && self.has_unit_of(other) {
            1.0
        } else {
            UNIT_OPEN_TRUST
        }
    }

    fn years_older(&self, other: &Self) -> Option<f64> {
        let is_age = self.unit == other.unit && self.unit.as_deref().is_some_and(find::is_age);
        is_age.then_some(self.stated - other.stated)
    }

    /// Figures of one size, or with the same digits in another order.
    fn nearness(&self, other: &Self) -> f32 {
        if self.bare || other.bare || self.stated <= 0.0 || other.stated <= 0.0 {
            return 0.0;
        }
        // The size alone (`thousands`) is near whatever it holds.
        let sized = |a: &Self, b: &Self| {
            a.is_order && b.is_one_number && (a.low..=a.high).contains(&b.stated)
        };
        if sized(self, other) || sized(other, self) {
            return SIZED_NEARNESS;
        }
        if has_digits_of(self.stated, other.stated) {
            return 1.0;
        }
        // A count that goes on may have gone far.
        let least = if self.toll.is_some() { RUNNING_NEARNESS } else { 0.0 };
        #[expect(clippy::cast_possible_truncation, reason = "a signal needs no precision")]
        let ratio = (self.stated / other.stated).ln().abs() as f32;
        (-2.0 * ratio).exp().max(least)
    }
}

/// What one more in the last place counts that is no zero: 100 for 3,200.
fn last_place(number: f64) -> f64 {
    let mut place = 1.0;
    while number.fract() == 0.0 && number != 0.0 && number % (10.0 * place) == 0.0 {
        place *= 10.0;
    }
    if number.fract() == 0.0 { place } else { f64::INFINITY }
}

/// How many digits a number has without the zeros at its ends.
fn n_digits(number: f64) -> usize {
    number.to_string().replace('.', "").trim_matches('0').len()
}

/// Whether two numbers have the same digits, in whatever order.
fn has_digits_of(a: f64, b: f64) -> bool {
    // Whole numbers of the same digits leave the same rest when parted by nine.
    let is_whole = |number: f64| number.fract() == 0.0 && number.abs() < EXACT;
    !(is_whole(a) && is_whole(b) && (a - b) % 9.0 != 0.0) && digits(a) == digits(b)
}

/// What a digit in the last place that is none of zero is worth (`10` in `3,150`, `.1` in `3.4`).
fn place_of(number: f64) -> f64 {
    let is_int = |x: f64| (x.fract() - 0.5).abs() > 0.4999;
    let is_whole = |place: &f64| *place <= number && is_int(number / place);
    (-3..=12).rev().map(|power| 10_f64.powi(power)).find(is_whole).unwrap_or(0.0)
}

/// The digits of a number in growing order.
fn digits(number: f64) -> Vec<char> {
    let mut digits: Vec<char> = number.to_string().chars().filter(char::is_ascii_digit).collect();
    digits.sort_unstable();
    digits
}

impl Figure {
    /// Whether it counts some of those whom another counts under a wider name (`four women`, `five people`
    /// dead): both can hold, and neither is more precise.
    fn is_part_of(&self, other: &Self) -> bool {
        let is_part =
            |figure: &Self| figure.unit.as_deref().is_some_and(|unit| is(unit, Cue::SomePeople));
        let is_less = self.high < other.low;
        self.toll.is_some()
            && self.unit != other.unit
            && is_part(self)
            && (is_less || is_part(other))
    }

    /// Whether it is one of several counts that are added, and another counts what has another name
    /// (`about 70 vehicles`), as many or more, or things of another kind.
    fn adds_to(&self, other: &Self) -> bool {
        self.is_summand
            && self.noun.is_some()
            && other.noun.is_some()
            && self.noun != other.noun
            && (self.unit != other.unit || self.stated <= other.stated)
    }

    /// Whether both have one unit, or one sum leaves open of which country it is.
    fn has_unit_of(&self, other: &Self) -> bool {
        let units = self.unit.as_deref().zip(other.unit.as_deref());
        self.unit == other.unit || units.is_some_and(|(a, b)| unit::is_one_money(a, b))
    }

    /// Whether it is a number of which nothing says what it counts (`mile 18`).
    fn is_bare_number(&self) -> bool {
        self.unit.is_none() && self.toll.is_none() && !self.bare && self.is_one_number
    }

    /// Whether it bounds another from one side, but from so far that it hardly speaks of it.
    fn is_far_bound_of(&self, other: &Self) -> bool {
        let bounds = !self.is_one_number && !self.bare && !self.is_reckoned && !other.bare;
        let ratio = other.stated / self.stated;
        let is_open = self.high.is_infinite() || self.low == 0.0;
        bounds && is_open && other.is_one_number && !(1.0 / FAR..=FAR).contains(&ratio)
    }

    fn of(
        quantity: &Quantity,
        words: &str,
        unit: Option<String>,
        toll: Option<&'static str>,
    ) -> Self {
        let value = quantity.value;
        let order = order_of_magnitude(quantity, words);
        let (low, high) = match (quantity.bound, order) {
            (Bound::About, Some(ends)) => ends,
            (Bound::Exact, _) => (value, value),
            (Bound::Over, _) => (value, f64::INFINITY),
            (Bound::Under, _) => (0.0, value),
            (Bound::Range, _) => (value, quantity.upper.unwrap_or(value)),
            // `About 300` gives a tenth each way, `about 3,200` a hundred.
            (Bound::About, None) => {
                let width = (0.1 * value.abs()).min(last_place(value));
                (value - width, value + width)
            }
        };
        let number = match (quantity.bound, quantity.upper) {
            (Bound::Range, Some(upper)) => format!("{value}–{upper}"),
            (Bound::Over, _) => format!("> {value}"),
            (Bound::Under, _) => format!("< {value}"),
            (Bound::About, _) if order.is_some() => format!("{value}s"),
            (Bound::About, _) => format!("~ {value}"),
            (Bound::Exact | Bound::Range, _) => value.to_string(),
        };
        let named = toll.or(quantity.unit.as_deref()).or(unit.as_deref()).unwrap_or("");
        let shown = format!("{number} {named}").trim_end().to_owned();
        let (base, factor) = match &unit {
            Some(unit) => unit::compared_in(unit),
            None => ("", 1.0),
        };
        let unit = unit.as_ref().map(|_| base.to_owned());
        Self {
            low: low * factor,
            high: high * factor,
            noun: None,
            is_summand: false,
            unit,
            is_of_people: is_of_people(quantity),
            toll,
            shown,
            is_amount: false,
            bare: false,
            is_reckoned: false,
            factor,
            stated: value * factor,
            is_one_number: match quantity.bound {
                Bound::Exact => true,
                Bound::About => order.is_none(),
                // `Winds of up to 70` give the number that was reached.
                Bound::Under => fold(words).split(' ').any(|word| is(word, Cue::Ceiling)),
                Bound::Over | Bound::Range => false,
            },
            is_order: quantity.bound == Bound::About && order.is_some(),
            has_digits: n_digits(low * factor) > 1,
        }
    }

    /// A length of time between two ends that no words give (`decades`), in minutes.
    fn of_about((low, high): (f64, f64), words: &str) -> Self {
        let exact = Self::of_duration(low, Bound::Exact, words);
        Self { high, is_one_number: false, is_order: true, ..exact }
    }

    /// A length of time, with the words before it that bound it.
    fn of_duration(minutes: f64, bound: Bound, words: &str) -> Self {
        let (low, high) = match bound {
            Bound::Over => (minutes, 2.0 * minutes),
            Bound::Under => (0.5 * minutes, minutes),
            Bound::About => (0.9 * minutes, 1.1 * minutes),
            Bound::Exact | Bound::Range => (minutes, minutes),
        };
        let unit = Some(LENGTH_OF_TIME.to_owned());
        Self {
            low,
            high,
            unit,
            shown: words.to_lowercase(),
            factor: 1.0,
            stated: minutes,
            has_digits: n_digits(low) > 1,
            is_one_number: matches!(bound, Bound::Exact | Bound::About),
            ..Self::default()
        }
    }
}

/// Whether a quantity counts people, by the word of its telling.
pub(super) fn is_of_people(quantity: &Quantity) -> bool {
    let unit = quantity.unit.as_deref().unwrap_or("");
    is(unit, Cue::Human) || is(unit, Cue::Counted)
}

/// What an order of magnitude in words allows (`thousands`: anything of four digits or five);
/// `None` where the words give a number.
fn order_of_magnitude(quantity: &Quantity, words: &str) -> Option<(f64, f64)> {
    let value = quantity.value;
    let words = fold(words);
    let mut orders =
        words.split(|c: char| !c.is_alphabetic()).filter(|word| is(word, Cue::Magnitude));
    let (first, second) = (orders.next()?, orders.next());
    if quantity.upper.is_some() || words.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    // `Tens of thousands` is taken for 20,000 and `dozens` for 12.
    let low = if first == "tens" { value } else { 2.0 * value };
    Some((low, if second.is_some() { 10.0 * value } else { 100.0 * value }))
}

/// One entry for each thing that is counted or measured.
pub(super) fn entries(tellings: &Tellings<'_>, items: &[Item<Figure>]) -> Vec<Entry> {
    matters(tellings, items, &NEEDS)
        .iter()
        .filter(|matter| {
            let mut members = matter.clusters.iter().flatten().filter_map(|&idx| items.get(idx));
            members.any(|item| !item.value.bare && !item.value.is_reckoned)
        })
        .filter_map(|matter| {
            let entry = of_matter(tellings, EntryKind::Quantity, items, matter)?;
            let members = || matter.clusters.iter().flatten().filter_map(|&idx| items.get(idx));
            // A small count in somebody's words is told with the words.
            let is_said = members().all(|item| {
                item.value.is_common() && tellings.is_quoted(item.witness_idx, item.span)
            });
            (!is_said).then(|| settle(tellings, items, matter, entry))
        })
        .filter(worth_telling)
        .collect()
}

/// Whether an entry tells a reader something: one telling's small count alone does not.
fn worth_telling(entry: &Entry) -> bool {
    let small = |value: &str| {
        let number = value.split(' ').find_map(|word| word.parse::<f64>().ok());
        number.is_some_and(|number| number < 10.0 && number.fract() == 0.0) || !value.contains(' ')
    };
    entry.verdict != Verdict::OnlyIn || !entry.readings.iter().any(|reading| small(&reading.value))
}

/// A conflict of figures that move is none: where all that are counted go on being counted, or a
/// telling says as of when it counts, and tellings of different times give them, or where one telling
/// corrects the other figure. `At least 19` and a later `27` moved too, though both can hold.
fn settle(
    tellings: &Tellings<'_>,
    items: &[Item<Figure>],
    matter: &Matter,
    mut entry: Entry,
) -> Entry {
    let members = || matter.clusters.iter().flatten().filter_map(|&idx| items.get(idx));
    let corrected = || members().any(|item| is_corrected(tellings, item));
    let running = members().all(|item| item.value.toll.is_some())
        || members().any(|item| is_moving(tellings, item.witness_idx, item.span));
    let moves = || {
        (running || members().any(|item| is_as_of(tellings, item)))
            && times_apart(tellings, items, matter)
    };
    let grew = || {
        let open = |item: &Item<Figure>| item.value.high.is_infinite() && !item.value.bare;
        members().any(|a| {
            open(a) && members().any(|b| b.value.low == b.value.high && b.value.low > a.value.low)
        })
    };
    let moved = match entry.verdict {
        Verdict::Conflict => corrected() || moves(),
        Verdict::Finer => running && grew() && moves(),
        _ => false,
    };
    if moved {
        entry.verdict = Verdict::Superseded;
    }
    entry
}
