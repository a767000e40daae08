//! Copies are folded into their model before stories are made: they count as one article.

use super::score::{Face, Text};
use crate::config::GroupConfig;
use crate::copies::Sketch;
use rustc_hash::FxHashMap;

/// The articles that are no copies, by the runs of words they hold.
#[derive(Default)]
pub(crate) struct Fold {
    /// The last article that holds a run of words, and is no copy.
    last: FxHashMap<u32, u32>,
}

impl Fold {
    /// The earlier article that this one copies; one that copies none is kept for those to come.
    ///
    /// A copy shares [`GroupConfig::folded_share`] of the shorter text's wording, and names and figures
    /// too: two fillings of a template do not. Texts come in one after the other, in order.
    pub(crate) fn model_of(
        &mut self,
        at: u32,
        sketches: &[Sketch],
        texts: &[Text],
        config: &GroupConfig,
    ) -> Option<u32> {
        let sketch = sketches.get(at as usize)?;
        let mut met: Vec<u32> =
            sketch.hashes().iter().filter_map(|hash| self.last.get(hash).copied()).collect();
        met.sort_unstable();
        let best = met
            .chunk_by(|x, y| x == y)
            .max_by_key(|same| (same.len(), std::cmp::Reverse(same.first().copied())))
            .and_then(|same| Some((*same.first()?, same.len())));
        let model = best.and_then(|(model, n_same)| {
            let share = sketch.share_of_shorter(sketches.get(model as usize)?, n_same);
            let (a, b) = (texts.get(model as usize)?, texts.get(at as usize)?);
            let score = Face::new(a).compare(b, config).value();
            (share >= config.folded_share && score >= config.folded_score).then_some(model)
        });
        if model.is_none() {
            self.last.extend(sketch.hashes().iter().map(|&hash| (hash, at)));
        }
        model
    }

    /// Drops the articles before `first`.
    pub(crate) fn forget_before(&mut self, first: u32) {
        self.last.retain(|_, at| *at >= first);
    }
}
