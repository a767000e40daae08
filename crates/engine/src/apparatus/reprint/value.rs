//! The values of two runs of words that stand in each other's place.

use crate::annotate::credit::is_desk;
use crate::apparatus::bearer::may_both_hold;
use crate::apparatus::date::{Hour, When};
use crate::apparatus::figure::Figure;
use crate::apparatus::matter::{Bearing, Item, Value};
use crate::apparatus::office::attribute_at;
use crate::apparatus::stem::fold;
use crate::apparatus::tellings::Tellings;
use crate::apparatus::terms::group;
use rustc_hash::FxHashMap;
use tellings_language::gazetteer::GAZETTEER;
use tellings_model::{EntityKind, EntryKind, Mention, Span, Upos};

/// Where a value stands: witness and words.
pub(super) type Place = (usize, Span);

/// A value of one telling for which another telling has a different one.
pub(super) struct Change {
    pub(super) kind: EntryKind,
    pub(super) places: [Place; 2],
    pub(super) values: [String; 2],
}

/// Values of one sort, and where they stand: witness and token → their places among the items.
pub(in crate::apparatus) struct Placed<'v, V> {
    items: &'v [Item<V>],
    at: FxHashMap<(usize, usize), Vec<usize>>,
}

/// The days, hours and figures that the tellings give.
pub(in crate::apparatus) struct Values<'v> {
    pub(in crate::apparatus) days: Placed<'v, When>,
    pub(in crate::apparatus) hours: Placed<'v, Hour>,
    pub(in crate::apparatus) figures: Placed<'v, Figure>,
}

impl Values<'_> {
    /// The values of two runs of words, where both are of one sort and cannot both hold.
    pub(super) fn change(&self, tellings: &Tellings<'_>, a: Place, b: Place) -> Option<Change> {
        let date = self.days.parted(tellings, EntryKind::Date, [a, b]);
        date.or_else(|| self.hours.parted(tellings, EntryKind::Date, [a, b]))
            .or_else(|| self.figures.parted(tellings, EntryKind::Quantity, [a, b]))
            .or_else(|| names(tellings, a, b))
            .or_else(|| offices(tellings, a, b))
            .or_else(|| posts(tellings, a, b))
    }
}

impl<'v, V: Value> Placed<'v, V> {
    pub(in crate::apparatus) fn of(tellings: &Tellings<'_>, items: &'v [Item<V>]) -> Self {
        let mut at: FxHashMap<(usize, usize), Vec<usize>> = FxHashMap::default();
        for (n, item) in items.iter().enumerate() {
            for idx in tellings.tokens_in(item.witness_idx, item.span) {
                at.entry((item.witness_idx, idx)).or_default().push(n);
            }
        }
        Self { items, at }
    }

    /// Two values in two runs of words, where one was changed and no other two there are equal.
    fn parted(&self, tellings: &Tellings<'_>, kind: EntryKind, runs: [Place; 2]) -> Option<Change> {
        let [a, b] = runs.map(|(witness_idx, run)| -> Vec<&Item<V>> {
            let tokens = tellings.tokens_in(witness_idx, run);
            let here = tokens.filter_map(|idx| self.at.get(&(witness_idx, idx)));
            here.flatten().filter_map(|&n| self.items.get(n)).collect()
        });
        let pairs = || a.iter().flat_map(|x| b.iter().map(move |y| (*x, *y)));
        let is_changed = |(x, y): &(&Item<V>, &Item<V>)| {
            x.value.is_changed(&y.value) && !may_both_hold(tellings, x, y)
        };
        let (x, y) = pairs().find(is_changed)?;
        let is_equal = |(x, y): (&Item<V>, &Item<V>)| x.value.bearing(&y.value) == Bearing::Equal;
        let places = [x, y].map(|item| (item.witness_idx, item.span));
        let values = [x, y].map(|item| item.value.key());
        (!pairs().any(is_equal)).then_some(Change { kind, places, values })
    }
}

fn offices(tellings: &Tellings<'_>, a: Place, b: Place) -> Option<Change> {
    let [x, y] = [a, b].map(|(witness_idx, run)| {
        let mut tokens = tellings.tokens_in(witness_idx, run);
        tokens.find_map(|idx| attribute_at(tellings, witness_idx, idx))
    });
    let ((class, one), (other_class, other)) = x.zip(y)?;
    let values = [one.to_owned(), other.to_owned()];
    let parts = class == other_class && one != other;
    parts.then_some(Change { kind: EntryKind::Name, places: [a, b], values })
}

/// How many tokens before a post the name may end of who holds it: `Ada Cole, the mayor`.
const NAME_TOKENS: std::ops::RangeInclusive<usize> = 2..=3;

/// Two posts of one person that no word joins: `county prosecutor`, `state prosecutor`.
fn posts(tellings: &Tellings<'_>, a: Place, b: Place) -> Option<Change> {
    let (x, y) = post(tellings, a).zip(post(tellings, b))?;
    let words = [a, b].map(|(witness_idx, run)| fold(tellings.at(witness_idx, run)));
    let is_one = |x: &str, y: &str| {
        group(x) == group(y)
            || x.starts_with(y.trim_end_matches('.'))
            || y.starts_with(x.trim_end_matches('.'))
    };
    let shared = words[0].split(' ').any(|x| words[1].split(' ').any(|y| is_one(x, y)));
    let values = [x, y].map(|(witness_idx, span)| fold(tellings.at(witness_idx, span)));
    (!shared).then_some(Change { kind: EntryKind::Name, places: [x, y], values })
}

/// The post of a person, by its name or by words before it that tell it from others.
fn post(tellings: &Tellings<'_>, (witness_idx, run): Place) -> Option<Place> {
    let tokens = tellings.tokens_in(witness_idx, run);
    let token = |idx: usize| tellings.token(witness_idx, idx);
    let describes = |idx| {
        token(idx).is_some_and(|token| matches!(token.upos, Upos::Noun | Upos::Adj | Upos::Propn))
    };
    let is_role = |idx: &usize| {
        let word = tellings.word(witness_idx, *idx);
        GAZETTEER.folded_roles.contains(&fold(word)) && !GAZETTEER.titles.contains(word)
    };
    let role = [tokens.end.checked_sub(1)?, tokens.end].into_iter().find(is_role)?;
    let (first, last) = (token(tokens.start)?.span, token(role)?.span);
    let annotations = &tellings.witnesses.get(witness_idx)?.annotations;
    let is_person = |idx: usize| {
        let mut named = token(idx).into_iter().flat_map(|at| annotations.mentions_in(at.span));
        named.any(|mention| mention.kind == EntityKind::Person)
    };
    let mut before = NAME_TOKENS.filter_map(|n| tokens.start.checked_sub(n));
    let is_named = is_person(role + 1) || before.any(is_person);
    (is_named && tokens.clone().all(describes)).then(|| (witness_idx, first.cover(last)))
}

fn names(tellings: &Tellings<'_>, a: Place, b: Place) -> Option<Change> {
    let (x, y) = named(tellings, a).zip(named(tellings, b))?;
    let kind = match (x.kind, y.kind) {
        (EntityKind::Place, EntityKind::Place) => EntryKind::Place,
        (EntityKind::Person, EntityKind::Person)
        | (EntityKind::Organisation, EntityKind::Organisation) => EntryKind::Actor,
        _ => return None,
    };
    let places = [(a.0, x.span), (b.0, y.span)];
    let is_one = x.entity.is_some() && x.entity == y.entity || is_one_name(tellings, places);
    let values = places.map(|(witness_idx, span)| fold(tellings.at(witness_idx, span)));
    (!is_one).then_some(Change { kind, places, values })
}

/// The name that a run of words begins or ends with, where it is not that of who wrote the telling.
fn named<'t>(tellings: &Tellings<'t>, (witness_idx, run): Place) -> Option<&'t Mention> {
    let annotations = &tellings.witnesses.get(witness_idx)?.annotations;
    let named = annotations.mentions_in(run).first()?;
    let credited = annotations.credits.iter().any(|credit| credit.span.overlaps(run));
    let before = annotations.tokens_in(named.span).start.saturating_sub(1);
    // A name that is only a word of more (`the Ostra trial`) names no place.
    let is_whole = named.span.start() <= run.start() || named.span.end() >= run.end();
    (is_whole && !credited && !is_desk(tellings.word(witness_idx, before))).then_some(named)
}

/// Whether two names may be of one: they share a word or its beginning (`Tenn.`), are a country, its
/// people or a city of it, or the other sentence has the name elsewhere, so that it was moved.
fn is_one_name(tellings: &Tellings<'_>, places: [Place; 2]) -> bool {
    let printed = places.map(|(witness_idx, span)| tellings.at(witness_idx, span));
    let words = printed.map(|name| -> Vec<String> {
        fold(name).split(' ').map(|word| word.trim_end_matches('.').to_owned()).collect()
    });
    let begins = |a: &String| words[1].iter().any(|b| a.starts_with(b) || b.starts_with(a));
    let countries = printed.map(|name| {
        let tables = [&GAZETTEER.demonyms, &GAZETTEER.cities, &GAZETTEER.places];
        fold(tables.iter().find_map(|table| table.get(name)).unwrap_or(&name))
    });
    let both_cities = printed.iter().all(|name| GAZETTEER.cities.contains_key(name));
    let stands = |n: usize, name: &[String]| {
        let (witness_idx, span) = places[n];
        let sentence = tellings.span(witness_idx, tellings.sentence(witness_idx, span));
        let text = sentence.map_or("", |span| tellings.at(witness_idx, span));
        name.last().is_some_and(|last| fold(text).contains(last))
    };
    words[0].iter().any(begins)
        || countries[0] == countries[1] && !both_cities
        || stands(0, &words[1])
        || stands(1, &words[0])
}
