//! The tables that quotations are read by, one set a language.
//!
//! Knowledge of a language stands in `lexicon/<language>/`, not here: this file only reads it.

use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::OnceLock;
use tellings_language::gazetteer::FORENAMES;

/// What a word can be, as a set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Kinds(u128);

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $bit:expr $(, $class:literal)?;)*) => {
        impl Kinds {
            $($(#[$doc])* pub(crate) const $name: Self = Self(1 << $bit);)*

            /// The kind that a class of the tables stands for; none for a name that is no class.
            fn of_class(name: &str) -> Self {
                match name {
                    $($($class => Self::$name,)?)*
                    "neutral" => Self::TITLE,
                    "female" => Self::FEMALE.or(Self::TITLE),
                    "male" => Self::MALE.or(Self::TITLE),
                    "forename_female" => Self::FEMALE.or(Self::FORENAME),
                    "forename_male" => Self::MALE.or(Self::FORENAME),
                    _ => Self::default(),
                }
            }
        }
    };
}

kinds! {
    DETERMINER = 0, "determiner";
    POSSESSIVE = 1, "possessive";
    /// A pronoun that can be a subject.
    SUBJECT = 2, "subject";
    OTHER_PRONOUN = 3, "other_pronoun";
    AUXILIARY = 4, "auxiliary";
    NEGATION = 5, "negation";
    ADVERB = 6, "adverb";
    /// The name of a day or a month.
    WEEKDAY = 7, "weekday";
    PREPOSITION = 8, "preposition";
    /// A preposition that joins a noun to the noun before it.
    NOUN_LINK = 9, "noun_link";
    CONJUNCTION = 10, "conjunction";
    SUBORDINATOR = 11, "subordinator";
    RELATIVE = 12, "relative";
    /// A verb of saying.
    SPEECH = 13, "speech";
    /// A verb of calling, praising or blaming.
    NAME = 14, "name";
    /// A verb of thinking or wishing.
    THOUGHT = 15, "thought";
    /// A verb of showing.
    EVIDENCE = 16, "evidence";
    /// An act beside speech.
    GESTURE = 17, "gesture";
    /// A thing that carries words.
    CARRIER = 18;
    FEMALE = 19;
    MALE = 20;
    TITLE = 21;
    /// The second or a later form of a verb, which is no noun: `said`, `saying`.
    INFLECTED = 22;
    COMMA = 23;
    COLON = 24;
    STOP = 25;
    DASH = 26;
    OPEN = 27;
    CLOSE = 28;
    MARK = 29;
    SEMICOLON = 30;
    NUMBER = 31;
    /// Begins with a capital letter.
    CAPITAL = 32;
    /// `’s` after a noun.
    GENITIVE = 33, "genitive";
    /// The form in -ing.
    PARTICIPLE = 34;
    /// A singular feminine or masculine pronoun.
    SHE = 35, "she";
    HE = 36, "he";
    THEY = 37, "they";
    /// The speaker of the words themselves: `I`, `we`.
    FIRST = 38, "first";
    /// A forename.
    FORENAME = 39;
    /// `it`.
    THING = 40, "thing";
    /// A form of `be` that makes a passive.
    BE = 41, "be";
    /// `by` before who does what a passive tells.
    AGENT = 42, "agent";
    /// `that` before a reported clause.
    COMPLEMENTISER = 43, "complementiser";
    /// `to` before a verb.
    INFINITIVE = 44, "infinitive";
    /// `but`, `while`: what follows is no longer reported.
    CONTRAST = 45, "contrast";
    /// `so-called`: what follows between marks is a name or a term.
    SO_NAMED = 46, "so_named";
    /// A hyphen inside a compound.
    HYPHEN = 47;
    /// A word that a hyphen joins to the next or the one before.
    JOINED = 48;
    /// A determiner that no subject begins with (German `dem`).
    OBLIQUE = 49, "oblique";
    /// A verb form that reports another’s words (German `sei`).
    REPORTIVE = 50, "reportive";
    /// `as` before what somebody is called.
    AS = 51, "as";
    /// `from` before where words come from.
    ORIGIN = 52, "origin";
    /// Part of a time expression.
    TIME = 53;
    /// `both`, `themselves`: may stand between a subject and its verb.
    FLOATING = 54, "floating";
    /// `would`, `may`: what follows has not happened.
    MODAL = 55, "modal";
    /// A noun for an act of saying: `claim`, `answer`.
    SAYING = 56, "saying";
    /// A determiner that points to something named before.
    DEFINITE = 57, "definite";
    /// A determiner that brings something new.
    INDEFINITE = 58, "indefinite";
    /// `deputy`, `former`: with it an office is another one.
    LESSER = 59, "lesser";
    /// A verb that brings words between marks only: `speaks of “…”`.
    MARKING = 60, "marks";
    /// The dictionary form of a verb, which takes no subject in the third person singular.
    BASE = 61;
    /// `signed`, `written`: what `by` follows for who is the author of a thing.
    AUTHORED = 62, "authored";
    /// `I`: one writer, where it stands outside all marks.
    ALONE = 63, "alone";
    /// `told`: whom it is said to stands behind it.
    ADDRESSED = 64, "addressed";
    /// `quoted`: who is quoted may stand behind it.
    QUOTED = 65, "quoted";
    /// `wife`, `son`: somebody who is somebody’s.
    KIN = 66, "kin";
}

impl Kinds {
    /// Whether the word is one of these.
    pub(crate) fn any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Both sets.
    #[must_use]
    pub(crate) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The first set without the second.
    #[must_use]
    pub(crate) const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Any kind of saying verb.
    pub(crate) const CUE: Self = Self::SPEECH
        .or(Self::NAME)
        .or(Self::THOUGHT)
        .or(Self::EVIDENCE)
        .or(Self::GESTURE)
        .or(Self::MARKING);

    /// Words that never stand inside a noun phrase.
    pub(crate) const FUNCTION: Self = Self::SUBJECT
        .or(Self::OTHER_PRONOUN)
        .or(Self::AUXILIARY)
        .or(Self::NEGATION)
        .or(Self::ADVERB)
        .or(Self::PREPOSITION)
        .or(Self::CONJUNCTION)
        .or(Self::SUBORDINATOR)
        .or(Self::RELATIVE);

    /// Signs that are no words.
    pub(crate) const SIGN: Self = Self::COMMA
        .or(Self::COLON)
        .or(Self::STOP)
        .or(Self::DASH)
        .or(Self::OPEN)
        .or(Self::CLOSE)
        .or(Self::MARK)
        .or(Self::SEMICOLON);
}

/// The tables of one language.
pub(crate) struct Lexicon {
    words: FxHashMap<&'static str, Kinds>,
    elisions: Vec<&'static str>,
    /// Word groups that bring a speaker (`according to`).
    pub(crate) phrases: Vec<Group>,
    /// How many function words the text of this language is told by.
    marks_language: FxHashSet<&'static str>,
    /// What an unnamed writer is called who says `I`; empty where the tables have no word.
    pub(crate) writer: String,
    adverb_endings: Vec<&'static str>,
    adjective_endings: Vec<&'static str>,
    pub(crate) traits: Traits,
}

/// What holds of a language as a whole.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Traits {
    /// The models of this program speak it, so that parts of speech and trees can be asked.
    pub(crate) modelled: bool,
    /// Every noun begins with a capital letter.
    pub(crate) capital_nouns: bool,
    /// The verb stands second, and its subject behind it where another part comes first.
    pub(crate) verb_second: bool,
}

/// A word group that brings a speaker.
pub(crate) struct Group {
    pub(crate) words: Vec<&'static str>,
    /// The speaker stands before it (`… zufolge`), not behind.
    pub(crate) after_speaker: bool,
    /// It counts only behind a comma or a quotation (`…, so Ada Cole`).
    pub(crate) trails: bool,
    /// It brings words between marks only (`as Ada Cole put it`).
    pub(crate) marked_only: bool,
}

impl Group {
    /// Reads a line of the table, whose head explains its signs.
    fn read(line: std::str::SplitWhitespace<'static>) -> Self {
        let mut group =
            Self { words: Vec::new(), after_speaker: false, trails: false, marked_only: false };
        for word in line {
            match word {
                "," => group.trails = true,
                "<" => group.after_speaker = true,
                "\"" => group.marked_only = true,
                word => group.words.push(word),
            }
        }
        group
    }
}

/// The files of one language.
struct Files {
    verbs: &'static str,
    words: &'static str,
    nouns: &'static str,
    phrases: &'static str,
    elisions: &'static str,
    titles: &'static str,
    forenames: &'static str,
}

impl Lexicon {
    fn read(files: &Files) -> Self {
        let mut words: FxHashMap<&'static str, Kinds> = FxHashMap::default();
        let mut add = |word: &'static str, kinds: Kinds| {
            let slot = words.entry(word).or_default();
            *slot = slot.or(kinds);
        };
        let settings = |name: &str| -> Vec<&'static str> {
            rows(files.words)
                .filter_map(|mut line| (line.next() == Some(name)).then_some(line))
                .flatten()
                .collect()
        };
        let participle_endings = settings("participle_ending");
        let traits = settings("trait");
        for mut line in rows(files.verbs) {
            let class = Kinds::of_class(line.next().unwrap_or(""));
            for (form_idx, form) in line.enumerate() {
                let mut kinds = class;
                if form_idx == 0 {
                    kinds = kinds.or(Kinds::BASE);
                } else if form_idx > 1 {
                    kinds = kinds.or(Kinds::INFLECTED);
                }
                if participle_endings.iter().any(|ending| form.ends_with(ending)) {
                    kinds = kinds.or(Kinds::PARTICIPLE);
                }
                add(form, kinds);
            }
        }
        for table in [files.words, files.titles, files.forenames] {
            for mut line in rows(table) {
                let class = Kinds::of_class(line.next().unwrap_or(""));
                if class != Kinds::default() {
                    line.for_each(|word| add(word, class));
                }
            }
        }
        for line in rows(files.nouns) {
            line.for_each(|word| add(word, Kinds::CARRIER));
        }
        let marks_language = rows(files.words)
            .filter_map(|mut line| {
                matches!(line.next(), Some("determiner" | "subordinator" | "auxiliary"))
                    .then_some(line)
            })
            .flatten()
            .collect();
        Self {
            words,
            elisions: rows(files.elisions).flatten().collect(),
            phrases: rows(files.phrases).map(Group::read).collect(),
            marks_language,
            writer: settings("writer").join(" "),
            adverb_endings: settings("adverb_ending"),
            adjective_endings: settings("adjective_ending"),
            traits: Traits {
                modelled: traits.contains(&"modelled"),
                capital_nouns: traits.contains(&"capital_nouns"),
                verb_second: traits.contains(&"verb_second"),
            },
        }
    }

    /// What a word can be; its lower-case form is looked up.
    pub(crate) fn kinds(&self, lower: &str) -> Kinds {
        self.words.get(lower).copied().unwrap_or_default()
    }

    /// Whether an unknown word ends like an adverb.
    pub(crate) fn ends_like_adverb(&self, word: &str) -> bool {
        self.adverb_endings.iter().any(|ending| word.ends_with(ending))
    }

    /// Whether an unknown word ends like an adjective.
    pub(crate) fn ends_like_adjective(&self, word: &str) -> bool {
        self.adjective_endings.iter().any(|ending| word.ends_with(ending))
    }

    /// Whether an apostrophe may open this word.
    pub(crate) fn is_elision(&self, word: &str) -> bool {
        self.elisions.contains(&word)
    }
}

/// The rows of a table as words.
fn rows(table: &'static str) -> impl Iterator<Item = std::str::SplitWhitespace<'static>> {
    tellings_language::tables::rows(table).map(str::split_whitespace)
}

/// The tables for an article: those of its language, or of the language its small words speak.
pub(crate) fn of(language: Option<&str>, text: &str) -> &'static Lexicon {
    static ENGLISH: OnceLock<Lexicon> = OnceLock::new();
    static GERMAN: OnceLock<Lexicon> = OnceLock::new();
    let english = ENGLISH.get_or_init(|| {
        Lexicon::read(&Files {
            verbs: include_str!("../../lexicon/en/cue_verbs.txt"),
            words: include_str!("../../lexicon/en/cue_words.txt"),
            nouns: include_str!("../../lexicon/en/cue_nouns.txt"),
            phrases: include_str!("../../lexicon/en/cue_phrases.txt"),
            elisions: include_str!("../../lexicon/en/elisions.txt"),
            titles: include_str!("../../lexicon/en/cue_titles.txt"),
            forenames: FORENAMES,
        })
    });
    let german = GERMAN.get_or_init(|| {
        Lexicon::read(&Files {
            verbs: include_str!("../../lexicon/de/cue_verbs.txt"),
            words: include_str!("../../lexicon/de/cue_words.txt"),
            nouns: include_str!("../../lexicon/de/cue_nouns.txt"),
            phrases: include_str!("../../lexicon/de/cue_phrases.txt"),
            elisions: include_str!("../../lexicon/de/elisions.txt"),
            titles: include_str!("../../lexicon/de/cue_titles.txt"),
            forenames: FORENAMES,
        })
    });
    match language.map(|code| code.get(..2).unwrap_or(code)) {
        Some("de") => german,
        Some("en") => english,
        Some(_) | None => {
            let hits = |lexicon: &Lexicon| {
                text.split_whitespace()
                    .take(400)
                    .filter(|word| lexicon.marks_language.contains(*word))
                    .count()
            };
            if hits(german) > hits(english) { german } else { english }
        }
    }
}
