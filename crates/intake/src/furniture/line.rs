//! A text as its lines, each with the shape that can be seen without knowing its language.

use super::cue::{self, Cue, Cues};

/// One line that holds more than white space.
#[derive(Clone, Debug)]
pub(crate) struct Line<'a> {
    /// Its words, without white space at the ends.
    pub(crate) text: &'a str,
    /// Whether an empty line, or the start of the text, stands before it.
    pub(crate) gap_before: bool,
    /// Whether an empty line, or the end of the text, follows it.
    pub(crate) gap_after: bool,
    /// Characters; one of Chinese, Japanese or Korean script says as much as two letters.
    pub(crate) n_chars: usize,
    /// How it ends.
    pub(crate) end: End,
    /// Its cue words.
    pub(crate) cues: Cues,
}

/// How a line ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// With the mark of a finished sentence.
    Stop,
    /// With a colon.
    Colon,
    /// With another mark.
    Mark,
    /// With a digit.
    Digit,
    /// With a letter.
    Letter,
}

/// How much a line looks like running text, from nothing (0) to a paragraph (3).
pub(crate) type Prose = u8;

impl Line<'_> {
    /// How much the line looks like running text.
    pub(crate) fn prose(&self) -> Prose {
        let asks = self.cues.opens(Cue::Act) && self.cues.has(Cue::Channel);
        let stops = self.end == End::Stop;
        match self.n_chars {
            0..30 => 0,
            _ if asks => 1,
            30..60 => 1,
            60..100 => 1 + u8::from(stops),
            100..200 => 2 + u8::from(stops),
            _ => 3,
        }
    }
}

/// The lines of a text that hold more than white space, in order.
pub(crate) fn lines(text: &str) -> Vec<Line<'_>> {
    let mut lines: Vec<Line> = Vec::new();
    let mut gap = true;
    for raw in text.split(['\n', '\r', '\u{2028}', '\u{2029}', '\u{0B}', '\u{0C}']) {
        let text = raw.trim_matches(is_blank);
        if text.is_empty() {
            gap = true;
            if let Some(last) = lines.last_mut() {
                last.gap_after = true;
            }
            continue;
        }
        lines.push(Line {
            text,
            gap_before: gap,
            gap_after: false,
            n_chars: text.chars().map(|c| 1 + usize::from(is_wide(c))).sum(),
            end: end(text),
            cues: cue::cues(text),
        });
        gap = false;
    }
    if let Some(last) = lines.last_mut() {
        last.gap_after = true;
    }
    lines
}

/// White space, and the characters that stand for nothing.
pub(crate) fn is_blank(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' | '\u{AD}')
}

/// Whether a character closes a quotation or a bracket.
pub(crate) fn is_closing(c: char) -> bool {
    matches!(c, '"' | '”' | '’' | '\'' | '»' | '“' | ')' | ']' | '›' | '」' | '』' | '*' | '_')
}

fn is_wide(c: char) -> bool {
    ('\u{2E80}'..='\u{D7FF}').contains(&c) || ('\u{FF00}'..='\u{FF60}').contains(&c)
}

fn end(text: &str) -> End {
    match text.chars().rev().find(|&c| !is_closing(c) && !is_blank(c)) {
        Some('.' | '!' | '?' | '…' | '。' | '！' | '？' | '।' | '؟' | '۔' | '։' | '።') => {
            End::Stop
        }
        Some(':' | '：') => End::Colon,
        Some(c) if c.is_numeric() => End::Digit,
        Some(c) if c.is_alphabetic() => End::Letter,
        Some(_) | None => End::Mark,
    }
}
