//! All witnesses of a story with what the comparison needs to read in them.

use super::align::Vector;
use super::cues::{Cue, is};
use super::terms::{Term, Terms, group};
use super::voices::Relays;
use rustc_hash::FxHashMap;
use std::ops::Range;
use tellings_model::{
    BlockKind, Citation, Entry, OriginId, QuoteKind, Relation, Siglum, Span, Token, Witness,
};

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

/// A sentence of one witness, as a range of its tokens.
#[derive(Clone, Copy)]
pub(super) struct Site<'a> {
    pub(super) tellings: &'a Tellings<'a>,
    pub(super) witness_idx: usize,
    pub(super) sentence: &'a Range<usize>,
}

/// Witness and token → the entries that cite it, by their place among those given.
pub(super) type CitedAt = FxHashMap<(Siglum, usize), Vec<usize>>;

/// Where some entries stand.
pub(super) fn cited_at<'e>(
    tellings: &Tellings<'_>,
    entries: impl Iterator<Item = &'e Entry>,
) -> CitedAt {
    let mut at = CitedAt::default();
    let readings = entries.enumerate().flat_map(|(n, e)| e.readings.iter().map(move |r| (n, r)));
    for (entry, reading) in readings {
        for citation in &reading.citations {
            for idx in tellings.tokens_in(citation.witness.idx(), citation.span) {
                at.entry((citation.witness, idx)).or_default().push(entry);
            }
        }
    }
    at
}

/// The witnesses with their terms.
pub(super) struct Tellings<'a> {
    pub(super) witnesses: &'a [Witness],
    pub(super) terms: Terms,
    /// Per witness and token, whether it tells no two matters apart.
    say_nothing: Vec<Vec<bool>>,
    /// Per witness and sentence, all terms of the sentence.
    bags: Vec<Vec<Vector>>,
    /// Per witness and sentence, the entities named in it, each by its rarity.
    names: Vec<Vec<Vector>>,
    /// Per term, the sentences that hold it, as witness and sentence.
    holders: Vec<Vec<(u32, u32)>>,
    /// Who takes what from whom.
    pub(super) relays: Relays,
}

/// The group of the words by which somebody says something.
const SAY: &str = "say";
/// A term in more sentences than this leads to none of them.
const MAX_HOLDERS: usize = 256;

impl<'a> Tellings<'a> {
    pub(super) fn of(witnesses: &'a [Witness]) -> Self {
        let mut tellings = Self {
            witnesses,
            terms: Terms::of(witnesses),
            say_nothing: say_nothing(witnesses),
            bags: Vec::new(),
            names: Vec::new(),
            holders: Vec::new(),
            relays: Relays::of(witnesses),
        };
        tellings.bags = (0..witnesses.len()).map(|idx| tellings.bags_of(idx)).collect();
        tellings.names = names(witnesses);
        tellings.holders = tellings.holders();
        tellings
    }

    fn bags_of(&self, witness_idx: usize) -> Vec<Vector> {
        let Some(witness) = self.witnesses.get(witness_idx) else { return Vec::new() };
        let tokens = witness.annotations.sentences.iter().map(|sentence| sentence.tokens);
        tokens.map(|(first, end)| self.bag(witness_idx, first as usize..end as usize)).collect()
    }

    /// All terms of each sentence of a witness.
    pub(super) fn bags(&self, witness_idx: usize) -> &[Vector] {
        self.bags.get(witness_idx).map_or(&[], Vec::as_slice)
    }

    fn holders(&self) -> Vec<Vec<(u32, u32)>> {
        let mut holders: Vec<Vec<(u32, u32)>> = vec![Vec::new(); self.terms.len()];
        for (witness, bags) in (0_u32..).zip(&self.bags) {
            for (sentence, bag) in (0_u32..).zip(bags) {
                for (term, _) in bag.terms() {
                    if let Some(of_term) = holders.get_mut(term as usize) {
                        of_term.push((witness, sentence));
                    }
                }
            }
        }
        holders
    }

    /// The sentences that hold a term, as witness and sentence.
    pub(super) fn holders_of(&self, term: Term) -> &[(u32, u32)] {
        self.holders.get(term as usize).map_or(&[], Vec::as_slice)
    }

    /// How much of some words stands together in one sentence of each other telling at most:
    /// the share of their weight, by witness; witnesses without any are left out.
    pub(super) fn told_by(&self, words: &Vector) -> std::collections::BTreeMap<usize, f32> {
        let mut shares: FxHashMap<(u32, u32), f32> = FxHashMap::default();
        for (term, weight) in words.terms() {
            let holders = self.holders_of(term);
            if holders.len() <= MAX_HOLDERS {
                for &place in holders {
                    *shares.entry(place).or_insert(0.0) += weight * weight;
                }
            }
        }
        let mut best = std::collections::BTreeMap::new();
        let mut sorted: Vec<((u32, u32), f32)> = shares.into_iter().collect();
        sorted.sort_unstable_by_key(|(place, _)| *place);
        for ((witness, _), share) in sorted {
            let slot = best.entry(witness as usize).or_insert(0.0_f32);
            *slot = slot.max(share);
        }
        best
    }

    /// The entities named in a sentence.
    pub(super) fn names(&self, witness_idx: usize, sentence_idx: usize) -> Option<&Vector> {
        self.names.get(witness_idx)?.get(sentence_idx)
    }

    pub(super) fn token(&self, witness_idx: usize, idx: usize) -> Option<&'a Token> {
        self.witnesses.get(witness_idx)?.annotations.tokens.get(idx)
    }

    /// The words of a token, as printed.
    pub(super) fn word(&self, witness_idx: usize, idx: usize) -> &'a str {
        self.token(witness_idx, idx).map_or("", |token| self.at(witness_idx, token.span))
    }

    /// Whether a sentence is a heading: by the page, or by its capitals.
    pub(super) fn is_heading(&self, witness_idx: usize, sentence: Span) -> bool {
        self.witnesses.get(witness_idx).is_some_and(|witness| {
            witness.article.kind_at(sentence.start()) == Some(BlockKind::Heading)
                || is_title(witness.article.at(sentence))
        })
    }

    /// The lemma of a token.
    pub(super) fn lemma(&self, witness_idx: usize, idx: usize) -> &'a str {
        let annotations = self.witnesses.get(witness_idx).map(|witness| &witness.annotations);
        annotations
            .and_then(|annotations| Some(annotations.lemma(annotations.tokens.get(idx)?)))
            .unwrap_or("")
    }

    /// The words at a span of a witness.
    pub(super) fn at(&self, witness_idx: usize, span: Span) -> &'a str {
        self.witnesses.get(witness_idx).map_or("", |witness| witness.article.at(span))
    }

    /// Whether a span stands between quotation marks.
    pub(super) fn is_quoted(&self, witness_idx: usize, span: Span) -> bool {
        self.witnesses.get(witness_idx).is_some_and(|witness| {
            let mut quotes = witness.annotations.quotes.iter();
            quotes.any(|q| q.kind != QuoteKind::Indirect && q.content.contains(span))
        })
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
        self.say_nothing.get(witness_idx).and_then(|of| of.get(idx)).copied().unwrap_or(false)
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
        let mut edges: Vec<(usize, usize)> = Vec::with_capacity(2 * sentence.len());
        for idx in sentence.clone() {
            let Some(token) = self.token(witness_idx, idx) else { continue };
            let head = token.head as usize;
            if head != idx && sentence.contains(&head) {
                let (a, b) = (idx - sentence.start, head - sentence.start);
                edges.extend([(a, b), (b, a)]);
            }
        }
        edges.sort_unstable();
        let mut steps: Vec<Option<f32>> = vec![None; sentence.len()];
        let mut queue: Vec<usize> = Vec::with_capacity(sentence.len());
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
            let first = edges.partition_point(|(from, _)| *from < at);
            let own = edges.iter().skip(first).take_while(|(from, _)| *from == at);
            for &(_, to) in own {
                if let Some(slot @ None) = steps.get_mut(to) {
                    *slot = Some(here + 1.0);
                    queue.push(to);
                }
            }
        }
        steps
    }
}

/// Per witness and token, whether it is a frame or vague; each word with its lemma is looked up once.
fn say_nothing(witnesses: &[Witness]) -> Vec<Vec<bool>> {
    let mut known: FxHashMap<(&str, &str), bool> = FxHashMap::default();
    let mut out = Vec::with_capacity(witnesses.len());
    for witness in witnesses {
        let mut of_tokens = Vec::with_capacity(witness.annotations.tokens.len());
        for token in &witness.annotations.tokens {
            let (word, lemma) = (witness.article.at(token.span), witness.annotations.lemma(token));
            of_tokens.push(*known.entry((word, lemma)).or_insert_with(|| {
                let word = word.to_lowercase();
                is(&word, Cue::Vague) || group(&word) == SAY || group(lemma) == SAY
            }));
        }
        out.push(of_tokens);
    }
    out
}

/// Per witness and sentence, the entities named in it: the rarer over all sentences, the weightier.
fn names(witnesses: &[Witness]) -> Vec<Vec<Vector>> {
    let of_sentences: Vec<Vec<Vec<Term>>> = witnesses
        .iter()
        .map(|witness| {
            let annotations = &witness.annotations;
            let mut sentences = vec![Vec::new(); annotations.sentences.len()];
            for mention in &annotations.mentions {
                let Some(entity) = mention.entity else { continue };
                let at = annotations.sentence_at(mention.span.start());
                if let Some(named) = at.and_then(|idx| sentences.get_mut(idx)) {
                    named.push(entity.0);
                }
            }
            for named in &mut sentences {
                named.sort_unstable();
                named.dedup();
            }
            sentences
        })
        .collect();
    let n_sentences: usize = of_sentences.iter().map(Vec::len).sum();
    let mut n_with: std::collections::BTreeMap<Term, usize> = std::collections::BTreeMap::new();
    for &name in of_sentences.iter().flatten().flatten() {
        *n_with.entry(name).or_default() += 1;
    }
    #[expect(clippy::cast_precision_loss, reason = "counts of sentences are small")]
    let weight = |name: Term| {
        let n = n_with.get(&name).copied().unwrap_or(0);
        (1.0 + n_sentences as f32 / (1.0 + n as f32)).ln()
    };
    let vector = |named: &Vec<Term>| Vector::of(named.iter().map(|&n| (n, weight(n))).collect());
    of_sentences.iter().map(|sentences| sentences.iter().map(vector).collect()).collect()
}

/// Whether a line without an end is printed as titles are: most of its longer words with a capital.
fn is_title(line: &str) -> bool {
    let words = || line.split_whitespace().filter(|word| word.chars().count() > 3);
    let capital =
        |word: &&str| word.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase);
    !line.trim_end().ends_with(['.', '!', '?', '”', '"', '’', ':'])
        && 4 * words().filter(capital).count() > 3 * words().count()
}
