//! Whether somebody who was asked answered: silence then, an answer later.

use super::cues::{Cue, is, is_negation};
use super::entry::{entry, finish};
use super::stem::fold;
use super::tellings::Tellings;
use super::terms::group;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use tellings_model::{Citation, EntityId, EntityKind, Entry, EntryKind, Reading, Verdict};

/// What a telling says of an answer.
struct Answer {
    witness_idx: usize,
    citation: Citation,
    given: bool,
}

/// How far the words `did not` stand from `respond` at most, in words.
const NEAR: usize = 5;

/// One entry for each of those asked who, to one telling, did not answer at once and whom
/// another gives words of.
///
/// A telling that has no answer is silent on what came after it: the answer supersedes it,
/// unless the telling without one is of a later day.
pub(super) fn entries(tellings: &Tellings<'_>) -> Vec<Entry> {
    let mut answers: BTreeMap<EntityId, Vec<Answer>> = BTreeMap::new();
    for (witness_idx, witness) in tellings.witnesses.iter().enumerate() {
        for sentence in &witness.annotations.sentences {
            let tokens = sentence.tokens.0 as usize..sentence.tokens.1 as usize;
            if let Some((id, given)) = answer(tellings, witness_idx, tokens) {
                let citation = tellings.cite(witness_idx, sentence.span);
                answers.entry(id).or_default().extend(citation.map(|citation| Answer {
                    witness_idx,
                    citation,
                    given,
                }));
            }
        }
    }
    answers.into_iter().filter_map(|(id, answers)| of_asked(tellings, id, &answers)).collect()
}

/// Who answered or did not, in one sentence: the name before the verb.
fn answer(
    tellings: &Tellings<'_>,
    witness_idx: usize,
    tokens: Range<usize>,
) -> Option<(EntityId, bool)> {
    let asked = tokens.clone().find(|&idx| {
        is(&group(tellings.word(witness_idx, idx)), Cue::Answer)
            && (idx.saturating_sub(NEAR).max(tokens.start)..idx).any(|before| {
                let word = tellings.word(witness_idx, before).to_lowercase();
                is_negation(&word) || word == "no"
            })
    });
    if let Some(verb) = asked {
        return Some((named_before(tellings, witness_idx, tokens.start..verb)?, false));
    }
    // The first saying verb after a name: `a statement from the ministry said`.
    let (id, verb) = tokens.clone().find_map(|idx| {
        let group = group(tellings.word(witness_idx, idx));
        let says = group == "say" || is(&group, Cue::Answer);
        let id = says.then(|| named_before(tellings, witness_idx, tokens.start..idx))??;
        Some((id, idx))
    })?;
    let speaks_for =
        (tokens.start..verb + 1).any(|idx| is(&fold(tellings.word(witness_idx, idx)), Cue::Voice));
    (speaks_for || is_organisation(tellings, witness_idx, id)).then_some((id, true))
}

/// The organisation or person named first before the verb, with nothing but a few words between.
fn named_before(
    tellings: &Tellings<'_>,
    witness_idx: usize,
    tokens: Range<usize>,
) -> Option<EntityId> {
    let span = tellings.span(witness_idx, tokens)?;
    let mentions = &tellings.witnesses.get(witness_idx)?.annotations.mentions;
    let inside = || mentions.iter().filter(|mention| span.contains(mention.span));
    inside()
        .find(|mention| mention.kind == EntityKind::Organisation)
        .or_else(|| inside().find(|mention| mention.kind != EntityKind::Place))?
        .entity
}

fn is_organisation(tellings: &Tellings<'_>, witness_idx: usize, id: EntityId) -> bool {
    tellings.witnesses.get(witness_idx).is_some_and(|witness| {
        witness
            .annotations
            .mentions
            .iter()
            .any(|mention| mention.entity == Some(id) && mention.kind == EntityKind::Organisation)
    })
}

fn of_asked(tellings: &Tellings<'_>, id: EntityId, answers: &[Answer]) -> Option<Entry> {
    let unanswered: BTreeSet<usize> =
        answers.iter().filter(|answer| !answer.given).map(|answer| answer.witness_idx).collect();
    let answered: BTreeSet<usize> = answers
        .iter()
        .filter(|answer| answer.given && !unanswered.contains(&answer.witness_idx))
        .map(|answer| answer.witness_idx)
        .collect();
    if unanswered.is_empty() {
        return None;
    }
    let reading = |given: bool, value: &str| {
        let of = |answer: &&Answer| {
            answer.given == given && (!given || answered.contains(&answer.witness_idx))
        };
        let first = answers.iter().find(of)?.citation;
        Some(Reading {
            value: value.to_owned(),
            text: tellings.at(first.witness.idx(), first.span).to_owned(),
            citations: answers.iter().filter(of).map(|answer| answer.citation).collect(),
            n_origins: 0,
        })
    };
    let readings: Vec<Reading> =
        [reading(false, "no answer"), reading(true, "an answer")].into_iter().flatten().collect();
    let readings = finish(tellings, readings);
    let name = name_of(tellings, id)?;
    let verdict = match readings.as_slice() {
        [only] => super::entry::attestation(only),
        _ if later(tellings, &unanswered, &answered) => Verdict::Conflict,
        _ => Verdict::Superseded,
    };
    Some(entry(EntryKind::Action, format!("answer of {name}"), verdict, readings))
}

fn name_of(tellings: &Tellings<'_>, id: EntityId) -> Option<String> {
    tellings.witnesses.iter().find_map(|witness| {
        let mention =
            witness.annotations.mentions.iter().find(|mention| mention.entity == Some(id))?;
        Some(witness.article.at(mention.span).to_owned())
    })
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
