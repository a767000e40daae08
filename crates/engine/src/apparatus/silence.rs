//! Who is silent: tells the surrounding matter and leaves this out.

use super::align::Vector;
use super::tellings::Tellings;
use super::terms::Term;
use std::collections::{BTreeMap, BTreeSet};
use tellings_model::{Entry, EntryKind, Siglum, Stamp, Verdict};

/// A witness tells the surrounding matter when it gives this share of the entries that two or
/// more witnesses give.
const SURROUNDING_SHARE: f64 = 0.35;
/// So many of the words that tell an entry's matter are looked for in a witness: one that
/// holds more than the second number of them may speak of the matter.
const KEY_TERMS: usize = 4;
const STRAY_TERMS: usize = 1;
/// So many of them, those that most tellers share, may not stand there at all.
const LEADING_TERMS: usize = 2;
/// A sentence this much alike to the context of an entry may speak of its matter in other words.
const MAY_SPEAK: f32 = 0.2;
/// So many contexts of an entry are held against the sentences of a witness.
const MAX_CONTEXTS: usize = 4;
/// A term in more than this share of the witnesses tells no matter.
const COMMON_SHARE: f64 = 0.8;

/// Fills `silent` of every entry.
///
/// A witness is silent only where it tells much of the common matter, is no excerpt, cannot be
/// older than all who tell it, holds none of the words that tell the matter, and has no
/// sentence that may speak of it in other words.
pub(super) fn mark(tellings: &Tellings<'_>, entries: &mut [Entry]) {
    let common: Vec<BTreeSet<Siglum>> =
        entries.iter().filter(|entry| entry.verdict != Verdict::OnlyIn).map(witnesses_of).collect();
    #[expect(clippy::cast_precision_loss, reason = "counts of entries are small")]
    let tells_enough = |siglum: Siglum| {
        let n_told = common.iter().filter(|witnesses| witnesses.contains(&siglum)).count();
        !common.is_empty() && n_told as f64 >= SURROUNDING_SHARE * common.len() as f64
    };
    let candidates: Vec<Siglum> = tellings
        .witnesses
        .iter()
        .filter(|witness| tells_enough(witness.siglum) && !is_excerpt(witness.article.text()))
        .map(|witness| witness.siglum)
        .collect();
    let sentences: Vec<Vec<Vector>> = (0..tellings.witnesses.len())
        .map(|witness_idx| sentences_of(tellings, witness_idx))
        .collect();
    for entry in entries {
        let told = witnesses_of(entry);
        let keys = key_terms(tellings, entry);
        // A saying may stand in a telling in words that are no wording of it: no silence there.
        if keys.len() < LEADING_TERMS || entry.kind == EntryKind::Quote {
            continue;
        }
        let contexts: Vec<Vector> = entry
            .readings
            .iter()
            .flat_map(|reading| &reading.citations)
            .map(|citation| tellings.context(citation.witness.idx(), citation.span))
            .collect();
        entry.silent = candidates
            .iter()
            .copied()
            .filter(|siglum| !told.contains(siglum) && !may_be_older(tellings, *siglum, &told))
            .filter(|siglum| {
                let stands = |term: &&Term| tellings.terms.stands_in(**term, siglum.idx());
                keys.iter().take(LEADING_TERMS).filter(stands).count() == 0
                    && keys.iter().filter(stands).count() <= STRAY_TERMS
                    && !may_speak(&sentences, siglum.idx(), &contexts)
            })
            .collect();
    }
}

fn sentences_of(tellings: &Tellings<'_>, witness_idx: usize) -> Vec<Vector> {
    let Some(witness) = tellings.witnesses.get(witness_idx) else { return Vec::new() };
    let tokens = witness.annotations.sentences.iter().map(|sentence| sentence.tokens);
    tokens.map(|(first, end)| tellings.bag(witness_idx, first as usize..end as usize)).collect()
}

/// Whether a sentence of a witness is near the context of an entry.
fn may_speak(sentences: &[Vec<Vector>], witness_idx: usize, contexts: &[Vector]) -> bool {
    sentences.get(witness_idx).is_some_and(|sentences| {
        sentences.iter().any(|sentence| {
            contexts.iter().take(MAX_CONTEXTS).any(|c| sentence.cosine(c) >= MAY_SPEAK)
        })
    })
}

/// The words that tell the matter of an entry: around and in its readings, those that most
/// tellers share first, of those the rarest in the story.
fn key_terms(tellings: &Tellings<'_>, entry: &Entry) -> Vec<Term> {
    let mut weights: BTreeMap<Term, (BTreeSet<Siglum>, f32)> = BTreeMap::new();
    for citation in entry.readings.iter().flat_map(|reading| &reading.citations) {
        let witness_idx = citation.witness.idx();
        let inside = tellings.tokens_in(witness_idx, citation.span);
        // Of a person it is the name alone that is looked for.
        let around = match entry.kind {
            EntryKind::Actor => Vector::default(),
            _ => tellings.context(witness_idx, citation.span),
        };
        for (term, weight) in around.terms().chain(tellings.bag(witness_idx, inside).terms()) {
            let slot = weights.entry(term).or_default();
            slot.0.insert(citation.witness);
            slot.1 += weight;
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "counts of witnesses are small")]
    let common = COMMON_SHARE * tellings.witnesses.len() as f64;
    let mut terms: Vec<(Term, usize, f32)> = weights
        .into_iter()
        .filter(|(term, _)| f64::from(tellings.terms.n_witnesses(*term)) <= common)
        .map(|(term, (tellers, weight))| (term, tellers.len(), weight))
        .collect();
    let n_witnesses = |term: Term| tellings.terms.n_witnesses(term);
    terms.sort_by(|a, b| {
        b.1.cmp(&a.1)
            .then_with(|| n_witnesses(a.0).cmp(&n_witnesses(b.0)))
            .then(b.2.total_cmp(&a.2))
            .then(a.0.cmp(&b.0))
    });
    terms.into_iter().take(KEY_TERMS).map(|(term, ..)| term).collect()
}

/// Whether a witness may be older than every witness that tells it: published before the
/// first of them, or at a time that cannot be held against theirs.
fn may_be_older(tellings: &Tellings<'_>, siglum: Siglum, told: &BTreeSet<Siglum>) -> bool {
    let stamp =
        |siglum: Siglum| Some(tellings.witnesses.get(siglum.idx())?.published.as_ref()?.value);
    let tellers: Vec<Stamp> = told.iter().copied().filter_map(stamp).collect();
    let Some(own) = stamp(siglum) else { return !tellers.is_empty() };
    if tellers.is_empty() {
        return true;
    }
    let is_before = |other: &Stamp| match (own.instant, other.instant) {
        _ if own.day != other.day => own.day < other.day,
        (Some(own), Some(other)) => own < other,
        // A clock time against a day alone: it cannot be told.
        (Some(_), None) => true,
        (None, _) => false,
    };
    tellers.iter().all(is_before)
}

fn witnesses_of(entry: &Entry) -> BTreeSet<Siglum> {
    entry
        .readings
        .iter()
        .flat_map(|reading| reading.citations.iter().map(|citation| citation.witness))
        .collect()
}

/// Whether a text stops before its end: an ellipsis, or no mark that ends a sentence.
fn is_excerpt(text: &str) -> bool {
    let end = text.trim_end();
    end.ends_with('…')
        || end.ends_with("...")
        || !end.ends_with(['.', '!', '?', '”', '"', '’', '\'', '»', ')', ']'])
}
