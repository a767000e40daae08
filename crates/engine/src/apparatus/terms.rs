//! Words of all tellings as comparable terms: dictionary form, synonym group, or entity.

use crate::annotate::gazetteer::GAZETTEER;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;
use tellings_model::{Token, Upos, Witness};

/// Lemma → the first word of its synonym group.
static SYNONYMS: LazyLock<FxHashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let mut groups = FxHashMap::default();
    let table = include_str!("../lexicon/en/synonyms.txt");
    for row in table.lines().filter(|row| !row.starts_with('#')) {
        let Some(name) = row.split_whitespace().next() else { continue };
        for word in row.split_whitespace() {
            groups.entry(word).or_insert(name);
        }
    }
    groups
});

/// The group of a lemma: its first word, or the lemma itself.
pub(super) fn group(lemma: &str) -> &str {
    SYNONYMS.get(lemma).copied().unwrap_or(lemma)
}

/// A term of a story, by number.
pub(super) type Term = u32;

/// The terms of a story; every token has one or none.
pub(super) struct Terms {
    /// Per witness and token.
    of_tokens: Vec<Vec<Option<Term>>>,
    /// How rare a term is among the sentences of the story, `0.0..`.
    weights: Vec<f32>,
    n_entity_terms: Term,
}

impl Terms {
    /// Reads the tokens of all witnesses; entities must be resolved.
    pub(super) fn of(witnesses: &[Witness], n_entities: usize) -> Self {
        // Entities come first, so that their terms are their numbers.
        let n_entity_terms = Term::try_from(n_entities + 1).unwrap_or(Term::MAX);
        let mut n_terms = n_entity_terms;
        let mut ids: FxHashMap<String, Term> = FxHashMap::default();
        let of_tokens: Vec<Vec<Option<Term>>> = witnesses
            .iter()
            .map(|witness| {
                let mut terms: Vec<Option<Term>> = witness
                    .annotations
                    .tokens
                    .iter()
                    .map(|token| {
                        let key = content_key(witness, token)?;
                        Some(*ids.entry(key).or_insert_with(|| {
                            n_terms += 1;
                            n_terms - 1
                        }))
                    })
                    .collect();
                for mention in &witness.annotations.mentions {
                    let Some(entity) = mention.entity else { continue };
                    for idx in witness.annotations.tokens_in(mention.span) {
                        if let Some(term) = terms.get_mut(idx) {
                            *term = Some(entity.0.min(n_entity_terms - 1));
                        }
                    }
                }
                terms
            })
            .collect();
        let weights = weigh(witnesses, &of_tokens, n_terms as usize);
        Self { of_tokens, weights, n_entity_terms }
    }

    /// The term of a token.
    pub(super) fn at(&self, witness_idx: usize, token_idx: usize) -> Option<Term> {
        *self.of_tokens.get(witness_idx)?.get(token_idx)?
    }

    /// How rare a term is among the sentences of the story.
    pub(super) fn weight(&self, term: Term) -> f32 {
        self.weights.get(term as usize).copied().unwrap_or(0.0)
    }

    /// Whether the term stands for an entity.
    pub(super) fn is_entity(&self, term: Term) -> bool {
        term < self.n_entity_terms
    }
}

/// The synonym group of a content word; `None` for words of grammar and for marks.
fn content_key(witness: &Witness, token: &Token) -> Option<String> {
    let content = matches!(
        token.upos,
        Upos::Noun | Upos::Propn | Upos::Verb | Upos::Adj | Upos::Num | Upos::Adv
    );
    let form = witness.article.at(token.span).to_lowercase();
    if !content || GAZETTEER.function_words.contains(form.as_str()) {
        return None;
    }
    let lemma = witness.annotations.lemma(token).to_lowercase();
    let key = if lemma.is_empty() { form } else { lemma };
    key.chars().any(char::is_alphanumeric).then(|| group(&key).to_owned())
}

/// Inverse frequency over sentences (Spärck Jones 1972).
fn weigh(witnesses: &[Witness], of_tokens: &[Vec<Option<Term>>], n_terms: usize) -> Vec<f32> {
    let mut n_sentences = 0_u32;
    let mut n_with = vec![0_u32; n_terms];
    for (witness, terms) in witnesses.iter().zip(of_tokens) {
        for sentence in &witness.annotations.sentences {
            n_sentences += 1;
            let range = sentence.tokens.0 as usize..sentence.tokens.1 as usize;
            let mut found: Vec<Term> =
                terms.get(range).unwrap_or(&[]).iter().flatten().copied().collect();
            found.sort_unstable();
            found.dedup();
            for term in found {
                if let Some(count) = n_with.get_mut(term as usize) {
                    *count += 1;
                }
            }
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "counts of sentences are small")]
    n_with.iter().map(|&n| (1.0 + n_sentences as f32 / (1.0 + n as f32)).ln()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn a_word_stands_in_one_group_only() {
        let table = include_str!("../lexicon/en/synonyms.txt");
        let mut seen: BTreeMap<&str, u32> = BTreeMap::new();
        for word in
            table.lines().filter(|row| !row.starts_with('#')).flat_map(str::split_whitespace)
        {
            *seen.entry(word).or_default() += 1;
        }
        let twice: Vec<&str> =
            seen.into_iter().filter(|(_, n)| *n > 1).map(|(word, _)| word).collect();
        assert_eq!(twice, Vec::<&str>::new());
    }

    #[test]
    fn synonyms_share_a_term() {
        assert_eq!(group("dispatch"), group("deploy"));
        assert_eq!(group("lighthouse"), "lighthouse");
    }
}
