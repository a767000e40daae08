//! Which statements are one moment, and which moments date one act differently.

use super::statement::Statement;
use crate::calendar::words::shared;
use crate::config::TimelineConfig;
use std::collections::BTreeMap;
use tellings_model::Days;

/// Statements that tell one moment, with its days.
#[derive(Debug)]
pub(super) struct Group {
    /// The days.
    pub(super) days: Days,
    /// The statements, each of these very days.
    pub(super) statements: Vec<Statement>,
}

/// Puts alike statements of the same days together. A coarser date stays beside the finer one that it
/// holds: its telling does not say the day.
pub(super) fn merge(dated: Vec<Statement>, config: &TimelineConfig) -> Vec<Group> {
    let mut by_days: BTreeMap<Days, Vec<Statement>> = BTreeMap::new();
    for statement in dated {
        by_days.entry(statement.days).or_default().push(statement);
    }
    let mut told: BTreeMap<Days, Vec<Group>> = BTreeMap::new();
    for (days, statements) in by_days {
        let groups = told.entry(days).or_default();
        for statement in statements {
            match groups.iter_mut().take(config.compared).find(|g| joins(g, &statement, config)) {
                Some(group) => group.statements.push(statement),
                None => groups.push(Group { days, statements: vec![statement] }),
            }
        }
    }
    told.into_values().flatten().collect()
}

/// Whether a statement tells what a group tells: alike to any of its first statements.
fn joins(group: &Group, statement: &Statement, config: &TimelineConfig) -> bool {
    let first = group.statements.iter().take(config.compared_statements);
    first
        .into_iter()
        .any(|other| alike(other, statement, config.least_words, config.least_per_mille))
}

fn alike(one: &Statement, other: &Statement, least_words: usize, least_per_mille: usize) -> bool {
    let n_shared = shared(&one.words, &other.words);
    let shorter = one.words.len().min(other.words.len()).max(1);
    least_words <= n_shared && least_per_mille * shorter <= n_shared * 1000
}

/// For each group, the others that tell the same act of a day that cannot be the same.
///
/// Each group is compared with the next few in order of time, so the work stays linear.
pub(super) fn conflicts(groups: &[Group], config: &TimelineConfig) -> Vec<Vec<u32>> {
    let mut against = vec![Vec::new(); groups.len()];
    for (idx, group) in groups.iter().enumerate() {
        for (next, other) in groups.iter().enumerate().skip(idx + 1).take(config.compared) {
            if parted(group, other, config) {
                for (place, number) in [(idx, next), (next, idx)] {
                    if let (Some(list), Ok(number)) =
                        (against.get_mut(place), u32::try_from(number))
                    {
                        list.push(number);
                    }
                }
            }
        }
    }
    against
}

/// Whether two groups of different witnesses tell one act and cannot both be right about its day.
fn parted(one: &Group, other: &Group, config: &TimelineConfig) -> bool {
    let days = one.days.is_day() && other.days.is_day() && one.days != other.days;
    let sure = |group: &Group| group.statements.iter().all(|statement| !statement.rough);
    let apart = one
        .statements
        .iter()
        .all(|a| other.statements.iter().all(|b| a.citation.witness != b.citation.witness));
    let same = |a: &Statement| {
        let others = other.statements.iter().take(config.compared_statements);
        others.into_iter().any(|b| {
            // One act has one verb; other words may be shared by a whole story.
            let verb = a.verb.is_some() && a.verb == b.verb;
            verb && alike(a, b, config.conflict_words, config.conflict_per_mille)
        })
    };
    days && sure(one)
        && sure(other)
        && apart
        && one.statements.iter().take(config.compared_statements).any(same)
}
