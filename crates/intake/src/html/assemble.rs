//! Judged blocks → article: text, typed blocks, links, furniture with reasons.

use super::feature::{Place, Tag};
use super::hydrate::Body;
use super::kind::{is_heading, is_headline, kind, side_kind, why};
use super::segment::Segment;
use super::select::{Judged, Parsed};
use crate::text;
use std::collections::BTreeMap;
use tellings_model::{Article, BlockKind, Furniture, Link, Media, Page};
use url::Url;

/// How far outside the running text (blocks) its credits, captions and corrections may stand.
const MARGIN: usize = 6;

/// What becomes of a block.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Text(BlockKind),
    Furniture(&'static str),
}

/// The article of a page, metadata still to come; `None` where no block is article text.
pub(crate) fn article(page: &Page, parsed: &Parsed, judged: &Judged) -> Option<Article> {
    let parts = parts(parsed, judged)?;
    let mut text = String::new();
    let mut spans: Vec<(BlockKind, usize, usize, &Segment)> = Vec::new();
    let mut furniture: Vec<Furniture> = Vec::new();
    for (block, part) in parsed.segments.blocks.iter().zip(&parts) {
        let words = parsed.segments.text_of(block);
        match *part {
            Part::Text(kind) => {
                text.push_str(separator(spans.last().map(|span| span.0), kind));
                let start = text.len();
                text.push_str(words);
                spans.push((kind, start, text.len(), block));
            }
            Part::Furniture(why) => match furniture.last_mut() {
                Some(last) if last.why == why => {
                    last.text.push('\n');
                    last.text.push_str(words);
                }
                _ => furniture.push(Furniture { text: words.to_owned(), why: why.to_owned() }),
            },
        }
    }
    let mut article = bare(page, text);
    article.set_blocks(spans.iter().map(|&(kind, start, end, _)| (kind, start, end)));
    article.furniture = furniture;
    article.links = links(&article, parsed, &spans);
    Some(article)
}

/// The article whose body only scripts hold; all that the page shows is furniture beside it.
pub(crate) fn hidden_article(
    page: &Page,
    parsed: &Parsed,
    judged: &Judged,
    body: &Body,
) -> Article {
    let mut text = String::new();
    let mut spans = Vec::new();
    for block in &body.segments.blocks {
        let kind = match Tag::of(&body.dom, block.node) {
            Tag::H1 | Tag::H2 | Tag::H3 => BlockKind::Heading,
            Tag::Li => BlockKind::ListItem,
            Tag::Quote => BlockKind::Quotation,
            Tag::Caption => BlockKind::Caption,
            _ => BlockKind::Paragraph,
        };
        text.push_str(separator(spans.last().map(|&(kind, _, _)| kind), kind));
        let start = text.len();
        text.push_str(body.segments.text_of(block));
        spans.push((kind, start, text.len()));
    }
    let mut article = bare(page, text);
    article.set_blocks(spans);
    article.furniture = parsed
        .segments
        .blocks
        .iter()
        .zip(&judged.features.places)
        .map(|(block, place)| Furniture {
            text: parsed.segments.text_of(block).to_owned(),
            why: why(place).to_owned(),
        })
        .collect();
    article
}

/// An article of a page with its text, and nothing else yet.
pub(crate) fn bare(page: &Page, text: String) -> Article {
    let mut article = Article::new(text::id(page), text);
    article.media = Media::Html;
    article.path.clone_from(&page.path);
    article.captured = page.captured;
    article
}

/// What stands between two blocks: rows and items stay together.
fn separator(before: Option<BlockKind>, kind: BlockKind) -> &'static str {
    match before {
        None => "",
        Some(before)
            if before == kind && matches!(kind, BlockKind::ListItem | BlockKind::TableRow) =>
        {
            "\n"
        }
        Some(_) => "\n\n",
    }
}

fn parts(parsed: &Parsed, judged: &Judged) -> Option<Vec<Part>> {
    let first = judged.kept.iter().position(|&kept| kept)?;
    let last = judged.kept.iter().rposition(|&kept| kept)?;
    let look = main_look(judged);
    let mut before_text = true;
    let parts = judged
        .features
        .places
        .iter()
        .zip(&judged.kept)
        .zip(&parsed.segments.blocks)
        .enumerate()
        .map(|(idx, ((place, &kept), block))| {
            let in_lead = before_text && place.signature != look;
            if kept {
                let kind = kind(place, in_lead);
                before_text &= kind != BlockKind::Paragraph;
                return Part::Text(kind);
            }
            let is_close = first <= idx + MARGIN && idx <= last + MARGIN;
            let beside = beside(place, block, in_lead).filter(|_| is_close);
            beside.map_or_else(|| Part::Furniture(why(place)), Part::Text)
        })
        .collect();
    Some(parts)
}

/// The look that most words of the text have: that of its paragraphs.
fn main_look(judged: &Judged) -> u64 {
    let mut n_words: BTreeMap<u64, f32> = BTreeMap::new();
    for (place, _) in judged.features.places.iter().zip(&judged.kept).filter(|(_, kept)| **kept) {
        *n_words.entry(place.signature).or_default() += place.n_words;
    }
    n_words.into_iter().max_by(|a, b| a.1.total_cmp(&b.1)).map_or(0, |(look, _)| look)
}

/// The kind of a block that the classifier left out and that belongs to the article all the
/// same: as its standfirst, a caption, a credit or a correction.
fn beside(place: &Place, block: &Segment, in_lead: bool) -> Option<BlockKind> {
    let is_linked = block.n_linked * 2 > block.range.len();
    if is_linked || place.like.repeats > 0.0 || is_headline(place) || is_heading(place) {
        return None;
    }
    let kind = side_kind(place, in_lead)?;
    let is_sure = match kind {
        BlockKind::Caption => place.n_words >= 5.0,
        BlockKind::Standfirst => place.like.description > 0.8 && place.n_words >= 8.0,
        BlockKind::CreditLine | BlockKind::Correction => place.n_words >= 3.0,
        _ => false,
    };
    is_sure.then_some(kind)
}

/// The links of the text: where they go and on which words they lie.
fn links(
    article: &Article,
    parsed: &Parsed,
    spans: &[(BlockKind, usize, usize, &Segment)],
) -> Vec<Link> {
    let base = parsed.url.as_deref().and_then(|url| Url::parse(url).ok());
    let mut links = Vec::new();
    let mut anchors = parsed.segments.links.iter().peekable();
    for &(_, start, _, block) in spans {
        while let Some(anchor) = anchors.next_if(|anchor| anchor.range.start < block.range.end) {
            if anchor.range.start < block.range.start {
                continue;
            }
            let shift = |at: usize| start + at.min(block.range.end) - block.range.start;
            let span = article.span(shift(anchor.range.start), shift(anchor.range.end));
            if let Some(url) =
                parsed.href(anchor.node).and_then(|href| absolute(base.as_ref(), href))
                && !span.is_empty()
            {
                links.push(Link { url, based_on: false, span: Some(span) });
            }
        }
    }
    links
}

/// An address that leads to another page, in full.
pub(crate) fn absolute(base: Option<&Url>, href: &str) -> Option<String> {
    let href = href.trim();
    if href.is_empty() || href.starts_with('#') {
        return None;
    }
    let url = match base {
        Some(base) => base.join(href).ok()?,
        None => Url::parse(href).ok()?,
    };
    matches!(url.scheme(), "http" | "https").then(|| url.to_string())
}
