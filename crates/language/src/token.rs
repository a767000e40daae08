//! Text → tokens, by the conventions of Universal Dependencies for English.
//!
//! Every character that is not white space lies in exactly one token. Reading is from left to
//! right and looks a bounded way ahead, so the time is linear whatever the text.

use super::words::{word_numbers, word_sections, word_set};
use rustc_hash::FxHashMap;
use std::{ops::Range, sync::LazyLock};
use unicode_segmentation::UnicodeSegmentation;

/// Longest part of an address that stands before its `@`, in bytes (RFC 5321 §4.5.3.1.1).
const MAX_MAILBOX_BYTES: usize = 64;

/// When an abbreviation keeps its stop, and whether it can end a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Abbreviation {
    /// `Sen.`: stands before a name.
    Title,
    /// `Inc.`: keeps its stop everywhere.
    Always,
    /// `Sept.`: keeps it before a figure or inside a sentence.
    Month,
    /// `No.`: keeps it before a figure only.
    Number,
    /// `Calif.`: keeps it after a comma.
    Place,
    /// `ft.`: keeps it after a figure.
    Measure,
}

impl Abbreviation {
    const ALL: [(&'static str, Self); 6] = [
        ("title", Self::Title),
        ("always", Self::Always),
        ("month", Self::Month),
        ("number", Self::Number),
        ("place", Self::Place),
        ("measure", Self::Measure),
    ];

    /// The kind of an abbreviation, given without its stop.
    pub(crate) fn of(word: &str) -> Option<Self> {
        static TABLE: LazyLock<FxHashMap<&'static str, u8>> = LazyLock::new(|| {
            word_sections(
                include_str!("lexicon/en/abbreviations.txt"),
                &Abbreviation::ALL.map(|(name, _)| name),
            )
        });
        let at = usize::from(*TABLE.get(word)?);
        Self::ALL.get(at).map(|(_, kind)| *kind)
    }
}

/// Words that can open a sentence and are no names (`The`, `However`), in lower case.
pub(crate) fn is_sentence_starter(word: &str) -> bool {
    static TABLE: LazyLock<FxHashMap<&'static str, u8>> =
        LazyLock::new(|| word_set(include_str!("lexicon/en/sentence_starters.txt")));
    let mut lower = [0; 16];
    lower_ascii(word, &mut lower).is_some_and(|word| TABLE.contains_key(word))
}

/// The tokens of `text`, in order, as byte ranges.
pub(crate) fn tokens(text: &str) -> Vec<Range<usize>> {
    let mut out = Vec::with_capacity(text.len() / 5);
    let mut at = 0;
    while let Some(rest) = text.get(at..) {
        let Some(first) = rest.chars().next() else { break };
        if first.is_whitespace() {
            at += first.len_utf8();
            continue;
        }
        let fresh = text.get(..at).and_then(|before| before.chars().next_back());
        let length = if let Some(length) = address(rest) {
            out.push(at..at + length);
            length
        } else if let Some(length) = clitic(rest, fresh) {
            out.push(at..at + length);
            length
        } else if is_word(first) {
            word(text, at, &mut out)
        } else {
            let length = mark(rest);
            out.push(at..at + length);
            length
        };
        at += length.max(1);
    }
    out
}

/// A part of a word: letter, figure, joiner or combining mark.
fn is_word(c: char) -> bool {
    c.is_alphanumeric()
        || matches!(c, '_' | '\u{ad}' | '\u{200c}' | '\u{200d}' | '\u{300}'..='\u{36f}')
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '`' | '´' | 'ʼ')
}

/// The length of a web or mail address, hash tag or handle at the start of `rest`.
fn address(rest: &str) -> Option<usize> {
    let first = rest.as_bytes().first()?;
    if matches!(first, b'h' | b'H' | b'w' | b'W' | b'f')
        && ["http://", "https://", "ftp://", "www."].iter().any(|scheme| starts_with(rest, scheme))
    {
        let end = rest.find(|c: char| c.is_whitespace() || "<>\"“”|".contains(c));
        let whole = rest.get(..end.unwrap_or(rest.len()))?;
        return Some(
            whole.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '’', ')', ']', '…']).len(),
        )
        .filter(|length| *length > 4);
    }
    if matches!(first, b'@' | b'#') {
        let name = rest.get(1..)?;
        let length = name.find(|c: char| !is_word(c)).unwrap_or(name.len());
        return (length > 1 && name.starts_with(char::is_alphabetic)).then_some(length + 1);
    }
    mailbox(rest)
}

/// The length of a mail address at the start of `rest`.
fn mailbox(rest: &str) -> Option<usize> {
    let allowed = |byte: &u8| byte.is_ascii_alphanumeric() || b"._%+-".contains(byte);
    let local = rest.bytes().take(MAX_MAILBOX_BYTES).take_while(|byte| allowed(byte)).count();
    let host = rest.get(local..)?.strip_prefix('@')?;
    let length =
        host.bytes().take_while(|b| b.is_ascii_alphanumeric() || b"-.".contains(b)).count();
    let host = host.get(..length)?.trim_end_matches(['.', '-']);
    (local > 0 && host.contains('.')).then_some(local + 1 + host.len())
}

fn starts_with(text: &str, prefix: &str) -> bool {
    text.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
}

/// The length of a clitic or clipped year that stands on its own: `'s`, `’72`, `'90s`.
fn clitic(rest: &str, before: Option<char>) -> Option<usize> {
    let mark = rest.chars().next().filter(|c| is_apostrophe(*c))?;
    let tail = rest.get(mark.len_utf8()..)?;
    let length = tail.find(|c: char| !is_word(c)).unwrap_or(tail.len());
    let word = tail.get(..length)?;
    let figures = word.strip_suffix('s').unwrap_or(word);
    let year = figures.len() == 2 && figures.bytes().all(|byte| byte.is_ascii_digit());
    let mut lower = [0; 4];
    let known = match lower_ascii(word, &mut lower)? {
        "s" | "re" | "ve" | "ll" | "d" | "m" => true,
        "em" | "til" | "tis" => before.is_none_or(char::is_whitespace),
        _ => year && before.is_none_or(char::is_whitespace),
    };
    known.then_some(mark.len_utf8() + length)
}

/// Reads the word at `at`, pushes its tokens and gives its length.
fn word(text: &str, at: usize, out: &mut Vec<Range<usize>>) -> usize {
    let Some(rest) = text.get(at..) else { return 0 };
    let length = core(rest);
    let (Some(core), Some(after)) = (rest.get(..length), rest.get(length..)) else { return 0 };

    // `US$`: the mark belongs to the letters.
    if after.starts_with('$') && length <= 3 && core.bytes().all(|b| b.is_ascii_uppercase()) {
        out.push(at..at + length + 1);
        return length + 1;
    }
    // `example.org/page`: an address without its scheme.
    if core.contains('.') && after.starts_with('/') && core.starts_with(char::is_alphabetic) {
        let end = after.find(char::is_whitespace).unwrap_or(after.len());
        let path = after.get(..end).unwrap_or("").trim_end_matches(['.', ',', ';', ')', '”', '"']);
        out.push(at..at + length + path.len());
        return length + path.len();
    }
    if after.starts_with('.') && keeps_stop(core, after, text.get(..at).unwrap_or("")) {
        split_figure(core, at, length + 1, out);
        return length + 1;
    }
    split_word(core, at, out);
    length
}

/// The length of the run of letters, figures and inner joiners at the start of `rest`.
fn core(rest: &str) -> usize {
    let mut part = 0; // start of the letters since the last joiner
    let mut previous = ' ';
    let mut chars = rest.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map_or(' ', |(_, next)| *next);
        if !is_word(c) {
            let letters = rest.get(part..at).unwrap_or("");
            if !joins(c, letters, previous, next, rest.get(at..).unwrap_or(""), part == 0) {
                return at;
            }
            part = at + c.len_utf8();
        }
        previous = c;
    }
    rest.len()
}

/// Whether the mark `c` between two letters or figures makes one word of them.
fn joins(c: char, letters: &str, previous: char, next: char, rest: &str, first: bool) -> bool {
    if !is_word(next) || !is_word(previous) {
        return false;
    }
    let figures = previous.is_ascii_digit() && next.is_ascii_digit();
    match c {
        '.' => {
            let initial = letters.chars().count() == 1 && previous.is_alphabetic();
            // `Ph.D.`, `M.Sc.`, but not `said.The`.
            let degree = letters.len() <= 2 && rest.get(2..3) == Some(".");
            figures
                || initial
                || degree
                || (!next.is_uppercase() && !next.is_ascii_digit())
                || (previous.is_ascii_digit() && !next.is_uppercase())
        }
        ',' | ':' => figures,
        '/' => {
            figures
                || (first && letters.len() == 1 && rest.chars().nth(2).is_none_or(|c| !is_word(c)))
        }
        '&' => letters.chars().all(char::is_uppercase) && next.is_uppercase(),
        '-' => {
            let mut lower = [0; 8];
            first && lower_ascii(letters, &mut lower).is_some_and(is_hyphen_prefix)
        }
        _ => is_apostrophe(c) && previous != '_',
    }
}

fn is_hyphen_prefix(word: &str) -> bool {
    static TABLE: LazyLock<FxHashMap<&'static str, u8>> =
        LazyLock::new(|| word_set(include_str!("lexicon/en/hyphen_prefixes.txt")));
    TABLE.contains_key(word)
}

/// Whether the stop in front of `after` belongs to `core` and not to the sentence.
fn keeps_stop(core: &str, after: &str, before: &str) -> bool {
    let tail = after.get(1..).unwrap_or("");
    if tail.starts_with('.') {
        return false;
    }
    let next = tail.trim_start_matches([' ', '\u{a0}']).chars().next();
    let number_next = next.is_some_and(|c| c.is_ascii_digit());
    let last = core.rsplit('.').next().unwrap_or(core);
    if core.contains('.') && last.chars().all(char::is_alphabetic) {
        return last.chars().count() == 1
            || Abbreviation::of(last).is_some()
            || last.len() == 2 && core.len() <= 5;
    }
    let last_before = before.trim_end().chars().next_back();
    match Abbreviation::of(core) {
        Some(Abbreviation::Title) => next.is_some_and(|c| c.is_uppercase() || c == '\n'),
        Some(Abbreviation::Always) => true,
        Some(Abbreviation::Month) => {
            number_next || next.is_some_and(|c| c.is_lowercase() || c == ',')
        }
        Some(Abbreviation::Number) => number_next,
        Some(Abbreviation::Place) => {
            last_before == Some(',') || next.is_some_and(|c| c.is_lowercase() || c == ',')
        }
        Some(Abbreviation::Measure) => last_before.is_some_and(|c| c.is_ascii_digit()),
        None => is_initial(core, tail),
    }
}

/// Whether a single capital with a stop is part of a name: `J. Smith`, `J.R. Smith`.
fn is_initial(core: &str, tail: &str) -> bool {
    let mut letters = core.chars();
    let capital = letters.next().is_some_and(char::is_uppercase) && letters.next().is_none();
    let next = tail.trim_start_matches([' ', '\u{a0}']);
    let word = next.split(|c: char| !is_word(c)).next().unwrap_or("");
    capital && next.chars().next().is_some_and(char::is_uppercase) && !is_sentence_starter(word)
}

/// Pushes the tokens of a word: clitics and fused words are parted.
fn split_word(core: &str, at: usize, out: &mut Vec<Range<usize>>) {
    let mut end = core.len();
    let mut clitics: [usize; 3] = [0; 3];
    let mut n_clitics = 0;
    for slot in &mut clitics {
        let Some(start) = core.get(..end).and_then(clitic_start) else { break };
        *slot = start;
        n_clitics += 1;
        end = start;
    }
    let stem = core.get(..end).unwrap_or(core);
    match fused(stem) {
        Some(first) if n_clitics == 0 => out.extend([at..at + first, at + first..at + end]),
        _ => split_figure(stem, at, end, out),
    }
    let mut starts = clitics.iter().take(n_clitics).rev().copied().peekable();
    while let Some(start) = starts.next() {
        out.push(at + start..at + starts.peek().copied().unwrap_or(core.len()));
    }
}

/// Where the last clitic of a word starts: `do|n't`, `Cole|’s`, `they|’ve`.
fn clitic_start(word: &str) -> Option<usize> {
    let (at, mark) = word.char_indices().rev().take(4).find(|(_, c)| is_apostrophe(*c))?;
    let mut lower = [0; 4];
    let tail = lower_ascii(word.get(at + mark.len_utf8()..)?, &mut lower)?;
    let stem = word.get(..at)?;
    match tail {
        "t" => {
            let stem = stem.strip_suffix(['n', 'N'])?;
            (!stem.is_empty()).then_some(stem.len())
        }
        // A decade keeps its ending: `1990's`.
        "s" if stem.ends_with('0') && stem.bytes().all(|byte| byte.is_ascii_digit()) => None,
        "s" | "re" | "ve" | "ll" | "d" | "m" => (!stem.is_empty()).then_some(at),
        _ => None,
    }
}

/// The length of the first part of a fused word (`can|not`).
fn fused(word: &str) -> Option<usize> {
    static TABLE: LazyLock<FxHashMap<&'static str, u8>> =
        LazyLock::new(|| word_numbers(include_str!("lexicon/en/fused_words.txt")));
    let mut lower = [0; 12];
    TABLE.get(lower_ascii(word, &mut lower)?).map(|length| usize::from(*length))
}

/// Pushes a word as one token, or as figure and unit (`10|km`, `5|p.m.`).
///
/// `length` is that of the token, which may hold a stop beyond the word.
fn split_figure(word: &str, at: usize, length: usize, out: &mut Vec<Range<usize>>) {
    static UNITS: LazyLock<FxHashMap<&'static str, u8>> =
        LazyLock::new(|| word_set(include_str!("lexicon/en/attached_units.txt")));
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        let figures = word.bytes().take_while(|b| b.is_ascii_digit() || b",.:".contains(b)).count();
        let unit = word.get(figures..).unwrap_or("");
        let mut lower = [0; 8];
        let known = UNITS.contains_key(unit)
            || lower_ascii(unit, &mut lower)
                .is_some_and(|unit| matches!(unit, "am" | "pm" | "a.m" | "p.m"));
        if known {
            out.extend([at..at + figures, at + figures..at + length]);
            return;
        }
    }
    if length > 0 {
        out.push(at..at + length);
    }
}

/// The length of the mark, or run of like marks, at the start of `rest`.
fn mark(rest: &str) -> usize {
    const FACES: [&str; 14] =
        [":-)", ":-(", ";-)", ":-D", ":)", ":(", ";)", ":D", ":P", "=)", ":/", "<3", "``", "''"];
    if let Some(face) = FACES.iter().find(|face| rest.starts_with(**face)) {
        let next = rest.get(face.len()..).and_then(|tail| tail.chars().next());
        if next.is_none_or(|c| !is_word(c) && c != '/') || *face == "``" {
            return face.len();
        }
    }
    let first = rest.chars().next().unwrap_or(' ');
    let run = |like: fn(char, char) -> bool| rest.find(|c| !like(first, c)).unwrap_or(rest.len());
    match first {
        '!' | '?' => run(|_, c| matches!(c, '!' | '?')),
        '.' | '-' | '*' | '=' | '_' | '+' | '~' | '#' | '<' | '>' | '—' | '•' => {
            run(|a, b| a == b)
        }
        _ => rest.graphemes(true).next().map_or(1, str::len),
    }
}

/// `word` in lower case, where it is ASCII and fits the buffer; typographic words are not.
pub(crate) fn lower_ascii<'a>(word: &str, buffer: &'a mut [u8]) -> Option<&'a str> {
    let buffer = buffer.get_mut(..word.len())?;
    if !word.is_ascii() {
        return None;
    }
    buffer.copy_from_slice(word.as_bytes());
    buffer.make_ascii_lowercase();
    std::str::from_utf8(buffer).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn show(text: &str) -> String {
        tokens(text).into_iter().filter_map(|range| text.get(range)).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn clitics_stand_alone() {
        assert_eq!(show("Don't ask Ada’s; they’ve won't"), "Do n't ask Ada ’s ; they ’ve wo n't");
        assert_eq!(show("the workers' hall"), "the workers ' hall");
        assert_eq!(show("O'Neill's I'd've"), "O'Neill 's I 'd 've");
    }

    #[test]
    fn a_stop_stays_with_its_abbreviation() {
        assert_eq!(show("Sen. Ada Cole of the U.S. left."), "Sen. Ada Cole of the U.S. left .");
        assert_eq!(show("No. 5 said no. It fell"), "No. 5 said no . It fell");
        assert_eq!(show("J. R. Cole, Ph.D., at 5 p.m."), "J. R. Cole , Ph.D. , at 5 p.m.");
        assert_eq!(show("Acme Inc. rose"), "Acme Inc. rose");
    }

    #[test]
    fn figures_keep_their_marks_and_lose_their_units() {
        assert_eq!(show("$3.5bn, 450,000 at 10:30, 5km"), "$ 3.5 bn , 450,000 at 10:30 , 5 km");
        assert_eq!(show("US$40 and 7% on 9/11"), "US$ 40 and 7 % on 9/11");
    }

    #[test]
    fn hyphens_part_words_but_not_prefixes() {
        assert_eq!(show("a Paris-based ex-minister"), "a Paris - based ex-minister");
    }

    #[test]
    fn addresses_are_one_token() {
        assert_eq!(
            show("See https://example.org/a?b=c, or ask ada@example.org."),
            "See https://example.org/a?b=c , or ask ada@example.org ."
        );
    }

    #[test]
    fn quotes_of_all_styles_stand_alone() {
        assert_eq!(show("“‘No,’ he said.” \"Yes\""), "“ ‘ No , ’ he said . ” \" Yes \"");
    }

    proptest! {
        /// Tokens tile the text: in order, disjoint, and all between them is white space.
        #[test]
        fn tokens_tile_the_text(
            text in "([A-Za-zé]{1,9}|[0-9]{1,4}|[.,'’“”\"@#/:&$-]| |\n|www\\.|http://|n't|\u{301}|👍🏽){0,40}"
        ) {
            let mut at = 0;
            for token in tokens(&text) {
                prop_assert!(token.start < token.end);
                prop_assert_eq!(text.get(at..token.start).map(str::trim), Some(""));
                prop_assert!(text.get(token.clone()).is_some());
                at = token.end;
            }
            prop_assert_eq!(text.get(at..).map(str::trim), Some(""));
        }
    }
}
