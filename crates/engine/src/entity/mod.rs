//! Mentions over all tellings of a story → entities.
//!
//! A longer name and its surname are one person where only one person of the story ends in
//! that surname; organisations and countries are one with the other names that the tables
//! give them and with their initials. Two different given names never join.

use crate::annotate::gazetteer::{GAZETTEER, MAX_NAME_WORDS};
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};
use tellings_model::{Annotations, Article, Entity, EntityId, EntityKind, Mention, Witness};

/// Gathers the mentions of all witnesses into entities and writes their ids back to the mentions.
///
/// Entities are numbered by first mention, witnesses in order. Mentions of no known kind
/// become entities too, under their own words.
pub(crate) fn resolve(witnesses: &mut [Witness]) -> Vec<Entity> {
    let keys = Keys::of(witnesses);
    let mut entities: Vec<Gathered> = Vec::new();
    let mut by_key: FxHashMap<(EntityKind, String), usize> = FxHashMap::default();
    for witness in witnesses.iter_mut() {
        let (article, annotations) = (&witness.article, &witness.annotations);
        let found: Vec<(EntityId, EntityKind)> = annotations
            .mentions
            .iter()
            .map(|mention| {
                let key = keys.key(article.at(mention.span), mention.kind);
                let kind = key.0;
                let idx = *by_key.entry(key).or_insert_with(|| {
                    entities.push(Gathered::new(kind));
                    entities.len() - 1
                });
                if let Some(entity) = entities.get_mut(idx) {
                    entity.add(article, annotations, mention);
                }
                (id(idx), kind)
            })
            .collect();
        for (mention, (entity, kind)) in witness.annotations.mentions.iter_mut().zip(found) {
            mention.entity = Some(entity);
            mention.kind = kind;
        }
    }
    (0..).zip(entities).map(|(idx, entity)| entity.finish(id(idx))).collect()
}

fn id(idx: usize) -> EntityId {
    EntityId(u32::try_from(idx + 1).unwrap_or(u32::MAX))
}

/// What makes two names one.
struct Keys {
    /// The full names of the story's people, by their last word.
    people: BTreeMap<String, BTreeSet<String>>,
    /// The initials of the story's organisations → their name.
    initials: BTreeMap<String, BTreeSet<String>>,
}

impl Keys {
    fn of(witnesses: &[Witness]) -> Self {
        let (mut people, mut initials) = (BTreeMap::new(), BTreeMap::new());
        for witness in witnesses {
            for mention in &witness.annotations.mentions {
                let name = bare(witness.article.at(mention.span));
                if !name.contains(' ') {
                    continue;
                }
                let (table, short) = match mention.kind {
                    EntityKind::Person => (&mut people, last_word(name).to_owned()),
                    EntityKind::Organisation => (&mut initials, initials_of(name)),
                    EntityKind::Place | EntityKind::Other => continue,
                };
                let names: &mut BTreeSet<String> = table.entry(short).or_default();
                names.insert(name.to_owned());
            }
        }
        Self { people, initials }
    }

    /// The key that all names of one entity share.
    fn key(&self, name: &str, kind: EntityKind) -> (EntityKind, String) {
        let name = bare(name);
        if let Some(&place) = GAZETTEER.places.get(name).filter(|_| kind == EntityKind::Place) {
            return (EntityKind::Place, place.to_owned());
        }
        if let Some(&organisation) = GAZETTEER.organisations.get(name) {
            return (EntityKind::Organisation, organisation.to_owned());
        }
        if !name.contains(' ') {
            // A surname alone stands for the one person of the story who bears it.
            let only = |names: Option<&BTreeSet<String>>| match names {
                Some(names) if names.len() == 1 => names.first().cloned(),
                _ => None,
            };
            if let Some(full) = only(self.people.get(name))
                && kind != EntityKind::Place
            {
                return (EntityKind::Person, full);
            }
            if let Some(full) = only(self.initials.get(name)) {
                return (EntityKind::Organisation, full);
            }
        }
        (kind, name.to_owned())
    }
}

/// A name without its article and its possessive ending.
fn bare(name: &str) -> &str {
    let name = name.strip_prefix("The ").or_else(|| name.strip_prefix("the ")).unwrap_or(name);
    name.strip_suffix("’s").or_else(|| name.strip_suffix("'s")).unwrap_or(name)
}

fn last_word(name: &str) -> &str {
    name.rsplit(' ').next().unwrap_or(name)
}

fn initials_of(name: &str) -> String {
    name.split(' ').filter_map(|word| word.chars().next()).filter(|c| c.is_uppercase()).collect()
}

/// An entity while its mentions are gathered.
struct Gathered {
    kind: EntityKind,
    names: BTreeMap<String, u32>,
    roles: BTreeSet<String>,
}

impl Gathered {
    fn new(kind: EntityKind) -> Self {
        Self { kind, names: BTreeMap::new(), roles: BTreeSet::new() }
    }

    fn add(&mut self, article: &Article, annotations: &Annotations, mention: &Mention) {
        *self.names.entry(bare(article.at(mention.span)).to_owned()).or_default() += 1;
        if self.kind == EntityKind::Person {
            self.roles.extend(role_before(article, annotations, mention));
        }
    }

    /// The longest name is the entity's; ties go to the more frequent, then to the alphabet.
    fn finish(self, id: EntityId) -> Entity {
        let name = self
            .names
            .iter()
            .max_by_key(|(name, n_uses)| (name.len(), **n_uses, std::cmp::Reverse((*name).clone())))
            .map_or_else(String::new, |(name, _)| name.clone());
        let aliases = self.names.into_keys().filter(|alias| *alias != name).collect();
        Entity { id, name, kind: self.kind, aliases, roles: self.roles.into_iter().collect() }
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
            GAZETTEER.roles.contains(office) && !GAZETTEER.titles.contains(office)
        })
    })?;
    phrase(first).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Config, annotate};
    use tellings_model::{OriginId, Siglum};

    fn witness(n: u32, text: &str) -> Witness {
        let article = Article::from_text(text);
        let annotations = annotate(&article, &Config::default());
        Witness {
            siglum: Siglum(n),
            article,
            annotations,
            published: None,
            published_because: Vec::new(),
            origin: OriginId(n + 1),
        }
    }

    fn show(texts: &[&str]) -> Vec<String> {
        let mut witnesses: Vec<Witness> =
            (0..).zip(texts).map(|(n, text)| witness(n, text)).collect();
        resolve(&mut witnesses)
            .into_iter()
            .map(|e| format!("{} {:?} {:?} {:?}", e.name, e.kind, e.aliases, e.roles))
            .collect()
    }

    #[test]
    fn a_surname_in_one_telling_is_the_full_name_of_another() {
        assert_eq!(
            show(&["Peruvian President Ada Cole spoke.", "The crowd heard Cole in the U.S."]),
            ["Ada Cole Person [\"Cole\"] [\"Peruvian President\"]", "U.S. Place [] []",]
        );
    }

    #[test]
    fn a_surname_of_two_people_is_left_alone() {
        assert_eq!(show(&["Ada Cole met Ben Cole. The talks pleased Cole."]).len(), 3);
    }
}
