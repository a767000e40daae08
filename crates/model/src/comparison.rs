//! Two tellings side by side.

use crate::Span;

/// Two tellings, sentence by sentence, in the order of the first.
///
/// A sentence that only the second gives stands after the one that it follows there.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Comparison {
    /// The sentences of both.
    pub rows: Vec<ComparedSentence>,
}

/// A sentence of one telling with what the other has for it. At least one side is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ComparedSentence {
    /// Where it stands in the first telling.
    pub first: Option<Span>,
    /// Where it stands in the second.
    pub second: Option<Span>,
    /// How the two stand to one another.
    pub change: Change,
    /// Whether it stands at another place in the order of the telling.
    pub moved: bool,
}

/// What became of a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Change {
    /// The same words.
    Same,
    /// Some other words.
    Changed,
    /// The second telling does not have it.
    OnlyFirst,
    /// The first telling does not have it.
    OnlySecond,
}
