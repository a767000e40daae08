//! From values in tellings to matters: equal values together first, then those that part.

use super::align::{Link, Vector, groups, links};
use super::tellings::Tellings;
use super::thresholds::Needs;
use std::collections::{BTreeMap, BTreeSet};
use tellings_model::Span;

/// How two values stand to one another, were they said of one matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bearing {
    /// The same.
    Equal,
    /// Both can hold; one is more precise.
    Finer,
    /// They cannot both hold.
    Apart,
    /// They are of different sorts: no comparison.
    Unlike,
}

/// A value that compares.
pub(super) trait Value {
    /// How it stands to another.
    fn bearing(&self, other: &Self) -> Bearing;
    /// Its canonical form.
    fn key(&self) -> String;
    /// How far the likeness of two contexts counts for these two values, `0.0..=1.0`.
    fn trust(&self, _other: &Self) -> f32 {
        1.0
    }
}

/// One value in one telling, with what stands around it.
#[derive(Clone, Debug)]
pub(super) struct Item<V> {
    pub(super) witness_idx: usize,
    /// The words of the value.
    pub(super) span: Span,
    pub(super) context: Vector,
    pub(super) value: V,
}

/// Values that the tellings give to one matter.
pub(super) struct Matter {
    /// Items of equal value together, as indices.
    pub(super) clusters: Vec<Vec<usize>>,
    /// How the values of different clusters stand to one another: `Apart` where one pair does.
    pub(super) bearing: Bearing,
}

/// An equal value that each telling gives only once is evidence of its own.
const ONCE_BONUS: f32 = 0.15;
/// A shared word adds at least this much to be counted as one of the words that hold two
/// contexts together.
const HOLDING_PART: f32 = 0.03;

/// Groups items into matters.
///
/// Values that are equal join by the likeness of their contexts. Values that are not join
/// only where each is the other's best counterpart in its telling, where the contexts are
/// more alike, held together by two words or more, and where no telling gives both: what one
/// telling tells apart is not one matter.
pub(super) fn matters<V: Value>(
    tellings: &Tellings<'_>,
    items: &[Item<V>],
    needs: &Needs,
) -> Vec<Matter> {
    let n_uses = uses(items);
    let vectors: Vec<&Vector> = items.iter().map(|item| &item.context).collect();
    let score = |a: usize, b: usize| {
        let (x, y) = (items.get(a)?, items.get(b)?);
        let bearing = x.value.bearing(&y.value);
        if bearing == Bearing::Unlike {
            return None;
        }
        let likeness = x.context.cosine(&y.context) * x.value.trust(&y.value);
        let once =
            bearing == Bearing::Equal && n_uses.get(a) == Some(&1) && n_uses.get(b) == Some(&1);
        let score = if once { likeness + ONCE_BONUS } else { likeness };
        (score >= needs.equal.min(needs.finer)).then_some(score)
    };
    let links = links(&vectors, score);
    let bearing = |link: &Link| match (items.get(link.a), items.get(link.b)) {
        (Some(a), Some(b)) => a.value.bearing(&b.value),
        _ => Bearing::Unlike,
    };
    let equal: Vec<Link> =
        links.iter().filter(|link| bearing(link) == Bearing::Equal).copied().collect();
    let clusters = groups(items.len(), &equal, needs.equal);
    let best = best_counterparts(items, &links);
    let mut parting: Vec<(Link, Bearing)> = links
        .iter()
        .map(|link| (*link, bearing(link)))
        .filter(|(link, bearing)| {
            let need = match bearing {
                Bearing::Finer => needs.finer,
                Bearing::Apart => needs.apart,
                Bearing::Equal | Bearing::Unlike => return false,
            };
            let (Some(a), Some(b)) = (items.get(link.a), items.get(link.b)) else { return false };
            link.score >= need
                && a.witness_idx != b.witness_idx
                && best.get(&(link.a, b.witness_idx)) == Some(&link.b)
                && best.get(&(link.b, a.witness_idx)) == Some(&link.a)
                && a.context.shared(&b.context).filter(|(_, part)| *part >= HOLDING_PART).count()
                    > 1
        })
        .collect();
    parting.sort_by(|(x, _), (y, _)| y.score.total_cmp(&x.score).then((x.a, x.b).cmp(&(y.a, y.b))));
    let _ = tellings;
    join(items, clusters, &parting)
}

/// How often a telling gives the value of an item.
fn uses<V: Value>(items: &[Item<V>]) -> Vec<usize> {
    let mut n_uses: BTreeMap<(usize, String), usize> = BTreeMap::new();
    for item in items {
        *n_uses.entry((item.witness_idx, item.value.key())).or_default() += 1;
    }
    items
        .iter()
        .map(|item| n_uses.get(&(item.witness_idx, item.value.key())).copied().unwrap_or(0))
        .collect()
}

/// The best counterpart of each item in each other telling.
fn best_counterparts<V>(items: &[Item<V>], links: &[Link]) -> BTreeMap<(usize, usize), usize> {
    let mut best: BTreeMap<(usize, usize), (f32, usize)> = BTreeMap::new();
    for link in links {
        for (from, to) in [(link.a, link.b), (link.b, link.a)] {
            let Some(other) = items.get(to) else { continue };
            let slot = best.entry((from, other.witness_idx)).or_insert((link.score, to));
            if link.score > slot.0 {
                *slot = (link.score, to);
            }
        }
    }
    best.into_iter().map(|(key, (_, item))| (key, item)).collect()
}

/// Joins clusters along the links of values that part, the best first.
fn join<V: Value>(
    items: &[Item<V>],
    clusters: Vec<Vec<usize>>,
    parting: &[(Link, Bearing)],
) -> Vec<Matter> {
    let mut home = vec![0; items.len()];
    let mut matters: Vec<Option<Matter>> = Vec::new();
    for cluster in clusters {
        for &idx in &cluster {
            if let Some(slot) = home.get_mut(idx) {
                *slot = matters.len();
            }
        }
        matters.push(Some(Matter { clusters: vec![cluster], bearing: Bearing::Equal }));
    }
    for (link, bearing) in parting {
        let at = |idx: usize| home.get(idx).copied().unwrap_or(0);
        let (a, b) = (at(link.a), at(link.b));
        if a == b || !may_join(items, matters.get(a), matters.get(b), *bearing) {
            continue;
        }
        let Some(poured) = matters.get_mut(b).and_then(Option::take) else { continue };
        for slot in home.iter_mut().filter(|slot| **slot == b) {
            *slot = a;
        }
        if let Some(Some(into)) = matters.get_mut(a) {
            let parts = [into.bearing, poured.bearing, *bearing].contains(&Bearing::Apart);
            into.bearing = if parts { Bearing::Apart } else { Bearing::Finer };
            into.clusters.extend(poured.clusters);
        }
    }
    matters.into_iter().flatten().collect()
}

/// Whether two matters may be one: no telling stands in both, and every two values compare.
fn may_join<V: Value>(
    items: &[Item<V>],
    a: Option<&Option<Matter>>,
    b: Option<&Option<Matter>>,
    bearing: Bearing,
) -> bool {
    let (Some(Some(a)), Some(Some(b))) = (a, b) else { return false };
    let witnesses = |matter: &Matter| -> BTreeSet<usize> {
        let of = |idx: &usize| items.get(*idx).map(|item| item.witness_idx);
        matter.clusters.iter().flatten().filter_map(of).collect()
    };
    let (of_a, of_b) = (witnesses(a), witnesses(b));
    // A pair that only differs in precision joins no two groups that part.
    let value = |cluster: &Vec<usize>| items.get(*cluster.first()?).map(|item| &item.value);
    let compares = a.clusters.iter().all(|x| {
        b.clusters.iter().all(|y| match (value(x), value(y)) {
            (Some(x), Some(y)) => match x.bearing(y) {
                Bearing::Unlike => false,
                Bearing::Apart => {
                    bearing == Bearing::Apart
                        || a.bearing == Bearing::Apart
                        || b.bearing == Bearing::Apart
                }
                Bearing::Equal | Bearing::Finer => true,
            },
            _ => false,
        })
    });
    compares && of_a.is_disjoint(&of_b)
}
