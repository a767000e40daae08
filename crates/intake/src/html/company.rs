//! The company a block keeps: the box of the article's container that it lies in, the run of
//! blocks that look like it, the blocks that open alike, where its links lead, and whether its
//! words are those of the paragraphs.

use super::dom::{Attr, Dom, NONE};
use super::feature::{Filler, Place, Sums, look};
use super::hint::{HintSet, hint};
use super::segment::{Segment, Segments};
use super::words::Words;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// How many numbers there are about the company of a block.
pub(super) const N_COMPANY: usize = 25;

/// What keeps company with what on the page.
pub(super) struct Company<'a> {
    words: &'a Words,
    /// Paragraph text in boxes of one look, and how many blocks they hold.
    by_look: FxHashMap<u64, (f32, f32)>,
    /// How many blocks open with the same two words.
    openings: FxHashMap<(u64, u64), f32>,
    /// How many paragraphs hold each long word.
    held: FxHashMap<u64, u32>,
    /// For each block: the length of its run of blocks of one look, in blocks and words.
    runs: Vec<(f32, f32)>,
    /// For each block: the share of its links that leads to other sites; -1 without links.
    abroad: Vec<f32>,
    /// For each block: whether all of it is one link, and how it ends.
    ends: Vec<Ends>,
}

/// The shape of a block that its neighbours see.
#[derive(Clone, Copy, Default)]
struct Ends {
    is_link: bool,
    is_sentence: bool,
    is_colon: bool,
}

impl<'a> Company<'a> {
    /// Looks the page over. `site` is the host of the page.
    pub(super) fn of(
        dom: &Dom,
        segments: &Segments,
        places: &[Place],
        words: &'a Words,
        site: Option<&str>,
    ) -> Self {
        let mut by_look: FxHashMap<u64, (f32, f32)> = FxHashMap::default();
        let mut openings: FxHashMap<(u64, u64), f32> = FxHashMap::default();
        let mut held: FxHashMap<u64, u32> = FxHashMap::default();
        for (idx, place) in places.iter().enumerate() {
            if place.within != NONE {
                let sum = by_look.entry(look(dom, place.within)).or_default();
                sum.0 += place.prose;
                sum.1 += 1.0;
            }
            if let Some(opening) = opening(words.of(idx)) {
                *openings.entry(opening).or_default() += 1.0;
            }
            if place.prose > 0.0 {
                for &word in words.long(idx) {
                    *held.entry(word).or_default() += 1;
                }
            }
        }
        Self {
            words,
            by_look,
            openings,
            held,
            runs: runs(places),
            abroad: abroad(dom, segments, site),
            ends: segments.blocks.iter().map(|block| ends(segments, block)).collect(),
        }
    }

    /// Adds the numbers about one block.
    pub(super) fn put(
        &self,
        row: &mut Filler,
        idx: usize,
        dom: &Dom,
        places: &[Place],
        sums: &[Sums],
        prose: f32,
    ) {
        let Some(place) = places.get(idx) else { return };
        let within = sums.get(place.within as usize).copied().unwrap_or_default();
        row.put_if(place.within == NONE);
        row.put(within.n_blocks);
        row.put(within.bytes);
        row.put(within.linked / within.bytes.max(1.0));
        row.put(within.prose / within.bytes.max(1.0));
        row.put(within.prose / prose);
        let alike = match place.within {
            NONE => (0.0, 0.0),
            id => self.by_look.get(&look(dom, id)).copied().unwrap_or_default(),
        };
        row.put(alike.0 / prose);
        row.put(alike.1);
        let bad = place.path & *FOREIGN;
        row.put(bad.count_ones() as f32);
        row.put_if(bad & (hint("related") | hint("teaser")) != 0);
        row.put_if(bad & (hint("aside") | hint("box")) != 0);
        row.put_if(bad & (hint("share") | hint("newsletter") | hint("ad")) != 0);
        row.put_if(place.path & hint("caption") != 0);
        let opening = opening(self.words.of(idx)).and_then(|opening| self.openings.get(&opening));
        row.put(opening.map_or(0.0, |n| (n - 1.0).min(8.0)));
        row.put(familiar(&self.held, self.words.long(idx), place.prose > 0.0));
        row.put(self.abroad.get(idx).copied().unwrap_or(-1.0));
        let (n_blocks, n_words) = self.runs.get(idx).copied().unwrap_or_default();
        row.put(n_blocks);
        row.put(n_words);
        let at = |idx: Option<usize>| idx.and_then(|idx| self.ends.get(idx)).copied();
        let (own, prev, next) = (
            at(Some(idx)).unwrap_or_default(),
            at(idx.checked_sub(1)).unwrap_or_default(),
            at(Some(idx + 1)).unwrap_or_default(),
        );
        row.put_if(own.is_link);
        row.put_if(prev.is_link);
        row.put_if(next.is_link);
        row.put_if(prev.is_sentence);
        row.put_if(prev.is_colon);
        row.put_if(next.is_sentence);
        let same = |idx: Option<usize>| {
            let other = idx.and_then(|idx| places.get(idx));
            other.is_some_and(|other| other.signature == place.signature)
        };
        row.put(f32::from(u8::from(same(idx.checked_sub(1))) + 2 * u8::from(same(Some(idx + 1)))));
    }
}

/// The share of the long words of a block that others hold, of those counted in `held`; -1
/// without long words. `is_held` is whether the block itself is among those.
pub(super) fn familiar(held: &FxHashMap<u64, u32>, words: &[u64], is_held: bool) -> f32 {
    let least = if is_held { 2 } else { 1 };
    let n_held = words.iter().filter(|word| held.get(word).is_some_and(|&n| n >= least)).count();
    if words.is_empty() { -1.0 } else { n_held as f32 / words.len() as f32 }
}

/// Hints of boxes that do not belong to the text around them.
static FOREIGN: LazyLock<HintSet> = LazyLock::new(|| {
    let kinds =
        ["related", "teaser", "aside", "box", "share", "newsletter", "ad", "nav", "paywall"];
    kinds.iter().fold(0, |set, kind| set | hint(kind))
});

/// The first two words of a block.
fn opening(words: &[u64]) -> Option<(u64, u64)> {
    match words {
        [first, second, ..] => Some((*first, *second)),
        [first] => Some((*first, 0)),
        [] => None,
    }
}

/// For each block: how many blocks of its look follow each other, and their words.
fn runs(places: &[Place]) -> Vec<(f32, f32)> {
    let mut out = Vec::with_capacity(places.len());
    for run in places.chunk_by(|a, b| a.signature == b.signature) {
        let n_words = run.iter().map(|place| place.n_words).sum();
        out.resize(out.len() + run.len(), (run.len() as f32, n_words));
    }
    out
}

/// For each block: the share of its links that leads to other sites; -1 without links.
fn abroad(dom: &Dom, segments: &Segments, site: Option<&str>) -> Vec<f32> {
    let mut links = segments.links.iter().peekable();
    let share = |block: &Segment| {
        let (mut n, mut n_abroad) = (0.0, 0.0);
        while let Some(link) = links.next_if(|link| link.range.start < block.range.end) {
            if link.range.start >= block.range.start {
                let href = dom.element(link.node).and_then(|element| element.attr(Attr::Href));
                n += 1.0;
                n_abroad +=
                    if href.is_some_and(|href| leads_abroad(href, site)) { 1.0 } else { 0.0 };
            }
        }
        if n == 0.0 { -1.0 } else { n_abroad / n }
    };
    segments.blocks.iter().map(share).collect()
}

/// Whether an address leads to another site than the page's.
fn leads_abroad(href: &str, site: Option<&str>) -> bool {
    let Some((_, rest)) = href.split_once("//") else { return false };
    let host = rest.split(['/', '?', '#', ':']).next().unwrap_or("");
    site.is_some_and(|site| !host.ends_with(site))
}

fn ends(segments: &Segments, block: &Segment) -> Ends {
    let text = segments.text_of(block);
    let core = text.trim_end_matches(['”', '"', '’', '\'', ')', '»', '“', ']', ' ']);
    Ends {
        is_link: block.n_linked * 20 >= text.len() * 19,
        is_sentence: core.ends_with(['.', '!', '?', '…', '。']),
        is_colon: core.ends_with(':'),
    }
}
