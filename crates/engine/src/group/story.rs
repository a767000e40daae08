//! Scored pairs → stories: average link, the closest two groups first.

use super::neighbours::Pair;
use super::score::{Texts, score};
use crate::config::GroupConfig;
use rustc_hash::FxHashMap;
use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// For each article the numbers of its story and of its thread; each is numbered by its first
/// article.
///
/// Two groups become one while the average of the scores between their members is at least
/// `config.story`; going on to `config.thread` makes threads of the stories, so that a story lies
/// in one thread. Method: average link (Sokal and Michener 1958) on the graph of neighbours;
/// pairs outside the graph are scored when they are first needed, so that a missing link is
/// never taken for a missing likeness.
pub(crate) fn stories(texts: &Texts, pairs: &[Pair], config: &GroupConfig) -> (Vec<u32>, Vec<u32>) {
    let mut groups = Groups::of_single(texts);
    let mut queue: BinaryHeap<Candidate> = BinaryHeap::new();
    for &(a, b, score) in pairs {
        groups.set(a, b, Some(score));
        queue.push(Candidate { average: score, a, b });
    }
    merge_down_to(config.story, &mut groups, &mut queue, config);
    let stories = groups.labels();
    merge_down_to(config.thread, &mut groups, &mut queue, config);
    (stories, groups.labels())
}

/// Merges the closest two groups as long as their average is at least `least`.
fn merge_down_to(
    least: f32,
    groups: &mut Groups,
    queue: &mut BinaryHeap<Candidate>,
    config: &GroupConfig,
) {
    while queue.peek().is_some_and(|best| best.average >= least) {
        let Some(best) = queue.pop() else { break };
        if !groups.alive(best.a) || !groups.alive(best.b) {
            continue;
        }
        // An average that has changed since has its own place in the queue.
        if groups.average(best.a, best.b, config).total_cmp(&best.average) != Ordering::Equal {
            continue;
        }
        let merged = groups.merge(best.a, best.b);
        for other in groups.beside(merged) {
            let average = groups.average(merged, other, config);
            if average >= config.thread {
                let (a, b) = (merged.min(other), merged.max(other));
                queue.push(Candidate { average, a, b });
            }
        }
    }
}

/// Two groups that may become one.
struct Candidate {
    average: f32,
    a: u32,
    b: u32,
}

impl Ord for Candidate {
    fn cmp(&self, other: &Self) -> Ordering {
        self.average
            .total_cmp(&other.average)
            .then_with(|| (other.a, other.b).cmp(&(self.a, self.b)))
    }
}

impl PartialOrd for Candidate {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Candidate {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Candidate {}

/// The groups as they grow. A group is named by its first article.
struct Groups<'a> {
    texts: &'a Texts,
    members: Vec<Vec<u32>>,
    /// For each group, the groups it has a link to, with the average score between them;
    /// `None` where it has to be counted again.
    links: Vec<FxHashMap<u32, Option<f32>>>,
}

/// The most articles of a group that are asked for a score; of a larger group, an even choice.
const ASKED: usize = 24;

impl<'a> Groups<'a> {
    fn of_single(texts: &'a Texts) -> Self {
        let n = texts.vectors.len();
        let members = (0..).take(n).map(|at| vec![at]).collect();
        Self { texts, members, links: vec![FxHashMap::default(); n] }
    }

    fn set(&mut self, a: u32, b: u32, average: Option<f32>) {
        for (from, to) in [(a, b), (b, a)] {
            if let Some(links) = self.links.get_mut(from as usize) {
                links.insert(to, average);
            }
        }
    }

    fn members(&self, group: u32) -> &[u32] {
        self.members.get(group as usize).map_or(&[], Vec::as_slice)
    }

    fn alive(&self, group: u32) -> bool {
        !self.members(group).is_empty()
    }

    /// The average score between the members of two groups.
    fn average(&mut self, a: u32, b: u32, config: &GroupConfig) -> f32 {
        let known = self.links.get(a as usize).and_then(|links| links.get(&b).copied()).flatten();
        if let Some(average) = known {
            return average;
        }
        let (left, right) = (asked(self.members(a)), asked(self.members(b)));
        let mut sum = 0.0;
        for &x in &left {
            for &y in &right {
                sum += score(self.texts, x.min(y), x.max(y), config);
            }
        }
        let average = sum / (left.len() * right.len()).max(1) as f32;
        self.set(a, b, Some(average));
        average
    }

    /// Makes one group of two; gives its name.
    fn merge(&mut self, a: u32, b: u32) -> u32 {
        let (into, from) = (a.min(b), a.max(b));
        let (n_kept, n_gone) = (self.members(into).len() as f32, self.members(from).len() as f32);
        let moved = self.members.get_mut(from as usize).map(std::mem::take).unwrap_or_default();
        if let Some(members) = self.members.get_mut(into as usize) {
            members.extend(moved);
            members.sort_unstable();
        }
        let mut beside = self.beside(into);
        beside.extend(self.beside(from));
        beside.sort_unstable();
        beside.dedup();
        beside.retain(|&other| other != into && other != from);
        let gone = self.links.get_mut(from as usize).map(std::mem::take).unwrap_or_default();
        let kept = self.links.get_mut(into as usize).map(std::mem::take).unwrap_or_default();
        for other in beside {
            let known = |links: &FxHashMap<u32, Option<f32>>| links.get(&other).copied().flatten();
            // The average over both parts follows from the averages over each, where both are known.
            let average = known(&kept)
                .zip(known(&gone))
                .map(|(x, y)| (x * n_kept + y * n_gone) / (n_kept + n_gone));
            self.set(into, other, average);
            self.links.get_mut(other as usize).map(|links| links.remove(&from));
        }
        into
    }

    /// The groups a group has links to, in order.
    fn beside(&self, group: u32) -> Vec<u32> {
        let mut beside: Vec<u32> = self
            .links
            .get(group as usize)
            .map(|links| links.keys().copied().collect())
            .unwrap_or_default();
        beside.sort_unstable();
        beside
    }

    fn labels(&self) -> Vec<u32> {
        let mut labels = vec![0; self.members.len()];
        for (name, members) in (0..).zip(&self.members) {
            for &member in members {
                if let Some(label) = labels.get_mut(member as usize) {
                    *label = name;
                }
            }
        }
        labels
    }
}

/// An even choice of at most [`ASKED`] members.
fn asked(members: &[u32]) -> Vec<u32> {
    let step = members.len().div_ceil(ASKED).max(1);
    members.iter().step_by(step).copied().collect()
}
