//! Where the tellings count or measure something, and where they tell it without a figure.

use super::{Figure, LEAST_COUNTED, LENGTH_OF_TIME, SHARE, is_of_people};
use crate::apparatus::cues::{Cue, is};
use crate::apparatus::matter::Item;
use crate::apparatus::stamp::is_stamp;
use crate::apparatus::stem::fold;
use crate::apparatus::tellings::Tellings;
use crate::apparatus::terms::{Term, group};
use crate::apparatus::toll::{is_added, is_of_sum, is_taken_back, toll};
use crate::apparatus::unit;
use std::collections::{BTreeMap, BTreeSet};
use tellings_model::{
    Bound, ChangePart, EntityId, Mention, Quantity, Span, TimeKind, Upos, Witness,
};

/// The figures that the tellings give, and the things that only some give a figure for.
pub(crate) fn items(tellings: &Tellings<'_>) -> Vec<Item<Figure>> {
    let mut items = figures(tellings);
    items.extend(bare(tellings, &items));
    items.extend(durations(tellings));
    items.extend(stretches(tellings));
    items.extend(changes(tellings));
    items
}

/// In what the amount of a change is compared.
const PERCENTAGE: &str = "percentage";

/// By how much something grew or shrank where a telling gives the figures before and after.
fn changes(tellings: &Tellings<'_>) -> Vec<Item<Figure>> {
    let mut items = Vec::new();
    for (witness_idx, witness) in tellings.witnesses.iter().enumerate() {
        let quantities = &witness.annotations.quantities;
        let part = |of: &Quantity, part| of.change.filter(|change| change.part == part);
        for pair in quantities.windows(2) {
            let [from, to] = pair else { continue };
            let changed = part(from, ChangePart::From).zip(part(to, ChangePart::To));
            let near = tellings
                .sentence(witness_idx, from.span)
                .contains(&tellings.tokens_in(witness_idx, to.span).start);
            let exact = from.bound == Bound::Exact && to.bound == Bound::Exact && from.value > 0.0;
            if changed.is_none() || !near || !exact {
                continue;
            }
            let value = 100.0 * (to.value - from.value).abs() / from.value;
            let amount = Quantity { value, bound: Bound::About, upper: None, ..from.clone() };
            let figure = Figure::of(&amount, "", Some(PERCENTAGE.to_owned()), None);
            let shown = format!("from {} to {}", from.value, to.value);
            let value = Figure { shown, is_reckoned: true, is_amount: true, ..figure };
            items.push(Item::new(tellings, witness_idx, from.span.cover(to.span), value));
        }
    }
    items
}

/// How long something has lasted where a telling says since when, up to the day of the telling.
fn stretches(tellings: &Tellings<'_>) -> Vec<Item<Figure>> {
    let mut items = Vec::new();
    for (witness_idx, witness) in tellings.witnesses.iter().enumerate() {
        let Some(published) = &witness.published else { continue };
        for time in witness.annotations.times.iter().filter(|t| t.kind == TimeKind::Date) {
            let before = tellings.tokens_in(witness_idx, time.span).start.wrapping_sub(1);
            let is_since = is(&fold(tellings.word(witness_idx, before)), Cue::Since);
            let Some(days) = time.days.filter(|_| is_since) else { continue };
            let lasted = |from| unit::minutes_between(from, published.value.day);
            let (Some(low), Some(high)) = (lasted(days.last()), lasted(days.first())) else {
                continue;
            };
            let value = Figure {
                low,
                high,
                unit: Some(LENGTH_OF_TIME.to_owned()),
                shown: format!("since {days}"),
                is_reckoned: true,
                factor: 1.0,
                stated: low,
                ..Figure::default()
            };
            items.push(Item::new(tellings, witness_idx, time.span, value));
        }
    }
    items
}

/// How long: the lengths of time that the tellings give.
fn durations(tellings: &Tellings<'_>) -> Vec<Item<Figure>> {
    let mut items = Vec::new();
    for (witness_idx, witness) in tellings.witnesses.iter().enumerate() {
        for time in witness.annotations.times.iter().filter(|t| t.kind == TimeKind::Duration) {
            let aged = || aged(witness, time.span).is_some();
            // `70 km per hour` tells no time.
            let mut measures = witness.annotations.quantities_in(time.span).iter();
            if measures.any(|other| other.span.contains(time.span) && other.span != time.span)
                || aged()
            {
                continue;
            }
            let bound = bound_before(tellings, witness_idx, time.span);
            let words = witness.article.at(time.span);
            let exact = unit::minutes(&time.value).map(|m| Figure::of_duration(m, bound, words));
            let rough =
                || unit::minutes_about(&time.value).map(|ends| Figure::of_about(ends, words));
            let Some(value) = exact.or_else(rough) else { continue };
            items.push(Item::new(tellings, witness_idx, time.span, value));
        }
    }
    items
}

/// What the two words before a figure, and those inside it, make of it (`more than`, `nearly`).
fn bound_before(tellings: &Tellings<'_>, witness_idx: usize, span: Span) -> Bound {
    let inside = tellings.tokens_in(witness_idx, span);
    let is_across = |idx: usize| {
        let before = idx.checked_sub(1).and_then(|before| tellings.token(witness_idx, before));
        is(&fold(tellings.word(witness_idx, idx)), Cue::Across)
            && before.is_some_and(|token| token.upos == Upos::Noun)
    };
    let mut words = (inside.start.saturating_sub(2)..inside.end)
        .filter(|idx| !is_across(*idx))
        .map(|idx| tellings.word(witness_idx, idx).to_lowercase());
    let bound = |word: String| {
        let cues =
            [(Cue::Over, Bound::Over), (Cue::Under, Bound::Under), (Cue::About, Bound::About)];
        cues.into_iter().find(|(cue, _)| is(&word, *cue)).map(|(_, bound)| bound)
    };
    words.find_map(bound).unwrap_or(Bound::Exact)
}

fn figures(tellings: &Tellings<'_>) -> Vec<Item<Figure>> {
    let mut items = Vec::new();
    let called = called(tellings.witnesses);
    for (witness_idx, witness) in tellings.witnesses.iter().enumerate() {
        for quantity in &witness.annotations.quantities {
            let times = witness.annotations.times_in(quantity.span);
            let in_time = times.iter().any(|time| time.span.contains(quantity.span));
            if leads_share(tellings, witness_idx, quantity.span)
                || is_stamp(tellings, witness_idx, quantity.span)
            {
                continue;
            }
            if let Some(value) = share(tellings, witness_idx, quantity) {
                items.push(Item::new(tellings, witness_idx, value.0, value.1));
                continue;
            }
            // `Fell by half` is fifty percent.
            let is_part = quantity.unit.is_none() && quantity.value < 1.0;
            let by = quantity.change.filter(|change| change.part == ChangePart::By && is_part);
            let percent = by.map(|_| Quantity {
                value: 100.0 * quantity.value,
                unit: Some(PERCENTAGE.to_owned()),
                ..quantity.clone()
            });
            let quantity = percent.as_ref().unwrap_or(quantity);
            let unit = counted(witness, quantity, &called);
            // `94, not 87` gives 94; a note on an earlier version gives neither.
            if is_taken_back(tellings, witness_idx, quantity.span) {
                continue;
            }
            if in_time && !unit.as_deref().is_some_and(is_age) {
                continue;
            }
            // Of a speed or a sum nothing becomes.
            let counts = unit.is_none() && !is_between_marks(witness, quantity.span)
                || is_of_people(quantity);
            let toll = counts.then(|| toll(tellings, witness_idx, quantity.span)).flatten();
            let words = witness.article.at(quantity.span);
            let gathers = unit.is_none() && gathers(tellings, witness_idx, quantity.span);
            let unit = if gathers { Some(group(GATHERED)) } else { unit };
            // What comes on top of others compares with nothing but that.
            let is_added = is_added(tellings, witness_idx, quantity.span);
            let unit = unit.map(|unit| if is_added { format!("more {unit}") } else { unit });
            let is_age = unit.as_deref().is_some_and(is_age);
            let toll = toll.filter(|_| !is_age);
            let mut value = Figure::of(quantity, words, unit, toll);
            value.is_amount = percent.is_some();
            let inside = tellings.tokens_in(witness_idx, quantity.span);
            value.is_summand = is_of_sum(tellings, witness_idx, &inside);
            value.noun.clone_from(&quantity.unit);
            value.is_of_people = !is_added && !is_age && (value.is_of_people || gathers);
            items.push(Item::new(tellings, witness_idx, quantity.span, value));
        }
    }
    items
}

/// How far before its whole a part may stand, in words (`one vial in four`).
const PART_WORDS: usize = 4;

/// The part that is told as `one in four`, `one vial in two thousand`, with its words: of the quantity
/// that is the whole.
fn share(tellings: &Tellings<'_>, witness_idx: usize, whole: &Quantity) -> Option<(Span, Figure)> {
    let number = tellings.tokens_in(witness_idx, whole.span).start;
    let first =
        tellings.sentence(witness_idx, whole.span).start.max(number.saturating_sub(PART_WORDS));
    let mut words = (first..number).rev();
    let part = words.find(|&idx| leads_to(tellings, witness_idx, idx, number))?;
    let is_exact = whole.value > 1.0 && whole.bound == Bound::Exact;
    if !is_exact || is_taken_back(tellings, witness_idx, whole.span) {
        return None;
    }
    let part = tellings.token(witness_idx, part)?.span;
    let bound = bound_before(tellings, witness_idx, part);
    let quantity = Quantity { value: 1.0 / whole.value, bound, ..whole.clone() };
    let mark = if bound == Bound::Under { "< " } else { "" };
    let shown = format!("{mark}1 in {}", whole.value);
    let figure = Figure::of(&quantity, "", Some(SHARE.to_owned()), None);
    Some((part.cover(whole.span), Figure { shown, ..figure }))
}

/// Whether a quantity is the part of such a share (`one vial` of `one vial in four`).
fn leads_share(tellings: &Tellings<'_>, witness_idx: usize, part: Span) -> bool {
    let inside = tellings.tokens_in(witness_idx, part);
    inside.clone().any(|idx| {
        (idx..inside.end + PART_WORDS).any(|end| leads_to(tellings, witness_idx, idx, end + 1))
    })
}

/// Whether a word is the `one` of `one in` or `one vial in`, before the number at a token.
fn leads_to(tellings: &Tellings<'_>, witness_idx: usize, one: usize, number: usize) -> bool {
    let word = |idx: usize| fold(tellings.word(witness_idx, idx));
    let joint = number.wrapping_sub(1);
    let is_noun =
        |idx: usize| tellings.token(witness_idx, idx).is_some_and(|t| t.upos == Upos::Noun);
    let is_number =
        tellings.token(witness_idx, number).is_some_and(|token| token.upos == Upos::Num);
    is_number
        && is(&word(joint), Cue::PartOf)
        && is(&word(one), Cue::Part)
        && (one + 1 == joint || one + 2 == joint && is_noun(one + 1))
}

/// Whom a crowd is made of.
const GATHERED: &str = "people";
/// How far before its figure a crowd is named, in words.
const GATHERED_WORDS: usize = 8;

/// Whether a figure counts the people of a crowd named before it (`a crowd that police put at 8,000`).
fn gathers(tellings: &Tellings<'_>, witness_idx: usize, span: Span) -> bool {
    let sentence = tellings.sentence(witness_idx, span);
    let inside = tellings.tokens_in(witness_idx, span);
    let first = sentence.start.max(inside.start.saturating_sub(GATHERED_WORDS));
    let at = inside.start.checked_sub(1).map(|before| tellings.word(witness_idx, before));
    at.is_some_and(|before| is(&fold(before), Cue::Sized))
        && (first..inside.start).any(|idx| is(tellings.lemma(witness_idx, idx), Cue::Gathering))
}

/// The things that are counted in one telling, where another names them without a figure.
fn bare(tellings: &Tellings<'_>, figures: &[Item<Figure>]) -> Vec<Item<Figure>> {
    let counted: BTreeSet<Term> = figures
        .iter()
        .filter(|item| item.value.toll.is_none() && item.value.low >= LEAST_COUNTED)
        .filter_map(|item| {
            // The last word of the figure is the thing, where it is the unit.
            let last = tellings.tokens_in(item.witness_idx, item.span).next_back()?;
            let unit = item.value.unit.as_deref()?;
            (group(tellings.word(item.witness_idx, last)) == unit)
                .then(|| tellings.terms.at(item.witness_idx, last))?
        })
        .collect();
    let mut items = Vec::new();
    for (witness_idx, witness) in tellings.witnesses.iter().enumerate() {
        for (idx, token) in witness.annotations.tokens.iter().enumerate() {
            let Some(term) = tellings.terms.at(witness_idx, idx) else { continue };
            let figured = || !witness.annotations.quantities_in(token.span).is_empty();
            let several = witness.annotations.lemma(token) != fold(tellings.word(witness_idx, idx));
            let is_noun = token.upos == Upos::Noun;
            if !counted.contains(&term) || !is_noun || !several || figured() {
                continue;
            }
            let unit = group(tellings.word(witness_idx, idx));
            let value = Figure {
                high: f64::INFINITY,
                shown: format!("{unit}, no figure"),
                unit: Some(unit),
                bare: true,
                factor: 1.0,
                ..Figure::default()
            };
            items.push(Item::new(tellings, witness_idx, token.span, value));
        }
    }
    items
}

/// What each person is called at the longest, folded.
fn called(witnesses: &[Witness]) -> BTreeMap<EntityId, String> {
    let mut called: BTreeMap<EntityId, String> = BTreeMap::new();
    for witness in witnesses {
        for mention in &witness.annotations.mentions {
            let Some(entity) = mention.entity else { continue };
            let name = fold(witness.article.at(mention.span));
            let longest = called.entry(entity).or_default();
            if (name.len(), &*longest) > (longest.len(), &name) {
                *longest = name;
            }
        }
    }
    called
}

/// The age of somebody, by name or by a word for him.
const AGE_OF: &str = "age of ";
const AGE_OF_ONE: &str = "age of a ";

/// What is counted: the unit, or an age where a number alone follows a name between commas.
fn counted(
    witness: &Witness,
    quantity: &Quantity,
    called: &BTreeMap<EntityId, String>,
) -> Option<String> {
    match aged(witness, quantity.span) {
        Some(Aged::Named(mention)) => {
            let name = mention.entity.and_then(|entity| called.get(&entity));
            let printed = || fold(witness.article.at(mention.span));
            return Some(format!("{AGE_OF}{}", name.cloned().unwrap_or_else(printed)));
        }
        Some(Aged::One(noun)) => return Some(format!("{AGE_OF_ONE}{noun}")),
        None => {}
    }
    let unit = quantity.unit.as_deref()?;
    Some(if unit::is_measure(unit) { unit.to_owned() } else { group(unit) })
}

/// Whether a unit is the age of somebody.
pub(super) fn is_age(unit: &str) -> bool {
    unit.starts_with(AGE_OF)
}

/// Whether a unit is the age of somebody whom no name tells from others.
pub(super) fn is_age_of_one(unit: &str) -> bool {
    unit.starts_with(AGE_OF_ONE)
}

/// Whose age a number is.
enum Aged<'w> {
    Named(&'w Mention),
    One(String),
}

/// Whether a plain number stands by itself between a comma and a mark, as an age does (`another, 25, died`).
fn is_between_marks(witness: &Witness, span: Span) -> bool {
    let text = witness.article.text();
    let words = witness.article.at(span);
    let is_plain = words.chars().all(|c| c.is_ascii_digit()) && (1..=3).contains(&words.len());
    let before = text.get(..span.start()).unwrap_or("");
    let after = text.get(span.end()..).unwrap_or("");
    let after = after.trim_start_matches(' ');
    is_plain && before.ends_with(", ") && after.starts_with([',', '.', ';', ')', '–', '—'])
}

/// Whose age a number is: that of the name before it (`Ann Lee, 61,`), or of what follows
/// (`the 61-year-old lawyer`).
fn aged(witness: &Witness, span: Span) -> Option<Aged<'_>> {
    let text = witness.article.text();
    let before = text.get(..span.start())?;
    let after = text.get(span.end()..)?;
    if let Some(before) = before.strip_suffix(", ").filter(|_| is_between_marks(witness, span)) {
        let end = before.len();
        let mut mentions = witness.annotations.mentions.iter();
        return mentions.find(|mention| mention.span.end() == end).map(Aged::Named);
    }
    let rest = after.strip_prefix("-old")?.trim_start();
    let start = text.len() - rest.len();
    let named = witness.annotations.mentions.iter().find(|mention| mention.span.start() == start);
    let noun = || rest.split(|c: char| !c.is_alphanumeric()).next().map(fold);
    named.map(Aged::Named).or_else(|| noun().map(Aged::One))
}
