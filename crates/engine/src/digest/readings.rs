//! Sentences that tell of readings: `Two origins say “a” (A, B), one says “b” (C).`

use super::prove::unquoted;
use std::collections::BTreeSet;
use tellings_model::{
    Citation, Digest, DigestSentence, Entry, OriginId, Reading, Siglum, Verdict, Withheld, Witness,
};

/// Readings longer than this, in words, are no sentence together.
const MAX_READING_WORDS: usize = 14;

/// Whether all readings of an entry are short enough to stand in one sentence.
pub(super) fn are_short(entry: &Entry) -> bool {
    entry
        .readings
        .iter()
        .all(|reading| reading.text.split_whitespace().count() <= MAX_READING_WORDS)
}

/// Adds the sentence of an entry, or withholds it where a reading is not in its cited words.
pub(super) fn sentence(witnesses: &[Witness], entry: &Entry, digest: &mut Digest) {
    let text = text(witnesses, entry);
    let citations: Vec<Citation> =
        entry.readings.iter().flat_map(|reading| reading.citations.clone()).collect();
    let cited: Vec<&str> = citations
        .iter()
        .filter_map(|citation| {
            let witness = witnesses.get(citation.witness.idx())?;
            let sentence = witness.annotations.sentence_at(citation.span.start())?;
            Some(witness.article.at(witness.annotations.sentences.get(sentence)?.span))
        })
        .collect();
    let readings: Vec<&str> = entry.readings.iter().map(|reading| reading.text.as_str()).collect();
    let faults: Vec<String> = unquoted(&readings, &cited)
        .into_iter()
        .map(|words| format!("“{words}” is not in the cited words"))
        .collect();
    let n_origins = n_origins(witnesses, entry);
    if faults.is_empty() {
        digest.sentences.push(DigestSentence { text, citations, n_origins });
    } else {
        digest.withheld.push(Withheld { text, why: faults.join("; ") });
    }
}

/// How many origins give the readings of an entry: one that gives several is one voice.
fn n_origins(witnesses: &[Witness], entry: &Entry) -> u32 {
    let citations = entry.readings.iter().flat_map(|reading| &reading.citations);
    let origin = |citation: &Citation| Some(witnesses.get(citation.witness.idx())?.origin);
    let origins: BTreeSet<OriginId> = citations.filter_map(origin).collect();
    u32::try_from(origins.len()).unwrap_or(u32::MAX)
}

/// What an entry says, as a sentence.
pub(super) fn text(witnesses: &[Witness], entry: &Entry) -> String {
    // Tellings of one origin are no two that say so.
    let by_tellings = n_origins(witnesses, entry) < 2;
    let readings = entry.readings.iter().enumerate();
    let readings: Vec<String> =
        readings.map(|(n, reading)| said(n == 0, by_tellings, reading)).collect();
    let readings = readings.join(", ");
    let after = match entry.verdict {
        Verdict::Superseded => "; what is later stands in the later tellings",
        Verdict::Finer if entry.readings.len() > 2 => "; all can hold",
        Verdict::Finer => "; both can hold",
        _ => "",
    };
    let on = match entry.verdict {
        Verdict::Conflict => "The tellings differ on",
        _ => "On",
    };
    format!("{on} “{}”: {readings}{after}.", entry.topic)
}

/// `two origins say “near the port” (A, C)`; of one origin alone, `two tellings of one origin say`.
fn said(is_first: bool, by_tellings: bool, reading: &Reading) -> String {
    let mut sigla: Vec<Siglum> =
        reading.citations.iter().map(|citation| citation.witness).collect();
    sigla.sort_unstable();
    sigla.dedup();
    let sigla: Vec<String> = sigla.iter().map(Siglum::to_string).collect();
    let (n, noun, of) = match by_tellings {
        true => (u32::try_from(sigla.len()).unwrap_or(u32::MAX), "telling", " of one origin"),
        false => (reading.n_origins, "origin", ""),
    };
    let (who, says) = match n {
        1 if is_first => (format!("one {noun}{of}"), "says"),
        1 => ("one".to_owned(), "says"),
        n if is_first => (format!("{} {noun}s{of}", number(n)), "say"),
        n => (number(n), "say"),
    };
    format!("{who} {says} “{}” ({})", reading.text.trim(), sigla.join(", "))
}

/// Small numbers as words.
fn number(n: u32) -> String {
    const WORDS: [&str; 9] =
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
    let word = (n as usize).checked_sub(1).and_then(|idx| WORDS.get(idx));
    word.map_or_else(|| n.to_string(), |word| (*word).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::witness;
    use tellings_model::{Article, EntryKind};

    #[test]
    fn a_conflict_is_told_as_one() {
        let article = Article::from_text("In the port. In the town.");
        let cite = |siglum| Citation { witness: Siglum(siglum), span: article.span(0, 12) };
        let reading = |text: &str, citations: Vec<Citation>, n_origins| Reading {
            value: text.to_owned(),
            text: text.to_owned(),
            citations,
            n_origins,
        };
        let entry = Entry {
            kind: EntryKind::Place,
            topic: "the mayor spoke".to_owned(),
            verdict: Verdict::Conflict,
            readings: vec![
                reading("in the port", vec![cite(0), cite(2)], 2),
                reading("in the town", vec![cite(1)], 1),
            ],
            silent: Vec::new(),
        };
        let witnesses = |origins: [u32; 3]| {
            let of = (0..).zip(origins);
            of.map(|(n, origin)| Witness { origin: OriginId(origin), ..witness(n, "In the port.") })
                .collect::<Vec<_>>()
        };
        assert_eq!(
            text(&witnesses([0, 1, 2]), &entry),
            "The tellings differ on “the mayor spoke”: two origins say “in the port” (A, C), \
             one says “in the town” (B)."
        );
        assert_eq!(
            text(&witnesses([0, 0, 0]), &entry),
            "The tellings differ on “the mayor spoke”: two tellings of one origin say “in the port” \
             (A, C), one says “in the town” (B)."
        );
    }
}
