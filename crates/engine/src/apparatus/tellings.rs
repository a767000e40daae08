//! All witnesses of a story with what the comparison needs to read in them.

use super::clause::{Clause, clauses};
use super::terms::{Term, Terms};
use tellings_model::{Citation, Relation, Span, Token, Upos, Witness};

/// The witnesses with their clauses and terms.
pub(super) struct Tellings<'a> {
    pub(super) witnesses: &'a [Witness],
    pub(super) terms: Terms,
    pub(super) clauses: Vec<Clause>,
    /// Per witness, the clause of each token, as an index into `clauses`.
    clause_of: Vec<Vec<usize>>,
    /// Per witness and token, the tokens that hang on it.
    children: Vec<Vec<Vec<u32>>>,
}

impl<'a> Tellings<'a> {
    pub(super) fn of(witnesses: &'a [Witness], n_entities: usize) -> Self {
        let clauses = clauses(witnesses);
        let mut clause_of: Vec<Vec<usize>> =
            witnesses.iter().map(|witness| vec![0; witness.annotations.tokens.len()]).collect();
        for (clause_idx, clause) in clauses.iter().enumerate() {
            for &token in &clause.tokens {
                if let Some(slot) =
                    clause_of.get_mut(clause.witness_idx).and_then(|of| of.get_mut(token))
                {
                    *slot = clause_idx;
                }
            }
        }
        let children = witnesses.iter().map(children_of).collect();
        Self { witnesses, terms: Terms::of(witnesses, n_entities), clauses, clause_of, children }
    }

    pub(super) fn token(&self, witness_idx: usize, idx: usize) -> Option<&'a Token> {
        self.witnesses.get(witness_idx)?.annotations.tokens.get(idx)
    }

    pub(super) fn lemma(&self, witness_idx: usize, idx: usize) -> &'a str {
        self.witnesses
            .get(witness_idx)
            .and_then(|witness| {
                Some(witness.annotations.lemma(witness.annotations.tokens.get(idx)?))
            })
            .unwrap_or("")
    }

    /// The words at a span of a witness.
    pub(super) fn at(&self, witness_idx: usize, span: Span) -> &'a str {
        self.witnesses.get(witness_idx).map_or("", |witness| witness.article.at(span))
    }

    pub(super) fn cite(&self, witness_idx: usize, span: Span) -> Option<Citation> {
        Some(Citation { witness: self.witnesses.get(witness_idx)?.siglum, span })
    }

    pub(super) fn clause_at(&self, witness_idx: usize, token: usize) -> Option<&Clause> {
        self.clauses.get(*self.clause_of.get(witness_idx)?.get(token)?)
    }

    /// The tokens that hang on a token.
    pub(super) fn children(&self, witness_idx: usize, idx: usize) -> &[u32] {
        self.children
            .get(witness_idx)
            .and_then(|children| children.get(idx))
            .map_or(&[], Vec::as_slice)
    }

    /// A token with all that hangs on it, in order, without clauses that hang on it.
    pub(super) fn phrase(&self, witness_idx: usize, head: usize) -> Vec<usize> {
        let mut found = vec![head];
        let mut next = 0;
        while let Some(&idx) = found.get(next) {
            next += 1;
            for &child in self.children(witness_idx, idx) {
                let inside = self.token(witness_idx, child as usize).is_some_and(|token| {
                    !matches!(
                        token.relation,
                        Relation::AclRelcl
                            | Relation::Acl
                            | Relation::Advcl
                            | Relation::Ccomp
                            | Relation::Parataxis
                            | Relation::Punct
                            | Relation::Appos
                            | Relation::Conj
                            | Relation::Cc
                    )
                });
                if inside {
                    found.push(child as usize);
                }
            }
        }
        found.sort_unstable();
        found
    }

    /// The span from the first to the last of some tokens.
    pub(super) fn span(&self, witness_idx: usize, tokens: &[usize]) -> Option<Span> {
        let first = self.token(witness_idx, *tokens.first()?)?.span;
        let last = self.token(witness_idx, *tokens.last()?)?.span;
        Some(first.cover(last))
    }

    /// The token inside a span that hangs on a token outside it.
    pub(super) fn head_in(&self, witness_idx: usize, span: Span) -> Option<usize> {
        let range = self.witnesses.get(witness_idx)?.annotations.tokens_in(span);
        let mut heads = range.clone().filter(|&idx| {
            self.token(witness_idx, idx).is_some_and(|token| {
                let head = token.head as usize;
                head == idx || !range.contains(&head)
            })
        });
        let first = heads.next()?;
        // A mark is no head where a word is.
        let is_word = |idx: &usize| {
            self.token(witness_idx, *idx)
                .is_some_and(|token| !matches!(token.upos, Upos::Punct | Upos::Adp))
        };
        Some(if is_word(&first) { first } else { heads.find(is_word).unwrap_or(first) })
    }

    /// The entities named in the phrase of a token.
    pub(super) fn entities_in(&self, witness_idx: usize, head: usize) -> Vec<Term> {
        let mut found: Vec<Term> = self
            .phrase(witness_idx, head)
            .into_iter()
            .filter_map(|idx| self.terms.at(witness_idx, idx))
            .filter(|&term| self.terms.is_entity(term))
            .collect();
        found.sort_unstable();
        found.dedup();
        found
    }
}

fn children_of(witness: &Witness) -> Vec<Vec<u32>> {
    let tokens = &witness.annotations.tokens;
    let mut children = vec![Vec::new(); tokens.len()];
    for (idx, token) in (0_u32..).zip(tokens) {
        let head = token.head as usize;
        if head != idx as usize
            && let Some(of) = children.get_mut(head)
        {
            of.push(idx);
        }
    }
    children
}
