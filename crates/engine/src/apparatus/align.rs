//! Which items of different tellings speak of one matter: average-link grouping of sparse vectors.

use super::terms::Term;
use std::collections::BTreeMap;

/// A sparse vector: terms with weights, ordered by term, of length 1.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Vector(Vec<(Term, f32)>);

impl Vector {
    /// The vector of weighted terms; a term that comes several times keeps its largest weight.
    pub(super) fn of(mut terms: Vec<(Term, f32)>) -> Self {
        terms.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)));
        terms.dedup_by_key(|(term, _)| *term);
        let length = terms.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt();
        if length > 0.0 {
            for (_, weight) in &mut terms {
                *weight /= length;
            }
        }
        Self(terms)
    }

    /// The cosine of two vectors, `0.0..=1.0`.
    pub(super) fn cosine(&self, other: &Self) -> f32 {
        let (mut a, mut b) = (self.0.iter().peekable(), other.0.iter().peekable());
        let mut sum = 0.0;
        while let (Some((term_a, weight_a)), Some((term_b, weight_b))) = (a.peek(), b.peek()) {
            match term_a.cmp(term_b) {
                std::cmp::Ordering::Less => drop(a.next()),
                std::cmp::Ordering::Greater => drop(b.next()),
                std::cmp::Ordering::Equal => {
                    sum += weight_a * weight_b;
                    a.next();
                    b.next();
                }
            }
        }
        sum
    }

    /// The terms, in order.
    pub(super) fn terms(&self) -> impl Iterator<Item = Term> {
        self.0.iter().map(|(term, _)| *term)
    }
}

/// Groups items into matters: `score` gives how alike two items are, or `None` where they
/// may not stand together; groups join while the mean score over all pairs is at least `threshold`.
///
/// Gives the groups as lists of indices, in order of their first item. Candidate pairs come
/// from shared terms, so cost grows with shared terms and not with all pairs.
///
/// Method: average-link agglomeration (Sokal and Michener 1958).
pub(super) fn groups(
    vectors: &[Vector],
    threshold: f32,
    score: impl Fn(usize, usize) -> Option<f32>,
) -> Vec<Vec<usize>> {
    let mut links: BTreeMap<(usize, usize), f32> = BTreeMap::new();
    let mut barred: BTreeMap<(usize, usize), ()> = BTreeMap::new();
    for (a, b) in candidates(vectors) {
        match score(a, b) {
            Some(value) => drop(links.insert((a, b), value)),
            None => drop(barred.insert((a, b), ())),
        }
    }
    let mut groups: Vec<Vec<usize>> = (0..vectors.len()).map(|idx| vec![idx]).collect();
    // The sum of scores between two groups; pairs that share no term count as 0.
    let mut sums = links;
    loop {
        let best = sums
            .iter()
            .filter(|(pair, _)| !barred.contains_key(pair))
            .map(|(&(a, b), &sum)| {
                let n_pairs = groups.get(a).map_or(1, Vec::len) * groups.get(b).map_or(1, Vec::len);
                #[expect(clippy::cast_precision_loss, reason = "counts of statements are small")]
                let mean = sum / n_pairs as f32;
                (mean, a, b)
            })
            .max_by(|x, y| x.0.total_cmp(&y.0).then((y.1, y.2).cmp(&(x.1, x.2))));
        let Some((mean, a, b)) = best else { break };
        if mean < threshold {
            break;
        }
        join(&mut groups, &mut sums, &mut barred, a, b);
    }
    groups.retain(|group| !group.is_empty());
    for group in &mut groups {
        group.sort_unstable();
    }
    groups.sort();
    groups
}

/// Pours group `b` into group `a` and redirects its sums and bars.
fn join(
    groups: &mut [Vec<usize>],
    sums: &mut BTreeMap<(usize, usize), f32>,
    barred: &mut BTreeMap<(usize, usize), ()>,
    a: usize,
    b: usize,
) {
    let moved = groups.get_mut(b).map(std::mem::take).unwrap_or_default();
    if let Some(group) = groups.get_mut(a) {
        group.extend(moved);
    }
    let other = |&(x, y): &(usize, usize)| if x == b { y } else { x };
    let touching: Vec<(usize, usize)> =
        sums.keys().filter(|(x, y)| *x == b || *y == b).copied().collect();
    for pair in touching {
        let Some(sum) = sums.remove(&pair) else { continue };
        let other = other(&pair);
        if other != a {
            *sums.entry((a.min(other), a.max(other))).or_insert(0.0) += sum;
        }
    }
    let touching: Vec<(usize, usize)> =
        barred.keys().filter(|(x, y)| *x == b || *y == b).copied().collect();
    for pair in touching {
        barred.remove(&pair);
        let other = other(&pair);
        barred.insert((a.min(other), a.max(other)), ());
    }
}

/// A term in more items than this leads to no candidates: it tells nothing apart.
const MAX_POSTINGS: usize = 400;

/// The pairs of items that share a term, in order.
fn candidates(vectors: &[Vector]) -> Vec<(usize, usize)> {
    let mut postings: BTreeMap<Term, Vec<usize>> = BTreeMap::new();
    for (idx, vector) in vectors.iter().enumerate() {
        for term in vector.terms() {
            postings.entry(term).or_default().push(idx);
        }
    }
    let mut pairs = Vec::new();
    for items in postings.values().filter(|items| items.len() <= MAX_POSTINGS) {
        for (n, &a) in items.iter().enumerate() {
            pairs.extend(items.iter().skip(n + 1).map(|&b| (a, b)));
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vector(terms: &[Term]) -> Vector {
        Vector::of(terms.iter().map(|&term| (term, 1.0)).collect())
    }

    #[test]
    fn alike_items_stand_together() {
        let vectors = [vector(&[1, 2, 3]), vector(&[7, 8]), vector(&[1, 2, 4]), vector(&[9])];
        let found = groups(&vectors, 0.5, |a, b| Some(vectors[a].cosine(&vectors[b])));
        assert_eq!(found, [vec![0, 2], vec![1], vec![3]]);
    }

    #[test]
    fn a_barred_pair_stays_apart_through_any_chain() {
        let vectors = [vector(&[1, 2]), vector(&[1, 2]), vector(&[1, 2])];
        let found = groups(&vectors, 0.1, |a, b| if (a, b) == (0, 2) { None } else { Some(1.0) });
        assert_eq!(found, [vec![0, 1], vec![2]]);
    }
}
