//! Word classes that the comparison of statements rests on, read from the tables.

use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::LazyLock;

/// What a word tells about a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cue {
    /// Denies (`not`, `never`).
    Negation,
    /// A preposition of place (`in`, `near`).
    Locative,
    /// A noun that names a kind of place (`capital`, `airport`).
    PlaceNoun,
    /// A part of the compass (`eastern`).
    Direction,
    /// An answer that is asked for (`respond`, `comment`).
    Answer,
    /// A word that says nothing of the matter (`recent`, `several`).
    Vague,
    /// A noun that counts people, under whatever name (`inmate`, `passenger`).
    Human,
    /// A noun that counts people too, and names who they are (`sailor`).
    Counted,
    /// A word by which a telling takes another figure back (`corrected`, `raised`).
    Correction,
    /// A noun that names no thing by itself (`issue`, `effort`).
    Hollow,
    /// A word of a note on an earlier version (`version`).
    Retraction,
    /// A word that joins a clause to another (`which`, `while`).
    Joiner,
    /// Somebody or something that speaks for others (`spokesman`, `statement`).
    Voice,
    /// More than the figure after it (`over`).
    Over,
    /// Less than the figure after it (`nearly`).
    Under,
    /// About the figure after it (`roughly`).
    About,
    /// What is sent to somebody who is asked (`message`, `email`).
    Request,
    /// What became of a request that nobody answers (`left`).
    Unmet,
    /// Whose an office is, without a name (`her`).
    Possessive,
    /// Got hold of, of somebody who is asked (`reached`).
    Reached,
    /// The first, the middle and the last part of a month or a year (`early`, `mid`, `late`).
    EarlyPart,
    MiddlePart,
    LatePart,
    /// An ending of nouns that name no thing (`tion`).
    AbstractEnding,
    /// Opens a clause that asks or supposes (`whether`).
    Open,
    /// A number word that gives the size alone (`dozens`).
    Magnitude,
    /// A count with it holds for the day of the telling (`now`, `far` of `so far`).
    AsOf,
    /// By which somebody who is blamed answers (`rejected the charge`).
    Reacts,
    /// Leads to where somebody or something is brought (`to`, `toward`).
    Toward,
    /// Going or bringing somewhere (`tow`, `move`).
    Transfer,
    /// Tells what is not done yet, or may be (`will`, `could`).
    Modal,
    /// Counts on top of what was counted before (`three more`).
    Added,
    /// Names a part of a day and no day (`the night`).
    PartOfDay,
    /// Many people at one place, as one word (`crowd`).
    Gathering,
    /// What stands between a crowd and its size: `a crowd put at 8,000`.
    Sized,
    /// A count of what became of people, under its name (`the death toll`).
    Toll,
    /// The day after it is the first of a stretch that goes on (`since`).
    Since,
    /// A word of what goes on growing while it is reported (`deployed`, `reached`).
    Growing,
    /// A verb that nearly every clause may hold.
    Light,
    /// A word by which a denial is of the moment only.
    Yet,
    /// A word behind a denial that makes it one of a part (`not only`).
    Narrow,
    /// A word before the day from which something holds.
    From,
    /// A word before the day by which something is over or done.
    Until,
    /// The last days of a month or a year (`the end of May`).
    End,
    /// Makes no thing of the bare noun behind it (`on board`).
    Idiom,
    /// Names a day or its month (`monday`).
    DayName,
    /// A letter that an article agrees with.
    Vowel,
    /// An article that stands before vowels only (`an`).
    BeforeVowel,
    /// An article that stands before consonants only (`a`).
    BeforeConsonant,
    /// Says something to somebody (`tell`).
    Tells,
    /// The part of a share that is told by two numbers (`one` of `one in four`).
    Part,
    /// Joins it to its whole (`in`).
    PartOf,
    /// Whoever tells (`us`).
    Us,
    /// Says that something is not so (`deny`).
    Denies,
    /// Bounds a figure that is reached (`up to 70`).
    Ceiling,
}

static CUES: LazyLock<FxHashMap<&'static str, Vec<Cue>>> = LazyLock::new(|| {
    let mut cues: FxHashMap<&str, Vec<Cue>> = FxHashMap::default();
    let table = include_str!("../lexicon/en/statement_cues.txt");
    for row in table.lines().filter(|row| !row.starts_with('#')) {
        let Some((class, words)) = row.split_once('|') else { continue };
        let cue = match class {
            "negation" => Cue::Negation,
            "locative" => Cue::Locative,
            "place" => Cue::PlaceNoun,
            "direction" => Cue::Direction,
            "answer" => Cue::Answer,
            "vague" => Cue::Vague,
            "human" => Cue::Human,
            "counted" => Cue::Counted,
            "correction" => Cue::Correction,
            "retraction" => Cue::Retraction,
            "hollow" => Cue::Hollow,
            "joiner" => Cue::Joiner,
            "voice" => Cue::Voice,
            "over" => Cue::Over,
            "under" => Cue::Under,
            "about" => Cue::About,
            "request" => Cue::Request,
            "unmet" => Cue::Unmet,
            "reached" => Cue::Reached,
            "possessive" => Cue::Possessive,
            "early part" => Cue::EarlyPart,
            "middle part" => Cue::MiddlePart,
            "late part" => Cue::LatePart,
            "open" => Cue::Open,
            "since" => Cue::Since,
            "growing" => Cue::Growing,
            "light" => Cue::Light,
            "yet" => Cue::Yet,
            "narrow" => Cue::Narrow,
            "from" => Cue::From,
            "until" => Cue::Until,
            "magnitude" => Cue::Magnitude,
            "as of" => Cue::AsOf,
            "reacts" => Cue::Reacts,
            "modal" => Cue::Modal,
            "added" => Cue::Added,
            "gathering" => Cue::Gathering,
            "sized" => Cue::Sized,
            "end" => Cue::End,
            "idiom" => Cue::Idiom,
            "day name" => Cue::DayName,
            "vowel" => Cue::Vowel,
            "before vowel" => Cue::BeforeVowel,
            "before consonant" => Cue::BeforeConsonant,
            "tells" => Cue::Tells,
            "part" => Cue::Part,
            "part of" => Cue::PartOf,
            "us" => Cue::Us,
            "denies" => Cue::Denies,
            "ceiling" => Cue::Ceiling,
            "toll name" => Cue::Toll,
            "part of day" => Cue::PartOfDay,
            "toward" => Cue::Toward,
            "transfer" => Cue::Transfer,
            "abstract ending" => Cue::AbstractEnding,
            _ => continue,
        };
        for word in words.split_whitespace() {
            cues.entry(word).or_default().push(cue);
        }
    }
    cues
});

/// Whether a word is of a class.
pub(super) fn is(word: &str, cue: Cue) -> bool {
    CUES.get(word).is_some_and(|cues| cues.contains(&cue))
}

/// Whether a word is the first of several that stand in the table as one (`break-silence`).
pub(super) fn opens_cue(word: &str) -> bool {
    OPENERS.contains(word)
}

static OPENERS: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| {
    let marks = CUES.keys().flat_map(|cue| cue.match_indices('-').map(|(at, _)| cue.split_at(at)));
    marks.map(|(opener, _)| opener).collect()
});

/// Word → what becomes of those counted, where a count goes on moving (`killed` → `dead`).
static TOLLS: LazyLock<FxHashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let table = include_str!("../lexicon/en/statement_cues.txt");
    table
        .lines()
        .filter_map(|row| row.strip_prefix("toll|")?.split_once('|'))
        .flat_map(|(class, words)| words.split_whitespace().map(move |word| (word, class)))
        .collect()
});

/// What becomes of those counted, where a word says so.
pub(super) fn toll_class(word: &str) -> Option<&'static str> {
    TOLLS.get(word).copied()
}

/// Whether a word denies.
pub(super) fn is_negation(word: &str) -> bool {
    is(word, Cue::Negation)
}

/// Whether a noun has an ending of those that name no thing (`tension`).
pub(super) fn is_abstract(noun: &str) -> bool {
    (3..=4).any(|n| {
        let at = noun.len().checked_sub(n).filter(|at| *at > 2);
        at.and_then(|at| noun.get(at..)).is_some_and(|end| is(end, Cue::AbstractEnding))
    })
}
