//! Tokens, sentences, parts of speech, dictionary forms, dependencies.
//!
//! Goes from the text of an article to `tokens`, `sentences` and `lemmas` of its annotations.
//! Read in this order: [`token`] and [`sentence`] cut the text.

mod sentence;
mod token;
mod words;

use tellings_model::{Annotations, Article, Relation, Sentence, Token, Upos};

/// Fills `tokens`, `sentences` and `lemmas`.
pub fn analyse(article: &Article, annotations: &mut Annotations) {
    for (start, end) in borders(article) {
        cut(article, start, end, annotations);
    }
}

/// The pieces of the text that no sentence may cross: the blocks, split at blank lines, and the
/// lines of what no block covers. Ordered, disjoint, and they cover all but white space.
fn borders(article: &Article) -> Vec<(usize, usize)> {
    let text = article.text();
    let mut out = Vec::new();
    let mut at = 0;
    for block in &article.blocks {
        let (start, end) = (block.span.start().max(at), block.span.end().min(text.len()));
        if start < end {
            pieces(text, at, start, "\n", &mut out);
            pieces(text, start, end, "\n\n", &mut out);
            at = end;
        }
    }
    pieces(text, at, text.len(), "\n", &mut out);
    out
}

fn pieces(text: &str, start: usize, end: usize, border: &str, out: &mut Vec<(usize, usize)>) {
    let mut at = start;
    for piece in text.get(start..end).unwrap_or("").split(border) {
        if !piece.trim().is_empty() {
            out.push((at, at + piece.len()));
        }
        at += piece.len() + border.len();
    }
}

/// Cuts one piece of the text into tokens and sentences.
fn cut(article: &Article, start: usize, end: usize, annotations: &mut Annotations) {
    let text = article.text().get(start..end).unwrap_or("");
    let tokens = token::tokens(text);
    for range in sentence::sentences(text, &tokens) {
        let first = annotations.tokens.len();
        for piece in tokens.get(range).unwrap_or(&[]) {
            annotations.tokens.push(Token {
                span: article.span(start + piece.start, start + piece.end),
                upos: Upos::X,
                lemma: (0, 0),
                head: annotations.tokens.len() as u32,
                relation: Relation::Root,
            });
        }
        let sentence = annotations.tokens.get(first..).unwrap_or(&[]);
        let (Some(head), Some(tail)) = (sentence.first(), sentence.last()) else { continue };
        annotations.sentences.push(Sentence {
            span: head.span.cover(tail.span),
            tokens: (first as u32, annotations.tokens.len() as u32),
        });
    }
}
