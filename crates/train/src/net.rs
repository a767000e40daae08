//! The arithmetic of neural networks in training: products of matrices and the steps of the weights.
//!
//! Sums are always made in the same order, so a run gives the same weights on every machine.

use crate::perceptron::Shuffle;

/// Numbers in rows of one length.
#[derive(Clone, Debug, Default)]
pub(crate) struct Grid {
    /// The length of a row.
    pub(crate) n: usize,
    /// The rows, one behind the other.
    pub(crate) values: Vec<f32>,
}

impl Grid {
    /// Rows of zeros.
    pub(crate) fn zeros(n_rows: usize, n: usize) -> Self {
        Self { n, values: vec![0.0; n_rows * n] }
    }

    /// How many rows there are.
    pub(crate) fn n_rows(&self) -> usize {
        self.values.len() / self.n.max(1)
    }

    /// A row.
    pub(crate) fn row(&self, at: usize) -> &[f32] {
        &self.values[at * self.n..(at + 1) * self.n]
    }

    /// A row to change.
    pub(crate) fn row_mut(&mut self, at: usize) -> &mut [f32] {
        &mut self.values[at * self.n..(at + 1) * self.n]
    }

    /// Rows as columns.
    pub(crate) fn turned(&self) -> Self {
        let n_rows = self.n_rows();
        let mut out = Self::zeros(self.n, n_rows);
        for row in 0..n_rows {
            for (column, value) in self.row(row).iter().enumerate() {
                out.values[column * n_rows + row] = *value;
            }
        }
        out
    }

    /// The product of two matrices.
    pub(crate) fn times(&self, other: &Self) -> Self {
        let mut out = Self::zeros(self.n_rows(), other.n);
        multiply(self, other, &mut out.values);
        out
    }
}

/// So many columns of a product are summed at a time: they stay in registers.
const COLUMNS: usize = 16;

/// Adds the product of two matrices to `out`.
fn multiply(a: &Grid, b: &Grid, out: &mut [f32]) {
    let (n_inner, n) = (a.n, b.n);
    let mut panel = vec![[0.0_f32; COLUMNS]; n_inner];
    for left in (0..n).step_by(COLUMNS) {
        let width = COLUMNS.min(n - left);
        for (part, row) in panel.iter_mut().zip(b.values.chunks_exact(n)) {
            part[..width].copy_from_slice(&row[left..left + width]);
        }
        let quads = a.values.chunks(4 * n_inner).zip(out.chunks_mut(4 * n));
        for (rows, out) in quads {
            let sums =
                if rows.len() == 4 * n_inner { four(rows, &panel) } else { few(rows, &panel) };
            for (out, sums) in out.chunks_exact_mut(n).zip(sums) {
                let slots = &mut out[left..left + width];
                slots.iter_mut().zip(sums).for_each(|(slot, sum)| *slot += sum);
            }
        }
    }
}

/// The products of four rows with the columns of a panel.
fn four(rows: &[f32], panel: &[[f32; COLUMNS]]) -> [[f32; COLUMNS]; 4] {
    let (top, bottom) = rows.split_at(2 * panel.len());
    let ((a, b), (c, d)) = (top.split_at(panel.len()), bottom.split_at(panel.len()));
    let [mut p, mut q, mut r, mut s] = [[0.0; COLUMNS]; 4];
    for ((((values, a), b), c), d) in panel.iter().zip(a).zip(b).zip(c).zip(d) {
        for idx in 0..COLUMNS {
            p[idx] += a * values[idx];
            q[idx] += b * values[idx];
            r[idx] += c * values[idx];
            s[idx] += d * values[idx];
        }
    }
    [p, q, r, s]
}

/// The same for the last rows.
fn few(rows: &[f32], panel: &[[f32; COLUMNS]]) -> [[f32; COLUMNS]; 4] {
    let mut sums = [[0.0; COLUMNS]; 4];
    for (row, sums) in rows.chunks_exact(panel.len().max(1)).zip(&mut sums) {
        for (values, by) in panel.iter().zip(row) {
            sums.iter_mut().zip(values).for_each(|(sum, value)| *sum += by * value);
        }
    }
    sums
}

/// Weights in training, with the slopes of the loss and their moments (Kingma and Ba 2015, Adam).
#[derive(Clone, Debug, Default)]
pub(crate) struct Weights {
    /// The weights.
    pub(crate) grid: Grid,
    /// The slopes since the last step.
    pub(crate) slopes: Grid,
    moments: [Vec<f32>; 2],
    /// The rows with slopes, for tables of which a step touches few rows; all of them if `None`.
    touched: Option<Vec<u32>>,
    is_touched: Vec<bool>,
}

const MOMENTS: [f32; 2] = [0.9, 0.95];

impl Weights {
    /// Random weights of a spread.
    pub(crate) fn new(n_rows: usize, n: usize, spread: f32, chance: &mut Shuffle) -> Self {
        let mut grid = Grid::zeros(n_rows, n);
        grid.values.iter_mut().for_each(|value| *value = spread * (2.0 * share(chance) - 1.0));
        let moments = [0, 1].map(|_| vec![0.0; grid.values.len()]);
        Self { slopes: Grid::zeros(n_rows, n), grid, moments, ..Self::default() }
    }

    /// Random weights of a layer with `n_rows` inputs (Glorot and Bengio 2010).
    pub(crate) fn layer(n_rows: usize, n: usize, chance: &mut Shuffle) -> Self {
        Self::new(n_rows, n, (6.0 / (n_rows + n.min(n_rows)) as f32).sqrt(), chance)
    }

    /// A table of which each step touches few rows.
    pub(crate) fn table(n_rows: usize, n: usize, spread: f32, chance: &mut Shuffle) -> Self {
        Self {
            touched: Some(Vec::new()),
            is_touched: vec![false; n_rows],
            ..Self::new(n_rows, n, spread, chance)
        }
    }

    /// The slopes of a row, to add to.
    pub(crate) fn slopes_of(&mut self, row: usize) -> &mut [f32] {
        if let Some(touched) = &mut self.touched
            && !self.is_touched[row]
        {
            self.is_touched[row] = true;
            touched.push(row as u32);
        }
        self.slopes.row_mut(row)
    }

    /// Adds the slopes of a product: inputs turned, times the slopes of the outputs.
    pub(crate) fn learn(&mut self, inputs: &Grid, outputs: &Grid) {
        multiply(&inputs.turned(), outputs, &mut self.slopes.values);
    }

    fn rows(&self) -> Vec<usize> {
        match &self.touched {
            Some(touched) => touched.iter().map(|row| *row as usize).collect(),
            None => (0..self.grid.n_rows()).collect(),
        }
    }

    /// The sum of the squared slopes.
    pub(crate) fn square(&self) -> f64 {
        let rows = self.rows();
        let slopes = rows.iter().flat_map(|row| self.slopes.row(*row));
        slopes.map(|slope| f64::from(*slope) * f64::from(*slope)).sum()
    }

    /// Makes a step against the slopes, shrunk by `factor`, and forgets them.
    pub(crate) fn step(&mut self, rate: f32, factor: f32) {
        let n = self.grid.n;
        for row in self.rows() {
            let range = row * n..(row + 1) * n;
            let slopes = &mut self.slopes.values[range.clone()];
            let [first, second] = &mut self.moments;
            let moments = first[range.clone()].iter_mut().zip(&mut second[range.clone()]);
            for ((weight, slope), (mean, square)) in
                self.grid.values[range].iter_mut().zip(slopes).zip(moments)
            {
                let by = *slope * factor;
                *slope = 0.0;
                *mean = MOMENTS[0] * *mean + (1.0 - MOMENTS[0]) * by;
                *square = MOMENTS[1] * *square + (1.0 - MOMENTS[1]) * by * by;
                *weight -= rate * *mean / (square.sqrt() + 1e-8);
            }
        }
        if let Some(touched) = &mut self.touched {
            for row in touched.drain(..) {
                self.is_touched[row as usize] = false;
            }
        }
    }
}

/// A random number from 0 to 1.
pub(crate) fn share(chance: &mut Shuffle) -> f32 {
    (chance.next() >> 40) as f32 / (1_u64 << 24) as f32
}

/// Zeros for the share `drop` of `n` places and more than 1 for the others, so that sums stay as they are.
pub(crate) fn mask(n: usize, drop: f32, chance: &mut Shuffle) -> Vec<f32> {
    let kept = 1.0 / (1.0 - drop);
    (0..n).map(|_| if share(chance) < drop { 0.0 } else { kept }).collect()
}

/// The slope of [`tellings_language::parse::matrix::squash`] at `x`.
pub(crate) fn squash_slope(x: f32) -> f32 {
    let x = x.clamp(-3.0, 3.0);
    let square = x * x;
    let (over, under) = (27.0 + square, 27.0 + 9.0 * square);
    (27.0 + 3.0 * square) / under - 18.0 * square * over / (under * under)
}

/// The slope of [`tellings_language::parse::matrix::gate`] at `x`.
pub(crate) fn gate_slope(x: f32) -> f32 {
    0.25 * squash_slope(0.5 * x)
}

/// Turns scores into the slopes of the log loss at the right class, times `weight`; gives the loss.
pub(crate) fn soften(scores: &mut [f32], right: usize, weight: f32) -> f32 {
    let top = scores.iter().copied().fold(f32::MIN, f32::max);
    scores.iter_mut().for_each(|score| *score = (*score - top).exp());
    let sum: f32 = scores.iter().sum();
    let loss = -(scores[right] / sum).max(1e-12).ln();
    scores.iter_mut().for_each(|score| *score *= weight / sum);
    scores[right] -= weight;
    loss
}

#[cfg(test)]
mod tests {
    use super::*;
    use tellings_language::parse::matrix::{gate, squash};

    #[test]
    fn products_are_those_of_the_textbook() {
        let mut chance = Shuffle(1);
        let a = Weights::new(7, 5, 1.0, &mut chance).grid;
        let b = Weights::new(5, 37, 1.0, &mut chance).grid;
        let product = a.times(&b);
        for row in 0..7 {
            for column in 0..37 {
                let sum: f32 = (0..5).map(|k| a.row(row)[k] * b.row(k)[column]).sum();
                assert!((product.row(row)[column] - sum).abs() < 1e-5);
            }
        }
        assert_eq!(a.turned().turned().values, a.values);
    }

    #[test]
    fn slopes_are_those_of_small_steps() {
        for x in [-3.5_f32, -1.2, 0.0, 0.7, 2.9] {
            let by = |curve: fn(f32) -> f32| (curve(x + 0.01) - curve(x - 0.01)) / 0.02;
            assert!((by(squash) - squash_slope(x)).abs() < 0.01);
            assert!((by(gate) - gate_slope(x)).abs() < 0.01);
        }
    }
}
