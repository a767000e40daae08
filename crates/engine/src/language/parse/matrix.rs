//! Whole-number matrices, and the curves between them.
//!
//! Values between layers are sixteen-bit numbers with ten bits behind the point; weights have sixteen bits
//! with a scale for each row. Products add up in 32 bits without rounding, so every machine gets
//! the same sums; the few steps in floating point are single operations that IEEE 754 fixes.
//! Functions with `_lanes` in their names work on several numbers at once, as many as the machine at hand can.

use crate::language::model::{ModelError, Reader};
use fearless_simd::{Level, Simd, dispatch, f32x8, i16x16, i32x8, prelude::*};

/// What 1 is between layers.
pub const UNIT: f32 = 1024.0;

/// The largest sum of the weights of a row: times any value between layers it fits 31 bits.
const MAX_ROW: f32 = 65_000.0;

/// The largest number of rows or columns a file may ask for.
const MAX_SIDE: usize = 4096;

/// How many numbers are worked on at a time.
pub const LANES: usize = 8;

/// How many values between layers are.
const SHORTS: usize = 2 * LANES;

/// Values side by side, where a machine reads them in one step.
#[derive(Clone, Copy, Debug)]
#[repr(align(32))]
struct Shorts([i16; SHORTS]);

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
    /// The rows, each filled up with zeros.
    weights: Vec<Shorts>,
    scales: Vec<f32>,
    biases: Vec<f32>,
}

impl Matrix {
    /// Makes a matrix of rows of weights, each with its bias.
    pub fn new(n_in: usize, rows: &[Vec<f32>], biases: &[f32]) -> Self {
        let mut matrix = Self { n_in, biases: biases.to_vec(), ..Self::default() };
        for row in rows {
            let sum: f32 = row.iter().map(|weight| weight.abs()).sum();
            let top = row.iter().map(|weight| weight.abs()).fold(1e-9, f32::max);
            let scale = (top / 32_000.0).max(sum / MAX_ROW);
            let row: Vec<i16> = row.iter().map(|weight| (weight / scale).round() as i16).collect();
            matrix.weights.extend(filled(&row).map(Shorts));
            matrix.scales.push(scale / UNIT);
        }
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
        room.0.clear();
        for run in input.chunks_exact(self.n_in.max(1)) {
            room.0.extend(filled(run).map(Shorts));
        }
        dispatch!(Level::new(), simd => self.apply_lanes(simd, room, out));
    }

    #[inline(always)]
    fn apply_lanes<S: Simd>(&self, simd: S, room: &Room, out: &mut Vec<f32>) {
        let (n_out, n_lanes) = (self.n_out(), self.n_in.div_ceil(SHORTS).max(1));
        out.clear();
        out.resize(room.0.len() / n_lanes * n_out, 0.0);
        let rows = self.weights.chunks_exact(n_lanes).zip(self.scales.iter().zip(&self.biases));
        let mut rows = rows.enumerate();
        while let Some((column, (first, of_first))) = rows.next() {
            // The last row may be alone; then it is made twice and written once.
            let (second, of_second) = rows.next().map_or((first, of_first), |(_, next)| next);
            let mut runs = out.chunks_exact_mut(n_out);
            let mut set = |sums: [i32; 2]| {
                let Some(run) = runs.next() else { return };
                let places = run.iter_mut().skip(column).zip(sums).zip([of_first, of_second]);
                for ((slot, sum), (scale, bias)) in places {
                    *slot = sum as f32 * scale + bias;
                }
            };
            let fours = room.0.chunks_exact(4 * n_lanes);
            let rest = fours.remainder();
            for values in fours {
                let (top, bottom) = values.split_at(2 * n_lanes);
                let (a, b) = top.split_at(n_lanes);
                let (c, d) = bottom.split_at(n_lanes);
                four(simd, [first, second], [a, b, c, d]).into_iter().for_each(&mut set);
            }
            for values in rest.chunks_exact(n_lanes) {
                set([first, second].map(|row| one(simd, parts(row), parts(values))));
            }
        }
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
        let rows = weights.chunks_exact(n_in.max(1));
        let weights = rows.flat_map(|row| filled(row).map(Shorts)).collect();
        Ok(Self { n_in, weights, scales, biases })
    }

    /// Writes the matrix.
    pub fn write(&self, out: &mut Vec<u8>) {
        out.extend((self.n_in as u32).to_le_bytes());
        out.extend((self.n_out() as u32).to_le_bytes());
        out.extend(self.scales.iter().flat_map(|number| number.to_le_bytes()));
        out.extend(self.biases.iter().flat_map(|number| number.to_le_bytes()));
        for row in self.weights.chunks_exact(self.n_in.div_ceil(SHORTS).max(1)) {
            let weights = row.iter().flat_map(|part| &part.0).take(self.n_in);
            out.extend(weights.flat_map(|weight| weight.to_le_bytes()));
        }
    }
}

/// Space to work in.
#[derive(Clone, Debug, Default)]
pub struct Room(Vec<Shorts>);

/// Sums of the products of two rows with each of four runs of values.
#[inline(always)]
fn four<S: Simd>(
    simd: S,
    [row, next]: [&[Shorts]; 2],
    [a, b, c, d]: [&[Shorts]; 4],
) -> [[i32; 2]; 4] {
    let mut sums = [[i32x8::splat(simd, 0); 2]; 4];
    for (((((row, next), a), b), c), d) in row.iter().zip(next).zip(a).zip(b).zip(c).zip(d) {
        let (row, next) = (i16x16::load_array(simd, row.0), i16x16::load_array(simd, next.0));
        for ([first, second], values) in sums.iter_mut().zip([a, b, c, d]) {
            let values = i16x16::load_array(simd, values.0);
            *first += row.pairwise_dot_product(values);
            *second += next.pairwise_dot_product(values);
        }
    }
    let mut whole = [[0; 2]; 4];
    for (whole, [first, second]) in whole.iter_mut().zip(sums) {
        *whole = [first.reduce_sum(), second.reduce_sum()];
    }
    whole
}

#[inline(always)]
fn parts(run: &[Shorts]) -> impl Iterator<Item = &[i16; SHORTS]> {
    run.iter().map(|part| &part.0)
}

/// The sum of the products of two runs.
#[inline(always)]
fn one<'a, S: Simd>(
    simd: S,
    a: impl Iterator<Item = &'a [i16; SHORTS]>,
    b: impl Iterator<Item = &'a [i16; SHORTS]>,
) -> i32 {
    let mut sum = i32x8::splat(simd, 0);
    for (a, b) in a.zip(b) {
        sum += i16x16::load_array(simd, *a).pairwise_dot_product(i16x16::load_array(simd, *b));
    }
    sum.reduce_sum()
}

/// The sums of the products of each run of `n` values in `a` with each in `b`, those of one run of
/// `a` side by side.
pub fn dots(a: &[i16], b: &[i16], n: usize, out: &mut Vec<i32>) {
    out.clear();
    dispatch!(Level::new(), simd => dots_lanes(simd, a, b, n.max(1), out));
}

#[inline(always)]
fn dots_lanes<S: Simd>(simd: S, a: &[i16], b: &[i16], n: usize, out: &mut Vec<i32>) {
    for a in a.chunks_exact(n) {
        let (a, a_rest) = a.as_chunks::<SHORTS>();
        for b in b.chunks_exact(n) {
            let (b, b_rest) = b.as_chunks::<SHORTS>();
            let rest = a_rest.iter().zip(b_rest).map(|(a, b)| i32::from(*a) * i32::from(*b));
            out.push(rest.fold(one(simd, a.iter(), b.iter()), i32::wrapping_add));
        }
    }
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
            let mut all = Vec::new();
            dots(&a, &b, n, &mut all);
            prop_assert_eq!(&all, &plain);
            all.clear();
            dispatch!(Level::baseline(), simd => dots_lanes(simd, &a, &b, n, &mut all));
            prop_assert_eq!(&all, &plain);
        }
    }

    fn shorts() -> impl Strategy<Value = Vec<i16>> {
        proptest::collection::vec(any::<i16>(), 0..200)
    }
}
