//! Pages → articles: the cascade, in order.

use crate::{html, text};
use tellings_model::{Article, BlockKind, Dateline, Furniture, Link, Media, Noted, Page, Span};

/// What to take for the main text.
#[derive(Clone, Debug, Default)]
pub struct ExtractConfig {
    /// Which slip is the worse one.
    pub lean: Lean,
}

/// What to do with a block or line of which it is not sure whether it belongs to the text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lean {
    /// What promises the best F1: every published figure is of this.
    #[default]
    Even,
    /// Leave it out.
    Precision,
    /// Keep it.
    Recall,
}

/// The articles of a batch of pages, in the order of the pages.
///
/// A page without an article leaves a note. What several pages of one site share is
/// furniture, so a batch knows more than its pages alone; the order of pages does not matter.
pub fn articles(pages: &[Page], config: &ExtractConfig) -> Noted<Vec<Article>> {
    let mut found = extracted(pages, config);
    found.value.retain(|article| !article.text().is_empty());
    found
}

/// The same, with what web pages without an article say of themselves: when a broadcast was
/// published, what it is called. The text of these is empty; they leave their note too.
pub fn extracted(pages: &[Page], config: &ExtractConfig) -> Noted<Vec<Article>> {
    let (texts, pages_of_html): (Vec<&Page>, Vec<&Page>) =
        pages.iter().partition(|page| matches!(page.media, Media::Text | Media::Markdown));
    let mut texts = text::articles(&texts, config.lean).into_iter();
    let mut htmls = html::articles(&pages_of_html, config.lean).into_iter();
    let mut notes = Vec::new();
    let articles = pages
        .iter()
        .filter_map(|page| match page.media {
            Media::Text | Media::Markdown => texts.next().and_then(|found| found.keep(&mut notes)),
            Media::Html => htmls.next().and_then(|found| found.keep(&mut notes)),
        })
        .collect();
    Noted { value: articles, notes }
}

/// An article without its captions: they stand under its furniture, and all spans are those of
/// the text that is left.
///
/// This one view is what `tellings extract` prints and what every published figure measures.
pub fn running(mut article: Article) -> Article {
    if article.blocks.iter().all(|block| block.kind != BlockKind::Caption) {
        return article;
    }
    let mut text = String::with_capacity(article.text().len());
    // Old start, new start, length of each block that is left.
    let mut moved: Vec<(usize, usize, usize)> = Vec::new();
    let mut kinds = Vec::new();
    let mut captions = Vec::new();
    for block in &article.blocks {
        let words = article.at(block.span);
        if block.kind == BlockKind::Caption {
            captions.push(Furniture { text: words.to_owned(), why: "caption".to_owned() });
            continue;
        }
        let together = kinds.last() == Some(&block.kind)
            && matches!(block.kind, BlockKind::ListItem | BlockKind::TableRow);
        if !kinds.is_empty() {
            text.push_str(if together { "\n" } else { "\n\n" });
        }
        moved.push((block.span.start(), text.len(), words.len()));
        kinds.push(block.kind);
        text.push_str(words);
    }
    let (dateline, links) = (article.dateline.take(), std::mem::take(&mut article.links));
    let mut view = article.with_text(text);
    let place = |span: Span| {
        let at = moved.partition_point(|&(old, _, _)| old <= span.start()).checked_sub(1)?;
        let &(old, new, length) = moved.get(at)?;
        let shift = |at: usize| new + at.saturating_sub(old).min(length);
        let is_inside = span.end() <= old + length;
        is_inside.then(|| (shift(span.start()), shift(span.end())))
    };
    view.set_blocks(moved.iter().zip(&kinds).map(|(&(_, at, n), &kind)| (kind, at, at + n)));
    view.dateline = dateline.and_then(|dateline| {
        let (start, end) = place(dateline.span)?;
        Some(Dateline { span: view.span(start, end), ..dateline })
    });
    // A link on a caption leads nowhere from the text.
    let moved = |link: Link| match link.span {
        None => Some(link),
        Some(span) => {
            let (start, end) = place(span)?;
            Some(Link { span: Some(view.span(start, end)), ..link })
        }
    };
    view.links = links.into_iter().filter_map(moved).collect();
    view.furniture.extend(captions);
    view
}
