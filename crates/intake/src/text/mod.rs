//! Plain text → article, with what the other pages of the batch tell about furniture.
//!
//! Takes the text pages of a batch, gives one article or a note for each. Read `build`
//! (one article from judged lines), then `name`, `dateline`, `outlet`.

mod build;
pub(crate) mod dateline;
pub(crate) mod name;
mod outlet;
#[cfg(test)]
mod tests;

pub use outlet::outlet_heads;

use crate::extract::Lean;
use crate::{charset, furniture, markdown};
use tellings_model::{Article, ArticleId, Media, Note, Noted, Page};

/// Text in front of the rest of a page, and the rest.
struct Read<'a> {
    page: &'a Page,
    head: markdown::Head,
    text: String,
    notes: Vec<Note>,
}

/// The articles of text pages, one place for each page, in their order.
///
/// Lines that several pages of one outlet share are furniture; the order of pages does
/// not matter. The text of a verbatim page is taken as it stands.
pub(crate) fn articles(pages: &[&Page], lean: Lean) -> Vec<Noted<Option<Article>>> {
    let pages: Vec<Read> = pages.iter().map(|page| read(page)).collect();
    let lines: Vec<Vec<furniture::Line>> = pages
        .iter()
        .map(|read| if read.page.verbatim { Vec::new() } else { furniture::lines(&read.text) })
        .collect();
    let n_repeats = repeats(&pages, &lines);
    pages
        .iter()
        .zip(&lines)
        .zip(&n_repeats)
        .map(|((read, lines), n_repeats)| {
            let mut notes = read.notes.clone();
            let value = if read.text.trim_matches(furniture::is_blank).is_empty() {
                notes.push(Note::unreadable(read.page.path.as_deref(), "holds no text"));
                None
            } else if read.page.verbatim {
                Some(build::verbatim(read.page, &read.text))
            } else {
                let article = build::cleaned(read.page, &read.head, lines, n_repeats, lean);
                if article.text().is_empty() {
                    notes.push(Note::unreadable(read.page.path.as_deref(), "holds no article"));
                    None
                } else {
                    Some(article)
                }
            };
            Noted { value, notes }
        })
        .collect()
}

fn read(page: &Page) -> Read<'_> {
    let mut notes = Vec::new();
    let text = match std::str::from_utf8(&page.bytes) {
        // To the byte, with a mark at its start if it has one: offsets refer to it.
        Ok(text) if page.verbatim => text.to_owned(),
        _ => charset::characters(page, &mut notes).into_owned(),
    };
    let (head, text) = match page.media {
        Media::Markdown if !page.verbatim => markdown::split(&text),
        Media::Text | Media::Markdown | Media::Html => (markdown::Head::default(), text),
    };
    Read { page, head, text, notes }
}

/// How many other pages of the outlet each line stands on.
///
/// Where no page says whose it is, whole paragraphs do not count: that two tellings share
/// one is what a story is made of.
fn repeats(pages: &[Read], lines: &[Vec<furniture::Line>]) -> Vec<Vec<usize>> {
    let sites: Vec<Option<String>> = pages.iter().map(|read| site(read.page)).collect();
    // In order of content, so that the order of pages does not matter.
    let mut order: Vec<usize> = (0..pages.len()).collect();
    order.sort_by_cached_key(|&idx| pages.get(idx).map(|read| read.page.bytes.as_slice()));
    let sheets: Vec<furniture::Sheet> = order
        .iter()
        .filter_map(|&idx| {
            let site = sites.get(idx)?.as_deref();
            Some(furniture::Sheet { site, lines: lines.get(idx)? })
        })
        .collect();
    let mut n_repeats = vec![Vec::new(); pages.len()];
    for (mut found, &idx) in furniture::repeats(&sheets).into_iter().zip(&order) {
        let (Some(place), Some(lines)) = (n_repeats.get_mut(idx), lines.get(idx)) else { continue };
        if sites.get(idx).is_some_and(Option::is_none) {
            let paragraphs = found.iter_mut().zip(lines).filter(|(_, line)| line.prose() >= 2);
            paragraphs.for_each(|(n, _)| *n = 0);
        }
        *place = found;
    }
    n_repeats
}

/// What tells one outlet's pages from another's: the host of the address, or the outlet's name.
fn site(page: &Page) -> Option<String> {
    let host = page.url.as_deref().and_then(|url| {
        let url = url::Url::parse(url).ok()?;
        let host = url.host_str()?;
        Some(host.strip_prefix("www.").unwrap_or(host).to_owned())
    });
    host.or_else(|| page.outlet.clone())
}

/// The id that the input gave, or a hash of the content.
pub(crate) fn id(page: &Page) -> ArticleId {
    let id = page.id.clone().unwrap_or_else(|| {
        let hash = blake3::hash(&page.bytes).to_hex();
        hash.as_str().chars().take(16).collect()
    });
    ArticleId::new(id)
}
