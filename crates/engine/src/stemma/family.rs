//! The texts of one family with the evidence between them → the model of each, and how sure it is.

use super::belief::probabilities;
use super::cue::{Cue, Evidence};
use super::forest::{Edge, forest};
use rustc_hash::{FxHashMap, FxHashSet};
use tellings_model::Direction;

/// One text of a family as the possible model of another; both by position.
pub(crate) struct Candidate {
    pub(crate) model: usize,
    pub(crate) copy: usize,
    pub(crate) evidence: Evidence,
}

/// Which candidate is the model of a text, and which of two texts was first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Chosen {
    /// Its position among the candidates.
    pub(crate) candidate: usize,
    pub(crate) direction: Direction,
}

/// How sure an order must be to be stated, `0.0..=1.0`; below it is left open.
const STATED: f64 = 0.8;
/// How sure an order must be that a credit or a mark states.
const SETTLED: f64 = 0.9;

/// How the texts of a family descend from each other.
pub(crate) struct Family {
    /// For each text its main model; no text is its own ancestor.
    pub(crate) main: Vec<Option<Chosen>>,
    directions: Vec<Direction>,
}

impl Family {
    /// Settles a family: of all forests the one for which most speaks.
    ///
    /// The texts stand in order of publication, as far as it is known: of two ways that nothing
    /// tells apart the earlier text is the model. `originals` is what speaks for each
    /// text being nobody's copy. With `all_kin` every two candidates are known to be kin, so that
    /// only their order is open, and no text is left alone that has a kin.
    pub(crate) fn settle(originals: &[Evidence], candidates: &[Candidate], all_kin: bool) -> Self {
        let costs: Vec<f64> = originals.iter().map(|evidence| -evidence.weight()).collect();
        let edges: Vec<Edge> = candidates
            .iter()
            .map(|candidate| {
                let weight = candidate.evidence.weight();
                let weight = if all_kin { above(Cue::Original.weight(), weight) } else { weight };
                let late = candidate.copy < candidate.model;
                let cost = -weight + if late { TIE } else { 0.0 };
                Edge { model: candidate.model, copy: candidate.copy, cost }
            })
            .collect();
        let probable = probabilities(&costs, &edges);
        let probability_of: FxHashMap<(usize, usize), f64> = candidates
            .iter()
            .zip(&probable)
            .map(|(candidate, &probable)| ((candidate.model, candidate.copy), probable))
            .collect();
        let directions: Vec<Direction> = candidates
            .iter()
            .zip(&probable)
            .map(|(candidate, &there)| {
                let back = probability_of.get(&(candidate.copy, candidate.model));
                direction(&candidate.evidence, there, back.copied().unwrap_or(0.0))
            })
            .collect();
        let main = forest(&costs, &edges)
            .into_iter()
            .map(|candidate| {
                let candidate = candidate?;
                let direction = directions.get(candidate).copied()?;
                Some(Chosen { candidate, direction })
            })
            .collect();
        Self { main, directions }
    }

    /// How sure it is that the model of a candidate was first.
    pub(crate) fn direction(&self, candidate: usize) -> Direction {
        self.directions.get(candidate).copied().unwrap_or(Direction::Unknown)
    }
}

/// The models of each text, by position; no text is its own ancestor where each is asked for first.
#[derive(Default)]
pub(crate) struct Models(FxHashMap<usize, Vec<usize>>);

impl Models {
    /// From copies with a model of each.
    pub(crate) fn of(pairs: impl Iterator<Item = (usize, usize)>) -> Self {
        let mut models = Self::default();
        pairs.for_each(|(copy, model)| models.add(copy, model));
        models
    }

    pub(crate) fn add(&mut self, copy: usize, model: usize) {
        self.0.entry(copy).or_default().push(model);
    }

    /// Whether a text is another, or goes back to it.
    pub(crate) fn go_back(&self, text: usize, to: usize) -> bool {
        let mut seen = FxHashSet::default();
        let mut open = vec![text];
        while let Some(at) = open.pop() {
            if at == to {
                return true;
            }
            if seen.insert(at) {
                open.extend(self.0.get(&at).into_iter().flatten());
            }
        }
        false
    }
}

/// What a way costs by which the later text would be the model, where nothing else tells.
const TIE: f64 = 1e-6;

/// Raises a weight above a floor, keeping the order of weights.
fn above(floor: f64, weight: f64) -> f64 {
    const BEND: f64 = 3.0;
    let bent = floor + BEND;
    if weight >= bent {
        weight
    } else {
        bent - (BEND - 1.0) * (1.0 - ((weight - bent) / 10.0).exp())
    }
}

/// How sure it is that a candidate's model was first, from how probable both ways are.
fn direction(evidence: &Evidence, there: f64, back: f64) -> Direction {
    let both = there + back;
    let sure = if both > 0.0 { there / both } else { 0.0 };
    match () {
        () if sure >= SETTLED && evidence.any(Cue::settles_order) => Direction::Known,
        () if sure >= STATED && evidence.any(Cue::tells_order) => Direction::Likely,
        () => Direction::Unknown,
    }
}
