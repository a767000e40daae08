//! `tellings extract`: main text and metadata of each page.

use super::{Outcome, Run, plural};
use crate::args::Extract;
use crate::output::Output;
use tellings_intake::ExtractConfig;
use tellings_model::{Note, Page};
use tellings_record::rows;

/// Pages are extracted together until they weigh this much, so that an archive of any size
/// takes little memory. What pages of one outlet share is seen within such a batch.
const BATCH_BYTES: usize = 32_000_000;

pub(crate) fn extract(mut run: Run<'_>, extract: &Extract) -> anyhow::Result<Outcome> {
    let output = Output::new(extract.inputs.output.as_deref())?;
    let config = run.settings.engine().extract;
    let mut batch = Batch { pages: Vec::new(), n_bytes: 0, n_written: 0, output, config };
    run.each_page(&extract.inputs, |page, notes| {
        batch.n_bytes += page.bytes.len();
        batch.pages.push(page);
        if batch.n_bytes >= BATCH_BYTES { batch.write(notes) } else { Ok(()) }
    })?;
    run.progress.wait("extracting");
    batch.write(&mut run.notes)?;
    let done = format!("{} {} written", batch.n_written, plural(batch.n_written, "article"));
    run.finish(batch.output, &done)
}

/// Pages that are extracted together.
struct Batch {
    pages: Vec<Page>,
    n_bytes: usize,
    n_written: usize,
    output: Output,
    config: ExtractConfig,
}

impl Batch {
    fn write(&mut self, notes: &mut Vec<Note>) -> anyhow::Result<()> {
        let articles = tellings_intake::articles(&self.pages, &self.config).keep(notes);
        for article in &articles {
            rows::extracted(article, &mut self.output)?;
        }
        self.n_written += articles.len();
        self.pages.clear();
        self.n_bytes = 0;
        Ok(())
    }
}
