//! Gradient-boosted trees that say how likely a block is article text.
//!
//! Trained by `examples/train_blocks.rs`; the tables say on what. Every tree is complete: a
//! walk goes down a fixed number of levels, so evaluation needs no branches on structure.
//! Method: Friedman 2001, doi:10.1214/aos/1013203451.

/// From so many trees on, a block that is hopeless stays so: the walk ends early there. The
/// trees of several forests stand in turns, each with its share of the sum.
const EARLY: usize = 60;
/// Log-odds below which a block is hopeless.
const HOPELESS: f32 = -4.6;

/// A sum of trees.
#[derive(Clone, Debug, Default)]
pub(crate) struct Forest {
    base: f32,
    trees: Vec<Tree>,
}

/// A complete binary tree: `splits` level by level from the root, then the leaves.
#[derive(Clone, Debug, Default)]
struct Tree {
    splits: Vec<(u16, f32)>,
    leaves: Vec<f32>,
}

impl Forest {
    /// Reads a table: the base value on a line, then a line for each tree: its splits as
    /// `feature:threshold` (`-` for one that always goes left), then its leaves.
    ///
    /// A line that does not fit is left out; the tests hold that none is.
    pub(crate) fn read(table: &str) -> Self {
        let mut lines = table.lines().filter(|line| !line.starts_with('#'));
        let base = lines.next().and_then(|line| line.parse().ok()).unwrap_or(0.0);
        let trees = lines.filter_map(Tree::read).collect();
        Self { base, trees }
    }

    /// The probability for one row of numbers.
    pub(crate) fn probability(&self, row: &[f32]) -> f32 {
        let mut sum = self.base;
        for (n_trees, tree) in self.trees.iter().enumerate() {
            if n_trees >= EARLY && sum < HOPELESS {
                break;
            }
            sum += tree.value(row);
        }
        1.0 / (1.0 + (-sum).exp())
    }
}

impl Tree {
    fn read(line: &str) -> Option<Self> {
        let mut tree = Self::default();
        for word in line.split_whitespace() {
            if word == "-" {
                tree.splits.push((0, f32::INFINITY));
            } else if let Some((feature, threshold)) = word.split_once(':') {
                tree.splits.push((feature.parse().ok()?, threshold.parse().ok()?));
            } else {
                tree.leaves.push(word.parse().ok()?);
            }
        }
        (tree.leaves.len() == tree.splits.len() + 1).then_some(tree)
    }

    fn value(&self, row: &[f32]) -> f32 {
        let mut at = 0;
        while let Some(&(feature, threshold)) = self.splits.get(at) {
            let value = row.get(usize::from(feature)).copied().unwrap_or(0.0);
            at = 2 * at + if value > threshold { 2 } else { 1 };
        }
        self.leaves.get(at - self.splits.len()).copied().unwrap_or(0.0)
    }
}
