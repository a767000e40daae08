//! The parts of a report as pages of their own: a story without the texts of its articles, one
//! article, two tellings side by side, one saying, the stemma alone.

use super::compare::{Row, side_by_side};
use super::page::{Saying, Story, Witness, WordingPiece};
use super::view::{self, View};
use super::{Places, stemma};
use crate::words;
use askama::Template;
use tellings_model::{self as model, Siglum};

/// A story as a part of a page: everything but the texts of its articles.
///
/// `articles` are the addresses of its articles, in order of their sigla; a place in an article is
/// `address#s1-A-120-171`.
pub fn story_page(story: &model::Story, articles: &[String]) -> String {
    let story = view::story(story, Places::Pages(articles));
    StoryPart { story }.render().unwrap_or_default()
}

#[derive(Template)]
#[template(path = "story_part.html")]
struct StoryPart {
    story: Story,
}

/// An article as a part of a page, and the style rules that light up places in several pieces.
pub struct ArticlePage {
    /// The part of the page.
    pub html: String,
    /// The rules; empty where none are needed.
    pub css: String,
}

/// One article of a story, with its layers and an anchor at every place that the story cites.
pub fn article_page(story: &model::Story, siglum: Siglum, articles: &[String]) -> ArticlePage {
    let Some(witness) = story.witnesses.get(siglum.idx()) else {
        return ArticlePage { html: String::new(), css: String::new() };
    };
    let mut css = String::new();
    let witness = View::new(story, Places::Pages(articles)).witness(witness, Some(&mut css));
    let part = ArticlePart { story: Numbered { idx: 1 }, witness };
    if !css.is_empty() {
        css.push_str("{background:var(--lit);color:var(--litink)}");
    }
    ArticlePage { html: part.render().unwrap_or_default(), css }
}

#[derive(Template)]
#[template(path = "article_part.html")]
struct ArticlePart {
    story: Numbered,
    witness: Witness,
}

/// The number of the story on its page.
struct Numbered {
    idx: usize,
}

/// Two tellings side by side, as a part of a page.
pub fn compare_page(
    first: &model::Witness,
    second: &model::Witness,
    comparison: &model::Comparison,
) -> String {
    let rows = side_by_side(first, second, comparison);
    let side = |witness: &model::Witness| {
        let day = witness.published.as_ref().map(|stamp| stamp.value.day.to_string());
        Side {
            outlet: words::outlet(&witness.article).to_owned(),
            headline: words::headline(&witness.article).to_owned(),
            day,
        }
    };
    let part = ComparePart { first: side(first), second: side(second), rows };
    part.render().unwrap_or_default()
}

#[derive(Template)]
#[template(path = "compare_part.html")]
struct ComparePart {
    first: Side,
    second: Side,
    rows: Vec<Row>,
}

impl ComparePart {
    fn pieces(row: &Row) -> Vec<WordingPiece> {
        row.pieces().into_iter().map(WordingPiece::from).collect()
    }

    fn counted(&self, word: &str) -> usize {
        self.rows.iter().filter(|row| row.change.words().1 == word).count()
    }
}

struct Side {
    outlet: String,
    headline: String,
    day: Option<String>,
}

/// One saying of a story with all its wordings, as a part of a page; `None` where the story has
/// no such saying. `at` counts from 0.
pub fn saying_page(story: &model::Story, at: usize, articles: &[String]) -> Option<String> {
    let utterance = story.utterances.get(at)?;
    let speaker = utterance.speaker.and_then(|id| story.entities.iter().find(|e| e.id == id));
    let part = SayingPart {
        speaker: words::speaker(story, utterance).map(str::to_owned),
        roles: speaker.map_or_else(String::new, |entity| entity.roles.join(", ")),
        saying: View::new(story, Places::Pages(articles)).saying(utterance),
    };
    part.render().ok()
}

#[derive(Template)]
#[template(path = "saying_part.html")]
struct SayingPart {
    speaker: Option<String>,
    roles: String,
    saying: Saying,
}

/// The stemma as an SVG file of its own; `None` where nothing descends from anything.
pub fn stemma_svg(story: &model::Story) -> Option<String> {
    const RULES: &str = "<style>:root{--ink:#1d1c1a;--soft:#5d5a54;--raised:#f4f2ec;--mark:#5b3f8c;\
        --sans:system-ui,sans-serif}";
    let svg = stemma::drawing(story)?;
    let rules: String = include_str!("../../templates/report.css")
        .lines()
        .filter(|line| line.starts_with("svg.stemma"))
        .collect();
    let head = "<svg xmlns=\"http://www.w3.org/2000/svg\" ";
    let svg = svg.replacen("<svg ", head, 1);
    let open = svg.find('>')? + 1;
    let (head, rest) = svg.split_at_checked(open)?;
    Some(format!("{head}{RULES}{rules}</style>{rest}"))
}
