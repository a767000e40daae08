//! Articles by their weightiest terms: for each article the few earlier ones most like it.

use super::score::{Face, Text};
use super::term::{PARTS, Term, part_of};
use super::vector::Keys;
use crate::config::GroupConfig;
use rayon::prelude::*;
use rustc_hash::FxHashMap;

/// Two articles, by position, the earlier first, and how alike they are.
pub(crate) type Pair = (u32, u32, f32);

/// The articles that hold each term, in the order they came in.
#[derive(Default)]
pub(crate) struct Index {
    /// By [`part_of`] the term.
    held_by: [FxHashMap<Term, Vec<(u32, f32)>>; PARTS],
}

/// What a search needs again and again.
#[derive(Default)]
pub(crate) struct Room {
    /// By position: what an article has in common with the one that is looked up; 0 between searches.
    overlap: Vec<f32>,
    /// Those that have something in common with it.
    met: Vec<u32>,
}

impl Index {
    /// The articles, in order, each under its keys.
    pub(crate) fn of(articles: &[u32], keys: &[Keys]) -> Self {
        let mut index = Self::default();
        index.held_by.par_iter_mut().enumerate().for_each(|(part, held_by)| {
            for (&at, keys) in articles.iter().zip(keys) {
                for &(term, weight) in keys.iter().filter(|(term, _)| part_of(*term) == part) {
                    held_by.entry(term).or_default().push((at, weight));
                }
            }
        });
        index
    }

    /// Adds an article that comes after all others, under its keys.
    pub(crate) fn add(&mut self, at: u32, keys: &[(Term, f32)]) {
        for &(term, weight) in keys {
            if let Some(part) = self.held_by.get_mut(part_of(term)) {
                part.entry(term).or_default().push((at, weight));
            }
        }
    }

    /// Drops the articles before `first`.
    pub(crate) fn forget_before(&mut self, first: u32) {
        for part in &mut self.held_by {
            part.retain(|_, held_by| {
                held_by.drain(..held_by.partition_point(|&(at, _)| at < first));
                !held_by.is_empty()
            });
        }
    }

    /// The articles before `at` that are most like it: sorted, the earliest first.
    ///
    /// Those are compared that share one of the weightiest terms; of a term that very many hold,
    /// only the nearest before. So the cost grows with the number of articles alone.
    pub(crate) fn nearest(
        &self,
        at: u32,
        keys: &[(Term, f32)],
        texts: &[Text],
        room: &mut Room,
        config: &GroupConfig,
    ) -> Vec<Pair> {
        let Some(face) = texts.get(at as usize).map(Face::new) else { return Vec::new() };
        if room.overlap.len() < texts.len() {
            room.overlap.resize(texts.len(), 0.0);
        }
        for &(term, weight) in keys {
            for &(other, its_weight) in self.before(term, at, config.max_postings) {
                let Some(sum) = room.overlap.get_mut(other as usize) else { continue };
                if *sum == 0.0 {
                    room.met.push(other);
                }
                *sum += weight * its_weight;
            }
        }
        // Few of those that are met share so much, for the time between them, that comparing is worth it.
        let least = config.promise * config.thread;
        let mut found: Vec<(u32, f32)> = Vec::new();
        for other in room.met.drain(..) {
            let sum = room.overlap.get_mut(other as usize).map_or(0.0, std::mem::take);
            if sum >= least
                && let Some(text) = texts.get(other as usize)
            {
                let promise = sum * face.left_by_time(text, config);
                if promise >= least {
                    found.push((other, promise));
                }
            }
        }
        let by_likeness = |x: &(u32, f32), y: &(u32, f32)| y.1.total_cmp(&x.1).then(x.0.cmp(&y.0));
        if found.len() > config.max_candidates {
            found.select_nth_unstable_by(config.max_candidates, by_likeness);
            found.truncate(config.max_candidates);
        }
        let mut pairs: Vec<Pair> = found
            .into_iter()
            .filter_map(|(other, _)| {
                let text = texts.get(other as usize)?;
                Some((other, at, face.score_from(config.thread, text, config)))
            })
            .filter(|&(_, _, score)| score >= config.thread)
            .collect();
        pairs.sort_unstable_by(|x, y| y.2.total_cmp(&x.2).then(x.0.cmp(&y.0)));
        pairs.truncate(config.max_neighbours);
        pairs.sort_unstable_by_key(|&(other, ..)| other);
        pairs
    }

    /// The articles before `at` under a term, the nearest `most` of them.
    fn before(&self, term: Term, at: u32, most: usize) -> &[(u32, f32)] {
        let held_by = self
            .held_by
            .get(part_of(term))
            .and_then(|part| part.get(&term))
            .map_or(&[][..], Vec::as_slice);
        let before =
            held_by.get(..held_by.partition_point(|&(other, _)| other < at)).unwrap_or(&[]);
        before.get(before.len().saturating_sub(most)..).unwrap_or(&[])
    }
}
