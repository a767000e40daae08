//! Plants one fault at a time into sentences that are proved, and counts what is caught.

use super::*;

const CITED: &str = "Officials said 29 boats did not reach Port Alder on Friday.";

#[test]
fn the_cited_words_prove_themselves() {
    assert_eq!(faults(CITED, &[CITED]), Vec::<String>::new());
}

#[test]
fn a_part_that_drops_no_hedge_is_proved() {
    let part = "Officials said 29 boats did not reach Port Alder.";
    assert_eq!(faults(part, &[CITED]), Vec::<String>::new());
}

#[test]
fn a_reading_that_no_witness_gives_is_found() {
    assert_eq!(unquoted(&["29 boats", "30 boats"], &[CITED]), ["30 boats"]);
}

#[test]
fn what_one_telling_adds_is_found() {
    let other = "Some boats did not reach Port Alder, officials said on Friday.";
    assert_eq!(beyond(CITED, &[other]), ["29"]);
}

/// Sentences of a made-up coast, each with its speaker, figure, unit, name, day and verb.
fn sentences() -> Vec<[String; 6]> {
    let speakers = ["Mayor Ana Holt", "Captain Jon Vey", "Judge Ida Marsh", "Nurse Eli Crane"];
    let figures = ["12", "340", "5.5", "1,200", "87"];
    let units = ["boats", "tonnes", "houses", "euros"];
    let names = ["Port Alder", "Greywater", "the Linden Bridge"];
    let days = ["Friday", "March 3", "May 2021"];
    let mut all = Vec::new();
    for n in 0..30 {
        let pick = |of: &[&str]| of[n % of.len()].to_owned();
        let verb = ["did not reach", "would leave"][n % 2].to_owned();
        all.push([pick(&speakers), pick(&figures), pick(&units), pick(&names), pick(&days), verb]);
    }
    all
}

fn told([speaker, figure, unit, name, day, verb]: &[String; 6]) -> String {
    format!("{speaker} reportedly said that {figure} {unit} {verb} {name} on {day}.")
}

/// One sentence for each way to get it wrong: number, unit, name, date, speaker, negation, modality.
fn mutants(parts: &[String; 6]) -> Vec<(&'static str, String)> {
    let with = |idx: usize, word: &str| {
        let mut parts = parts.clone();
        parts[idx] = word.to_owned();
        told(&parts)
    };
    let denied = parts[5].contains("not");
    vec![
        ("number", with(1, "13")),
        ("unit", with(2, "lorries")),
        ("name", with(3, "Port Elder")),
        ("date", with(4, "Monday")),
        ("speaker", with(0, "Mayor Ana Bolt")),
        ("negation", with(5, if denied { "reached" } else { "would not leave" })),
        ("modality", told(parts).replace(" reportedly", "")),
        ("modality", with(5, if denied { "may not reach" } else { "left" })),
    ]
}

#[test]
fn planted_faults_are_caught() {
    let (mut n_planted, mut missed) = (0, Vec::new());
    for parts in sentences() {
        // The witness tells more than the digest does, so that dropped words can be missed.
        let cited = format!("{} It was raining at the time.", told(&parts));
        assert_eq!(faults(&told(&parts), &[&cited]), Vec::<String>::new());
        for (kind, sentence) in mutants(&parts) {
            n_planted += 1;
            if faults(&sentence, &[&cited]).is_empty() {
                missed.push((kind, sentence));
            }
        }
    }
    assert!(n_planted >= 200);
    // Two in a hundred may slip through.
    assert!(missed.len() * 50 <= n_planted, "{} of {n_planted}: {missed:?}", missed.len());
}

/// Faults made of words that the cited text holds elsewhere: swapped speakers, figures and names.
#[test]
fn swapped_words_are_caught() {
    let cited = "Ana Holt said 12 boats reached Greywater on Friday. \
                 Jon Vey said 87 houses did not burn in Port Alder in May.";
    for sentence in [
        "Jon Vey said 12 boats reached Greywater on Friday.",
        "Ana Holt said 87 boats reached Greywater on Friday.",
        "Ana Holt said 12 boats reached Port Alder on Friday.",
        "Ana Holt said 12 boats reached Greywater in May.",
        "Jon Vey said 87 houses burn in Port Alder in May.",
    ] {
        assert_ne!(faults(sentence, &[cited]), Vec::<String>::new(), "{sentence}");
    }
}

#[test]
fn whoever_lacks_a_figure_of_a_sentence_does_not_bear_it() {
    assert!(has_figures_of("By 84 votes to 73 it fell.", "It fell by 84 to 73."));
    assert!(!has_figures_of("By 86 votes to 73 it fell.", "It fell by 84 to 73."));
    assert!(has_figures_of("It fell.", "The Assembly brought it down."));
}
