//! Where the tellings agree, part and stay silent.

use super::{Ink, Paper, Text, matrix, more};
use crate::View;
use crate::words::{self, VERDICTS, limits};
use std::io;
use tellings_model::{Entry, Reading, Story, Verdict};

/// So many entries of the verdicts that say least are shown unless all are asked for.
const MAX_SINGLE: usize = 8;

pub(super) fn section(paper: &mut Paper<'_>, story: &Story, view: &View) -> io::Result<()> {
    if story.apparatus.entries.is_empty() {
        return Ok(());
    }
    paper.section("WHERE THE TELLINGS AGREE AND PART", limits::APPARATUS)?;
    matrix::table(paper, story, view)?;
    paper.blank()?;
    for verdict in VERDICTS {
        let entries: Vec<&Entry> =
            story.apparatus.entries.iter().filter(|entry| entry.verdict == verdict).collect();
        let short = matches!(verdict, Verdict::Echo | Verdict::OnlyIn) && !view.full;
        let shown = if short { MAX_SINGLE } else { entries.len() };
        for entry in entries.iter().take(shown) {
            self::entry(paper, entry)?;
        }
        more(paper, 2, entries.len().saturating_sub(shown))?;
    }
    Ok(())
}

pub(super) fn ink(verdict: Verdict) -> Ink {
    match verdict {
        Verdict::Agree => Ink::Good,
        Verdict::Conflict => Ink::Bad,
        Verdict::Superseded | Verdict::Finer => Ink::Warn,
        Verdict::Echo | Verdict::OnlyIn => Ink::Mark,
    }
}

fn entry(paper: &mut Paper<'_>, entry: &Entry) -> io::Result<()> {
    let (mark, word) = words::verdict(entry.verdict);
    let head = Text::new().column(ink(entry.verdict), &format!("{mark} {word}"), 13);
    let head = head.ink(Ink::Strong, &entry.topic);
    match entry.readings.as_slice() {
        [only] => paper.hanging(2, 15, &reading(head.plain("  "), only))?,
        readings => {
            let kind = format!(" ({})", words::entry_kind(entry.kind));
            paper.hanging(2, 15, &head.quiet(kind))?;
            for several in readings {
                paper.hanging(15, 17, &reading(Text::new(), several))?;
            }
        }
    }
    if entry.silent.is_empty() {
        return Ok(());
    }
    let silent = Text::new().quiet("– silent: ").ink(Ink::Mark, words::letters(&entry.silent));
    paper.hanging(15, 17, &silent)
}

/// `“May 2” = 2025-05-02 [A C] 2 origins`.
fn reading(text: Text, reading: &Reading) -> Text {
    let mut text = text.plain(format!("“{}”", reading.text.trim()));
    if let Some(value) = words::value(reading) {
        text = text.quiet(format!(" = {value}"));
    }
    let sigla = words::letters(&words::sigla(&reading.citations));
    text.ink(Ink::Mark, format!(" [{sigla}]"))
        .quiet(format!(" {}", words::counted(reading.n_origins as usize, "origin")))
}
