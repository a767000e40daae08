//! The values of two runs of words that stand in each other's place.

use crate::apparatus::office::part_in;
use crate::apparatus::stem::fold;
use crate::apparatus::tellings::Tellings;
use rustc_hash::FxHashSet;
use std::sync::LazyLock;
use tellings_language::gazetteer::GAZETTEER;
use tellings_language::tables::words;
use tellings_model::{Bound, EntityKind, EntryKind, Quantity, Span, TimeKind};

/// Words before the name of who wrote a telling (`Staff writer N contributed to this report`).
static DESK: LazyLock<FxHashSet<&'static str>> =
    LazyLock::new(|| words(include_str!("../../lexicon/en/desk_words.txt")).collect());

/// Where a value stands: witness and words.
pub(super) type Place = (usize, Span);

/// A value of one telling for which another telling has a different one.
pub(super) struct Change {
    pub(super) kind: EntryKind,
    pub(super) places: [Place; 2],
    pub(super) values: [String; 2],
}

/// The values of two runs of words, where both are of one sort and cannot both hold.
pub(super) fn change(tellings: &Tellings<'_>, a: Place, b: Place) -> Option<Change> {
    days(tellings, a, b)
        .or_else(|| figures(tellings, a, b))
        .or_else(|| names(tellings, a, b))
        .or_else(|| {
            let [x, y] = [a, b].map(|(witness_idx, span)| part_in(tellings, witness_idx, span));
            let ((class, one), (other_class, other)) = x.zip(y)?;
            let values = [one.to_owned(), other.to_owned()];
            let parts = class == other_class && one != other;
            parts.then_some(Change { kind: EntryKind::Name, places: [a, b], values })
        })
}

fn days(tellings: &Tellings<'_>, a: Place, b: Place) -> Option<Change> {
    let time = |(witness_idx, span): Place| {
        let annotations = &tellings.witnesses.get(witness_idx)?.annotations;
        match annotations.times_in(span) {
            [time] => Some(time),
            _ => None,
        }
    };
    let (x, y) = time(a).zip(time(b))?;
    let places = [(a.0, x.span), (b.0, y.span)];
    let change = |kind, values| Some(Change { kind, places, values });
    let plain = |value: &str| !value.contains('X') && !value.contains("REF");
    if x.kind == TimeKind::Duration && y.kind == TimeKind::Duration {
        let shown = |at: Place| fold(tellings.at(at.0, at.1));
        let parts = x.value != y.value && plain(&x.value) && plain(&y.value);
        return change(EntryKind::Quantity, places.map(shown)).filter(|_| parts);
    }
    let (one, other) = x.days.zip(y.days)?;
    let dated = |kind| matches!(kind, TimeKind::Date | TimeKind::Time);
    let alike = one.is_day() == other.is_day() && dated(x.kind) && dated(y.kind);
    let values = [one.to_string(), other.to_string()];
    change(EntryKind::Date, values).filter(|_| alike && !one.overlaps(other))
}

fn figures(tellings: &Tellings<'_>, a: Place, b: Place) -> Option<Change> {
    let figure = |(witness_idx, span): Place| -> Option<&Quantity> {
        let annotations = &tellings.witnesses.get(witness_idx)?.annotations;
        match (annotations.quantities_in(span), annotations.times_in(span)) {
            ([one], []) if one.upper.is_none() => Some(one),
            _ => None,
        }
    };
    let (x, y) = figure(a).zip(figure(b))?;
    let closed = |figure: &Quantity| matches!(figure.bound, Bound::Exact | Bound::About);
    let alike = x.unit == y.unit && (x.bound == y.bound || closed(x) && closed(y));
    let shown = |figure: &Quantity| {
        let bound = match figure.bound {
            Bound::Over => "> ",
            Bound::Under => "< ",
            Bound::About => "~ ",
            Bound::Exact | Bound::Range => "",
        };
        let unit = figure.unit.as_deref().unwrap_or("");
        format!("{bound}{} {unit}", figure.value).trim_end().to_owned()
    };
    #[expect(clippy::float_cmp, reason = "both were read from words")]
    let parts = alike && x.value != y.value;
    parts.then(|| Change {
        kind: EntryKind::Quantity,
        places: [(a.0, x.span), (b.0, y.span)],
        values: [shown(x), shown(y)],
    })
}

fn names(tellings: &Tellings<'_>, a: Place, b: Place) -> Option<Change> {
    let name = |(witness_idx, span): Place| {
        let witness = tellings.witnesses.get(witness_idx)?;
        let named = witness.annotations.mentions_in(span).first()?;
        let credited = witness.annotations.credits.iter().any(|credit| credit.span.overlaps(span));
        let before = witness.annotations.tokens_in(named.span).start.saturating_sub(1);
        let is_desk = DESK.contains(fold(tellings.word(witness_idx, before)).as_str());
        // A name that is only a word of more (`the Ostra trial`) names no place.
        let is_whole = named.span.start() <= span.start() || named.span.end() >= span.end();
        (is_whole && !credited && !is_desk).then_some(named)
    };
    let (x, y) = name(a).zip(name(b))?;
    let of = |at: Place, span: Span| fold(tellings.at(at.0, span));
    let [one, other] = [of(a, x.span), of(b, y.span)];
    // A country, its people and its cities are no two places.
    let country = |name: &'_ str| {
        let tables = [&GAZETTEER.demonyms, &GAZETTEER.cities, &GAZETTEER.places];
        tables.iter().find_map(|table| table.get(name)).map_or_else(|| fold(name), |own| fold(own))
    };
    let known = [(a.0, x.span), (b.0, y.span)].map(|(w, span)| country(tellings.at(w, span)));
    let is_city = |(w, span)| GAZETTEER.cities.contains_key(tellings.at(w, span));
    let both_cities = is_city((a.0, x.span)) && is_city((b.0, y.span));
    let words = |name: &str| -> Vec<String> {
        name.split(' ').map(|word| word.trim_end_matches('.').to_owned()).collect()
    };
    let shares = words(&one)
        .iter()
        .any(|word| words(&other).iter().any(|of| of.starts_with(word) || word.starts_with(of)));
    // What the other sentence names elsewhere was moved, not changed.
    let stands = |at: Place, name: &str| {
        let sentence = tellings.span(at.0, tellings.sentence(at.0, at.1));
        let text = sentence.map_or_else(String::new, |span| fold(tellings.at(at.0, span)));
        words(name).last().is_some_and(|last| text.contains(last.as_str()))
    };
    let initials =
        |name: &str| name.split(' ').filter_map(|word| word.chars().next()).collect::<String>();
    let is_short = initials(&one) == other || initials(&other) == one;
    let is_one = x.entity.is_some() && x.entity == y.entity || shares || is_short;
    let is_one =
        is_one || known[0] == known[1] && !both_cities || stands(a, &other) || stands(b, &one);
    let kind = match (x.kind, y.kind) {
        (EntityKind::Place, EntityKind::Place) => EntryKind::Place,
        (EntityKind::Person, EntityKind::Person)
        | (EntityKind::Organisation, EntityKind::Organisation) => EntryKind::Actor,
        _ => return None,
    };
    (!is_one).then_some(Change {
        kind,
        places: [(a.0, x.span), (b.0, y.span)],
        values: [one, other],
    })
}
