//! From values in tellings to matters: equal values together first, then those that part.

use super::align::{Link, Vector, groups, links};
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
    /// The sort of value, where there is one (the unit of a figure).
    fn sort(&self) -> Option<String> {
        None
    }
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
/// Of values that can both hold, being the only one of its sort in each telling is some too.
const SORT_BONUS: f32 = 0.1;
/// A shared word adds at least this much to be counted as one of the words that hold two
/// contexts together.
const HOLDING_PART: f32 = 0.03;

/// Groups items into matters.
///
/// Values that are equal join by the likeness of their contexts. Values that are not join
/// only where each is the other's counterpart in its telling, where the contexts are
/// more alike, held together by two words or more, and where no telling gives both: what one
/// telling tells apart is not one matter.
pub(super) fn matters<V: Value>(items: &[Item<V>], needs: &Needs) -> Vec<Matter> {
    let n_uses = uses(items, |value| Some(value.key()));
    let n_of_sort = uses(items, Value::sort);
    let vectors: Vec<&Vector> = items.iter().map(|item| &item.context).collect();
    let score = |a: usize, b: usize| {
        let (x, y) = (items.get(a)?, items.get(b)?);
        let bearing = x.value.bearing(&y.value);
        if bearing == Bearing::Unlike {
            return None;
        }
        let likeness = x.context.cosine(&y.context) * x.value.trust(&y.value);
        let once = |counts: &[usize]| counts.get(a) == Some(&1) && counts.get(b) == Some(&1);
        let score = match bearing {
            Bearing::Equal if once(&n_uses) => likeness + ONCE_BONUS,
            Bearing::Finer if once(&n_of_sort) => likeness + SORT_BONUS,
            _ => likeness,
        };
        (score >= needs.equal.min(needs.finer).min(needs.apart)).then_some(score)
    };
    let links = links(&vectors, score);
    let bearing = |link: &Link| match (items.get(link.a), items.get(link.b)) {
        (Some(a), Some(b)) => a.value.bearing(&b.value),
        _ => Bearing::Unlike,
    };
    let equal: Vec<Link> =
        links.iter().filter(|link| bearing(link) == Bearing::Equal).copied().collect();
    let clusters = groups(items.len(), &equal, needs.equal);
    let counterparts = counterparts(items, &links, needs);
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
                && counterparts.get(&(link.a, b.witness_idx)) == Some(&link.b)
                && a.context.shared(&b.context).filter(|(_, part)| *part >= HOLDING_PART).count()
                    > 1
        })
        .collect();
    parting.sort_by(|(x, _), (y, _)| y.score.total_cmp(&x.score).then((x.a, x.b).cmp(&(y.a, y.b))));
    join(items, clusters, &parting)
}

/// How often the telling of an item gives what `of` reads in its value; 0 where it reads nothing.
fn uses<V: Value>(items: &[Item<V>], of: impl Fn(&V) -> Option<String>) -> Vec<usize> {
    let keys: Vec<Option<(usize, String)>> =
        items.iter().map(|item| Some((item.witness_idx, of(&item.value)?))).collect();
    let mut n_uses: BTreeMap<&(usize, String), usize> = BTreeMap::new();
    for key in keys.iter().flatten() {
        *n_uses.entry(key).or_default() += 1;
    }
    keys.iter()
        .map(|key| key.as_ref().and_then(|key| n_uses.get(key)).copied().unwrap_or(0))
        .collect()
}

/// The counterpart of each item in each other telling: one to one, equal values first, then
/// the most alike.
fn counterparts<V: Value>(
    items: &[Item<V>],
    links: &[Link],
    needs: &Needs,
) -> BTreeMap<(usize, usize), usize> {
    let is_equal = |link: &Link| match (items.get(link.a), items.get(link.b)) {
        (Some(a), Some(b)) => {
            link.score >= needs.equal && a.value.bearing(&b.value) == Bearing::Equal
        }
        _ => false,
    };
    let mut order: Vec<(bool, &Link)> = links.iter().map(|link| (is_equal(link), link)).collect();
    order.sort_by(|(equal_x, x), (equal_y, y)| {
        equal_y.cmp(equal_x).then(y.score.total_cmp(&x.score)).then((x.a, x.b).cmp(&(y.a, y.b)))
    });
    let mut taken: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for (_, link) in order {
        let (Some(a), Some(b)) = (items.get(link.a), items.get(link.b)) else { continue };
        let (from_a, from_b) = ((link.a, b.witness_idx), (link.b, a.witness_idx));
        if !taken.contains_key(&from_a) && !taken.contains_key(&from_b) {
            taken.insert(from_a, link.b);
            taken.insert(from_b, link.a);
        }
    }
    taken
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
