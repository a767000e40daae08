//! Record → telling: a record that was written down can be read and shown again.
//!
//! A record comes from outside, so nothing in it is believed: every id and every place is
//! looked up, and the first that does not hold ends the reading.

mod article;
mod story;

use crate::ruler::Ruler;
use crate::schema::{self, FORMAT, Record, StoryLine};
use std::collections::{BTreeMap, VecDeque};
use tellings_model::{Article, Citation, Note, Siglum, Span, Story, Telling};

/// Why a record could not be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RecordError {
    /// It is no JSON, or not of the published shape.
    #[error("the record is not of the published shape")]
    Shape(#[from] serde_json::Error),
    /// It was written in another version of the format.
    #[error("the record is in format `{found}`; this program reads `{FORMAT}`")]
    Format {
        /// The format it names.
        found: String,
    },
    /// It speaks of something it does not hold.
    #[error("story `{story}` speaks of {kind} `{id}`, which the record does not hold")]
    Missing {
        /// The story.
        story: String,
        /// What kind of thing.
        kind: &'static str,
        /// Its id.
        id: String,
    },
    /// A place lies past the end of its text.
    #[error("code points {start}..{end} do not lie in the text of article `{article}`")]
    Place {
        /// The article.
        article: String,
        /// First code point.
        start: u32,
        /// Code point after the last one.
        end: u32,
    },
    /// A date is none, or of a form that records do not use.
    #[error("`{0}` is not a date as records write it")]
    Date(String),
    /// A moment of the timeline rests on no words.
    #[error("story `{0}` has a moment without a citation")]
    Unsourced(String),
}

impl Record {
    /// Reads a record as it was written.
    pub fn from_json(json: &[u8]) -> Result<Self, RecordError> {
        let record: Self = serde_json::from_slice(json)?;
        if record.format == FORMAT {
            Ok(record)
        } else {
            Err(RecordError::Format { found: record.format })
        }
    }

    /// The stories and notes as the engine would have given them; tokens are not part of a record.
    pub fn telling(&self) -> Result<(Telling, Vec<Note>), RecordError> {
        let mut articles: BTreeMap<&str, VecDeque<&schema::Article>> = BTreeMap::new();
        for article in &self.articles {
            articles.entry(&article.id).or_default().push_back(article);
        }
        let stories = self
            .stories
            .iter()
            .map(|story| story::story(story, |id| articles.get_mut(id)?.pop_front()))
            .collect::<Result<_, _>>()?;
        let notes = self.notes.iter().map(Note::from).collect();
        Ok((Telling { stories }, notes))
    }
}

impl StoryLine {
    /// The story as the engine would have given it; tokens are not part of a record.
    pub fn told(&self) -> Result<Story, RecordError> {
        let mut articles = self.articles.iter();
        story::story(&self.story, |id| articles.next().filter(|article| article.id == id))
    }
}

impl From<&schema::NoteRow> for Note {
    fn from(row: &schema::NoteRow) -> Self {
        let schema::NoteRow { path, what, byte, remedy, unreadable } = row.clone();
        Self { path, byte, what, remedy, unreadable }
    }
}

/// An article that has its text, and the places in it.
struct Places<'a> {
    article: &'a Article,
    ruler: Ruler<'a>,
}

impl<'a> Places<'a> {
    fn new(article: &'a Article) -> Self {
        Self { article, ruler: Ruler::new(article.text()) }
    }

    fn span(&self, start: u32, end: u32) -> Result<Span, RecordError> {
        match (self.ruler.byte(start), self.ruler.byte(end)) {
            (Some(from), Some(to)) if from <= to => Ok(self.article.span(from, to)),
            _ => Err(RecordError::Place { article: self.article.id.to_string(), start, end }),
        }
    }

    fn range(&self, range: schema::Range) -> Result<Span, RecordError> {
        self.span(range.start, range.end)
    }
}

/// The texts of a story by siglum.
struct Texts<'a> {
    story: &'a str,
    places: Vec<Places<'a>>,
}

impl Texts<'_> {
    fn missing(&self, kind: &'static str, id: &str) -> RecordError {
        RecordError::Missing { story: self.story.to_owned(), kind, id: id.to_owned() }
    }

    fn siglum(&self, letters: &str) -> Result<Siglum, RecordError> {
        siglum(letters)
            .filter(|siglum| siglum.idx() < self.places.len())
            .ok_or_else(|| self.missing("witness", letters))
    }

    fn citation(&self, citation: &schema::Citation) -> Result<Citation, RecordError> {
        let witness = self.siglum(&citation.witness)?;
        let places = self
            .places
            .get(witness.idx())
            .ok_or_else(|| self.missing("witness", &citation.witness))?;
        Ok(Citation { witness, span: places.span(citation.start, citation.end)? })
    }

    fn citations(&self, citations: &[schema::Citation]) -> Result<Vec<Citation>, RecordError> {
        citations.iter().map(|citation| self.citation(citation)).collect()
    }
}

/// `A` → 0, `Z` → 25, `AA` → 26.
fn siglum(letters: &str) -> Option<Siglum> {
    let mut position: u32 = 0;
    for letter in letters.bytes() {
        let digit = u32::from(letter.checked_sub(b'A')?) + 1;
        if digit > 26 {
            return None;
        }
        position = position.checked_mul(26)?.checked_add(digit)?;
    }
    Some(Siglum(position.checked_sub(1)?))
}

/// The number behind the letter of an id: `e12` → 12.
fn number(id: &str, letters: &str) -> Option<u32> {
    id.strip_prefix(letters)?.parse().ok()
}
