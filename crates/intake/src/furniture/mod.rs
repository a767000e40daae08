//! What a text carries beside its telling: which lines, and why.
//!
//! Takes the lines of the pages of one batch, gives for each line how likely it is part of
//! the telling. Read `line` (what a line is), `cue` (words that give furniture away),
//! `repeat` (what several pages share), `evidence` (all of it, as steps), `weight`.

mod cue;
mod evidence;
mod line;
mod reason;
mod repeat;
mod weight;

pub(crate) use cue::{Cue, cues};
pub(crate) use evidence::is_list;
pub(crate) use line::{End, Line, is_blank, lines};
pub(crate) use reason::{Place, reason};
pub(crate) use repeat::{Sheet, repeats};

use evidence::{first_look, second_look};
use weight::{Look, weigh};

/// How likely each line is part of the telling, `0.0..=1.0`.
///
/// `n_repeats` comes from [`repeats`]. Time is linear in the lines.
pub(crate) fn judge(lines: &[Line], n_repeats: &[usize]) -> Vec<f64> {
    let first = first_look(lines, n_repeats);
    let judged: Vec<f64> = first.iter().map(|seen| weigh(Look::First, seen)).collect();
    let second = second_look(&judged, lines);
    let both = second.into_iter().zip(first).map(|(mut second, first)| {
        second.extend(first);
        weigh(Look::Second, &second)
    });
    both.collect()
}
