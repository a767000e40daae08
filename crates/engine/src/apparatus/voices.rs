//! How many independent voices stand behind some citations.

use super::tellings::Tellings;
use crate::annotate::credit::same_outlet;
use crate::sets::Sets;
use std::collections::{BTreeMap, BTreeSet};
use tellings_model::{Citation, CreditKind, OriginId, Span, Witness};

/// Per witness, where it takes a claim from an outlet, and the number of that outlet.
pub(super) struct Relays {
    claims: Vec<Vec<(Span, usize)>>,
    /// Per outlet, the origin of its telling, where it has one in the story.
    outlets: Vec<Option<OriginId>>,
}

impl Relays {
    pub(super) fn of(witnesses: &[Witness]) -> Self {
        let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
        let mut outlets: Vec<Option<OriginId>> = Vec::new();
        let mut number = |outlet| {
            *numbers.entry(outlet).or_insert_with(|| {
                outlets.push(of_outlet(witnesses, outlet));
                outlets.len() - 1
            })
        };
        let claims = witnesses.iter().map(|witness| {
            let claims = witness.annotations.credits.iter().filter(|c| c.kind == CreditKind::Claim);
            claims.map(|credit| (credit.span, number(credit.outlet.as_str()))).collect()
        });
        Self { claims: claims.collect(), outlets }
    }

    /// The outlet that a telling takes the words at a citation from, where their sentence says so.
    fn at(&self, tellings: &Tellings<'_>, citation: &Citation) -> Option<usize> {
        let witness_idx = citation.witness.idx();
        let claims = self.claims.get(witness_idx).filter(|claims| !claims.is_empty())?;
        let sentence = tellings.sentence(witness_idx, citation.span);
        let sentence = tellings.span(witness_idx, sentence)?;
        claims.iter().find(|(span, _)| sentence.contains(*span)).map(|(_, outlet)| *outlet)
    }
}

/// The origin of the telling that an outlet published, or whose text is credited to it.
fn of_outlet(witnesses: &[Witness], outlet: &str) -> Option<OriginId> {
    let publishes = |witness: &&Witness| {
        witness.article.outlet.as_ref().is_some_and(|own| same_outlet(&own.value, outlet))
    };
    let prints = |witness: &&Witness| {
        let mut credits = witness.annotations.credits.iter();
        credits.any(|c| c.kind == CreditKind::Text && same_outlet(&c.outlet, outlet))
    };
    let found = witnesses.iter().find(publishes).or_else(|| witnesses.iter().find(prints))?;
    Some(found.origin)
}

/// How many independent voices stand behind some citations.
///
/// A telling that gives the words only as those of another outlet is one voice with the telling of that
/// outlet, and with all that give them as the same outlet's.
pub(super) fn n_voices<'c>(
    tellings: &Tellings<'_>,
    citations: impl Iterator<Item = &'c Citation>,
) -> usize {
    let relays = &tellings.relays;
    // Per telling, from which outlets it has the words: `None` where it has them by itself.
    let mut sources: BTreeMap<usize, BTreeSet<Option<usize>>> = BTreeMap::new();
    for citation in citations {
        let source = relays.at(tellings, citation);
        sources.entry(citation.witness.idx()).or_default().insert(source);
    }
    let origins: BTreeSet<OriginId> = sources.keys().map(|&idx| tellings.origin(idx)).collect();
    let origins: Vec<OriginId> = origins.into_iter().collect();
    let n = origins.len();
    let number = |origin: OriginId| origins.binary_search(&origin).ok();
    let mut sets = Sets::new(n + relays.outlets.len());
    for (&witness_idx, of) in sources.iter().filter(|(_, of)| !of.contains(&None)) {
        let Some(at) = number(tellings.origin(witness_idx)) else { continue };
        for &outlet in of.iter().flatten() {
            let there = relays.outlets.get(outlet).copied().flatten().and_then(number);
            sets.join(at, there.unwrap_or(n + outlet));
        }
    }
    let voices: BTreeSet<usize> = (0..n).map(|at| sets.find(at)).collect();
    voices.len()
}
