//! Scored pairs → stories: average link, the closest two groups first.

use super::index::Pair;
use super::journal::Ties;
use super::score::{Face, Text, score};
use crate::config::GroupConfig;
use rustc_hash::FxHashMap;
use std::cell::LazyCell;
use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// For each item the number of its story and of its thread; each is numbered by its first item.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Labels {
    pub(crate) stories: Vec<u32>,
    pub(crate) threads: Vec<u32>,
}

/// Makes stories and threads of some articles, given by position in `texts`, in order.
///
/// Two groups become one while the average of the scores between their members is at least
/// `least` and `config.knit` of the average within each; going on to `config.thread` makes threads of the stories, so that a story lies
/// in one thread. What people have tied together or apart stays so. Pairs, ties and labels count
/// from 0 within `items`. Method: average link (Sokal and Michener 1958) on the graph of
/// neighbours; pairs outside the graph are scored when they are first needed, so that a missing
/// link is never taken for a missing likeness.
pub(crate) fn stories(
    texts: &[Text],
    items: &[u32],
    pairs: &[Pair],
    ties: &Ties,
    least: f32,
    config: &GroupConfig,
) -> Labels {
    let mut groups = Groups::of_single(texts, items, &ties.apart);
    let mut queue: BinaryHeap<Candidate> = BinaryHeap::new();
    for &(a, b, score) in pairs {
        groups.set(a, b, score);
        queue.push(Candidate { average: score, a, b });
    }
    for &(a, b) in &ties.together {
        groups.join(a, b, &mut queue, config);
    }
    merge_down_to(least, Some(config.knit), &mut groups, &mut queue, config);
    let stories = groups.labels(|group| groups.is_sure(group, ties, config));
    groups.apart.clear();
    merge_down_to(config.thread, None, &mut groups, &mut queue, config);
    Labels { stories, threads: groups.labels(|_| true) }
}

/// Merges the closest two groups as long as their average is at least `least` and, where `knit` is given,
/// at least that share of what holds each of them together.
fn merge_down_to(
    least: f32,
    knit: Option<f32>,
    groups: &mut Groups,
    queue: &mut BinaryHeap<Candidate>,
    config: &GroupConfig,
) {
    let mut later = Vec::new();
    while queue.peek().is_some_and(|best| best.average >= least) {
        let Some(best) = queue.pop() else { break };
        if !groups.alive(best.a) || !groups.alive(best.b) {
            continue;
        }
        // An average that has changed since has its own place in the queue.
        if groups.known(best.a, best.b) != Some(best.average) {
            continue;
        }
        // Two stories that people have parted, or that are two affairs of one body, may still lie in
        // one thread.
        if groups.are_apart(best.a, best.b) || knit.is_some_and(|knit| groups.are_two(&best, knit))
        {
            later.push(best);
            continue;
        }
        groups.merge(best.a, best.b, queue, config);
    }
    queue.extend(later);
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

/// The groups as they grow. A group is named by its first item.
struct Groups<'a> {
    texts: &'a [Text],
    items: &'a [u32],
    members: Vec<Vec<u32>>,
    /// For each group, the sum of the scores between its members.
    inner: Vec<f32>,
    /// For each group, the groups it has a link to, with the average score between them.
    links: Vec<FxHashMap<u32, f32>>,
    /// Items that must not come together; few.
    apart: Vec<(u32, u32)>,
}

/// The most articles of a group that are asked for a score; of a larger group, an even choice.
const ASKED: usize = 12;

impl<'a> Groups<'a> {
    fn of_single(texts: &'a [Text], items: &'a [u32], apart: &[(u32, u32)]) -> Self {
        let n = items.len();
        let members = (0..).take(n).map(|at| vec![at]).collect();
        let inner = vec![0.0; n];
        Self {
            texts,
            items,
            members,
            inner,
            links: vec![FxHashMap::default(); n],
            apart: apart.to_vec(),
        }
    }

    fn set(&mut self, a: u32, b: u32, average: f32) {
        for (from, to) in [(a, b), (b, a)] {
            if let Some(links) = self.links.get_mut(from as usize) {
                links.insert(to, average);
            }
        }
    }

    fn members(&self, group: u32) -> &[u32] {
        self.members.get(group as usize).map_or(&[], Vec::as_slice)
    }

    /// Whether the members of two groups are each so much closer to one another than to those of the other
    /// that the groups tell two things (after the relative closeness of Karypis, Han and Kumar 1999).
    fn are_two(&self, pair: &Candidate, knit: f32) -> bool {
        let closeness = |group: u32| {
            let n = self.members(group).len();
            let sum = self.inner.get(group as usize).copied().unwrap_or(0.0);
            (n > 1).then(|| sum / (n * (n - 1) / 2) as f32)
        };
        let both = closeness(pair.a).zip(closeness(pair.b));
        both.is_some_and(|(a, b)| pair.average < knit * a.min(b))
    }

    fn alive(&self, group: u32) -> bool {
        !self.members(group).is_empty()
    }

    fn are_apart(&self, a: u32, b: u32) -> bool {
        let holds = |group, item| self.members(group).binary_search(&item).is_ok();
        self.apart.iter().any(|&(x, y)| holds(a, x) && holds(b, y) || holds(a, y) && holds(b, x))
    }

    /// The average score between the members of two groups, where it is known.
    fn known(&self, a: u32, b: u32) -> Option<f32> {
        self.links.get(a as usize)?.get(&b).copied()
    }

    /// The average scores between the members of a group and those of others, or between an even choice
    /// of them where no average is known.
    fn averages(
        &self,
        group: u32,
        others: &[u32],
        config: &GroupConfig,
    ) -> impl Iterator<Item = f32> {
        let faces = LazyCell::new(move || self.asked(group).map(Face::new).collect::<Vec<_>>());
        others.iter().map(move |&other| {
            self.known(group, other).unwrap_or_else(|| {
                let asked: Vec<&Text> = self.asked(other).collect();
                let score = |face: &Face, other: &&Text| face.compare(other, config).value();
                let scores =
                    faces.iter().flat_map(|face| asked.iter().map(|other| score(face, other)));
                scores.sum::<f32>() / (faces.len() * asked.len()).max(1) as f32
            })
        })
    }

    /// An even choice of at most [`ASKED`] members.
    fn asked(&self, group: u32) -> impl Iterator<Item = &'a Text> {
        let members = self.members(group);
        let step = members.len().div_ceil(ASKED).max(1);
        let (texts, items) = (self.texts, self.items);
        let chosen = members.iter().step_by(step);
        chosen.filter_map(|&item| texts.get(*items.get(item as usize)? as usize))
    }

    /// Makes one group of the groups that two items are in.
    fn join(&mut self, x: u32, y: u32, queue: &mut BinaryHeap<Candidate>, config: &GroupConfig) {
        let group_of = |item: u32| {
            let holds = |members: &Vec<u32>| members.binary_search(&item).is_ok();
            self.members.iter().position(holds).and_then(|group| u32::try_from(group).ok())
        };
        if let (Some(a), Some(b)) = (group_of(x), group_of(y))
            && a != b
        {
            self.merge(a, b, queue, config);
        }
    }

    /// Makes one group of two, and queues what it may join next.
    fn merge(&mut self, a: u32, b: u32, queue: &mut BinaryHeap<Candidate>, config: &GroupConfig) {
        let (into, from) = (a.min(b), a.max(b));
        // An average over both parts is never above the higher one.
        let linked = [self.linked(into), self.linked(from)].concat();
        let mut beside: Vec<u32> = linked
            .iter()
            .filter(|(other, average)| *average >= config.thread && ![into, from].contains(other))
            .map(|&(other, _)| other)
            .collect();
        beside.sort_unstable();
        beside.dedup();
        let [n_kept, n_gone] = [into, from].map(|part| self.members(part).len() as f32);
        let between = n_kept * n_gone * self.averages(into, &[from], config).sum::<f32>();
        // The average over both parts follows from the averages over each.
        let (of_kept, of_gone) =
            (self.averages(into, &beside, config), self.averages(from, &beside, config));
        let averages: Vec<f32> = of_kept
            .zip(of_gone)
            .map(|(x, y)| (x * n_kept + y * n_gone) / (n_kept + n_gone))
            .collect();
        for (other, _) in linked {
            if let Some(links) = self.links.get_mut(other as usize) {
                links.remove(&into);
                links.remove(&from);
            }
        }
        for group in [into, from] {
            self.links.get_mut(group as usize).map(std::mem::take);
        }
        let moved = self.members.get_mut(from as usize).map(std::mem::take).unwrap_or_default();
        if let Some(members) = self.members.get_mut(into as usize) {
            members.extend(moved);
            members.sort_unstable();
        }
        let gone = self.inner.get(from as usize).copied().unwrap_or(0.0);
        if let Some(inner) = self.inner.get_mut(into as usize) {
            *inner += between + gone;
        }
        for (other, average) in beside.into_iter().zip(averages) {
            self.set(into, other, average);
            if average >= config.thread {
                queue.push(Candidate { average, a: into.min(other), b: into.max(other) });
            }
        }
    }

    /// The groups a group has links to, with the average score.
    fn linked(&self, group: u32) -> Vec<(u32, f32)> {
        let links = self.links.get(group as usize);
        links
            .map(|links| links.iter().map(|(&other, &average)| (other, average)).collect())
            .unwrap_or_default()
    }

    /// Whether a group is a story: more than two articles bear each other out, two alone must be closer,
    /// unless people have tied them.
    fn is_sure(&self, group: u32, ties: &Ties, config: &GroupConfig) -> bool {
        let &[x, y] = self.members(group) else { return true };
        let at = |item: u32| self.items.get(item as usize).copied();
        ties.together.iter().any(|&(a, b)| (a, b) == (x, y) || (b, a) == (x, y))
            || at(x).zip(at(y)).is_none_or(|(x, y)| score(self.texts, x, y, config) >= config.pair)
    }

    /// The group of each item; those of groups that are not `whole` stand alone.
    fn labels(&self, whole: impl Fn(u32) -> bool) -> Vec<u32> {
        let mut labels = vec![0; self.members.len()];
        for (name, members) in (0..).zip(&self.members) {
            let is_whole = whole(name);
            for &member in members {
                if let Some(label) = labels.get_mut(member as usize) {
                    *label = if is_whole { name } else { member };
                }
            }
        }
        labels
    }
}
