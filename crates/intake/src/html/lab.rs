//! The inner numbers of the block classifier, for its trainer and for nobody else.

use super::context::Context;
use super::feature::Features;
use super::select::{self, Parsed};
use crate::extract::Lean;

/// One page as the classifier sees it.
pub struct LabPage {
    /// The text of each block.
    pub texts: Vec<String>,
    /// The rows of the first look.
    pub rows: Vec<Vec<f32>>,
    capture: Option<(usize, usize)>,
    features: Features,
    parsed: Parsed,
}

impl LabPage {
    /// Which blocks are kept, from what both looks think of them.
    pub fn decide(&self, first: &[f32], second: &[f32]) -> Vec<bool> {
        select::decide(&self.parsed, &self.features, first, second, Lean::Even)
    }
}

/// A batch of pages (markup, address) as the classifier sees it.
pub fn pages(inputs: &[(String, Option<String>)]) -> Vec<LabPage> {
    let parsed: Vec<Parsed> =
        inputs.iter().map(|(html, url)| Parsed::new(html, url.as_deref())).collect();
    let shared = select::shared(&parsed);
    parsed
        .into_iter()
        .zip(shared)
        .map(|(page, shared)| {
            let mut rows = Vec::new();
            let features = page.features(shared.repeats, |row| {
                rows.push(row.to_vec());
                true
            });
            LabPage { texts: page.texts(), rows, capture: shared.capture, features, parsed: page }
        })
        .collect()
}

/// The rows of the second look at the pages of a batch, from the first look's probabilities.
pub fn seconds(pages: &[(&LabPage, &[f32])]) -> Vec<Vec<Vec<f32>>> {
    let looked = pages.iter().map(|(page, first)| (page.capture, &page.features, *first));
    let paths = select::paths(looked);
    let rows = |((page, first), paths): (&(&LabPage, &[f32]), _)| {
        let context = Context::new(&page.features, first, paths);
        (0..first.len()).filter_map(|idx| Some(context.row(idx)?.to_vec())).collect()
    };
    pages.iter().zip(&paths).map(rows).collect()
}
