//! Why something happened: the causes that tellings give for one thing, and the parts that they say gave out.

use super::align::Vector;
use super::cause_links::{Link, fault, is_mishap, links};
use super::cues::{Cue, is, is_negation};
use super::deed::{Key, asks, is_one_thing, keys, parts, sentences};
use super::entry::{entry, every_two, finish};
use super::stem::fold;
use super::tellings::{Site, Tellings};
use super::terms::Term;
use super::topic::noun_phrase;
use crate::sets::components;
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::LazyLock;
use tellings_language::tables::rows;
use tellings_model::{Entry, EntryKind, Reading, Relation, Span, TimeKind, Upos, Verdict};

/// What things happen by, as the table tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Kind {
    pub(super) family: &'static str,
    pub(super) group: &'static str,
    /// Whether it excludes the others of its family.
    is_exact: bool,
}

/// A group that may be any other of its family (`a technical fault`).
const ANY: &str = "any";
/// The family of parts that give out.
pub(super) const MACHINE: &str = "machine";

static KINDS: LazyLock<FxHashMap<&'static str, Kind>> = LazyLock::new(|| {
    let mut kinds = FxHashMap::default();
    for row in rows(include_str!("../lexicon/en/causes.txt")) {
        let mut fields = row.split('|');
        let (Some(family), Some(strictness), Some(group), Some(words)) =
            (fields.next(), fields.next(), fields.next(), fields.next())
        else {
            continue;
        };
        let kind = Kind { family, group, is_exact: strictness == "exact" && group != ANY };
        kinds.extend(words.split_whitespace().map(|word| (word, kind)));
    }
    kinds
});

/// The kind of cause that a word names, or it and the next one (`short circuit`).
pub(super) fn kind_at(tellings: &Tellings<'_>, witness_idx: usize, idx: usize) -> Option<Kind> {
    let word = fold(tellings.word(witness_idx, idx));
    let next = fold(tellings.word(witness_idx, idx + 1));
    let two = KINDS.get(format!("{word}-{next}").as_str());
    two.or_else(|| KINDS.get(word.as_str())).copied()
}

impl Kind {
    /// Two kinds of one of these can hold beside one another (`wind and rain`).
    fn class(self) -> (&'static str, &'static str) {
        (self.family, if self.is_exact { self.group } else { ANY })
    }

    /// Whether of two causes only one can be that of a thing.
    fn excludes(self, other: Self) -> bool {
        self.family != other.family || self.is_exact && other.is_exact && self.group != other.group
    }
}

/// What a cause is given for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Of {
    /// A thing that happened.
    Effect(Term),
    /// What befell the tellings' one story, of which a part is told that gave out.
    Story,
}

/// A cause that a telling gives.
struct Cause {
    witness_idx: usize,
    of: Of,
    /// The token of what it is given for.
    effect: usize,
    patient: Option<usize>,
    patient_keys: BTreeSet<Key>,
    /// Whether it is given for what befalls by a fault.
    is_of_mishap: bool,
    /// Whether its sentence tells of a day long before the telling.
    is_old: bool,
    kinds: BTreeSet<Kind>,
    span: Span,
    context: Vector,
}

/// Causes of more clauses than this are not compared.
const MAX_CAUSES: usize = 256;
/// Sentences about one thing that happened share so much.
const ONE_MATTER: f32 = 0.1;
/// So many words of a cause are read.
const MAX_WORDS: usize = 16;
/// A denial or a modal verb stands so many words before a cause at most.
const BEFORE_WORDS: usize = 4;
/// What is told of a day so long before the telling is of another event.
const LONG_AGO_DAYS: i32 = 30;

/// One entry for each thing for which tellings give causes of which only one can be its cause.
///
/// A telling that gives several kinds of causes, or speaks of the other's where it tells of the thing, is
/// left out: it may tell how one came of the other.
pub(super) fn entries(tellings: &Tellings<'_>) -> Vec<Entry> {
    let mut causes: Vec<Cause> = Vec::new();
    for (witness_idx, sentence) in &sentences(tellings) {
        let site = Site { tellings, witness_idx: *witness_idx, sentence };
        let holds_kind =
            || sentence.clone().any(|at| kind_at(tellings, *witness_idx, at).is_some());
        if !holds_kind() || asks(site) {
            continue;
        }
        let is_old = is_old(site);
        for at in sentence.clone() {
            let linked = links(site, at).and_then(|link| of_link(site, link));
            causes.extend(linked.map(|cause| Cause { is_old, ..cause }));
            let fault = fault(site, at).filter(|_| !is_old);
            causes.extend(fault.and_then(|ends| of_fault(site, at, ends)));
        }
    }
    let groups = components(&causes, MAX_CAUSES, |cause| cause.of, is_of_one);
    let faults: Vec<&Cause> = causes.iter().filter(|cause| cause.of == Of::Story).collect();
    let do_faults_part = parted(tellings, &faults).is_some();
    let of_group = |group: &Vec<&Cause>| {
        // A part that gave out is the cause of a mishap, too.
        let of_mishap = group.iter().all(|cause| cause.is_of_mishap) && !do_faults_part;
        let whole = || group.iter().copied().chain(faults.iter().copied()).collect::<Vec<_>>();
        parted(tellings, group).or_else(|| parted(tellings, &whole()).filter(|_| of_mishap))
    };
    groups.iter().filter_map(of_group).collect()
}

/// Whether two causes are given for one thing.
fn is_of_one(a: &Cause, b: &Cause) -> bool {
    let are_known = !a.patient_keys.is_empty() && !b.patient_keys.is_empty();
    match a.of {
        Of::Story => true,
        Of::Effect(_) if are_known => is_one_thing(&a.patient_keys, &b.patient_keys),
        Of::Effect(_) => {
            // Of two crashes one may be of long ago.
            let is_act = a.patient.is_some() && b.patient.is_some();
            (is_act || a.is_old == b.is_old) && a.context.cosine(&b.context) >= ONE_MATTER
        }
    }
}

/// Whether a sentence tells of a day long before its telling.
fn is_old(site: Site<'_>) -> bool {
    let Site { tellings, witness_idx, sentence } = site;
    let Some(witness) = tellings.witnesses.get(witness_idx) else { return true };
    let span = tellings.span(witness_idx, sentence.clone());
    let times = span.map_or(&[][..], |span| witness.annotations.times_in(span));
    let Some(published) = witness.published.as_ref() else { return false };
    times.iter().filter(|time| time.kind == TimeKind::Date).any(|time| {
        let gap = time.days.and_then(|days| days.last().until(published.value.day).ok());
        gap.is_some_and(|gap| gap.get_days() > LONG_AGO_DAYS)
    })
}

/// The cause that a sentence links to what it is given for, where the table knows its kind.
fn of_link(site: Site<'_>, link: Link) -> Option<Cause> {
    let Site { tellings, witness_idx, sentence } = site;
    let phrase = phrase(site, link.cause, link.effect);
    let kinds: BTreeSet<Kind> =
        phrase.clone().filter_map(|at| kind_at(tellings, witness_idx, at)).collect();
    let first = phrase.start.min(link.at);
    let word = |idx: usize| fold(tellings.word(witness_idx, idx));
    let mut before = sentence.start.max(first.saturating_sub(BEFORE_WORDS))..first;
    let is_open = before.any(|idx| is_negation(&word(idx)) || is(&word(idx), Cue::Open));
    let says_little = tellings.says_nothing(witness_idx, link.effect)
        || is(tellings.lemma(witness_idx, link.effect), Cue::Light);
    if kinds.is_empty() || is_open || says_little {
        return None;
    }
    let effect = tellings.token(witness_idx, link.effect)?;
    let patient = match effect.relation {
        _ if effect.upos != Upos::Verb => None,
        // `The bridge, closed because of …`
        Relation::Acl => Some(effect.head as usize),
        _ => parts(site, link.effect).map(|(patient, _)| patient),
    };
    Some(Cause {
        witness_idx,
        of: Of::Effect(tellings.terms.at(witness_idx, link.effect)?),
        effect: link.effect,
        patient,
        patient_keys: patient.map(|noun| keys(site, noun)).unwrap_or_default(),
        is_of_mishap: is_mishap(tellings.lemma(witness_idx, link.effect)),
        is_old: false,
        kinds,
        span: tellings.span(witness_idx, first..phrase.end)?,
        context: tellings.bag(witness_idx, sentence.clone()),
    })
}

/// A part that a clause says gave out.
fn of_fault(site: Site<'_>, at: usize, (first, last): (usize, usize)) -> Option<Cause> {
    let Site { tellings, witness_idx, sentence } = site;
    let kind = (first..=last).find_map(|at| {
        kind_at(tellings, witness_idx, at).filter(|kind| kind.family == MACHINE && kind.is_exact)
    })?;
    Some(Cause {
        witness_idx,
        of: Of::Story,
        effect: at,
        patient: None,
        patient_keys: BTreeSet::new(),
        is_of_mishap: false,
        is_old: false,
        kinds: BTreeSet::from([kind]),
        span: tellings.span(witness_idx, first..last + 1)?,
        context: tellings.bag(witness_idx, sentence.clone()),
    })
}

/// The words of a cause: what hangs on its head, as far as they stand on one side of what it is given for.
fn phrase(site: Site<'_>, head: usize, effect: usize) -> Range<usize> {
    let sentence = site.sentence;
    let is_within = |idx: &usize| is_below(site, *idx, head) && *idx != effect;
    let sides = |idx: &usize| (*idx < effect) == (head < effect);
    let before = (sentence.start..head).rev().take_while(|idx| is_within(idx) && sides(idx));
    let after = (head + 1..sentence.end).take(MAX_WORDS).take_while(|i| is_within(i) && sides(i));
    head - before.count()..head + 1 + after.count()
}

/// Whether a token hangs on another, by way of others.
fn is_below(site: Site<'_>, idx: usize, head: usize) -> bool {
    let mut at = idx;
    for _ in 0..MAX_WORDS {
        let Some(token) = site.tellings.token(site.witness_idx, at) else { return false };
        if token.head as usize == head {
            return token.relation != Relation::Punct || idx > head;
        }
        if token.head as usize == at {
            return false;
        }
        at = token.head as usize;
    }
    false
}

/// The causes of each class of kinds, of the tellings that give one class alone.
fn by_class<'c>(group: &[&'c Cause]) -> Vec<(Kind, Vec<&'c Cause>)> {
    let mut of_tellings: BTreeMap<usize, BTreeSet<(&str, &str)>> = BTreeMap::new();
    for cause in group {
        let classes = cause.kinds.iter().map(|kind| kind.class());
        of_tellings.entry(cause.witness_idx).or_default().extend(classes);
    }
    let mut causes: BTreeMap<(&str, &str), (Kind, Vec<&Cause>)> = BTreeMap::new();
    for &cause in group {
        let is_one = of_tellings.get(&cause.witness_idx).is_some_and(|classes| classes.len() == 1);
        if let Some(&kind) = cause.kinds.first().filter(|_| is_one) {
            let (least, own) = causes.entry(kind.class()).or_insert((kind, Vec::new()));
            *least = kind.min(*least);
            own.push(cause);
        }
    }
    causes.into_values().collect()
}

/// The entry of causes of one thing, where tellings give kinds of which only one can be its cause.
fn parted(tellings: &Tellings<'_>, group: &[&Cause]) -> Option<Entry> {
    let effects: BTreeSet<Term> = group.iter().filter_map(|cause| effect_term(cause)).collect();
    let kinds = by_class(group);
    let speaks = |causes: &[&Cause], of: Kind| {
        causes.iter().any(|cause| speaks_of(tellings, cause.witness_idx, &effects, of))
    };
    let part = every_two(&kinds, |(a, own), (b, others)| {
        a.excludes(*b) && !speaks(own, *b) && !speaks(others, *a)
    });
    if kinds.len() < 2 || !part {
        return None;
    }
    let readings = kinds.iter().filter_map(|(kind, causes)| {
        let first = causes.first()?;
        let value = if kind.group == ANY { kind.family } else { kind.group };
        let citations = causes.iter().filter_map(|c| tellings.cite(c.witness_idx, c.span));
        Some(Reading {
            value: value.to_owned(),
            text: tellings.at(first.witness_idx, first.span).to_owned(),
            citations: citations.collect(),
            n_origins: 0,
        })
    });
    let topic = topic(tellings, group)?;
    let readings = finish(tellings, readings.collect());
    Some(entry(EntryKind::Other, topic, Verdict::Conflict, readings))
}

fn effect_term(cause: &Cause) -> Option<Term> {
    match cause.of {
        Of::Effect(term) => Some(term),
        Of::Story => None,
    }
}

/// Whether a telling has a word of some kind of cause in a sentence that tells of an effect.
fn speaks_of(
    tellings: &Tellings<'_>,
    witness_idx: usize,
    effects: &BTreeSet<Term>,
    of: Kind,
) -> bool {
    let Some(witness) = tellings.witnesses.get(witness_idx) else { return true };
    let places = effects.iter().flat_map(|&term| tellings.holders_of(term));
    let own = places.filter(|(witness, _)| *witness as usize == witness_idx);
    own.filter_map(|(_, sentence)| witness.annotations.sentences.get(*sentence as usize)).any(|s| {
        let mut tokens = s.tokens.0 as usize..s.tokens.1 as usize;
        tokens.any(|at| kind_at(tellings, witness_idx, at) == Some(of))
    })
}

/// What is asked: `why the bridge was closed`, `cause of the fire`, or what gave out.
fn topic(tellings: &Tellings<'_>, group: &[&Cause]) -> Option<String> {
    if group.iter().all(|cause| cause.of == Of::Story) {
        return Some("what failed".to_owned());
    }
    let linked = group.iter().filter(|cause| cause.of != Of::Story);
    let phrases = linked.map(|cause| {
        let of = |noun| noun_phrase(tellings, cause.witness_idx, noun);
        let word = fold(tellings.word(cause.witness_idx, cause.effect));
        let token = tellings.token(cause.witness_idx, cause.effect);
        let known = cause.patient.filter(|_| !cause.patient_keys.is_empty());
        let named = known.map(of).filter(|phrase| !phrase.is_empty());
        match named {
            Some(phrase) => (0, format!("why {phrase} … {word}")),
            None if token.is_some_and(|token| token.upos == Upos::Noun) => {
                (1, format!("cause of {}", of(cause.effect)))
            }
            None => (2, format!("why … {word}")),
        }
    });
    let best = phrases.min_by_key(|(rank, phrase)| (*rank, phrase.len(), phrase.clone()));
    best.map(|(_, phrase)| phrase)
}
