//! Whole-number matrices, and the curves between them.
//!
//! Values between layers are sixteen-bit numbers with ten bits behind the point; weights have sixteen bits
//! with a scale for each row. Products add up in 32 bits without rounding, so every machine gets
//! the same sums; the few steps in floating point are single operations that IEEE 754 fixes.

use crate::language::model::{ModelError, Reader};
use wide::{f32x8, i16x8, i32x4};

/// What 1 is between layers.
pub const UNIT: f32 = 1024.0;

/// The largest sum of the weights of a row: times any value between layers it fits 31 bits.
const MAX_ROW: f32 = 65_000.0;

/// The largest number of rows or columns a file may ask for.
const MAX_SIDE: usize = 4096;

/// How many numbers are worked on at a time.
pub const LANES: usize = 8;

/// A value between layers.
#[inline]
pub fn fixed(value: f32) -> i16 {
    // The cast keeps to the range of the type.
    (value * UNIT) as i16
}

/// Eight values between layers.
#[inline]
pub fn fixed_lanes(values: f32x8) -> [i16; LANES] {
    (values * f32x8::splat(UNIT)).to_array().map(|value| value as i16)
}

/// A curve from -1 to 1 close to the hyperbolic tangent, with plain arithmetic (Padé's quotient, cut at ±3).
#[inline]
pub fn squash(x: f32) -> f32 {
    let x = x.clamp(-3.0, 3.0);
    let square = x * x;
    x * (27.0 + square) / (27.0 + 9.0 * square)
}

/// [`squash`] of eight numbers.
#[inline]
pub fn squash_lanes(x: f32x8) -> f32x8 {
    let x = x.max(f32x8::splat(-3.0)).min(f32x8::splat(3.0));
    let square = x * x;
    x * (f32x8::splat(27.0) + square) / (f32x8::splat(27.0) + f32x8::splat(9.0) * square)
}

/// A curve from 0 to 1: how far a gate is open.
#[inline]
pub fn gate(x: f32) -> f32 {
    0.5 + 0.5 * squash(0.5 * x)
}

/// [`gate`] of eight numbers.
#[inline]
pub fn gate_lanes(x: f32x8) -> f32x8 {
    let half = f32x8::splat(0.5);
    half + half * squash_lanes(half * x)
}

/// The numbers in eights; the last are filled up with zeros.
pub fn lanes(numbers: &[f32]) -> Vec<f32x8> {
    let fill = |part: &[f32]| {
        let mut eight = [0.0; LANES];
        eight.iter_mut().zip(part).for_each(|(slot, number)| *slot = *number);
        f32x8::new(eight)
    };
    numbers.chunks(LANES).map(fill).collect()
}

/// The values in eights; the last are filled up with zeros.
fn short_lanes(values: &[i16]) -> impl Iterator<Item = i16x8> {
    values.chunks(LANES).map(|part| {
        let mut eight = [0; LANES];
        eight.iter_mut().zip(part).for_each(|(slot, value)| *slot = *value);
        i16x8::new(eight)
    })
}

/// Weights from `n_in` values to a row's number each.
#[derive(Clone, Debug, Default)]
pub struct Matrix {
    n_in: usize,
    /// The rows in eights, each filled up with zeros.
    weights: Vec<i16x8>,
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
            matrix.weights.extend(short_lanes(&row));
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
        let (n_out, n_lanes) = (self.n_out(), self.n_in.div_ceil(LANES).max(1));
        room.0.clear();
        for run in input.chunks_exact(self.n_in.max(1)) {
            room.0.extend(short_lanes(run));
        }
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
                four([first, second], [a, b, c, d]).into_iter().for_each(&mut set);
            }
            rest.chunks_exact(n_lanes)
                .for_each(|values| set([one(first, values), one(second, values)]));
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
        let weights = weights.chunks_exact(n_in.max(1)).flat_map(short_lanes).collect();
        Ok(Self { n_in, weights, scales, biases })
    }

    /// Writes the matrix.
    pub fn write(&self, out: &mut Vec<u8>) {
        out.extend((self.n_in as u32).to_le_bytes());
        out.extend((self.n_out() as u32).to_le_bytes());
        out.extend(self.scales.iter().flat_map(|number| number.to_le_bytes()));
        out.extend(self.biases.iter().flat_map(|number| number.to_le_bytes()));
        for row in self.weights.chunks_exact(self.n_in.div_ceil(LANES).max(1)) {
            let weights = row.iter().flat_map(|eight| eight.to_array()).take(self.n_in);
            out.extend(weights.flat_map(i16::to_le_bytes));
        }
    }
}

/// Space to work in.
#[derive(Clone, Debug, Default)]
pub struct Room(Vec<i16x8>);

/// Sums of the products of two rows with each of four runs of values.
#[inline]
fn four([row, next]: [&[i16x8]; 2], [a, b, c, d]: [&[i16x8]; 4]) -> [[i32; 2]; 4] {
    let mut sums = [[i32x4::ZERO; 2]; 4];
    for (((((row, next), a), b), c), d) in row.iter().zip(next).zip(a).zip(b).zip(c).zip(d) {
        for (sums, values) in sums.iter_mut().zip([a, b, c, d]) {
            sums[0] += row.dot(*values);
            sums[1] += next.dot(*values);
        }
    }
    sums.map(|pair| pair.map(i32x4::reduce_add))
}

/// The sum of the products of two runs in eights.
#[inline]
fn one(a: &[i16x8], b: &[i16x8]) -> i32 {
    a.iter().zip(b).fold(i32x4::ZERO, |sum, (a, b)| sum + a.dot(*b)).reduce_add()
}

/// The sum of the products of two runs of values.
#[inline]
pub fn dot(a: &[i16], b: &[i16]) -> i32 {
    let ((a, a_rest), (b, b_rest)) = (a.as_chunks::<LANES>(), b.as_chunks::<LANES>());
    let sum =
        a.iter().zip(b).fold(i32x4::ZERO, |sum, (a, b)| sum + i16x8::new(*a).dot(i16x8::new(*b)));
    let rest = a_rest.iter().zip(b_rest).map(|(a, b)| i32::from(*a) * i32::from(*b));
    rest.fold(sum.reduce_add(), i32::wrapping_add)
}

#[cfg(test)]
mod tests {
    use super::*;

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
            assert_eq!(gate_lanes(f32x8::splat(x)).to_array(), [gate(x); LANES]);
            assert_eq!(fixed_lanes(squash_lanes(f32x8::splat(x))), [fixed(squash(x)); LANES]);
        }
    }
}
