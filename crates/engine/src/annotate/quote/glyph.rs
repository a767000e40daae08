//! The quotation marks of a paragraph, each with what its neighbours allow it to be.
//!
//! Apostrophes, primes and elisions fall away here; [`super::mark`] pairs what is left.

use tellings_model::Span;

/// Which marks pair with which.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    Double,
    Single,
    Angle,
}

/// What the shape of a mark says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// An opening mark, on the line: it wants a high closing one.
    Low,
    Open,
    Close,
    Straight,
}

/// A mark with what its neighbours allow it to be.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    pub(super) at: usize,
    pub(super) len: usize,
    pub(super) class: Class,
    pub(super) shape: Shape,
    /// White space or an opening bracket before, a word after.
    pub(super) opens: bool,
    /// A word or punctuation before, no word after.
    pub(super) closes: bool,
    /// Closes, and cannot be the apostrophe of a plural.
    pub(super) surely_closes: bool,
    /// What comes before it ends a sentence.
    pub(super) after_stop: bool,
}

/// The marks of one paragraph, apostrophes left out.
pub(super) struct Marks {
    pub(super) list: Vec<Mark>,
    /// For each mark the index of the next one of its class that surely closes.
    pub(super) next_sure: Vec<Option<usize>>,
    /// For each mark, how many marks of its class close before the next of its class opens,
    /// not counting itself.
    pub(super) closers_ahead: Vec<usize>,
}

impl Marks {
    pub(super) fn read(
        text: &str,
        span: Span,
        reversed: bool,
        elisions: &dyn Fn(&str) -> bool,
    ) -> Self {
        let mut list = Vec::new();
        let paragraph = text.get(span.range()).unwrap_or("");
        let mut skip_to = 0;
        for (offset, c) in paragraph.char_indices() {
            if offset < skip_to {
                continue;
            }
            let rest = paragraph.get(offset..).unwrap_or("");
            let Some((class, shape, len)) = shape_of(c, rest, reversed) else { continue };
            skip_to = offset + len;
            let before = paragraph.get(..offset).unwrap_or("");
            let after = paragraph.get(offset + len..).unwrap_or("");
            if let Some(mark) = judge(class, shape, before, after, elisions) {
                list.push(Mark { at: span.start() + offset, len, ..mark });
            }
        }
        let mut next_sure = vec![None; list.len()];
        let mut closers_ahead = vec![0; list.len()];
        let mut sure = [None; 3];
        let mut ahead = [0_usize; 3];
        for (idx, mark) in list.iter().enumerate().rev() {
            let class = mark.class as usize;
            if let (Some(next), Some(slot)) = (sure.get_mut(class), next_sure.get_mut(idx)) {
                *slot = *next;
                if mark.surely_closes {
                    *next = Some(idx);
                }
            }
            if let (Some(count), Some(slot)) = (ahead.get_mut(class), closers_ahead.get_mut(idx)) {
                *slot = *count;
                *count = if mark.closes && !mark.opens { *count + 1 } else { 0 };
            }
        }
        Self { list, next_sure, closers_ahead }
    }
}

/// The class and shape of a mark, and its length in bytes; marks typed as two signs count as one.
fn shape_of(c: char, rest: &str, reversed: bool) -> Option<(Class, Shape, usize)> {
    let (class, shape) = match c {
        '`' if rest.starts_with("``") => return Some((Class::Double, Shape::Open, 2)),
        '\'' if rest.starts_with("''") => return Some((Class::Double, Shape::Straight, 2)),
        '“' | '‟' | '❝' => (Class::Double, Shape::Open),
        '”' | '❞' => (Class::Double, Shape::Close),
        '„' => (Class::Double, Shape::Low),
        '"' | '＂' => (Class::Double, Shape::Straight),
        '‘' | '‛' | '`' => (Class::Single, Shape::Open),
        '’' | '´' => (Class::Single, Shape::Close),
        '‚' => (Class::Single, Shape::Low),
        '\'' => (Class::Single, Shape::Straight),
        '«' | '‹' if reversed => (Class::Angle, Shape::Close),
        '«' | '‹' => (Class::Angle, Shape::Open),
        '»' | '›' if reversed => (Class::Angle, Shape::Open),
        '»' | '›' => (Class::Angle, Shape::Close),
        _ => return None,
    };
    Some((class, shape, c.len_utf8()))
}

fn is_mark(c: char) -> bool {
    matches!(
        c,
        '“' | '‟'
            | '❝'
            | '”'
            | '❞'
            | '„'
            | '"'
            | '＂'
            | '‘'
            | '‛'
            | '`'
            | '’'
            | '´'
            | '‚'
            | '\''
            | '«'
            | '»'
            | '‹'
            | '›'
    )
}

/// Reads a mark in its place; `None` for apostrophes and primes.
fn judge(
    class: Class,
    shape: Shape,
    before: &str,
    after: &str,
    elisions: &dyn Fn(&str) -> bool,
) -> Option<Mark> {
    let (left, right) = (before.chars().next_back(), after.chars().next());
    // Marks beside marks look through one another, but only so far.
    let left_beyond = before.chars().rev().take(4).find(|&c| !is_mark(c));
    let right_beyond = after.chars().take(4).find(|&c| !is_mark(c));
    let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let gap_left = left_beyond.is_none_or(|c| c.is_whitespace() || "([{—–-/…*".contains(c));
    let gap_right = right_beyond.is_none_or(|c| {
        c.is_whitespace()
            || (c.is_ascii_punctuation() && !"$#@([{&".contains(c))
            || "—–…".contains(c)
    });
    let word_right =
        right_beyond.is_some_and(|c| c.is_alphanumeric() || "$#@([{&£€¿¡….—–-%+".contains(c));
    let opens = gap_left && word_right;
    let closes = left_beyond.is_some_and(|c| !c.is_whitespace() && !"([{".contains(c)) && gap_right;
    if class == Class::Single && shape != Shape::Low {
        if word(left) && word(right) {
            return None; // inside a word
        }
        let next_word: String = after
            .chars()
            .take_while(|c| c.is_alphanumeric())
            .take(12)
            .collect::<String>()
            .to_lowercase();
        if opens && !closes && (is_decade(&next_word) || elisions(&next_word)) {
            return None;
        }
        if shape != Shape::Open && !opens && !closes {
            return None;
        }
    }
    // Feet and inches, minutes and seconds.
    if shape == Shape::Straight && left.is_some_and(|c| c.is_ascii_digit()) && !closes {
        return None;
    }
    let stop = left.is_some_and(|c| ".,!?…;".contains(c));
    let plural = left.is_some_and(|c| c == 's' || c == 'S' || c == 'x' || c == 'z' || c == 'n')
        && right.is_some_and(char::is_whitespace)
        && after.trim_start().chars().next().is_some_and(char::is_alphanumeric);
    let after_stop = before.trim_end().chars().next_back().is_some_and(|c| ".!?…”’\"".contains(c));
    let surely_closes = closes && (class != Class::Single || stop || !plural);
    Some(Mark { at: 0, len: 0, class, shape, opens, closes, surely_closes, after_stop })
}

/// `90s`, `1980s`, `08`: what follows an apostrophe that stands for a century.
fn is_decade(word: &str) -> bool {
    let digits = word.trim_end_matches('s');
    digits.len() == 2 && digits.chars().all(|c| c.is_ascii_digit())
}
