//! Text → words as the copy finder and the grouping see them: folded, hashed, with their place.
//!
//! This is no tokeniser of a language: it runs at the speed of memory over a million articles
//! that nobody has annotated. Letters and digits make words, everything else parts them.

/// One word: a hash of its letters in lower case, and where it stands in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    pub(crate) hash: u64,
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) shape: Shape,
}

/// How a word is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// In small letters.
    Lower,
    /// With a capital letter first, or in capitals.
    Capital,
    /// With a digit.
    Figure,
}

/// The words of a text, in order. Texts are at most [`tellings_model::Article::MAX_TEXT_BYTES`] long.
pub(crate) fn words(text: &str) -> Words<'_> {
    Words { text, at: 0 }
}

/// Iterator of [`words`].
pub(crate) struct Words<'a> {
    text: &'a str,
    at: usize,
}

impl Iterator for Words<'_> {
    type Item = Word;

    fn next(&mut self) -> Option<Word> {
        let bytes = self.text.as_bytes();
        loop {
            let &first = bytes.get(self.at)?;
            if !first.is_ascii() {
                let rest = self.text.get(self.at..)?;
                let letter = rest.chars().next()?;
                if letter.is_alphanumeric() {
                    return self.any_word();
                }
                self.at += letter.len_utf8();
            } else if first.is_ascii_alphanumeric() {
                return self.ascii_word();
            } else {
                self.at += 1;
            }
        }
    }
}

impl Words<'_> {
    /// A word from here on; falls back to [`Self::any_word`] at the first byte beyond ASCII.
    fn ascii_word(&mut self) -> Option<Word> {
        let bytes = self.text.as_bytes().get(self.at..)?;
        let mut hash = SEED;
        let mut digit = false;
        let mut len = 0;
        for &byte in bytes {
            if !byte.is_ascii() {
                let next = self.text.get(self.at + len..)?.chars().next()?;
                if next.is_alphanumeric() {
                    return self.any_word();
                }
                break;
            }
            if !byte.is_ascii_alphanumeric() {
                break;
            }
            digit |= byte.is_ascii_digit();
            hash = step(hash, u32::from(byte.to_ascii_lowercase()));
            len += 1;
        }
        let shape = match bytes.first() {
            _ if digit => Shape::Figure,
            Some(first) if first.is_ascii_uppercase() => Shape::Capital,
            _ => Shape::Lower,
        };
        Some(self.found(hash, len, shape))
    }

    fn any_word(&mut self) -> Option<Word> {
        let rest = self.text.get(self.at..)?;
        let mut hash = SEED;
        let mut digit = false;
        let mut len = 0;
        for letter in rest.chars().take_while(|letter| letter.is_alphanumeric()) {
            digit |= letter.is_numeric();
            hash = letter.to_lowercase().fold(hash, |hash, small| step(hash, u32::from(small)));
            len += letter.len_utf8();
        }
        let shape = match rest.chars().next() {
            _ if digit => Shape::Figure,
            Some(first) if first.is_uppercase() => Shape::Capital,
            _ => Shape::Lower,
        };
        Some(self.found(hash, len, shape))
    }

    fn found(&mut self, hash: u64, len: usize, shape: Shape) -> Word {
        let start = self.at;
        self.at += len;
        // A text is at most MAX_TEXT_BYTES long, so both fit.
        let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Word { hash: mix(hash), start: place(start), end: place(self.at), shape }
    }
}

const SEED: u64 = 0xcbf2_9ce4_8422_2325;

/// One step of FNV-1a (Fowler, Noll and Vo), a letter at a time.
fn step(hash: u64, letter: u32) -> u64 {
    (hash ^ u64::from(letter)).wrapping_mul(0x0000_0100_0000_01b3)
}

/// Spreads a hash over all its bits (the finaliser of MurmurHash3, Appleby).
pub(crate) fn mix(mut hash: u64) -> u64 {
    hash ^= hash >> 33;
    hash = hash.wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash ^= hash >> 33;
    hash = hash.wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    hash ^ (hash >> 33)
}

/// The hash of a word as [`words`] gives it.
pub(crate) fn hash_of(word: &str) -> u64 {
    if !word.is_ascii() {
        return hash_of_letters(word.chars());
    }
    mix(word.bytes().fold(SEED, |hash, byte| step(hash, u32::from(byte.to_ascii_lowercase()))))
}

/// The hash of a text as it stands, eight bytes at a time.
pub(crate) fn hash_of_text(text: &str) -> u64 {
    let (eights, rest) = text.as_bytes().as_chunks::<8>();
    let last = rest.iter().fold(rest.len() as u64, |last, byte| last << 8 | u64::from(*byte));
    let whole = eights.iter().fold(SEED, |hash, eight| {
        (hash.rotate_left(29) ^ u64::from_le_bytes(*eight)).wrapping_mul(0x9E37_79B9_7F4A_7C15)
    });
    mix(whole ^ mix(last))
}

/// The hash of the word that some letters make.
pub(crate) fn hash_of_letters(letters: impl Iterator<Item = char>) -> u64 {
    let small = letters.flat_map(char::to_lowercase);
    mix(small.fold(SEED, |hash, letter| step(hash, u32::from(letter))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<&str> {
        words(text).filter_map(|word| text.get(word.start as usize..word.end as usize)).collect()
    }

    #[test]
    fn letters_and_digits_make_words() {
        assert_eq!(
            shown("Élodie’s 25% «Zoë»—no. ß2 x"),
            ["Élodie", "s", "25", "Zoë", "no", "ß2", "x"]
        );
    }

    #[test]
    fn the_case_does_not_matter_but_is_kept() {
        let all: Vec<Word> = words("NAÏVE naïve Ha ha").collect();
        assert_eq!(
            all.iter().map(|word| word.shape).collect::<Vec<_>>(),
            [Shape::Capital, Shape::Lower, Shape::Capital, Shape::Lower]
        );
        assert_eq!(all.first().map(|word| word.hash), Some(hash_of("naïve")));
        assert_eq!(all.get(2).map(|word| word.hash), Some(hash_of("ha")));
        assert_eq!(hash_of("HA"), hash_of_letters("Ha".chars()));
    }
}
