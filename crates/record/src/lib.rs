//! Writes a story down: terminal, HTML, Markdown, JSON; and the published schema.
//!
//! [`render`] is the one way out for a whole run. [`Record`] is the published form of it, which
//! can also be read back.
//!
//! ```
//! use tellings_model::Telling;
//! use tellings_record::{Format, View, render};
//!
//! let mut out = Vec::new();
//! render(&Telling::default(), &[], Format::Jsonl, &View::default(), &mut out)?;
//! assert!(out.is_empty(), "no story, no line");
//! # Ok::<(), std::io::Error>(())
//! ```

#[macro_use]
mod words;
mod apparatus;
mod compare;
pub mod conllu;
mod diff;
mod explanation;
mod from_model;
mod graph;
mod html;
mod journal;
mod json;
mod lean;
mod markdown;
mod number;
pub mod rows;
mod ruler;
pub mod schema;
mod tally;
mod terminal;
mod timeline;
mod to_model;
mod tree;

pub use apparatus::{entity_word, word};
pub use compare::{Shared, compare, shared};
pub use explanation::{explanation_line, explanation_report};
pub use html::{
    ArticlePage, Change, Row, article_page, compare_page, saying_page, side_by_side, stemma_svg,
    story_page,
};
pub use journal::{JournalError, journal_line, read_journal};
pub use json::schema as json_schema;
pub use schema::{FORMAT, Record, StoryLine};
pub use tally::Tally;
pub use terminal::{explain, sayings};
pub use to_model::RecordError;
pub use words::cut;

use std::io::{self, Write};
use tellings_model::{Comparison, Note, Story, Telling};

/// The stylesheet of reports, for pages around parts of them.
pub const STYLE: &str = include_str!("../templates/report.css");

/// What a whole run can be written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A report for a person at a terminal.
    Terminal,
    /// One JSON object.
    Json,
    /// One story a line.
    Jsonl,
    /// Markdown, with footnotes for citations.
    Markdown,
    /// The apparatus as a table, RFC 4180.
    Csv,
    /// The apparatus as a TEI document.
    Tei,
    /// The stemma as a DOT graph.
    Dot,
    /// The stemma as a GraphML graph.
    GraphMl,
    /// One HTML file that needs neither network nor script.
    Html,
    /// The timelines as JSON for TimelineJS 3.
    TimelineJs,
    /// The timelines as an iCalendar file, RFC 5545.
    Ics,
}

/// How a person looks at a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct View {
    /// The width of the terminal in columns.
    pub width: usize,
    /// Whether the terminal shows colours.
    pub colour: bool,
    /// Whether everything is shown, rather than the first rows of each long section.
    pub full: bool,
}

impl Default for View {
    fn default() -> Self {
        Self { width: 100, colour: false, full: false }
    }
}

/// Writes two tellings of one story side by side, for a person at a terminal.
///
/// The story is that of the two, the comparison that of its first witness with its second.
pub fn render_compared(
    story: &Story,
    comparison: &Comparison,
    view: &View,
    out: &mut dyn Write,
) -> io::Result<()> {
    terminal::compared(story, comparison, view, out)
}

/// Writes everything one run has to say in one format.
pub fn render(
    telling: &Telling,
    notes: &[Note],
    format: Format,
    view: &View,
    out: &mut dyn Write,
) -> io::Result<()> {
    match format {
        Format::Terminal => terminal::report(telling, notes, view, out),
        Format::Json => json::run(telling, notes, out),
        Format::Jsonl => json::lines(telling, out),
        Format::Markdown => markdown::report(telling, notes, out),
        Format::Csv => apparatus::csv(telling, out),
        Format::Tei => apparatus::tei(telling, out),
        Format::Dot => graph::dot(telling, out),
        Format::GraphMl => graph::graphml(telling, out),
        Format::Html => html::report(telling, notes, out),
        Format::TimelineJs => timeline::timelinejs(telling, out),
        Format::Ics => timeline::icalendar(telling, out),
    }
}
