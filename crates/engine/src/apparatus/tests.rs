//! What must hold of any apparatus, on made-up tellings of one made-up flood.

use super::collate;
use crate::entity;
use crate::sample::witness;
use jiff::civil::date;
use proptest::prelude::*;
use std::collections::BTreeSet;
use tellings_model::{Apparatus, Based, Basis, Entry, OriginId, Stamp, Verdict, Witness};

/// A telling: which figure of three, which day of two, which ending.
type Choice = (usize, usize, usize);

fn text((figure, day, ending): Choice) -> String {
    let figure = ["12", "15", "40"][figure % 3];
    let day = ["2 March 2021", "3 March 2021"][day % 2];
    let ending = [
        "Mayor Ana Holt opened the sports hall to families.",
        "The council closed the coast road for repairs.",
        "Volunteers filled sandbags along the quay all night.",
    ][ending % 3];
    format!(
        "The storm destroyed {figure} boats in the harbour of Greywater. \
         The council met in Greywater on {day} to count the damage. {ending}"
    )
}

fn witnesses(choices: &[Choice]) -> Vec<Witness> {
    let mut witnesses: Vec<Witness> =
        (0..).zip(choices).map(|(n, choice)| witness(n, &text(*choice))).collect();
    entity::entities(&mut witnesses);
    witnesses
}

fn apparatus(witnesses: &[Witness]) -> Apparatus {
    collate(witnesses, &[], &[])
}

fn with_value<'a>(apparatus: &'a Apparatus, value: &str) -> Vec<&'a Entry> {
    let gives = |entry: &&Entry| entry.readings.iter().any(|reading| reading.value == value);
    apparatus.entries.iter().filter(gives).collect()
}

#[test]
fn equal_figures_agree_and_others_part() {
    let told = apparatus(&witnesses(&[(0, 0, 0), (0, 0, 1), (1, 0, 2)]));
    let entries = with_value(&told, "12 boat");
    assert_eq!(entries.len(), 1);
    assert_eq!(entries[0].verdict, Verdict::Conflict);
    assert_eq!(entries[0].readings[0].n_origins, 2);
    assert_eq!(with_value(&told, "2021-03-02")[0].verdict, Verdict::Agree);
}

#[test]
fn a_single_telling_has_no_apparatus() {
    assert_eq!(apparatus(&witnesses(&[(0, 0, 0)])), Apparatus::default());
}

/// Tellings of one event as a story, each of its own origin.
pub(super) fn story(texts: &[&str]) -> Apparatus {
    let mut witnesses: Vec<Witness> = (0..).zip(texts).map(|(n, text)| witness(n, text)).collect();
    let entities = entity::entities(&mut witnesses);
    let utterances = crate::utterance::collate(&mut witnesses, &entities);
    collate(&witnesses, &entities, &utterances)
}

pub(super) fn of_value<'a>(apparatus: &'a Apparatus, value: &str) -> &'a Entry {
    let found = with_value(apparatus, value);
    assert_eq!(found.len(), 1, "{value}: {:#?}", apparatus.entries);
    found[0]
}

#[test]
fn one_speech_in_two_places_is_a_conflict() {
    let told = story(&[
        "On Tuesday, Governor Lena Brandt turned the offer down. “Our water is not a gift to \
         anyone,” Brandt recounted at a school event near the border.",
        "Governor Lena Brandt rejected the offer on Tuesday. Speaking to farmers in western \
         Tasmania, Brandt firmly stated that she would sign nothing. “Our water is not a gift to \
         anyone,” she said.",
    ]);
    let venue = of_value(&told, "near border");
    assert_eq!(venue.verdict, Verdict::Conflict);
    assert_eq!(venue.topic, "where Lena Brandt spoke");
    assert_eq!(venue.readings.len(), 2);
}

#[test]
fn the_middle_of_a_month_is_finer_than_the_month_and_coarser_than_the_day() {
    let told = story(&[
        "The two ministers argued about the canal in a long telephone call in October 2023.",
        "The two ministers argued about the canal in a long telephone call in mid-October 2023.",
        "The two ministers argued about the canal in a long telephone call on 14 October 2023.",
    ]);
    let call = of_value(&told, "2023-10-11~/2023-10-20~");
    assert_eq!((call.verdict, call.readings.len()), (Verdict::Finer, 3));
}

#[test]
fn a_shared_place_or_month_alone_is_no_agreement() {
    let told = story(&[
        "The mayor took office in March 2022 after a long campaign. The bank is the largest lender \
         in Scandinavia and employs nine thousand people.",
        "A decree of March 2022 closed the northern fisheries for good. Herring prices doubled, \
         above all in Scandinavia.",
    ]);
    let agreed: Vec<&Entry> =
        told.entries.iter().filter(|entry| entry.verdict == Verdict::Agree).collect();
    assert!(agreed.is_empty(), "{agreed:#?}");
}

#[test]
fn a_length_and_a_start_of_one_time_can_both_hold() {
    let texts = [
        "The conductor Ida Moreau has led the city orchestra since 2016.",
        "The conductor Ida Moreau has led the city orchestra for eight years.",
    ];
    let mut told: Vec<Witness> = (0..).zip(texts).map(|(n, text)| witness(n, text)).collect();
    for witness in &mut told {
        let value = Stamp { day: date(2024, 11, 2), instant: None };
        witness.published = Some(Based { value, basis: Basis::Declared });
    }
    let led = apparatus(&told);
    assert_eq!(of_value(&led, "eight years").verdict, Verdict::Finer);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    /// A copy added to a story adds no origin to any reading: what it gives, its model gives.
    #[test]
    fn a_copy_adds_no_origin(choices in prop::collection::vec((0_usize..3, 0_usize..2, 0_usize..3), 2..5)) {
        let mut copied = choices.clone();
        copied.push(choices[0]);
        let mut witnesses = witnesses(&copied);
        let copy = witnesses.len() - 1;
        witnesses[copy].origin = witnesses[0].origin;
        for entry in apparatus(&witnesses).entries {
            for reading in entry.readings {
                let own: BTreeSet<OriginId> = reading
                    .citations
                    .iter()
                    .filter(|citation| citation.witness.idx() != copy)
                    .map(|citation| witnesses[citation.witness.idx()].origin)
                    .collect();
                prop_assert_eq!(own.len(), reading.n_origins as usize, "{}", reading.value);
            }
        }
    }

    /// Removing a telling never turns `agree` into `conflict`.
    #[test]
    fn a_telling_less_makes_no_conflict(choices in prop::collection::vec((0_usize..3, 0_usize..2, 0_usize..3), 3..6)) {
        let all = apparatus(&witnesses(&choices));
        let less = apparatus(&witnesses(&choices[..choices.len() - 1]));
        for entry in all.entries.iter().filter(|entry| entry.verdict == Verdict::Agree) {
            for left in with_value(&less, &entry.readings[0].value) {
                prop_assert_ne!(left.verdict, Verdict::Conflict, "{}", left.topic);
            }
        }
    }

    /// Verdicts do not depend on the order of the tellings.
    #[test]
    fn order_does_not_matter(choices in prop::collection::vec((0_usize..3, 0_usize..2, 0_usize..3), 2..6)) {
        let shown = |choices: &[Choice]| -> Vec<(Verdict, Vec<String>)> {
            let mut shown: Vec<_> = apparatus(&witnesses(choices))
                .entries
                .into_iter()
                .filter(|entry| entry.kind != tellings_model::EntryKind::Action)
                .map(|entry| {
                    let mut values: Vec<String> =
                        entry.readings.into_iter().map(|reading| reading.value).collect();
                    values.sort();
                    (entry.verdict, values)
                })
                .collect();
            shown.sort_by(|a, b| a.1.cmp(&b.1));
            shown
        };
        let reversed: Vec<Choice> = choices.iter().rev().copied().collect();
        prop_assert_eq!(shown(&choices), shown(&reversed));
    }
}

#[test]
fn what_two_tellings_state_is_not_named_by_the_figure_of_one() {
    let told = story(&[
        "In spring the governor imposed 40 percent duties on all foreign timber, and sawmills shut.",
        "The sawmills blame the duties on foreign timber that the governor imposed.",
    ]);
    let both = |entry: &&Entry| entry.readings.iter().any(|reading| reading.n_origins > 1);
    for entry in told.entries.iter().filter(both) {
        assert!(!entry.topic.contains("40"), "{entry:?}");
    }
}

/// The verdict of the one entry whose topic holds some words; `None` where there is none.
pub(super) fn verdict_on(apparatus: &Apparatus, words: &str) -> Option<Verdict> {
    let found = apparatus.entries.iter().find(|entry| entry.topic.contains(words));
    found.map(|entry| entry.verdict)
}

const APPROVED: &str = "The harbour board approved the new pier on 4 March 2021 after a long \
                        session. Fishermen had asked for it for years.";
const REFUSED: &str = "On 4 March 2021 the harbour board rejected the new pier. Fishermen left \
                       the hall without a word.";

#[test]
fn outcomes_that_exclude_one_another_are_a_conflict() {
    let told = story(&[APPROVED, REFUSED]);
    assert_eq!(verdict_on(&told, "what was decided on"), Some(Verdict::Conflict));
}

#[test]
fn outcomes_that_can_follow_one_another_are_none() {
    let later = "On 9 March 2021 the harbour board rejected the new pier.";
    let both = "The harbour board rejected the new pier first. The harbour board approved the \
                new pier on 4 March 2021.";
    let planned = "The harbour board wants to reject the new pier on 4 March 2021.";
    let others = "On 4 March 2021 the fishermen rejected the new pier.";
    for other in [later, both, planned, others] {
        let told = story(&[APPROVED, other]);
        assert_eq!(verdict_on(&told, "what was decided on"), None, "{other}");
    }
}

#[test]
fn a_saying_turned_into_its_opposite_is_a_conflict() {
    let told = story(&[
        "“The new bridge is stronger than any of us had hoped,” said engineer Lena Brandt.",
        "“The new bridge is weaker than any of us had hoped,” engineer Lena Brandt said.",
    ]);
    assert_eq!(verdict_on(&told, "Lena Brandt: “"), Some(Verdict::Conflict));
}

#[test]
fn one_thing_brought_to_two_places_is_a_conflict() {
    let told = story(&[
        "A tug towed the drifting barge to Lisbon on Monday. Nobody on the barge was hurt.",
        "A tug towed the drifting barge to Bilbao on Monday. Nobody on the barge was hurt.",
    ]);
    let entry = of_value(&told, "lisbon");
    assert_eq!((entry.verdict, entry.readings.len()), (Verdict::Conflict, 2));
}

#[test]
fn three_more_are_no_toll() {
    let told = story(&[
        "The fire at the mill killed two workers on Monday night, police said.",
        "Crews found the bodies of three more workers, bringing the death toll of the fire at the \
         mill to five, police said.",
    ]);
    assert!(with_value(&told, "3 dead").is_empty(), "{:#?}", told.entries);
    let entry = of_value(&told, "2 dead");
    let values: BTreeSet<&str> = entry.readings.iter().map(|r| r.value.as_str()).collect();
    assert_eq!(values, BTreeSet::from(["2 dead", "5 dead"]));
}

#[test]
fn the_dead_before_a_joint_are_not_those_behind_it() {
    let told = story(&[
        "Three people were killed and at least nine injured when the mill gave way, police said.",
        "Three people died and nine were injured when the mill gave way, police said.",
    ]);
    assert!(with_value(&told, "> 9 dead").is_empty(), "{:#?}", told.entries);
    assert!(!with_value(&told, "> 9 injured").is_empty(), "{:#?}", told.entries);
}

#[test]
fn a_topic_keeps_no_article_of_its_value() {
    let told = story(&[
        "The minister said a 2024 inspection had found the bridge in good order.",
        "The minister said a 2023 inspection had found the bridge in good order.",
    ]);
    let entry = of_value(&told, "2024");
    assert!(entry.topic.contains("inspection"), "{}", entry.topic);
    assert!(!entry.topic.contains("a inspection"), "{}", entry.topic);
}

#[test]
fn crowds_compare_whoever_counts_them() {
    let told = story(&[
        "Governor Lena Brandt spoke at the old mill before a crowd that police put at 8,000.",
        "Governor Lena Brandt spoke at the old mill before a crowd that her party put at 20,000.",
    ]);
    let entry = of_value(&told, "8000 people");
    assert_eq!((entry.verdict, entry.readings.len()), (Verdict::Conflict, 2));
}

#[test]
fn a_number_with_about_is_that_number() {
    let told = story(&[
        "About 1,400 residents were told to leave their homes because of the smoke.",
        "Because of the smoke 1,400 residents were told to leave their homes.",
    ]);
    assert_eq!(of_value(&told, "~ 1400 resident").verdict, Verdict::Agree);
}

#[test]
fn a_part_of_a_day_is_on_that_day() {
    let told = story(&[
        "The council of Greywater voted on the pier on 4 March 2021 after a long session.",
        "On the night of 4 March 2021 the council of Greywater voted on the pier.",
    ]);
    assert_eq!(of_value(&told, "2021-03-04").verdict, Verdict::Agree);
}
