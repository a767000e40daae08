//! Open facts about names: countries, places, organisations, offices, given names.

use crate::tables::{rows, words};
use crate::words::fold;
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::LazyLock;

/// A row a country: its code, its names, its demonyms, its cities.
pub const COUNTRIES: &str = include_str!("lexicon/en/countries.txt");
/// A row a country or state: its name, the places in it.
pub const PLACES: &str = include_str!("lexicon/en/places.txt");
/// A row a given name with its short and other forms.
pub const FORENAMES: &str = include_str!("lexicon/en/forenames.txt");

type Words = FxHashSet<&'static str>;
type Names = FxHashMap<&'static str, &'static str>;

/// The tables under `lexicon/en/`, indexed.
pub struct Gazetteer {
    /// Place name → its canonical name (`Britain` → `United Kingdom`; a city stands for itself).
    pub places: Names,
    /// City → the canonical name of its country.
    pub cities: Names,
    /// Demonym or adjective of nationality → the country's canonical name.
    pub demonyms: Names,
    /// Organisation name → its canonical name.
    pub organisations: Names,
    /// Words that make a capitalised run an organisation.
    pub organisation_words: Words,
    /// Forms of address and offices that stand before a name.
    pub roles: Words,
    /// The same in lower case without accents.
    pub folded_roles: FxHashSet<String>,
    /// The countries that `demonyms` lead to, in lower case without accents.
    pub folded_countries: FxHashSet<String>,
    /// The forms of address among them (`Mr`, `Sen.`).
    pub titles: Words,
    /// Given names.
    pub first_names: Words,
    /// Given names of all tables, lower case without accents.
    pub given_names: FxHashSet<String>,
    /// Words that begin sentences and are no part of a name, lower case.
    pub function_words: Words,
    /// Words before the name of a place.
    pub before_place: Words,
    /// Words after the name of a person.
    pub after_person: Words,
    /// Small words inside the names of people.
    pub particles: Words,
    /// Small words inside the names of organisations.
    pub joiners: Words,
}

impl Gazetteer {
    /// Whether some table knows a word as a given name.
    pub fn is_given(&self, word: &str) -> bool {
        self.first_names.contains(word) || self.given_names.contains(&fold(word))
    }
}

/// The gazetteer of the English tables.
pub static GAZETTEER: LazyLock<Gazetteer> = LazyLock::new(Gazetteer::english);

/// The longest name in the tables, in words.
pub const MAX_NAME_WORDS: usize = 6;

impl Gazetteer {
    fn english() -> Self {
        let (mut places, mut demonyms, mut cities) = <(Names, Names, Names)>::default();
        for row in rows(COUNTRIES) {
            let mut fields = row.split('|').skip(1);
            let names = list(fields.next());
            let Some(&country) = names.first() else { continue };
            places.extend(names.iter().map(|&name| (name, country)));
            demonyms.extend(list(fields.next()).into_iter().map(|word| (word, country)));
            for city in list(fields.next()) {
                cities.entry(city).or_insert(country);
                places.entry(city).or_insert(city);
            }
        }
        for row in rows(PLACES) {
            for place in list(row.split('|').nth(1)) {
                places.entry(place).or_insert(place);
            }
        }
        let mut organisations = Names::default();
        for row in rows(include_str!("lexicon/en/organisations.txt")) {
            let mut fields = row.split('|');
            let Some(name) = fields.next() else { continue };
            organisations.insert(name, name);
            organisations.extend(list(fields.next()).into_iter().map(|alias| (alias, name)));
        }
        let offices = || rows(include_str!("lexicon/en/roles.txt"));
        let office = |row: &'static str| row.split_once('|');
        let contexts = |position: &str| {
            rows(include_str!("lexicon/en/name_contexts.txt"))
                .filter(|row| row.split('|').next() == Some(position))
                .flat_map(|row| row.rsplit('|').next().unwrap_or("").split_whitespace())
                .collect()
        };
        Self {
            places,
            cities,
            folded_countries: demonyms.values().map(|country| fold(country)).collect(),
            demonyms,
            organisations,
            organisation_words: rows(include_str!("lexicon/en/organisation_words.txt")).collect(),
            roles: offices().filter_map(office).map(|(word, _)| word).collect(),
            folded_roles: offices().filter_map(office).map(|(word, _)| fold(word)).collect(),
            titles: offices()
                .filter_map(office)
                .filter(|(_, kind)| *kind == "title")
                .map(|(word, _)| word)
                .collect(),
            first_names: words(include_str!("lexicon/en/first_names.txt")).collect(),
            given_names: [
                include_str!("lexicon/en/first_names.txt"),
                include_str!("lexicon/en/given_names.txt"),
                include_str!("lexicon/en/world_given.txt"),
            ]
            .into_iter()
            .flat_map(words)
            .chain(rows(FORENAMES).flat_map(|row| row.split_whitespace().skip(1)))
            .map(fold)
            .collect(),
            function_words: words(include_str!("lexicon/en/function_words.txt")).collect(),
            before_place: contexts("before"),
            after_person: contexts("after"),
            particles: contexts("particle"),
            joiners: contexts("joiner"),
        }
    }
}

/// The kinds of entries that the name model sees, as bits.
///
/// The small tables that rules read too and the large ones of `world_*` have bits of their own: how far
/// an entry is to be trusted is learned from text.
pub(crate) mod table {
    pub(crate) const PLACE: u32 = 1;
    pub(crate) const ORGANISATION: u32 = 1 << 1;
    pub(crate) const DEMONYM: u32 = 1 << 2;
    pub(crate) const GIVEN: u32 = 1 << 3;
    pub(crate) const FAMILY: u32 = 1 << 4;
    pub(crate) const OFFICE: u32 = 1 << 5;
    pub(crate) const ORGANISATION_WORD: u32 = 1 << 6;
    pub(crate) const WORLD_PLACE: u32 = 1 << 16;
    pub(crate) const WORLD_BODY: u32 = 1 << 17;
    pub(crate) const WORLD_GIVEN: u32 = 1 << 18;
    pub(crate) const WORLD_FAMILY: u32 = 1 << 19;
    pub(crate) const ORGANISATION_END: u32 = 1 << 20;
}

/// Calls `with` for every entry of the tables that the name model sees, with the bit of its kind.
pub(crate) fn each_entry(mut with: impl FnMut(u32, &'static str)) {
    use table::{
        DEMONYM, FAMILY, GIVEN, OFFICE, ORGANISATION, ORGANISATION_END, ORGANISATION_WORD, PLACE,
        WORLD_BODY, WORLD_FAMILY, WORLD_GIVEN, WORLD_PLACE,
    };
    let mut all = |kind: u32, entries: Vec<&'static str>| {
        entries.into_iter().for_each(|entry| with(kind, entry));
    };
    all(PLACE, GAZETTEER.places.keys().copied().collect());
    all(ORGANISATION, GAZETTEER.organisations.keys().copied().collect());
    all(DEMONYM, GAZETTEER.demonyms.keys().copied().collect());
    all(GIVEN, GAZETTEER.first_names.iter().copied().collect());
    all(OFFICE, GAZETTEER.roles.iter().copied().collect());
    all(ORGANISATION_WORD, GAZETTEER.organisation_words.iter().copied().collect());
    for (kind, table) in [
        (GIVEN, include_str!("lexicon/en/given_names.txt")),
        (FAMILY, include_str!("lexicon/en/surnames.txt")),
        (WORLD_GIVEN, include_str!("lexicon/en/world_given.txt")),
        (WORLD_FAMILY, include_str!("lexicon/en/world_family.txt")),
        (ORGANISATION_END, include_str!("lexicon/en/organisation_ends.txt")),
    ] {
        all(kind, words(table).collect());
    }
    for (kind, table) in [
        (PLACE, include_str!("lexicon/en/cities.txt")),
        (ORGANISATION, include_str!("lexicon/en/companies.txt")),
        (WORLD_PLACE, include_str!("lexicon/en/world_cities.txt")),
        (WORLD_PLACE, include_str!("lexicon/en/world_regions.txt")),
        (WORLD_BODY, include_str!("lexicon/en/world_bodies.txt")),
    ] {
        all(kind, rows(table).flat_map(|row| row.split(';')).collect());
    }
}

/// The items of a `;` list.
pub fn list(field: Option<&'static str>) -> Vec<&'static str> {
    field.map_or_else(Vec::new, |items| items.split(';').filter(|item| !item.is_empty()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_is_read() {
        let gazetteer = &*GAZETTEER;
        assert_eq!(gazetteer.places.get("Britain"), Some(&"United Kingdom"));
        assert_eq!(gazetteer.cities.get("Athens"), Some(&"Greece"));
        assert_eq!(gazetteer.demonyms.get("Peruvian"), Some(&"Peru"));
        assert_eq!(gazetteer.organisations.get("AFP"), Some(&"Agence France-Presse"));
        assert!(gazetteer.organisation_words.contains("Ministry"));
        assert!(gazetteer.roles.contains("Mayor") && !gazetteer.titles.contains("Mayor"));
        assert!(gazetteer.titles.contains("Sen."));
        assert!(gazetteer.first_names.contains("Ada"));
        assert!(gazetteer.function_words.contains("however"));
        assert!(gazetteer.joiners.contains("of") && gazetteer.before_place.contains("near"));
    }
}
