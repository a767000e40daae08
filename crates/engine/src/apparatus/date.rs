//! When: the dates that the tellings give to one act.

use super::item::{Item, anchor_of, attestation, entry, readings, topic};
use super::tellings::Tellings;
use super::{align, thresholds};
use tellings_model::{Days, Entry, EntryKind, Reading, TimeKind, Verdict};

/// A date in a telling.
struct Dated {
    item: Item,
    days: Days,
}

/// One entry for each act that is dated: agreements, finer readings, conflicts, only-ins.
///
/// Dates compare as intervals: equal, one inside the other, or apart. Dates that lie apart
/// come together only where the act is the same by its word and by who is in it; two acts
/// on two days are no conflict.
pub(super) fn entries(tellings: &Tellings<'_>) -> Vec<Entry> {
    let dated = dates(tellings);
    let vectors: Vec<_> = dated.iter().map(|dated| dated.item.vector.clone()).collect();
    let score = |a: usize, b: usize| {
        let (a, b) = (dated.get(a)?, dated.get(b)?);
        let cosine = a.item.vector.cosine(&b.item.vector);
        if a.days.overlaps(b.days) {
            return (a.item.same_matter(&b.item) || cosine >= thresholds::ALIKE).then_some(cosine);
        }
        let apart = a.item.witness_idx != b.item.witness_idx;
        (apart && a.item.same_matter(&b.item) && cosine >= thresholds::SAME_ACT).then_some(cosine)
    };
    align::groups(&vectors, thresholds::TOGETHER, score)
        .into_iter()
        .filter_map(|group| {
            let members: Vec<&Dated> = group.iter().filter_map(|&idx| dated.get(idx)).collect();
            matter(tellings, &members)
        })
        .collect()
}

fn dates(tellings: &Tellings<'_>) -> Vec<Dated> {
    let mut dated = Vec::new();
    for (witness_idx, witness) in tellings.witnesses.iter().enumerate() {
        for time in &witness.annotations.times {
            let Some(days) = time.days.filter(|_| time.kind == TimeKind::Date) else { continue };
            // A vague reference (`recently`) is a date of nothing.
            if time.value.ends_with("_REF") {
                continue;
            }
            let item = anchor_of(tellings, witness_idx, time.span)
                .and_then(|anchor| Item::of(tellings, witness_idx, time.span, anchor));
            dated.extend(item.map(|item| Dated { item, days }));
        }
    }
    dated
}

fn matter(tellings: &Tellings<'_>, members: &[&Dated]) -> Option<Entry> {
    let items: Vec<&Item> = members.iter().map(|dated| &dated.item).collect();
    let days_of = |item: &Item| {
        members
            .iter()
            .find(|dated| std::ptr::eq(&raw const dated.item, item))
            .map_or_else(String::new, |dated| dated.days.to_string())
    };
    let readings = readings(tellings, &items, days_of, |item| item.span);
    let days: Vec<Days> = members.iter().map(|dated| dated.days).collect();
    let verdict = verdict(&readings, &days)?;
    let topic = topic(tellings, items.first()?);
    (!topic.is_empty()).then(|| entry(EntryKind::Date, topic, verdict, readings))
}

fn verdict(readings: &[Reading], days: &[Days]) -> Option<Verdict> {
    let first = readings.first()?;
    if readings.len() == 1 {
        return Some(attestation(first));
    }
    let can_all_hold = days.iter().all(|a| days.iter().all(|b| a.overlaps(*b)));
    Some(if can_all_hold { Verdict::Finer } else { Verdict::Conflict })
}
