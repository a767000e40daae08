//! Words of all tellings as comparable terms: stem, synonym group, or country.

use super::stem::stem;
use rustc_hash::FxHashMap;
use std::collections::HashMap;
use std::sync::LazyLock;
use tellings_language::gazetteer::GAZETTEER;
use tellings_language::tables::rows;
use tellings_model::{EntityKind, Token, Upos, Witness};

/// Stem → the first word of its synonym group.
static SYNONYMS: LazyLock<FxHashMap<String, &'static str>> = LazyLock::new(|| {
    let mut groups = FxHashMap::default();
    for row in rows(include_str!("../lexicon/en/synonyms.txt")) {
        let Some(name) = row.split_whitespace().next() else { continue };
        for word in row.split_whitespace() {
            groups.entry(stem(word)).or_insert(name);
        }
    }
    groups
});

/// The group of a word: the first word of its row in the table, or its own stem.
pub(crate) fn group(word: &str) -> String {
    let stem = stem(word);
    match SYNONYMS.get(&stem) {
        Some(name) => (*name).to_owned(),
        None => stem,
    }
}

/// A term of a story, by number.
pub(super) type Term = u32;

/// The terms of a story; every token has one or none.
pub(super) struct Terms {
    /// Per witness and token.
    of_tokens: Vec<Vec<Option<Term>>>,
    /// How rare a term is among the sentences of the story, `0.0..`.
    weights: Vec<f32>,
    /// In how many witnesses a term stands.
    n_witnesses: Vec<u32>,
    /// Per witness, its terms in order.
    in_witness: Vec<Vec<Term>>,
    /// The terms by what they stand for.
    ids: HashMap<String, Term>,
}

impl Terms {
    /// Reads the tokens of all witnesses.
    pub(super) fn of(witnesses: &[Witness]) -> Self {
        let mut ids: HashMap<String, Term> = HashMap::new();
        let mut number = |key: String| {
            let next = Term::try_from(ids.len()).unwrap_or(Term::MAX);
            *ids.entry(key).or_insert(next)
        };
        // A word is looked up once, however often it stands in the story.
        let mut known: FxHashMap<(&str, &str, Upos), Option<Term>> = FxHashMap::default();
        let of_tokens: Vec<Vec<Option<Term>>> = witnesses
            .iter()
            .map(|witness| {
                let found = &witness.annotations;
                let mut term = |token: &Token| {
                    let word = (witness.article.at(token.span), found.lemma(token), token.upos);
                    let key = || Some(number(content_key(witness, token)?));
                    *known.entry(word).or_insert_with(key)
                };
                let mut terms: Vec<Option<Term>> = found.tokens.iter().map(&mut term).collect();
                // A country is one term, whichever of its names stands there.
                for mention in &witness.annotations.mentions {
                    let name = witness.article.at(mention.span);
                    let place = GAZETTEER.places.get(name);
                    let Some(place) = place.filter(|_| mention.kind == EntityKind::Place) else {
                        continue;
                    };
                    let term = number(format!("@{place}"));
                    for idx in witness.annotations.tokens_in(mention.span) {
                        if let Some(slot) = terms.get_mut(idx) {
                            *slot = Some(term);
                        }
                    }
                }
                terms
            })
            .collect();
        let n_terms = ids.len();
        let in_witness: Vec<Vec<Term>> = of_tokens
            .iter()
            .map(|terms| {
                let mut found: Vec<Term> = terms.iter().flatten().copied().collect();
                found.sort_unstable();
                found.dedup();
                found
            })
            .collect();
        let mut n_witnesses = vec![0; n_terms];
        for &term in in_witness.iter().flatten() {
            if let Some(count) = n_witnesses.get_mut(term as usize) {
                *count += 1;
            }
        }
        let weights = weigh(witnesses, &of_tokens, n_terms);
        Self { of_tokens, weights, n_witnesses, in_witness, ids }
    }

    /// The term of a word, where some telling has it.
    pub(super) fn of_word(&self, word: &str) -> Option<Term> {
        self.ids.get(&group(word)).copied()
    }

    /// How many terms there are.
    pub(super) fn len(&self) -> usize {
        self.weights.len()
    }

    /// The term of a token.
    pub(super) fn at(&self, witness_idx: usize, token_idx: usize) -> Option<Term> {
        *self.of_tokens.get(witness_idx)?.get(token_idx)?
    }

    /// How rare a term is among the sentences of the story.
    pub(super) fn weight(&self, term: Term) -> f32 {
        self.weights.get(term as usize).copied().unwrap_or(0.0)
    }

    /// In how many witnesses a term stands.
    pub(super) fn n_witnesses(&self, term: Term) -> u32 {
        self.n_witnesses.get(term as usize).copied().unwrap_or(0)
    }

    /// Whether a witness holds a term anywhere.
    pub(super) fn stands_in(&self, term: Term, witness_idx: usize) -> bool {
        self.in_witness.get(witness_idx).is_some_and(|terms| terms.binary_search(&term).is_ok())
    }
}

/// The synonym group of a content word; `None` for words of grammar, figures and marks.
fn content_key(witness: &Witness, token: &Token) -> Option<String> {
    let grammar = matches!(
        token.upos,
        Upos::Adp
            | Upos::Aux
            | Upos::Cconj
            | Upos::Det
            | Upos::Intj
            | Upos::Num
            | Upos::Part
            | Upos::Pron
            | Upos::Punct
            | Upos::Sconj
            | Upos::Sym
    );
    let form = witness.article.at(token.span);
    let lower = form.to_lowercase();
    let is_word =
        form.chars().any(char::is_alphabetic) && !form.chars().any(|c| c.is_ascii_digit());
    if grammar || !is_word || GAZETTEER.function_words.contains(lower.as_str()) {
        return None;
    }
    if let Some(country) = GAZETTEER.demonyms.get(form) {
        return Some(format!("@{country}"));
    }
    let lemma = witness.annotations.lemma(token);
    let key = group(if lemma.is_empty() { &lower } else { lemma });
    (key.chars().count() > 1).then_some(key)
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
    fn a_stem_stands_in_one_group_only() {
        let mut groups: BTreeMap<String, &str> = BTreeMap::new();
        let mut twice = Vec::new();
        for row in rows(include_str!("../lexicon/en/synonyms.txt")) {
            let words = row.split_whitespace();
            twice.extend(words.filter(|word| *groups.entry(stem(word)).or_insert(row) != row));
        }
        assert_eq!(twice, [""; 0]);
    }

    #[test]
    fn synonyms_share_a_group() {
        assert_eq!(group("dispatched"), group("deploy"));
        assert_eq!(group("lighthouse"), "lighthous");
    }
}
