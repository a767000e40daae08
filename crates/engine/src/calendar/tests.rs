//! Small stories that show one behaviour each.

use super::*;
use tellings_model::{Annotations, Article, OriginId, Siglum};

/// Witnesses of these texts; a text may begin with its day of publication and a bar.
fn undated(texts: &[&str]) -> Vec<Witness> {
    let witnesses = (0..).zip(texts).map(|(idx, text)| {
        let (day, text) = text.split_once('|').unwrap_or(("", text));
        let mut article = Article::from_text(text);
        article.published =
            day.parse().ok().map(|day| Based::new(Stamp { day, instant: None }, Basis::Declared));
        let mut annotations = Annotations::default();
        let mut memory = tellings_language::Memory::default();
        tellings_language::analyse(
            &article,
            tellings_language::Model::english(),
            &mut memory,
            &mut annotations,
        );
        annotations.times = crate::annotate::time::times(&article);
        let published = article.published.clone();
        let day = published.as_ref().map(|stamp| stamp.value.day);
        annotations.events = crate::annotate::event::events(&article, &annotations, day);
        let (siglum, origin) = (Siglum(idx), OriginId(1));
        Witness { siglum, article, annotations, published, published_because: Vec::new(), origin }
    });
    witnesses.collect()
}

/// The same, with the days that they settle together.
pub(crate) fn witnesses(texts: &[&str]) -> Vec<Witness> {
    let mut witnesses = undated(texts);
    solve(&mut witnesses, &CalendarConfig::default());
    witnesses
}

/// The publication day and the expressions of the last witness.
fn show(texts: &[&str]) -> String {
    values(&witnesses(texts))
}

fn values(witnesses: &[Witness]) -> String {
    let Some(last) = witnesses.last() else { return String::new() };
    let published =
        last.published.as_ref().map_or("open".to_owned(), |at| at.value.day.to_string());
    let times = last.annotations.times.iter();
    let times = times.map(|time| format!("{}={}", last.article.at(time.span), time.value));
    format!("{published}: {}", times.collect::<Vec<_>>().join(", "))
}

const FULL: &str = "Harbour master Ines Calder closed the northern ferry terminal at Port Lorne on \
                    March 8, 2024, after inspectors found cracks.";

#[test]
fn a_weekday_meets_the_full_date_of_a_sibling() {
    let told = "Harbour master Ines Calder closed the northern ferry terminal on Friday because \
                inspectors found cracks. A pier failed in January. Repairs were promised last month.";
    insta::assert_snapshot!(show(&[FULL, told]),
        @"2024-03-08: Friday=2024-03-08, January=2024-01, last month=2024-02");
}

#[test]
fn a_weekday_that_the_tellings_know_as_one_day_asks_little() {
    let second = "2024-03-10|The terminal at Port Lorne was shut on March 8, 2024.";
    let told = "I rang the terminal on Friday. It was shut.";
    insta::assert_snapshot!(show(&[FULL, told]), @"open: Friday=XXXX-WXX-5");
    let stood = "I stood at the terminal in Port Lorne on Friday and nobody came.";
    insta::assert_snapshot!(show(&[FULL, second, stood]), @"open: Friday=2024-03-08");
    let later = "2024-03-16|Port Lorne heard on March 15, 2024 that the terminal stays shut.";
    insta::assert_snapshot!(show(&[FULL, second, later, stood]), @"open: Friday=XXXX-WXX-5");
}

#[test]
fn a_dateline_without_a_year_is_of_the_year_of_its_siblings() {
    let line =
        "PORT LORNE, March 9 (Reuters) - The terminal was shut on Friday. It opens tomorrow.";
    let mut told = undated(&["2024-03-10|The terminal at Port Lorne was shut.", line]);
    if let Some(witness) = told.last_mut() {
        let span = witness.article.span(0, "PORT LORNE, March 9 (Reuters)".len());
        let (place, agency) = ("PORT LORNE".to_owned(), Some("Reuters".to_owned()));
        let day = Some("March 9".to_owned());
        witness.article.dateline = Some(tellings_model::Dateline { place, agency, day, span });
    }
    solve(&mut told, &CalendarConfig::default());
    insta::assert_snapshot!(values(&told),
        @"2024-03-09: March 9=2024-03-09, Friday=2024-03-08, tomorrow=2024-03-10");
}

#[test]
fn a_night_is_told_the_next_day() {
    let dated =
        "2024-03-09|A fire destroyed the northern ferry terminal at Port Lorne on Friday night.";
    let told = "A fire on Friday night destroyed the ferry terminal at Port Lorne.";
    insta::assert_snapshot!(show(&[dated, told]), @"2024-03-09: Friday night=2024-03-08TNI");
}

#[test]
fn another_act_on_the_same_weekday_settles_nothing() {
    let other = "A bakery in Vell won the regional bread prize on Friday.";
    insta::assert_snapshot!(show(&[FULL, other]), @"open: Friday=XXXX-WXX-5");
}

#[test]
fn a_second_weekday_that_two_publication_days_read_differently_stays_open() {
    let told = "Harbour master Ines Calder closed the northern ferry terminal at Port Lorne on \
                Friday. Inspectors found cracks on Saturday, said Calder.";
    insta::assert_snapshot!(show(&[FULL, told]),
        @"2024-03-08: Friday=2024-03-08, Saturday=XXXX-WXX-6");
}

#[test]
fn a_telling_that_contradicts_the_date_is_not_bent_to_it() {
    let told = "Harbour master Ines Calder closed the northern ferry terminal at Port Lorne on \
                Saturday after inspectors found cracks.";
    insta::assert_snapshot!(show(&[FULL, told]), @"open: Saturday=XXXX-WXX-6");
}

#[test]
fn a_telling_without_a_weekday_gets_what_every_day_gives() {
    let told = "Inspectors recently made harbour master Ines Calder close the northern ferry \
                terminal at Port Lorne. Cracks were seen in December.";
    insta::assert_snapshot!(show(&[FULL, told]), @"open: recently=PAST_REF, December=2023-12");
}

#[test]
fn weekday_and_date_of_one_act_fix_the_year() {
    let dated = "A survey of 2024 costs names Port Lorne. It was printed on January 5, 2024.";
    let told = "The Lorne Courier report of March 8 accused ferry inspectors of hiding cracks. \
                The Lorne Courier report on Friday accused inspectors of hiding many cracks.";
    insta::assert_snapshot!(show(&[dated, told]),
        @"2024-03-08: March 8=2024-03-08, Friday=2024-03-08");
}
