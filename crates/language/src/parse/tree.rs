//! Scores of arcs → the best tree with one root.
//!
//! Mostly the best head of every word already makes a tree. Where it does not, the best projective tree is
//! found by dynamic programming (Eisner 1996, Three new probabilistic models for dependency parsing).

/// The best heads of `n` words; the root's is `n`.
///
/// `scores` hold for each word the scores of the words as its head, and of being the root at `n`.
/// Time and space grow with n² where the best heads make a tree, else time with n³.
pub fn best_tree(scores: &[i32], n: usize, room: &mut Room, heads: &mut Vec<u32>) {
    heads.clear();
    for row in scores.chunks_exact(n + 1) {
        let mut best = (i32::MIN, 0);
        for (score, head) in row.iter().zip(0..) {
            if *score > best.0 {
                best = (*score, head);
            }
        }
        heads.push(best.1);
    }
    if !is_tree(heads, &mut room.seen) {
        projective(scores, n, room, heads);
    }
}

/// Space to work in, kept from sentence to sentence.
#[derive(Clone, Debug, Default)]
pub struct Room {
    seen: Vec<u32>,
    spans: Vec<Cell>,
    agenda: Vec<(Kind, u32, u32)>,
}

/// Whether one word has the root as its head and all others lead to it.
fn is_tree(heads: &[u32], seen: &mut Vec<u32>) -> bool {
    let n = heads.len() as u32;
    if heads.iter().filter(|head| **head == n).count() != 1 {
        return false;
    }
    seen.clear();
    seen.resize(heads.len(), u32::MAX);
    for start in 0..n {
        let mut at = start;
        while at < n {
            let Some(mark) = seen.get_mut(at as usize) else { break };
            if *mark == start {
                return false;
            }
            if *mark != u32::MAX {
                break;
            }
            *mark = start;
            at = heads.get(at as usize).copied().unwrap_or(n);
        }
    }
    true
}

/// The best analyses of a run of words, and where each is split.
#[derive(Clone, Copy, Debug, Default)]
struct Cell {
    /// The last word depends on the first.
    right_arc: (i32, u32),
    /// The first word depends on the last.
    left_arc: (i32, u32),
    /// The first word leads to all others.
    right: (i32, u32),
    /// The last word leads to all others.
    left: (i32, u32),
}

#[derive(Clone, Copy, Debug)]
enum Kind {
    RightArc,
    LeftArc,
    Right,
    Left,
}

fn projective(scores: &[i32], n: usize, room: &mut Room, heads: &mut [u32]) {
    let Room { spans, agenda, .. } = room;
    let score = |word: usize, head: usize| scores.get(word * (n + 1) + head).copied().unwrap_or(0);
    spans.clear();
    spans.resize(n * n, Cell::default());
    for length in 1..n {
        for start in 0..n - length {
            let end = start + length;
            let mut inner = (i32::MIN, 0);
            for split in start..end {
                let sum = spans[start * n + split].right.0 + spans[(split + 1) * n + end].left.0;
                if sum > inner.0 {
                    inner = (sum, split as u32);
                }
            }
            let mut cell = Cell {
                right_arc: (inner.0 + score(end, start), inner.1),
                left_arc: (inner.0 + score(start, end), inner.1),
                right: (i32::MIN, 0),
                left: (i32::MIN, 0),
            };
            spans[start * n + end] = cell;
            for split in start..end {
                let low = spans[start * n + split].left.0 + spans[split * n + end].left_arc.0;
                if low > cell.left.0 {
                    cell.left = (low, split as u32);
                }
                let high =
                    spans[start * n + split + 1].right_arc.0 + spans[(split + 1) * n + end].right.0;
                if high > cell.right.0 {
                    cell.right = (high, split as u32 + 1);
                }
            }
            spans[start * n + end] = cell;
        }
    }
    let mut best = (i32::MIN, 0);
    for root in 0..n {
        let sum = spans[root].left.0 + spans[root * n + n - 1].right.0 + score(root, n);
        if sum > best.0 {
            best = (sum, root);
        }
    }
    let root = best.1 as u32;
    if let Some(head) = heads.get_mut(best.1) {
        *head = n as u32;
    }
    agenda.clear();
    agenda.extend([(Kind::Left, 0, root), (Kind::Right, root, n as u32 - 1)]);
    while let Some((kind, start, end)) = agenda.pop() {
        if start >= end {
            continue;
        }
        let cell = spans[start as usize * n + end as usize];
        match kind {
            Kind::Right => {
                agenda.push((Kind::RightArc, start, cell.right.1));
                agenda.push((Kind::Right, cell.right.1, end));
            }
            Kind::Left => {
                agenda.push((Kind::Left, start, cell.left.1));
                agenda.push((Kind::LeftArc, cell.left.1, end));
            }
            Kind::RightArc | Kind::LeftArc => {
                let (word, head, split) = match kind {
                    Kind::RightArc => (end, start, cell.right_arc.1),
                    _ => (start, end, cell.left_arc.1),
                };
                if let Some(slot) = heads.get_mut(word as usize) {
                    *slot = head;
                }
                agenda.push((Kind::Right, start, split));
                agenda.push((Kind::Left, split + 1, end));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn tree(scores: &[i32], n: usize) -> Vec<u32> {
        let mut heads = Vec::new();
        best_tree(scores, n, &mut Room::default(), &mut heads);
        heads
    }

    fn total(scores: &[i32], heads: &[u32]) -> i32 {
        let n = heads.len();
        heads.iter().enumerate().map(|(word, head)| scores[word * (n + 1) + *head as usize]).sum()
    }

    /// Whether no arcs cross, and none passes over the root.
    fn is_projective(heads: &[u32]) -> bool {
        let n = heads.len() as u32;
        let arcs: Vec<(u32, u32)> =
            (0..n).zip(heads).map(|(word, head)| (word.min(*head), word.max(*head))).collect();
        arcs.iter().all(|a| arcs.iter().all(|b| !(a.0 < b.0 && b.0 < a.1 && a.1 < b.1)))
    }

    /// All trees of `n` words.
    fn all_trees(n: usize) -> Vec<Vec<u32>> {
        let mut trees = vec![Vec::new()];
        for _ in 0..n {
            trees = trees
                .into_iter()
                .flat_map(|heads: Vec<u32>| {
                    (0..=n as u32).map(move |head| [heads.clone(), vec![head]].concat())
                })
                .collect();
        }
        trees.retain(|heads| is_tree(heads, &mut Vec::new()));
        trees
    }

    #[test]
    fn one_word_is_the_root() {
        assert_eq!(tree(&[5, -5], 1), [1]);
    }

    proptest! {
        /// The best heads where they make a tree, else the best projective tree.
        #[test]
        fn no_tree_is_better(scores in proptest::collection::vec(-50_i32..50, 20)) {
            let heads = tree(&scores, 4);
            prop_assert!(is_tree(&heads, &mut Vec::new()));
            let all = all_trees(4);
            let best = |trees: Vec<&Vec<u32>>| trees.iter().map(|heads| total(&scores, heads)).max();
            let projective = best(all.iter().filter(|heads| is_projective(heads)).collect());
            prop_assert!(Some(total(&scores, &heads)) >= projective);
        }
    }
}
