//! What people correct holds, is kept, and can be taken back.

use crate::corpus::{check, dump, open, pages};
use jiff::Timestamp;
use std::path::Path;
use tellings_store::{Correction, Facets, Reader, Store, StoreError};

fn told(path: &Path, n_pages: usize) -> Store {
    let mut store = open(path, 1_000);
    store.add(&pages()[..n_pages]).unwrap();
    store.tell(&mut |_| {}).unwrap();
    store
}

fn correct(store: &mut Store, correction: &Correction) -> i64 {
    let number = store.correct(correction, "Editor", "I was there", Timestamp::UNIX_EPOCH).unwrap();
    store.tell(&mut |_| {}).unwrap();
    number
}

/// The articles of each story with two tellings or more: `2 3`.
fn sizes(store: &Reader) -> Vec<usize> {
    let (stories, _) = store.stories(&Facets { alone: true, ..Facets::default() }, 0, 100).unwrap();
    let mut sizes: Vec<usize> = stories.iter().map(|story| story.tally.n_articles).collect();
    sizes.sort_unstable();
    sizes
}

fn keys(store: &Reader) -> Vec<String> {
    let (stories, _) = store.stories(&Facets::default(), 0, 1).unwrap();
    let story = store.story(&stories[0].key).unwrap().unwrap();
    story.articles.into_iter().map(|article| article.key).collect()
}

#[test]
fn split_and_undo() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store");
    let mut store = told(&path, 3);
    let before = dump(&path);
    let all = keys(&store);
    assert_eq!(all.len(), 3);
    let split = Correction::Split { articles: all[2..].to_vec(), from: all[..2].to_vec() };
    let number = correct(&mut store, &split);
    assert_eq!(sizes(&store), [1, 2]);
    check(&path);
    correct(&mut store, &Correction::Undo { entry: number });
    assert_eq!(dump(&path), before);
    let journal = store.journal().unwrap();
    assert_eq!(journal.len(), 2);
    assert!(journal[0].undone && !journal[1].undone);
}

#[test]
fn merge_and_undo() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store");
    let mut store = told(&path, 8);
    let before = dump(&path);
    let (stories, _) = store.stories(&Facets::default(), 0, 10).unwrap();
    assert!(stories.len() >= 2);
    let first = |at: usize| {
        let story = store.story(&stories[at].key).unwrap().unwrap();
        story.articles[0].key.clone()
    };
    let merge = Correction::Merge { articles: vec![first(0), first(1)] };
    let n = stories[0].tally.n_articles + stories[1].tally.n_articles;
    let number = correct(&mut store, &merge);
    assert!(sizes(&store).contains(&n));
    check(&path);
    correct(&mut store, &Correction::Undo { entry: number });
    assert_eq!(dump(&path), before);
}

#[test]
fn what_people_said_is_heard_when_everything_is_told_anew() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store");
    let mut store = told(&path, 3);
    let all = keys(&store);
    let split = Correction::Split { articles: all[2..].to_vec(), from: all[..2].to_vec() };
    correct(&mut store, &split);
    store.add(&pages()).unwrap();
    store.tell(&mut |_| {}).unwrap();
    let story_of = |key: &String| store.article(key).unwrap().unwrap().story;
    assert_eq!(story_of(&all[0]), story_of(&all[1]));
    assert_ne!(story_of(&all[0]), story_of(&all[2]));
}

#[test]
fn no_copy_is_seen_where_a_person_says_there_is_none() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = told(&folder.path().join("store"), 2);
    let origins = |store: &Reader| {
        let (stories, _) = store.stories(&Facets::default(), 0, 1).unwrap();
        stories[0].tally.n_origins
    };
    assert_eq!(origins(&store), 1, "the two share their words");
    let all = keys(&store);
    let apart = Correction::NotACopy { article: all[0].clone(), other: all[1].clone() };
    correct(&mut store, &apart);
    assert_eq!(origins(&store), 2);
}

#[test]
fn a_pinned_day_is_the_day() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = told(&folder.path().join("store"), 3);
    let all = keys(&store);
    let day = jiff::civil::date(2024, 3, 4);
    let number = correct(&mut store, &Correction::PinDate { article: all[2].clone(), day });
    let day = |store: &Reader| store.article(&all[2]).unwrap().unwrap().day;
    assert_eq!(day(&store).as_deref(), Some("2024-03-04"));
    assert_eq!(keys(&store)[0], all[2], "it is the first telling now");
    correct(&mut store, &Correction::Undo { entry: number });
    assert_eq!(day(&store).as_deref(), Some("2024-03-06"));
}

#[test]
fn two_names_are_one_speaker() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store");
    let mut store = told(&path, 3);
    let named = |store: &Reader, name: &str| {
        let (stories, _) = store.stories(&Facets::default(), 0, 1).unwrap();
        let story = store.story(&stories[0].key).unwrap().unwrap();
        story.story.entities.iter().any(|entity| entity.name == name)
    };
    assert!(named(&store, "Orlem") && named(&store, "Ada Cole"));
    let one = Correction::SameSpeaker {
        article: keys(&store)[0].clone(),
        name: "Ada Cole".into(),
        other: "Orlem".into(),
    };
    correct(&mut store, &one);
    assert!(named(&store, "Ada Cole") && !named(&store, "Orlem"));
}

#[test]
fn a_correction_of_nothing_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = told(&folder.path().join("store"), 2);
    let all = keys(&store);
    let wrong = [
        Correction::Undo { entry: 7 },
        Correction::Merge { articles: vec![all[0].clone(), "nobody".into()] },
        Correction::Split { articles: vec![], from: all.clone() },
        Correction::Split { articles: all.clone(), from: all.clone() },
        Correction::NotACopy { article: all[0].clone(), other: all[0].clone() },
    ];
    for correction in wrong {
        let refused = store.correct(&correction, "Editor", "why", Timestamp::UNIX_EPOCH);
        assert!(matches!(refused, Err(StoreError::Correction(_))), "{correction:?}");
    }
    let split = Correction::Split { articles: all[1..].to_vec(), from: all[..1].to_vec() };
    assert!(store.correct(&split, " ", "why", Timestamp::UNIX_EPOCH).is_err(), "no author");
    assert!(store.journal().unwrap().is_empty());
}

#[test]
fn the_journal_cannot_be_changed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store");
    let mut store = told(&path, 3);
    let all = keys(&store);
    correct(&mut store, &Correction::Merge { articles: all });
    let other = rusqlite::Connection::open(&path).unwrap();
    assert!(other.execute("DELETE FROM correction", []).is_err());
    assert!(other.execute("UPDATE correction SET reason = ''", []).is_err());
}
