//! Who says a saying, over all tellings: names and offices of the story, and what one telling lends another.

use super::first_quote;
use super::grouping::Item;
use crate::annotate::quote::lexicon::{self, Kinds};
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;
use tellings_model::{Entity, EntityId, EntityKind, Speaker, SpeakerBasis, Witness};

/// Writes the entity and its fullest name to every speaker that one name of the story fits, or one
/// office: `the governor` is who another telling calls governor by name.
pub(super) fn name_all(witnesses: &mut [Witness], entities: &[Entity]) {
    let mut by_name: FxHashMap<&str, Option<usize>> = FxHashMap::default();
    for (idx, entity) in entities.iter().enumerate() {
        for name in std::iter::once(&entity.name).chain(&entity.aliases) {
            by_name
                .entry(name.as_str())
                .and_modify(|known| {
                    if *known != Some(idx) {
                        *known = None;
                    }
                })
                .or_insert(Some(idx));
        }
    }
    let by_office = offices(entities);
    for witness in witnesses.iter_mut() {
        let article = &witness.article;
        let lexicon = lexicon::of(article.language.as_deref(), article.text());
        for quote in &mut witness.annotations.quotes {
            let Ok(speaker) = &mut quote.speaker else { continue };
            let mention = speaker.mention.map_or("", |mention| article.at(mention));
            let first = mention.split_whitespace().next().unwrap_or("").to_lowercase();
            let pointed = lexicon.kinds(&first).any(Kinds::DEFINITE);
            let known = match by_name.get(speaker.name.as_str()) {
                None if pointed => by_office.get(&speaker.name.to_lowercase()),
                known => known,
            };
            if let Some(entity) = known.copied().flatten().and_then(|idx| entities.get(idx)) {
                speaker.entity = Some(entity.id);
                speaker.name.clone_from(&entity.name);
            }
        }
    }
}

/// The offices of people, in lower case, each with the one who holds it; `None` for those that
/// several hold.
fn offices(entities: &[Entity]) -> FxHashMap<String, Option<usize>> {
    let mut holders: FxHashMap<String, Option<usize>> = FxHashMap::default();
    let people = entities.iter().enumerate().filter(|(_, e)| e.kind == EntityKind::Person);
    for (idx, entity) in people {
        for role in &entity.roles {
            holders
                .entry(role.to_lowercase())
                .and_modify(|holder| {
                    if *holder != Some(idx) {
                        *holder = None;
                    }
                })
                .or_insert(Some(idx));
        }
    }
    holders
}

/// Which people speak for which bodies: those who hold an office of theirs.
#[derive(Default)]
pub(super) struct Allies {
    /// The body before the person, in the form that compares.
    pairs: BTreeSet<(String, String)>,
}

impl Allies {
    pub(super) fn of(entities: &[Entity]) -> Self {
        let mut bodies: FxHashMap<&str, Option<&Entity>> = FxHashMap::default();
        for body in entities.iter().filter(|e| e.kind == EntityKind::Organisation) {
            for name in std::iter::once(&body.name).chain(&body.aliases) {
                bodies
                    .entry(name.as_str())
                    .and_modify(|known| *known = known.filter(|known| known.id == body.id))
                    .or_insert(Some(body));
            }
        }
        let mut pairs = BTreeSet::new();
        for person in entities.iter().filter(|e| e.kind == EntityKind::Person) {
            let held = person.offices.iter().filter(|office| !office.is_former);
            for of in held.filter_map(|office| office.of.as_deref()) {
                let body = bodies.get(of).copied().flatten();
                let body = body.map_or_else(|| of.to_lowercase(), |body| body.id.to_string());
                pairs.insert((body, person.id.to_string()));
            }
        }
        Self { pairs }
    }

    /// Whether the first is a body and the second one of its people.
    pub(super) fn is_body_of(&self, body: &str, person: &str) -> bool {
        self.pairs.contains(&(body.to_owned(), person.to_owned()))
    }

    /// Whether one of the two speaks for the other.
    pub(super) fn speak_for(&self, a: &str, b: &str) -> bool {
        self.is_body_of(a, b) || self.is_body_of(b, a)
    }
}

/// A speaker in a form that compares: the entity, or the last word of the name.
pub(super) fn key(speaker: &Speaker) -> String {
    match speaker.entity {
        Some(entity) => entity.to_string(),
        None => speaker.name.to_lowercase(),
    }
}

/// Whether a speaker has a name, and not only a description.
pub(super) fn is_named(speaker: &Speaker) -> bool {
    has_name(speaker.entity, &speaker.name)
}

pub(super) fn has_name(entity: Option<EntityId>, name: &str) -> bool {
    entity.is_some() || name.split(' ').any(|word| word.starts_with(char::is_uppercase))
}

/// Gives the one speaker that the other tellings name to the quotations that lack one.
pub(super) fn lend(saying: &[&Item], witnesses: &mut [Witness]) {
    let mut known: Option<Speaker> = None;
    for speaker in
        saying.iter().filter_map(|item| first_quote(item, witnesses)?.speaker.as_ref().ok())
    {
        match &known {
            Some(other) if key(other) != key(speaker) => return,
            Some(_) => {}
            None => known = Some(speaker.clone()),
        }
    }
    let Some(known) = known else { return };
    for item in saying {
        if let Some(witness) = witnesses.get_mut(item.witness)
            && let Some(quote) = witness.annotations.quotes.get_mut(item.quote)
            && quote.speaker.is_err()
        {
            quote.speaker =
                Ok(Speaker { mention: None, basis: SpeakerBasis::Siblings, ..known.clone() });
        }
    }
}
