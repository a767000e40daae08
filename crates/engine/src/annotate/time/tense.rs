//! Whether the clause around an expression speaks of the past or of the future.

use super::lexicon::Class;
use super::resolve::Tense;
use super::token::{Kind, Line, Token};

/// How far a cue may stand from the expression: tokens. A clause of news prose has about twelve.
const REACH: usize = 14;

/// How far before a participle its `be` stands at most: tokens.
const BARE_REACH: usize = 2;

/// The tense of the nearest cue: first in front of the expression, then behind it. `is_dated` says that the
/// text has a day of publication to look ahead from.
///
/// Method: closed-class cues in place of a tagger; on news text they decide bare weekdays as well
/// as tags do.
pub(crate) fn around(tokens: &[Token], start: usize, end: usize, is_dated: bool) -> Tense {
    let before = tokens.get(start.saturating_sub(REACH)..start).unwrap_or(&[]);
    let mut led = before.iter().rev().skip_while(|token| token.is(Class::Cue));
    let is_weekday = tokens.get(start).is_some_and(|token| token.is(Class::Weekday));
    if is_dated && is_weekday && led.next().is_some_and(|token| token.is(Class::Is)) {
        return Tense::Future;
    }
    for (idx, token) in before.iter().enumerate().rev() {
        if ends_sentence(token, before.get(idx + 1).or(tokens.get(start))) {
            break;
        }
        let bare = || before.get(idx.saturating_sub(BARE_REACH)..idx).unwrap_or(&[]);
        match cue(token) {
            // `Will be held` speaks of what is to come, but in a tale without a day of its own.
            Some(Tense::Past) if is_dated && bare().iter().any(|token| token.is(Class::Bare)) => {}
            Some(tense) => return tense,
            None => {}
        }
        if token.line == Line::New {
            break;
        }
    }
    let after = tokens.get(end..).unwrap_or(&[]);
    for (idx, token) in after.iter().take(REACH).enumerate() {
        if token.line == Line::New || ends_sentence(token, after.get(idx + 1)) {
            break;
        }
        if let Some(tense) = cue(token) {
            return tense;
        }
    }
    Tense::Open
}

/// Whether no sentence ends between two tokens.
pub(crate) fn same_sentence(tokens: &[Token], from: usize, to: usize) -> bool {
    // Farther apart than this, two expressions are not read together.
    const FAR: usize = 60;
    let between = tokens.get(from..to).unwrap_or(&[]);
    let broken = |(idx, token): (usize, &Token)| {
        token.line == Line::New || ends_sentence(token, between.get(idx + 1).or(tokens.get(to)))
    };
    between.len() < FAR
        && !between.iter().enumerate().any(broken)
        && tokens.get(to).is_some_and(|token| token.line != Line::New)
}

/// Whether a token stands at the opening of its sentence, at most a preposition and an article in
/// front of it.
pub(crate) fn opens_sentence(tokens: &[Token], at: usize) -> bool {
    const OPENING: usize = 3;
    let before = tokens.get(at.saturating_sub(OPENING)..=at).unwrap_or(&[]);
    let starts = |pair: &[Token]| match pair {
        [one, next] => next.line == Line::New || ends_sentence(one, Some(next)),
        _ => false,
    };
    at < OPENING || before.windows(2).any(starts)
}

fn ends_sentence(token: &Token, next: Option<&Token>) -> bool {
    // A mark of quotation opens the next sentence, as a capital does.
    let opens = |next: &Token| next.capital || next.kind == Kind::Mark && next.spaced;
    token.is(Class::Stop) && next.is_none_or(opens)
}

fn cue(token: &Token) -> Option<Tense> {
    if token.is(Class::Future) {
        Some(Tense::Future)
    } else if token.is(Class::Past) {
        Some(Tense::Past)
    } else {
        None
    }
}
