//! Tokens, sentences, parts of speech, dictionary forms, dependencies.
//!
//! Goes from the text of an article to `tokens`, `sentences` and `lemmas` of its annotations.
//! Read in this order: `token` and `sentence` cut the text; [`feature`] is what the models see of a word,
//! [`cluster`] which words it is used like; [`tag`], [`lemma`], [`parse`] and [`name`] are the models ([`known`] which names the tables hold, `memory` what the models said before), [`table`] their weights, [`model`] their file.

pub mod cluster;
pub mod feature;
pub mod gazetteer;
pub mod known;
pub mod lemma;
mod memory;
pub mod model;
pub mod name;
pub mod parse;
mod sentence;
pub mod table;
pub mod tables;
pub mod tag;
mod token;
pub mod words;

pub use memory::Memory;
pub use model::{Model, ModelError, Part, framed};

use feature::Lexeme;
use tellings_model::{Annotations, Article, Mention, Relation, Sentence, Token, Upos};

/// Fills `tokens`, `sentences`, `lemmas` and `mentions`.
///
/// `memory` has been used with this model alone; what it holds changes nothing but the time it takes.
pub fn analyse(
    article: &Article,
    model: &Model,
    memory: &mut Memory,
    annotations: &mut Annotations,
) {
    segment(article, annotations);
    grammar(article, model, memory, annotations);
}

/// Cuts the text into tokens and sentences.
pub fn segment(article: &Article, annotations: &mut Annotations) {
    for (start, end) in borders(article) {
        cut(article, start, end, annotations);
    }
}

/// Space to work in, kept from sentence to sentence.
#[derive(Clone, Debug, Default)]
pub struct Room {
    tag: tag::Room,
    parse: parse::Room,
}

impl Model {
    /// Writes the dictionary form of a word with its tag at the end of `out`.
    ///
    /// Past forms that no ending makes are looked up: a treebank holds few of them (`fled`, `shrank`).
    pub fn lemma(&self, word: &str, tag: u8, buffer: &mut String, out: &mut String) {
        let is_past = |(_, xpos): &(Upos, String)| matches!(xpos.as_str(), "VBD" | "VBN");
        let past = self.tagger.tags.get(usize::from(tag)).filter(|tag| is_past(tag));
        match past.and_then(|_| lemma::irregular(feature::normal_form(word, buffer))) {
            Some(lemma) => out.push_str(lemma),
            None => self.lemmatiser.lemma(word, tag, buffer, out),
        }
    }

    /// Tags and parses the words of a sentence into `tags`; gives heads and relations.
    pub fn read_sentence<'a>(
        &self,
        words: &[Lexeme],
        tags: &mut Vec<u8>,
        room: &'a mut Room,
    ) -> impl Iterator<Item = (u32, Relation)> + 'a {
        self.tagger.tag(words, tags, &mut room.tag);
        self.parser.parse(words, tags, &room.tag.settled, &mut room.parse)
    }
}

/// Gives every token its part of speech, dictionary form, head and relation, and finds names.
pub fn grammar(
    article: &Article,
    model: &Model,
    memory: &mut Memory,
    annotations: &mut Annotations,
) {
    let (mut words, mut buffer) = (Vec::new(), String::new());
    let mut names = name::Reading::default();
    let Annotations { sentences, tokens, lemmas, .. } = annotations;
    for sentence in sentences.iter() {
        let start = sentence.tokens.0;
        let Some(tokens) = tokens.get_mut(start as usize..sentence.tokens.1 as usize) else {
            continue;
        };
        words.clear();
        let lexeme =
            |token: &Token| Lexeme::new(article.at(token.span), &model.clusters, &mut buffer);
        words.extend(tokens.iter().map(lexeme));
        let n_words = tokens.len() as u32;
        let read = memory.read(article, tokens, &words, model);
        for ((token, (head, relation)), idx) in tokens.iter_mut().zip(&read.arcs).zip(start..) {
            token.head = if *head < n_words { start + head } else { idx };
            token.relation = if *head < n_words { *relation } else { Relation::Root };
        }
        for (token, tag) in tokens.iter_mut().zip(&read.tags) {
            token.upos = model.tagger.upos(*tag);
            let at = lemmas.len();
            model.lemma(article.at(token.span), *tag, &mut buffer, lemmas);
            token.lemma = (at as u32, u16::try_from(lemmas.len() - at).unwrap_or(0));
        }
        names.add(&words, &read.tags, &read.names);
    }
    for (first, last, kind) in names.finish(&model.namer) {
        if let (Some(first), Some(last)) = (tokens.get(first), tokens.get(last)) {
            let span = first.span.cover(last.span);
            annotations.mentions.push(Mention { span, kind, entity: None });
        }
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> (Article, Annotations) {
        let article = Article::from_text(text);
        let mut annotations = Annotations::default();
        analyse(&article, Model::english(), &mut Memory::default(), &mut annotations);
        (article, annotations)
    }

    /// Each word with its dictionary form, its relation and its head.
    fn show(text: &str) -> String {
        let (article, annotations) = read(text);
        let word = |at: u32| annotations.tokens.get(at as usize).map_or("", |t| article.at(t.span));
        let shown: Vec<String> = (0..)
            .zip(&annotations.tokens)
            .map(|(at, token)| {
                let head = if token.head == at { "ROOT" } else { word(token.head) };
                format!("{}/{} {:?} {head}", word(at), annotations.lemma(token), token.relation)
            })
            .collect();
        shown.join("; ")
    }

    #[test]
    fn past_forms_that_no_ending_makes_have_their_dictionary_forms() {
        let (_, read) =
            read("The bridge fell. They fled and stood there. The boat sank. Ice shrank.");
        let verbs = read.tokens.iter().filter(|token| token.upos == tellings_model::Upos::Verb);
        let lemmas: Vec<&str> = verbs.map(|token| read.lemma(token)).collect();
        assert_eq!(lemmas, ["fall", "flee", "stand", "sink", "shrink"]);
    }

    #[test]
    fn a_plain_sentence_gets_its_tree() {
        assert_eq!(
            show("The ministers rejected the plan."),
            "The/the Det ministers; ministers/minister Nsubj rejected; rejected/reject Root ROOT; \
             the/the Det plan; plan/plan Obj rejected; ./. Punct rejected"
        );
    }

    #[test]
    fn a_name_in_running_text_is_found() {
        let (article, annotations) = read("Officials said that Maria Santos flew to Norway.");
        let names: Vec<&str> = annotations.mentions.iter().map(|m| article.at(m.span)).collect();
        assert_eq!(names, ["Maria Santos", "Norway"]);
    }

    proptest! {
        /// Every sentence gives one tree: one root, and every word leads to it.
        #[test]
        fn every_sentence_gives_one_tree(text in "([A-Za-z]{1,7}|[.,?!“”'()-]|[0-9]{1,3}| |\n){0,60}") {
            let (_, annotations) = read(&text);
            for sentence in &annotations.sentences {
                let (start, end) = sentence.tokens;
                let head = |at: u32| annotations.tokens.get(at as usize).map_or(at, |t| t.head);
                prop_assert_eq!((start..end).filter(|at| head(*at) == *at).count(), 1);
                for word in start..end {
                    let root = (start..end).fold(word, |at, _| head(at));
                    prop_assert_eq!(head(root), root);
                    prop_assert!(start <= root && root < end);
                }
            }
        }

        /// The same text alone and behind another gives the same words and trees.
        #[test]
        fn a_block_is_read_alike_wherever_it_stands(text in "[A-Z][a-z]{2,6}( [a-z]{1,7}){1,8}\\.") {
            let (_, alone) = read(&text);
            let (_, behind) = read(&format!("Rain fell.\n{text}"));
            let shift = behind.tokens.len() - alone.tokens.len();
            for (a, b) in alone.tokens.iter().zip(behind.tokens.get(shift..).unwrap_or(&[])) {
                prop_assert_eq!((a.upos, a.relation, a.head as usize + shift), (b.upos, b.relation, b.head as usize));
            }
        }
    }
}
