//! Words and tags → what each word is in its sentence: a run of numbers that knows its neighbours.
//!
//! A word's properties are looked up as learned numbers; layers of simple recurrent units
//! (Lei, Zhang, Wang, Dai and Artzi 2018, doi:10.18653/v1/D18-1477) then read the sentence from both ends. In a
//! unit only single numbers pass from word to word, so all products with matrices are made for the whole sentence
//! at once.

use super::matrix::{
    self, LANES, Matrix, UNIT, filled, fixed, fixed_lanes, gate_lanes, squash_lanes,
};
use crate::{
    feature::{Lexeme, mix},
    model::{ModelError, Reader},
};
use fearless_simd::{Level, Simd, dispatch, f32x8, prelude::*};
use rustc_hash::FxHashMap;

/// How many properties of a word are looked up.
pub const N_PROPERTIES: usize = 9;

/// The properties of a word with its tag, each with a key of its own.
pub fn properties(word: &Lexeme, tag: u8) -> [u64; N_PROPERTIES] {
    [
        word.form,
        u64::from(word.cluster.number),
        word.cluster.branches(7),
        word.suffix[2],
        mix(u64::from(tag), 1),
        word.shape,
        word.suffix[1],
        word.suffix[3],
        word.prefix[2],
    ]
}

/// Learned numbers of the values of one property.
#[derive(Clone, Debug, Default)]
pub struct Embedding {
    /// The row of each known value; row 0 is that of all others.
    rows: FxHashMap<u64, u32>,
    keys: Vec<u64>,
    n: usize,
    scale: f32,
    weights: Vec<i8>,
}

impl Embedding {
    /// Makes an embedding of rows of `n` numbers: that of unknown values, then one for each key.
    pub fn new(n: usize, keys: Vec<u64>, weights: &[f32]) -> Self {
        let top = weights.iter().map(|weight| weight.abs()).fold(1e-9, f32::max);
        let scale = top / 127.0;
        Self {
            rows: rows(&keys),
            keys,
            n,
            scale,
            weights: weights.iter().map(|weight| (weight / scale).round() as i8).collect(),
        }
    }

    fn add(&self, key: u64, out: &mut Vec<i16>) {
        let row = self.rows.get(&key).copied().unwrap_or(0) as usize;
        let start = row * self.n;
        let weights = self.weights.get(start..start + self.n).unwrap_or(&[]);
        out.extend(weights.iter().map(|weight| fixed(f32::from(*weight) * self.scale)));
    }

    fn read(reader: &mut Reader) -> Result<Self, ModelError> {
        let (n, n_keys) = (usize::from(reader.u8()?), reader.u32()? as usize);
        let bytes = reader.take(n_keys.checked_mul(8).ok_or(ModelError::Damaged)?)?;
        let keys: Vec<u64> = bytes
            .chunks_exact(8)
            .map(|bytes| bytes.iter().rev().fold(0, |key, byte| key << 8 | u64::from(*byte)))
            .collect();
        let scale = reader.f32s(1)?.first().copied().unwrap_or(0.0);
        let weights = reader.take(n * (n_keys + 1))?.iter().map(|byte| *byte as i8).collect();
        Ok(Self { rows: rows(&keys), keys, n, scale, weights })
    }

    fn write(&self, out: &mut Vec<u8>) {
        out.push(self.n as u8);
        out.extend((self.keys.len() as u32).to_le_bytes());
        out.extend(self.keys.iter().flat_map(|key| key.to_le_bytes()));
        out.extend(self.scale.to_le_bytes());
        out.extend(self.weights.iter().map(|weight| *weight as u8));
    }
}

fn rows(keys: &[u64]) -> FxHashMap<u64, u32> {
    keys.iter().copied().zip(1..).collect()
}

/// One layer in one direction.
#[derive(Clone, Debug, Default)]
pub struct Recurrence {
    /// From a word's numbers to its candidates, how long they are kept, and how far they are shown.
    pub matrix: Matrix,
    /// What the kept numbers add to the two gates.
    feedback: [Vec<Lanes>; 2],
}

type Lanes = [f32; LANES];

/// A layer: from the left and from the right.
pub type Layer = [Recurrence; 2];

impl Recurrence {
    /// Makes a layer of as many units as `feedback` has numbers for each gate, in eights.
    pub fn new(matrix: Matrix, feedback: [&[f32]; 2]) -> Self {
        Self { matrix, feedback: feedback.map(|numbers| filled(numbers).collect()) }
    }

    /// How many numbers it gives a word.
    fn n(&self) -> usize {
        LANES * self.feedback[0].len()
    }

    /// Reads the words of `input` in one direction and writes its half of each word's numbers into `out`.
    fn run(&self, side: usize, n_words: usize, input: &[i16], room: &mut Room, out: &mut [i16]) {
        self.matrix.apply(input, &mut room.matrix, &mut room.products);
        dispatch!(Level::new(), simd => self.pass(simd, side, n_words, input, room, out));
    }

    #[inline(always)]
    fn pass<S: Simd>(
        &self,
        simd: S,
        side: usize,
        n_words: usize,
        input: &[i16],
        room: &mut Room,
        out: &mut [i16],
    ) {
        let (n, n_in) = (self.n(), self.matrix.n_in());
        room.kept.clear();
        room.kept.resize(n / LANES, [0.0; LANES]);
        for step in 0..n_words {
            let at = if side == 0 { step } else { n_words - 1 - step };
            let products = room.products.get(3 * n * at..3 * n * (at + 1)).unwrap_or(&[]);
            let (candidates, gates) = products.split_at(n.min(products.len()));
            let (keep, show) = gates.split_at(n.min(gates.len()));
            let place = 2 * n * at + side * n..2 * n * at + (side + 1) * n;
            let shown = out.get_mut(place.clone()).unwrap_or_default();
            // Where a layer is as wide as the one below, what it does not show of itself it passes on.
            let below = if n_in == 2 * n { input.get(place).unwrap_or(&[]) } else { &[] };
            let mut below = below.as_chunks::<LANES>().0.iter();
            let gates = eights(keep).zip(eights(show));
            let feedback = self.feedback[0].iter().zip(&self.feedback[1]);
            let units = room.kept.iter_mut().zip(eights(candidates)).zip(gates.zip(feedback));
            for (slots, ((kept, candidate), ((keep, show), (k, s)))) in
                shown.as_chunks_mut::<LANES>().0.iter_mut().zip(units)
            {
                let load = |numbers: &Lanes| f32x8::load_array(simd, *numbers);
                let one = f32x8::splat(simd, 1.0);
                let before = load(kept);
                let keep = gate_lanes(load(keep) + load(k) * before);
                let show = gate_lanes(load(show) + load(s) * before);
                let now = keep * before + (one - keep) * load(candidate);
                *kept = now.to_array();
                let below = below.next().map_or([0.0; LANES], |below| below.map(f32::from));
                let below = load(&below) * (1.0 / UNIT);
                *slots = fixed_lanes(show * squash_lanes(now) + (one - show) * below);
            }
        }
    }

    fn read(reader: &mut Reader) -> Result<Self, ModelError> {
        let n = reader.u32()? as usize;
        let feedback = [reader.f32s(n)?, reader.f32s(n)?];
        let matrix = Matrix::read(reader)?;
        if !n.is_multiple_of(LANES) || matrix.n_out() != 3 * n {
            return Err(ModelError::Damaged);
        }
        Ok(Self::new(matrix, [&feedback[0], &feedback[1]]))
    }

    fn write(&self, out: &mut Vec<u8>) {
        out.extend((self.n() as u32).to_le_bytes());
        let numbers = self.feedback.iter().flatten().flatten();
        out.extend(numbers.flat_map(|number| number.to_le_bytes()));
        self.matrix.write(out);
    }
}

fn eights(numbers: &[f32]) -> impl Iterator<Item = &Lanes> {
    numbers.as_chunks::<LANES>().0.iter()
}

/// Space to work in, kept from sentence to sentence.
#[derive(Clone, Debug, Default)]
pub struct Room {
    input: Vec<i16>,
    matrix: matrix::Room,
    products: Vec<f32>,
    kept: Vec<Lanes>,
}

/// Words and tags → numbers.
#[derive(Clone, Debug, Default)]
pub struct Encoder {
    /// The numbers of each property.
    pub embeddings: Vec<Embedding>,
    /// The layers from below.
    pub layers: Vec<Layer>,
}

impl Encoder {
    /// How many numbers a word gets.
    pub fn n_out(&self) -> usize {
        self.layers.last().map_or(0, |layer| 2 * layer[0].n())
    }

    /// Writes the numbers of each word of a sentence into `out`.
    pub fn encode(&self, words: &[Lexeme], tags: &[u8], room: &mut Room, out: &mut Vec<i16>) {
        out.clear();
        for (word, tag) in words.iter().zip(tags) {
            for (embedding, key) in self.embeddings.iter().zip(properties(word, *tag)) {
                embedding.add(key, out);
            }
        }
        for layer in &self.layers {
            let mut input = std::mem::take(&mut room.input);
            std::mem::swap(&mut input, out);
            out.clear();
            out.resize(words.len() * 2 * layer[0].n(), 0);
            for (side, half) in layer.iter().enumerate() {
                half.run(side, words.len(), &input, room, out);
            }
            room.input = input;
        }
    }

    /// Reads an encoder.
    ///
    /// # Errors
    /// Where the bytes end too early or hold something else.
    pub fn read(reader: &mut Reader) -> Result<Self, ModelError> {
        let mut embeddings = Vec::new();
        for _ in 0..N_PROPERTIES {
            embeddings.push(Embedding::read(reader)?);
        }
        let mut layers: Vec<Layer> = Vec::new();
        for _ in 0..reader.u8()? {
            layers.push([Recurrence::read(reader)?, Recurrence::read(reader)?]);
        }
        let encoder = Self { embeddings, layers };
        let mut n = encoder.embeddings.iter().map(|embedding| embedding.n).sum();
        for layer in &encoder.layers {
            let [left, right] =
                layer.each_ref().map(|half| (half.matrix.n_in(), half.matrix.n_out()));
            if left != right || left.0 != n {
                return Err(ModelError::Damaged);
            }
            n = 2 * left.1 / 3;
        }
        Ok(encoder)
    }

    /// Writes the encoder.
    pub fn write(&self, out: &mut Vec<u8>) {
        let empty = Embedding::default();
        let embeddings = self.embeddings.iter().chain(std::iter::repeat(&empty));
        embeddings.take(N_PROPERTIES).for_each(|embedding| embedding.write(out));
        out.push(self.layers.len() as u8);
        self.layers.iter().flatten().for_each(|half| half.write(out));
    }
}
