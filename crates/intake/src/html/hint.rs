//! What class names and cue words say about a block: two tables, read once.

use super::dom::{Attr, Element};
use aho_corasick::{AhoCorasick, AhoCorasickBuilder, AhoCorasickKind};
use html5ever::local_name;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// How many kinds of class hints there are.
pub(crate) const N_HINTS: usize = 28;
/// How many kinds of cues there are.
pub(crate) const N_CUES: usize = 13;

/// The kinds of class hints, as the table names them; the place of each is its bit.
pub(crate) const HINTS: [&str; N_HINTS] = [
    "body",
    "article",
    "content",
    "text",
    "related",
    "teaser",
    "aside",
    "share",
    "newsletter",
    "paywall",
    "comment",
    "nav",
    "header",
    "footer",
    "byline",
    "date",
    "tags",
    "caption",
    "ad",
    "summary",
    "title",
    "cookie",
    "quote",
    "box",
    "live",
    "list",
    "hidden",
    "unseen",
];

/// The kinds of cues, as the table names them.
pub(crate) const CUES: [&str; N_CUES] = [
    "more",
    "newsletter",
    "share",
    "comment",
    "legal",
    "photo",
    "byline",
    "time",
    "ad",
    "gate",
    "credit",
    "correction",
    "tags",
];

/// A set of class hints, one bit each.
pub(crate) type HintSet = u32;

struct ClassTable {
    words: FxHashMap<&'static str, HintSet>,
    /// Words that count anywhere in a name, and for each what it says.
    anywhere: Option<AhoCorasick>,
    of_anywhere: Vec<HintSet>,
}

static CLASSES: LazyLock<ClassTable> = LazyLock::new(|| {
    let mut table =
        ClassTable { words: FxHashMap::default(), anywhere: None, of_anywhere: Vec::new() };
    let mut anywhere = Vec::new();
    for line in rows(include_str!("table/class_hints.txt")) {
        let mut words = line.split_whitespace();
        let kind = words.next().unwrap_or("");
        let Some(bit) = HINTS.iter().position(|hint| *hint == kind) else { continue };
        for word in words {
            match word.strip_prefix('+') {
                Some(word) => {
                    anywhere.push(word);
                    table.of_anywhere.push(1 << bit);
                }
                None => *table.words.entry(word).or_default() |= 1 << bit,
            }
        }
    }
    table.anywhere =
        AhoCorasickBuilder::new().kind(Some(AhoCorasickKind::DFA)).build(anywhere).ok();
    table
});

fn rows(table: &'static str) -> impl Iterator<Item = &'static str> {
    table.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// Reads the hints of elements; remembers what it has read of one page.
#[derive(Default)]
pub(crate) struct Hints<'a> {
    seen: FxHashMap<&'a str, HintSet>,
    word: String,
    joined: String,
}

impl<'a> Hints<'a> {
    /// What the tag, class, id and the like of one element say.
    pub(crate) fn of(&mut self, element: Element<'a>) -> HintSet {
        let mut set = by_tag(element);
        if is_hidden(element) {
            set |= hint("unseen");
        }
        for (_, value) in element.attrs().filter(|(attr, _)| names(*attr)) {
            set |= match self.seen.get(value) {
                Some(set) => *set,
                None => {
                    let set = self.read(value);
                    self.seen.insert(value, set);
                    set
                }
            };
        }
        set
    }

    /// The hints of one attribute: its words at `-`, `_`, spaces and inner capitals.
    fn read(&mut self, value: &str) -> HintSet {
        let mut set = 0;
        let mut was_lower = false;
        self.word.clear();
        self.joined.clear();
        // Longer values are data, not names.
        for c in value.chars().take(300).chain([' ']) {
            let cuts = !c.is_ascii_alphanumeric() || (c.is_ascii_uppercase() && was_lower);
            if cuts && !self.word.is_empty() {
                set |= CLASSES
                    .words
                    .get(self.word.trim_end_matches(|c: char| c.is_ascii_digit()))
                    .copied()
                    .unwrap_or(0);
                self.word.clear();
            }
            was_lower = c.is_ascii_lowercase();
            if c.is_ascii_alphanumeric() {
                self.word.push(c.to_ascii_lowercase());
                self.joined.push(c.to_ascii_lowercase());
            } else if c == ' ' {
                self.joined.push(' ');
            }
        }
        let found = CLASSES.anywhere.iter().flat_map(|any| any.find_overlapping_iter(&self.joined));
        let bits = found.filter_map(|found| CLASSES.of_anywhere.get(found.pattern().as_usize()));
        bits.fold(set, |set, bits| set | bits)
    }
}

/// Whether an attribute holds names for what an element is.
fn names(attr: Attr) -> bool {
    matches!(
        attr,
        Attr::Class
            | Attr::Id
            | Attr::ItemProp
            | Attr::Role
            | Attr::Component
            | Attr::TestId
            | Attr::Property
    )
}

/// The bit of a kind of hint.
pub(crate) fn hint(kind: &str) -> HintSet {
    HINTS.iter().position(|hint| *hint == kind).map_or(0, |bit| 1 << bit)
}

/// Whether the page hides an element from its readers. What React streams is hidden only
/// until its script has run.
fn is_hidden(element: Element<'_>) -> bool {
    let is_streamed = || element.attr(Attr::Id).is_some_and(|id| id.starts_with("S:"));
    element.attrs().any(|(attr, value)| match attr {
        Attr::Hidden => !is_streamed(),
        Attr::Style => HIDING.as_ref().is_some_and(|hiding| hiding.is_match(value)),
        _ => false,
    })
}

/// Styles that hide an element.
static HIDING: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let styles = ["display:none", "display: none", "visibility:hidden", "visibility: hidden"];
    AhoCorasickBuilder::new().kind(Some(AhoCorasickKind::DFA)).build(styles).ok()
});

fn by_tag(element: Element<'_>) -> HintSet {
    match *element.tag() {
        local_name!("aside") => hint("aside"),
        local_name!("nav") | local_name!("menu") => hint("nav"),
        local_name!("footer") => hint("footer"),
        local_name!("header") => hint("header"),
        local_name!("figure") | local_name!("figcaption") => hint("caption"),
        local_name!("article") => hint("article"),
        local_name!("main") => hint("content"),
        local_name!("button") | local_name!("form") => hint("share"),
        local_name!("dialog") => hint("cookie"),
        local_name!("blockquote") => hint("quote"),
        local_name!("address") => hint("byline"),
        local_name!("time") => hint("date"),
        local_name!("table") => hint("box"),
        _ => 0,
    }
}

/// A phrase: its kind, whether it must start a block, whether it must be all of it.
struct Cue {
    words: &'static [u8],
    kind: usize,
    at_start: bool,
    whole: bool,
}

/// The phrases, by their first two letters.
struct CueTable {
    cues: Vec<Cue>,
    /// For the number of two letters, where its phrases end; they begin where those before end.
    ends: [u16; N_LETTERS],
}

/// As many numbers as two letters have.
const N_LETTERS: usize = 1 << 10;

static CUE_TABLE: LazyLock<CueTable> = LazyLock::new(|| {
    let cue = |line: &'static str| {
        let (kind, phrase) = line.split_once('\t')?;
        let words = phrase.trim_start_matches('^').trim_end_matches('$').as_bytes();
        let kind = CUES.iter().position(|cue| *cue == kind)?;
        Some(Cue { words, kind, at_start: phrase.starts_with('^'), whole: phrase.ends_with('$') })
    };
    let mut cues: Vec<Cue> = rows(include_str!("table/cues.txt")).filter_map(cue).collect();
    cues.retain(|cue| cue.words.len() > 1);
    cues.sort_by_key(|cue| letters(cue.words));
    let mut ends = [0; N_LETTERS];
    for (number, end) in ends.iter_mut().enumerate() {
        *end = cues.partition_point(|cue| letters(cue.words) <= number) as u16;
    }
    CueTable { cues, ends }
});

/// A number for the first two letters, the same for small ones and capitals.
fn letters(words: &[u8]) -> usize {
    match *words {
        [first, second, ..] => usize::from(first & 31) << 5 | usize::from(second & 31),
        _ => 0,
    }
}

impl CueTable {
    /// The phrases that may begin with two letters.
    fn cues(&self, number: usize) -> &[Cue] {
        let end = |at: Option<usize>| at.and_then(|at| self.ends.get(at)).copied().unwrap_or(0);
        let range = usize::from(end(number.checked_sub(1)))..usize::from(end(Some(number)));
        self.cues.get(range).unwrap_or(&[])
    }
}

/// How often each kind of cue stands in one block of text.
pub(crate) fn cues(text: &str) -> [u8; N_CUES] {
    let mut counts = [0_u8; N_CUES];
    let table = &*CUE_TABLE;
    let mut is_start = true;
    for (at, pair) in text.as_bytes().windows(2).enumerate() {
        let starts = is_start;
        is_start = pair.first().is_some_and(|byte| !byte.is_ascii_alphanumeric());
        if !starts {
            continue;
        }
        for cue in table.cues(letters(pair)) {
            if cue.stands(text, at)
                && let Some(count) = counts.get_mut(cue.kind)
            {
                *count = count.saturating_add(1);
            }
        }
    }
    counts
}

impl Cue {
    /// Whether the phrase stands at a place of a text, as whole words.
    fn stands(&self, text: &str, at: usize) -> bool {
        let end = at + self.words.len();
        let found = text.as_bytes().get(at..end);
        if (self.at_start && at > 0) || !found.is_some_and(|f| f.eq_ignore_ascii_case(self.words)) {
            return false;
        }
        let before = text.get(..at).and_then(|text| text.chars().next_back());
        let behind = text.get(end..).and_then(|text| text.chars().next());
        let last = text.get(at..end).and_then(|words| words.chars().next_back());
        let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let is_within_a_word = is_word(before) || is_word(behind) && is_word(last);
        !(is_within_a_word || self.whole && behind.is_some())
    }
}
