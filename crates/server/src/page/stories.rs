//! `/`: the stories, a row each.

use super::{Frame, html};
use crate::answer::{Answer, Kind, Problem};
use crate::route::Asked;
use askama::Template;
use serde::Serialize;
use tellings_store::{Facets, NameRow, StoryRow};

/// Rows of a page; a folder of files holds one page with all.
const ROWS: usize = 50;
const ROWS_OF_FILES: usize = 20_000;
/// Names and outlets offered for narrowing down.
const OFFERED: usize = 12;

/// A story in a list, as JSON.
#[derive(Serialize, schemars::JsonSchema)]
pub(crate) struct StoryItem {
    /// Its key.
    pub(crate) id: String,
    /// Its headline.
    title: String,
    /// The days of its first and its last telling.
    first_day: Option<String>,
    last_day: Option<String>,
    /// Its articles.
    articles: usize,
    /// The outlets that are named.
    outlets: usize,
    /// Independent origins.
    origins: usize,
    /// What stands out, in words.
    flags: Vec<String>,
}

impl From<&StoryRow> for StoryItem {
    fn from(row: &StoryRow) -> Self {
        Self {
            id: row.key.clone(),
            title: row.title.clone(),
            first_day: row.first_day.clone(),
            last_day: row.last_day.clone(),
            articles: row.tally.n_articles,
            outlets: row.tally.n_outlets,
            origins: row.tally.n_origins,
            flags: row.tally.flags(),
        }
    }
}

/// A list of stories, as JSON.
#[derive(Serialize, schemars::JsonSchema)]
pub(crate) struct StoryList {
    /// How many there are in all.
    total: usize,
    /// How many were left out before the first.
    from: usize,
    /// The stories, those told last first.
    stories: Vec<StoryItem>,
}

#[derive(Template)]
#[template(path = "stories.html")]
struct Page {
    frame: Frame,
    rows: Vec<StoryRow>,
    total: usize,
    from: usize,
    facets: Facets,
    /// What narrows the list down, in words.
    narrowed: Vec<String>,
    people: Vec<NameRow>,
    places: Vec<NameRow>,
    outlets: Vec<(String, usize)>,
    n_alone: usize,
    before: Option<String>,
    after: Option<String>,
}

impl Page {
    fn days(row: &StoryRow) -> String {
        match (&row.first_day, &row.last_day) {
            (Some(first), Some(last)) if first == last => first.clone(),
            (Some(first), Some(last)) => format!("{first} – {last}"),
            (None, Some(day)) | (Some(day), None) => day.clone(),
            (None, None) => "no date".to_owned(),
        }
    }

    /// The widths of the parts of a row's bar: the tellings of each origin.
    fn bar(row: &StoryRow) -> Vec<usize> {
        let most = row.tally.origins.iter().take(24);
        most.map(|&n| if n <= 12 { n } else { 16 }).collect()
    }
}

pub(crate) fn answer(asked: &Asked<'_>) -> Result<Answer, Problem> {
    let owned = |name: &str| asked.field(name).map(str::to_owned);
    let mut facets = Facets {
        day: owned("day"),
        name: owned("name"),
        outlet: owned("outlet"),
        flag: owned("flag"),
        alone: asked.field("alone").is_some() || !asked.links.is_live(),
    };
    let from = asked.number("from");
    let n_rows = if asked.links.is_live() { ROWS } else { ROWS_OF_FILES };
    let (mut rows, mut total) = asked.store.stories(&facets, from, n_rows)?;
    let counts = asked.store.counts()?;
    // Where nothing is told twice, the single tellings are all there is to see.
    if total == 0 && !facets.alone && counts.n_several == 0 {
        facets.alone = true;
        (rows, total) = asked.store.stories(&facets, from, n_rows)?;
    }
    match asked.kind {
        Kind::Json => {
            let stories = rows.iter().map(StoryItem::from).collect();
            Answer::json(&StoryList { total, from, stories })
        }
        Kind::Csv => Ok(csv(&rows)),
        _ => page(asked, facets, rows, total, counts.n_stories - counts.n_several),
    }
}

fn page(
    asked: &Asked<'_>,
    facets: Facets,
    rows: Vec<StoryRow>,
    total: usize,
    n_alone: usize,
) -> Result<Answer, Problem> {
    let offer = asked.links.is_live() && !rows.is_empty();
    let names = |kind: &str| match offer {
        true => asked.store.names_of(&rows, kind, OFFERED),
        false => Ok(Vec::new()),
    };
    let (people, places) = (names("PER")?, names("LOC")?);
    let outlets = if offer { asked.store.outlets_of(&rows, OFFERED)? } else { Vec::new() };
    let mut narrowed: Vec<String> =
        [&facets.day, &facets.outlet, &facets.flag].into_iter().flatten().cloned().collect();
    if let Some(key) = &facets.name {
        narrowed.extend(asked.store.name(key, 0)?.map(|(name, _)| name.name));
    }
    let from = asked.number("from");
    let step = |from: usize| {
        let mut query = form_urlencoded::Serializer::new(String::new());
        for (name, value) in asked.query.iter().filter(|(name, _)| name != "from") {
            query.append_pair(name, value);
        }
        query.append_pair("from", &from.to_string());
        format!("/?{}", query.finish())
    };
    let frame = Frame::new(asked, "stories", "Stories")?
        .with_forms("index", &[(Kind::Json, "JSON"), (Kind::Csv, "CSV")]);
    html(&Page {
        frame,
        before: (from > 0).then(|| step(from.saturating_sub(ROWS))),
        after: (from + rows.len() < total).then(|| step(from + rows.len())),
        rows,
        total,
        from,
        facets,
        narrowed,
        people,
        places,
        outlets,
        n_alone,
    })
}

fn csv(rows: &[StoryRow]) -> Answer {
    let head = ["id", "title", "first_day", "last_day", "articles", "outlets", "origins", "flags"];
    let mut table = vec![head.map(str::to_owned).to_vec()];
    table.extend(rows.iter().map(|row| {
        vec![
            row.key.clone(),
            row.title.clone(),
            row.first_day.clone().unwrap_or_default(),
            row.last_day.clone().unwrap_or_default(),
            row.tally.n_articles.to_string(),
            row.tally.n_outlets.to_string(),
            row.tally.n_origins.to_string(),
            row.tally.flags().join("; "),
        ]
    }));
    Answer::csv(&table)
}
