//! Who copied whom in a story, and how many independent voices there are.

use crate::{Citation, OriginId, Siglum, Span};
use std::fmt;

/// The copying graph of a story: an edge runs from the model to the copy. It has no cycle.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stemma {
    /// Texts that witnesses descend from or cite, and that nobody here holds.
    pub lost: Vec<LostNode>,
    /// The edges; of several into one witness, the main one comes first.
    pub descents: Vec<Descent>,
    /// The independent voices; every witness stands in exactly one.
    pub origins: Vec<Origin>,
}

/// A witness, or a lost text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NodeId {
    /// A witness of the story.
    Witness(Siglum),
    /// A lost text: its position in [`Stemma::lost`].
    Lost(u32),
}

impl fmt::Display for NodeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Witness(siglum) => siglum.fmt(f),
            Self::Lost(idx) => write!(f, "lost{}", u64::from(*idx) + 1),
        }
    }
}

/// A text that is cited or must have existed, and that nobody here holds.
#[derive(Clone, Debug, PartialEq)]
pub struct LostNode {
    /// What it was, in a few words: `AP report`.
    pub label: String,
    /// The words it is known from.
    pub because: Vec<Citation>,
}

/// One edge of the stemma.
#[derive(Clone, Debug, PartialEq)]
pub struct Descent {
    /// The text that was used.
    pub model: NodeId,
    /// The text that uses it.
    pub copy: Siglum,
    /// How it is used.
    pub kind: DescentKind,
    /// How sure the direction is.
    pub direction: Direction,
    /// Share of the copy's words that stand in the model too, `0.0..=1.0`.
    pub share_of_copy: Option<f64>,
    /// Share of the model's words that stand in the copy too, `0.0..=1.0`.
    pub share_of_model: Option<f64>,
    /// The passages both share; empty for a lost model.
    pub passages: Vec<Passage>,
    /// The evidence, in words.
    pub because: Vec<String>,
}

/// How a copy uses its model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DescentKind {
    /// Word for word, in long runs.
    Copies,
    /// A later capture of the same page.
    Revises,
    /// The same sentences in other words.
    Rewords,
    /// Named as the place a claim comes from.
    Cites,
}

/// How sure it is which of two texts is the model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// A credit, an update mark or clear times say so.
    Known,
    /// The evidence points one way.
    Likely,
    /// They share words; which was first is open.
    Unknown,
}

/// The same words in two witnesses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Passage {
    /// In the model.
    pub model: Span,
    /// In the copy.
    pub copy: Span,
}

/// One independent voice: all witnesses that descend from one text, seen or lost.
#[derive(Clone, Debug, PartialEq)]
pub struct Origin {
    /// Its id.
    pub id: OriginId,
    /// Its witnesses, in order.
    pub witnesses: Vec<Siglum>,
    /// The outlet or agency it goes back to, where one is named.
    pub named: Option<String>,
    /// Why these are one voice, in words.
    pub why: Vec<String>,
    /// The words that name it.
    pub because: Vec<Citation>,
}
