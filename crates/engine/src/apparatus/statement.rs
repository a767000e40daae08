//! What was done: clauses of several tellings that state one thing.

use super::align::{Vector, groups, links};
use super::cues::{Cue, is, is_negation};
use super::entry::{attestation, entry, finish, topic};
use super::matter::Item;
use super::tellings::Tellings;
use super::thresholds;
use std::collections::BTreeSet;
use std::ops::Range;
use tellings_model::{
    BlockKind, Citation, Entry, EntryKind, QuoteKind, Reading, Siglum, Span, Verdict,
};

/// A clause as an assertion.
struct Assertion {
    negated: bool,
}

/// The least words of content in a clause that states something.
const LEAST_TERMS: usize = 3;

/// One entry for each thing that clauses of two or more tellings state, where no entry on
/// a value stands on the same clauses already.
pub(super) fn entries(tellings: &Tellings<'_>, told: &[Entry]) -> Vec<Entry> {
    let items = assertions(tellings);
    let vectors: Vec<&Vector> = items.iter().map(|item| &item.context).collect();
    let score = |a: usize, b: usize| {
        let (a, b) = (items.get(a)?, items.get(b)?);
        let cosine = a.context.cosine(&b.context);
        let n_shared = a.context.shared(&b.context).count();
        (a.value.negated == b.value.negated
            && cosine >= thresholds::SAME_STATEMENT
            && n_shared >= LEAST_TERMS)
            .then_some(cosine)
    };
    let links = links(&vectors, score);
    groups(items.len(), &links, thresholds::SAME_STATEMENT)
        .into_iter()
        .filter_map(|members| {
            let members: Vec<&Item<Assertion>> =
                members.iter().filter_map(|&idx| items.get(idx)).collect();
            agreed(tellings, &members).filter(|entry| !is_told(entry, told))
        })
        .collect()
}

/// The clauses outside quotation marks, as bags of terms.
fn assertions(tellings: &Tellings<'_>) -> Vec<Item<Assertion>> {
    let mut items = Vec::new();
    for (witness_idx, witness) in tellings.witnesses.iter().enumerate() {
        for sentence in &witness.annotations.sentences {
            // A heading names a matter and states nothing.
            if witness.article.kind_at(sentence.span.start()) == Some(BlockKind::Heading) {
                continue;
            }
            let tokens = sentence.tokens.0 as usize..sentence.tokens.1 as usize;
            for tokens in clauses(tellings, witness_idx, tokens) {
                let Some(span) = tellings.span(witness_idx, tokens.clone()) else { continue };
                let quoted = witness.annotations.quotes.iter().any(|quote| {
                    quote.kind == QuoteKind::Direct && 2 * shared(quote.content, span) > span.len()
                });
                if quoted {
                    continue;
                }
                let context = tellings.bag(witness_idx, tokens.clone());
                let negated = tokens
                    .into_iter()
                    .any(|idx| is_negation(&tellings.word(witness_idx, idx).to_lowercase()));
                items.push(Item { witness_idx, span, context, value: Assertion { negated } });
            }
        }
    }
    items
}

/// A sentence cut at its marks and joining words; a piece with too few words of content goes
/// with the next one, the last with the one before.
fn clauses(
    tellings: &Tellings<'_>,
    witness_idx: usize,
    sentence: Range<usize>,
) -> Vec<Range<usize>> {
    let n_terms = |tokens: Range<usize>| {
        tokens
            .filter(|&idx| {
                tellings.terms.at(witness_idx, idx).is_some()
                    && !tellings.says_nothing(witness_idx, idx)
            })
            .count()
    };
    let mut pieces: Vec<Range<usize>> = Vec::new();
    let mut start = sentence.start;
    for idx in sentence.clone() {
        let word = tellings.word(witness_idx, idx).to_lowercase();
        let mark = matches!(word.as_str(), "," | ";" | ":" | "—" | "–");
        if (mark || is(&word, Cue::Joiner)) && n_terms(start..idx) >= LEAST_TERMS {
            pieces.push(start..idx);
            start = if mark { idx + 1 } else { idx };
        }
    }
    if n_terms(start..sentence.end) >= LEAST_TERMS {
        pieces.push(start..sentence.end);
    } else if let Some(last) = pieces.last_mut() {
        last.end = sentence.end;
    }
    pieces
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

/// Whether an entry on a value stands on the clauses of two of the same witnesses.
fn is_told(statement: &Entry, told: &[Entry]) -> bool {
    let citations = |entry: &Entry| -> Vec<Citation> {
        entry.readings.iter().flat_map(|reading| reading.citations.iter().copied()).collect()
    };
    let own = citations(statement);
    told.iter().filter(|entry| entry.kind != EntryKind::Actor).any(|entry| {
        let both: BTreeSet<Siglum> = citations(entry)
            .into_iter()
            .filter(|other| {
                own.iter().any(|own| own.witness == other.witness && own.span.overlaps(other.span))
            })
            .map(|citation| citation.witness)
            .collect();
        both.len() > 1
    })
}
