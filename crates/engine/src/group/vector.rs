//! Article → vector: its words, names and figures, each weighted by how rare it is.
//!
//! Works on any text, annotated or not, at the speed of reading it.

use crate::copies::word::{Shape, Word, hash_of, mix, words};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// What a term is. The kind is a part of the term's key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A word in small letters.
    Word,
    /// A word, or two neighbouring words, of a name.
    Name,
    /// A figure with the word that follows it.
    Figure,
}

/// Number of kinds.
pub(crate) const KINDS: usize = 3;

/// A term: 30 bits of a hash and two of its kind.
pub(crate) type Term = u32;

fn term(hash: u64, kind: Kind) -> Term {
    let upper = u32::try_from(hash >> 32).unwrap_or(0);
    (upper & !3) | kind as u32
}

/// The position of a term's kind, below [`KINDS`].
pub(crate) fn kind_idx(term: Term) -> usize {
    usize::try_from(term & 3).unwrap_or(0).min(KINDS - 1)
}

/// A term found in a text.
pub(crate) struct Found {
    pub(crate) term: Term,
    /// The bytes of the text it stands on.
    pub(crate) start: u32,
    pub(crate) end: u32,
}

/// Calls `take` with every term of a text, in order.
///
/// Names are runs of words with capitals. A capital that only opens a sentence makes no name.
pub(crate) fn each_term(text: &str, mut take: impl FnMut(Found)) {
    let mut before: Option<Word> = None;
    let mut before_was_name = false;
    for word in words(text) {
        let joined = before.is_some_and(|last| joins(text, last, word));
        let opens = before.is_none_or(|last| opens_sentence(text, last, word));
        let plain = |hash, kind| Found { term: term(hash, kind), start: word.start, end: word.end };
        let stemmed = || stem(text.get(word.start as usize..word.end as usize).unwrap_or(""));
        match word.shape {
            Shape::Lower => take(plain(stemmed(), Kind::Word)),
            Shape::Figure => take(plain(word.hash, Kind::Figure)),
            Shape::Capital => {
                take(plain(stemmed(), Kind::Word));
                if !opens {
                    take(plain(word.hash, Kind::Name));
                }
            }
        }
        if let Some(last) = before
            && joined
        {
            let pair = mix(last.hash.rotate_left(1) ^ word.hash);
            let at = |kind| Found { term: term(pair, kind), start: last.start, end: word.end };
            match (last.shape, word.shape) {
                (Shape::Capital, Shape::Capital) if before_was_name || !opens => {
                    take(at(Kind::Name));
                }
                (Shape::Figure, _) => take(at(Kind::Figure)),
                _ => {}
            }
        }
        before_was_name = word.shape == Shape::Capital;
        before = Some(word);
    }
}

/// Whether only a space, a hyphen or an initial's full stop parts two words.
fn joins(text: &str, last: Word, word: Word) -> bool {
    let gap = text.get(last.end as usize..word.start as usize).unwrap_or("");
    let initial = last.end - last.start == 1 && last.shape == Shape::Capital;
    gap == " " || gap == "-" || (initial && gap == ". ")
}

/// Whether a sentence or a line begins between two words.
fn opens_sentence(text: &str, last: Word, word: Word) -> bool {
    let gap = text.get(last.end as usize..word.start as usize).unwrap_or("");
    let initial = last.end - last.start == 1 && last.shape == Shape::Capital;
    gap.contains(['\n', '!', '?', ':', '"', '“', '‘'])
        || (gap.contains('.') && !initial && gap.len() > 1)
}

/// How often the terms of a text stand in it: sorted by term.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Counts(pub(crate) Vec<(Term, u16)>);

/// The most terms an article is known by; a longer one is known by those that stand first.
const MAX_TERMS: usize = 1200;

/// The terms of an article: the headline counts three times, as it says what the text is about.
pub(crate) fn counts<'a>(title: &str, body: impl Iterator<Item = &'a str>) -> Counts {
    let mut seen: FxHashMap<Term, u16> = FxHashMap::default();
    // Headlines are often written in Capitals All Over, so they give words and no names.
    each_term(title, |found| {
        if kind_idx(found.term) != Kind::Name as usize {
            let count = seen.entry(found.term).or_default();
            *count = count.saturating_add(2);
        }
    });
    for piece in body {
        each_term(piece, |found| {
            if seen.len() < MAX_TERMS || seen.contains_key(&found.term) {
                let count = seen.entry(found.term).or_default();
                *count = count.saturating_add(1);
            }
        });
    }
    let mut counts: Vec<(Term, u16)> = seen.into_iter().collect();
    counts.sort_unstable();
    Counts(counts)
}

/// How rare each term is among the articles at hand, on top of what is known of the language.
pub(crate) struct Rarity {
    n_texts: f32,
    n_holding: FxHashMap<Term, u32>,
}

impl Rarity {
    /// Counts the texts that hold each term.
    pub(crate) fn of<'a>(all: impl Iterator<Item = &'a Counts>) -> Self {
        let mut n_holding: FxHashMap<Term, u32> = FxHashMap::default();
        let mut n_texts = 0.0;
        for counts in all {
            n_texts += 1.0;
            for &(term, _) in &counts.0 {
                *n_holding.entry(term).or_default() += 1;
            }
        }
        Self { n_texts, n_holding }
    }

    /// The logarithm of how many texts there are for each that holds the term.
    ///
    /// A few articles cannot tell a rare word from a common one, so [`PRIOR_TEXTS`] imagined
    /// articles stand beside them, in which words are as frequent as the lexicon says.
    pub(crate) fn weight(&self, term: Term) -> f32 {
        let holding = self.n_holding.get(&term).map_or(0.0, |&n| n as f32);
        let prior = PRIOR.get(&term).copied().unwrap_or(RARE);
        ((self.n_texts + PRIOR_TEXTS) / (holding + PRIOR_TEXTS * prior)).ln().max(0.0)
    }
}

/// Imagined articles of the language at large.
const PRIOR_TEXTS: f32 = 500.0;
/// Share of them that hold a word the lexicon does not list.
const RARE: f32 = 0.002;

static PRIOR: LazyLock<FxHashMap<Term, f32>> = LazyLock::new(|| {
    let table = include_str!("../lexicon/en/frequent_words.txt");
    let mut prior = FxHashMap::default();
    for line in table.lines().filter(|line| !line.starts_with('#')) {
        let mut listed = line.split_whitespace();
        let share = match listed.next() {
            Some("most") => 0.7,
            _ => 0.15,
        };
        for word in listed.flat_map(|word| word.split(['.', '\''])) {
            prior.entry(term(hash_of(word), Kind::Name)).or_insert(share);
            prior.entry(term(stem(word), Kind::Word)).or_insert(share);
        }
    }
    prior
});

/// The weighted terms of an article, sorted by term; the terms of each kind have length one.
#[derive(Clone, Debug, Default)]
pub(crate) struct Vector(pub(crate) Vec<(Term, f32)>);

/// The most terms a vector keeps of each kind: the weightiest.
const KEPT: [usize; KINDS] = [120, 80, 40];

impl Vector {
    /// Weighs the terms of an article.
    pub(crate) fn new(counts: &Counts, rarity: &Rarity) -> Self {
        let mut kept = Vec::new();
        for (kind, &most) in KEPT.iter().enumerate() {
            let mut of_kind: Vec<(Term, f32)> = counts
                .0
                .iter()
                .filter(|(term, _)| kind_idx(*term) == kind)
                .map(|&(term, n)| (term, (1.0 + f32::from(n).ln()) * rarity.weight(term)))
                .filter(|&(_, weight)| weight > 0.0)
                .collect();
            of_kind.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            of_kind.truncate(most);
            let length = of_kind.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt();
            kept.extend(of_kind.into_iter().map(|(term, weight)| (term, weight / length)));
        }
        kept.sort_unstable_by_key(|&(term, _)| term);
        Self(kept)
    }

    /// The cosine of two articles in each kind of term.
    pub(crate) fn cosines(&self, other: &Self) -> [f32; KINDS] {
        let mut cosines = [0.0; KINDS];
        self.each_shared(other, |term, product| {
            if let Some(cosine) = cosines.get_mut(kind_idx(term)) {
                *cosine += product;
            }
        });
        cosines
    }

    /// Calls `take` with every term that both have, and the product of its weights.
    pub(crate) fn each_shared(&self, other: &Self, mut take: impl FnMut(Term, f32)) {
        let (mut left, mut right) = (self.0.iter().peekable(), other.0.iter().peekable());
        while let (Some(&&(a, x)), Some(&&(b, y))) = (left.peek(), right.peek()) {
            match a.cmp(&b) {
                std::cmp::Ordering::Less => drop(left.next()),
                std::cmp::Ordering::Greater => drop(right.next()),
                std::cmp::Ordering::Equal => {
                    take(a, x * y);
                    left.next();
                    right.next();
                }
            }
        }
    }
}

/// The share of news texts that hold a word, as the lexicon has it; by the word's [`stem`].
pub(crate) fn commonness(stem: u64) -> f32 {
    PRIOR.get(&term(stem, Kind::Word)).copied().unwrap_or(RARE)
}

/// The hash of a word without its ending: `deployed`, `deploys` and `deploying` are one.
pub(crate) fn stem(word: &str) -> u64 {
    const ENDINGS: [&str; 8] = ["ations", "ation", "ing", "ies", "ed", "es", "s", "e"];
    let small = word.to_lowercase();
    let cut = ENDINGS
        .iter()
        .find_map(|ending| small.strip_suffix(ending).filter(|rest| rest.chars().count() > 3));
    hash_of(cut.unwrap_or(&small))
}
