//! Two tellings side by side, sentence by sentence.

use super::{Ink, Paper, Text, apparatus};
use crate::diff::{self, Piece};
use crate::{View, words};
use std::io::{self, Write};
use tellings_model::{Change, ComparedSentence, Comparison, Story, Witness};

/// Writes what is the same, changed, moved and missing, then where the two agree and part.
pub(crate) fn compared(
    story: &Story,
    comparison: &Comparison,
    view: &View,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut paper = Paper::new(out, view);
    let [first, second] = story.witnesses.as_slice() else { return Ok(()) };
    paper.blank()?;
    for witness in [first, second] {
        let day = witness.published.as_ref().map(|stamp| stamp.value.day.to_string());
        let text = Text::new()
            .column(Ink::Mark, &witness.siglum.to_string(), 2)
            .ink(Ink::Strong, words::outlet(&witness.article))
            .quiet(format!(" · {} · ", day.as_deref().unwrap_or("no date")))
            .plain(words::headline(&witness.article));
        paper.hanging(0, 2, &text)?;
    }
    paper.section("SENTENCE BY SENTENCE", LIMITS)?;
    paper.line(0, &counts(comparison))?;
    for row in &comparison.rows {
        let (mark, word, ink) = named(row);
        let head = Text::new().column(ink, &format!("{mark} {word}"), 17);
        paper.hanging(2, 19, &sentence(head, row, first, second))?;
    }
    apparatus::section(&mut paper, story, view)
}

const LIMITS: &str = "Sentences are held together by the words, sayings and statements they share; one that says the same in quite \
    other words stands as missing here and there.";

fn counts(comparison: &Comparison) -> Text {
    let count = |of: &dyn Fn(&ComparedSentence) -> bool| {
        comparison.rows.iter().filter(|row| of(row)).count()
    };
    let same = count(&|row| row.change == Change::Same);
    let changed = count(&|row| row.change == Change::Changed);
    let moved = count(&|row| row.moved);
    let first = count(&|row| row.change == Change::OnlyFirst);
    let second = count(&|row| row.change == Change::OnlySecond);
    Text::new().plain(format!(
        "{} the same, {changed} changed, {moved} moved, {first} only in A, {second} only in B.",
        words::counted(same, "sentence"),
    ))
}

/// The mark and the word of a row.
fn named(row: &ComparedSentence) -> (&'static str, &'static str, Ink) {
    match (row.change, row.moved) {
        (Change::Same, false) => ("=", "same", Ink::Good),
        (Change::Same, true) => ("⇅", "moved", Ink::Mark),
        (Change::Changed, false) => ("≠", "changed", Ink::Warn),
        (Change::Changed, true) => ("⇅", "moved, changed", Ink::Warn),
        (Change::OnlyFirst, _) => ("−", "missing in B", Ink::Bad),
        (Change::OnlySecond, _) => ("+", "missing in A", Ink::Bad),
    }
}

fn sentence(text: Text, row: &ComparedSentence, first: &Witness, second: &Witness) -> Text {
    let ours = row.first.map_or("", |span| first.article.at(span));
    let theirs = row.second.map_or("", |span| second.article.at(span));
    match row.change {
        Change::Same | Change::OnlyFirst => text.plain(ours.trim()),
        Change::OnlySecond => text.plain(theirs.trim()),
        Change::Changed => diff::words(ours.trim(), theirs.trim()).into_iter().fold(
            text,
            |text, piece| match piece {
                Piece::Same(words) => text.plain(words + " "),
                Piece::Removed(words) => text.ink(Ink::Removed, format!("[−{words}−]")).plain(" "),
                Piece::Added(words) => text.ink(Ink::Added, format!("{{+{words}+}}")).plain(" "),
            },
        ),
    }
}
