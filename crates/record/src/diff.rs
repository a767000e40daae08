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

/// Below this share of common words two wordings are not compared word by word.
const LEAST_COMMON: f64 = 0.5;
/// Of a longer run of words left out only the ends are shown.
const MAX_REMOVED: usize = 10;

/// What to show of the way from one wording to another: what stands around a part of the first
/// is an ellipsis, a long gap is shortened, and wordings with little in common stand whole.
pub(crate) fn changes(from: &str, to: &str) -> Vec<Piece> {
    let count = |text: &str| text.split_whitespace().count();
    let mut pieces = words(from, to);
    let n_same: usize = pieces
        .iter()
        .map(|piece| if let Piece::Same(words) = piece { count(words) } else { 0 })
        .sum();
    if (n_same as f64) < LEAST_COMMON * count(to) as f64 {
        return vec![Piece::Same(to.to_owned())];
    }
    let last = pieces.len().saturating_sub(1);
    for (n, piece) in pieces.iter_mut().enumerate() {
        let Piece::Removed(words) = piece else { continue };
        if n == 0 || n == last {
            *piece = Piece::Same("…".to_owned());
        } else if count(words) > MAX_REMOVED {
            let all: Vec<&str> = words.split_whitespace().collect();
            let (first, rest) = all.split_at(3);
            let (_, end) = rest.split_at(rest.len() - 3);
            *words = format!("{} … {}", first.join(" "), end.join(" "));
        }
    }
    pieces
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
        let pieces = changes(from, to).into_iter().map(|piece| match piece {
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
    }

    #[test]
    fn a_part_of_a_saying_has_its_edges_left_out() {
        insta::assert_snapshot!(
            show("Friends, we will stay here until spring", "we will remain here"),
            @"… we will [-stay-] {+remain+} here …"
        );
    }

    #[test]
    fn wordings_with_little_in_common_stand_whole() {
        insta::assert_snapshot!(
            show("we will stay here until spring", "nobody goes and we all wait"),
            @"nobody goes and we all wait"
        );
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
