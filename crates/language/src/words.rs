//! Reads the word tables of `lexicon/en/`, and brings words to one form.

use crate::tables::rows;
use rustc_hash::FxHashMap;

/// The words of a table, each with its value; `#` starts a comment.
///
/// A plain table has words between white space, all with the value 0.
pub fn word_set(table: &'static str) -> FxHashMap<&'static str, u8> {
    crate::tables::words(table).map(|word| (word, 0)).collect()
}

/// The words of a table whose lines are `word number`.
pub fn word_numbers(table: &'static str) -> FxHashMap<&'static str, u8> {
    rows(table)
        .filter_map(|line| {
            let (word, number) = line.split_once(' ')?;
            Some((word, number.trim().parse().ok()?))
        })
        .collect()
}

/// The words of a table with `[section]` lines, each with the number of its section in `sections`.
pub fn word_sections(table: &'static str, sections: &[&str]) -> FxHashMap<&'static str, u8> {
    let mut words = FxHashMap::default();
    let mut section = None;
    for line in rows(table) {
        if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            section = sections.iter().position(|known| *known == name);
        } else if let Some(number) = section.and_then(|at| u8::try_from(at).ok()) {
            words.extend(line.split_whitespace().map(|word| (word, number)));
        }
    }
    words
}

/// Lower case without the accents of Latin letters.
pub fn fold(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    word.chars().flat_map(char::to_lowercase).map(plain).collect()
}

fn plain(letter: char) -> char {
    match letter {
        'à'..='å' | 'ā' | 'ă' | 'ą' => 'a',
        'ç' | 'ć' | 'č' => 'c',
        'ď' | 'đ' => 'd',
        'è'..='ë' | 'ē' | 'ę' | 'ě' => 'e',
        'ğ' => 'g',
        'ì'..='ï' | 'ī' | 'ı' => 'i',
        'ł' => 'l',
        'ñ' | 'ń' | 'ň' => 'n',
        'ò'..='ö' | 'ø' | 'ō' | 'ő' => 'o',
        'ř' => 'r',
        'ś' | 'ş' | 'š' | 'ș' => 's',
        'ţ' | 'ť' | 'ț' => 't',
        'ù'..='ü' | 'ū' | 'ů' | 'ű' => 'u',
        'ý' | 'ÿ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        other => other,
    }
}
