//! Where a block stands among the paragraphs of its page.

use super::context::distances;
use super::dom::{Dom, NONE, NodeId};
use super::feature::{Filler, Place, Sums, Tag, parent};
use super::segment::{Segment, Segments};
use rustc_hash::FxHashMap;

/// What stands where on the page.
pub(super) struct Overview {
    n_blocks: f32,
    /// Paragraph text, in bytes.
    pub(super) prose: f32,
    bytes: f32,
    /// The best container, and how far each block lies from it.
    top: NodeId,
    from_top: Vec<(f32, f32)>,
    by_look: FxHashMap<u64, (f32, f32)>,
    by_tag: FxHashMap<(u8, u8), f32>,
    first_prose: f32,
    last_prose: f32,
    title_at: f32,
    /// For each block: prose before it; blocks since and until prose; words and links next to it.
    before: Vec<f32>,
    since: Vec<f32>,
    until: Vec<f32>,
    neighbours: Vec<[f32; 4]>,
    heading: Vec<f32>,
    /// For each block: blocks since a short one with a cue of each of [`TURNS`].
    since_cue: Vec<[f32; TURNS.len()]>,
}

/// Cues after which a page often leaves its article: places in [`super::hint::CUES`].
const TURNS: [usize; 5] = [0, 1, 3, 4, 6];

/// For each block, how many blocks ago a short one held a cue of each of [`TURNS`].
fn since_cue(places: &[Place]) -> Vec<[f32; TURNS.len()]> {
    let mut since = [50.0_f32; TURNS.len()];
    places
        .iter()
        .map(|place| {
            let here = since;
            for (since, &turn) in since.iter_mut().zip(&TURNS) {
                let has_cue = place.cues.get(turn).is_some_and(|&n| n > 0);
                *since =
                    if has_cue && place.n_words <= 12.0 { 0.0 } else { (*since + 1.0).min(50.0) };
            }
            here
        })
        .collect()
}

impl Overview {
    /// Looks the page over.
    pub(super) fn of(dom: &Dom, segments: &Segments, places: &mut [Place], sums: &[Sums]) -> Self {
        let chain = top_chain(dom, sums);
        let from_top = from_top(dom, places, &chain, sums);
        let places = &*places;
        let mut by_look: FxHashMap<u64, (f32, f32)> = FxHashMap::default();
        let mut by_tag: FxHashMap<(u8, u8), f32> = FxHashMap::default();
        for place in places {
            let look = by_look.entry(place.signature).or_default();
            look.0 += place.prose;
            look.1 += 1.0;
            *by_tag.entry((place.tag as u8, place.parent_tag as u8)).or_default() += place.prose;
        }
        let before = places.iter().scan(0.0, |sum, place| {
            let before: f32 = *sum;
            *sum += place.prose;
            Some(before)
        });
        let has_prose = |place: &Place| place.prose > 0.0;
        let is_prose = |place: &Place| place.prose > 100.0;
        let linked = |idx: Option<usize>| {
            idx.and_then(|idx| segments.blocks.get(idx))
                .map_or(0.0, |block| block.n_linked as f32 / block.range.len().max(1) as f32)
        };
        let n_words =
            |idx: Option<usize>| idx.and_then(|idx| places.get(idx)).map_or(0.0, |p| p.n_words);
        let mut heading_cue = 0.0;
        Self {
            n_blocks: places.len() as f32,
            prose: places.iter().map(|place| place.prose).sum::<f32>().max(1.0),
            bytes: segments.text.len().max(1) as f32,
            top: chain.last().copied().unwrap_or(NONE),
            from_top,
            by_look,
            by_tag,
            first_prose: places.iter().position(is_prose).unwrap_or(0) as f32,
            last_prose: places.iter().rposition(is_prose).unwrap_or(places.len()) as f32,
            title_at: title_block(places),
            before: before.collect(),
            since: distances(places.iter().map(has_prose)),
            until: distances(places.iter().rev().map(has_prose)).into_iter().rev().collect(),
            since_cue: since_cue(places),
            neighbours: (0..places.len())
                .map(|idx| {
                    let (prev, next) = (idx.checked_sub(1), Some(idx + 1));
                    [n_words(prev), n_words(next), linked(prev), linked(next)]
                })
                .collect(),
            heading: places
                .iter()
                .map(|place| {
                    if matches!(place.tag, Tag::H1 | Tag::H2 | Tag::H3) {
                        heading_cue = f32::from(place.cues.iter().sum::<u8>()) + 1.0;
                    } else if place.prose > 0.0 {
                        heading_cue = 0.0;
                    }
                    heading_cue
                })
                .collect(),
        }
    }

    /// Adds the numbers about one block.
    pub(super) fn put(
        &self,
        row: &mut Filler,
        idx: usize,
        block: &Segment,
        place: &Place,
        sums: &[Sums],
    ) {
        let at = idx as f32;
        let of = |list: &[f32]| list.get(idx).copied().unwrap_or(0.0);
        let sum = |id: NodeId| sums.get(id as usize).copied().unwrap_or_default();
        let [_, up, upper] = place.near.map(sum);
        row.put(at / self.n_blocks);
        row.put(block.range.start as f32 / self.bytes);
        row.put(of(&self.before) / self.prose);
        row.put(of(&self.since));
        row.put(of(&self.until));
        row.put(at - self.first_prose);
        row.put(at - self.last_prose);
        row.put(at - self.title_at);
        row.put(up.prose / self.prose);
        row.put(upper.prose / self.prose);
        row.put(up.linked / up.bytes.max(1.0));
        row.put(upper.linked / upper.bytes.max(1.0));
        row.put(up.n_blocks);
        let look = self.by_look.get(&place.signature).copied().unwrap_or_default();
        row.put(look.0 / self.prose);
        row.put(look.1);
        let tag = self.by_tag.get(&(place.tag as u8, place.parent_tag as u8));
        row.put(tag.copied().unwrap_or(0.0) / self.prose);
        let (above, below) = self.from_top.get(idx).copied().unwrap_or_default();
        row.put(above);
        row.put(below);
        row.put_if(self.top == place.near[0] || self.top == place.near[1]);
        for neighbour in self.neighbours.get(idx).copied().unwrap_or_default() {
            row.put(neighbour);
        }
        row.put(of(&self.heading));
        row.put(place.steps);
        row.put(self.prose);
        row.put(up.bytes / up.n_blocks.max(1.0));
        row.put(upper.bytes / upper.n_blocks.max(1.0));
        for since in self.since_cue.get(idx).copied().unwrap_or_default() {
            row.put(since);
        }
    }
}

/// The best container, after Readability: from the root down while one child holds nearly all
/// paragraph text. Gives, for each element on the way, its place in the chain.
fn top_chain(dom: &Dom, sums: &[Sums]) -> Vec<NodeId> {
    let prose = |id: NodeId| sums.get(id as usize).map_or(0.0, |sums| sums.prose);
    let mut chain = vec![dom.root()];
    let mut at = dom.root();
    loop {
        let mut best = NONE;
        let mut child = dom.get(at).map_or(NONE, |node| node.first);
        while let Some(node) = dom.get(child) {
            if prose(child) > prose(best) {
                best = child;
            }
            child = node.next;
        }
        if best == NONE || prose(best) < 0.65 * prose(at) {
            return chain;
        }
        chain.push(best);
        at = best;
    }
}

/// For each block: steps from the best container up to the element that also holds the block,
/// and from there down to the block. Tells each block its box.
fn from_top(dom: &Dom, places: &mut [Place], chain: &[NodeId], sums: &[Sums]) -> Vec<(f32, f32)> {
    let at: FxHashMap<NodeId, usize> = chain.iter().enumerate().map(|(at, &id)| (id, at)).collect();
    places
        .iter_mut()
        .map(|place| {
            let mut id = place.near[0];
            let mut below = 0.0;
            while id != NONE {
                if let Some(&at) = at.get(&id) {
                    return ((chain.len() - 1 - at) as f32, below);
                }
                below += 1.0;
                place.within = id;
                place.path |= sums.get(id as usize).map_or(0, |sums| sums.own);
                id = parent(dom, id);
            }
            (chain.len() as f32, below)
        })
        .collect()
}

/// Where the headline stands: the block most like the title, the larger heading on a tie.
fn title_block(places: &[Place]) -> f32 {
    let mut best = (0.5, 0.0);
    for (idx, place) in places.iter().enumerate() {
        let bonus = match place.tag {
            Tag::H1 => 0.4,
            Tag::H2 => 0.1,
            _ => 0.0,
        };
        if place.like.title + bonus > best.0 {
            best = (place.like.title + bonus, idx as f32);
        }
    }
    best.1
}
