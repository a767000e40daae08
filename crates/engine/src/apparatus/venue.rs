//! Where somebody spoke: one saying was said in one place.

use super::entry::{entry, finish};
use super::matter::{Bearing, Item, Value};
use super::place::Place;
use super::tellings::Tellings;
use std::collections::{BTreeMap, BTreeSet};
use tellings_model::{
    Days, Entity, EntityId, EntityKind, Entry, EntryKind, Reading, Relation, TimeKind, Utterance,
    Verdict,
};

/// A place that a telling gives to the speech of a person.
struct Venue<'i> {
    item: &'i Item<Place>,
    /// The days that its sentence names.
    days: Vec<Days>,
}

/// One entry for each speaker whose speech the tellings place apart.
///
/// Two tellings speak of one speech where they share a saying of the speaker. A telling that
/// gives a speaker two places that cannot both hold tells of two speeches, and says nothing here;
/// nor do places under days that part.
pub(super) fn entries(
    tellings: &Tellings<'_>,
    items: &[Item<Place>],
    entities: &[Entity],
    utterances: &[Utterance],
) -> Vec<Entry> {
    let mut by_speaker: BTreeMap<EntityId, Vec<Venue<'_>>> = BTreeMap::new();
    for item in items {
        if let Some(speaker) = speaker_at(tellings, item) {
            let days = days_beside(tellings, item);
            by_speaker.entry(speaker).or_default().push(Venue { item, days });
        }
    }
    by_speaker
        .into_iter()
        .filter_map(|(speaker, venues)| {
            let name = &entities.iter().find(|entity| entity.id == speaker)?.name;
            parted(tellings, name, &venues, &sharers(utterances, speaker))
        })
        .collect()
}

/// The person who speaks at a place: a place on the act of speaking, outside of what is said.
fn speaker_at(tellings: &Tellings<'_>, item: &Item<Place>) -> Option<EntityId> {
    if !item.scene.is_saying {
        return None;
    }
    let annotations = &tellings.witnesses.get(item.witness_idx)?.annotations;
    let sentence = tellings.sentence(item.witness_idx, item.span);
    let span = tellings.span(item.witness_idx, sentence.clone())?;
    let quotes = annotations.quotes.iter();
    if quotes.clone().any(|quote| quote.content.contains(item.span)) {
        return None;
    }
    let said: BTreeSet<EntityId> = quotes
        .filter(|quote| quote.content.overlaps(span) && quote.parent.is_none())
        .filter_map(|quote| quote.speaker.as_ref().ok()?.entity)
        .collect();
    let subject = annotations.mentions_in(span).iter().find(|mention| {
        mention.kind == EntityKind::Person
            && span.contains(mention.span)
            && annotations.tokens_in(mention.span).any(|idx| {
                tellings
                    .token(item.witness_idx, idx)
                    .is_some_and(|token| token.relation == Relation::Nsubj)
            })
    });
    let only = said.first().copied().filter(|_| said.len() == 1);
    only.or_else(|| subject.filter(|_| said.is_empty())?.entity)
}

fn days_beside(tellings: &Tellings<'_>, item: &Item<Place>) -> Vec<Days> {
    let sentence = tellings.sentence(item.witness_idx, item.span);
    let Some(span) = tellings.span(item.witness_idx, sentence) else { return Vec::new() };
    let Some(witness) = tellings.witnesses.get(item.witness_idx) else { return Vec::new() };
    let times = witness.annotations.times_in(span).iter();
    times
        .filter(|time| time.kind == TimeKind::Date && span.contains(time.span))
        .filter_map(|time| time.days)
        .collect()
}

/// The witnesses that share a saying of a speaker, by saying.
fn sharers(utterances: &[Utterance], speaker: EntityId) -> Vec<BTreeSet<usize>> {
    utterances
        .iter()
        .filter(|utterance| utterance.speaker == Some(speaker))
        .map(|utterance| {
            let citations = utterance.wordings.iter().flat_map(|wording| &wording.citations);
            citations.map(|citation| citation.witness.idx()).collect()
        })
        .collect()
}

/// The entry of a speech: only where places part that two tellings of one saying give.
fn parted(
    tellings: &Tellings<'_>,
    name: &str,
    venues: &[Venue<'_>],
    sharers: &[BTreeSet<usize>],
) -> Option<Entry> {
    let apart =
        |a: &Venue<'_>, b: &Venue<'_>| a.item.value.bearing(&b.item.value) == Bearing::Apart;
    let of_one = |a: &Venue<'_>, b: &Venue<'_>| a.item.witness_idx == b.item.witness_idx;
    let of_two_speeches = |a: &Venue<'_>| venues.iter().any(|b| of_one(a, b) && apart(a, b));
    let sure: Vec<&Venue<'_>> = venues.iter().filter(|venue| !of_two_speeches(venue)).collect();
    let one_day =
        |a: &Venue<'_>, b: &Venue<'_>| a.days.iter().all(|x| b.days.iter().all(|y| x.overlaps(*y)));
    let one_speech = |a: &Venue<'_>, b: &Venue<'_>| {
        let both = |of: &BTreeSet<usize>| {
            of.contains(&a.item.witness_idx) && of.contains(&b.item.witness_idx)
        };
        sharers.iter().any(both) && one_day(a, b)
    };
    // The places that part from that of another telling of the speech.
    let parting = sure.iter().filter(|a| sure.iter().any(|b| apart(a, b) && one_speech(a, b)));
    let mut by_place: BTreeMap<String, Vec<&Item<Place>>> = BTreeMap::new();
    for venue in parting {
        by_place.entry(venue.item.value.key()).or_default().push(venue.item);
    }
    let readings: Vec<Reading> = by_place
        .into_iter()
        .map(|(value, items)| Reading {
            value,
            text: items
                .first()
                .map_or("", |item| tellings.at(item.witness_idx, item.span))
                .to_owned(),
            citations: items
                .iter()
                .filter_map(|item| tellings.cite(item.witness_idx, item.span))
                .collect(),
            n_origins: 0,
        })
        .collect();
    let readings = finish(tellings, readings);
    (readings.len() > 1).then(|| {
        entry(EntryKind::Place, format!("where {name} spoke"), Verdict::Conflict, readings)
    })
}
