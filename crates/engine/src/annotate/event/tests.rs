//! Small inputs that show one behaviour each.

use super::*;
use proptest::prelude::*;
use tellings_model::{AnchorBasis, Based, Basis, Stamp};

/// The article of a text published on Tuesday, 12 March 2024, with everything found in it.
fn read(text: &str) -> (Article, Annotations) {
    let mut article = Article::from_text(text);
    article.published = "2024-03-12"
        .parse()
        .ok()
        .map(|day| Based::new(Stamp { day, instant: None }, Basis::Declared));
    let annotations = crate::annotate(&article, &crate::Config::default());
    (article, annotations)
}

/// The events as `word day basis`, those that are not plainly told with their reality.
fn show(text: &str) -> String {
    let (article, annotations) = read(text);
    let shown = annotations.events.iter().map(|event| {
        let when = event.anchor.map_or("open".to_owned(), |anchor| {
            let basis = match anchor.basis {
                AnchorBasis::Attached => "",
                AnchorBasis::Carried => " carried",
                AnchorBasis::Published => " published",
            };
            format!("{}{basis}", anchor.days)
        });
        let reality = match event.reality {
            Reality::Told => String::new(),
            other => format!(" {other:?}"),
        };
        format!("{} {when}{reality}", article.at(event.span))
    });
    shown.collect::<Vec<_>>().join(" | ")
}

#[test]
fn an_expression_dates_its_clause_and_no_other() {
    insta::assert_snapshot!(show("The mill burned in 1987 and reopened in 1991."),
        @"burned 1987 | reopened 1991");
}

#[test]
fn the_telling_goes_on_from_the_day_of_its_news() {
    insta::assert_snapshot!(show("A bus overturned on Sunday. Police questioned two men."),
        @"overturned 2024-03-10 | questioned 2024-03-10 carried");
}

#[test]
fn what_would_happen_has_no_date() {
    insta::assert_snapshot!(show("The owner would sell the yard."), @"sell open Possible");
}

#[test]
fn what_is_planned_has_the_date_it_is_planned_for() {
    insta::assert_snapshot!(show("The council will meet on Friday."), @"meet 2024-03-15 Planned");
}

proptest! {
    /// No text makes the annotator panic, and every anchor names an expression that the text holds.
    #[test]
    fn anchors_name_expressions_of_the_text(
        text in "(the |mill |burned |will |meet |on Friday|in 1987|, |and |after |said |, who |\\. |by June |was |to |attack |\n){0,40}"
    ) {
        let (_, annotations) = read(&text);
        for event in &annotations.events {
            if let Some(time) = event.anchor.and_then(|anchor| anchor.time) {
                prop_assert!((time as usize) < annotations.times.len());
            }
        }
    }
}
