//! Pages → articles: the cascade, in order.

use crate::{html, text};
use tellings_model::{Article, BlockKind, Media, Noted, Page};

/// What to take for the main text.
#[derive(Clone, Debug, Default)]
pub struct ExtractConfig {}

/// The articles of a batch of pages, in the order of the pages.
///
/// A page without an article leaves a note. What several pages of one site share is
/// furniture, so a batch knows more than its pages alone; the order of pages does not matter.
pub fn articles(pages: &[Page], _config: &ExtractConfig) -> Noted<Vec<Article>> {
    let (texts, pages_of_html): (Vec<&Page>, Vec<&Page>) =
        pages.iter().partition(|page| matches!(page.media, Media::Text | Media::Markdown));
    let mut texts = text::articles(&texts).into_iter();
    let mut htmls = html::articles(&pages_of_html).into_iter();
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

/// The running text of an article: all its blocks save captions.
///
/// This one view is what `tellings extract` prints and what every published figure measures.
pub fn body_text(article: &Article) -> String {
    let mut text = String::with_capacity(article.text().len());
    let mut before = None;
    for block in &article.blocks {
        if !is_body(block.kind) {
            continue;
        }
        let together = before == Some(block.kind)
            && matches!(block.kind, BlockKind::ListItem | BlockKind::TableRow);
        if before.is_some() {
            text.push_str(if together { "\n" } else { "\n\n" });
        }
        text.push_str(article.at(block.span));
        before = Some(block.kind);
    }
    text
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
