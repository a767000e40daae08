//! What happened when, over all tellings.
//!
//! In: the witnesses of a story, dates settled, events anchored. Out: moments in order of time,
//! each a sourced statement in the words of a witness. Read `statement` (which words are dated, and
//! by what), `group` (which statements are one moment, which date one act differently), then the
//! rows here.
//!
//! The report's own day is no event time: a sentence that only its publication would date is left
//! out, and the days of the reports stand beside the time of the event.

mod group;
mod statement;

use crate::config::TimelineConfig;
use group::Group;
use statement::Statement;
use std::collections::{BTreeMap, BTreeSet};
use tellings_model::{Apparatus, Citation, Days, Moment, OriginId, Witness};

/// The dated statements of all witnesses, in order of time; alike statements on the same days are
/// one moment.
///
/// Time is linear in the number of statements: each is compared with a bounded number of moments.
pub(crate) fn order(
    witnesses: &[Witness],
    _apparatus: &Apparatus,
    config: &TimelineConfig,
) -> Vec<Moment> {
    // 1. Statements with a date of their own: what only goes on from one says of no day that it was then.
    let dated = witnesses.iter().flat_map(statement::statements).collect();

    // 2. Alike statements of the same days are one.
    let mut groups = group::merge(dated, config);

    // 3. The best attested moments, in order of time.
    groups.sort_by_key(|group| std::cmp::Reverse(n_origins(witnesses, &group.statements)));
    groups.truncate(config.moments);
    groups.sort_by_key(|group| (group.days, group.statements.first().map(|first| first.citation)));

    // 4. Which of them date one act differently; then the rows.
    let against = group::conflicts(&groups, config);
    let moments = groups.iter().zip(against).filter_map(|(group, against)| {
        let mut moment = moment(witnesses, group, config)?;
        moment.against = against;
        Some(moment)
    });
    moments.collect()
}

/// The day of the main act: the day that most witnesses tell of, then the one with most origins.
pub(crate) fn main_day(timeline: &[Moment]) -> Option<Days> {
    let mut days: BTreeMap<Days, (BTreeSet<_>, u32)> = BTreeMap::new();
    for moment in timeline.iter().filter(|moment| moment.when.is_day() && !moment.approximate) {
        let (sigla, n_origins) = days.entry(moment.when).or_default();
        sigla.extend(moment.citations().iter().map(|citation| citation.witness));
        *n_origins = moment.n_origins.max(*n_origins);
    }
    // One telling's date is that telling's; two that tie leave the day open.
    let mut ranked: Vec<_> = days
        .into_iter()
        .map(|(days, (sigla, n_origins))| ((sigla.len(), n_origins), days))
        .collect();
    ranked.sort_by_key(|(rank, _)| std::cmp::Reverse(*rank));
    match ranked.as_slice() {
        [(rank, _), (next, _), ..] if rank == next => None,
        [(_, days), ..] => Some(*days),
        [] => None,
    }
}

fn witness(witnesses: &[Witness], citation: Citation) -> Option<&Witness> {
    witnesses.get(citation.witness.idx())
}

fn n_origins(witnesses: &[Witness], statements: &[Statement]) -> usize {
    let origins = statements.iter().filter_map(|statement| {
        witness(witnesses, statement.citation).map(|witness| witness.origin)
    });
    origins.collect::<BTreeSet<OriginId>>().len()
}

/// One row, in the words of the statement that shares most with the others.
fn moment(witnesses: &[Witness], group: &Group, config: &TimelineConfig) -> Option<Moment> {
    const COMPARED: usize = 8;
    let statements = &group.statements;
    let common = |one: &Statement| -> usize {
        let others = statements.iter().take(COMPARED);
        others.map(|other| crate::calendar::words::shared(&one.words, &other.words)).sum()
    };
    let best = statements
        .iter()
        .take(COMPARED)
        .min_by_key(|one| (std::cmp::Reverse(common(one)), one.text.len(), one.citation))?;
    let approximate = statements.iter().all(|statement| statement.rough);
    let mut citations: Vec<Citation> =
        statements.iter().map(|statement| statement.citation).collect();
    citations.sort_unstable();
    citations.dedup();
    let reported = reported(witnesses, &citations);
    let n_origins = u32::try_from(n_origins(witnesses, statements)).unwrap_or(u32::MAX);
    let mut moment = Moment::new(group.days, approximate, best.text.clone(), citations, n_origins)?;
    moment.reported = reported;
    moment.background = reported.is_some_and(|reported| {
        let gap = group.days.last().until(reported.first()).map_or(0, |span| span.get_days());
        config.background_days < gap
    });
    Some(moment)
}

/// The first and the last day on which the cited witnesses were published, where any is known.
fn reported(witnesses: &[Witness], citations: &[Citation]) -> Option<Days> {
    let days = citations
        .iter()
        .filter_map(|citation| Some(witness(witnesses, *citation)?.published.as_ref()?.value.day));
    let (first, last) = (days.clone().min()?, days.max()?);
    Some(Days::new(first, last))
}

#[cfg(test)]
mod tests;
