//! What was done to one thing, where the tellings give it two outcomes that exclude one another.

use super::absent::{absent, thing};
use super::align::Vector;
use super::cues::{Cue, is, is_negation};
use super::deed::{
    Key, asks, children, days_of, denial, hangs_open, is_one_thing, is_person, keys, parts,
    sentences, with_particle,
};
use super::entry::{entry, finish};
use super::stem::fold;
use super::tellings::{Site, Tellings};
use super::terms::Term;
use super::topic::noun_phrase;
use crate::sets::components;
use jiff::civil::Date;
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::LazyLock;
use tellings_language::tables::rows;
use tellings_model::{Days, Entry, EntryKind, Reading, Relation, Span, Token, Upos, Verdict};

/// How the outcomes of a question follow one another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Course {
    /// They are told of one moment, whenever they are told.
    Fixed,
    /// The same, of one person alone.
    One,
    /// What holds on one day need not hold on a later one.
    Moves,
    /// The same, of people.
    Person,
    /// The first is told of what is still to come.
    Comes,
    /// One telling says that it was done, and another that it was not.
    Denied,
    /// The same, where the denial holds for the moment of telling alone.
    DeniedSoFar,
}

/// What is asked of a thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Question {
    /// As a topic begins.
    Listed(&'static str),
    /// Whether this act was done.
    Whether(Term),
    /// Whether there was any of this.
    Existence(Term),
}

/// One outcome of a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Outcome {
    question: Question,
    course: Course,
    name: &'static str,
    /// A word that must follow (`off` of `put off`).
    particle: Option<&'static str>,
}

/// Lemma → the outcomes that it may tell.
static OUTCOMES: LazyLock<FxHashMap<&'static str, Vec<Outcome>>> = LazyLock::new(|| {
    let mut outcomes: FxHashMap<&str, Vec<Outcome>> = FxHashMap::default();
    for row in rows(include_str!("../lexicon/en/act_outcomes.txt")) {
        let mut columns = row.split('|');
        let (Some(question), Some(goes_on), Some(name), Some(words)) =
            (columns.next(), columns.next(), columns.next(), columns.next())
        else {
            continue;
        };
        let course = match goes_on {
            "moves" => Course::Moves,
            "comes" => Course::Comes,
            "one" => Course::One,
            "person" => Course::Person,
            _ => Course::Fixed,
        };
        for word in words.split_whitespace() {
            let (lemma, particle) = with_particle(word);
            let question = Question::Listed(question);
            let outcome = Outcome { question, course, name, particle };
            outcomes.entry(lemma).or_default().push(outcome);
        }
    }
    outcomes
});

/// A clause that gives a thing an outcome.
struct Told {
    witness_idx: usize,
    outcome: Outcome,
    negated: bool,
    /// To whom or to what.
    patient: BTreeSet<Key>,
    /// The noun of the patient, and the verb.
    noun: usize,
    verb: usize,
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
/// A question that more clauses of a story answer is not asked.
const MAX_TOLD: usize = 512;
/// Sentences about one patient share so much, where nobody says who acted.
const ONE_MATTER: f32 = 0.15;
/// The same where the patient is one alone.
const ONE_ALONE: f32 = 0.1;
/// Sentences about one actor share so much, where the patients have no word in common.
const ONE_ACT: f32 = 0.3;

/// One entry for each thing to which tellings give outcomes that exclude one another.
///
/// Only what is told as done counts; what stands between quotation marks only where it denies. A telling
/// that gives a thing both outcomes tells how one came after the other, and so do days that part: nothing
/// is said then.
pub(super) fn entries(tellings: &Tellings<'_>) -> Vec<Entry> {
    let sentences = sentences(tellings);
    let denied: BTreeSet<Term> = sentences
        .iter()
        .flat_map(|(witness_idx, tokens)| denied_acts(tellings, *witness_idx, tokens))
        .collect();
    let sites = || {
        let witnesses = sentences.iter();
        witnesses.map(|(at, sentence)| Site { tellings, witness_idx: *at, sentence })
    };
    let absent_things =
        sites().flat_map(|site| site.sentence.clone().filter_map(move |at| absent(site, at)));
    let mut none_of: BTreeMap<Term, bool> = BTreeMap::new();
    for thing in absent_things {
        *none_of.entry(thing.term).or_default() |= thing.happens;
    }
    let told: Vec<Told> = sites()
        .flat_map(|site| {
            let (denied, none_of) = (&denied, &none_of);
            let of_acts = move |at| clauses(site, at, denied).into_iter().flatten();
            let of_things = move |at| existence(site, at, none_of);
            site.sentence.clone().flat_map(move |at| of_acts(at).chain(of_things(at)))
        })
        .collect();
    let groups = components(&told, MAX_TOLD, |told| told.outcome.question, is_of_one);
    groups.iter().filter_map(|group| of_group(tellings, group)).collect()
}

/// What the denials of a sentence may deny: the words they hang on, and those these hang on (`no ransom
/// was paid`).
fn denied_acts(tellings: &Tellings<'_>, witness_idx: usize, tokens: &Range<usize>) -> Vec<Term> {
    let head = |at: usize| tellings.token(witness_idx, at).map(|token| token.head as usize);
    let denials = tokens.clone().filter(|&at| is_negation(&fold(tellings.word(witness_idx, at))));
    let above = denials.filter_map(head).flat_map(|on| [Some(on), head(on)]).flatten();
    above.filter_map(|at| tellings.terms.at(witness_idx, at)).collect()
}

/// Whether two clauses answer one question about one thing.
fn is_of_one(a: &Told, b: &Told) -> bool {
    let agents_known = !a.agent.is_empty() && !b.agent.is_empty();
    let one_agent = !a.agent.is_disjoint(&b.agent);
    let one_patient = is_one_thing(&a.patient, &b.patient);
    let cosine = || a.context.cosine(&b.context);
    let is_listed = matches!(a.outcome.question, Question::Listed(_));
    let least = if a.outcome.course == Course::One { ONE_ALONE } else { ONE_MATTER };
    (!agents_known || one_agent)
        && if one_patient {
            one_agent || cosine() >= least
        } else {
            is_listed && one_agent && cosine() >= ONE_ACT
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
        let name = match first.outcome.question {
            Question::Existence(_) if negated => "none".to_owned(),
            _ if negated => format!("not {name}"),
            _ => name.to_owned(),
        };
        Some(Reading {
            value: name,
            text: tellings.at(first.witness_idx, first.span).to_owned(),
            citations: told.iter().filter_map(|t| tellings.cite(t.witness_idx, t.span)).collect(),
            n_origins: 0,
        })
    };
    let readings = vec![reading((one, *one_negated), a)?, reading((other, *other_negated), b)?];
    let is_verb = |told: &Told| {
        tellings.token(told.witness_idx, told.noun).is_some_and(|token| token.upos == Upos::Verb)
    };
    let nouns = group.iter().filter(|told| !is_verb(told));
    let phrases = nouns.map(|told| {
        let phrase = noun_phrase(tellings, told.witness_idx, told.noun);
        (phrase.len(), phrase, is_plural(tellings, told.witness_idx, told.noun))
    });
    let (_, phrase, are_several) = phrases.filter(|(length, ..)| *length > 0).min()?;
    let topic = match a.first()?.outcome.question {
        Question::Listed(question) => format!("{question} {phrase}"),
        Question::Existence(_) if are_several => format!("whether there were any {phrase}"),
        Question::Existence(_) => format!("whether there was any {phrase}"),
        Question::Whether(_) => {
            let affirmed = group.iter().find(|told| !told.negated)?;
            format!("whether {phrase} … {}", tellings.word(affirmed.witness_idx, affirmed.verb))
        }
    };
    Some(entry(EntryKind::Action, topic, verdict, finish(tellings, readings)))
}

/// A conflict where both are told of one day, or of one moment; superseded where a later telling
/// may tell what came after; `None` where that cannot be told.
fn verdict(tellings: &Tellings<'_>, a: &[&Told], b: &[&Told]) -> Option<Verdict> {
    let days = |of: &[&Told]| -> Vec<Days> { of.iter().flat_map(|t| t.days.clone()).collect() };
    let (own, others) = (days(a), days(b));
    let course = a.first()?.outcome.course;
    let published = |of: &[&Told]| -> Option<Vec<_>> {
        of.iter()
            .map(|t| Some(tellings.witnesses.get(t.witness_idx)?.published.as_ref()?.value.day))
            .collect()
    };
    // Who was hurt may have died since.
    let is_dead = |of: &[&Told]| of.iter().any(|told| told.outcome.name == DEAD);
    let (dead, alive) = if is_dead(a) { (a, b) } else { (b, a) };
    let stamps = published(alive).zip(published(dead)).filter(|_| course == Course::One);
    if stamps.is_some_and(|(first, last)| is_before(&first, &last)) {
        return Some(Verdict::Superseded);
    }
    let is_so_far = a.iter().chain(b).any(|told| told.outcome.course == Course::DeniedSoFar);
    // What held until the telling, since some day, is not held against what was done later on that day.
    if course != Course::Comes && !is_so_far && !own.is_empty() && !others.is_empty() {
        let overlap = own.iter().any(|x| others.iter().any(|y| x.overlaps(*y)));
        return overlap.then_some(Verdict::Conflict);
    }
    if matches!(course, Course::Fixed | Course::One) {
        return Some(Verdict::Conflict);
    }
    if matches!(course, Course::Denied | Course::DeniedSoFar) {
        // What is denied first and told as done by all later tellings was done in between.
        let is_denial = a.first()?.negated;
        let (denials, others) = if is_denial { (a, b) } else { (b, a) };
        let days = published(denials).zip(published(others));
        let followed = days.is_some_and(|(first, last)| is_before(&first, &last));
        let verdict = if followed { Verdict::Superseded } else { Verdict::Conflict };
        return (followed || !is_so_far).then_some(verdict);
    }
    let (a, b) = (published(a)?, published(b)?);
    (is_before(&a, &b) || is_before(&b, &a)).then_some(Verdict::Superseded)
}

/// The outcome after which none follows.
const DEAD: &str = "dead";

/// Whether all of some days lie before all others.
fn is_before(a: &[Date], b: &[Date]) -> bool {
    a.iter().max() < b.iter().min()
}

/// An act as a question of its own, where some telling denies it: what says something, and what every
/// clause may hold, is none.
fn act(
    tellings: &Tellings<'_>,
    witness_idx: usize,
    at: usize,
    denied: &BTreeSet<Term>,
) -> Option<Outcome> {
    let lemma = tellings.lemma(witness_idx, at);
    let says_little = tellings.says_nothing(witness_idx, at)
        || [Cue::Light, Cue::Answer, Cue::Hollow].into_iter().any(|cue| is(lemma, cue));
    let term = tellings.terms.at(witness_idx, at).filter(|term| denied.contains(term))?;
    let is_verb = tellings.token(witness_idx, at)?.upos == Upos::Verb;
    (is_verb && !says_little).then_some(Outcome {
        question: Question::Whether(term),
        course: Course::Denied,
        name: "done",
        particle: None,
    })
}

/// The outcome that a token tells, where it is told of what is: no question, no plan, no wish.
fn outcome(site: Site<'_>, at: usize, denied: &BTreeSet<Term>) -> Option<Outcome> {
    let Site { tellings, witness_idx, sentence } = site;
    let token = tellings.token(witness_idx, at)?;
    if !matches!(token.upos, Upos::Verb | Upos::Adj) {
        return None;
    }
    let word = |idx: usize| fold(tellings.word(witness_idx, idx));
    let after = at + 1..sentence.end.min(at + 1 + PARTICLE_WORDS);
    let follows = |particle: &str| after.clone().any(|idx| word(idx) == particle);
    let listed = OUTCOMES.get(tellings.lemma(witness_idx, at)).into_iter().flatten();
    let listed = listed.copied().find(|outcome| outcome.particle.is_none_or(follows));
    let outcome = listed.or_else(|| act(tellings, witness_idx, at, denied))?;
    let mut before = words_before(site, at);
    // `Fatally wounded` is no wound that is survived; who pleads guilty was not found so.
    let opens = [Cue::Modal, Cue::Fatal, Cue::Pleads];
    let is_open = before.any(|word| opens.into_iter().any(|cue| is(&word, cue)))
        || hangs_open(tellings, witness_idx, at);
    (!is_open && !asks(site)).then_some(outcome)
}

/// The words right before a verb, among which its denial or modal verb stands.
fn words_before(site: Site<'_>, at: usize) -> impl Iterator<Item = String> {
    let Site { tellings, witness_idx, sentence } = site;
    let first = sentence.start.max(at.saturating_sub(BEFORE_WORDS));
    (first..at).map(move |idx| fold(tellings.word(witness_idx, idx)))
}

/// Whether a noun stands for several.
fn is_plural(tellings: &Tellings<'_>, witness_idx: usize, noun: usize) -> bool {
    let is_name = |token: &Token| token.upos == Upos::Propn;
    tellings.lemma(witness_idx, noun) != fold(tellings.word(witness_idx, noun))
        && !tellings.token(witness_idx, noun).is_some_and(is_name)
}

/// What a token tells of the outcome of one thing or of several (`the lane and the road were closed`).
fn clauses(site: Site<'_>, at: usize, denied: &BTreeSet<Term>) -> Option<Vec<Told>> {
    let Site { tellings, witness_idx, sentence } = site;
    let outcome = outcome(site, at, denied)?;
    let (patient, agent) = parts(site, at)?;
    let of_one = outcome.course == Course::One;
    let is_several = of_one && is_plural(tellings, witness_idx, patient);
    let of_people = of_one || outcome.course == Course::Person;
    if is_several || of_people && !is_person(site, patient) {
        return None;
    }
    let nouns: Vec<usize> = std::iter::once(patient).chain(agent).collect();
    let (negated, denial) = match outcome.question {
        Question::Listed(_) => {
            let mut before = words_before(site, at);
            (before.any(|word| is_negation(&word)), None)
        }
        Question::Whether(_) | Question::Existence(_) => {
            let denial = denial(site, at, &nouns).ok()?;
            (denial.is_some(), denial)
        }
    };
    // What somebody denies in so many words is denied; what he tells otherwise is his.
    let span = tellings.token(witness_idx, at)?.span;
    if denial.is_none() && tellings.is_quoted(witness_idx, span) {
        return None;
    }
    let ends = std::iter::once(at).chain(nouns).chain(denial);
    let (first, last) = (ends.clone().min()?, ends.max()?);
    let span = tellings.span(witness_idx, first..last + 1)?;
    let keys = |idx: usize| keys(site, idx);
    let days = days_of(site, at);
    let context = tellings.bag(witness_idx, sentence.clone());
    let of_one = |noun: usize| Told {
        witness_idx,
        outcome,
        negated,
        patient: keys(noun),
        noun,
        verb: at,
        agent: agent.map(keys).unwrap_or_default(),
        span,
        days: days.clone(),
        context: context.clone(),
    };
    let joined = children(site, patient, &[Relation::Conj]);
    let told = std::iter::once(patient).chain(joined).map(of_one);
    Some(told.filter(|told| !told.patient.is_empty()).collect())
}

/// What a token tells of a thing that some telling says there was none of.
fn existence(site: Site<'_>, at: usize, none_of: &BTreeMap<Term, bool>) -> Option<Told> {
    let Site { tellings, witness_idx, sentence } = site;
    let thing = thing(site, at, none_of)?;
    let outcome = Outcome {
        question: Question::Existence(thing.term),
        course: if thing.is_current { Course::DeniedSoFar } else { Course::Denied },
        name: "some",
        particle: None,
    };
    Some(Told {
        witness_idx,
        outcome,
        negated: thing.negated,
        patient: BTreeSet::from([Key::Term(thing.term)]),
        noun: thing.at,
        verb: thing.at,
        agent: BTreeSet::new(),
        span: tellings.span(witness_idx, thing.ends.0..thing.ends.1 + 1)?,
        days: thing.days,
        context: tellings.bag(witness_idx, sentence.clone()),
    })
}
