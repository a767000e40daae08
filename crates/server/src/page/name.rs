//! `/e/KEY` and `/o/KEY`: who is named, and who publishes.

use super::{Frame, html};
use crate::answer::{Answer, Kind, Problem};
use crate::route::Asked;
use askama::Template;
use serde::Serialize;
use tellings_store::ArticleRow;

/// Articles listed at most.
const ROWS: usize = 500;

/// An article in a list, as JSON.
#[derive(Serialize, schemars::JsonSchema)]
pub(crate) struct ArticleItem {
    /// Its key.
    id: String,
    /// Its headline.
    title: Option<String>,
    /// Who published it.
    outlet: Option<String>,
    /// When.
    day: Option<String>,
    /// The key of the story it tells.
    story: Option<String>,
    /// Whether words of the named are quoted in it.
    speaks: bool,
}

/// A name, or an outlet, with its articles, as JSON.
#[derive(Serialize, schemars::JsonSchema)]
pub(crate) struct NameItem {
    /// The name.
    name: String,
    /// `PER`, `ORG`, `LOC`, `MISC` or `OUTLET`.
    kind: String,
    /// How many articles there are.
    total: usize,
    /// The articles, the latest first.
    articles: Vec<ArticleItem>,
}

#[derive(Template)]
#[template(path = "name.html")]
struct Page {
    frame: Frame,
    name: String,
    /// What it is and what is known of it, a line.
    about: String,
    limits: &'static str,
    rows: Vec<(ArticleRow, bool)>,
    total: usize,
}

pub(crate) fn entity(asked: &Asked<'_>) -> Result<Answer, Problem> {
    let key = asked.part(0);
    let found = asked.store.name(key, ROWS)?;
    let (name, rows) = found.ok_or_else(|| Problem::absent("name"))?;
    let what = match name.kind.as_str() {
        "PER" => "Person",
        "ORG" => "Organisation",
        "LOC" => "Place",
        _ => "Name",
    };
    let n_speaks = rows.iter().filter(|(_, speaks)| *speaks).count();
    let articles = if name.n == 1 { "article" } else { "articles" };
    let mut about = format!("{what} · mentioned in {} {articles}", name.n);
    if n_speaks > 0 {
        about.push_str(&format!(" · quoted in {n_speaks}"));
    }
    let page = Page {
        frame: Frame::new(asked, "stories", &name.name)?,
        limits: "Found by its name: two people of one name stand on one page, and one person of \
            two names on two.",
        name: name.name,
        about,
        total: name.n,
        rows,
    };
    written(asked, "e", &name.kind, page)
}

pub(crate) fn outlet(asked: &Asked<'_>) -> Result<Answer, Problem> {
    let found = asked.store.outlet_name(asked.part(0))?;
    let name = found.ok_or_else(|| Problem::absent("outlet"))?;
    let [n_articles, n_stories, n_copies] = asked.store.outlet_numbers(&name)?;
    let rows = asked.store.outlet(&name, ROWS)?;
    let page = Page {
        frame: Frame::new(asked, "stories", &name)?,
        about: format!(
            "Outlet · articles: {n_articles} · stories: {n_stories} · copied or reworded from \
             another text: {n_copies}"
        ),
        limits: "Counted over the articles that were added here, which may be few of the outlet’s.",
        name,
        total: n_articles,
        rows: rows.into_iter().map(|row| (row, false)).collect(),
    };
    written(asked, "o", "OUTLET", page)
}

fn written(asked: &Asked<'_>, folder: &str, kind: &str, mut page: Page) -> Result<Answer, Problem> {
    match asked.kind {
        Kind::Json => {
            let articles = page.rows.into_iter().map(|(row, speaks)| ArticleItem {
                id: row.key,
                title: row.title,
                outlet: row.outlet,
                day: row.day,
                story: row.story,
                speaks,
            });
            Answer::json(&NameItem {
                name: page.name,
                kind: kind.to_owned(),
                total: page.total,
                articles: articles.collect(),
            })
        }
        Kind::Csv => {
            let head = ["id", "title", "outlet", "day", "story", "speaks"];
            let mut table = vec![head.map(str::to_owned).to_vec()];
            table.extend(page.rows.into_iter().map(|(row, speaks)| {
                let speaks = if speaks { "yes" } else { "no" };
                let text = Option::unwrap_or_default;
                let (title, outlet) = (text(row.title), text(row.outlet));
                vec![row.key, title, outlet, text(row.day), text(row.story), speaks.to_owned()]
            }));
            Ok(Answer::csv(&table))
        }
        _ => {
            let path = format!("{folder}/{}", asked.part(0));
            page.frame = page.frame.with_forms(&path, &[(Kind::Json, "JSON"), (Kind::Csv, "CSV")]);
            html(&page)
        }
    }
}
