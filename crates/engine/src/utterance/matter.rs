//! What a wording speaks of, whatever the order of its words: for paraphrases and for wordings
//! that run two sentences together.

use super::grouping::{Item, Sets};
use crate::annotate::quote::lexicon::{Kinds, Lexicon};
use crate::apparatus::stem::stem;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// Stems that two wordings of one speaker must share to be one saying in other words, as a share
/// of the shorter and as a number.
const SHARE: f32 = 0.6;
const SHARED: usize = 3;
/// The share of a wording that two sentences in a row must hold together, and neither alone.
const TOGETHER: f32 = 0.7;
/// How many wordings that share a speaker and a stem are compared each with each; of more, each is
/// compared with the next two.
const MAX_CROWD: usize = 16;

/// The content words of a wording as stems, sorted, each once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Matter(Vec<u32>);

/// Stems → numbers.
#[derive(Default)]
pub(crate) struct Stems(FxHashMap<String, u32>);

impl Stems {
    /// The content words of a text: small words left out, numbers kept.
    pub(crate) fn read(&mut self, text: &str, lexicon: &Lexicon, matter: &mut Matter) {
        let small = Kinds::FUNCTION.or(Kinds::DETERMINER).or(Kinds::POSSESSIVE);
        for word in text.split(|c: char| !c.is_alphanumeric() && !matches!(c, '’' | '\'')) {
            let word = word.trim_matches(['’', '\'']);
            if word.chars().nth(1).is_none() {
                continue;
            }
            let kinds = lexicon.kinds(&word.to_lowercase());
            if kinds.any(small) && !kinds.any(Kinds::WEEKDAY) {
                continue;
            }
            let next = u32::try_from(self.0.len()).unwrap_or(u32::MAX);
            matter.0.push(*self.0.entry(stem(word)).or_insert(next));
        }
        matter.0.sort_unstable();
        matter.0.dedup();
    }
}

impl Matter {
    fn shared(&self, other: &Self) -> usize {
        self.0.iter().filter(|stem| other.0.binary_search(stem).is_ok()).count()
    }

    fn is_like(&self, other: &Self) -> bool {
        let shared = self.shared(other);
        let shorter = self.0.len().min(other.0.len());
        shared >= SHARED && shared as f32 >= SHARE * shorter as f32
    }

    fn with(&self, other: &Self) -> Self {
        let mut both = [self.0.as_slice(), other.0.as_slice()].concat();
        both.sort_unstable();
        both.dedup();
        Self(both)
    }
}

/// Joins wordings of one speaker in different tellings that speak of the same in other words.
///
/// Words between marks bring the clause they stand in along where the other wording has no marks.
pub(super) fn join_paraphrases(items: &[Item], sets: &mut Sets) {
    let mut crowds: BTreeMap<(&str, u32), Vec<usize>> = BTreeMap::new();
    for (idx, item) in items.iter().enumerate() {
        let Some(speaker) = &item.speaker else { continue };
        for &stem in &item.clause.0 {
            crowds.entry((speaker, stem)).or_default().push(idx);
        }
    }
    let mut pairs: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for crowd in crowds.values() {
        let reach = if crowd.len() <= MAX_CROWD { crowd.len() } else { 2 };
        for (at, &a) in crowd.iter().enumerate() {
            for &b in crowd.iter().skip(at + 1).take(reach) {
                *pairs.entry((a, b)).or_default() += 1;
            }
        }
    }
    for (&(a, b), _) in pairs.iter().filter(|(_, shared)| **shared >= SHARED) {
        let (Some(x), Some(y)) = (items.get(a), items.get(b)) else { continue };
        let like = match (x.marked, y.marked) {
            (true, true) => x.matter.is_like(&y.matter),
            (true, false) | (false, true) => x.clause.is_like(&y.clause),
            (false, false) => false,
        };
        // A question is not told by a statement.
        if x.witness != y.witness && x.asks == y.asks && like {
            sets.join(a, b);
        }
    }
}

/// Joins a wording to two sentences in a row of another telling that hold its words together, and
/// neither of them alone: `“A summer, taken back in minutes”`.
pub(super) fn join_run_together(items: &[Item], a: &[usize], b: &[usize], sets: &mut Sets) {
    for &whole in a {
        let Some(x) = items.get(whole).filter(|x| x.speaker.is_some()) else { continue };
        for pair in b.windows(2) {
            let [first, second] = *pair else { continue };
            let (Some(y), Some(z)) = (items.get(first), items.get(second)) else { continue };
            if y.speaker != x.speaker || z.speaker != x.speaker {
                continue;
            }
            let held = |matter: &Matter| x.matter.shared(matter) as f32;
            let (length, both) = (x.matter.0.len() as f32, held(&y.matter.with(&z.matter)));
            let (of_first, of_second) = (held(&y.matter), held(&z.matter));
            let together = both >= SHARED as f32 && both >= TOGETHER * length;
            let needed = both > of_first && both > of_second;
            let alone = of_first.max(of_second) >= TOGETHER * length;
            if together && needed && !alone {
                sets.join(whole, first);
                sets.join(whole, second);
            }
        }
    }
}
