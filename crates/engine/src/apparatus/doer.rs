//! Who did it: an act that one alone does to a thing, which the tellings give to different people or bodies.

use super::align::Vector;
use super::cues::{Cue, is, is_negation};
use super::deed::{
    Key, asks, children, days_of, hangs_open, is_one_thing, keys, parts, sentences, with_particle,
};
use super::entry::{entry, every_two, finish};
use super::stem::fold;
use super::tellings::{Site, Tellings};
use super::topic::noun_phrase;
use crate::sets::components;
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;
use tellings_language::tables::rows;
use tellings_model::{
    Days, Entity, EntityId, EntityKind, Entry, EntryKind, Mention, Reading, Relation, Span, Token,
    Upos, Verdict,
};

/// An act as a topic tells it (`wrote`), and the word that must follow its verb (`up` of `drew up`).
type Act = (&'static str, Option<&'static str>);

/// Lemma → the acts that it may tell.
static ACTS: LazyLock<FxHashMap<&'static str, Vec<Act>>> = LazyLock::new(|| {
    let mut acts: FxHashMap<&str, Vec<Act>> = FxHashMap::default();
    for row in rows(include_str!("../lexicon/en/sole_acts.txt")) {
        let Some((name, words)) = row.split_once('|') else { continue };
        for word in words.split_whitespace() {
            let (lemma, particle) = with_particle(word);
            acts.entry(lemma).or_default().push((name, particle));
        }
    }
    acts
});

/// A clause that names who did something.
struct Done<'a> {
    witness_idx: usize,
    act: &'static str,
    patient: BTreeSet<Key>,
    noun: usize,
    doer: &'a Entity,
    /// The name of the doer where it stands.
    name: Span,
    span: Span,
    days: Vec<Days>,
    context: Vector,
    /// The words of its sentence, folded, with a space before and behind each.
    sentence: String,
}

/// An act that more clauses of a story tell is not read.
const MAX_DONE: usize = 512;
/// How far from its verb a particle stands at most, and a denial before it, in words.
const NEAR_WORDS: usize = 3;
/// Sentences about one act share so much.
const ONE_MATTER: f32 = 0.1;

/// One entry for each act that tellings give to different people, or to different bodies.
///
/// Only doers with a name count. A person may act for a body, so the two are never held against one
/// another, and a telling that has the other's doer in its sentence may tell how both came to act.
pub(super) fn entries(tellings: &Tellings<'_>, entities: &[Entity]) -> Vec<Entry> {
    let mut done: Vec<Done<'_>> = Vec::new();
    for (witness_idx, sentence) in &sentences(tellings) {
        let site = Site { tellings, witness_idx: *witness_idx, sentence };
        if !asks(site) {
            done.extend(sentence.clone().filter_map(|at| clause(site, at, entities)));
        }
    }
    let groups = components(&done, MAX_DONE, |done| done.act, is_of_one);
    groups.iter().filter_map(|group| parted(tellings, group)).collect()
}

/// Whether two clauses tell of one act.
fn is_of_one(a: &Done<'_>, b: &Done<'_>) -> bool {
    let days_part = !a.days.is_empty()
        && !b.days.is_empty()
        && !a.days.iter().any(|x| b.days.iter().any(|y| x.overlaps(*y)));
    is_one_thing(&a.patient, &b.patient) && !days_part && a.context.cosine(&b.context) >= ONE_MATTER
}

/// The act that a token tells with its patient and a doer who has a name.
fn clause<'a>(site: Site<'_>, at: usize, entities: &'a [Entity]) -> Option<Done<'a>> {
    let Site { tellings, witness_idx, sentence } = site;
    let token = tellings.token(witness_idx, at).filter(|token| token.upos == Upos::Verb)?;
    let word = |idx: usize| fold(tellings.word(witness_idx, idx));
    let after = at + 1..sentence.end.min(at + 1 + NEAR_WORDS);
    let acts = ACTS.get(tellings.lemma(witness_idx, at))?;
    let follows = |particle: &&str| after.clone().any(|idx| word(idx) == *particle);
    let act = acts.iter().find(|(_, particle)| particle.as_ref().is_none_or(follows))?.0;
    let mut before = sentence.start.max(at.saturating_sub(NEAR_WORDS))..at;
    let is_open = before.any(|idx| is_negation(&word(idx)) || is(&word(idx), Cue::Modal));
    let leads = first_to(site, at);
    if is_open || leads.is_none() && hangs_open(tellings, witness_idx, at) {
        return None;
    }
    let (noun, agent) =
        parts(site, at).or_else(|| Some((children(site, at, &[Relation::Obj]).next()?, None)))?;
    let agent = leads.or(agent)?;
    // `It was N who raised it.`
    let is_who = tellings.token(witness_idx, agent).is_some_and(|t| t.upos == Upos::Pron);
    let agent =
        if is_who && token.relation == Relation::AclRelcl { token.head as usize } else { agent };
    if children(site, agent, &[Relation::Conj]).next().is_some()
        || tellings.is_quoted(witness_idx, token.span)
    {
        return None;
    }
    let (name, doer) = named(site, agent, entities)?;
    if !is_definite(site, noun) {
        return None;
    }
    let patient = keys(site, noun);
    let ends = [at, noun, agent];
    let (first, last) = (*ends.iter().min()?, *ends.iter().max()?);
    Some(Done {
        witness_idx,
        act,
        patient,
        noun,
        doer,
        name,
        span: tellings.span(witness_idx, first..last + 1)?,
        days: days_of(site, at),
        context: tellings.bag(witness_idx, sentence.clone()),
        sentence: spaced(&fold(
            tellings.at(witness_idx, tellings.span(witness_idx, sentence.clone())?),
        )),
    })
}

/// Whether a noun is of one thing that the telling takes as known (`the alarm`, `his letter`, `Acme`): two may
/// each write a letter or raise concerns.
fn is_definite(site: Site<'_>, noun: usize) -> bool {
    let Site { tellings, witness_idx, .. } = site;
    let is_name = |token: &Token| token.upos == Upos::Propn;
    let is_named = tellings.token(witness_idx, noun).is_some_and(is_name);
    let before = children(site, noun, &[Relation::Det, Relation::NmodPoss]);
    let mut articles = before.map(|idx| fold(tellings.word(witness_idx, idx)));
    is_named || articles.any(|word| !is(&word, Cue::Indefinite))
}

/// Who was the first to do it: `N was the first to raise it`, `the first to raise it was N`.
fn first_to(site: Site<'_>, at: usize) -> Option<usize> {
    let Site { tellings, witness_idx, sentence } = site;
    let token = tellings.token(witness_idx, at)?;
    let first = Some(token.head as usize).filter(|&head| head != at && sentence.contains(&head))?;
    if !is(&fold(tellings.word(witness_idx, first)), Cue::Foremost) {
        return None;
    }
    let subject = children(site, first, &[Relation::Nsubj]).next();
    subject.or_else(|| {
        let first = tellings.token(witness_idx, first)?;
        (first.relation == Relation::Nsubj).then_some(first.head as usize)
    })
}

/// The person or body that a noun, or a name beside it, names.
fn named<'a>(site: Site<'_>, noun: usize, entities: &'a [Entity]) -> Option<(Span, &'a Entity)> {
    let Site { tellings, witness_idx, .. } = site;
    let witness = tellings.witnesses.get(witness_idx)?;
    let beside = children(site, noun, &[Relation::Flat, Relation::Appos, Relation::Compound]);
    let nouns = std::iter::once(noun).chain(beside);
    let names = nouns.filter_map(|idx| {
        let span = tellings.token(witness_idx, idx)?.span;
        let mut mentions = witness.annotations.mentions_in(span).iter();
        let holds = |mention: &&Mention| mention.span.contains(span);
        let mention = mentions.find(holds)?;
        let id: EntityId = mention.entity?;
        let entity = entities.iter().find(|entity| entity.id == id)?;
        matches!(entity.kind, EntityKind::Person | EntityKind::Organisation)
            .then_some((mention.span, entity))
    });
    names.max_by_key(|(name, entity)| (entity.kind == EntityKind::Person, name.len()))
}

/// The entry of an act, where two tellings give it to two people or to two bodies.
fn parted(tellings: &Tellings<'_>, group: &[&Done<'_>]) -> Option<Entry> {
    let mut by_doer: BTreeMap<EntityId, Vec<&Done<'_>>> = BTreeMap::new();
    for &done in group {
        by_doer.entry(done.doer.id).or_default().push(done);
    }
    let tellers =
        |of: &[&Done<'_>]| -> BTreeSet<usize> { of.iter().map(|d| d.witness_idx).collect() };
    let doers: Vec<&Vec<&Done<'_>>> = by_doer.values().collect();
    let exclude = every_two(&doers, |a, b| {
        tellers(a).is_disjoint(&tellers(b))
            && a.iter().all(|x| b.iter().all(|y| can_not_both(x, y)))
    });
    if doers.len() < 2 || !exclude {
        return None;
    }
    let readings = doers.iter().filter_map(|done| {
        let first = done.first()?;
        let citations = done.iter().filter_map(|d| tellings.cite(d.witness_idx, d.span));
        Some(Reading {
            value: first.doer.name.clone(),
            text: tellings.at(first.witness_idx, first.name).to_owned(),
            citations: citations.collect(),
            n_origins: 0,
        })
    });
    let phrases = group.iter().map(|done| noun_phrase(tellings, done.witness_idx, done.noun));
    let phrase = phrases
        .filter(|phrase| !phrase.is_empty())
        .min_by_key(|phrase| (phrase.len(), phrase.clone()))?;
    let topic = format!("who {} {phrase}", group.first()?.act);
    let readings = finish(tellings, readings.collect());
    Some(entry(EntryKind::Actor, topic, Verdict::Conflict, readings))
}

/// Whether two doers are of one sort, are not of one another, and neither sentence names the other's.
fn can_not_both(a: &Done<'_>, b: &Done<'_>) -> bool {
    let is_within = |one: &Entity, other: &Entity| {
        let is_name = |whole: &str| whole == other.name || other.aliases.iter().any(|n| n == whole);
        one.within.as_deref().is_some_and(is_name)
    };
    // A body is known by its whole name, a person by the last one.
    let known_by = |entity: &Entity| match entity.kind {
        EntityKind::Person => fold(entity.name.rsplit(' ').next().unwrap_or_default()),
        _ => fold(&entity.name),
    };
    let names = |one: &Done<'_>, other: &Entity| one.sentence.contains(&spaced(&known_by(other)));
    a.doer.kind == b.doer.kind
        && known_by(a.doer) != known_by(b.doer)
        && !is_within(a.doer, b.doer)
        && !is_within(b.doer, a.doer)
        && !names(a, b.doer)
        && !names(b, a.doer)
}

/// The words of a text between spaces, without marks.
fn spaced(text: &str) -> String {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.fold(" ".to_owned(), |text, word| text + word + " ")
}
