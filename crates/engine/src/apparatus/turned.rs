//! Whether one wording of a saying says the opposite of another, or gives another figure.

use super::cues::is_negation;
use super::stem::fold;
use crate::utterance::written_out;
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::LazyLock;
use tellings_language::tables::rows;

/// Two words of opposite meaning, both ways.
static OPPOSITES: LazyLock<FxHashSet<(&'static str, &'static str)>> = LazyLock::new(|| {
    let mut pairs = FxHashSet::default();
    for row in rows(include_str!("../lexicon/en/antonyms.txt")) {
        let Some((one, other)) = row.split_once('|') else { continue };
        for a in one.split_whitespace() {
            for b in other.split_whitespace() {
                pairs.insert((a, b));
                pairs.insert((b, a));
            }
        }
    }
    pairs
});

/// A number word → its figure.
static NUMBERS: LazyLock<FxHashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let numbers = rows(include_str!("../lexicon/en/quantity_numbers.txt"));
    let named = numbers.filter_map(|row| row.split_once('='));
    named
        .flat_map(|(figure, words)| words.split(',').map(move |w| (w.trim(), figure.trim())))
        .collect()
});

/// The figure that a word stands for, without the marks between its thousands.
fn figure(word: &str) -> Option<String> {
    let word = NUMBERS.get(word).copied().unwrap_or(word);
    let is_figure = word.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ','));
    is_figure.then(|| word.replace(',', ""))
}

/// So many words must be the same in both wordings.
const LEAST_KEPT: usize = 4;

/// Whether two wordings are the same but for one word and its opposite, one figure, or a denial.
///
/// Wordings that differ in more are renderings of one saying, whatever they make of it.
pub(super) fn is_turned(a: &str, b: &str) -> bool {
    let (a, b) = (words(a), words(b));
    let n_first = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let rest = a.len().min(b.len()) - n_first;
    let n_last = a.iter().rev().zip(b.iter().rev()).take(rest).take_while(|(x, y)| x == y).count();
    let middle = |words: &[String]| -> Vec<String> {
        words.get(n_first..words.len() - n_last).map_or_else(Vec::new, <[String]>::to_vec)
    };
    let is_opposite = match (middle(&a).as_slice(), middle(&b).as_slice()) {
        ([x], [y]) => {
            let other_figure = figure(x).zip(figure(y)).is_some_and(|(x, y)| x != y);
            other_figure || OPPOSITES.contains(&(x.as_str(), y.as_str()))
        }
        ([denial], []) | ([], [denial]) => is_negation(denial),
        _ => false,
    };
    is_opposite && n_first + n_last >= LEAST_KEPT
}

/// The words of a saying without case and marks, contractions written out.
fn words(saying: &str) -> Vec<String> {
    let folded = fold(saying).replace('’', "'");
    folded
        .split_whitespace()
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
        .filter(|word| !word.is_empty())
        .flat_map(|word| written_out(word).unwrap_or(word).split(' '))
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::is_turned;

    #[test]
    fn an_opposite_or_a_denial_turns_a_saying() {
        let turned = "The bridge is weaker than any engineer here would like.";
        assert!(is_turned("The bridge is stronger than any engineer here would like.", turned));
        assert!(is_turned("We do not want this road", "We do want this road,"));
        assert!(is_turned("We don’t want this road", "We do want this road"));
    }

    #[test]
    fn another_figure_turns_a_saying() {
        let saying = "A signalman works eleven nights a month,";
        assert!(is_turned("A signalman works fourteen nights a month.", saying));
        assert!(!is_turned("A signalman works 11 nights a month.", saying));
        assert!(!is_turned("A signalman works long nights a month.", saying));
        assert!(!is_turned("They sold 1,200 of the old boats", "They sold 1200 of the old boats"));
        assert!(!is_turned("They sold 12m of the old boats", "They sold 12 of the old boats"));
    }

    #[test]
    fn other_words_do_not() {
        let saying = "The bridge is stronger than any engineer here would like.";
        assert!(!is_turned(saying, saying));
        assert!(!is_turned(saying, "The bridge is stronger than most engineers here would like."));
        assert!(!is_turned("The bridge holds", "The bridge never holds"));
        assert!(!is_turned("They need not do a thing", "They do not need to do a thing"));
    }
}
