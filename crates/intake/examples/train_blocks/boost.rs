//! Gradient boosting of complete trees on binned numbers (Friedman 2001; Newton steps and
//! histograms after Chen & Guestrin 2016, doi:10.1145/2939672.2939785).

use std::fmt::Write as _;

/// Settings of one forest.
#[derive(Clone, Copy)]
pub(crate) struct Settings {
    pub(crate) n_trees: usize,
    pub(crate) depth: usize,
    pub(crate) rate: f32,
    pub l2: f32,
    pub(crate) min_weight: f32,
    /// How many forests are grown, each on other samples; what they say is averaged (bagging,
    /// Breiman 1996).
    pub(crate) n_bags: u64,
    /// Other samples for another seed.
    pub(crate) seed: u64,
}

/// Rows, their labels and weights.
#[derive(Clone, Default)]
pub(crate) struct Rows {
    pub(crate) rows: Vec<Vec<f32>>,
    pub(crate) labels: Vec<f32>,
    pub(crate) weights: Vec<f32>,
}

pub(crate) struct Tree {
    splits: Vec<Option<(usize, f32)>>,
    leaves: Vec<f32>,
}

pub(crate) struct Model {
    base: f32,
    trees: Vec<Tree>,
    pub(crate) gains: Vec<f32>,
}

const N_BINS: usize = 64;

fn cuts(rows: &[Vec<f32>], feature: usize) -> Vec<f32> {
    let mut values: Vec<f32> =
        rows.iter().step_by(1 + rows.len() / 20_000).map(|row| row[feature]).collect();
    values.sort_by(f32::total_cmp);
    let mut cuts: Vec<f32> = Vec::new();
    let mut distinct = values.clone();
    distinct.dedup();
    if distinct.len() <= N_BINS {
        for pair in distinct.windows(2) {
            cuts.push((pair[0] + pair[1]) / 2.0);
        }
    } else {
        for bin in 1..N_BINS {
            cuts.push(values[bin * values.len() / N_BINS]);
        }
        cuts.dedup();
    }
    cuts
}

/// A small generator of numbers: the same seed gives the same forest.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }
    fn share(&mut self) -> f32 {
        (self.next() >> 40) as f32 / (1u64 << 24) as f32
    }
}

pub(crate) fn train(data: &Rows, settings: Settings) -> Model {
    let n_bags = settings.n_bags;
    let first = settings.seed * n_bags;
    let seed = |bag: u64| 0x9e37_79b9_7f4a_7c15 ^ ((first + bag) * 0x1234_5678_9abc);
    let mut bags: Vec<Model> =
        (0..n_bags).map(|bag| train_one(data, settings, seed(bag))).collect();
    let share = 1.0 / n_bags as f32;
    let mut model = Model {
        base: bags.iter().map(|bag| bag.base * share).sum(),
        trees: Vec::new(),
        gains: bags[0].gains.clone(),
    };
    // In turns, so that the first trees already speak for all of them.
    for _ in 0..settings.n_trees {
        for bag in &mut bags {
            let mut tree = bag.trees.remove(0);
            tree.leaves.iter_mut().for_each(|leaf| *leaf *= share);
            model.trees.push(tree);
        }
    }
    model
}

fn train_one(data: &Rows, settings: Settings, seed: u64) -> Model {
    let n = data.rows.len();
    let n_features = data.rows[0].len();
    let all_cuts: Vec<Vec<f32>> = (0..n_features).map(|f| cuts(&data.rows, f)).collect();
    let bins: Vec<Vec<u8>> = (0..n_features)
        .map(|f| {
            data.rows
                .iter()
                .map(|row| all_cuts[f].partition_point(|cut| *cut < row[f]) as u8)
                .collect()
        })
        .collect();
    let (wy, w) =
        data.labels.iter().zip(&data.weights).fold((0.0, 0.0), |(a, b), (y, w)| (a + y * w, b + w));
    let base = (wy / (w - wy)).ln();
    let mut scores = vec![base; n];
    let mut model = Model { base, trees: Vec::new(), gains: vec![0.0; n_features] };
    let mut chance = Chance(seed);
    for _ in 0..settings.n_trees {
        let features: Vec<usize> = (0..n_features).filter(|_| chance.share() < 0.4).collect();
        let sample: Vec<u32> = (0..n as u32).filter(|_| chance.share() < 0.6).collect();
        let p = |s: f32| 1.0 / (1.0 + (-s).exp());
        let gh: Vec<(f32, f32)> = scores
            .iter()
            .zip(&data.labels)
            .zip(&data.weights)
            .map(|((&s, &y), &w)| ((p(s) - y) * w, (p(s) * (1.0 - p(s)) * w).max(1e-6)))
            .collect();
        let tree = grow(&bins, &all_cuts, &features, &sample, &gh, settings, &mut model.gains);
        for (score, row) in scores.iter_mut().zip(&data.rows) {
            *score += value(&tree, row);
        }
        model.trees.push(tree);
    }
    model
}

fn grow(
    bins: &[Vec<u8>],
    cuts: &[Vec<f32>],
    features: &[usize],
    sample: &[u32],
    gh: &[(f32, f32)],
    settings: Settings,
    gains: &mut [f32],
) -> Tree {
    let n_splits = (1 << settings.depth) - 1;
    let mut tree = Tree { splits: vec![None; n_splits], leaves: vec![0.0; n_splits + 1] };
    let mut node_of = vec![0_u32; sample.len()];
    for level in 0..settings.depth {
        let first = (1 << level) - 1;
        let width = 1 << level;
        let mut best: Vec<(f32, Option<(usize, usize)>)> = vec![(1e-3, None); width];
        for &f in features {
            let column = &bins[f];
            let mut hist = vec![(0.0_f32, 0.0_f32); width * N_BINS];
            for (k, &i) in sample.iter().enumerate() {
                let slot = &mut hist[node_of[k] as usize * N_BINS + column[i as usize] as usize];
                let (g, h) = gh[i as usize];
                slot.0 += g;
                slot.1 += h;
            }
            for (node, hist) in hist.chunks(N_BINS).enumerate() {
                let (g, h) = hist.iter().fold((0.0, 0.0), |(a, b), (g, h)| (a + g, b + h));
                let (mut gl, mut hl) = (0.0, 0.0);
                for (bin, slot) in hist.iter().enumerate().take(cuts[f].len()) {
                    gl += slot.0;
                    hl += slot.1;
                    let (gr, hr) = (g - gl, h - hl);
                    if hl < settings.min_weight || hr < settings.min_weight {
                        continue;
                    }
                    let score = |g: f32, h: f32| g * g / (h + settings.l2);
                    let gain = score(gl, hl) + score(gr, hr) - score(g, h);
                    if gain > best[node].0 {
                        best[node] = (gain, Some((f, bin)));
                    }
                }
            }
        }
        for (node, (gain, split)) in best.iter().enumerate() {
            if let Some((f, bin)) = *split {
                tree.splits[first + node] = Some((f, cuts[f][bin]));
                gains[f] += gain;
            }
        }
        for (k, &i) in sample.iter().enumerate() {
            let node = node_of[k] as usize;
            let right = best[node].1.is_some_and(|(f, bin)| bins[f][i as usize] as usize > bin);
            node_of[k] = (2 * node + usize::from(right)) as u32;
        }
    }
    let mut sums = vec![(0.0_f32, 0.0_f32); n_splits + 1];
    for (k, &i) in sample.iter().enumerate() {
        let slot = &mut sums[node_of[k] as usize];
        slot.0 += gh[i as usize].0;
        slot.1 += gh[i as usize].1;
    }
    for (leaf, (g, h)) in tree.leaves.iter_mut().zip(sums) {
        *leaf = -settings.rate * g / (h + settings.l2);
    }
    tree
}

fn value(tree: &Tree, row: &[f32]) -> f32 {
    let mut at = 0;
    while at < tree.splits.len() {
        let right = tree.splits[at].is_some_and(|(f, cut)| row[f] > cut);
        at = 2 * at + 1 + usize::from(right);
    }
    tree.leaves[at - tree.splits.len()]
}

impl Model {
    pub(crate) fn probability(&self, row: &[f32]) -> f32 {
        let sum: f32 = self.base + self.trees.iter().map(|tree| value(tree, row)).sum::<f32>();
        1.0 / (1.0 + (-sum).exp())
    }

    /// The table that `forest.rs` reads.
    pub(crate) fn table(&self, card: &str) -> String {
        let mut out = String::new();
        for line in card.lines() {
            let _ = writeln!(out, "# {line}");
        }
        let _ = writeln!(out, "{:.4}", self.base);
        for tree in &self.trees {
            for split in &tree.splits {
                match split {
                    Some((f, cut)) => {
                        let _ = write!(out, "{f}:{cut} ");
                    }
                    None => out.push_str("- "),
                }
            }
            let leaves: Vec<String> = tree.leaves.iter().map(|leaf| format!("{leaf:.4}")).collect();
            out.push_str(&leaves.join(" "));
            out.push('\n');
        }
        out
    }
}
