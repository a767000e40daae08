//! Whether two texts that share wording speak of the same things: names and figures agree.
//!
//! Bond issues and weekly figures share a template and tell of different events. A copy keeps
//! the names and figures of its model; a template is filled with new ones.

use super::word::{Shape, Word};
use rustc_hash::FxHashSet;

/// The share of the names and figures of the shorter list that stand in the other, and how many
/// there are on the shorter list; each list as [`marks`] gives it.
pub(crate) fn agreement(left: &[u64], right: &[u64]) -> (f64, usize) {
    let least = left.len().min(right.len());
    let shared = left.iter().filter(|mark| right.binary_search(mark).is_ok()).count();
    (shared as f64 / least.max(1) as f64, least)
}

/// The hashes of all figures, and of words with a capital inside a sentence; sorted.
pub(crate) fn marks(text: &str, words: &[Word]) -> Vec<u64> {
    let lower: FxHashSet<u64> =
        words.iter().filter(|word| word.shape == Shape::Lower).map(|word| word.hash).collect();
    let mut last_end = 0;
    let mut marks = Vec::new();
    for word in words {
        let gap = text.get(last_end..word.start as usize).unwrap_or("");
        let opens = last_end == 0 || gap.contains(['.', '!', '?', '"', '“']);
        last_end = word.end as usize;
        let name = word.shape == Shape::Capital && !opens && !lower.contains(&word.hash);
        if name || word.shape == Shape::Figure {
            marks.push(word.hash);
        }
    }
    marks.sort_unstable();
    marks.dedup();
    marks
}
