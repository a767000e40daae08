//! The words that tell a change of a figure, read from the tables of the language.

use rustc_hash::FxHashMap;
use std::sync::LazyLock;
use tellings_language::{named, tables::rows};

named! {
    /// What a word says of a change.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub(super) enum Class {
        /// `rise`: of itself.
        Up = "up",
        /// `fall`: of itself.
        Down = "down",
        /// `raise`: of something else.
        Raise = "raise",
        /// `cut`: of something else.
        Cut = "cut",
        /// `gain`: a change where the figure is a share or a price.
        Gain = "gain",
        /// `lose`: the same the other way.
        Lose = "lose",
        /// `up`, `higher`, beside a verb of any kind.
        Upward = "upward",
        /// `down`, `lower`.
        Downward = "downward",
        /// `by`: the amount follows.
        By = "by",
        /// `to`: the outcome follows.
        To = "to",
        /// `from`: the start follows.
        From = "from",
        /// `of`.
        Of = "of",
    }
}

/// The unit of a share.
pub(super) const PERCENTAGE: &str = "percentage";

#[derive(Debug, Default)]
struct Table {
    words: FxHashMap<&'static str, Class>,
    shares: Vec<&'static str>,
    times: Vec<&'static str>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table::default();
    for row in rows(include_str!("../../lexicon/en/change_words.txt")) {
        let Some((name, words)) = row.split_once(" | ") else { continue };
        let words = words.split(',').map(str::trim);
        let Some(class) = Class::named(name) else {
            match name {
                "share" => table.shares.extend(words),
                "time" => table.times.extend(words),
                _ => {}
            }
            continue;
        };
        for word in words {
            // A word of two classes keeps the first.
            table.words.entry(word).or_insert(class);
        }
    }
    table
});

/// What a word or a dictionary form says of a change.
pub(super) fn class(word: &str) -> Option<Class> {
    TABLE.words.get(word).copied()
}

/// Whether a unit is that of a share or a price that moves by itself.
pub(super) fn is_share(unit: Option<&str>) -> bool {
    unit.is_some_and(|unit| TABLE.shares.contains(&unit))
}

/// Whether a unit is a length of time.
pub(super) fn is_time(unit: Option<&str>) -> bool {
    unit.is_some_and(|unit| TABLE.times.contains(&unit))
}
