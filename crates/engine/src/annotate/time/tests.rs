//! Small inputs that show one behaviour each.

use super::*;
use proptest::prelude::*;
use tellings_model::{Based, Basis, Stamp};

fn published(text: &str, day: &str) -> Article {
    let mut article = Article::from_text(text);
    article.published =
        day.parse().ok().map(|day| Based::new(Stamp { day, instant: None }, Basis::Declared));
    article
}

/// The expressions of a text published on Tuesday, 12 March 2024, as `words=value`.
fn show(text: &str) -> String {
    let article = published(text, "2024-03-12");
    let times = times(&article);
    let shown = times.iter().map(|time| format!("{}={}", article.at(time.span), time.value));
    shown.collect::<Vec<_>>().join(" | ")
}

#[test]
fn the_day_of_a_saying_is_not_that_of_a_clock() {
    insta::assert_snapshot!(
        show("The dam broke on Saturday, officials said on Monday. It gave way at 7:40 a.m."),
        @"Saturday=2024-03-09 | Monday=2024-03-11 | 7:40 a.m.=2024-03-09T07:40");
}

#[test]
fn dates_keep_the_precision_of_their_words() {
    insta::assert_snapshot!(show("It opened on May 3, 2019, closed in June 2020 and reopened in 2022."),
        @"May 3, 2019=2019-05-03 | June 2020=2020-06 | 2022=2022");
}

#[test]
fn a_weekday_is_the_last_one_unless_the_clause_looks_ahead() {
    insta::assert_snapshot!(show("The mayor resigned on Friday. The council will meet on Friday."),
        @"Friday=2024-03-08 | Friday=2024-03-15");
}

#[test]
fn a_later_date_goes_on_from_the_one_told() {
    insta::assert_snapshot!(show("Snow fell on January 5, 2024. Two days later the road was shut."),
        @"January 5, 2024=2024-01-05 | Two days later=2024-01-07");
}

#[test]
fn a_quotation_opens_a_sentence() {
    insta::assert_snapshot!(show("She will ask. \"Somebody read it on Friday,\" she said."),
        @"Friday=2024-03-08");
}

#[test]
fn an_hour_may_have_a_point() {
    insta::assert_snapshot!(
        show("The alarm rang at 23.22, and the 22.20 sailing was stopped. They stayed until 04.10."),
        @"23.22=2024-03-12T23:22 | 22.20=2024-03-12T22:20 | 04.10=2024-03-12T04:10");
    insta::assert_snapshot!(
        show("Shares fall\n\nFlight 41 left gate 4 at 21.15, and landed at 9.30 p.m."),
        @"21.15=2024-03-12T21:15 | 9.30 p.m.=2024-03-12T21:30");
    insta::assert_snapshot!(
        show("The share closed at 12.40 on Monday, fell by 4.26 in London and rose to 3.15. Rates stood at 4.20, it said. He threw 23.22 metres at 4.30 per cent. It was measured at 0.18, twice. The euro was little changed at 1.08 in New York. He ran the lap in 01.23, and won."),
        @"Monday=2024-03-11");
}

#[test]
fn one_in_two_thousand_is_no_year() {
    insta::assert_snapshot!(show("He put it at one in two thousand. It was in two thousand."),
        @"two thousand=2000");
}

#[test]
fn may_the_verb_is_no_month() {
    insta::assert_snapshot!(show("Mrs May may march on. She arrived in May."), @"May=2023-05");
}

#[test]
fn a_closed_part_of_a_sentence_lends_no_year() {
    insta::assert_snapshot!(show("The mill, built in 1987, burned on 2 March. In 1990 it was sold in May."),
        @"1987=1987 | 2 March=2024-03-02 | 1990=1990 | May=1990-05");
}

#[test]
fn a_year_earlier_is_as_fine_as_what_it_is_compared_with() {
    insta::assert_snapshot!(show("Profit rose in the fourth quarter from a year earlier. A year ago nobody knew her."),
        @"the fourth quarter=2023-Q4 | a year earlier=2022-Q4 | A year ago=2022-Q4");
}

#[test]
fn a_length_from_a_day_is_a_day() {
    insta::assert_snapshot!(show("It closed two days after March 1 and will reopen on the first Monday of May."),
        @"two days after March 1=2024-03-03 | the first Monday of May=2024-05-06");
}

#[test]
fn lengths_of_several_units_in_any_order() {
    insta::assert_snapshot!(show("It took 2 years, 3 months and 5 days. She left 1 month 2 years 21 days ago. Shops open seven days a week."),
        @"2 years, 3 months and 5 days=P2Y3M5D | 1 month 2 years 21 days ago=2022-01-22 | seven days=P7D | a week=P1W");
}

#[test]
fn fortnights_and_shares_of_units() {
    insta::assert_snapshot!(show("A fortnight ago he waited three quarters of an hour, then a quarter-century, then 1½ hours, then ½ hour."),
        @"A fortnight ago=2024-W09 | three quarters of an hour=PT45M | a quarter-century=P25Y | 1½ hours=PT1.5H | ½ hour=PT0.5H");
}

#[test]
fn dates_as_letters_and_logs_write_them() {
    insta::assert_snapshot!(show("Sent 19-Nov-12, due jan 5, paid 2019/sep/01, void 15 April of 87, signed january first two thousand and six."),
        @"19-Nov-12=2012-11-19 | jan 5=2025-01-05 | 2019/sep/01=2019-09-01 | 15 April of 87=1987-04-15 | january first two thousand and six=2006-01-01");
}

#[test]
fn weekdays_are_counted() {
    insta::assert_snapshot!(show("They met two Fridays ago and will meet three sundays from now."),
        @"two Fridays ago=2024-03-01 | three sundays from now=2024-03-31");
}

#[test]
fn a_phrase_alone_is_asked_as_a_time() {
    insta::assert_snapshot!(show("once"), @"once=PAST_REF");
    insta::assert_snapshot!(show("It was once a mill."), @"");
}

#[test]
fn a_quarter_million_is_no_length() {
    insta::assert_snapshot!(show("It cost a quarter million and fell by a quarter of a point."), @"");
}

#[test]
fn a_day_that_no_year_has_is_no_date() {
    insta::assert_snapshot!(show("Nothing happens on February 30."), @"February=2024-02");
}

proptest! {
    /// No text makes the annotator panic, and spans are ordered, disjoint and not empty.
    #[test]
    fn spans_are_ordered_and_disjoint(
        text in "(on |the |last |next |May |Friday |two |weeks? |ago |of |early |2024|3|, |-|\\.|’|é|\n|the 1990s |Q1 |5 p\\.m\\. |half ){0,40}"
    ) {
        let article = published(&text, "2024-03-12");
        let mut end = 0;
        for time in times(&article) {
            prop_assert!(end <= time.span.start() && !time.span.is_empty());
            end = time.span.end();
        }
    }
}

proptest! {
    /// Shifting the day of publication by whole weeks shifts what is counted in days and weeks by as many.
    #[test]
    fn a_shift_by_weeks_shifts_weekdays_by_weeks(
        weeks in 1..500_i64,
        text in "(It closed|It will open) (on Friday|last Tuesday|yesterday|next Monday|two weeks ago|three days ago|this Sunday)\\."
    ) {
        let article = Article::from_text(&text);
        let reading = Reading::of(&article);
        let day = jiff::civil::date(2015, 3, 4);
        let later = day.checked_add(jiff::ToSpan::weeks(weeks)).unwrap_or(day);
        let first = |day| reading.times(Some(day), TimeBasis::Published).first()?.days.map(|days| days.first());
        let (before, after) = (first(day), first(later));
        prop_assert!(before.is_some());
        prop_assert_eq!(before.and_then(|day| day.checked_add(jiff::ToSpan::weeks(weeks)).ok()), after);
    }

    /// A day's value, read as text, has the same value again.
    #[test]
    fn a_value_round_trips_through_its_text(days in 0..200_000_i64) {
        let start = jiff::civil::date(1500, 1, 1);
        let day = start.checked_add(jiff::ToSpan::days(days)).unwrap_or(start);
        let value = Value::Date(DateValue::day(day), None).to_string();
        let article = Article::from_text(&value);
        let read: Vec<String> = times(&article).into_iter().map(|time| time.value).collect();
        prop_assert_eq!(read, vec![value]);
    }
}

/// One expression of the annotated news sentences: words, type, value.
type Expected = (usize, usize, String, String);

/// A line of the fixture: the day, the plain text and its expressions.
fn annotated(line: &str) -> Option<(&str, String, Vec<Expected>)> {
    let (day, marked) = line.split_once('\t')?;
    let (mut text, mut expected, mut rest) = (String::new(), Vec::new(), marked);
    while let Some((before, after)) = rest.split_once('[') {
        let (words, after) = after.split_once("](")?;
        let (code, after) = after.split_once(')')?;
        let (kind, value) = code.split_once(' ')?;
        text.push_str(before);
        let start = text.len();
        text.push_str(words);
        expected.push((start, text.len(), kind.to_owned(), value.to_owned()));
        rest = after;
    }
    text.push_str(rest);
    Some((day, text, expected))
}

/// Counts over the fixture: expected, found, same span, overlapping, and same value among those.
fn fixture_counts(wrong: &mut Vec<String>) -> [usize; 5] {
    let fixtures = [
        include_str!("../../../../../fixtures/time/news.tsv"),
        include_str!("../../../../../fixtures/time/news_wires.tsv"),
    ];
    let lines = fixtures.into_iter().flat_map(str::lines).filter(|line| !line.starts_with('#'));
    let mut counts = [0; 5];
    for (day, text, expected) in lines.filter_map(annotated) {
        let article = published(&text, day);
        let found = times(&article);
        counts[0] += expected.len();
        counts[1] += found.len();
        for time in &found {
            let (start, end) = (time.span.start(), time.span.end());
            let gold = expected.iter().find(|gold| gold.0 < end && start < gold.1);
            let Some(gold) = gold else {
                wrong.push(format!("extra {} = {} in {text}", article.at(time.span), time.value));
                continue;
            };
            counts[2] += usize::from((gold.0, gold.1) == (start, end));
            counts[3] += 1;
            let same = gold.3 == time.value;
            counts[4] += usize::from(same);
            if !same || (gold.0, gold.1) != (start, end) {
                let words = article.at(time.span);
                wrong.push(format!("{words} = {} for {} in {text}", time.value, gold.3));
            }
        }
        for gold in &expected {
            if !found.iter().any(|time| gold.0 < time.span.end() && time.span.start() < gold.1) {
                wrong.push(format!("missed {:?} in {text}", text.get(gold.0..gold.1)));
            }
        }
    }
    counts
}

#[test]
fn invented_news_sentences_are_read_as_people_read_them() {
    let mut wrong = Vec::new();
    let [expected, found, strict, relaxed, value] = fixture_counts(&mut wrong);
    let f1 = |right: usize| 200 * right / (expected + found);
    let report = wrong.join("\n");
    assert!(
        f1(strict) >= 96 && f1(relaxed) >= 98 && f1(value) >= 97,
        "strict {} relaxed {} value {}\n{report}",
        f1(strict),
        f1(relaxed),
        f1(value)
    );
}

#[test]
fn spanish_needs_tables_only() {
    let mut article = published(
        "El puente cerró el viernes, 8 de marzo de 2024. Reabrirá en abril, tras dos semanas de obras. \
         Costó más que el año pasado, y hace tres años nadie lo quería.",
        "2024-03-12",
    );
    article.language = Some("es".to_owned());
    let shown: Vec<String> = times(&article)
        .iter()
        .map(|time| format!("{}={}", article.at(time.span), time.value))
        .collect();
    insta::assert_snapshot!(shown.join(" | "),
        @"el viernes, 8 de marzo de 2024=2024-03-08 | abril=2024-04 | dos semanas=P2W | el año pasado=2023 | hace tres años=2021");
}

#[test]
fn what_will_be_done_is_to_come() {
    insta::assert_snapshot!(
        show("The bridge, closed since September 2021, will be opened again on 1 June. A vote could be held in May."),
        @"September 2021=2021-09 | 1 June=2024-06-01 | May=2024-05");
}

#[test]
fn what_has_been_so_since_a_year_dates_no_month_after_it() {
    insta::assert_snapshot!(show("The firm has run the mill since 2019 and signed a new lease in January."),
        @"2019=2019 | January=2024-01");
}

#[test]
fn half_of_a_number_is_no_half_year() {
    insta::assert_snapshot!(show("Nine and a half per cent is enough. Sales fell in the first half of 2023."),
        @"the first half of 2023=2023-H1");
}
