//! Of whom and of when a figure is told: figures of two people, and tolls of two days, are no two readings.

use super::cues::{Cue, is};
use super::deed::{MAX_SENTENCE, children, days_of, parts};
use super::matter::{Item, Value};
use super::stem::fold;
use super::tellings::{Site, Tellings};
use std::collections::BTreeSet;
use std::ops::Range;
use tellings_model::{Days, EntityId, EntityKind, Mention, Relation, Upos};

/// Somebody named so many bytes before a pronoun at most can be whom it stands for.
const NAMED_BYTES: usize = 400;
/// A toll of a day so long before its telling is of another event than one without a day.
const LONG_AGO_DAYS: i32 = 60;

/// Whether two values that part are of two people or of two days, or of one person who grew older.
pub(super) fn may_both_hold<V: Value>(tellings: &Tellings<'_>, a: &Item<V>, b: &Item<V>) -> bool {
    are_of_two_people(tellings, a, b)
        || may_have_aged(tellings, a, b)
        || a.value.bond().is_some() && are_of_two_days(tellings, a, b)
}

/// Whether two values are told of two people whom the tellings name (`A posted $30,000 bond`, `B was
/// released after posting $100,000`).
fn are_of_two_people<V>(tellings: &Tellings<'_>, a: &Item<V>, b: &Item<V>) -> bool {
    let (a, b) = (people(tellings, a), people(tellings, b));
    !a.is_empty() && !b.is_empty() && a.is_disjoint(&b)
}

/// The people of whom the act of a figure is told: its actor, whom it happens to, and whose these are.
fn people<V>(tellings: &Tellings<'_>, item: &Item<V>) -> BTreeSet<EntityId> {
    let mut people = BTreeSet::new();
    let witness_idx = item.witness_idx;
    let sentence = tellings.sentence(witness_idx, item.span);
    let site = Site { tellings, witness_idx, sentence: &sentence };
    let is_read = !item.scene.is_saying && sentence.len() <= MAX_SENTENCE;
    let act = item.scene.frame.act_idx.filter(|_| is_read);
    let Some((patient, agent)) = act.and_then(|act| parts(site, act)) else { return people };
    let agent = agent.or_else(|| above(site, act?));
    for noun in std::iter::once(patient).chain(agent) {
        let beside = children(
            site,
            noun,
            &[Relation::Flat, Relation::Appos, Relation::Compound, Relation::NmodPoss],
        );
        people.extend(std::iter::once(noun).chain(beside).filter_map(|idx| person(site, idx)));
    }
    people
}

/// The subject of the clause on which an act without one of its own hangs (`was released after posting`).
fn above(site: Site<'_>, act: usize) -> Option<usize> {
    let token = site.tellings.token(site.witness_idx, act)?;
    let hangs = matches!(token.relation, Relation::Advcl | Relation::Xcomp | Relation::Conj);
    let verb = Some(token.head as usize).filter(|&head| hangs && head != act)?;
    children(site, verb, &[Relation::Nsubj, Relation::NsubjPass]).next()
}

/// The person whom a word names; of a pronoun, the only one named shortly before it.
fn person(site: Site<'_>, at: usize) -> Option<EntityId> {
    let Site { tellings, witness_idx, .. } = site;
    let token = tellings.token(witness_idx, at)?;
    let annotations = &tellings.witnesses.get(witness_idx)?.annotations;
    let is_person = |mention: &&Mention| mention.kind == EntityKind::Person;
    if token.upos != Upos::Pron {
        let mut people = annotations.mentions_in(token.span).iter().filter(is_person);
        return people.find(|mention| mention.span.contains(token.span))?.entity;
    }
    if !is(&fold(tellings.word(witness_idx, at)), Cue::OnePerson) {
        return None;
    }
    let start = token.span.start();
    let before = annotations.mentions.partition_point(|mention| mention.span.start() < start);
    let near = |mention: &&Mention| start - mention.span.start() <= NAMED_BYTES;
    let before = annotations.mentions.get(..before).unwrap_or_default().iter().rev();
    // Of two people named there the word may stand for either.
    let mut named = before.take_while(near).filter(is_person);
    let first = named.next()?.entity?;
    named.all(|mention| mention.entity == Some(first)).then_some(first)
}

/// Within so many days a toll goes on.
const TOLL_DAYS: i32 = 30;

fn days_apart(a: Days, b: Days) -> i32 {
    a.first().until(b.first()).map_or(0, |gap| gap.get_days().abs())
}

/// Whether two tolls are of two days: of days apart that their acts bear, or one of a day long ago where
/// the other bears none.
fn are_of_two_days<V>(tellings: &Tellings<'_>, a: &Item<V>, b: &Item<V>) -> bool {
    let days = |item: &Item<V>| -> Vec<Days> {
        let sentence: Range<usize> = tellings.sentence(item.witness_idx, item.span);
        let site = Site { tellings, witness_idx: item.witness_idx, sentence: &sentence };
        let act = item.scene.frame.act_idx.filter(|_| sentence.len() <= MAX_SENTENCE);
        act.map_or(Vec::new(), |act| days_of(site, act))
    };
    let is_long_ago = |item: &Item<V>, days: &[Days]| {
        let published = tellings.witnesses.get(item.witness_idx).and_then(|w| w.published.as_ref());
        let before = |day: &Days| {
            let gap = published.and_then(|stamp| day.last().until(stamp.value.day).ok());
            gap.is_some_and(|gap| gap.get_days() > LONG_AGO_DAYS)
        };
        days.iter().all(before)
    };
    let (own, others) = (days(a), days(b));
    match (own.is_empty(), others.is_empty()) {
        (true, true) => false,
        (false, true) => is_long_ago(a, &own),
        (true, false) => is_long_ago(b, &others),
        // A toll may well be told of one day and, higher, of the next.
        (false, false) => own.iter().all(|x| others.iter().all(|y| days_apart(*x, *y) > TOLL_DAYS)),
    }
}

/// Days in which, as a rule, nobody grows older.
const SAME_AGE_DAYS: f64 = 30.0;
const YEAR_DAYS: f64 = 365.0;

/// Whether somebody may have grown older from one telling to the other.
fn may_have_aged<V: Value>(tellings: &Tellings<'_>, a: &Item<V>, b: &Item<V>) -> bool {
    let day = |item: &Item<V>| {
        Some(tellings.witnesses.get(item.witness_idx)?.published.as_ref()?.value.day)
    };
    let Some(years) = a.value.years_older(&b.value) else { return false };
    let gap = day(b).zip(day(a)).and_then(|(from, to)| from.until(to).ok());
    let days = gap.map_or(0.0, |gap| f64::from(gap.get_days()) * years.signum());
    let least = SAME_AGE_DAYS + (years.abs() - 1.0) * YEAR_DAYS;
    (least..=(years.abs() + 1.0) * YEAR_DAYS).contains(&days)
}
