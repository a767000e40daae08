//! Which items of different tellings speak of one matter: average-link grouping of sparse vectors.

use super::terms::Term;
use std::cmp::{Ordering, Reverse};
use std::collections::{BTreeMap, BinaryHeap};

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
        self.shared(other).map(|(_, product)| product).sum()
    }

    /// The terms both hold, each with its part of the cosine.
    pub(super) fn shared<'v>(&'v self, other: &'v Self) -> impl Iterator<Item = (Term, f32)> + 'v {
        let mut rest = other.0.as_slice();
        self.0.iter().filter_map(move |&(term, weight)| {
            while let Some((first, after)) = rest.split_first() {
                match first.0.cmp(&term) {
                    Ordering::Less => rest = after,
                    Ordering::Equal => return Some((term, weight * first.1)),
                    Ordering::Greater => return None,
                }
            }
            None
        })
    }

    /// The terms with their weights, in order of term.
    pub(super) fn terms(&self) -> impl Iterator<Item = (Term, f32)> + '_ {
        self.0.iter().copied()
    }

    /// The heaviest terms, at most `n`, the heaviest first.
    pub(super) fn heaviest(&self, n: usize) -> Vec<Term> {
        let mut terms = self.0.clone();
        terms.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        terms.into_iter().take(n).map(|(term, _)| term).collect()
    }
}

/// How alike two items are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Link {
    pub(super) a: usize,
    pub(super) b: usize,
    pub(super) score: f32,
}

/// A term in more items than this leads to no candidates: it tells nothing apart.
const MAX_POSTINGS: usize = 96;
/// So many terms of an item lead to candidates, the heaviest ones.
const INDEX_TERMS: usize = 10;
/// So many links of an item are kept, the best ones: memory stays linear.
const MAX_LINKS: usize = 48;
/// So many scores are remembered until their pair is met again.
const MAX_SCORES: usize = 1 << 16;

/// The pairs of items that share a heavy term, each with its score where `score` gives one,
/// in order; of each item its best pairs only.
pub(super) fn links(
    vectors: &[&Vector],
    mut score: impl FnMut(usize, usize) -> Option<f32>,
) -> Vec<Link> {
    let mut postings: BTreeMap<Term, Vec<usize>> = BTreeMap::new();
    for (idx, vector) in vectors.iter().enumerate() {
        for term in vector.heaviest(INDEX_TERMS) {
            postings.entry(term).or_default().push(idx);
        }
    }
    let mut links = Vec::new();
    let mut partners: Vec<usize> = Vec::new();
    // Of each item, the partners before it with the scores of the pairs.
    let mut scores: Vec<Vec<(usize, Option<f32>)>> = vec![Vec::new(); vectors.len()];
    let mut n_scores = 0;
    for (a, vector) in vectors.iter().enumerate() {
        partners.clear();
        for (term, _) in vector.terms() {
            let Some(items) = postings.get(&term) else { continue };
            if items.len() <= MAX_POSTINGS {
                partners.extend(items.iter().copied().filter(|&b| b != a));
            }
        }
        partners.sort_unstable();
        partners.dedup();
        // Each pair is met twice, from either side.
        let known = scores.get_mut(a).map(std::mem::take).unwrap_or_default();
        n_scores -= known.len();
        let mut known = known.into_iter().peekable();
        let mut own: Vec<Link> = Vec::new();
        for &b in &partners {
            let found = match known.next_if(|(before, _)| *before == b) {
                Some((_, found)) => found,
                None => score(a.min(b), a.max(b)),
            };
            if let Some(later) = scores.get_mut(b).filter(|_| b > a && n_scores < MAX_SCORES) {
                later.push((a, found));
                n_scores += 1;
            }
            own.extend(found.map(|score| Link { a: a.min(b), b: a.max(b), score }));
        }
        own.sort_by(|x, y| y.score.total_cmp(&x.score).then((x.a, x.b).cmp(&(y.a, y.b))));
        links.extend(own.into_iter().take(MAX_LINKS));
    }
    links.sort_by_key(|link| (link.a, link.b));
    links.dedup_by_key(|link| (link.a, link.b));
    links
}

/// A pair of groups on its way to being joined; the best mean comes first, then the first pair.
#[derive(PartialEq)]
struct Candidate {
    mean: f32,
    pair: Reverse<(usize, usize)>,
    ages: (u32, u32),
}

impl Eq for Candidate {}

impl Ord for Candidate {
    fn cmp(&self, other: &Self) -> Ordering {
        self.mean.total_cmp(&other.mean).then_with(|| self.pair.cmp(&other.pair))
    }
}

impl PartialOrd for Candidate {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// A group of items while it grows.
#[derive(Clone, Default)]
struct Growing {
    members: Vec<usize>,
    /// The sum of scores to each other group that is linked to this one.
    sums: BTreeMap<usize, f32>,
    age: u32,
}

/// Groups items: two groups join while the mean score over all pairs of their items is at
/// least `threshold`; a pair without a link counts 0.
///
/// Gives the groups as lists of indices, each and all in order. Time is O(L log L) in the
/// number of links, memory linear.
///
/// Method: average-link agglomeration (Sokal and Michener 1958), with a heap of candidates.
pub(super) fn groups(n_items: usize, links: &[Link], threshold: f32) -> Vec<Vec<usize>> {
    let mut growing: Vec<Growing> =
        (0..n_items).map(|idx| Growing { members: vec![idx], ..Growing::default() }).collect();
    let mut heap = BinaryHeap::new();
    for &Link { a, b, score } in links {
        for (from, to) in [(a, b), (b, a)] {
            if let Some(group) = growing.get_mut(from) {
                group.sums.insert(to, score);
            }
        }
        if score >= threshold {
            heap.push(Candidate { mean: score, pair: Reverse((a, b)), ages: (0, 0) });
        }
    }
    while let Some(Candidate { pair: Reverse((a, b)), ages, .. }) = heap.pop() {
        let age = |idx: usize| growing.get(idx).map(|group| group.age);
        if (age(a), age(b)) == (Some(ages.0), Some(ages.1)) {
            join(&mut growing, &mut heap, (a, b), threshold);
        }
    }
    let mut groups: Vec<Vec<usize>> = growing.into_iter().map(|group| group.members).collect();
    groups.retain(|group| !group.is_empty());
    for group in &mut groups {
        group.sort_unstable();
    }
    groups.sort();
    groups
}

/// Pours group `b` into group `a` and puts the pairs of `a` that are alike enough on the heap anew.
fn join(
    growing: &mut [Growing],
    heap: &mut BinaryHeap<Candidate>,
    (a, b): (usize, usize),
    threshold: f32,
) {
    let Some(poured) = growing.get_mut(b).map(|group| {
        let age = group.age + 1;
        std::mem::replace(group, Growing { age, ..Growing::default() })
    }) else {
        return;
    };
    for (&other, &sum) in &poured.sums {
        if let Some(group) = growing.get_mut(other) {
            group.sums.remove(&b);
            if other != a {
                *group.sums.entry(a).or_insert(0.0) += sum;
            }
        }
    }
    let Some(into) = growing.get_mut(a) else { return };
    into.members.extend(poured.members);
    into.age += 1;
    into.sums.remove(&b);
    for (other, sum) in poured.sums {
        if other != a {
            *into.sums.entry(other).or_insert(0.0) += sum;
        }
    }
    let (size, age_a) = (into.members.len(), into.age);
    let pairs: Vec<(usize, f32)> = into.sums.iter().map(|(&other, &sum)| (other, sum)).collect();
    for (other, sum) in pairs {
        let Some(group) = growing.get(other) else { continue };
        #[expect(clippy::cast_precision_loss, reason = "counts of statements are small")]
        let mean = sum / (size * group.members.len()).max(1) as f32;
        let ages = if a < other { (age_a, group.age) } else { (group.age, age_a) };
        if mean >= threshold {
            heap.push(Candidate { mean, pair: Reverse((a.min(other), a.max(other))), ages });
        }
    }
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
        let vectors: Vec<&Vector> = vectors.iter().collect();
        let links = links(&vectors, |a, b| Some(vectors[a].cosine(vectors[b])));
        assert_eq!(groups(4, &links, 0.5), [vec![0, 2], vec![1], vec![3]]);
    }

    #[test]
    fn a_chain_of_weak_links_does_not_hold() {
        let links = [Link { a: 0, b: 1, score: 0.9 }, Link { a: 1, b: 2, score: 0.6 }];
        assert_eq!(groups(3, &links, 0.5), [vec![0, 1], vec![2]]);
    }

    #[test]
    fn shared_terms_carry_the_cosine() {
        let (a, b) = (vector(&[1, 2]), vector(&[2, 3]));
        let shared: Vec<Term> = a.shared(&b).map(|(term, _)| term).collect();
        assert_eq!(shared, [2]);
        assert!((a.cosine(&b) - 0.5).abs() < 1e-6);
    }
}
