//! The file: opening, migrations, packing.

use crate::StoreError;
use flate2::Compression;
use flate2::read::{ZlibDecoder, ZlibEncoder};
use rusqlite::{Connection, OpenFlags};
use std::io::Read;
use std::path::Path;
use std::time::Duration;

/// Marks the file as a store of Tellings: `TELL`.
const APPLICATION: i64 = 0x5445_4c4c;

/// Every migration, in order; version `n` is the file after the first `n`.
const MIGRATIONS: &[&str] = &[include_str!("../migration/0001_store.sql")];

/// How long one connection waits for another.
const PATIENCE: Duration = Duration::from_secs(20);

/// The level of deflate: the usual balance of size and time.
const LEVEL: Compression = Compression::new(6);

/// The version of a file that this program writes.
fn known() -> i64 {
    i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX)
}

/// Opens a store for writing; makes the file where it is absent, brings an older one up to date.
pub(crate) fn open(path: &Path) -> Result<Connection, StoreError> {
    let mut connection = Connection::open(path)?;
    let version = check(&connection, path)?;
    // A page of 16 KiB holds some articles and leaves little room over; it cannot be changed once the
    // file is written.
    connection.pragma_update(None, "page_size", 16384)?;
    connection.pragma_update(None, "journal_mode", "wal")?;
    // What was confirmed outlives a power cut as well as a killed process.
    connection.pragma_update(None, "synchronous", "full")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    if version < known() {
        migrate(&mut connection)?;
    }
    settings(&connection)?;
    Ok(connection)
}

/// Opens a store that exists, for reading alone.
pub(crate) fn open_to_read(path: &Path) -> Result<Connection, StoreError> {
    if !path.exists() {
        return Err(StoreError::Absent(path.to_owned()));
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    // Whoever made the file may have ended before there was anything in it.
    if check(&connection, path)? == 0 {
        return Err(StoreError::Absent(path.to_owned()));
    }
    connection.pragma_update(None, "query_only", true)?;
    settings(&connection)?;
    Ok(connection)
}

fn settings(connection: &Connection) -> Result<(), StoreError> {
    connection.busy_timeout(PATIENCE)?;
    // 4 MB of cache for each connection, of which a server has several; the system keeps the rest.
    connection.pragma_update(None, "cache_size", -4000)?;
    Ok(connection.pragma_update(None, "temp_store", "memory")?)
}

/// The version of the file: 0 for a new one.
fn check(connection: &Connection, path: &Path) -> Result<i64, StoreError> {
    connection.busy_timeout(PATIENCE)?;
    let number = |pragma: &str| connection.pragma_query_value(None, pragma, |row| row.get(0));
    let foreign = |error: rusqlite::Error| match error.sqlite_error_code() {
        Some(rusqlite::ErrorCode::NotADatabase) => StoreError::Foreign(path.to_owned()),
        _ => error.into(),
    };
    let version: i64 = number("user_version").map_err(foreign)?;
    let application: i64 = number("application_id").map_err(foreign)?;
    let n_tables: i64 = connection
        .query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))
        .map_err(foreign)?;
    if application != APPLICATION && n_tables > 0 {
        return Err(StoreError::Foreign(path.to_owned()));
    }
    if version > known() {
        return Err(StoreError::Newer { path: path.to_owned(), found: version, known: known() });
    }
    Ok(version)
}

/// Each migration with its version number, in one transaction: a file is of a version or of the
/// one before, never in between.
fn migrate(connection: &mut Connection) -> Result<(), StoreError> {
    let change = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    let version: i64 = change.pragma_query_value(None, "user_version", |row| row.get(0))?;
    change.pragma_update(None, "application_id", APPLICATION)?;
    for (n, migration) in (1_i64..).zip(MIGRATIONS) {
        if n > version {
            change.execute_batch(migration)?;
        }
    }
    change.pragma_update(None, "user_version", known())?;
    Ok(change.commit()?)
}

/// Bytes as a zlib stream.
pub(crate) fn pack(bytes: &[u8]) -> Result<Vec<u8>, StoreError> {
    let mut packed = Vec::new();
    ZlibEncoder::new(bytes, LEVEL).read_to_end(&mut packed)?;
    Ok(packed)
}

/// The bytes of a zlib stream of a known length.
pub(crate) fn unpack(packed: &[u8], n_bytes: i64, what: &str) -> Result<Vec<u8>, StoreError> {
    let length = usize::try_from(n_bytes).map_err(|_| StoreError::damaged(what))?;
    let mut bytes = Vec::new();
    // A damaged stream must not fill more memory than was written; one byte more shows that it would.
    let most = u64::try_from(length).unwrap_or(u64::MAX).saturating_add(1);
    let read = ZlibDecoder::new(packed).take(most).read_to_end(&mut bytes);
    match read {
        Ok(n_read) if n_read == length => Ok(bytes),
        _ => Err(StoreError::damaged(what)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Unpacking gives what was packed.
        #[test]
        fn packing_loses_nothing(bytes in proptest::collection::vec(any::<u8>(), 0..4096)) {
            let packed = pack(&bytes).unwrap();
            let length = i64::try_from(bytes.len()).unwrap();
            prop_assert_eq!(unpack(&packed, length, "it").unwrap(), bytes);
        }

        /// Damaged blobs are an error, never a panic.
        #[test]
        fn damage_is_an_error(bytes in proptest::collection::vec(any::<u8>(), 0..64), n in any::<i64>()) {
            let _ = unpack(&bytes, n, "it");
        }
    }
}
