//! What was done to one thing, where the tellings give it two outcomes that exclude one another.

use super::align::Vector;
use super::cues::{Cue, is, is_negation};
use super::entry::{entry, finish};
use super::stem::fold;
use super::tellings::Tellings;
use super::terms::Term;
use super::topic::noun_phrase;
use crate::sets::Sets;
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::LazyLock;
use tellings_model::{
    Days, EntityId, Entry, EntryKind, Reading, Relation, Span, TimeKind, Upos, Verdict,
};

/// How the outcomes of a question follow one another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Course {
    /// They are told of one moment, whenever they are told.
    Fixed,
    /// What holds on one day need not hold on a later one.
    Moves,
    /// The first is told of what is still to come.
    Comes,
}

/// One outcome of a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Outcome {
    /// The question, as a topic begins.
    question: &'static str,
    course: Course,
    name: &'static str,
    /// A word that must follow (`off` of `put off`).
    particle: Option<&'static str>,
}

/// Lemma → the outcomes that it may tell.
static OUTCOMES: LazyLock<FxHashMap<&'static str, Vec<Outcome>>> = LazyLock::new(|| {
    let mut outcomes: FxHashMap<&str, Vec<Outcome>> = FxHashMap::default();
    let table = include_str!("../lexicon/en/act_outcomes.txt");
    for row in table.lines().filter(|row| !row.starts_with('#')) {
        let mut columns = row.split('|');
        let (Some(question), Some(goes_on), Some(name), Some(words)) =
            (columns.next(), columns.next(), columns.next(), columns.next())
        else {
            continue;
        };
        let course = match goes_on {
            "moves" => Course::Moves,
            "comes" => Course::Comes,
            _ => Course::Fixed,
        };
        for word in words.split_whitespace() {
            let (lemma, particle) = match word.split_once('-') {
                Some((lemma, particle)) => (lemma, Some(particle)),
                None => (word, None),
            };
            let outcome = Outcome { question, course, name, particle };
            outcomes.entry(lemma).or_default().push(outcome);
        }
    }
    outcomes
});

/// Whom or what a part of a clause names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Entity(EntityId),
    Term(Term),
}

/// A clause that gives a thing an outcome.
struct Told {
    witness_idx: usize,
    outcome: Outcome,
    negated: bool,
    /// To whom or to what.
    patient: BTreeSet<Key>,
    /// The noun of the patient.
    noun: usize,
    /// By whom; empty where the clause does not say.
    agent: BTreeSet<Key>,
    span: Span,
    days: Vec<Days>,
    context: Vector,
}

/// How far from its verb a particle stands at most, in words.
const PARTICLE_WORDS: usize = 3;
/// How far before its verb a denial or a modal verb stands, in words.
const BEFORE_WORDS: usize = 3;
/// So many clauses of a story are held against one another.
const MAX_TOLD: usize = 256;
/// Sentences about one patient share so much, where nobody says who acted.
const ONE_MATTER: f32 = 0.15;
/// Sentences about one actor share so much, where the patients have no word in common.
const ONE_ACT: f32 = 0.3;

/// One entry for each thing to which tellings give outcomes that exclude one another.
///
/// Only what is told as done counts, outside quotation marks. A telling that gives a thing both
/// outcomes tells how one came after the other, and so do days that part: nothing is said then.
pub(super) fn entries(tellings: &Tellings<'_>) -> Vec<Entry> {
    let mut told: Vec<Told> = Vec::new();
    for (witness_idx, witness) in tellings.witnesses.iter().enumerate() {
        for sentence in &witness.annotations.sentences {
            if tellings.is_heading(witness_idx, sentence.span) {
                continue;
            }
            let tokens = sentence.tokens.0 as usize..sentence.tokens.1 as usize;
            let found = tokens.clone().filter_map(|at| clause(tellings, witness_idx, at, &tokens));
            told.extend(found);
        }
    }
    told.truncate(MAX_TOLD);
    components(&told).iter().filter_map(|group| of_group(tellings, group)).collect()
}

/// Clauses that are of one thing with one another, by way of others too: whoever is read first, the
/// same come together.
fn components(told: &[Told]) -> Vec<Vec<&Told>> {
    let mut sets = Sets::new(told.len());
    for (at, a) in told.iter().enumerate() {
        for (other, _) in told.iter().enumerate().skip(at + 1).filter(|(_, b)| is_of_one(a, b)) {
            sets.join(at, other);
        }
    }
    let mut groups: BTreeMap<usize, Vec<&Told>> = BTreeMap::new();
    for (at, told) in told.iter().enumerate() {
        groups.entry(sets.find(at)).or_default().push(told);
    }
    groups.into_values().collect()
}

/// Whether two clauses answer one question about one thing.
fn is_of_one(a: &Told, b: &Told) -> bool {
    let agents_known = !a.agent.is_empty() && !b.agent.is_empty();
    let one_agent = !a.agent.is_disjoint(&b.agent);
    let one_patient = !a.patient.is_disjoint(&b.patient);
    let cosine = || a.context.cosine(&b.context);
    a.outcome.question == b.outcome.question
        && (!agents_known || one_agent)
        && if one_patient {
            one_agent || cosine() >= ONE_MATTER
        } else {
            one_agent && cosine() >= ONE_ACT
        }
}

/// The entry of clauses about one thing, where two of them exclude one another.
fn of_group(tellings: &Tellings<'_>, group: &[&Told]) -> Option<Entry> {
    let mut by_outcome: BTreeMap<(&str, bool), Vec<&Told>> = BTreeMap::new();
    for &told in group {
        by_outcome.entry((told.outcome.name, told.negated)).or_default().push(told);
    }
    let tellers = |of: &[&Told]| -> BTreeSet<usize> { of.iter().map(|t| t.witness_idx).collect() };
    let outcomes: Vec<(&(&str, bool), &Vec<&Told>)> = by_outcome.iter().collect();
    let [((one, one_negated), a), ((other, other_negated), b)] = outcomes.as_slice() else {
        return None;
    };
    // `Was not approved` and `was rejected` can both hold.
    let exclude =
        if one == other { one_negated != other_negated } else { !one_negated && !other_negated };
    if !exclude || !tellers(a).is_disjoint(&tellers(b)) {
        return None;
    }
    let verdict = verdict(tellings, a, b)?;
    let reading = |(name, negated): (&str, bool), told: &[&Told]| {
        let first = told.first()?;
        let name = if negated { format!("not {name}") } else { name.to_owned() };
        Some(Reading {
            value: name,
            text: tellings.at(first.witness_idx, first.span).to_owned(),
            citations: told.iter().filter_map(|t| tellings.cite(t.witness_idx, t.span)).collect(),
            n_origins: 0,
        })
    };
    let readings = vec![reading((one, *one_negated), a)?, reading((other, *other_negated), b)?];
    let phrases = group.iter().map(|told| noun_phrase(tellings, told.witness_idx, told.noun));
    let phrase =
        phrases.filter(|phrase| !phrase.is_empty()).min_by_key(|p| (p.len(), p.clone()))?;
    let topic = format!("{} {phrase}", a.first()?.outcome.question);
    Some(entry(EntryKind::Action, topic, verdict, finish(tellings, readings)))
}

/// A conflict where both are told of one day, or of one moment; superseded where a later telling
/// may tell what came after; `None` where that cannot be told.
fn verdict(tellings: &Tellings<'_>, a: &[&Told], b: &[&Told]) -> Option<Verdict> {
    let days = |of: &[&Told]| -> Vec<Days> { of.iter().flat_map(|t| t.days.clone()).collect() };
    let (own, others) = (days(a), days(b));
    let course = a.first()?.outcome.course;
    if course != Course::Comes && !own.is_empty() && !others.is_empty() {
        let overlap = own.iter().any(|x| others.iter().any(|y| x.overlaps(*y)));
        return overlap.then_some(Verdict::Conflict);
    }
    if course == Course::Fixed {
        return Some(Verdict::Conflict);
    }
    let published = |of: &[&Told]| -> Option<Vec<_>> {
        of.iter()
            .map(|t| Some(tellings.witnesses.get(t.witness_idx)?.published.as_ref()?.value.day))
            .collect()
    };
    let (own, others) = (published(a)?, published(b)?);
    let before = |x: &[jiff::civil::Date], y: &[jiff::civil::Date]| x.iter().max() < y.iter().min();
    (before(&own, &others) || before(&others, &own)).then_some(Verdict::Superseded)
}

/// The clause of a token that tells an outcome as done.
fn clause(
    tellings: &Tellings<'_>,
    witness_idx: usize,
    at: usize,
    sentence: &Range<usize>,
) -> Option<Told> {
    let token = tellings.token(witness_idx, at)?;
    if !matches!(token.upos, Upos::Verb | Upos::Adj) {
        return None;
    }
    let outcomes = OUTCOMES.get(tellings.lemma(witness_idx, at))?;
    let word = |idx: usize| fold(tellings.word(witness_idx, idx));
    let after = at + 1..sentence.end.min(at + 1 + PARTICLE_WORDS);
    let follows = |particle: &str| after.clone().any(|idx| word(idx) == particle);
    let outcome = *outcomes.iter().find(|outcome| outcome.particle.is_none_or(follows))?;
    let before = || (sentence.start.max(at.saturating_sub(BEFORE_WORDS))..at).map(word);
    let is_open =
        before().any(|word| is(&word, Cue::Modal)) || hangs_open(tellings, witness_idx, at);
    if is_open || tellings.is_quoted(witness_idx, token.span) {
        return None;
    }
    let (patient, agent) = parts(tellings, witness_idx, at, sentence)?;
    let keys = |idx: usize| keys(tellings, witness_idx, idx, sentence);
    let ends = [Some(at), Some(patient), agent].into_iter().flatten();
    let (first, last) = (ends.clone().min()?, ends.max()?);
    let span = tellings.span(witness_idx, first..last + 1)?;
    let patient_keys = keys(patient);
    (!patient_keys.is_empty()).then(|| Told {
        witness_idx,
        outcome,
        negated: before().any(|word| is_negation(&word)),
        patient: patient_keys,
        noun: patient,
        agent: agent.map(keys).unwrap_or_default(),
        span,
        days: days_of(tellings, witness_idx, at, sentence),
        context: tellings.bag(witness_idx, sentence.clone()),
    })
}

/// Whether a verb hangs on one by which something is planned, asked for or feared (`wants to ban`).
fn hangs_open(tellings: &Tellings<'_>, witness_idx: usize, at: usize) -> bool {
    let Some(token) = tellings.token(witness_idx, at) else { return false };
    let infinitive = at
        .checked_sub(1)
        .and_then(|before| tellings.token(witness_idx, before))
        .is_some_and(|before| before.upos == Upos::Part && before.relation == Relation::Mark);
    infinitive || matches!(token.relation, Relation::Amod | Relation::Acl)
}

/// The patient and the agent of a verb or an adjective, by token.
///
/// A verb without a subject of its own shares that of the verb beside it; an adjective that tells
/// what became of a thing (`came loose`) has the subject of its verb.
fn parts(
    tellings: &Tellings<'_>,
    witness_idx: usize,
    at: usize,
    sentence: &Range<usize>,
) -> Option<(usize, Option<usize>)> {
    let children = |of: usize, relations: &'static [Relation]| {
        sentence.clone().filter(move |&idx| {
            tellings.token(witness_idx, idx).is_some_and(|token| {
                token.head as usize == of && idx != of && relations.contains(&token.relation)
            })
        })
    };
    let child = |of: usize, relations: &'static [Relation]| children(of, relations).next();
    let token = tellings.token(witness_idx, at)?;
    let head = Some(token.head as usize)
        .filter(|&head| head != at && matches!(token.relation, Relation::Conj | Relation::Xcomp));
    let subject = || child(at, &[Relation::Nsubj]).or_else(|| child(head?, &[Relation::Nsubj]));
    // `Refused it entry` refuses the entry.
    let is_noun = |idx: &usize| {
        tellings.token(witness_idx, *idx).is_some_and(|token| token.upos != Upos::Pron)
    };
    let object =
        children(at, &[Relation::Obj]).find(is_noun).or_else(|| child(at, &[Relation::Obj]));
    let passive = child(at, &[Relation::NsubjPass]).or_else(|| {
        head.filter(|_| object.is_none()).and_then(|h| child(h, &[Relation::NsubjPass]))
    });
    let by = child(at, &[Relation::OblAgent]);
    match (object, passive) {
        (_, Some(patient)) => Some((patient, by)),
        (Some(object), None) => Some((object, subject())),
        // What has no object happens to its subject.
        (None, None) => Some((subject()?, None)),
    }
}

/// What a noun and the words beside it name: pronouns and words for anybody name nothing.
fn keys(
    tellings: &Tellings<'_>,
    witness_idx: usize,
    noun: usize,
    sentence: &Range<usize>,
) -> BTreeSet<Key> {
    let mut keys = BTreeSet::new();
    let Some(witness) = tellings.witnesses.get(witness_idx) else { return keys };
    let beside = sentence.clone().filter(|&idx| {
        tellings.token(witness_idx, idx).is_some_and(|token| {
            let names =
                matches!(token.relation, Relation::Compound | Relation::Flat | Relation::Appos);
            idx == noun || token.head as usize == noun && names
        })
    });
    for idx in beside {
        let Some(token) = tellings.token(witness_idx, idx) else { continue };
        let anybody = is(tellings.lemma(witness_idx, idx), Cue::Human);
        if token.upos != Upos::Pron && !anybody && !tellings.says_nothing(witness_idx, idx) {
            keys.extend(tellings.terms.at(witness_idx, idx).map(Key::Term));
        }
        let mentions = witness.annotations.mentions.iter();
        let named = mentions.filter(|mention| mention.span.contains(token.span));
        keys.extend(named.filter_map(|mention| mention.entity).map(Key::Entity));
    }
    keys
}

/// The days that hang on a verb itself.
fn days_of(
    tellings: &Tellings<'_>,
    witness_idx: usize,
    at: usize,
    sentence: &Range<usize>,
) -> Vec<Days> {
    let Some(witness) = tellings.witnesses.get(witness_idx) else { return Vec::new() };
    let times = witness.annotations.times.iter().filter(|time| {
        let inside = tellings.tokens_in(witness_idx, time.span);
        let act = super::frame::top(tellings, witness_idx, &inside)
            .and_then(|top| super::frame::act_above(tellings, witness_idx, top, sentence));
        matches!(time.kind, TimeKind::Date | TimeKind::Time) && act == Some(at)
    });
    times.filter_map(|time| time.days).collect()
}
