//! Who: the people that two or more tellings name.

use super::entry::{attestation, entry, finish};
use super::stem::fold;
use super::tellings::Tellings;
use std::collections::{BTreeMap, BTreeSet};
use tellings_model::{BlockKind, Citation, Entity, EntityKind, Entry, EntryKind, Reading, Span};

/// A name as a telling gives it at first.
struct Named {
    witness_idx: usize,
    span: Span,
    given: String,
}

/// One entry for each person of two names or more whom several tellings name, with the role
/// that stands beside the name.
pub(super) fn entries(tellings: &Tellings<'_>, entities: &[Entity]) -> Vec<Entry> {
    let mut by_surname: BTreeMap<String, Vec<Named>> = BTreeMap::new();
    for (witness_idx, witness) in tellings.witnesses.iter().enumerate() {
        for mention in &witness.annotations.mentions {
            let heading = witness.article.kind_at(mention.span.start()) == Some(BlockKind::Heading);
            if mention.kind != EntityKind::Person || heading {
                continue;
            }
            let name = witness.article.at(mention.span);
            let name = name.strip_suffix("’s").or_else(|| name.strip_suffix("'s")).unwrap_or(name);
            let mut words = name.rsplit(' ');
            let Some(surname) = words.next() else { continue };
            let given = words.next().map(fold).unwrap_or_default();
            let named = Named { witness_idx, span: mention.span, given };
            by_surname.entry(fold(surname)).or_default().push(named);
        }
    }
    by_surname
        .values()
        .filter(|named| one_person(named))
        .filter_map(|named| of_person(tellings, entities, named))
        .collect()
}

/// Whether all given names beside a surname can be one: equal, or one short for the other.
fn one_person(named: &[Named]) -> bool {
    let given: BTreeSet<&str> =
        named.iter().map(|named| named.given.as_str()).filter(|given| given.len() > 2).collect();
    !given.is_empty()
        && given.iter().all(|a| given.iter().all(|b| a.starts_with(b) || b.starts_with(a)))
}

fn of_person(tellings: &Tellings<'_>, entities: &[Entity], named: &[Named]) -> Option<Entry> {
    // The fullest name of each telling, the first of its kind.
    let mut best: BTreeMap<usize, &Named> = BTreeMap::new();
    for named in named {
        let slot = best.entry(named.witness_idx).or_insert(named);
        if slot.given.is_empty() && !named.given.is_empty() {
            *slot = named;
        }
    }
    if best.len() < 2 {
        return None;
    }
    let citations: Vec<Citation> =
        best.values().filter_map(|named| tellings.cite(named.witness_idx, named.span)).collect();
    let longest = best
        .values()
        .max_by_key(|named| (named.span.len(), std::cmp::Reverse(named.witness_idx)))?;
    let text = tellings.at(longest.witness_idx, longest.span).to_owned();
    let topic = role(tellings, entities, named).unwrap_or_else(|| text.clone());
    let reading = Reading { value: text.to_lowercase(), text, citations, n_origins: 0 };
    let readings = finish(tellings, vec![reading]);
    let verdict = attestation(readings.first()?);
    Some(entry(EntryKind::Actor, topic, verdict, readings))
}

/// The longest role that the tellings give a person.
fn role(tellings: &Tellings<'_>, entities: &[Entity], named: &[Named]) -> Option<String> {
    let ids: BTreeSet<_> = named
        .iter()
        .filter_map(|named| {
            let witness = tellings.witnesses.get(named.witness_idx)?;
            witness.annotations.mentions.iter().find(|mention| mention.span == named.span)?.entity
        })
        .collect();
    entities
        .iter()
        .filter(|entity| ids.contains(&entity.id))
        .flat_map(|entity| &entity.roles)
        .max_by_key(|role| (role.len(), std::cmp::Reverse(role.as_str())))
        .cloned()
}
