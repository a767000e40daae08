//! Which tables know the words of a sentence: the gazetteers as marks on words, for the name finder.

use super::cluster::Clusters;
use super::feature::{Lexeme, mix};
use super::token;
use crate::gazetteer::{self, table};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// The tables of whole names.
const WHOLE: u32 = table::PLACE | table::ORGANISATION | table::WORLD_PLACE | table::WORLD_BODY;
/// Where the bits of names of several words lie: those of the first word, those of the others.
const FIRST: u32 = 8;
const FURTHER: u32 = 10;

/// The marks of the small tables, which rules read too.
pub(super) const SMALL: u32 = 0xFFFF;

/// The kinds of entry that a word has, small and large tables together.
pub(super) fn coarse(mark: u32) -> u64 {
    let of = |bits: u32, bit: u32| u64::from(mark & bits != 0) << bit;
    let whole = |small: u32| small | small << FIRST | small << FURTHER;
    of(whole(table::PLACE | table::WORLD_PLACE), 0)
        | of(whole(table::ORGANISATION | table::WORLD_BODY), 1)
        | of(table::DEMONYM, 2)
        | of(table::GIVEN | table::WORLD_GIVEN, 3)
        | of(table::FAMILY | table::WORLD_FAMILY, 4)
        | of(table::OFFICE, 5)
        | of(table::ORGANISATION_WORD | table::ORGANISATION_END, 6)
}

/// The numbers of the bits that are set.
pub(super) fn bits(mark: u32) -> impl Iterator<Item = u64> {
    let mut left = mark;
    std::iter::from_fn(move || {
        let bit = left.trailing_zeros();
        (left != 0).then(|| {
            left &= left - 1;
            u64::from(bit)
        })
    })
}

/// Which tables know the words of a sentence; a bit for each table, first and further words apart.
pub fn marks(words: &[Lexeme], marks: &mut Vec<u32>) {
    static PHRASES: LazyLock<Phrases> = LazyLock::new(Phrases::read);
    marks.clear();
    marks.resize(words.len(), 0);
    for start in 0..words.len() {
        let Some(longest) = words.get(start).and_then(|word| PHRASES.longest.get(&word.form))
        else {
            continue;
        };
        let mut key = 0;
        let mut found = Vec::new();
        for (n_words, word) in (1..=*longest).zip(words.iter().skip(start)) {
            key = mix(key, word.form);
            if let Some(bits) = PHRASES.bits.get(&key) {
                found.push((n_words, *bits));
            }
        }
        for (n_words, bits) in found {
            for (place, mark) in marks.iter_mut().skip(start).take(usize::from(n_words)).enumerate()
            {
                // Names of several words are surer than words alone, and have bits of their own.
                *mark |= if n_words > 1 && bits & WHOLE != 0 {
                    (bits & WHOLE) << if place == 0 { FIRST } else { FURTHER }
                } else {
                    bits
                };
            }
        }
    }
}

/// The entries of the tables as hashed words.
struct Phrases {
    bits: FxHashMap<u64, u32>,
    longest: FxHashMap<u64, u8>,
}

impl Phrases {
    fn read() -> Self {
        let mut phrases = Self { bits: FxHashMap::default(), longest: FxHashMap::default() };
        // Only the forms of the entries matter.
        let clusters = Clusters::default();
        let mut buffer = String::new();
        let mut lexemes = Vec::new();
        gazetteer::each_entry(|kind, entry| {
            lexemes.clear();
            for range in token::tokens(entry) {
                lexemes.push(Lexeme::new(entry.get(range).unwrap_or(""), &clusters, &mut buffer));
            }
            let Some(first) = lexemes.first() else { return };
            let n_words = lexemes.len().min(8) as u8;
            let longest = phrases.longest.entry(first.form).or_default();
            *longest = n_words.max(*longest);
            let key = lexemes.iter().fold(0, |key, word| mix(key, word.form));
            *phrases.bits.entry(key).or_default() |= kind;
        });
        phrases
    }
}
