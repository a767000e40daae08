//! Texts that a body issued itself, and the tellings that draw on them.

use std::collections::BTreeSet;
use std::sync::{LazyLock, OnceLock};
use tellings_model::Article;

/// How lines begin that mark a release, how others call one, and words that name no body.
static WORDS: LazyLock<[Vec<&str>; 3]> = LazyLock::new(|| {
    let table = include_str!("../lexicon/en/release_words.txt");
    ["[mark]", "[document]", "[small]"].map(|class| {
        let rows = table.lines().skip_while(|line| *line != class).skip(1);
        rows.take_while(|line| !line.starts_with('[')).collect()
    })
});

/// In how many lines from its top, and from its foot, a text may be marked.
const ENDS: usize = 3;
/// So many words of the name of a body make it known, or all where it has fewer.
const KNOWN: usize = 2;

/// What a text says of itself as a release.
#[derive(Clone, Debug, Default)]
pub(crate) struct Release {
    /// Whether a line says that it is one.
    pub(crate) is_marked: bool,
    /// The words that name the body whose release it is, in lower case; none where no line is its name.
    pub(crate) body: BTreeSet<String>,
    /// The words around each word for a release, in lower case, once they are asked for.
    documents: OnceLock<Vec<BTreeSet<String>>>,
}

impl Release {
    /// Reads a text: a body's name is a line in capitals above its release, or its outlet, or what the
    /// release begins with (`Corvane Resources confirms that`).
    pub(crate) fn of(article: &Article) -> Self {
        let [_, _, small] = &*WORDS;
        let furniture = article.furniture.iter().flat_map(|piece| piece.text.lines());
        let head = furniture.chain(article.text().lines().take(ENDS));
        let foot = article.text().lines().rev().take(ENDS);
        let is_marked = head.clone().chain(foot).any(is_mark);
        let title = article.title.as_ref().map_or("", |title| title.value.as_str());
        let outlet = article.outlet.as_ref().map_or("", |outlet| outlet.value.as_str());
        let in_capitals = |line: &&str| {
            line.contains(char::is_uppercase)
                && !line.contains(char::is_lowercase)
                && !is_mark(line)
        };
        let mut pairs = head.clone().zip(head.clone().skip(1));
        let mut above_mark = || pairs.find(|(_, mark)| is_mark(mark)).map(|(above, _)| above);
        let letterhead =
            Some(title).filter(in_capitals).or_else(|| above_mark().filter(in_capitals));
        let name = letterhead.unwrap_or(outlet).to_lowercase();
        let name = if name.is_empty() { opening_name(article.text()).to_lowercase() } else { name };
        let named = words(&name).filter(|word| is_marked && !small.contains(word));
        let body = named.map(str::to_owned).collect();
        Self { is_marked, body, documents: OnceLock::new() }
    }

    /// Whether a telling names the release of a body.
    pub(crate) fn draws_on(&self, article: &Article, other: &Self) -> bool {
        let least = KNOWN.min(other.body.len());
        // `The port's press release`, in a telling that calls it by its whole name elsewhere.
        let title = article.title.as_ref().map_or("", |title| title.value.as_str());
        let is_named = || {
            let all = [title, article.text()].join("\n").to_lowercase();
            let all: BTreeSet<&str> = words(&all).collect();
            other.body.iter().all(|word| all.contains(word.as_str()))
        };
        let names = |around: &BTreeSet<String>| {
            let shared = other.body.intersection(around).count();
            shared >= least || shared > 0 && is_named()
        };
        least > 0 && self.documents.get_or_init(|| documents(article.text())).iter().any(names)
    }
}

/// The name of two words or more that a text begins with, after a dateline: one word may only open a sentence.
fn opening_name(text: &str) -> String {
    let line = text.lines().next().unwrap_or("");
    let told = [" – ", " — ", " - "].iter().find_map(|dash| line.split_once(dash));
    let words = told.map_or(line, |(_, told)| told).split(' ');
    let name: Vec<&str> = words.take_while(|word| word.starts_with(char::is_uppercase)).collect();
    let [_, _, small] = &*WORDS;
    let n_told = name.iter().filter(|word| !small.contains(&word.to_lowercase().as_str())).count();
    if n_told < KNOWN { String::new() } else { name.join(" ") }
}

/// Whether a line begins as those do that mark a release (`Press release`, and not `Press releases`).
fn is_mark(line: &str) -> bool {
    let [marks, ..] = &*WORDS;
    let line = line.trim_start().to_lowercase();
    let begins = |mark: &&str| {
        let rest = line.strip_prefix(mark);
        rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    };
    marks.iter().any(begins)
}

/// The words around each word for a release: of its paragraph and of the one before.
fn documents(text: &str) -> Vec<BTreeSet<String>> {
    let [_, documents, _] = &*WORDS;
    let text = text.to_lowercase();
    let paragraphs: Vec<&str> = text.lines().filter(|line| !line.is_empty()).collect();
    let holds = |paragraph: &str| words(paragraph).any(|word| documents.contains(&word));
    let found = paragraphs.iter().enumerate().filter(|(_, paragraph)| holds(paragraph));
    let around = |(at, _): (usize, &&str)| {
        let both = paragraphs.get(at.saturating_sub(1)..=at).unwrap_or(&[]);
        both.iter().flat_map(|paragraph| words(paragraph)).map(str::to_owned).collect()
    };
    found.map(around).collect()
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().any(char::is_alphabetic))
}
