//! What is looked for is found, marked, and grouped by story.

use crate::corpus::{open, pages};
use tellings_store::{Found, Query, Store};

fn store() -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let mut store = open(&folder.path().join("store"), 1_000);
    store.add(&pages()).unwrap();
    store.tell(&mut |_| {}).unwrap();
    (folder, store)
}

fn find(store: &Store, query: &str) -> Found {
    store.search(&Query::parse(query).unwrap(), 100).unwrap()
}

/// Articles found in each story.
fn counts(store: &Store, query: &str) -> Vec<usize> {
    let mut counts: Vec<usize> =
        find(store, query).stories.iter().map(|hits| hits.articles.len()).collect();
    counts.sort_unstable();
    counts
}

#[test]
fn words_phrases_beginnings_and_fields() {
    let (_folder, store) = store();
    let n = |query: &str| counts(&store, query).iter().sum::<usize>();
    assert_eq!(n("comet"), 2);
    assert_eq!(n("COMET"), 2);
    assert_eq!(n("\"naked eye\""), 2);
    assert_eq!(n("\"eye naked\""), 0);
    assert_eq!(n("astronom*"), 1);
    assert_eq!(n("flour -union"), 0);
    assert_eq!(n("bridge outlet:\"Orlem Post\""), 2);
    assert_eq!(n("speaker:oduya"), 3);
    assert_eq!(n("after:2024-04"), 2);
    assert_eq!(n("bridge before:2024-03-06"), 2);
    assert_eq!(n("title:strike"), 1);
    assert_eq!(n("outlet:%"), 0, "a sign of patterns is a letter");
    assert_eq!(n("nothing-of-the-kind"), 0);
}

#[test]
fn hits_are_grouped_by_story_and_marked() {
    let (_folder, store) = store();
    let found = find(&store, "\"price of flour\"");
    assert_eq!(found.stories.len(), 1);
    assert_eq!(found.stories[0].articles.len(), 3);
    let marked: Vec<&str> = found.stories[0].articles[0]
        .snippet
        .iter()
        .filter(|piece| piece.found)
        .map(|piece| piece.text.as_str())
        .collect();
    assert_eq!(marked, ["price of flour"]);
}

#[test]
fn there_is_more_than_was_asked_for() {
    let (_folder, store) = store();
    let found = store.search(&Query::parse("the").unwrap(), 3).unwrap();
    assert!(found.more);
}
