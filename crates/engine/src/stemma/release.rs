//! Texts that a body issued itself, and the tellings that draw on them.

use std::collections::BTreeSet;
use std::sync::LazyLock;
use tellings_model::Article;

/// How lines begin that mark a release, how others call one, and words that name no body.
static WORDS: LazyLock<[Vec<&str>; 3]> = LazyLock::new(|| {
    let table = include_str!("../lexicon/en/release_words.txt");
    ["[mark]", "[document]", "[small]"].map(|class| {
        let rows = table.lines().skip_while(|line| *line != class).skip(1);
        rows.take_while(|line| !line.starts_with('[')).collect()
    })
});

/// In how many lines from its top a text may be marked and name its body.
const TOP: usize = 3;
/// So many words of the name of a body make it known, or all where it has fewer.
const KNOWN: usize = 2;

/// The words, in lower case, of the line at the top of a text that names the body whose release it is;
/// `None` where no line says that it is a release.
pub(crate) fn issuer(article: &Article) -> Option<BTreeSet<String>> {
    let [marks, _, small] = &*WORDS;
    let title = article.title.as_ref().map_or("", |title| title.value.as_str()).to_lowercase();
    let furniture = article.furniture.iter().flat_map(|piece| piece.text.lines());
    let begins = |line: &str| {
        let line = line.trim_start().to_lowercase();
        marks.iter().any(|mark| line.starts_with(mark))
    };
    let in_title = marks.iter().filter_map(|mark| title.find(mark)).min();
    if in_title.is_none() && !furniture.chain(article.text().lines().take(TOP)).any(begins) {
        return None;
    }
    // A title that goes on behind the mark names the body before it.
    let head = title.get(..in_title.unwrap_or(title.len())).unwrap_or("");
    let named: BTreeSet<String> =
        words(head).filter(|word| !small.contains(word)).map(str::to_owned).collect();
    (!named.is_empty()).then_some(named)
}

/// The words around each word for a release, in lower case: of its sentence and of the one before.
pub(crate) fn documents(text: &str) -> Vec<BTreeSet<String>> {
    let [_, documents, _] = &*WORDS;
    let text = text.to_lowercase();
    let sentences: Vec<&str> = text.split(['.', '\n', '!', '?']).collect();
    let names = |sentence: &str| words(sentence).any(|word| documents.contains(&word));
    let found = sentences.iter().enumerate().filter(|(_, sentence)| names(sentence));
    let around = |(at, _): (usize, &&str)| {
        let both = sentences.get(at.saturating_sub(1)..=at).unwrap_or(&[]);
        both.iter().flat_map(|sentence| words(sentence)).map(str::to_owned).collect()
    };
    found.map(around).collect()
}

/// Whether words around a word for a release name a body.
pub(crate) fn names(around: &BTreeSet<String>, body: &BTreeSet<String>) -> bool {
    body.intersection(around).count() >= KNOWN.min(body.len())
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().any(char::is_alphabetic))
}
