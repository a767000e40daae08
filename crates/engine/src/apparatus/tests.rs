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

pub(super) fn apparatus(witnesses: &[Witness]) -> Apparatus {
    collate(witnesses, &[], &[])
}

pub(super) fn with_value<'a>(apparatus: &'a Apparatus, value: &str) -> Vec<&'a Entry> {
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

fn of_value<'a>(apparatus: &'a Apparatus, value: &str) -> &'a Entry {
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
fn one_act_of_two_people_is_a_conflict() {
    let who = |one: &str, other: &str| {
        let told = story(&[
            &format!("{one} after the surge at the harbour of Greywater, the ferry company said."),
            &format!("{other} after the surge at the harbour of Greywater, the keeper wrote."),
        ]);
        let actors = told.entries.iter().filter(|entry| entry.verdict == Verdict::Conflict);
        actors.map(|entry| entry.topic.clone()).collect::<Vec<_>>()
    };
    let raised =
        ["Ana Holt was the first to raise the alarm", "It was Tom Berg who raised the alarm"];
    assert_eq!(who(raised[0], raised[1]), ["who raised alarm"]);
    assert_eq!(who(raised[0], "The alarm was raised by Tom Berg"), ["who raised alarm"]);
    assert_eq!(who(raised[0], "The alarm was raised by Holt"), [""; 0]);
    assert_eq!(who(raised[0], "Tom Berg did not raise the alarm"), [""; 0]);
    // A name inside another word names nobody.
    assert_eq!(
        who(
            "The police heard Ana Holt raise it; Ana Holt raised the alarm",
            "The alarm was raised by Bo Li"
        ),
        ["who raised alarm"]
    );
    // Two people may praise one plan, and each write a letter.
    assert_eq!(who("Ana Holt praised the plan", "Tom Berg praised the plan"), [""; 0]);
    assert_eq!(who("Ana Holt wrote a letter", "Tom Berg wrote a letter"), [""; 0]);
    assert_eq!(who("Ana Holt wrote the letter", "Tom Berg wrote the letter"), ["who wrote letter"]);
    assert_eq!(who("Ana Holt may buy the port", "Tom Berg could buy the port"), [""; 0]);
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
fn verdict_on(apparatus: &Apparatus, words: &str) -> Option<Verdict> {
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

// How values compare, who stands behind them and who answers.

#[test]
fn who_credits_another_is_no_voice_of_its_own() {
    let own = "“The wall gave way at noon,” the miller Ana Holt told The Orlem Post. Boats came.";
    let relay = "Ana Holt, the miller, told The Orlem Post that the wall gave way at noon.";
    let free = "The wall gave way at noon, the miller Ana Holt said.";
    let verdict = |other| {
        let told = story(&[own, other]);
        let entry = told.entries.iter().find(|entry| entry.readings[0].value == "12:00");
        entry.map(|entry| entry.verdict)
    };
    assert_eq!(verdict(relay), Some(Verdict::Echo));
    assert_eq!(verdict(free), Some(Verdict::Agree));
}

#[test]
fn a_figure_that_is_reached_is_that_figure() {
    let told = story(&[
        "Winds of up to 70 km/h hampered the search for the barge.",
        "The search for the barge was hampered by winds of 70 kilometres per hour.",
    ]);
    assert_eq!(of_value(&told, "< 70 kilometre per hour").verdict, Verdict::Agree);
}

#[test]
fn a_part_of_a_whole_is_no_count_of_it() {
    let told = story(&[
        "One bottle in four holds glass, the clinic of Greywater says.",
        "In the clinic of Greywater one bottle in four holds glass.",
    ]);
    assert_eq!(of_value(&told, "1 in 4").verdict, Verdict::Agree);
}

#[test]
fn a_change_is_reckoned_from_its_ends() {
    let told = story(&[
        "The flow of the Arn at Greywater has fallen from 300 to 120 cubic metres a second.",
        "The flow of the Arn at Greywater has fallen by more than half.",
    ]);
    assert_eq!(of_value(&told, "from 300 to 120").verdict, Verdict::Finer);
}

#[test]
fn lengths_of_time_part_where_the_words_are_the_same() {
    let copy = |days: &str| {
        format!(
            "Inspectors held the barge in Lisbon for {days} days over its brakes, records show."
        )
    };
    let told = story(&[&copy("nine"), &copy("nineteen")]);
    assert_eq!(of_value(&told, "nine days").verdict, Verdict::Conflict);
    let told = story(&[&copy("nine"), "The crew of the barge was held for nineteen days."]);
    // They may well tell of one matter, so neither is in one telling alone.
    assert!(with_value(&told, "nine days").is_empty());
    let told = story(&[&copy("nine"), "The choir of Tull sang for nineteen days."]);
    assert_eq!(of_value(&told, "nine days").verdict, Verdict::OnlyIn);
}

#[test]
fn a_firm_that_breaks_its_silence_answers() {
    let told = story(&[
        "Cole Lines, the owner of the barge, did not respond to a request for comment.",
        "Cole Lines, the owner of the barge, has broken its silence.",
    ]);
    assert_eq!(verdict_on(&told, "whether"), Some(Verdict::Superseded));
}

#[test]
fn names_with_a_word_in_common_part() {
    let told = story(&[
        "The boiler of the paint mill blew up in Corrin Mills, Ontario, at night.",
        "The boiler of the paint mill blew up in Port Corrin, Ontario, at night.",
    ]);
    assert_eq!(of_value(&told, "corrin mills").verdict, Verdict::Conflict);
}

#[test]
fn whoever_refuses_it_a_thing_refuses_the_thing() {
    let told = story(&[
        "The harbour board approved the entry of the barge on 4 March 2021.",
        "The harbour board had refused it entry on 4 March 2021, because it feared for the reeds.",
    ]);
    assert_eq!(verdict_on(&told, "what was decided on"), Some(Verdict::Conflict));
}

#[test]
fn a_sum_may_leave_its_country_open() {
    let told = story(&[
        "The picture of the mill is insured for 40 million kroner, the museum says.",
        "The museum has insured the picture of the mill for 40 million Danish crowns.",
        "The museum has insured the picture of the mill for 14 million Danish crowns.",
    ]);
    assert_eq!(of_value(&told, "40000000 krone").verdict, Verdict::Conflict);
}

#[test]
fn about_a_number_is_near_it() {
    let told = story(&[
        "About 3,200 runners set out from the old bridge at dawn.",
        "At dawn 2,911 runners set out from the old bridge.",
    ]);
    assert_eq!(of_value(&told, "2911 runner").verdict, Verdict::Conflict);
}

#[test]
fn who_tells_the_outlet_answers_it() {
    let told = story(&[
        "Director Karen Lund could not immediately be reached.",
        "“It is a loss,” director Karen Lund told us.",
    ]);
    assert_eq!(verdict_on(&told, "whether"), Some(Verdict::Superseded));
}

#[test]
fn a_day_with_a_clock_is_that_day() {
    let told = story(&[
        "The city sent the club a warning of heat on Thursday, 20 June 2024, at 4:15 p.m.",
        "The city sent the club a warning of heat on 20 June 2024.",
    ]);
    assert_eq!(of_value(&told, "2024-06-20").verdict, Verdict::Agree);
}

#[test]
fn what_one_denies_and_another_tells_as_done_is_a_conflict() {
    let done = "The insurer Grey Mutual paid the ransom on Friday, the police of Orlem said.";
    let told = |other: &str| verdict_on(&story(&[done, other]), "whether");
    assert_eq!(told("No ransom was paid, the police of Orlem said."), Some(Verdict::Conflict));
    for silent in [
        "The ransom was not paid until Friday, the police of Orlem said.",
        "The ransom has not yet been paid, the police of Orlem said.",
        "Was the ransom not paid? The police of Orlem did not say.",
        "The ransom would not be paid, the police of Orlem said.",
    ] {
        assert_eq!(told(silent), None, "{silent}");
    }
}

#[test]
fn a_road_that_a_name_tells_from_another_is_another() {
    let shut = "The road over the Arn was closed by the police on 4 March 2021.";
    let told = |other: &str| verdict_on(&story(&[shut, other]), "whether it was open");
    let open = "The road over the Arn stayed open on 4 March 2021, the police said.";
    assert_eq!(told(open), Some(Verdict::Conflict));
    assert_eq!(
        told("The road over the Brenta stayed open on 4 March 2021, the police said."),
        None
    );
}

#[test]
fn one_who_was_killed_or_only_hurt_is_a_conflict_and_several_are_none() {
    let told = |a: &str, b: &str| verdict_on(&story(&[a, b]), "who lived");
    let killed = "The fire at the mill killed a firefighter on Monday.";
    assert_eq!(
        told(killed, "A firefighter was hurt in the fire at the mill."),
        Some(Verdict::Conflict)
    );
    assert_eq!(told(killed, "Nine firefighters were hurt in the fire at the mill."), None);
}

#[test]
fn the_fields_of_an_office_part() {
    let told = |office: &str| {
        let other = format!("Ada Cole, the regional {office} minister, spoke in Orlem.");
        verdict_on(
            &story(&["The regional interior minister, Ada Cole, spoke in Orlem.", &other]),
            "office of",
        )
    };
    assert_eq!(told("environment"), Some(Verdict::Conflict));
    assert_eq!(told("interior"), None);
}

#[test]
fn a_day_by_which_something_ends_parts_from_none_on_which_it_began() {
    let told = |when: &str| {
        let other = format!("The district council closed the old bridge {when}.");
        story(&["The district council closed the old bridge on 3 May 2021.", &other])
    };
    assert_eq!(of_value(&told("on 9 May 2021"), "2021-05-09").verdict, Verdict::Conflict);
    assert_eq!(of_value(&told("until 9 May 2021"), "2021-05-09").verdict, Verdict::OnlyIn);
}

#[test]
fn an_article_from_a_day_came_out_on_it() {
    let from = "The remarks followed an article of the Post from 2 May 2021 on the old bridge.";
    let told = story(&[from, &from.replace("from 2 May", "on 3 May")]);
    assert_eq!(of_value(&told, "2021-05-02").verdict, Verdict::Conflict);
}

#[test]
fn a_count_of_what_is_deployed_moves_and_one_beside_a_deal_that_was_reached_does_not() {
    let crews =
        |n: &str| format!("The brigade has {n} firefighters deployed at the mill of Orlem.");
    let told = story(&[&crews("260"), &crews("310")]);
    assert_eq!(of_value(&told, "310 firefighter").verdict, Verdict::Superseded);
    let deal = |n: &str| format!("The mill of Orlem reached a deal on Monday and sold {n} boats.");
    let told = story(&[&deal("260"), &deal("310")]);
    assert_eq!(of_value(&told, "310 boat").verdict, Verdict::Conflict);
}

#[test]
fn who_held_another_office_before_holds_one_now() {
    let now = "The interior minister, Ada Cole, spoke in Orlem.";
    let then = "The former finance minister, Ada Cole, spoke in Orlem.";
    assert_eq!(verdict_on(&story(&[now, then]), "office of"), None);
}

#[test]
fn what_somebody_tells_in_his_own_words_is_his() {
    let quoted =
        "“We paid the ransom,” the insurer Grey Mutual said, and the police of Orlem heard it.";
    let denied = "No ransom was paid by Grey Mutual, the police of Orlem said.";
    assert_eq!(verdict_on(&story(&[quoted, denied]), "whether"), None);
}

#[test]
fn a_run_of_words_without_an_end_is_no_sentence() {
    let verdict = |n: usize| {
        let run = |clause: &str| format!("{}.", vec![clause; n].join(" and "));
        let told = [run("the board signed the act"), run("the board did not sign the act")];
        verdict_on(&story(&told.each_ref().map(String::as_str)), "whether")
    };
    assert_eq!((verdict(1), verdict(60)), (Some(Verdict::Conflict), None));
}

#[test]
fn what_stands_elsewhere_in_another_telling_is_not_in_one_alone() {
    let first =
        "The barge was last inspected on 4 March 2025. It lay at Greywater with 31 sacks of salt.";
    let told = story(&[
        first,
        "Since 4 March 2025 nobody has walked the deck, the owner of the barge said.",
    ]);
    let alone = |value: &str| {
        let mut alone = told.entries.iter().filter(|entry| entry.verdict == Verdict::OnlyIn);
        alone.any(|entry| entry.readings[0].value.starts_with(value))
    };
    assert!(!alone("2025-03-04"), "{:?}", told.entries);
    assert!(alone("31"), "{:?}", told.entries);
}

#[test]
fn what_a_reprint_changes_is_a_conflict() {
    let first = "The ship, which was carrying ore from Callao, was still stuck beneath the bridge.\n\n\
                 The council voted late on Tuesday after a hearing in which 70 residents spoke.\n\n\
                 The mayor declared three days of mourning in the whole of the island.";
    let changed = "The ship, which was carrying ore from Guayaquil, remained stuck beneath the bridge.\n\n\
                   The council voted late on Tuesday after a hearing in which 17 residents spoke.\n\n\
                   The mayor declared five days of mourning in the whole of the island.";
    let told = story(&[first, changed]);
    for (one, other) in [("callao", "guayaquil"), ("70 resident", "17 resident")] {
        let entry = of_value(&told, one);
        assert_eq!(entry.verdict, Verdict::Conflict, "{entry:?}");
        assert!(entry.readings.iter().any(|reading| reading.value == other), "{entry:?}");
    }
    assert_eq!(of_value(&told, "five days").verdict, Verdict::Conflict);
}

#[test]
fn sentences_of_one_build_about_other_things_part_nothing() {
    let told = story(&[
        "Staff writer Harry Dorn contributed to this report from the harbour of Lorne.",
        "Staff writer Nell Corrigan contributed to this report from the harbour of Lorne.",
    ]);
    assert!(told.entries.iter().all(|entry| entry.verdict != Verdict::Conflict), "{told:?}");
    let told = story(&[
        "LORNE, 3 May (Reuters) - Rescuers found the two boats that had been missing since Monday.",
        "VARNA, 4 May (Reuters) - Rescuers found the two boats that had been missing since Monday.",
    ]);
    assert!(told.entries.iter().all(|entry| entry.verdict != Verdict::Conflict), "{told:?}");
}

#[test]
fn none_of_those_hurt_is_no_toll() {
    let told = story(&[
        "The ship hit the pier at night. None of the 21 crew members was hurt.",
        "The ship hit the pier. None of the 21 crew members was injured in the crash.",
    ]);
    let entries = with_value(&told, "21 injured");
    assert!(entries.is_empty(), "{entries:?}");
}

#[test]
fn a_reprint_that_rounds_changes_nothing_and_one_that_bounds_otherwise_does() {
    let told = |of: &str| {
        let wire = "The mill in the valley of Orlem could face a fine of up to two million crowns.";
        story(&[wire, &wire.replace("up to two million", of)])
    };
    let conflicts = |of: &str| {
        told(of).entries.iter().filter(|entry| entry.verdict == Verdict::Conflict).count()
    };
    assert_eq!((conflicts("up to 12 million"), conflicts("up to 2 million")), (1, 0));
    let about = "About 1,400 people left the town of Orlem on the night of the great fire.";
    let exact = story(&[about, &about.replace("About 1,400", "Some 1,380")]);
    assert!(exact.entries.iter().all(|entry| entry.verdict != Verdict::Conflict), "{exact:?}");
}

/// The verdict on whether there was any of a thing.
fn on_existence(told: &Apparatus) -> Option<(&str, Verdict)> {
    let asked = |entry: &&Entry| entry.topic.starts_with("whether there");
    told.entries.iter().find(asked).map(|entry| (entry.topic.as_str(), entry.verdict))
}

#[test]
fn what_one_says_there_was_none_of_and_another_tells_is_a_conflict() {
    let told = story(&[
        "The Corvina ran aground off Lorne on Monday. There was no pilot on the ship.",
        "The freighter Corvina hit the reef off Lorne. A harbour pilot was aboard the ship.",
    ]);
    assert_eq!(on_existence(&told), Some(("whether there was any pilot", Verdict::Conflict)));
    let told = story(&[
        "Police cleared the depot at Grauholm after midnight and made no arrests.",
        "Nine people were arrested by police at the depot in Grauholm.",
    ]);
    assert_eq!(on_existence(&told), Some(("whether there were any arrests", Verdict::Conflict)));
}

#[test]
fn none_so_far_and_some_later_is_superseded() {
    let texts = [
        "Two men were shot dead outside a bar in Lorne. No arrests have been made, police said.",
        "Police have arrested a man of 30 over the killing of two men outside a bar in Lorne.",
    ];
    let on = |days: [i8; 2]| {
        let mut told: Vec<Witness> = (0..).zip(texts).map(|(n, text)| witness(n, text)).collect();
        for (witness, day) in told.iter_mut().zip(days) {
            let value = Stamp { day: date(2024, 11, day), instant: None };
            witness.published = Some(Based { value, basis: Basis::Declared });
        }
        on_existence(&apparatus(&told)).map(|(_, verdict)| verdict)
    };
    assert_eq!(on([2, 5]), Some(Verdict::Superseded));
    let since = [
        "Two men were shot dead outside a bar in Lorne. No arrests have been made since Saturday.",
        "Police arrested a man on Sunday over the killing of two men outside a bar in Lorne.",
    ];
    assert_ne!(on_existence(&story(&since)).map(|(_, verdict)| verdict), Some(Verdict::Conflict));
    // Who writes of no arrests later may not have heard of them, or write of another time.
    assert_eq!((on([5, 5]), on([5, 2])), (None, None));
}

#[test]
fn what_one_lacks_or_a_part_of_a_thing_is_not_absent() {
    let pairs = [
        (
            "The generator of the prison had no fuel.",
            "The fuel of the prison's generator had been sold.",
        ),
        (
            "No further arrests were made at the depot in Lorne.",
            "Nine people were arrested at the depot in Lorne.",
        ),
        (
            "There was no table of the depths of Lorne harbour.",
            "The harbour master sat at his table in Lorne harbour.",
        ),
        (
            "There was no pilot on the ship off Lorne, the union said.",
            "A pilot would have been on the ship off Lorne, had there been money.",
        ),
        (
            "No arrests were made at the depot in Lorne.",
            "No one was arrested at the depot in Lorne.",
        ),
    ];
    for (one, other) in pairs {
        let told = story(&[one, other]);
        assert_eq!(on_existence(&told), None, "{one} / {other}");
    }
}
