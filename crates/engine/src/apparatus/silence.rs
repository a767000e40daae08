//! Who is silent: tells the surrounding matter and leaves this out.

use super::tellings::Tellings;
use std::collections::BTreeSet;
use tellings_model::{Entry, Siglum, Verdict};

/// A witness tells the surrounding matter when it gives this share of what is told by two or
/// more origins.
const SURROUNDING_SHARE: f64 = 0.3;

/// Fills `silent` of every entry that two or more witnesses give.
///
/// A witness is silent only where it tells much of the common matter, is no excerpt, and
/// names nothing of the entry's topic anywhere.
pub(super) fn mark(tellings: &Tellings<'_>, entries: &mut [Entry]) {
    let common: Vec<BTreeSet<Siglum>> =
        entries.iter().filter(|entry| entry.verdict != Verdict::OnlyIn).map(witnesses_of).collect();
    #[expect(clippy::cast_precision_loss, reason = "counts of entries are small")]
    let tells_enough = |siglum: Siglum| {
        let n_told = common.iter().filter(|witnesses| witnesses.contains(&siglum)).count();
        !common.is_empty() && n_told as f64 >= SURROUNDING_SHARE * common.len() as f64
    };
    let candidates: Vec<Siglum> = tellings
        .witnesses
        .iter()
        .filter(|witness| tells_enough(witness.siglum) && !is_excerpt(witness.article.text()))
        .map(|witness| witness.siglum)
        .collect();
    for entry in entries {
        let told = witnesses_of(entry);
        if told.len() > 1 {
            entry.silent =
                candidates.iter().copied().filter(|siglum| !told.contains(siglum)).collect();
        }
    }
}

fn witnesses_of(entry: &Entry) -> BTreeSet<Siglum> {
    entry
        .readings
        .iter()
        .flat_map(|reading| reading.citations.iter().map(|citation| citation.witness))
        .collect()
}

/// Whether a text stops before its end: an ellipsis, or no mark that ends a sentence.
fn is_excerpt(text: &str) -> bool {
    let end = text.trim_end();
    end.ends_with('…')
        || end.ends_with("...")
        || !end.ends_with(['.', '!', '?', '”', '"', '’', '\'', '»', ')', ']'])
}
