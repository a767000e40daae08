//! Gradient-boosted trees that say how likely a block is article text.
//!
//! Trained by `examples/train_blocks.rs`; the tables say on what. Every tree is complete: a
//! walk goes down a fixed number of levels, so evaluation needs no branches on structure.
//! Method: Friedman 2001, doi:10.1214/aos/1013203451.

/// From so many trees on, a block that is hopeless stays so: the walk ends early there. The
/// trees of several forests stand in turns, each with its share of the sum.
const EARLY: usize = 32;
/// Log-odds below which a block is hopeless.
const HOPELESS: f32 = -4.6;

/// Levels of every tree.
const DEPTH: usize = 5;
/// Places for the splits of a tree, the first of which stays empty, and its leaves.
const WIDTH: usize = 1 << DEPTH;
/// A row has at most so many numbers, so that a byte tells each.
const MAX_ROW: usize = 256;
/// So many trees are walked at once: the processor waits for none of them alone.
const AT_ONCE: usize = 4;

/// A sum of trees.
#[derive(Clone, Debug, Default)]
pub(crate) struct Forest {
    base: f32,
    trees: Vec<Tree>,
}

/// A complete binary tree: the splits of the node `n` lead to `2n` and `2n + 1`, the root is 1.
#[derive(Clone, Debug)]
struct Tree {
    features: [u8; WIDTH],
    thresholds: [f32; WIDTH],
    leaves: [f32; WIDTH],
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

    /// The probability for one row of numbers; those past 256 are not looked at.
    pub(crate) fn probability(&self, row: &[f32]) -> f32 {
        let mut padded = [0.0; MAX_ROW];
        let n = row.len().min(MAX_ROW);
        padded[..n].copy_from_slice(&row[..n]);
        let mut sum = self.base;
        let mut chunks = self.trees.chunks_exact(AT_ONCE);
        let mut n_trees = 0;
        for trees in &mut chunks {
            if n_trees >= EARLY && sum < HOPELESS {
                return share(sum);
            }
            let mut at = [1_usize; AT_ONCE];
            for _ in 0..DEPTH {
                for (tree, at) in trees.iter().zip(&mut at) {
                    *at = tree.below(*at, &padded);
                }
            }
            sum += trees.iter().zip(at).map(|(tree, at)| tree.leaves[at % WIDTH]).sum::<f32>();
            n_trees += AT_ONCE;
        }
        share(sum + chunks.remainder().iter().map(|tree| tree.value(&padded)).sum::<f32>())
    }
}

/// Log-odds as a share.
fn share(odds: f32) -> f32 {
    1.0 / (1.0 + (-odds).exp())
}

impl Tree {
    fn read(line: &str) -> Option<Self> {
        let mut tree =
            Self { features: [0; WIDTH], thresholds: [f32::INFINITY; WIDTH], leaves: [0.0; WIDTH] };
        let mut words = line.split_whitespace();
        for at in 1..WIDTH {
            let word = words.next()?;
            if word != "-" {
                let (feature, threshold) = word.split_once(':')?;
                *tree.features.get_mut(at)? = feature.parse().ok()?;
                *tree.thresholds.get_mut(at)? = threshold.parse().ok()?;
            }
        }
        for leaf in &mut tree.leaves {
            *leaf = words.next()?.parse().ok()?;
        }
        words.next().is_none().then_some(tree)
    }

    /// The node below one, on the side of the row.
    fn below(&self, at: usize, row: &[f32; MAX_ROW]) -> usize {
        let node = at % WIDTH;
        let value = row[usize::from(self.features[node])];
        2 * node + usize::from(value > self.thresholds[node])
    }

    fn value(&self, row: &[f32; MAX_ROW]) -> f32 {
        let leaf = (0..DEPTH).fold(1, |at, _| self.below(at, row));
        self.leaves[leaf % WIDTH]
    }
}
