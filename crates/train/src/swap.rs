//! Copies of texts in which people, places and organisations bear other names.
//!
//! News tells of people whom no training text names. A text with its names replaced teaches what stands
//! around names rather than which ones there are: half of the new names come from the tables, the other
//! half are blends of two of them that no table holds. Method: Dai and Adel 2020 (mention replacement),
//! doi:10.18653/v1/2020.coling-main.343.

use crate::{names::Named, names::Text, perceptron::Shuffle};
use std::collections::BTreeMap;

const GIVEN: &str = include_str!("../../language/src/lexicon/en/world_given.txt");
const FAMILY: &str = include_str!("../../language/src/lexicon/en/world_family.txt");
const CITIES: &str = include_str!("../../language/src/lexicon/en/world_cities.txt");
const REGIONS: &str = include_str!("../../language/src/lexicon/en/world_regions.txt");
const BODIES: &str = include_str!("../../language/src/lexicon/en/world_bodies.txt");

/// The names to choose from.
struct Pool {
    given: Vec<&'static str>,
    family: Vec<&'static str>,
    places: Vec<&'static str>,
    bodies: Vec<&'static str>,
}

/// Adds a copy of every text with a name, under other names; each seed chooses others.
pub(crate) fn foreign(texts: &mut Vec<Text>, seed: u64) {
    let rows = |table: &'static str| table.lines().filter(|row| !row.starts_with('#'));
    let pool = Pool {
        given: rows(GIVEN).flat_map(str::split_whitespace).collect(),
        family: rows(FAMILY).flat_map(str::split_whitespace).collect(),
        places: rows(CITIES).chain(rows(REGIONS)).flat_map(|row| row.split(';')).collect(),
        bodies: rows(BODIES).flat_map(|row| row.split(';')).collect(),
    };
    let mut chance = Shuffle(seed);
    for at in 0..texts.len() {
        let mut swap = Swap { pool: &pool, chance: &mut chance, words: BTreeMap::new() };
        let copy: Text = texts[at]
            .iter()
            .filter(|sentence| !sentence.names.is_empty())
            .map(|s| swap.sentence(s))
            .collect();
        if !copy.is_empty() {
            texts.push(copy);
        }
    }
}

/// The new names of one text: a name that comes again gets the same new one.
struct Swap<'a> {
    pool: &'a Pool,
    chance: &'a mut Shuffle,
    words: BTreeMap<(usize, String), Vec<String>>,
}

impl Swap<'_> {
    fn sentence(&mut self, sentence: &Named) -> Named {
        let mut names = sentence.names.clone();
        names.sort_unstable();
        let mut out = Named::default();
        let mut at = 0;
        for (start, end, kind) in names {
            out.tokens.extend_from_slice(sentence.tokens.get(at..start).unwrap_or(&[]));
            let from = out.tokens.len();
            let words = sentence.tokens.get(start.max(at)..end).unwrap_or(&[]);
            let new = self.name(words, kind);
            out.tokens.extend(new);
            if out.tokens.len() > from {
                out.names.push((from, out.tokens.len(), kind));
            }
            at = end.max(at);
        }
        out.tokens.extend_from_slice(sentence.tokens.get(at..).unwrap_or(&[]));
        out
    }

    fn name(&mut self, words: &[String], kind: usize) -> Vec<String> {
        match kind {
            0 => (0..)
                .zip(words)
                .flat_map(|(at, word)| self.of_person(word, at, words.len()))
                .collect(),
            1 if words.len() == 1 => self.whole(words, kind),
            1 => words.iter().flat_map(|word| self.in_organisation(word)).collect(),
            2 if words.len() < 3 => self.whole(words, kind),
            _ => words.to_vec(),
        }
    }

    /// A word of a person's name: all but the last are given names.
    fn of_person(&mut self, word: &str, at: usize, n_words: usize) -> Vec<String> {
        if !is_name_word(word) {
            return vec![word.to_owned()];
        }
        // A name alone is the family name that stood behind a given one, or a new one.
        let is_given = at + 1 < n_words || self.words.contains_key(&(3, word.to_lowercase()));
        let key = (if is_given { 3 } else { 4 }, word.to_lowercase());
        let pool = if is_given { &self.pool.given } else { &self.pool.family };
        let new = self.words.entry(key).or_insert_with(|| vec![pick(pool, self.chance, true)]);
        new.iter().map(|new| cased(new, word)).collect()
    }

    /// A whole name for a whole name.
    fn whole(&mut self, words: &[String], kind: usize) -> Vec<String> {
        if !words.iter().all(|word| is_name_word(word) || is_acronym(word)) {
            return words.to_vec();
        }
        let key = (kind, words.join(" ").to_lowercase());
        let pool = if kind == 1 { &self.pool.bodies } else { &self.pool.places };
        let new = self.words.entry(key).or_insert_with(|| {
            if words.iter().all(|word| is_acronym(word)) && kind == 2 {
                return words.to_vec();
            }
            if words.iter().all(|word| is_acronym(word)) {
                return vec![acronym(self.chance)];
            }
            let name = pick(pool, self.chance, kind == 2);
            name.split(' ').map(str::to_owned).collect()
        });
        let model = words.first().map_or("", String::as_str);
        new.iter()
            .map(|new| if is_acronym(new) { new.clone() } else { cased(new, model) })
            .collect()
    }

    /// A word in the name of an organisation: people and places in it change.
    fn in_organisation(&mut self, word: &str) -> Vec<String> {
        let held = |table: &[&str]| table.contains(&word);
        if !is_name_word(word) {
            return vec![word.to_owned()];
        }
        if held(&self.pool.family) || held(&self.pool.given) {
            return self.of_person(word, 0, 1);
        }
        if held(&self.pool.places) {
            return self.whole(&[word.to_owned()], 2);
        }
        vec![word.to_owned()]
    }
}

/// A capital and small letters, or small letters as in careless writing: no initial, number or mark.
fn is_name_word(word: &str) -> bool {
    word.chars().count() > 2 && word.chars().all(|c| c.is_alphabetic() || c == '-' || c == '\'')
}

fn is_acronym(word: &str) -> bool {
    word.len() > 1 && word.chars().all(|c| c.is_uppercase() || c == '.')
}

fn acronym(chance: &mut Shuffle) -> String {
    let n_letters = 3 + chance.next() % 3;
    (0..n_letters).map(|_| char::from(b'A' + (chance.next() % 26) as u8)).collect()
}

/// A name of the pool, or where `blends` every second time one that no table holds.
fn pick(pool: &[&str], chance: &mut Shuffle, blends: bool) -> String {
    let mut one = || pool[(chance.next() % pool.len() as u64) as usize];
    let (first, second) = (one(), one());
    if !blends || chance.next().is_multiple_of(2) || first.contains(' ') || second.contains(' ') {
        return first.to_owned();
    }
    let cut = |name: &str| {
        let middle = name.chars().count() / 2;
        name.char_indices().nth(middle).map_or(name.len(), |(at, _)| at)
    };
    let head = &first[..cut(first)];
    let tail = &second[cut(second)..];
    format!("{head}{}", tail.to_lowercase())
}

/// `new` in the letters of `old`: all capitals, all small, or as it is.
fn cased(new: &str, old: &str) -> String {
    if old.chars().count() > 1 && old.chars().all(char::is_uppercase) {
        new.to_uppercase()
    } else if old.starts_with(char::is_lowercase) {
        new.to_lowercase()
    } else {
        new.to_owned()
    }
}
