//! Who of those in a sentence was heard saying the words between marks.
//!
//! In `She said they feared “a second flood”` the reporter heard her, not them: a saying word that
//! cannot have brought the words, and one that is itself reported, give way to the one outside.

use super::cue::{Reach, Weight};
use super::indirect::Clause;
use super::lexicon::Kinds;
use super::phrase::Reader;
use tellings_model::QuoteKind;

/// The most units between a cue and words between marks that it brings without doubt.
const NEAR_UNITS: usize = 4;
/// The weight of the cue of a reported clause for words between marks inside it.
const CLAUSE_WEIGHT: f32 = 8.0;

/// The cue of the words at a place, among those of the clauses they stand in.
///
/// A whole sentence between marks keeps its cue: it is quoted from the one who is quoted.
pub(super) fn heard(
    reader: &Reader<'_>,
    clauses: &[Clause],
    at: usize,
    kind: QuoteKind,
    reach: Option<Reach>,
) -> Option<Reach> {
    if kind != QuoteKind::Mixed {
        return reach;
    }
    let audible = |cue: usize| {
        (!reader.is_cue(cue) || reader.is(cue, Kinds::SPEECH.or(Kinds::NAME)))
            && !reader.is_imagined(cue)
    };
    let holding = |clause: &&Clause| clause.content.contains(&at) && clause.speaker.is_some();
    let mut holding = clauses.iter().filter(holding).collect::<Vec<_>>();
    holding.sort_by_key(|clause| clause.content.len());
    let introduced = at > 0 && reader.is(at - 1, Kinds::COMMA.or(Kinds::COLON));
    let Some(reach) = reach else {
        return holding
            .into_iter()
            .find(|clause| audible(clause.cue.start))
            .map(|clause| of_clause(clause, false));
    };
    let inner = reach.cue.start;
    if inner > at && reach.adjacent {
        return Some(reach); // `“…,” Ada Cole said`
    }
    let others = || {
        let others = holding.iter().filter(|clause| clause.cue != reach.cue);
        others.filter(|clause| audible(clause.cue.start))
    };
    // Who tells what another said was heard; the other was not.
    if !introduced
        && reader.is_cue(inner)
        && let Some(teller) =
            others().rfind(|clause| clause.cue.start < inner && clause.content.contains(&inner))
    {
        return Some(of_clause(teller, reach.adjacent));
    }
    let near = inner < at
        && at - inner <= NEAR_UNITS
        && !(inner..at).any(|between| reader.is(between, Kinds::COMMA));
    let governs = reach.adjacent || near || holding.iter().any(|clause| clause.cue == reach.cue);
    if !reader.is_cue(inner) || (governs && audible(inner)) {
        return Some(reach);
    }
    let around = others().next().map(|clause| of_clause(clause, reach.adjacent));
    around.or(Some(reach))
}

/// The cue of a reported clause as it reaches words between marks inside the clause.
fn of_clause(clause: &Clause, adjacent: bool) -> Reach {
    Reach {
        cue: clause.cue.clone(),
        speaker: clause.speaker.clone(),
        weight: Weight(CLAUSE_WEIGHT),
        adjacent,
    }
}
