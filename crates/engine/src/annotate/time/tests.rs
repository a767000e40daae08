//! Small inputs that show one behaviour each.

use super::*;
use proptest::prelude::*;
use tellings_model::{Based, Basis, Stamp};

fn published(text: &str, day: &str) -> Article {
    let mut article = Article::from_text(text);
    article.published =
        day.parse().ok().map(|day| Based::new(Stamp { day, instant: None }, Basis::Declared));
    article
}

/// The expressions of a text published on Tuesday, 12 March 2024, as `words=value`.
fn show(text: &str) -> String {
    let article = published(text, "2024-03-12");
    let times = times(&article);
    let shown = times.iter().map(|time| format!("{}={}", article.at(time.span), time.value));
    shown.collect::<Vec<_>>().join(" | ")
}

#[test]
fn dates_keep_the_precision_of_their_words() {
    insta::assert_snapshot!(show("It opened on May 3, 2019, closed in June 2020 and reopened in 2022."),
        @"May 3, 2019=2019-05-03 | June 2020=2020-06 | 2022=2022");
}

#[test]
fn a_weekday_is_the_last_one_unless_the_clause_looks_ahead() {
    insta::assert_snapshot!(show("The mayor resigned on Friday. The council will meet on Friday."),
        @"Friday=2024-03-08 | Friday=2024-03-15");
}

#[test]
fn a_later_date_goes_on_from_the_one_told() {
    insta::assert_snapshot!(show("Snow fell on January 5, 2024. Two days later the road was shut."),
        @"January 5, 2024=2024-01-05 | Two days later=2024-01-07");
}

#[test]
fn may_the_verb_is_no_month() {
    insta::assert_snapshot!(show("Mrs May may march on. She arrived in May."), @"May=2023-05");
}

proptest! {
    /// No text makes the annotator panic, and spans are ordered, disjoint and not empty.
    #[test]
    fn spans_are_ordered_and_disjoint(
        text in "(on |the |last |next |May |Friday |two |weeks? |ago |of |early |2024|3|, |-|\\.|’|é|\n|the 1990s |Q1 |5 p\\.m\\. |half ){0,40}"
    ) {
        let article = published(&text, "2024-03-12");
        let mut end = 0;
        for time in times(&article) {
            prop_assert!(end <= time.span.start() && !time.span.is_empty());
            end = time.span.end();
        }
    }
}
