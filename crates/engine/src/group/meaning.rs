//! What grouping knows of single words, from the tables of the languages: months, weekdays,
//! number words, countries by any of their names, and words that tell the same.

use super::term::stem;
use crate::copies::word::hash_of;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;
use tellings_language::gazetteer::COUNTRIES;
use tellings_language::tables::rows;

/// What a word may stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// `May`: 1 to 12.
    Month(i8),
    /// `Friday`: 1 (Monday) to 7.
    Weekday(i8),
    /// `three`: the hash of `3`.
    Number(u64),
    /// `Norwegian`, `Oslo`: the hash of the country.
    Country(u64),
}

/// The meaning of a word by the hash of its letters.
pub(crate) fn of(word: u64) -> Option<Meaning> {
    WORDS.get(&word).copied()
}

/// The stem that stands for all words that tell the same as the one of this stem.
pub(crate) fn same_as(stem: u64) -> u64 {
    SYNONYMS.get(&stem).copied().unwrap_or(stem)
}

static WORDS: LazyLock<FxHashMap<u64, Meaning>> = LazyLock::new(|| {
    let mut words = FxHashMap::default();
    for table in
        [include_str!("../lexicon/en/time_words.txt"), include_str!("../lexicon/es/time_words.txt")]
    {
        read_times(table, &mut words);
    }
    for row in rows(include_str!("../lexicon/en/quantity_numbers.txt")) {
        if let Some((figure, names)) = row.split_once('=')
            && figure.trim().bytes().all(|byte| byte.is_ascii_digit())
        {
            let number = Meaning::Number(hash_of(figure.trim()));
            names.split(',').map(str::trim).for_each(|name| {
                words.entry(hash_of(name)).or_insert(number);
            });
        }
    }
    for row in rows(COUNTRIES) {
        let mut columns = row.split('|');
        let country = Meaning::Country(hash_of(columns.next().unwrap_or_default()));
        for name in columns.flat_map(|column| column.split(';')).filter(|name| is_word(name)) {
            words.entry(hash_of(name)).or_insert(country);
        }
    }
    words
});

/// Reads the months and weekdays of a table; its form is that of `annotate/time/lexicon.rs`.
fn read_times(table: &'static str, words: &mut FxHashMap<u64, Meaning>) {
    for row in rows(table) {
        let Some((class, forms)) = row.split_once('=') else { continue };
        let (class, code) = class.trim().split_once(' ').unwrap_or_default();
        let Ok(code) = code.trim().parse() else { continue };
        let meaning = match class {
            "month" => Meaning::Month(code),
            "weekday" => Meaning::Weekday(code),
            _ => continue,
        };
        for form in forms.split(',') {
            let form = form.trim().trim_start_matches('^').trim_end_matches(['?', '.']);
            words.entry(hash_of(form)).or_insert(meaning);
        }
    }
}

static SYNONYMS: LazyLock<FxHashMap<u64, u64>> = LazyLock::new(|| {
    let mut same = FxHashMap::default();
    for row in rows(include_str!("../lexicon/en/synonyms.txt")) {
        let mut of_row = row.split_whitespace();
        let Some(first) = of_row.next().map(stem) else { continue };
        same.entry(first).or_insert(first);
        for word in of_row {
            same.entry(stem(word)).or_insert(first);
        }
    }
    same
});

fn is_word(name: &str) -> bool {
    !name.is_empty() && name.chars().all(char::is_alphanumeric)
}
