//! The stemma in reading order: every root, and below it what descends from it.

use std::collections::{BTreeMap, BTreeSet};
use tellings_model::{Descent, NodeId, Siglum, Story};

/// A node of the tree of main edges.
pub(crate) struct Branch<'a> {
    pub(crate) id: NodeId,
    /// How far below its root.
    pub(crate) depth: usize,
    /// The edges into it, the main one first.
    pub(crate) into: Vec<&'a Descent>,
}

/// The nodes that models and copies make up, depth first; each once, whatever the edges say.
pub(crate) fn branches(story: &Story) -> Vec<Branch<'_>> {
    let mut into: BTreeMap<Siglum, Vec<&Descent>> = BTreeMap::new();
    for descent in &story.stemma.descents {
        into.entry(descent.copy).or_default().push(descent);
    }
    let mut copies: BTreeMap<NodeId, Vec<Siglum>> = BTreeMap::new();
    for (&copy, descents) in &into {
        if let Some(main) = descents.first() {
            copies.entry(main.model).or_default().push(copy);
        }
    }
    let is_root = |id: &NodeId| match id {
        NodeId::Witness(siglum) => !into.contains_key(siglum),
        NodeId::Lost(_) => true,
    };
    let mut open: Vec<(NodeId, usize)> =
        copies.keys().rev().copied().filter(is_root).map(|root| (root, 0)).collect();
    let mut seen = BTreeSet::new();
    let mut branches = Vec::new();
    while let Some((id, depth)) = open.pop() {
        if !seen.insert(id) {
            continue;
        }
        let into = match id {
            NodeId::Witness(siglum) => into.get(&siglum).cloned().unwrap_or_default(),
            NodeId::Lost(_) => Vec::new(),
        };
        branches.push(Branch { id, depth, into });
        let below = copies.get(&id).into_iter().flatten().rev();
        open.extend(below.map(|&copy| (NodeId::Witness(copy), depth + 1)));
    }
    branches
}
