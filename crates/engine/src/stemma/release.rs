//! Texts that a body issued itself, and the tellings that draw on them.

use std::sync::LazyLock;
use tellings_model::{EntityId, EntityKind, Witness};

/// How lines begin that mark a release, and how others call one.
static WORDS: LazyLock<[Vec<&str>; 2]> = LazyLock::new(|| {
    let table = include_str!("../lexicon/en/release_words.txt");
    ["[mark]", "[document]"].map(|class| {
        let rows = table.lines().skip_while(|line| *line != class).skip(1);
        rows.take_while(|line| !line.starts_with('[')).collect()
    })
});

/// In how many lines from its top the text itself may be marked.
const TOP: usize = 3;

/// The body that issued a text, where a line says that it is a release: the one it names most.
pub(crate) fn issuer(witness: &Witness) -> Option<EntityId> {
    let [marks, _] = &*WORDS;
    let article = &witness.article;
    let furniture = article.furniture.iter().flat_map(|piece| piece.text.lines());
    let title = article.title.as_ref().map_or("", |title| title.value.as_str());
    let begins = |line: &str| {
        let line = line.trim_start().to_lowercase();
        marks.iter().any(|mark| line.starts_with(mark))
    };
    let in_title = || marks.iter().any(|mark| title.to_lowercase().contains(mark));
    if !(furniture.chain(article.text().lines().take(TOP)).any(begins) || in_title()) {
        return None;
    }
    let bodies = witness.annotations.mentions.iter();
    let bodies = bodies.filter(|mention| mention.kind == EntityKind::Organisation);
    let mut named: Vec<EntityId> = bodies.filter_map(|mention| mention.entity).collect();
    named.sort_unstable();
    let runs = named.chunk_by(|a, b| a == b);
    let most = runs.max_by_key(|run| (run.len(), std::cmp::Reverse(run.first().copied())))?;
    most.first().copied()
}

/// The bodies that a telling names beside a word for a release: in its sentence, or in the one before.
pub(crate) fn drawn_on(witness: &Witness) -> Vec<EntityId> {
    let [_, documents] = &*WORDS;
    let article = &witness.article;
    let sentences = &witness.annotations.sentences;
    let mut bodies = Vec::new();
    for (at, sentence) in sentences.iter().enumerate() {
        let words = article.at(sentence.span).to_lowercase();
        let mut words = words.split(|c: char| !c.is_alphanumeric());
        if !words.any(|word| documents.contains(&word)) {
            continue;
        }
        let first = sentences.get(at.saturating_sub(1)).unwrap_or(sentence).span;
        let around = article.span(first.start(), sentence.span.end());
        let mentions = witness.annotations.mentions.iter();
        let beside = mentions.filter(|mention| around.contains(mention.span));
        bodies.extend(beside.filter_map(|mention| mention.entity));
    }
    bodies.sort_unstable();
    bodies.dedup();
    bodies
}
