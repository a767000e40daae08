//! Which capitalised words belong together.

use crate::annotate::words::Words;
use rustc_hash::FxHashSet;
use std::ops::Range;
use tellings_language::gazetteer::{GAZETTEER, MAX_NAME_WORDS};
use tellings_model::{Annotations, Article, BlockKind, Sentence, Span};

/// A stretch of words that may be a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Run {
    /// Indices of its tokens.
    pub(super) tokens: Range<usize>,
    /// Whether words of address or office stand directly before it.
    pub(super) after_role: bool,
}

/// The runs of an article, in order.
pub(super) fn runs(words: Words<'_>, sure: &FxHashSet<&str>) -> Vec<Run> {
    let annotations = words.annotations;
    let mut runs = Vec::new();
    for sentence in &annotations.sentences {
        runs_of_sentence(words, sentence, sure, &mut runs);
    }
    runs
}

fn runs_of_sentence(
    words: Words<'_>,
    sentence: &Sentence,
    sure: &FxHashSet<&str>,
    runs: &mut Vec<Run>,
) {
    let heading = is_heading(words.article, sentence);
    let (first, end) = (sentence.tokens.0 as usize, sentence.tokens.1 as usize);
    let mut idx = first;
    let mut after_role = false;
    while idx < end {
        let word = words.at(idx);
        let was_after_role = std::mem::take(&mut after_role);
        if let Some(n_words) = known_name(words, idx, end) {
            runs.push(Run { tokens: idx..idx + n_words, after_role: false });
            idx += n_words;
        } else if let Some(n_words) = role(words, idx, end) {
            after_role = true;
            idx += n_words;
        } else if !may_be_name(word) || GAZETTEER.demonyms.contains_key(word) {
            idx += 1;
        } else {
            let tokens = idx..end_of_run(words, idx, end);
            idx = tokens.end;
            let at_start = tokens.start == first && tokens.len() == 1;
            let needs_proof = heading || (at_start && !was_after_role);
            if !needs_proof || proved(words, &tokens, sure) {
                runs.push(Run { tokens, after_role: was_after_role });
            }
        }
    }
}

/// Words that are capitalised where a common word would not be.
pub(super) fn names_in_running_text(words: Words<'_>) -> FxHashSet<&str> {
    let sentences = &words.annotations.sentences;
    sentences
        .iter()
        .filter(|sentence| !is_heading(words.article, sentence))
        .flat_map(|sentence| (sentence.tokens.0 as usize + 1)..sentence.tokens.1 as usize)
        .filter(|&idx| !is_mark(words.at(idx - 1)))
        .map(|idx| words.at(idx))
        .filter(|word| may_be_name(word))
        .collect()
}

/// A quotation mark, a colon or a dash: after it any word may be capitalised.
fn is_mark(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|c| !c.is_alphanumeric() && c != ',' && c != '.')
}

fn proved(words: Words<'_>, tokens: &Range<usize>, sure: &FxHashSet<&str>) -> bool {
    tokens.clone().map(|idx| words.at(idx)).all(|word| {
        sure.contains(word)
            || GAZETTEER.first_names.contains(word)
            || GAZETTEER.organisation_words.contains(word)
            || GAZETTEER.joiners.contains(word)
    })
}

/// Whether a name that the model found is one: in a heading, where every word has a capital, its words
/// must be names elsewhere in the article or in the tables.
pub(super) fn stands(
    article: &Article,
    annotations: &Annotations,
    span: Span,
    sure: &FxHashSet<&str>,
) -> bool {
    if article.kind_at(span.start()) != Some(BlockKind::Heading) {
        return true;
    }
    let name = article.at(span);
    let words = Words { article, annotations };
    GAZETTEER.places.contains_key(name)
        || GAZETTEER.organisations.contains_key(name)
        || proved(words, &annotations.tokens_in(span), sure)
}

fn is_heading(article: &Article, sentence: &Sentence) -> bool {
    article.kind_at(sentence.span.start()) == Some(BlockKind::Heading)
}

/// Whether a word looks like a part of a name: a capital first, no function word.
fn may_be_name(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
        && !GAZETTEER.function_words.contains(word.to_lowercase().as_str())
}

/// How many words from `idx` on are a name that the tables know; the longest wins.
///
/// A known name that goes on (`Mexico` in `Mexico Tribune`) is no name of its own.
fn known_name(words: Words<'_>, idx: usize, end: usize) -> Option<usize> {
    let first = words.at(idx);
    if !first.starts_with(char::is_uppercase) && !first.starts_with("al") {
        return None;
    }
    (1..=MAX_NAME_WORDS.min(end - idx)).rev().find(|&n_words| {
        let name = words.text(&(idx..idx + n_words));
        (GAZETTEER.places.contains_key(name) || GAZETTEER.organisations.contains_key(name))
            && !(idx + n_words < end && goes_on(words.at(idx + n_words)))
    })
}

/// Whether a word after a known name makes it a longer, other name.
fn goes_on(next: &str) -> bool {
    GAZETTEER.organisation_words.contains(next)
        || (may_be_name(next)
            && !GAZETTEER.roles.contains(next)
            && !GAZETTEER.demonyms.contains_key(next)
            && !GAZETTEER.places.contains_key(next)
            && !GAZETTEER.organisations.contains_key(next)
            && !GAZETTEER.first_names.contains(next))
}

/// How many words from `idx` on are an office or a form of address.
fn role(words: Words<'_>, idx: usize, end: usize) -> Option<usize> {
    (1..=3.min(end - idx))
        .rev()
        .find(|&n_words| GAZETTEER.roles.contains(words.text(&(idx..idx + n_words))))
}

/// Where a run that starts at `idx` ends.
///
/// Small words join two capitalised ones behind an organisation word (`Ministry of Health`)
/// or as a particle (`van`, `de`).
fn end_of_run(words: Words<'_>, idx: usize, end: usize) -> usize {
    let mut organisation = GAZETTEER.organisation_words.contains(words.at(idx));
    let mut last = idx;
    for next in idx + 1..end {
        let word = words.at(next);
        if may_be_name(word) && !GAZETTEER.roles.contains(word) {
            organisation |= GAZETTEER.organisation_words.contains(word);
            last = next;
        } else {
            let small = GAZETTEER.particles.contains(word)
                || (organisation && GAZETTEER.joiners.contains(word));
            if !small || next > last + 2 {
                break;
            }
        }
    }
    last + 1
}
