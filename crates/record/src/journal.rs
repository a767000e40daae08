//! The journal of what people have decided: JSON lines that are only ever added to.

use crate::schema::DecisionRow;
use tellings_model::{ArticleId, Decision};

/// Why a journal could not be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum JournalError {
    /// A line is no decision.
    #[error("line {line} is no decision: {what}")]
    Line {
        /// Counted from 1.
        line: usize,
        /// What is the matter.
        what: String,
    },
}

/// Reads a journal: its decisions in order. Empty lines say nothing.
///
/// # Errors
///
/// [`JournalError::Line`] for the first line that is no decision: nothing a person decided is
/// passed over.
pub fn read_journal(text: &str) -> Result<Vec<Decision>, JournalError> {
    (1..)
        .zip(text.lines())
        .filter(|(_, row)| !row.trim().is_empty())
        .map(|(line, row)| {
            let row: DecisionRow = serde_json::from_str(row)
                .map_err(|error| JournalError::Line { line, what: error.to_string() })?;
            Ok(row.into())
        })
        .collect()
}

/// One line of a journal, with its line end; `at` is the time of the decision, RFC 3339.
pub fn journal_line(decision: &Decision, at: &str) -> String {
    let row = DecisionRow { at: Some(at.to_owned()), ..decision.into() };
    let mut line = serde_json::to_string(&row).unwrap_or_default();
    line.push('\n');
    line
}

impl From<DecisionRow> for Decision {
    fn from(row: DecisionRow) -> Self {
        Self {
            act: row.act.into(),
            a: ArticleId::new(row.a),
            b: ArticleId::new(row.b),
            by: row.by,
            reason: row.why,
        }
    }
}

impl From<&Decision> for DecisionRow {
    fn from(decision: &Decision) -> Self {
        Self {
            at: None,
            act: decision.act.into(),
            a: decision.a.to_string(),
            b: decision.b.to_string(),
            by: decision.by.clone(),
            why: decision.reason.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tellings_model::DecisionAct;

    #[test]
    fn a_decision_is_read_as_it_was_written() {
        let decided = Decision {
            act: DecisionAct::Split,
            a: ArticleId::new("a\n“1”"),
            b: ArticleId::new("b"),
            by: "Ada".into(),
            reason: "two fires".into(),
        };
        let line = journal_line(&decided, "2026-02-01T10:00:00Z");
        assert_eq!(line.lines().count(), 1);
        assert_eq!(read_journal(&format!("\n{line}")).unwrap(), [decided]);
    }

    #[test]
    fn a_line_that_is_none_is_named() {
        let journal = "{\"act\":\"merge\",\"a\":\"x\",\"b\":\"y\"}\n{\"act\":\"burn\",\"a\":\"x\",\"b\":\"y\"}";
        let error = read_journal(journal).unwrap_err().to_string();
        assert!(error.starts_with("line 2 is no decision: unknown variant `burn`"), "{error}");
    }
}
