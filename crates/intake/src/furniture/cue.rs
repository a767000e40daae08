//! The cue words of furniture: tables of many languages, read as one.

use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// The tables; `lexicon/README.md` says what each class holds.
const TABLES: [&str; 6] = [
    include_str!("../lexicon/en.txt"),
    include_str!("../lexicon/de.txt"),
    include_str!("../lexicon/fr.txt"),
    include_str!("../lexicon/romance.txt"),
    include_str!("../lexicon/germanic.txt"),
    include_str!("../lexicon/other.txt"),
];

/// Words of a line that are looked at: furniture shows itself early.
const MAX_WORDS: usize = 60;

/// A class of cue words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cue {
    /// Asks the reader to do something.
    Act,
    /// Addresses the reader, or the outlet speaks of itself.
    Reader,
    /// A way to stay in touch.
    Channel,
    /// Part of a menu, button, counter or box heading.
    Label,
    /// Opens a pointer to another article.
    More,
    /// Heads a thread of comments.
    Talk,
    /// Copyright, terms, privacy.
    Legal,
    /// Opens a byline.
    By,
    /// Part of a time stamp.
    Stamp,
    /// Part of a caption or picture credit.
    Picture,
    /// Opens a line on where the text comes from.
    Credit,
    /// Opens a correction.
    Mend,
    /// Marks advertising.
    Ad,
}

impl Cue {
    /// Every class, with the name it has in the tables.
    pub(crate) const ALL: [(Self, &'static str); 13] = [
        (Self::Act, "act"),
        (Self::Reader, "reader"),
        (Self::Channel, "channel"),
        (Self::Label, "label"),
        (Self::More, "more"),
        (Self::Talk, "talk"),
        (Self::Legal, "legal"),
        (Self::By, "by"),
        (Self::Stamp, "stamp"),
        (Self::Picture, "picture"),
        (Self::Credit, "credit"),
        (Self::Mend, "mend"),
        (Self::Ad, "ad"),
    ];

    fn bit(self) -> u16 {
        1 << self as u16
    }
}

/// The cue words of one line.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Cues {
    anywhere: u16,
    first: u16,
    /// Words of the line, up to the limit.
    pub(crate) n_words: usize,
    /// Words that belong to a label or are no words at all (numbers, single letters).
    pub(crate) n_label: usize,
    /// Words that belong to a time stamp, numbers among them.
    pub(crate) n_stamp: usize,
    /// Words that are numbers.
    pub(crate) n_numbers: usize,
}

impl Cues {
    /// Whether the line holds a cue of this class.
    pub(crate) fn has(&self, cue: Cue) -> bool {
        self.anywhere & cue.bit() != 0
    }

    /// Whether the line opens with a cue of this class.
    pub(crate) fn opens(&self, cue: Cue) -> bool {
        self.first & cue.bit() != 0
    }

    /// Whether the line holds nothing but label words and numbers.
    pub(crate) fn only_label(&self) -> bool {
        self.n_label == self.n_words
    }

    /// Whether the line holds nothing but time words and numbers, and a number at least.
    pub(crate) fn only_stamp(&self) -> bool {
        self.n_stamp == self.n_words && self.n_numbers > 0
    }
}

/// Finds the cue words of a line.
pub(crate) fn cues(line: &str) -> Cues {
    let words: Vec<String> = words(line).take(MAX_WORDS).collect();
    let mut cues = Cues { n_words: words.len(), ..Cues::default() };
    let (mut label_until, mut stamp_until) = (0, 0);
    for (idx, word) in words.iter().enumerate() {
        let found = LEXICON.longest(words.get(idx..).unwrap_or(&[]));
        for &(class, n_phrase) in &found {
            cues.anywhere |= class.bit();
            if idx == 0 {
                cues.first |= class.bit();
            }
            match class {
                Cue::Label | Cue::Talk | Cue::Ad => label_until = label_until.max(idx + n_phrase),
                Cue::Stamp => stamp_until = stamp_until.max(idx + n_phrase),
                _ => {}
            }
        }
        let is_number = word.chars().any(|c| c.is_ascii_digit());
        let is_counter = is_number && word.chars().count() <= 6;
        cues.n_numbers += usize::from(is_number);
        cues.n_label += usize::from(idx < label_until || is_counter);
        cues.n_stamp += usize::from(idx < stamp_until || is_number);
    }
    cues
}

/// The words of a line in lower case, with straight apostrophes and inner hyphens and points.
pub(crate) fn words(line: &str) -> impl Iterator<Item = String> {
    line.split(|c: char| !(c.is_alphanumeric() || is_joint(c) || c == '©')).filter_map(|word| {
        let word = word.trim_matches(is_joint);
        (!word.is_empty()).then(|| word.replace(['’', '‘'], "'").to_lowercase())
    })
}

fn is_joint(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | '-' | '.')
}

/// Phrases by their first word.
struct Lexicon {
    phrases: FxHashMap<&'static str, Vec<(Vec<&'static str>, Cue)>>,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let mut phrases: FxHashMap<&str, Vec<(Vec<&str>, Cue)>> = FxHashMap::default();
    for table in TABLES {
        let mut class = None;
        for line in table.lines().map(str::trim).filter(|line| !line.is_empty()) {
            if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
                class = Cue::ALL.iter().find(|(_, known)| *known == name).map(|(cue, _)| *cue);
            } else if let (Some(cue), Some(first)) = (class, line.split_whitespace().next()) {
                let rest = line.split_whitespace().skip(1).collect();
                phrases.entry(first).or_default().push((rest, cue));
            }
        }
    }
    Lexicon { phrases }
});

impl Lexicon {
    /// The classes of the phrases that these words open with, each with its longest length in words.
    fn longest(&self, words: &[String]) -> Vec<(Cue, usize)> {
        let Some((first, rest)) = words.split_first() else { return Vec::new() };
        let mut found: Vec<(Cue, usize)> = Vec::new();
        for (phrase, cue) in self.phrases.get(first.as_str()).map_or(&[][..], Vec::as_slice) {
            let fits = phrase.len() <= rest.len() && phrase.iter().zip(rest).all(|(a, b)| a == b);
            if fits {
                match found.iter_mut().find(|(known, _)| known == cue) {
                    Some(known) => known.1 = known.1.max(phrase.len() + 1),
                    None => found.push((*cue, phrase.len() + 1)),
                }
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_class_of_the_tables_is_known() {
        for table in TABLES {
            for line in table.lines().filter(|line| line.starts_with('[')) {
                assert!(Cue::ALL.iter().any(|(_, name)| line == format!("[{name}]")), "{line}");
            }
        }
    }

    #[test]
    fn a_label_is_made_of_label_words_only() {
        assert!(cues("Share · Save (12)").only_label());
        assert!(!cues("Share prices fell").only_label());
    }

    #[test]
    fn a_call_opens_with_its_verb() {
        let call = cues("Sign up for our weekly newsletter");
        assert!(call.opens(Cue::Act) && call.has(Cue::Channel) && call.has(Cue::Reader));
        assert!(!cues("Farmers sign up for relief").opens(Cue::Act));
    }

    #[test]
    fn a_stamp_is_made_of_time_words_and_numbers() {
        assert!(cues("Published 3 May 2031, 10:15 am").only_stamp());
        assert!(!cues("May").only_stamp());
    }
}
