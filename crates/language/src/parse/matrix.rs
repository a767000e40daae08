//! Whole-number matrices, and the curves between them.
//!
//! Values between layers are sixteen-bit numbers with ten bits behind the point; weights have sixteen bits
//! with a scale for each row. Products add up in 32 bits without rounding, so every machine gets
//! the same sums; the few steps in floating point are single operations that IEEE 754 fixes.
//! Functions with `_lanes` in their names work on several numbers at once, as many as the machine at hand can.

use crate::model::{ModelError, Reader};
use fearless_simd::{Level, Simd, dispatch, f32x8, f32x16, i16x32, i32x8, i32x16, prelude::*};

/// What 1 is between layers.
pub const UNIT: f32 = 1024.0;

/// The largest sum of the weights of a row: times any value between layers it fits 31 bits.
const MAX_ROW: f32 = 65_000.0;

/// The largest number of rows or columns a file may ask for.
const MAX_SIDE: usize = 4096;

/// How many numbers are worked on at a time.
pub const LANES: usize = 8;

/// The numbers of so many rows are multiplied side by side, so that no sum is spread over the lanes.
const ROWS: usize = 2 * LANES;

/// So many runs of values are multiplied with the same rows at a time.
const RUNS: usize = 4;

/// Two neighbouring numbers of each of some rows, where a machine reads them in one step.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
struct Pairs([i16; 2 * ROWS]);

/// A value between layers.
#[inline]
pub fn fixed(value: f32) -> i16 {
    // The cast keeps to the range of the type.
    (value * UNIT) as i16
}

/// Eight values between layers.
#[inline(always)]
pub fn fixed_lanes<S: Simd>(values: f32x8<S>) -> [i16; LANES] {
    let (least, most) = (f32::from(i16::MIN), f32::from(i16::MAX));
    let whole: i32x8<S> = (values * UNIT).max(least).min(most).to_int_precise();
    whole.to_array().map(|value| value as i16)
}

/// A curve from -1 to 1 close to the hyperbolic tangent, with plain arithmetic (Padé's quotient, cut at ±3).
#[inline]
pub fn squash(x: f32) -> f32 {
    let x = x.clamp(-3.0, 3.0);
    let square = x * x;
    x * (27.0 + square) / (27.0 + 9.0 * square)
}

/// [`squash`] of eight numbers.
#[inline(always)]
pub fn squash_lanes<S: Simd>(x: f32x8<S>) -> f32x8<S> {
    let x = x.max(-3.0).min(3.0);
    let square = x * x;
    x * (square + 27.0) / (square * 9.0 + 27.0)
}

/// A curve from 0 to 1: how far a gate is open.
#[inline]
pub fn gate(x: f32) -> f32 {
    0.5 + 0.5 * squash(0.5 * x)
}

/// [`gate`] of eight numbers.
#[inline(always)]
pub fn gate_lanes<S: Simd>(x: f32x8<S>) -> f32x8<S> {
    squash_lanes(x * 0.5) * 0.5 + 0.5
}

/// The numbers by so many at a time; the last are filled up with zeros.
pub fn filled<T: Copy + Default, const N: usize>(numbers: &[T]) -> impl Iterator<Item = [T; N]> {
    numbers.chunks(N).map(|part| {
        let mut full = [T::default(); N];
        full.iter_mut().zip(part).for_each(|(slot, number)| *slot = *number);
        full
    })
}

/// Weights from `n_in` values to a row's number each.
#[derive(Clone, Debug, Default)]
pub struct Matrix {
    n_in: usize,
    /// The rows, by [`side_by_side`].
    weights: Vec<Pairs>,
    scales: Vec<f32>,
    biases: Vec<f32>,
}

impl Matrix {
    /// Makes a matrix of rows of weights, each with its bias.
    pub fn new(n_in: usize, rows: &[Vec<f32>], biases: &[f32]) -> Self {
        let mut matrix = Self { n_in, biases: biases.to_vec(), ..Self::default() };
        let mut whole: Vec<i16> = Vec::with_capacity(n_in * rows.len());
        for row in rows {
            let sum: f32 = row.iter().map(|weight| weight.abs()).sum();
            let top = row.iter().map(|weight| weight.abs()).fold(1e-9, f32::max);
            let scale = (top / 32_000.0).max(sum / MAX_ROW);
            whole.extend(row.iter().map(|weight| (weight / scale).round() as i16));
            matrix.scales.push(scale / UNIT);
        }
        side_by_side(&whole, n_in, &mut matrix.weights);
        matrix
    }

    /// How many numbers come out.
    pub fn n_out(&self) -> usize {
        self.scales.len()
    }

    /// How many numbers go in.
    pub fn n_in(&self) -> usize {
        self.n_in
    }

    /// Multiplies each run of `n_in` values; the results of one run stand together in `out`.
    pub fn apply(&self, input: &[i16], room: &mut Room, out: &mut Vec<f32>) {
        by_fours(input, self.n_in, &mut room.runs);
        out.clear();
        out.resize(input.len() / self.n_in.max(1) * self.n_out(), 0.0);
        dispatch!(Level::new(), simd => self.apply_lanes(simd, &room.runs, out));
    }

    #[inline(always)]
    fn apply_lanes<S: Simd>(&self, simd: S, runs: &[[i32; RUNS]], out: &mut [f32]) {
        let of_rows = filled(&self.scales).zip(filled(&self.biases));
        let of_rows: Vec<([f32; ROWS], [f32; ROWS])> = of_rows.collect();
        products(simd, &self.weights, runs, self.n_in, self.n_out(), out, |block, sums| {
            let (scales, biases) = of_rows.get(block).copied().unwrap_or_default();
            let scaled = sums.to_float::<f32x16<S>>() * f32x16::load_array(simd, scales);
            (scaled + f32x16::load_array(simd, biases)).to_array()
        });
    }

    /// Reads a matrix.
    ///
    /// # Errors
    /// Where the bytes end too early or hold something else.
    pub fn read(reader: &mut Reader) -> Result<Self, ModelError> {
        let (n_in, n_out) = (reader.u32()? as usize, reader.u32()? as usize);
        if n_in > MAX_SIDE || n_out > MAX_SIDE {
            return Err(ModelError::Damaged);
        }
        let (scales, biases) = (reader.f32s(n_out)?, reader.f32s(n_out)?);
        let weights = reader.i16s(n_in * n_out)?;
        let mut matrix = Self { n_in, weights: Vec::new(), scales, biases };
        side_by_side(&weights, n_in, &mut matrix.weights);
        Ok(matrix)
    }

    /// Writes the matrix.
    pub fn write(&self, out: &mut Vec<u8>) {
        out.extend((self.n_in as u32).to_le_bytes());
        out.extend((self.n_out() as u32).to_le_bytes());
        out.extend(self.scales.iter().flat_map(|number| number.to_le_bytes()));
        out.extend(self.biases.iter().flat_map(|number| number.to_le_bytes()));
        for row in 0..self.n_out() {
            let pairs = self.weights.iter().skip(row / ROWS * self.n_in.div_ceil(2));
            let weights = pairs.flat_map(|pairs| pairs.0.iter().skip(row % ROWS * 2).take(2));
            out.extend(weights.take(self.n_in).flat_map(|weight| weight.to_le_bytes()));
        }
    }
}

/// Space to work in.
#[derive(Clone, Debug, Default)]
pub struct Room {
    runs: Vec<[i32; RUNS]>,
    rows: Vec<Pairs>,
}

/// Rows of `n` numbers, sixteen of them side by side by pairs of numbers; filled up with zeros.
fn side_by_side(rows: &[i16], n: usize, out: &mut Vec<Pairs>) {
    out.clear();
    for rows in rows.chunks(ROWS * n.max(1)) {
        for at in (0..n).step_by(2) {
            let mut pairs = [0; 2 * ROWS];
            for (pair, row) in pairs.as_chunks_mut::<2>().0.iter_mut().zip(rows.chunks_exact(n)) {
                *pair = pair_at(row, at);
            }
            out.push(Pairs(pairs));
        }
    }
}

/// Runs of `n` values, four of them side by side by pairs of values; filled up with zeros.
fn by_fours(runs: &[i16], n: usize, out: &mut Vec<[i32; RUNS]>) {
    out.clear();
    for runs in runs.chunks(RUNS * n.max(1)) {
        for at in (0..n).step_by(2) {
            let mut four = [0; RUNS];
            for (slot, run) in four.iter_mut().zip(runs.chunks_exact(n)) {
                let [[a, b], [c, d]] = pair_at(run, at).map(i16::to_ne_bytes);
                *slot = i32::from_ne_bytes([a, b, c, d]);
            }
            out.push(four);
        }
    }
}

fn pair_at(numbers: &[i16], at: usize) -> [i16; 2] {
    [at, at + 1].map(|at| numbers.get(at).copied().unwrap_or(0))
}

/// Multiplies each run with each row of `n` numbers; `finish` makes numbers of the sums of a block of rows, and
/// those of one run stand together in `out`, `n_rows` of them.
#[inline(always)]
fn products<S: Simd, T: Copy>(
    simd: S,
    rows: &[Pairs],
    runs: &[[i32; RUNS]],
    n: usize,
    n_rows: usize,
    out: &mut [T],
    finish: impl Fn(usize, i32x16<S>) -> [T; ROWS],
) {
    let n_pairs = n.div_ceil(2).max(1);
    for (block, rows) in rows.chunks_exact(n_pairs).enumerate() {
        let places = out.chunks_mut(RUNS * n_rows.max(1));
        for (runs, places) in runs.chunks_exact(n_pairs).zip(places) {
            let mut sums = [i32x16::splat(simd, 0); RUNS];
            for (row, values) in rows.iter().zip(runs) {
                let row = i16x32::load_array(simd, row.0);
                for (sum, value) in sums.iter_mut().zip(values) {
                    let value = i32x16::splat(simd, *value).bitcast::<i16x32<S>>();
                    *sum += row.pairwise_dot_product(value);
                }
            }
            for (place, sums) in places.chunks_exact_mut(n_rows.max(1)).zip(sums) {
                let numbers = finish(block, sums);
                let place = place.get_mut(ROWS * block..).unwrap_or_default();
                match place.first_chunk_mut() {
                    Some(whole) => *whole = numbers,
                    None => place.iter_mut().zip(numbers).for_each(|(slot, n)| *slot = n),
                }
            }
        }
    }
}

/// The sums of the products of each run of `n` values in `a` with each in `b`, those of one run of
/// `a` side by side.
pub fn dots(a: &[i16], b: &[i16], n: usize, room: &mut Room, out: &mut Vec<i32>) {
    dispatch!(Level::new(), simd => dots_lanes(simd, a, b, n.max(1), room, out));
}

#[inline(always)]
fn dots_lanes<S: Simd>(
    simd: S,
    a: &[i16],
    b: &[i16],
    n: usize,
    room: &mut Room,
    out: &mut Vec<i32>,
) {
    by_fours(a, n, &mut room.runs);
    side_by_side(b, n, &mut room.rows);
    let n_rows = b.len() / n;
    out.clear();
    out.resize(a.len() / n * n_rows, 0);
    products(simd, &room.rows, &room.runs, n, n_rows, out, |_, sums| sums.to_array());
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_matrix_multiplies_each_run() {
        let matrix = Matrix::new(2, &[vec![0.5, -2.0], vec![0.0, 1.0]], &[0.25, 0.0]);
        let input: Vec<i16> = [1.0, 0.5, -1.0, 2.0].map(fixed).to_vec();
        let mut out = Vec::new();
        matrix.apply(&input, &mut Room::default(), &mut out);
        for (got, wanted) in out.iter().zip([-0.25, 0.5, -4.25, 2.0]) {
            assert!((got - wanted).abs() < 0.001, "{got} {wanted}");
        }
        let mut bytes = Vec::new();
        matrix.write(&mut bytes);
        let read = Matrix::read(&mut Reader::new(bytes.into())).unwrap();
        let mut again = Vec::new();
        read.apply(&input, &mut Room::default(), &mut again);
        assert_eq!(out, again);
    }

    #[test]
    fn the_curves_keep_to_their_range() {
        assert_eq!((squash(-9.0), squash(0.0), squash(3.0)), (-1.0, 0.0, 1.0));
        assert_eq!((gate(-9.0), gate(0.0), gate(9.0)), (0.0, 0.5, 1.0));
        for x in [-4.0, -1.3, 0.2, 2.7] {
            let (gates, squashed) = dispatch!(Level::new(), simd => {
                let lanes = f32x8::splat(simd, x);
                (gate_lanes(lanes).to_array(), fixed_lanes(squash_lanes(lanes)))
            });
            assert_eq!(gates, [gate(x); LANES]);
            assert_eq!(squashed, [fixed(squash(x)); LANES]);
        }
    }

    proptest! {
        /// Every machine gets the sums that plain arithmetic gives.
        #[test]
        fn machines_agree(n in 1..40_usize, a in shorts(), b in shorts()) {
            let plain: Vec<i32> = a.chunks_exact(n).flat_map(|a| b.chunks_exact(n).map(move |b| {
                a.iter().zip(b).map(|(a, b)| i32::from(*a) * i32::from(*b)).fold(0, i32::wrapping_add)
            })).collect();
            let (mut room, mut all) = (Room::default(), Vec::new());
            dots(&a, &b, n, &mut room, &mut all);
            prop_assert_eq!(&all, &plain);
            dispatch!(Level::baseline(), simd => dots_lanes(simd, &a, &b, n, &mut room, &mut all));
            prop_assert_eq!(&all, &plain);
        }
    }

    fn shorts() -> impl Strategy<Value = Vec<i16>> {
        proptest::collection::vec(any::<i16>(), 0..200)
    }
}
