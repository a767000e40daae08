//! Tokens → sentences: where one ends, decided from the mark, what stands around it, and tables.

use super::token::{Abbreviation, is_sentence_starter, lower_ascii};
use super::words::word_set;
use rustc_hash::FxHashMap;
use std::{ops::Range, sync::LazyLock};

/// How many words after a quoted question may pass before its verb of saying.
const MAX_SPEAKER_TOKENS: usize = 5;
/// The tokens after which a comma ends a sentence, and twice as many end it anyhow: what runs on so
/// is a list or a trap, and steps that look through a sentence must stay short.
const LONGEST: usize = 512;

/// Cuts the tokens of one block into sentences: ranges of token indices that cover all of them.
pub(crate) fn sentences(text: &str, tokens: &[Range<usize>]) -> Vec<Range<usize>> {
    let block = Block { text, tokens };
    let mut out = Vec::new();
    let mut start = 0;
    let mut idx = 0;
    while idx < tokens.len() {
        let Some(end) = block.sentence_end(start, idx).or_else(|| block.run_on_end(start, idx))
        else {
            idx += 1;
            continue;
        };
        out.push(start..end);
        start = end;
        idx = end;
    }
    if start < tokens.len() {
        out.push(start..tokens.len());
    }
    out
}

/// A piece of text with its tokens.
struct Block<'a> {
    text: &'a str,
    tokens: &'a [Range<usize>],
}

impl<'a> Block<'a> {
    /// The words of a token; empty past the end.
    fn at(&self, idx: usize) -> &'a str {
        self.tokens.get(idx).and_then(|token| self.text.get(token.clone())).unwrap_or("")
    }

    /// Whether white space stands in front of a token.
    fn spaced(&self, idx: usize) -> bool {
        let before = idx.checked_sub(1).and_then(|idx| self.tokens.get(idx));
        match (before, self.tokens.get(idx)) {
            (Some(before), Some(token)) => before.end < token.start,
            _ => true,
        }
    }

    /// The first token after the sentence, if the sentence that began at `start` ends with `idx`.
    fn sentence_end(&self, start: usize, idx: usize) -> Option<usize> {
        let mark = self.at(idx);
        let ender = Ender::of(mark)?;
        let end = self.past_reference(self.past_closers(idx + 1));
        if end >= self.tokens.len() {
            return Some(end);
        }
        let next = self.at(end);
        let first = next.chars().next()?;
        let opens = first.is_uppercase() || first.is_ascii_digit() || is_opener(first);
        let glued = !self.spaced(end);
        let ends = match ender {
            Ender::Stop => {
                !(self.is_list_mark(start, idx) || first.is_lowercase() || is_continuer(first))
                    && (!glued || first.is_uppercase())
            }
            Ender::Shout => {
                opens && !glued && !(end > idx + 1 && self.is_attributed(end))
                    || end == idx + 1 && !glued && !first.is_lowercase() && !is_continuer(first)
            }
            Ender::Dots => opens && !glued && !self.is_attributed(end),
            Ender::Abbreviation(kind) => {
                !glued && end == idx + 1 && self.starts_after_abbreviation(kind, idx, end)
                    || end > idx + 1 && opens && !glued && kind == Some(Abbreviation::Always)
            }
        };
        ends.then_some(end)
    }

    /// The first token after a sentence that runs on too long, if it is cut behind `idx`.
    fn run_on_end(&self, start: usize, idx: usize) -> Option<usize> {
        let n_tokens = idx - start + 1;
        let cut = n_tokens >= LONGEST && matches!(self.at(idx), "," | ";" | "·" | "|")
            || n_tokens >= 2 * LONGEST;
        cut.then_some(idx + 1)
    }

    /// Skips the closing quotes and brackets that stand directly after a mark.
    fn past_closers(&self, mut idx: usize) -> usize {
        while idx < self.tokens.len() && !self.spaced(idx) {
            let token = self.at(idx);
            // A straight mark closes here: white space or the end follows it.
            let straight = matches!(token, "\"" | "'" | "''");
            let last = idx + 1 >= self.tokens.len()
                || self.spaced(idx + 1)
                || matches!(self.at(idx + 1), "\"" | "'" | "”" | "’" | ")" | "]");
            if !(matches!(token, "”" | "’" | "»" | ")" | "]" | "}") || straight && last) {
                break;
            }
            idx += 1;
        }
        idx
    }

    /// Skips references in brackets that belong to the sentence before them: `. [2]`.
    fn past_reference(&self, mut idx: usize) -> usize {
        while self.at(idx) == "["
            && self.at(idx + 1).bytes().all(|byte| byte.is_ascii_digit())
            && self.at(idx + 2) == "]"
        {
            idx += 3;
        }
        idx
    }

    /// Whether the stop belongs to a list mark at the start of the sentence: `1.`, `b.`.
    fn is_list_mark(&self, start: usize, idx: usize) -> bool {
        let word = self.at(start);
        idx == start + 1
            && (word.len() == 1 && word != "I"
                || word.len() <= 3 && word.bytes().all(|b| b.is_ascii_digit()))
    }

    /// Whether the tokens from `idx` on say who asked or shouted: `Smith said`.
    fn is_attributed(&self, idx: usize) -> bool {
        static VERBS: LazyLock<FxHashMap<&'static str, u8>> =
            LazyLock::new(|| word_set(include_str!("lexicon/en/attribution_verbs.txt")));
        (idx..idx + MAX_SPEAKER_TOKENS)
            .map(|idx| self.at(idx))
            .take_while(|word| {
                word.starts_with(char::is_alphabetic) && !is_sentence_starter_not_pronoun(word)
            })
            .any(|word| VERBS.contains_key(word))
    }

    fn starts_after_abbreviation(
        &self,
        kind: Option<Abbreviation>,
        idx: usize,
        next: usize,
    ) -> bool {
        let word = self.at(next);
        let upper = word.starts_with(char::is_uppercase);
        let opener = word.starts_with(['“', '"', '‘']);
        match kind {
            Some(Abbreviation::Title | Abbreviation::Number) => false,
            // `Smith Jr. The`, `in the U.S. He`: only a word that is no name starts a sentence.
            _ if upper => is_sentence_starter(word) && !(word == "A" && self.at(idx).len() == 2),
            _ => opener && kind.is_some(),
        }
    }
}

/// What can end a sentence.
enum Ender {
    /// A full stop.
    Stop,
    /// Question and exclamation marks.
    Shout,
    /// Dots that show an omission or a pause.
    Dots,
    /// A word that keeps its stop; its kind where a table knows it.
    Abbreviation(Option<Abbreviation>),
}

impl Ender {
    fn of(token: &str) -> Option<Self> {
        match token {
            "." | "。" => Some(Self::Stop),
            "…" => Some(Self::Dots),
            _ if token.bytes().all(|b| b == b'!' || b == b'?') => Some(Self::Shout),
            _ if token.bytes().all(|b| b == b'.') => Some(Self::Dots),
            _ => {
                let word = token.strip_suffix('.')?;
                Some(Self::Abbreviation(Abbreviation::of(word)))
            }
        }
    }
}

fn is_opener(c: char) -> bool {
    matches!(
        c,
        '“' | '‘'
            | '"'
            | '\''
            | '('
            | '['
            | '«'
            | '`'
            | '¿'
            | '¡'
            | '@'
            | '#'
            | '$'
            | '€'
            | '£'
            | '*'
            | '-'
            | '–'
            | '—'
            | '•'
    ) || !c.is_alphanumeric() && !c.is_ascii_punctuation() && !is_continuer(c)
}

/// Marks that go on with the sentence before them.
fn is_continuer(c: char) -> bool {
    matches!(
        c,
        ',' | ';'
            | ':'
            | ')'
            | ']'
            | '}'
            | '”'
            | '»'
            | '%'
            | '/'
            | '!'
            | '?'
            | '.'
            | '—'
            | '–'
            | '…'
    )
}

/// Words that cannot stand between a quotation and its verb of saying; pronouns can.
fn is_sentence_starter_not_pronoun(word: &str) -> bool {
    let mut lower = [0; 8];
    let pronoun = lower_ascii(word, &mut lower).is_some_and(|word| {
        matches!(
            word,
            "he" | "she"
                | "they"
                | "it"
                | "i"
                | "we"
                | "the"
                | "one"
                | "a"
                | "an"
                | "his"
                | "her"
                | "their"
        )
    });
    is_sentence_starter(word) && !pronoun
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token::tokens;

    fn show(text: &str) -> Vec<&str> {
        let tokens = tokens(text);
        sentences(text, &tokens)
            .into_iter()
            .filter_map(|range| {
                let run = tokens.get(range)?;
                text.get(run.first()?.start..run.last()?.end)
            })
            .collect()
    }

    #[test]
    fn a_sentence_ends_at_its_stop_and_not_at_an_abbreviation() {
        assert_eq!(
            show("Sen. Cole left the U.S. on Sept. 4. He went to Acme Inc. The shop was shut."),
            ["Sen. Cole left the U.S. on Sept. 4.", "He went to Acme Inc.", "The shop was shut."]
        );
    }

    #[test]
    fn what_runs_on_is_cut_at_a_comma_or_where_it_must() {
        let listed = "a boat, ".repeat(1_000);
        let cut = show(&listed);
        assert!(cut.iter().all(|part| part.split(' ').count() <= LONGEST && part.ends_with(',')));
        assert_eq!(show(&"boat ".repeat(3_000)).len(), 3);
    }

    #[test]
    fn closing_marks_belong_to_the_sentence_before() {
        assert_eq!(
            show("“It is shut. We wait.” Nobody came."),
            ["“It is shut.", "We wait.”", "Nobody came."]
        );
    }

    #[test]
    fn a_quoted_question_goes_on_with_its_speaker() {
        assert_eq!(
            show("“Why now?” Cole asked. “No!” he cried."),
            ["“Why now?” Cole asked.", "“No!” he cried."]
        );
    }

    #[test]
    fn a_list_mark_ends_nothing() {
        assert_eq!(show("1. Open the gate. 2. Shut it."), ["1. Open the gate.", "2. Shut it."]);
    }
}
