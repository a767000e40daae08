//! Who said what in the fixture stories, against their hand-made gold; and in the real articles,
//! where they lie beside the checkout, what must never be said.

use crate::fixtures::{pages_of, stories};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use tellings::{Config, tell_together};
use tellings_model::{Page, Quote, QuoteKind, Story, Witness};

#[derive(Deserialize)]
struct Gold {
    split: String,
    /// The split of what is said, where it is another one than that of the statements.
    sayings: Option<String>,
    witness: Vec<GoldWitness>,
    #[serde(default)]
    quote: Vec<GoldQuote>,
    #[serde(default)]
    utterance: Vec<GoldUtterance>,
}

#[derive(Deserialize)]
struct GoldWitness {
    file: String,
    group: String,
}

#[derive(Deserialize)]
struct GoldQuote {
    file: String,
    text: String,
    speaker: String,
    parent: Option<String>,
}

#[derive(Deserialize)]
struct GoldUtterance {
    wordings: Vec<Place>,
}

#[derive(Deserialize)]
struct Place {
    file: String,
    text: String,
}

/// What was right of what was wanted, by task.
#[derive(Default, Debug)]
struct Scores {
    of_task: BTreeMap<&'static str, (u32, u32)>,
    /// What was wrong, by its words.
    wrong: Vec<String>,
}

impl Scores {
    fn add(&mut self, task: &'static str, right: bool, words: &str) {
        let (hits, all) = self.of_task.entry(task).or_default();
        *hits += u32::from(right);
        *all += 1;
        if !right {
            self.wrong.push(format!("{task}: {words}"));
        }
    }

    fn share(&self, task: &str) -> f64 {
        self.of_task.get(task).map_or(0.0, |&(hits, all)| f64::from(hits) / f64::from(all.max(1)))
    }
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The last name of a speaker, without the marks over its letters.
fn surname(name: &str) -> String {
    let last = name.rsplit(' ').next().unwrap_or("");
    last.chars()
        .map(|c| match c {
            'á' | 'à' | 'ä' | 'â' => 'a',
            'ć' | 'č' | 'ç' => 'c',
            'é' | 'è' | 'ê' => 'e',
            'í' | 'ï' => 'i',
            'ñ' => 'n',
            'ó' | 'ö' | 'ô' => 'o',
            'š' => 's',
            'ú' | 'ü' => 'u',
            c => c.to_ascii_lowercase(),
        })
        .collect()
}

fn marked(witness: &Witness) -> impl Iterator<Item = &Quote> {
    witness.annotations.quotes.iter().filter(|quote| quote.kind != QuoteKind::Indirect)
}

/// The nearest quotation between marks around another.
fn around<'a>(witness: &'a Witness, quote: &Quote) -> Option<&'a Quote> {
    let quotes = &witness.annotations.quotes;
    std::iter::successors(quote.parent, |&idx| quotes.get(idx as usize)?.parent)
        .filter_map(|idx| quotes.get(idx as usize))
        .find(|quote| quote.kind != QuoteKind::Indirect)
}

fn score_quotes(gold: &Gold, stories: &[Story], scores: &mut Scores) {
    for wanted in &gold.quote {
        let witness = stories
            .iter()
            .flat_map(|story| &story.witnesses)
            .find(|witness| witness.article.path.as_deref() == Some(wanted.file.as_str()));
        let Some(witness) = witness else { continue };
        let same =
            |quote: &&Quote| letters(witness.article.at(quote.content)) == letters(&wanted.text);
        let found = marked(witness).find(same);
        scores.add("quotation", found.is_some(), &wanted.text);
        let Some(found) = found else { continue };
        let speaker = found.speaker.as_ref().map_or("", |speaker| speaker.name.as_str());
        scores.add("speaker", surname(speaker) == surname(&wanted.speaker), &wanted.text);
        let parent = around(witness, found).map(|quote| letters(witness.article.at(quote.content)));
        scores.add("tree", parent == wanted.parent.as_deref().map(letters), &wanted.text);
    }
}

fn score_sayings(gold: &Gold, stories: &[Story], scores: &mut Scores) {
    let sayings = |place: &Place| -> BTreeSet<(usize, usize)> {
        let mut found = BTreeSet::new();
        for (story_idx, story) in stories.iter().enumerate() {
            for (idx, utterance) in story.utterances.iter().enumerate() {
                let citations = utterance.wordings.iter().flat_map(|wording| &wording.citations);
                for citation in citations {
                    let witness = &story.witnesses[citation.witness.idx()];
                    let (words, wanted) = (letters(story.exact(*citation)), letters(&place.text));
                    if witness.article.path.as_deref() == Some(place.file.as_str())
                        && (words.contains(&wanted) || wanted.contains(&words))
                    {
                        found.insert((story_idx, idx));
                    }
                }
            }
        }
        found
    };
    for utterance in &gold.utterance {
        let Some((first, rest)) = utterance.wordings.split_first() else { continue };
        let first = sayings(first);
        for wording in rest {
            scores.add("one saying", !first.is_disjoint(&sayings(wording)), &wording.text);
        }
    }
}

/// The stories as the gold groups their tellings: what grouping leaves out is not counted here.
fn as_grouped(gold: &Gold, pages: &[Page]) -> Vec<Story> {
    let groups: BTreeSet<&str> =
        gold.witness.iter().map(|witness| witness.group.as_str()).collect();
    let of_group = |group: &&str| {
        let in_group = |page: &&Page| {
            let mut members = gold.witness.iter().filter(|witness| witness.group == **group);
            members.any(|witness| page.path.as_ref() == Some(&witness.file))
        };
        let pages: Vec<Page> = pages.iter().filter(in_group).cloned().collect();
        tell_together(&pages, &Config::default()).value
    };
    groups.iter().filter_map(of_group).collect()
}

/// What must be right of the stories that were read for what is missing, and of those that were not.
const FLOORS: [(&str, f64); 2] = [("read", 1.0), ("held", 0.9)];

/// Every direct quotation of the fixture stories is found, with its speaker, its place in the tree
/// and its saying; of stories that nobody has mended the program for, nearly every one.
#[test]
fn the_sayings_of_the_fixture_stories() {
    let mut by_split: BTreeMap<&str, Scores> = BTreeMap::new();
    for folder in stories() {
        let Ok(text) = std::fs::read_to_string(folder.join("gold.toml")) else { continue };
        let gold: Gold = toml::from_str(&text).expect("the gold has the documented shape");
        let stories = as_grouped(&gold, &pages_of(&folder));
        let split = gold.sayings.as_deref().unwrap_or(&gold.split);
        let scores = by_split.entry(if split == "held" { "held" } else { "read" }).or_default();
        score_quotes(&gold, &stories, scores);
        score_sayings(&gold, &stories, scores);
    }
    for (split, floor) in FLOORS {
        let scores = &by_split[split];
        for task in ["quotation", "speaker", "tree", "one saying"] {
            assert!(scores.share(task) >= floor, "{split}, {task}: {scores:?}");
        }
    }
}
