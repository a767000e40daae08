//! Who bears which office in the story, learned from the tellings themselves.
//!
//! `Peruvian President Ada Cole` and `Ada Cole, the Peruvian president,` are facts that a telling states;
//! no table of office holders is kept. A description (`the Peruvian leader`) means the one person of whom
//! such a fact is told, first in its own article; where none or several fit, it stays open.

use super::item::Item;
use super::phrase::Thing;
use super::words::WORDS;
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};
use tellings_model::EntityKind;

/// That a person bears an office, as one telling says.
#[derive(Clone, Debug)]
pub(super) struct Fact {
    pub(super) person: String,
    pub(super) office: String,
    pub(super) of: Option<Thing>,
    pub(super) is_former: bool,
    /// The item whose words say so.
    pub(super) item: usize,
}

type Bearers = BTreeMap<Option<Thing>, BTreeSet<String>>;

/// The bearers of offices.
#[derive(Debug, Default)]
pub(super) struct Offices {
    in_witness: FxHashMap<(usize, String), Bearers>,
    in_story: FxHashMap<String, Bearers>,
    /// What the offices of a person belong to, by how often it is said.
    of_person: FxHashMap<String, BTreeMap<Thing, usize>>,
}

impl Offices {
    pub(super) fn of(facts: &[Fact], items: &[Item]) -> Self {
        let mut offices = Self::default();
        for fact in facts.iter().filter(|fact| !fact.is_former) {
            let Some(item) = items.get(fact.item) else { continue };
            let key = (item.witness, fact.office.clone());
            for bearers in [
                offices.in_witness.entry(key).or_default(),
                offices.in_story.entry(fact.office.clone()).or_default(),
            ] {
                bearers.entry(fact.of.clone()).or_default().insert(fact.person.clone());
            }
            if let Some(of) = &fact.of {
                let said = offices.of_person.entry(fact.person.clone()).or_default();
                *said.entry(of.clone()).or_default() += 1;
            }
        }
        offices
    }

    /// What a person's offices belong to; the most said, of equals the first by name.
    pub(super) fn belongs_to(&self, person: &str) -> Option<&Thing> {
        let said = self.of_person.get(person)?;
        said.iter().max_by_key(|(of, n)| (**n, std::cmp::Reverse(*of))).map(|(of, _)| of)
    }

    /// The one person whom an office means in a witness.
    pub(super) fn bearer(
        &self,
        witness: usize,
        office: &str,
        of: Option<&Thing>,
    ) -> Option<String> {
        let offices: Vec<&str> = if WORDS.is("ruler", office) && of.is_some() {
            WORDS.heads().collect()
        } else {
            vec![office]
        };
        let here = |office: &&str| self.in_witness.get(&(witness, (*office).to_owned()));
        let there = |office: &&str| self.in_story.get(*office);
        let Some(of) = of else {
            let bearers = offices.first().and_then(here).map(at_home).unwrap_or_default();
            if !bearers.is_empty() {
                return one(bearers);
            }
            // Only an office that is one in all news of a story is carried from article to article.
            let is_single = WORDS.is("head", office) || WORDS.is("single", office);
            let bearers = offices.first().filter(|_| is_single).and_then(there).map(at_home);
            return one(bearers.unwrap_or_default());
        };
        let exact = |bearers: &Bearers| bearers.get(&Some(of.clone())).cloned().unwrap_or_default();
        let found: BTreeSet<String> = offices.iter().filter_map(here).flat_map(exact).collect();
        if !found.is_empty() {
            return one(found);
        }
        let found: BTreeSet<String> = offices.iter().filter_map(there).flat_map(exact).collect();
        let may_be_home = WORDS.is("head", office) && of.0 == EntityKind::Place;
        if !found.is_empty() || !may_be_home {
            return one(found);
        }
        // `President Cole` names no country: `the Peruvian president` may be she if no other is told of.
        let story = offices.first().and_then(there)?;
        let home = story.keys().all(Option::is_none).then(|| at_home(story));
        one(home.unwrap_or_default())
    }
}

/// Those whose office needs no country to be named, where there are such: the home president.
fn at_home(bearers: &Bearers) -> BTreeSet<String> {
    match bearers.get(&None) {
        Some(home) => home.clone(),
        None => bearers.values().flatten().cloned().collect(),
    }
}

fn one(people: BTreeSet<String>) -> Option<String> {
    let mut people = people.into_iter();
    people.next().filter(|_| people.next().is_none())
}
