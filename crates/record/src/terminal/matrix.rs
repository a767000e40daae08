//! The apparatus at a glance: statements by row, independent origins by column.

use super::apparatus::ink;
use super::{Ink, Paper, Text, more};
use crate::View;
use crate::words::{self, VERDICTS, cut};
use std::io;
use tellings_model::{Entry, Origin, Story, Verdict};

/// So many statements are shown unless all are asked for.
const MAX_ROWS: usize = 24;
/// The widest column, in letters: an origin of more tellings is shortened.
const MAX_COLUMN: usize = 7;
/// What a cell holds: the only reading, nothing said, silence.
const SAYS: &str = "●";
const NOTHING: &str = "·";
const SILENT: &str = "–";

/// Writes the statements that more than one telling gives or leaves out, a line each.
pub(super) fn table(paper: &mut Paper<'_>, story: &Story, view: &View) -> io::Result<()> {
    let origins = &story.stemma.origins;
    let names: Vec<String> = origins.iter().map(column_name).collect();
    let room = paper.width() / 2;
    let mut used = 0;
    let n_shown = names
        .iter()
        .take_while(|name| {
            used += name.chars().count().max(1) + 2;
            used <= room
        })
        .count();
    let topic_width = paper.width().saturating_sub(
        4 + names.iter().take(n_shown).map(|name| name.chars().count().max(1) + 2).sum::<usize>(),
    );
    let mut head = Text::new().column(Ink::Quiet, "", topic_width + 2);
    for name in names.iter().take(n_shown) {
        head = head.column(Ink::Mark, name, name.chars().count().max(1) + 2);
    }
    if n_shown < names.len() {
        head = head.quiet(format!("and {} more", names.len() - n_shown));
    }
    paper.hanging(2, 2, &head)?;
    let rows: Vec<&Entry> = VERDICTS
        .into_iter()
        .filter(|verdict| *verdict != Verdict::OnlyIn)
        .flat_map(|verdict| story.apparatus.entries.iter().filter(move |e| e.verdict == verdict))
        .collect();
    let n_rows = if view.full { rows.len() } else { MAX_ROWS };
    for entry in rows.iter().take(n_rows) {
        let mark = words::verdict(entry.verdict).0;
        let topic = cut(&entry.topic, topic_width.saturating_sub(2));
        let mut row = Text::new().column(ink(entry.verdict), mark, 2);
        row = row.column(Ink::Plain, &topic, topic_width);
        for (origin, name) in origins.iter().zip(&names).take(n_shown) {
            let (ink, cell) = cell(entry, origin);
            row = row.column(ink, &cell, name.chars().count().max(1) + 2);
        }
        paper.hanging(2, 2, &row)?;
    }
    more(paper, 2, rows.len().saturating_sub(n_rows))?;
    let key = format!(
        "{SAYS} says it   a b … which of the readings below   {SILENT} silent   {NOTHING} nothing said"
    );
    paper.line(2, &Text::new().quiet(key))
}

/// The letters of the tellings of an origin.
fn column_name(origin: &Origin) -> String {
    let letters: String = origin.witnesses.iter().map(ToString::to_string).collect();
    cut(&letters, MAX_COLUMN)
}

/// What an origin says at a place.
fn cell(entry: &Entry, origin: &Origin) -> (Ink, String) {
    let gives = |reading: &tellings_model::Reading| {
        reading.citations.iter().any(|citation| origin.witnesses.contains(&citation.witness))
    };
    let letters: String = ('a'..='z')
        .zip(&entry.readings)
        .filter(|(_, reading)| gives(reading))
        .map(|(letter, _)| letter)
        .collect();
    let is_silent = || origin.witnesses.iter().any(|siglum| entry.silent.contains(siglum));
    match (letters.as_str(), entry.readings.len()) {
        ("", _) if is_silent() => (Ink::Quiet, SILENT.to_owned()),
        ("", _) => (Ink::Quiet, NOTHING.to_owned()),
        (_, 1) => (Ink::Strong, SAYS.to_owned()),
        _ => (Ink::Strong, letters),
    }
}
