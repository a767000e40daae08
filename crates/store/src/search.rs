//! Search: articles that hold the words, with the words marked, grouped by story.

use crate::query::{Filter, Flag, Query};
use crate::read::{story_columns, story_row};
use crate::{Reader, StoreError, StoryRow};
use rusqlite::params_from_iter;
use rusqlite::types::Value;

/// What a search found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Stories, the best first.
    pub stories: Vec<StoryHits>,
    /// Whether there is more than was asked for.
    pub more: bool,
}

/// The articles of one story that fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoryHits {
    /// The story; `None` for articles that wait to be told.
    pub story: Option<StoryRow>,
    /// Its articles, the best first.
    pub articles: Vec<Hit>,
}

/// An article that fits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The key of its page.
    pub key: String,
    /// Its place among the witnesses.
    pub siglum: Option<u32>,
    /// Its headline.
    pub title: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// When.
    pub day: Option<String>,
    /// Some of its words; those that were looked for are marked.
    pub snippet: Vec<Piece>,
}

/// Some words of a snippet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The words.
    pub text: String,
    /// Whether they were looked for.
    pub found: bool,
}

/// Stand around found words in a snippet; no text that is read holds them.
const OPEN: char = '\u{2}';
const CLOSE: char = '\u{3}';
/// Words of a snippet.
const SNIPPET_WORDS: usize = 30;

impl Reader {
    /// Looks for articles; `limit` is how many at most.
    pub fn search(&self, query: &Query, limit: usize) -> Result<Found, StoreError> {
        if query.is_empty() {
            return Ok(Found::default());
        }
        let mut given = Vec::new();
        let mut holds: Vec<String> = Vec::new();
        let words = query.for_index();
        let (from, snippet, rank) = match &words {
            Some(words) => {
                given.push(Value::from(words.clone()));
                holds.push("words MATCH ?".to_owned());
                (
                    "words JOIN article ON article.id = words.rowid",
                    format!("snippet(words, 1, char(2), char(3), '…', {SNIPPET_WORDS})"),
                    "rank",
                )
            }
            None => ("article", "substr(article.text, 1, 240)".to_owned(), "article.day DESC"),
        };
        for filter in &query.filters {
            holds.push(clause(filter, &mut given));
        }
        let sql = format!(
            "SELECT page.key, siglum, article.title, article.outlet, \
             ifnull(told_day, article.day), {snippet}, story.id, {} \
             FROM {from} JOIN page ON page.id = article.id \
             LEFT JOIN story ON story.id = article.story \
             WHERE {} ORDER BY {rank}, article.id LIMIT {}",
            story_columns(),
            holds.join(" AND "),
            limit + 1
        );
        let mut select = self.connection.prepare(&sql)?;
        let mut rows = select.query(params_from_iter(&given))?;
        let mut found = Found::default();
        let mut places: Vec<Option<i64>> = Vec::new();
        let mut n = 0;
        while let Some(row) = rows.next()? {
            n += 1;
            if n > limit {
                found.more = true;
                break;
            }
            let story: Option<i64> = row.get(6)?;
            let place = places.iter().position(|&other| other == story).unwrap_or(places.len());
            if place == places.len() {
                places.push(story);
                let story = story.map(|_| story_row(row, 7)).transpose()?;
                found.stories.push(StoryHits { story, articles: Vec::new() });
            }
            let snippet: String = row.get(5)?;
            let hit = Hit {
                key: row.get(0)?,
                siglum: row.get::<_, Option<i64>>(1)?.and_then(|n| u32::try_from(n).ok()),
                title: row.get(2)?,
                outlet: row.get(3)?,
                day: row.get(4)?,
                snippet: pieces(&snippet),
            };
            if let Some(hits) = found.stories.get_mut(place) {
                hits.articles.push(hit);
            }
        }
        Ok(found)
    }
}

/// What must hold of an article, in SQL.
fn clause(filter: &Filter, given: &mut Vec<Value>) -> String {
    let mentions = "article.id IN (SELECT mention.article FROM name \
                    JOIN mention ON mention.name = name.id WHERE name.name LIKE ? ESCAPE '\\'";
    match filter {
        Filter::Outlet(name) => {
            given.push(containing(name));
            "article.outlet LIKE ? ESCAPE '\\'".to_owned()
        }
        Filter::Speaker(name) => {
            given.push(containing(name));
            format!("{mentions} AND speaks)")
        }
        Filter::Place(name) => {
            given.push(containing(name));
            format!("{mentions} AND name.kind = 'LOC')")
        }
        Filter::Person(name) => {
            given.push(containing(name));
            format!("{mentions} AND name.kind = 'PER')")
        }
        Filter::Before(day) => {
            given.push(Value::from(day.clone()));
            "ifnull(told_day, article.day) < ?".to_owned()
        }
        Filter::After(day) => {
            given.push(Value::from(day.clone()));
            "ifnull(told_day, article.day) >= ?".to_owned()
        }
        Filter::Has(flag) => match flag {
            Flag::Conflict => "n_conflicts > 0".to_owned(),
            Flag::Superseded => "n_superseded > 0".to_owned(),
            Flag::Altered => "n_altered > 0".to_owned(),
            Flag::Differ => "n_differ > 0".to_owned(),
            Flag::Copies => "n_origins < n_articles".to_owned(),
        },
    }
}

/// A pattern that fits names with these letters in them.
fn containing(name: &str) -> Value {
    let mut pattern = String::from("%");
    for c in name.trim().chars() {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern.push('%');
    Value::from(pattern)
}

/// A snippet, taken apart at the marks of the index.
fn pieces(snippet: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for (n, part) in snippet.split([OPEN, CLOSE]).enumerate() {
        if !part.is_empty() {
            pieces.push(Piece { text: part.to_owned(), found: n % 2 == 1 });
        }
    }
    pieces
}
