//! The store: one file, one who writes, any number who read.

use crate::correction::{self, Correction, JournalEntry};
use crate::frame::Frame;
use crate::{StoreError, file, partition};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};
use std::ops::Deref;
use std::path::{Path, PathBuf};
use tellings::Config;

/// How a store is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Up to so many articles are grouped as one batch; more of them week by week, so that whoever
    /// adds one page to a large store does not wait for all of it to be grouped.
    pub whole: usize,
    /// About so many articles are told, and then written in one transaction.
    pub batch: usize,
    /// And so many bytes of pages, which are in memory together.
    pub batch_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { whole: 5_000, batch: 1_024, batch_bytes: 64 << 20 }
    }
}

/// A store that is read. Several may be open at once, also while it is written.
#[derive(Debug)]
pub struct Reader {
    pub(crate) connection: Connection,
}

impl Reader {
    /// Opens a store that exists.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        Ok(Self { connection: file::open_to_read(path)? })
    }

    /// The whole journal of corrections, the oldest first.
    pub fn journal(&self) -> Result<Vec<JournalEntry>, StoreError> {
        correction::journal(&self.connection)
    }
}

/// A store that is written. It can be read as well.
#[derive(Debug)]
pub struct Store {
    pub(crate) reader: Reader,
    pub(crate) config: Config,
    pub(crate) limits: Limits,
    pub(crate) path: PathBuf,
    /// What makes the stories now: a row of `method`.
    pub(crate) method: i64,
}

impl Deref for Store {
    type Target = Reader;

    fn deref(&self) -> &Reader {
        &self.reader
    }
}

impl Store {
    /// Opens a store, and makes the file where it is absent.
    pub fn open(path: &Path, config: Config, limits: Limits) -> Result<Self, StoreError> {
        let connection = file::open(path)?;
        let method = method(&connection, &config)?;
        let path = path.to_owned();
        Ok(Self { reader: Reader { connection }, config, limits, path, method })
    }

    /// Lets the file grow to so many pages of 16 KiB at most; beyond, the store is full.
    pub fn cap(&self, n_pages: i64) -> Result<(), StoreError> {
        Ok(self.connection.pragma_update(None, "max_page_count", n_pages)?)
    }

    /// Begins to write.
    pub(crate) fn write(&mut self) -> Result<Transaction<'_>, StoreError> {
        let behavior = TransactionBehavior::Immediate;
        Ok(self.reader.connection.transaction_with_behavior(behavior)?)
    }

    /// Writes a correction into the journal and marks what it touches; [`Store::tell`] obeys it.
    ///
    /// Fails where it names an article, or an entry of the journal, that the store does not have,
    /// or where it says nothing.
    pub fn correct(
        &mut self,
        correction: &Correction,
        author: &str,
        reason: &str,
        made: Timestamp,
    ) -> Result<i64, StoreError> {
        if author.trim().is_empty() || reason.trim().is_empty() {
            return Err(StoreError::Correction(
                "a correction names its author and its reason".into(),
            ));
        }
        correction.check()?;
        let change = self.write()?;
        let undone = match correction {
            Correction::Undo { entry } => {
                let journal = correction::journal(&change)?;
                let found = journal.into_iter().find(|other| other.number == *entry);
                let found = found.filter(|found| !found.undone).ok_or_else(|| {
                    StoreError::Correction(format!("the journal has no entry {entry} that holds"))
                })?;
                Some(found.correction)
            }
            _ => None,
        };
        let number = correction::append(&change, correction, author.trim(), reason.trim(), made)?;
        let about = undone.as_ref().unwrap_or(correction);
        for key in about.articles() {
            touch(&change, key)?;
        }
        let pins = correction::journal(&change)?;
        if let Correction::PinDate { article, .. } = about {
            repin(&change, article, correction::pinned(&pins).get(article.as_str()).copied())?;
        }
        change.commit()?;
        Ok(number)
    }
}

/// Marks the group of an article; fails where there is none.
fn touch(to: &Connection, key: &str) -> Result<(), StoreError> {
    let sql = "SELECT article.id, machine FROM article JOIN page ON page.id = article.id \
               WHERE page.key = ?1";
    let found: Option<(i64, Option<i64>)> =
        to.query_row(sql, [key], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    match found {
        Some((_, Some(machine))) => partition::mark(to, machine),
        // It was not grouped yet, and will be.
        Some((_, None)) => Ok(()),
        None => Err(StoreError::Correction(format!("there is no article {key}"))),
    }
}

/// Moves an article to the week of its pinned day, or back to its own.
fn repin(to: &Connection, key: &str, pinned: Option<jiff::civil::Date>) -> Result<(), StoreError> {
    let sql = "SELECT article.id, frame FROM article JOIN page ON page.id = article.id \
               WHERE page.key = ?1";
    let (id, before): (i64, Option<i64>) =
        to.query_row(sql, [key], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let own = || -> Result<_, StoreError> {
        let page = crate::page::read(to, id)?;
        let config = Config::default().extract;
        let article = crate::add::extracted(&page, &config, &mut Vec::new());
        Ok(article.and_then(|article| article.published).map(|published| published.value))
    };
    let (day, instant) = match pinned {
        Some(day) => (Some(day), None),
        None => own()?.map_or((None, None), |stamp| (Some(stamp.day), stamp.instant)),
    };
    let frame = Frame::of(day);
    to.execute(
        "UPDATE article SET day = ?2, instant = ?3, frame = ?4 WHERE id = ?1",
        params![
            id,
            day.map(|day| day.to_string()),
            instant.map(|instant| instant.to_string()),
            frame.number()
        ],
    )?;
    Frame::from_number(before).mark(to)?;
    frame.mark(to)
}

/// The row of this program with these settings.
fn method(connection: &Connection, config: &Config) -> Result<i64, StoreError> {
    let program = env!("CARGO_PKG_VERSION");
    // The settings have no other written form; a change of any of them changes this one.
    let settings = blake3::hash(format!("{config:?}").as_bytes()).to_hex();
    let settings = settings.as_str();
    connection.execute(
        "INSERT OR IGNORE INTO method (program, settings) VALUES (?1, ?2)",
        [program, settings],
    )?;
    let sql = "SELECT id FROM method WHERE program = ?1 AND settings = ?2";
    Ok(connection.query_row(sql, [program, settings], |row| row.get(0))?)
}

/// Lets whatever else wants the machine come first, from this thread on and in those it starts: adding is
/// long work, and whoever reads a page meanwhile waits for it.
pub fn give_way() {
    // Where the system has no such thing, work goes on as before.
    #[cfg(unix)]
    let _ = rustix::process::nice(10);
}
