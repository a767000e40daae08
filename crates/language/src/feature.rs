//! What the models see of a word: hashes of its form, ends and shape, made once per token.
//!
//! Words are compared in lower case, with figures as `0` and typographic apostrophes as `'`.

use super::cluster::{Cluster, Clusters};
use std::sync::LazyLock;

/// Mixes two hashes into one; the order matters.
#[inline]
pub fn mix(a: u64, b: u64) -> u64 {
    let h = (a.rotate_left(23) ^ b).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    h ^ (h >> 32)
}

/// The hash of some bytes.
#[inline]
pub fn hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xCBF2_9CE4_8422_2325, |h, byte| mix(h, u64::from(*byte)))
}

/// One word as the models see it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lexeme {
    /// The whole form.
    pub form: u64,
    /// Its last one to four characters.
    pub suffix: [u64; 4],
    /// Its first one to three characters.
    pub prefix: [u64; 3],
    /// Which kinds of characters it is made of, runs shortened.
    pub shape: u64,
    /// Whether it begins with a capital.
    pub is_capital: bool,
    /// Whether there is a capital or a figure anywhere in it.
    pub has_capital: bool,
    /// The words it is used like.
    pub cluster: Cluster,
}

/// The form of a word that the models compare, written into `buffer`.
pub fn normal_form<'a>(word: &str, buffer: &'a mut String) -> &'a str {
    buffer.clear();
    // Longer words are addresses and noise: their ends are told apart by the shape.
    for c in word.chars().take(40) {
        match c {
            '0'..='9' => buffer.push('0'),
            'A'..='Z' => buffer.push(c.to_ascii_lowercase()),
            '’' | '‘' | '`' | '´' | 'ʼ' => buffer.push('\''),
            '“' | '”' => buffer.push('"'),
            '–' | '—' => buffer.push('-'),
            _ if c.is_ascii() => buffer.push(c),
            _ => buffer.extend(c.to_lowercase()),
        }
    }
    buffer
}

impl Lexeme {
    /// A word as the models see it; `buffer` is room to work in.
    pub fn new(word: &str, clusters: &Clusters, buffer: &mut String) -> Self {
        let form = normal_form(word, buffer);
        let whole = hash(form.as_bytes());
        let mut suffix = [0; 4];
        for (slot, (at, _)) in suffix.iter_mut().zip(form.char_indices().rev()) {
            *slot = hash(form.get(at..).unwrap_or("").as_bytes());
        }
        let mut prefix = [0; 3];
        for (slot, (at, c)) in prefix.iter_mut().zip(form.char_indices()) {
            *slot = hash(form.get(..at + c.len_utf8()).unwrap_or("").as_bytes());
        }
        Self {
            form: whole,
            suffix,
            prefix,
            shape: shape(word),
            is_capital: word.starts_with(char::is_uppercase),
            has_capital: word.contains(|c: char| c.is_uppercase() || c.is_numeric()),
            cluster: clusters.of(word, whole),
        }
    }
}

impl Lexeme {
    /// Whether it is two capitals or more, and nothing else.
    pub fn is_in_capitals(&self) -> bool {
        static CAPITALS: LazyLock<u64> = LazyLock::new(|| shape("AA"));
        self.shape == *CAPITALS
    }
}

/// `McCole` → `XxXx`, `F-16` → `X-0`: kinds of characters, runs shortened to two.
fn shape(word: &str) -> u64 {
    let mut h = 7;
    let (mut last, mut run) = (' ', 0);
    for c in word.chars().take(24) {
        let kind = match c {
            'a'..='z' => 'x',
            'A'..='Z' => 'X',
            '0'..='9' => '0',
            '’' | '‘' => '\'',
            _ if c.is_ascii() => c,
            _ if c.is_lowercase() => 'x',
            _ if c.is_uppercase() => 'X',
            _ if c.is_alphabetic() => 'y',
            _ => '*',
        };
        run = if kind == last { run + 1 } else { 1 };
        last = kind;
        if run <= 2 {
            h = mix(h, u64::from(u32::from(kind)));
        }
    }
    h
}
