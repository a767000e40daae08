//! Word classes that the comparison of statements rests on, read from the tables.

use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// What a word tells about a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cue {
    /// Denies (`not`, `never`).
    Negation,
    /// A preposition of place (`in`, `near`).
    Locative,
    /// A noun that names a kind of place (`capital`, `airport`).
    PlaceNoun,
    /// A part of the compass (`eastern`).
    Direction,
    /// A noun counted by a figure that goes on moving (`dead`, `injured`).
    Running,
    /// An answer that is asked for (`respond`, `comment`).
    Answer,
    /// A word that says nothing of the matter (`recent`, `several`).
    Vague,
}

static CUES: LazyLock<FxHashMap<&'static str, Cue>> = LazyLock::new(|| {
    let mut cues = FxHashMap::default();
    let table = include_str!("../lexicon/en/statement_cues.txt");
    for row in table.lines().filter(|row| !row.starts_with('#')) {
        let Some((class, words)) = row.split_once('|') else { continue };
        let cue = match class {
            "negation" => Cue::Negation,
            "locative" => Cue::Locative,
            "place" => Cue::PlaceNoun,
            "direction" => Cue::Direction,
            "running" => Cue::Running,
            "answer" => Cue::Answer,
            "vague" => Cue::Vague,
            _ => continue,
        };
        cues.extend(words.split_whitespace().map(|word| (word, cue)));
    }
    cues
});

/// Whether a lemma is of a class.
pub(super) fn is(lemma: &str, cue: Cue) -> bool {
    CUES.get(lemma) == Some(&cue)
}

/// Whether a lemma denies.
pub(super) fn is_negation(lemma: &str) -> bool {
    is(lemma, Cue::Negation)
}
