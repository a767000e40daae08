//! Who did it: what parts, and what only looks so.

use crate::apparatus::tests::story;
use tellings_model::{EntryKind, Verdict};

/// The topics of the acts that two tellings give to two doers, each told of one night at one harbour.
fn who(one: &str, other: &str) -> Vec<String> {
    let told = story(&[
        &format!("{one} after the crane fell on the quay of Greywater on Monday night."),
        &format!("{other} after the crane fell on the quay of Greywater on Monday night."),
    ]);
    let is_actor =
        |kind: EntryKind, verdict| kind == EntryKind::Actor && verdict == Verdict::Conflict;
    let parted = told.entries.iter().filter(|entry| is_actor(entry.kind, entry.verdict));
    parted.map(|entry| entry.topic.clone()).collect()
}

const NOBODY: [&str; 0] = [];

#[test]
fn roles_that_exclude_one_another_part() {
    let closed = "who closed the bridge";
    assert_eq!(who("The mayor closed the bridge", "The bridge was closed by the army"), [closed]);
    assert_eq!(
        who("The harbour company closed the bridge", "A coast guard boat closed the bridge"),
        [closed]
    );
    assert_eq!(who("Union leaders closed the bridge", "The police closed the bridge"), [closed]);
    assert_eq!(who("Police, who closed the bridge, left", "The mayor closed the bridge"), [closed]);
    assert_eq!(
        who("A jogger discovered the leak", "The police discovered the leak"),
        ["who discovered leak"]
    );
}

#[test]
fn who_may_act_for_another_parts_from_nobody() {
    assert_eq!(who("The mayor closed the bridge", "The town council closed the bridge"), NOBODY);
    assert_eq!(who("A minister closed the bridge", "The government closed the bridge"), NOBODY);
    assert_eq!(who("The state police closed the bridge", "Officers closed the bridge"), NOBODY);
    // A nurse may be out jogging, and anybody may be an official.
    assert_eq!(who("A nurse discovered the leak", "A jogger discovered the leak"), NOBODY);
    assert_eq!(who("An official closed the bridge", "The mayor closed the bridge"), NOBODY);
    assert_eq!(who("A former mayor closed the bridge", "The police closed the bridge"), NOBODY);
}

#[test]
fn a_name_has_the_roles_that_the_tellings_give_it() {
    let closed = "who closed the bridge";
    assert_eq!(who("Mayor Ana Holt closed the bridge", "The army closed the bridge"), [closed]);
    assert_eq!(who("Mayor Ana Holt closed the bridge", "The mayor closed the bridge"), NOBODY);
    // What somebody is whom nobody describes is not known.
    assert_eq!(who("Ana Holt closed the bridge", "The army closed the bridge"), NOBODY);
}

#[test]
fn what_was_not_done_or_done_by_both_parts_nothing() {
    assert_eq!(who("The mayor did not close the bridge", "The army closed the bridge"), NOBODY);
    assert_eq!(who("The mayor wanted to close the bridge", "The army closed the bridge"), NOBODY);
    assert_eq!(
        who("The mayor and the army closed the bridge", "The army closed the bridge"),
        NOBODY
    );
    assert_eq!(
        who("The mayor closed the bridge with the army", "The army closed the bridge"),
        NOBODY
    );
    assert_eq!(who("The police visited the bridge", "The army visited the bridge"), NOBODY);
}

#[test]
fn a_noun_may_tell_who_does_it() {
    let owner =
        ["The owner of the crane, Ana Holt, came", "Tom Berg, the owner of the crane, came"];
    assert_eq!(who(owner[0], owner[1]), ["who owns crane"]);
    assert_eq!(who(owner[0], "Tom Berg, the former owner of the crane, came"), NOBODY);
    assert_eq!(who(owner[0], "Tom Berg, the owner of the ship, came"), NOBODY);
}
