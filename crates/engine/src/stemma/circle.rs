//! Citing that leads nowhere: tellings that name each other, or that all end in nobody.

use super::lost::Cited;
use crate::annotate::credit;
use tellings_model::{Descent, DescentKind, LostNode, NodeId, Siglum, Witness};

/// Says on the edges that take part where citing runs in a circle, and where every telling that
/// cites anybody ends in one and the same text that nobody names.
pub(crate) fn name(
    witnesses: &[Witness],
    cited: &[Cited],
    lost: &[LostNode],
    descents: &mut [Descent],
) {
    name_circles(witnesses, cited, descents);
    name_nobody(witnesses, lost, descents);
}

/// Names each circle on every edge of it: `circular: A goes back to B, B goes back to A`.
fn name_circles(witnesses: &[Witness], cited: &[Cited], descents: &mut [Descent]) {
    let mut used: Vec<Vec<usize>> = vec![Vec::new(); witnesses.len()];
    let mut uses = |copy: usize, model: usize| {
        if let Some(used) = used.get_mut(copy).filter(|_| copy != model) {
            used.push(model);
        }
    };
    for one in cited {
        let Some(model) = one.in_hand else { continue };
        one.by.iter().for_each(|(copy, _)| uses(*copy, model));
    }
    for descent in descents.iter().filter(|descent| descent.kind != DescentKind::Cites) {
        if let NodeId::Witness(model) = descent.model {
            uses(descent.copy.idx(), model.idx());
        }
    }
    let mut told: Vec<Vec<usize>> = Vec::new();
    for start in 0..witnesses.len() {
        let Some(circle) = shortest_circle(&used, start) else { continue };
        let mut members = circle.clone();
        members.sort_unstable();
        if told.contains(&members) {
            continue;
        }
        told.push(members);
        let siglum = |at: &usize| witnesses.get(*at).map(|witness| witness.siglum);
        let sigla: Vec<Siglum> = circle.iter().filter_map(siglum).collect();
        let next = sigla.iter().cycle().skip(1);
        let steps: Vec<String> = sigla
            .iter()
            .zip(next)
            .map(|(one, next)| format!("{one} goes back to {next}"))
            .collect();
        let words = format!("circular: {}", steps.join(", "));
        let takes_part = |descent: &&mut Descent| {
            let model = matches!(descent.model, NodeId::Witness(model) if sigla.contains(&model));
            model && sigla.contains(&descent.copy)
        };
        for descent in descents.iter_mut().filter(takes_part) {
            descent.because.push(words.clone());
        }
    }
}

/// Witnesses that are looked at from each in search of a circle; circles are short.
const REACH: usize = 64;

/// The shortest way from a witness over those it goes back to, to itself.
fn shortest_circle(used: &[Vec<usize>], start: usize) -> Option<Vec<usize>> {
    let mut from: Vec<Option<usize>> = vec![None; used.len()];
    let mut reached = vec![start];
    let mut next = 0;
    while let Some(&at) = reached.get(next).filter(|_| next < REACH) {
        next += 1;
        for &other in used.get(at)? {
            if other == start {
                let mut circle = vec![at];
                let mut back = at;
                while back != start {
                    back = from.get(back).copied().flatten()?;
                    circle.push(back);
                }
                circle.reverse();
                return Some(circle);
            }
            if let Some(slot) = from.get_mut(other).filter(|slot| slot.is_none()) {
                *slot = Some(at);
                reached.push(other);
            }
        }
    }
    None
}

/// Says so where two tellings or more cite somebody, and every chain ends in one lost text that
/// goes by no name: `media reports`, `news agencies`.
fn name_nobody(witnesses: &[Witness], lost: &[LostNode], descents: &mut [Descent]) {
    let ends: Vec<NodeId> = descents
        .iter()
        .filter(|descent| descent.kind == DescentKind::Cites)
        .map(|descent| end_of(descents, descent.model, witnesses.len()))
        .collect();
    let Some(&NodeId::Lost(end)) = ends.first() else { return };
    let Some(node) = lost.get(end as usize) else { return };
    let all_end_there = ends.iter().all(|other| *other == NodeId::Lost(end));
    if ends.len() < 2 || !all_end_there || !credit::is_unnamed(&node.label) {
        return;
    }
    let words = format!(
        "every telling that names where it has this from ends in one text that nobody names: {}",
        node.label
    );
    for descent in descents.iter_mut().filter(|d| d.kind == DescentKind::Cites) {
        descent.because.push(words.clone());
    }
}

/// Where the chain of models from a node ends; the node itself where it goes back to nothing.
fn end_of(descents: &[Descent], mut node: NodeId, most: usize) -> NodeId {
    // Descents have no cycle, so no chain is longer than the witnesses.
    for _ in 0..=most {
        let NodeId::Witness(siglum) = node else { return node };
        match descents.iter().find(|descent| descent.copy == siglum) {
            Some(descent) => node = descent.model,
            None => return node,
        }
    }
    node
}
