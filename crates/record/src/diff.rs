//! What differs between two wordings, word by word.

/// A run of words that stands in both, or in one of them only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    /// In both; as the second one has it.
    Same(String),
    /// Only in the first.
    Removed(String),
    /// Only in the second.
    Added(String),
}

/// Above this many pairs of words two wordings are shown whole.
const MAX_PAIRS: usize = 1 << 20;

/// The way from one wording to another; marks and case at the edges of words do not count.
///
/// A longest common subsequence of words (Wagner and Fischer 1974, doi:10.1145/321796.321811).
pub(crate) fn words(from: &str, to: &str) -> Vec<Piece> {
    let old: Vec<&str> = from.split_whitespace().collect();
    let new: Vec<&str> = to.split_whitespace().collect();
    if old.len().saturating_mul(new.len()) > MAX_PAIRS {
        return vec![Piece::Added(new.join(" "))];
    }
    let old_keys: Vec<String> = old.iter().map(|word| key(word)).collect();
    let new_keys: Vec<String> = new.iter().map(|word| key(word)).collect();
    let table = Table::new(&old_keys, &new_keys);

    let mut pieces = Vec::new();
    let (mut i, mut j) = (0, 0);
    while let (Some(a), Some(b)) = (old.get(i), new.get(j)) {
        if old_keys.get(i) == new_keys.get(j) {
            push(&mut pieces, Piece::Same((*b).to_owned()));
            (i, j) = (i + 1, j + 1);
        } else if table.at(i + 1, j) >= table.at(i, j + 1) {
            push(&mut pieces, Piece::Removed((*a).to_owned()));
            i += 1;
        } else {
            push(&mut pieces, Piece::Added((*b).to_owned()));
            j += 1;
        }
    }
    old.iter().skip(i).for_each(|word| push(&mut pieces, Piece::Removed((*word).to_owned())));
    new.iter().skip(j).for_each(|word| push(&mut pieces, Piece::Added((*word).to_owned())));
    pieces
}

fn key(word: &str) -> String {
    let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
    if bare.is_empty() { word.to_owned() } else { bare.to_lowercase().replace('’', "'") }
}

fn push(pieces: &mut Vec<Piece>, piece: Piece) {
    match (pieces.last_mut(), &piece) {
        (Some(Piece::Same(run)), Piece::Same(word))
        | (Some(Piece::Removed(run)), Piece::Removed(word))
        | (Some(Piece::Added(run)), Piece::Added(word)) => {
            run.push(' ');
            run.push_str(word);
        }
        _ => pieces.push(piece),
    }
}

/// Lengths of the longest common subsequences of all tails.
struct Table {
    cells: Vec<u32>,
    n_columns: usize,
}

impl Table {
    fn new(old: &[String], new: &[String]) -> Self {
        let n_columns = new.len() + 1;
        let mut table = Self { cells: vec![0; (old.len() + 1) * n_columns], n_columns };
        for (i, a) in old.iter().enumerate().rev() {
            for (j, b) in new.iter().enumerate().rev() {
                let length = if a == b {
                    table.at(i + 1, j + 1) + 1
                } else {
                    table.at(i + 1, j).max(table.at(i, j + 1))
                };
                if let Some(cell) = table.cells.get_mut(i * n_columns + j) {
                    *cell = length;
                }
            }
        }
        table
    }

    fn at(&self, i: usize, j: usize) -> u32 {
        self.cells.get(i * self.n_columns + j).copied().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn show(from: &str, to: &str) -> String {
        let pieces = words(from, to).into_iter().map(|piece| match piece {
            Piece::Same(words) => words,
            Piece::Removed(words) => format!("[-{words}-]"),
            Piece::Added(words) => format!("{{+{words}+}}"),
        });
        pieces.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn the_changed_word_stands_alone() {
        insta::assert_snapshot!(
            show("the old mill is precious, he said", "The old mill is priceless, he said"),
            @"The old mill is [-precious,-] {+priceless,+} he said"
        );
        insta::assert_snapshot!(show("we will stay here", "we will stay"), @"we will stay [-here-]");
    }

    proptest! {
        /// What is the same and what was added make up the second wording.
        #[test]
        fn nothing_of_the_second_wording_is_lost(
            from in "([abc]{1,2}[,.]? ){0,9}", to in "([abc]{1,2}[,.]? ){0,9}"
        ) {
            let kept: Vec<String> = words(&from, &to).into_iter().filter_map(|piece| match piece {
                Piece::Same(words) | Piece::Added(words) => Some(words),
                Piece::Removed(_) => None,
            }).collect();
            prop_assert_eq!(kept.join(" "), to.trim_end());
        }
    }
}
