//! What people have decided about the stories.

use crate::ArticleId;

/// One decision of a person, about two articles. Decisions are replayed in order on every run;
/// of two on the same articles the later holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// What is decided.
    pub act: DecisionAct,
    /// The article that it is about.
    pub a: ArticleId,
    /// The other article.
    pub b: ArticleId,
    /// Who decided.
    pub by: String,
    /// Why.
    pub reason: String,
}

/// What a person decides about two articles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DecisionAct {
    /// Their stories are one.
    Merge,
    /// They are in two stories.
    Split,
    /// The first stays in the story of the second, whatever it holds, and draws no other article
    /// after it.
    Pin,
    /// What was decided about the two before no longer holds.
    Undo,
}
