//! The fixture stories and their hand-made gold.

use serde::Deserialize;
use std::path::{Path, PathBuf};
use tellings::{Config, tell_together};
use tellings_intake::ReadConfig;
use tellings_model::{Page, Story, Witness};

#[derive(Deserialize)]
pub(crate) struct Gold {
    pub(crate) split: String,
    #[serde(default)]
    pub(crate) witness: Vec<GoldWitness>,
    #[serde(default)]
    pub(crate) quote: Vec<GoldQuote>,
    #[serde(default)]
    pub(crate) utterance: Vec<GoldUtterance>,
    #[serde(default)]
    pub(crate) time: Vec<GoldTime>,
    #[serde(default)]
    pub(crate) entry: Vec<GoldEntry>,
    /// Entries that are right and that the gold does not list, judged one by one by reading the
    /// tellings; from `also.toml` beside the gold.
    #[serde(skip)]
    pub(crate) also: Vec<GoldEntry>,
}

/// The shape of `also.toml`.
#[derive(Deserialize)]
struct Also {
    entry: Vec<GoldEntry>,
}

#[derive(Deserialize)]
pub(crate) struct GoldWitness {
    pub(crate) file: String,
    pub(crate) published: Option<String>,
    pub(crate) group: String,
    pub(crate) origin: String,
    #[serde(default)]
    pub(crate) furniture: Vec<String>,
}

#[derive(Deserialize)]
pub(crate) struct GoldQuote {
    pub(crate) file: String,
    pub(crate) text: String,
    pub(crate) speaker: String,
}

#[derive(Deserialize)]
pub(crate) struct GoldUtterance {
    pub(crate) wordings: Vec<Place>,
}

#[derive(Deserialize)]
pub(crate) struct GoldTime {
    pub(crate) file: String,
    pub(crate) text: String,
    pub(crate) value: String,
}

#[derive(Deserialize)]
pub(crate) struct GoldEntry {
    pub(crate) topic: String,
    pub(crate) kind: String,
    pub(crate) verdict: String,
    pub(crate) readings: Vec<GoldReading>,
    #[serde(default)]
    pub(crate) silent: Vec<String>,
    #[serde(default)]
    pub(crate) open: Vec<String>,
}

#[derive(Deserialize)]
pub(crate) struct GoldReading {
    pub(crate) value: toml::Value,
    pub(crate) cites: Vec<Place>,
}

#[derive(Deserialize)]
pub(crate) struct Place {
    pub(crate) file: String,
    pub(crate) text: String,
    pub(crate) within: Option<String>,
}

/// The fixture stories of a folder in order, those of one split where one is given.
pub(crate) fn stories(folder: &str, split: Option<&str>) -> Vec<(PathBuf, Gold)> {
    let mut folders: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("the folder of the fixture stories")
        .map(|entry| entry.expect("an entry of the folder").path())
        .filter(|path| path.join("gold.toml").is_file())
        .collect();
    folders.sort();
    let read = |folder: PathBuf| {
        let text = std::fs::read_to_string(folder.join("gold.toml")).expect("gold.toml");
        let mut gold: Gold =
            toml::from_str(&text).expect("gold.toml is TOML of the documented shape");
        if let Ok(text) = std::fs::read_to_string(folder.join("also.toml")) {
            let also: Also = toml::from_str(&text).expect("also.toml is TOML of the same shape");
            gold.also = also.entry;
        }
        (folder, gold)
    };
    let wanted = |gold: &Gold| split.is_none_or(|split| split == gold.split);
    folders.into_iter().map(read).filter(|(_, gold)| wanted(gold)).collect()
}

/// The pages of a fixture story.
pub(crate) fn pages(folder: &Path) -> Vec<Page> {
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("a file").path())
        .filter(|file| file.extension().is_some_and(|end| end != "toml"))
        .collect();
    files.sort();
    let mut pages: Vec<Page> = Vec::new();
    for file in files {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let bytes = std::fs::read(&file).expect("a readable file");
        pages.extend(tellings_intake::pages(bytes, Some(&name), &ReadConfig::default()).value);
    }
    pages
}

/// The stories as the gold groups them, each told for itself: what the apparatus does with its
/// tellings, whatever the grouping would have made of them.
pub(crate) fn told_as_grouped(folder: &Path, gold: &Gold) -> Vec<Story> {
    let mut groups: Vec<&str> = gold.witness.iter().map(|witness| witness.group.as_str()).collect();
    groups.sort_unstable();
    groups.dedup();
    let pages = pages(folder);
    let of_group = |group: &&str| {
        let in_group = |page: &&Page| {
            gold.witness.iter().any(|witness| {
                witness.group == **group && page.path.as_ref() == Some(&witness.file)
            })
        };
        let pages: Vec<Page> = pages.iter().filter(in_group).cloned().collect();
        tell_together(&pages, &Config::default()).value
    };
    groups.iter().filter_map(of_group).collect()
}

/// The bytes of a gold place in the text of a witness, white space counted loosely.
pub(crate) fn locate(witness: &Witness, place: &Place) -> Option<(usize, usize)> {
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

/// The file of a witness.
pub(crate) fn name_of(witness: &Witness) -> String {
    witness.article.path.clone().unwrap_or_default()
}
