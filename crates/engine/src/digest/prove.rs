//! Proves a sentence of the digest against the words it cites.

use rustc_hash::FxHashMap;
use std::collections::BTreeSet;
use std::sync::LazyLock;
use tellings_language::tables::rows;

/// Words that change what a sentence says, by class.
static CLASSES: LazyLock<FxHashMap<&'static str, Class>> = LazyLock::new(|| {
    let mut classes = FxHashMap::default();
    for row in rows(include_str!("../lexicon/en/hedges.txt")) {
        let Some((name, words)) = row.split_once('|') else { continue };
        let class = match name {
            "hedge" => Class::Hedge,
            "modal" => Class::Modal,
            _ => Class::Negation,
        };
        classes.extend(words.split_whitespace().map(|word| (word, class)));
    }
    classes
});

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Class {
    Hedge,
    Modal,
    Negation,
}

/// What a sentence says that its cited words do not, or drops of them; empty where it is proved.
///
/// A run of words that stands in one of the `cited` texts as it is, from mark to mark, is
/// proved by that alone. What is left is held against each cited text: every word that
/// carries something (a figure with the unit after it, a name, a quotation, a word of
/// denial, hedge or plan) must stand there, beside the same words; and what the cited text
/// denies, hedges or plans the sentence must too.
pub(super) fn faults(sentence: &str, cited: &[&str]) -> Vec<String> {
    let own = words(sentence);
    let texts: Vec<Vec<String>> = cited.iter().map(|text| words(text)).collect();
    // Word for word out of one text, whole sentence: nothing can be added or lost.
    if cited.iter().any(|text| squeeze(text) == squeeze(sentence)) {
        return Vec::new();
    }
    let mut faults = Vec::new();
    let pairs: BTreeSet<(&str, &str)> = texts.iter().flat_map(|text| beside(text)).collect();
    let known: BTreeSet<&str> = texts.iter().flatten().map(String::as_str).collect();
    for word in own.iter().filter(|word| !known.contains(word.as_str())) {
        faults.push(format!("“{word}” stands in none of the cited words"));
    }
    // A figure keeps the word after it, a name and a word of denial or doubt both neighbours.
    for (before, after) in beside(&own) {
        let bound = is_figure(before)
            || [before, after].iter().any(|word| is_name(word) || CLASSES.contains_key(*word));
        if bound
            && known.contains(before)
            && known.contains(after)
            && !pairs.contains(&(before, after))
        {
            faults.push(format!("“{before} {after}” does not stand in the cited words"));
        }
    }
    for quotation in quotations(sentence) {
        if !cited.iter().any(|text| text.contains(quotation)) {
            faults.push(format!("the quotation “{quotation}” is not in the cited words"));
        }
    }
    let held: BTreeSet<Class> = own.iter().filter_map(|word| class(word)).collect();
    for word in texts.iter().flatten() {
        if class(word).is_some_and(|class| !held.contains(&class)) {
            faults.push(format!("“{word}” of the cited words is dropped"));
        }
    }
    faults.sort();
    faults.dedup();
    faults
}

/// Whether a sentence that tells of readings gives each of them as its witnesses do: every
/// quoted reading stands in a cited text.
pub(super) fn unquoted<'r>(readings: &[&'r str], cited: &[&str]) -> Vec<&'r str> {
    readings
        .iter()
        .filter(|words| !cited.iter().any(|text| text.contains(**words)))
        .copied()
        .collect()
}

/// The figures and names of a sentence that stand in none of the other texts: what it says
/// beyond them. Its first word is no name by its capital alone.
pub(super) fn beyond(sentence: &str, others: &[&str]) -> Vec<String> {
    let plain = |word: &str| word.replace('.', "").to_lowercase();
    let known: BTreeSet<String> =
        others.iter().flat_map(|text| words(text)).map(|word| plain(&word)).collect();
    words(sentence)
        .into_iter()
        .enumerate()
        .filter(|(at, word)| is_figure(word) || (*at > 0 && is_name(word)))
        .filter(|(_, word)| !known.contains(&plain(word)))
        .map(|(_, word)| word)
        .collect()
}

/// Whether a text has every figure of a sentence.
pub(super) fn has_figures_of(text: &str, sentence: &str) -> bool {
    beyond(sentence, &[text]).iter().all(|word| !is_figure(word))
}

/// The share of the telling words of a sentence that others have too, `0.0..=1.0`; words are
/// alike where their first letters are.
pub(super) fn coverage(sentence: &str, others: &[&str]) -> f64 {
    let stem = |word: &str| word.to_lowercase().chars().take(STEM_LETTERS).collect::<String>();
    let telling = |text: &str| -> BTreeSet<String> {
        words(text)
            .into_iter()
            .filter(|word| word.chars().count() >= STEM_LETTERS || is_figure(word) || is_name(word))
            .map(|word| stem(&word))
            .collect()
    };
    let known: BTreeSet<String> = others.iter().flat_map(|text| telling(text)).collect();
    let own = telling(sentence);
    #[expect(clippy::cast_precision_loss, reason = "a sentence has few words")]
    let share = own.intersection(&known).count() as f64 / own.len().max(1) as f64;
    share
}

/// Words are alike where they begin alike, by so many letters (`reject`, `rejected`, `rejection`).
const STEM_LETTERS: usize = 5;

fn class(word: &str) -> Option<Class> {
    CLASSES.get(word.to_lowercase().as_str()).copied()
}

fn is_figure(word: &str) -> bool {
    word.chars().any(|c| c.is_ascii_digit())
}

fn is_name(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
}

/// Each word with the one after it.
fn beside(words: &[String]) -> impl Iterator<Item = (&str, &str)> {
    words.iter().zip(words.iter().skip(1)).map(|(a, b)| (a.as_str(), b.as_str()))
}

fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The words of a text; figures keep their points and commas, marks at the ends fall off.
fn words(text: &str) -> Vec<String> {
    text.split(|c: char| c.is_whitespace() || "—–“”‘\"()[]/".contains(c))
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric() && !"$€£%".contains(c)))
        .map(|word| word.strip_suffix("’s").or_else(|| word.strip_suffix("'s")).unwrap_or(word))
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The pieces between double quotation marks.
fn quotations(sentence: &str) -> impl Iterator<Item = &str> {
    sentence.split('“').skip(1).filter_map(|rest| rest.split('”').next())
}

#[cfg(test)]
mod tests;
