//! Vectors → for each article the few others that are most like it, by an inverted index.

use super::score::{Texts, score};
use super::vector::Term;
use crate::config::GroupConfig;
use rayon::prelude::*;
use rustc_hash::FxHashMap;

/// Two articles, by position, the earlier first, and how alike they are.
pub(crate) type Pair = (u32, u32, f32);

/// The pairs that may belong to one story: sorted, each pair once.
///
/// Articles are compared where they share one of their weightiest terms; of a term that very
/// many hold, only the nearest in time. So the cost grows with the number of articles alone.
pub(crate) fn neighbours(texts: &Texts, config: &GroupConfig) -> Vec<Pair> {
    let keys: Vec<Vec<(Term, f32)>> =
        texts.vectors.par_iter().map(|vector| weightiest(&vector.0, config.index_terms)).collect();
    let index = Index::of(&keys);
    let mut pairs: Vec<Pair> = (0..texts.vectors.len())
        .into_par_iter()
        .flat_map_iter(|at| nearest(at, texts, &keys, &index, config))
        .collect();
    pairs.par_sort_unstable_by_key(|&(a, b, _)| (a, b));
    pairs
}

/// The weightiest terms.
fn weightiest(terms: &[(Term, f32)], most: usize) -> Vec<(Term, f32)> {
    let mut terms = terms.to_vec();
    terms.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    terms.truncate(most);
    terms
}

/// Where each term stands: the articles that are indexed under it, in order.
struct Index {
    /// Start and end of each term's run in `held_by`.
    runs: FxHashMap<Term, (u32, u32)>,
    held_by: Vec<(u32, f32)>,
}

impl Index {
    fn of(keys: &[Vec<(Term, f32)>]) -> Self {
        let mut all: Vec<(Term, u32, f32)> = (0_u32..)
            .zip(keys)
            .flat_map(|(at, terms)| terms.iter().map(move |&(term, weight)| (term, at, weight)))
            .collect();
        all.par_sort_unstable_by_key(|&(term, at, _)| (term, at));
        let mut runs: FxHashMap<Term, (u32, u32)> = FxHashMap::default();
        for (place, &(term, ..)) in (0_u32..).zip(&all) {
            runs.entry(term).or_insert((place, place)).1 = place + 1;
        }
        Self { runs, held_by: all.into_iter().map(|(_, at, weight)| (at, weight)).collect() }
    }

    /// The articles before `at` under a term, the nearest `most` of them.
    fn before(&self, term: Term, at: u32, most: usize) -> &[(u32, f32)] {
        let Some(&(start, end)) = self.runs.get(&term) else { return &[] };
        let run = self.held_by.get(start as usize..end as usize).unwrap_or(&[]);
        let run = run.get(..run.partition_point(|&(other, _)| other < at)).unwrap_or(&[]);
        run.get(run.len().saturating_sub(most)..).unwrap_or(&[])
    }
}

/// The articles before `at` that are most like it.
fn nearest(
    at: usize,
    texts: &Texts,
    keys: &[Vec<(Term, f32)>],
    index: &Index,
    config: &GroupConfig,
) -> Vec<Pair> {
    let (Some(terms), Ok(idx)) = (keys.get(at), u32::try_from(at)) else { return Vec::new() };
    let mut overlap: FxHashMap<u32, f32> = FxHashMap::default();
    for &(term, weight) in terms {
        for &(other, its_weight) in index.before(term, idx, config.max_postings) {
            *overlap.entry(other).or_default() += weight * its_weight;
        }
    }
    let mut found: Vec<(u32, f32)> = overlap.into_iter().collect();
    found.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    found.truncate(config.max_candidates);
    let mut pairs: Vec<Pair> = found
        .into_iter()
        .map(|(other, _)| (other, idx, score(texts, other, idx, config)))
        .filter(|&(_, _, score)| score >= config.least_link)
        .collect();
    pairs.sort_unstable_by(|a, b| b.2.total_cmp(&a.2).then(a.0.cmp(&b.0)));
    pairs.truncate(config.max_neighbours);
    pairs
}
