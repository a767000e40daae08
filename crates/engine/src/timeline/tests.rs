//! Small stories that show one behaviour each.

use super::*;
use crate::calendar::tests::witnesses;

/// The moments of these tellings, one a line; each telling is an origin of its own.
fn show(texts: &[&str]) -> String {
    let mut witnesses = witnesses(texts);
    for (number, witness) in (1..).zip(&mut witnesses) {
        witness.origin = OriginId(number);
    }
    let timeline = order(&witnesses, &Apparatus::default(), &TimelineConfig::default());
    let rows = timeline.iter().map(|moment| {
        let rough = if moment.approximate { "~" } else { "" };
        format!("{}{rough} [{}] {}", moment.when, moment.n_origins, moment.text)
    });
    rows.collect::<Vec<_>>().join("\n")
}

#[test]
fn one_act_in_two_tellings_is_one_moment() {
    let one =
        "2024-03-09|Mayor Ada Quill opened the rebuilt Tarn Bridge on Friday to cheering crowds.";
    let other = "2024-03-10|The rebuilt Tarn Bridge was opened by mayor Ada Quill on March 8.";
    insta::assert_snapshot!(show(&[one, other]),
        @"2024-03-08 [2] Mayor Ada Quill opened the rebuilt Tarn Bridge on Friday to cheering crowds.");
}

#[test]
fn two_dates_in_a_sentence_date_their_own_clauses() {
    let told = "2024-03-09|The old Tarn Bridge closed to all traffic in June 2021, and the rebuilt \
                crossing was opened by the mayor on Friday.";
    insta::assert_snapshot!(show(&[told]), @r"
    2021-06 [1] The old Tarn Bridge closed to all traffic in June 2021
    2024-03-08 [1] the rebuilt crossing was opened by the mayor on Friday.
    ");
}

#[test]
fn what_would_be_is_no_moment() {
    insta::assert_snapshot!(show(&["2024-03-09|The bridge would open on March 20 if funds came."]), @"");
}

#[test]
fn an_undated_sentence_is_not_dated_by_its_publication() {
    insta::assert_snapshot!(show(&["2024-03-09|Mayor Ada Quill opened the rebuilt Tarn Bridge."]), @"");
}

#[test]
fn what_lies_long_before_its_report_is_background() {
    let told = "2024-03-09|The old Tarn Bridge closed to all traffic in June 2021, and the rebuilt \
                crossing was opened by the mayor on Friday.";
    let timeline = order(&witnesses(&[told]), &Apparatus::default(), &TimelineConfig::default());
    let marks: Vec<bool> = timeline.iter().map(|moment| moment.background).collect();
    assert_eq!(marks, [true, false]);
    let reported = timeline.iter().filter_map(|moment| moment.reported);
    assert!(reported.into_iter().all(|days| days.to_string() == "2024-03-09"));
}

#[test]
fn one_act_on_two_days_is_shown_both_ways() {
    let one = "2024-03-09|Mayor Ada Quill opened the rebuilt Tarn Bridge on March 7 to cheers.";
    let other = "2024-03-10|Mayor Ada Quill opened the rebuilt Tarn Bridge on March 8 to cheers.";
    let tellings = witnesses(&[one, other]);
    let timeline = order(&tellings, &Apparatus::default(), &TimelineConfig::default());
    let against: Vec<&[u32]> = timeline.iter().map(|moment| moment.against.as_slice()).collect();
    assert_eq!(against, [&[1][..], &[0][..]]);
}

#[test]
fn a_month_stays_beside_the_day_it_holds() {
    let one = "2024-03-09|The rebuilt Tarn Bridge was opened by mayor Ada Quill on March 8.";
    let other = "2024-11-10|Mayor Ada Quill opened the rebuilt Tarn Bridge in March 2024.";
    insta::assert_snapshot!(show(&[one, other]),
        @r"
    2024-03 [1] Mayor Ada Quill opened the rebuilt Tarn Bridge in March 2024.
    2024-03-08 [1] The rebuilt Tarn Bridge was opened by mayor Ada Quill on March 8.
    ");
}

#[test]
fn what_goes_on_from_a_date_bears_out_no_day() {
    let one = "2024-03-09|Mayor Ada Quill opened the rebuilt Tarn Bridge on Friday to cheers.";
    let other = "2024-03-10|The council met on Friday. Mayor Ada Quill opened the rebuilt Tarn \
                 Bridge to cheers.";
    let shown = show(&[one, other]);
    assert!(shown.contains("[1] Mayor Ada Quill opened the rebuilt Tarn Bridge"), "{shown}");
}
