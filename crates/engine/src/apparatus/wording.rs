//! The wording of sayings: where words inside quotation marks agree or differ.

use super::item::{attestation, entry, finish};
use super::tellings::Tellings;
use tellings_model::{Entity, Entry, EntryKind, Reading, Utterance, Verdict, WordingRelation};

/// One entry for each saying that more than one telling gives.
///
/// Words trimmed from a saying are finer or coarser, never a conflict; other words inside
/// the marks cannot both be verbatim.
pub(super) fn entries(
    tellings: &Tellings<'_>,
    entities: &[Entity],
    utterances: &[Utterance],
) -> Vec<Entry> {
    utterances
        .iter()
        .filter(|utterance| {
            let mut witnesses: Vec<_> = utterance
                .wordings
                .iter()
                .flat_map(|wording| wording.citations.iter().map(|citation| citation.witness))
                .collect();
            witnesses.sort_unstable();
            witnesses.dedup();
            witnesses.len() > 1
        })
        .filter_map(|utterance| of_utterance(tellings, entities, utterance))
        .collect()
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
    let reworded =
        utterance.wordings.iter().any(|wording| wording.relation == WordingRelation::Reworded);
    let readings = finish(tellings, readings);
    let verdict = match readings.as_slice() {
        [] => return None,
        [only] => attestation(only),
        _ if reworded => Verdict::Conflict,
        _ => Verdict::Finer,
    };
    let speaker = utterance
        .speaker
        .and_then(|id| entities.iter().find(|entity| entity.id == id))
        .map_or("a saying", |entity| entity.name.as_str());
    let words: Vec<&str> = utterance.wordings.first()?.text.split_whitespace().take(6).collect();
    let topic = format!("{speaker}: “{} …”", words.join(" "));
    Some(entry(EntryKind::Quote, topic, verdict, readings))
}
