//! What an editor did to make one text of another: pieces added, dropped, and words put for others.

use super::text::Text;
use crate::copies::passage::Run;
use std::ops::Range;

/// The fewest words in a row that count as kept; shorter matches are chance.
pub(crate) const KEPT: usize = 3;
/// Words put for other words at most; longer ones are a piece dropped and a piece added.
const PUT_FOR: usize = 5;

/// The edits between a model and its copy. Pieces end with their line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Edits {
    /// Words put for words, by place.
    pub(crate) n_put_for: usize,
    /// Pieces of the copy that the model does not have, as ranges of the copy's words.
    pub(crate) added: Vec<Range<usize>>,
    /// Pieces of the model that the copy does not have, as ranges of the model's words.
    pub(crate) dropped: Vec<Range<usize>>,
    /// Whether the model goes on where the copy ends: it was cut from the end.
    pub(crate) is_cut: bool,
}

impl Edits {
    /// The edits that leave the `kept` runs (`a` in the model, `b` in the copy, in order of `b`).
    pub(crate) fn of(model: &Text, copy: &Text, kept: &[Run]) -> Self {
        let mut edits = Self::default();
        let mut put_for: Vec<usize> = Vec::new();
        for (gap, before, after) in gaps(kept, copy.words.len()) {
            let left_out = before.zip(after).and_then(|(before, after)| {
                let (from, to) = (before.a + before.len, after.a);
                (from < to && to - from <= PUT_FOR && gap.len() <= PUT_FOR).then_some(from)
            });
            match left_out {
                Some(from) => {
                    edits.n_put_for += 1;
                    put_for.push(from);
                }
                None => edits.added.extend(by_line(gap, &copy.lines)),
            }
        }
        let mut in_model: Vec<Run> =
            kept.iter().map(|run| Run { a: run.b, b: run.a, len: run.len }).collect();
        in_model.sort_unstable_by_key(|run| run.b);
        for (gap, _, after) in gaps(&in_model, model.words.len()) {
            match after {
                _ if put_for.contains(&gap.start) => {}
                None => edits.is_cut = true,
                Some(_) => edits.dropped.extend(by_line(gap, &model.lines)),
            }
        }
        edits
    }
}

/// The stretches of `b` that no run covers, with the runs on both sides; runs come in order of `b`.
fn gaps(
    runs: &[Run],
    len: usize,
) -> impl Iterator<Item = (Range<usize>, Option<Run>, Option<Run>)> {
    let before = std::iter::once(None).chain(runs.iter().copied().map(Some));
    let after = runs.iter().copied().map(Some).chain(std::iter::once(None));
    before.zip(after).filter_map(move |(before, after)| {
        let start = before.map_or(0, |run| run.b + run.len);
        let end = after.map_or(len, |run| run.b);
        (start < end).then_some((start..end, before, after))
    })
}

/// A stretch of words, parted where lines begin.
fn by_line(words: Range<usize>, lines: &[usize]) -> impl Iterator<Item = Range<usize>> {
    let first = lines.partition_point(|&line| line <= words.start);
    let last = lines.partition_point(|&line| line < words.end);
    let inner = lines.get(first..last.max(first)).unwrap_or(&[]);
    let starts = std::iter::once(words.start).chain(inner.iter().copied());
    let ends = inner.iter().copied().chain(std::iter::once(words.end));
    starts.zip(ends).map(|(start, end)| start..end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::copies::passage::runs;
    use proptest::prelude::*;
    use tellings_model::Article;

    fn show(model: &str, copy: &str) -> String {
        let (model, copy) = (Article::from_text(model), Article::from_text(copy));
        let (model, copy) =
            (Text::new(&model, None, Vec::new()), Text::new(&copy, None, Vec::new()));
        let edits = Edits::of(&model, &copy, &runs(&model.words, &copy.words, KEPT));
        let words = |text: &Text, ranges: &[Range<usize>]| {
            let piece = |range: &Range<usize>| {
                let (first, last) = (text.words[range.start], text.words[range.end - 1]);
                text.article.text()[first.start as usize..last.end as usize].to_owned()
            };
            ranges.iter().map(piece).collect::<Vec<String>>().join(", ")
        };
        format!(
            "+ {} - {} ~ {}{}",
            words(&copy, &edits.added),
            words(&model, &edits.dropped),
            edits.n_put_for,
            if edits.is_cut { " cut" } else { "" }
        )
    }

    #[test]
    fn pieces_are_told_from_words_put_for_others() {
        assert_eq!(
            show(
                "one two three four five six seven eight\nnine ten eleven twelve",
                "one two three big red six seven eight\nand so on\nnine ten eleven"
            ),
            "+ and so on -  ~ 1 cut"
        );
    }

    #[test]
    fn pieces_end_with_their_line() {
        assert_eq!(
            show(
                "one two three\nfour five six",
                "one two three\nextra words\nand more\nfour five six"
            ),
            "+ extra words, and more -  ~ 0"
        );
    }

    proptest! {
        /// Every piece lies in its text and is not empty.
        #[test]
        fn pieces_lie_in_their_texts(a in "([abcd]( |\n)){0,30}", b in "([abcd]( |\n)){0,30}") {
            let (a, b) = (Article::from_text(&a), Article::from_text(&b));
            let (a, b) = (Text::new(&a, None, Vec::new()), Text::new(&b, None, Vec::new()));
            let edits = Edits::of(&a, &b, &runs(&a.words, &b.words, KEPT));
            for piece in &edits.added {
                prop_assert!(piece.start < piece.end && piece.end <= b.words.len());
            }
            for piece in &edits.dropped {
                prop_assert!(piece.start < piece.end && piece.end <= a.words.len());
            }
        }
    }
}
