//! What people correct: an append-only journal, and what it does to groups and stories.

use crate::StoreError;
use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::{Connection, params};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// One thing that a person knows better. Articles are named by the keys of their pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Correction {
    /// These articles tell another story than the rest of the one they were in.
    Split {
        /// The articles that go.
        articles: Vec<String>,
        /// The articles that stay.
        from: Vec<String>,
    },
    /// The stories of these articles are one.
    Merge {
        /// An article of each.
        articles: Vec<String>,
    },
    /// Two names of one story name one person.
    SameSpeaker {
        /// An article of the story.
        article: String,
        /// The name to keep.
        name: String,
        /// The other name.
        other: String,
    },
    /// Neither of two articles was written from the other.
    NotACopy {
        /// The one.
        article: String,
        /// The other.
        other: String,
    },
    /// An article was published on this day.
    PinDate {
        /// The article.
        article: String,
        /// The day.
        day: Date,
    },
    /// An earlier correction no longer holds.
    Undo {
        /// Its number in the journal.
        entry: i64,
    },
}

/// A correction as the journal keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JournalEntry {
    /// Its number.
    pub number: i64,
    /// When it was made.
    pub made: Timestamp,
    /// Who made it.
    pub author: String,
    /// Why.
    pub reason: String,
    /// What.
    pub correction: Correction,
    /// Whether a later entry undoes it.
    pub undone: bool,
}

impl Correction {
    /// The word of its kind: `split`, `merge`, `same-speaker`, `not-a-copy`, `pin-date`, `undo`.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Split { .. } => "split",
            Self::Merge { .. } => "merge",
            Self::SameSpeaker { .. } => "same-speaker",
            Self::NotACopy { .. } => "not-a-copy",
            Self::PinDate { .. } => "pin-date",
            Self::Undo { .. } => "undo",
        }
    }

    /// The articles it speaks of.
    pub fn articles(&self) -> Vec<&str> {
        match self {
            Self::Split { articles, from } => {
                articles.iter().chain(from).map(String::as_str).collect()
            }
            Self::Merge { articles } => articles.iter().map(String::as_str).collect(),
            Self::NotACopy { article, other } => vec![article, other],
            Self::SameSpeaker { article, .. } | Self::PinDate { article, .. } => vec![article],
            Self::Undo { .. } => Vec::new(),
        }
    }

    /// Whether it says anything at all.
    pub(crate) fn check(&self) -> Result<(), StoreError> {
        let wrong = |what: &str| Err(StoreError::Correction(what.to_owned()));
        match self {
            Self::Split { articles, from } if articles.is_empty() || from.is_empty() => {
                wrong("a split leaves articles on both sides")
            }
            Self::Split { articles, from } if articles.iter().any(|key| from.contains(key)) => {
                wrong("an article cannot go and stay")
            }
            Self::Merge { articles } if articles.len() < 2 => {
                wrong("a merge names an article of two stories or more")
            }
            Self::SameSpeaker { name, other, .. } if name.is_empty() || name == other => {
                wrong("two different names are needed")
            }
            Self::NotACopy { article, other } if article == other => {
                wrong("two different articles are needed")
            }
            _ => Ok(()),
        }
    }

    /// What it says beside its kind, as the journal writes it.
    pub fn to_json(&self) -> Value {
        match self {
            Self::Split { articles, from } => json!({ "articles": articles, "from": from }),
            Self::Merge { articles } => json!({ "articles": articles }),
            Self::SameSpeaker { article, name, other } => {
                json!({ "article": article, "name": name, "other": other })
            }
            Self::NotACopy { article, other } => json!({ "article": article, "other": other }),
            Self::PinDate { article, day } => {
                json!({ "article": article, "day": day.to_string() })
            }
            Self::Undo { entry } => json!({ "entry": entry }),
        }
    }

    fn from_json(kind: &str, what: &Value) -> Option<Self> {
        let text = |field: &str| what.get(field).and_then(Value::as_str).map(str::to_owned);
        let texts = |field: &str| -> Option<Vec<String>> {
            let list = what.get(field)?.as_array()?;
            list.iter().map(|text| text.as_str().map(str::to_owned)).collect()
        };
        match kind {
            "split" => Some(Self::Split { articles: texts("articles")?, from: texts("from")? }),
            "merge" => Some(Self::Merge { articles: texts("articles")? }),
            "same-speaker" => Some(Self::SameSpeaker {
                article: text("article")?,
                name: text("name")?,
                other: text("other")?,
            }),
            "not-a-copy" => {
                Some(Self::NotACopy { article: text("article")?, other: text("other")? })
            }
            "pin-date" => {
                Some(Self::PinDate { article: text("article")?, day: text("day")?.parse().ok()? })
            }
            "undo" => Some(Self::Undo { entry: what.get("entry")?.as_i64()? }),
            _ => None,
        }
    }
}

/// The whole journal, the oldest entry first.
pub(crate) fn journal(from: &Connection) -> Result<Vec<JournalEntry>, StoreError> {
    let mut select = from.prepare_cached(
        "SELECT id, made, author, reason, kind, what FROM correction ORDER BY id",
    )?;
    let mut rows = select.query([])?;
    let mut entries = Vec::new();
    while let Some(row) = rows.next()? {
        let number: i64 = row.get(0)?;
        let damaged = || StoreError::damaged(format!("correction {number}"));
        let made: String = row.get(1)?;
        let (kind, what): (String, String) = (row.get(4)?, row.get(5)?);
        let what: Value = serde_json::from_str(&what).map_err(|_| damaged())?;
        entries.push(JournalEntry {
            number,
            made: made.parse().map_err(|_| damaged())?,
            author: row.get(2)?,
            reason: row.get(3)?,
            correction: Correction::from_json(&kind, &what).ok_or_else(damaged)?,
            undone: false,
        });
    }
    // An undoing may be undone itself, so the latest speak first.
    let mut undone = BTreeSet::new();
    for entry in entries.iter_mut().rev() {
        entry.undone = undone.contains(&entry.number);
        if let (Correction::Undo { entry }, false) = (&entry.correction, entry.undone) {
            undone.insert(*entry);
        }
    }
    Ok(entries)
}

pub(crate) fn append(
    to: &Connection,
    correction: &Correction,
    author: &str,
    reason: &str,
    made: Timestamp,
) -> Result<i64, StoreError> {
    to.execute(
        "INSERT INTO correction (made, author, reason, kind, what) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![
            made.to_string(),
            author,
            reason,
            correction.kind(),
            correction.to_json().to_string()
        ],
    )?;
    Ok(to.last_insert_rowid())
}

/// What the journal says of groups: applied to groups of articles by their keys, in order of
/// the journal. The groups come back in order of their first article, each in its own order.
pub(crate) fn regroup<'a>(
    mut groups: Vec<Vec<&'a str>>,
    corrections: &[&Correction],
) -> Vec<Vec<&'a str>> {
    for correction in corrections {
        match correction {
            Correction::Split { articles, from } => split(&mut groups, articles, from),
            Correction::Merge { articles } => merge(&mut groups, articles),
            Correction::SameSpeaker { .. }
            | Correction::NotACopy { .. }
            | Correction::PinDate { .. }
            | Correction::Undo { .. } => {}
        }
    }
    groups
}

/// Takes `articles` out of every group that also holds one of `from`; they become one group.
fn split(groups: &mut Vec<Vec<&str>>, articles: &[String], from: &[String]) {
    let goes: BTreeSet<&str> = articles.iter().map(String::as_str).collect();
    let stays: BTreeSet<&str> = from.iter().map(String::as_str).collect();
    let mut gone = Vec::new();
    for group in groups.iter_mut() {
        if group.iter().any(|key| stays.contains(key)) {
            let (out, kept) = group.iter().partition(|key| goes.contains(*key));
            *group = kept;
            gone.extend::<Vec<&str>>(out);
        }
    }
    if !gone.is_empty() {
        groups.push(gone);
    }
}

/// Makes one group of those that hold the articles.
fn merge(groups: &mut Vec<Vec<&str>>, articles: &[String]) {
    let named: BTreeSet<&str> = articles.iter().map(String::as_str).collect();
    let (together, rest): (Vec<_>, Vec<_>) =
        groups.drain(..).partition(|group| group.iter().any(|key| named.contains(key)));
    *groups = rest;
    let merged: Vec<&str> = together.into_iter().flatten().collect();
    if !merged.is_empty() {
        groups.push(merged);
    }
}

/// The days that people pinned, by article; the last word counts.
pub(crate) fn pinned(journal: &[JournalEntry]) -> BTreeMap<&str, Date> {
    let entries = journal.iter().filter(|entry| !entry.undone);
    let pins = entries.filter_map(|entry| match &entry.correction {
        Correction::PinDate { article, day } => Some((article.as_str(), *day)),
        _ => None,
    });
    pins.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(keys: &str) -> Vec<String> {
        keys.split(' ').map(str::to_owned).collect()
    }

    #[test]
    fn what_is_split_stays_split_when_articles_come() {
        let split = Correction::Split { articles: keys("c d"), from: keys("a b") };
        let groups = regroup(vec![vec!["a", "b", "c", "d", "new"]], &[&split]);
        assert_eq!(groups, [vec!["a", "b", "new"], vec!["c", "d"]]);
    }

    #[test]
    fn a_merge_takes_whole_groups() {
        let merge = Correction::Merge { articles: keys("a c") };
        let groups = regroup(vec![vec!["a", "b"], vec!["c", "d"], vec!["e"]], &[&merge]);
        assert_eq!(groups, [vec!["e"], vec!["a", "b", "c", "d"]]);
    }

    #[test]
    fn corrections_survive_the_journal() {
        let all = [
            Correction::Split { articles: keys("c d"), from: keys("a") },
            Correction::Merge { articles: keys("a c") },
            Correction::SameSpeaker {
                article: "a".into(),
                name: "Ada Cole".into(),
                other: "Cole".into(),
            },
            Correction::NotACopy { article: "a".into(), other: "b".into() },
            Correction::PinDate { article: "a".into(), day: jiff::civil::date(2025, 5, 3) },
            Correction::Undo { entry: 3 },
        ];
        for correction in all {
            let read = Correction::from_json(correction.kind(), &correction.to_json());
            assert_eq!(read, Some(correction));
        }
    }
}
