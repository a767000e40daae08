//! Two texts → the evidence that the one is the model of the other.

use super::cue::{Cue, Evidence};
use super::edit::Edits;
use super::text::{Piece, Text};
use super::when::{Order, When};
use crate::copies::passage::Run;
use std::ops::Range;

/// How two texts were found to be kin.
pub(crate) enum Kept {
    /// These runs of words stand in both: `a` in the one, `b` in the other, in order of `b`.
    Words(Vec<Run>),
    /// Sentences say the same in other words: this share of the shorter text.
    Matter(f64),
}

/// The evidence both ways, of the first text as the model and of the second as the model;
/// `None` for a way that their times rule out.
pub(crate) fn both_ways(a: &Text, b: &Text, kept: &Kept) -> [Option<Evidence>; 2] {
    let turned = match kept {
        Kept::Matter(share) => Kept::Matter(*share),
        Kept::Words(runs) => {
            let turn = |run: &Run| Run { a: run.b, b: run.a, len: run.len };
            let mut runs: Vec<Run> = runs.iter().map(turn).collect();
            runs.sort_unstable_by_key(|run| (run.b, run.a));
            Kept::Words(runs)
        }
    };
    [evidence(a, b, kept), evidence(b, a, &turned)]
}

/// The evidence that the model was used for the copy; `None` where their times rule it out.
fn evidence(model: &Text, copy: &Text, kept: &Kept) -> Option<Evidence> {
    let mut evidence = Evidence::default();
    order(model, copy, &mut evidence)?;
    match kept {
        Kept::Words(runs) => edits(model, copy, runs, &mut evidence),
        Kept::Matter(share) => evidence.add(Cue::Reworded, 1.0 - 0.5 * share),
    }
    names(model, copy, kept, &mut evidence);
    Some(evidence)
}

/// What times and update marks say; `None` where they rule the edge out.
fn order(model: &Text, copy: &Text, evidence: &mut Evidence) -> Option<()> {
    let home = model.is_of_one_outlet_with(copy);
    let one_page = model.is_of_one_page_with(copy);
    let order = if one_page && model.revised.is_some() && copy.revised.is_some() {
        When::order(model.revised, copy.revised)
    } else {
        When::order(model.when, copy.when)
    };
    let cue = match order {
        Order::Impossible => return None,
        Order::Near | Order::Far if one_page => Cue::EarlierRevision,
        Order::Near => Cue::Near,
        Order::Far => Cue::Far,
        Order::Open => Cue::Undated,
        // One outlet has one clock: a wrong zone is wrong for both.
        Order::Reversed if home || one_page => Cue::ReversedAtHome,
        Order::Reversed => Cue::Reversed,
    };
    evidence.add(cue, 1.0);
    evidence.add_if(home, Cue::OneOutlet);
    if home {
        evidence.add_if(model.n_updates < copy.n_updates, Cue::Updates);
        evidence.add_if(copy.n_updates < model.n_updates, Cue::UpdatedBefore);
    }
    Some(())
}

/// What was done to make the copy of its model.
fn edits(model: &Text, copy: &Text, kept: &[Run], evidence: &mut Evidence) {
    let edits = Edits::of(model, copy, kept);
    evidence.add(Cue::PutFor, edits.n_put_for as f64);
    evidence.add_if(edits.is_cut, Cue::Cut);
    let length = |piece: &Range<usize>| (piece.len() as f64).ln_1p();
    // Who updates his own text adds to it; who copies another's adds little.
    let home = model.is_of_one_outlet_with(copy);
    for piece in &edits.added {
        match copy.piece(piece) {
            Piece::Credit => evidence.add(Cue::CreditAdded, 1.0),
            Piece::Furniture => evidence.add(Cue::FurnitureAdded, 1.0),
            Piece::OwnVoice => evidence.add(Cue::OwnVoice, 1.0),
            Piece::Plain if home => {}
            Piece::Plain => evidence.add(Cue::Added, length(piece)),
        }
    }
    for piece in &edits.dropped {
        match model.piece(piece) {
            Piece::Credit => {}
            Piece::Furniture => evidence.add(Cue::FurnitureDropped, 1.0),
            Piece::OwnVoice => evidence.add(Cue::OwnVoiceDropped, 1.0),
            Piece::Plain => evidence.add(Cue::Dropped, length(piece)),
        }
    }
    if model.headline != copy.headline {
        let is_cut = model.headline.starts_with(&copy.headline);
        evidence.add(if is_cut { Cue::HeadlineCut } else { Cue::HeadlineChanged }, 1.0);
    }
}

/// Whom the copy credits, and whose name stands in words it took over.
fn names(model: &Text, copy: &Text, kept: &Kept, evidence: &mut Evidence) {
    evidence.add_if(copy.is_based_on(model), Cue::BasedOn);
    let Some(outlet) = model.outlet.as_ref() else { return };
    if model.is_of_one_outlet_with(copy) {
        return;
    }
    if outlet.is_agency {
        evidence.add_if(copy.credits(outlet), Cue::CreditsAgency);
        return;
    }
    let in_copy = outlet.named_in(&copy.words);
    let carried = |name: &Range<usize>| match kept {
        Kept::Words(runs) => {
            runs.iter().any(|run| run.b <= name.start && name.end <= run.b + run.len)
        }
        Kept::Matter(_) => false,
    };
    evidence.add_if(in_copy.iter().any(carried), Cue::CarriesName);
    evidence.add_if(copy.credits(outlet), Cue::Credits);
}

/// The evidence for a text being nobody's copy; `kin` are the texts it shares words with.
pub(crate) fn original<'a>(text: &Text, mut kin: impl Iterator<Item = &'a Text<'a>>) -> Evidence {
    let mut evidence = Evidence::default();
    evidence.add(Cue::Original, 1.0);
    evidence.add_if(text.is_agencys(), Cue::OriginalOfAgency);
    let credits_kin = kin.any(|other| {
        let outlet = other.outlet.as_ref().filter(|_| !text.is_of_one_outlet_with(other));
        outlet.is_some_and(|outlet| {
            text.credits(outlet) || (!outlet.is_agency && !outlet.named_in(&text.words).is_empty())
        })
    });
    evidence.add_if(credits_kin, Cue::OriginalCredits);
    evidence
}
