//! Which names of organisations and other things name one thing.
//!
//! Names join where the tables say so, where one is the other's letters in brackets or its initials,
//! and where a short one begins exactly one long one of the story: `Northwind` for `Northwind Ferry Union`.

use super::words::{WORDS, country, known};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::{BTreeMap, BTreeSet};
use tellings_language::gazetteer::GAZETTEER;
use tellings_model::EntityKind;

/// Names longer than this, in words, lend no shorter form.
const MAX_WORDS: usize = 8;

/// The organisations and other things of a story, by the names that may stand for them.
#[derive(Debug, Default)]
pub(super) struct Bodies {
    names: FxHashSet<String>,
    /// Short form, with its kind → the long name.
    short: FxHashMap<(String, EntityKind), String>,
    /// Letters → the name, by brackets or initials.
    letters: FxHashMap<String, String>,
    /// Name without its country → the name with it.
    abroad: FxHashMap<String, String>,
}

impl Bodies {
    /// Gathers names, with their kinds, and the letters that stand in brackets behind some.
    pub(super) fn of<'a>(
        names: impl Iterator<Item = (&'a str, EntityKind)>,
        brackets: impl Iterator<Item = (&'a str, &'a str)>,
    ) -> Self {
        let mut kinds: BTreeMap<String, BTreeSet<EntityKind>> = BTreeMap::new();
        for (name, kind) in names {
            kinds.entry(plain(name)).or_default().insert(kind);
        }
        let mut bodies = Self { names: kinds.keys().cloned().collect(), ..Self::default() };
        let mut short: BTreeMap<(String, EntityKind), Vec<&str>> = BTreeMap::new();
        let mut letters: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        let mut abroad: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for (name, kinds) in &kinds {
            let words: Vec<&str> = name.split(' ').collect();
            let initials = initials(name);
            if initials.len() > 1 && words.len() > 1 {
                letters.entry(initials).or_default().push(name);
            }
            if let Some(rest) = without_country(name)
                && rest.contains(' ')
                && bodies.names.contains(rest)
            {
                abroad.entry(rest.to_owned()).or_default().push(name);
            }
            let is_trade =
                words.len() == 2 && words.get(1).is_some_and(|word| WORDS.is("trade", word));
            for n_words in 1..words.len().min(MAX_WORDS) {
                let kept = words.get(..n_words).unwrap_or(&[]);
                let form = kept.join(" ");
                if !is_trade && stands_alone(&form, kept) {
                    for kind in kinds {
                        short.entry((form.clone(), *kind)).or_default().push(name);
                    }
                }
            }
        }
        bodies.short = only(short);
        bodies.letters = only(letters);
        bodies.abroad = only(abroad);
        // What stands in brackets is said, and outweighs what is only the same letters.
        let mut said: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        let plain_names: Vec<(String, String)> =
            brackets.map(|(letters, name)| (plain(letters), plain(name))).collect();
        for (letters, name) in &plain_names {
            said.entry(letters.clone()).or_default().push(name);
        }
        bodies.letters.extend(only(said));
        bodies
    }

    /// The name that stands for all names of one thing.
    pub(super) fn body(&self, name: &str, kind: EntityKind) -> String {
        let mut name = plain(name);
        // Each step leads to a longer name or to the tables; a few suffice.
        for _ in 0..3 {
            let next = self.step(&name, kind);
            if next == name {
                break;
            }
            name = next;
        }
        name
    }

    fn step(&self, name: &str, kind: EntityKind) -> String {
        // The tables name national bodies without their country.
        let listed = known(name).or_else(|| without_country(name).and_then(known));
        if let Some((EntityKind::Organisation, listed)) = listed {
            return listed.to_owned();
        }
        if let Some((bare, trade)) = name.split_once(' ')
            && WORDS.is("trade", trade)
            && self.names.contains(bare)
        {
            return bare.to_owned();
        }
        let longer = self
            .abroad
            .get(name)
            .or_else(|| self.letters.get(name).filter(|_| is_letters(name)))
            .or_else(|| self.short.get(&(name.to_owned(), kind)));
        longer.map_or_else(|| name.to_owned(), Clone::clone)
    }

    /// Whether a single word is the first word of a firm or other organisation of the story.
    pub(super) fn begins_with(&self, word: &str) -> bool {
        let kinds = [EntityKind::Organisation, EntityKind::Other];
        kinds.into_iter().any(|kind| {
            self.short.get(&(word.to_owned(), kind)).is_some_and(|name| {
                name.split(' ').nth(1).is_some_and(|next| {
                    GAZETTEER.organisation_words.contains(next) || WORDS.is("trade", next)
                })
            })
        })
    }
}

/// A name with one form of its country and its letters: `US Air Force`, `U.N.`.
fn plain(name: &str) -> String {
    let name = name.strip_prefix("The ").unwrap_or(name);
    if name.contains('.') && name.chars().all(|c| c.is_uppercase() || c == '.') {
        return name.replace('.', "");
    }
    match split_country(name) {
        Some((country, rest)) => format!("{country} {rest}"),
        None => name.to_owned(),
    }
}

/// The country whose name a longer name begins with, and the rest.
fn split_country(name: &str) -> Option<(&'static str, &str)> {
    name.match_indices(' ').take(3).find_map(|(at, _)| {
        let (head, rest) = name.split_at(at);
        let country = country(head).filter(|_| !GAZETTEER.demonyms.contains_key(head))?;
        Some((country, rest.trim_start()))
    })
}

fn without_country(name: &str) -> Option<&str> {
    split_country(name).map(|(_, rest)| rest)
}

/// Whether the first words of a name may stand for it.
fn stands_alone(form: &str, words: &[&str]) -> bool {
    let (Some(first), Some(last)) = (words.first(), words.last()) else { return false };
    let given = || GAZETTEER.first_names.contains(first);
    !WORDS.is("small", last)
        && !WORDS.is("shared", form)
        && country(form).is_none()
        && !GAZETTEER.places.contains_key(form)
        && !WORDS.members.contains_key(form)
        && !WORDS.is_office(&form.to_lowercase())
        && !(words.len() == 1 && given())
}

/// Keeps the short forms of which all long names are forms of one.
fn only<K: Ord + std::hash::Hash + Eq>(long: BTreeMap<K, Vec<&str>>) -> FxHashMap<K, String> {
    let one = |names: Vec<&str>| {
        let longest = names.iter().max_by_key(|name| (name.len(), std::cmp::Reverse(**name)))?;
        let same = |name: &&str| longest.starts_with(*name) || initials(longest) == initials(name);
        names.iter().all(same).then(|| (*longest).to_owned())
    };
    long.into_iter().filter_map(|(key, names)| Some((key, one(names)?))).collect()
}

fn initials(name: &str) -> String {
    name.split([' ', '-'])
        .filter_map(|word| word.chars().next())
        .filter(|c| c.is_uppercase())
        .collect()
}

/// Whether a word is made of capitals: the letters of a longer name.
pub(super) fn is_letters(word: &str) -> bool {
    (2..9).contains(&word.chars().count())
        && word.chars().all(|c| c.is_uppercase() || matches!(c, '.' | '&'))
}

/// Whether letters can be those of a name: they stand in it in order, the first one first.
pub(super) fn are_letters_of(letters: &str, name: &str) -> bool {
    let mut left = name.chars().flat_map(char::to_uppercase);
    let mut wanted = letters.chars().filter(|c| c.is_alphabetic());
    let first = wanted.clone().next();
    name.contains(' ')
        && first == name.chars().next()
        && wanted.all(|letter| left.any(|c| c == letter))
}

#[cfg(test)]
mod tests {
    use super::*;
    use EntityKind::Organisation;

    fn show(names: &[&str], brackets: &[(&str, &str)], asked: &str) -> String {
        let bodies =
            Bodies::of(names.iter().map(|name| (*name, Organisation)), brackets.iter().copied());
        bodies.body(asked, Organisation)
    }

    #[test]
    fn letters_and_first_words_stand_for_the_long_name() {
        let names = ["Northwind Ferry Union", "NFU", "Northwind"];
        assert_eq!(show(&names, &[], "NFU"), "Northwind Ferry Union");
        assert_eq!(show(&names, &[], "Northwind"), "Northwind Ferry Union");
    }

    #[test]
    fn a_first_word_of_two_organisations_is_left_alone() {
        assert_eq!(show(&["Tidal Board", "Tidal Museum", "Tidal"], &[], "Tidal"), "Tidal");
    }

    #[test]
    fn brackets_say_what_letters_mean() {
        let names = ["Norse Sea Lines", "NOSELI"];
        assert_eq!(show(&names, &[("NOSELI", "Norse Sea Lines")], "NOSELI"), "Norse Sea Lines");
        assert!(are_letters_of("NOSELI", "Norse Sea Lines") && !are_letters_of("AFP", "Norse Sea"));
    }

    #[test]
    fn countries_have_one_form_in_names() {
        let names = ["US Coast Watch", "United States Coast Watch", "Coast Watch"];
        assert_eq!(show(&names, &[], "Coast Watch"), "United States Coast Watch");
        assert_eq!(show(&names, &[], "US Coast Watch"), "United States Coast Watch");
    }
}
