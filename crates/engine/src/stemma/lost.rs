//! Credits → the texts that witnesses go back to or cite, in hand or lost.

use crate::annotate::credit::{
    host, is_agency, is_first_hand, is_unnamed, known_outlet, same_outlet,
};
use crate::copies::address;
use std::collections::BTreeMap;
use tellings_model::{Article, Citation, CreditKind, Span, Witness};

/// An outlet whose text some witnesses print.
#[derive(Clone, Debug)]
pub(crate) struct Credited {
    pub(crate) outlet: String,
    /// Positions of the witnesses that name it, or are it, in order.
    pub(crate) witnesses: Vec<usize>,
    /// The words that name it.
    pub(crate) because: Vec<Citation>,
    /// Why these go back to it.
    pub(crate) why: String,
}

/// An outlet that some witnesses name for a claim.
#[derive(Clone, Debug)]
pub(crate) struct Cited {
    pub(crate) outlet: String,
    /// The witness that is this outlet, where there is one.
    pub(crate) in_hand: Option<usize>,
    /// Positions of the witnesses that cite it, each with the words.
    pub(crate) by: Vec<(usize, Citation)>,
}

/// What a lost text of an outlet is called: `AP report`; `media reports`, where nobody is named.
pub(crate) fn label(outlet: &str) -> String {
    if is_unnamed(outlet) { outlet.to_owned() } else { format!("{outlet} report") }
}

/// The outlets whose texts the witnesses print, the most widely printed first.
///
/// A credit of the text says so. So does an agency that was itself told things in two places and
/// more: a newsroom that had its own report would not name the agency's questions twice.
pub(crate) fn credited(witnesses: &[Witness]) -> Vec<Credited> {
    let mut all: Vec<Credited> = Vec::new();
    for (at, witness) in witnesses.iter().enumerate() {
        for (outlet, spans, first_hand) in of_text(witness) {
            let citations =
                spans.into_iter().map(|span| Citation { witness: witness.siglum, span });
            let slot = all.iter_mut().find(|one| same_outlet(&one.outlet, &outlet));
            let why = if first_hand {
                format!("{} says more than once that {outlet} itself was told", witness.siglum)
            } else {
                format!("{} credits {outlet}", witness.siglum)
            };
            match slot {
                Some(one) => {
                    one.witnesses.push(at);
                    one.because.extend(citations);
                }
                None => all.push(Credited {
                    outlet,
                    witnesses: vec![at],
                    because: citations.collect(),
                    why,
                }),
            }
        }
    }
    for one in &mut all {
        one.witnesses.extend(outlet_in_hand(witnesses, &one.outlet));
        one.witnesses.sort_unstable();
        one.witnesses.dedup();
    }
    all.sort_by_key(|one| std::cmp::Reverse(one.witnesses.len()));
    all
}

/// The outlets that a witness credits with its text, with the words, and whether that follows
/// from claims alone.
fn of_text(witness: &Witness) -> Vec<(String, Vec<Span>, bool)> {
    let mut found: Vec<(String, Vec<Span>, Vec<Span>)> = Vec::new();
    for credit in &witness.annotations.credits {
        let first_hand = credit.kind == CreditKind::Claim
            && is_agency(&credit.outlet)
            && is_first_hand(witness.article.at(credit.span));
        if (credit.kind != CreditKind::Text && !first_hand)
            || (is_own(witness, &credit.outlet) && !is_agency(&credit.outlet))
        {
            continue;
        }
        let idx = found.iter().position(|(outlet, ..)| same_outlet(outlet, &credit.outlet));
        let idx = idx.unwrap_or_else(|| {
            found.push((credit.outlet.clone(), Vec::new(), Vec::new()));
            found.len() - 1
        });
        if let Some((_, text, told)) = found.get_mut(idx) {
            if first_hand { told.push(credit.span) } else { text.push(credit.span) }
        }
    }
    found
        .into_iter()
        .filter(|(_, text, told)| !text.is_empty() || told.len() >= 2)
        .map(|(outlet, text, told)| {
            let first_hand = text.is_empty();
            (outlet, if first_hand { told } else { text }, first_hand)
        })
        .collect()
}

/// The outlets that witnesses name for a claim, in order of first mention.
pub(crate) fn cited(witnesses: &[Witness]) -> Vec<Cited> {
    let mut all: Vec<Cited> = Vec::new();
    for (at, witness) in witnesses.iter().enumerate() {
        for credit in &witness.annotations.credits {
            if credit.kind != CreditKind::Claim || is_own(witness, &credit.outlet) {
                continue;
            }
            let citation = Citation { witness: witness.siglum, span: credit.span };
            match all.iter_mut().find(|one| same_outlet(&one.outlet, &credit.outlet)) {
                Some(one) => {
                    one.by.push((at, citation));
                    // `The Wall Street Journal` rather than `Wall Street Journal`.
                    if credit.outlet.len() > one.outlet.len() {
                        one.outlet.clone_from(&credit.outlet);
                    }
                }
                None => all.push(Cited {
                    outlet: credit.outlet.clone(),
                    in_hand: outlet_in_hand(witnesses, &credit.outlet),
                    by: vec![(at, citation)],
                }),
            }
        }
    }
    linked(witnesses, &mut all);
    all
}

/// Adds the witnesses that others link to in their text.
fn linked(witnesses: &[Witness], all: &mut Vec<Cited>) {
    let address_of = |article: &Article| article.url.as_deref().map(address);
    let mut by_address: BTreeMap<String, usize> = BTreeMap::new();
    for (at, witness) in witnesses.iter().enumerate() {
        if let Some(address) = address_of(&witness.article) {
            by_address.entry(address).or_insert(at);
        }
    }
    for (at, witness) in witnesses.iter().enumerate() {
        let own = address_of(&witness.article);
        for link in witness.article.links.iter().filter(|link| !link.based_on) {
            let target = address(&link.url);
            let (Some(span), Some(&model)) = (link.span, by_address.get(&target)) else { continue };
            if own.as_ref() == Some(&target) || model == at {
                continue;
            }
            let citation = Citation { witness: witness.siglum, span };
            let outlet = witnesses.get(model).and_then(|w| w.article.outlet.as_ref());
            let name = outlet.map_or_else(|| host(&link.url).unwrap_or(&target), |o| &o.value);
            match all.iter_mut().find(|one| one.in_hand == Some(model)) {
                Some(one) => one.by.push((at, citation)),
                None => all.push(Cited {
                    outlet: name.to_owned(),
                    in_hand: Some(model),
                    by: vec![(at, citation)],
                }),
            }
        }
    }
}

/// The first witness that an outlet published itself.
fn outlet_in_hand(witnesses: &[Witness], outlet: &str) -> Option<usize> {
    witnesses.iter().position(|witness| is_own(witness, outlet))
}

fn is_own(witness: &Witness, outlet: &str) -> bool {
    let article = &witness.article;
    let own = article.outlet.as_ref().map(|own| own.value.as_str());
    // A credit may be the host of an address that a page says it is based on.
    article.url.as_deref().and_then(host).is_some_and(|host| host == outlet)
        || own.is_some_and(|own| {
            same_outlet(own, outlet)
                || known_outlet(own).is_some_and(|own| same_outlet(own, outlet))
        })
}
