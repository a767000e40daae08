//! The tables by which names and descriptions are taken apart.

use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::LazyLock;
use tellings_language::gazetteer::{COUNTRIES, FORENAMES, GAZETTEER, PLACES, list};
use tellings_language::tables::rows;
use tellings_model::EntityKind;

type Set = FxHashSet<&'static str>;

/// What the words of one kind in `lexicon/en/entity_words.txt` are for.
pub(super) struct EntityWords {
    by_kind: FxHashMap<&'static str, Set>,
    /// Offices and forms of address in lower case.
    offices: FxHashSet<String>,
    /// The first words of all offices, and those that make another one of it.
    office_starts: FxHashSet<String>,
    titles: FxHashSet<String>,
    /// Given name or form of address → whether a woman bears it.
    is_female: FxHashMap<&'static str, bool>,
    nicknames: FxHashMap<&'static str, &'static str>,
    /// House or seat → the country it speaks for.
    pub(super) state_bodies: FxHashMap<&'static str, &'static str>,
    /// Body of a party → the party.
    pub(super) party_bodies: FxHashMap<&'static str, &'static str>,
    /// Name of a party or of all its members → the party.
    pub(super) parties: FxHashMap<&'static str, &'static str>,
    /// Words for members (`Democratic`) → the party.
    pub(super) members: FxHashMap<&'static str, &'static str>,
    /// Name, demonym or adjective → the country.
    countries: FxHashMap<&'static str, &'static str>,
    /// City, state or other place → the country it lies in.
    pub(super) inside: FxHashMap<&'static str, &'static str>,
}

/// The words of English.
pub(super) static WORDS: LazyLock<EntityWords> = LazyLock::new(EntityWords::english);

impl EntityWords {
    fn english() -> Self {
        let mut by_kind: FxHashMap<&'static str, Set> = FxHashMap::default();
        for row in rows(include_str!("../lexicon/en/entity_words.txt")) {
            if let Some((kind, words)) = row.split_once('|') {
                by_kind.entry(kind).or_default().extend(list(Some(words)));
            }
        }
        let lower = |words: &mut dyn Iterator<Item = &&'static str>| {
            words.map(|word| word.to_lowercase()).collect::<FxHashSet<String>>()
        };
        let titles = lower(&mut GAZETTEER.titles.iter());
        let mut offices = lower(&mut GAZETTEER.roles.iter());
        for kind in ["head", "ruler", "single", "office"] {
            offices.extend(by_kind.get(kind).into_iter().flatten().map(|word| (*word).to_owned()));
        }
        let first = |office: &String| office.split(' ').next().map(str::to_owned);
        let mut office_starts: FxHashSet<String> = offices.iter().filter_map(first).collect();
        let lesser = by_kind.get("lesser").into_iter().flatten();
        office_starts.extend(lesser.map(|word| (*word).to_owned()));
        let mut is_female = FxHashMap::default();
        for row in rows(FORENAMES) {
            let mut words = row.split_whitespace();
            let sex = words.next() == Some("forename_female");
            is_female.extend(words.map(|word| (word, sex)));
        }
        for (kind, sex) in [("female", true), ("male", false)] {
            is_female.extend(by_kind.get(kind).into_iter().flatten().map(|word| (*word, sex)));
        }
        let mut nicknames = FxHashMap::default();
        for row in rows(include_str!("../lexicon/en/nicknames.txt")) {
            if let Some((full, short)) = row.split_once('|') {
                nicknames.extend(short.split_whitespace().map(|short| (short, full)));
            }
        }
        let mut state_bodies = FxHashMap::default();
        for row in rows(include_str!("../lexicon/en/state_bodies.txt")) {
            if let Some((country, bodies)) = row.split_once('|') {
                state_bodies.extend(list(Some(bodies)).into_iter().map(|body| (body, country)));
            }
        }
        let (mut parties, mut members) = (FxHashMap::default(), FxHashMap::default());
        let mut party_bodies = FxHashMap::default();
        for row in rows(include_str!("../lexicon/en/parties.txt")) {
            let mut fields = row.split('|');
            let Some(party) = fields.next() else { continue };
            parties.insert(party, party);
            parties.extend(list(fields.next()).into_iter().map(|name| (name, party)));
            members.extend(list(fields.next()).into_iter().map(|word| (word, party)));
            party_bodies.extend(list(fields.next()).into_iter().map(|body| (body, party)));
        }
        let (mut countries, mut inside) = (FxHashMap::default(), FxHashMap::default());
        for row in rows(COUNTRIES) {
            let mut fields = row.split('|').skip(1);
            let names = list(fields.next());
            let Some(&country) = names.first() else { continue };
            countries.extend(names.into_iter().map(|name| (name, country)));
            countries.extend(list(fields.next()).into_iter().map(|people| (people, country)));
            for city in list(fields.next()) {
                inside.entry(city).or_insert(country);
            }
        }
        for row in rows(PLACES) {
            if let Some(("state", names)) = row.split_once('|') {
                inside.extend(list(Some(names)).into_iter().map(|name| (name, "United States")));
            }
        }
        Self {
            by_kind,
            is_female,
            offices,
            office_starts,
            titles,
            nicknames,
            state_bodies,
            party_bodies,
            parties,
            members,
            countries,
            inside,
        }
    }

    /// Whether a word is of a kind of the table.
    pub(super) fn is(&self, kind: &str, word: &str) -> bool {
        self.by_kind.get(kind).is_some_and(|words| words.contains(word))
    }

    /// Whether words in lower case are an office or a form of address.
    ///
    /// With a word such as `deputy` before it an office is another one.
    pub(super) fn is_office(&self, words: &str) -> bool {
        let whole = |(first, rest)| self.is("lesser", first) && self.offices.contains(rest);
        self.offices.contains(words) || words.split_once(' ').is_some_and(whole)
    }

    /// Whether an office may begin with a word.
    pub(super) fn begins_office(&self, word: &str) -> bool {
        self.office_starts.contains(word.to_lowercase().as_str())
    }

    /// Whether words in lower case are a form of address that says no office.
    pub(super) fn is_title(&self, words: &str) -> bool {
        self.titles.contains(words) && !self.is("head", words)
    }

    /// The offices of those whom a noun may stand for: `leader` for `president` and its like.
    pub(super) fn heads(&self) -> impl Iterator<Item = &'static str> {
        ["head", "ruler"].into_iter().filter_map(|kind| self.by_kind.get(kind)).flatten().copied()
    }

    /// Whether a form of address and a folded given name are of one sex, as far as the tables know.
    pub(super) fn agree(&self, title: &str, given: &str) -> bool {
        match (self.is_female.get(title), self.is_female.get(given)) {
            (Some(a), Some(b)) => a == b,
            _ => true,
        }
    }

    /// The full form of a folded given name that is a short one: `bob` → `robert`.
    pub(super) fn full_given(&self, given: &str) -> String {
        self.nicknames.get(given).map_or_else(|| given.to_owned(), |full| (*full).to_owned())
    }
}

/// The country that words name, by its name or that of its people: `Mexico`, `Mexican`.
pub(super) fn country(words: &str) -> Option<&'static str> {
    WORDS.countries.get(words).copied()
}

/// What a name is by the tables, with its canonical form.
pub(super) fn known(name: &str) -> Option<(EntityKind, &'static str)> {
    country(name)
        .map(|place| (EntityKind::Place, place))
        .or_else(|| WORDS.parties.get(name).map(|party| (EntityKind::Organisation, *party)))
        .or_else(|| GAZETTEER.organisations.get(name).map(|name| (EntityKind::Organisation, *name)))
}

/// Whether a word ends the names of firms: a legal form, as `Inc.`, or a word of trade, as `Motors`.
pub(crate) fn ends_firm(word: &str) -> bool {
    WORDS.is("legal", word) || WORDS.is("trade", word)
}

/// Whether an office is the head of a firm, who speaks for it.
pub(crate) fn heads_firm(office: &str) -> bool {
    WORDS.is("firm", office)
}

/// Whether a common noun stands for a firm.
pub(crate) fn is_firm_noun(noun: &str) -> bool {
    WORDS.is("company", noun)
}

/// Whether a word begins with a capital.
pub(super) fn is_capital(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
}
