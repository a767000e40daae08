//! Whether somebody who was asked answered: silence then, an answer later.

use super::cues::{Cue, is, is_negation, opens_cue};
use super::deed::children;
use super::entry::{attestation, entry, finish};
use super::stem::fold;
use super::tellings::{Site, Tellings};
use super::terms::{Term, group};
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;
use std::ops::Range;
use tellings_model::{
    Citation, Entity, EntityId, EntityKind, Entry, EntryKind, Mention, QuoteKind, Reading,
    Relation, Span, Upos, Verdict,
};

/// Those who are asked, or who answer: by the entities named, and by the words for their office.
#[derive(Clone, Debug, Default)]
struct Party {
    entities: BTreeSet<EntityId>,
    office: BTreeSet<Term>,
}

/// How many words of an office make it the same (`finance ministry`, `finance minister`).
const OFFICE_TERMS: usize = 2;

impl Party {
    fn is(&self, other: &Self) -> bool {
        !self.entities.is_disjoint(&other.entities)
            || self.office.intersection(&other.office).count() >= OFFICE_TERMS
    }
}

/// A sentence that says of a party that it answered or did not.
#[derive(Clone, Debug)]
struct Told {
    witness_idx: usize,
    citation: Citation,
    party: Party,
    /// The words that name who is asked.
    words: Option<Span>,
}

/// What a word says of asking and answering.
#[derive(Clone, Copy, Debug, Default)]
struct Said {
    answers: bool,
    is_reached: bool,
    denies: bool,
    is_request: bool,
    is_unmet: bool,
    speaks: bool,
    is_voice: bool,
    tells: bool,
    /// Whether it is the first of two words that stand in the table as one.
    opens: bool,
}

impl Said {
    fn new(word: &str) -> Self {
        let lower = word.to_lowercase();
        let (group, of_lower) = (group(word), group(&lower));
        Self {
            answers: is(&of_lower, Cue::Answer),
            is_reached: is(&of_lower, Cue::Reached),
            denies: is_negation(&lower) || lower == "no",
            is_request: is(&lower, Cue::Request),
            is_unmet: is(&lower, Cue::Unmet),
            speaks: matches!(group.as_str(), "say" | "claim")
                || is(&group, Cue::Answer)
                || is(&group, Cue::Reacts),
            is_voice: is(&fold(word), Cue::Voice),
            tells: is(word, Cue::Tells),
            opens: opens_cue(word),
        }
    }
}

/// The words of a story, each looked up once.
type Known<'a> = FxHashMap<&'a str, Said>;

/// What each of some words says.
fn said<'a>(known: &mut Known<'a>, words: impl Iterator<Item = &'a str>) -> Vec<Said> {
    words.map(|word| *known.entry(word).or_insert_with(|| Said::new(word))).collect()
}

/// The value of a reading that has no answer.
pub(super) const NO_ANSWER: &str = "no answer";
/// So many sentences without an answer are compared with one another.
const MAX_ASKED: usize = 200;
/// How far the words `did not` stand from `respond` at most, in words.
const NEAR: usize = 5;

/// One entry for each of those asked who, to one telling, did not answer at once.
///
/// A telling that has no answer is silent on what came after it: the answer that another gives
/// supersedes it, unless the tellings without one are of a later day.
pub(super) fn entries(tellings: &Tellings<'_>, entities: &[Entity]) -> Vec<Entry> {
    let (mut asked, mut answered) = (Vec::new(), Vec::new());
    let mut known = Known::default();
    for (witness_idx, witness) in tellings.witnesses.iter().enumerate() {
        for sentence in &witness.annotations.sentences {
            let Some(citation) = tellings.cite(witness_idx, sentence.span) else { continue };
            if tellings.is_heading(witness_idx, sentence.span) {
                continue;
            }
            let tokens = sentence.tokens.0 as usize..sentence.tokens.1 as usize;
            let told = |party, words| Told { witness_idx, citation, party, words };
            let words = said(&mut known, tokens.clone().map(|idx| tellings.word(witness_idx, idx)));
            match unanswered(tellings, witness_idx, tokens.clone(), &words) {
                Err(()) => {}
                Ok(Some(subject)) => {
                    let words = named_by(tellings, witness_idx, subject.clone());
                    let party =
                        party(tellings, entities, witness_idx, subject, Some(sentence.span));
                    if asked.len() < MAX_ASKED {
                        asked.push(told(party, words));
                    }
                }
                Ok(None) => {
                    let lemmas = tokens.clone().map(|idx| tellings.lemma(witness_idx, idx));
                    let lemmas = said(&mut known, lemmas);
                    let party = speaks(tellings, entities, witness_idx, tokens, [&words, &lemmas]);
                    answered.extend(party.map(|party| told(party, None)));
                }
            }
        }
    }
    let mut groups: Vec<Vec<Told>> = Vec::new();
    for one in asked {
        match groups.iter_mut().find(|group| group.iter().any(|other| other.party.is(&one.party))) {
            Some(group) => group.push(one),
            None => groups.push(vec![one]),
        }
    }
    groups.iter().filter_map(|asked| of_asked(tellings, entities, asked, &answered)).collect()
}

/// The words that name who did not answer, in a sentence that says so; an error where what is not answered
/// is no request.
fn unanswered(
    tellings: &Tellings<'_>,
    witness_idx: usize,
    tokens: Range<usize>,
    words: &[Said],
) -> Result<Option<Range<usize>>, ()> {
    let word = |idx: usize| words.get(idx - tokens.start).copied().unwrap_or_default();
    let answers = |idx: usize| word(idx).answers;
    let denied = |idx: usize| {
        (idx.saturating_sub(NEAR).max(tokens.start)..idx).any(|before| word(before).denies)
    };
    // `No reply had been received` leaves open who was asked.
    let is_got = |idx: usize| {
        tellings.token(witness_idx, idx).is_some_and(|t| t.relation == Relation::NsubjPass)
    };
    let verb = tokens.clone().find(|&idx| (answers(idx) || word(idx).is_reached) && denied(idx));
    let verb = verb.filter(|&idx| !is_got(idx));
    if verb.is_some_and(|verb| is_of_other(tellings, witness_idx, &tokens, verb)) {
        return Err(());
    }
    if let Some(verb) = verb {
        // Another clause may stand before, with another subject.
        let is_mark = |idx: &usize| matches!(tellings.word(witness_idx, *idx), ";" | ":");
        let mark = (tokens.start..verb).rev().find(is_mark);
        return Ok(Some(mark.map_or(tokens.start, |mark| mark + 1)..verb));
    }
    // `Messages seeking comment were left with her office`.
    let Some(sent) = tokens.clone().find(|&idx| word(idx).is_request) else { return Ok(None) };
    let seeks = (sent..tokens.end.min(sent + NEAR)).any(answers);
    let left = (sent..tokens.end).find(|&idx| word(idx).is_unmet);
    Ok(left.filter(|_| seeks).map(|left| left..tokens.end))
}

/// Whether it is no request that is not answered: `never answered her phone`, `had no case to answer`,
/// `did not know the answer`.
fn is_of_other(
    tellings: &Tellings<'_>,
    witness_idx: usize,
    tokens: &Range<usize>,
    at: usize,
) -> bool {
    let Some(token) = tellings.token(witness_idx, at) else { return false };
    let site = Site { tellings, witness_idx, sentence: tokens };
    // `Did not answer the BBC`: who asks may be named.
    let is_request = |idx: usize| {
        let word = fold(tellings.word(witness_idx, idx));
        let span = tellings.token(witness_idx, idx).map(|token| token.span);
        let named = span.map(|span| mentions_in(tellings, witness_idx, span));
        let is_named = named.is_some_and(|named| !named.is_empty());
        is(&word, Cue::Request) || is(&word, Cue::Answer) || is_named
    };
    let mut objects = children(site, at, &[Relation::Obj]);
    let is_definite = children(site, at, &[Relation::Det])
        .any(|idx| !is(&fold(tellings.word(witness_idx, idx)), Cue::Indefinite));
    match token.upos {
        Upos::Verb => token.relation == Relation::Acl || objects.any(|idx| !is_request(idx)),
        _ => is_definite && token.relation == Relation::Obj,
    }
}

/// The subject of those words: up to the first verb, without the mark before it.
fn named_by(tellings: &Tellings<'_>, witness_idx: usize, words: Range<usize>) -> Option<Span> {
    let token = |idx: usize| tellings.token(witness_idx, idx);
    let verb =
        |idx: &usize| token(*idx).is_some_and(|token| matches!(token.upos, Upos::Verb | Upos::Aux));
    let end = words.clone().find(verb).unwrap_or(words.end);
    let word = |idx: usize| tellings.word(witness_idx, idx);
    let start = words.clone().find(|&idx| word(idx).contains(char::is_alphanumeric))?;
    // Marks inside open another clause, in which somebody else may be named.
    let is_plain = (start..end).all(|idx| word(idx).contains(char::is_alphanumeric));
    let pronoun = token(start).is_some_and(|token| token.upos == Upos::Pron);
    (start < end && is_plain && !pronoun).then(|| tellings.span(witness_idx, start..end))?
}

/// Who speaks in a sentence: an organisation, or somebody through a spokesman or a statement.
fn speaks(
    tellings: &Tellings<'_>,
    entities: &[Entity],
    witness_idx: usize,
    tokens: Range<usize>,
    [words, lemmas]: [&[Said]; 2],
) -> Option<Party> {
    let word = |idx: usize| tellings.word(witness_idx, idx);
    let said = |of: &[Said], idx: usize| of.get(idx - tokens.start).copied().unwrap_or_default();
    let voiced = words.iter().any(|word| word.is_voice);
    let span = tellings.span(witness_idx, tokens.clone())?;
    // `Has broken its silence` is two words in the table.
    let breaks = |idx: usize| {
        let lemma = tellings.lemma(witness_idx, idx);
        said(lemmas, idx).opens
            && (1..=2).any(|n| is(&format!("{lemma}-{}", fold(word(idx + n))), Cue::Reacts))
    };
    // Who tells the outlet itself answers it, whoever it is.
    let credits = tellings.witnesses.get(witness_idx).map_or(&[][..], |w| &w.annotations.credits);
    let tells_us = |idx: usize| {
        let next = tellings.token(witness_idx, idx + 1).map_or(Span::default(), |t| t.span);
        let outlet = || credits.iter().any(|credit| credit.span.contains(next));
        said(lemmas, idx).tells && (is(&fold(word(idx + 1)), Cue::Us) || outlet())
    };
    let voiced = voiced || tokens.clone().any(|idx| breaks(idx) || tells_us(idx));
    let verbs = tokens
        .clone()
        .filter(|&idx| said(words, idx).speaks || said(lemmas, idx).speaks || breaks(idx));
    // `The suspect entered the firm, the police said` is of the police.
    let site = Site { tellings, witness_idx, sentence: &tokens };
    let own = |words: Range<usize>| {
        let subject = children(site, words.end, &[Relation::Nsubj]).next();
        let mark = |idx: &usize| matches!(tellings.word(witness_idx, *idx), "," | ";" | ":");
        let subject = subject.filter(|&idx| idx < words.end);
        let first = subject.and_then(|idx| (words.start..idx).rev().find(mark));
        first.map_or(words.start, |mark| mark + 1)..words.end
    };
    let before = |words| party(tellings, entities, witness_idx, own(words), None);
    // The first saying word that has a name before it: `a statement from the ministry said`; or an
    // office without a name, up to the mark before it.
    let mut named = verbs.clone().map(|verb| before(tokens.start..verb));
    let mark = |idx: &usize| !word(*idx).contains(char::is_alphanumeric);
    let mut offices = verbs.map(|verb| {
        before((tokens.start..verb).rev().find(mark).map_or(tokens.start, |at| at + 1)..verb)
    });
    let whole = named
        .find(|party| !party.entities.is_empty())
        .or_else(|| quoted(tellings, entities, witness_idx, span))
        .or_else(|| offices.find(|party| party.office.len() >= OFFICE_TERMS))?;
    let mentions = mentions_in(tellings, witness_idx, span);
    let organisation = mentions.into_iter().any(|mention| {
        mention.kind == EntityKind::Organisation
            && mention.entity.is_some_and(|id| whole.entities.contains(&id))
    });
    (voiced || organisation).then_some(whole)
}

/// Whose words a sentence quotes, where it names nobody (`she said in a statement`).
fn quoted(
    tellings: &Tellings<'_>,
    entities: &[Entity],
    witness_idx: usize,
    sentence: Span,
) -> Option<Party> {
    let quotes = &tellings.witnesses.get(witness_idx)?.annotations.quotes;
    let quote = quotes.iter().find(|quote| {
        quote.kind != QuoteKind::Indirect
            && quote.parent.is_none()
            && sentence.contains(quote.content)
    })?;
    let entity = quote.speaker.as_ref().ok()?.entity?;
    let office = roles(tellings, entities, &BTreeSet::from([entity]));
    Some(Party { entities: BTreeSet::from([entity]), office })
}

/// The words of the offices of some people.
fn roles(
    tellings: &Tellings<'_>,
    entities: &[Entity],
    people: &BTreeSet<EntityId>,
) -> BTreeSet<Term> {
    entities
        .iter()
        .filter(|entity| people.contains(&entity.id))
        .flat_map(|entity| {
            let offices = entity.offices.iter().map(|office| office.role.as_str());
            entity.roles.iter().map(String::as_str).chain(offices)
        })
        .flat_map(|role| role.split(' '))
        .filter_map(|word| tellings.terms.of_word(word))
        .collect()
}

/// Who is named by some words of a sentence: people and organisations, and the office.
///
/// Where nobody is named (`her office`) and the sentence is given, the first person named in the one
/// before.
fn party(
    tellings: &Tellings<'_>,
    entities: &[Entity],
    witness_idx: usize,
    words: Range<usize>,
    sentence: Option<Span>,
) -> Party {
    let mut party = Party::default();
    let Some(span) = tellings.span(witness_idx, words.clone()) else { return party };
    let named = mentions_in(tellings, witness_idx, span);
    let who = named.iter().filter(|mention| mention.kind != EntityKind::Place);
    party.entities = who.filter_map(|mention| mention.entity).collect();
    if party.entities.is_empty()
        && let Some(sentence) = sentence
    {
        let own = tellings.sentence(witness_idx, sentence);
        let before = own.start.checked_sub(1).and_then(|idx| tellings.token(witness_idx, idx));
        let before = before.map(|token| tellings.sentence(witness_idx, token.span));
        if let Some(span) = before.and_then(|tokens| tellings.span(witness_idx, tokens))
            && words.clone().any(|idx| is(&fold(tellings.word(witness_idx, idx)), Cue::Possessive))
        {
            let mentions = mentions_in(tellings, witness_idx, span);
            let person = mentions.iter().find(|mention| mention.kind == EntityKind::Person);
            party.entities.extend(person.and_then(|mention| mention.entity));
        }
    }
    if party.entities.is_empty() {
        party.entities.extend(body_before(tellings, witness_idx, words.clone()));
    }
    party.office = words
        .filter(|&idx| !tellings.says_nothing(witness_idx, idx))
        .filter_map(|idx| tellings.terms.at(witness_idx, idx))
        .collect();
    party.office.extend(roles(tellings, entities, &party.entities));
    party
}

/// How many bytes before it the name of a body may stand that some words call by its kind.
const NAME_BYTES: usize = 400;

/// The body that `the company` is: the only one named shortly before whose name calls it nothing else.
fn body_before(
    tellings: &Tellings<'_>,
    witness_idx: usize,
    words: Range<usize>,
) -> Option<EntityId> {
    let site = Site { tellings, witness_idx, sentence: &words };
    let is_known = |idx: usize| {
        children(site, idx, &[Relation::Det])
            .any(|det| !is(&fold(tellings.word(witness_idx, det)), Cue::Indefinite))
    };
    let is_body = |idx: &usize| is(tellings.lemma(witness_idx, *idx), Cue::Body);
    let noun = words.clone().filter(is_body).find(|&idx| is_known(idx))?;
    let called = tellings.lemma(witness_idx, noun);
    let start = tellings.token(witness_idx, noun)?.span.start();
    let mentions = &tellings.witnesses.get(witness_idx)?.annotations.mentions;
    let before = mentions.partition_point(|mention| mention.span.end() <= start);
    let near = mentions.get(..before)?.iter().rev();
    let near = near.take_while(|mention| mention.span.end() + NAME_BYTES >= start);
    // `The company` is no union.
    let fits = |mention: &&Mention| {
        let name = fold(tellings.at(witness_idx, mention.span));
        let mut kinds = name.split(' ').filter(|word| is(word, Cue::Body)).peekable();
        mention.kind == EntityKind::Organisation
            && (kinds.peek().is_none() || kinds.any(|kind| kind == called))
    };
    let mut named = near.filter(fits).filter_map(|mention| mention.entity);
    let first = named.next()?;
    named.all(|other| other == first).then_some(first)
}

fn mentions_in(tellings: &Tellings<'_>, witness_idx: usize, span: Span) -> Vec<Mention> {
    let Some(witness) = tellings.witnesses.get(witness_idx) else { return Vec::new() };
    let mentions = witness.annotations.mentions_in(span).iter();
    mentions.filter(|mention| span.contains(mention.span)).copied().collect()
}

fn of_asked(
    tellings: &Tellings<'_>,
    entities: &[Entity],
    asked: &[Told],
    answered: &[Told],
) -> Option<Entry> {
    let unanswered: BTreeSet<usize> = asked.iter().map(|told| told.witness_idx).collect();
    let answers: Vec<&Told> = answered
        .iter()
        .filter(|told| {
            !unanswered.contains(&told.witness_idx)
                && asked.iter().any(|other| other.party.is(&told.party))
        })
        .collect();
    // An answer that was there before somebody asked again supersedes nothing.
    let answering: BTreeSet<usize> = answers.iter().map(|told| told.witness_idx).collect();
    let answers = if later(tellings, &unanswered, &answering) { Vec::new() } else { answers };
    let asked: Vec<&Told> = asked.iter().collect();
    let reading = |told: &[&Told], value: &str| {
        let first = told.first()?.citation;
        Some(Reading {
            value: value.to_owned(),
            text: tellings.at(first.witness.idx(), first.span).to_owned(),
            citations: told.iter().map(|told| told.citation).collect(),
            n_origins: 0,
        })
    };
    let readings: Vec<Reading> = [reading(&asked, NO_ANSWER), reading(&answers, "an answer")]
        .into_iter()
        .flatten()
        .collect();
    let readings = finish(tellings, readings);
    let verdict = match readings.as_slice() {
        [only] => attestation(only),
        _ => Verdict::Superseded,
    };
    let named = asked.iter().flat_map(|told| &told.party.entities);
    let name = named
        .filter_map(|id| entities.iter().find(|entity| entity.id == *id))
        .map(|entity| entity.name.clone())
        .next();
    let words = || asked.iter().find_map(|told| Some((told.witness_idx, told.words?)));
    let name = name.or_else(|| {
        let (witness_idx, span) = words()?;
        Some(lower_first(tellings.at(witness_idx, span)))
    })?;
    Some(entry(EntryKind::Action, format!("whether {name} answered"), verdict, readings))
}

/// Words that open a sentence, without their capital.
fn lower_first(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

/// Whether the tellings without an answer are all of a later day than those with one.
fn later(
    tellings: &Tellings<'_>,
    unanswered: &BTreeSet<usize>,
    answered: &BTreeSet<usize>,
) -> bool {
    let day = |idx: &usize| Some(tellings.witnesses.get(*idx)?.published.as_ref()?.value.day);
    let first_without: Option<Option<_>> = unanswered.iter().map(day).min();
    let last_with: Option<Option<_>> = answered.iter().map(day).max();
    match (first_without.flatten(), last_with.flatten()) {
        (Some(without), Some(with)) => without > with,
        _ => false,
    }
}
