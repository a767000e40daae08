//! Entries of the apparatus: readings with their voices, verdicts, and topics of a few words.

use super::deed::{MAX_SENTENCE, is_to_come};
use super::matter::{Bearing, Item, Matter, Sort, Value};
use super::tellings::{Site, Tellings};
use super::topic::{Around, topic};
use super::voices::n_voices;
use jiff::civil::Date;
use tellings_model::{Entry, EntryKind, Reading, Span, Verdict};

/// The entry of a matter; `None` where its topic cannot be told.
pub(super) fn of_matter<V: Value>(
    tellings: &Tellings<'_>,
    kind: EntryKind,
    items: &[Item<V>],
    matter: &Matter,
) -> Option<Entry> {
    let members: Vec<&Item<V>> =
        matter.clusters.iter().flatten().filter_map(|&idx| items.get(idx)).collect();
    // Each with whether some telling gives all of its value.
    let mut readings: Vec<(Reading, bool)> = Vec::new();
    for cluster in &matter.clusters {
        let mut given: Vec<&Item<V>> = cluster.iter().filter_map(|&idx| items.get(idx)).collect();
        given.sort_by_key(|item| (item.witness_idx, item.span));
        let Some(first) = given.first() else { continue };
        let citations = given.iter().filter_map(|i| tellings.cite(i.witness_idx, i.span)).collect();
        let value = first.value.key();
        let is_known = given.iter().any(|item| !item.value.is_supposed());
        // Equal values that nothing joined by itself (`Friday`, `Friday night`) are one reading.
        if let Some((reading, known)) = readings.iter_mut().find(|(told, _)| told.value == value) {
            reading.citations.extend::<Vec<_>>(citations);
            *known |= is_known;
            continue;
        }
        let text = tellings.at(first.witness_idx, first.span).to_owned();
        readings.push((Reading { value, text, citations, n_origins: 0 }, is_known));
    }
    let shown = |(reading, is_known): (Reading, bool)| match is_known {
        true => reading,
        false => Reading { value: format!("{}?", reading.value), ..reading },
    };
    let readings: Vec<Reading> = readings.into_iter().map(shown).collect();
    let readings = finish(tellings, readings);
    let verdict = match (matter.bearing, readings.as_slice()) {
        (_, []) => return None,
        (_, [only]) => attestation(only),
        (Bearing::Apart, _) if was_planned(tellings, items, matter) => Verdict::Superseded,
        (Bearing::Apart, _) => Verdict::Conflict,
        _ => Verdict::Finer,
    };
    let places: Vec<(usize, Span)> =
        members.iter().map(|item| (item.witness_idx, item.span)).collect();
    let topic = topic(tellings, &places, Around::Value);
    (!topic.is_empty()).then(|| entry(kind, topic, verdict, readings))
}

/// Whether all that one value is said of was still to come, and tellings of later days give the other value
/// as done (`would be towed to A`, `was towed into B`).
fn was_planned<V: Value>(tellings: &Tellings<'_>, items: &[Item<V>], matter: &Matter) -> bool {
    // What becomes of a figure is told with its kind.
    let ([a, b], true) = (matter.clusters.as_slice(), V::SORT != Sort::Figure) else {
        return false;
    };
    let items =
        |of: &[usize]| -> Vec<&Item<V>> { of.iter().filter_map(|&idx| items.get(idx)).collect() };
    let tells_plan = |item: &&Item<V>| {
        let sentence = tellings.sentence(item.witness_idx, item.span);
        let site = Site { tellings, witness_idx: item.witness_idx, sentence: &sentence };
        let act = item.scene.frame.act_idx.filter(|_| sentence.len() <= MAX_SENTENCE);
        act.is_some_and(|act| is_to_come(site, act))
    };
    let day = |item: &&Item<V>| {
        Some(tellings.witnesses.get(item.witness_idx)?.published.as_ref()?.value.day)
    };
    let days = |of: &[&Item<V>]| -> Option<Vec<Date>> { of.iter().map(day).collect() };
    let is_plan = |plan: &[&Item<V>], deed: &[&Item<V>]| {
        let is_before = || {
            let (plan, deed) = (days(plan)?, days(deed)?);
            Some(plan.iter().max() < deed.iter().min())
        };
        plan.iter().all(tells_plan) && !deed.iter().any(tells_plan) && is_before() == Some(true)
    };
    let (a, b) = (items(a), items(b));
    is_plan(&a, &b) || is_plan(&b, &a)
}

/// Sorts citations, counts origins, and puts the best attested reading first.
pub(super) fn finish(tellings: &Tellings<'_>, mut readings: Vec<Reading>) -> Vec<Reading> {
    for reading in &mut readings {
        reading.citations.sort();
        reading.citations.dedup();
        let n_voices = n_voices(tellings, reading.citations.iter());
        reading.n_origins = u32::try_from(n_voices).unwrap_or(u32::MAX);
    }
    readings
        .sort_by(|a, b| b.n_origins.cmp(&a.n_origins).then_with(|| a.citations.cmp(&b.citations)));
    readings
}

/// The verdict on one reading: agreed, an echo of one voice, or alone.
pub(super) fn attestation(reading: &Reading) -> Verdict {
    let first = reading.citations.first().map(|citation| citation.witness);
    let alone = reading.citations.iter().all(|citation| Some(citation.witness) == first);
    match (alone, reading.n_origins) {
        (true, _) => Verdict::OnlyIn,
        (false, 0 | 1) => Verdict::Echo,
        (false, _) => Verdict::Agree,
    }
}

/// An entry of the apparatus, silences still to come.
pub(super) fn entry(
    kind: EntryKind,
    topic: String,
    verdict: Verdict,
    readings: Vec<Reading>,
) -> Entry {
    Entry { kind, topic, verdict, readings, silent: Vec::new() }
}

/// Whether every two of some readings hold against one another.
pub(super) fn every_two<T>(readings: &[T], holds: impl Fn(&T, &T) -> bool) -> bool {
    let pairs =
        (0..).zip(readings).flat_map(|(n, a)| readings.iter().skip(n + 1).map(move |b| (a, b)));
    pairs.into_iter().all(|(a, b)| holds(a, b))
}
