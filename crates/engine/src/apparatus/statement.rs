//! What was done: clauses of several tellings that state one thing.

use super::align::{Vector, groups, links};
use super::cues::{Cue, is, is_negation};
use super::entry::{attestation, entry, finish};
use super::figure::is_of_people;
use super::frame::act_of;
use super::stem::fold;
use super::tellings::{CitedAt, Tellings, cited_at};
use super::terms::Term;
use super::thresholds::SAME_STATEMENT;
use super::topic::{Around, topic};
use std::collections::BTreeSet;
use std::ops::Range;
use tellings_model::{
    Citation, Entry, EntryKind, QuoteKind, Reading, Relation, Siglum, Span, Upos, Verdict,
};

/// A clause as an assertion.
struct Assertion {
    witness_idx: usize,
    span: Span,
    /// Its terms.
    context: Vector,
    negated: bool,
    /// Whether it says what may, should or would be.
    modal: bool,
    /// What is done in it.
    act: Option<Term>,
}

impl Assertion {
    /// Whether two clauses speak of what is done in each other, or one of them where they are alike:
    /// words of a matter alone state nothing in common.
    fn is_of_one_act(&self, other: &Self, cosine: f32) -> bool {
        let tells = |act: Option<Term>, of: &Self| {
            act.is_none_or(|act| of.context.terms().any(|(term, _)| term == act))
        };
        let (here, there) = (tells(self.act, other), tells(other.act, self));
        here && there || (here || there) && cosine >= ALIKE
    }
}

/// Clauses this much alike need share the act of one of them only.
const ALIKE: f32 = 0.45;
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
        let is_one = (a.negated, a.modal) == (b.negated, b.modal) && n_shared >= LEAST_TERMS;
        (is_one && a.is_of_one_act(b, cosine) && cosine >= SAME_STATEMENT).then_some(cosine)
    };
    let links = links(&vectors, score);
    // Who is named tells nothing of what he does; who did it tells it.
    let tells =
        |entry: &&Entry| entry.kind != EntryKind::Actor || entry.verdict == Verdict::Conflict;
    let told = cited_at(tellings, told.iter().filter(tells));
    groups(items.len(), &links, SAME_STATEMENT)
        .into_iter()
        .filter_map(|members| {
            let members: Vec<&Assertion> =
                members.iter().filter_map(|&idx| items.get(idx)).collect();
            counted_by_some(tellings, &members)
                .or_else(|| agreed(tellings, &members))
                .filter(|entry| {
                    let of_one = matches!(entry.verdict, Verdict::OnlyIn | Verdict::Echo);
                    !of_one || is_alone(tellings, &members)
                })
                .filter(|entry| !is_told(tellings, entry, &told))
        })
        .collect()
}

/// The clauses outside quotation marks, as bags of terms.
fn assertions(tellings: &Tellings<'_>) -> Vec<Assertion> {
    let mut items = Vec::new();
    for (witness_idx, witness) in tellings.witnesses.iter().enumerate() {
        for sentence in &witness.annotations.sentences {
            // A heading names a matter and states nothing.
            if tellings.is_heading(witness_idx, sentence.span) {
                continue;
            }
            let tokens = sentence.tokens.0 as usize..sentence.tokens.1 as usize;
            for tokens in clauses(tellings, witness_idx, tokens) {
                let Some(span) = tellings.span(witness_idx, tokens.clone()) else { continue };
                // `whether the road was closed` leaves it open.
                if is(&fold(tellings.word(witness_idx, tokens.start)), Cue::Open) {
                    continue;
                }
                let quoted = witness.annotations.quotes.iter().any(|quote| {
                    quote.kind != QuoteKind::Indirect
                        && 2 * shared(quote.content, span) > span.len()
                });
                if quoted {
                    continue;
                }
                let context = tellings.bag(witness_idx, tokens.clone());
                let act = act_of(tellings, witness_idx, &tokens);
                let only_tells = |idx: &usize| only_tells(tellings, witness_idx, *idx, &tokens);
                if act.as_ref().is_some_and(only_tells) {
                    continue;
                }
                let act = act
                    .filter(|&idx| !tellings.says_nothing(witness_idx, idx))
                    .and_then(|idx| tellings.terms.at(witness_idx, idx));
                let says = |of: fn(&str) -> bool| {
                    tokens.clone().any(|idx| of(&fold(tellings.word(witness_idx, idx))))
                };
                let negated = says(is_negation);
                let modal = says(|word| is(word, Cue::Modal));
                items.push(Assertion { witness_idx, span, context, negated, modal, act });
            }
        }
    }
    items
}

/// A sentence cut at its marks and joining words; a piece with too few words of content or
/// without a verb goes with the next one, the last with the one before.
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
    // A verb that stands as a noun (`in the fight against`) makes no clause.
    let acts = |tokens: Range<usize>| {
        let mut tokens = tokens.filter_map(|idx| tellings.token(witness_idx, idx));
        tokens.any(|token| {
            matches!(token.upos, Upos::Verb | Upos::Aux)
                && !matches!(
                    token.relation,
                    Relation::Nmod
                        | Relation::Obl
                        | Relation::Obj
                        | Relation::Amod
                        | Relation::Compound
                )
        })
    };
    let states = |tokens: Range<usize>| n_terms(tokens.clone()) >= LEAST_TERMS && acts(tokens);
    let mut pieces: Vec<Range<usize>> = Vec::new();
    let mut start = sentence.start;
    for idx in sentence.clone() {
        let word = tellings.word(witness_idx, idx).to_lowercase();
        let mark = matches!(word.as_str(), "," | ";" | ":" | "—" | "–")
            && !is_inside_value(tellings, witness_idx, idx);
        if (mark || is(&word, Cue::Joiner)) && states(start..idx) {
            pieces.push(start..idx);
            start = if mark { idx + 1 } else { idx };
        }
    }
    if states(start..sentence.end) {
        pieces.push(start..sentence.end);
    } else if let Some(last) = pieces.last_mut() {
        last.end = sentence.end;
    }
    pieces
}

/// Whether an act is to tell and the clause does not say what (`the mayor told reporters`, `according to a
/// report on Friday`).
fn only_tells(
    tellings: &Tellings<'_>,
    witness_idx: usize,
    act: usize,
    clause: &Range<usize>,
) -> bool {
    let tells = |idx: usize| {
        tellings.token(witness_idx, idx).is_some_and(|token| {
            let person = || is(tellings.lemma(witness_idx, idx), Cue::Human);
            let is_object = token.head as usize == act && token.relation == Relation::Obj;
            is_object && !person() || token.upos == Upos::Verb && idx != act
        })
    };
    let attributes = is(&fold(tellings.word(witness_idx, act)), Cue::Attributes);
    (attributes || tellings.says_nothing(witness_idx, act)) && !clause.clone().any(tells)
}

/// Whether a mark stands inside a day, a figure or a name (`May 3, 2025`).
fn is_inside_value(tellings: &Tellings<'_>, witness_idx: usize, idx: usize) -> bool {
    let Some(annotations) = tellings.witnesses.get(witness_idx).map(|w| &w.annotations) else {
        return false;
    };
    tellings.token(witness_idx, idx).is_some_and(|token| {
        annotations.times_in(token.span).iter().any(|time| time.span.contains(token.span))
            || annotations
                .quantities_in(token.span)
                .iter()
                .any(|quantity| quantity.span.contains(token.span))
            || annotations
                .mentions_in(token.span)
                .iter()
                .any(|mention| mention.span.contains(token.span))
    })
}

fn shared(a: Span, b: Span) -> usize {
    a.end().min(b.end()).saturating_sub(a.start().max(b.start()))
}

fn agreed(tellings: &Tellings<'_>, members: &[&Assertion]) -> Option<Entry> {
    let citations: Vec<Citation> =
        members.iter().filter_map(|item| tellings.cite(item.witness_idx, item.span)).collect();
    let first = members.first()?;
    let text = tellings.at(first.witness_idx, first.span).to_owned();
    let places: Vec<(usize, Span)> =
        members.iter().map(|item| (item.witness_idx, item.span)).collect();
    let topic = topic(tellings, &places, Around::Clause);
    let reading = Reading { value: text.to_lowercase(), text, citations, n_origins: 0 };
    let readings = finish(tellings, vec![reading]);
    let verdict = attestation(readings.first()?);
    // One word tells no reader what was done.
    topic.contains(' ').then(|| entry(EntryKind::Action, topic, verdict, readings))
}

/// The least figure whose people another telling may name without one.
const LEAST_COUNTED: f64 = 10.0;

/// One statement in which some tellings count people and others only name them: the figure is the
/// finer reading. `None` where no clause counts, where they count differently, or where all do.
fn counted_by_some(tellings: &Tellings<'_>, members: &[&Assertion]) -> Option<Entry> {
    let mut counted: Vec<(usize, Span)> = Vec::new();
    let mut named: Vec<(usize, Span)> = Vec::new();
    let mut figure: Option<(f64, String)> = None;
    for item in members {
        let witness = tellings.witnesses.get(item.witness_idx)?;
        let mut figures = witness
            .annotations
            .quantities_in(item.span)
            .iter()
            .filter(|other| is_of_people(other) && item.span.contains(other.span));
        match (figures.next(), figures.next()) {
            (Some(own), None) if own.value >= LEAST_COUNTED => {
                if figure.as_ref().is_some_and(|(value, _)| *value != own.value) {
                    return None;
                }
                let unit = own.unit.as_deref().unwrap_or("");
                figure = Some((own.value, format!("{} {unit}", own.value)));
                counted.push((item.witness_idx, own.span));
            }
            (None, None) => {
                let tokens = tellings.tokens_in(item.witness_idx, item.span);
                named.extend(people(tellings, item.witness_idx, tokens));
            }
            _ => return None,
        }
    }
    let (_, value) = figure.filter(|_| !named.is_empty())?;
    let reading = |places: &[(usize, Span)], value: String| {
        let (witness_idx, span) = *places.first()?;
        let cite = |&(witness_idx, span): &(usize, Span)| tellings.cite(witness_idx, span);
        Some(Reading {
            value,
            text: tellings.at(witness_idx, span).to_owned(),
            citations: places.iter().filter_map(cite).collect(),
            n_origins: 0,
        })
    };
    let readings = vec![reading(&counted, value)?, reading(&named, "no figure".to_owned())?];
    let topic = topic(tellings, &counted, Around::Value);
    let witnesses = |of: &[(usize, Span)]| of.iter().map(|(w, _)| *w).collect::<BTreeSet<_>>();
    (!topic.is_empty() && witnesses(&counted).is_disjoint(&witnesses(&named)))
        .then(|| entry(EntryKind::Quantity, topic, Verdict::Finer, finish(tellings, readings)))
}

/// The last word of a clause that names several people, with the word before it.
fn people(
    tellings: &Tellings<'_>,
    witness_idx: usize,
    tokens: Range<usize>,
) -> Option<(usize, Span)> {
    let several = |&idx: &usize| {
        let word = fold(tellings.word(witness_idx, idx));
        let token = tellings.token(witness_idx, idx);
        let lemma = tellings.lemma(witness_idx, idx);
        let is_noun = token.is_some_and(|token| token.upos == Upos::Noun);
        is_noun && lemma != word && is(lemma, Cue::Human)
    };
    let last = tokens.clone().rev().find(several)?;
    // With the words that describe them.
    let describes = |idx: &usize| {
        let token = tellings.token(witness_idx, *idx);
        token.is_some_and(|token| {
            token.head as usize == last
                && matches!(token.relation, Relation::Amod | Relation::Compound)
        })
    };
    let first = tokens.start.max(last.saturating_sub(3))..last;
    let first = first.clone().find(describes).unwrap_or(last);
    Some((witness_idx, tellings.span(witness_idx, first..last + 1)?))
}

/// A clause is told by one telling or one origin alone where no sentence of another holds so much of it.
const ALONE: f32 = 0.3;
/// The least words of content in a clause that is worth telling alone.
const LEAST_ALONE: usize = 5;

/// Whether nobody else tells what some clauses of one origin state, in whatever words.
fn is_alone(tellings: &Tellings<'_>, members: &[&Assertion]) -> bool {
    let own: BTreeSet<usize> = members.iter().map(|item| item.witness_idx).collect();
    members.iter().all(|item| {
        let words = &item.context;
        (own.len() > 1 || words.terms().count() >= LEAST_ALONE)
            && tellings
                .told_by(words)
                .iter()
                .all(|(witness_idx, share)| own.contains(witness_idx) || *share < ALONE)
    })
}

/// Whether an entry on a value stands on the clauses of two of the same witnesses.
fn is_told(tellings: &Tellings<'_>, statement: &Entry, told: &CitedAt) -> bool {
    let own: Vec<Citation> =
        statement.readings.iter().flat_map(|reading| reading.citations.iter().copied()).collect();
    let both: BTreeSet<(usize, Siglum)> = own
        .iter()
        .flat_map(|citation| {
            let tokens = tellings.tokens_in(citation.witness.idx(), citation.span);
            let told = tokens.filter_map(|idx| told.get(&(citation.witness, idx)));
            told.flatten().map(|&entry| (entry, citation.witness))
        })
        .collect();
    let n_own = own.iter().map(|citation| citation.witness).collect::<BTreeSet<_>>().len();
    let both: Vec<usize> = both.into_iter().map(|(entry, _)| entry).collect();
    both.chunk_by(|a, b| a == b).any(|tellers| tellers.len() >= n_own.min(2))
}
