//! The promises of ARCHITECTURE.md that concern the whole journey.

use crate::fixtures::{pages_of, stories};
use proptest::prelude::*;
use std::collections::BTreeSet;
use tellings::{Annotator, Config, annotate, tell};
use tellings_model::{Article, Citation, Media, Page, Story};

fn citations(story: &Story) -> Vec<Citation> {
    let readings = story.apparatus.entries.iter().flat_map(|entry| &entry.readings);
    let wordings = story.utterances.iter().flat_map(|utterance| &utterance.wordings);
    readings
        .flat_map(|reading| reading.citations.clone())
        .chain(wordings.flat_map(|wording| wording.citations.clone()))
        .chain(story.timeline.iter().flat_map(|moment| moment.citations().to_vec()))
        .chain(story.digest.sentences.iter().flat_map(|sentence| sentence.citations.clone()))
        .chain(story.stemma.origins.iter().flat_map(|origin| origin.because.clone()))
        .collect()
}

#[test]
fn every_statement_of_a_fixture_story_rests_on_words() {
    for folder in stories() {
        for story in tell(&pages_of(&folder), &Config::default()).value.stories {
            for citation in citations(&story) {
                assert!(
                    !story.exact(citation).is_empty(),
                    "{} in {}",
                    citation.witness,
                    story.title
                );
            }
            let n_readings = story.apparatus.entries.iter().flat_map(|entry| &entry.readings);
            assert!(n_readings.clone().all(|reading| !reading.citations.is_empty()));
            assert!(story.digest.sentences.iter().all(|sentence| !sentence.citations.is_empty()));
        }
    }
}

#[test]
fn the_order_of_the_pages_does_not_matter() {
    for folder in stories() {
        let pages = pages_of(&folder);
        let forwards = tell(&pages, &Config::default()).value;
        let mut turned = pages;
        turned.reverse();
        turned.rotate_left(2);
        assert_eq!(forwards, tell(&turned, &Config::default()).value, "{}", folder.display());
    }
}

#[test]
fn every_article_stands_in_one_story_and_in_one_origin_of_it() {
    for folder in stories() {
        let told = tell(&pages_of(&folder), &Config::default()).value;
        let mut seen = BTreeSet::new();
        for story in &told.stories {
            let mut seated = BTreeSet::new();
            for origin in &story.stemma.origins {
                for siglum in &origin.witnesses {
                    assert!(seated.insert(*siglum), "{siglum} stands in two origins");
                }
            }
            assert_eq!(seated.len(), story.witnesses.len());
            for witness in &story.witnesses {
                assert!(seen.insert(witness.article.path.clone()), "told twice");
            }
        }
    }
}

fn page(name: &str, text: &str) -> Page {
    Page {
        bytes: text.as_bytes().to_vec(),
        media: Media::Text,
        path: Some(name.to_owned()),
        ..Page::default()
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Any text is told without a panic, and every span lies in its text.
    #[test]
    fn any_text_is_told(
        a in "([A-Z][a-z]{1,6} |said |that |“|”|‘|’|\"|on Monday|in 2024|, |\\. |\n|\\(AP\\) — |12 dead |é|𝛼|not ){0,60}",
        b in "([A-Z][a-z]{1,6} |told |Reuters |“|”|last month|May 3, 2025|\\. |\n|3,000 people |; ){0,60}",
    ) {
        let told = tell(&[page("a", &a), page("b", &b)], &Config::default()).value;
        for story in &told.stories {
            for citation in citations(story) {
                let text = story.witnesses[citation.witness.idx()].article.text();
                prop_assert!(text.get(citation.span.range()).is_some());
            }
        }
    }

    /// What was read before changes no annotation: sentences are remembered, and must be remembered right.
    #[test]
    fn a_text_in_a_batch_is_annotated_as_by_itself(
        a in "([A-Z][a-z]{1,4} |said |that |her |“|”|on Monday|in 2024|, |\\. |\n|12 dead |not ){0,40}",
        b in "([A-Z][a-z]{1,4} |told |Reuters |he |“|”|last month|May 3, 2025|\\. |\n){0,40}",
    ) {
        let config = Config::default();
        let mut annotator = Annotator::new(&config);
        for text in [&a, &b, &a, &format!("{b}{a}")] {
            let article = Article::from_text(text);
            let alone = annotate(&article, &config);
            prop_assert_eq!(annotator.annotate(&article), alone);
        }
    }
}
