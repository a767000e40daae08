//! Entries of the apparatus: readings with their voices, verdicts, and topics of a few words.

use super::matter::{Bearing, Item, Matter, Value};
use super::tellings::Tellings;
use super::terms::Term;
use std::collections::BTreeMap;
use tellings_model::{Citation, EntityKind, Entry, EntryKind, Reading, Span, Verdict};

/// The entry of a matter; `None` where its topic cannot be told.
pub(super) fn of_matter<V: Value>(
    tellings: &Tellings<'_>,
    kind: EntryKind,
    items: &[Item<V>],
    matter: &Matter,
) -> Option<Entry> {
    let members: Vec<&Item<V>> =
        matter.clusters.iter().flatten().filter_map(|&idx| items.get(idx)).collect();
    let mut readings: Vec<Reading> = Vec::new();
    for cluster in &matter.clusters {
        let mut given: Vec<&Item<V>> = cluster.iter().filter_map(|&idx| items.get(idx)).collect();
        given.sort_by_key(|item| (item.witness_idx, item.span));
        let Some(first) = given.first() else { continue };
        readings.push(Reading {
            value: first.value.key(),
            text: tellings.at(first.witness_idx, first.span).to_owned(),
            citations: given
                .iter()
                .filter_map(|item| tellings.cite(item.witness_idx, item.span))
                .collect(),
            n_origins: 0,
        });
    }
    let readings = finish(tellings, readings);
    let verdict = match (matter.bearing, readings.as_slice()) {
        (_, []) => return None,
        (_, [only]) => attestation(only),
        (Bearing::Apart, _) => Verdict::Conflict,
        _ => Verdict::Finer,
    };
    let topic = topic(tellings, &members);
    (!topic.is_empty()).then(|| entry(kind, topic, verdict, readings))
}

/// Sorts citations, counts origins, and puts the best attested reading first.
pub(super) fn finish(tellings: &Tellings<'_>, mut readings: Vec<Reading>) -> Vec<Reading> {
    for reading in &mut readings {
        reading.citations.sort();
        reading.citations.dedup();
        reading.n_origins = n_origins(tellings, &reading.citations);
    }
    readings
        .sort_by(|a, b| b.n_origins.cmp(&a.n_origins).then_with(|| a.citations.cmp(&b.citations)));
    readings
}

/// How many independent voices stand behind some citations.
fn n_origins(tellings: &Tellings<'_>, citations: &[Citation]) -> u32 {
    let mut origins: Vec<_> =
        citations.iter().map(|citation| tellings.origin(citation.witness.idx())).collect();
    origins.sort_unstable();
    origins.dedup();
    u32::try_from(origins.len()).unwrap_or(u32::MAX)
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

/// How many words tell a topic.
const TOPIC_TERMS: usize = 4;

/// What a matter is about: the words that its contexts share and that weigh most, as the
/// first telling prints them and in its order.
pub(super) fn topic<V>(tellings: &Tellings<'_>, members: &[&Item<V>]) -> String {
    let Some(first) = members.iter().min_by_key(|item| (item.witness_idx, item.span)) else {
        return String::new();
    };
    let mut weights: BTreeMap<Term, (usize, f32)> = BTreeMap::new();
    for item in members {
        for (term, weight) in item.context.terms() {
            let slot = weights.entry(term).or_insert((0, 0.0));
            *slot = (slot.0 + 1, slot.1 + weight);
        }
    }
    let sentence = tellings.sentence(first.witness_idx, first.span);
    let mut best: Vec<(usize, f32)> = sentence
        .filter(|&idx| {
            tellings
                .token(first.witness_idx, idx)
                .is_some_and(|token| !first.span.overlaps(token.span))
                && !tellings.says_nothing(first.witness_idx, idx)
                && !tellings.is_quoted_beside(first.witness_idx, idx, first.span)
        })
        .filter_map(|idx| {
            let (n, weight) = weights.get(&tellings.terms.at(first.witness_idx, idx)?)?;
            // A word of one telling alone tells the matter only where there is one telling.
            (members.len() == 1 || *n > 1).then_some((idx, *weight))
        })
        .collect();
    best.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    best.truncate(TOPIC_TERMS);
    let mut tokens: Vec<usize> = best.into_iter().map(|(idx, _)| idx).collect();
    tokens.sort_unstable();
    phrase(tellings, first.witness_idx, &tokens)
}

/// Words of a telling in their order; of a name all words are given, each word once.
pub(super) fn phrase(tellings: &Tellings<'_>, witness_idx: usize, tokens: &[usize]) -> String {
    let mut parts: Vec<&str> = Vec::new();
    let mut after = 0;
    for idx in bridged(tellings, witness_idx, tokens) {
        let Some(token) = tellings.token(witness_idx, idx) else { continue };
        if token.span.start() < after {
            continue;
        }
        let span = name_around(tellings, witness_idx, token.span);
        after = span.end();
        let words = tellings.at(witness_idx, span);
        let words = words.strip_suffix("’s").or_else(|| words.strip_suffix("'s")).unwrap_or(words);
        if !parts.iter().any(|part| part.len() > 3 && part.eq_ignore_ascii_case(words)) {
            parts.push(words);
        }
    }
    parts.join(" ")
}

/// How many words between two words of a topic are told with them.
const BRIDGE: usize = 2;

/// Some words of a sentence with the few words between them, where no mark parts them.
fn bridged(tellings: &Tellings<'_>, witness_idx: usize, tokens: &[usize]) -> Vec<usize> {
    let mut all = Vec::new();
    for &idx in tokens {
        if let Some(&last) = all.last() {
            let between = last + 1..idx;
            let words = |idx: usize| {
                let word = tellings.word(witness_idx, idx);
                word.chars().all(|c| c.is_alphabetic() || "’'-.".contains(c)) && word != "."
            };
            if between.len() <= BRIDGE && between.clone().all(words) {
                all.extend(between);
            }
        }
        all.push(idx);
    }
    all
}

fn name_around(tellings: &Tellings<'_>, witness_idx: usize, span: Span) -> Span {
    tellings
        .witnesses
        .get(witness_idx)
        .into_iter()
        .flat_map(|witness| &witness.annotations.mentions)
        .find(|mention| mention.kind != EntityKind::Other && mention.span.contains(span))
        .map_or(span, |mention| mention.span)
}
