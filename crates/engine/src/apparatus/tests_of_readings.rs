//! How values compare, who stands behind them and who answers, on made-up tellings.

use super::tests::{of_value, story, verdict_on};
use tellings_model::Verdict;

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
