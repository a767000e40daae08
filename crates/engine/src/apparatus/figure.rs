//! How many, how much: the figures that the tellings give to one thing.

use super::cues::{Cue, is};
use super::item::{Item, attestation, entry, readings, topic};
use super::tellings::Tellings;
use super::terms::group;
use super::{align, thresholds};
use tellings_model::{Bound, Entry, EntryKind, Quantity, Reading, Verdict};

/// A figure in a telling.
struct Figure<'a> {
    item: Item,
    quantity: &'a Quantity,
    unit: String,
}

impl Figure<'_> {
    /// The values that the figure allows, both ends included.
    fn range(&self) -> (f64, f64) {
        let value = self.quantity.value;
        match self.quantity.bound {
            Bound::Exact => (value, value),
            Bound::Over => (value, f64::INFINITY),
            Bound::Under => (0.0, value),
            Bound::Range => (value, self.quantity.upper.unwrap_or(value)),
            // `thousands` is anything of four digits or more; `about 300` gives a tenth each way.
            Bound::About if self.is_order_of_magnitude() => (value, value * 100.0),
            Bound::About => (value * 0.9, value * 1.1),
        }
    }

    fn is_order_of_magnitude(&self) -> bool {
        self.quantity.upper.is_none()
            && [12.0, 20.0, 24.0, 100.0, 1e3, 1e6].contains(&self.quantity.value)
    }

    fn shown(&self) -> String {
        let unit = &self.unit;
        match (self.quantity.bound, self.quantity.upper) {
            (Bound::Range, Some(upper)) => format!("{}-{upper} {unit}", self.quantity.value),
            (Bound::Over, _) => format!("> {} {unit}", self.quantity.value),
            (Bound::Under, _) => format!("< {} {unit}", self.quantity.value),
            (Bound::About, _) => format!("~ {} {unit}", self.quantity.value),
            (Bound::Exact | Bound::Range, _) => format!("{} {unit}", self.quantity.value),
        }
    }
}

/// One entry for each thing that is counted or measured.
pub(super) fn entries(tellings: &Tellings<'_>) -> Vec<Entry> {
    let figures = figures(tellings);
    let vectors: Vec<_> = figures.iter().map(|figure| figure.item.vector.clone()).collect();
    let score = |a: usize, b: usize| {
        let (a, b) = (figures.get(a)?, figures.get(b)?);
        if a.unit != b.unit {
            return None;
        }
        let cosine = a.item.vector.cosine(&b.item.vector);
        if overlap(a.range(), b.range()) {
            return (cosine >= thresholds::ALIKE).then_some(cosine);
        }
        let apart = a.item.witness_idx != b.item.witness_idx;
        let same = a.item.shares_entity(&b.item) || is(&a.unit, Cue::Running);
        (apart && same && cosine >= thresholds::SAME_ACT).then_some(cosine)
    };
    align::groups(&vectors, thresholds::TOGETHER, score)
        .into_iter()
        .filter_map(|members| {
            let members: Vec<&Figure<'_>> =
                members.iter().filter_map(|&idx| figures.get(idx)).collect();
            matter(tellings, &members)
        })
        .collect()
}

fn figures<'a>(tellings: &Tellings<'a>) -> Vec<Figure<'a>> {
    let mut figures = Vec::new();
    for (witness_idx, witness) in tellings.witnesses.iter().enumerate() {
        for quantity in &witness.annotations.quantities {
            let Some(unit) = quantity.unit.as_deref() else { continue };
            let item = tellings
                .head_in(witness_idx, quantity.counted.unwrap_or(quantity.span))
                .and_then(|anchor| Item::of(tellings, witness_idx, quantity.span, anchor));
            let unit = group(unit).to_owned();
            figures.extend(item.map(|item| Figure { item, quantity, unit }));
        }
    }
    figures
}

fn overlap(a: (f64, f64), b: (f64, f64)) -> bool {
    a.0 <= b.1 && b.0 <= a.1
}

fn matter(tellings: &Tellings<'_>, members: &[&Figure<'_>]) -> Option<Entry> {
    let items: Vec<&Item> = members.iter().map(|figure| &figure.item).collect();
    let shown = |item: &Item| {
        members
            .iter()
            .find(|figure| std::ptr::eq(&raw const figure.item, item))
            .map_or_else(String::new, |figure| figure.shown())
    };
    let readings = readings(tellings, &items, shown, |item| item.span);
    let verdict = verdict(tellings, members, &readings)?;
    let topic = topic(tellings, items.first()?);
    (!topic.is_empty()).then(|| entry(EntryKind::Quantity, topic, verdict, readings))
}

fn verdict(
    tellings: &Tellings<'_>,
    members: &[&Figure<'_>],
    readings: &[Reading],
) -> Option<Verdict> {
    if readings.len() == 1 {
        return readings.first().map(attestation);
    }
    let pairs = || members.iter().flat_map(|a| members.iter().map(move |b| (*a, *b)));
    if pairs().all(|(a, b)| overlap(a.range(), b.range())) {
        return Some(Verdict::Finer);
    }
    let moved = pairs()
        .filter(|(a, b)| !overlap(a.range(), b.range()))
        .all(|(a, b)| is(&a.unit, Cue::Running) && published_apart(tellings, a, b));
    Some(if moved { Verdict::Superseded } else { Verdict::Conflict })
}

/// Whether the two tellings are dated and not of one moment, so that a running figure may have moved.
fn published_apart(tellings: &Tellings<'_>, a: &Figure<'_>, b: &Figure<'_>) -> bool {
    let stamp = |figure: &Figure<'_>| {
        Some(tellings.witnesses.get(figure.item.witness_idx)?.published.as_ref()?.value)
    };
    match (stamp(a), stamp(b)) {
        (Some(a), Some(b)) => a.day != b.day || (a.instant.is_some() && a.instant != b.instant),
        _ => false,
    }
}
