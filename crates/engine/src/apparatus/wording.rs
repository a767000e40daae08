//! The wording of sayings: one entry for each saying that several tellings give.

use super::cues::{Cue, is};
use super::entry::{attestation, entry, finish};
use super::tellings::Tellings;
use super::turned::is_turned;
use super::voices::n_voices;
use std::collections::BTreeSet;
use tellings_model::{
    Citation, Entity, EntityId, Entry, EntryKind, Reading, Siglum, Utterance, Verdict, Wording,
};

/// How many words of a saying stand for it in a topic.
const TOPIC_WORDS: usize = 7;
/// A saying is worth an entry from so many words on.
const LEAST_WORDS: usize = 3;

/// One entry for each saying of several tellings: one saying in several wordings is agreed; that its words
/// differ is told by its readings, and by the utterance.
pub(super) fn entries(
    tellings: &Tellings<'_>,
    entities: &[Entity],
    utterances: &[Utterance],
) -> Vec<Entry> {
    utterances.iter().filter_map(|utterance| of_utterance(tellings, entities, utterance)).collect()
}

fn of_utterance(
    tellings: &Tellings<'_>,
    entities: &[Entity],
    utterance: &Utterance,
) -> Option<Entry> {
    // A fragment of a word or two does not give the saying.
    let whole = |wording: &&Wording| wording.text.split_whitespace().count() >= LEAST_WORDS;
    let readings: Vec<Reading> = utterance
        .wordings
        .iter()
        .filter(whole)
        .map(|wording| Reading {
            value: wording.text.to_lowercase(),
            text: wording.text.clone(),
            citations: wording.citations.clone(),
            n_origins: 0,
        })
        .collect();
    let readings = finish(tellings, readings);
    let verdict = verdict(tellings, utterance.speaker, &readings);
    // A saying that no other telling words alike may still stand there in quite other words:
    // only where no sentence of another telling comes near it, it is told alone.
    if verdict == Verdict::OnlyIn && !is_alone(tellings, utterance) {
        return None;
    }
    let shown = shown_words(utterance)?;
    let speaker = utterance
        .speaker
        .and_then(|id| entities.iter().find(|entity| entity.id == id))
        .map(|entity| entity.name.as_str())
        .or(utterance.name.as_deref());
    let topic = speaker.map_or_else(|| format!("“{shown}”"), |name| format!("{name}: “{shown}”"));
    Some(entry(EntryKind::Quote, topic, verdict, readings))
}

/// A saying is told by one telling alone where no sentence of another holds so much of it.
const ALONE: f32 = 0.25;
/// The least words of content in a saying that is worth telling alone.
const LEAST_ALONE: usize = 3;

/// Whether no other telling comes near a saying, in whatever words.
fn is_alone(tellings: &Tellings<'_>, utterance: &Utterance) -> bool {
    let citations = || utterance.wordings.iter().flat_map(|wording| &wording.citations);
    citations().next().is_some()
        && citations().all(|citation| {
            let witness_idx = citation.witness.idx();
            let words = tellings.bag(witness_idx, tellings.tokens_in(witness_idx, citation.span));
            words.terms().count() >= LEAST_ALONE
                && tellings
                    .told_by(&words)
                    .iter()
                    .all(|(other, share)| *other == witness_idx || *share < ALONE)
        })
}

/// The first words of a saying, that stand for it in a topic; `None` for one of a word or two.
pub(super) fn shown_words(utterance: &Utterance) -> Option<String> {
    let words: Vec<&str> = utterance.wordings.first()?.text.split_whitespace().collect();
    let shown = words.get(..TOPIC_WORDS).map_or_else(
        || words.join(" "),
        |words| format!("{} …", words.join(" ").trim_end_matches([',', '.', ';'])),
    );
    (words.len() >= LEAST_WORDS).then_some(shown)
}

/// So many wordings are held against one another.
const MAX_WORDINGS: usize = 24;

/// Agreed where two origins give the saying in whatever wording; a conflict where one wording says the
/// opposite of another, gives another figure, or comes from somebody who denies the others.
fn verdict(tellings: &Tellings<'_>, speaker: Option<EntityId>, readings: &[Reading]) -> Verdict {
    if let [only] = readings {
        return attestation(only);
    }
    let turned = |(n, a): (usize, &Reading)| {
        readings.iter().skip(n + 1).take(MAX_WORDINGS).any(|b| is_turned(&a.text, &b.text))
    };
    if readings.iter().take(MAX_WORDINGS).enumerate().any(turned) {
        return Verdict::Conflict;
    }
    let is_denied = |speaker| readings.iter().any(|reading| is_denied(tellings, speaker, reading));
    if speaker.is_some_and(is_denied) {
        return Verdict::Conflict;
    }
    let citations = || readings.iter().flat_map(|reading| &reading.citations);
    let witnesses: BTreeSet<Siglum> = citations().map(|citation| citation.witness).collect();
    match (witnesses.len(), n_voices(tellings, citations())) {
        (0 | 1, _) => Verdict::OnlyIn,
        (_, 0 | 1) => Verdict::Echo,
        _ => Verdict::Agree,
    }
}

/// Whether a wording comes from somebody who denies what the speaker is said to have said: it stands in
/// the words of another, and the sentence before denies something of the speaker (`She denied that the
/// minister had mocked it. “He only said …”, she added`).
fn is_denied(tellings: &Tellings<'_>, speaker: EntityId, reading: &Reading) -> bool {
    let denies = |citation: &Citation| {
        let witness_idx = citation.witness.idx();
        let Some(witness) = tellings.witnesses.get(witness_idx) else { return false };
        let by_other = witness.annotations.quotes.iter().any(|quote| {
            let of = quote.speaker.as_ref().ok().and_then(|speaker| speaker.entity);
            quote.content.contains(citation.span) && of.is_some_and(|of| of != speaker)
        });
        let own = tellings.sentence(witness_idx, citation.span);
        let before = own.start.checked_sub(1).and_then(|idx| tellings.token(witness_idx, idx));
        let mut lead = before.into_iter().flat_map(|t| tellings.sentence(witness_idx, t.span));
        by_other
            && lead.any(|idx| {
                let Some(verb) = tellings.token(witness_idx, idx) else { return false };
                let end = tellings.span(witness_idx, own.clone()).map_or(0, |own| own.start());
                is(tellings.lemma(witness_idx, idx), Cue::Denies)
                    && witness.annotations.mentions.iter().any(|mention| {
                        mention.entity == Some(speaker)
                            && (verb.span.end()..end).contains(&mention.span.start())
                    })
            })
    };
    !reading.citations.is_empty() && reading.citations.iter().all(denies)
}
