//! Causes of one thing, and traits of one thing, of which only one can hold.

use super::tests::story;
use tellings_model::{EntryKind, Verdict};

/// The topics of the conflicts on causes and traits, each with its values.
fn parted(texts: [&str; 2]) -> Vec<(String, Vec<String>)> {
    let told = story(&texts);
    let parted = told
        .entries
        .into_iter()
        .filter(|entry| entry.kind == EntryKind::Other && entry.verdict == Verdict::Conflict);
    let values = parted.map(|entry| {
        let mut values: Vec<String> = entry.readings.into_iter().map(|r| r.value).collect();
        values.sort();
        (entry.topic, values)
    });
    values.collect()
}

fn values(texts: [&str; 2]) -> Vec<Vec<String>> {
    parted(texts).into_iter().map(|(_, values)| values).collect()
}

const NONE: [[&str; 2]; 0] = [];

#[test]
fn causes_of_two_families_exclude_one_another() {
    let fire = [
        "The fire in the sawmill at Greywater was caused by a cigarette, the police said.",
        "The police said that the fire in the sawmill at Greywater was caused by arson.",
    ];
    assert_eq!(values(fire), [["arson", "tobacco"]]);
    let closed = [
        "The tunnel at Greywater was closed because of flooding on Monday.",
        "The tunnel at Greywater was closed in a dispute over fees.",
    ];
    assert_eq!(values(closed), [["flood", "money"]]);
    let delayed = [
        "The ferry to Greywater was delayed because of fog.",
        "The ferry to Greywater was delayed due to a technical fault.",
    ];
    assert_eq!(values(delayed), [["fog", "machine"]]);
}

#[test]
fn causes_that_can_both_hold_part_nothing() {
    // One family: a storm brings both.
    let weather = [
        "The ferry to Greywater was delayed because of rain.",
        "The ferry to Greywater was delayed because of high winds.",
    ];
    assert_eq!(values(weather), NONE);
    // A telling that gives both tells how one came of the other.
    let both = [
        "The ferry to Greywater was delayed because of fog.",
        "The ferry to Greywater was delayed because of fog and a fault in its engine.",
    ];
    assert_eq!(values(both), NONE);
    let denied = [
        "The fire in the sawmill at Greywater was caused by a cigarette.",
        "The fire in the sawmill at Greywater was not caused by arson.",
    ];
    assert_eq!(values(denied), NONE);
    let of_two_things = [
        "The ferry to Greywater was delayed because of fog.",
        "The match in Lowmoor was delayed because of a bomb.",
    ];
    assert_eq!(values(of_two_things), NONE);
}

#[test]
fn parts_that_gave_out_exclude_one_another() {
    let parts = [
        "The tanker lost power off Greywater and ran onto the rocks.",
        "The rudder of the tanker stopped answering off Greywater, the owner said.",
    ];
    assert_eq!(
        parted(parts),
        [("what failed".to_owned(), ["engine", "steering"].map(String::from).to_vec())]
    );
    let denied = [
        "The brakes of the coach failed above Greywater.",
        "The engine of the coach did not fail above Greywater, the owner said.",
    ];
    assert_eq!(values(denied), NONE);
    let homes = [
        "Thousands of homes lost power in Greywater.",
        "The brakes of a coach failed above Greywater.",
    ];
    assert_eq!(values(homes), NONE);
}

#[test]
fn one_thing_has_one_colour() {
    let van = [
        "Two men fled from the bank at Greywater in a grey van.",
        "The van was white, a baker in Greywater said of the men who robbed the bank.",
    ];
    assert_eq!(
        parted(van),
        [("colour of van".to_owned(), ["grey", "white"].map(String::from).to_vec())]
    );
    let several = [
        "Two men fled from the bank at Greywater in a grey van.",
        "A white van blocked the road at Greywater, and the robbers drove another van.",
    ];
    assert_eq!(values(several), NONE);
    let two_colours = [
        "Two men fled from the bank at Greywater in a grey van.",
        "The van was white, a baker in Greywater said. The grey van drove off, said another.",
    ];
    assert_eq!(values(two_colours), NONE);
}

#[test]
fn a_ship_has_one_flag_and_an_inspection_one_mark() {
    let flag = [
        "The Liberian-flagged tanker Anna Bell sank off Greywater.",
        "The tanker Anna Bell, which sank off Greywater, flies the flag of Panama.",
    ];
    assert_eq!(values(flag), [["Liberia", "Panama"]]);
    let mark = [
        "An inspection in March rated the dam poor.",
        "The dam was rated fair at its last inspection in March.",
    ];
    assert_eq!(values(mark), [["fair", "poor"]]);
}

#[test]
fn sides_part_where_one_act_is_told() {
    let leg = [
        "The keeper of the lighthouse at Greywater was shot in the left leg.",
        "The keeper of the lighthouse at Greywater was shot in the right leg.",
    ];
    assert_eq!(values(leg), [["left", "right"]]);
    let two_people = [
        "The keeper of the lighthouse at Greywater was shot in the left leg.",
        "A swimmer broke his right leg on the pier.",
    ];
    assert_eq!(values(two_people), NONE);
}
