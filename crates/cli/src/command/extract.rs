//! `tellings extract`: main text and metadata of each page.

use super::{Outcome, Run, plural};
use crate::args::{Extract, ExtractFormat};
use crate::output::Output;
use std::io::{self, Write as _};
use std::path::Path;
use tellings_intake::{ExtractConfig, Lean};
use tellings_model::{Article, Note, Page};
use tellings_record::rows;

/// Pages are extracted together until they weigh this much, so that an archive of any size
/// takes little memory. What pages of one outlet share is seen within such a batch.
const BATCH_BYTES: usize = 20_000_000;

pub(crate) fn extract(mut run: Run<'_>, extract: &Extract) -> anyhow::Result<Outcome> {
    let output = Output::new(extract.inputs.output.as_deref())?;
    let mut config = run.settings.engine().extract;
    config.lean = match (extract.precision, extract.recall) {
        (true, _) => Lean::Precision,
        (_, true) => Lean::Recall,
        _ => config.lean,
    };
    let format = extract.format.or_else(|| named(extract.inputs.output.as_deref()?));
    let format = format.unwrap_or(ExtractFormat::Jsonl);
    let mut batch = Batch {
        pages: Vec::new(),
        n_bytes: 0,
        n_written: 0,
        n_articles: 0,
        output,
        config,
        format,
    };
    run.each_page(&extract.inputs, |page, notes| {
        batch.n_bytes += page.bytes.len();
        batch.pages.push(page);
        if batch.n_bytes >= BATCH_BYTES { batch.write(notes) } else { Ok(()) }
    })?;
    run.progress.wait("extracting");
    batch.write(&mut run.notes)?;
    batch.end()?;
    let done = format!("{} {} written", batch.n_articles, plural(batch.n_articles, "article"));
    run.finish(batch.output, &done)
}

/// The format that the name of a file asks for.
fn named(path: &Path) -> Option<ExtractFormat> {
    Some(match path.extension()?.to_str()? {
        "json" => ExtractFormat::Json,
        "jsonl" | "ndjson" => ExtractFormat::Jsonl,
        "md" | "markdown" => ExtractFormat::Md,
        "txt" => ExtractFormat::Txt,
        _ => return None,
    })
}

/// Pages that are extracted together.
struct Batch {
    pages: Vec<Page>,
    n_bytes: usize,
    n_written: usize,
    /// Those of them that have a text.
    n_articles: usize,
    output: Output,
    config: ExtractConfig,
    format: ExtractFormat,
}

impl Batch {
    fn write(&mut self, notes: &mut Vec<Note>) -> anyhow::Result<()> {
        let articles = tellings_intake::extracted(&self.pages, &self.config).keep(notes);
        // A page without an article still says what it is about, to those who read fields.
        let has_fields = matches!(self.format, ExtractFormat::Jsonl | ExtractFormat::Json);
        for article in articles.into_iter().filter(|one| has_fields || !one.text().is_empty()) {
            self.n_articles += usize::from(!article.text().is_empty());
            let whole = self.config.lean == Lean::Recall;
            self.article(&if whole { article } else { tellings_intake::running(article) })?;
            self.n_written += 1;
        }
        self.pages.clear();
        self.n_bytes = 0;
        Ok(())
    }

    fn article(&mut self, article: &Article) -> io::Result<()> {
        let is_first = self.n_written == 0;
        match self.format {
            ExtractFormat::Jsonl => rows::extracted(article, &mut self.output),
            ExtractFormat::Json => {
                self.output.write_all(if is_first { b"[\n" } else { b"," })?;
                rows::extracted(article, &mut self.output)
            }
            ExtractFormat::Md => rows::extracted_markdown(article, is_first, &mut self.output),
            ExtractFormat::Txt => rows::extracted_text(article, is_first, &mut self.output),
        }
    }

    /// Writes what stands behind the last article.
    fn end(&mut self) -> io::Result<()> {
        match self.format {
            ExtractFormat::Json if self.n_written == 0 => self.output.write_all(b"[]\n"),
            ExtractFormat::Json => self.output.write_all(b"]\n"),
            ExtractFormat::Jsonl | ExtractFormat::Md | ExtractFormat::Txt => Ok(()),
        }
    }
}
