//! Possible models of each text → one main model at most, and no cycle.

/// One text as the possible model of another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Edge {
    pub(crate) model: usize,
    pub(crate) copy: usize,
    /// What speaks against it; the least sum of costs wins.
    pub(crate) cost: f64,
}

/// For each of the texts the position of the edge to its chosen model, if any; no text is its own
/// ancestor.
///
/// `originals` gives for each text what it costs to leave it without a model. Takes the forest
/// of the least sum of costs. Method: minimum arborescence (Chu and Liu 1965, Edmonds 1967),
/// by contracting circles level by level; a level is linear in the edges, and there are at
/// most as many levels as texts on circles.
pub(crate) fn forest(originals: &[f64], edges: &[Edge]) -> Vec<Option<usize>> {
    let root = originals.len();
    let given = edges.iter().map(|edge| Arc { tail: edge.model, head: edge.copy, cost: edge.cost });
    let alone = originals.iter().enumerate().map(|(at, &cost)| Arc { tail: root, head: at, cost });
    let arcs: Vec<Arc> =
        given.filter(|arc| arc.tail < root && arc.head < root).chain(alone).collect();
    let chosen = arborescence(root, arcs);
    chosen.into_iter().map(|arc| arc.filter(|&arc| arc < edges.len())).collect()
}

#[derive(Clone, Copy, Debug)]
struct Arc {
    tail: usize,
    head: usize,
    cost: f64,
}

/// One level of contraction: the cheapest arc into each node, the arcs they come from one level
/// below, and the node of the next level that each node becomes.
struct Level {
    cheapest: Vec<Option<usize>>,
    heads: Vec<usize>,
    from_below: Vec<usize>,
}

/// For each node but the root, the position of the arc into it. Every node has an arc from the root.
fn arborescence(root: usize, arcs: Vec<Arc>) -> Vec<Option<usize>> {
    let mut levels: Vec<Level> = Vec::new();
    let (mut root, mut from_below) = (root, (0..arcs.len()).collect::<Vec<usize>>());
    let mut arcs = arcs;
    loop {
        let cheapest = cheapest_into(root, &arcs);
        let (becomes, n_next, circle_found) = contract(root, &arcs, &cheapest);
        let into = |arc: &Arc| {
            let best = cheapest.get(arc.head).copied().flatten().and_then(|at| arcs.get(at));
            best.map_or(0.0, |best| best.cost)
        };
        let mut next: Vec<(Arc, usize)> = Vec::new();
        if circle_found {
            for (at, arc) in arcs.iter().enumerate() {
                let node = |of: usize| becomes.get(of).copied().unwrap_or(n_next);
                let (tail, head) = (node(arc.tail), node(arc.head));
                if tail != head {
                    next.push((Arc { tail, head, cost: arc.cost - into(arc) }, at));
                }
            }
        }
        let heads = arcs.iter().map(|arc| arc.head).collect();
        levels.push(Level { cheapest, heads, from_below });
        if !circle_found {
            return expand(&levels);
        }
        from_below = next.iter().map(|(_, at)| *at).collect();
        arcs = next.into_iter().map(|(arc, _)| arc).collect();
        root = n_next;
    }
}

/// The cheapest arc into each node below the root; of equal ones, the first.
fn cheapest_into(root: usize, arcs: &[Arc]) -> Vec<Option<usize>> {
    let mut cheapest: Vec<Option<usize>> = vec![None; root];
    for (at, arc) in arcs.iter().enumerate() {
        let Some(best) = cheapest.get_mut(arc.head) else { continue };
        let cost = best.and_then(|at: usize| arcs.get(at)).map(|best| best.cost);
        if arc.tail != arc.head && cost.is_none_or(|cost| arc.cost < cost) {
            *best = Some(at);
        }
    }
    cheapest
}

/// What each node becomes when every circle of cheapest arcs is one node; how many nodes there
/// are then (the root comes last and is not counted); and whether there was a circle.
fn contract(root: usize, arcs: &[Arc], cheapest: &[Option<usize>]) -> (Vec<usize>, usize, bool) {
    const OPEN: usize = usize::MAX;
    let tail_of = |node: usize| {
        cheapest
            .get(node)
            .copied()
            .flatten()
            .and_then(|at| arcs.get(at))
            .map_or(root, |arc| arc.tail)
    };
    let mut becomes = vec![OPEN; root];
    // The walk on which each node was first met.
    let mut met = vec![OPEN; root];
    let (mut n_next, mut circle_found) = (0, false);
    for start in 0..root {
        let mut at = start;
        while at != root && met.get(at) == Some(&OPEN) {
            if let Some(walk) = met.get_mut(at) {
                *walk = start;
            }
            at = tail_of(at);
        }
        let closes = at != root && met.get(at) == Some(&start) && becomes.get(at) == Some(&OPEN);
        if closes {
            circle_found = true;
            let first = at;
            loop {
                if let Some(node) = becomes.get_mut(at) {
                    *node = n_next;
                }
                at = tail_of(at);
                if at == first {
                    break;
                }
            }
            n_next += 1;
        }
    }
    for node in &mut becomes {
        if *node == OPEN {
            *node = n_next;
            n_next += 1;
        }
    }
    becomes.push(n_next);
    (becomes, n_next, circle_found)
}

/// Undoes the contractions: an arc into a circle opens it at its head.
fn expand(levels: &[Level]) -> Vec<Option<usize>> {
    let Some((top, below)) = levels.split_last() else { return Vec::new() };
    let mut chosen = top.cheapest.clone();
    let mut from_below = &top.from_below;
    for level in below.iter().rev() {
        let mut opened = level.cheapest.clone();
        for arc in chosen.into_iter().flatten() {
            let Some(&arc) = from_below.get(arc) else { continue };
            let head = level.heads.get(arc).copied().unwrap_or(usize::MAX);
            if let Some(into) = opened.get_mut(head) {
                *into = Some(arc);
            }
        }
        chosen = opened;
        from_below = &level.from_below;
    }
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn edges(listed: &[(usize, usize, f64)]) -> Vec<Edge> {
        let edge = |&(model, copy, cost)| Edge { model, copy, cost };
        listed.iter().map(edge).collect()
    }

    fn show(n: usize, listed: &[(usize, usize, f64)]) -> String {
        let edges = edges(listed);
        let chosen = forest(&vec![10.0; n], &edges);
        let models =
            chosen.iter().map(|edge| edge.map_or("-".into(), |edge| edges[edge].model.to_string()));
        models.collect::<Vec<String>>().join(" ")
    }

    #[test]
    fn the_least_sum_wins() {
        assert_eq!(show(3, &[(1, 0, 1.0), (0, 1, 2.0), (0, 2, 2.0), (1, 2, 9.0)]), "1 - 0");
    }

    #[test]
    fn a_circle_is_opened_where_it_costs_least() {
        assert_eq!(show(3, &[(0, 1, 1.0), (1, 2, 1.0), (2, 0, 1.0), (0, 2, 5.0)]), "- 0 1");
    }

    /// The least sum of costs, by trying every choice.
    fn least(n: usize, edges: &[Edge]) -> f64 {
        let mut best = f64::INFINITY;
        for mut code in 0..(n + 1).pow(u32::try_from(n).unwrap_or(0)) {
            let mut models = Vec::new();
            for _ in 0..n {
                models.push(code % (n + 1));
                code /= n + 1;
            }
            let circle = (0..n)
                .any(|start| (0..=n).try_fold(start, |at, _| models.get(at).copied()).is_some());
            let costs = models.iter().enumerate().map(|(copy, &model)| {
                if model == n {
                    return Some(10.0);
                }
                let of = edges.iter().filter(|edge| edge.model == model && edge.copy == copy);
                of.map(|edge| edge.cost).min_by(f64::total_cmp)
            });
            if let (false, Some(sum)) = (circle, costs.sum::<Option<f64>>()) {
                best = best.min(sum);
            }
        }
        best
    }

    proptest! {
        /// The forest has no cycle and the least sum of costs.
        #[test]
        fn no_cycle_and_no_cheaper_forest(listed in prop::collection::vec((0_usize..4, 0_usize..4, 0_u8..12), 0..12)) {
            let listed: Vec<(usize, usize, f64)> = listed
                .into_iter()
                .filter(|(model, copy, _)| model != copy)
                .map(|(model, copy, cost)| (model, copy, f64::from(cost)))
                .collect();
            let edges = edges(&listed);
            let chosen: Vec<Option<Edge>> =
                forest(&[10.0; 4], &edges).into_iter().map(|edge| edge.map(|edge| edges[edge])).collect();
            for start in 0..4 {
                let mut at = start;
                for _ in 0..5 {
                    at = chosen.get(at).and_then(|edge| edge.map(|edge| edge.model)).unwrap_or(9);
                }
                prop_assert_eq!(at, 9);
            }
            let sum: f64 = chosen.iter().map(|edge| edge.map_or(10.0, |edge| edge.cost)).sum();
            prop_assert_eq!(sum, least(4, &edges));
        }
    }
}
