//! What a matter is about, in a few words of a telling: actor, act and object without the value.

mod clause;

use super::cues::{Cue, is};
use super::frame::top;
use super::stem::fold;
use super::tellings::Tellings;
use super::terms::Term;
use clause::Clause;
use std::collections::BTreeSet;
use std::ops::Range;
use tellings_language::gazetteer::GAZETTEER;
use tellings_model::{Relation, Span, Upos};

/// How many words a topic has at most, and at least where it can.
const MAX_WORDS: usize = 10;
const LEAST_WORDS: usize = 3;
/// So many words that were left out between two others are put back: words as the telling prints
/// them read better than a cut.
const MAX_FILLED: usize = 3;
/// How many places of a matter are tried for the best words.
const MAX_PLACES: usize = 8;

/// What the words of a matter are read around.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Around {
    /// A value, which is left out of its own topic.
    Value,
    /// A clause, which is its own topic.
    Clause,
}

/// The topic of a matter that stands at some places: the best phrase that one of them gives.
///
/// A phrase is better with an actor that is no pronoun, with an act, with words that other
/// places of the matter share, and where it is neither too short nor cut off. Empty where no
/// place has a word of content beside the value.
pub(super) fn topic(tellings: &Tellings<'_>, places: &[(usize, Span)], around: Around) -> String {
    let mut places: Vec<(usize, Span)> = places.to_vec();
    places.sort_unstable();
    places.dedup_by_key(|(witness_idx, _)| *witness_idx);
    let terms: Vec<BTreeSet<Term>> =
        places.iter().map(|&(witness_idx, span)| around_of(tellings, witness_idx, span)).collect();
    let mut best: Option<(f32, String)> = None;
    for (n, &(witness_idx, span)) in places.iter().enumerate().take(MAX_PLACES) {
        let Some(mut phrase) = phrase(tellings, witness_idx, span, around) else { continue };
        // What several tellings state is not named by a figure that one of them gives.
        if around == Around::Clause && places.len() > 1 {
            phrase.words.retain(|&idx| !is_figure(tellings, witness_idx, idx));
        }
        let shared = phrase.words.iter().filter_map(|&idx| tellings.terms.at(witness_idx, idx));
        let n_shared = shared
            .filter(|term| {
                terms.iter().enumerate().any(|(m, other)| m != n && other.contains(term))
            })
            .count();
        let n_words = phrase.words.len();
        let short = n_words < LEAST_WORDS;
        #[expect(clippy::cast_precision_loss, reason = "a phrase has few words")]
        let worth = phrase.worth + n_shared.min(4) as f32 - if short { 1.5 } else { 0.0 };
        let value = match around {
            Around::Value => tellings.tokens_in(witness_idx, span),
            Around::Clause => 0..0,
        };
        let text = printed(tellings, witness_idx, &phrase.words, &value);
        if !text.is_empty() && best.as_ref().is_none_or(|(other, _)| worth > *other) {
            best = Some((worth, text));
        }
    }
    best.map_or_else(String::new, |(_, text)| text)
}

/// A noun of a telling with the words that belong to it and the noun that it describes
/// (`arms` in `illegal arms sales`), without article.
pub(super) fn noun_phrase(tellings: &Tellings<'_>, witness_idx: usize, noun: usize) -> String {
    let Some(token) = tellings.token(witness_idx, noun) else { return String::new() };
    let sentence = tellings.sentence(witness_idx, token.span);
    let clause = Clause { tellings, witness_idx, sentence };
    // Nouns in a row are one thing.
    let is_noun = |idx: &usize| clause.upos(*idx) == Upos::Noun;
    let last = (noun..clause.sentence.end).take_while(is_noun).last().unwrap_or(noun);
    let mut words = Vec::new();
    clause.noun_phrase(last, false, &mut words);
    words.extend(noun..last);
    words.retain(|&idx| clause.relation(idx) != Relation::Det);
    words.sort_unstable();
    words.dedup();
    words.truncate(MAX_WORDS);
    clause.complete_names(&mut words, &(noun..noun), Around::Clause);
    clause.trim(&mut words);
    printed(tellings, witness_idx, &words, &(0..0))
}

/// Whether a token is of a quantity, and not the noun that it counts.
fn is_figure(tellings: &Tellings<'_>, witness_idx: usize, idx: usize) -> bool {
    let Some(witness) = tellings.witnesses.get(witness_idx) else { return false };
    tellings.token(witness_idx, idx).is_some_and(|token| {
        let mut quantities = witness.annotations.quantities_in(token.span).iter();
        !matches!(token.upos, Upos::Noun | Upos::Propn)
            && quantities.any(|quantity| quantity.span.contains(token.span))
    })
}

/// The terms of the sentence around a place.
fn around_of(tellings: &Tellings<'_>, witness_idx: usize, span: Span) -> BTreeSet<Term> {
    let sentence = tellings.sentence(witness_idx, span);
    sentence.filter_map(|idx| tellings.terms.at(witness_idx, idx)).collect()
}

/// Words of a sentence, in order, and how well they tell a matter.
struct Phrase {
    words: Vec<usize>,
    worth: f32,
}

fn phrase(
    tellings: &Tellings<'_>,
    witness_idx: usize,
    span: Span,
    around: Around,
) -> Option<Phrase> {
    let sentence = tellings.sentence(witness_idx, span);
    let inside = tellings.tokens_in(witness_idx, span);
    let clause = Clause { tellings, witness_idx, sentence };
    let mut phrase =
        clause.pruned(&inside, around).unwrap_or_else(|| clause.window(&inside, around));
    clause.complete_names(&mut phrase.words, &inside, around);
    clause.trim(&mut phrase.words);
    clause.fill(&mut phrase.words, &inside, around);
    let telling = phrase.words.iter().any(|&idx| tellings.terms.at(witness_idx, idx).is_some());
    telling.then_some(phrase)
}

/// Words as printed: neighbours as they stand, others with a space between; the first one without
/// its capital where it is no name.
fn printed(
    tellings: &Tellings<'_>,
    witness_idx: usize,
    words: &[usize],
    value: &Range<usize>,
) -> String {
    let mut text = String::new();
    let (mut end, mut last) = (None, None);
    // A value that stands before the noun it describes (`an April 5 vote`) leaves no gap.
    let describes = top(tellings, witness_idx, value).is_some_and(|top| {
        tellings.token(witness_idx, top).is_some_and(|token| {
            let noun = tellings.token(witness_idx, token.head as usize);
            token.head as usize > top
                && noun.is_some_and(|noun| matches!(noun.upos, Upos::Noun | Upos::Propn))
        })
    });
    let is_word = |idx: usize| {
        let token = tellings.token(witness_idx, idx);
        token.is_some_and(|token| {
            tellings.at(witness_idx, token.span).contains(char::is_alphanumeric)
        })
    };
    for &idx in words {
        let Some(token) = tellings.token(witness_idx, idx) else { continue };
        let word = tellings.at(witness_idx, token.span);
        if describes && idx + 1 == value.start && !agrees(tellings, witness_idx, word, words, value)
        {
            last = Some(idx);
            continue;
        }
        // The words are the telling's own: where some are left out that are not the value, the
        // reader sees it.
        let skips = |idx: usize| is_word(idx) && !(describes && value.contains(&idx));
        if last.is_some_and(|last| (last + 1..idx).any(skips)) {
            text.push_str(" …");
        }
        last = Some(idx);
        if end.is_some_and(|end| end != token.span.start()) {
            text.push(' ');
        }
        if end.is_none() && opens_lower(tellings, witness_idx, idx, word) {
            text.extend(word.chars().flat_map(char::to_lowercase));
        } else {
            text.push_str(word);
        }
        end = Some(token.span.end());
    }
    let bare = text.trim_matches(|c: char| !c.is_alphanumeric() && !"$€£%".contains(c));
    let bare = bare.strip_suffix("’s").or_else(|| bare.strip_suffix("'s")).unwrap_or(bare);
    bare.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a word before a value that is left out goes with what stands behind the value: the article of
/// `a (2024) inspection` does not.
fn agrees(
    tellings: &Tellings<'_>,
    witness_idx: usize,
    word: &str,
    words: &[usize],
    value: &Range<usize>,
) -> bool {
    let Some(&next) = words.iter().find(|next| value.end <= **next) else { return true };
    let first = fold(tellings.word(witness_idx, next)).chars().next();
    let vowel = first.is_some_and(|letter| is(letter.encode_utf8(&mut [0; 4]), Cue::Vowel));
    !is(&fold(word), if vowel { Cue::BeforeConsonant } else { Cue::BeforeVowel })
}

/// Whether a word has a capital only because it opens a sentence.
fn opens_lower(tellings: &Tellings<'_>, witness_idx: usize, idx: usize, word: &str) -> bool {
    let lower = word.to_lowercase();
    let small = GAZETTEER.function_words.contains(lower.as_str());
    let named = tellings.token(witness_idx, idx).is_some_and(|token| token.upos == Upos::Propn);
    let of_a_country = GAZETTEER.demonyms.contains_key(word);
    let acronym = word.chars().filter(|c| c.is_uppercase()).count() > 1;
    lower != "i" && !acronym && !of_a_country && (small || !named)
}
