//! Tells the fixture stories and compares the result with their hand-made gold.
//!
//! `cargo run --release -p tellings --example stories_gold -- fixtures/stories [tune|read|held] [-v | --pairs | --unlisted]`

#![expect(clippy::expect_used, reason = "a tool for developers: a broken fixture should stop it")]

mod entries;
mod gold;
mod pairs;

use gold::{Gold, GoldQuote, GoldTime, Place, name_of};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use tellings::{Config, tell};
use tellings_model::Story;

/// Right, given and wanted, for precision and recall.
#[derive(Default, Clone, Copy)]
pub(crate) struct Count {
    pub(crate) right: usize,
    /// Of the right ones, those that the gold does not want: they count for precision alone.
    pub(crate) unwanted: usize,
    pub(crate) given: usize,
    pub(crate) wanted: usize,
}

pub(crate) type Scores = BTreeMap<&'static str, Count>;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let folder = arguments.first().map_or("fixtures/stories", String::as_str);
    let split = arguments.get(1).filter(|split| !split.starts_with('-'));
    let verbose = arguments.iter().any(|argument| argument == "-v");
    let asked = |option: &str| arguments.iter().any(|argument| argument == option);
    if asked("--pairs") {
        return pairs::print(folder, split.map(String::as_str));
    }
    if asked("--unlisted") {
        return entries::print_unlisted(folder, split.map(String::as_str));
    }
    let mut total = Scores::new();
    for (story, gold) in &gold::stories(folder, split.map(String::as_str)) {
        let scores = score(story, gold, verbose);
        print(&story.file_name().unwrap_or_default().to_string_lossy(), &scores);
        for (task, count) in scores {
            let sum = total.entry(task).or_default();
            sum.right += count.right;
            sum.unwanted += count.unwanted;
            sum.given += count.given;
            sum.wanted += count.wanted;
        }
    }
    print("all", &total);
}

fn print(name: &str, scores: &Scores) {
    println!("{name}");
    for (task, Count { right, unwanted, given, wanted }) in scores {
        let share = |n: usize, of: usize| if of == 0 { 1.0 } else { n as f64 / of as f64 };
        let (precision, recall) = (share(*right, *given), share(right - unwanted, *wanted));
        let f1 = 2.0 * precision * recall / (precision + recall).max(f64::MIN_POSITIVE);
        println!(
            "  {task:22} P {precision:.3}  R {recall:.3}  F1 {f1:.3}   ({right} of {given} given, {wanted} wanted)"
        );
    }
}

fn score(folder: &Path, gold: &Gold, verbose: bool) -> Scores {
    let pages = gold::pages(folder);
    let told = tell(&pages, &Config::default()).value;
    let stories = &told.stories;
    let mut scores = Scores::new();
    let witness_of = |file: &str| {
        stories.iter().flat_map(|story| &story.witnesses).find(|witness| name_of(witness) == file)
    };
    for wanted in &gold.witness {
        let Some(witness) = witness_of(&wanted.file) else { continue };
        let day = witness.published.as_ref().map(|published| published.value.day.to_string());
        let wanted_day = wanted.published.as_deref().filter(|day| !day.is_empty());
        let right = day.is_some() && day.as_deref() == wanted_day;
        add(&mut scores, "published", right, day.is_some(), wanted_day.is_some());
        if verbose && day.as_deref() != wanted_day {
            println!("  published {}: {day:?}, wanted {wanted_day:?}", wanted.file);
        }
        for furniture in &wanted.furniture {
            let found = witness
                .article
                .furniture
                .iter()
                .any(|piece| squeeze(&piece.text).starts_with(&squeeze(furniture)));
            add(&mut scores, "furniture taken out", found, true, true);
            if verbose && !found {
                println!("  furniture {}: {furniture}", wanted.file);
            }
        }
    }
    pairs(gold, stories, &mut scores, verbose);
    // What a story says is measured on the stories as the gold groups them.
    let grouped = gold::told_as_grouped(folder, gold);
    quotes(gold, &grouped, &mut scores, verbose);
    times(gold, &grouped, &mut scores, verbose);
    utterances(gold, &grouped, &mut scores, verbose);
    entries::score(gold, &grouped, &mut scores, verbose);
    scores
}

/// Which witnesses share a story, and which an origin.
fn pairs(gold: &Gold, stories: &[Story], scores: &mut Scores, verbose: bool) {
    let seat = |file: &str| {
        stories.iter().enumerate().find_map(|(idx, story)| {
            let witness = story.witnesses.iter().find(|witness| name_of(witness) == file)?;
            Some((idx, witness.origin))
        })
    };
    for (idx, a) in gold.witness.iter().enumerate() {
        for b in gold.witness.iter().skip(idx + 1) {
            let (Some(of_a), Some(of_b)) = (seat(&a.file), seat(&b.file)) else { continue };
            let (story, origin) = (of_a.0 == of_b.0, of_a == of_b);
            let want_story = a.group == b.group;
            let want_origin = want_story && a.origin == b.origin;
            add(scores, "same story", story && want_story, story, want_story);
            add(scores, "same origin", origin && want_origin, origin, want_origin);
            if verbose && (story != want_story || origin != want_origin) {
                println!(
                    "  pair {} {}: story {story}/{want_story} origin {origin}/{want_origin}",
                    a.file, b.file
                );
            }
        }
    }
}

fn quotes(gold: &Gold, stories: &[Story], scores: &mut Scores, verbose: bool) {
    for witness in stories.iter().flat_map(|story| &story.witnesses) {
        let file = name_of(witness);
        let wanted: Vec<&GoldQuote> =
            gold.quote.iter().filter(|quote| quote.file == file).collect();
        let given: Vec<_> = witness
            .annotations
            .quotes
            .iter()
            .filter(|quote| quote.kind != tellings_model::QuoteKind::Indirect)
            .collect();
        let same = |quote: &tellings_model::Quote, gold: &GoldQuote| {
            letters(witness.article.at(quote.content)) == letters(&gold.text)
        };
        for quote in &wanted {
            let found = given.iter().find(|given| same(given, quote));
            add(scores, "quote found", found.is_some(), false, true);
            let speaker = found.and_then(|found| found.speaker.as_ref().ok());
            let right = speaker
                .is_some_and(|speaker| last_word(&speaker.name) == last_word(&quote.speaker));
            if found.is_some() {
                add(scores, "speaker", right, speaker.is_some(), !quote.speaker.is_empty());
            }
            if verbose && (found.is_none() || !right) {
                println!(
                    "  quote {file}: “{}” by {} – {:?}",
                    quote.text,
                    quote.speaker,
                    speaker.map(|s| &s.name)
                );
            }
        }
        for quote in &given {
            let known = wanted.iter().any(|gold| same(quote, gold));
            add(scores, "quote found", false, true, false);
            if verbose && !known {
                println!("  extra quote {file}: “{}”", witness.article.at(quote.content));
            }
        }
    }
    // Recall counted the hits above; give precision the same hits.
}

fn times(gold: &Gold, stories: &[Story], scores: &mut Scores, verbose: bool) {
    for witness in stories.iter().flat_map(|story| &story.witnesses) {
        let file = name_of(witness);
        let mut wanted: Vec<&GoldTime> =
            gold.time.iter().filter(|time| time.file == file).collect();
        for time in &witness.annotations.times {
            let text = squeeze(witness.article.at(time.span));
            let hit = wanted.iter().position(|gold| {
                let want = squeeze(&gold.text);
                text.contains(&want) || want.contains(&text)
            });
            let right = hit.is_some_and(|idx| wanted[idx].value == time.value);
            add(scores, "time value", right, true, false);
            if verbose && !right {
                println!(
                    "  time {file}: “{text}” {} – wanted {:?}",
                    time.value,
                    hit.map(|idx| &wanted[idx].value)
                );
            }
            if let Some(idx) = hit {
                wanted.remove(idx);
            }
        }
        if verbose {
            for missed in &wanted {
                println!("  missed time {file}: “{}” {}", missed.text, missed.value);
            }
        }
    }
    scores.entry("time value").or_default().wanted += gold.time.len();
}

/// Which wordings stand in one utterance.
fn utterances(gold: &Gold, stories: &[Story], scores: &mut Scores, verbose: bool) {
    let given = |place: &Place| -> BTreeSet<(usize, usize)> {
        stories
            .iter()
            .enumerate()
            .flat_map(|(story_idx, story)| {
                story
                    .utterances
                    .iter()
                    .enumerate()
                    .map(move |(idx, utterance)| (story_idx, story, idx, utterance))
            })
            .filter(|(_, story, _, utterance)| {
                utterance.wordings.iter().flat_map(|wording| &wording.citations).any(|citation| {
                    let witness = &story.witnesses[citation.witness.idx()];
                    let (text, want) = (letters(story.exact(*citation)), letters(&place.text));
                    name_of(witness) == place.file && (text.contains(&want) || want.contains(&text))
                })
            })
            .map(|(story_idx, _, idx, _)| (story_idx, idx))
            .collect()
    };
    for utterance in gold.utterance.iter().filter(|utterance| utterance.wordings.len() > 1) {
        let first = given(&utterance.wordings[0]);
        for wording in &utterance.wordings[1..] {
            let right = !first.is_disjoint(&given(wording));
            add(scores, "one saying (recall)", right, true, true);
            if verbose && !right {
                println!(
                    "  saying: “{}” / {} “{}”",
                    utterance.wordings[0].text, wording.file, wording.text
                );
            }
        }
    }
}

pub(crate) fn add(scores: &mut Scores, task: &'static str, right: bool, given: bool, wanted: bool) {
    let count = scores.entry(task).or_default();
    count.right += usize::from(right);
    count.given += usize::from(given);
    count.wanted += usize::from(wanted);
}

fn last_word(name: &str) -> String {
    name.rsplit(' ').next().unwrap_or("").to_lowercase()
}

pub(crate) fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
