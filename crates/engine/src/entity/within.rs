//! What a thing belongs to: a city to its country, a ministry to its state, a mayor to the town.

use super::item::Item;
use super::offices::Offices;
use super::phrase::Thing;
use super::words::{WORDS, country};
use crate::annotate::words::Words;
use std::collections::{BTreeMap, BTreeSet};
use tellings_language::gazetteer::GAZETTEER;
use tellings_model::EntityKind;

/// What the things of a story belong to.
#[derive(Debug, Default)]
pub(super) struct Within {
    owners: BTreeMap<Thing, Thing>,
}

/// A chain of owners is followed no further.
const MAX_STEPS: usize = 4;

impl Within {
    /// Gathers what tables, names, offices and the tellings (`Zarn, Peru`) say.
    pub(super) fn of(
        items: &[Item],
        things: &[Option<Thing>],
        witnesses: &[Words<'_>],
        offices: &Offices,
    ) -> Self {
        let mut told: BTreeMap<&Thing, BTreeSet<Thing>> = BTreeMap::new();
        for (item, thing) in items.iter().zip(things) {
            let (Some(thing), Some(words)) = (thing, witnesses.get(item.witness)) else { continue };
            if let Some(owner) = told_place(item, thing, *words) {
                told.entry(thing).or_default().insert(owner);
            }
        }
        let mut owners = BTreeMap::new();
        for thing in things.iter().flatten() {
            if owners.contains_key(thing) {
                continue;
            }
            let told = || told.get(thing).filter(|owners| owners.len() == 1)?.first().cloned();
            let owner = match thing.0 {
                EntityKind::Person => offices.belongs_to(&thing.1).cloned(),
                EntityKind::Place => by_table(&thing.1).or_else(told),
                EntityKind::Organisation | EntityKind::Other => by_name(&thing.1),
            };
            if let Some(owner) = owner.filter(|owner| owner != thing) {
                owners.insert(thing.clone(), owner);
            }
        }
        Self { owners }
    }

    /// What a thing belongs to directly.
    pub(super) fn owner(&self, thing: &Thing) -> Option<Thing> {
        self.owners.get(thing).cloned().or_else(|| match thing.0 {
            EntityKind::Person => None,
            EntityKind::Place => by_table(&thing.1),
            EntityKind::Organisation | EntityKind::Other => by_name(&thing.1),
        })
    }

    /// The outermost of what a thing belongs to: a country, a party or itself.
    pub(super) fn top(&self, thing: &Thing) -> Thing {
        let mut top = thing.clone();
        for _ in 0..MAX_STEPS {
            match self.owner(&top) {
                Some(owner) if owner != top => top = owner,
                _ => break,
            }
        }
        top
    }
}

/// The country or state that stands behind the name of a place: `Zarn, Peru`.
fn told_place(item: &Item, thing: &Thing, words: Words<'_>) -> Option<Thing> {
    if thing.0 != EntityKind::Place || country(&thing.1).is_some() {
        return None;
    }
    let comma = item.tokens.clone().chain([item.tokens.end]).find(|at| words.at(*at) == ",")?;
    let owner = (1..=3).rev().find_map(|n_words| {
        let name = words.all(&(comma + 1..comma + 1 + n_words)).join(" ");
        let is_state = WORDS.inside.contains_key(name.as_str()) && name != thing.1;
        let place = country(&name).filter(|_| !GAZETTEER.demonyms.contains_key(name.as_str()));
        place.map(str::to_owned).or(is_state.then_some(name))
    })?;
    Some((EntityKind::Place, owner))
}

/// What the tables say a place lies in.
fn by_table(name: &str) -> Option<Thing> {
    if country(name).is_some() {
        return None;
    }
    WORDS.inside.get(name).map(|country| (EntityKind::Place, (*country).to_owned()))
}

/// What the tables and the words of a name say an organisation belongs to.
fn by_name(name: &str) -> Option<Thing> {
    let place = |country: &str| (EntityKind::Place, country.to_owned());
    let party = |party: &str| (EntityKind::Organisation, party.to_owned());
    let listed = WORDS.state_bodies.get(name).map(|country| place(country));
    let listed = listed.or_else(|| WORDS.party_bodies.get(name).map(|name| party(name)));
    listed.or_else(|| {
        // `Peruvian Navy`, `United States Coast Watch`, `Democratic Caucus`.
        (1..=3).rev().find_map(|n_words| {
            let (at, _) = name.match_indices(' ').nth(n_words - 1)?;
            let head = name.get(..at)?;
            let member = || WORDS.members.get(head).map(|name| party(name));
            country(head).map(place).or_else(member)
        })
    })
}
