//! What was done: clauses that several tellings give, or that only one does.

use super::cues::{Cue, is};
use super::item::{Item, attestation, entry, finish, words};
use super::tellings::Tellings;
use super::terms::group;
use super::{align, thresholds};
use tellings_model::{Entry, EntryKind, QuoteKind, Reading, Upos, Verdict};

/// A clause as an assertion.
struct Statement {
    item: Item,
    /// Index into the clauses.
    clause_idx: usize,
    /// Whether it says that an answer was given (`Some(true)`) or not given.
    answers: Option<bool>,
}

/// One entry for each act that two or more tellings state, and for each that only one does
/// where it can be checked (somebody named does something).
pub(super) fn entries(tellings: &Tellings<'_>) -> Vec<Entry> {
    let statements = statements(tellings);
    let vectors: Vec<_> =
        statements.iter().map(|statement| statement.item.vector.clone()).collect();
    let score = |a: usize, b: usize| {
        let (a, b) = (statements.get(a)?, statements.get(b)?);
        let cosine = a.item.vector.cosine(&b.item.vector);
        let both_answer = a.answers.is_some() && b.answers.is_some();
        let alike = if both_answer {
            a.item.shares_entity(&b.item) && cosine >= thresholds::ALIKE
        } else {
            polarity(tellings, a) == polarity(tellings, b) && cosine >= thresholds::SAME_STATEMENT
        };
        alike.then_some(cosine)
    };
    align::groups(&vectors, thresholds::TOGETHER, score)
        .into_iter()
        .filter_map(|members| {
            let members: Vec<&Statement> =
                members.iter().filter_map(|&idx| statements.get(idx)).collect();
            matter(tellings, &members)
        })
        .collect()
}

fn polarity(tellings: &Tellings<'_>, statement: &Statement) -> bool {
    tellings.clauses.get(statement.clause_idx).is_some_and(|clause| clause.negated)
}

/// The clauses that assert something of somebody, outside quotation marks.
fn statements(tellings: &Tellings<'_>) -> Vec<Statement> {
    let mut statements = Vec::new();
    for (clause_idx, clause) in tellings.clauses.iter().enumerate() {
        let Some(witness) = tellings.witnesses.get(clause.witness_idx) else { continue };
        let Some(head) = tellings.token(clause.witness_idx, clause.head) else { continue };
        let quoted = witness
            .annotations
            .quotes
            .iter()
            .any(|quote| quote.kind == QuoteKind::Direct && quote.content.contains(head.span));
        if quoted
            || head.upos != Upos::Verb
            || clause.actors.is_empty() && clause.objects.is_empty()
        {
            continue;
        }
        let Some(span) = clause.span(&witness.annotations) else { continue };
        // The clause is its own context: nothing of it is a value to be left out.
        let empty = span.gap(span);
        let Some(mut item) = Item::of(tellings, clause.witness_idx, empty, clause.head) else {
            continue;
        };
        item.span = span;
        statements.push(Statement { answers: answers(tellings, clause_idx), item, clause_idx });
    }
    statements
}

/// Whether a clause says that an answer was or was not given: `did not respond`, `gave no comment`.
fn answers(tellings: &Tellings<'_>, clause_idx: usize) -> Option<bool> {
    let clause = tellings.clauses.get(clause_idx)?;
    let answer = |idx: usize| is(group(tellings.lemma(clause.witness_idx, idx)), Cue::Answer);
    let denied = |idx: usize| {
        tellings
            .children(clause.witness_idx, idx)
            .iter()
            .any(|&child| is(tellings.lemma(clause.witness_idx, child as usize), Cue::Negation))
    };
    let head = answer(clause.head);
    let object = clause.objects.iter().copied().find(|&idx| answer(idx));
    match (head, object) {
        (false, None) => None,
        (_, object) => Some(!clause.negated && !object.is_some_and(denied)),
    }
}

fn matter(tellings: &Tellings<'_>, members: &[&Statement]) -> Option<Entry> {
    let first = members.first()?;
    let mut readings: Vec<Reading> = Vec::new();
    for statement in members {
        let citation = tellings.cite(statement.item.witness_idx, statement.item.span)?;
        let value = match statement.answers {
            Some(true) => "answered".to_owned(),
            Some(false) => "did not answer".to_owned(),
            None => String::new(),
        };
        match readings.iter_mut().find(|reading| reading.value == value) {
            Some(reading) => reading.citations.push(citation),
            None => readings.push(Reading {
                value,
                text: tellings.at(statement.item.witness_idx, statement.item.span).to_owned(),
                citations: vec![citation],
                n_origins: 0,
            }),
        }
    }
    let readings = finish(tellings, readings);
    let verdict =
        if readings.len() > 1 { Verdict::Conflict } else { attestation(readings.first()?) };
    if verdict == Verdict::OnlyIn && !checkable(tellings, first) {
        return None;
    }
    let clause = tellings.clauses.get(first.clause_idx)?;
    let topic = words(tellings, first.item.witness_idx, &clause.tokens);
    let readings = readings
        .into_iter()
        .map(|reading| {
            let value =
                if reading.value.is_empty() { topic.to_lowercase() } else { reading.value.clone() };
            Reading { value, ..reading }
        })
        .collect();
    (!topic.is_empty()).then(|| entry(EntryKind::Action, topic, verdict, readings))
}

/// Whether somebody named does something to something, in so many words.
fn checkable(tellings: &Tellings<'_>, statement: &Statement) -> bool {
    let Some(clause) = tellings.clauses.get(statement.clause_idx) else { return false };
    let says = group(tellings.lemma(clause.witness_idx, clause.head)) == "say";
    let named = clause
        .actors
        .iter()
        .any(|&actor| !tellings.entities_in(clause.witness_idx, actor).is_empty());
    !says && named && !clause.objects.is_empty()
}
