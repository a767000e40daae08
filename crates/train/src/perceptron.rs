//! Linear models over hashed features, averaged over the steps of their training: tagger and names.
//!
//! Lazy averages after Daumé 2006.

use rustc_hash::FxHashMap;
use tellings_language::table::{Row, Table};

/// The weight of a feature for one class, with the sum of its past values.
#[derive(Clone, Copy)]
struct Cell {
    class: u8,
    weight: f32,
    sum: f64,
    since: u32,
    steps: f32,
}

/// Weights in training.
#[derive(Default)]
pub(crate) struct Perceptron {
    rows: FxHashMap<u64, u32>,
    cells: Vec<Vec<Cell>>,
    n_updates: Vec<u32>,
    time: u32,
}

/// What of the weights goes into the model.
#[derive(Clone, Copy)]
pub(crate) struct Pruning {
    /// Fewest updates of a feature that stays.
    pub(crate) min_updates: u32,
    /// Smallest averaged weight that stays.
    pub(crate) min_weight: f64,
}

impl Perceptron {
    /// The scores of the first `n_classes` classes.
    pub(crate) fn scores(&self, features: &[u64], scores: &mut [f32; 256]) {
        scores.fill(0.0);
        for key in features {
            let row = self.rows.get(key).and_then(|row| self.cells.get(*row as usize));
            for cell in row.into_iter().flatten() {
                if let Some(score) = scores.get_mut(usize::from(cell.class)) {
                    *score += cell.weight;
                }
            }
        }
    }

    /// Follows the slope of the log loss: `slopes` are classes with right share minus given share.
    ///
    /// Steps shrink with the slopes seen before (Duchi, Hazan and Singer 2011).
    pub(crate) fn follow(&mut self, features: &[u64], slopes: &[(u8, f32)], rate: f32) {
        for key in features {
            let n_rows = self.cells.len() as u32;
            let row = *self.rows.entry(*key).or_insert(n_rows);
            if row == n_rows {
                self.cells.push(Vec::new());
                self.n_updates.push(0);
            }
            let Some(cells) = self.cells.get_mut(row as usize) else { continue };
            self.n_updates[row as usize] += 1;
            for (class, slope) in slopes {
                let at = match cells.iter().position(|cell| cell.class == *class) {
                    Some(at) => at,
                    None => {
                        cells.push(Cell {
                            class: *class,
                            weight: 0.0,
                            sum: 0.0,
                            since: self.time,
                            steps: 1.0,
                        });
                        cells.len() - 1
                    }
                };
                let cell = &mut cells[at];
                cell.steps += slope * slope;
                cell.sum += f64::from(cell.weight) * f64::from(self.time - cell.since);
                cell.since = self.time;
                cell.weight += rate * slope / cell.steps.sqrt();
            }
        }
    }

    /// Counts one more decision.
    pub(crate) fn tick(&mut self) {
        self.time += 1;
    }

    /// The averaged weights as a table of small numbers.
    pub(crate) fn table(&self, pruning: Pruning) -> Table {
        let mean = |cell: &Cell| {
            (cell.sum + f64::from(cell.weight) * f64::from(self.time - cell.since))
                / f64::from(self.time.max(1))
        };
        let top = self.cells.iter().flatten().map(|cell| mean(cell).abs()).fold(1e-9, f64::max);
        let mut keys: Vec<(u64, u32)> = self.rows.iter().map(|(key, row)| (*key, *row)).collect();
        keys.sort_unstable();
        let mut rows: Vec<Row> = Vec::new();
        for (key, row) in keys {
            let mut cells: Vec<(u8, i8)> = Vec::new();
            if self.n_updates[row as usize] < pruning.min_updates {
                continue;
            }
            for cell in self.cells.get(row as usize).into_iter().flatten() {
                let weight = mean(cell);
                // The table squares its numbers: small weights are told apart finely.
                let small = ((weight.abs() / top).sqrt() * 127.0).round().copysign(weight) as i8;
                if weight.abs() >= pruning.min_weight && small != 0 {
                    cells.push((cell.class, small));
                }
            }
            if !cells.is_empty() {
                cells.sort_unstable();
                rows.push((key, cells));
            }
        }
        eprintln!("  {} features of {}, scale {top:.2}", rows.len(), self.rows.len());
        Table::build(rows)
    }
}

/// A sequence of numbers that looks random and is the same on each run (SplitMix64).
pub(crate) struct Shuffle(pub(crate) u64);

impl Shuffle {
    /// The next number.
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// Puts the items into another order (Fisher and Yates).
    pub(crate) fn mix<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, (self.next() % (last as u64 + 1)) as usize);
        }
    }
}
