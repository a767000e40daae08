//! HTML page → article.
//!
//! Read in this order: [`dom`], [`token`] and [`sink`] (the tree), [`segment`] (tree → blocks), [`anchor`], [`mod@hint`]
//! and [`site`] (what the page itself, its class names and the other pages of its site say),
//! [`feature`], [`overview`], [`company`] and [`context`] (blocks → numbers), [`forest`] (numbers → how likely each block
//! is article text), [`select`] and [`repair`] (the cascade), [`hydrate`] (bodies that only scripts hold), [`kind`] and [`assemble`] (blocks → article).

mod anchor;
mod assemble;
mod company;
mod context;
mod dom;
mod feature;
mod forest;
mod hint;
mod hydrate;
mod kind;
#[cfg(feature = "lab")]
pub mod lab;
mod overview;
mod reference;
mod repair;
mod segment;
mod select;
mod sink;
mod site;
#[cfg(test)]
mod tests;
mod token;
mod words;

pub(crate) use anchor::tokens;
pub(crate) use assemble::absolute;
pub(crate) use dom::{Attr, Dom, Element, Kind, NONE, NodeId, following, outer_text, spaced_text};
pub(crate) use feature::{Place, Tag};
pub(crate) use hint::hint;
pub(crate) use kind::is_headline;
pub(crate) use select::{Judged, Parsed};

use crate::extract::Lean;
use crate::{charset, metadata};
use rayon::prelude::*;
use select::Looked;
use tellings_model::{Article, Note, Noted, Page};

/// Longer pages are cut there, in bytes. The longest honest page measured has 6 MB.
const MAX_PAGE_BYTES: usize = 12 << 20;

/// An article of fewer letters is none: a login box, an empty shell. Bulletins in Japanese
/// have 130.
const MIN_LETTERS: usize = 60;

/// Where less of the words than this is neither link nor heading, the page is a list. The least
/// of 650 articles has .55.
const MIN_OWN_SHARE: f32 = 0.4;

/// The articles of HTML pages, one place for each page, in their order. The text is empty where a
/// page has no article and says what it is about all the same.
///
/// Lines that several articles of one site carry are furniture, and a site's paths to its text
/// serve its other pages; the order of pages does not matter.
pub(crate) fn articles(pages: &[&Page], lean: Lean) -> Vec<Noted<Option<Article>>> {
    let (parsed, notes): (Vec<Parsed>, Vec<_>) = each(pages.to_vec(), parse).into_iter().unzip();
    let (repeats, captures): (Vec<_>, Vec<_>) =
        select::shared(&parsed).into_iter().map(|shared| (shared.repeats, shared.capture)).unzip();
    let seen: Vec<(&Parsed, _)> = parsed.iter().zip(repeats).collect();
    let looked = each(seen, |(parsed, repeats)| Looked::at(parsed, repeats));
    let places = captures.into_iter().zip(&looked);
    let paths = select::paths(
        places.map(|(capture, looked)| (capture, &looked.features, looked.first.as_slice())),
    );
    let parts = pages.iter().zip(parsed).zip(notes).zip(looked.into_iter().zip(paths)).collect();
    each(parts, |(((page, parsed), notes), (looked, paths)): (((_, Parsed), _), (Looked, _))| {
        judged(page, &parsed, notes, looked.judge(&parsed, &paths, lean))
    })
}

/// Does something with each, on all processors; a single one is not worth waking others for.
fn each<T: Send, U: Send>(mut items: Vec<T>, f: impl Fn(T) -> U + Send + Sync) -> Vec<U> {
    match items.len() {
        1 => items.pop().into_iter().map(f).collect(),
        _ => items.into_par_iter().map(f).collect(),
    }
}

fn judged(
    page: &Page,
    parsed: &Parsed,
    mut notes: Vec<Note>,
    judged: Judged,
) -> Noted<Option<Article>> {
    let article = hydrate::body(parsed, judged.n_words())
        .map(|body| assemble::hidden_article(page, parsed, &judged, &body))
        .or_else(|| {
            let is_list = judged.own_share(parsed) < MIN_OWN_SHARE;
            (!is_list).then(|| assemble::article(page, parsed, &judged)).flatten()
        })
        .filter(|article| {
            let letters = article.text().chars().filter(|c| c.is_alphabetic());
            letters.take(MIN_LETTERS).count() == MIN_LETTERS
        });
    let mut article = article.unwrap_or_else(|| {
        notes.push(no_article(page, parsed));
        assemble::bare(page, String::new())
    });
    metadata::fill(&mut article, page, parsed, &judged);
    let says_something = article.title.is_some() || article.published.is_some();
    let is_kept = !article.text().is_empty() || says_something && !metadata::is_list(parsed);
    Noted { value: is_kept.then_some(article), notes }
}

fn parse(page: &Page) -> (Parsed, Vec<Note>) {
    let mut notes = Vec::new();
    let html = charset::characters(page, &mut notes);
    let end = html.floor_char_boundary(MAX_PAGE_BYTES);
    if end < html.len() {
        let what = format!("longer than {} MB; read up to there", MAX_PAGE_BYTES >> 20);
        notes.push(Note::remark(page.path.as_deref(), what).at_byte(end as u64));
    }
    let parsed = Parsed::new(html.get(..end).unwrap_or(&html), page.url.as_deref());
    if parsed.dom.cut {
        notes.push(Note::remark(page.path.as_deref(), "too many elements; the rest was left out"));
    }
    (parsed, notes)
}

/// Says why a page gave no article.
fn no_article(page: &Page, parsed: &Parsed) -> Note {
    let path = page.path.as_deref();
    if parsed.head.n_script > 4 * parsed.segments.text.len() {
        Note::unreadable(path, "holds no article: the page is a shell that scripts fill")
            .with_remedy("save the page from a browser, after it has loaded")
    } else if parsed.segments.links.len() > 20 {
        Note::unreadable(path, "holds no article: the page is a list of links")
    } else {
        Note::unreadable(path, "holds no article")
    }
}
