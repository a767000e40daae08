//! From values in tellings to matters: equal values together first, then those that part.

use super::align::{Link, Vector, groups, links};
use super::borne::{is_borne_out, is_one_deed};
use super::signals::{Pair, Scene};
use super::tellings::Tellings;
use super::thresholds::Needs;
use rustc_hash::FxHashSet;
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

/// What sort of values are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    /// Days.
    Date,
    /// Hours of the day.
    Hour,
    /// Figures.
    Figure,
    /// Places.
    Place,
    /// What something is declared to be.
    Name,
}

/// A value that compares.
pub(super) trait Value {
    /// What sort of value it is.
    const SORT: Sort;
    /// How it stands to another.
    fn bearing(&self, other: &Self) -> Bearing;
    /// Whether one stands where a copy of the same words has the other, so that one of them was changed.
    fn is_changed(&self, other: &Self) -> bool {
        self.bearing(other) == Bearing::Apart
    }
    /// Its canonical form.
    fn key(&self) -> String;
    /// The sort of value, where there is one (the unit of a figure).
    fn sort(&self) -> Option<String> {
        None
    }
    /// How well the two are known to be of one sort, `0.0..=1.0`.
    fn trust(&self, _other: &Self) -> f32 {
        1.0
    }
    /// What of it a reader would know again in another telling, whatever it counts there.
    fn mark(&self) -> String {
        self.key()
    }
    /// What holds values together whatever stands around them (two tolls of the dead).
    fn bond(&self) -> Option<&'static str> {
        None
    }
    /// Whether many matters of one story may have this value (a month, a place, a small count): two
    /// tellings that give it speak of one matter only where the words around it say so.
    fn is_common(&self) -> bool {
        false
    }
    /// Whether few matters of one story can have this value (`212`, a named square).
    fn is_specific(&self) -> bool {
        false
    }
    /// Whether two values are, as a rule, of two matters, unless the words around them are the same.
    fn needs_one_text(&self, _other: &Self) -> bool {
        false
    }
    /// Whether one stands beside the other in a telling, so that they are no two answers to one question.
    fn excludes(&self, _other: &Self) -> bool {
        false
    }
    /// Whether it is taken from other tellings in part (the week of a weekday); it is shown with a `?`.
    fn is_supposed(&self) -> bool {
        false
    }
    /// Whether two tellings that give it are worth comparing whatever stands around it.
    fn is_rare(&self) -> bool {
        false
    }
    /// What brings it together with others of the story to be compared, beside the words around it.
    fn kin(&self) -> Option<String> {
        None
    }
    /// By how many years somebody is older here than there, where both are the age of one person.
    fn years_older(&self, _other: &Self) -> Option<f64> {
        None
    }
    /// How near two values are that part, `0.0..=1.0`: errors and corrections are near misses.
    fn nearness(&self, _other: &Self) -> f32 {
        0.0
    }
}

/// One value in one telling, with what stands around it.
#[derive(Clone, Debug)]
pub(super) struct Item<V> {
    pub(super) witness_idx: usize,
    /// The words of the value.
    pub(super) span: Span,
    /// What stands around it.
    pub(super) scene: Scene,
    pub(super) value: V,
}

impl<V> Item<V> {
    /// A value at a place of a telling.
    pub(super) fn new(tellings: &Tellings<'_>, witness_idx: usize, span: Span, value: V) -> Self {
        Self { witness_idx, span, scene: Scene::of(tellings, witness_idx, span), value }
    }
}

/// Values that the tellings give to one matter.
pub(super) struct Matter {
    /// Items of equal value together, as indices.
    pub(super) clusters: Vec<Vec<usize>>,
    /// How the values of different clusters stand to one another: `Apart` where one pair does.
    pub(super) bearing: Bearing,
}

/// Groups items into matters.
///
/// Values that are equal join by the likelihood that they are of one matter. Values that are
/// not join only where each is the other's counterpart in its telling, where that likelihood is
/// high enough, and where no telling gives both: what one telling tells apart is not one matter.
pub(super) fn matters<V: Value>(
    tellings: &Tellings<'_>,
    items: &[Item<V>],
    needs: &Needs,
) -> Vec<Matter> {
    let mut rivals = BTreeSet::new();
    let links = judged(tellings, items, needs.equal.min(needs.finer).min(needs.apart), &mut rivals);
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
        })
        .collect();
    parting.sort_by(|(x, _), (y, _)| y.score.total_cmp(&x.score).then((x.a, x.b).cmp(&(y.a, y.b))));
    let mut matters = join(items, clusters, &parting);
    matters.retain(|matter| !is_contested(items, matter, &rivals));
    matters
}

/// Whether what one telling alone would give is as likely told by another, in a way that is not held against it.
fn is_contested<V>(items: &[Item<V>], matter: &Matter, rivals: &BTreeSet<usize>) -> bool {
    let mut members = matter.clusters.iter().flatten().filter_map(|idx| items.get(*idx));
    let first = members.next().map(|item| item.witness_idx);
    members.all(|item| Some(item.witness_idx) == first)
        && matter.clusters.iter().flatten().any(|idx| rivals.contains(idx))
}

/// The pairs of items that may be of one matter, each with its likelihood where it is at least
/// `least`; to `rivals` go those of two tellings that are likely and not borne out.
fn judged<V: Value>(
    tellings: &Tellings<'_>,
    items: &[Item<V>],
    least: f32,
    rivals: &mut BTreeSet<usize>,
) -> Vec<Link> {
    let counts = Counts::of(items);
    candidates(items, |a, b| {
        let pair = pair(tellings, items, a, b, &counts)?;
        let score = pair.likelihood(tellings);
        let is_held = score >= least && is_borne_out(tellings, &pair);
        // Equal values elsewhere are looked for with more care (`drop_shared`).
        let is_other = pair.bearing != Bearing::Equal;
        let of_two = pair.a.witness_idx != pair.b.witness_idx;
        if !is_held && is_other && of_two && score >= RIVAL {
            rivals.extend([a, b]);
        }
        is_held.then_some(score)
    })
}

/// Values that are so likely of one matter, and are not held against one another, are in no telling alone.
const RIVAL: f32 = 0.5;
/// So many values of one bond are held against one another.
const MAX_BOUND: usize = 128;

/// The pairs that share a heavy word of their contexts, those of one bond, and those of one figure that few
/// matters of a story can have.
fn candidates<V: Value>(
    items: &[Item<V>],
    mut score: impl FnMut(usize, usize) -> Option<f32>,
) -> Vec<Link> {
    let vectors: Vec<&Vector> = items.iter().map(|item| &item.scene.context).collect();
    let mut found = links(&vectors, &mut score);
    let mut bound: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let mut akin: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (idx, item) in items.iter().enumerate() {
        let value = &item.value;
        let rare = value.is_rare().then(|| value.mark());
        if let Some(kin) = value.kin().filter(|_| rare.is_none()) {
            akin.entry(kin).or_default().push(idx);
        }
        for bond in value.bond().map(str::to_owned).into_iter().chain(rare) {
            bound.entry(bond).or_default().push(idx);
        }
    }
    let bound = bound.values().map(|members| members.get(..MAX_BOUND).unwrap_or(members));
    // Where too many are akin, being so says little.
    let akin = akin.values().filter(|members| members.len() <= MAX_BOUND).map(Vec::as_slice);
    for members in bound.chain(akin) {
        for (n, &a) in members.iter().enumerate() {
            let rest = members.iter().skip(n + 1);
            found.extend(rest.filter_map(|&b| Some(Link { a, b, score: score(a, b)? })));
        }
    }
    found.sort_by_key(|link| (link.a, link.b));
    found.dedup_by_key(|link| (link.a, link.b));
    found
}

/// Two items as a pair that is judged; `None` where their values do not compare.
fn pair<'i, V: Value>(
    tellings: &Tellings<'_>,
    items: &'i [Item<V>],
    a: usize,
    b: usize,
    counts: &Counts,
) -> Option<Pair<'i, V>> {
    let (x, y) = (items.get(a)?, items.get(b)?);
    let bearing = x.value.bearing(&y.value);
    let is_date = V::SORT == Sort::Date && bearing == Bearing::Apart;
    let met = bearing != Bearing::Equal
        && (counts.met(a, y.witness_idx) || counts.met(b, x.witness_idx))
        && !(is_date && is_one_deed(tellings, x, y));
    // A telling that gives both values does not part with itself, unless both are said of one
    // thing (`the report on Friday`); two sayings of one speaker at two times are two sayings.
    let one_thing = x.scene.frame.anchor.is_some() && x.scene.frame.anchor == y.scene.frame.anchor;
    if bearing == Bearing::Apart && (met && !one_thing || x.scene.is_saying && y.scene.is_saying) {
        return None;
    }
    let once = |counts: &[usize]| counts.get(a) == Some(&1) && counts.get(b) == Some(&1);
    (bearing != Bearing::Unlike).then(|| Pair {
        a: x,
        b: y,
        bearing,
        once: bearing == Bearing::Equal && once(&counts.uses),
        sole: once(&counts.of_sort),
        met,
    })
}

/// How often and where the values of some items stand.
struct Counts {
    /// Of each item, how often its telling gives its value.
    uses: Vec<usize>,
    /// Of each item, how many values of its sort its telling gives.
    of_sort: Vec<usize>,
    /// Of each item, the number of its mark.
    marks: Vec<usize>,
    /// Which witnesses give which mark.
    given: FxHashSet<(usize, usize)>,
}

impl Counts {
    fn of<V: Value>(items: &[Item<V>]) -> Self {
        let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
        let marks: Vec<usize> = items
            .iter()
            .map(|item| {
                let next = numbers.len();
                *numbers.entry(item.value.mark()).or_insert(next)
            })
            .collect();
        let given =
            items.iter().zip(&marks).map(|(item, &mark)| (item.witness_idx, mark)).collect();
        Self {
            uses: uses(items, |value| Some(value.key())),
            of_sort: uses(items, Value::sort),
            marks,
            given,
        }
    }

    /// Whether a witness gives the value of an item too, of this matter or another.
    fn met(&self, item: usize, witness_idx: usize) -> bool {
        self.marks.get(item).is_some_and(|&mark| self.given.contains(&(witness_idx, mark)))
    }
}

/// Every pair of items of different tellings whose values compare and whose contexts share a
/// heavy word: what the weights are fitted on.
pub(super) fn pairs<'i, V: Value>(
    tellings: &Tellings<'_>,
    items: &'i [Item<V>],
) -> Vec<Pair<'i, V>> {
    let counts = Counts::of(items);
    let candidates = candidates(items, |_, _| Some(1.0));
    let of_two = |link: &Link| pair(tellings, items, link.a, link.b, &counts);
    let apart = |pair: &Pair<'_, V>| pair.a.witness_idx != pair.b.witness_idx;
    candidates.iter().filter_map(of_two).filter(apart).collect()
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

/// So many values of a cluster stand for it.
const MAX_SPOKEN: usize = 8;

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
    let values = |cluster: &[usize]| -> Vec<&V> {
        let values = cluster.iter().filter_map(|idx| items.get(*idx)).map(|item| &item.value);
        values.take(MAX_SPOKEN).collect()
    };
    // Equal values of which the words leave something open stand to others as those that do not.
    let stands = |x: &[usize], y: &[usize]| {
        let (x, y) = (values(x), values(y));
        if x.iter().any(|x| y.iter().any(|y| x.excludes(y))) {
            return None;
        }
        let bearings = || x.iter().flat_map(|x| y.iter().map(|y| x.bearing(y)));
        [Bearing::Apart, Bearing::Finer, Bearing::Equal]
            .into_iter()
            .find(|b| bearings().any(|x| x == *b))
    };
    // A pair that only differs in precision joins no two groups that part.
    let parts = [bearing, a.bearing, b.bearing].contains(&Bearing::Apart);
    let compares = a.clusters.iter().all(|x| {
        b.clusters.iter().all(|y| match stands(x, y) {
            None => false,
            Some(bearing) => parts || bearing != Bearing::Apart,
        })
    });
    compares && of_a.is_disjoint(&of_b)
}
