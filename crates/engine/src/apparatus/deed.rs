//! A verb and what belongs to it: whom it happens to, who acts, when, and whether it is told as done.

use super::cues::{Cue, is, is_negation};
use super::stem::fold;
use super::tellings::{Site, Tellings};
use super::terms::Term;
use std::collections::BTreeSet;
use std::ops::Range;
use tellings_language::gazetteer::GAZETTEER;
use tellings_model::{Days, EntityId, EntityKind, Event, Reality, Relation, TimeKind, Upos};

/// Whom or what a part of a clause names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Key {
    Entity(EntityId),
    Term(Term),
    /// A thing that a name tells from others of its kind (`the road over the Sorn`).
    Of(Term, EntityId),
}

/// Whether a verb hangs on one by which something is planned, asked for or feared (`wants to ban`).
pub(super) fn hangs_open(tellings: &Tellings<'_>, witness_idx: usize, at: usize) -> bool {
    let Some(token) = tellings.token(witness_idx, at) else { return false };
    let infinitive = at
        .checked_sub(1)
        .and_then(|before| tellings.token(witness_idx, before))
        .is_some_and(|before| before.upos == Upos::Part && before.relation == Relation::Mark);
    // `Helped determine the cause`; `asked to call and tell`.
    let head = token.head as usize;
    let is_bare = token.upos == Upos::Verb
        && tellings.lemma(witness_idx, at) == fold(tellings.word(witness_idx, at));
    let sentence = tellings.sentence(witness_idx, token.span);
    let site = Site { tellings, witness_idx, sentence: &sentence };
    let has_subject =
        || children(site, at, &[Relation::Nsubj, Relation::NsubjPass]).next().is_some();
    let goes_on = token.relation == Relation::Conj && head < at;
    infinitive
        || matches!(token.relation, Relation::Amod | Relation::Acl)
        || is_bare && token.relation == Relation::Xcomp && !has_subject()
        || is_bare && goes_on && !has_subject() && hangs_open(tellings, witness_idx, head)
}

/// Whether a sentence asks; the mark may stand before a closing one.
pub(super) fn asks(site: Site<'_>) -> bool {
    let mut last = site.sentence.clone().rev().take(2);
    last.any(|idx| site.tellings.word(site.witness_idx, idx) == "?")
}

/// The tokens that hang on one by some relations, in order.
pub(super) fn children<'t>(
    site: Site<'t>,
    of: usize,
    relations: &'static [Relation],
) -> impl Iterator<Item = usize> + use<'t> {
    site.sentence.clone().filter(move |&idx| {
        site.tellings.token(site.witness_idx, idx).is_some_and(|token| {
            token.head as usize == of && idx != of && relations.contains(&token.relation)
        })
    })
}

/// The patient and the agent of a verb or an adjective, by token.
///
/// A verb without a subject of its own shares that of the verb beside it; an adjective that tells
/// what became of a thing (`came loose`) has the subject of its verb.
pub(super) fn parts(site: Site<'_>, at: usize) -> Option<(usize, Option<usize>)> {
    let Site { tellings, witness_idx, .. } = site;
    let children = |of, relations| children(site, of, relations);
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
pub(super) fn keys(site: Site<'_>, noun: usize) -> BTreeSet<Key> {
    let Site { tellings, witness_idx, .. } = site;
    let mut keys = BTreeSet::new();
    let Some(witness) = tellings.witnesses.get(witness_idx) else { return keys };
    let named = |idx: usize| {
        let span = tellings.token(witness_idx, idx).map(|token| token.span);
        let mentions = span.map_or(&[][..], |span| witness.annotations.mentions_in(span));
        let around = mentions.iter().filter(move |m| span.is_some_and(|s| m.span.contains(s)));
        around.filter_map(|mention| mention.entity)
    };
    let children = |relations| children(site, noun, relations);
    let beside = children(&[Relation::Compound, Relation::Flat, Relation::Appos]);
    for idx in std::iter::once(noun).chain(beside) {
        let Some(token) = tellings.token(witness_idx, idx) else { continue };
        let anybody = is(tellings.lemma(witness_idx, idx), Cue::Human);
        if token.upos != Upos::Pron && !anybody && !tellings.says_nothing(witness_idx, idx) {
            keys.extend(tellings.terms.at(witness_idx, idx).map(Key::Term));
        }
        keys.extend(named(idx).map(Key::Entity));
    }
    let own = tellings.terms.at(witness_idx, noun);
    let name = children(&[Relation::Nmod]).flat_map(named).next();
    keys.extend(own.zip(name).map(|(own, name)| Key::Of(own, name)));
    keys
}

/// Whether a noun, or a name beside it, is of people.
pub(super) fn is_person(site: Site<'_>, noun: usize) -> bool {
    let Site { tellings, witness_idx, .. } = site;
    let lemma = tellings.lemma(witness_idx, noun);
    let people = [Cue::Human, Cue::Counted, Cue::Somebody, Cue::SomePeople, Cue::OnePerson];
    let is_named = |idx: usize| {
        let span = tellings.token(witness_idx, idx).map(|token| token.span);
        let annotations = tellings.witnesses.get(witness_idx).map(|w| &w.annotations);
        span.zip(annotations).is_some_and(|(span, annotations)| {
            let mut named = annotations.mentions_in(span).iter();
            named.any(|m| m.span.contains(span) && m.kind == EntityKind::Person)
        })
    };
    let mut beside = children(site, noun, &[Relation::Flat, Relation::Appos, Relation::Compound]);
    let is_office = GAZETTEER.folded_roles.contains(lemma);
    is_office
        || people.into_iter().any(|cue| is(lemma, cue))
        || is_named(noun)
        || beside.any(is_named)
}

/// Whether what two parts of clauses name can be one thing: a word alone joins none that names tell apart.
pub(super) fn is_one_thing(a: &BTreeSet<Key>, b: &BTreeSet<Key>) -> bool {
    let is_told_apart = |of: &BTreeSet<Key>, term: Term| {
        of.iter().any(|key| matches!(key, Key::Of(own, _) if *own == term))
    };
    a.intersection(b).any(|key| match *key {
        Key::Term(term) => !(is_told_apart(a, term) && is_told_apart(b, term)),
        Key::Entity(_) | Key::Of(..) => true,
    })
}

/// The days that hang on a verb itself.
pub(super) fn days_of(site: Site<'_>, at: usize) -> Vec<Days> {
    let Site { tellings, witness_idx, .. } = site;
    let Some(witness) = tellings.witnesses.get(witness_idx) else { return Vec::new() };
    let sentence = tellings.span(witness_idx, site.sentence.clone());
    let times = sentence.map_or(&[][..], |span| witness.annotations.times_in(span));
    let times = times.iter().filter(|time| {
        let inside = tellings.tokens_in(witness_idx, time.span);
        let act = super::frame::top(tellings, witness_idx, &inside)
            .and_then(|top| super::frame::act_above(site, top));
        matches!(time.kind, TimeKind::Date | TimeKind::Time) && act == Some(at)
    });
    times.filter_map(|time| time.days).collect()
}

/// So many words before an act its denial stands at most, where it hangs on another word beside it.
const PREFIX_WORDS: usize = 2;

/// The word by which a verb is denied: its own (`did not sign`) or one of its subject or patient (`no ransom
/// was paid`), one right before it (`not life threatening`) or its beginning (`non-binding`). An error where
/// the denial is of something else (`not only`, `not until`, `did not spread further`).
pub(super) fn denial(site: Site<'_>, at: usize, nouns: &[usize]) -> Result<Option<usize>, ()> {
    let Site { tellings, witness_idx, sentence } = site;
    let word = |idx: usize| fold(tellings.word(witness_idx, idx));
    let mut denials = sentence.clone().filter(|&idx| {
        let on = tellings.token(witness_idx, idx).map(|token| token.head as usize);
        let hangs_on = |of: usize| on == Some(of) && idx != of || nouns.contains(&idx);
        is_negation(&word(idx)) && (hangs_on(at) || nouns.iter().any(|&noun| hangs_on(noun)))
    });
    // `Non-life threatening`, `were not life threatening`.
    let denies = |idx: &usize| {
        let word = word(*idx);
        // `Members without a vote signed`: the denial is of the vote.
        let is_of_noun = tellings
            .token(witness_idx, *idx)
            .is_some_and(|token| matches!(token.relation, Relation::Det | Relation::Case));
        is_negation(&word) && !is_of_noun
            || word.split_once('-').is_some_and(|(prefix, _)| is(prefix, Cue::DenyingPrefix))
    };
    let first = sentence.start.max(at.saturating_sub(PREFIX_WORDS));
    let prefixed = || (first..=at).find(denies);
    let Some(denial) = denials.next().or_else(prefixed) else { return Ok(None) };
    let bounded = (at..sentence.end)
        .any(|idx| is(&word(idx), Cue::Until) || idx == at + 1 && is(&word(idx), Cue::Added));
    let of_now = sentence.clone().any(|idx| is(&word(idx), Cue::Yet));
    let of_part = is(&word(denial + 1), Cue::Narrow);
    if bounded || of_now || of_part { Err(()) } else { Ok(Some(denial)) }
}

/// The happening that a token names.
pub(super) fn event<'t>(site: Site<'t>, at: usize) -> Option<&'t Event> {
    let token = site.tellings.token(site.witness_idx, at)?;
    let events = &site.tellings.witnesses.get(site.witness_idx)?.annotations.events;
    let found = events.binary_search_by_key(&token.span.start(), |event| event.span.start());
    found.ok().and_then(|at| events.get(at))
}

/// Whether a verb tells what is to come (`would be towed`); what could or may be is no plan.
pub(super) fn is_to_come(site: Site<'_>, verb: usize) -> bool {
    let word = |idx: usize| fold(site.tellings.word(site.witness_idx, idx));
    let mut aux = children(site, verb, &[Relation::Aux]);
    let is_denied = || !matches!(denial(site, verb, &[]), Ok(None));
    let is_planned = || event(site, verb).is_some_and(|event| event.reality == Reality::Planned);
    (aux.any(|idx| is(&word(idx), Cue::ToCome)) || is_planned()) && !is_denied()
}

/// A longer run of words, in tokens, is no sentence, and is not read for clauses.
pub(super) const MAX_SENTENCE: usize = 256;

/// The sentences of all tellings that are read for clauses, headings left out, each with its witness.
pub(super) fn sentences(tellings: &Tellings<'_>) -> Vec<(usize, Range<usize>)> {
    let witnesses = (0..).zip(tellings.witnesses);
    let all = witnesses.flat_map(|(witness_idx, witness)| {
        let sentences = witness.annotations.sentences.iter();
        let told = sentences.filter(move |one| !tellings.is_heading(witness_idx, one.span));
        told.map(move |one| (witness_idx, one.tokens.0 as usize..one.tokens.1 as usize))
    });
    all.filter(|(_, tokens)| tokens.len() <= MAX_SENTENCE).collect()
}

/// A lemma of a table and the word that must follow it (`put-off`).
pub(super) fn with_particle(word: &'static str) -> (&'static str, Option<&'static str>) {
    word.split_once('-').map_or((word, None), |(lemma, particle)| (lemma, Some(particle)))
}
