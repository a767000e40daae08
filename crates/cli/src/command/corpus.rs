//! Commands over a corpus of any size, which look at no story: `group`, `copies`, `stemma --corpus`.

use super::{Outcome, Run, plural};
use crate::args::Inputs;
use crate::output::Output;
use std::io::{self, Write};
use tellings::Config;
use tellings_model::Article;
use tellings_record::rows;

pub(crate) fn group(run: Run<'_>, inputs: &Inputs) -> anyhow::Result<Outcome> {
    over(run, inputs, "grouping", |articles, config, out| {
        for (article, seat) in articles.iter().zip(tellings::groups(articles, config)) {
            rows::grouped(article, &seat.story, &seat.thread, out)?;
        }
        Ok(articles.len())
    })
}

pub(crate) fn copies(run: Run<'_>, inputs: &Inputs) -> anyhow::Result<Outcome> {
    over(run, inputs, "comparing", |articles, config, out| {
        let pairs = tellings::copies(articles, config);
        pairs.iter().try_for_each(|pair| rows::copied(articles, pair, out))?;
        Ok(pairs.len())
    })
}

pub(crate) fn lineage(run: Run<'_>, inputs: &Inputs) -> anyhow::Result<Outcome> {
    over(run, inputs, "comparing", |articles, config, out| {
        let descendants = tellings::lineage(articles, config);
        for (idx, descendant) in descendants.iter().enumerate() {
            rows::lined(articles, idx, descendant, out)?;
        }
        Ok(descendants.len())
    })
}

/// Reads the articles, and writes what holds between them; `write` gives the number of lines.
fn over(
    mut run: Run<'_>,
    inputs: &Inputs,
    what: &'static str,
    write: impl Fn(&[&Article], &Config, &mut dyn Write) -> io::Result<usize>,
) -> anyhow::Result<Outcome> {
    let pages = run.pages(inputs)?;
    let mut output = Output::new(inputs.output.as_deref())?;
    run.progress.wait(what);
    let config = run.settings.engine();
    let articles = tellings_intake::articles(&pages, &config.extract).keep(&mut run.notes);
    drop(pages);
    let all: Vec<&Article> = articles.iter().collect();
    let n_lines = write(&all, &config, &mut output)?;
    let (n, noun) = (all.len(), plural(all.len(), "article"));
    run.finish(
        output,
        &format!("{n} {noun} compared; {n_lines} {} written", plural(n_lines, "line")),
    )
}
