//! The report as one HTML file: no script, no network, every statement linked to its words.
//!
//! `page.rs` says what the template shows, `view.rs` makes it of a story, `text.rs` the articles with their anchors,
//! `stemma.rs` the drawing. The template is `templates/report.html`.

mod page;
mod stemma;
mod text;
mod view;

use crate::words;
use askama::Template;
use std::io::{self, Write};
use tellings_model::{Note, Siglum, Telling};

/// Writes the report.
pub(crate) fn report(telling: &Telling, notes: &[Note], out: &mut dyn Write) -> io::Result<()> {
    let stories: Vec<page::Story> =
        (1..).zip(&telling.stories).map(|(idx, story)| view::story(story, idx)).collect();
    let title = match stories.as_slice() {
        [only] => only.title.clone(),
        several => words::stories(several.len()),
    };
    let report = Report { title, stories, notes };
    report.write_into(out).map_err(io::Error::other)
}

#[derive(Template)]
#[template(path = "report.html")]
struct Report<'a> {
    title: String,
    stories: Vec<page::Story>,
    notes: &'a [Note],
}

/// The name of a place in an article, as links have it.
fn anchor(story_idx: usize, siglum: Siglum, start: u32, end: u32) -> String {
    format!("s{story_idx}-{siglum}-{start}-{end}")
}
