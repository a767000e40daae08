//! What the template shows, in the order in which it shows it; all words, no rules.

use super::text::Paragraph;
use crate::diff::Piece;
use tellings_model as model;

/// One story.
pub(super) struct Story {
    pub(super) idx: usize,
    pub(super) title: String,
    pub(super) when: Option<String>,
    pub(super) numbers: [String; 3],
    pub(super) flags: Vec<String>,
    pub(super) why: Vec<Why>,
    pub(super) origins: Vec<Origin>,
    pub(super) digest: Vec<Sentence>,
    pub(super) withheld: Vec<model::Withheld>,
    pub(super) witnesses: Vec<Witness>,
    pub(super) drawing: Option<String>,
    pub(super) branches: Vec<Branch>,
    pub(super) entries: Vec<Entry>,
    pub(super) counts: Vec<Count>,
    pub(super) speakers: Vec<Speaker>,
    pub(super) alone: Vec<Alone>,
    pub(super) timeline: Vec<Moment>,
    pub(super) rules: String,
    pub(super) alone_in_the_run: bool,
    /// Whether the texts of the articles stand below, on the same page.
    pub(super) on_one_page: bool,
}

/// Why two tellings are one story.
pub(super) struct Why {
    pub(super) pair: String,
    pub(super) shared: String,
    pub(super) score: String,
}

/// A link to words of an article.
pub(super) struct Cite {
    pub(super) siglum: String,
    pub(super) href: String,
    pub(super) exact: String,
}

/// An independent voice.
pub(super) struct Origin {
    pub(super) id: String,
    pub(super) sigla: String,
    pub(super) n_witnesses: usize,
    pub(super) named: Option<String>,
    pub(super) why: String,
    pub(super) cites: Vec<Cite>,
}

impl Origin {
    /// How wide its part of the bar is; the steps are those of the stylesheet.
    pub(super) fn weight(&self) -> usize {
        match self.n_witnesses {
            n @ ..=12 => n,
            13..=19 => 16,
            20..=31 => 24,
            _ => 40,
        }
    }
}

/// A sentence of the digest.
pub(super) struct Sentence {
    pub(super) text: String,
    pub(super) cites: Vec<Cite>,
    pub(super) origins: String,
}

/// A telling: its row in the table, and its text.
pub(super) struct Witness {
    pub(super) siglum: String,
    /// Where its text stands.
    pub(super) href: String,
    pub(super) outlet: String,
    pub(super) outlet_basis: Option<&'static str>,
    pub(super) headline: String,
    pub(super) byline: String,
    pub(super) published: Option<String>,
    pub(super) basis: Option<&'static str>,
    pub(super) because: Vec<Cite>,
    pub(super) origin: String,
    pub(super) path: Option<String>,
    pub(super) url: Option<String>,
    pub(super) paragraphs: Vec<Paragraph>,
    pub(super) furniture: Vec<model::Furniture>,
    pub(super) n_words: usize,
}

/// A node of the stemma in the nested list.
pub(super) struct Branch {
    pub(super) depth: usize,
    pub(super) name: String,
    pub(super) lost: bool,
    pub(super) evidence: Vec<String>,
    pub(super) cites: Vec<Cite>,
}

/// A place of the apparatus: its row.
pub(super) struct Entry {
    pub(super) mark: &'static str,
    pub(super) word: &'static str,
    pub(super) class: &'static str,
    pub(super) meaning: &'static str,
    pub(super) kind: &'static str,
    pub(super) topic: String,
    /// One cell for each origin, in their order.
    pub(super) cells: Vec<Cell>,
}

/// What one origin says at a place.
#[derive(Default)]
pub(super) struct Cell {
    pub(super) readings: Vec<CellReading>,
    pub(super) silent: String,
}

pub(super) struct CellReading {
    /// Which of several readings: `a`, `b`, …; empty where there is only one.
    pub(super) letter: String,
    pub(super) text: String,
    pub(super) value: Option<String>,
    pub(super) cites: Vec<Cite>,
}

/// How many entries have a verdict.
pub(super) struct Count {
    pub(super) mark: &'static str,
    pub(super) word: &'static str,
    pub(super) class: &'static str,
    pub(super) meaning: &'static str,
    pub(super) n: usize,
}

/// The sayings of one speaker.
pub(super) struct Speaker {
    pub(super) name: String,
    pub(super) roles: String,
    pub(super) sayings: Vec<Saying>,
}

pub(super) struct Saying {
    pub(super) differ: Option<String>,
    pub(super) altered: bool,
    pub(super) wordings: Vec<Wording>,
    pub(super) slots: Vec<Slot>,
}

/// A place that the wordings fill with different words.
pub(super) struct Slot {
    pub(super) before: String,
    /// The words, and the letters of the tellings that have them.
    pub(super) fillings: Vec<(String, String)>,
}

pub(super) struct Wording {
    pub(super) pieces: Vec<WordingPiece>,
    pub(super) marks: bool,
    pub(super) relation: Option<&'static str>,
    pub(super) cites: Vec<Cite>,
}

pub(super) struct WordingPiece {
    pub(super) element: &'static str,
    pub(super) words: String,
}

/// What only one telling says, and what it leaves out.
pub(super) struct Alone {
    pub(super) siglum: String,
    pub(super) outlet: String,
    pub(super) only: Vec<Sentence>,
    pub(super) silent: Vec<String>,
}

pub(super) struct Moment {
    pub(super) when: String,
    pub(super) text: String,
    pub(super) cites: Vec<Cite>,
    pub(super) origins: String,
    pub(super) remarks: Vec<String>,
}

impl From<Piece> for WordingPiece {
    fn from(piece: Piece) -> Self {
        let (element, words) = match piece {
            Piece::Same(words) => ("span", words),
            Piece::Removed(words) => ("del", words),
            Piece::Added(words) => ("ins", words),
        };
        Self { element, words }
    }
}
