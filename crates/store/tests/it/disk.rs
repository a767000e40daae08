//! A disk that is full: what was confirmed is kept, and the work goes on when there is room.

use crate::corpus::{check, dump, many, open};
use std::path::Path;
use tellings_model::Page;
use tellings_store::{Reader, Store, StoreError};

/// Adds and tells until the store is full; gives how many pages were confirmed.
fn fill(store: &mut Store, pages: &[Page]) -> usize {
    let mut n_confirmed = 0;
    for batch in pages.chunks(6) {
        match store.add(batch) {
            Ok(_) => n_confirmed += batch.len(),
            Err(StoreError::Full) => return n_confirmed,
            Err(other) => panic!("{other}"),
        }
        match store.tell(&mut |_| {}) {
            Ok(_) => {}
            Err(StoreError::Full) => return n_confirmed,
            Err(other) => panic!("{other}"),
        }
    }
    panic!("the store never filled up");
}

fn holds(path: &Path, n_confirmed: usize) {
    check(path);
    let n_pages = Reader::open(path).unwrap().counts().unwrap().n_pages;
    assert!(n_pages >= n_confirmed, "{n_pages} of {n_confirmed} confirmed pages are there");
}

#[test]
fn a_file_that_may_grow_no_further() {
    let folder = tempfile::tempdir().unwrap();
    let pages = many(360);
    let (full, roomy) = (folder.path().join("full"), folder.path().join("roomy"));
    for n_file_pages in [34, 38, 42] {
        let mut store = open(&full, 1_000);
        store.cap(n_file_pages).unwrap();
        let n_confirmed = fill(&mut store, &pages);
        holds(&full, n_confirmed);
    }
    // With room again, everything is there that would be there without the trouble.
    for path in [&full, &roomy] {
        let mut store = open(path, 1_000);
        store.add(&pages).unwrap();
        store.tell(&mut |_| {}).unwrap();
    }
    assert_eq!(dump(&full), dump(&roomy));
}

/// Needs the right to mount; where it is not given, the test above stands alone.
#[test]
fn a_file_system_that_fills_up() {
    let folder = tempfile::tempdir().unwrap();
    let mount = std::process::Command::new("mount")
        .args(["-t", "tmpfs", "-o", "size=1m", "tmpfs"])
        .arg(folder.path())
        .output();
    if !mount.is_ok_and(|mount| mount.status.success()) {
        return;
    }
    let path = folder.path().join("store");
    let outcome = std::panic::catch_unwind(|| {
        let mut store = open(&path, 1_000);
        let n_confirmed = fill(&mut store, &many(2_000));
        drop(store);
        holds(&path, n_confirmed);
    });
    let _ = std::process::Command::new("umount").arg(folder.path()).status();
    if let Err(panic) = outcome {
        std::panic::resume_unwind(panic);
    }
}
