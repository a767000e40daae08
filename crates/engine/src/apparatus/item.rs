//! Something checkable in a telling, with the words it is compared by.

use super::align::Vector;
use super::tellings::Tellings;
use super::terms::Term;
use tellings_model::{Citation, Entry, EntryKind, Reading, Relation, Span, Upos, Verdict};

/// How much a word counts by its place beside the item.
const ANCHOR_WEIGHT: f32 = 2.0;
const BESIDE_WEIGHT: f32 = 1.0;
const CLAUSE_WEIGHT: f32 = 0.4;

/// One value in one telling: what it is, and what it is the value of.
#[derive(Clone, Debug)]
pub(super) struct Item {
    pub(super) witness_idx: usize,
    /// The words of the value.
    pub(super) span: Span,
    /// The word that the value belongs to: the act, or the thing counted.
    pub(super) anchor: usize,
    /// The term of the anchor.
    pub(super) term: Option<Term>,
    /// The entities beside the anchor, sorted.
    pub(super) entities: Vec<Term>,
    /// What the value is compared by.
    pub(super) vector: Vector,
}

impl Item {
    /// An item with its surroundings read from the telling.
    ///
    /// The anchor counts most, then what hangs on it or what it hangs on, then the clause.
    pub(super) fn of(
        tellings: &Tellings<'_>,
        witness_idx: usize,
        span: Span,
        anchor: usize,
    ) -> Option<Self> {
        let clause = tellings.clause_at(witness_idx, anchor)?;
        let inside = |idx: usize| {
            tellings.token(witness_idx, idx).is_none_or(|token| span.contains(token.span))
        };
        let mut weighted: Vec<(Term, f32)> = Vec::new();
        let mut add = |idx: usize, weight: f32| {
            if !inside(idx)
                && let Some(term) = tellings.terms.at(witness_idx, idx)
            {
                weighted.push((term, weight * tellings.terms.weight(term)));
            }
        };
        for &idx in &clause.tokens {
            add(idx, CLAUSE_WEIGHT);
        }
        add(clause.head, BESIDE_WEIGHT);
        for &idx in clause.actors.iter().chain(&clause.objects) {
            for part in tellings.phrase(witness_idx, idx) {
                add(part, BESIDE_WEIGHT);
            }
        }
        if anchor != clause.head {
            for part in tellings.phrase(witness_idx, anchor) {
                add(part, BESIDE_WEIGHT);
            }
        }
        add(anchor, ANCHOR_WEIGHT);
        let vector = Vector::of(weighted);
        let entities = vector.terms().filter(|&term| tellings.terms.is_entity(term)).collect();
        let term = tellings.terms.at(witness_idx, anchor);
        Some(Self { witness_idx, span, anchor, term, entities, vector })
    }

    /// Whether two items name an entity in common.
    pub(super) fn shares_entity(&self, other: &Self) -> bool {
        self.entities.iter().any(|entity| other.entities.binary_search(entity).is_ok())
    }

    /// Whether both belong to the same act or thing, by its word and by who is in it.
    pub(super) fn same_matter(&self, other: &Self) -> bool {
        self.term.is_some() && self.term == other.term && self.shares_entity(other)
    }
}

/// What a value belongs to: the noun it hangs on (`the report of May 2`), or the verb of its clause.
pub(super) fn anchor_of(tellings: &Tellings<'_>, witness_idx: usize, span: Span) -> Option<usize> {
    let inner = tellings.head_in(witness_idx, span)?;
    let token = tellings.token(witness_idx, inner)?;
    let above = token.head as usize;
    let governor = tellings.token(witness_idx, above)?;
    let nominal = matches!(governor.upos, Upos::Noun | Upos::Propn);
    let attached = matches!(
        token.relation,
        Relation::Nmod
            | Relation::NmodPoss
            | Relation::Compound
            | Relation::Nummod
            | Relation::Amod
    );
    if nominal && attached && above != inner {
        return Some(above);
    }
    Some(tellings.clause_at(witness_idx, inner)?.head)
}

/// The readings of one matter: items of equal value together, best attested first.
pub(super) fn readings(
    tellings: &Tellings<'_>,
    items: &[&Item],
    value: impl Fn(&Item) -> String,
    words: impl Fn(&Item) -> Span,
) -> Vec<Reading> {
    let mut readings: Vec<Reading> = Vec::new();
    for item in items {
        let (value, span) = (value(item), words(item));
        let Some(citation) = tellings.cite(item.witness_idx, span) else { continue };
        if let Some(reading) = readings.iter_mut().find(|reading| reading.value == value) {
            reading.citations.push(citation);
        } else {
            let text = tellings.at(item.witness_idx, span).to_owned();
            readings.push(Reading { value, text, citations: vec![citation], n_origins: 0 });
        }
    }
    finish(tellings, readings)
}

/// Sorts citations, counts origins, and puts the best attested reading first.
pub(super) fn finish(tellings: &Tellings<'_>, mut readings: Vec<Reading>) -> Vec<Reading> {
    for reading in &mut readings {
        reading.citations.sort();
        reading.citations.dedup();
        reading.n_origins = n_origins(tellings, &reading.citations);
    }
    readings
        .sort_by(|a, b| b.n_origins.cmp(&a.n_origins).then_with(|| a.citations.cmp(&b.citations)));
    readings
}

/// How many independent voices stand behind some citations.
pub(super) fn n_origins(tellings: &Tellings<'_>, citations: &[Citation]) -> u32 {
    let mut origins: Vec<_> = citations
        .iter()
        .filter_map(|citation| tellings.witnesses.get(citation.witness.idx()))
        .map(|witness| witness.origin)
        .collect();
    origins.sort_unstable();
    origins.dedup();
    u32::try_from(origins.len()).unwrap_or(u32::MAX)
}

/// The verdict on one reading: agreed, an echo of one voice, or alone.
pub(super) fn attestation(reading: &Reading) -> Verdict {
    let first = reading.citations.first().map(|citation| citation.witness);
    let alone = reading.citations.iter().all(|citation| Some(citation.witness) == first);
    match (alone, reading.n_origins) {
        (true, _) => Verdict::OnlyIn,
        (false, 0 | 1) => Verdict::Echo,
        (false, _) => Verdict::Agree,
    }
}

/// An entry of the apparatus, silences still to come.
pub(super) fn entry(
    kind: EntryKind,
    topic: String,
    verdict: Verdict,
    readings: Vec<Reading>,
) -> Entry {
    Entry { kind, topic, verdict, readings, silent: Vec::new() }
}

/// The longest topic, in words.
const MAX_TOPIC_WORDS: usize = 12;

/// The matter of an item in a few words of the telling: its act with the words around it,
/// without the value itself.
pub(super) fn topic(tellings: &Tellings<'_>, item: &Item) -> String {
    let Some(clause) = tellings.clause_at(item.witness_idx, item.anchor) else {
        return String::new();
    };
    let tokens = if item.anchor == clause.head {
        clause.tokens.clone()
    } else {
        tellings.phrase(item.witness_idx, item.anchor)
    };
    let kept: Vec<usize> = tokens
        .into_iter()
        .filter(|&idx| {
            tellings
                .token(item.witness_idx, idx)
                .is_some_and(|token| !item.span.contains(token.span))
        })
        .collect();
    words(tellings, item.witness_idx, &kept)
}

/// Tokens as running words: spaces where the telling has them, marks at the ends taken off.
pub(super) fn words(tellings: &Tellings<'_>, witness_idx: usize, tokens: &[usize]) -> String {
    let mut text = String::new();
    let mut before: Option<Span> = None;
    for &idx in tokens.iter().take(MAX_TOPIC_WORDS + 1) {
        let Some(token) = tellings.token(witness_idx, idx) else { continue };
        let apart = before.is_none_or(|span| span.end() != token.span.start());
        if apart && !text.is_empty() {
            text.push(' ');
        }
        text.push_str(tellings.at(witness_idx, token.span));
        before = Some(token.span);
    }
    let cut = tokens.len() > MAX_TOPIC_WORDS + 1;
    let trimmed = text.trim_matches(|c: char| !c.is_alphanumeric() && c != '$' && c != '%');
    if cut { format!("{trimmed} …") } else { trimmed.to_owned() }
}
