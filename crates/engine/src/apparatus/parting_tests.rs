//! What looks as if it parted, and does not.

use super::tests::{apparatus, story, with_value};
use crate::entity;
use crate::sample::witness;
use jiff::civil::{Date, date};
use tellings_model::{Apparatus, Based, Basis, Entry, Stamp, Verdict, Witness};

fn conflicts(apparatus: &Apparatus) -> Vec<&str> {
    let parted = apparatus.entries.iter().filter(|entry| entry.verdict == Verdict::Conflict);
    parted.map(|entry| entry.topic.as_str()).collect()
}

/// The apparatus of two tellings that came out on two days.
fn told_on(days: [Date; 2], texts: [&str; 2]) -> Apparatus {
    let mut told: Vec<Witness> = (0..).zip(texts).map(|(n, text)| witness(n, text)).collect();
    for (witness, day) in told.iter_mut().zip(days) {
        let value = Stamp { day, instant: None };
        witness.published = Some(Based { value, basis: Basis::Declared });
    }
    let entities = entity::entities(&mut told);
    super::collate(&told, &entities, &[])
}

#[test]
fn days_of_two_things_part_nothing() {
    let years = [
        "The bridge over the Orne, opened in 1961, was rated fair in the last inspection.",
        "The Liberia-flagged ship was launched in 2011 and is 180 metres long.",
    ];
    assert_eq!(conflicts(&story(&years)), [""; 0]);
    let years = [
        "The bridge over the Orne, opened in 1961, was rated fair in the last inspection.",
        "The bridge over the Orne was opened in 1971 and rated fair in the last inspection.",
    ];
    assert_eq!(conflicts(&story(&years)).len(), 1);
}

#[test]
fn days_that_were_inferred_in_part_are_no_other_days() {
    let weeks = [
        "The council of Greywater will meet on Thursday, 16 October 2031, at the town hall.",
        "The council of Greywater met on Thursday, 9 October 2031, at the town hall.",
    ];
    assert_eq!(conflicts(&story(&weeks)).len(), 1);
    let mut telling: Vec<Witness> = (0..).zip(weeks).map(|(n, text)| witness(n, text)).collect();
    telling[1] = witness(1, "The council of Greywater met on Thursday at the town hall.");
    let days = tellings_model::Days::day(date(2031, 10, 9));
    telling[1].annotations.times[0].days = Some(days);
    telling[1].annotations.times[0].value = "2031-10-09".to_owned();
    entity::entities(&mut telling);
    assert_eq!(conflicts(&apparatus(&telling)), [""; 0]);
}

#[test]
fn a_line_that_dates_a_page_is_no_act() {
    let told = story(&[
        "Published: May 2, 2031\n\nThe ferry Anna Bell sank off Greywater.",
        "Published: May 5, 2031\n\nThe ferry Anna Bell sank off Greywater.",
    ]);
    assert_eq!(conflicts(&told), [""; 0]);
}

#[test]
fn ages_of_two_boys_part_nothing_and_those_of_one_name_do() {
    let boys = [
        "A 12-year-old boy was hurt by the surge in the harbour of Greywater.",
        "Among those whom the surge hurt was a 15-year-old boy with a dog, the harbour master said.",
    ];
    assert_eq!(conflicts(&story(&boys)), [""; 0]);
    let named = [
        "Ana Holt, 51, was hurt by the surge in the harbour of Greywater.",
        "The surge in the harbour of Greywater hurt Ana Holt, 54, on the quay.",
    ];
    assert_eq!(conflicts(&story(&named)).len(), 1);
}

#[test]
fn parts_of_a_sum_are_no_toll() {
    let told = story(&[
        "Three people were killed by the surge in the harbour of Greywater.",
        "One adult and two children were killed by the surge in the harbour of Greywater.",
    ]);
    assert_eq!(conflicts(&told), [""; 0]);
}

#[test]
fn a_post_between_commas_is_that_of_the_name() {
    let told = story(&[
        "Oswin Tull, the mill manager, has gone on leave after the surge at Greywater.",
        "Its chief executive, Oswin Tull, has gone on leave after the surge at Greywater.",
    ]);
    assert_eq!(conflicts(&told), ["post of Oswin Tull"]);
    let both = story(&[
        "The mill's chief executive, Oswin Tull, will stay after the surge at Greywater.",
        "After the surge at Greywater nobody has to go, the new mill manager Oswin Tull wrote.",
    ]);
    assert_eq!(conflicts(&both), [""; 0]);
}

#[test]
fn places_under_short_names_are_one() {
    let told = story(&[
        "The captain of the Anna Bell died at Mount Orne Hospital on Tuesday.",
        "The captain of the Anna Bell died at Mt. Orne hospital on Tuesday.",
    ]);
    assert_eq!(conflicts(&told), [""; 0]);
}

#[test]
fn whoever_was_fatally_wounded_did_not_live() {
    let told = story(&[
        "The captain of the Anna Bell was killed by a falling mast in Greywater.",
        "The captain of the Anna Bell was fatally wounded by a falling mast in Greywater.",
    ]);
    assert_eq!(conflicts(&told), [""; 0]);
}

#[test]
fn what_should_be_done_is_not_agreed_with_what_was() {
    let clause =
        |verb: &str| format!("The harbour board {verb} the flow of timber from Greywater.");
    let agreed = |one: &str, other: &str| {
        let told = story(&[&clause(one), &clause(other)]);
        told.entries.iter().any(|entry| entry.verdict == Verdict::Agree)
    };
    assert!(agreed("stopped", "quietly stopped"));
    assert!(!agreed("stopped", "should have stopped"));
}

#[test]
fn a_contested_day_told_twice_is_in_no_telling_alone() {
    let told = story(&[
        "Governor Lena Brandt spoke after inquiries regarding a Greywater Herald article from \
         2 May 2031, which said that she was selling the harbour. The harbour is not for sale, \
         Brandt said. According to a report from the Greywater Herald on Friday, 2 May 2031, \
         tensions grew during a call when the buyers asked for the lighthouse.",
        "Governor Lena Brandt's comments came after a Greywater Herald report on 3 May 2031 \
         claimed that she was selling the harbour.",
    ]);
    let days: Vec<Verdict> =
        with_value(&told, "2031-05-02").iter().map(|entry| entry.verdict).collect();
    assert_eq!(days, [Verdict::Conflict]);
}

#[test]
fn a_number_between_commas_is_no_toll() {
    let told = story(&[
        "Three people were taken to hospital after the surge in Greywater.",
        "Another, 25, was taken to hospital after the surge in Greywater.",
    ]);
    let of = |entry: &Entry| entry.readings.iter().any(|r| r.value.contains("25 "));
    assert!(!told.entries.iter().any(of), "{:#?}", told.entries);
}

#[test]
fn figures_of_two_people_part_nothing() {
    let told = story(&[
        "Ana Holt was released in Greywater on Friday after posting bail of $30,000.",
        "Tom Berg was released in Greywater on Friday after posting bail of $100,000.",
    ]);
    assert_eq!(conflicts(&told), [""; 0]);
    let told = story(&[
        "Ana Holt was released in Greywater on Friday after posting bail of $30,000.",
        "Ana Holt, the harbour master, was held. She was released in Greywater on Friday after \
         posting bail of $100,000.",
    ]);
    assert_eq!(conflicts(&told).len(), 1);
}

#[test]
fn some_of_the_dead_are_no_other_toll() {
    let n_readings = |count: &str| {
        let told = story(&[
            &format!("{count} women were killed by the surge in the harbour of Greywater."),
            "Five people were killed by the surge in the harbour of Greywater.",
        ]);
        told.entries.iter().map(|entry| entry.readings.len()).max()
    };
    assert_eq!((n_readings("Four"), n_readings("Six")), (Some(1), Some(2)));
}

#[test]
fn whoever_kills_is_not_among_the_dead() {
    let told = story(&[
        "Two people were killed at the lighthouse of Greywater on Friday.",
        "Four suspects killed Ana Holt at the lighthouse of Greywater on Friday.",
    ]);
    assert_eq!(conflicts(&told), [""; 0]);
}

#[test]
fn the_dead_of_another_year_are_no_other_toll() {
    let toll = |text: &str| {
        let texts = ["Two people were killed by the surge in Greywater.", text];
        conflicts(&told_on([date(2031, 5, 3); 2], texts)).len()
    };
    assert_eq!(toll("Nine people were killed by a surge in Greywater in 2019."), 0);
    assert_eq!(toll("Nine people were killed by the surge in Greywater."), 1);
}

#[test]
fn somebody_grows_older_between_two_tellings() {
    let ages = |last: i16| {
        let texts = [
            "Ana Holt, 21, was charged with theft in Greywater.",
            "Ana Holt, 22, was charged with theft in Greywater.",
        ];
        conflicts(&told_on([date(2030, 5, 3), date(last, 5, 3)], texts)).len()
    };
    assert_eq!((ages(2030), ages(2031)), (1, 0));
}

#[test]
fn a_page_that_was_updated_at_an_hour_tells_no_hour() {
    let told = story(&[
        "UPDATE @ 5:15 p.m.: The ferry Anna Bell sank off Greywater. Copyright 2030 WGRW.",
        "UPDATE @ 10:45 p.m.: The ferry Anna Bell sank off Greywater. Copyright 2031 WGRW.",
    ]);
    assert_eq!(conflicts(&told), [""; 0]);
}

#[test]
fn hours_of_two_days_part_nothing() {
    let told = story(&[
        "The ferry Anna Bell sank off Greywater at 7 p.m. on Monday, 5 May 2031.",
        "The ferry Anna Bell sank off Greywater at 4 a.m. on Tuesday, 6 May 2031.",
    ]);
    let hours = |entry: &&Entry| entry.readings.iter().any(|r| r.value.contains(':'));
    let parted: Vec<&Entry> = told.entries.iter().filter(hours).collect();
    assert!(parted.iter().all(|entry| entry.verdict != Verdict::Conflict), "{parted:#?}");
}

#[test]
fn a_name_with_a_letter_wrong_is_no_other_place() {
    let told = story(&[
        "The captain of the Anna Bell died at Orne Valley Hospital on Tuesday.",
        "The captain of the Anna Bell died at Orne Vally Hospital on Tuesday.",
    ]);
    assert_eq!(conflicts(&told), [""; 0]);
}

#[test]
fn what_a_word_denies_by_its_beginning_is_denied() {
    let told = story(&[
        "Two people were taken from Greywater with non-life threatening wounds on Tuesday.",
        "The wounds of the two people from Greywater are not life threatening.",
    ]);
    assert_eq!(conflicts(&told), [""; 0]);
}

#[test]
fn a_plea_is_no_verdict_and_a_name_is_not_freed() {
    let pleas = [
        "Ana Holt has pleaded not guilty to the theft of the Anna Bell in Greywater.",
        "Ana Holt was found guilty of the theft of the Anna Bell in Greywater.",
    ];
    assert_eq!(conflicts(&story(&pleas)), [""; 0]);
    let names = [
        "Police in Greywater have not released the names of the four victims of the surge.",
        "Police in Greywater released the names of the four victims of the surge.",
    ];
    let moved = |entry: &&Entry| entry.topic.starts_with("what became of");
    assert_eq!(story(&names).entries.iter().filter(moved).count(), 0);
}

#[test]
fn whoever_was_hurt_may_have_died_since() {
    let verdict = |last: i8| {
        let texts = [
            "The captain of the Anna Bell was hurt by a falling mast in Greywater.",
            "The captain of the Anna Bell was killed by a falling mast in Greywater.",
        ];
        let apparatus = told_on([date(2031, 5, 3), date(2031, 5, last)], texts);
        let lived = |entry: &&Entry| entry.topic.starts_with("who lived");
        apparatus.entries.iter().find(lived).map(|entry| entry.verdict)
    };
    let verdicts = (verdict(3), verdict(4));
    assert_eq!(verdicts, (Some(Verdict::Conflict), Some(Verdict::Superseded)));
}

#[test]
fn what_nobody_asked_was_not_left_unanswered() {
    let answered = |texts: [&str; 2]| {
        let told = story(&texts);
        told.entries.iter().any(|entry| entry.topic.starts_with("whether"))
    };
    assert!(answered([
        "The Greywater Ferry Company did not respond to requests for comment on Tuesday.",
        "The Greywater Ferry Company said in a statement that the ship was safe.",
    ]));
    assert!(!answered([
        "The keeper of the Greywater Ferry Company never answered his door on Tuesday.",
        "The Greywater Ferry Company said in a statement that the ship was safe.",
    ]));
}

#[test]
fn shares_of_two_things_part_nothing_for_their_digits() {
    let told = story(&[
        "The draft cuts the deficit of Greywater to 3.4 per cent of output.",
        "A poll puts the Ferry Party ahead with 34 per cent, Ana Holt wrote.",
    ]);
    assert_eq!(conflicts(&told), [""; 0]);
}

#[test]
fn two_posts_of_one_person_part_and_nobody_agrees_on_who_it_is() {
    let told = story(&[
        "County prosecutor Ada Holt said on Tuesday that her office would open an inquiry into the fire.",
        "State prosecutor Ada Holt said on Tuesday that her office would open an inquiry into the fire.",
    ]);
    assert_eq!(conflicts(&told).len(), 1);
    assert!(told.entries.iter().all(|entry| entry.readings[0].text != "Ada Holt"));
    let told = story(&[
        "Mr Holt said on Tuesday that the office of the county would open an inquiry into the fire.",
        "Inspector Holt said on Tuesday that the office of the county would open an inquiry into the fire.",
    ]);
    assert_eq!(conflicts(&told), [""; 0]);
}

#[test]
fn one_deed_has_one_day_whatever_else_the_tellings_date() {
    let told = story(&[
        "The ministry suspended the licence of the mine on 10 March 2031. Rain fell for days. The choir of Tull sang in the old church by the river on 11 March 2031.",
        "The licence of the mine was suspended by the ministry on 11 March 2031.",
    ]);
    assert_eq!(conflicts(&told).len(), 1, "{:?}", told.entries);
}

#[test]
fn what_a_market_prices_moves_from_day_to_day() {
    let texts = [
        "Shares in Holt Mills fell 18 percent in early trading in London after the dam broke.",
        "Shares in Holt Mills fell 23 percent in late trading in London after the dam broke.",
    ];
    let on = |days| told_on(days, texts).entries.iter().any(|e| e.verdict == Verdict::Superseded);
    assert!(on([date(2031, 3, 10), date(2031, 3, 11)]));
    assert!(!on([date(2031, 3, 10), date(2031, 3, 10)]));
}

#[test]
fn a_round_figure_is_coarser_than_the_exact_one() {
    let told = story(&[
        "The new bank will employ 3,148 people in Greywater.",
        "The new bank will employ about 3,150 people in Greywater.",
    ]);
    assert_eq!(with_value(&told, "3148 person")[0].verdict, Verdict::Finer);
    let told = story(&[
        "The members of the union rejected the pay offer by 1,888 votes in Greywater.",
        "The members of the union rejected the pay offer by 1,889 votes in Greywater.",
    ]);
    assert_eq!(with_value(&told, "1888 vote")[0].verdict, Verdict::Conflict);
}

#[test]
fn the_company_is_the_one_named_before() {
    let told = told_on(
        [date(2031, 3, 10), date(2031, 3, 11)],
        [
            "The hall was built by Vestrup Timberworks, a family company. The company did not respond to a request for comment.",
            "The roof was sound, Vestrup Timberworks said in a statement.",
        ],
    );
    let answer = told.entries.iter().find(|entry| entry.topic.contains("answered"));
    let answer = answer.expect("somebody was asked");
    assert_eq!(answer.topic, "whether Vestrup Timberworks answered");
    assert_eq!(answer.verdict, Verdict::Superseded);
    let told = told_on(
        [date(2031, 3, 10), date(2031, 3, 11)],
        [
            "The Finance Workers Union called it a closing sale. The company did not respond to a request for comment.",
            "The plan was bad, the Finance Workers Union said in a statement.",
        ],
    );
    assert!(told.entries.iter().all(|entry| entry.verdict != Verdict::Superseded));
}

#[test]
fn the_weekday_of_an_undated_telling_parts_with_a_day() {
    let told_by = |day: Date, letter: &str| {
        let text = "A girl was born in a car below the Sattel Pass on Monday, 16 February 2032.";
        let mut told = vec![witness(0, text), witness(1, letter)];
        let value = Stamp { day, instant: None };
        told[0].published = Some(Based { value, basis: Basis::Declared });
        let entities = entity::entities(&mut told);
        super::collate(&told, &entities, &[])
    };
    let told = |letter: &str| told_by(date(2032, 2, 17), letter);
    let weeks_later = |letter: &str| told_by(date(2032, 3, 9), letter);
    let parted = told("The girl was born in a car below the Sattel Pass on Saturday night.");
    assert_eq!(conflicts(&parted).len(), 1);
    let agreed = told("The girl was born in a car below the Sattel Pass on Monday.");
    assert_eq!(conflicts(&agreed), [""; 0]);
    // What only the dated telling fixes is shown without a doubt, and the other way round with one.
    let day = |told: &Apparatus, value: &str| {
        told.entries.iter().flat_map(|e| &e.readings).any(|reading| reading.value == value)
    };
    assert!(day(&agreed, "2032-02-16") && !day(&agreed, "2032-02-16?"));
    assert!(day(&parted, "2032-02-14?"));
    let agreed = weeks_later("The girl was born in a car below the Sattel Pass on Monday.");
    assert_eq!(conflicts(&agreed), [""; 0]);
    // Of which week it is nobody knows, so it is no news of one telling.
    let other = told("The choir sang in the church of Tull on Thursday.");
    assert!(other.entries.iter().all(|entry| entry.readings[0].text != "Thursday"));
}

#[test]
fn an_hour_that_leaves_its_half_of_the_day_open_is_of_either() {
    let night = "The prime minister handed in her resignation at the palace at 21.15.";
    let words =
        "The prime minister handed in her resignation at the palace at a quarter past nine.";
    let morning = "The prime minister handed in her resignation at the palace at 9.15 a.m.";
    assert_eq!(conflicts(&story(&[night, words])), [""; 0]);
    assert_eq!(conflicts(&story(&[night, morning])).len(), 1);
    for [open, told] in [["7:05", "7:05 p.m."], ["8:00", "8 p.m."], ["24:00", "0:00"]] {
        let told = [open, told].map(|at| format!("The ferry Anna Bell left the harbour at {at}."));
        let told: Vec<&str> = told.iter().map(String::as_str).collect();
        assert_eq!(conflicts(&story(&told)), [""; 0], "{open}");
    }
}

#[test]
fn what_was_planned_is_superseded_by_what_was_done() {
    let texts = [
        "The burnt ferry Anna Bell would be towed to Velmouth once the fire was out, a spokesman said.",
        "With a crowd on the quay the burnt ferry Anna Bell was towed to Brackwater by two tugs.",
    ];
    let on = |days| told_on(days, texts).entries[0].verdict;
    assert_eq!(on([date(2031, 3, 6), date(2031, 3, 9)]), Verdict::Superseded);
    assert_eq!(on([date(2031, 3, 9), date(2031, 3, 9)]), Verdict::Conflict);
    // What may have been is no plan.
    let texts = [texts[0].replace("would be", "may have been"), texts[1].to_owned()];
    let told = told_on([date(2031, 3, 6), date(2031, 3, 9)], [&texts[0], &texts[1]]);
    assert!(told.entries.iter().all(|entry| entry.verdict != Verdict::Superseded));
}

#[test]
fn counts_that_are_added_part_with_no_whole() {
    let told = story(&[
        "On the car deck of the ferry Anna Bell stood 62 cars and nine lorries.",
        "On the car deck of the ferry Anna Bell stood about 80 vehicles.",
    ]);
    assert_eq!(conflicts(&told), [""; 0]);
    let told = story(&[
        "On the car deck of the ferry Anna Bell stood 62 cars and nine lorries.",
        "On the car deck of the ferry Anna Bell stood 68 cars and nine lorries.",
    ]);
    assert_eq!(conflicts(&told).len(), 1);
    let told = story(&[
        "On the car deck of the ferry Anna Bell stood 62 cars and nine lorries.",
        "On the car deck of the ferry Anna Bell stood 51 automobiles.",
    ]);
    assert_eq!(conflicts(&told).len(), 1);
}

#[test]
fn one_number_of_one_thing_is_compared_whatever_stands_around_it() {
    let told = story(&[
        "The accident board was sending three inspectors. The ship lay off Greywater.",
        "A day later three inspectors went aboard. The fire was out by then.",
    ]);
    assert_eq!(with_value(&told, "3 inspector")[0].verdict, Verdict::Agree);
}
