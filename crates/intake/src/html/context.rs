//! The second look: what the first look thinks of a block's neighbours becomes evidence too.
//!
//! Method: auto-context (Tu 2008, doi:10.1109/CVPR.2008.4587436): a second classifier sees
//! the first one's probabilities around each block beside the block's own numbers.

use super::dom::NodeId;
use super::feature::{Features, N_FEATURES};
use rustc_hash::FxHashMap;

/// Numbers about the first look's probabilities.
const N_CONTEXT: usize = 18;
/// How many numbers the second look sees of a block.
pub(crate) const N_SECOND: usize = N_FEATURES + N_CONTEXT;
/// Distances are counted up to here.
const FAR: f32 = 50.0;

/// The numbers of the second look.
pub(crate) type SecondRow = [f32; N_SECOND];

/// A mean weighted by words.
#[derive(Clone, Copy, Default)]
struct Mean {
    sum: f32,
    weight: f32,
}

impl Mean {
    fn add(&mut self, value: f32, weight: f32) {
        self.sum += value * weight;
        self.weight += weight;
    }

    /// The mean of all but one value; one half where there is no other.
    fn without(self, value: f32, weight: f32) -> f32 {
        let rest = self.weight - weight;
        if rest < 0.5 { 0.5 } else { (self.sum - value * weight) / rest }
    }
}

/// The numbers of the second look, from the first look's probabilities.
pub(crate) fn second(features: &Features, first: &[f32]) -> Vec<SecondRow> {
    let places = &features.places;
    let mut by_up: FxHashMap<NodeId, Mean> = FxHashMap::default();
    let mut by_upper: FxHashMap<NodeId, Mean> = FxHashMap::default();
    let mut by_look: FxHashMap<u64, Mean> = FxHashMap::default();
    for (place, &p) in places.iter().zip(first) {
        by_up.entry(place.near[1]).or_default().add(p, place.n_words);
        by_upper.entry(place.near[2]).or_default().add(p, place.n_words);
        by_look.entry(place.signature).or_default().add(p, place.n_words);
    }
    let total: f32 =
        places.iter().zip(first).map(|(place, p)| place.n_words * p).sum::<f32>().max(1.0);
    let is_sure = |p: &f32| *p > 0.8;
    let first_sure = first.iter().position(is_sure).map_or(0.0, |idx| idx as f32);
    let last_sure = first.iter().rposition(is_sure).map_or(0.0, |idx| idx as f32);
    let since = distances(first.iter());
    let mut until = distances(first.iter().rev());
    until.reverse();
    let mut before = 0.0;
    let at = |idx: Option<usize>| idx.and_then(|idx| first.get(idx)).copied().unwrap_or(0.0);
    let window = |from: usize, to: usize| {
        let mut mean = Mean::default();
        for idx in from..to {
            if let Some(place) = places.get(idx) {
                mean.add(at(Some(idx)), place.n_words.min(60.0));
            }
        }
        if mean.weight > 0.0 { mean.sum / mean.weight } else { 0.0 }
    };
    features
        .rows
        .iter()
        .zip(places)
        .enumerate()
        .map(|(idx, (row, place))| {
            let p = at(Some(idx));
            let mean =
                |mean: Option<&Mean>| mean.copied().unwrap_or_default().without(p, place.n_words);
            let context = [
                p,
                at(idx.checked_sub(1)),
                at(Some(idx + 1)),
                at(idx.checked_sub(2)),
                at(Some(idx + 2)),
                window(idx.saturating_sub(4), idx),
                window(idx + 1, idx + 5),
                window(idx.saturating_sub(10), idx),
                window(idx + 1, idx + 11),
                mean(by_up.get(&place.near[1])),
                mean(by_upper.get(&place.near[2])),
                mean(by_look.get(&place.signature)),
                before / total,
                since.get(idx).copied().unwrap_or(FAR),
                until.get(idx).copied().unwrap_or(FAR),
                idx as f32 - first_sure,
                idx as f32 - last_sure,
                total,
            ];
            before += place.n_words * p;
            let mut out = [0.0; N_SECOND];
            for (slot, value) in out.iter_mut().zip(row.iter().chain(&context)) {
                *slot = *value;
            }
            out
        })
        .collect()
}

/// For each block, how many blocks ago one was likely article text.
fn distances<'a>(probabilities: impl Iterator<Item = &'a f32>) -> Vec<f32> {
    let mut since = FAR;
    probabilities
        .map(|&p| {
            let here = since;
            since = if p > 0.5 { 0.0 } else { (since + 1.0).min(FAR) };
            here
        })
        .collect()
}
