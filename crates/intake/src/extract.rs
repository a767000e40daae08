//! Pages → articles: the cascade, in order.

use crate::{html, text};
use tellings_model::{
    Article, Block, BlockKind, Dateline, Furniture, Link, Media, Noted, Page, Span,
};

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
pub fn running(article: Article) -> Article {
    if article.blocks.iter().all(|block| is_body(block.kind)) {
        return article;
    }
    let mut text = String::with_capacity(article.text().len());
    // Old start, new start, length of each block that is left.
    let mut moved: Vec<(usize, usize, usize)> = Vec::new();
    let mut kinds = Vec::new();
    let mut captions = Vec::new();
    for block in &article.blocks {
        let words = article.at(block.span);
        if !is_body(block.kind) {
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
    let mut view = Article::new(article.id.clone(), text);
    let place = |span: Span| {
        let at = moved.partition_point(|&(old, _, _)| old <= span.start()).checked_sub(1)?;
        let &(old, new, length) = moved.get(at)?;
        let shift = |at: usize| new + at.saturating_sub(old).min(length);
        let is_inside = span.end() <= old + length;
        is_inside.then(|| (shift(span.start()), shift(span.end())))
    };
    let blocks = moved.iter().zip(&kinds);
    view.blocks = blocks
        .map(|(&(_, start, n), &kind)| Block { kind, span: view.span(start, start + n) })
        .collect();
    view.dateline = article.dateline.as_ref().and_then(|dateline| {
        let (start, end) = place(dateline.span)?;
        Some(Dateline { span: view.span(start, end), ..dateline.clone() })
    });
    // A link on a caption leads nowhere from the text.
    view.links = article
        .links
        .iter()
        .filter_map(|link| match link.span {
            None => Some(link.clone()),
            Some(span) => {
                let (start, end) = place(span)?;
                Some(Link { span: Some(view.span(start, end)), ..link.clone() })
            }
        })
        .collect();
    view.path = article.path;
    view.media = article.media;
    view.url = article.url;
    view.captured = article.captured;
    view.outlet = article.outlet;
    view.title = article.title;
    view.byline = article.byline;
    view.published = article.published;
    view.published_other = article.published_other;
    view.modified = article.modified;
    view.language = article.language;
    view.section = article.section;
    view.furniture = article.furniture;
    view.furniture.extend(captions);
    view
}

/// Whether blocks of a kind belong to the running text.
fn is_body(kind: BlockKind) -> bool {
    match kind {
        BlockKind::Paragraph
        | BlockKind::Heading
        | BlockKind::Standfirst
        | BlockKind::ListItem
        | BlockKind::Quotation
        | BlockKind::TableRow
        | BlockKind::CreditLine
        | BlockKind::Correction => true,
        BlockKind::Caption => false,
    }
}
