//! The words that tell a change of a figure, read from the tables of the language.

use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// What a word says of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// `rise`: of itself.
    Up,
    /// `fall`: of itself.
    Down,
    /// `raise`: of something else.
    Raise,
    /// `cut`: of something else.
    Cut,
    /// `gain`: a change where the figure is a share or a price.
    Gain,
    /// `lose`: the same the other way.
    Lose,
    /// `up`, `higher`, beside a verb of any kind.
    Upward,
    /// `down`, `lower`.
    Downward,
    /// `by`: the amount follows.
    By,
    /// `to`: the outcome follows.
    To,
    /// `from`: the start follows.
    From,
    /// `of`.
    Of,
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
    let rows = include_str!("../../lexicon/en/change_words.txt");
    for row in rows.lines().filter(|row| !row.starts_with('#')) {
        let Some((name, words)) = row.split_once(" | ") else { continue };
        let words = words.split(',').map(str::trim);
        let class = match name {
            "up" => Class::Up,
            "down" => Class::Down,
            "raise" => Class::Raise,
            "cut" => Class::Cut,
            "gain" => Class::Gain,
            "lose" => Class::Lose,
            "upward" => Class::Upward,
            "downward" => Class::Downward,
            "by" => Class::By,
            "to" => Class::To,
            "from" => Class::From,
            "of" => Class::Of,
            "share" => {
                table.shares.extend(words);
                continue;
            }
            "time" => {
                table.times.extend(words);
                continue;
            }
            _ => continue,
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
