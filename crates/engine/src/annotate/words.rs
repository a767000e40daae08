//! An article with its tokens, read by index.

use std::ops::Range;
use tellings_model::{Annotations, Article, Span};

/// An article with its tokens.
#[derive(Clone, Copy)]
pub(crate) struct Words<'a> {
    pub(crate) article: &'a Article,
    pub(crate) annotations: &'a Annotations,
}

impl<'a> Words<'a> {
    /// The token at a place; empty past the ends.
    pub(crate) fn at(self, idx: usize) -> &'a str {
        self.annotations.tokens.get(idx).map_or("", |token| self.article.at(token.span))
    }

    /// The tokens of a range.
    pub(crate) fn all(self, range: &Range<usize>) -> Vec<&'a str> {
        range.clone().map(|idx| self.at(idx)).collect()
    }

    /// Where a range of tokens stands.
    pub(crate) fn span(self, range: &Range<usize>) -> Option<Span> {
        let first = self.annotations.tokens.get(range.start)?.span;
        let last = self.annotations.tokens.get(range.end.checked_sub(1)?)?.span;
        Some(first.cover(last))
    }

    /// The text of a range of tokens.
    pub(crate) fn text(self, range: &Range<usize>) -> &'a str {
        self.span(range).map_or("", |span| self.article.at(span))
    }

    /// Whether two tokens stand in one sentence.
    pub(crate) fn is_one_sentence(self, a: usize, b: usize) -> bool {
        self.sentence(a).contains(&b)
    }

    /// The tokens of the sentence that one stands in.
    pub(crate) fn sentence(self, token: usize) -> Range<usize> {
        let sentences = &self.annotations.sentences;
        let at = sentences.partition_point(|sentence| sentence.tokens.1 as usize <= token);
        sentences.get(at).map_or(0..0, |s| s.tokens.0 as usize..s.tokens.1 as usize)
    }
}
