//! `tellings read`: articles in, stories told.

use super::{Outcome, Run, plural};
use crate::args::{Format, Read};
use crate::output::{self, Output};
use std::path::Path;
use tellings_record::{View, render};

pub(crate) fn read(mut run: Run<'_>, read: &Read) -> anyhow::Result<Outcome> {
    let pages = run.pages(&read.inputs)?;
    let mut output = Output::new(read.inputs.output.as_deref())?;
    let to_file = matches!(output, Output::File { .. });
    let format = format(read);
    let view = View { full: read.full, ..output::view(run.common.color, to_file) };
    run.progress.wait("telling");
    let config = run.engine()?;
    let telling = tellings::tell(&pages, &config).keep(&mut run.notes);

    // Notes come in the order of the input, which no record depends on.
    run.notes.sort();
    // At a terminal the notes stand on standard error already; a file keeps them.
    let notes = if format == Format::Terminal && !to_file { &[][..] } else { &run.notes };
    render(&telling, notes, format.into(), &view, &mut output)?;

    let n_stories = telling.stories.iter().filter(|story| story.witnesses.len() > 1).count();
    let n_articles: usize = telling.stories.iter().map(|story| story.witnesses.len()).sum();
    let n_alone = telling.stories.len() - n_stories;
    let mut done = format!(
        "{n_articles} {} read; {n_stories} {} of several tellings",
        plural(n_articles, "article"),
        plural(n_stories, "story"),
    );
    if n_alone > 0 {
        done.push_str(&format!(", {n_alone} told once"));
    }
    run.finish(output, &done)
}

/// The format that was asked for, by name or by the name of the file.
fn format(read: &Read) -> Format {
    let by_name = |path: &Path| match path.extension()?.to_str()? {
        "json" => Some(Format::Json),
        "jsonl" | "ndjson" => Some(Format::Jsonl),
        "html" | "htm" => Some(Format::Html),
        "md" => Some(Format::Md),
        "csv" => Some(Format::Csv),
        "xml" => Some(Format::Tei),
        "txt" => Some(Format::Terminal),
        "ics" => Some(Format::Ics),
        _ => None,
    };
    let by_place = || if output::is_terminal() { Format::Terminal } else { Format::Jsonl };
    read.format.or_else(|| by_name(read.inputs.output.as_deref()?)).unwrap_or_else(by_place)
}

impl From<Format> for tellings_record::Format {
    fn from(format: Format) -> Self {
        match format {
            Format::Terminal => Self::Terminal,
            Format::Json => Self::Json,
            Format::Jsonl => Self::Jsonl,
            Format::Md => Self::Markdown,
            Format::Csv => Self::Csv,
            Format::Tei => Self::Tei,
            Format::Html => Self::Html,
            Format::Timelinejs => Self::TimelineJs,
            Format::Ics => Self::Ics,
        }
    }
}
