//! One told story as rows.

use crate::StoreError;
use crate::columns::by_columns;
use crate::file::pack;
use rusqlite::{Connection, params};
use std::collections::{BTreeMap, BTreeSet};
use tellings_model::{EntityKind, Story};
use tellings_record::schema::{EntityType, EntryRow};
use tellings_record::{StoryLine, Tally, cut, word};

/// A story, ready to be written.
pub(crate) struct Ready {
    line: StoryLine,
    /// The texts that the line speaks of.
    texts: Vec<String>,
    tally: Tally,
    record: Vec<u8>,
    n_bytes: i64,
    /// The articles, in order of their sigla.
    articles: Vec<i64>,
    members: String,
    names: Vec<Named>,
}

/// A name of the story, and for each article that mentions it whether it speaks there.
struct Named {
    kind: EntityType,
    name: String,
    articles: BTreeMap<i64, bool>,
}

impl Ready {
    /// Makes the rows of a story; the heavy part, done outside of any transaction.
    pub(crate) fn new(
        story: &Story,
        articles: Vec<i64>,
        members: String,
    ) -> Result<Self, StoreError> {
        let line = StoryLine::new(story).lean();
        let wrong = |error: serde_json::Error| StoreError::Io(error.into());
        let columns = by_columns(serde_json::to_value(&line).map_err(wrong)?);
        let json = serde_json::to_vec(&columns).map_err(wrong)?;
        let texts = story.witnesses.iter().map(|witness| witness.article.text().to_owned());
        Ok(Self {
            tally: Tally::of(story),
            record: pack(&json)?,
            n_bytes: i64::try_from(json.len()).unwrap_or(i64::MAX),
            names: names(story, &articles),
            texts: texts.collect(),
            line,
            articles,
            members,
        })
    }
}

fn names(story: &Story, articles: &[i64]) -> Vec<Named> {
    let kind = |kind: EntityKind| EntityType::from(kind);
    let mut named: Vec<Named> = story
        .entities
        .iter()
        .map(|e| Named { kind: kind(e.kind), name: e.name.clone(), articles: BTreeMap::new() })
        .collect();
    let mut strangers: BTreeMap<String, BTreeMap<i64, bool>> = BTreeMap::new();
    for (witness, &article) in story.witnesses.iter().zip(articles) {
        let found = &witness.annotations;
        for mention in &found.mentions {
            let entity = mention.entity.map(|entity| (entity.0 as usize).saturating_sub(1));
            if let Some(named) = entity.and_then(|at| named.get_mut(at)) {
                named.articles.entry(article).or_insert(false);
            }
        }
        for speaker in found.quotes.iter().filter_map(|quote| quote.speaker.as_ref().ok()) {
            let entity = speaker.entity.map(|entity| (entity.0 as usize).saturating_sub(1));
            let articles = match entity.and_then(|at| named.get_mut(at)) {
                Some(named) => &mut named.articles,
                None => strangers.entry(speaker.name.clone()).or_default(),
            };
            articles.insert(article, true);
        }
    }
    named.retain(|named| !named.articles.is_empty());
    named.extend(strangers.into_iter().map(|(name, articles)| Named {
        kind: EntityType::Person,
        name,
        articles,
    }));
    named
}

/// Takes a story out; its articles wait for another.
pub(crate) fn remove(from: &Connection, story: i64) -> Result<(), StoreError> {
    let statements = [
        "INSERT OR REPLACE INTO former (key, article) SELECT key, \
         (SELECT id FROM article WHERE story = ?1 ORDER BY siglum LIMIT 1) FROM story WHERE id = ?1 \
         AND EXISTS (SELECT 1 FROM article WHERE story = ?1)",
        "DELETE FROM mention WHERE article IN (SELECT id FROM article WHERE story = ?1)",
        "DELETE FROM descent WHERE story = ?1",
        "DELETE FROM record WHERE story = ?1",
        "DELETE FROM entry WHERE story = ?1",
        "UPDATE article SET story = NULL, siglum = NULL, origin = NULL, told_day = NULL \
         WHERE story = ?1",
        "DELETE FROM story WHERE id = ?1",
    ];
    for statement in statements {
        from.prepare_cached(statement)?.execute([story])?;
    }
    Ok(())
}

/// Writes a story and says of each of its articles where it stands.
pub(crate) fn write(to: &Connection, ready: &Ready, method: i64) -> Result<(), StoreError> {
    let Ready { line, tally, .. } = ready;
    let story = &line.story;
    let days: BTreeSet<&str> =
        line.articles.iter().filter_map(|article| article.published.value.as_deref()).collect();
    let origins: Vec<String> = tally.origins.iter().map(ToString::to_string).collect();
    let number = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    to.prepare_cached(
        "INSERT INTO story (key, members, method, title, first_day, last_day, n_articles, \
         n_outlets, n_unnamed, n_origins, n_conflicts, n_superseded, n_altered, n_differ, origins) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
    )?
    .execute(params![
        story.id,
        ready.members,
        method,
        story.title,
        days.first(),
        days.last(),
        number(tally.n_articles),
        number(tally.n_outlets),
        number(tally.n_unnamed),
        number(tally.n_origins),
        number(tally.n_conflicts),
        number(tally.n_superseded),
        number(tally.n_altered),
        number(tally.n_differ),
        origins.join(" "),
    ])?;
    let id = to.last_insert_rowid();
    to.prepare_cached("INSERT INTO record (story, n_bytes, bytes) VALUES (?1, ?2, ?3)")?
        .execute(params![id, ready.n_bytes, ready.record])?;
    to.prepare_cached("DELETE FROM former WHERE key = ?1")?.execute([&story.id])?;
    let mut place = to.prepare_cached(
        "UPDATE article SET story = ?2, siglum = ?3, origin = ?4, told_day = ?5 WHERE id = ?1",
    )?;
    for (n, (&article, witness)) in (0_i64..).zip(ready.articles.iter().zip(&story.witnesses)) {
        let origin: Option<i64> = witness.origin.trim_start_matches('o').parse().ok();
        let day = line.articles.get(usize::try_from(n).unwrap_or(usize::MAX));
        let day = day.and_then(|article| article.published.value.as_deref());
        place.execute(params![article, id, n, origin, day])?;
    }
    for (&article, text) in ready.articles.iter().zip(&ready.texts) {
        keep_text(to, article, text)?;
    }
    write_descents(to, id, ready)?;
    write_entries(to, id, &story.apparatus)?;
    write_names(to, &ready.names)
}

/// Another version of the program may extract another text of a page than the one that is kept.
fn keep_text(to: &Connection, article: i64, text: &str) -> Result<(), StoreError> {
    let (title, before): (Option<String>, String) = to
        .prepare_cached("SELECT title, text FROM article WHERE id = ?1")?
        .query_row([article], |row| Ok((row.get(0)?, row.get(1)?)))?;
    if before == text {
        return Ok(());
    }
    to.execute(
        "INSERT INTO words (words, rowid, title, text) VALUES ('delete', ?1, ?2, ?3)",
        params![article, title, before],
    )?;
    to.execute("UPDATE article SET text = ?2 WHERE id = ?1", params![article, text])?;
    to.execute(
        "INSERT INTO words (rowid, title, text) VALUES (?1, ?2, ?3)",
        params![article, title, text],
    )?;
    Ok(())
}

fn write_descents(to: &Connection, id: i64, ready: &Ready) -> Result<(), StoreError> {
    let story = &ready.line.story;
    let article = |siglum: &str| {
        let at = story.witnesses.iter().position(|witness| witness.siglum == siglum)?;
        ready.articles.get(at)
    };
    let label = |node: &str| {
        let node = story.stemma.nodes.iter().find(|other| other.id == node)?;
        node.label.clone()
    };
    let mut insert = to.prepare_cached(
        "INSERT INTO descent (story, n, model, copy, kind, direction, share) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?;
    for (n, edge) in (0_i64..).zip(&story.stemma.edges) {
        let Some(copy) = article(&edge.to) else { continue };
        let model = label(&edge.from).unwrap_or_else(|| edge.from.clone());
        let (kind, direction) = (word(&edge.kind), word(&edge.direction));
        insert.execute(params![id, n, model, copy, kind, direction, edge.share_of_copy])?;
    }
    Ok(())
}

fn write_entries(to: &Connection, id: i64, entries: &[EntryRow]) -> Result<(), StoreError> {
    let mut insert = to.prepare_cached(
        "INSERT INTO entry (story, n, kind, verdict, topic, readings, silent) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?;
    for (n, entry) in (0_i64..).zip(entries) {
        let readings: Vec<String> = entry
            .readings
            .iter()
            .map(|reading| {
                let sigla: BTreeSet<&str> =
                    reading.citations.iter().map(|citation| citation.witness.as_str()).collect();
                let sigla = Vec::from_iter(sigla);
                format!("{}: {}", sigla.join(" "), cut(&reading.value, 32))
            })
            .collect();
        insert.execute(params![
            id,
            n,
            word(&entry.kind),
            word(&entry.verdict),
            entry.topic,
            readings.join(" | "),
            entry.silent.join(" ")
        ])?;
    }
    Ok(())
}

fn write_names(to: &Connection, names: &[Named]) -> Result<(), StoreError> {
    let mut insert =
        to.prepare_cached("INSERT OR IGNORE INTO name (key, kind, name) VALUES (?1, ?2, ?3)")?;
    let mut select = to.prepare_cached("SELECT id FROM name WHERE key = ?1")?;
    let mut mention = to.prepare_cached(
        "INSERT INTO mention (name, article, speaks) VALUES (?1, ?2, ?3) \
         ON CONFLICT DO UPDATE SET speaks = max(speaks, excluded.speaks)",
    )?;
    for named in names {
        let kind = word(&named.kind);
        let key = name_key(&kind, &named.name);
        insert.execute([&key, &kind, &named.name])?;
        let name: i64 = select.query_row([&key], |row| row.get(0))?;
        for (&article, &speaks) in &named.articles {
            mention.execute(params![name, article, speaks])?;
        }
    }
    Ok(())
}

/// The key of a name: a hash of its kind (`PER`, `ORG`, `LOC`, `MISC`, `OUTLET`) and its letters.
pub fn name_key(kind: &str, name: &str) -> String {
    let hash = blake3::hash(format!("{kind}\n{name}").as_bytes()).to_hex();
    hash.as_str().chars().take(16).collect()
}
