//! The stemma as a drawing: models above, copies below, lost texts dashed.

use super::text::escape;
use crate::words::{self, cut};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use tellings_model::{Descent, DescentKind, Direction, NodeId, Story};

const NODE_WIDTH: f64 = 168.0;
const NODE_HEIGHT: f64 = 46.0;
/// Letters of a name that a node holds.
const NODE_LETTERS: usize = 15;
const GAP_X: f64 = 18.0;
const GAP_Y: f64 = 46.0;
/// So many copies of one text, that are models of nothing, stand side by side; more are stacked, so
/// that forty tellings of one report still fit a screen.
const SIDE_BY_SIDE: usize = 3;
/// Copies in a stack.
const STACK: usize = 5;
/// Between the boxes of a stack.
const GAP_STACK: f64 = 10.0;
/// More columns than this cannot be read; the list beside the drawing says the same.
const MAX_COLUMNS: usize = 40;

/// The drawing; `None` where nothing descends from anything, or it would be too wide to read.
pub(super) fn drawing(story: &Story) -> Option<String> {
    if story.stemma.descents.is_empty() {
        return None;
    }
    let places = Places::new(story);
    if places.n_columns > MAX_COLUMNS {
        return None;
    }
    let width = places.n_columns as f64 * (NODE_WIDTH + GAP_X) + GAP_X;
    let bottom = places.at.values().map(|place| place.corner().1 + NODE_HEIGHT);
    let height = bottom.fold(0.0, f64::max) + 12.0;
    let mut svg = String::new();
    let _ = write!(
        svg,
        "<svg class=\"stemma\" viewBox=\"0 0 {width:.0} {height:.0}\" \
         width=\"{width:.0}\" height=\"{height:.0}\" role=\"img\" \
         aria-label=\"Who copied whom; the list below says the same\">"
    );
    for descent in &story.stemma.descents {
        edge(&mut svg, &places, descent);
    }
    for &id in places.at.keys() {
        node(&mut svg, &places, story, id);
    }
    svg.push_str("</svg>");
    Some(svg)
}

/// Where each node stands.
struct Places {
    at: BTreeMap<NodeId, Place>,
    n_columns: usize,
}

/// Where one node stands: column (halves allowed), level, and its place in a stack.
#[derive(Clone, Copy)]
struct Place {
    column: f64,
    level: usize,
    stacked: Option<usize>,
}

impl Place {
    /// The left upper corner.
    fn corner(self) -> (f64, f64) {
        let x = GAP_X + self.column * (NODE_WIDTH + GAP_X);
        let down = self.stacked.unwrap_or(0) as f64 * (NODE_HEIGHT + GAP_STACK);
        (x, 12.0 + self.level as f64 * (NODE_HEIGHT + GAP_Y) + down)
    }
}

impl Places {
    fn new(story: &Story) -> Self {
        let mut copies: BTreeMap<NodeId, Vec<NodeId>> = BTreeMap::new();
        let mut has_parent = BTreeSet::new();
        for descent in &story.stemma.descents {
            if has_parent.insert(descent.copy) {
                let copy = NodeId::Witness(descent.copy);
                copies.entry(descent.model).or_default().push(copy);
            }
        }
        let lost = (0..).zip(&story.stemma.lost).map(|(idx, _)| NodeId::Lost(idx));
        let held = story.witnesses.iter().map(|witness| witness.siglum);
        let roots = lost.chain(held.filter(|s| !has_parent.contains(s)).map(NodeId::Witness));

        let mut places = Self { at: BTreeMap::new(), n_columns: 0 };
        let top = usize::from(!story.stemma.lost.is_empty());
        for root in roots {
            let level = if matches!(root, NodeId::Lost(_)) { 0 } else { top };
            places.hang(root, level, &copies);
        }
        places
    }

    /// Seats a root and all below it: leaves take the next column, a model stands over its copies.
    fn hang(&mut self, root: NodeId, level: usize, copies: &BTreeMap<NodeId, Vec<NodeId>>) {
        let mut open = vec![(root, level, false)];
        let mut seen = BTreeSet::new();
        while let Some((id, level, below_done)) = open.pop() {
            let below: &[NodeId] = copies.get(&id).map_or(&[], Vec::as_slice);
            if below_done {
                let columns = below.iter().filter_map(|copy| Some(self.at.get(copy)?.column));
                let (least, most) = columns.fold((f64::MAX, f64::MIN), |(least, most), column| {
                    (least.min(column), most.max(column))
                });
                let column =
                    if least <= most { f64::midpoint(least, most) } else { self.next_column() };
                self.at.insert(id, Place { column, level, stacked: None });
            } else if seen.insert(id) && !self.at.contains_key(&id) {
                open.push((id, level, true));
                self.stack(below, level + 1, copies);
                open.extend(below.iter().rev().map(|&copy| (copy, level + 1, false)));
            }
        }
    }

    /// Stacks the copies of one text that are models of nothing, where there are many.
    fn stack(&mut self, below: &[NodeId], level: usize, copies: &BTreeMap<NodeId, Vec<NodeId>>) {
        let leaves = below.iter().filter(|copy| !copies.contains_key(copy));
        let leaves: Vec<NodeId> =
            leaves.copied().filter(|leaf| !self.at.contains_key(leaf)).collect();
        if leaves.len() <= SIDE_BY_SIDE {
            return;
        }
        for stack in leaves.chunks(STACK) {
            let column = self.next_column();
            for (n, &leaf) in stack.iter().enumerate() {
                self.at.insert(leaf, Place { column, level, stacked: Some(n) });
            }
        }
    }

    fn next_column(&mut self) -> f64 {
        self.n_columns += 1;
        (self.n_columns - 1) as f64
    }

    fn of(&self, id: NodeId) -> Option<Place> {
        self.at.get(&id).copied()
    }
}

fn edge(svg: &mut String, places: &Places, descent: &Descent) {
    let (Some(model), Some(copy)) =
        (places.of(descent.model), places.of(NodeId::Witness(descent.copy)))
    else {
        return;
    };
    let (from, to) = (model.corner(), copy.corner());
    let (from_x, to_x) = (from.0 + NODE_WIDTH / 2.0, to.0 + NODE_WIDTH / 2.0);
    let (from_y, to_y) = (from.1 + NODE_HEIGHT, to.1);
    let middle = f64::midpoint(from_y, to_y);
    let width = 1.0 + 4.0 * descent.share_of_copy.unwrap_or(0.15).clamp(0.0, 1.0);
    let kind = match descent.kind {
        DescentKind::Copies | DescentKind::Revises => "copies",
        DescentKind::Rewords => "rewords",
        DescentKind::Cites => "cites",
    };
    let open = if descent.direction == Direction::Unknown { " open" } else { "" };
    if copy.stacked.is_some() {
        // Down beside the stack, and into the box from its left.
        let beside = to.0 - GAP_X / 2.0;
        let top = 12.0 + copy.level as f64 * (NODE_HEIGHT + GAP_Y);
        let (middle, into) = (f64::midpoint(from_y, top), to_y + NODE_HEIGHT / 2.0);
        let _ = write!(
            svg,
            "<path class=\"{kind}{open}\" stroke-width=\"{width:.1}\" \
             d=\"M{from_x:.0} {from_y:.0}C{from_x:.0} {middle:.0} {beside:.0} {middle:.0} \
             {beside:.0} {top:.0}V{into:.0}H{:.0}\"/>",
            to.0
        );
        return;
    }
    let _ = write!(
        svg,
        "<path class=\"{kind}{open}\" stroke-width=\"{width:.1}\" \
         d=\"M{from_x:.0} {from_y:.0}C{from_x:.0} {middle:.0} {to_x:.0} {middle:.0} {to_x:.0} {to_y:.0}\"/>"
    );
}

fn node(svg: &mut String, places: &Places, story: &Story, id: NodeId) {
    let Some((x, y)) = places.of(id).map(Place::corner) else { return };
    let (class, siglum, name, below) = match id {
        NodeId::Witness(siglum) => {
            let Some(witness) = story.witnesses.get(siglum.idx()) else { return };
            let day = witness.published.as_ref().map(|stamp| stamp.value.day.to_string());
            let name = words::outlet(&witness.article).to_owned();
            ("held", siglum.to_string(), name, day.unwrap_or_else(|| "no date".to_owned()))
        }
        NodeId::Lost(_) => {
            ("lost", String::new(), words::node(story, id), "not in hand".to_owned())
        }
    };
    let _ = write!(
        svg,
        "<g class=\"{class}\"><rect x=\"{x:.0}\" y=\"{y:.0}\" width=\"{NODE_WIDTH}\" \
         height=\"{NODE_HEIGHT}\" rx=\"4\"/><text x=\"{:.0}\" y=\"{:.0}\"><tspan class=\"siglum\">",
        x + 10.0,
        y + 20.0
    );
    escape(svg, &siglum);
    svg.push_str(if siglum.is_empty() { "</tspan>" } else { "</tspan> " });
    escape(svg, &cut(&name, NODE_LETTERS));
    let _ =
        write!(svg, "</text><text class=\"below\" x=\"{:.0}\" y=\"{:.0}\">", x + 10.0, y + 37.0);
    escape(svg, &below);
    svg.push_str("</text></g>");
}
