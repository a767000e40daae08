//! What must speak for two values being of one matter beside their likelihood: words around them that
//! hold them together, the more of them the more matters of a story may have the value.

use super::bearer::may_both_hold;
use super::deed::{Key, children, is_one_thing, keys, parts};
use super::matter::{Bearing, Item, Sort, Value};
use super::signals::{HOLDING_PART, Pair};
use super::stem::fold;
use super::tellings::{Site, Tellings};
use super::terms::Term;
use super::unit::is_measure;
use std::collections::BTreeSet;
use tellings_model::{Relation, Upos};

/// So many words must hold two contexts together, or so much of their clauses be the same, where
/// the value itself tells little.
const LEAST_HOLDING: usize = 2;
const LEAST_PARTS: f32 = 0.3;
/// Two places of one telling whose contexts are less alike speak of two matters.
const ONE_CONTEXT: f32 = 0.5;
/// The least likeness of the contexts, or of the clauses, of two equal days, or of a day and a month.
const DAY_CONTEXT: f32 = 0.06;
const DAY_PARTS: f32 = 0.1;
/// The least likeness of the clauses of two days that part and stand in different places of them.
const ALIKE_PARTS: f32 = 0.2;
/// The same of two days that part and that so many words hold together.
const HELD_CONTEXT: f32 = 0.1;
/// The same of two days that part without these, or of their sentences.
const PARTING_CONTEXT: f32 = 0.3;
/// Sentences this much alike are the same.
const SAME_SENTENCE: f32 = 0.9;
/// Contexts this much alike are nearly the same words.
const COPIED_CONTEXT: f32 = 0.6;

/// Whether more than their likelihood speaks for two values being of one matter.
///
/// A story has many days: equal ones need little beside them, those that part more. All limits were
/// set by reading pairs of the fixture stories.
pub(super) fn is_borne_out<V: Value>(tellings: &Tellings<'_>, pair: &Pair<'_, V>) -> bool {
    is_held(tellings, pair)
        && !(pair.bearing == Bearing::Apart && may_both_hold(tellings, pair.a, pair.b))
}

/// Whether the words around two values hold them together.
fn is_held<V: Value>(tellings: &Tellings<'_>, pair: &Pair<'_, V>) -> bool {
    let is_date = V::SORT == Sort::Date;
    match pair.bearing {
        _ if pair.a.value.needs_one_text(&pair.b.value) => is_copied(pair),
        Bearing::Equal if is_date && !pair.a.value.is_common() && !is_of_one(pair) => {
            is_one_act(pair) || n_holding(pair) >= LEAST_HOLDING || is_near(pair)
        }
        Bearing::Equal => are_borne_out(pair),
        Bearing::Finer if is_date => {
            !pair.met && n_holding(pair) > 0 && cosine(pair) >= DAY_CONTEXT
        }
        Bearing::Apart if is_date && are_of_two(tellings, pair) => false,
        // Of a weekday without a week little is known beside the act.
        Bearing::Apart if pair.a.value.is_supposed() || pair.b.value.is_supposed() => {
            is_one_act(pair) && is_near(pair)
        }
        Bearing::Apart if is_date => {
            is_one_act(pair) && is_near(pair)
                || n_holding(pair) >= LEAST_HOLDING && cosine(pair) >= HELD_CONTEXT
                || cosine(pair) >= PARTING_CONTEXT
                || sentences(tellings, pair) >= PARTING_CONTEXT
        }
        Bearing::Apart if V::SORT == Sort::Figure => {
            // `3.4 per cent` of output and `34 per cent` of voters have nothing in common but digits.
            let is_bound = pair.a.value.bond().is_some();
            (is_bound || n_holding(pair) > 0 || is_near(pair) || counts_one_thing(pair))
                && speaks_of(tellings, pair.a, pair.b)
                && speaks_of(tellings, pair.b, pair.a)
        }
        Bearing::Finer | Bearing::Apart | Bearing::Unlike => true,
    }
}

/// Whether two equal values are more than equal. Of two places in one telling the second speaks,
/// as a rule, of another matter; a common value stands beside many.
fn are_borne_out<V: Value>(pair: &Pair<'_, V>) -> bool {
    let (a, b) = (&pair.a.scene, &pair.b.scene);
    let one_thing = is_known(a.frame.anchor, b.frame.anchor);
    if is_of_one(pair) {
        return is_one_act(pair)
            || one_thing
            || n_holding(pair) > LEAST_HOLDING
            || cosine(pair) >= ONE_CONTEXT;
    }
    // A year that each of two tellings names once is of one matter, and so is the only count of a thing.
    let one_year = V::SORT == Sort::Date && pair.once && pair.a.value.is_rare();
    let counts_once = V::SORT == Sort::Figure && pair.once && pair.sole;
    !pair.a.value.is_common()
        || is_one_act(pair)
        || one_year
        || counts_once && is_known(a.frame.noun, b.frame.noun)
        || one_thing
        || n_holding(pair) >= LEAST_HOLDING
        || a.frame.parts.cosine(&b.frame.parts) >= LEAST_PARTS
}

/// Whether both stand in one telling.
fn is_of_one<V>(pair: &Pair<'_, V>) -> bool {
    pair.a.witness_idx == pair.b.witness_idx
}

fn is_known(x: Option<Term>, y: Option<Term>) -> bool {
    x.is_some() && x == y
}

/// Whether one thing is done with both; that somebody says something is none.
fn is_one_act<V>(pair: &Pair<'_, V>) -> bool {
    is_known(pair.a.scene.frame.act, pair.b.scene.frame.act) && !pair.a.scene.is_saying
}

/// How many words hold the contexts of two values together.
fn n_holding<V>(pair: &Pair<'_, V>) -> usize {
    let shared = pair.a.scene.context.shared(&pair.b.scene.context);
    shared.filter(|(_, part)| *part >= HOLDING_PART).count()
}

fn cosine<V>(pair: &Pair<'_, V>) -> f32 {
    pair.a.scene.context.cosine(&pair.b.scene.context)
}

/// Whether two values have something in common beside themselves.
fn is_near<V>(pair: &Pair<'_, V>) -> bool {
    let (a, b) = (&pair.a.scene.frame, &pair.b.scene.frame);
    cosine(pair) >= DAY_CONTEXT || a.parts.cosine(&b.parts) >= DAY_PARTS
}

/// Whether the sentence of a value names the thing that another value describes (`a 120-metre span`).
fn speaks_of<V>(tellings: &Tellings<'_>, one: &Item<V>, other: &Item<V>) -> bool {
    let frame = &one.scene.frame;
    let describes = matches!(frame.relation, Some(Relation::Amod | Relation::Compound));
    let bag = tellings.bags(other.witness_idx).get(other.scene.sentence_idx);
    frame
        .noun
        .filter(|_| describes)
        .is_none_or(|noun| bag.is_some_and(|bag| bag.terms().any(|(term, _)| term == noun)))
}

/// Whether two figures count things under one noun, and measure nothing.
fn counts_one_thing<V: Value>(pair: &Pair<'_, V>) -> bool {
    let counts = |item: &Item<V>| item.value.sort().is_some_and(|unit| !is_measure(&unit));
    let (a, b) = (&pair.a.scene.frame, &pair.b.scene.frame);
    is_known(a.noun, b.noun) && counts(pair.a) && counts(pair.b)
}

/// Whether two days stand in one place of their clauses, or in clauses of one act or of much the same:
/// `in a statement on Thursday` dates no leak. A day that a clause is all about (`the next meeting is on
/// Friday`) may stand anywhere in another.
fn stands_alike<V>(pair: &Pair<'_, V>) -> bool {
    let (a, b) = (&pair.a.scene.frame, &pair.b.scene.frame);
    let is_told = |relation| relation == Some(Relation::Root);
    is_one_act(pair)
        || is_told(a.relation)
        || is_told(b.relation)
        || a.relation.is_some() && a.relation == b.relation
        || a.parts.cosine(&b.parts) >= ALIKE_PARTS
}

/// Whether two days that part date two things, by the places where they stand.
fn are_of_two<V>(tellings: &Tellings<'_>, pair: &Pair<'_, V>) -> bool {
    !stands_alike(pair) || is_of_two_things(tellings, pair) || is_printed_again(tellings, pair)
}

/// Whether two days are the same words in the same sentence, counted from two days of publication.
fn is_printed_again<V>(tellings: &Tellings<'_>, pair: &Pair<'_, V>) -> bool {
    let words = |item: &Item<V>| fold(tellings.at(item.witness_idx, item.span));
    sentences(tellings, pair) >= SAME_SENTENCE && words(pair.a) == words(pair.b)
}

/// Whether one thing is done with both, but to two things (`the bridge, opened in 1961`, `the ship was
/// launched in 2011`).
fn is_of_two_things<V>(tellings: &Tellings<'_>, pair: &Pair<'_, V>) -> bool {
    let two = |(a, b): (BTreeSet<Key>, BTreeSet<Key>)| !is_one_thing(&a, &b);
    is_one_act(pair) && things(tellings, pair.a).zip(things(tellings, pair.b)).is_some_and(two)
}

/// Whether one thing is done to one thing at both: whatever else the tellings date, these days are of one
/// deed (`signed the merger agreement on Sunday`).
pub(super) fn is_one_deed<V>(tellings: &Tellings<'_>, a: &Item<V>, b: &Item<V>) -> bool {
    let hangs = |item: &Item<V>| item.scene.frame.anchor.is_none() && !item.scene.is_saying;
    let words = |item: &Item<V>| fold(tellings.at(item.witness_idx, item.span));
    is_known(a.scene.frame.act, b.scene.frame.act)
        && hangs(a)
        && hangs(b)
        // `Tonight`, in two tellings of two days, is the word of one speaker.
        && words(a) != words(b)
        && things(tellings, a).zip(things(tellings, b)).is_some_and(|(a, b)| is_one_thing(&a, &b))
}

/// What the act of a value is done to, or what it describes.
fn things<V>(tellings: &Tellings<'_>, item: &Item<V>) -> Option<BTreeSet<Key>> {
    let sentence = tellings.sentence(item.witness_idx, item.span);
    let site = Site { tellings, witness_idx: item.witness_idx, sentence: &sentence };
    let act = item.scene.frame.act_idx?;
    // What describes a noun is done to it.
    let described = || {
        let head = tellings.token(item.witness_idx, act)?.head as usize;
        let upos = tellings.token(item.witness_idx, head)?.upos;
        (head != act && matches!(upos, Upos::Noun | Upos::Propn)).then_some(head)
    };
    // `Sent the organizers a warning` is of the warning and of the organizers.
    let objects = children(site, act, &[Relation::Obj, Relation::Iobj]);
    let thing = parts(site, act).map(|parts| parts.0).or_else(described);
    let keys: BTreeSet<Key> =
        thing.into_iter().chain(objects).flat_map(|at| keys(site, at)).collect();
    (!keys.is_empty()).then_some(keys)
}

/// How alike the sentences of two values are.
fn sentences<V>(tellings: &Tellings<'_>, pair: &Pair<'_, V>) -> f32 {
    let bag = |item: &Item<V>| tellings.bags(item.witness_idx).get(item.scene.sentence_idx);
    bag(pair.a).zip(bag(pair.b)).map_or(0.0, |(a, b)| a.cosine(b))
}

/// Whether two values stand in words that are nearly the same.
fn is_copied<V>(pair: &Pair<'_, V>) -> bool {
    pair.a.scene.frame.act == pair.b.scene.frame.act && cosine(pair) >= COPIED_CONTEXT
}
