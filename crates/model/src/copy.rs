//! Copied words between two articles of a corpus.

use crate::{DescentKind, Direction, Passage};

/// Two articles that share wording, by their positions in the list that was compared.
#[derive(Clone, Debug, PartialEq)]
pub struct CopyPair {
    /// The earlier of the two, as far as their dates tell.
    pub model: usize,
    /// The later one.
    pub copy: usize,
    /// Share of the earlier one's words that stand in the later one, `0.0..=1.0`.
    pub share_of_model: f64,
    /// Share of the later one's words that stand in the earlier one, `0.0..=1.0`.
    pub share_of_copy: f64,
    /// Share of the names and figures of the one that has fewer that stand in the other.
    pub agreement: f64,
    /// Share of the common wording that stands in texts of other days too, as a template's does.
    pub template: f64,
    /// How sure it is that one text was used for the other, `0.0..=1.0`: the words they share,
    /// less where their names and figures differ as in two fillings of one template.
    pub score: f64,
    /// Whether both are captures of one page: a revision, not a copy.
    pub is_revision: bool,
    /// The passages both share, in order of the later one.
    pub passages: Vec<Passage>,
}

/// What an article of a corpus was copied from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Descendant {
    /// The positions of its models in the list, the main one first; empty for an original.
    pub models: Vec<usize>,
    /// How it uses its main model; `None` for an original.
    pub kind: Option<DescentKind>,
    /// How sure it is which of the two is the model; `None` for an original.
    pub direction: Option<Direction>,
    /// The position of the article its line goes back to; its own for an original.
    pub origin: usize,
    /// The agency it goes back to, as it or its kin say.
    pub named: Option<NamedOrigin>,
}

/// An agency that an article of a corpus goes back to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedOrigin {
    /// The name it is known by.
    pub outlet: String,
    /// Whether not the article itself names it but articles that share its text.
    pub is_inferred: bool,
}
