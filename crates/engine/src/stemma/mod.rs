//! Who copied whom in a story, and how many independent voices there are.
//!
//! Takes the witnesses of a story with their credits, gives the copying graph and the origins.
//! Read in this order: `reading` (a witness as words and sentences), `reword` and `kinship` (what
//! shows that one text was used for another), `edit`, `when` and `forest` (which was the model),
//! `lost` (texts that nobody here holds), `descent` (all of these as edges), `origin` (edges →
//! voices). `lineage` does the same for a corpus.

mod descent;
mod edit;
mod forest;
mod kinship;
mod lineage;
mod lost;
mod origin;
mod reading;
mod reword;
#[cfg(test)]
mod tests;
mod when;

pub use lineage::lineage;

use crate::Config;
use crate::copies::{Shingles, Sketch};
use kinship::{Kinship, kinship};
use rayon::prelude::*;
use reading::Reading;
use tellings_model::{NodeId, Stemma, Witness};

/// The stemma of a story; every witness stands in exactly one origin.
pub(crate) fn infer(witnesses: &[Witness], config: &Config) -> Stemma {
    let readings: Vec<Reading> =
        witnesses.par_iter().map(|witness| Reading::new(&witness.article)).collect();
    let kinships: Vec<Kinship> = pairs(&readings, config)
        .into_par_iter()
        .filter_map(|(a, b)| kinship((a, readings.get(a)?), (b, readings.get(b)?), config))
        .collect();

    let mut descents = descent::between(witnesses, &readings, &kinships, config);
    let credited = lost::credited(witnesses);
    let cited = lost::cited(witnesses);
    let mut lost = Vec::new();
    descent::from_credited(witnesses, &credited, &mut lost, &mut descents);
    descent::from_cited(witnesses, &cited, &mut lost, &mut descents);
    descents.sort_by_key(|descent| {
        let lost = matches!(descent.model, NodeId::Lost(_));
        (descent.copy, descent.kind, !lost, descent.direction, descent.model)
    });

    let origins = origin::origins(witnesses, &descents, &credited);
    Stemma { lost, descents, origins }
}

/// The pairs of witnesses to compare, in order.
fn pairs(readings: &[Reading], config: &Config) -> Vec<(usize, usize)> {
    let n = readings.len();
    if n <= config.stemma.all_pairs {
        return (0..n).flat_map(|a| (a + 1..n).map(move |b| (a, b))).collect();
    }
    let mut shingles = Shingles::default();
    for reading in readings {
        shingles.add(&Sketch::of_words(&reading.words, &config.copies), None);
    }
    let suspects = shingles.suspects(&config.copies);
    suspects.iter().map(|suspect| (suspect.a as usize, suspect.b as usize)).collect()
}
