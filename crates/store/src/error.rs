//! Why the store could not do what it was asked.

use std::path::PathBuf;

/// Why the store could not do what it was asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// There is no file, and none was to be made.
    #[error("there is no store at {}", .0.display())]
    Absent(PathBuf),
    /// The file is no store of Tellings.
    #[error("{} is no store of tellings", .0.display())]
    Foreign(PathBuf),
    /// A later version of the program wrote the file.
    #[error("{path} is of version {found}; this program knows versions up to {known}", path = path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its version.
        found: i64,
        /// The last version this program knows.
        known: i64,
    },
    /// The disk is full, or the file may grow no further; what was confirmed is kept.
    #[error("the disk is full; what was confirmed before is kept")]
    Full,
    /// Another process is telling the stories of this store.
    #[error("another process is at work on this store")]
    Busy,
    /// Something stored is not what was written.
    #[error("{what} of the store is damaged")]
    Damaged {
        /// What.
        what: String,
    },
    /// A correction speaks of something that is not there.
    #[error("{0}")]
    Correction(String),
    /// The disk or the database failed.
    #[error("the store failed")]
    Database(#[source] rusqlite::Error),
    /// A file beside the store failed.
    #[error("a file of the store failed")]
    Io(#[from] std::io::Error),
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode;
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            _ => Self::Database(error),
        }
    }
}

impl StoreError {
    pub(crate) fn damaged(what: impl Into<String>) -> Self {
        Self::Damaged { what: what.into() }
    }
}
