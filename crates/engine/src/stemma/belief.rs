//! Weighted edges → how probable each is, over all forests there could be.

use super::forest::Edge;

/// The most texts whose forests are summed over exactly; beyond it each text chooses for itself.
/// Exact sums take the cube of this number of steps.
const EXACT: usize = 64;

/// For each edge the share of all forests, weighted by the exponential of minus their cost, that
/// have it; `0.0..=1.0`. `originals` gives what it costs to leave each text without a model.
///
/// Method: the matrix-tree theorem for directed trees (Tutte 1948; Koo, Globerson, Carreras and
/// Collins 2007, EMNLP): the probability of an edge follows from the inverse of the Laplacian.
pub(crate) fn probabilities(originals: &[f64], edges: &[Edge]) -> Vec<f64> {
    let n = originals.len();
    // Costs are taken from the least one into each text, so that no exponential leaves its range.
    let mut least: Vec<f64> = originals.to_vec();
    for edge in edges {
        if let Some(least) = least.get_mut(edge.copy) {
            *least = least.min(edge.cost);
        }
    }
    let mass = |cost: f64, copy: usize| (least.get(copy).copied().unwrap_or(cost) - cost).exp();
    let masses: Vec<f64> = edges.iter().map(|edge| mass(edge.cost, edge.copy)).collect();
    let mut into: Vec<f64> = (0..n).zip(originals).map(|(at, &cost)| mass(cost, at)).collect();
    for (edge, mass) in edges.iter().zip(&masses) {
        if let Some(into) = into.get_mut(edge.copy) {
            *into += mass;
        }
    }
    if n <= EXACT
        && let Some(exact) = exactly(&into, edges, &masses)
    {
        return exact;
    }
    let alone = |(edge, mass): (&Edge, &f64)| mass / into.get(edge.copy).copied().unwrap_or(1.0);
    edges.iter().zip(&masses).map(alone).collect()
}

fn exactly(into: &[f64], edges: &[Edge], masses: &[f64]) -> Option<Vec<f64>> {
    let n = into.len();
    let mut laplacian = vec![vec![0.0; n]; n];
    for (at, &sum) in into.iter().enumerate() {
        *laplacian.get_mut(at)?.get_mut(at)? = sum;
    }
    for (edge, mass) in edges.iter().zip(masses) {
        *laplacian.get_mut(edge.model)?.get_mut(edge.copy)? -= mass;
    }
    let inverse = inverse(laplacian)?;
    let at = |row: usize, column: usize| {
        inverse.get(row).and_then(|row| row.get(column)).copied().unwrap_or(0.0)
    };
    let share = |(edge, mass): (&Edge, &f64)| {
        (mass * (at(edge.copy, edge.copy) - at(edge.copy, edge.model))).clamp(0.0, 1.0)
    };
    Some(edges.iter().zip(masses).map(share).collect())
}

/// The inverse of a square matrix by elimination with row pivots (Gauss and Jordan); `None` where
/// it has none within the precision at hand.
fn inverse(mut matrix: Vec<Vec<f64>>) -> Option<Vec<Vec<f64>>> {
    let n = matrix.len();
    for (at, row) in matrix.iter_mut().enumerate() {
        row.resize(2 * n, 0.0);
        *row.get_mut(n + at)? = 1.0;
    }
    for column in 0..n {
        let size =
            |row: &usize| matrix.get(*row).and_then(|r| r.get(column)).map_or(0.0, |x| x.abs());
        let pivot = (column..n).max_by(|x, y| size(x).total_cmp(&size(y)).then(y.cmp(x)))?;
        if size(&pivot) < 1e-200 {
            return None;
        }
        matrix.swap(column, pivot);
        let lead = *matrix.get(column)?.get(column)?;
        for value in matrix.get_mut(column)? {
            *value /= lead;
        }
        let pivot_row = matrix.get(column)?.clone();
        for (at, row) in matrix.iter_mut().enumerate() {
            let factor = row.get(column).copied().unwrap_or(0.0);
            if at == column || factor == 0.0 {
                continue;
            }
            for (value, pivot) in row.iter_mut().zip(&pivot_row) {
                *value -= factor * pivot;
            }
        }
    }
    Some(matrix.into_iter().map(|mut row| row.split_off(n)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The same by listing every forest of three texts.
    fn listed(originals: &[f64; 3], edges: &[Edge]) -> Vec<f64> {
        let mut total = 0.0;
        let mut of_edge = vec![0.0; edges.len()];
        for code in 0..64_usize {
            let model = |at: usize| (code >> (2 * at)) & 3;
            let circle = |at: usize| {
                (0..4).try_fold(at, |at, _| (at < 3).then(|| model(at))).is_some_and(|at| at < 3)
            };
            let found = |at: usize| edges.iter().position(|e| e.copy == at && e.model == model(at));
            if (0..3).any(|at| circle(at) || (model(at) < 3 && found(at).is_none())) {
                continue;
            }
            let cost: f64 = (0..3)
                .map(|at| found(at).and_then(|e| edges.get(e)).map_or(originals[at], |e| e.cost))
                .sum();
            total += (-cost).exp();
            for at in (0..3).filter_map(found) {
                of_edge[at] += (-cost).exp();
            }
        }
        of_edge.into_iter().map(|mass| mass / total).collect()
    }

    proptest! {
        /// The probabilities are those that listing all forests gives.
        #[test]
        fn as_by_listing(costs in prop::collection::vec((any::<bool>(), -3.0..3.0_f64), 6), alone in prop::array::uniform3(-2.0..4.0_f64)) {
            let ends = [(0, 1), (0, 2), (1, 0), (1, 2), (2, 0), (2, 1)];
            let edges: Vec<Edge> = ends
                .into_iter()
                .zip(costs)
                .filter(|(_, (there, _))| *there)
                .map(|((model, copy), (_, cost))| Edge { model, copy, cost })
                .collect();
            for (ours, theirs) in probabilities(&alone, &edges).iter().zip(listed(&alone, &edges)) {
                prop_assert!((ours - theirs).abs() < 1e-9, "{} {}", ours, theirs);
            }
        }
    }
}
