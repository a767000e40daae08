//! Pages → articles: the cascade, in order.

use tellings_model::{Article, ArticleId, Noted, Page};

/// What to take for the main text.
#[derive(Clone, Debug, Default)]
pub struct ExtractConfig {}

/// The articles of a batch of pages, in the order of the pages.
///
/// A page without an article leaves a note. What several pages of one site share is
/// furniture, so a batch knows more than its pages alone; the order of pages does not matter.
pub fn articles(pages: &[Page], _config: &ExtractConfig) -> Noted<Vec<Article>> {
    let articles = pages
        .iter()
        .map(|page| {
            let id = blake3::hash(&page.bytes).to_hex()[..16].to_owned();
            let mut article =
                Article::new(ArticleId::new(id), String::from_utf8_lossy(&page.bytes).into_owned());
            article.path.clone_from(&page.path);
            article
        })
        .collect();
    Noted::clean(articles)
}
