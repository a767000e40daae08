//! The inner numbers of the block classifier, for its trainer and for nobody else.

use super::context::Context;
use super::feature::Features;
use super::select::{self, Parsed, repeats};
use crate::extract::Lean;

/// One page as the classifier sees it.
pub struct LabPage {
    /// The text of each block.
    pub texts: Vec<String>,
    /// The rows of the first look.
    pub rows: Vec<Vec<f32>>,
    features: Features,
    parsed: Parsed,
}

impl LabPage {
    /// The rows of the second look, from the first look's probabilities.
    pub fn second(&self, first: &[f32]) -> Vec<Vec<f32>> {
        let context = Context::new(&self.features, first);
        (0..first.len()).filter_map(|idx| Some(context.row(idx)?.to_vec())).collect()
    }

    /// Which blocks are kept, from what both looks think of them.
    pub fn decide(&self, first: &[f32], second: &[f32]) -> Vec<bool> {
        select::decide(&self.parsed, &self.features, first, second, Lean::Even)
    }
}

/// A batch of pages (markup, address) as the classifier sees it.
pub fn pages(inputs: &[(String, Option<String>)]) -> Vec<LabPage> {
    let parsed: Vec<Parsed> =
        inputs.iter().map(|(html, url)| Parsed::new(html, url.as_deref())).collect();
    let repeats = repeats(&parsed);
    parsed
        .into_iter()
        .zip(repeats)
        .map(|(page, repeats)| {
            let features = page.features(repeats);
            LabPage {
                texts: page.texts(),
                rows: features.rows.iter().map(|row| row.to_vec()).collect(),
                features,
                parsed: page,
            }
        })
        .collect()
}
