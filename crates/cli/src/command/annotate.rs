//! `tellings annotate`: what is found in each article.

use super::{Outcome, Run, plural};
use crate::args::{Annotate, AnnotateFormat, Layer};
use crate::output::Output;
use rayon::prelude::*;
use std::io::Write as _;
use tellings_model::Annotated;
use tellings_record::{conllu, rows};

/// So many articles are annotated before their lines are written: enough for all cores, little memory.
const BATCH: usize = 256;

pub(crate) fn annotate(mut run: Run<'_>, annotate: &Annotate) -> anyhow::Result<Outcome> {
    let layers: Vec<rows::Layer> = if annotate.layers.is_empty() {
        rows::Layer::OF_TEXT.to_vec()
    } else {
        annotate.layers.iter().copied().map(Into::into).collect()
    };
    let joins =
        layers.iter().any(|layer| matches!(layer, rows::Layer::Names | rows::Layer::Entities));
    let pages = run.pages(&annotate.inputs)?;
    let mut output = Output::new(annotate.inputs.output.as_deref())?;
    let config = run.engine()?;
    let articles = tellings_intake::articles(&pages, &config.extract).keep(&mut run.notes);
    drop(pages);
    run.progress.count("annotating", articles.len());
    let n_articles = articles.len();
    let mut left = articles.into_iter().peekable();
    while left.peek().is_some() {
        let batch: Vec<_> = left.by_ref().take(BATCH).collect();
        // Lines are made where their articles are read: only the writing itself is one after the other.
        let lines: Vec<Vec<u8>> = batch
            .into_par_iter()
            .map_init(
                || tellings::Annotator::new(&config),
                |annotator, article| {
                    let mut annotations = annotator.annotate(&article);
                    if joins {
                        tellings::entities_of_article(&article, &mut annotations);
                    }
                    let annotated = Annotated { article, annotations };
                    let mut lines = Vec::new();
                    match annotate.format {
                        AnnotateFormat::Jsonl => rows::annotated(&annotated, &layers, &mut lines)?,
                        AnnotateFormat::Conllu => {
                            conllu::annotated(&annotated, &layers, &mut lines)?
                        }
                    }
                    run.progress.one_done();
                    Ok(lines)
                },
            )
            .collect::<std::io::Result<_>>()?;
        for lines in lines {
            output.write_all(&lines)?;
        }
    }
    run.finish(output, &format!("{n_articles} {} annotated", plural(n_articles, "article")))
}

impl From<Layer> for rows::Layer {
    fn from(layer: Layer) -> Self {
        match layer {
            Layer::Tokens => Self::Tokens,
            Layer::Tags => Self::Tags,
            Layer::Parse => Self::Parse,
            Layer::Sentences => Self::Sentences,
            Layer::Quotes => Self::Quotes,
            Layer::Times => Self::Times,
            Layer::Quantities => Self::Quantities,
            Layer::Names => Self::Names,
            Layer::Entities => Self::Entities,
            Layer::Credits => Self::Credits,
            Layer::Events => Self::Events,
        }
    }
}
