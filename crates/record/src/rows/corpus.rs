//! Lines between the articles of a corpus: stories, copied passages, lineage.

use crate::json::line;
use crate::number::round4;
use crate::ruler::Ruler;
use crate::schema::{DescentWord, DirectionWord};
use serde::Serialize;
use std::io::{self, Write};
use tellings_model::{Article, CopyPair, Descendant, Seat, Span, StoryChange};

/// Writes which story an article tells, and which thread the story stands in.
pub fn grouped(article: &Article, seat: &Seat, out: &mut dyn Write) -> io::Result<()> {
    let row = Grouped {
        id: article.id.as_str(),
        path: article.path.as_deref(),
        story: seat.story.as_str(),
        cluster: seat.story.as_str(),
        thread: seat.thread.as_str(),
    };
    line(&row, out)
}

/// Writes what an article that arrived changed among the stories.
pub fn changed(change: &StoryChange, out: &mut dyn Write) -> io::Result<()> {
    let row = match change {
        StoryChange::Seated { article, seat, opens } => Changed {
            change: if *opens { "opens" } else { "joins" },
            id: Some(article.as_str()),
            story: seat.story.as_str(),
            thread: Some(seat.thread.as_str()),
            from: None,
        },
        StoryChange::Moved { article, from, seat } => Changed {
            change: "moves",
            id: Some(article.as_str()),
            story: seat.story.as_str(),
            thread: Some(seat.thread.as_str()),
            from: Some(from.as_str()),
        },
        StoryChange::Merged { story, into } => Changed {
            change: "merges",
            id: None,
            story: into.as_str(),
            thread: None,
            from: Some(story.as_str()),
        },
        StoryChange::Split { story, from } => Changed {
            change: "splits",
            id: None,
            story: story.as_str(),
            thread: None,
            from: Some(from.as_str()),
        },
    };
    line(&row, out)
}

#[derive(Serialize)]
struct Changed<'a> {
    change: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    story: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    thread: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<&'a str>,
}

#[derive(Serialize)]
struct Grouped<'a> {
    id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<&'a str>,
    story: &'a str,
    cluster: &'a str,
    thread: &'a str,
}

/// Writes what two articles of a corpus share: `a` came out first, as far as dates tell.
pub fn copied(articles: &[&Article], pair: &CopyPair, out: &mut dyn Write) -> io::Result<()> {
    let (Some(a), Some(b)) = (articles.get(pair.model), articles.get(pair.copy)) else {
        return Ok(());
    };
    let (ruler_a, ruler_b) = (Ruler::new(a.text()), Ruler::new(b.text()));
    let row = Copied {
        a: a.id.as_str(),
        b: b.id.as_str(),
        score: round4(pair.score),
        revision: pair.is_revision,
        share_a: round4(pair.share_of_model),
        share_b: round4(pair.share_of_copy),
        passages: pair
            .passages
            .iter()
            .map(|passage| Shared {
                a: Words::new(a, passage.model, &ruler_a),
                b: Words::new(b, passage.copy, &ruler_b),
            })
            .collect(),
    };
    line(&row, out)
}

#[derive(Serialize)]
struct Copied<'a> {
    a: &'a str,
    b: &'a str,
    score: f64,
    revision: bool,
    share_a: f64,
    share_b: f64,
    passages: Vec<Shared<'a>>,
}

#[derive(Serialize)]
struct Shared<'a> {
    a: Words<'a>,
    b: Words<'a>,
}

#[derive(Serialize)]
struct Words<'a> {
    start: u32,
    end: u32,
    exact: &'a str,
}

impl<'a> Words<'a> {
    fn new(article: &'a Article, span: Span, ruler: &Ruler<'_>) -> Self {
        let (start, end) = ruler.points(span);
        Self { start, end, exact: article.at(span) }
    }
}

/// Writes what the article at `idx` of a corpus was copied from, and where its line ends.
pub fn lined(
    articles: &[&Article],
    idx: usize,
    descendant: &Descendant,
    out: &mut dyn Write,
) -> io::Result<()> {
    let Some(article) = articles.get(idx) else { return Ok(()) };
    let id = |idx: &usize| articles.get(*idx).map(|article| article.id.as_str());
    let row = Lined {
        id: article.id.as_str(),
        path: article.path.as_deref(),
        parent: descendant.models.first().and_then(id),
        parents: descendant.models.iter().filter_map(id).collect(),
        kind: descendant.kind.map(Into::into),
        direction: descendant.direction.map(Into::into),
        origin: id(&descendant.origin),
        named: descendant.named.as_ref().map(|named| named.outlet.as_str()),
        inferred: descendant.named.as_ref().map(|named| named.is_inferred),
    };
    line(&row, out)
}

#[derive(Serialize)]
struct Lined<'a> {
    id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<&'a str>,
    parent: Option<&'a str>,
    parents: Vec<&'a str>,
    kind: Option<DescentWord>,
    direction: Option<DirectionWord>,
    origin: Option<&'a str>,
    named: Option<&'a str>,
    inferred: Option<bool>,
}
