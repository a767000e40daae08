//! `/search`: articles that hold some words, by story.

use super::{Frame, html};
use crate::answer::{Answer, Kind, Problem};
use crate::route::Asked;
use askama::Template;
use serde::Serialize;
use tellings_store::{Found, Query, QueryError, StoryHits};

/// Articles found at most.
const HITS: usize = 200;

#[derive(Template)]
#[template(path = "search.html")]
struct Page {
    frame: Frame,
    query: String,
    found: Found,
    n_articles: usize,
    error: Option<QueryError>,
}

/// An article that was found, as JSON.
#[derive(Serialize, schemars::JsonSchema)]
pub(crate) struct HitItem {
    /// The key of the article.
    id: String,
    /// The key of its story.
    story: Option<String>,
    /// Its headline.
    title: Option<String>,
    /// Who published it.
    outlet: Option<String>,
    /// When.
    day: Option<String>,
    /// Some of its words, without marks.
    snippet: String,
}

/// What a search found, as JSON.
#[derive(Serialize, schemars::JsonSchema)]
pub(crate) struct HitList {
    /// What was asked.
    query: String,
    /// Whether there is more.
    more: bool,
    /// What is wrong with the query, if anything.
    error: Option<String>,
    /// The articles, by story, the best first.
    hits: Vec<HitItem>,
}

pub(crate) fn answer(asked: &Asked<'_>) -> Result<Answer, Problem> {
    let text = asked.field("q").unwrap_or("").to_owned();
    let (found, error) = match Query::parse(&text) {
        Ok(query) => (asked.store.search(&query, HITS)?, None),
        Err(error) => (Found::default(), Some(error)),
    };
    let n_articles = found.stories.iter().map(|hits| hits.articles.len()).sum();
    match asked.kind {
        Kind::Json => Answer::json(&HitList {
            query: text,
            more: found.more,
            error: error.map(|error| error.what),
            hits: items(&found.stories),
        }),
        Kind::Csv => {
            let head = ["id", "story", "title", "outlet", "day", "snippet"];
            let mut table = vec![head.map(str::to_owned).to_vec()];
            table.extend(items(&found.stories).into_iter().map(|hit| {
                let text = Option::unwrap_or_default;
                let (story, title) = (text(hit.story), text(hit.title));
                vec![hit.id, story, title, text(hit.outlet), text(hit.day), hit.snippet]
            }));
            Ok(Answer::csv(&table))
        }
        _ => {
            let title =
                if text.is_empty() { "Search".to_owned() } else { format!("{text} · Search") };
            let frame = Frame::new(asked, "search", &title)?;
            html(&Page { frame, query: text, found, n_articles, error })
        }
    }
}

fn items(stories: &[StoryHits]) -> Vec<HitItem> {
    let hits = stories.iter().flat_map(|hits| {
        let story = hits.story.as_ref().map(|story| story.key.clone());
        hits.articles.iter().map(move |hit| (story.clone(), hit))
    });
    hits.map(|(story, hit)| HitItem {
        id: hit.key.clone(),
        story,
        title: hit.title.clone(),
        outlet: hit.outlet.clone(),
        day: hit.day.clone(),
        snippet: hit.snippet.iter().map(|piece| piece.text.as_str()).collect(),
    })
    .collect()
}
