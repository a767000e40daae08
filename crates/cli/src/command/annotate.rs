//! `tellings annotate`: what is found in each article.

use super::{Outcome, Run, plural};
use crate::args::{Annotate, Layer};
use crate::output::Output;
use rayon::prelude::*;
use tellings_model::Annotated;
use tellings_record::rows;

/// So many articles are annotated before their lines are written: enough for all cores, little memory.
const BATCH: usize = 256;

pub(crate) fn annotate(mut run: Run<'_>, annotate: &Annotate) -> anyhow::Result<Outcome> {
    let layers: Vec<rows::Layer> = if annotate.layers.is_empty() {
        rows::Layer::ALL.to_vec()
    } else {
        annotate.layers.iter().copied().map(Into::into).collect()
    };
    let pages = run.pages(&annotate.inputs)?;
    let mut output = Output::new(annotate.inputs.output.as_deref())?;
    let config = run.settings.engine();
    let articles = tellings_intake::articles(&pages, &config.extract).keep(&mut run.notes);
    drop(pages);
    run.progress.count("annotating", articles.len());
    let n_articles = articles.len();
    let mut left = articles.into_iter().peekable();
    while left.peek().is_some() {
        let batch: Vec<_> = left.by_ref().take(BATCH).collect();
        let found: Vec<Annotated> = batch
            .into_par_iter()
            .map(|article| {
                let annotations = tellings::annotate(&article, &config);
                run.progress.one_done();
                Annotated { article, annotations }
            })
            .collect();
        for annotated in &found {
            rows::annotated(annotated, &layers, &mut output)?;
        }
    }
    run.finish(output, &format!("{n_articles} {} annotated", plural(n_articles, "article")))
}

impl From<Layer> for rows::Layer {
    fn from(layer: Layer) -> Self {
        match layer {
            Layer::Sentences => Self::Sentences,
            Layer::Quotes => Self::Quotes,
            Layer::Times => Self::Times,
            Layer::Quantities => Self::Quantities,
            Layer::Entities => Self::Entities,
            Layer::Credits => Self::Credits,
            Layer::Events => Self::Events,
        }
    }
}
