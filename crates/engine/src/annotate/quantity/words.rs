//! The words of a text, folded to lower case, beside their tokens.

use crate::annotate::time::{Kind, Line, TELEPHONE, Token, is_telephone, scan_english};
use std::borrow::Cow;

/// The tokens of a text with their words in lower case.
pub(super) struct Words<'a> {
    text: &'a str,
    tokens: Vec<Token>,
    /// Each word in lower case, made once: every token asks for those around it.
    folded: Vec<Cow<'a, str>>,
}

/// How many words around a number the tables are asked about.
const WINDOW: usize = 6;

impl<'a> Words<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        let tokens = scan_english(text);
        let folded = |token: &Token| {
            let word = text.get(token.start..token.end).unwrap_or("");
            let is_lower = word.bytes().all(|b| b.is_ascii() && !b.is_ascii_uppercase());
            if is_lower { word.into() } else { word.to_lowercase().into() }
        };
        Self { text, folded: tokens.iter().map(folded).collect(), tokens }
    }

    pub(super) fn token(&self, at: usize) -> Option<&Token> {
        self.tokens.get(at)
    }

    pub(super) fn start(&self, at: usize) -> Option<usize> {
        self.tokens.get(at).map(|token| token.start)
    }

    pub(super) fn end(&self, at: usize) -> Option<usize> {
        self.tokens.get(at).map(|token| token.end)
    }

    /// The words at a token as they stand.
    pub(super) fn at(&self, at: usize) -> &'a str {
        self.tokens.get(at).and_then(|token| self.text.get(token.start..token.end)).unwrap_or("")
    }

    /// The word at a token in lower case.
    pub(super) fn folded(&self, at: usize) -> &str {
        self.folded.get(at).map_or("", |word| word)
    }

    /// The first token that begins at or after a byte.
    pub(super) fn after(&self, byte: usize) -> usize {
        self.tokens.partition_point(|token| token.start < byte)
    }

    /// The next words from `at` on, in lower case, up to the end of the line.
    pub(super) fn forward(&self, at: usize) -> Vec<&str> {
        let line = |idx: &usize| {
            *idx == at || self.tokens.get(*idx).is_some_and(|token| token.line != Line::New)
        };
        (at..self.tokens.len().min(at + WINDOW))
            .take_while(line)
            .map(|idx| self.folded(idx))
            .collect()
    }

    /// The words before `at`, the nearest first, in lower case.
    pub(super) fn backward(&self, at: usize) -> Vec<&str> {
        let first = at.saturating_sub(WINDOW);
        (first..at).rev().map(|idx| self.folded(idx)).collect()
    }

    /// Whether digits belong to a telephone number with its area.
    pub(super) fn is_telephone(&self, at: usize) -> bool {
        is_telephone(&self.tokens, at, self.text, &TELEPHONE)
    }

    /// Whether the token is a word.
    pub(super) fn is_word(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| token.kind == Kind::Word)
    }
}
