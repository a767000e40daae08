//! What was done: sentences of several tellings that state one thing.

use super::align::{Vector, groups, links};
use super::entry::{attestation, entry, finish, topic};
use super::matter::Item;
use super::tellings::Tellings;
use super::thresholds;
use std::collections::BTreeSet;
use tellings_model::{Citation, Entry, EntryKind, QuoteKind, Reading, Siglum, Span, Verdict};

/// A sentence as an assertion.
struct Assertion {
    negated: bool,
}

/// The least words of content in a sentence that states something.
const LEAST_TERMS: usize = 3;

/// One entry for each thing that sentences of two or more tellings state, where no entry on
/// a value stands on the same sentences already.
pub(super) fn entries(tellings: &Tellings<'_>, told: &[Entry]) -> Vec<Entry> {
    let items = assertions(tellings);
    let vectors: Vec<&Vector> = items.iter().map(|item| &item.context).collect();
    let score = |a: usize, b: usize| {
        let (a, b) = (items.get(a)?, items.get(b)?);
        let cosine = a.context.cosine(&b.context);
        (a.value.negated == b.value.negated && cosine >= thresholds::SAME_STATEMENT)
            .then_some(cosine)
    };
    let links = links(&vectors, score);
    groups(items.len(), &links, thresholds::SAME_STATEMENT)
        .into_iter()
        .filter_map(|members| {
            let members: Vec<&Item<Assertion>> =
                members.iter().filter_map(|&idx| items.get(idx)).collect();
            agreed(tellings, &members).filter(|entry| !is_told(tellings, entry, told))
        })
        .collect()
}

/// The sentences outside quotation marks, as bags of terms.
fn assertions(tellings: &Tellings<'_>) -> Vec<Item<Assertion>> {
    let mut items = Vec::new();
    for (witness_idx, witness) in tellings.witnesses.iter().enumerate() {
        let quotes = &witness.annotations.quotes;
        for sentence in &witness.annotations.sentences {
            let tokens = sentence.tokens.0 as usize..sentence.tokens.1 as usize;
            let quoted = quotes.iter().any(|quote| {
                quote.kind == QuoteKind::Direct
                    && 2 * shared(quote.content, sentence.span) > sentence.span.len()
            });
            if quoted || tellings.terms_in(witness_idx, tokens.clone()).len() < LEAST_TERMS {
                continue;
            }
            let context = tellings.bag(witness_idx, tokens.clone());
            let negated = tokens.into_iter().any(|idx| {
                super::cues::is_negation(&tellings.word(witness_idx, idx).to_lowercase())
            });
            items.push(Item {
                witness_idx,
                span: sentence.span,
                context,
                value: Assertion { negated },
            });
        }
    }
    items
}

fn shared(a: Span, b: Span) -> usize {
    a.end().min(b.end()).saturating_sub(a.start().max(b.start()))
}

fn agreed(tellings: &Tellings<'_>, members: &[&Item<Assertion>]) -> Option<Entry> {
    let citations: Vec<Citation> =
        members.iter().filter_map(|item| tellings.cite(item.witness_idx, item.span)).collect();
    let first = members.first()?;
    let text = tellings.at(first.witness_idx, first.span).to_owned();
    let topic = topic(tellings, &unspanned(members).iter().collect::<Vec<_>>());
    let reading = Reading { value: topic.to_lowercase(), text, citations, n_origins: 0 };
    let readings = finish(tellings, vec![reading]);
    let verdict = attestation(readings.first()?);
    (verdict != Verdict::OnlyIn && !topic.is_empty())
        .then(|| entry(EntryKind::Action, topic, verdict, readings))
}

/// The members without their spans: a whole sentence is its own topic.
fn unspanned(members: &[&Item<Assertion>]) -> Vec<Item<()>> {
    members
        .iter()
        .map(|item| Item {
            witness_idx: item.witness_idx,
            span: item.span.gap(item.span),
            context: item.context.clone(),
            value: (),
        })
        .collect()
}

/// Whether an entry on a value stands on sentences of two of the same witnesses.
fn is_told(tellings: &Tellings<'_>, statement: &Entry, told: &[Entry]) -> bool {
    let sentences: BTreeSet<(Siglum, usize)> = sentences_of(tellings, statement).collect();
    told.iter().filter(|entry| entry.kind != EntryKind::Actor).any(|entry| {
        let both: BTreeSet<Siglum> = sentences_of(tellings, entry)
            .filter(|sentence| sentences.contains(sentence))
            .map(|(witness, _)| witness)
            .collect();
        both.len() > 1
    })
}

fn sentences_of<'t>(
    tellings: &'t Tellings<'_>,
    entry: &'t Entry,
) -> impl Iterator<Item = (Siglum, usize)> + 't {
    entry.readings.iter().flat_map(|reading| &reading.citations).map(|citation| {
        (citation.witness, tellings.sentence(citation.witness.idx(), citation.span).start)
    })
}
