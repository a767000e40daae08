//! `tellings extract`: main text and metadata of each page.

use super::{Outcome, Run, plural};
use crate::args::Extract;
use crate::output::Output;
use tellings_record::rows;

pub(crate) fn extract(mut run: Run<'_>, extract: &Extract) -> anyhow::Result<Outcome> {
    let pages = run.pages(&extract.inputs)?;
    let mut output = Output::new(extract.inputs.output.as_deref())?;
    run.progress.wait("extracting");
    let config = run.settings.engine();
    let articles = tellings_intake::articles(&pages, &config.extract).keep(&mut run.notes);
    for article in &articles {
        rows::extracted(article, &mut output)?;
    }
    let done = format!("{} {} written", articles.len(), plural(articles.len(), "article"));
    run.finish(output, &done)
}
