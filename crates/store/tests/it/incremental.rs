//! Telling what changed is telling everything.

use crate::corpus::{check, dump, open, pages};
use proptest::prelude::*;
use tellings_model::Page;
use tellings_store::Facets;

/// Which page comes when, in which batch; and after which batches the stories are told.
fn arrivals() -> impl Strategy<Value = Vec<(usize, usize, bool)>> {
    let n = pages().len();
    let order = Just((0..n).collect::<Vec<usize>>()).prop_shuffle();
    (order, proptest::collection::vec((0_usize..4, any::<bool>()), n)).prop_map(
        |(order, batches)| {
            order.into_iter().zip(batches).map(|(at, (batch, told))| (at, batch, told)).collect()
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    /// Whatever the order of arrival, the batches and the moments of telling, the store says
    /// what one telling of all articles says; grouped at once, or week by week.
    #[test]
    fn telling_what_changed_is_telling_everything(arrivals in arrivals(), weekly in any::<bool>()) {
        let folder = tempfile::tempdir().unwrap();
        let whole = if weekly { 0 } else { 1_000 };
        let all = pages();

        let at_once = folder.path().join("at-once");
        let mut store = open(&at_once, whole);
        store.add(&all).unwrap();
        store.tell(&mut |_| {}).unwrap();

        let by_and_by = folder.path().join("by-and-by");
        let mut store = open(&by_and_by, whole);
        for batch in 0..4 {
            let mut told = false;
            let pages: Vec<Page> = arrivals
                .iter()
                .filter(|(_, in_batch, _)| *in_batch == batch)
                .map(|&(at, _, then)| {
                    told |= then;
                    all[at].clone()
                })
                .collect();
            store.add(&pages).unwrap();
            if told {
                store.tell(&mut |_| {}).unwrap();
                check(&by_and_by);
            }
        }
        store.tell(&mut |_| {}).unwrap();
        check(&by_and_by);
        prop_assert_eq!(dump(&by_and_by), dump(&at_once));
    }
}

#[test]
fn adding_again_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store");
    let mut store = open(&path, 1_000);
    assert_eq!(store.add(&pages()).unwrap().n_new, pages().len());
    store.tell(&mut |_| {}).unwrap();
    let before = dump(&path);
    let again = store.add(&pages()).unwrap();
    assert_eq!((again.n_new, again.n_known), (0, pages().len()));
    assert_eq!(store.tell(&mut |_| {}).unwrap().n_stories, 0);
    assert_eq!(dump(&path), before);
}

#[test]
fn a_story_that_grows_keeps_its_name() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = open(&folder.path().join("store"), 1_000);
    let all = pages();
    store.add(&all[..2]).unwrap();
    store.tell(&mut |_| {}).unwrap();
    let (before, _) = store.stories(&Facets::default(), 0, 10).unwrap();
    store.add(&all[2..3]).unwrap();
    let told = store.tell(&mut |_| {}).unwrap();
    let (after, _) = store.stories(&Facets::default(), 0, 10).unwrap();
    assert_eq!((told.n_stories, told.n_gone), (1, 1));
    assert_eq!(before[0].key, after[0].key);
    assert_eq!((before[0].tally.n_articles, after[0].tally.n_articles), (2, 3));
}

#[test]
fn a_story_whose_first_article_comes_late_is_found_by_its_old_name() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = open(&folder.path().join("store"), 1_000);
    let all = pages();
    store.add(&all[6..8]).unwrap();
    store.tell(&mut |_| {}).unwrap();
    let (before, _) = store.stories(&Facets::default(), 0, 10).unwrap();
    let mut first = all[5].clone();
    first.published = Some("2024-03-06".to_owned());
    store.add(&[first]).unwrap();
    store.tell(&mut |_| {}).unwrap();
    let (after, _) = store.stories(&Facets::default(), 0, 10).unwrap();
    assert_eq!(after[0].tally.n_articles, 3);
    assert_ne!(before[0].key, after[0].key);
    assert_eq!(store.moved(&before[0].key).unwrap().as_ref(), Some(&after[0].key));
}
