//! Two texts → the runs of words that stand in both, each word in one run at most.

use super::word::{Word, mix};
use rustc_hash::{FxBuildHasher, FxHashMap};

/// The same words in two texts: where they begin, counted in words, and how many they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Run {
    pub(crate) a: usize,
    pub(crate) b: usize,
    pub(crate) len: usize,
}

/// The most places of a run's first words in the other text that are tried.
const MAX_PLACES: usize = 8;

/// The runs of at least `least` equal words, in order of `b`; no word stands in two runs.
///
/// The longest runs are taken first. Method: greedy string tiling (Wise 1993, running
/// Karp-Rabin matching), with the places tried for each run bounded, so that the cost is
/// linear in both texts for runs that are found and never quadratic.
pub(crate) fn runs(a: &[Word], b: &[Word], least: usize) -> Vec<Run> {
    let least = least.max(1);
    let mut found = longest(a, b, least);
    found.sort_unstable_by(|x, y| y.len.cmp(&x.len).then((x.b, x.a).cmp(&(y.b, y.a))));
    let (mut used_a, mut used_b) = (vec![false; a.len()], vec![false; b.len()]);
    let mut taken = Vec::new();
    for run in found {
        for run in unused(run, &used_a, &used_b, least) {
            mark(&mut used_a, run.a, run.len);
            mark(&mut used_b, run.b, run.len);
            taken.push(run);
        }
    }
    taken.sort_unstable_by_key(|run| (run.b, run.a));
    taken
}

/// Every run that cannot be made longer, as far as the places tried show it.
fn longest(a: &[Word], b: &[Word], least: usize) -> Vec<Run> {
    let places = Places::of(a, least);
    let mut found: Vec<Run> = Vec::new();
    // For each shift between the texts, where the last run on it ended in `b`.
    let mut ended: FxHashMap<i64, usize> = FxHashMap::default();
    for (b_at, hash) in grams(b, least).enumerate() {
        for a_at in places.of_gram(hash) {
            let shift = a_at as i64 - b_at as i64;
            if ended.get(&shift).is_some_and(|&end| b_at < end) {
                continue;
            }
            let len = same_from(a, a_at, b, b_at);
            if len >= least {
                ended.insert(shift, b_at + len);
                found.push(Run { a: a_at, b: b_at, len });
            }
        }
    }
    found
}

/// Where each gram of a text stands, without a list of its own for each.
struct Places {
    first: FxHashMap<u64, u32>,
    /// For each place, the next one of the same gram, or [`u32::MAX`].
    next: Vec<u32>,
}

impl Places {
    fn of(words: &[Word], size: usize) -> Self {
        let hashes: Vec<u64> = grams(words, size).collect();
        let mut first = FxHashMap::with_capacity_and_hasher(hashes.len(), FxBuildHasher);
        let mut next = vec![u32::MAX; hashes.len()];
        for (at, (hash, next)) in hashes.iter().zip(&mut next).enumerate().rev() {
            *next = first.insert(*hash, at as u32).unwrap_or(u32::MAX);
        }
        Self { first, next }
    }

    /// The first [`MAX_PLACES`] places of a gram, in order.
    fn of_gram(&self, hash: u64) -> impl Iterator<Item = usize> + '_ {
        let first = self.first.get(&hash).map(|at| *at as usize);
        let next = |at: &usize| self.next.get(*at).map(|at| *at as usize);
        std::iter::successors(first, next).take(MAX_PLACES)
    }
}

/// How many words are equal from two places on.
fn same_from(a: &[Word], a_at: usize, b: &[Word], b_at: usize) -> usize {
    let (a, b) = (a.get(a_at..).unwrap_or(&[]), b.get(b_at..).unwrap_or(&[]));
    a.iter().zip(b).take_while(|(x, y)| x.hash == y.hash).count()
}

/// The parts of a run that no taken run covers.
fn unused(run: Run, used_a: &[bool], used_b: &[bool], least: usize) -> Vec<Run> {
    let mut parts = Vec::new();
    let mut len = 0;
    for at in 0..=run.len {
        let free = |used: &[bool], from: usize| used.get(from + at).is_some_and(|used| !used);
        if at < run.len && free(used_a, run.a) && free(used_b, run.b) {
            len += 1;
            continue;
        }
        if len >= least {
            parts.push(Run { a: run.a + at - len, b: run.b + at - len, len });
        }
        len = 0;
    }
    parts
}

fn mark(used: &mut [bool], from: usize, len: usize) {
    for used in used.iter_mut().skip(from).take(len) {
        *used = true;
    }
}

/// The hash of the `size` words that begin at each word, as far as there are so many.
pub(crate) fn grams(words: &[Word], size: usize) -> impl Iterator<Item = u64> {
    words.windows(size.max(1)).map(|gram| {
        // The hashes of words are spread already; turning them keeps their order.
        mix(gram.iter().fold(0, |hash: u64, word| hash.rotate_left(13) ^ word.hash))
    })
}

#[cfg(test)]
mod tests {
    use super::super::word::words;
    use super::*;
    use proptest::prelude::*;

    fn of(text: &str) -> Vec<Word> {
        words(text).collect()
    }

    fn show(a: &str, b: &str, least: usize) -> Vec<String> {
        let (a_words, b_words) = (of(a), of(b));
        runs(&a_words, &b_words, least)
            .iter()
            .filter_map(|run| {
                let first = b_words.get(run.b)?;
                let last = b_words.get(run.b + run.len - 1)?;
                b.get(first.start as usize..last.end as usize).map(str::to_owned)
            })
            .collect()
    }

    #[test]
    fn moved_passages_are_found_in_order_of_the_copy() {
        let a = "the old mill burned down on Friday and nobody was hurt";
        let b = "Nobody was hurt, they said; the old mill burned down.";
        assert_eq!(show(a, b, 3), ["Nobody was hurt", "the old mill burned down"]);
    }

    #[test]
    fn the_longest_run_is_taken_first() {
        let a = "x b c y a b c d";
        assert_eq!(show(a, "a b c d", 2), ["a b c d"]);
    }

    proptest! {
        /// Runs hold equal words, and no word stands in two of them.
        #[test]
        fn runs_are_equal_and_disjoint(a in "([abc] ){0,40}", b in "([abc] ){0,40}") {
            let (a, b) = (of(&a), of(&b));
            let (mut in_a, mut in_b) = (vec![0; a.len()], vec![0; b.len()]);
            for run in runs(&a, &b, 2) {
                prop_assert!(run.len >= 2);
                for at in 0..run.len {
                    prop_assert_eq!(a.get(run.a + at).map(|w| w.hash), b.get(run.b + at).map(|w| w.hash));
                    in_a[run.a + at] += 1;
                    in_b[run.b + at] += 1;
                }
            }
            prop_assert!(in_a.into_iter().chain(in_b).all(|n| n <= 1));
        }
    }
}
