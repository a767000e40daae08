//! Composes the digest: whole sentences of the tellings, then where they part.

use super::prove::{beyond, coverage, faults, has_figures_of};
use super::readings;
use std::collections::BTreeSet;
use tellings_language::tables::words;
use tellings_model::{
    Apparatus, Citation, Digest, DigestSentence, EntityKind, Entry, EntryKind, Quote, QuoteKind,
    Reading, Siglum, Span, Utterance, Verdict, Withheld, Witness,
};

/// How many sentences a digest has at most, of agreed statements and of conflicts.
const MAX_AGREED: usize = 5;
const MAX_CONFLICTS: usize = 4;
/// With fewer sentences, what moves and what is told more precisely is told too.
const LEAST_SENTENCES: usize = 5;
/// The least share of a sentence's telling words that the sentences of other origins have too:
/// below it the sentence says mostly things of its own. Set by reading the fixture stories.
const LEAST_COVERAGE: f64 = 0.5;
/// Sentences longer than this say too much at once, in words; shorter ones too little.
const SENTENCE_WORDS: std::ops::RangeInclusive<usize> = 6..=45;

/// The digest of a story: what is agreed by independent origins, in the words of a telling,
/// then where the tellings part.
///
/// What fails its proof, or rests on one origin only, is withheld with the reason.
pub(super) fn compose(
    witnesses: &[Witness],
    utterances: &[Utterance],
    apparatus: &Apparatus,
) -> Digest {
    let mut digest = Digest::default();
    let mut told: BTreeSet<(Siglum, Span)> = BTreeSet::new();
    // Statements first, best attested first; values agreed on fill up what is left.
    let is_action = |entry: &&Entry| entry.kind == EntryKind::Action;
    let is_value = |entry: &&Entry| {
        matches!(entry.kind, EntryKind::Date | EntryKind::Quantity | EntryKind::Place)
    };
    let agreed = || apparatus.entries.iter().filter(|entry| entry.verdict == Verdict::Agree);
    let contested: Vec<Citation> =
        apparatus
            .entries
            .iter()
            .filter(|entry| entry.verdict == Verdict::Conflict)
            .flat_map(|entry| entry.readings.iter().flat_map(|reading| reading.citations.clone()))
            // A saying whose words differ between the marks is agreed in none of its wordings.
            .chain(utterances.iter().filter(|said| said.altered).flat_map(|said| {
                said.wordings.iter().flat_map(|wording| wording.citations.clone())
            }))
            .collect();
    for entry in agreed().filter(is_action).chain(agreed().filter(is_value)) {
        if digest.sentences.len() == MAX_AGREED {
            break;
        }
        agreed_sentence(witnesses, entry, &contested, &mut told, &mut digest);
    }
    digest.sentences.sort_by_key(|sentence| {
        sentence.citations.first().map(|first| (first.span.start(), first.witness))
    });
    // Where the tellings part is told as that; what moves or is finer fills a short digest up.
    let with = |verdict| apparatus.entries.iter().filter(move |entry| entry.verdict == verdict);
    for (n, entry) in with(Verdict::Conflict).enumerate() {
        if n < MAX_CONFLICTS {
            readings::sentence(witnesses, entry, &mut digest);
        } else {
            let why = "left out for length; it stands with the statements below".to_owned();
            digest.withheld.push(Withheld { text: readings::text(witnesses, entry), why });
        }
    }
    for entry in with(Verdict::Superseded).chain(with(Verdict::Finer)) {
        if digest.sentences.len() < LEAST_SENTENCES && readings::are_short(entry) {
            readings::sentence(witnesses, entry, &mut digest);
        }
    }
    let echoed = |entry: &&Entry| is_action(entry) && entry.verdict == Verdict::Echo;
    for entry in apparatus.entries.iter().filter(echoed) {
        let text = entry.readings.first().map_or("", |reading| reading.text.as_str());
        digest.withheld.push(Withheld { text: text.to_owned(), why: "only one origin".to_owned() });
    }
    digest
}

/// The shortest whole sentence among those that tell an agreed statement.
fn agreed_sentence(
    witnesses: &[Witness],
    entry: &Entry,
    contested: &[Citation],
    told: &mut BTreeSet<(Siglum, Span)>,
    digest: &mut Digest,
) {
    let Some(reading) = entry.readings.first() else { return };
    let mut sentences: Vec<(Siglum, Span, &str)> = reading
        .citations
        .iter()
        .filter_map(|citation| {
            let witness = witnesses.get(citation.witness.idx())?;
            let sentence = witness.annotations.sentence_at(citation.span.start())?;
            let span = witness.annotations.sentences.get(sentence)?.span;
            Some((citation.witness, span, witness.article.at(span)))
        })
        .collect();
    if sentences.iter().any(|(siglum, span, _)| told.contains(&(*siglum, *span))) {
        return;
    }
    let all = sentences.clone();
    sentences.retain(|(siglum, span, text)| {
        SENTENCE_WORDS.contains(&text.split_whitespace().count())
            && stands_alone(text)
            && witnesses.get(siglum.idx()).is_some_and(|witness| names_whom(witness, *span))
    });
    sentences.sort_by_key(|(siglum, span, text)| (text.len(), *siglum, *span));
    // What a sentence says beyond the sentences of all other origins is not agreed.
    let origin = |siglum: Siglum| witnesses.get(siglum.idx()).map(|witness| witness.origin);
    let is_contested = |siglum: Siglum, span: Span| {
        contested.iter().any(|other| other.witness == siglum && span.contains(other.span))
    };
    let beyond_others = |siglum: Siglum, span: Span, text: &str| {
        let others: Vec<&str> = all
            .iter()
            .filter(|(other, ..)| origin(*other) != origin(siglum))
            .map(|(_, _, text)| *text)
            .collect();
        let mut alone = beyond(text, &others);
        if alone.is_empty() && coverage(text, &others) < LEAST_COVERAGE {
            alone.push("most of it".to_owned());
        }
        if alone.is_empty() && is_contested(siglum, span) {
            alone.push("what the tellings differ on".to_owned());
        }
        alone
    };
    let Some(&(shortest, at, text)) = sentences.first() else { return };
    let whole = sentences
        .iter()
        .find(|(siglum, span, text)| beyond_others(*siglum, *span, text).is_empty());
    let Some(&(siglum, span, text)) = whole else {
        let alone = beyond_others(shortest, at, text).join(", ");
        let why = format!("no other origin has in this statement: {alone}");
        digest.withheld.push(Withheld { text: text.to_owned(), why });
        return;
    };
    let (citations, n_origins) = bearing(witnesses, reading, &all, (siglum, span, text));
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    told.extend(sentences.iter().map(|(siglum, span, _)| (*siglum, *span)));
    let cited = witnesses.get(siglum.idx()).map_or("", |witness| witness.article.at(span));
    let mut faults = faults(&text, &[cited]);
    if n_origins < 2 {
        faults.push("no other origin has all its figures in one sentence".to_owned());
    }
    if faults.is_empty() {
        digest.sentences.push(DigestSentence { text, citations, n_origins });
    } else {
        digest.withheld.push(Withheld { text, why: faults.join("; ") });
    }
}

/// A sentence with the words of other tellings that bear it, and how many origins they have: who lacks one
/// of its figures says less, or something else.
fn bearing(
    witnesses: &[Witness],
    reading: &Reading,
    all: &[(Siglum, Span, &str)],
    (siglum, span, text): (Siglum, Span, &str),
) -> (Vec<Citation>, u32) {
    let bears = |citation: &&Citation| {
        let mut own = all.iter().filter(|(other, ..)| *other == citation.witness);
        citation.witness != siglum && own.any(|(_, _, told)| has_figures_of(told, text))
    };
    let mut citations = vec![Citation { witness: siglum, span }];
    citations.extend(reading.citations.iter().filter(bears));
    let origin = |citation: &Citation| Some(witnesses.get(citation.witness.idx())?.origin);
    let origins: BTreeSet<_> = citations.iter().filter_map(origin).collect();
    let n_origins = reading.n_origins.min(u32::try_from(origins.len()).unwrap_or(u32::MAX));
    (citations, n_origins)
}

/// Whether a sentence needs no other to be understood: it opens with no word that points back,
/// and its quotation marks are in pairs.
fn stands_alone(text: &str) -> bool {
    let first = text.split_whitespace().next().unwrap_or("").to_lowercase();
    let points_back =
        words(include_str!("../lexicon/en/pointing_words.txt")).any(|word| word == first);
    let count = |mark: char| text.chars().filter(|c| *c == mark).count();
    !points_back
        && count('“') == count('”')
        && count('"') % 2 == 0
        && text.ends_with(['.', '!', '?', '”', '"'])
}

/// Whether a word stands for a person named before; the table is `lexicon/en/person_pronouns.txt`.
fn is_person_pronoun(word: &str) -> bool {
    words(include_str!("../lexicon/en/person_pronouns.txt")).any(|pronoun| pronoun == word)
}

/// Whether every pronoun of a sentence, outside of quotations, follows a name it can stand for.
fn names_whom(witness: &Witness, sentence: Span) -> bool {
    let annotations = &witness.annotations;
    let quoted = |span: Span| {
        let direct = |quote: &&Quote| quote.kind != QuoteKind::Indirect;
        annotations.quotes.iter().filter(direct).any(|quote| quote.content.contains(span))
    };
    let first = annotations.tokens_in(sentence).filter_map(|idx| annotations.tokens.get(idx)).find(
        |token| {
            let word = witness.article.at(token.span).to_lowercase();
            is_person_pronoun(&word) && !quoted(token.span)
        },
    );
    first.is_none_or(|pronoun| {
        annotations.mentions.iter().any(|mention| {
            matches!(mention.kind, EntityKind::Person | EntityKind::Organisation)
                && sentence.contains(mention.span)
                && mention.span.end() <= pronoun.span.start()
                && !quoted(mention.span)
        })
    })
}
