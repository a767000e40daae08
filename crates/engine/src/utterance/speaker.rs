//! Who says a saying, over all tellings: names and offices of the story, and what one telling lends another.

use super::first_quote;
use super::grouping::Item;
use crate::annotate::quote::lexicon::{self, Kinds, Lexicon};
use crate::entity::{ends_firm, heads_firm, is_firm_noun};
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;
use std::hash::Hash;
use tellings_model::{
    Article, Entity, EntityId, EntityKind, Mention, Span, Speaker, SpeakerBasis, Witness,
};

/// Writes the entity and its fullest name to every speaker that one name of the story fits, or one
/// office: `the governor` is who another telling calls governor by name.
pub(super) fn name_all(witnesses: &mut [Witness], entities: &[Entity]) {
    let by_name = only(names(entities, |_| true));
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
            let whole = || {
                let in_telling = |e: &Entity| mentions.iter().any(|m| m.entity == Some(e.id));
                let own = whole(&speaker.name, entities, in_telling);
                let given = |e: &Entity| e.kind == EntityKind::Person;
                own.or_else(|| whole(&speaker.name, entities, given))
            };
            // A forename alone is the one person of the story who bears it.
            let is_whole = |e: &&Entity| e.kind != EntityKind::Person || e.name.contains(' ');
            let sure = known.filter(is_speaker).filter(is_whole);
            let named = sure.or_else(whole).or(known).or_else(of_phrase);
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
    if is_kin(article.at(phrase)) {
        return None; // `The wife of the captain, Magnus Cole`
    }
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

/// The one body or person of a kind whose name begins with some words.
fn whole<'e>(
    words: &str,
    entities: &'e [Entity],
    is_meant: impl Fn(&Entity) -> bool,
) -> Option<&'e Entity> {
    let begins = |entity: &&Entity| {
        let rest = entity.name.strip_prefix(words);
        rest.is_some_and(|rest| rest.starts_with(' '))
            && matches!(entity.kind, EntityKind::Organisation | EntityKind::Person)
            && is_meant(entity)
    };
    let mut found = entities.iter().filter(begins);
    let first = found.next()?;
    found.next().is_none().then_some(first)
}

/// The offices of people, in lower case, each with the one who holds it; `None` for those that
/// several hold. Kin are none: `Ada's proud mother` is not Ada.
fn offices(entities: &[Entity]) -> FxHashMap<String, Option<usize>> {
    let people = entities.iter().enumerate().filter(|(_, e)| e.kind == EntityKind::Person);
    only(people.flat_map(|(idx, entity)| {
        let held = entity.offices.iter().filter(|office| !office.is_former);
        let roles = entity.roles.iter().chain(held.map(|office| &office.role));
        roles.filter(|role| !is_kin(role)).map(move |role| (role.to_lowercase(), idx))
    }))
}

/// Whether a description is of somebody who is somebody's.
fn is_kin(description: &str) -> bool {
    let lexicon = lexicon::of(Some("en"), "");
    description.split(' ').any(|word| lexicon.kinds(&word.to_lowercase()).any(Kinds::KIN))
}

/// For each key the only value that stands beside it, if it is the only one.
fn only<K: Eq + Hash, V: Eq>(pairs: impl Iterator<Item = (K, V)>) -> FxHashMap<K, Option<V>> {
    let mut known: FxHashMap<K, Option<V>> = FxHashMap::default();
    for (key, value) in pairs {
        let same = known.get(&key).is_none_or(|known| known.as_ref() == Some(&value));
        known.insert(key, same.then_some(value));
    }
    known
}

/// All names of the entities of a kind, each with the place of its entity.
fn names(
    entities: &[Entity],
    is_meant: impl Fn(&Entity) -> bool,
) -> impl Iterator<Item = (&str, usize)> {
    let meant = entities.iter().enumerate().filter(move |(_, entity)| is_meant(entity));
    meant.flat_map(|(idx, entity)| {
        let names = std::iter::once(&entity.name).chain(&entity.aliases);
        names.map(move |name| (name.as_str(), idx))
    })
}

/// Which people speak for which bodies: those who hold an office of theirs, and whoever heads a
/// firm that nobody names (`the chief executive`) for the only firm of the story.
#[derive(Default)]
pub(super) struct Allies {
    /// The body before the person, in the form that compares.
    pairs: BTreeSet<(String, String)>,
    /// For each office that one person holds that person, in the form that compares.
    holders: FxHashMap<String, String>,
    /// For each person who speaks for one body that body.
    bodies: FxHashMap<String, Option<String>>,
}

impl Allies {
    pub(super) fn of(entities: &[Entity]) -> Self {
        let bodies = only(names(entities, |e| e.kind == EntityKind::Organisation));
        let mut firms = entities.iter().filter(|e| is_firm(e));
        let only_firm = firms.next().filter(|_| firms.next().is_none());
        let mut pairs = BTreeSet::new();
        for person in entities.iter().filter(|e| e.kind == EntityKind::Person) {
            let held = person.offices.iter().filter(|office| !office.is_former);
            for of in held.filter_map(|office| office.of.as_deref()) {
                let body = bodies.get(of).copied().flatten().and_then(|idx| entities.get(idx));
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
        let bodies = only(pairs.iter().map(|(body, person)| (person.clone(), body.clone())));
        let holder = |idx: Option<usize>| Some(entities.get(idx?)?.id.to_string());
        let holders =
            offices(entities).into_iter().filter_map(|(role, idx)| Some((role, holder(idx)?)));
        Self { pairs, holders: holders.collect(), bodies }
    }

    /// The only body that a person speaks for.
    fn body_of(&self, person: &str) -> Option<&str> {
        self.bodies.get(person)?.as_deref()
    }

    /// What stands for all who may speak for one another: the only body of a person, the only
    /// holder of an office.
    pub(super) fn voice<'a>(&'a self, speaker: &'a str) -> &'a str {
        let person = self.holders.get(speaker).map_or(speaker, String::as_str);
        self.body_of(person).unwrap_or(person)
    }

    /// Whether the speakers of two items are one, or one speaks for the other.
    pub(super) fn one_voice(&self, x: &Item, y: &Item) -> bool {
        let (Some(a), Some(b)) = (&x.speaker, &y.speaker) else { return false };
        let holds =
            |office: &str, person: &str| self.holders.get(office).is_some_and(|p| p == person);
        a == b || self.speak_for(a, b) || holds(a, b) || holds(b, a)
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

/// `The company` is the body for which the one speaks whom the other tellings name, and `the wife of
/// the captain` is that one.
pub(super) fn name_described(
    saying: &[&Item],
    witnesses: &mut [Witness],
    allies: &Allies,
    entities: &[Entity],
) {
    let named = saying.iter().filter(|item| item.named && item.marked);
    let mut named = named.filter_map(|item| item.speaker.as_ref());
    let Some(person) = named.next().filter(|person| named.all(|other| other == *person)) else {
        return;
    };
    let entity = |id: &str| entities.iter().find(|entity| entity.id.to_string() == id);
    let body = allies.body_of(person).and_then(entity);
    let person = entity(person).filter(|entity| entity.kind == EntityKind::Person);
    for item in saying.iter().filter(|item| !item.named) {
        let Some(witness) = witnesses.get_mut(item.witness) else { continue };
        let quote = witness.annotations.quotes.get_mut(item.quote);
        let Some(Ok(speaker)) = quote.map(|quote| &mut quote.speaker) else { continue };
        let meant = match is_kin(&speaker.name) {
            true => person,
            false => body.filter(|_| is_firm_noun(&speaker.name.to_lowercase())),
        };
        if let Some(meant) = meant {
            speaker.entity = Some(meant.id);
            speaker.name.clone_from(&meant.name);
            speaker.basis = SpeakerBasis::Siblings;
        }
    }
}
