//! Wordings of one saying → the places at which they differ by a word or a few.
//!
//! `our river is holy` and `our river is sacred` are one frame with a slot. Every wording is
//! aligned with the longest (longest common subsequence of words: Wagner and Fischer 1974,
//! doi:10.1145/321796.321811); what stands between two aligned words in both is a slot.

use std::collections::BTreeMap;
use std::ops::Range;
use tellings_model::{Filling, Siglum, Slot, Wording, WordingRelation};

/// The most words of a slot; what is longer is another sentence, not another word.
const MAX_WORDS: usize = 6;
/// Words before a slot that are shown with it.
const SHOWN_BEFORE: usize = 3;
/// The longest wording that is aligned, in words.
const MAX_LENGTH: usize = 400;

/// The slots of a saying, in the order of the longest wording, which comes first.
pub(super) fn slots(wordings: &[Wording]) -> Vec<Slot> {
    let marked = |wording: &&Wording| wording.relation != WordingRelation::Paraphrased;
    let mut rows = wordings.iter().filter(marked).map(Row::of);
    let Some(longest) = rows.next() else { return Vec::new() };
    let others: Vec<(Row<'_>, Vec<(usize, usize)>)> = rows
        .map(|row| {
            let pairs = aligned(&longest.keys, &row.keys);
            (row, pairs)
        })
        .collect();
    let mut places: BTreeMap<(usize, usize), BTreeMap<String, Vec<Siglum>>> = BTreeMap::new();
    for (row, pairs) in &others {
        for (base, other) in gaps(&longest, row, pairs) {
            places
                .entry((base.start, base.end))
                .or_default()
                .entry(row.text(&other))
                .or_default()
                .extend(&row.witnesses);
        }
    }
    places
        .into_iter()
        .map(|((start, end), fillings)| {
            let mut same = longest.witnesses.clone();
            for (row, pairs) in &others {
                let n_kept = pairs.iter().filter(|(base, _)| (start..end).contains(base)).count();
                if n_kept == end - start {
                    same.extend(&row.witnesses);
                }
            }
            let own = Filling { text: longest.text(&(start..end)), witnesses: sorted(same) };
            let rest = fillings
                .into_iter()
                .map(|(text, witnesses)| Filling { text, witnesses: sorted(witnesses) });
            Slot {
                before: longest.text(&(start.saturating_sub(SHOWN_BEFORE)..start)),
                fillings: std::iter::once(own).chain(rest).collect(),
            }
        })
        .collect()
}

fn sorted(mut sigla: Vec<Siglum>) -> Vec<Siglum> {
    sigla.sort_unstable();
    sigla.dedup();
    sigla
}

/// A wording as words.
struct Row<'a> {
    words: Vec<&'a str>,
    keys: Vec<String>,
    witnesses: Vec<Siglum>,
}

impl<'a> Row<'a> {
    fn of(wording: &'a Wording) -> Self {
        let words: Vec<&str> = wording
            .text
            .split_whitespace()
            .filter(|word| word.contains(char::is_alphanumeric))
            .take(MAX_LENGTH)
            .collect();
        let key = |word: &&str| {
            let letters = word.chars().filter(|c| c.is_alphanumeric());
            letters.flat_map(char::to_lowercase).collect()
        };
        let witnesses = wording.citations.iter().map(|citation| citation.witness).collect();
        Self { keys: words.iter().map(key).collect(), words, witnesses }
    }

    /// The words of a range without the marks at their ends.
    fn text(&self, range: &Range<usize>) -> String {
        let words = self.words.get(range.clone()).unwrap_or(&[]).join(" ");
        let is_mark = |c: char| !c.is_alphanumeric();
        let words = words.trim_start_matches(is_mark);
        let bare = words.trim_end_matches(is_mark);
        // The full stop of `U.S.` is a part of the word, the one of a sentence is not.
        let is_short = bare.rsplit(' ').next().is_some_and(|word| word.contains('.'));
        match words.get(..=bare.len()).filter(|_| is_short) {
            Some(stopped) if stopped.ends_with('.') => stopped.to_owned(),
            _ => bare.to_owned(),
        }
    }

    fn ends_part(&self, at: usize) -> bool {
        self.words.get(at).is_some_and(|word| word.ends_with([',', ';', ':', '.', '!', '?', '—']))
    }
}

/// The stretches that stand between aligned words in both, neither of them empty nor long.
fn gaps(
    base: &Row<'_>,
    other: &Row<'_>,
    pairs: &[(usize, usize)],
) -> Vec<(Range<usize>, Range<usize>)> {
    let ends = [(base.keys.len(), other.keys.len())];
    let mut found = Vec::new();
    let mut last = (0, 0);
    for &(i, j) in pairs.iter().chain(&ends) {
        let (mut a, mut b) = (last.0..i, last.1..j);
        // Of `holy,` and `sacred, our` the parts up to the comma stand for each other.
        let part = |row: &Row<'_>, range: &Range<usize>| {
            range.clone().find(|&at| row.ends_part(at)).map(|at| at + 1)
        };
        if let (Some(end_a), Some(end_b)) = (part(base, &a), part(other, &b)) {
            (a.end, b.end) = (end_a, end_b);
        }
        if !a.is_empty() && !b.is_empty() && a.len() <= MAX_WORDS && b.len() <= MAX_WORDS {
            found.push((a, b));
        }
        last = (i + 1, j + 1);
    }
    found
}

/// A longest common subsequence, as pairs of places.
fn aligned(a: &[String], b: &[String]) -> Vec<(usize, usize)> {
    let width = b.len() + 1;
    let mut best = vec![0_u16; (a.len() + 1) * width];
    let at = |best: &[u16], i: usize, j: usize| best.get(i * width + j).copied().unwrap_or(0);
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            let value = if a.get(i) == b.get(j) {
                at(&best, i + 1, j + 1) + 1
            } else {
                at(&best, i + 1, j).max(at(&best, i, j + 1))
            };
            if let Some(cell) = best.get_mut(i * width + j) {
                *cell = value;
            }
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut pairs = Vec::new();
    while i < a.len() && j < b.len() {
        if a.get(i) == b.get(j) {
            pairs.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if at(&best, i + 1, j) >= at(&best, i, j + 1) {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}
