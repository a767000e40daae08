//! The wording of sayings: one entry for each saying that several tellings give.

use super::entry::{attestation, entry, finish};
use super::tellings::Tellings;
use super::turned::is_turned;
use std::collections::BTreeSet;
use tellings_model::{
    Citation, Entity, Entry, EntryKind, OriginId, Reading, Siglum, Utterance, Verdict,
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
    let readings: Vec<Reading> = utterance
        .wordings
        .iter()
        .map(|wording| Reading {
            value: wording.text.to_lowercase(),
            text: wording.text.clone(),
            citations: wording.citations.clone(),
            n_origins: 0,
        })
        .collect();
    let readings = finish(tellings, readings);
    let verdict = verdict(tellings, &readings);
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
/// opposite of another.
fn verdict(tellings: &Tellings<'_>, readings: &[Reading]) -> Verdict {
    if let [only] = readings {
        return attestation(only);
    }
    let turned = |(n, a): (usize, &Reading)| {
        readings.iter().skip(n + 1).take(MAX_WORDINGS).any(|b| is_turned(&a.text, &b.text))
    };
    if readings.iter().take(MAX_WORDINGS).enumerate().any(turned) {
        return Verdict::Conflict;
    }
    let citations = || readings.iter().flat_map(|reading| &reading.citations);
    let witnesses: BTreeSet<Siglum> = citations().map(|citation| citation.witness).collect();
    let origin = |citation: &Citation| tellings.origin(citation.witness.idx());
    let origins: BTreeSet<OriginId> = citations().map(origin).collect();
    match (witnesses.len(), origins.len()) {
        (0 | 1, _) => Verdict::OnlyIn,
        (_, 0 | 1) => Verdict::Echo,
        _ => Verdict::Agree,
    }
}
