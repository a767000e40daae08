//! The report for a person at a terminal: one story after another, then the notes.
//!
//! `paper.rs` wraps and colours; `story.rs` writes the sections in reading order;
//! `apparatus.rs`, `matrix.rs` and `descent.rs` write those that need most space; `compare.rs` holds
//! two tellings against one another, `explain.rs` shows one edge of the stemma with both texts.

mod apparatus;
mod compare;
mod descent;
mod explain;
mod matrix;
mod paper;
mod story;

pub(crate) use compare::compared;
pub use explain::explain;
pub(crate) use paper::{Ink, Paper, Text};

use crate::{View, words};
use std::io::{self, Write};
use tellings_model::{Note, Story, Telling};

/// Up to so many stories are told in full; of more there is a list first.
const MAX_IN_FULL: usize = 5;

/// Writes the report.
pub(crate) fn report(
    telling: &Telling,
    notes: &[Note],
    view: &View,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut paper = Paper::new(out, view);
    let (stories, alone): (Vec<&Story>, Vec<&Story>) =
        telling.stories.iter().partition(|story| story.witnesses.len() > 1);

    if stories.len() > MAX_IN_FULL && !view.full {
        list(&mut paper, &stories)?;
    } else {
        for story in &stories {
            self::story::story(&mut paper, story, view)?;
        }
    }
    if stories.is_empty() && alone.len() == 1 {
        alone.iter().try_for_each(|story| self::story::story(&mut paper, story, view))?;
    } else {
        told_once(&mut paper, &alone, view)?;
    }
    self::notes(&mut paper, notes)
}

/// Writes who said what in each story, with the wordings by telling.
pub fn sayings(telling: &Telling, view: &View, out: &mut dyn Write) -> io::Result<()> {
    let mut paper = Paper::new(out, view);
    telling.stories.iter().try_for_each(|story| self::story::spoken(&mut paper, story))
}

/// One row a story: headline, day, the three numbers, flags.
fn list(paper: &mut Paper<'_>, stories: &[&Story]) -> io::Result<()> {
    paper.section(&words::stories(stories.len()), "")?;
    for story in stories {
        paper.blank()?;
        paper.hanging(0, 2, &Text::new().ink(Ink::Strong, &story.title))?;
        paper.hanging(2, 2, &story::numbers(story))?;
        paper.hanging(2, 2, &Text::new().quiet(format!("story {}", story.id)))?;
    }
    paper.blank()?;
    paper.line(0, &Text::new().quiet("The list is short on purpose; --full tells every story."))
}

/// Articles that stand alone: nothing here can be compared.
fn told_once(paper: &mut Paper<'_>, alone: &[&Story], view: &View) -> io::Result<()> {
    if alone.is_empty() {
        return Ok(());
    }
    let name = words::counted(alone.len(), "article");
    paper.section(
        &format!("TOLD ONCE · {name}"),
        "No other article here tells of the same happening, so there is nothing to compare.",
    )?;
    let shown = if view.full { alone.len() } else { 12 };
    for witness in alone.iter().take(shown).flat_map(|story| &story.witnesses) {
        let outlet = words::outlet(&witness.article);
        let headline = words::headline(&witness.article);
        paper.row(2, &[(24, Text::new().quiet(outlet)), (0, Text::new().plain(headline))])?;
    }
    more(paper, 2, alone.len().saturating_sub(shown))
}

/// Says that rows were left out, and how to see them.
fn more(paper: &mut Paper<'_>, indent: usize, n_left: usize) -> io::Result<()> {
    if n_left == 0 {
        return Ok(());
    }
    paper.line(indent, &Text::new().quiet(format!("… and {n_left} more (--full shows all)")))
}

fn notes(paper: &mut Paper<'_>, notes: &[Note]) -> io::Result<()> {
    if notes.is_empty() {
        return Ok(());
    }
    paper.section("NOTES ON THE INPUT", "")?;
    for note in notes {
        let ink = if note.unreadable { Ink::Bad } else { Ink::Plain };
        let word = if note.unreadable { "not read: " } else { "" };
        let mut text = Text::new().ink(ink, word);
        if let Some(path) = &note.path {
            text = text.ink(Ink::Strong, path).plain(": ");
        }
        text = text.plain(&note.what);
        if let Some(byte) = note.byte {
            text = text.plain(format!(" at byte {byte}"));
        }
        if let Some(remedy) = &note.remedy {
            text = text.quiet(format!(" — {remedy}"));
        }
        paper.hanging(2, 4, &text)?;
    }
    Ok(())
}
