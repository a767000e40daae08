//! Kinships → descents: which witness is the model of which, and what came from lost texts.

use super::edit::work;
use super::forest::{Edge, forest};
use super::kinship::Kinship;
use super::lineage::direction;
use super::lost::{Cited, Credited};
use super::reading::Reading;
use crate::Config;
use crate::annotate::credit::{is_first_hand, same_outlet};
use tellings_model::{
    Citation, CreditKind, Descent, DescentKind, Direction, LostNode, NodeId, Passage, Siglum,
    Witness,
};

/// The descents between witnesses: for each one main model at most, then what it borrows from others.
pub(crate) fn between(
    witnesses: &[Witness],
    readings: &[Reading],
    kinships: &[Kinship],
    config: &Config,
) -> Vec<Descent> {
    let edges: Vec<Edge> =
        kinships.iter().flat_map(|kin| both_ways(kin, witnesses, readings, config)).collect();
    let originals = vec![config.stemma.original; witnesses.len()];
    let chosen = forest(&originals, &edges);

    let mut descents = Vec::new();
    for (copy, main) in chosen.iter().enumerate() {
        let Some(main) = main else { continue };
        let main_descent = descent(main, kinships, witnesses);
        let mut covered: Vec<Passage> =
            main_descent.as_ref().map(|d| d.passages.clone()).unwrap_or_default();
        descents.extend(main_descent);
        let mut others: Vec<&Edge> = edges
            .iter()
            .filter(|edge| edge.copy == copy && edge.model != main.model)
            .filter(|edge| edge.direction != Direction::Unknown)
            .collect();
        others.sort_by(|x, y| x.cost.total_cmp(&y.cost).then(x.model.cmp(&y.model)));
        for edge in others {
            let Some(other) = descent(edge, kinships, witnesses) else { continue };
            let fresh = n_fresh_bytes(&other.passages, &covered);
            let circle = reaches(&chosen, edge.model, copy);
            if fresh >= config.stemma.borrowed_bytes && other.kind == DescentKind::Copies && !circle
            {
                covered.extend(other.passages.iter().copied());
                descents.push(other);
            }
        }
    }
    descents
}

/// Whether `ancestor` is an ancestor of `text` by main models.
fn reaches(chosen: &[Option<Edge>], mut text: usize, ancestor: usize) -> bool {
    while text != ancestor {
        match chosen.get(text).and_then(Option::as_ref) {
            Some(edge) => text = edge.model,
            None => return false,
        }
    }
    true
}

/// Bytes of the copy that stand in these passages and in none of the others.
fn n_fresh_bytes(passages: &[Passage], others: &[Passage]) -> usize {
    let fresh = |passage: &&Passage| !others.iter().any(|other| other.copy.overlaps(passage.copy));
    passages.iter().filter(fresh).map(|passage| passage.copy.len()).sum()
}

/// The two ways a kinship can be read; one that time rules out is left out.
fn both_ways(
    kin: &Kinship,
    witnesses: &[Witness],
    readings: &[Reading],
    config: &Config,
) -> Vec<Edge> {
    let pair = (witnesses.get(kin.a), witnesses.get(kin.b));
    let texts = (readings.get(kin.a), readings.get(kin.b));
    let ((Some(a), Some(b)), (Some(left), Some(right))) = (pair, texts) else { return Vec::new() };
    let (ahead, back) = (work(&left.words, &right.words), work(&right.words, &left.words));
    let one = |model: usize, copy: usize, from: &Witness, to: &Witness, work: f64| {
        let published = (from.published.as_ref(), to.published.as_ref());
        let (direction, cost) = direction((&from.article, &to.article), published, config)?;
        // Nothing tells which was first: the witnesses' own order decides where the line is drawn.
        let work = if direction == Direction::Unknown {
            (ahead + back) / 2.0 + if model < copy { 0.0 } else { 0.5 }
        } else {
            work
        };
        Some(Edge { model, copy, cost: (work + cost).min(config.stemma.original - 1.0), direction })
    };
    let there = one(kin.a, kin.b, a, b, ahead);
    let back = one(kin.b, kin.a, b, a, back);
    there.into_iter().chain(back).collect()
}

/// An edge as a descent with its evidence.
fn descent(edge: &Edge, kinships: &[Kinship], witnesses: &[Witness]) -> Option<Descent> {
    let turned = |kin: &&Kinship| kin.a == edge.copy && kin.b == edge.model;
    let straight = |kin: &&Kinship| kin.a == edge.model && kin.b == edge.copy;
    let (kin, is_turned) = kinships
        .iter()
        .find(straight)
        .map(|kin| (kin, false))
        .or_else(|| kinships.iter().find(turned).map(|kin| (kin, true)))?;
    let (model, copy) = (witnesses.get(edge.model)?, witnesses.get(edge.copy)?);
    let (share_of_model, share_of_copy) =
        if is_turned { (kin.share_of_b, kin.share_of_a) } else { (kin.share_of_a, kin.share_of_b) };
    let mut passages: Vec<Passage> = kin
        .passages
        .iter()
        .map(|p| if is_turned { Passage { model: p.copy, copy: p.model } } else { *p })
        .collect();
    passages.sort_by_key(|passage| (passage.copy, passage.model));
    let order = match edge.direction {
        Direction::Known => format!("{} credits the outlet of {}", copy.siglum, model.siglum),
        Direction::Likely => format!("{} came out before {}", model.siglum, copy.siglum),
        Direction::Unknown => "which of the two was first is open".to_owned(),
    };
    Some(Descent {
        model: NodeId::Witness(model.siglum),
        copy: copy.siglum,
        kind: kin.kind,
        direction: edge.direction,
        share_of_copy: Some(share_of_copy),
        share_of_model: Some(share_of_model),
        passages,
        because: vec![kin.because.clone(), order],
    })
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
                crate::annotate::credit::known_outlet(&own.value)
                    .map_or(same_outlet(&own.value, &one.outlet), |own| {
                        same_outlet(own, &one.outlet)
                    })
            })
        };
        if one.witnesses.iter().any(|at| is_it(&at)) {
            continue;
        }
        let node = NodeId::Lost(u32::try_from(lost.len()).unwrap_or(u32::MAX));
        lost.push(LostNode {
            label: format!("{} report", one.outlet),
            because: one.because.clone(),
        });
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

/// Adds what witnesses cite: other witnesses, or lost reports. Citing that runs in a circle is named.
pub(crate) fn from_cited(
    witnesses: &[Witness],
    cited: &[Cited],
    lost: &mut Vec<LostNode>,
    descents: &mut Vec<Descent>,
) {
    for one in cited {
        let label = format!("{} report", one.outlet);
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
            if let NodeId::Witness(model) = node
                && ancestor_of(descents, model, copy)
            {
                name_circle(descents, copy, model);
                continue;
            }
            descents.push(lost_descent(node, copy, DescentKind::Cites, Direction::Known, why));
        }
    }
}

/// Whether `text` goes back to `ancestor` by any descents.
fn ancestor_of(descents: &[Descent], text: Siglum, ancestor: Siglum) -> bool {
    let mut known = vec![text];
    let mut at = 0;
    while let Some(&siglum) = known.get(at) {
        at += 1;
        for descent in descents.iter().filter(|descent| descent.copy == siglum) {
            if let NodeId::Witness(model) = descent.model
                && !known.contains(&model)
            {
                known.push(model);
            }
        }
    }
    known.contains(&ancestor)
}

/// Says on the descent that stands that its model cites its copy in turn.
fn name_circle(descents: &mut [Descent], citing: Siglum, cited: Siglum) {
    let standing =
        descents.iter_mut().find(|d| d.copy == cited && d.model == NodeId::Witness(citing));
    if let Some(descent) = standing {
        descent.because.push(format!("circular: {citing} names {cited} in turn"));
    }
}
