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
    insta::assert_snapshot!(show("The city spent €8.2 million."), @"€8.2 million = Exact 8200000 euro");
}

#[test]
fn a_range_is_one_quantity() {
    insta::assert_snapshot!(show("Between 20 and 30 houses burned."), @"Between 20 and 30 houses = Range 20-30 house");
}

#[test]
fn names_years_and_ordinals_are_no_quantities() {
    insta::assert_snapshot!(show("In 2019 the third Boeing 737 left on May 3."), @"");
}

#[test]
fn numbers_that_name_one_of_a_row_are_no_quantities() {
    let text =
        "Image 3 of 5 shows apartment 304 near the 53rd and 51st avenues. A 3G network failed.";
    insta::assert_snapshot!(show(text), @"");
    insta::assert_snapshot!(show("One flight left the district 300 people knew for a flat 5 per cent fee."), @r"
    One flight = Exact 1 flight
    300 people = Exact 300 person
    5 per cent = Exact 5 percentage
    ");
    insta::assert_snapshot!(show("The unit of 12 engineers left at stage 4 of the race."), @"12 engineers = Exact 12 engineer");
}

#[test]
fn blocks_telephones_and_notes_are_no_quantities() {
    insta::assert_snapshot!(show("He lived in the 1400 block of Elm Street.[18] Call (617) 555-5628 or 303-555-1822."), @"");
    insta::assert_snapshot!(show("They ask anyone to call 0845 125 2222 or 0800 555 111."), @"");
    insta::assert_snapshot!(show("They sold 100 blocks to 500-1000 people."), @r"
    100 blocks = Exact 100 block
    500-1000 people = Range 500-1000 person
    ");
}

#[test]
fn parts_of_scales_and_numbers_below_nothing() {
    insta::assert_snapshot!(show("Half a million birds left as it fell to minus 7.5 degrees over 10 1/2 miles."), @r"
    Half a million birds = Exact 500000 bird
    minus 7.5 degrees = Exact -7.5 degree
    over 10 1/2 miles = Over 10.5 mile
    ");
}

#[test]
fn scales_take_halves_and_groups() {
    insta::assert_snapshot!(show("It earned two and a half million dollars, lost a quarter million and sold 1 234 567 tiles and 2½ kg, up nine and a half per cent."), @r"
    two and a half million dollars = Exact 2500000 dollar
    a quarter million = Exact 250000 -
    1 234 567 tiles = Exact 1234567 tile
    2½ kg = Exact 2.5 kilogram
    nine and a half per cent = Exact 9.5 percentage
    ");
}

/// The changes, wholes and acts of a text, as `words: change whole act`.
fn told(text: &str) -> String {
    let article = Article::from_text(text);
    let annotations = crate::annotate::annotate(&article, &crate::Config::default());
    let shown = annotations.quantities.iter().map(|quantity| {
        let change = quantity.change.map(|change| format!(" {:?} {:?}", change.way, change.part));
        let whole = quantity.whole.map(|whole| format!(" of [{}]", article.at(whole)));
        let act = quantity.act.map(|act| {
            let to = if act.done_to { "done to" } else { "do" };
            format!(" {to} [{}]", article.at(act.verb))
        });
        let told: String = [change, whole, act].into_iter().flatten().collect();
        format!("{}:{told}", article.at(quantity.span))
    });
    shown.collect::<Vec<_>>().join("\n")
}

#[test]
fn a_change_has_an_amount_an_outcome_and_a_start() {
    insta::assert_snapshot!(told("Sales rose by 5 percent to 3.1 million. Turnout fell to 38 percent from 44 percent. Gold gained $12 to $1,940. A rise of 3 percent."), @r"
    5 percent: Up By
    3.1 million: Up To
    38 percent: Down To
    44 percent: Down From
    $12: Up By
    $1,940: Up To
    3 percent: Up By
    ");
}

#[test]
fn what_is_dealt_with_is_no_change() {
    insta::assert_snapshot!(told("The firm raised $5 million. The army shot down 36 drones."), @r"
    $5 million:
    36 drones:
    ");
}

#[test]
fn those_counted_are_a_part_and_act() {
    insta::assert_snapshot!(told("Police arrested 29 of 31 suspects. At least 23 people were killed. Half of the voters backed the plan."), @r"
    29: of [31 suspects] done to [arrested]
    31 suspects:
    At least 23 people: done to [killed]
    Half of the voters: of [the voters] do [backed]
    ");
}

/// One quantity of the annotated sentences: value, upper end, unit.
type Expected = (f64, Option<f64>, String);

/// The plain text of a marked sentence and its quantities.
fn annotated(marked: &str) -> Option<(String, Vec<Expected>)> {
    let (mut text, mut expected, mut rest) = (String::new(), Vec::new(), marked);
    while let Some((before, after)) = rest.split_once('[') {
        let (words, after) = after.split_once("](")?;
        let (code, after) = after.split_once(')')?;
        let (value, unit) = code.split_once(' ')?.1.split_once(' ')?;
        let (value, upper) =
            value.split_once("..").map_or((value, None), |(low, high)| (low, high.parse().ok()));
        text.push_str(before);
        text.push_str(words);
        expected.push((value.parse().ok()?, upper, unit.to_owned()));
        rest = after;
    }
    text.push_str(rest);
    Some((text, expected))
}

/// Three hundred quantities of invented news, against the floors of the design page.
#[test]
fn invented_news_sentences_are_counted_as_people_count_them() {
    let fixture = include_str!("../../../../../fixtures/quantity/news.tsv");
    let (mut asked, mut read, mut value, mut unit) = (0, 0, 0, 0);
    for line in fixture.lines().filter(|line| !line.starts_with('#')) {
        let Some((text, expected)) = annotated(line) else { continue };
        let article = Article::from_text(&text);
        let mut found = quantities(&article, &time::times(&article));
        asked += expected.len();
        read += found.len();
        for (low, high, name) in expected {
            let same = |quantity: &Quantity| {
                (quantity.value - low).abs() < 1e-6 * low.abs().max(1.0) && quantity.upper == high
            };
            let named = |quantity: &Quantity| quantity.unit.as_deref().unwrap_or("-") == name;
            let at = found.iter().position(|one| same(one) && named(one));
            let Some(at) = at.or_else(|| found.iter().position(same)) else { continue };
            value += 1;
            unit += usize::from(named(&found.remove(at)));
        }
    }
    let f1 = |right: usize| 200 * right / (asked + read);
    assert!(
        asked >= 300 && f1(value) >= 95 && f1(unit) >= 90,
        "{asked} {} {}",
        f1(value),
        f1(unit)
    );
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
