//! Commands that tell the stories and write one part of them: `stemma`, `quotes`.

use super::{Outcome, Run, plural};
use crate::args::{Inputs, Quotes, QuotesFormat, Stemma, StemmaFormat};
use crate::output::{self, Output};
use std::io::{self, Write};
use tellings_model::{Story, Telling};
use tellings_record::{Format, View, render, rows, sayings};

pub(crate) fn stemma(run: Run<'_>, stemma: &Stemma) -> anyhow::Result<Outcome> {
    let graph = |format| {
        move |telling: &Telling, out: &mut dyn Write| {
            render(telling, &[], format, &View::default(), out)
        }
    };
    match stemma.format {
        StemmaFormat::Jsonl => told(run, &stemma.inputs, each(rows::descended)),
        StemmaFormat::Dot => told(run, &stemma.inputs, graph(Format::Dot)),
        StemmaFormat::Graphml => told(run, &stemma.inputs, graph(Format::GraphMl)),
    }
}

pub(crate) fn quotes(run: Run<'_>, quotes: &Quotes) -> anyhow::Result<Outcome> {
    let to_file = quotes.inputs.output.is_some();
    let at_terminal = !to_file && output::is_terminal();
    let by_place = if at_terminal { QuotesFormat::Terminal } else { QuotesFormat::Jsonl };
    match quotes.format.unwrap_or(by_place) {
        QuotesFormat::Jsonl => told(run, &quotes.inputs, each(rows::said)),
        QuotesFormat::Terminal => {
            let view = output::view(run.common.color, to_file);
            told(run, &quotes.inputs, move |telling: &Telling, out: &mut dyn Write| {
                sayings(telling, &view, out)
            })
        }
    }
}

/// Writes story after story.
fn each(
    write: impl Fn(&Story, &mut dyn Write) -> io::Result<()>,
) -> impl Fn(&Telling, &mut dyn Write) -> io::Result<()> {
    move |telling, out| telling.stories.iter().try_for_each(|story| write(story, out))
}

/// Tells the stories and writes one part of them.
fn told(
    mut run: Run<'_>,
    inputs: &Inputs,
    write: impl Fn(&Telling, &mut dyn Write) -> io::Result<()>,
) -> anyhow::Result<Outcome> {
    let pages = run.pages(inputs)?;
    let mut output = Output::new(inputs.output.as_deref())?;
    run.progress.wait("telling");
    let config = run.engine()?;
    let telling = tellings::tell(&pages, &config).keep(&mut run.notes);
    write(&telling, &mut output)?;
    let n_stories = telling.stories.len();
    run.finish(output, &format!("{n_stories} {} told", plural(n_stories, "story")))
}
