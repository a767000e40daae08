//! Two witnesses → the sentences that say the same in other words, in the same order.

use super::reading::{Reading, Sentence};
use crate::copies::word::mix;
use std::collections::BTreeMap;

/// A sentence of one witness and the sentence of the other that rewords it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Reworded {
    pub(crate) a: usize,
    pub(crate) b: usize,
    /// Weight of the terms they share.
    pub(crate) shared: f64,
}

/// The most sentences of a witness that are aligned: the first ones.
const MAX_SENTENCES: usize = 300;
/// The least share of the lighter sentence's terms that both must hold.
const LEAST_SHARE: f64 = 0.4;
/// The least weight of shared terms: four words that are rare.
const LEAST_SHARED: f64 = 3.5;

/// The best alignment of sentences that keeps the order of both.
///
/// Only terms outside quotation marks count, as two reporters at one speech share its words.
/// Method: global alignment without gap cost (Needleman and Wunsch 1970), which is the
/// heaviest common subsequence; sentences as in Barzilay and Elhadad 2003.
pub(crate) fn reworded(a: &Reading, b: &Reading) -> Vec<Reworded> {
    let left: Vec<&Sentence> = a.sentences.iter().take(MAX_SENTENCES).collect();
    let right: Vec<&Sentence> = b.sentences.iter().take(MAX_SENTENCES).collect();
    let width = right.len() + 1;
    let mut best = vec![0.0_f64; (left.len() + 1) * width];
    let mut alike = vec![0.0_f64; best.len()];
    let value =
        |table: &[f64], i: usize, j: usize| table.get(i * width + j).copied().unwrap_or(0.0);
    for (i, x) in (1..).zip(&left) {
        for (j, y) in (1..).zip(&right) {
            let shared = likeness(x, y);
            let through = value(&best, i - 1, j - 1) + shared;
            let skip = value(&best, i - 1, j).max(value(&best, i, j - 1));
            if let Some(cell) = best.get_mut(i * width + j) {
                *cell = if shared > 0.0 { through.max(skip) } else { skip };
            }
            if let Some(cell) = alike.get_mut(i * width + j) {
                *cell = shared;
            }
        }
    }
    let (mut i, mut j) = (left.len(), right.len());
    let mut aligned = Vec::new();
    while i > 0 && j > 0 {
        let here = value(&best, i, j);
        let shared = value(&alike, i, j);
        if value(&best, i - 1, j) == here {
            i -= 1;
        } else if value(&best, i, j - 1) == here {
            j -= 1;
        } else {
            aligned.push(Reworded { a: i - 1, b: j - 1, shared });
            i -= 1;
            j -= 1;
        }
    }
    aligned.reverse();
    aligned
}

/// The weight of the terms two sentences share; 0 where they share too little to say the same.
fn likeness(x: &Sentence, y: &Sentence) -> f64 {
    // No term weighs more than 1; most pairs share next to nothing.
    if (x.n_shared_at_most(y) as f64) < LEAST_SHARED {
        return 0.0;
    }
    let mut shared = 0.0;
    let (mut left, mut right) = (x.terms.iter().peekable(), y.terms.iter().peekable());
    while let (Some(&&(a, weight)), Some(&&(b, _))) = (left.peek(), right.peek()) {
        match a.cmp(&b) {
            std::cmp::Ordering::Less => drop(left.next()),
            std::cmp::Ordering::Greater => drop(right.next()),
            std::cmp::Ordering::Equal => {
                shared += weight;
                left.next();
                right.next();
            }
        }
    }
    let enough = shared >= LEAST_SHARED && shared >= LEAST_SHARE * x.weight().min(y.weight());
    if enough { shared } else { 0.0 }
}

/// The pairs of a large story that may reword each other, the earlier witness first, sorted.
///
/// Two telling words in one sentence make a key. Witnesses that share keys are suspects: for each
/// the [`PARTNERS`] with which it shares most. A key leads to the witnesses nearest before that
/// have it, so that the cost grows with the number of witnesses alone.
pub(crate) fn suspects(readings: &[Reading]) -> Vec<(usize, usize)> {
    let mut keys: Vec<(u64, usize)> = Vec::new();
    for (at, reading) in readings.iter().enumerate() {
        for sentence in reading.sentences.iter().take(MAX_SENTENCES) {
            keys.extend(pairs_of_terms(sentence).into_iter().map(|key| (key, at)));
        }
    }
    keys.sort_unstable();
    keys.dedup();
    let mut n_shared: Vec<BTreeMap<usize, usize>> = vec![BTreeMap::new(); readings.len()];
    for group in keys.chunk_by(|x, y| x.0 == y.0) {
        for (idx, &(_, at)) in group.iter().enumerate() {
            let before = group.get(idx.saturating_sub(NEAREST)..idx).unwrap_or(&[]);
            let Some(counts) = n_shared.get_mut(at) else { continue };
            for &(_, other) in before {
                *counts.entry(other).or_default() += 1;
            }
        }
    }
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for (at, counts) in n_shared.into_iter().enumerate() {
        let mut counts: Vec<(usize, usize)> =
            counts.into_iter().filter(|&(_, n)| n >= LEAST_KEYS).collect();
        counts.sort_by(|x, y| y.1.cmp(&x.1).then(x.0.cmp(&y.0)));
        pairs.extend(counts.into_iter().take(PARTNERS).map(|(other, _)| (other, at)));
    }
    pairs.sort_unstable();
    pairs
}

/// The most witnesses that each is compared with for rewordings, in a large story.
const PARTNERS: usize = 16;
/// Witnesses nearest before that are looked up for each key.
const NEAREST: usize = 24;
/// Keys that suspects share at least; reworded sentences share about six each.
const LEAST_KEYS: usize = 6;
/// Words of a sentence that make keys: the heaviest.
const HEAVIEST: usize = 10;

/// A key for every two of the heaviest words of a sentence.
fn pairs_of_terms(sentence: &Sentence) -> Vec<u64> {
    let mut terms = sentence.terms.clone();
    terms.sort_by(|x, y| y.1.total_cmp(&x.1).then(x.0.cmp(&y.0)));
    terms.truncate(HEAVIEST);
    let mut keys = Vec::new();
    for (idx, &(a, _)) in terms.iter().enumerate() {
        let others = terms.iter().skip(idx + 1);
        keys.extend(others.map(|&(b, _)| mix(a.min(b).rotate_left(29) ^ a.max(b))));
    }
    keys
}
