//! Which names of people name one person.
//!
//! Full names join where family name, suffix and given names agree: equal, initial or short form.
//! A family name alone is the one person of the article who bears it, else the one of the story; where two
//! bear it, it is left open.

use super::words::WORDS;
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};
use tellings_language::gazetteer::GAZETTEER;
use tellings_language::words::fold;

/// A name of a person in parts, folded.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Parts {
    words: Vec<String>,
    suffix: Option<String>,
    /// The given name as it is written, for table look-ups.
    first: String,
    /// What the bearer is called, as the name says between marks: `Edward “Ted” Cole`.
    called: Option<String>,
}

impl Parts {
    fn of(name: &str) -> Self {
        let mut words: Vec<&str> = name.split([' ', ',']).filter(|word| !word.is_empty()).collect();
        while words.len() > 1 && words.first().is_some_and(|w| WORDS.is_title(&w.to_lowercase())) {
            words.remove(0);
        }
        let called = nickname(&words).map(|range| {
            let inside: Vec<String> = words.drain(range).map(fold).collect();
            inside.join(" ").trim_matches(not_a_letter).to_owned()
        });
        let suffix = (words.len() > 1)
            .then(|| words.pop_if(|last| WORDS.is("suffix", last)))
            .flatten()
            .map(|suffix| fold(suffix.trim_end_matches('.')));
        let first = words.first().map_or_else(String::new, |word| (*word).to_owned());
        let words = words.iter().map(|word| fold(word.trim_matches(['.', '’', '\'']))).collect();
        Self { words, suffix, first, called }
    }

    fn is_full(&self) -> bool {
        self.words.len() > 1 && !WORDS.is("particle", &self.first)
    }

    fn last(&self) -> &str {
        self.words.last().map_or("", String::as_str)
    }

    fn given(&self) -> &str {
        self.words.first().map_or("", String::as_str)
    }

    /// The first letter of the first middle name.
    fn middle(&self) -> Option<char> {
        (self.words.len() > 2).then(|| self.words.get(1)?.chars().next()).flatten()
    }

    fn key(&self) -> String {
        let name = self.words.join(" ");
        self.suffix.as_ref().map_or(name.clone(), |suffix| format!("{name} {suffix}"))
    }
}

type Keys = BTreeSet<String>;

/// The people of a story by all parts of their names.
#[derive(Debug, Default)]
pub(super) struct People {
    /// Full name → the key of the person.
    full: FxHashMap<String, String>,
    by_last: FxHashMap<String, Keys>,
    by_part: FxHashMap<String, Keys>,
    /// Parts of a full name without the given one, or without the last: → people.
    by_piece: FxHashMap<String, Keys>,
    /// What somebody is called, with the family name → the given name.
    called: FxHashMap<(String, String), String>,
    /// By witness and part: the people whom the witness names in full.
    in_witness: FxHashMap<(usize, String), Keys>,
}

impl People {
    /// Gathers the full names, each with the witness that has it.
    pub(super) fn of<'a>(names: impl Iterator<Item = (usize, &'a str)>) -> Self {
        let named: Vec<(usize, Parts)> = names
            .map(|(witness, name)| (witness, Parts::of(name)))
            .filter(|(_, parts)| parts.is_full())
            .collect();
        let mut people = Self::default();
        for (_, parts) in &named {
            if let Some(called) = &parts.called {
                let given = WORDS.full_given(parts.given());
                people.called.insert((called.clone(), parts.last().to_owned()), given);
            }
        }
        let mut by_last: BTreeMap<&str, BTreeMap<String, &Parts>> = BTreeMap::new();
        for (_, parts) in &named {
            by_last.entry(parts.last()).or_default().insert(parts.key(), parts);
        }
        for namesakes in by_last.values() {
            people.settle(namesakes);
        }
        people.pieces(&named);
        for (witness, parts) in &named {
            let Some(key) = people.full.get(&parts.key()) else { continue };
            for part in &parts.words {
                let entry = people.in_witness.entry((*witness, part.clone())).or_default();
                entry.insert(key.clone());
            }
        }
        people
    }

    /// Parts the full names with one family name into people.
    fn settle(&mut self, namesakes: &BTreeMap<String, &Parts>) {
        // Given name and suffix part them first, then the middle names where those differ.
        let mut groups: BTreeMap<(String, Option<&String>), Vec<&Parts>> = BTreeMap::new();
        let mut initials: Vec<&Parts> = Vec::new();
        for parts in namesakes.values() {
            if parts.given().chars().count() == 1 {
                initials.push(parts);
            } else {
                let called = (parts.given().to_owned(), parts.last().to_owned());
                let given = self.called.get(&called).cloned();
                let given = given.unwrap_or_else(|| WORDS.full_given(parts.given()));
                groups.entry((given, parts.suffix.as_ref())).or_default().push(parts);
            }
        }
        let mut people: Vec<(Option<char>, Vec<&Parts>)> = Vec::new();
        for ((given, _), group) in groups {
            let mut by_middle: BTreeMap<Option<char>, Vec<&Parts>> = BTreeMap::new();
            for parts in group {
                by_middle.entry(parts.middle()).or_default().push(parts);
            }
            let plain = by_middle.remove(&None).unwrap_or_default();
            let alone = by_middle.len() != 1;
            let initial = given.chars().next();
            for (_, mut parts) in by_middle {
                if !alone {
                    parts.extend(&plain);
                }
                people.push((initial, parts));
            }
            if alone && !plain.is_empty() {
                people.push((initial, plain));
            }
        }
        for parts in initials {
            let initial = parts.given().chars().next();
            let mut fit = people.iter_mut().filter(|(first, person)| {
                *first == initial && person.first().is_some_and(|one| one.suffix == parts.suffix)
            });
            match (fit.next(), fit.next()) {
                (Some((_, person)), None) => person.push(parts),
                _ => people.push((None, vec![parts])),
            }
        }
        for (_, person) in people {
            let keys = person.iter().map(|parts| parts.key());
            let Some(key) = keys.max_by_key(|key| (key.len(), std::cmp::Reverse(key.clone())))
            else {
                continue;
            };
            for parts in person {
                self.full.insert(parts.key(), key.clone());
                self.by_last.entry(parts.last().to_owned()).or_default().insert(key.clone());
                for part in &parts.words {
                    self.by_part.entry(part.clone()).or_default().insert(key.clone());
                }
            }
        }
    }

    /// Long names lend their pieces: `Vega Roja` for `Ines Vega Roja`, `Ines Vega` too.
    fn pieces(&mut self, named: &[(usize, Parts)]) {
        for (_, parts) in named.iter().filter(|(_, parts)| (3..8).contains(&parts.words.len())) {
            let Some(key) = self.full.get(&parts.key()).cloned() else { continue };
            let n_words = parts.words.len();
            for n_kept in 2..n_words {
                let head = parts.words.get(..n_kept).unwrap_or(&[]);
                let tail = parts.words.get(n_words - n_kept..).unwrap_or(&[]);
                for piece in [head, tail] {
                    self.by_piece.entry(piece.join(" ")).or_default().insert(key.clone());
                }
            }
        }
        // A piece that is somebody's full name already joins that person, if nothing speaks against it.
        let mut n_names: FxHashMap<&str, usize> = FxHashMap::default();
        for (_, parts) in named {
            if let Some(key) = self.full.get(&parts.key()) {
                *n_names.entry(key).or_default() += usize::from(*key != parts.key());
            }
        }
        let mut joins: Vec<(&Parts, String)> = Vec::new();
        for (_, parts) in named {
            let own = parts.key();
            let Some(key) = self.full.get(&own) else { continue };
            let is_given = |word: Option<&String>| word.is_some_and(|word| is_given_name(word));
            let Some(longer) = self.by_piece.get(&own).filter(|keys| keys.len() == 1) else {
                continue;
            };
            let Some(longer) = longer.first().filter(|longer| *longer != key) else { continue };
            let at_end = longer.ends_with(&own) && !is_given(parts.words.first());
            let at_start = longer.starts_with(&own) && !is_given(parts.words.last());
            let alone = n_names.get(key.as_str()).is_none_or(|n_others| *n_others == 0);
            if parts.suffix.is_none() && (at_end || at_start) && alone {
                joins.push((parts, longer.clone()));
            }
        }
        for (parts, longer) in joins {
            let own = parts.key();
            self.full.insert(own.clone(), longer.clone());
            for part in &parts.words {
                for index in [&mut self.by_last, &mut self.by_part] {
                    if let Some(keys) = index.get_mut(part)
                        && keys.remove(&own)
                    {
                        keys.insert(longer.clone());
                    }
                }
            }
        }
    }

    /// The person whom a name means in a witness; `None` where more than one fits.
    ///
    /// A name that fits nobody's full name stands for itself.
    pub(super) fn person(&self, witness: usize, name: &str, title: Option<&str>) -> Option<String> {
        let parts = Parts::of(name);
        if parts.is_full() {
            let key = parts.key();
            return Some(self.full.get(&key).cloned().unwrap_or(key));
        }
        let part = parts.last();
        let bears = |key: &&String| {
            let given = key.split(' ').next().unwrap_or("");
            let suffix = parts.suffix.as_ref();
            title.is_none_or(|title| WORDS.agree(title, given))
                && suffix.is_none_or(|suffix| key.ends_with(&format!(" {suffix}")))
        };
        let last = |keys: Option<&Keys>| -> Keys {
            let all: Keys = keys
                .into_iter()
                .flatten()
                .filter(|key| self.by_last.get(part).is_some_and(|last| last.contains(*key)))
                .filter(bears)
                .cloned()
                .collect();
            // The elder bears no suffix, and is meant by the bare name.
            let plain: Keys = all.iter().filter(|key| !has_suffix(key)).cloned().collect();
            if plain.is_empty() || parts.suffix.is_some() { all } else { plain }
        };
        let here = self.in_witness.get(&(witness, part.to_owned()));
        for keys in [last(here), last(self.by_last.get(part))] {
            if let Some(key) = keys.first() {
                return (keys.len() == 1).then(|| key.clone());
            }
        }
        let mut wide = here.filter(|keys| keys.len() == 1);
        if wide.is_none() && here.is_none() && !is_given_name(part) {
            wide = self.by_part.get(part).filter(|keys| keys.len() == 1);
        }
        Some(wide.and_then(|keys| keys.first()).cloned().unwrap_or_else(|| parts.key()))
    }

    /// Whether a word is a part of somebody's full name.
    pub(super) fn knows(&self, word: &str) -> bool {
        self.by_part.contains_key(&fold(word))
    }
}

/// Where a name between marks stands inside a longer name, with its marks, which may stand alone.
fn nickname(words: &[&str]) -> Option<std::ops::Range<usize>> {
    let opens = |word: &&str| word.starts_with(['“', '"', '‘']);
    let start = words.iter().skip(1).position(opens)? + 1;
    let closes = |at: &usize| {
        let word = words.get(*at).copied().unwrap_or("");
        word.ends_with(['”', '"', '’']) && (*at > start || word.chars().nth(1).is_some())
    };
    let end = (start..words.len().saturating_sub(1)).find(closes)?;
    Some(start..end + 1)
}

fn not_a_letter(c: char) -> bool {
    !c.is_alphabetic()
}

fn has_suffix(key: &str) -> bool {
    key.rsplit(' ').next().is_some_and(|last| matches!(last, "jr" | "sr" | "ii" | "iii"))
}

/// Whether a folded word is in the tables of given names.
fn is_given_name(word: &str) -> bool {
    GAZETTEER.given_names.contains(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(names: &[(usize, &str)], asked: (usize, &str)) -> String {
        let people = People::of(names.iter().copied());
        people.person(asked.0, asked.1, None).unwrap_or_else(|| "open".to_owned())
    }

    #[test]
    fn a_family_name_is_the_person_of_the_article_first() {
        let names = [(0, "Ada Cole"), (1, "Ben Cole")];
        assert_eq!(show(&names, (0, "Cole")), "ada cole");
        assert_eq!(show(&names, (1, "Mr. Cole")), "ben cole");
        assert_eq!(show(&names, (2, "Cole")), "open");
    }

    #[test]
    fn given_names_join_by_initial_and_short_form_only() {
        let names = [(0, "Robert S. Cole"), (1, "Bob Cole"), (2, "R. Cole"), (3, "Rita Lund")];
        assert_eq!(show(&names, (1, "Bob Cole")), "robert s cole");
        assert_eq!(show(&names, (2, "R. Cole")), "robert s cole");
        let two = [(0, "Robert Cole"), (0, "Rita Cole"), (1, "R. Cole")];
        assert_eq!(show(&two, (1, "R. Cole")), "r cole");
    }

    #[test]
    fn a_name_between_marks_is_what_its_bearer_is_called() {
        let names = [(0, "Edwin “ Skip ” Cole"), (1, "Edwin R. Cole"), (2, "Skip Cole")];
        for (witness, name) in names {
            assert_eq!(show(&names, (witness, name)), "edwin r cole");
        }
    }

    #[test]
    fn middle_names_that_differ_part_people() {
        let names = [(0, "George H. Cole"), (1, "George W. Cole"), (2, "George Cole")];
        assert_eq!(show(&names, (2, "George Cole")), "george cole");
        assert_eq!(show(&names, (0, "George H. Cole")), "george h cole");
    }

    #[test]
    fn a_double_family_name_joins_the_long_name() {
        let names = [(0, "Ines Orduz Zamalka"), (1, "Orduz Zamalka")];
        assert_eq!(show(&names, (1, "Orduz Zamalka")), "ines orduz zamalka");
    }

    #[test]
    fn the_son_is_not_the_father() {
        let names = [(0, "Adam Cole"), (0, "Adam Cole Jr.")];
        assert_eq!(show(&names, (0, "Cole")), "adam cole");
        assert_eq!(show(&names, (0, "Cole Jr.")), "adam cole jr");
    }
}
