//! `/journal`, and what its forms send: corrections by people.

use super::{Frame, html};
use crate::answer::{Answer, Kind, Problem};
use crate::desk::Desk;
use crate::route::Asked;
use askama::Template;
use serde::Serialize;
use tellings_store::{Correction, JournalEntry, Reader};

#[derive(Template)]
#[template(path = "journal.html")]
struct Page {
    frame: Frame,
    token: String,
    entries: Vec<Row>,
}

struct Row {
    entry: JournalEntry,
    /// What it says, in words.
    says: String,
    /// Where to look at what it is about.
    story: Option<String>,
}

/// An entry of the journal, as JSON.
#[derive(Serialize, schemars::JsonSchema)]
pub(crate) struct EntryItem {
    /// Its number.
    number: i64,
    /// When it was made, UTC.
    made: String,
    /// Who made it.
    author: String,
    /// Why.
    reason: String,
    /// `split`, `merge`, `same-speaker`, `not-a-copy`, `pin-date` or `undo`.
    kind: String,
    /// What it says; articles by their keys.
    what: serde_json::Value,
    /// Whether a later entry undoes it.
    undone: bool,
}

pub(crate) fn answer(asked: &Asked<'_>) -> Result<Answer, Problem> {
    let mut entries = asked.store.journal()?;
    entries.reverse();
    match asked.kind {
        Kind::Json => {
            let items: Vec<EntryItem> = entries.iter().map(EntryItem::from).collect();
            Answer::json(&items)
        }
        Kind::Csv => {
            let head = ["number", "made", "author", "reason", "kind", "what", "undone"];
            let mut table = vec![head.map(str::to_owned).to_vec()];
            table.extend(entries.iter().map(EntryItem::from).map(|item| {
                let (what, undone) = (item.what.to_string(), item.undone.to_string());
                let number = item.number.to_string();
                vec![number, item.made, item.author, item.reason, item.kind, what, undone]
            }));
            Ok(Answer::csv(&table))
        }
        _ => {
            let rows = entries.into_iter().map(|entry| row(asked.store, entry));
            let entries = rows.collect::<Result<_, Problem>>()?;
            let frame = Frame::new(asked, "journal", "Journal of corrections")?
                .with_forms("journal", &[(Kind::Json, "JSON"), (Kind::Csv, "CSV")]);
            html(&Page { frame, token: crate::guard::form_token(asked.desk), entries })
        }
    }
}

impl From<&JournalEntry> for EntryItem {
    fn from(entry: &JournalEntry) -> Self {
        Self {
            number: entry.number,
            made: entry.made.to_string(),
            author: entry.author.clone(),
            reason: entry.reason.clone(),
            kind: entry.correction.kind().to_owned(),
            what: entry.correction.to_json(),
            undone: entry.undone,
        }
    }
}

fn row(store: &Reader, entry: JournalEntry) -> Result<Row, Problem> {
    let named = |key: &String| -> Result<String, Problem> {
        let row = store.article(key)?;
        let title = row.map(|row| match (row.title, row.outlet) {
            (Some(title), Some(outlet)) => format!("“{title}” ({outlet})"),
            (Some(title), None) => format!("“{title}”"),
            (None, outlet) => outlet.unwrap_or_else(|| key.clone()),
        });
        Ok(title.unwrap_or_else(|| key.clone()))
    };
    let all = |keys: &[String]| -> Result<String, Problem> {
        Ok(keys.iter().map(named).collect::<Result<Vec<_>, _>>()?.join(", "))
    };
    let says = match &entry.correction {
        Correction::Split { articles, from } => {
            format!("{} tells another story than {}", all(articles)?, all(from)?)
        }
        Correction::Merge { articles } => format!("One story: {}", all(articles)?),
        Correction::SameSpeaker { name, other, .. } => format!("{name} and {other} are one person"),
        Correction::NotACopy { article, other } => {
            format!("Neither copies the other: {}, {}", named(article)?, named(other)?)
        }
        Correction::PinDate { article, day } => {
            format!("{} was published on {day}", named(article)?)
        }
        Correction::Undo { entry } => format!("Entry {entry} no longer holds"),
    };
    let story = match entry.correction.articles().first() {
        Some(key) => store.article(key)?.and_then(|row| row.story),
        None => None,
    };
    Ok(Row { entry, says, story })
}

/// Takes a form, writes the correction, has it obeyed, and leads to where it can be seen.
pub(crate) fn correct(desk: &Desk, form: &[(String, String)]) -> Result<Answer, Problem> {
    let field = |name: &str| {
        let found = form.iter().find(|(field, _)| field == name);
        found.map_or("", |(_, value)| value.trim())
    };
    let correction = desk.read(|store| read_form(store, form, &field))?;
    let (author, reason) = (field("author"), field("reason"));
    if author.is_empty() || reason.is_empty() {
        return Err(Problem::wrong("A correction names its author and its reason."));
    }
    if author.len() > 200 || reason.len() > 2_000 {
        return Err(Problem::wrong("Author or reason is too long: 200 and 2,000 letters at most."));
    }
    let made = jiff::Timestamp::now();
    desk.write(|store| store.correct(&correction, author, reason, made))?;
    desk.tell_and_wait();
    let first = correction.articles().first().map(|key| (*key).to_owned());
    let story = match first {
        Some(key) => desk.read(|store| Ok(store.article(&key)?.and_then(|row| row.story)))?,
        None => None,
    };
    Ok(Answer::See(story.map_or_else(|| "/journal".to_owned(), |key| format!("/s/{key}"))))
}

fn read_form<'a>(
    store: &Reader,
    form: &'a [(String, String)],
    field: &impl Fn(&str) -> &'a str,
) -> Result<Correction, Problem> {
    let chosen: Vec<String> =
        form.iter().filter(|(name, _)| name == "article").map(|(_, key)| key.clone()).collect();
    let first = || chosen.first().cloned().unwrap_or_default();
    Ok(match field("kind") {
        "split" => {
            let all = store.articles_of(field("story"))?;
            let stays = all.into_iter().map(|row| row.key).filter(|key| !chosen.contains(key));
            let from: Vec<String> = stays.collect();
            if chosen.is_empty() || from.is_empty() {
                let what = "Choose the tellings that go; at least one has to stay.";
                return Err(Problem::wrong(what));
            }
            Correction::Split { articles: chosen, from }
        }
        "merge" => {
            let other = field("other").trim_end_matches('/');
            let other = other.rsplit('/').next().unwrap_or("");
            let of = |key: &str| -> Result<String, Problem> {
                let first = store.articles_of(key)?.into_iter().next();
                let what = "Paste the address of the other story; it looks like /s/s0123….";
                Ok(first.ok_or_else(|| Problem::wrong(what))?.key)
            };
            let (one, other) = (of(field("story"))?, of(other)?);
            if one == other {
                return Err(Problem::wrong("That is the same story."));
            }
            Correction::Merge { articles: vec![one, other] }
        }
        "same-speaker" => Correction::SameSpeaker {
            article: first(),
            name: field("name").to_owned(),
            other: field("other").to_owned(),
        },
        "not-a-copy" => Correction::NotACopy { article: first(), other: field("other").to_owned() },
        "pin-date" => {
            let day = field("day").parse();
            let day = day.map_err(|_| Problem::wrong("The day looks like 2025-05-03."))?;
            Correction::PinDate { article: first(), day }
        }
        "undo" => {
            let entry = field("entry").parse();
            Correction::Undo { entry: entry.map_err(|_| Problem::wrong("Which entry?"))? }
        }
        _ => return Err(Problem::wrong("There is no such correction.")),
    })
}
