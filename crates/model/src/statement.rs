//! Where the tellings agree, part, and stay silent.

use crate::{Citation, Siglum};

/// The aligned statements of a story, in the order a reader would want them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Apparatus {
    /// The entries.
    pub entries: Vec<Entry>,
}

/// One place of the apparatus: what the tellings say of one matter.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// What kind of matter.
    pub kind: EntryKind,
    /// The matter in a few words: `the Wall Street Journal report was published`.
    pub topic: String,
    /// How the readings stand to one another.
    pub verdict: Verdict,
    /// The readings, best attested first.
    pub readings: Vec<Reading>,
    /// Witnesses that tell the surrounding matter and leave this out.
    pub silent: Vec<Siglum>,
}

/// What kind of matter an entry is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntryKind {
    /// When.
    Date,
    /// How many, how much.
    Quantity,
    /// Where.
    Place,
    /// Who.
    Actor,
    /// What was done.
    Action,
    /// What something or somebody is called.
    Name,
    /// The wording of a saying.
    Quote,
    /// Anything else that can be checked.
    Other,
}

/// One version at one place of the apparatus.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// The value in a form that can be compared (`2025-05-02`, `10000 troop`).
    pub value: String,
    /// The words of its first witness.
    pub text: String,
    /// The words it rests on, one citation or more for each witness that gives it.
    pub citations: Vec<Citation>,
    /// How many independent origins give it.
    pub n_origins: u32,
}

/// How the readings of an entry stand to one another: about statements, never about truth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// Two or more origins give readings of equal value.
    Agree,
    /// Two or more witnesses give it, all of one origin.
    Echo,
    /// The readings can all hold; one is more precise.
    Finer,
    /// A running figure, or a state of things, that later tellings move.
    Superseded,
    /// Two readings cannot both hold.
    Conflict,
    /// One witness gives it.
    OnlyIn,
}
