//! Who is silent: tells the surrounding matter and leaves this out.

use super::tellings::Tellings;
use super::terms::Term;
use std::collections::{BTreeMap, BTreeSet};
use tellings_model::{Entry, Siglum, Verdict};

/// A witness tells the surrounding matter when it gives this share of the entries that two or
/// more witnesses give.
const SURROUNDING_SHARE: f64 = 0.25;
/// So many of the words that tell an entry's matter are looked for in a witness, and so many
/// may stand there before it is held to speak of the matter.
const KEY_TERMS: usize = 4;
const STRAY_TERMS: usize = 1;
/// A term in more than this share of the witnesses tells no matter.
const COMMON_SHARE: f64 = 0.8;

/// Fills `silent` of every entry.
///
/// A witness is silent only where it tells much of the common matter, is no excerpt, is not
/// older than all who tell it, and holds next to none of the words that tell the matter.
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
    for entry in entries {
        let told = witnesses_of(entry);
        let keys = key_terms(tellings, entry);
        if keys.len() < 2 {
            continue;
        }
        entry.silent = candidates
            .iter()
            .copied()
            .filter(|siglum| !told.contains(siglum) && !is_older(tellings, *siglum, &told))
            .filter(|siglum| {
                let stands = |term: &&Term| tellings.terms.stands_in(**term, siglum.idx());
                keys.iter().filter(stands).count() <= STRAY_TERMS.min(keys.len() - 2)
            })
            .collect();
    }
}

/// The words that tell the matter of an entry: the weightiest around and in its readings.
fn key_terms(tellings: &Tellings<'_>, entry: &Entry) -> Vec<Term> {
    let mut weights: BTreeMap<Term, f32> = BTreeMap::new();
    for citation in entry.readings.iter().flat_map(|reading| &reading.citations) {
        let witness_idx = citation.witness.idx();
        for (term, weight) in tellings.context(witness_idx, citation.span).terms() {
            *weights.entry(term).or_insert(0.0) += weight;
        }
        let inside = tellings.tokens_in(witness_idx, citation.span);
        for (term, weight) in tellings.bag(witness_idx, inside).terms() {
            *weights.entry(term).or_insert(0.0) += weight;
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "counts of witnesses are small")]
    let common = COMMON_SHARE * tellings.witnesses.len() as f64;
    let mut terms: Vec<(Term, f32)> = weights
        .into_iter()
        .filter(|(term, _)| f64::from(tellings.terms.n_witnesses(*term)) <= common)
        .collect();
    terms.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    terms.into_iter().take(KEY_TERMS).map(|(term, _)| term).collect()
}

/// Whether a witness was published before the day of every witness that tells it.
fn is_older(tellings: &Tellings<'_>, siglum: Siglum, told: &BTreeSet<Siglum>) -> bool {
    let day =
        |siglum: Siglum| Some(tellings.witnesses.get(siglum.idx())?.published.as_ref()?.value.day);
    match (day(siglum), told.iter().copied().filter_map(day).min()) {
        (Some(own), Some(first)) => own < first,
        _ => false,
    }
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
