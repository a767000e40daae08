//! What each piece of evidence weighs.
//!
//! The table is fitted, not written: `cargo run --release -p tellings-intake --example
//! fit_lines` prints it from pages whose main text is known.

use super::evidence::Evidence;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// Look, name, step and weight, one a line.
const TABLE: &str = include_str!("weights.tsv");

/// Which look a weight belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Look {
    /// Lines and their surroundings.
    First,
    /// The judgement of the neighbours too.
    Second,
}

static WEIGHTS: LazyLock<FxHashMap<(Look, &'static str, u8), f64>> =
    LazyLock::new(|| TABLE.lines().filter_map(weight).collect());

fn weight(line: &'static str) -> Option<((Look, &'static str, u8), f64)> {
    let mut cells = line.split('\t');
    let look = match cells.next()? {
        "1" => Look::First,
        "2" => Look::Second,
        _ => return None,
    };
    Some(((look, cells.next()?, cells.next()?.parse().ok()?), cells.next()?.parse().ok()?))
}

/// The share of lines with this evidence that are part of the telling, as fitted.
pub(crate) fn weigh(look: Look, evidence: &[Evidence]) -> f64 {
    let sum: f64 = evidence
        .iter()
        .map(|&(name, step)| WEIGHTS.get(&(look, name, step)).copied().unwrap_or(0.0))
        .sum();
    1.0 / (1.0 + (-sum).exp())
}
