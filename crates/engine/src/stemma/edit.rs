//! What an editor would have had to do to make one text of another.

use crate::copies::passage::{Run, runs};
use crate::copies::word::Word;

/// The fewest words in a row that count as kept; shorter matches are chance.
const KEPT: usize = 3;

/// How much work it is to make `copy` of `model`: one unit for each piece added, a part of one
/// for each piece dropped, and a little for every word.
///
/// Cutting is what editors do all day, adding is not: so a text that lacks a paragraph of another
/// costs less as its copy than as its model. Texts that share the same edits are near each other,
/// whatever their length (common errors, Maas 1927).
pub(crate) fn work(model: &[Word], copy: &[Word]) -> f64 {
    let kept = runs(model, copy, KEPT);
    let added: f64 = gaps(kept.iter().map(|run| (run.b, run.len)), copy.len())
        .map(|gap| ADDED + ADDED_WORD * (gap.min(LONG) as f64))
        .sum();
    let mut in_model: Vec<Run> = kept;
    in_model.sort_unstable_by_key(|run| run.a);
    let dropped: f64 = gaps(in_model.iter().map(|run| (run.a, run.len)), model.len())
        .map(|gap| DROPPED + DROPPED_WORD * (gap.min(LONG) as f64))
        .sum();
    added + dropped
}

/// Cost of a piece added, and of each word in it.
const ADDED: f64 = 1.0;
const ADDED_WORD: f64 = 0.04;
/// Cost of a piece dropped, and of each word in it.
const DROPPED: f64 = 0.6;
const DROPPED_WORD: f64 = 0.005;
/// Words beyond which a piece costs no more.
const LONG: usize = 60;

/// The lengths of the stretches that no run covers; runs come in order.
fn gaps(runs: impl Iterator<Item = (usize, usize)>, len: usize) -> impl Iterator<Item = usize> {
    let mut at = 0;
    runs.chain(std::iter::once((len, 0))).filter_map(move |(start, run)| {
        let gap = start.saturating_sub(at);
        at = start + run;
        (gap > 0).then_some(gap)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::copies::word::words;

    fn cost(model: &str, copy: &str) -> f64 {
        let (model, copy): (Vec<Word>, Vec<Word>) = (words(model).collect(), words(copy).collect());
        work(&model, &copy)
    }

    #[test]
    fn cutting_is_less_work_than_adding() {
        let long = "one two three four five six seven eight nine ten";
        let short = "one two three four five";
        assert!(cost(long, short) < cost(short, long));
        assert!(cost(long, long) == 0.0);
    }

    #[test]
    fn a_shared_edit_brings_texts_together() {
        let first = "one two three four five six seven eight nine ten eleven twelve";
        let second = "one two three four five six eight nine ten eleven twelve";
        let third = "one two three four five six eight nine ten eleven";
        assert!(cost(second, third) < cost(first, third));
    }
}
