//! Mentions over all tellings of a story → entities.
//!
//! Which names name one thing is decided in `alias.rs`; here the mentions get their entities, and the
//! entities their names and roles.

mod alias;
mod unite;

pub(crate) use unite::unite;

use crate::annotate::gazetteer::{GAZETTEER, MAX_NAME_WORDS};
use std::collections::{BTreeMap, BTreeSet};
use tellings_model::{Annotations, Article, Entity, EntityId, EntityKind, Mention, Witness};

/// Gathers the mentions of all witnesses into entities and writes their ids back to the mentions.
///
/// Entities are numbered by first mention, witnesses in order. Mentions of no known kind
/// become entities too, under their own words.
pub(crate) fn resolve(witnesses: &mut [Witness]) -> Vec<Entity> {
    let mut numbers = {
        let names: Vec<(&str, EntityKind)> = witnesses
            .iter()
            .flat_map(|witness| {
                let mentions = witness.annotations.mentions.iter();
                mentions.map(|mention| (witness.article.at(mention.span), mention.kind))
            })
            .collect();
        alias::gather(&names).into_iter()
    };
    let mut entities: Vec<Gathered> = Vec::new();
    for witness in witnesses.iter_mut() {
        let (article, annotations) = (&witness.article, &witness.annotations);
        let n_mentions = annotations.mentions.len();
        let found: Vec<(usize, EntityKind)> = numbers.by_ref().take(n_mentions).collect();
        for (mention, (idx, kind)) in annotations.mentions.iter().zip(&found) {
            if *idx == entities.len() {
                entities.push(Gathered::new(*kind));
            }
            if let Some(entity) = entities.get_mut(*idx) {
                entity.add(article, annotations, mention);
            }
        }
        for (mention, (idx, kind)) in witness.annotations.mentions.iter_mut().zip(found) {
            mention.entity = Some(id(idx));
            mention.kind = kind;
        }
    }
    (0..).zip(entities).map(|(idx, entity)| entity.finish(id(idx))).collect()
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
