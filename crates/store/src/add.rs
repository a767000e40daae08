//! Pages in: extracted, written, confirmed; a batch is one transaction.

use crate::frame::Frame;
use crate::page::{self, Packed};
use crate::{Store, StoreError, row};
use rayon::prelude::*;
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::BTreeSet;
use tellings_model::{Article, Note, Page, Stamp};

/// What became of a batch of pages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Added {
    /// Articles that were not there before.
    pub n_new: usize,
    /// Pages that were there before.
    pub n_known: usize,
    /// Remarks, and why pages gave no article.
    pub notes: Vec<Note>,
}

impl Store {
    /// Keeps pages: when this returns, they are on the disk, and adding them again changes nothing.
    ///
    /// Each page is extracted by itself, so that its text does not depend on what else is kept.
    /// The stories are told by [`Store::tell`].
    pub fn add(&mut self, pages: &[Page]) -> Result<Added, StoreError> {
        let keys: Vec<String> = pages.par_iter().map(page::key).collect();
        let mut met = BTreeSet::new();
        let mut fresh: Vec<(&Page, &str)> = Vec::with_capacity(pages.len());
        for (page, key) in pages.iter().zip(&keys) {
            if met.insert(key) && !self.has_page(key)? {
                fresh.push((page, key));
            }
        }
        let mut added = Added { n_known: pages.len() - fresh.len(), ..Added::default() };
        let extract = &self.config.extract;
        let ready: Result<Vec<_>, StoreError> = fresh
            .par_iter()
            .map(|&(page, key)| {
                let mut notes = Vec::new();
                let article = extracted(page, extract, &mut notes);
                Ok((Packed::new(page, article.as_ref())?, key, article, notes))
            })
            .collect();

        let change = self.write()?;
        for (packed, key, article, notes) in ready? {
            let id = packed.write(&change, key)?;
            if let Some(article) = article {
                let frame = Frame::of(article.published.as_ref().map(|stamp| stamp.value.day));
                insert(&change, id, &article, frame)?;
                added.n_new += 1;
            }
            added.notes.extend(notes);
        }
        write_notes(&change, &added.notes)?;
        change.commit()?;
        Ok(added)
    }

    /// Keeps notes on inputs that gave no page.
    pub fn note(&mut self, notes: &[Note]) -> Result<(), StoreError> {
        let change = self.write()?;
        write_notes(&change, notes)?;
        Ok(change.commit()?)
    }

    fn has_page(&self, key: &str) -> Result<bool, StoreError> {
        let mut select = self.connection.prepare_cached("SELECT 1 FROM page WHERE key = ?1")?;
        Ok(select.query_row([key], |_| Ok(())).optional()?.is_some())
    }
}

/// The article of a page, looked at by itself.
pub(crate) fn extracted(
    page: &Page,
    config: &tellings_intake::ExtractConfig,
    notes: &mut Vec<Note>,
) -> Option<Article> {
    tellings_intake::articles(std::slice::from_ref(page), config).keep(notes).pop()
}

fn insert(to: &Connection, id: i64, article: &Article, frame: Frame) -> Result<(), StoreError> {
    let title = article.title.as_ref().map(|title| title.value.as_str());
    let outlet = article.outlet.as_ref().map(|outlet| outlet.value.as_str());
    let stamp: Option<Stamp> = article.published.as_ref().map(|published| published.value);
    let n_words = i64::try_from(article.text().split_whitespace().count()).unwrap_or(i64::MAX);
    to.prepare_cached(
        "INSERT INTO article (id, title, outlet, day, instant, url, text, n_words, frame) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?
    .execute(params![
        id,
        title,
        outlet,
        stamp.map(|stamp| stamp.day.to_string()),
        stamp.and_then(|stamp| stamp.instant).map(|instant| instant.to_string()),
        article.url,
        article.text(),
        n_words,
        frame.number(),
    ])?;
    to.prepare_cached("INSERT INTO words (rowid, title, text) VALUES (?1, ?2, ?3)")?
        .execute(params![id, title, article.text()])?;
    if let Some(outlet) = outlet {
        to.prepare_cached("INSERT OR IGNORE INTO name (key, kind, name) VALUES (?1, ?2, ?3)")?
            .execute([&row::name_key(OUTLET, outlet), OUTLET, outlet])?;
    }
    frame.mark(to)
}

/// The kind of a name that is an outlet's.
const OUTLET: &str = "OUTLET";

fn write_notes(to: &Connection, notes: &[Note]) -> Result<(), StoreError> {
    let mut insert = to.prepare_cached(
        "INSERT OR IGNORE INTO note (path, byte, what, remedy, unreadable) \
         VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    for note in notes {
        let byte = note.byte.and_then(|byte| i64::try_from(byte).ok());
        insert.execute(params![note.path, byte, note.what, note.remedy, note.unreadable])?;
    }
    Ok(())
}
