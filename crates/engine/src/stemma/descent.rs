//! Kinships → descents: which witness is the model of which, and what came from lost texts.

use super::cue::{Cue, Evidence};
use super::evidence::{both_ways, original};
use super::family::{Candidate, Family, Models};
use super::kinship::Kinship;
use super::lineage::n_fresh;
use super::lost::{Cited, Credited, label};
use super::reading::Reading;
use crate::Config;
use crate::annotate::credit::{is_first_hand, known_outlet, same_outlet};
use rustc_hash::FxHashMap;
use tellings_model::{
    Citation, CreditKind, Descent, DescentKind, Direction, LostNode, NodeId, Passage, Siglum, Span,
    Witness,
};

/// The descents between witnesses: for each one main model at most, then what it borrows from others.
pub(crate) fn between(
    witnesses: &[Witness],
    readings: &[Reading],
    kinships: &[Kinship],
    config: &Config,
) -> Vec<Descent> {
    let (originals, candidates) = evidence(readings, kinships);
    let family = Family::settle(&originals, &candidates, true);
    let kin: FxHashMap<(usize, usize), &Kinship> =
        kinships.iter().map(|kin| ((kin.a, kin.b), kin)).collect();
    let descent_of = |at: usize| {
        let candidate = candidates.get(at)?;
        descent(candidate, family.direction(at), &kin, witnesses)
    };
    let mut into: Vec<Vec<usize>> = vec![Vec::new(); witnesses.len()];
    for (at, candidate) in candidates.iter().enumerate() {
        if let Some(into) = into.get_mut(candidate.copy) {
            into.push(at);
        }
    }
    let chosen = |copy: &usize| family.main.get(*copy).copied().flatten().map(|it| it.candidate);
    let mains = (0..witnesses.len()).map(|copy| chosen(&copy).and_then(descent_of));
    let mains: Vec<Option<Descent>> = mains.collect();
    let mut descents: Vec<Descent> = mains.iter().flatten().cloned().collect();
    let mut models = models_of(&descents);
    for (copy, main) in mains.iter().enumerate() {
        let Some(main) = main else { continue };
        let mut covered = spans_of_copy(main);
        let weight = |at: &usize| candidates.get(*at).map_or(0.0, |c| c.evidence.weight());
        let mut others = into.get(copy).cloned().unwrap_or_default();
        others.retain(|&at| Some(at) != chosen(&copy));
        others.sort_by(|x, y| weight(y).total_cmp(&weight(x)).then(x.cmp(y)));
        for at in others {
            let Some(model) = candidates.get(at).map(|candidate| candidate.model) else { continue };
            if family.direction(at) == Direction::Unknown || models.go_back(model, copy) {
                continue;
            }
            let Some(other) = descent_of(at).filter(|d| d.kind == DescentKind::Copies) else {
                continue;
            };
            let spans = spans_of_copy(&other);
            if n_fresh(&spans, &covered) >= config.stemma.borrowed_bytes {
                covered.extend(spans);
                descents.push(other);
                models.add(copy, model);
            }
        }
    }
    descents
}

fn spans_of_copy(descent: &Descent) -> Vec<Span> {
    descent.passages.iter().map(|passage| passage.copy).collect()
}

fn models_of(descents: &[Descent]) -> Models {
    let in_hand = |descent: &Descent| match descent.model {
        NodeId::Witness(model) => Some((descent.copy.idx(), model.idx())),
        NodeId::Lost(_) => None,
    };
    Models::of(descents.iter().filter_map(in_hand))
}

/// What speaks for each witness being an original, and for each possible model.
fn evidence(readings: &[Reading], kinships: &[Kinship]) -> (Vec<Evidence>, Vec<Candidate>) {
    let mut kin: Vec<Vec<usize>> = vec![Vec::new(); readings.len()];
    let mut candidates = Vec::new();
    for one in kinships {
        let (Some(a), Some(b)) = (readings.get(one.a), readings.get(one.b)) else { continue };
        let [there, back] = both_ways(&a.text, &b.text, &one.kept);
        let candidate = |model, copy, evidence: Option<Evidence>| {
            evidence.map(|evidence| Candidate { model, copy, evidence })
        };
        candidates.extend(candidate(one.a, one.b, there));
        candidates.extend(candidate(one.b, one.a, back));
        for (at, other) in [(one.a, one.b), (one.b, one.a)] {
            if let Some(kin) = kin.get_mut(at) {
                kin.push(other);
            }
        }
    }
    let originals = readings.iter().zip(&kin).map(|(reading, kin)| {
        original(&reading.text, kin.iter().filter_map(|&at| readings.get(at)).map(|r| &r.text))
    });
    (originals.collect(), candidates)
}

/// A candidate as a descent with its evidence.
fn descent(
    candidate: &Candidate,
    direction: Direction,
    kin: &FxHashMap<(usize, usize), &Kinship>,
    witnesses: &[Witness],
) -> Option<Descent> {
    let (at_model, at_copy) = (candidate.model, candidate.copy);
    let is_turned = at_copy < at_model;
    let kin = kin.get(&(at_model.min(at_copy), at_model.max(at_copy)))?;
    let (model, copy) = (witnesses.get(at_model)?, witnesses.get(at_copy)?);
    let (share_of_model, share_of_copy) =
        if is_turned { (kin.share_of_b, kin.share_of_a) } else { (kin.share_of_a, kin.share_of_b) };
    let mut passages: Vec<Passage> = kin
        .passages
        .iter()
        .map(|p| if is_turned { Passage { model: p.copy, copy: p.model } } else { *p })
        .collect();
    passages.sort_by_key(|passage| (passage.copy, passage.model));
    let mut because = vec![kin.because.clone()];
    because.extend(order(&candidate.evidence, direction, model.siglum, copy.siglum));
    Some(Descent {
        model: NodeId::Witness(model.siglum),
        copy: copy.siglum,
        kind: kin.kind,
        direction,
        share_of_copy: Some(share_of_copy),
        share_of_model: Some(share_of_model),
        passages,
        because,
    })
}

/// What tells which of two texts was first, in words.
fn order(evidence: &Evidence, direction: Direction, model: Siglum, copy: Siglum) -> Vec<String> {
    if direction == Direction::Unknown {
        return vec!["which of the two was first is open".to_owned()];
    }
    let reasons = [
        (Cue::EarlierRevision, format!("{model} is the earlier capture of it")),
        (Cue::BasedOn, format!("the page of {copy} says that it is based on {model}")),
        (Cue::Credits, format!("{copy} credits the outlet of {model}")),
        (Cue::CreditsAgency, format!("{copy} credits the agency that published {model}")),
        (
            Cue::Updates,
            format!("the headline of {copy} is marked as an update of the outlet’s own text"),
        ),
        (Cue::CarriesName, format!("{copy} has words in which {model} names its own outlet")),
        (Cue::OwnVoice, format!("{copy} adds words on its own outlet")),
        (Cue::Near, format!("{model} came out before {copy}")),
        (Cue::Far, format!("{model} came out before {copy}")),
        (
            Cue::Reversed,
            format!("{copy} is dated before {model}, by no more than a wrong time zone makes"),
        ),
    ];
    let held = reasons.into_iter().filter(|(cue, _)| evidence.has(*cue));
    held.map(|(_, words)| words).collect()
}

/// Adds the lost texts that witnesses go back to, and the descents from them.
pub(crate) fn from_credited(
    witnesses: &[Witness],
    credited: &[Credited],
    lost: &mut Vec<LostNode>,
    descents: &mut Vec<Descent>,
) {
    for one in credited {
        let is_it = |at: &&usize| {
            let own = witnesses.get(**at).and_then(|witness| witness.article.outlet.as_ref());
            own.is_some_and(|own| {
                let known = known_outlet(&own.value).unwrap_or(&own.value);
                same_outlet(known, &one.outlet)
            })
        };
        if one.witnesses.iter().any(|at| is_it(&at)) {
            continue;
        }
        let node = NodeId::Lost(u32::try_from(lost.len()).unwrap_or(u32::MAX));
        lost.push(LostNode { label: label(&one.outlet), because: one.because.clone() });
        let named: Vec<Siglum> =
            one.witnesses.iter().filter_map(|&at| witnesses.get(at)).map(|w| w.siglum).collect();
        let mut new: Vec<Descent> = Vec::new();
        for &copy in &named {
            let (kind, why) = as_credited(witnesses, descents, copy, &one.outlet);
            new.push(lost_descent(node, copy, kind, Direction::Known, why));
        }
        for copy in carried(&named, descents) {
            let why = format!(
                "{copy} names no agency, but shares its text with a witness that goes back to {}",
                one.outlet
            );
            let kind = kind_of(descents, copy).unwrap_or(DescentKind::Copies);
            new.push(lost_descent(node, copy, kind, Direction::Likely, why));
        }
        descents.extend(new);
    }
}

fn lost_descent(
    node: NodeId,
    copy: Siglum,
    kind: DescentKind,
    direction: Direction,
    why: String,
) -> Descent {
    Descent {
        model: node,
        copy,
        kind,
        direction,
        share_of_copy: None,
        share_of_model: None,
        passages: Vec::new(),
        because: vec![why],
    }
}

/// How a witness uses the text it credits, and why.
fn as_credited(
    witnesses: &[Witness],
    descents: &[Descent],
    copy: Siglum,
    outlet: &str,
) -> (DescentKind, String) {
    let credits = witnesses.get(copy.idx()).map(|w| (&w.article, &w.annotations.credits));
    let prints = credits.is_some_and(|(_, credits)| {
        credits.iter().any(|c| c.kind == CreditKind::Text && same_outlet(&c.outlet, outlet))
    });
    let told = credits.is_some_and(|(article, credits)| {
        credits.iter().any(|c| same_outlet(&c.outlet, outlet) && is_first_hand(article.at(c.span)))
    });
    if prints {
        let kind = kind_of(descents, copy).unwrap_or(DescentKind::Copies);
        (kind, format!("{copy} credits {outlet}"))
    } else if told {
        (DescentKind::Cites, format!("{copy} says more than once that {outlet} itself was told"))
    } else {
        (DescentKind::Cites, format!("{copy} names {outlet}"))
    }
}

/// The kind of the descent between witnesses that a witness takes part in.
fn kind_of(descents: &[Descent], of: Siglum) -> Option<DescentKind> {
    let takes_part = |d: &&Descent| d.copy == of || d.model == NodeId::Witness(of);
    let between = |d: &&Descent| matches!(d.model, NodeId::Witness(_));
    descents.iter().filter(takes_part).find(between).map(|descent| descent.kind)
}

/// The witnesses that are kin of the named ones without a model of their own in hand.
fn carried(named: &[Siglum], descents: &[Descent]) -> Vec<Siglum> {
    let mut carried: Vec<Siglum> = Vec::new();
    let mut known: Vec<Siglum> = named.to_vec();
    let mut at = 0;
    while let Some(&siglum) = known.get(at) {
        at += 1;
        for descent in descents {
            let NodeId::Witness(model) = descent.model else { continue };
            if descent.kind == DescentKind::Cites {
                continue;
            }
            // A copy of a named witness has its model in hand, unless it may be the older of the two.
            let open = descent.direction == Direction::Unknown;
            let kin = match () {
                () if model == siglum && open => descent.copy,
                () if descent.copy == siglum => model,
                () => continue,
            };
            if !known.contains(&kin) {
                known.push(kin);
                carried.push(kin);
            }
        }
    }
    carried.sort_unstable();
    carried
}

/// Adds what witnesses cite: other witnesses, or lost reports. Citing that would close a circle is
/// left out; `circle` names it.
pub(crate) fn from_cited(
    witnesses: &[Witness],
    cited: &[Cited],
    lost: &mut Vec<LostNode>,
    descents: &mut Vec<Descent>,
) {
    let mut models = models_of(descents);
    for one in cited {
        let label = label(&one.outlet);
        let known = lost.iter().position(|node| same_outlet(&node.label, &label));
        let node = match (one.in_hand.and_then(|at| witnesses.get(at)), known) {
            (Some(witness), _) => NodeId::Witness(witness.siglum),
            (None, known) => {
                let idx = known.unwrap_or_else(|| {
                    let because: Vec<Citation> = one.by.iter().map(|(_, words)| *words).collect();
                    lost.push(LostNode { label, because });
                    lost.len() - 1
                });
                NodeId::Lost(u32::try_from(idx).unwrap_or(u32::MAX))
            }
        };
        for (at, _) in &one.by {
            let Some(copy) = witnesses.get(*at).map(|witness| witness.siglum) else { continue };
            if descents.iter().any(|d| d.model == node && d.copy == copy) {
                continue;
            }
            let why = format!("{copy} names {} for a claim", one.outlet);
            if let NodeId::Witness(model) = node {
                if models.go_back(model.idx(), *at) {
                    continue;
                }
                models.add(*at, model.idx());
            }
            descents.push(lost_descent(node, copy, DescentKind::Cites, Direction::Known, why));
        }
    }
}
