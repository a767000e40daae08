//! How many, how much: the figures that the tellings give to one thing.

use super::cues::{Cue, is};
use super::entry::of_matter;
use super::matter::{Bearing, Item, Matter, Value, matters};
use super::tellings::Tellings;
use super::terms::group;
use super::thresholds;
use tellings_model::{Bound, Entry, EntryKind, Quantity, Span, Verdict, Witness};

/// A figure in a telling.
#[derive(Clone, Debug)]
struct Figure {
    /// The values that it allows, both ends included.
    low: f64,
    high: f64,
    /// The group of what is counted; `None` where the telling leaves it to the reader.
    unit: Option<String>,
    /// As shown.
    shown: String,
}

/// Two figures that differ by this share or less are one: half a unit in the last place of
/// what newsrooms round to.
const SAME_SHARE: f64 = 0.005;
/// A figure without a unit shares the matter of one with a unit only where the contexts are
/// that much more alike.
const UNIT_OPEN_TRUST: f32 = 0.7;

impl Value for Figure {
    fn bearing(&self, other: &Self) -> Bearing {
        let known = self.unit.is_some() && other.unit.is_some();
        if known && self.unit != other.unit && !(self.counts_people() && other.counts_people()) {
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

    fn trust(&self, other: &Self) -> f32 {
        if self.unit == other.unit { 1.0 } else { UNIT_OPEN_TRUST }
    }
}

impl Figure {
    fn of(quantity: &Quantity, unit: Option<String>) -> Self {
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
            (Bound::About, _) => format!("~ {value}"),
            (Bound::Exact | Bound::Range, _) => value.to_string(),
        };
        let named = quantity.unit.as_deref().or(unit.as_deref()).unwrap_or("");
        let shown = format!("{number} {named}").trim_end().to_owned();
        Self { low, high, unit, shown }
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
    let items = figures(tellings);
    matters(tellings, &items, &thresholds::FIGURE)
        .iter()
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
            let value = Figure::of(quantity, unit);
            items.push(Item { witness_idx, span: quantity.span, context, value });
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
    let running = members().any(|item| is_running(tellings, item));
    let corrected = members().any(|item| is_corrected(tellings, item));
    if corrected || running && times_apart(tellings, items, matter) {
        entry.verdict = Verdict::Superseded;
    }
    entry
}

/// Whether a figure counts what goes on being counted: the dead, the found, the missing.
fn is_running(tellings: &Tellings<'_>, item: &Item<Figure>) -> bool {
    let sentence = tellings.sentence(item.witness_idx, item.span);
    let inside = tellings.tokens_in(item.witness_idx, item.span);
    let near =
        inside.start.saturating_sub(4).max(sentence.start)..(inside.end + 6).min(sentence.end);
    near.into_iter()
        .any(|idx| is(&super::stem::fold(tellings.word(item.witness_idx, idx)), Cue::Running))
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
