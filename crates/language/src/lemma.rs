//! Words and tags → dictionary forms: the longest known ending decides which letters to change.
//!
//! An edit says how many letters go and which come (`studies` → 3 off, `y` on). Edits of whole
//! words are looked up first, then of ever shorter endings.

use super::{
    feature::{hash, mix, normal_form},
    model::{ModelError, Reader, write_text},
    table::Table,
    tables::rows,
};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// Which version of the part this program reads.
pub const VERSION: u32 = 1;

/// The longest ending that has an edit of its own, in characters.
pub const MAX_ENDING: usize = 6;

/// Past form → dictionary form.
static IRREGULAR: LazyLock<FxHashMap<&str, &str>> = LazyLock::new(|| {
    let mut forms = FxHashMap::default();
    for row in rows(include_str!("lexicon/en/irregular_verbs.txt")) {
        let mut words = row.split_whitespace();
        let Some(lemma) = words.next() else { continue };
        words.for_each(|form| {
            forms.entry(form).or_insert(lemma);
        });
    }
    forms
});

/// The dictionary form of a past form that no ending makes, in lower case.
pub(crate) fn irregular(form: &str) -> Option<&'static str> {
    IRREGULAR.get(form).copied()
}

/// How to make a dictionary form of a word.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Edit {
    /// Whether capitals stay.
    pub keeps_case: bool,
    /// How many letters go at the end.
    pub n_off: u8,
    /// Which letters come.
    pub on: String,
}

impl Edit {
    /// The edit that makes `lemma` of `word`, if letters change at the end only.
    pub fn between(word: &str, lemma: &str) -> Option<Self> {
        let plain = plain(word);
        let low = lower(word);
        let common =
            |form: &str| form.chars().zip(lemma.chars()).take_while(|(a, b)| a == b).count();
        let keeps_case = plain != low && common(&plain) > common(&low);
        let form = if keeps_case { plain } else { low };
        let common = common(&form);
        let n_off = u8::try_from(form.chars().count() - common).ok()?;
        Some(Self { keeps_case, n_off, on: lemma.chars().skip(common).collect() })
    }

    /// Makes the dictionary form of a word at the end of `out`.
    pub fn apply(&self, word: &str, out: &mut String) {
        let start = out.len();
        if self.keeps_case {
            out.extend(word.chars().map(straight));
        } else {
            out.extend(word.chars().map(straight).flat_map(char::to_lowercase));
        }
        for _ in 0..self.n_off {
            if out.len() > start {
                out.pop();
            }
        }
        out.push_str(&self.on);
    }
}

fn straight(c: char) -> char {
    if matches!(c, '’' | '‘' | '`' | '´' | 'ʼ') { '\'' } else { c }
}

fn plain(word: &str) -> String {
    word.chars().map(straight).collect()
}

fn lower(word: &str) -> String {
    word.chars().map(straight).flat_map(char::to_lowercase).collect()
}

/// Words and tags → dictionary forms.
#[derive(Clone, Debug, Default)]
pub struct Lemmatiser {
    /// The edits.
    pub edits: Vec<Edit>,
    /// The number of the edit of each word or ending with its tag.
    pub table: Table,
}

/// The key of a whole word with its tag.
pub fn word_key(form: &str, tag: u8) -> u64 {
    mix(mix(hash(form.as_bytes()), 99), u64::from(tag))
}

/// The key of an ending with its tag.
pub fn ending_key(ending: &str, tag: u8) -> u64 {
    mix(hash(ending.as_bytes()), u64::from(tag))
}

/// The endings of a word from the longest to the empty one.
pub fn endings(form: &str) -> impl Iterator<Item = &str> {
    let n = form.chars().count();
    let from = n.saturating_sub(MAX_ENDING);
    form.char_indices()
        .map(|(at, _)| at)
        .chain([form.len()])
        .skip(from)
        .filter_map(|at| form.get(at..))
}

impl Lemmatiser {
    /// Writes the dictionary form of a word with its tag at the end of `out`.
    pub fn lemma(&self, word: &str, tag: u8, buffer: &mut String, out: &mut String) {
        let form = normal_form(word, buffer);
        let known = self
            .table
            .first(word_key(form, tag))
            .or_else(|| endings(form).find_map(|ending| self.table.first(ending_key(ending, tag))));
        match known.and_then(|edit| self.edits.get(usize::from(edit))) {
            Some(edit) => edit.apply(word, out),
            None => out.push_str(word),
        }
    }

    /// Reads a lemmatiser.
    ///
    /// # Errors
    /// Where the bytes end too early or hold something else.
    pub fn read(reader: &mut Reader) -> Result<Self, ModelError> {
        let mut edits = Vec::new();
        for _ in 0..reader.u8()? {
            let (keeps_case, n_off) = (reader.u8()? == 1, reader.u8()?);
            edits.push(Edit { keeps_case, n_off, on: reader.text()? });
        }
        Ok(Self { edits, table: Table::read(reader)? })
    }

    /// Writes the lemmatiser.
    pub fn write(&self, out: &mut Vec<u8>) {
        out.push(self.edits.len() as u8);
        for edit in &self.edits {
            out.extend([u8::from(edit.keeps_case), edit.n_off]);
            write_text(out, &edit.on);
        }
        self.table.write(out);
    }
}
