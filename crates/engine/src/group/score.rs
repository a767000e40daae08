//! How alike two articles are: the one number that batch and stream share.

use super::vector::{KINDS, Vector};
use crate::config::GroupConfig;

/// The articles as grouping sees them, in order of publication.
pub(crate) struct Texts {
    pub(crate) vectors: Vec<Vector>,
    /// Days since an arbitrary day; `None` for an undated article.
    pub(crate) days: Vec<Option<f32>>,
}

/// How alike two articles are, `0.0..=1.0`: shared words, names and figures, less with every
/// day between them.
pub(crate) fn score(texts: &Texts, a: u32, b: u32, config: &GroupConfig) -> f32 {
    let (Some(left), Some(right)) = (texts.vectors.get(a as usize), texts.vectors.get(b as usize))
    else {
        return 0.0;
    };
    let cosines = left.cosines(right);
    let weights: [f32; KINDS] = [config.words, config.names, config.figures];
    let alike: f32 = cosines.iter().zip(weights).map(|(cosine, weight)| cosine * weight).sum();
    let day = |at: u32| texts.days.get(at as usize).copied().flatten();
    let left_over = match (day(a), day(b)) {
        (Some(x), Some(y)) => {
            let fading = (-(x - y).abs() / config.fading_days).exp();
            config.timeless + (1.0 - config.timeless) * fading
        }
        _ => config.undated,
    };
    alike * left_over
}
