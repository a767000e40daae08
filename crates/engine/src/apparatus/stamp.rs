//! Lines of a page that say nothing but when it came out: no day or figure in them is of the story.

use super::cues::{Cue, is};
use super::stem::fold;
use super::tellings::Tellings;
use tellings_model::Span;

/// A line that only dates a page has so many words at most.
const STAMP_WORDS: usize = 24;

/// Whether a time or a figure stands in a line that says nothing but when something came out (`Published: May 2, 2013`).
pub(super) fn is_stamp(tellings: &Tellings<'_>, witness_idx: usize, value: Span) -> bool {
    let Some(witness) = tellings.witnesses.get(witness_idx) else { return false };
    let inside = |idx: usize| {
        let span = tellings.token(witness_idx, idx).map(|token| token.span);
        span.is_some_and(|span| {
            witness.annotations.times_in(span).iter().any(|time| time.span.contains(span))
        })
    };
    let mut line = tellings.sentence(witness_idx, value);
    is_stamped(tellings, witness_idx, value)
        || line.len() <= STAMP_WORDS
            && line.all(|idx| {
                let word = fold(tellings.word(witness_idx, idx));
                !word.contains(char::is_alphabetic) || is(&word, Cue::Stamp) || inside(idx)
            })
}

/// Whether the word before a value says that it dates the page (`Updated: Friday`, `Copyright 2014`).
fn is_stamped(tellings: &Tellings<'_>, witness_idx: usize, value: Span) -> bool {
    let first = tellings.tokens_in(witness_idx, value).start;
    let mut before = (first.saturating_sub(2)..first).rev();
    let word = |idx: usize| fold(tellings.word(witness_idx, idx));
    match before.next().map(word).as_deref() {
        Some(":" | "," | "@") => {
            before.next().map(word).is_some_and(|word| is(&word, Cue::Stamped))
        }
        Some(word) => is(word, Cue::Copyright),
        None => false,
    }
}
