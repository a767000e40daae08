//! Which names of one story name the same thing.
//!
//! A name is first brought to its core: offices and descriptions in front of it, legal forms behind
//! it and appositions after it go (`U.S. President Ada Cole` → `Ada Cole`, `Acme Motor Co.` → `Acme
//! Motor`). Cores join where a table says so, where they are initials of each other, and where a
//! short one fits exactly one long one: the family name of a person, the first words of an organisation.
//! A description without a name (`the mayor`) joins the one person who bears that office in the story.

use crate::annotate::gazetteer::GAZETTEER;
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};
use tellings_model::EntityKind;

/// Legal forms and like words at the end of the names of organisations.
const LEGAL_FORMS: [&str; 18] = [
    "Inc",
    "Inc.",
    "Corp",
    "Corp.",
    "Corporation",
    "Co",
    "Co.",
    "Company",
    "Ltd",
    "Ltd.",
    "LLC",
    "PLC",
    "plc",
    "Plc",
    "N.V.",
    "S.A.",
    "AG",
    "Group",
];

/// What makes two names one: kind and core.
type Key = (EntityKind, String);

/// Gives every name the number of its entity, in order of first use, and the kind of the entity.
pub(crate) fn gather(names: &[(&str, EntityKind)]) -> Vec<(usize, EntityKind)> {
    let cores: Vec<Core> = names.iter().map(|(name, kind)| Core::of(name, *kind)).collect();
    let links = Links::of(&cores);
    let mut numbers: FxHashMap<Key, usize> = FxHashMap::default();
    cores
        .iter()
        .map(|core| {
            let key = links.key(core);
            let kind = key.0;
            let n_entities = numbers.len();
            (*numbers.entry(key).or_insert(n_entities), kind)
        })
        .collect()
}

/// A name without what stands around it.
struct Core {
    kind: EntityKind,
    name: String,
    /// The office in front of it, or that it is, in lower case (`president`).
    office: Option<String>,
    /// Whether it is a description and no name.
    is_description: bool,
}

impl Core {
    fn of(name: &str, kind: EntityKind) -> Self {
        let head = name.split([',', '(']).next().unwrap_or(name).trim();
        let head = ["’s", "'s", " 's", " ’s", "'", "’"]
            .iter()
            .fold(head, |head, end| head.strip_suffix(end).unwrap_or(head));
        let mut words: Vec<&str> = head.split_whitespace().collect();
        while words.len() > 1 && words.first().is_some_and(|word| is_article(word)) {
            words.remove(0);
        }
        // Tables know whole names, offices inside them included.
        let whole = words.join(" ");
        if let Some((kind, name)) = known(&whole, kind) {
            return Self { kind, name, office: None, is_description: false };
        }
        let office = last_office(&words);
        if let Some((_, end)) = office
            && end >= words.len()
        {
            let office = office.map(|(start, end)| lower(&words, start, end));
            return Self { kind, name: whole.to_lowercase(), office, is_description: true };
        }
        let after_office = office.map_or(0, |(_, end)| end);
        let start = words
            .iter()
            .rposition(|word| word.starts_with(char::is_lowercase) && !is_joiner(word))
            .map_or(after_office, |at| after_office.max(at + 1));
        let is_description = start >= words.len();
        let mut core: Vec<&str> = words.get(start..).unwrap_or(&[]).to_vec();
        if is_description {
            core = words.clone();
        }
        while core.len() > 1 && core.last().is_some_and(|last| LEGAL_FORMS.contains(last)) {
            core.pop();
        }
        let name = core.join(" ");
        let office = office.map(|(start, end)| lower(&words, start, end));
        match known(&name, kind) {
            Some((kind, name)) => Self { kind, name, office, is_description: false },
            None if is_description => {
                Self { kind, name: name.to_lowercase(), office, is_description }
            }
            None => Self { kind, name, office, is_description },
        }
    }
}

fn lower(words: &[&str], start: usize, end: usize) -> String {
    words.get(start..end).unwrap_or(&[]).join(" ").to_lowercase()
}

fn is_article(word: &str) -> bool {
    matches!(word.to_lowercase().as_str(), "the" | "a" | "an" | "``")
}

fn is_joiner(word: &str) -> bool {
    GAZETTEER.joiners.contains(word) || GAZETTEER.particles.contains(word) || word == "and"
}

/// The last words of office in a name: first word and end.
fn last_office(words: &[&str]) -> Option<(usize, usize)> {
    let capital = |word: &str| {
        let mut chars = word.chars();
        chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect::<String>())
    };
    let is_office = |start: usize, end: usize| {
        let phrase: Vec<String> =
            words.get(start..end).unwrap_or(&[]).iter().map(|word| capital(word)).collect();
        GAZETTEER.roles.contains(phrase.join(" ").as_str())
    };
    (0..words.len()).rev().find_map(|last| {
        (last.saturating_sub(2)..=last)
            .find(|start| is_office(*start, last + 1))
            .map(|start| (start, last + 1))
    })
}

/// What the tables call a name; demonyms stand for their country.
fn known(name: &str, kind: EntityKind) -> Option<Key> {
    let place = || GAZETTEER.places.get(name).or_else(|| GAZETTEER.demonyms.get(name));
    let organisation = || GAZETTEER.organisations.get(name);
    match kind {
        EntityKind::Place => place().map(|place| (EntityKind::Place, (*place).to_owned())),
        EntityKind::Person => None,
        EntityKind::Organisation | EntityKind::Other => organisation()
            .map(|name| (EntityKind::Organisation, (*name).to_owned()))
            .or_else(|| place().map(|place| (EntityKind::Place, (*place).to_owned()))),
    }
}

/// The long names of a story by the short ones that may stand for them.
struct Links {
    /// People by family name.
    people: BTreeMap<String, BTreeSet<String>>,
    /// Organisations by initials and by first word.
    organisations: BTreeMap<String, BTreeSet<String>>,
    /// People by office.
    offices: BTreeMap<String, BTreeSet<String>>,
}

impl Links {
    fn of(cores: &[Core]) -> Self {
        let mut links = Self {
            people: BTreeMap::new(),
            organisations: BTreeMap::new(),
            offices: BTreeMap::new(),
        };
        for core in cores.iter().filter(|core| !core.is_description) {
            let Some((first, _)) = core.name.split_once(' ') else { continue };
            let name = || core.name.clone();
            match core.kind {
                EntityKind::Person => {
                    let last = core.name.rsplit(' ').next().unwrap_or("").to_owned();
                    links.people.entry(last).or_default().insert(name());
                }
                EntityKind::Organisation | EntityKind::Other => {
                    let initials = initials_of(&core.name);
                    if initials.len() > 1 {
                        links.organisations.entry(initials).or_default().insert(name());
                    }
                    if !GAZETTEER.places.contains_key(first)
                        && !GAZETTEER.demonyms.contains_key(first)
                    {
                        links.organisations.entry(first.to_owned()).or_default().insert(name());
                    }
                }
                EntityKind::Place => {}
            }
        }
        let mut offices: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for core in
            cores.iter().filter(|core| !core.is_description && core.kind == EntityKind::Person)
        {
            if let Some(office) = &core.office {
                let (_, person) = links.name_key(core);
                offices.entry(office.clone()).or_default().insert(person);
            }
        }
        links.offices = offices;
        links
    }

    /// The key that all names of one entity share.
    fn key(&self, core: &Core) -> Key {
        if !core.is_description {
            return self.name_key(core);
        }
        let bearer = core.office.as_ref().and_then(|office| only(self.offices.get(office)));
        bearer.map_or_else(|| (core.kind, core.name.clone()), |person| (EntityKind::Person, person))
    }

    fn name_key(&self, core: &Core) -> Key {
        if !core.name.contains(' ') {
            let plain = core.name.replace('.', "");
            if let Some(full) = only(self.people.get(&core.name))
                && core.kind != EntityKind::Place
            {
                return (EntityKind::Person, full);
            }
            if core.kind != EntityKind::Place
                && core.kind != EntityKind::Person
                && let Some(full) = only(self.organisations.get(&plain))
            {
                return (EntityKind::Organisation, full);
            }
        }
        if core.kind == EntityKind::Person
            && let Some(full) = self.same_person(&core.name)
        {
            return (EntityKind::Person, full);
        }
        // A long name of an organisation that begins with another's (`Acme Motor`, `Acme Motor Works`).
        (core.kind, core.name.clone())
    }

    /// The longest name with the same given and family name (`Robert S. Cole`, `Robert Cole`).
    fn same_person(&self, name: &str) -> Option<String> {
        let (first, _) = name.split_once(' ')?;
        let namesakes = self.people.get(name.rsplit(' ').next()?)?;
        let same = namesakes.iter().filter(|other| other.split(' ').next() == Some(first));
        same.max_by_key(|other| (other.len(), std::cmp::Reverse(*other))).cloned()
    }
}

/// The only one of the long names; several names of one person or organisation count as one.
fn only(names: Option<&BTreeSet<String>>) -> Option<String> {
    let names = names?;
    let longest = names.iter().max_by_key(|name| (name.len(), std::cmp::Reverse(*name)))?;
    let ends = |name: &str| {
        (name.split(' ').next().map(str::to_owned), name.rsplit(' ').next().map(str::to_owned))
    };
    let same = |name: &String| {
        name == longest || (ends(name) == ends(longest)) || longest.starts_with(name.as_str())
    };
    names.iter().all(same).then(|| longest.clone())
}

fn initials_of(name: &str) -> String {
    name.split([' ', '-'])
        .filter_map(|word| word.chars().next())
        .filter(|c| c.is_uppercase())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(names: &[(&str, EntityKind)]) -> Vec<usize> {
        gather(names).into_iter().map(|(number, _)| number).collect()
    }

    use EntityKind::{Organisation, Person, Place};

    #[test]
    fn a_surname_and_an_office_stand_for_the_person() {
        let names = [
            ("Peruvian President Ada Cole", Person),
            ("Mr. Cole", Person),
            ("the president", Person),
            ("Ada M. Cole", Person),
        ];
        assert_eq!(show(&names), [0, 0, 0, 0]);
    }

    #[test]
    fn an_office_of_two_people_stands_for_neither() {
        let names = [
            ("President Ada Cole", Person),
            ("President Ben Lund", Person),
            ("the president", Person),
        ];
        assert_eq!(show(&names), [0, 1, 2]);
    }

    #[test]
    fn organisations_join_by_initials_first_word_and_legal_form() {
        let names = [
            ("Northwind Ferry Union", Organisation),
            ("NFU", Organisation),
            ("Northwind", Organisation),
            ("Acme Inc.", Organisation),
            ("Acme", Organisation),
        ];
        assert_eq!(show(&names), [0, 0, 0, 1, 1]);
    }

    #[test]
    fn a_demonym_stands_for_its_country() {
        assert_eq!(
            show(&[("Peru", Place), ("Peruvian", Place), ("the Peruvians", Place)])[..2],
            [0, 0]
        );
    }
}
