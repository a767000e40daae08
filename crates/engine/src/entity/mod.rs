//! Mentions over all tellings of a story → entities.
//!
//! Read in this order: `item.rs` (the names and descriptions of a witness), `phrase.rs` (their parts:
//! name, office, what it belongs to), `join.rs` (which of them mean one thing) with `people.rs`,
//! `bodies.rs`, `offices.rs` and `within.rs`; `kinds.rs` says first which names are bodies', `words.rs` holds the
//! tables. A wrong join is worse than a missing
//! one: what fits two people is left open.

mod bodies;
mod item;
mod join;
mod kinds;
mod offices;
mod people;
mod phrase;
mod unite;
mod within;
mod words;

pub(crate) use unite::unite;
pub(crate) use words::{ends_firm, heads_firm, is_firm_noun};

use crate::annotate::words::Words;
use item::Item;
use join::Joined;
use phrase::Thing;
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};
use tellings_language::gazetteer::{GAZETTEER, MAX_NAME_WORDS};
use tellings_model::{
    Annotations, Article, Citation, Entity, EntityId, EntityKind, Mention, Office, Siglum, Witness,
};
use words::WORDS;

/// Gathers the mentions of all witnesses into entities and writes their ids back to the mentions.
///
/// Entities are numbered by first mention, witnesses in order. Mentions of no known kind become
/// entities too, under their own words; a description (`the mayor`) becomes an alias of the person it
/// means wherever it stands in the story, and none where it means nobody for sure. The same witnesses
/// give the same entities; a witness that shares no name with the others changes none of theirs.
/// Time grows with the number of mentions.
pub fn entities(witnesses: &mut [Witness]) -> Vec<Entity> {
    let mut annotated: Vec<(&Article, &mut Annotations)> =
        witnesses.iter_mut().map(|witness| (&witness.article, &mut witness.annotations)).collect();
    resolve(&mut annotated)
}

/// Fills `entities` of one article alone, and the ids of its mentions.
pub fn entities_of_article(article: &Article, annotations: &mut Annotations) {
    annotations.entities = resolve(&mut [(article, annotations)]);
}

fn resolve(witnesses: &mut [(&Article, &mut Annotations)]) -> Vec<Entity> {
    kinds::settle(witnesses);
    let (numbers, entities) = {
        let words: Vec<Words<'_>> =
            witnesses.iter().map(|(article, annotations)| Words { article, annotations }).collect();
        let mut items: Vec<Item> =
            (0..).zip(&words).flat_map(|(witness, words)| item::items(witness, *words)).collect();
        let joined = join::join(&mut items, &words);
        gather(&items, &joined, &words)
    };
    for ((_, annotations), numbers) in witnesses.iter_mut().zip(numbers) {
        for (mention, (number, kind)) in annotations.mentions.iter_mut().zip(numbers) {
            mention.entity = Some(id(number));
            mention.kind = kind;
        }
    }
    entities
}

type Numbers = Vec<Vec<(usize, EntityKind)>>;

/// Numbers the things by first mention, and gathers their names, roles and offices.
fn gather(items: &[Item], joined: &Joined, words: &[Words<'_>]) -> (Numbers, Vec<Entity>) {
    // The items in the order of the mentions that they are.
    let mut by_mention: Vec<Vec<Option<usize>>> =
        words.iter().map(|words| vec![None; words.annotations.mentions.len()]).collect();
    for (idx, item) in items.iter().enumerate() {
        if let Some(slot) =
            item.mention.and_then(|mention| by_mention.get_mut(item.witness)?.get_mut(mention))
        {
            *slot = Some(idx);
        }
    }
    let mut by_thing: FxHashMap<Thing, usize> = FxHashMap::default();
    let mut gathered: Vec<(Gathered, Option<Thing>)> = Vec::new();
    let mut numbers: Numbers = Vec::with_capacity(words.len());
    for (words, slots) in words.iter().zip(&by_mention) {
        let mut of_witness = Vec::with_capacity(slots.len());
        for (mention, slot) in words.annotations.mentions.iter().zip(slots) {
            let thing = slot.and_then(|idx| joined.things.get(idx)?.clone());
            let kind = thing.as_ref().map_or(mention.kind, |(kind, _)| *kind);
            let next = gathered.len();
            let number = match &thing {
                Some(thing) => *by_thing.entry(thing.clone()).or_insert(next),
                None => next,
            };
            if number == next {
                let mut entity = Gathered::new(kind);
                entity.belongs = slot.and_then(|idx| joined.belongs.get(idx)?.clone());
                gathered.push((entity, thing));
            }
            if let Some((entity, _)) = gathered.get_mut(number) {
                if is_described(items, *slot) {
                    entity.describe(words.article.at(mention.span), number == next);
                } else {
                    entity.add(words.article, words.annotations, mention);
                }
            }
            of_witness.push((number, kind));
        }
        numbers.push(of_witness);
    }
    describe(items, joined, words, &by_thing, &mut gathered);
    let names: FxHashMap<Thing, String> = gathered
        .iter()
        .filter_map(|(entity, thing)| Some((thing.clone()?, entity.name())))
        .collect();
    let shown = |thing: &Thing| names.get(thing).cloned().unwrap_or_else(|| thing.1.clone());
    let mut offices = offices(items, joined, words, &by_thing, &shown);
    let entities = (0..)
        .zip(gathered)
        .map(|(number, (entity, thing))| {
            let belongs = entity.belongs.clone();
            let mut entity = entity.finish(id(number));
            entity.offices = offices.remove(&number).unwrap_or_default();
            let owner = thing.and_then(|thing| joined.within.owner(&thing)).or(belongs);
            entity.within = owner.map(|owner| shown(&owner));
            entity
        })
        .collect();
    (numbers, entities)
}

/// Whether a mention has no name of its own.
fn is_described(items: &[Item], idx: Option<usize>) -> bool {
    idx.and_then(|idx| items.get(idx)).is_some_and(|item| item.phrase.name.is_none())
}

/// Adds the descriptions that mean one thing wherever they stand in the story.
fn describe(
    items: &[Item],
    joined: &Joined,
    words: &[Words<'_>],
    by_thing: &FxHashMap<Thing, usize>,
    gathered: &mut [(Gathered, Option<Thing>)],
) {
    let mut meant: BTreeMap<String, BTreeSet<Option<usize>>> = BTreeMap::new();
    for (item, thing) in items.iter().zip(&joined.things) {
        let Some(words) = words.get(item.witness).filter(|_| item.mention.is_none()) else {
            continue;
        };
        let text = words.span(&item.tokens).map_or("", |span| words.article.at(span));
        let thing = thing.as_ref().and_then(|thing| by_thing.get(thing)).copied();
        meant.entry(with_small_article(text)).or_default().insert(thing);
    }
    for (text, things) in meant {
        let number = things.first().copied().flatten().filter(|_| things.len() == 1);
        if let Some((entity, _)) = number.and_then(|number| gathered.get_mut(number)) {
            entity.descriptions.insert(text);
        }
    }
}

/// `The mayor` and `the mayor` are one description.
fn with_small_article(text: &str) -> String {
    match text.strip_prefix("The ") {
        Some(rest) => format!("the {rest}"),
        None => text.split_whitespace().collect::<Vec<_>>().join(" "),
    }
}

/// Role, of what, and whether it is a former one; with the words that say so.
type CitedOffices = BTreeMap<(String, Option<String>, bool), Vec<Citation>>;

/// The offices that the tellings give each entity, with the words that say so.
fn offices(
    items: &[Item],
    joined: &Joined,
    words: &[Words<'_>],
    by_thing: &FxHashMap<Thing, usize>,
    shown: &dyn Fn(&Thing) -> String,
) -> BTreeMap<usize, Vec<Office>> {
    let mut out: BTreeMap<usize, CitedOffices> = BTreeMap::new();
    for fact in &joined.facts {
        let thing = (EntityKind::Person, fact.person.clone());
        let Some((number, item)) = by_thing.get(&thing).zip(items.get(fact.item)) else { continue };
        let Some(span) = words.get(item.witness).and_then(|words| words.span(&item.tokens)) else {
            continue;
        };
        let key = (fact.office.clone(), fact.of.as_ref().map(shown), fact.is_former);
        let witness = Siglum(u32::try_from(item.witness).unwrap_or(u32::MAX));
        let citations = out.entry(*number).or_default().entry(key).or_default();
        // One place of each witness is enough.
        if citations.last().is_none_or(|last| last.witness != witness) {
            citations.push(Citation { witness, span });
        }
    }
    let list = |offices: CitedOffices| {
        offices
            .into_iter()
            .map(|((role, of, is_former), citations)| Office { role, of, is_former, citations })
            .collect()
    };
    out.into_iter().map(|(number, offices)| (number, list(offices))).collect()
}

fn id(idx: usize) -> EntityId {
    EntityId(u32::try_from(idx + 1).unwrap_or(u32::MAX))
}

/// A name without its article and its possessive ending.
fn bare(name: &str) -> &str {
    let name = name.strip_prefix("The ").or_else(|| name.strip_prefix("the ")).unwrap_or(name);
    name.strip_suffix("’s").or_else(|| name.strip_suffix("'s")).unwrap_or(name)
}

/// An entity while its mentions are gathered.
struct Gathered {
    kind: EntityKind,
    names: BTreeMap<String, u32>,
    roles: BTreeSet<String>,
    descriptions: BTreeSet<String>,
    /// The first mention where it is a description: what it is called if no name comes.
    stand_in: Option<String>,
    belongs: Option<Thing>,
}

impl Gathered {
    fn new(kind: EntityKind) -> Self {
        Self {
            kind,
            names: BTreeMap::new(),
            roles: BTreeSet::new(),
            descriptions: BTreeSet::new(),
            stand_in: None,
            belongs: None,
        }
    }

    fn describe(&mut self, words: &str, is_first: bool) {
        if is_first {
            self.stand_in = Some(bare(words).to_owned());
        } else {
            self.descriptions.insert(with_small_article(words));
        }
    }

    fn add(&mut self, article: &Article, annotations: &Annotations, mention: &Mention) {
        let name = bare(article.at(mention.span)).to_owned();
        // `Norway's Prime Minister` says who somebody is, not what he is called.
        if self.kind == EntityKind::Person && (name.contains("’s ") || name.contains("'s ")) {
            self.descriptions.insert(name);
        } else {
            *self.names.entry(name).or_default() += 1;
        }
        if self.kind == EntityKind::Person {
            self.roles.extend(role_before(article, annotations, mention));
        }
    }

    /// The longest name is the entity's; ties go to the more frequent, then to the alphabet.
    /// A legal form (`Inc.`) is left to the aliases where the name stands without it, too.
    fn name(&self) -> String {
        let is_formal = |name: &str| {
            let split = name.rsplit_once(' ');
            split.is_some_and(|(bare, form)| {
                WORDS.is("legal", form) && self.names.contains_key(bare.trim_end_matches(','))
            })
        };
        self.names
            .iter()
            .filter(|(name, _)| !is_formal(name))
            .max_by_key(|(name, n_uses)| (name.len(), **n_uses, std::cmp::Reverse((*name).clone())))
            .map(|(name, _)| name)
            .or(self.stand_in.as_ref())
            .or(self.descriptions.first())
            .map_or_else(String::new, Clone::clone)
    }

    fn finish(self, id: EntityId) -> Entity {
        let name = self.name();
        let aliases: BTreeSet<String> = self
            .names
            .into_keys()
            .chain(self.descriptions)
            .chain(self.stand_in)
            .filter(|alias| *alias != name)
            .collect();
        Entity {
            id,
            name,
            kind: self.kind,
            aliases: aliases.into_iter().collect(),
            roles: self.roles.into_iter().collect(),
            offices: Vec::new(),
            within: None,
        }
    }
}

/// The office in front of a name, with the nationality before it: `Peruvian President`.
fn role_before(article: &Article, annotations: &Annotations, mention: &Mention) -> Option<String> {
    let end = annotations.tokens.partition_point(|token| token.span.end() <= mention.span.start());
    let phrase = |first: usize| {
        let first = annotations.tokens.get(first)?.span;
        let last = annotations.tokens.get(end.checked_sub(1)?)?.span;
        Some(article.at(first.cover(last)))
    };
    let first = (end.saturating_sub(MAX_NAME_WORDS)..end).find(|&first| {
        phrase(first).is_some_and(|words| {
            let office = words.split_once(' ').map_or(words, |(demonym, rest)| {
                let known = GAZETTEER.demonyms.contains_key(demonym)
                    || GAZETTEER.places.contains_key(demonym);
                if known { rest } else { words }
            });
            let lesser = office.split_once(' ').is_some_and(|(first, rest)| {
                WORDS.is("lesser", &first.to_lowercase()) && GAZETTEER.roles.contains(rest)
            });
            lesser || GAZETTEER.roles.contains(office) && !GAZETTEER.titles.contains(office)
        })
    })?;
    phrase(first).map(str::to_owned)
}

#[cfg(test)]
mod tests;
