//! What a pair of marks holds: speech, some words of speech, or a title, a name, a term.

use super::cue::Reach;
use super::frame::Unit;
use super::lexicon::Kinds;
use super::mark::Region;
use super::phrase::Reader;
use tellings_model::QuoteKind;

/// From this many words on, words between marks are somebody’s even without a cue.
const SPEECH_WORDS: usize = 5;

/// Whether the words of a region are somebody’s words.
pub(crate) fn is_speech(
    reader: &Reader<'_>,
    at: usize,
    region: &Region,
    reach: Option<&Reach>,
    after_speech: bool,
) -> bool {
    let text = reader.article.at(region.inner);
    if !text.chars().any(char::is_alphabetic) {
        return false;
    }
    let n_words = text.split_whitespace().count();
    if n_words >= SPEECH_WORDS && !all_capital(text) {
        return true;
    }
    if is_named_so(reader, at) {
        return false;
    }
    let title = all_capital(text) && text.starts_with(char::is_uppercase);
    if title && is_placed_as_name(reader, at) {
        return false;
    }
    let introduced = at > 0 && reader.is(at - 1, Kinds::COMMA.or(Kinds::COLON));
    let adjacent =
        reach.is_some_and(|reach| reach.adjacent && (!title || introduced || reach.cue.start > at));
    if adjacent {
        return true;
    }
    let alone = reader.frame.units.iter().all(|unit| matches!(unit, Unit::Quote(_)));
    if alone && after_speech && text.ends_with(['.', '!', '?']) {
        return true; // `“We wait,” she said. “All of us.”`
    }
    if title {
        return false;
    }
    if text.ends_with([',', '!', '?']) {
        return true;
    }
    reach.is_some_and(|reach| reach.weight.0 > 6.0) || n_words > 2
}

/// Whether every word but the small ones begins with a capital letter, as in titles.
fn all_capital(text: &str) -> bool {
    text.split_whitespace()
        .filter(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 3)
        .all(|word| {
            word.trim_start_matches(|c: char| !c.is_alphanumeric())
                .starts_with(|c: char| c.is_uppercase() || c.is_numeric())
        })
}

/// `the so-called “…”`, `known as “…”`, `the term “…”`.
fn is_named_so(reader: &Reader<'_>, at: usize) -> bool {
    at.checked_sub(1).is_some_and(|before| {
        let compound =
            reader.is(before, Kinds::JOINED) && before > 0 && reader.is(before - 1, Kinds::HYPHEN);
        reader.is(before, Kinds::SO_NAMED) || compound && reader.is(before, Kinds::NAME)
    })
}

/// `on the station’s “…”`, `in “…”`, `the “…” star`: where a title in capitals is the name of a
/// programme or a work.
fn is_placed_as_name(reader: &Reader<'_>, at: usize) -> bool {
    at.checked_sub(1).is_some_and(|before| {
        let place = Kinds::GENITIVE.or(Kinds::DETERMINER).or(Kinds::PREPOSITION);
        let told = Kinds::AS.or(Kinds::COMPLEMENTISER).or(Kinds::INFINITIVE);
        reader.is(before, place) && !reader.is(before, told)
    })
}

/// Whether the words are a whole clause that stands for itself, or some words of a reported one.
pub(crate) fn kind(
    reader: &Reader<'_>,
    at: usize,
    region: &Region,
    reach: Option<&Reach>,
) -> QuoteKind {
    let text = reader.article.at(region.inner);
    let n_words = text.split_whitespace().count();
    let opens_clause = text
        .chars()
        .find(|c| c.is_alphanumeric())
        .is_some_and(|c| c.is_uppercase() || c.is_numeric());
    let starts_frame = at == 0;
    let introduced = at > 0 && reader.is(at - 1, Kinds::COMMA.or(Kinds::COLON));
    let closes_clause = text.ends_with([',', '.', '?', '!', '…', '—', '-']);
    let alone = reader.frame.units.iter().all(|unit| matches!(unit, Unit::Quote(_)));
    let cued = reach.is_some_and(|reach| reach.adjacent);
    if alone
        || (opens_clause && (introduced || starts_frame || cued || n_words >= 8))
        || (starts_frame && closes_clause && cued)
    {
        QuoteKind::Direct
    } else {
        QuoteKind::Mixed
    }
}
