//! Two tellings side by side: what stands in both, changed, elsewhere, or in one alone.

use crate::diff::{self, Piece};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use tellings_model::{Article, Sentence, Witness};

/// The least share of common words at which two sentences are one, told twice: below half, more
/// words differ than agree.
const LEAST_COMMON: f64 = 0.5;
/// The most sentences of a telling that are compared; the rest stands alone.
const MAX_SENTENCES: usize = 600;
/// With how many sentences of the other telling one is compared for each word they share.
const MAX_HOLDERS: usize = 24;

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

/// Lays two tellings side by side, sentence by sentence.
///
/// Sentences are matched by the words they share, the closest first, each once; of the matches,
/// those that keep the order of the first telling stand in place and the others have moved. Rows
/// come in the order of the first telling, what only the second has where it has it. Every
/// sentence of both stands in exactly one row.
pub fn compare(first: &Witness, second: &Witness) -> Vec<Row> {
    let (left, right) = (sentences(first), sentences(second));
    let matches = matched(&left, &right);
    let in_place = longest_rise(&matches);
    let mut rows = Vec::new();
    let mut next = 0;
    let from_right: BTreeSet<usize> = matches.iter().flatten().copied().collect();
    let alone = |rows: &mut Vec<Row>, upto: usize, next: &mut usize| {
        for at in *next..upto {
            if let (false, Some(text)) = (from_right.contains(&at), right.get(at)) {
                let second = Some((*text).to_owned());
                rows.push(Row { change: Change::OnlySecond, first: None, second });
            }
        }
        *next = upto.max(*next);
    };
    for (at, text) in left.iter().enumerate() {
        let first = Some((*text).to_owned());
        let Some(other) = matches.get(at).copied().flatten() else {
            rows.push(Row { change: Change::OnlyFirst, first, second: None });
            continue;
        };
        let stays = in_place.contains(&at);
        if stays {
            alone(&mut rows, other, &mut next);
            next = other + 1;
        }
        let second = right.get(other).map(|text| (*text).to_owned());
        let change = match (stays, first == second) {
            (false, _) => Change::Moved,
            (true, true) => Change::Same,
            (true, false) => Change::Changed,
        };
        rows.push(Row { change, first, second });
    }
    alone(&mut rows, right.len(), &mut next);
    rows
}

/// The sentences of a telling, as printed.
fn sentences(witness: &Witness) -> Vec<&str> {
    let article: &Article = &witness.article;
    let text = |sentence: &Sentence| article.at(sentence.span).trim();
    witness.annotations.sentences.iter().map(text).filter(|text| !text.is_empty()).collect()
}

fn words(text: &str) -> BTreeSet<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// For each sentence of the first telling its match in the second.
fn matched(left: &[&str], right: &[&str]) -> Vec<Option<usize>> {
    let of = |texts: &[&str]| -> Vec<BTreeSet<String>> {
        texts.iter().take(MAX_SENTENCES).map(|text| words(text)).collect()
    };
    let (left_words, right_words) = (of(left), of(right));
    let mut holders: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, words) in right_words.iter().enumerate() {
        for word in words {
            let list = holders.entry(word).or_default();
            if list.len() < MAX_HOLDERS {
                list.push(at);
            }
        }
    }
    let mut pairs: Vec<(u64, usize, usize)> = Vec::new();
    for (a, words) in left_words.iter().enumerate() {
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        for &at in words.iter().filter_map(|word| holders.get(word.as_str())).flatten() {
            *shared.entry(at).or_default() += 1;
        }
        for (b, n) in shared {
            let n_both = words.len() + right_words.get(b).map_or(0, BTreeSet::len);
            let common = 2.0 * n as f64 / n_both.max(1) as f64;
            if common >= LEAST_COMMON {
                pairs.push(((common * 1e6) as u64, a, b));
            }
        }
    }
    // Of equal likeness, what stands at the same height.
    pairs.sort_by_key(|&(common, a, b)| (std::cmp::Reverse(common), a.abs_diff(b), a, b));
    let mut matches = vec![None; left.len()];
    let mut taken = BTreeSet::new();
    for (_, a, b) in pairs {
        if let Some(open @ None) = matches.get_mut(a)
            && taken.insert(b)
        {
            *open = Some(b);
        }
    }
    matches
}

/// The positions of a longest run of matches that rises: those that stand in place.
///
/// Method: Schensted 1961, doi:10.4153/CJM-1961-015-3.
fn longest_rise(matches: &[Option<usize>]) -> BTreeSet<usize> {
    let mut tails: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; matches.len()];
    let value = |at: usize| matches.get(at).copied().flatten().unwrap_or(0);
    for (at, found) in matches.iter().enumerate() {
        let Some(found) = *found else { continue };
        let place = tails.partition_point(|&tail| value(tail) < found);
        if let (Some(link), Some(last)) = (before.get_mut(at), place.checked_sub(1)) {
            *link = tails.get(last).copied();
        }
        match tails.get_mut(place) {
            Some(tail) => *tail = at,
            None => tails.push(at),
        }
    }
    let mut rise = BTreeSet::new();
    let mut at = tails.last().copied();
    while let Some(place) = at {
        rise.insert(place);
        at = before.get(place).copied().flatten();
    }
    rise
}

#[cfg(test)]
mod tests {
    use super::*;
    use tellings_model::{Annotations, OriginId, Siglum};

    fn witness(sentences: &[&str]) -> Witness {
        let article = Article::from_text(&sentences.join("\n"));
        let spans = article.lines().map(|span| Sentence { span, tokens: (0, 0) });
        let annotations = Annotations { sentences: spans.collect(), ..Annotations::default() };
        Witness {
            siglum: Siglum(0),
            annotations,
            published: None,
            published_because: Vec::new(),
            origin: OriginId(1),
            article,
        }
    }

    fn show(first: &[&str], second: &[&str]) -> Vec<String> {
        compare(&witness(first), &witness(second))
            .into_iter()
            .map(|row| {
                let side = |text: Option<String>| text.unwrap_or_else(|| "–".to_owned());
                format!("{} {} | {}", row.change.words().1, side(row.first), side(row.second))
            })
            .collect()
    }

    #[test]
    fn every_kind_of_row() {
        let rows = show(
            &[
                "The bridge is shut.",
                "Forty families left home.",
                "Nobody was hurt here.",
                "Cole spoke.",
            ],
            &[
                "Nobody was hurt here.",
                "The bridge is shut.",
                "The river fell again.",
                "Fifty families left home.",
            ],
        );
        assert_eq!(
            rows,
            [
                "same The bridge is shut. | The bridge is shut.",
                "only right – | The river fell again.",
                "changed Forty families left home. | Fifty families left home.",
                "moved Nobody was hurt here. | Nobody was hurt here.",
                "only left Cole spoke. | –",
            ]
        );
    }

    #[test]
    fn nothing_beside_something() {
        assert_eq!(show(&[], &["The bridge is shut."]), ["only right – | The bridge is shut."]);
        assert!(show(&[], &[]).is_empty());
    }
}
