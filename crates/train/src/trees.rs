//! Trains the parser: the network of `tellings_language::parse` in floating point, with its slopes.

use crate::{
    layer::{Half, finished, learn_biases},
    net::{Grid, Weights, mask, share, soften, squash_slope},
    perceptron::Shuffle,
    train::Example,
};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use tellings_language::parse::{
    MAX_DISTANCE, MAX_WORDS, Parser, SCORE_SHIFT, distance,
    encode::{Embedding, Encoder, N_PROPERTIES, properties},
    matrix::{UNIT, fixed, squash},
};
use tellings_model::Relation;

/// Passes over the training text.
const N_EPOCHS: usize = 30;
/// Words of a step.
const BATCH_WORDS: usize = 400;
/// The first step; later ones shrink in a line to none.
const RATE: f32 = 0.003;
/// The share of numbers between layers that are left out of a step (Srivastava et al. 2014).
const DROP: f32 = 0.2;
/// The longest slope of a step.
const MAX_SLOPE: f64 = 5.0;

/// What the loss of a tag weighs beside that of an arc.
const TAG_SHARE: f32 = 2.0;

/// How many numbers a word gets for each property, and how often a value must be seen to be told
/// from unknown ones.
const PROPERTIES: [(usize, usize); N_PROPERTIES] =
    [(48, 2), (32, 1), (16, 1), (24, 3), (24, 1), (8, 2), (8, 3), (16, 3), (8, 3)];
/// Numbers of a layer in one direction.
const N_UNITS: [usize; 3] = [64, 64, 64];
/// Numbers of a word as a side of an arc, and of its relation.
const N_ARC: usize = 64;
const N_LABEL: usize = 80;

/// A property of words in training.
struct Property {
    keys: Vec<u64>,
    rows: FxHashMap<u64, usize>,
    /// How often each row's value was seen.
    counts: Vec<usize>,
    weights: Weights,
}

impl Property {
    fn new(examples: &[Example], which: usize, chance: &mut Shuffle) -> Self {
        let mut counts: BTreeMap<u64, usize> = BTreeMap::new();
        for example in examples {
            for (word, tag) in example.words.iter().zip(&example.tags) {
                *counts.entry(properties(word, *tag)[which]).or_default() += 1;
            }
        }
        let (n, least) = PROPERTIES[which];
        counts.retain(|_, count| *count >= least);
        let keys: Vec<u64> = counts.keys().copied().collect();
        Self {
            rows: keys.iter().copied().zip(1..).collect(),
            counts: std::iter::once(0).chain(counts.into_values()).collect(),
            weights: Weights::table(keys.len() + 1, n, (3.0 / n as f32).sqrt(), chance),
            keys,
        }
    }

    /// The row of a value; now and then that of unknown ones, rare values first (Kiperwasser and Goldberg 2016).
    fn row(&self, key: u64, chance: &mut Shuffle) -> usize {
        let row = self.rows.get(&key).copied().unwrap_or(0);
        let unknown = 0.25 / (0.25 + self.counts[row] as f32) + 0.03;
        if share(chance) < unknown { 0 } else { row }
    }
}

/// The whole network.
struct Network {
    properties: Vec<Property>,
    layers: Vec<[Half; 2]>,
    sides: Weights,
    side_biases: Weights,
    root: Weights,
    distances: Weights,
    labels: Weights,
    label_biases: Weights,
    tags: Weights,
    tag_biases: Weights,
    chance: Shuffle,
}

impl Network {
    fn new(examples: &[Example], n_relations: usize, n_tags: usize) -> Self {
        let mut chance = Shuffle(2024);
        let properties: Vec<Property> =
            (0..N_PROPERTIES).map(|which| Property::new(examples, which, &mut chance)).collect();
        let mut layers = Vec::new();
        let mut n_in = PROPERTIES.iter().map(|(n, _)| n).sum();
        for n in N_UNITS {
            layers.push([Half::new(n_in, n, &mut chance), Half::new(n_in, n, &mut chance)]);
            n_in = 2 * n;
        }
        let n_sides = 2 * N_ARC + 2 * N_LABEL;
        Self {
            properties,
            layers,
            sides: Weights::new(n_in, n_sides, (6.0 / (n_in + N_ARC) as f32).sqrt(), &mut chance),
            side_biases: Weights::new(1, n_sides, 0.0, &mut chance),
            root: Weights::new(1, N_ARC, 0.1, &mut chance),
            distances: Weights::new(1, 2 * MAX_DISTANCE + 1, 0.0, &mut chance),
            labels: Weights::layer(N_LABEL, n_relations, &mut chance),
            label_biases: Weights::new(1, n_relations, 0.0, &mut chance),
            tags: Weights::layer(n_in, n_tags, &mut chance),
            tag_biases: Weights::new(1, n_tags, 0.0, &mut chance),
            chance,
        }
    }

    fn all(&mut self) -> Vec<&mut Weights> {
        let mut all: Vec<&mut Weights> =
            self.properties.iter_mut().map(|property| &mut property.weights).collect();
        all.extend(self.layers.iter_mut().flatten().flat_map(Half::all));
        all.extend([&mut self.sides, &mut self.side_biases, &mut self.root, &mut self.distances]);
        all.extend([&mut self.labels, &mut self.label_biases]);
        all.extend([&mut self.tags, &mut self.tag_biases]);
        all
    }

    /// One step on some sentences; gives the loss of a word.
    fn step(&mut self, batch: &[&Example], rate: f32) -> f32 {
        let mut runs = Vec::new();
        let mut n_words = 0;
        for example in batch {
            runs.push((n_words, n_words + example.words.len()));
            n_words += example.words.len();
        }

        // 1. Words → numbers, layer by layer.
        let rows = self.look_up(batch);
        let mut values = self.embed(&rows);
        let mut traces = Vec::new();
        let mut masks = Vec::new();
        for layer in &self.layers {
            masks.push(hide(&mut values, &runs, &mut self.chance));
            let mut out = Grid::zeros(n_words, 2 * layer[0].n());
            let pair = [0, 1].map(|side| layer[side].run(side, &values, &runs, &mut out));
            traces.push((std::mem::replace(&mut values, out), pair));
        }
        masks.push(hide(&mut values, &runs, &mut self.chance));

        // 2. Pairs of words → loss, and its slopes back to the numbers.
        let mut sides = values.times(&self.sides.grid);
        for row in sides.values.chunks_exact_mut(sides.n) {
            row.iter_mut()
                .zip(&self.side_biases.grid.values)
                .for_each(|(value, bias)| *value += bias);
        }
        let mut side_slopes = Grid::zeros(n_words, sides.n);
        let mut loss = 0.0;
        let weight = 1.0 / n_words as f32;
        for (example, run) in batch.iter().zip(&runs) {
            loss += self.arcs(example, *run, &sides, &mut side_slopes, weight);
        }
        loss += self.relations(batch, &runs, &sides, &mut side_slopes, weight);
        learn_biases(&mut self.side_biases, &side_slopes);
        self.sides.learn(&values, &side_slopes);
        let mut slopes = side_slopes.times(&self.sides.grid.turned());
        self.corrections(batch, &values, &mut slopes, weight);

        // 3. Back through the layers to the properties of the words.
        for (layer, (input, pair)) in self.layers.iter_mut().zip(&traces).rev() {
            unhide(&mut slopes, &runs, masks.pop().unwrap_or_default());
            let mut below = Grid::zeros(n_words, input.n);
            for (side, (half, trace)) in layer.iter_mut().zip(pair).enumerate() {
                half.learn(side, (input, trace), &runs, (&slopes, &mut below));
            }
            slopes = below;
        }
        unhide(&mut slopes, &runs, masks.pop().unwrap_or_default());
        for (at, rows) in rows.iter().enumerate() {
            let mut start = 0;
            for (property, row) in self.properties.iter_mut().zip(rows) {
                let sums = property.weights.slopes_of(*row);
                let slopes = &slopes.row(at)[start..start + sums.len()];
                sums.iter_mut().zip(slopes).for_each(|(sum, slope)| *sum += slope);
                start += sums.len();
            }
        }

        // 4. The step.
        let length = self.all().iter().map(|weights| weights.square()).sum::<f64>().sqrt();
        let factor = (MAX_SLOPE / length.max(1e-9)).min(1.0) as f32;
        self.all().into_iter().for_each(|weights| weights.step(rate, factor));
        loss
    }

    fn look_up(&mut self, batch: &[&Example]) -> Vec<[usize; N_PROPERTIES]> {
        let mut rows = Vec::new();
        for example in batch {
            for (word, tag) in example.words.iter().zip(&example.tags) {
                let keys = properties(word, *tag);
                let mut of_word = [0; N_PROPERTIES];
                for ((row, key), property) in of_word.iter_mut().zip(keys).zip(&self.properties) {
                    *row = property.row(key, &mut self.chance);
                }
                rows.push(of_word);
            }
        }
        rows
    }

    fn embed(&self, rows: &[[usize; N_PROPERTIES]]) -> Grid {
        let n = PROPERTIES.iter().map(|(n, _)| n).sum();
        let mut out = Grid { n, values: Vec::with_capacity(rows.len() * n) };
        for rows in rows {
            for (property, row) in self.properties.iter().zip(rows) {
                out.values.extend_from_slice(property.weights.grid.row(*row));
            }
        }
        out
    }

    /// The loss of the heads of one sentence.
    fn arcs(
        &mut self,
        example: &Example,
        (start, end): (usize, usize),
        sides: &Grid,
        slopes: &mut Grid,
        weight: f32,
    ) -> f32 {
        let n = end - start;
        let masks = [0, 1].map(|_| mask(N_ARC, DROP, &mut self.chance));
        let side = |which: usize, at: usize| -> Vec<f32> {
            let numbers = &sides.row(start + at)[which * N_ARC..(which + 1) * N_ARC];
            numbers.iter().zip(&masks[which]).map(|(x, mask)| squash(*x) * mask).collect()
        };
        let mut dependents = Grid { n: N_ARC, values: Vec::new() };
        let mut heads = Grid { n: N_ARC, values: Vec::new() };
        for at in 0..n {
            dependents.values.extend(side(0, at));
            heads.values.extend(side(1, at));
        }
        let root = self.root.grid.values.iter().zip(&masks[1]);
        heads.values.extend(root.map(|(x, mask)| squash(*x) * mask));
        let mut scores = dependents.times(&heads.turned());
        let mut loss = 0.0;
        for at in 0..n {
            let row = scores.row_mut(at);
            for (head, score) in row.iter_mut().enumerate().take(n) {
                match distance(at, head) {
                    Some(distance) => *score += self.distances.grid.values[distance],
                    None => *score = -1e9,
                }
            }
            loss += weight * soften(row, example.heads[at] as usize, weight);
            for (head, slope) in row.iter().enumerate().take(n) {
                if let Some(distance) = distance(at, head) {
                    self.distances.slopes.values[distance] += slope;
                }
            }
        }
        let of_dependents = scores.times(&heads);
        let of_heads = scores.turned().times(&dependents);
        for at in 0..n {
            let row = slopes.row_mut(start + at);
            for (which, of_side) in [(0, of_dependents.row(at)), (1, of_heads.row(at))] {
                for idx in 0..N_ARC {
                    let place = which * N_ARC + idx;
                    let x = sides.row(start + at)[place];
                    row[place] += of_side[idx] * masks[which][idx] * squash_slope(x);
                }
            }
        }
        for (idx, slope) in of_heads.row(n).iter().enumerate() {
            self.root.slopes.values[idx] +=
                slope * masks[1][idx] * squash_slope(self.root.grid.values[idx]);
        }
        loss
    }

    /// The loss of the relations, given the right heads.
    fn relations(
        &mut self,
        batch: &[&Example],
        runs: &[(usize, usize)],
        sides: &Grid,
        slopes: &mut Grid,
        weight: f32,
    ) -> f32 {
        let mut pairs = Vec::new();
        for (example, (start, end)) in batch.iter().zip(runs) {
            for (at, (head, relation)) in example.heads.iter().zip(&example.relations).enumerate() {
                if start + (*head as usize) < *end {
                    pairs.push((start + at, start + *head as usize, usize::from(*relation)));
                }
            }
        }
        let hidden = mask(N_LABEL, DROP, &mut self.chance);
        let place = 2 * N_ARC;
        let sum = |word: usize, head: usize, idx: usize| {
            sides.row(word)[place + idx] + sides.row(head)[place + N_LABEL + idx]
        };
        let mut both = Grid::zeros(pairs.len(), N_LABEL);
        for (row, (word, head, _)) in both.values.chunks_exact_mut(N_LABEL).zip(&pairs) {
            for (idx, slot) in row.iter_mut().enumerate() {
                *slot = squash(sum(*word, *head, idx)) * hidden[idx];
            }
        }
        let mut scores = both.times(&self.labels.grid);
        let mut loss = 0.0;
        for (row, (_, _, relation)) in
            scores.values.chunks_exact_mut(self.labels.grid.n).zip(&pairs)
        {
            row.iter_mut().zip(&self.label_biases.grid.values).for_each(|(x, bias)| *x += bias);
            loss += weight * soften(row, *relation, weight);
        }
        learn_biases(&mut self.label_biases, &scores);
        self.labels.learn(&both, &scores);
        let back = scores.times(&self.labels.grid.turned());
        for (row, (word, head, _)) in back.values.chunks_exact(N_LABEL).zip(&pairs) {
            for (idx, slope) in row.iter().enumerate() {
                let by = slope * hidden[idx] * squash_slope(sum(*word, *head, idx));
                slopes.row_mut(*word)[place + idx] += by;
                slopes.row_mut(*head)[place + N_LABEL + idx] += by;
            }
        }
        loss
    }

    /// Learns to correct the tags.
    fn corrections(&mut self, batch: &[&Example], values: &Grid, slopes: &mut Grid, weight: f32) {
        let mut scores = values.times(&self.tags.grid);
        let gold = batch.iter().flat_map(|example| &example.gold);
        for (row, tag) in scores.values.chunks_exact_mut(self.tags.grid.n).zip(gold) {
            row.iter_mut().zip(&self.tag_biases.grid.values).for_each(|(x, bias)| *x += bias);
            soften(row, usize::from(*tag), weight * TAG_SHARE);
        }
        learn_biases(&mut self.tag_biases, &scores);
        self.tags.learn(values, &scores);
        let back = scores.times(&self.tags.grid.turned());
        slopes.values.iter_mut().zip(&back.values).for_each(|(sum, slope)| *sum += slope);
    }

    /// The network as it is shipped.
    fn finished(&self, relations: &[Relation]) -> Parser {
        let embeddings = self.properties.iter().map(|property| {
            let weights = &property.weights.grid;
            Embedding::new(weights.n, property.keys.clone(), &weights.values)
        });
        let layers = self.layers.iter().map(|layer| layer.each_ref().map(Half::finished));
        let unit = UNIT * UNIT / (1_u32 << SCORE_SHIFT) as f32;
        Parser {
            relations: relations.to_vec(),
            encoder: Encoder { embeddings: embeddings.collect(), layers: layers.collect() },
            sides: finished(&self.sides, &self.side_biases),
            root: self.root.grid.values.iter().map(|x| fixed(squash(*x))).collect(),
            distances: self.distances.grid.values.iter().map(|x| (x * unit) as i32).collect(),
            labels: finished(&self.labels, &self.label_biases),
            tags: finished(&self.tags, &self.tag_biases),
        }
    }
}

/// Leaves out the same numbers of all words of a run (Gal and Ghahramani 2016).
fn hide(values: &mut Grid, runs: &[(usize, usize)], chance: &mut Shuffle) -> Vec<Vec<f32>> {
    let masks: Vec<Vec<f32>> = runs.iter().map(|_| mask(values.n, DROP, chance)).collect();
    unhide(values, runs, masks.clone());
    masks
}

fn unhide(values: &mut Grid, runs: &[(usize, usize)], masks: Vec<Vec<f32>>) {
    for ((start, end), mask) in runs.iter().zip(masks) {
        for at in *start..*end {
            values.row_mut(at).iter_mut().zip(&mask).for_each(|(value, mask)| *value *= mask);
        }
    }
}

/// Trains a parser on tags of unseen text.
pub(crate) fn train(examples: &[Example], relations: &[Relation], n_tags: usize) -> Parser {
    let mut network = Network::new(examples, relations.len(), n_tags);
    let mut order: Vec<usize> =
        (0..examples.len()).filter(|at| examples[*at].words.len() <= MAX_WORDS).collect();
    let n_words: usize = order.iter().map(|at| examples[*at].words.len()).sum();
    let n_steps = (N_EPOCHS * n_words / BATCH_WORDS) as f32;
    let mut steps = 0.0;
    for epoch in 0..N_EPOCHS {
        Shuffle(epoch as u64 + 100).mix(&mut order);
        let (mut loss, mut n_batches) = (0.0, 0.0);
        let mut batch: Vec<&Example> = Vec::new();
        let mut size = 0;
        for at in &order {
            batch.push(&examples[*at]);
            size += examples[*at].words.len();
            if size >= BATCH_WORDS {
                let rate = RATE * (1.0 - steps / n_steps).max(0.0);
                loss += network.step(&batch, rate);
                (steps, n_batches) = (steps + 1.0, n_batches + 1.0);
                batch.clear();
                size = 0;
            }
        }
        eprintln!("parser, epoch {epoch}: loss {:.4}", loss / n_batches);
    }
    network.finished(relations)
}
