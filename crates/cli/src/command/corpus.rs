//! Commands over a corpus of any size, which look at no story: `group`, `copies`, `stemma --corpus`.

use super::{Outcome, Run, plural};
use crate::args::{Grouping, Inputs};
use crate::output::Output;
use std::io::{self, Write};
use tellings::Config;
use tellings_model::Article;
use tellings_record::rows;

pub(crate) fn group(run: Run<'_>, grouping: &Grouping) -> anyhow::Result<Outcome> {
    if grouping.stream {
        return stream(run, &grouping.inputs);
    }
    over(run, &grouping.inputs, "grouping", |articles, config, out| {
        for (article, seat) in articles.iter().zip(tellings::groups(articles, config)) {
            rows::grouped(article, &seat, out)?;
        }
        Ok(articles.len())
    })
}

/// Groups the articles one by one, as they come in; what each changes is written at once.
fn stream(mut run: Run<'_>, inputs: &Inputs) -> anyhow::Result<Outcome> {
    let config = run.engine()?;
    let mut output = Output::new(inputs.output.as_deref())?;
    let mut stream = tellings::Stream::new(config.clone());
    let (mut n_articles, mut n_changes) = (0, 0);
    run.each_page(inputs, |page, notes| {
        for article in tellings_intake::articles(&[page], &config.extract).keep(notes) {
            let changes = stream.push(&article);
            changes.iter().try_for_each(|change| rows::changed(change, &mut output))?;
            output.flush()?;
            n_articles += 1;
            n_changes += changes.len();
        }
        Ok(())
    })?;
    let (articles, changes) = (plural(n_articles, "article"), plural(n_changes, "change"));
    run.finish(output, &format!("{n_articles} {articles} taken; {n_changes} {changes} written"))
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
    let config = run.engine()?;
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
