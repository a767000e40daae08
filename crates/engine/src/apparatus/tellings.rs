//! All witnesses of a story with what the comparison needs to read in them.

use super::align::Vector;
use super::cues::{Cue, is};
use super::terms::{Terms, group};
use std::ops::Range;
use tellings_model::{Citation, OriginId, Relation, Span, Token, Witness};

/// Words at this distance from a value count half.
const HALF_WEIGHT_WORDS: f32 = 6.0;
/// A comma counts as so many words of distance, a stronger mark as so many.
const COMMA_WORDS: f32 = 2.0;
const BREAK_WORDS: f32 = 5.0;
/// What a step up or down the tree of the sentence counts, in words, and a word in line beside it.
const STEP_WORDS: f32 = 2.0;
const LINE_SHARE: f32 = 0.4;
/// What the words of the sentence before count.
const BEFORE_SHARE: f32 = 0.15;

/// The witnesses with their terms.
pub(super) struct Tellings<'a> {
    pub(super) witnesses: &'a [Witness],
    pub(super) terms: Terms,
}

impl<'a> Tellings<'a> {
    pub(super) fn of(witnesses: &'a [Witness]) -> Self {
        Self { witnesses, terms: Terms::of(witnesses) }
    }

    pub(super) fn token(&self, witness_idx: usize, idx: usize) -> Option<&'a Token> {
        self.witnesses.get(witness_idx)?.annotations.tokens.get(idx)
    }

    /// The words of a token, as printed.
    pub(super) fn word(&self, witness_idx: usize, idx: usize) -> &'a str {
        self.token(witness_idx, idx).map_or("", |token| self.at(witness_idx, token.span))
    }

    /// The words at a span of a witness.
    pub(super) fn at(&self, witness_idx: usize, span: Span) -> &'a str {
        self.witnesses.get(witness_idx).map_or("", |witness| witness.article.at(span))
    }

    pub(super) fn cite(&self, witness_idx: usize, span: Span) -> Option<Citation> {
        Some(Citation { witness: self.witnesses.get(witness_idx)?.siglum, span })
    }

    /// The independent voice of a witness.
    pub(super) fn origin(&self, witness_idx: usize) -> OriginId {
        self.witnesses.get(witness_idx).map_or(OriginId(0), |witness| witness.origin)
    }

    /// The tokens of the sentence that holds a span.
    pub(super) fn sentence(&self, witness_idx: usize, span: Span) -> Range<usize> {
        let Some(witness) = self.witnesses.get(witness_idx) else { return 0..0 };
        witness
            .annotations
            .sentence_at(span.start())
            .and_then(|idx| witness.annotations.sentences.get(idx))
            .map_or(0..0, |sentence| sentence.tokens.0 as usize..sentence.tokens.1 as usize)
    }

    /// The tokens inside a span.
    pub(super) fn tokens_in(&self, witness_idx: usize, span: Span) -> Range<usize> {
        self.witnesses.get(witness_idx).map_or(0..0, |witness| witness.annotations.tokens_in(span))
    }

    /// The span from the first to the last of a run of tokens.
    pub(super) fn span(&self, witness_idx: usize, tokens: Range<usize>) -> Option<Span> {
        let first = self.token(witness_idx, tokens.start)?.span;
        let last = self.token(witness_idx, tokens.end.checked_sub(1)?)?.span;
        (first <= last).then(|| first.cover(last))
    }

    /// What stands around a value in its sentence: the nearer, the weightier.
    ///
    /// Nearness is counted along the words, marks keeping apart, and where the sentence has a
    /// tree along its edges too. The sentence before adds a little, so that a short sentence
    /// is not without context.
    pub(super) fn context(&self, witness_idx: usize, value: Span) -> Vector {
        let sentence = self.sentence(witness_idx, value);
        let inside = self.tokens_in(witness_idx, value);
        let tree = self.tree_distances(witness_idx, &sentence, &inside);
        let mut weighted = Vec::new();
        let mut add = |idx: usize, near: f32| {
            if let Some(term) = self.terms.at(witness_idx, idx)
                && !self.says_nothing(witness_idx, idx)
            {
                weighted.push((term, near * self.terms.weight(term)));
            }
        };
        let mut walk = |tokens: &mut dyn Iterator<Item = usize>| {
            let mut line = 0.0;
            for idx in tokens {
                line += self.breadth(witness_idx, idx);
                let far = match tree.get(idx.wrapping_sub(sentence.start)) {
                    Some(Some(steps)) => STEP_WORDS * (steps - 1.0) + LINE_SHARE * line,
                    _ => line,
                };
                add(idx, 1.0 / (1.0 + far / HALF_WEIGHT_WORDS));
            }
        };
        walk(&mut (inside.end..sentence.end));
        walk(&mut (sentence.start..inside.start).rev());
        if let Some(last) =
            sentence.start.checked_sub(1).and_then(|idx| self.token(witness_idx, idx))
        {
            for idx in self.sentence(witness_idx, last.span) {
                add(idx, BEFORE_SHARE);
            }
        }
        Vector::of(weighted)
    }

    /// All terms of some tokens, each by its rarity.
    pub(super) fn bag(&self, witness_idx: usize, tokens: Range<usize>) -> Vector {
        let weighted = tokens
            .filter(|&idx| !self.says_nothing(witness_idx, idx))
            .filter_map(|idx| self.terms.at(witness_idx, idx))
            .map(|term| (term, self.terms.weight(term)))
            .collect();
        Vector::of(weighted)
    }

    /// Whether a word is a frame (`said`) or vague (`recent`): it tells no two matters apart.
    pub(super) fn says_nothing(&self, witness_idx: usize, idx: usize) -> bool {
        let word = self.word(witness_idx, idx).to_lowercase();
        is(&word, Cue::Vague) || group(&word) == "say"
    }

    /// Whether a word stands inside quotation marks that the value does not stand in.
    pub(super) fn is_quoted_beside(&self, witness_idx: usize, idx: usize, value: Span) -> bool {
        let (Some(witness), Some(token)) =
            (self.witnesses.get(witness_idx), self.token(witness_idx, idx))
        else {
            return false;
        };
        witness.annotations.quotes.iter().any(|quote| {
            quote.content.contains(token.span)
                && !quote.content.contains(value)
                && !value.is_empty()
        })
    }

    /// How much distance a token adds.
    fn breadth(&self, witness_idx: usize, idx: usize) -> f32 {
        match self.word(witness_idx, idx) {
            "," => COMMA_WORDS,
            ";" | ":" | "(" | ")" | "—" | "–" | "“" | "”" | "\"" => BREAK_WORDS,
            word if word.chars().any(char::is_alphanumeric) => 1.0,
            _ => 0.0,
        }
    }

    /// Steps along the tree from a value to each token of its sentence; empty without a tree.
    fn tree_distances(
        &self,
        witness_idx: usize,
        sentence: &Range<usize>,
        inside: &Range<usize>,
    ) -> Vec<Option<f32>> {
        let has_tree = sentence.clone().any(|idx| {
            self.token(witness_idx, idx).is_some_and(|token| token.relation != Relation::Root)
        });
        if !has_tree {
            return Vec::new();
        }
        let mut edges: Vec<Vec<usize>> = vec![Vec::new(); sentence.len()];
        for idx in sentence.clone() {
            let Some(token) = self.token(witness_idx, idx) else { continue };
            let head = token.head as usize;
            if head == idx || !sentence.contains(&head) {
                continue;
            }
            let (a, b) = (idx - sentence.start, head - sentence.start);
            for (from, to) in [(a, b), (b, a)] {
                if let Some(of) = edges.get_mut(from) {
                    of.push(to);
                }
            }
        }
        let mut steps: Vec<Option<f32>> = vec![None; sentence.len()];
        let mut queue: Vec<usize> = Vec::new();
        for idx in inside.clone().filter(|idx| sentence.contains(idx)) {
            if let Some(slot) = steps.get_mut(idx - sentence.start) {
                *slot = Some(0.0);
                queue.push(idx - sentence.start);
            }
        }
        let mut next = 0;
        while let Some(&at) = queue.get(next) {
            next += 1;
            let here = steps.get(at).copied().flatten().unwrap_or(0.0);
            for &to in edges.get(at).map_or(&[][..], Vec::as_slice) {
                if let Some(slot @ None) = steps.get_mut(to) {
                    *slot = Some(here + 1.0);
                    queue.push(to);
                }
            }
        }
        steps
    }
}
