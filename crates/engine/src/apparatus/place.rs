//! Where: the places that the tellings give to one act.

use super::cues::{Cue, is};
use super::item::{Item, anchor_of, attestation, entry, readings, topic};
use super::tellings::Tellings;
use super::{align, thresholds};
use crate::annotate::gazetteer::GAZETTEER;
use tellings_model::{EntityKind, Entry, EntryKind, Reading, Relation, Verdict};

/// A place in a telling: a preposition of place with what it takes.
struct Located {
    item: Item,
    /// Canonical: `near|capital`, `in|eastern mexico`.
    value: String,
    /// The country that the place is or names, where the tables know it.
    country: Option<String>,
    /// Whether the place is a whole country and nothing narrower.
    whole_country: bool,
}

/// One entry for each act that is placed by at least one telling.
///
/// Places part only where both are narrower than a country and differ; a place inside
/// another is finer. What kind of room it was (a school, a stadium) does not compare with
/// where it stands.
pub(super) fn entries(tellings: &Tellings<'_>) -> Vec<Entry> {
    let located = places(tellings);
    let vectors: Vec<_> = located.iter().map(|located| located.item.vector.clone()).collect();
    let score = |a: usize, b: usize| {
        let (a, b) = (located.get(a)?, located.get(b)?);
        let cosine = a.item.vector.cosine(&b.item.vector);
        let same = a.item.same_matter(&b.item);
        if a.value == b.value {
            return (same || cosine >= thresholds::ALIKE).then_some(cosine);
        }
        let apart = a.item.witness_idx != b.item.witness_idx;
        (apart && same && cosine >= thresholds::ALIKE).then_some(cosine)
    };
    align::groups(&vectors, thresholds::TOGETHER, score)
        .into_iter()
        .filter_map(|members| {
            let members: Vec<&Located> =
                members.iter().filter_map(|&idx| located.get(idx)).collect();
            matter(tellings, &members)
        })
        .collect()
}

fn places(tellings: &Tellings<'_>) -> Vec<Located> {
    let mut located = Vec::new();
    for (witness_idx, witness) in tellings.witnesses.iter().enumerate() {
        let tokens = &witness.annotations.tokens;
        for (idx, token) in tokens.iter().enumerate() {
            let locative = token.relation == Relation::Case
                && is(&witness.article.at(token.span).to_lowercase(), Cue::Locative);
            if locative {
                located.extend(place(tellings, witness_idx, idx, token.head as usize));
            }
        }
    }
    located
}

/// The place that a preposition takes, where it is one.
fn place(
    tellings: &Tellings<'_>,
    witness_idx: usize,
    preposition: usize,
    noun: usize,
) -> Option<Located> {
    let witness = tellings.witnesses.get(witness_idx)?;
    let noun_token = tellings.token(witness_idx, noun)?;
    let named = witness.annotations.mentions.iter().find(|mention| {
        mention.kind == EntityKind::Place && mention.span.contains(noun_token.span)
    });
    let lemma = tellings.lemma(witness_idx, noun).to_lowercase();
    if named.is_none() && lemma != "capital" && !is(&lemma, Cue::PlaceNoun) {
        return None;
    }
    let direction = tellings
        .children(witness_idx, noun)
        .iter()
        .map(|&child| tellings.lemma(witness_idx, child as usize).to_lowercase())
        .find(|lemma| is(lemma, Cue::Direction));
    let name = named.map_or(lemma, |mention| {
        let name = witness.article.at(mention.span);
        GAZETTEER.places.get(name).copied().unwrap_or(name).to_lowercase()
    });
    let country = named.and_then(|mention| {
        let canonical = GAZETTEER.places.get(witness.article.at(mention.span))?;
        Some((*canonical).to_lowercase())
    });
    let near = tellings.lemma(witness_idx, preposition).eq_ignore_ascii_case("near");
    let whole_country = country.as_ref() == Some(&name)
        && direction.is_none()
        && GAZETTEER.demonyms.values().any(|known| known.eq_ignore_ascii_case(&name));
    let mut value = String::from(if near { "near " } else { "" });
    if let Some(direction) = &direction {
        value.push_str(direction);
        value.push(' ');
    }
    value.push_str(&name);
    let first = tellings.token(witness_idx, preposition)?.span;
    let span = tellings.span(witness_idx, &tellings.phrase(witness_idx, noun))?;
    let span = if span.start() < first.start() { span } else { first.cover(span) };
    let anchor = anchor_of(tellings, witness_idx, noun_token.span)?;
    let item = Item::of(tellings, witness_idx, span, anchor)?;
    Some(Located { item, value, country, whole_country })
}

fn matter(tellings: &Tellings<'_>, members: &[&Located]) -> Option<Entry> {
    let items: Vec<&Item> = members.iter().map(|located| &located.item).collect();
    let value = |item: &Item| {
        members
            .iter()
            .find(|located| std::ptr::eq(&raw const located.item, item))
            .map_or_else(String::new, |located| located.value.clone())
    };
    let readings = readings(tellings, &items, value, |item| item.span);
    let verdict = verdict(members, &readings)?;
    let topic = topic(tellings, items.first()?);
    (!topic.is_empty()).then(|| entry(EntryKind::Place, topic, verdict, readings))
}

fn verdict(members: &[&Located], readings: &[Reading]) -> Option<Verdict> {
    if readings.len() == 1 {
        return readings.first().map(attestation);
    }
    let apart = members.iter().any(|a| {
        members.iter().any(|b| a.value != b.value && !a.whole_country && !b.whole_country)
    });
    let countries_differ = members.iter().any(|a| {
        members.iter().any(|b| {
            a.whole_country && b.whole_country && a.country.is_some() && a.country != b.country
        })
    });
    Some(if apart || countries_differ { Verdict::Conflict } else { Verdict::Finer })
}
