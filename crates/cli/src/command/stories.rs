//! Commands that tell the stories and write one part of them: `group`, `stemma`, `quotes`.

use super::{Outcome, Run, plural};
use crate::args::Inputs;
use crate::output::Output;
use std::io::{self, Write};
use tellings_model::Story;
use tellings_record::rows;

pub(crate) fn group(run: Run<'_>, inputs: &Inputs) -> anyhow::Result<Outcome> {
    told(run, inputs, rows::grouped)
}

pub(crate) fn stemma(run: Run<'_>, inputs: &Inputs) -> anyhow::Result<Outcome> {
    told(run, inputs, rows::descended)
}

pub(crate) fn quotes(run: Run<'_>, inputs: &Inputs) -> anyhow::Result<Outcome> {
    told(run, inputs, rows::said)
}

/// Tells the stories and writes each in one way.
fn told(
    mut run: Run<'_>,
    inputs: &Inputs,
    write: impl Fn(&Story, &mut dyn Write) -> io::Result<()>,
) -> anyhow::Result<Outcome> {
    let pages = run.pages(inputs)?;
    let mut output = Output::new(inputs.output.as_deref())?;
    run.progress.wait("telling");
    let config = run.settings.engine();
    let telling = tellings::tell(&pages, &config).keep(&mut run.notes);
    for story in &telling.stories {
        write(story, &mut output)?;
    }
    let n_stories = telling.stories.len();
    run.finish(output, &format!("{n_stories} {} told", plural(n_stories, "story")))
}
