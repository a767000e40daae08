//! The words of time of one language, read once from its tables.
//!
//! A line of `time_words.txt` is `class code = form, form, …`. In front of a form, `^` asks for a
//! capital; behind it, `?` says that the form alone, without a preposition, is too ambiguous to
//! count. A form of several words is one token.

use super::grammar::Grammar;
use rustc_hash::FxHashMap;
use std::sync::OnceLock;
use tellings_language::tables::rows;

macro_rules! classes {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)*) => {
        /// What a token can be in a time expression.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Class { $($(#[$doc])* $name,)* }

        impl Class {
            const ALL: &'static [(Self, &'static str)] = &[$((Self::$name, $text),)*];
        }
    };
}

classes! {
    /// `May`: 1 to 12.
    Month = "MONTH",
    /// `Friday`: 1 to 7.
    Weekday = "WEEKDAY",
    /// `Fridays`.
    Weekdays = "WEEKDAYS",
    /// `spring`: `SP` …
    Season = "SEASON",
    /// `day`: the code of the unit.
    Unit = "UNIT",
    /// `days`.
    Units = "UNITS",
    /// `morning`: the code of the part of the day.
    Part = "PART",
    /// `yesterday`: days from today.
    DayRef = "DAYREF",
    /// `last`, `next`, `this`: units from the present.
    Dir = "DIR",
    /// `previous`, `following`, `same`: units from the time told of.
    Prev = "PREV",
    /// Any number.
    Num = "NUM",
    /// `third`, `25th`.
    Ord = "ORD",
    /// A number that can be a day of the month.
    Day = "DAY",
    /// Four digits that can be a year.
    Year = "YEAR",
    /// `'99`.
    ShortYear = "SHORTYEAR",
    /// `jan`, in small letters: a month only beside a day or a year.
    Mon = "MON",
    /// A number word that can be a day of the month: `fifteen`.
    WordDay = "WORDDAY",
    /// Number words that can be a year beside a day: `two thousand and ten`.
    WordYear = "WORDYEAR",
    /// Two digits, a year only beside a day and a month: `19-Nov-12`.
    TwoDigits = "TWODIGITS",
    /// `1980s`, `eighties`.
    Decade = "DECADE",
    /// `10:57`.
    Clock = "CLOCK",
    /// `p.m.`: hours to add.
    AmPm = "AMPM",
    /// `BC`.
    Era = "ERA",
    /// `GMT`.
    Zone = "ZONE",
    /// `early`, `mid`, `late`.
    Mod = "MOD",
    /// `about`, `more than`.
    Approx = "APPROX",
    /// `a few`, `several`.
    Vague = "VAGUE",
    /// `daily`: the period.
    Freq = "FREQ",
    /// `now`: the reference.
    Ref = "REF",
    /// `Christmas`: how its day is found.
    Holiday = "HOLIDAY",
    /// `fiscal`.
    Fiscal = "FISCAL",
    /// A date in digits.
    Date = "DATE",
    /// `-` or `–`.
    Hyphen = "HYPHEN",
    /// `in`, `since`: what may stand in front of a bare year.
    Cue = "CUE",
    /// `ago`, `earlier`: the direction.
    Shift = "SHIFT",
    /// `every`, `each`.
    Every = "EVERY",
    /// `the`, `a`.
    Det = "DET",
    /// `half`.
    Half = "HALF",
    /// `after`, `before`, `from`: the direction.
    Rel = "REL",
    /// A word that speaks of the future.
    Future = "FUTURE",
    /// A word that speaks of the past.
    Past = "PAST",
    /// `be`: what makes the word of the past behind it one of any time (`will be held`).
    Bare = "BARE",
    /// `since`: what has gone on from a time is not told of then.
    Bound = "BOUND",
    /// A full stop, exclamation or question mark.
    Stop = "STOP",
    /// A sign in front of a number that is no year: `$`, `No.`.
    Sign = "SIGN",
    /// `of`: what may follow a season that is none (`the fall of`).
    Of = "OF",
    /// `old`: what makes an age of a length.
    Old = "OLD",
    /// `is`: what it says of a day is to come (`the vote is on Tuesday`).
    Is = "IS",
    /// `block`, `street`: what makes a number in front of it a house or a block.
    Site = "SITE",
    /// `at`, `until`: what may stand in front of an hour with a point (`at 23.22`).
    At = "AT",
    /// `before`: what may stand in front of an hour that no number is written like (`04.10`).
    By = "BY",
    /// `closed`: what makes a price of the number behind `at`.
    Priced = "PRICED",
    /// `sailing`: what is named by its hour (`the 22.20 sailing`).
    Ride = "RIDE",
    /// `when`: what may follow an hour with a point, beside words of time and marks.
    Goes = "GOES",
    /// A word in lower case that the tables do not know: `ten brutal months`.
    Other = "OTHER",
}

impl Class {
    /// Whether it only tells whether a number with a point is an hour.
    pub(crate) fn is_of_hours(self) -> bool {
        matches!(self, Self::At | Self::By | Self::Priced | Self::Ride | Self::Goes)
    }

    /// Its bit in a mask.
    pub(crate) fn bit(self) -> u64 {
        1 << (self as u64)
    }

    /// The class of a name in the tables.
    pub(crate) fn of(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, text)| *text == name).map(|(class, _)| *class)
    }
}

/// One reading of a word.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Entry {
    /// What it is.
    pub(crate) class: Class,
    /// Its value in the code of its class.
    pub(crate) code: &'static str,
    /// Whether it must begin with a capital.
    pub(crate) capital: bool,
    /// Whether it is too ambiguous to count alone.
    pub(crate) weak: bool,
}

/// What the tables know of a word.
#[derive(Clone, Debug, Default)]
pub(crate) struct Word {
    /// Its readings.
    pub(crate) entries: Vec<Entry>,
    /// Longer forms that begin with it: the words that follow, and the readings.
    pub(crate) phrases: Vec<(Vec<&'static str>, Entry)>,
    /// The number of the rule word it is, from 1; 0 for none.
    pub(crate) literal: u16,
    /// How it counts in a number: its value, and whether it multiplies (`hundred`).
    pub(crate) number: Option<NumberWord>,
}

/// How a word counts in a number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum NumberWord {
    /// `three`, `twenty`.
    Plain(f64),
    /// `hundred`, `million`.
    Scale(f64),
    /// `and`.
    Joint,
}

/// The words and rules of one language.
#[derive(Debug)]
pub(crate) struct Lexicon {
    words: FxHashMap<&'static str, Word>,
    /// By first letter and length of a word: the last letters that known words have.
    shapes: Vec<u32>,
    /// The rules.
    pub(crate) grammar: Grammar,
    /// Whether `3/5` is the third of May.
    pub(crate) day_first: bool,
    /// How regular verbs end in the past.
    pub(crate) past_ending: &'static str,
}

/// The tables of English.
pub(crate) fn english() -> &'static Lexicon {
    static ENGLISH: OnceLock<Lexicon> = OnceLock::new();
    ENGLISH.get_or_init(|| {
        Lexicon::read(
            include_str!("../../lexicon/en/time_words.txt"),
            include_str!("../../lexicon/en/time_rules.txt"),
            include_str!("../../lexicon/en/quantity_numbers.txt"),
        )
    })
}

/// The tables of Spanish.
fn spanish() -> &'static Lexicon {
    static SPANISH: OnceLock<Lexicon> = OnceLock::new();
    SPANISH.get_or_init(|| {
        Lexicon::read(
            include_str!("../../lexicon/es/time_words.txt"),
            include_str!("../../lexicon/es/time_rules.txt"),
            include_str!("../../lexicon/es/quantity_numbers.txt"),
        )
    })
}

/// The tables for a language tag; English where it has none of its own.
pub(crate) fn of(language: Option<&str>) -> &'static Lexicon {
    match language.and_then(|tag| tag.get(..2)) {
        Some("es") => spanish(),
        _ => english(),
    }
}

impl Lexicon {
    fn read(words: &'static str, rules: &'static str, numbers: &'static str) -> Self {
        let mut lexicon = Self {
            words: FxHashMap::default(),
            shapes: vec![0; 1 << 10],
            grammar: Grammar::default(),
            day_first: false,
            past_ending: "",
        };
        for line in rows(words) {
            lexicon.read_words(line);
        }
        for line in rows(numbers) {
            lexicon.read_number(line);
        }
        lexicon.grammar = Grammar::read(rows(rules), |literal, number| {
            lexicon.words.entry(literal).or_default().literal = number;
        });
        lexicon.settle_shapes();
        lexicon
    }

    fn settle_shapes(&mut self) {
        let mut words: Vec<&str> = self.words.keys().copied().collect();
        words.sort_unstable();
        for word in words {
            if let Some((place, last)) = shape(word)
                && let Some(known) = self.shapes.get_mut(place)
            {
                *known |= 1 << last;
            }
        }
    }

    /// Whether a piece of text, in any case, may be a known word: a filter that lets few others
    /// through and needs no copy of it.
    pub(crate) fn may_know(&self, piece: &str) -> bool {
        let plain = piece.is_ascii() && piece.as_bytes().get(1).is_none_or(|byte| *byte != b'.');
        if !plain {
            // No form of the tables is longer.
            return piece.len() <= 24;
        }
        shape(piece).is_some_and(|(place, last)| {
            self.shapes.get(place).is_some_and(|known| known & (1 << last) != 0)
        })
    }

    fn read_words(&mut self, line: &'static str) {
        let Some((head, forms)) = line.split_once('=') else { return };
        let mut head = head.split_whitespace();
        let (name, code) = (head.next().unwrap_or(""), head.next().unwrap_or(""));
        match name {
            "day-first" => self.day_first = true,
            "past-ending" => self.past_ending = forms.trim(),
            _ => {}
        }
        let Some(class) = Class::of(&name.to_ascii_uppercase()) else { return };
        for form in forms.split(',').map(str::trim).filter(|form| !form.is_empty()) {
            let (capital, form) = form.strip_prefix('^').map_or((false, form), |form| (true, form));
            let (weak, form) = form.strip_suffix('?').map_or((false, form), |form| (true, form));
            let entry = Entry { class, code, capital, weak };
            // An apostrophe is a token of its own.
            let mut words = form.split_inclusive('\'').flat_map(pieces);
            let Some(first) = words.next() else { continue };
            let rest: Vec<_> = words.collect();
            let word = self.words.entry(first).or_default();
            if rest.is_empty() {
                word.entries.push(entry);
            } else {
                word.phrases.push((rest, entry));
                // The longest form is tried first.
                word.phrases.sort_by_key(|(rest, _)| std::cmp::Reverse(rest.len()));
            }
        }
    }

    fn read_number(&mut self, line: &'static str) {
        let Some((value, forms)) = line.split_once('=') else { return };
        let value = value.trim();
        let number = match value.strip_prefix('x') {
            Some(scale) => scale.parse().ok().map(NumberWord::Scale),
            None if value == "and" => Some(NumberWord::Joint),
            None => value.parse().ok().map(NumberWord::Plain),
        };
        for form in forms.split(',').map(str::trim).filter(|form| !form.is_empty()) {
            self.words.entry(form).or_default().number = number;
        }
    }

    /// What the tables know of a word in lower case.
    pub(crate) fn word(&self, word: &str) -> Option<&Word> {
        self.words.get(word)
    }
}

/// Where a word stands among the shapes, and its last letter: five bits each of first letter,
/// length and last letter, which are the same in both cases. `None` for a word that is too long.
fn shape(word: &str) -> Option<(usize, u32)> {
    let (first, last) = (word.bytes().next()?, word.bytes().last()?);
    let length = word.len();
    (length < 32).then_some((usize::from(first & 31) << 5 | length, u32::from(last & 31)))
}

/// The words of a form; an apostrophe at its end is one of them.
fn pieces(form: &'static str) -> impl Iterator<Item = &'static str> {
    let (words, mark) = match form.strip_suffix('\'') {
        Some(words) => (words, Some("'")),
        None => (form, None),
    };
    words.split_whitespace().chain(mark)
}
