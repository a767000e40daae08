//! Plain text → article, with what the other pages of the batch tell about furniture.

use crate::charset;
use tellings_model::{Article, ArticleId, Note, Noted, Page};

/// The articles of text pages, one place for each page, in their order.
pub(crate) fn articles(pages: &[&Page]) -> Vec<Noted<Option<Article>>> {
    pages.iter().map(|page| article(page)).collect()
}

fn article(page: &Page) -> Noted<Option<Article>> {
    let mut notes = Vec::new();
    let text = charset::characters(page, &mut notes);
    if text.trim().is_empty() {
        notes.push(Note::unreadable(page.path.as_deref(), "holds no text"));
        return Noted { value: None, notes };
    }
    let mut article = Article::new(id(page), text);
    article.path.clone_from(&page.path);
    article.media = page.media;
    article.url.clone_from(&page.url);
    article.captured = page.captured;
    Noted { value: Some(article), notes }
}

/// The id that the input gave, or a hash of the content.
pub(crate) fn id(page: &Page) -> ArticleId {
    let id = page.id.clone().unwrap_or_else(|| {
        let hash = blake3::hash(&page.bytes).to_hex();
        hash.as_str().chars().take(16).collect()
    });
    ArticleId::new(id)
}
