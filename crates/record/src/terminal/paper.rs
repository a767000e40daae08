//! Paper for a terminal: words in ink, wrapped to the width, never longer than a line.

use crate::View;
use std::io::{self, Write};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// How words look; each has a meaning of its own, so that views speak of meanings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ink {
    Plain,
    Strong,
    Quiet,
    Heading,
    Good,
    Warn,
    Bad,
    Mark,
    Added,
    Removed,
}

impl Ink {
    fn code(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Strong => "\x1b[1m",
            Self::Quiet => "\x1b[2m",
            Self::Heading => "\x1b[1;36m",
            Self::Good => "\x1b[32m",
            Self::Warn => "\x1b[33m",
            Self::Bad => "\x1b[1;31m",
            Self::Mark => "\x1b[36m",
            Self::Added => "\x1b[4;32m",
            Self::Removed => "\x1b[9;31m",
        }
    }
}

/// A space at which no line breaks; articles have none of them left when they come here.
const PAD: char = '\u{A0}';

/// Words in ink.
#[derive(Clone, Debug, Default)]
pub(crate) struct Text(Vec<(Ink, String)>);

impl Text {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// Adds words; what a terminal would obey rather than show is left out.
    pub(crate) fn ink(mut self, ink: Ink, words: impl AsRef<str>) -> Self {
        self.0.push((ink, visible(words.as_ref())));
        self
    }

    /// Adds words that take a column of this width, and stay together with it.
    pub(crate) fn column(mut self, ink: Ink, words: &str, width: usize) -> Self {
        let words = visible(words);
        let gap = PAD.to_string().repeat(width.saturating_sub(words.width()));
        self.0.push((ink, words.replace(' ', &PAD.to_string()) + &gap));
        self
    }

    pub(crate) fn plain(self, words: impl AsRef<str>) -> Self {
        self.ink(Ink::Plain, words)
    }

    pub(crate) fn quiet(self, words: impl AsRef<str>) -> Self {
        self.ink(Ink::Quiet, words)
    }

    pub(crate) fn width(&self) -> usize {
        self.0.iter().map(|(_, words)| words.width()).sum()
    }

    /// The words with their inks; no word holds a space.
    fn words(&self) -> Vec<Vec<(Ink, &str)>> {
        let mut words: Vec<Vec<(Ink, &str)>> = Vec::new();
        let mut open = false;
        for (ink, text) in &self.0 {
            for (n, piece) in text.split(' ').enumerate() {
                open &= n == 0;
                if piece.is_empty() {
                    continue;
                }
                match words.last_mut() {
                    Some(word) if open => word.push((*ink, piece)),
                    _ => words.push(vec![(*ink, piece)]),
                }
                open = true;
            }
        }
        words
    }
}

/// Text without control characters and without marks that turn the direction of writing.
fn visible(text: &str) -> String {
    let turns = |c: char| matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    text.chars()
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .filter(|&c| !c.is_control() && !turns(c))
        .collect()
}

/// A sheet as wide as the terminal.
pub(crate) struct Paper<'a> {
    out: &'a mut dyn Write,
    width: usize,
    colour: bool,
}

impl<'a> Paper<'a> {
    /// Narrower than this no table can be read.
    const MIN_WIDTH: usize = 40;
    /// Wider than this no line can be read.
    const MAX_WIDTH: usize = 110;

    pub(crate) fn new(out: &'a mut dyn Write, view: &View) -> Self {
        let width = view.width.clamp(Self::MIN_WIDTH, Self::MAX_WIDTH);
        Self { out, width, colour: view.colour }
    }

    pub(crate) fn width(&self) -> usize {
        self.width
    }

    pub(crate) fn blank(&mut self) -> io::Result<()> {
        writeln!(self.out)
    }

    /// A section's name with a rule to the right edge, and what the section cannot see.
    pub(crate) fn section(&mut self, name: &str, limits: &str) -> io::Result<()> {
        self.blank()?;
        let rule = "─".repeat(self.width.saturating_sub(name.width() + 1));
        self.line(0, &Text::new().ink(Ink::Heading, name).quiet(format!(" {rule}")))?;
        if limits.is_empty() { Ok(()) } else { self.line(0, &Text::new().quiet(limits)) }
    }

    /// Words wrapped to the width, all lines indented alike.
    pub(crate) fn line(&mut self, indent: usize, text: &Text) -> io::Result<()> {
        self.hanging(indent, indent, text)
    }

    /// Words wrapped to the width; the first line and the others have their own indents.
    pub(crate) fn hanging(&mut self, first: usize, rest: usize, text: &Text) -> io::Result<()> {
        let mut used = first;
        let mut empty = true;
        write!(self.out, "{:first$}", "")?;
        for word in text.words() {
            let width: usize = word.iter().map(|(_, piece)| piece.width()).sum();
            if !empty && used + 1 + width > self.width {
                write!(self.out, "\n{:rest$}", "")?;
                (used, empty) = (rest, true);
            }
            if !empty {
                write!(self.out, " ")?;
                used += 1;
            }
            for (ink, piece) in word {
                self.piece(ink, piece, rest, &mut used)?;
            }
            empty = false;
        }
        writeln!(self.out)
    }

    /// Cells side by side; the last one is cut at the edge.
    pub(crate) fn row(&mut self, indent: usize, cells: &[(usize, Text)]) -> io::Result<()> {
        write!(self.out, "{:indent$}", "")?;
        let mut left = self.width.saturating_sub(indent);
        for (n, (width, text)) in cells.iter().enumerate() {
            let last = n + 1 == cells.len();
            let room = if last { left } else { (*width).min(left) };
            let used = self.cut(text, room)?;
            let gap = usize::from(!last) * 2;
            if !last {
                write!(self.out, "{:fill$}", "", fill = room - used + gap.min(left - room))?;
            }
            left = left.saturating_sub(room + gap);
        }
        writeln!(self.out)
    }

    /// As many words as there is room for; gives the columns used.
    fn cut(&mut self, text: &Text, room: usize) -> io::Result<usize> {
        let whole = text.width() <= room;
        let room = if whole { room } else { room.saturating_sub(1) };
        let mut used = 0;
        for (ink, words) in &text.0 {
            let kept: String = words
                .chars()
                .take_while(|c| {
                    let fits = used + c.width().unwrap_or(0) <= room;
                    used += if fits { c.width().unwrap_or(0) } else { 0 };
                    fits
                })
                .collect();
            let stop = kept.len() < words.len();
            self.inked(*ink, &kept)?;
            if stop {
                break;
            }
        }
        if !whole {
            write!(self.out, "…")?;
            used += 1;
        }
        Ok(used)
    }

    /// A piece of a word; one that is wider than the paper is broken.
    fn piece(&mut self, ink: Ink, piece: &str, rest: usize, used: &mut usize) -> io::Result<()> {
        if *used + piece.width() <= self.width {
            *used += piece.width();
            return self.inked(ink, piece);
        }
        for c in piece.chars() {
            let width = c.width().unwrap_or(0);
            if *used + width > self.width {
                write!(self.out, "\n{:rest$}", "")?;
                *used = rest;
            }
            self.inked(ink, c.encode_utf8(&mut [0; 4]))?;
            *used += width;
        }
        Ok(())
    }

    fn inked(&mut self, ink: Ink, words: &str) -> io::Result<()> {
        let words = words.replace(PAD, " ");
        if self.colour && ink != Ink::Plain && !words.is_empty() {
            write!(self.out, "{}{words}\x1b[0m", ink.code())
        } else {
            write!(self.out, "{words}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn show(width: usize, text: &Text) -> String {
        let mut out = Vec::new();
        let view = View { width, ..View::default() };
        Paper::new(&mut out, &view).hanging(2, 4, text).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn escapes_of_an_article_do_not_reach_the_terminal() {
        let text = Text::new().plain("red \x1b[31malert\u{202E} gnol");
        assert_eq!(show(80, &text), "  red [31malert gnol\n");
    }

    proptest! {
        /// No line is wider than the paper.
        #[test]
        fn no_line_is_wider_than_the_paper(
            words in "([a-z]{1,12}|漢字{1,60}|[a-z]{50,130}| ){0,30}", width in 0_usize..130
        ) {
            for line in show(width, &Text::new().plain(words)).lines() {
                prop_assert!(line.width() <= width.clamp(Paper::MIN_WIDTH, Paper::MAX_WIDTH));
            }
        }
    }
}
