//! Sentences as sets of content words, to see whether two tell one act.

use rustc_hash::FxHasher;
use std::hash::{Hash, Hasher};
use tellings_language::gazetteer::GAZETTEER;

/// The content words of a sentence, as sorted hashes of their first letters.
///
/// Five letters stand in for the stem (`deploy`, `deploying`): enough to meet, short enough to
/// forgive endings.
pub(crate) fn words(sentence: &str) -> Vec<u32> {
    const STEM_LETTERS: usize = 5;
    const LEAST_LETTERS: usize = 4;
    let mut words: Vec<u32> = sentence
        .split(|letter: char| !letter.is_alphanumeric())
        .map(str::to_lowercase)
        .filter(|word| {
            let number = word.len() > 1 && word.bytes().all(|byte| byte.is_ascii_digit());
            number
                || (word.chars().count() >= LEAST_LETTERS
                    && !GAZETTEER.function_words.contains(word.as_str()))
        })
        .map(|word| {
            let mut hasher = FxHasher::default();
            word.chars().take(STEM_LETTERS).collect::<String>().hash(&mut hasher);
            (hasher.finish() & u64::from(u32::MAX)) as u32
        })
        .collect();
    words.sort_unstable();
    words.dedup();
    words
}

/// How many words two sorted lists share.
pub(crate) fn shared(one: &[u32], other: &[u32]) -> usize {
    let (mut at, mut n_shared) = (0, 0);
    for word in one {
        while other.get(at).is_some_and(|next| next < word) {
            at += 1;
        }
        n_shared += usize::from(other.get(at) == Some(word));
    }
    n_shared
}
