//! Word classes that the comparison of statements rests on, read from the tables.

use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::LazyLock;
use tellings_language::{named, tables::classes};

named! {
    /// What a word tells about a statement.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub(super) enum Cue {
        /// Denies (`not`, `never`).
        Negation = "negation",
        /// A preposition of place (`in`, `near`).
        Locative = "locative",
        /// A noun that names a kind of place (`capital`, `airport`).
        PlaceNoun = "place",
        Stamp = "stamp",
        /// Counts some of the people that `people` may count all of (`women`).
        SomePeople = "some people",
        /// By which somebody says whether he is guilty (`pleaded`).
        Pleads = "pleads",
        /// Whoever did it before all others (`the first to call`).
        Foremost = "foremost",
        /// An article or the like of a thing that is not known yet (`a`).
        Indefinite = "indefinite",
        /// Denies what is joined to it (`non-` of `non-binding`).
        DenyingPrefix = "denying prefix",
        /// Stands for one person named before (`she`).
        OnePerson = "one person",
        /// A verb before what is planned (`will`).
        ToCome = "to come",
        /// Names a day from the day of telling (`yesterday`).
        DayReference = "day reference",
        /// Says which half of the day an hour is of (`p.m.`, `noon`).
        HalfOfDay = "half of day",
        /// By which a page says when it came out (`Posted:`).
        Stamped = "stamped",
        /// Before the year of a page (`Copyright 2014`).
        Copyright = "copyright",
        Attributes = "attributes",
        Somebody = "somebody",
        Fatal = "fatal",
        Incoming = "incoming",
        /// A part of the compass (`eastern`).
        Direction = "direction",
        /// An answer that is asked for (`respond`, `comment`).
        Answer = "answer",
        /// A word that says nothing of the matter (`recent`, `several`).
        Vague = "vague",
        /// What a body with a name is called after it (`the carrier`).
        Body = "body",
        /// A noun that counts people, under whatever name (`inmate`, `passenger`).
        Human = "human",
        /// A noun that counts people too, and names who they are (`sailor`).
        Counted = "counted",
        /// A word by which a telling takes another figure back (`corrected`, `raised`).
        Correction = "correction",
        /// A noun that names no thing by itself (`issue`, `effort`).
        Hollow = "hollow",
        /// A word of a note on an earlier version (`version`).
        Retraction = "retraction",
        /// A word that joins a clause to another (`which`, `while`).
        Joiner = "joiner",
        /// Somebody or something that speaks for others (`spokesman`, `statement`).
        Voice = "voice",
        /// More than the figure after it (`over`).
        Over = "over",
        /// A bound that tells during what, where a noun stands before it: `9 percent over three years`.
        Across = "across",
        /// Less than the figure after it (`nearly`).
        Under = "under",
        /// About the figure after it (`roughly`).
        About = "about",
        /// What is sent to somebody who is asked (`message`, `email`).
        Request = "request",
        /// What became of a request that nobody answers (`left`).
        Unmet = "unmet",
        /// Whose an office is, without a name (`her`).
        Possessive = "possessive",
        /// Got hold of, of somebody who is asked (`reached`).
        Reached = "reached",
        /// The first, the middle and the last part of a month or a year (`early`, `mid`, `late`).
        EarlyPart = "early part",
        MiddlePart = "middle part",
        LatePart = "late part",
        /// An ending of nouns that name no thing (`tion`).
        AbstractEnding = "abstract ending",
        /// Opens a clause that asks or supposes (`whether`).
        Open = "open",
        /// A number word that gives the size alone (`dozens`).
        Magnitude = "magnitude",
        /// A count with it holds for the day of the telling (`now`, `far` of `so far`).
        AsOf = "as of",
        /// By which somebody who is blamed answers (`rejected the charge`).
        Reacts = "reacts",
        /// Leads to where somebody or something is brought (`to`, `toward`).
        Toward = "toward",
        /// Going or bringing somewhere (`tow`, `move`).
        Transfer = "transfer",
        /// Tells what is not done yet, or may be (`will`, `could`).
        Modal = "modal",
        /// Counts on top of what was counted before (`three more`).
        Added = "added",
        /// Names a part of a day and no day (`the night`).
        PartOfDay = "part of day",
        /// Many people at one place, as one word (`crowd`).
        Gathering = "gathering",
        /// What stands between a crowd and its size: `a crowd put at 8,000`.
        Sized = "sized",
        /// A count of what became of people, under its name (`the death toll`).
        Toll = "toll name",
        /// The day after it is the first of a stretch that goes on (`since`).
        Since = "since",
        /// A word of what goes on growing while it is reported (`deployed`, `reached`).
        Growing = "growing",
        /// What a market prices.
        Priced = "priced",
        /// A verb that nearly every clause may hold.
        Light = "light",
        /// A word by which a denial is of the moment only.
        Yet = "yet",
        /// A word behind a denial that makes it one of a part (`not only`).
        Narrow = "narrow",
        /// A word before the day from which something holds.
        From = "from",
        /// A word before the day by which something is over or done.
        Until = "until",
        /// The last days of a month or a year (`the end of May`).
        End = "end",
        /// Makes no thing of the bare noun behind it (`on board`).
        Idiom = "idiom",
        /// Names a day or its month (`monday`).
        DayName = "day name",
        /// A letter that an article agrees with.
        Vowel = "vowel",
        /// An article that stands before vowels only (`an`).
        BeforeVowel = "before vowel",
        /// An article that stands before consonants only (`a`).
        BeforeConsonant = "before consonant",
        /// Says something to somebody (`tell`).
        Tells = "tells",
        /// The part of a share that is told by two numbers (`one` of `one in four`).
        Part = "part",
        /// Joins it to its whole (`in`).
        PartOf = "part of",
        /// Whoever tells (`us`).
        Us = "us",
        /// Says that something is not so (`deny`).
        Denies = "denies",
        /// Has something: what one has not, others may have (`own`).
        Possesses = "possesses",
        /// A form by which a clause holds for the moment of telling (`has`).
        Current = "current",
        /// A preposition that tells which of several is meant (`of`).
        Whose = "whose",
        /// Bounds a figure that is reached (`up to 70`).
        Ceiling = "ceiling",
    }
}

static CUES: LazyLock<FxHashMap<&'static str, Vec<Cue>>> =
    LazyLock::new(|| classes(include_str!("../lexicon/en/statement_cues.txt"), Cue::named));

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
