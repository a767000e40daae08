//! Input that means harm: it must cost little and leave a note.

use super::{gzip, show, tar, zip};
use std::io::Read;
use std::time::{Duration, Instant};
use tellings_intake::{ExtractConfig, ReadConfig, articles, pages};

/// Far more than any of these takes on a slow machine, far less than a blow-up would.
const SOON: Duration = Duration::from_secs(30);

#[test]
fn a_gzip_bomb_is_left_out() {
    let begun = Instant::now();
    let bomb = gzip(&gzip(&vec![b'a'; 300 << 20]));
    let shown = show(&bomb);
    assert!(shown.contains("is larger than 32 MB"), "{shown}");
    assert!(begun.elapsed() < SOON);
}

#[test]
fn a_bomb_that_is_read_to_its_end_is_given_up() {
    // Every line is an object too long to keep, so nothing but the growth can stop it.
    let begun = Instant::now();
    let mut line = vec![b' '; 300 << 20];
    line.extend(b"{\"text\":\"x\"}");
    let mut start = b"{\"text\":\"x\"}\n".to_vec();
    start.append(&mut line);
    let shown = show(&gzip(&start));
    assert!(shown.contains("grows to more than"), "{shown}");
    assert!(begun.elapsed() < SOON);
}

#[test]
fn a_line_of_200_megabytes_is_left_out() {
    let endless = std::io::repeat(b'a').take(200 << 20);
    let mut found = Vec::new();
    tellings_intake::read(endless, None, &ReadConfig::default(), |one| {
        found.push(one);
        std::ops::ControlFlow::Continue(())
    });
    let notes: Vec<String> =
        found.into_iter().filter_map(|one| one.err().map(|note| note.what)).collect();
    assert_eq!(notes, ["is larger than 32 MB and was left out"]);
}

#[test]
fn nested_archives_end_somewhere() {
    let mut inner = b"The ferry".to_vec();
    for _ in 0..30 {
        inner = tar(&[("a", &inner)]);
    }
    assert!(show(&inner).contains("containers deep"));
}

#[test]
fn zeros_leave_a_note() {
    assert_eq!(show(&vec![0; 1 << 20]), "note in holds nothing but zero bytes");
    assert_eq!(show(b""), "note in is empty");
}

#[test]
fn mixed_encodings_give_text_and_a_note() {
    let bytes =
        [&b"The caf\xE9 by the harbour. "[..], "Naïve élan vital, déjà vu.".as_bytes()].concat();
    let noted = pages(bytes, Some("in"), &ReadConfig::default());
    let found = articles(&noted.value, &ExtractConfig::default());
    assert!(found.notes.iter().any(|note| note.byte == Some(7)), "{:?}", found.notes);
}

#[test]
fn cut_archives_give_what_they_had() {
    let files: [(&str, &[u8]); 2] =
        [("a.txt", b"The ferry ran aground."), ("b.txt", b"The crew is safe.")];
    for whole in [tar(&files), zip(&files, false), zip(&files, true), gzip(&tar(&files))] {
        for n in 0..whole.len() {
            let shown = show(whole.get(..n).unwrap_or(&[]));
            assert!(!shown.is_empty(), "{:?}", whole.get(..n));
        }
    }
}

#[test]
fn a_text_of_many_short_lines_is_judged_in_linear_time() {
    let begun = Instant::now();
    let text = "Share\n12\nThe ferry ran aground near Sandvik on Monday, the coast guard said.\n"
        .repeat(20_000);
    let noted = pages(text.into_bytes(), None, &ReadConfig::default());
    assert_eq!(articles(&noted.value, &ExtractConfig::default()).value.len(), 1);
    assert!(begun.elapsed() < SOON);
}

#[test]
fn billions_of_laughs_are_not_heard() {
    let mut feed = String::from("<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY l0 'ha'>");
    for n in 1..12 {
        let laughs = format!("&l{};", n - 1).repeat(10);
        feed += &format!("<!ENTITY l{n} '{laughs}'>");
    }
    feed += "]><rss><channel><item><description>&l11;</description></item></channel></rss>";
    assert_eq!(show(feed.as_bytes()), "in#1 Text &l11;");
}

#[test]
fn a_hundred_thousand_open_elements_of_a_feed_are_given_up() {
    let feed = format!("<rss><channel>{}", "<a>".repeat(100_000));
    assert!(show(feed.as_bytes()).contains("elements are open"));
}
