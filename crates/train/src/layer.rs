//! Layers of simple recurrent units in training.

use crate::{
    net::{Grid, Weights, gate_slope, squash_slope},
    perceptron::Shuffle,
};
use tellings_language::parse::{
    encode::Recurrence,
    matrix::{Matrix, gate, squash},
};

/// One layer in one direction.
pub(crate) struct Half {
    matrix: Weights,
    biases: Weights,
    feedback: Weights,
}

/// What a half did to the words of a step.
pub(crate) struct Trace {
    /// Candidates and gates before their curves.
    products: Grid,
    /// What was kept after each word.
    kept: Grid,
}

impl Half {
    /// A half with random weights.
    pub(crate) fn new(n_in: usize, n: usize, chance: &mut Shuffle) -> Self {
        Self {
            matrix: Weights::layer(n_in, 3 * n, chance),
            biases: Weights::new(1, 3 * n, 0.0, chance),
            feedback: Weights::new(2, n, 0.1, chance),
        }
    }

    /// How many units it has.
    pub(crate) fn n(&self) -> usize {
        self.feedback.grid.n
    }

    /// Reads each run of words in the direction of `side`.
    pub(crate) fn run(
        &self,
        side: usize,
        input: &Grid,
        runs: &[(usize, usize)],
        out: &mut Grid,
    ) -> Trace {
        let n = self.n();
        let mut products = input.times(&self.matrix.grid);
        for row in products.values.chunks_exact_mut(3 * n) {
            row.iter_mut().zip(&self.biases.grid.values).for_each(|(value, bias)| *value += bias);
        }
        let mut kept = Grid::zeros(input.n_rows(), n);
        let highway = input.n == 2 * n;
        let mut before = vec![0.0; n];
        for (start, end) in runs {
            before.fill(0.0);
            for at in order(side, *start, *end) {
                let row = products.row(at);
                let now = kept.row_mut(at);
                let shown = &mut out.row_mut(at)[side * n..(side + 1) * n];
                let (k, s) = self.feedback.grid.values.split_at(n);
                for idx in 0..n {
                    let keep = gate(row[n + idx] + k[idx] * before[idx]);
                    let show = gate(row[2 * n + idx] + s[idx] * before[idx]);
                    now[idx] = keep * before[idx] + (1.0 - keep) * row[idx];
                    let below = if highway { input.row(at)[side * n + idx] } else { 0.0 };
                    shown[idx] = show * squash(now[idx]) + (1.0 - show) * below;
                }
                before.copy_from_slice(now);
            }
        }
        Trace { products, kept }
    }

    /// Adds the slopes of weights and inputs, given those of the outputs.
    pub(crate) fn learn(
        &mut self,
        side: usize,
        (input, trace): (&Grid, &Trace),
        runs: &[(usize, usize)],
        (outputs, inputs): (&Grid, &mut Grid),
    ) {
        let n = self.n();
        let highway = input.n == 2 * n;
        let mut slopes = Grid::zeros(input.n_rows(), 3 * n);
        let mut carry = vec![0.0; n];
        let nothing = vec![0.0; n];
        let (k, s) = self.feedback.grid.values.split_at(n);
        let (k_slopes, s_slopes) = self.feedback.slopes.values.split_at_mut(n);
        for (start, end) in runs {
            carry.fill(0.0);
            let first = if side == 0 { *start } else { end - 1 };
            for at in order(1 - side, *start, *end) {
                let row = trace.products.row(at);
                let now = trace.kept.row(at);
                let before = match (at == first, side) {
                    (true, _) => &nothing[..],
                    (_, 0) => trace.kept.row(at - 1),
                    _ => trace.kept.row(at + 1),
                };
                let shown = &outputs.row(at)[side * n..(side + 1) * n];
                let of_row = slopes.row_mut(at);
                let below = &mut inputs.row_mut(at)[..];
                for idx in 0..n {
                    let (keep_sum, show_sum) = (
                        row[n + idx] + k[idx] * before[idx],
                        row[2 * n + idx] + s[idx] * before[idx],
                    );
                    let (keep, show) = (gate(keep_sum), gate(show_sum));
                    let passed = if highway { input.row(at)[side * n + idx] } else { 0.0 };
                    let show_slope =
                        shown[idx] * (squash(now[idx]) - passed) * gate_slope(show_sum);
                    if highway {
                        below[side * n + idx] += shown[idx] * (1.0 - show);
                    }
                    let kept = carry[idx] + shown[idx] * show * squash_slope(now[idx]);
                    let keep_slope = kept * (before[idx] - row[idx]) * gate_slope(keep_sum);
                    of_row[idx] = kept * (1.0 - keep);
                    of_row[n + idx] = keep_slope;
                    of_row[2 * n + idx] = show_slope;
                    k_slopes[idx] += keep_slope * before[idx];
                    s_slopes[idx] += show_slope * before[idx];
                    carry[idx] = kept * keep + keep_slope * k[idx] + show_slope * s[idx];
                }
            }
        }
        learn_biases(&mut self.biases, &slopes);
        self.matrix.learn(input, &slopes);
        let back = slopes.times(&self.matrix.grid.turned());
        inputs.values.iter_mut().zip(&back.values).for_each(|(sum, slope)| *sum += slope);
    }

    /// All its weights.
    pub(crate) fn all(&mut self) -> [&mut Weights; 3] {
        [&mut self.matrix, &mut self.biases, &mut self.feedback]
    }

    /// The half as it is shipped.
    pub(crate) fn finished(&self) -> Recurrence {
        let (k, s) = self.feedback.grid.values.split_at(self.n());
        Recurrence::new(finished(&self.matrix, &self.biases), [k, s])
    }
}

/// The words of a run in the direction of a side.
fn order(side: usize, start: usize, end: usize) -> impl Iterator<Item = usize> {
    (start..end).map(move |at| if side == 0 { at } else { start + end - 1 - at })
}

/// Adds the slopes of what is added to every row.
pub(crate) fn learn_biases(biases: &mut Weights, slopes: &Grid) {
    for row in slopes.values.chunks_exact(slopes.n) {
        biases.slopes.values.iter_mut().zip(row).for_each(|(sum, slope)| *sum += slope);
    }
}

/// A matrix as it is shipped.
pub(crate) fn finished(matrix: &Weights, biases: &Weights) -> Matrix {
    let turned = matrix.grid.turned();
    let rows: Vec<Vec<f32>> = (0..turned.n_rows()).map(|row| turned.row(row).to_vec()).collect();
    Matrix::new(turned.n, &rows, &biases.grid.values)
}
