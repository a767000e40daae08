//! The second look: what the first look thinks of a block's neighbours becomes evidence too.
//!
//! Method: auto-context (Tu 2008, doi:10.1109/CVPR.2008.4587436): a second classifier sees
//! the first one's probabilities around each block beside the block's own numbers.

use super::company::familiar;
use super::dom::{NONE, NodeId};
use super::feature::{Features, N_FEATURES, Place};
use super::kind::is_heading;
use super::site::Paths;
use rustc_hash::FxHashMap;

/// Numbers about the first look's probabilities.
const N_CONTEXT: usize = 26;
/// How many numbers the second look sees of a block.
pub(crate) const N_SECOND: usize = N_FEATURES + N_CONTEXT;
/// From here on the first look is sure of a block.
const SURE: f32 = 0.8;
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

/// What the first look thinks of a page.
pub(crate) struct Context<'a> {
    features: &'a Features,
    first: &'a [f32],
    paths: &'a Paths,
    by_up: FxHashMap<NodeId, Mean>,
    by_upper: FxHashMap<NodeId, Mean>,
    by_look: FxHashMap<u64, Mean>,
    by_box: FxHashMap<NodeId, Mean>,
    /// For each block: its run of blocks of one look, and its section, from one heading to the next.
    by_run: Vec<Mean>,
    by_section: Vec<Mean>,
    /// For each block: what the first look thinks of the heading before it.
    heading: Vec<f32>,
    /// How many blocks that are surely article text hold each long word.
    held: FxHashMap<u64, u32>,
    /// Words of article text to be expected on the page, and before each block.
    total: f32,
    before: Vec<f32>,
    /// Where the first and the last block stand that are surely article text.
    first_sure: f32,
    last_sure: f32,
    /// For each block: blocks since and until one that is likely article text.
    since: Vec<f32>,
    until: Vec<f32>,
}

impl<'a> Context<'a> {
    /// Takes the first look's probabilities, one for each block, and what other pages of the
    /// site say of blocks that look alike.
    pub(crate) fn new(features: &'a Features, first: &'a [f32], paths: &'a Paths) -> Self {
        let places = &features.places;
        let mut by_up: FxHashMap<NodeId, Mean> = FxHashMap::default();
        let mut by_upper: FxHashMap<NodeId, Mean> = FxHashMap::default();
        let mut by_look: FxHashMap<u64, Mean> = FxHashMap::default();
        let mut before = Vec::with_capacity(places.len());
        let mut sum = 0.0;
        for (place, &p) in places.iter().zip(first) {
            by_up.entry(place.near[1]).or_default().add(p, place.n_words);
            by_upper.entry(place.near[2]).or_default().add(p, place.n_words);
            by_look.entry(place.signature).or_default().add(p, place.n_words);
            before.push(sum);
            sum += place.n_words * p;
        }
        let is_sure = |p: &f32| *p > SURE;
        let mut by_box: FxHashMap<NodeId, Mean> = FxHashMap::default();
        let mut held: FxHashMap<u64, u32> = FxHashMap::default();
        let mut heading = Vec::with_capacity(places.len());
        let mut last = 0.5;
        for (idx, (place, p)) in places.iter().zip(first).enumerate() {
            if place.within != NONE {
                by_box.entry(place.within).or_default().add(*p, place.n_words);
            }
            if is_sure(p) {
                for &word in features.words.long(idx) {
                    *held.entry(word).or_default() += 1;
                }
            }
            heading.push(last);
            if is_heading(place) {
                last = *p;
            }
        }
        let is_likely = |p: &f32| *p > 0.5;
        Self {
            features,
            first,
            paths,
            by_up,
            by_upper,
            by_look,
            by_box,
            by_run: means(places, first, |a, b| a.signature == b.signature),
            by_section: means(places, first, |_, b| !is_heading(b)),
            heading,
            held,
            total: f32::max(sum, 1.0),
            before,
            first_sure: first.iter().position(is_sure).map_or(0.0, |idx| idx as f32),
            last_sure: first.iter().rposition(is_sure).map_or(0.0, |idx| idx as f32),
            since: distances(first.iter().map(is_likely)),
            until: distances(first.iter().rev().map(is_likely)).into_iter().rev().collect(),
        }
    }

    /// The first look's probability at a place; 0 where there is no block.
    fn at(&self, idx: Option<usize>) -> f32 {
        idx.and_then(|idx| self.first.get(idx)).copied().unwrap_or(0.0)
    }

    /// The mean of the probabilities of some blocks.
    fn window(&self, from: usize, to: usize) -> f32 {
        let mut mean = Mean::default();
        for idx in from..to {
            if let Some(place) = self.features.places.get(idx) {
                mean.add(self.at(Some(idx)), place.n_words.min(60.0));
            }
        }
        if mean.weight > 0.0 { mean.sum / mean.weight } else { 0.0 }
    }

    /// The numbers of the second look at a block; `None` where those of the first are not kept.
    pub(crate) fn row(&self, idx: usize) -> Option<SecondRow> {
        let row = self.features.rows.get(idx)?.as_deref()?;
        let place = self.features.places.get(idx)?;
        let p = self.at(Some(idx));
        let mean =
            |mean: Option<&Mean>| mean.copied().unwrap_or_default().without(p, place.n_words);
        let of = |list: &[f32]| list.get(idx).copied().unwrap_or(FAR);
        let context: [f32; N_CONTEXT] = [
            p,
            self.at(idx.checked_sub(1)),
            self.at(Some(idx + 1)),
            self.at(idx.checked_sub(2)),
            self.at(Some(idx + 2)),
            self.window(idx.saturating_sub(4), idx),
            self.window(idx + 1, idx + 5),
            self.window(idx.saturating_sub(10), idx),
            self.window(idx + 1, idx + 11),
            mean(self.by_up.get(&place.near[1])),
            mean(self.by_upper.get(&place.near[2])),
            mean(self.by_look.get(&place.signature)),
            of(&self.before) / self.total,
            of(&self.since),
            of(&self.until),
            idx as f32 - self.first_sure,
            idx as f32 - self.last_sure,
            self.total,
            mean(Some(place.within).filter(|&id| id != NONE).and_then(|id| self.by_box.get(&id))),
            mean(self.by_run.get(idx)),
            mean(self.by_section.get(idx)),
            self.heading.get(idx).copied().unwrap_or(0.5),
            f32::min(self.at(idx.checked_sub(1)), self.at(Some(idx + 1))),
            familiar(&self.held, self.features.words.long(idx), p > SURE),
            self.paths.of(place.signature),
            self.paths.n_articles(),
        ];
        let mut out = [0.0; N_SECOND];
        let (own, around) = out.split_at_mut(N_FEATURES);
        own.copy_from_slice(row);
        around.copy_from_slice(&context);
        Some(out)
    }
}

/// For each block the mean over all that hang together with it: blocks that follow each other
/// where `joins` holds between each and the next.
fn means(places: &[Place], first: &[f32], joins: impl Fn(&Place, &Place) -> bool) -> Vec<Mean> {
    let mut out = Vec::with_capacity(places.len());
    let mut rest = first.iter();
    for run in places.chunk_by(joins) {
        let mut mean = Mean::default();
        for (place, p) in run.iter().zip(&mut rest) {
            mean.add(*p, place.n_words);
        }
        out.resize(out.len() + run.len(), mean);
    }
    out
}

/// For each block, how many blocks ago something was so.
pub(super) fn distances(is_so: impl Iterator<Item = bool>) -> Vec<f32> {
    let mut since = FAR;
    is_so
        .map(|is_so| {
            let next = if is_so { 0.0 } else { (since + 1.0).min(FAR) };
            std::mem::replace(&mut since, next)
        })
        .collect()
}
