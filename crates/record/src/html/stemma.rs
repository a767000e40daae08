//! The stemma as a drawing: models above, copies below, lost texts dashed.

use super::text::escape;
use crate::words;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use tellings_model::{Descent, DescentKind, Direction, NodeId, Story};

const NODE_WIDTH: f64 = 168.0;
const NODE_HEIGHT: f64 = 46.0;
const GAP_X: f64 = 18.0;
const GAP_Y: f64 = 46.0;
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
    let height = (places.n_levels as f64) * (NODE_HEIGHT + GAP_Y) - GAP_Y + 24.0;
    let mut svg = String::new();
    let _ = write!(
        svg,
        "<svg class=\"stemma\" viewBox=\"0 0 {width:.0} {height:.0}\" \
         style=\"max-width:{width:.0}px\" role=\"img\" \
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

/// Where each node stands: column (halves allowed) and level.
struct Places {
    at: BTreeMap<NodeId, (f64, usize)>,
    n_columns: usize,
    n_levels: usize,
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

        let mut places = Self { at: BTreeMap::new(), n_columns: 0, n_levels: 1 };
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
                let columns: Vec<f64> =
                    below.iter().filter_map(|copy| Some(self.at.get(copy)?.0)).collect();
                let column = match (columns.first(), columns.last()) {
                    (Some(first), Some(last)) => f64::midpoint(*first, *last),
                    _ => self.next_column(),
                };
                self.at.insert(id, (column, level));
                self.n_levels = self.n_levels.max(level + 1);
            } else if seen.insert(id) && !self.at.contains_key(&id) {
                open.push((id, level, true));
                open.extend(below.iter().rev().map(|&copy| (copy, level + 1, false)));
            }
        }
    }

    fn next_column(&mut self) -> f64 {
        self.n_columns += 1;
        (self.n_columns - 1) as f64
    }

    /// The left upper corner of a node.
    fn corner(&self, id: NodeId) -> Option<(f64, f64)> {
        let (column, level) = self.at.get(&id)?;
        let x = GAP_X + column * (NODE_WIDTH + GAP_X);
        Some((x, 12.0 + *level as f64 * (NODE_HEIGHT + GAP_Y)))
    }
}

fn edge(svg: &mut String, places: &Places, descent: &Descent) {
    let (Some(from), Some(to)) =
        (places.corner(descent.model), places.corner(NodeId::Witness(descent.copy)))
    else {
        return;
    };
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
    let _ = write!(
        svg,
        "<path class=\"{kind}{open}\" stroke-width=\"{width:.1}\" \
         d=\"M{from_x:.0} {from_y:.0}C{from_x:.0} {middle:.0} {to_x:.0} {middle:.0} {to_x:.0} {to_y:.0}\"/>"
    );
}

fn node(svg: &mut String, places: &Places, story: &Story, id: NodeId) {
    let Some((x, y)) = places.corner(id) else { return };
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
    escape(svg, &short(&name));
    let _ =
        write!(svg, "</text><text class=\"below\" x=\"{:.0}\" y=\"{:.0}\">", x + 10.0, y + 37.0);
    escape(svg, &below);
    svg.push_str("</text></g>");
}

/// As much of a name as a node holds.
fn short(name: &str) -> String {
    const MAX: usize = 15;
    if name.chars().count() <= MAX {
        return name.to_owned();
    }
    name.chars().take(MAX - 1).chain(['…']).collect()
}
