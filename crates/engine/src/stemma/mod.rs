//! Who copied whom in a story, and how many independent voices there are.
//!
//! Takes the witnesses of a story with their credits, gives the copying graph and the origins.
//! Read in this order: `text` and `reading` (a witness as words, names and sentences), `reword` and
//! `kinship` (what shows that one text was used for another), `when`, `edit` and `cue` (what tells
//! the model from the copy), `evidence` (two texts → the cues), `forest` and `belief` (weighted edges → the best
//! forest, and how sure each edge is), `family` (these for one family of texts), `lost` (texts that nobody here holds),
//! `descent` (all of these as edges), `circle` (citing that leads nowhere), `origin` (edges → voices). `lineage` does the same for a corpus.

mod belief;
mod circle;
mod cue;
mod descent;
mod edit;
mod evidence;
mod family;
mod forest;
mod kinship;
mod lineage;
mod lost;
mod origin;
mod reading;
mod release;
mod reword;
#[cfg(test)]
mod tests;
mod text;
mod when;

pub use lineage::{CuesOf, carried_credits, cues, lineage};

use crate::copies::{Shingles, Sketch};
use crate::{Config, Settled};
use kinship::{Kinship, kinship};
use rayon::prelude::*;
use reading::Reading;
use tellings_model::{NodeId, Stemma, Witness};

/// The stemma of a story; every witness stands in exactly one origin.
///
/// No edge joins two witnesses of which `settled` says that neither was written from the other.
pub(crate) fn infer(witnesses: &[Witness], settled: &Settled, config: &Config) -> Stemma {
    let mut readings: Vec<Reading> = witnesses.par_iter().map(Reading::new).collect();
    Reading::mark_draws(&mut readings);
    let kinships: Vec<Kinship> = pairs(&readings, config)
        .into_par_iter()
        .filter(|&(a, b)| !settled.are_no_copies(a, b))
        .filter_map(|(a, b)| kinship((a, readings.get(a)?), (b, readings.get(b)?), config))
        .collect();

    let mut descents = descent::between(witnesses, &readings, &kinships, config);
    let credited = lost::credited(witnesses);
    let cited = lost::cited(witnesses);
    let mut lost = Vec::new();
    descent::from_credited(witnesses, &credited, &mut lost, &mut descents);
    descent::from_cited(witnesses, &cited, &mut lost, &mut descents);
    descents.retain(|descent| match descent.model {
        NodeId::Witness(model) => !settled.are_no_copies(model.idx(), descent.copy.idx()),
        NodeId::Lost(_) => true,
    });
    circle::name(witnesses, &cited, &lost, &mut descents);
    descents.sort_by_key(|descent| {
        let lost = matches!(descent.model, NodeId::Lost(_));
        (descent.copy, descent.kind, !lost, descent.direction, descent.model)
    });

    let origins = origin::origins(witnesses, &descents, &credited, &config.stemma.families);
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
        shingles.add(&Sketch::of_words(&reading.text.words, &config.copies), None);
    }
    let suspects = shingles.suspects(&config.copies);
    let copied = suspects.iter().map(|suspect| (suspect.a as usize, suspect.b as usize));
    let mut pairs: Vec<(usize, usize)> = copied.collect();
    pairs.extend(reword::suspects(readings));
    pairs.extend(of_one_page(readings));
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

/// Each capture of a page with the one before it.
fn of_one_page(readings: &[Reading]) -> Vec<(usize, usize)> {
    let address = |at: &usize| readings.get(*at).and_then(|r| r.text.address.as_deref());
    let mut addressed: Vec<usize> =
        (0..readings.len()).filter(|at| address(at).is_some()).collect();
    addressed.sort_by(|x, y| address(x).cmp(&address(y)).then(x.cmp(y)));
    let next = addressed.windows(2).filter_map(|two| match two {
        &[a, b] if address(&a) == address(&b) => Some((a, b)),
        _ => None,
    });
    next.collect()
}
