//! What happened when, over all tellings.

use tellings_model::{Apparatus, Days, Moment, Witness};

/// The dated statements of all witnesses, in order of time.
pub(crate) fn order(_witnesses: &[Witness], _apparatus: &Apparatus) -> Vec<Moment> {
    Vec::new()
}

/// The day of the main act: the day that most origins tell.
pub(crate) fn main_day(_timeline: &[Moment]) -> Option<Days> {
    None
}
