//! Small inputs that show one behaviour each.

use super::*;
use crate::annotate::time;
use proptest::prelude::*;

/// The quantities of a text as `words = bound value unit`.
fn show(text: &str) -> String {
    let article = Article::from_text(text);
    let times = time::times(&article);
    let shown = quantities(&article, &times).into_iter().map(|quantity| {
        let upper = quantity.upper.map_or(String::new(), |upper| format!("-{upper}"));
        let unit = quantity.unit.as_deref().unwrap_or("-");
        let words = article.at(quantity.span);
        format!("{words} = {:?} {}{upper} {unit}", quantity.bound, quantity.value)
    });
    shown.collect::<Vec<_>>().join("\n")
}

#[test]
fn a_counted_noun_is_the_unit() {
    insta::assert_snapshot!(show("More than 1,200 angry farmers blocked two bridges."), @r"
    More than 1,200 angry farmers = Over 1200 farmer
    two bridges = Exact 2 bridge
    ");
}

#[test]
fn money_and_shares_have_their_own_units() {
    insta::assert_snapshot!(show("It cost about $3.5 million, 12% of the budget."), @r"
    about $3.5 million = About 3500000 dollar
    12% = Exact 12 percentage
    ");
}

#[test]
fn a_range_is_one_quantity() {
    insta::assert_snapshot!(show("Between 20 and 30 houses burned."), @"Between 20 and 30 houses = Range 20-30 house");
}

#[test]
fn names_years_and_ordinals_are_no_quantities() {
    insta::assert_snapshot!(show("In 2019 the third Boeing 737 left on May 3."), @"");
}

proptest! {
    /// No text makes the annotator panic, and spans are ordered, disjoint and not empty.
    #[test]
    fn spans_are_ordered_and_disjoint(
        text in "(over |between |and |to |\\$|3|2,500|half |a |dozen |million |people |of |-|% |km|\n|é|one |May ){0,40}"
    ) {
        let article = Article::from_text(&text);
        let mut end = 0;
        for quantity in quantities(&article, &time::times(&article)) {
            prop_assert!(end <= quantity.span.start() && !quantity.span.is_empty());
            end = quantity.span.end();
        }
    }
}
