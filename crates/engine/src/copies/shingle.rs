//! Many texts → the pairs that may share passages, without comparing each with each.
//!
//! A text is known by the hashes of its word n-grams, of which only those are kept that end in
//! enough zero bits: the same n-gram is kept in every text of like length, so that the share of
//! common hashes estimates the share of common words, of the shorter text, not of both.
//! Method: sampling by value, `0 mod p` (Manber 1994), with containment (Broder 1997).

use super::passage::grams;
use super::word::{Word, words};
use crate::config::CopyConfig;
use rayon::prelude::*;

/// What is kept of each text: sampled hashes, and how many n-grams it has.
///
/// Texts are added in order of publication, undated ones last. Memory is 8 bytes for each kept
/// hash and 16 for each text; the texts themselves are not kept.
#[derive(Debug, Default)]
pub struct Shingles {
    /// Hash in the upper half, text in the lower.
    kept: Vec<u64>,
    texts: Vec<Text>,
}

/// One text, as far as it is kept.
#[derive(Clone, Copy, Debug)]
struct Text {
    n_grams: u32,
    /// Hashes are kept that end in so many zero bits.
    zeros: u32,
    hour: Option<i32>,
}

/// Two texts, by position, the earlier first, that seem to share passages.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Suspect {
    /// The earlier text.
    pub a: u32,
    /// The later text.
    pub b: u32,
    /// The estimated share of the shorter text's n-grams that stand in the other, `0.0..=1.0`.
    pub share: f32,
    /// Share of the common n-grams that also stand in texts of other days, beyond
    /// [`CopyConfig::hours`]: the wording of a template, not of a copy.
    pub template: f32,
}

/// What is kept of one text, before it is added.
#[derive(Clone, Debug, Default)]
pub struct Sketch {
    hashes: Vec<u32>,
    n_grams: u32,
    zeros: u32,
}

impl Sketch {
    /// Takes the sketch of a text.
    pub fn of(text: &str, config: &CopyConfig) -> Self {
        let words: Vec<Word> = words(text).collect();
        Self::of_words(&words, config)
    }

    pub(crate) fn of_words(words: &[Word], config: &CopyConfig) -> Self {
        let n_grams = (words.len() + 1).saturating_sub(config.gram);
        let zeros = (n_grams / config.least_kept.max(1)).max(1).ilog2();
        let mut hashes: Vec<u32> = grams(words, config.gram)
            .filter(|hash| hash.trailing_zeros() >= zeros)
            .map(|hash| u32::try_from(hash >> 32).unwrap_or(0))
            .collect();
        hashes.sort_unstable();
        hashes.dedup();
        Self { hashes, n_grams: u32::try_from(n_grams).unwrap_or(u32::MAX), zeros }
    }

    /// The sampled hashes, sorted.
    pub(crate) fn hashes(&self) -> &[u32] {
        &self.hashes
    }

    /// The estimated share of the shorter text's n-grams that stand in both, of which `n_same`
    /// sampled hashes are the same.
    pub(crate) fn share_of_shorter(&self, other: &Self, n_same: usize) -> f32 {
        let sampled = self.zeros.max(other.zeros).min(32);
        let n_shared = n_same as f32 * (1_u64 << sampled) as f32;
        n_shared / self.n_grams.min(other.n_grams).max(1) as f32
    }
}

impl Shingles {
    /// Adds a text, published at `hour` (counted from any fixed one).
    pub fn add(&mut self, sketch: &Sketch, hour: Option<i32>) {
        let at = u32::try_from(self.texts.len()).unwrap_or(u32::MAX);
        let Sketch { hashes, n_grams, zeros } = sketch;
        self.texts.push(Text { n_grams: *n_grams, zeros: *zeros, hour });
        self.kept.extend(hashes.iter().map(|&hash| (u64::from(hash) << 32) | u64::from(at)));
    }

    /// The pairs that may share passages, sorted by the later text, then by the earlier.
    ///
    /// A hash leads to the texts nearest before, [`CopyConfig::max_postings`] at most, and no
    /// further back than [`CopyConfig::hours`]; so the cost grows with the number of texts alone.
    pub fn suspects(mut self, config: &CopyConfig) -> Vec<Suspect> {
        self.kept.par_sort_unstable();
        keep_shared(&mut self.kept);
        let places = Places::of(&self.kept, self.texts.len());
        (0..self.texts.len())
            .into_par_iter()
            .with_min_len(64)
            .flat_map_iter(|at| self.before(at, &places, config))
            .collect()
    }

    /// The texts before `at` that share enough of its hashes.
    fn before(&self, at: usize, places: &Places, config: &CopyConfig) -> Vec<Suspect> {
        let Some(text) = self.texts.get(at) else { return Vec::new() };
        // Each text met, with whether the n-gram is a template's.
        let mut met: Vec<(u32, bool)> = Vec::new();
        for &place in places.of_text(at) {
            let place = place as usize;
            let Some(&entry) = self.kept.get(place) else { continue };
            let earlier = self.kept.get(..place).unwrap_or(&[]).iter().rev();
            let known = met.len();
            let mut template = false;
            for &other in earlier.take(config.max_postings) {
                if other >> 32 != entry >> 32 {
                    break;
                }
                template = self.too_far(other, entry, config);
                if template {
                    break;
                }
                met.push((text_of(other), false));
            }
            template |= self.later_day(place, config);
            for (_, of_template) in met.iter_mut().skip(known) {
                *of_template = template;
            }
        }
        met.sort_unstable();
        met.chunk_by(|x, y| x.0 == y.0)
            .filter_map(|same| {
                let &(other, _) = same.first()?;
                let model = self.texts.get(other as usize)?;
                let sampled = text.zeros.max(model.zeros);
                let n_shared = (same.len() as f32) * (1_u64 << sampled.min(32)) as f32;
                let share = n_shared / text.n_grams.min(model.n_grams).max(1) as f32;
                let n_template = same.iter().filter(|(_, template)| *template).count();
                let template = n_template as f32 / same.len() as f32;
                let enough = same.len() >= config.least_shared && share >= config.suspect;
                let b = u32::try_from(at).ok()?;
                enough.then_some(Suspect { a: other, b, share: share.min(1.0), template })
            })
            .collect()
    }

    /// Whether the n-gram at a place stands in a text of a later day, too.
    fn later_day(&self, place: usize, config: &CopyConfig) -> bool {
        let Some(&entry) = self.kept.get(place) else { return false };
        let later = self.kept.get(place..).unwrap_or(&[]).iter();
        later
            .take(config.max_postings)
            .take_while(|&&other| other >> 32 == entry >> 32)
            .any(|&other| self.too_far(entry, other, config))
    }

    fn too_far(&self, earlier: u64, later: u64, config: &CopyConfig) -> bool {
        let hour = |entry| self.texts.get(text_of(entry) as usize).and_then(|text| text.hour);
        match (hour(earlier), hour(later)) {
            (Some(x), Some(y)) => y.saturating_sub(x) > config.hours,
            _ => false,
        }
    }
}

fn text_of(entry: u64) -> u32 {
    u32::try_from(entry & u64::from(u32::MAX)).unwrap_or(u32::MAX)
}

/// Drops the hashes that stand in one text only. Most do.
fn keep_shared(sorted: &mut Vec<u64>) {
    let (mut write, mut read) = (0, 0);
    while let Some(&first) = sorted.get(read) {
        let same =
            sorted.iter().skip(read).take_while(|&&entry| entry >> 32 == first >> 32).count();
        if same > 1 {
            sorted.copy_within(read..read + same, write);
            write += same;
        }
        read += same;
    }
    sorted.truncate(write);
    sorted.shrink_to_fit();
}

/// Where the hashes of each text stand among all.
struct Places {
    starts: Vec<u32>,
    places: Vec<u32>,
}

impl Places {
    fn of(entries: &[u64], n_texts: usize) -> Self {
        let mut starts = vec![0_u32; n_texts + 1];
        for &entry in entries {
            if let Some(count) = starts.get_mut(text_of(entry) as usize + 1) {
                *count += 1;
            }
        }
        let mut total = 0;
        for start in &mut starts {
            total += *start;
            *start = total;
        }
        let mut next = starts.clone();
        let mut places = vec![0_u32; entries.len()];
        for (place, &entry) in (0_u32..).zip(entries) {
            if let Some(at) = next.get_mut(text_of(entry) as usize) {
                if let Some(slot) = places.get_mut(*at as usize) {
                    *slot = place;
                }
                *at += 1;
            }
        }
        Self { starts, places }
    }

    fn of_text(&self, at: usize) -> &[u32] {
        let bound = |at: usize| self.starts.get(at).map_or(0, |&start| start as usize);
        self.places.get(bound(at)..bound(at + 1)).unwrap_or(&[])
    }
}
