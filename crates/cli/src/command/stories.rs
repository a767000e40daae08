//! Commands that tell the stories and write one part of them: `stemma`, `quotes`.

use super::{Outcome, Run, plural};
use crate::args::{Inputs, Stemma, StemmaFormat};
use crate::output::Output;
use std::io::{self, Write};
use tellings_model::{Story, Telling};
use tellings_record::{Format, View, render, rows};

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

pub(crate) fn quotes(run: Run<'_>, inputs: &Inputs) -> anyhow::Result<Outcome> {
    told(run, inputs, each(rows::said))
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
    let config = run.settings.engine();
    let telling = tellings::tell(&pages, &config).keep(&mut run.notes);
    write(&telling, &mut output)?;
    let n_stories = telling.stories.len();
    run.finish(output, &format!("{n_stories} {} told", plural(n_stories, "story")))
}
