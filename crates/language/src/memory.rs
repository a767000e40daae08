//! Sentences that were read before: tellings of one event share many, and a sentence by itself is always
//! read the same way.

use super::feature::Lexeme;
use super::{Model, Room, name};
use std::collections::HashMap;
use tellings_model::{Article, Relation, Token};

/// How many words are remembered, in sentences, before all are forgotten: some megabytes, and no more
/// where one sentence is as long as a book.
const MAX_WORDS: usize = 100_000;

/// What was read before by one model, and room to work in.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    room: Room,
    /// The words of a sentence, a line each.
    key: String,
    sentences: HashMap<Box<str>, Read>,
    n_words: usize,
}

/// What the models say of a sentence by itself.
#[derive(Clone, Debug)]
pub(super) struct Read {
    /// The tag of each word.
    pub(super) tags: Box<[u8]>,
    /// Head (the number of words for the root) and relation of each word.
    pub(super) arcs: Box<[(u32, Relation)]>,
    /// What the first look for names gave.
    pub(super) names: name::First,
}

impl Memory {
    /// Reads a sentence, given as tokens of an article and as the words that models see.
    pub(super) fn read(
        &mut self,
        article: &Article,
        tokens: &[Token],
        words: &[Lexeme],
        model: &Model,
    ) -> &Read {
        self.key.clear();
        for token in tokens {
            self.key.push_str(article.at(token.span));
            self.key.push('\n');
        }
        if self.n_words > MAX_WORDS {
            self.sentences.clear();
            self.n_words = 0;
        }
        let Self { room, n_words, .. } = self;
        self.sentences.entry(self.key.as_str().into()).or_insert_with(|| {
            *n_words += words.len();
            let mut tags = Vec::new();
            let arcs = model.read_sentence(words, &mut tags, room).collect();
            let names = name::First::new(&model.namer, words, &tags);
            Read { tags: tags.into(), arcs, names }
        })
    }
}
