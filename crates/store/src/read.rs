//! What is asked of the store: lists, one story, one article, names, outlets, notes.

use crate::columns::by_rows;
use crate::file::unpack;
use crate::{Reader, StoreError};
use rusqlite::types::Value;
use rusqlite::{OptionalExtension, Row, params, params_from_iter};
use tellings_model::{Note, Page, Story};
use tellings_record::{StoryLine, Tally};

/// A story as a list shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoryRow {
    /// Its key.
    pub key: String,
    /// Its headline.
    pub title: String,
    /// The day of its first telling, where one is known.
    pub first_day: Option<String>,
    /// The day of its last telling.
    pub last_day: Option<String>,
    /// Its numbers.
    pub tally: Tally,
}

/// An article as a list shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArticleRow {
    /// The key of its page.
    pub key: String,
    /// Its headline.
    pub title: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// When, as the story settles it; before it is told, as the page says.
    pub day: Option<String>,
    /// Where it came from, as the user named it.
    pub path: Option<String>,
    /// The key of the story it tells; `None` until it is told.
    pub story: Option<String>,
    /// Its place among the witnesses, from 0.
    pub siglum: Option<u32>,
    /// Its words.
    pub n_words: usize,
}

/// A told story with the keys of its articles.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredStory {
    /// The story; tokens are not kept.
    pub story: Story,
    /// Its articles, in order of their sigla.
    pub articles: Vec<ArticleRow>,
}

/// A name with the number of articles that mention it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameRow {
    /// Its key.
    pub key: String,
    /// `PER`, `ORG`, `LOC` or `MISC`.
    pub kind: String,
    /// The name.
    pub name: String,
    /// Articles that mention it.
    pub n: usize,
}

/// A name, and the articles that mention it; with each, whether the named speaks there.
pub type Named = (NameRow, Vec<(ArticleRow, bool)>);

/// What a list of stories is narrowed to; everything given must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facets {
    /// A day on which it was told.
    pub day: Option<String>,
    /// The key of a name that one of its articles mentions.
    pub name: Option<String>,
    /// An outlet that tells it.
    pub outlet: Option<String>,
    /// What stands out: `conflict`, `superseded`, `altered`, `speakers`.
    pub flag: Option<String>,
    /// Whether stories with one telling are listed too.
    pub alone: bool,
}

/// What the store holds, in numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Pages.
    pub n_pages: usize,
    /// Articles.
    pub n_articles: usize,
    /// Stories.
    pub n_stories: usize,
    /// Stories with two tellings or more.
    pub n_several: usize,
    /// Articles that wait to be told.
    pub n_waiting: usize,
    /// Inputs that could not be read.
    pub n_unreadable: usize,
}

const STORY: &str = "story.key, story.title, first_day, last_day, n_articles, n_outlets, n_unnamed, \
    n_origins, n_conflicts, n_superseded, n_altered, n_differ, origins";

const ARTICLE: &str = "page.key, article.title, article.outlet, ifnull(told_day, day), page.path, \
    (SELECT key FROM story WHERE story.id = article.story), siglum, n_words";

const FROM: &str = "FROM article JOIN page ON page.id = article.id";

impl Reader {
    /// Some stories, those told last first, and how many there are in all.
    pub fn stories(
        &self,
        facets: &Facets,
        offset: usize,
        limit: usize,
    ) -> Result<(Vec<StoryRow>, usize), StoreError> {
        let (holds, given) = facets.clause();
        let count = format!("SELECT count(*) FROM story WHERE {holds}");
        let n: i64 = self
            .connection
            .prepare_cached(&count)?
            .query_row(params_from_iter(&given), |row| row.get(0))?;
        let list = format!(
            "SELECT {STORY} FROM story WHERE {holds} \
             ORDER BY last_day DESC, id DESC LIMIT {limit} OFFSET {offset}"
        );
        let mut select = self.connection.prepare_cached(&list)?;
        let rows = select.query_map(params_from_iter(&given), |row| story_row(row, 0))?;
        Ok((rows.collect::<Result<_, _>>()?, usize::try_from(n).unwrap_or(0)))
    }

    /// The story of a key.
    pub fn story(&self, key: &str) -> Result<Option<StoredStory>, StoreError> {
        let sql = "SELECT id, n_bytes, bytes FROM story JOIN record ON story = id WHERE key = ?1";
        let damaged = || StoreError::damaged(format!("story {key}"));
        // One snapshot: a telling may go on meanwhile.
        let snapshot = self.connection.unchecked_transaction()?;
        let found = snapshot
            .prepare_cached(sql)?
            .query_row([key], |row| {
                let packed: Vec<u8> = row.get(2)?;
                Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?, packed))
            })
            .optional()?;
        let Some((id, n_bytes, packed)) = found else { return Ok(None) };
        let articles = self.articles_where("story", &Value::from(id))?;
        let mut texts =
            snapshot.prepare_cached("SELECT text FROM article WHERE story = ?1 ORDER BY siglum")?;
        let texts = texts.query_map([id], |row| row.get(0))?.collect::<Result<Vec<_>, _>>()?;
        let json = unpack(&packed, n_bytes, &format!("story {key}"))?;
        let columns = serde_json::from_slice(&json).map_err(|_| damaged())?;
        let record = by_rows(columns).ok_or_else(damaged)?;
        let line: StoryLine = serde_json::from_value(record).map_err(|_| damaged())?;
        Ok(Some(StoredStory { story: line.filled(texts).map_err(|_| damaged())?, articles }))
    }

    /// What the story of a key is made of, as a hash: as long as it stays, the story does.
    pub fn story_version(&self, key: &str) -> Result<Option<String>, StoreError> {
        let sql = "SELECT members || ' ' || method FROM story WHERE key = ?1";
        Ok(self.connection.prepare_cached(sql)?.query_row([key], |row| row.get(0)).optional()?)
    }

    /// The newest stories: their keys, each with its [version](Self::story_version).
    pub fn newest(&self, limit: usize) -> Result<Vec<(String, String)>, StoreError> {
        let sql = "SELECT key, members || ' ' || method FROM story \
                   ORDER BY last_day DESC, id DESC LIMIT ?1";
        let mut select = self.connection.prepare_cached(sql)?;
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let stories = select.query_map([limit], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(stories.collect::<Result<_, _>>()?)
    }

    /// A number that stays as long as no other connection writes.
    pub fn state(&self) -> Result<i64, StoreError> {
        Ok(self.connection.pragma_query_value(None, "data_version", |row| row.get(0))?)
    }

    /// The key of the story that a former key leads to.
    pub fn moved(&self, key: &str) -> Result<Option<String>, StoreError> {
        let sql = "SELECT story.key FROM former JOIN article ON article.id = former.article \
                   JOIN story ON story.id = article.story WHERE former.key = ?1";
        Ok(self.connection.prepare_cached(sql)?.query_row([key], |row| row.get(0)).optional()?)
    }

    /// What a list says of the story of a key.
    pub fn story_row(&self, key: &str) -> Result<Option<StoryRow>, StoreError> {
        let sql = format!("SELECT {STORY} FROM story WHERE key = ?1");
        let mut select = self.connection.prepare_cached(&sql)?;
        Ok(select.query_row([key], |row| story_row(row, 0)).optional()?)
    }

    /// The article of a key.
    pub fn article(&self, key: &str) -> Result<Option<ArticleRow>, StoreError> {
        let sql = format!("SELECT {ARTICLE} {FROM} WHERE page.key = ?1");
        let mut select = self.connection.prepare_cached(&sql)?;
        Ok(select.query_row([key], article_row).optional()?)
    }

    /// The articles of the story of a key, in order of their sigla.
    pub fn articles_of(&self, story: &str) -> Result<Vec<ArticleRow>, StoreError> {
        let sql = "SELECT id FROM story WHERE key = ?1";
        let id: Option<i64> =
            self.connection.prepare_cached(sql)?.query_row([story], |row| row.get(0)).optional()?;
        id.map_or_else(|| Ok(Vec::new()), |id| self.articles_where("story", &Value::from(id)))
    }

    /// The people that the articles of a story mention, by name.
    pub fn people_of(&self, story: &str) -> Result<Vec<String>, StoreError> {
        let sql = "SELECT DISTINCT name.name FROM story JOIN article ON article.story = story.id \
            JOIN mention ON mention.article = article.id JOIN name ON name.id = mention.name \
            WHERE story.key = ?1 AND name.kind = 'PER' ORDER BY name.name";
        let mut select = self.connection.prepare_cached(sql)?;
        let names = select.query_map([story], |row| row.get(0))?;
        Ok(names.collect::<Result<_, _>>()?)
    }

    /// The stories that some pages tell now.
    pub fn stories_of_pages(
        &self,
        pages: &[Page],
        limit: usize,
    ) -> Result<Vec<StoryRow>, StoreError> {
        let mut keys: Vec<String> = Vec::new();
        for page in pages {
            let story = self.article(&crate::page::key(page))?.and_then(|row| row.story);
            if let Some(story) = story.filter(|story| !keys.contains(story)) {
                keys.push(story);
            }
            if keys.len() == limit {
                break;
            }
        }
        let rows: Result<Vec<_>, _> = keys.iter().map(|key| self.story_row(key)).collect();
        Ok(rows?.into_iter().flatten().collect())
    }

    /// How many articles wait to be told.
    pub fn n_waiting(&self) -> Result<usize, StoreError> {
        let sql = "SELECT count(*) FROM article WHERE story IS NULL";
        let n: i64 = self.connection.prepare_cached(sql)?.query_row([], |row| row.get(0))?;
        Ok(usize::try_from(n).unwrap_or(0))
    }

    /// The outlet of a key.
    pub fn outlet_name(&self, key: &str) -> Result<Option<String>, StoreError> {
        let sql = "SELECT name FROM name WHERE key = ?1 AND kind = 'OUTLET'";
        Ok(self.connection.prepare_cached(sql)?.query_row([key], |row| row.get(0)).optional()?)
    }

    /// The articles of an outlet, the latest first.
    pub fn outlet(&self, name: &str, limit: usize) -> Result<Vec<ArticleRow>, StoreError> {
        let sql = format!(
            "SELECT {ARTICLE} {FROM} WHERE article.outlet = ?1 ORDER BY day DESC LIMIT {limit}"
        );
        let mut select = self.connection.prepare_cached(&sql)?;
        let rows = select.query_map([name], article_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// How many articles of an outlet there are, how many stories they tell, and how many of them
    /// copy or reword another text.
    pub fn outlet_numbers(&self, name: &str) -> Result<[usize; 3], StoreError> {
        let sql = "SELECT count(*), count(DISTINCT story), \
            count(DISTINCT (SELECT copy FROM descent WHERE descent.story = article.story \
            AND copy = article.id AND kind <> 'cites' LIMIT 1)) FROM article WHERE outlet = ?1";
        let numbers = self.connection.prepare_cached(sql)?.query_row([name], |row| {
            Ok([row.get::<_, i64>(0)?, row.get::<_, i64>(1)?, row.get::<_, i64>(2)?])
        })?;
        Ok(numbers.map(|n| usize::try_from(n).unwrap_or(0)))
    }

    /// The name of a key, and the articles that mention it, with whether it speaks there.
    pub fn name(&self, key: &str, limit: usize) -> Result<Option<Named>, StoreError> {
        let sql = "SELECT key, kind, name, (SELECT count(*) FROM mention WHERE name = name.id) \
                   FROM name WHERE key = ?1";
        let found = self.connection.prepare_cached(sql)?.query_row([key], name_row).optional()?;
        let Some(name) = found else { return Ok(None) };
        let sql = format!(
            "SELECT {ARTICLE}, speaks {FROM} JOIN mention ON mention.article = article.id \
             JOIN name ON name.id = mention.name WHERE name.key = ?1 ORDER BY day DESC LIMIT {limit}"
        );
        let mut select = self.connection.prepare_cached(&sql)?;
        let rows = select.query_map([key], |row| Ok((article_row(row)?, row.get(8)?)))?;
        Ok(Some((name, rows.collect::<Result<_, _>>()?)))
    }

    /// The names that the articles of some stories mention most, of one kind.
    pub fn names_of(
        &self,
        stories: &[StoryRow],
        kind: &str,
        limit: usize,
    ) -> Result<Vec<NameRow>, StoreError> {
        let marks = vec!["?"; stories.len()].join(",");
        let sql = format!(
            "SELECT name.key, name.kind, name.name, count(DISTINCT article.story) AS n FROM story \
             JOIN article ON article.story = story.id JOIN mention ON mention.article = article.id \
             JOIN name ON name.id = mention.name WHERE story.key IN ({marks}) AND name.kind = ? \
             GROUP BY name.id ORDER BY n DESC, name.name LIMIT {limit}"
        );
        let given = stories.iter().map(|story| story.key.as_str()).chain([kind]);
        let mut select = self.connection.prepare(&sql)?;
        let rows = select.query_map(params_from_iter(given), name_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The outlets that tell most of some stories.
    pub fn outlets_of(
        &self,
        stories: &[StoryRow],
        limit: usize,
    ) -> Result<Vec<(String, usize)>, StoreError> {
        let marks = vec!["?"; stories.len()].join(",");
        let sql = format!(
            "SELECT outlet, count(DISTINCT article.story) AS n FROM story \
             JOIN article ON article.story = story.id WHERE story.key IN ({marks}) \
             AND outlet IS NOT NULL GROUP BY outlet ORDER BY n DESC, outlet LIMIT {limit}"
        );
        let given = stories.iter().map(|story| story.key.as_str());
        let mut select = self.connection.prepare(&sql)?;
        let rows = select.query_map(params_from_iter(given), |row| {
            Ok((row.get(0)?, usize::try_from(row.get::<_, i64>(1)?).unwrap_or(0)))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Notes on the input, those that could not be read first.
    pub fn notes(&self, limit: usize) -> Result<Vec<Note>, StoreError> {
        let sql = format!(
            "SELECT path, byte, what, remedy, unreadable FROM note \
             ORDER BY unreadable DESC, id DESC LIMIT {limit}"
        );
        let mut select = self.connection.prepare_cached(&sql)?;
        let rows = select.query_map([], |row| {
            Ok(Note {
                path: row.get(0)?,
                byte: row.get::<_, Option<i64>>(1)?.and_then(|byte| u64::try_from(byte).ok()),
                what: row.get(2)?,
                remedy: row.get(3)?,
                unreadable: row.get(4)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// What the store holds.
    pub fn counts(&self) -> Result<Counts, StoreError> {
        let sql = "SELECT (SELECT count(*) FROM page), (SELECT count(*) FROM article), \
            (SELECT count(*) FROM story), (SELECT count(*) FROM story WHERE n_articles > 1), \
            (SELECT count(*) FROM article WHERE story IS NULL), \
            (SELECT count(*) FROM note WHERE unreadable)";
        let numbers = self.connection.prepare_cached(sql)?.query_row([], |row| {
            (0..6).map(|column| row.get::<_, i64>(column)).collect::<Result<Vec<_>, _>>()
        })?;
        let at = |n: usize| numbers.get(n).and_then(|&n| usize::try_from(n).ok()).unwrap_or(0);
        Ok(Counts {
            n_pages: at(0),
            n_articles: at(1),
            n_stories: at(2),
            n_several: at(3),
            n_waiting: at(4),
            n_unreadable: at(5),
        })
    }

    /// The keys of all stories, or of all articles, in order.
    pub fn keys(&self, of: Keys) -> Result<Vec<String>, StoreError> {
        let sql = match of {
            Keys::Stories => "SELECT key FROM story ORDER BY key",
            Keys::Articles => {
                "SELECT page.key FROM article JOIN page ON page.id = article.id ORDER BY page.key"
            }
            Keys::Names => {
                "SELECT key FROM name WHERE EXISTS \
                 (SELECT 1 FROM mention WHERE mention.name = name.id) ORDER BY key"
            }
            Keys::Outlets => "SELECT key FROM name WHERE kind = 'OUTLET' ORDER BY key",
        };
        let mut select = self.connection.prepare_cached(sql)?;
        let keys = select.query_map([], |row| row.get(0))?;
        Ok(keys.collect::<Result<_, _>>()?)
    }

    fn articles_where(&self, column: &str, value: &Value) -> Result<Vec<ArticleRow>, StoreError> {
        let sql = format!("SELECT {ARTICLE} {FROM} WHERE article.{column} = ?1 ORDER BY siglum");
        let mut select = self.connection.prepare_cached(&sql)?;
        let rows = select.query_map(params![value], article_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

/// What keys to list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keys {
    /// Those of stories.
    Stories,
    /// Those of articles.
    Articles,
    /// Those of names that are mentioned.
    Names,
    /// Those of outlets.
    Outlets,
}

impl Facets {
    /// What must hold of a story, in SQL, and the values in it.
    fn clause(&self) -> (String, Vec<Value>) {
        let mut holds = vec!["1".to_owned()];
        let mut given = Vec::new();
        if !self.alone {
            holds.push("n_articles > 1".to_owned());
        }
        if let Some(day) = &self.day {
            given.push(Value::from(day.clone()));
            holds.push(
                "EXISTS (SELECT 1 FROM article WHERE article.story = story.id \
                 AND told_day = ?)"
                    .to_owned(),
            );
        }
        if let Some(name) = &self.name {
            given.push(Value::from(name.clone()));
            holds.push(
                "story.id IN (SELECT article.story FROM name JOIN mention \
                 ON mention.name = name.id JOIN article ON article.id = mention.article \
                 WHERE name.key = ?)"
                    .to_owned(),
            );
        }
        if let Some(outlet) = &self.outlet {
            given.push(Value::from(outlet.clone()));
            holds.push("story.id IN (SELECT story FROM article WHERE outlet = ?)".to_owned());
        }
        let flag = match self.flag.as_deref() {
            Some("conflict") => Some("n_conflicts > 0"),
            Some("superseded") => Some("n_superseded > 0"),
            Some("altered") => Some("n_altered > 0"),
            Some("speakers") => Some("n_differ > 0"),
            _ => None,
        };
        holds.extend(flag.map(str::to_owned));
        (holds.join(" AND "), given)
    }
}

/// Reads the columns of [`STORY`], the first of them at `at`.
pub(crate) fn story_row(row: &Row<'_>, at: usize) -> Result<StoryRow, rusqlite::Error> {
    let number = |n: usize| -> Result<usize, rusqlite::Error> {
        Ok(usize::try_from(row.get::<_, i64>(at + n)?).unwrap_or(0))
    };
    let origins: String = row.get(at + 12)?;
    Ok(StoryRow {
        key: row.get(at)?,
        title: row.get(at + 1)?,
        first_day: row.get(at + 2)?,
        last_day: row.get(at + 3)?,
        tally: Tally {
            n_articles: number(4)?,
            n_outlets: number(5)?,
            n_unnamed: number(6)?,
            n_origins: number(7)?,
            n_conflicts: number(8)?,
            n_superseded: number(9)?,
            n_altered: number(10)?,
            n_differ: number(11)?,
            origins: origins.split(' ').filter_map(|n| n.parse().ok()).collect(),
        },
    })
}

/// The columns of a story's row.
pub(crate) fn story_columns() -> &'static str {
    STORY
}

fn article_row(row: &Row<'_>) -> Result<ArticleRow, rusqlite::Error> {
    Ok(ArticleRow {
        key: row.get(0)?,
        title: row.get(1)?,
        outlet: row.get(2)?,
        day: row.get(3)?,
        path: row.get(4)?,
        story: row.get(5)?,
        siglum: row.get::<_, Option<i64>>(6)?.and_then(|n| u32::try_from(n).ok()),
        n_words: usize::try_from(row.get::<_, i64>(7)?).unwrap_or(0),
    })
}

fn name_row(row: &Row<'_>) -> Result<NameRow, rusqlite::Error> {
    Ok(NameRow {
        key: row.get(0)?,
        kind: row.get(1)?,
        name: row.get(2)?,
        n: usize::try_from(row.get::<_, i64>(3)?).unwrap_or(0),
    })
}
