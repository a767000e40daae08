//! Who says a saying, over all tellings: names and offices of the story, and what one telling lends another.

use super::first_quote;
use super::grouping::Item;
use crate::annotate::quote::lexicon::{self, Kinds, Lexicon};
use crate::entity::{ends_firm, heads_firm, is_firm_noun};
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;
use tellings_model::{
    Article, Entity, EntityId, EntityKind, Mention, Span, Speaker, SpeakerBasis, Witness,
};

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
        let mentions = &witness.annotations.mentions;
        for quote in &mut witness.annotations.quotes {
            let Ok(speaker) = &mut quote.speaker else { continue };
            let mention = speaker.mention.map_or("", |mention| article.at(mention));
            let first = mention.split_whitespace().next().unwrap_or("").to_lowercase();
            let pointed = lexicon.kinds(&first).any(Kinds::DEFINITE);
            let known = match by_name.get(speaker.name.as_str()) {
                None if pointed => by_office.get(&speaker.name.to_lowercase()),
                known => known,
            };
            let known = known.copied().flatten().and_then(|idx| entities.get(idx));
            let of_phrase = || {
                let phrase = speaker.mention?;
                let id = apposed(article, mentions, phrase, lexicon)
                    .or_else(|| begun(article, mentions, phrase, lexicon))?;
                entities.iter().find(|entity| entity.id == id)
            };
            // A place does not speak: it is the firm whose name begins so.
            let is_speaker =
                |e: &&Entity| matches!(e.kind, EntityKind::Organisation | EntityKind::Person);
            let whole = || whole(&speaker.name, mentions, entities);
            let named = known.filter(is_speaker).or_else(whole).or(known).or_else(of_phrase);
            if let Some(entity) = named {
                speaker.entity = Some(entity.id);
                speaker.name.clone_from(&entity.name);
            }
        }
    }
}

/// The entity whose name ends a description of the same thing: `the ferry firm Cole Lines`.
fn apposed(
    article: &Article,
    mentions: &[Mention],
    phrase: Span,
    lexicon: &Lexicon,
) -> Option<EntityId> {
    // `The sponsor, Cole Lines, told us`.
    let follows = |mention: &&Mention| {
        phrase.end() < mention.span.start()
            && article.at(article.span(phrase.end(), mention.span.start())) == ", "
            && article.text().get(mention.span.end()..).is_some_and(|rest| rest.starts_with(','))
    };
    if let Some(name) = mentions.iter().find(follows) {
        let pointed = article.at(phrase).split(' ').next().unwrap_or("").to_lowercase();
        return name.entity.filter(|_| lexicon.kinds(&pointed).any(Kinds::DEFINITE));
    }
    let name = mentions.iter().find(|mention| {
        mention.span.end() == phrase.end() && phrase.start() < mention.span.start()
    })?;
    let before = article.at(article.span(phrase.start(), name.span.start()));
    let noun = before.trim_end().rsplit(' ').next()?;
    let link = Kinds::PREPOSITION.or(Kinds::CONJUNCTION).or(Kinds::DETERMINER);
    let is_noun = noun.starts_with(char::is_lowercase) && noun.ends_with(char::is_alphabetic);
    let linked = before
        .split_whitespace()
        .skip(1)
        .any(|word| lexicon.kinds(&word.to_lowercase()).any(link) || word.ends_with([',', ')']));
    name.entity.filter(|_| is_noun && !linked)
}

/// The entity whose name begins a description of it: `Ana Holt of Friends of the Harbour`.
fn begun(
    article: &Article,
    mentions: &[Mention],
    phrase: Span,
    lexicon: &Lexicon,
) -> Option<EntityId> {
    let name = mentions.iter().find(|mention| {
        mention.span.start() == phrase.start() && mention.span.end() < phrase.end()
    })?;
    let rest = article.at(article.span(name.span.end(), phrase.end()));
    let link = rest.split_whitespace().next()?;
    let several = article.at(name.span).contains(' ');
    name.entity.filter(|_| several && lexicon.kinds(link).any(Kinds::PREPOSITION))
}

/// The one body or person of a telling whose name begins with some words.
fn whole<'e>(words: &str, mentions: &[Mention], entities: &'e [Entity]) -> Option<&'e Entity> {
    let begins = |entity: &&Entity| {
        let rest = entity.name.strip_prefix(words);
        rest.is_some_and(|rest| rest.starts_with(' '))
            && matches!(entity.kind, EntityKind::Organisation | EntityKind::Person)
            && mentions.iter().any(|mention| mention.entity == Some(entity.id))
    };
    let mut found = entities.iter().filter(begins);
    let first = found.next()?;
    found.next().is_none().then_some(first)
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

/// Which people speak for which bodies: those who hold an office of theirs, and whoever heads a
/// firm that nobody names (`the chief executive`) for the only firm of the story.
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
        let mut firms = entities.iter().filter(|e| is_firm(e));
        let only_firm = firms.next().filter(|_| firms.next().is_none());
        let mut pairs = BTreeSet::new();
        for person in entities.iter().filter(|e| e.kind == EntityKind::Person) {
            let held = person.offices.iter().filter(|office| !office.is_former);
            for of in held.filter_map(|office| office.of.as_deref()) {
                let body = bodies.get(of).copied().flatten();
                let body = body.map_or_else(|| of.to_lowercase(), |body| body.id.to_string());
                pairs.insert((body, person.id.to_string()));
            }
            let mut held = person.offices.iter().filter(|office| !office.is_former);
            if let Some(firm) = only_firm
                && held.clone().all(|office| office.of.is_none())
                && held.any(|office| heads_firm(&office.role))
            {
                pairs.insert((firm.id.to_string(), person.id.to_string()));
            }
        }
        Self { pairs }
    }

    /// The only body that a person speaks for.
    fn body_of(&self, person: &str) -> Option<&str> {
        let mut bodies = self.pairs.iter().filter(|(_, of)| of == person).map(|(body, _)| body);
        bodies.next().filter(|_| bodies.next().is_none()).map(String::as_str)
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

/// Whether a legal form or a word of trade stands behind one of the names of an organisation.
fn is_firm(entity: &Entity) -> bool {
    let mut names = std::iter::once(&entity.name).chain(&entity.aliases);
    let formal = |name: &String| name.rsplit_once(' ').is_some_and(|(_, last)| ends_firm(last));
    entity.kind == EntityKind::Organisation && names.any(formal)
}

/// Gives the one speaker that the other tellings name to the quotations that lack one; those with the
/// very same words are asked first.
pub(super) fn lend(saying: &[&Item], witnesses: &mut [Witness]) {
    let speaker_of = |item: &Item| first_quote(item, witnesses)?.speaker.as_ref().ok().cloned();
    let speakers: Vec<Option<Speaker>> = saying.iter().map(|item| speaker_of(item)).collect();
    let only = |wanted: &dyn Fn(&Item) -> bool| {
        let known = saying.iter().zip(&speakers).filter(|(item, _)| wanted(item));
        let mut known = known.filter_map(|(_, speaker)| speaker.as_ref());
        let first = known.next()?;
        known.all(|other| key(other) == key(first)).then(|| first.clone())
    };
    for item in saying {
        let lent = only(&|other| other.terms.list == item.terms.list).or_else(|| only(&|_| true));
        if let Some(lent) = lent
            && let Some(witness) = witnesses.get_mut(item.witness)
            && let Some(quote) = witness.annotations.quotes.get_mut(item.quote)
            && quote.speaker.is_err()
        {
            quote.speaker = Ok(Speaker { mention: None, basis: SpeakerBasis::Siblings, ..lent });
        }
    }
}

/// `The company` is the body for which the one speaks whom the other tellings name.
pub(super) fn name_body(
    saying: &[&Item],
    witnesses: &mut [Witness],
    allies: &Allies,
    entities: &[Entity],
) {
    let mut named =
        saying.iter().filter(|item| item.named).filter_map(|item| item.speaker.as_ref());
    let Some(person) = named.next() else { return };
    let Some(body) = allies.body_of(person).filter(|_| named.all(|other| other == person)) else {
        return;
    };
    let Some(body) = entities.iter().find(|entity| entity.id.to_string() == body) else { return };
    for item in saying.iter().filter(|item| !item.named) {
        let quote = witnesses
            .get_mut(item.witness)
            .and_then(|witness| witness.annotations.quotes.get_mut(item.quote));
        if let Some(Ok(speaker)) = quote.map(|quote| &mut quote.speaker)
            && is_firm_noun(&speaker.name.to_lowercase())
        {
            speaker.entity = Some(body.id);
            speaker.name.clone_from(&body.name);
            speaker.basis = SpeakerBasis::Siblings;
        }
    }
}
