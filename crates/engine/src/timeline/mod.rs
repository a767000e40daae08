//! What happened when, over all tellings.
//!
//! In: the witnesses of a story, dates settled. Out: moments in order of time, each a sourced
//! statement in the words of a witness. Read `statement` (which words are dated by which
//! expression), then the merging here.
//!
//! The report's own day is no event time: a sentence without a date of its own is left out rather
//! than dated by its publication.

mod statement;

use crate::calendar::words::shared;
use crate::config::TimelineConfig;
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
    // 1. Dated statements, by the days they are dated to.
    let mut by_days: BTreeMap<Days, Vec<Statement>> = BTreeMap::new();
    for witness in witnesses {
        for statement in statement::statements(witness) {
            by_days.entry(statement.days).or_default().push(statement);
        }
    }

    // 2. Alike statements of the same days are one.
    let mut told: Vec<(Days, Vec<Statement>)> = Vec::new();
    for (days, statements) in by_days {
        let mut groups: Vec<Vec<Statement>> = Vec::new();
        for statement in statements {
            match groups.iter_mut().take(config.compared).find(|g| joins(g, &statement, config)) {
                Some(group) => group.push(statement),
                None => groups.push(vec![statement]),
            }
        }
        told.extend(groups.into_iter().map(|group| (days, group)));
    }

    // 3. The best attested moments, in order of time.
    told.sort_by_key(|(_, group)| std::cmp::Reverse(n_origins(witnesses, group)));
    told.truncate(config.moments);
    told.sort_by_key(|(days, group)| (*days, group.first().map(|first| first.citation)));
    told.iter().filter_map(|(days, group)| moment(witnesses, *days, group)).collect()
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

/// Whether a statement tells what a group tells: alike to any of its first statements.
fn joins(group: &[Statement], statement: &Statement, config: &TimelineConfig) -> bool {
    group.iter().take(config.compared_statements).any(|other| {
        let n_shared = shared(&other.words, &statement.words);
        let shorter = other.words.len().min(statement.words.len()).max(1);
        config.least_words <= n_shared && config.least_per_mille * shorter <= n_shared * 1000
    })
}

fn origin(witnesses: &[Witness], citation: Citation) -> Option<OriginId> {
    witnesses.get(citation.witness.idx()).map(|witness| witness.origin)
}

fn n_origins(witnesses: &[Witness], group: &[Statement]) -> usize {
    let origins = group.iter().filter_map(|statement| origin(witnesses, statement.citation));
    origins.collect::<BTreeSet<_>>().len()
}

/// One row, in the words of the statement that shares most with the others.
fn moment(witnesses: &[Witness], days: Days, group: &[Statement]) -> Option<Moment> {
    const COMPARED: usize = 8;
    let common = |one: &Statement| -> usize {
        group.iter().take(COMPARED).map(|other| shared(&one.words, &other.words)).sum()
    };
    let best = group
        .iter()
        .take(COMPARED)
        .min_by_key(|one| (std::cmp::Reverse(common(one)), one.text.len(), one.citation))?;
    let approximate = group.iter().all(|statement| statement.rough);
    let mut citations: Vec<Citation> = group.iter().map(|statement| statement.citation).collect();
    citations.sort_unstable();
    citations.dedup();
    let n_origins = u32::try_from(n_origins(witnesses, group)).unwrap_or(u32::MAX);
    Moment::new(days, approximate, best.text.clone(), citations, n_origins)
}

#[cfg(test)]
mod tests;
