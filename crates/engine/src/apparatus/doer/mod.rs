//! Who did it: an act that one alone does to a thing, which the tellings give to different people or bodies.

mod clause;
mod role;

use super::align::Vector;
use super::deed::{Key, asks, is_one_thing, sentences};
use super::entry::{entry, finish};
use super::stem::fold;
use super::tellings::{Site, Tellings};
use super::topic::noun_phrase;
use crate::sets::components;
use clause::{Act, clause};
use role::{Known, Roles, exclude, known, tells};
use std::cell::LazyCell;
use std::cmp::Reverse;
use std::collections::BTreeSet;
use tellings_model::{Days, Entity, EntityKind, Entry, EntryKind, Reading, Span, Verdict};

/// Who did something, as a clause tells it.
#[derive(Clone, Debug)]
struct Doer<'a> {
    /// Whoever bears the name, where one is given.
    entity: Option<&'a Entity>,
    /// What a doer is; of one with a name, what all tellings say of him.
    roles: Roles,
    span: Span,
}

/// A clause that tells who did something.
struct Done<'a> {
    witness_idx: usize,
    act: Act,
    patient: BTreeSet<Key>,
    noun: usize,
    doer: Doer<'a>,
    /// Whether the thing is told as one that is known (`the alarm`).
    is_known: bool,
    span: Span,
    days: Vec<Days>,
    context: Vector,
    /// The words of its clause, folded.
    words: BTreeSet<String>,
}

/// An act that more clauses of a story tell is not read.
const MAX_DONE: usize = 512;
/// Sentences about one act share so much.
const ONE_MATTER: f32 = 0.1;
/// So much, where one of them tells the thing as new (`a compromise drawn up by N`).
const ONE_NEW_MATTER: f32 = 0.25;

/// One entry for each act that tellings give to different people, or to different bodies, or to doers of which
/// neither can be the other or act for it (`the captain`, `an attendant`).
///
/// What a doer is must be known where one of the two has no name, or where one is a person and one is a body. A
/// clause that has the other's doer in it may tell how both came to act.
pub(super) fn entries(tellings: &Tellings<'_>, entities: &[Entity]) -> Vec<Entry> {
    let mut done: Vec<Done<'_>> = Vec::new();
    for (witness_idx, sentence) in &sentences(tellings) {
        let site = Site { tellings, witness_idx: *witness_idx, sentence };
        if !asks(site) {
            done.extend(sentence.clone().filter_map(|at| clause(site, at, entities)));
        }
    }
    let groups = components(&done, MAX_DONE, |done| done.act.name, is_of_one);
    let known = LazyCell::new(|| known(tellings, entities));
    groups.iter().filter_map(|group| parted(tellings, group, &known)).collect()
}

/// Whether two clauses tell of one act.
fn is_of_one(a: &Done<'_>, b: &Done<'_>) -> bool {
    let days_part = !a.days.is_empty()
        && !b.days.is_empty()
        && !a.days.iter().any(|x| b.days.iter().any(|y| x.overlaps(*y)));
    let is_one = || {
        let names = |of: &Done<'_>| of.patient.iter().any(|key| !matches!(key, Key::Term(_)));
        // An act with its thing needs no more, unless names tell two things apart.
        let is_whole = a.act.is_whole && !(names(a) && names(b));
        is_whole || is_one_thing(&a.patient, &b.patient)
    };
    let least = if a.is_known && b.is_known { ONE_MATTER } else { ONE_NEW_MATTER };
    let is_known = a.is_known || b.is_known;
    is_known && !days_part && is_one() && a.context.cosine(&b.context) >= least
}

/// The entry of an act, where two tellings give it to doers that exclude one another.
fn parted(tellings: &Tellings<'_>, group: &[&Done<'_>], known: &Known) -> Option<Entry> {
    let tellers =
        |of: &[&Done<'_>]| -> BTreeSet<usize> { of.iter().map(|d| d.witness_idx).collect() };
    if tellers(group).len() < 2 {
        return None;
    }
    let of_one = components(group, MAX_DONE, |_| (), |a, b| is_same(a, b, known));
    let mut doers: Vec<Vec<&Done<'_>>> =
        of_one.into_iter().map(|done| done.into_iter().copied().collect()).collect();
    let known_by = |done: &[&Done<'_>]| done.iter().map(|d| value(tellings, d)).min();
    doers.sort_by_cached_key(|done| (Reverse(tellers(done).len()), known_by(done)));
    // Whoever cannot be held against one that more tellings give is left out.
    let mut parted: Vec<Vec<&Done<'_>>> = Vec::new();
    for done in doers {
        let is_apart = |other: &Vec<&Done<'_>>| {
            tellers(&done).is_disjoint(&tellers(other))
                && done.iter().all(|x| other.iter().all(|y| can_not_both((x, y), known)))
        };
        if parted.iter().all(is_apart) {
            parted.push(done);
        }
    }
    if parted.len() < 2 {
        return None;
    }
    let first = group.first()?;
    let topic = if first.act.is_whole {
        format!("who {}", first.act.name)
    } else {
        let phrases = parted.iter().flatten().map(|d| noun_phrase(tellings, d.witness_idx, d.noun));
        let phrases = phrases.filter(|phrase| !phrase.is_empty());
        format!(
            "who {} {}",
            first.act.name,
            phrases.min_by_key(|phrase| (phrase.len(), phrase.clone()))?
        )
    };
    let readings = parted.iter().filter_map(|done| reading(tellings, done)).collect();
    let readings = finish(tellings, readings);
    Some(entry(EntryKind::Actor, topic, Verdict::Conflict, readings))
}

/// The reading of a doer: by name, where some clause gives one.
fn reading(tellings: &Tellings<'_>, done: &[&Done<'_>]) -> Option<Reading> {
    let first = done.iter().find(|d| d.doer.entity.is_some()).or(done.first())?;
    let citations = done.iter().filter_map(|d| tellings.cite(d.witness_idx, d.span));
    Some(Reading {
        value: value(tellings, first),
        text: tellings.at(first.witness_idx, first.doer.span).to_owned(),
        citations: citations.collect(),
        n_origins: 0,
    })
}

/// What a doer is called: by name, or by the words of the telling.
fn value(tellings: &Tellings<'_>, done: &Done<'_>) -> String {
    let words = || fold(tellings.at(done.witness_idx, done.doer.span));
    done.doer.entity.map_or_else(words, |entity| entity.name.clone())
}

/// The roles of a doer: of one with a name, all that the tellings give.
fn roles<'r>(doer: &'r Doer<'_>, known: &'r Known) -> &'r Roles {
    doer.entity.and_then(|entity| known.get(&entity.id)).unwrap_or(&doer.roles)
}

/// Whether two doers may be one: by name, or where one has none by what they are.
fn is_same(a: &Done<'_>, b: &Done<'_>, known: &Known) -> bool {
    match (a.doer.entity, b.doer.entity) {
        (Some(a), Some(b)) => a.id == b.id || a.kind == b.kind && called(a) == called(b),
        _ => !roles(&a.doer, known).is_disjoint(roles(&b.doer, known)),
    }
}

/// A body is known by its whole name, a person by the last one.
fn called(entity: &Entity) -> Vec<String> {
    let name = match entity.kind {
        EntityKind::Person => entity.name.rsplit(' ').next().unwrap_or_default(),
        _ => &entity.name,
    };
    let folded = fold(name);
    let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_owned).collect()
}

/// Whether two doers are not one, neither acts for the other, and neither clause has the other's in it.
fn can_not_both((a, b): (&Done<'_>, &Done<'_>), known: &Known) -> bool {
    let is_within = |one: &Entity, other: &Entity| {
        let is_name = |whole: &str| whole == other.name || other.aliases.iter().any(|n| n == whole);
        one.within.as_deref().is_some_and(is_name)
    };
    let apart = match (a.doer.entity, b.doer.entity) {
        (Some(x), Some(y)) if x.kind == y.kind => !is_within(x, y) && !is_within(y, x),
        (Some(x), Some(y)) if is_within(x, y) || is_within(y, x) => false,
        _ => exclude(roles(&a.doer, known), roles(&b.doer, known)),
    };
    let has = |one: &Done<'_>, other: &Done<'_>| {
        let words = other.doer.entity.map(called);
        words.is_some_and(|words| words.iter().all(|word| one.words.contains(word)))
            || (one.doer.entity.is_none() || other.doer.entity.is_none())
                && tells(&one.words, roles(&other.doer, known))
    };
    apart && !has(a, b) && !has(b, a)
}

#[cfg(test)]
mod tests;
