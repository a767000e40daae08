//! Text → the terms that grouping compares: words, names, figures, and the days it speaks of.
//!
//! Works on any text, annotated or not, at the speed of reading it.

use super::meaning::{self, Meaning};
use crate::copies::word::{Shape, Word, hash_of, hash_of_letters, mix};
use std::iter::{Copied, Peekable};
use std::slice::Iter;

/// What a term is. The kind is a part of the term's key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A word without its ending; words that tell the same are one term.
    Word,
    /// A word, or two neighbouring words, of a name; or a country, whatever it is called by.
    Name,
    /// A figure with the word that follows it, or a day of the year.
    Figure,
    /// Any of these, in the headline or the opening: what an article is about.
    Lead,
}

/// Number of kinds.
pub(crate) const KINDS: usize = 4;

/// A term: 30 bits of a hash and two of its kind.
pub(crate) type Term = u32;

/// Makes the term of a hash.
pub(crate) fn term(hash: u64, kind: Kind) -> Term {
    let upper = u32::try_from(hash >> 32).unwrap_or(0);
    (upper & !3) | kind as u32
}

/// The position of a term's kind, below [`KINDS`].
pub(crate) fn kind_idx(term: Term) -> usize {
    usize::try_from(term & 3).unwrap_or(0).min(KINDS - 1)
}

/// Tables of terms are made in so many parts side by side.
pub(crate) const PARTS: usize = 8;

/// The part of such a table that a term stands in, below [`PARTS`].
pub(crate) fn part_of(term: Term) -> usize {
    (term >> 2) as usize % PARTS
}

/// A term as it stands in headline or opening.
pub(crate) fn as_lead(term: Term) -> Term {
    term | Kind::Lead as Term
}

/// A term found in a text.
pub(crate) struct Found {
    pub(crate) term: Term,
    /// The bytes of the text it stands on.
    pub(crate) start: u32,
    pub(crate) end: u32,
}

/// Whether two sorted lists share an item.
pub(crate) fn share<T: Ord>(a: &[T], b: &[T]) -> bool {
    let (mut left, mut right) = (a.iter().peekable(), b.iter().peekable());
    while let (Some(x), Some(y)) = (left.peek(), right.peek()) {
        match x.cmp(y) {
            std::cmp::Ordering::Less => drop(left.next()),
            std::cmp::Ordering::Greater => drop(right.next()),
            std::cmp::Ordering::Equal => return true,
        }
    }
    false
}

/// Calls `take` with every term of a text, of which the words are given, in order.
///
/// Names are runs of words with capitals. A capital that only opens a sentence makes no name.
pub(crate) fn each_term(text: &str, words: &[Word], mut take: impl FnMut(Found)) {
    let mut before: Option<Seen> = None;
    let mut words = words.iter().copied().peekable();
    while let Some(word) = words.next() {
        let word = whole_number(text, word, &mut words);
        let seen = Seen::new(text, before, word);
        let mut found = |hash, kind, start| {
            take(Found { term: term(hash, kind), start, end: word.end });
        };
        if seen.number.is_some() {
            found(seen.hash(), Kind::Figure, word.start);
            if let Some(rough) = rough(text, word) {
                found(rough, Kind::Figure, word.start);
            }
        } else {
            found(seen.stem, Kind::Word, word.start);
        }
        if seen.is_name {
            found(word.hash, Kind::Name, word.start);
        }
        if let Some(Meaning::Country(country)) = seen.meaning
            && word.shape == Shape::Capital
        {
            found(country.rotate_left(7), Kind::Name, word.start);
        }
        if let Some(last) = before.filter(|_| seen.joined) {
            let pair = |a: u64, b: u64| mix(a.rotate_left(1) ^ b);
            if last.word.shape == Shape::Capital && word.shape == Shape::Capital {
                found(pair(last.word.hash, word.hash), Kind::Name, last.word.start);
            }
            if last.number.is_some() {
                found(pair(last.hash(), seen.stem), Kind::Figure, last.word.start);
            }
        }
        before = Some(seen);
    }
}

/// `4.1` and `12,500` are one figure each; the marks between thousands do not count.
fn whole_number(text: &str, word: Word, rest: &mut Peekable<Copied<Iter<'_, Word>>>) -> Word {
    let mut whole = word;
    while whole.shape == Shape::Figure
        && let Some(next) = rest.next_if(|next| {
            let gap = text.get(whole.end as usize..next.start as usize);
            next.shape == Shape::Figure && matches!(gap, Some("." | ","))
        })
    {
        whole.end = next.end;
    }
    if whole.end > word.end {
        let digits = text.get(whole.start as usize..whole.end as usize).unwrap_or("");
        whole.hash = hash_of_letters(digits.chars().filter(|&c| c != ','));
    }
    whole
}

/// What a figure of three digits and more is about: `412` and `more than 400` are alike.
fn rough(text: &str, word: Word) -> Option<u64> {
    let figure = text.get(word.start as usize..word.end as usize)?;
    let mut digits = figure.bytes().filter(|byte| *byte != b',');
    let first = digits.next().filter(u8::is_ascii_digit)?;
    let second = digits.next().filter(u8::is_ascii_digit)?;
    let n_more = digits.clone().filter(u8::is_ascii_digit).count();
    if n_more == 0 || n_more < digits.count() {
        return None;
    }
    let leading = u64::from(first - b'0') + u64::from(second >= b'5');
    Some(mix(leading.rotate_left(32) ^ (n_more as u64) ^ ROUGH))
}

/// Keeps rough figures apart from the hashes of words.
const ROUGH: u64 = 0x5f61_626f_7574_0001;

/// A word as the next one sees it.
#[derive(Clone, Copy)]
struct Seen {
    word: Word,
    meaning: Option<Meaning>,
    stem: u64,
    /// The hash of the figure that a figure or a number word stands for.
    number: Option<u64>,
    is_name: bool,
    /// Whether only a space, a hyphen or an initial's full stop parts it from the word before.
    joined: bool,
}

impl Seen {
    fn new(text: &str, before: Option<Self>, word: Word) -> Self {
        let meaning = meaning::of(word.hash);
        let number = match meaning {
            _ if word.shape == Shape::Figure => Some(word.hash),
            Some(Meaning::Number(figure)) => Some(figure),
            _ => None,
        };
        let letters = text.get(word.start as usize..word.end as usize).unwrap_or("");
        let stem = meaning::same_as(without_ending(letters).map_or(word.hash, hash_of));
        let opens = before.is_none_or(|last| opens_sentence(text, last.word, word));
        let joined = before.is_some_and(|last| joins(text, last.word, word));
        let is_name = word.shape == Shape::Capital && !opens;
        Self { word, meaning, stem, number, is_name, joined }
    }

    fn hash(&self) -> u64 {
        self.number.unwrap_or(self.word.hash)
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

/// The hash of a word without its ending: `deployed`, `deploys` and `deploying` are one.
pub(crate) fn stem(word: &str) -> u64 {
    without_ending(word).map_or_else(|| hash_of(word), hash_of)
}

/// A word without its ending, if it has one.
fn without_ending(word: &str) -> Option<&str> {
    const ENDINGS: [&str; 8] = ["ations", "ation", "ing", "ies", "ed", "es", "s", "e"];
    let last = word.as_bytes().last()? | 0x20;
    if !matches!(last, b'd' | b'e' | b'g' | b'n' | b's') {
        return None;
    }
    ENDINGS.iter().find_map(|ending| {
        let (rest, tail) = word.split_at_checked(word.len().checked_sub(ending.len())?)?;
        (tail.eq_ignore_ascii_case(ending) && rest.chars().nth(3).is_some()).then_some(rest)
    })
}
