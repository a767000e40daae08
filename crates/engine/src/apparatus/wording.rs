//! The wording of sayings: one entry for each saying that several tellings give.

use super::entry::{attestation, entry, finish};
use super::tellings::Tellings;
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
    let words: Vec<&str> = utterance.wordings.first()?.text.split_whitespace().collect();
    // A saying that no other telling words alike may still stand there in quite other words:
    // it is left open who else gives it.
    if verdict == Verdict::OnlyIn || words.len() < LEAST_WORDS {
        return None;
    }
    let shown = words.get(..TOPIC_WORDS).map_or_else(
        || words.join(" "),
        |words| format!("{} …", words.join(" ").trim_end_matches([',', '.', ';'])),
    );
    let speaker = utterance
        .speaker
        .and_then(|id| entities.iter().find(|entity| entity.id == id))
        .map_or("saying", |entity| entity.name.as_str());
    Some(entry(EntryKind::Quote, format!("{speaker}: “{shown}”"), verdict, readings))
}

/// Agreed where two origins give the saying in whatever wording.
fn verdict(tellings: &Tellings<'_>, readings: &[Reading]) -> Verdict {
    if let [only] = readings {
        return attestation(only);
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
