//! Files of every released version open, and files that are no stores are refused.

use crate::corpus::{open, pages};
use std::path::Path;
use tellings::Config;
use tellings_store::{Facets, Limits, Query, Reader, Store, StoreError};

fn fixtures() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/store")
}

/// Writes the file of this version anew; it is done once for each version, by hand:
/// `TELLINGS_WRITE_STORE=1 cargo test -p tellings-store old_files`.
#[test]
fn write_the_file_of_this_version() {
    if std::env::var_os("TELLINGS_WRITE_STORE").is_none() {
        return;
    }
    let path = fixtures().join("version-1.tellings");
    std::fs::create_dir_all(fixtures()).unwrap();
    let _ = std::fs::remove_file(&path);
    let mut store = open(&path, 1_000);
    store.add(&pages()).unwrap();
    store.tell(&mut |_| {}).unwrap();
    drop(store);
    rusqlite::Connection::open(&path)
        .unwrap()
        .execute_batch("PRAGMA journal_mode = delete; VACUUM;")
        .unwrap();
}

#[test]
fn files_of_every_version_open() {
    let folder = tempfile::tempdir().unwrap();
    let mut n_files = 0;
    for file in std::fs::read_dir(fixtures()).unwrap() {
        let file = file.unwrap().path();
        if file.extension().is_none_or(|extension| extension != "tellings") {
            continue;
        }
        n_files += 1;
        let copy = folder.path().join(file.file_name().unwrap());
        std::fs::copy(&file, &copy).unwrap();
        // The rows of another version can be read before they are told anew, and after.
        let reader = Reader::open(&copy).unwrap();
        let (stories, n) = reader.stories(&Facets::default(), 0, 10).unwrap();
        assert!(n > 0);
        for story in &stories {
            assert!(reader.story(&story.key).unwrap().is_some());
        }
        let query = Query::parse("bridge").unwrap();
        assert!(!reader.search(&query, 10).unwrap().stories.is_empty());
        let mut store = Store::open(&copy, Config::default(), Limits::default()).unwrap();
        store.tell(&mut |_| {}).unwrap();
        assert!(store.is_told().unwrap());
    }
    assert!(n_files > 0);
}

#[test]
fn what_is_no_store_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let open = |path: &Path| Store::open(path, Config::default(), Limits::default());
    let text = folder.path().join("text");
    std::fs::write(&text, "no database, but long enough to be looked at as one ".repeat(100))
        .unwrap();
    assert!(matches!(open(&text), Err(StoreError::Foreign(_))));

    let other = folder.path().join("other");
    let database = rusqlite::Connection::open(&other).unwrap();
    database.execute_batch("CREATE TABLE mine (x)").unwrap();
    assert!(matches!(open(&other), Err(StoreError::Foreign(_))));
    assert!(matches!(Reader::open(&folder.path().join("none")), Err(StoreError::Absent(_))));

    let newer = folder.path().join("newer");
    open(&newer).unwrap();
    let database = rusqlite::Connection::open(&newer).unwrap();
    database.execute_batch("PRAGMA user_version = 99").unwrap();
    assert!(matches!(open(&newer), Err(StoreError::Newer { found: 99, .. })));
}
