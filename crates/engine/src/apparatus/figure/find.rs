//! Where the tellings count or measure something, and where they tell it without a figure.

use super::{Figure, LEAST_COUNTED, LENGTH_OF_TIME, is_of_people};
use crate::apparatus::cues::{Cue, is};
use crate::apparatus::matter::Item;
use crate::apparatus::stem::fold;
use crate::apparatus::tellings::Tellings;
use crate::apparatus::terms::{Term, group};
use crate::apparatus::toll::{is_added, is_taken_back, toll};
use crate::apparatus::unit;
use std::collections::BTreeSet;
use tellings_model::{Bound, Quantity, Span, TimeKind, Upos, Witness};

/// The figures that the tellings give, and the things that only some give a figure for.
pub(crate) fn items(tellings: &Tellings<'_>) -> Vec<Item<Figure>> {
    let mut items = figures(tellings);
    items.extend(bare(tellings, &items));
    items.extend(durations(tellings));
    items.extend(stretches(tellings));
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
                is_since: true,
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
            let Some(minutes) = unit::minutes(&time.value).filter(|_| !aged()) else { continue };
            let bound = bound_before(tellings, witness_idx, time.span);
            let value = Figure::of_duration(minutes, bound, witness.article.at(time.span));
            items.push(Item::new(tellings, witness_idx, time.span, value));
        }
    }
    items
}

/// What the two words before a figure, and those inside it, make of it (`more than`, `nearly`).
fn bound_before(tellings: &Tellings<'_>, witness_idx: usize, span: Span) -> Bound {
    let inside = tellings.tokens_in(witness_idx, span);
    let mut words = (inside.start.saturating_sub(2)..inside.end)
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
    for (witness_idx, witness) in tellings.witnesses.iter().enumerate() {
        for quantity in &witness.annotations.quantities {
            let in_time =
                witness.annotations.times.iter().any(|time| time.span.overlaps(quantity.span));
            let unit = counted(witness, quantity);
            // `94, not 87` gives 94; a note on an earlier version gives neither.
            if is_taken_back(tellings, witness_idx, quantity.span) {
                continue;
            }
            if in_time && unit.as_deref().is_none_or(|unit| !unit.starts_with("age of")) {
                continue;
            }
            // Of a speed or a sum nothing becomes.
            let counts = unit.is_none() || is_of_people(quantity);
            let toll = counts.then(|| toll(tellings, witness_idx, quantity.span)).flatten();
            let words = witness.article.at(quantity.span);
            let gathers = unit.is_none() && gathers(tellings, witness_idx, quantity.span);
            let unit = if gathers { Some(group(GATHERED)) } else { unit };
            // What comes on top of others compares with nothing but that.
            let is_added = is_added(tellings, witness_idx, quantity.span);
            let unit = unit.map(|unit| if is_added { format!("more {unit}") } else { unit });
            let mut value = Figure::of(quantity, words, unit, toll);
            value.is_of_people = !is_added && (value.is_of_people || gathers);
            items.push(Item::new(tellings, witness_idx, quantity.span, value));
        }
    }
    items
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
            let figured = || {
                witness.annotations.quantities.iter().any(|other| other.span.overlaps(token.span))
            };
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

/// What is counted: the unit, or an age where a number alone follows a name between commas.
fn counted(witness: &Witness, quantity: &Quantity) -> Option<String> {
    if let Some(name) = aged(witness, quantity.span) {
        return Some(format!("age of {name}"));
    }
    let unit = quantity.unit.as_deref()?;
    Some(if unit::is_measure(unit) { unit.to_owned() } else { group(unit) })
}

/// Whose age a number is: that of the name before it (`Ann Lee, 61,`), or of what follows
/// (`the 61-year-old lawyer`), by the last word of the name.
fn aged(witness: &Witness, span: Span) -> Option<String> {
    let text = witness.article.text();
    let before = text.get(..span.start())?;
    let after = text.get(span.end()..)?;
    let last_word = |words: &str| words.rsplit(' ').next().map(fold);
    let words = witness.article.at(span);
    let plain = words.chars().all(|c| c.is_ascii_digit()) && (1..=3).contains(&words.len());
    if let Some(before) =
        before.strip_suffix(", ").filter(|_| plain && after.starts_with([',', '.']))
    {
        let end = before.len();
        let named =
            witness.annotations.mentions.iter().find(|mention| mention.span.end() == end)?;
        return last_word(witness.article.at(named.span));
    }
    let rest = after.strip_prefix("-old")?.trim_start();
    let start = text.len() - rest.len();
    let named = witness.annotations.mentions.iter().find(|mention| mention.span.start() == start);
    let noun = rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
    Some(
        named
            .and_then(|named| last_word(witness.article.at(named.span)))
            .unwrap_or_else(|| fold(noun)),
    )
}
