//! Tells the fixture stories and compares the result with their hand-made gold.
//!
//! `cargo run --release -p tellings --example stories_gold -- fixtures/stories [tune|held] [-v]`

#![expect(clippy::expect_used, reason = "a tool for developers: a broken fixture should stop it")]

use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use tellings::{Config, tell};
use tellings_intake::ReadConfig;
use tellings_model::{Entry, Page, Story, Verdict, Witness};

#[derive(Deserialize)]
struct Gold {
    split: String,
    #[serde(default)]
    witness: Vec<GoldWitness>,
    #[serde(default)]
    quote: Vec<GoldQuote>,
    #[serde(default)]
    utterance: Vec<GoldUtterance>,
    #[serde(default)]
    time: Vec<GoldTime>,
    #[serde(default)]
    entry: Vec<GoldEntry>,
}

#[derive(Deserialize)]
struct GoldWitness {
    file: String,
    published: Option<String>,
    group: String,
    origin: String,
    #[serde(default)]
    furniture: Vec<String>,
}

#[derive(Deserialize)]
struct GoldQuote {
    file: String,
    text: String,
    speaker: String,
}

#[derive(Deserialize)]
struct GoldUtterance {
    wordings: Vec<Place>,
}

#[derive(Deserialize)]
struct GoldTime {
    file: String,
    text: String,
    value: String,
}

#[derive(Deserialize)]
struct GoldEntry {
    topic: String,
    verdict: String,
    readings: Vec<GoldReading>,
    #[serde(default)]
    silent: Vec<String>,
    #[serde(default)]
    open: Vec<String>,
}

#[derive(Deserialize)]
struct GoldReading {
    cites: Vec<Place>,
}

#[derive(Deserialize)]
struct Place {
    file: String,
    text: String,
    within: Option<String>,
}

/// Right, given and wanted, for precision and recall.
#[derive(Default, Clone, Copy)]
struct Count {
    right: usize,
    given: usize,
    wanted: usize,
}

type Scores = BTreeMap<&'static str, Count>;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let folder = arguments.first().map_or("fixtures/stories", String::as_str);
    let split = arguments.get(1).filter(|split| !split.starts_with('-'));
    let verbose = arguments.iter().any(|argument| argument == "-v");
    let mut folders: Vec<_> = std::fs::read_dir(folder)
        .expect("the folder of the fixture stories")
        .map(|entry| entry.expect("an entry of the folder").path())
        .collect();
    folders.sort();
    let mut total = Scores::new();
    for story in folders.iter().filter(|path| path.join("gold.toml").is_file()) {
        let text = std::fs::read_to_string(story.join("gold.toml")).expect("gold.toml");
        let gold: Gold = toml::from_str(&text).expect("gold.toml is TOML of the documented shape");
        if split.is_some_and(|split| *split != gold.split) {
            continue;
        }
        let scores = score(story, &gold, verbose);
        print(&story.file_name().unwrap_or_default().to_string_lossy(), &scores);
        for (task, count) in scores {
            let sum = total.entry(task).or_default();
            sum.right += count.right;
            sum.given += count.given;
            sum.wanted += count.wanted;
        }
    }
    print("all", &total);
}

fn print(name: &str, scores: &Scores) {
    println!("{name}");
    for (task, Count { right, given, wanted }) in scores {
        let share = |of: usize| if of == 0 { 1.0 } else { *right as f64 / of as f64 };
        let (precision, recall) = (share(*given), share(*wanted));
        let f1 = 2.0 * precision * recall / (precision + recall).max(f64::MIN_POSITIVE);
        println!(
            "  {task:22} P {precision:.3}  R {recall:.3}  F1 {f1:.3}   ({right} of {given} given, {wanted} wanted)"
        );
    }
}

fn score(folder: &Path, gold: &Gold, verbose: bool) -> Scores {
    let mut pages: Vec<Page> = Vec::new();
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("a file").path())
        .collect();
    files.sort();
    for file in files.iter().filter(|file| file.extension().is_some_and(|end| end != "toml")) {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let bytes = std::fs::read(file).expect("a readable file");
        pages.extend(tellings_intake::pages(bytes, Some(&name), &ReadConfig::default()).value);
    }
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
    quotes(gold, stories, &mut scores, verbose);
    times(gold, stories, &mut scores, verbose);
    utterances(gold, stories, &mut scores, verbose);
    entries(gold, stories, &mut scores, verbose);
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

fn entries(gold: &Gold, stories: &[Story], scores: &mut Scores, verbose: bool) {
    let given: Vec<(&Story, &Entry)> = stories
        .iter()
        .flat_map(|story| story.apparatus.entries.iter().map(move |entry| (story, entry)))
        .collect();
    let mut overlaps: Vec<(usize, usize, usize)> = Vec::new();
    for (gold_idx, wanted) in gold.entry.iter().enumerate() {
        for (idx, (story, entry)) in given.iter().enumerate() {
            let n_files = files_in_common(story, entry, wanted);
            let n_wanted = wanted
                .readings
                .iter()
                .flat_map(|r| &r.cites)
                .map(|c| &c.file)
                .collect::<BTreeSet<_>>()
                .len();
            if n_files >= 2 || (n_files == 1 && n_wanted == 1) {
                let same = usize::from(verdict_name(entry.verdict) == wanted.verdict);
                overlaps.push((2 * n_files + same, gold_idx, idx));
            }
        }
    }
    overlaps.sort_by_key(|&(n, gold_idx, idx)| (std::cmp::Reverse(n), gold_idx, idx));
    let (mut gold_of, mut used) = (BTreeMap::new(), BTreeSet::new());
    for (_, gold_idx, idx) in overlaps {
        if !gold_of.contains_key(&gold_idx) && used.insert(idx) {
            gold_of.insert(gold_idx, idx);
        }
    }
    for (gold_idx, wanted) in gold.entry.iter().enumerate() {
        let hit = gold_of.get(&gold_idx).map(|&idx| given[idx]);
        add(scores, "entry found", hit.is_some(), false, true);
        let Some((story, entry)) = hit else {
            if verbose {
                println!("  missed entry [{}] {}", wanted.verdict, wanted.topic);
            }
            continue;
        };
        let right = verdict_name(entry.verdict) == wanted.verdict;
        add(scores, "verdict of found", right, true, true);
        if verbose && !right {
            println!(
                "  verdict {} wanted {}: {} / {}",
                verdict_name(entry.verdict),
                wanted.verdict,
                entry.topic,
                wanted.topic
            );
        }
        for siglum in &entry.silent {
            let file = name_of(&story.witnesses[siglum.idx()]);
            if wanted.open.contains(&file) {
                continue;
            }
            let right = wanted.silent.contains(&file);
            add(scores, "silence", right, true, false);
            if verbose && !right {
                println!("  FALSE SILENCE of {file}: {} / {}", entry.topic, wanted.topic);
            }
        }
        scores.entry("silence").or_default().wanted += wanted.silent.len();
    }
    let hits: BTreeSet<usize> = gold_of.values().copied().collect();
    for (idx, (_, entry)) in given.iter().enumerate() {
        scores.entry("entry found").or_default().given += 1;
        let wanted = gold_of
            .iter()
            .find(|(_, given)| **given == idx)
            .map(|(gold_idx, _)| &gold.entry[*gold_idx]);
        if entry.verdict == Verdict::Conflict {
            let right = wanted.is_some_and(|wanted| wanted.verdict == "conflict");
            add(scores, "conflict", right, true, false);
            if verbose && !right {
                println!(
                    "  FALSE CONFLICT [{}] {:?}",
                    entry.topic,
                    entry.readings.iter().map(|r| &r.text).collect::<Vec<_>>()
                );
            }
        }
        if verbose && !hits.contains(&idx) {
            println!("  extra entry [{}] {}", verdict_name(entry.verdict), entry.topic);
        }
    }
    scores.entry("conflict").or_default().wanted +=
        gold.entry.iter().filter(|entry| entry.verdict == "conflict").count();
}

/// In how many files an entry and a gold entry cite overlapping words.
fn files_in_common(story: &Story, entry: &Entry, wanted: &GoldEntry) -> usize {
    let mut files = BTreeSet::new();
    for place in wanted.readings.iter().flat_map(|reading| &reading.cites) {
        for citation in entry.readings.iter().flat_map(|reading| &reading.citations) {
            let witness = &story.witnesses[citation.witness.idx()];
            if name_of(witness) == place.file
                && locate(witness, place).is_some_and(|(start, end)| {
                    citation.span.start() < end && start < citation.span.end()
                })
            {
                files.insert(place.file.as_str());
            }
        }
    }
    files.len()
}

/// The bytes of a gold place in the text of a witness, white space counted loosely.
fn locate(witness: &Witness, place: &Place) -> Option<(usize, usize)> {
    let text = witness.article.text();
    let find = |text: &str, words: &str| -> Option<(usize, usize)> {
        if let Some(start) = text.find(words) {
            return Some((start, start + words.len()));
        }
        let pattern: Vec<String> = words.split_whitespace().map(regex::escape).collect();
        let found = regex::Regex::new(&pattern.join(r"\s+")).ok()?.find(text)?;
        Some((found.start(), found.end()))
    };
    match &place.within {
        None => find(text, &place.text),
        Some(within) => {
            let (start, end) = find(text, within)?;
            let (a, b) = find(&text[start..end], &place.text)?;
            Some((start + a, start + b))
        }
    }
}

fn verdict_name(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Agree => "agree",
        Verdict::Echo => "echo",
        Verdict::Finer => "finer",
        Verdict::Superseded => "superseded",
        Verdict::Conflict => "conflict",
        Verdict::OnlyIn => "only-in",
    }
}

fn add(scores: &mut Scores, task: &'static str, right: bool, given: bool, wanted: bool) {
    let count = scores.entry(task).or_default();
    count.right += usize::from(right);
    count.given += usize::from(given);
    count.wanted += usize::from(wanted);
}

fn name_of(witness: &Witness) -> String {
    witness.article.path.clone().unwrap_or_default()
}

fn last_word(name: &str) -> String {
    name.rsplit(' ').next().unwrap_or("").to_lowercase()
}

fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
