//! The rows of two tellings side by side, as pages and tables have them.

use crate::diff::{self, Piece};
use schemars::JsonSchema;
use serde::Serialize;
use tellings_model::{self as model, Comparison, Witness};

/// How a sentence of one telling stands to the other telling.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    /// In both, word for word.
    Same,
    /// In both, in other words.
    Changed,
    /// In both, in another place.
    Moved,
    /// Only in the first.
    OnlyFirst,
    /// Only in the second.
    OnlySecond,
}

impl Change {
    /// Its mark and its word.
    pub(crate) fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Same => ("=", "same"),
            Self::Changed => ("≈", "changed"),
            Self::Moved => ("⇅", "moved"),
            Self::OnlyFirst => ("◁", "only left"),
            Self::OnlySecond => ("▷", "only right"),
        }
    }
}

/// A row of the comparison.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Row {
    /// How the two sides stand to one another.
    pub change: Change,
    /// The sentence of the first telling.
    pub first: Option<String>,
    /// The sentence of the second.
    pub second: Option<String>,
}

impl Row {
    /// The way from the first sentence to the second.
    pub(crate) fn pieces(&self) -> Vec<Piece> {
        match (&self.first, &self.second) {
            (Some(first), Some(second)) => diff::words(first, second),
            _ => Vec::new(),
        }
    }
}

/// The rows of a comparison, with the words of both tellings.
pub fn side_by_side(first: &Witness, second: &Witness, comparison: &Comparison) -> Vec<Row> {
    let words = |of: &Witness, span: Option<model::Span>| {
        span.map(|span| of.article.at(span).trim().to_owned())
    };
    let row = |row: &model::ComparedSentence| Row {
        change: match row.change {
            _ if row.moved => Change::Moved,
            model::Change::Same => Change::Same,
            model::Change::Changed => Change::Changed,
            model::Change::OnlyFirst => Change::OnlyFirst,
            model::Change::OnlySecond => Change::OnlySecond,
        },
        first: words(first, row.first),
        second: words(second, row.second),
    };
    comparison.rows.iter().map(row).collect()
}
