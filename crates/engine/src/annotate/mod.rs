//! Article → annotations, layer by layer; each layer sees the ones above it.

pub(crate) mod credit;
mod entity;
pub(crate) mod event;
mod quantity;
pub(crate) mod quote;
pub(crate) mod time;
pub(crate) mod words;

use crate::Config;
use tellings_model::{Anchor, Annotations, Article, Quote, Span, Time};

/// The time expressions of an article alone, without the other layers.
pub fn times(article: &Article) -> Vec<Time> {
    time::times(article)
}

/// The time of the event that each stretch of words names, in the order given.
///
/// Takes the annotations of the article. `None` for what stays undated.
pub fn anchors(
    article: &Article,
    annotations: &Annotations,
    spans: &[Span],
) -> Vec<Option<Anchor>> {
    event::anchors(article, annotations, spans)
}

/// The quotations of an article whose other layers are there already.
pub fn quotes(article: &Article, annotations: &Annotations) -> Vec<Quote> {
    quote::quotes(article, annotations)
}

/// What stands between quotation marks, without the marks: in order, the outer before the inner.
///
/// Every pair of marks counts, around titles and scare quotes too; who speaks is told by
/// [`annotate`]. Linear in the length of the text.
pub fn between_marks(article: &Article) -> Vec<Span> {
    quote::between_marks(article)
}

/// Everything that can be found in one article alone: [`Annotator::annotate`] once.
pub fn annotate(article: &Article, config: &Config) -> Annotations {
    Annotator::new(config).annotate(article)
}

/// Finds what is in one article after the other.
///
/// Sentences that it has met before are not read again, so tellings of one event are best given to
/// one annotator. The same text gives the same annotations, alone or among others.
#[derive(Clone, Debug)]
pub struct Annotator<'a> {
    model: &'a tellings_language::Model,
    memory: tellings_language::Memory,
}

impl<'a> Annotator<'a> {
    /// Makes one that has read nothing.
    pub fn new(config: &'a Config) -> Self {
        let model = config.model.as_deref().unwrap_or_else(|| tellings_language::Model::english());
        Self { model, memory: tellings_language::Memory::default() }
    }

    /// Everything that can be found in an article alone.
    pub fn annotate(&mut self, article: &Article) -> Annotations {
        let mut annotations = Annotations::default();
        tellings_language::analyse(article, self.model, &mut self.memory, &mut annotations);
        annotations.times = time::times(article);
        let mut quantities = quantity::quantities(article, &annotations.times);
        quantity::tell(article, &annotations, &mut quantities);
        annotations.quantities = quantities;
        entity::mentions(article, &mut annotations);
        annotations.credits = credit::credits(article);
        annotations.quotes = quote::quotes(article, &annotations);
        let published = article.published.as_ref().map(|stamp| stamp.value.day);
        annotations.events = event::events(article, &annotations, published);
        annotations
    }
}
