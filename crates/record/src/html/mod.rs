//! The report as one HTML file: no script, no network, every statement linked to its words.
//!
//! `pages.rs` makes the same parts pages of their own. `page.rs` says what the template shows, `view.rs` makes it of a story, `text.rs` the articles with their anchors,
//! `stemma.rs` the drawing. The template is `templates/report.html`.

mod compare;
mod page;
mod pages;
mod stemma;
mod text;
mod view;

pub use compare::{Change, Row, side_by_side};
pub use pages::{ArticlePage, article_page, compare_page, saying_page, stemma_svg, story_page};

use crate::words;
use askama::Template;
use std::io::{self, Write};
use tellings_model::{Note, Siglum, Telling};

/// Writes the report.
pub(crate) fn report(telling: &Telling, notes: &[Note], out: &mut dyn Write) -> io::Result<()> {
    let stories: Vec<page::Story> = (1..)
        .zip(&telling.stories)
        .map(|(n, story)| view::story(story, Places::OnePage(n)))
        .collect();
    let title = match stories.as_slice() {
        [only] => only.title.clone(),
        several => words::stories(several.len()),
    };
    let report = Report { title, stories, notes };
    report.write_into(out).map_err(io::Error::other)
}

#[derive(Template)]
#[template(path = "report.html")]
struct Report<'a> {
    title: String,
    stories: Vec<page::Story>,
    notes: &'a [Note],
}

/// Where the places of a story stand: all on one page, or each article on its own.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Places<'a> {
    /// Story `n` of a page that holds everything.
    OnePage(usize),
    /// The addresses of the articles' pages, in order of their sigla.
    Pages(&'a [String]),
}

impl Places<'_> {
    /// The number of the story on its page.
    fn idx(self) -> usize {
        match self {
            Self::OnePage(idx) => idx,
            Self::Pages(_) => 1,
        }
    }

    /// The name of a place in an article.
    fn id(self, siglum: Siglum, start: u32, end: u32) -> String {
        format!("s{}-{siglum}-{start}-{end}", self.idx())
    }

    /// The address of a place in an article.
    fn href(self, siglum: Siglum, start: u32, end: u32) -> String {
        format!("{}#{}", self.page(siglum), self.id(siglum, start, end))
    }

    /// The address of an article.
    fn article(self, siglum: Siglum) -> String {
        match self {
            Self::OnePage(idx) => format!("#s{idx}-{siglum}"),
            Self::Pages(_) => self.page(siglum).to_owned(),
        }
    }

    fn page(&self, siglum: Siglum) -> &str {
        match self {
            Self::OnePage(_) => "",
            Self::Pages(pages) => pages.get(siglum.idx()).map_or("", String::as_str),
        }
    }
}
