//! Telling → record: bytes become code points, and every citation repeats its words.
//!
//! `article.rs` writes one article, `story.rs` one story; both measure with the rulers here.

mod article;
mod story;

pub(crate) use article::{annotations, article, published};

use crate::ruler::Ruler;
use crate::schema::{self, FORMAT, NoteRow, Record, StoryLine};
use tellings_model::{Citation, Note, Span, Story, Telling};

/// How many code points of context a citation carries on each side.
const CONTEXT: usize = 32;

impl Record {
    /// Writes down everything one run has to say.
    pub fn new(telling: &Telling, notes: &[Note]) -> Self {
        let mut articles = Vec::new();
        let mut stories = Vec::new();
        for story in &telling.stories {
            let line = StoryLine::new(story);
            articles.extend(line.articles);
            stories.push(line.story);
        }
        let notes = notes.iter().map(NoteRow::from).collect();
        Self { format: FORMAT.to_owned(), articles, stories, notes }
    }
}

impl StoryLine {
    /// Writes down one story with its articles.
    pub fn new(story: &Story) -> Self {
        let rulers = Rulers::new(story);
        let articles = story
            .witnesses
            .iter()
            .zip(&rulers.0)
            .map(|(witness, (article, ruler))| {
                let published = article::published(
                    witness.published.as_ref(),
                    rulers.citations(&witness.published_because),
                );
                article::article(article, &witness.annotations, published, ruler)
            })
            .collect();
        Self { format: FORMAT.to_owned(), story: story::story(story, &rulers), articles }
    }
}

impl From<&Note> for NoteRow {
    fn from(note: &Note) -> Self {
        let Note { path, byte, what, remedy, unreadable } = note.clone();
        Self { path, what, byte, remedy, unreadable }
    }
}

/// The articles of a story, each with its ruler, in order of sigla.
struct Rulers<'a>(Vec<(&'a tellings_model::Article, Ruler<'a>)>);

impl<'a> Rulers<'a> {
    fn new(story: &'a Story) -> Self {
        let articles = story.witnesses.iter().map(|witness| &witness.article);
        Self(articles.map(|article| (article, Ruler::new(article.text()))).collect())
    }

    fn citations(&self, citations: &[Citation]) -> Vec<schema::Citation> {
        citations.iter().map(|&citation| self.citation(citation)).collect()
    }

    fn citation(&self, Citation { witness, span }: Citation) -> schema::Citation {
        let mut citation = schema::Citation {
            witness: witness.to_string(),
            start: 0,
            end: 0,
            exact: String::new(),
            prefix: String::new(),
            suffix: String::new(),
        };
        if let Some((article, ruler)) = self.0.get(witness.idx()) {
            (citation.start, citation.end) = ruler.points(span);
            article.at(span).clone_into(&mut citation.exact);
            citation.prefix = before(article.text(), span);
            citation.suffix = after(article.text(), span);
        }
        citation
    }
}

fn before(text: &str, span: Span) -> String {
    let text = text.get(..span.start()).unwrap_or("");
    let start = text.char_indices().rev().nth(CONTEXT - 1).map_or(0, |(at, _)| at);
    text.get(start..).unwrap_or("").to_owned()
}

fn after(text: &str, span: Span) -> String {
    text.get(span.end()..).unwrap_or("").chars().take(CONTEXT).collect()
}
