//! Words brought to one form, so that `sentenced`, `sentencing` and `sentences` compare.

use rustc_hash::FxHashSet;
use std::sync::LazyLock;
use tellings_language::tables::words;
pub(super) use tellings_language::words::fold;

/// Words that end as if they had an ending.
static WHOLE: LazyLock<FxHashSet<&'static str>> =
    LazyLock::new(|| words(include_str!("../lexicon/en/whole_words.txt")).collect());

/// The stem of a word: lower case, without accents, possessive and the common endings.
///
/// A few suffix rules and a short list of words that only look as if they had an ending: two words
/// with one stem are *candidates* for being one word, which is all that the comparison of contexts
/// needs. An ending falls only where four letters are left.
///
/// Method: after Lovins 1968 (longest ending first, least length of the stem).
pub(crate) fn stem(word: &str) -> String {
    let mut stem = fold(word);
    for ending in ["’s", "'s", "’", "'"] {
        if let Some(kept) = stem.strip_suffix(ending) {
            stem.truncate(kept.len());
            break;
        }
    }
    if !stem.chars().all(char::is_alphabetic) {
        return stem;
    }
    let is_whole = |word: &str| WHOLE.contains(word.strip_suffix('s').unwrap_or(word));
    if is_whole(&stem) {
        return stem.strip_suffix('s').unwrap_or(&stem).to_owned();
    }
    for ending in ["ies", "ied"] {
        if let Some(kept) = stem.strip_suffix(ending).filter(|kept| kept.len() > 2) {
            return format!("{kept}y");
        }
    }
    // Doubled consonants come back to one: `stopped`, `shipping`.
    for ending in ENDINGS {
        if let Some(kept) = stem.strip_suffix(ending).filter(|kept| kept.chars().count() >= 4) {
            stem.truncate(kept.len());
            undouble(&mut stem);
            break;
        }
    }
    if stem.ends_with('s') && !stem.ends_with("ss") && stem.len() > 3 {
        stem.pop();
    }
    if stem.ends_with('e') && stem.len() > 3 {
        stem.pop();
    }
    stem
}

/// Endings, the longest first.
const ENDINGS: [&str; 14] = [
    "ments", "ment", "ings", "ions", "ing", "ion", "ers", "ors", "or", "er", "ed", "es", "ly", "al",
];

fn undouble(stem: &mut String) {
    let mut last = stem.chars().rev();
    if let (Some(a), Some(b)) = (last.next(), last.next())
        && a == b
        && !"aeiousl".contains(a)
    {
        stem.pop();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_one_word_meet() {
        for forms in [
            ["sentence", "sentenced", "sentencing"],
            ["inspect", "inspected", "inspection"],
            ["announce", "announced", "announces"],
            ["boat", "boats", "boat’s"],
            ["party", "parties", "party"],
            ["stop", "stopped", "stopping"],
            ["designate", "designated", "designation"],
            ["certify", "certified", "certifies"],
        ] {
            let stems = forms.map(stem);
            assert!(stems.iter().all(|stem| *stem == stems[0]), "{stems:?}");
        }
    }

    #[test]
    fn accents_do_not_part_a_name() {
        assert_eq!(fold("Doña Chiloé"), "dona chiloe");
    }
}
