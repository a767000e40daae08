//! What a value is said of: the parts of its clause, read from the tree of its sentence.

use super::align::Vector;
use super::tellings::{Site, Tellings};
use super::terms::Term;
use std::ops::Range;
use tellings_model::{Relation, Span, Token, Upos};

/// The clause of a value, as far as the tree of its sentence shows it.
///
/// A part that the tree does not show is left open: where a sentence has no tree, all are.
#[derive(Clone, Debug, Default)]
pub(super) struct Frame {
    /// The verb that the value hangs on (or the noun or adjective of a clause without one).
    pub(super) act: Option<Term>,
    /// The noun that the value counts or describes, or that names it.
    pub(super) noun: Option<Term>,
    /// The noun that the value hangs on (`the report on Saturday`).
    pub(super) anchor: Option<Term>,
    /// What the value is to the word above it.
    pub(super) relation: Option<Relation>,
    /// The actors, objects and circumstances of the act, as terms.
    pub(super) parts: Vector,
    /// The token of the act.
    pub(super) act_idx: Option<usize>,
}

/// How far up the tree the act is looked for.
const MAX_CLIMB: usize = 8;
/// So many words of each part of a clause are read.
const MAX_PART_WORDS: usize = 12;

impl Frame {
    /// The frame of the value that stands on some tokens of a sentence.
    pub(super) fn of(site: Site<'_>, value: Span) -> Self {
        let Site { tellings, witness_idx, .. } = site;
        let inside = tellings.tokens_in(witness_idx, value);
        let Some(top) = top(tellings, witness_idx, &inside) else { return Self::default() };
        let Some(token) = tellings.token(witness_idx, top) else { return Self::default() };
        let mut frame = Self { relation: Some(token.relation), ..Self::default() };
        // A figure beside its noun counts that noun; a value that is a noun names itself.
        let head = token.head as usize;
        let counts =
            matches!(token.relation, Relation::Nummod | Relation::Amod | Relation::Compound);
        let noun = if counts { head } else { top };
        frame.noun = tellings.terms.at(witness_idx, noun);
        let hangs_on_noun = tellings
            .token(witness_idx, head)
            .is_some_and(|token| head != top && matches!(token.upos, Upos::Noun | Upos::Propn));
        frame.act_idx = act_above(site, top);
        // `The court on Thursday blocked`: the tree hangs the day on the court.
        let stands_before_act =
            frame.act_idx.is_some_and(|act| (inside.end..=inside.end + 1).contains(&act));
        if hangs_on_noun && !stands_before_act {
            frame.anchor = tellings.terms.at(witness_idx, head);
        }
        if let Some(act) = frame.act_idx {
            frame.act = tellings.terms.at(witness_idx, act);
            frame.parts = parts(site, act, &inside);
        }
        frame
    }
}

/// Clauses so much alike may be of one matter.
const MAY_BE_PARTS: f32 = 0.1;

impl Frame {
    /// The frame of the value at a place.
    pub(super) fn at(tellings: &Tellings<'_>, witness_idx: usize, value: Span) -> Self {
        let sentence = &tellings.sentence(witness_idx, value);
        Self::of(Site { tellings, witness_idx, sentence }, value)
    }

    /// Whether two values may be said of one matter: one act, one noun above them, or clauses alike.
    pub(super) fn may_be(&self, other: &Self) -> bool {
        let one = |a: Option<Term>, b: Option<Term>| a.is_some() && a == b;
        one(self.act, other.act)
            || one(self.anchor, other.anchor)
            || self.parts.cosine(&other.parts) >= MAY_BE_PARTS
    }
}

/// The act of a clause: the first verb in it that hangs on a word outside of it, or any verb.
pub(super) fn act_of(
    tellings: &Tellings<'_>,
    witness_idx: usize,
    clause: &Range<usize>,
) -> Option<usize> {
    let token = |idx: usize| tellings.token(witness_idx, idx);
    let verb = |idx: &usize| token(*idx).is_some_and(|token| token.upos == Upos::Verb);
    let outside = |idx: &usize| {
        token(*idx).is_some_and(|token| {
            token.head as usize == *idx || !clause.contains(&(token.head as usize))
        })
    };
    clause
        .clone()
        .find(|idx| verb(idx) && outside(idx))
        .or_else(|| clause.clone().find(verb))
        .or_else(|| clause.clone().find(outside))
}

/// The token of a span that hangs on a word outside of it.
pub(super) fn top(
    tellings: &Tellings<'_>,
    witness_idx: usize,
    inside: &Range<usize>,
) -> Option<usize> {
    inside.clone().find(|&idx| {
        tellings.token(witness_idx, idx).is_some_and(|token| {
            !inside.contains(&(token.head as usize)) || token.head as usize == idx
        })
    })
}

/// Whether a token can be the act of a clause.
fn is_act(token: &Token) -> bool {
    token.upos == Upos::Verb
        || matches!(
            token.relation,
            Relation::Root
                | Relation::Ccomp
                | Relation::Xcomp
                | Relation::Advcl
                | Relation::Acl
                | Relation::AclRelcl
                | Relation::Parataxis
        )
}

/// The nearest act above a token.
pub(super) fn act_above(site: Site<'_>, from: usize) -> Option<usize> {
    let Site { tellings, witness_idx, sentence } = site;
    let mut at = from;
    for step in 0..MAX_CLIMB {
        let token = tellings.token(witness_idx, at)?;
        if is_act(token) && (step > 0 || token.upos == Upos::Verb) {
            return Some(at);
        }
        let head = token.head as usize;
        if head == at || !sentence.contains(&head) {
            // The root of a tree, or a word without one.
            return (token.relation == Relation::Root && step > 0).then_some(at);
        }
        at = head;
    }
    None
}

/// The terms of what hangs on an act, down to the next clause, without the value itself.
fn parts(site: Site<'_>, act: usize, value: &Range<usize>) -> Vector {
    let Site { tellings, witness_idx, sentence } = site;
    let mut weighted = Vec::new();
    for idx in sentence.clone().filter(|idx| !value.contains(idx)) {
        if let Some(depth) = depth_below(site, idx, act)
            && let Some(term) = tellings.terms.at(witness_idx, idx)
            && !tellings.says_nothing(witness_idx, idx)
        {
            // The head of a part weighs more than what describes it.
            let near = 1.0 / (1.0 + depth as f32);
            weighted.push((term, near * tellings.terms.weight(term)));
        }
    }
    Vector::of(weighted)
}

/// How many edges lie between a token and an act above it, if no other clause lies between.
fn depth_below(site: Site<'_>, from: usize, act: usize) -> Option<u8> {
    let Site { tellings, witness_idx, sentence } = site;
    let mut at = from;
    for depth in 0..MAX_PART_WORDS {
        if at == act {
            return u8::try_from(depth).ok();
        }
        let token = tellings.token(witness_idx, at)?;
        let clause = matches!(
            token.relation,
            Relation::Ccomp | Relation::Advcl | Relation::Parataxis | Relation::AclRelcl
        );
        let head = token.head as usize;
        if clause || head == at || !sentence.contains(&head) {
            return None;
        }
        at = head;
    }
    None
}
