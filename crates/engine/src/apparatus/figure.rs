//! How many, how much: the figures that the tellings give to one thing.

use super::cues::{Cue, is, toll_class};
use super::entry::of_matter;
use super::matter::{Bearing, Item, Matter, Value, matters};
use super::stem::fold;
use super::tellings::Tellings;
use super::terms::{Term, group};
use super::thresholds;
use std::collections::BTreeSet;
use tellings_model::{Bound, Entry, EntryKind, Quantity, Span, Verdict, Witness};

/// A figure in a telling.
#[derive(Clone, Debug)]
struct Figure {
    /// The values that it allows, both ends included.
    low: f64,
    high: f64,
    /// The group of what is counted; `None` where the telling leaves it to the reader.
    unit: Option<String>,
    /// What becomes of those counted, where the count goes on (`dead`, `missing`).
    toll: Option<&'static str>,
    /// As shown.
    shown: String,
    /// Whether the thing is told without a figure.
    bare: bool,
}

/// Two figures that differ by this share or less are one: half a unit in the last place of
/// what newsrooms round to.
const SAME_SHARE: f64 = 0.005;
/// A figure without a unit shares the matter of one with a unit only where the contexts are
/// that much more alike.
const UNIT_OPEN_TRUST: f32 = 0.7;
/// A thing without a figure is its counterpart only where the contexts are that much more alike.
const BARE_TRUST: f32 = 0.55;
/// A story has one toll of the dead, as a rule: contexts count for more there.
const TOLL_TRUST: f32 = 1.6;

impl Value for Figure {
    fn bearing(&self, other: &Self) -> Bearing {
        if self.toll != other.toll || self.bare && other.bare {
            return Bearing::Unlike;
        }
        let known = self.toll.is_some() || self.unit.is_some() && other.unit.is_some();
        if self.toll.is_none()
            && known
            && self.unit != other.unit
            && !(self.counts_people() && other.counts_people())
        {
            return Bearing::Unlike;
        }
        let near = |a: f64, b: f64| (a - b).abs() <= SAME_SHARE * a.abs().max(b.abs()) || a == b;
        if near(self.low, other.low) && near(self.high, other.high) {
            Bearing::Equal
        } else if self.low <= other.high && other.low <= self.high {
            Bearing::Finer
        } else if known {
            Bearing::Apart
        } else {
            Bearing::Unlike
        }
    }

    fn key(&self) -> String {
        self.shown.clone()
    }

    fn sort(&self) -> Option<String> {
        if self.bare { None } else { self.unit.clone() }
    }

    fn trust(&self, other: &Self) -> f32 {
        if self.bare || other.bare {
            BARE_TRUST
        } else if self.toll.is_some() {
            TOLL_TRUST
        } else if self.unit == other.unit {
            1.0
        } else {
            UNIT_OPEN_TRUST
        }
    }
}

impl Figure {
    fn of(quantity: &Quantity, unit: Option<String>, toll: Option<&'static str>) -> Self {
        let value = quantity.value;
        let (low, high) = match quantity.bound {
            Bound::Exact => (value, value),
            Bound::Over => (value, f64::INFINITY),
            Bound::Under => (0.0, value),
            Bound::Range => (value, quantity.upper.unwrap_or(value)),
            // `thousands` is anything of four digits or more; `about 300` gives a tenth each way.
            Bound::About if is_order_of_magnitude(quantity) => (value * 2.0, value * 100.0),
            Bound::About => (value * 0.9, value * 1.1),
        };
        let number = match (quantity.bound, quantity.upper) {
            (Bound::Range, Some(upper)) => format!("{value}–{upper}"),
            (Bound::Over, _) => format!("> {value}"),
            (Bound::Under, _) => format!("< {value}"),
            (Bound::About, _) if is_order_of_magnitude(quantity) => format!("{value}s"),
            (Bound::About, _) => format!("~ {value}"),
            (Bound::Exact | Bound::Range, _) => value.to_string(),
        };
        let named = toll.or(quantity.unit.as_deref()).or(unit.as_deref()).unwrap_or("");
        let shown = format!("{number} {named}").trim_end().to_owned();
        Self { low, high, unit, toll, shown, bare: false }
    }

    /// Whether people are counted, under whatever name.
    fn counts_people(&self) -> bool {
        self.unit.as_deref().is_some_and(|unit| is(unit, Cue::Human))
    }
}

fn is_order_of_magnitude(quantity: &Quantity) -> bool {
    quantity.upper.is_none() && [12.0, 20.0, 100.0, 1e3, 1e6].contains(&quantity.value)
}

/// One entry for each thing that is counted or measured.
pub(super) fn entries(tellings: &Tellings<'_>) -> Vec<Entry> {
    let mut items = figures(tellings);
    items.extend(bare(tellings, &items));
    matters(&items, &thresholds::FIGURE)
        .iter()
        .filter(|matter| {
            let mut members = matter.clusters.iter().flatten().filter_map(|&idx| items.get(idx));
            members.any(|item| !item.value.bare)
        })
        .filter_map(|matter| {
            let entry = of_matter(tellings, EntryKind::Quantity, &items, matter)?;
            Some(settle(tellings, &items, matter, entry))
        })
        .filter(worth_telling)
        .collect()
}

fn figures(tellings: &Tellings<'_>) -> Vec<Item<Figure>> {
    let mut items = Vec::new();
    for (witness_idx, witness) in tellings.witnesses.iter().enumerate() {
        for quantity in &witness.annotations.quantities {
            let in_time =
                witness.annotations.times.iter().any(|time| time.span.overlaps(quantity.span));
            let unit = unit(witness, quantity);
            if in_time && unit.as_deref() != Some("age") {
                continue;
            }
            let context = tellings.context(witness_idx, quantity.span);
            let toll = toll(tellings, witness_idx, quantity.span);
            let value = Figure::of(quantity, unit, toll);
            items.push(Item { witness_idx, span: quantity.span, context, value });
        }
    }
    items
}

/// The least figure whose thing is looked for without a figure elsewhere.
const LEAST_COUNTED: f64 = 10.0;

/// The things that are counted in one telling, where another names them without a figure.
fn bare(tellings: &Tellings<'_>, figures: &[Item<Figure>]) -> Vec<Item<Figure>> {
    let counted: BTreeSet<Term> = figures
        .iter()
        .filter(|item| item.value.toll.is_none() && item.value.low >= LEAST_COUNTED)
        .filter_map(|item| {
            // The last word of the figure is the thing, where it is the unit.
            let last = tellings.tokens_in(item.witness_idx, item.span).next_back()?;
            let unit = item.value.unit.as_deref()?;
            (group(tellings.word(item.witness_idx, last)) == unit)
                .then(|| tellings.terms.at(item.witness_idx, last))?
        })
        .collect();
    let mut items = Vec::new();
    for (witness_idx, witness) in tellings.witnesses.iter().enumerate() {
        for (idx, token) in witness.annotations.tokens.iter().enumerate() {
            let Some(term) = tellings.terms.at(witness_idx, idx) else { continue };
            let figured = || {
                witness.annotations.quantities.iter().any(|other| other.span.overlaps(token.span))
            };
            if !counted.contains(&term) || figured() {
                continue;
            }
            let unit = group(tellings.word(witness_idx, idx));
            let value = Figure {
                low: 0.0,
                high: f64::INFINITY,
                shown: format!("{unit}, no figure"),
                unit: Some(unit),
                toll: None,
                bare: true,
            };
            let context = tellings.context(witness_idx, token.span);
            items.push(Item { witness_idx, span: token.span, context, value });
        }
    }
    items
}

/// What is counted: the unit, or an age where a number alone follows a name between commas.
fn unit(witness: &Witness, quantity: &Quantity) -> Option<String> {
    if is_age(witness, quantity.span) {
        return Some("age".to_owned());
    }
    Some(group(quantity.unit.as_deref()?))
}

fn is_age(witness: &Witness, span: Span) -> bool {
    let text = witness.article.text();
    let before = text.get(..span.start()).unwrap_or("");
    let after = text.get(span.end()..).unwrap_or("");
    let named = before.strip_suffix(", ").is_some_and(|before| {
        let end = before.len();
        witness.annotations.mentions.iter().any(|mention| mention.span.end() == end)
    });
    let words = witness.article.at(span);
    let plain = words.chars().all(|c| c.is_ascii_digit()) && (1..=3).contains(&words.len());
    (named && plain && after.starts_with([',', '.'])) || after.starts_with("-old")
}

/// Whether an entry tells a reader something: one telling's small count alone does not.
fn worth_telling(entry: &Entry) -> bool {
    let small = |value: &str| {
        let number = value.split(' ').find_map(|word| word.parse::<f64>().ok());
        number.is_some_and(|number| number < 10.0 && number.fract() == 0.0) || !value.contains(' ')
    };
    entry.verdict != Verdict::OnlyIn || !entry.readings.iter().any(|reading| small(&reading.value))
}

/// A conflict of figures that move is none: where all that are counted go on being counted,
/// and tellings of different times give them, or where one telling corrects the other figure.
fn settle(
    tellings: &Tellings<'_>,
    items: &[Item<Figure>],
    matter: &Matter,
    mut entry: Entry,
) -> Entry {
    if entry.verdict != Verdict::Conflict {
        return entry;
    }
    let members = || matter.clusters.iter().flatten().filter_map(|&idx| items.get(idx));
    let running = members().all(|item| item.value.toll.is_some());
    let corrected = members().any(|item| is_corrected(tellings, item));
    if corrected || running && times_apart(tellings, items, matter) {
        entry.verdict = Verdict::Superseded;
    }
    entry
}

/// The words before and after a figure among which its toll stands.
const TOLL_BEFORE: usize = 3;
const TOLL_AFTER: usize = 6;

/// What becomes of those counted: the nearest word of a toll, up to the next figure or mark.
fn toll(tellings: &Tellings<'_>, witness_idx: usize, span: Span) -> Option<&'static str> {
    let witness = tellings.witnesses.get(witness_idx)?;
    let sentence = tellings.sentence(witness_idx, span);
    let inside = tellings.tokens_in(witness_idx, span);
    let class = |idx: usize| toll_class(&fold(tellings.word(witness_idx, idx)));
    let open = |idx: &usize| {
        let Some(token) = tellings.token(witness_idx, *idx) else { return false };
        let figures = &witness.annotations.quantities;
        let other =
            figures.iter().any(|other| other.span.contains(token.span) && other.span != span);
        !other && !matches!(tellings.word(witness_idx, *idx), "," | ";" | ":" | "“" | "”" | "\"")
    };
    let own = inside.clone().find_map(class);
    let after =
        || (inside.end..sentence.end.min(inside.end + TOLL_AFTER)).take_while(open).find_map(class);
    let before = || {
        (sentence.start.max(inside.start.saturating_sub(TOLL_BEFORE))..inside.start)
            .rev()
            .take_while(open)
            .find_map(class)
    };
    own.or_else(before).or_else(after)
}

/// Whether the sentence of a figure takes another figure back (`94, not 87`; `raised to`).
fn is_corrected(tellings: &Tellings<'_>, item: &Item<Figure>) -> bool {
    let Some(witness) = tellings.witnesses.get(item.witness_idx) else { return false };
    let sentence = tellings.sentence(item.witness_idx, item.span);
    let Some(span) = tellings.span(item.witness_idx, sentence.clone()) else { return false };
    let n_figures =
        witness.annotations.quantities.iter().filter(|other| span.contains(other.span)).count();
    n_figures > 1
        && sentence
            .into_iter()
            .any(|idx| is(&tellings.word(item.witness_idx, idx).to_lowercase(), Cue::Correction))
}

/// Whether the values come from tellings of different days or instants.
fn times_apart(tellings: &Tellings<'_>, items: &[Item<Figure>], matter: &Matter) -> bool {
    let stamps = |cluster: &Vec<usize>| -> Vec<_> {
        cluster
            .iter()
            .filter_map(|&idx| {
                let witness = tellings.witnesses.get(items.get(idx)?.witness_idx)?;
                Some(witness.published.as_ref()?.value)
            })
            .map(|stamp| (stamp.day, stamp.instant))
            .collect()
    };
    let all: Vec<Vec<_>> = matter.clusters.iter().map(stamps).collect();
    all.iter().enumerate().all(|(idx, a)| {
        all.iter()
            .skip(idx + 1)
            .all(|b| a.is_empty() || b.is_empty() || a.iter().any(|x| !b.contains(x)))
    })
}
