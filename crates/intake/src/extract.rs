//! Pages → articles: the cascade, in order.

use crate::text;
use tellings_model::{Article, Media, Noted, Page};

/// What to take for the main text.
#[derive(Clone, Debug, Default)]
pub struct ExtractConfig {}

/// The articles of a batch of pages, in the order of the pages.
///
/// A page without an article leaves a note. What several pages of one site share is
/// furniture, so a batch knows more than its pages alone; the order of pages does not matter.
pub fn articles(pages: &[Page], _config: &ExtractConfig) -> Noted<Vec<Article>> {
    let (texts, _html): (Vec<&Page>, Vec<&Page>) =
        pages.iter().partition(|page| matches!(page.media, Media::Text | Media::Markdown));
    let mut texts = text::articles(&texts).into_iter();
    let mut notes = Vec::new();
    let articles = pages
        .iter()
        .filter_map(|page| match page.media {
            Media::Text | Media::Markdown => texts.next().and_then(|found| found.keep(&mut notes)),
            Media::Html => None,
        })
        .collect();
    Noted { value: articles, notes }
}
