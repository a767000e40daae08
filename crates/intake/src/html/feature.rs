//! Blocks → numbers: what the classifier sees of each block.
//!
//! Four kinds of evidence, one function each: the words of the block; its markup; where it
//! stands among the paragraphs of the page (after Kohlschütter et al. 2010,
//! doi:10.1145/1718487.1718542, and the containers of Arc90 Readability); and what the
//! page says of its article elsewhere (title, description, JSON-LD body).

use super::anchor::{Anchors, Likeness};
use super::company::{Company, N_COMPANY};
use super::dom::{Attr, Dom, NONE, NodeId};
use super::hint::{HintSet, Hints, N_CUES, N_HINTS, cues};
use super::overview::Overview;
use super::segment::{Segment, Segments};
use super::words::Words;
use html5ever::local_name;
use rustc_hash::FxHashMap;
use std::hash::{Hash as _, Hasher as _};

/// Numbers about the words of a block.
const N_WORDS: usize = 18;
/// Numbers about its tag and place in the tree.
const N_TAGS: usize = 12;
/// Numbers about its place among the paragraphs.
const N_PLACES: usize = 33;
/// Numbers about how it matches what the page says elsewhere.
const N_LIKE: usize = 8;

/// How many numbers there are about a block.
pub(crate) const N_FEATURES: usize =
    N_WORDS + N_CUES + N_TAGS + 2 * N_HINTS + N_PLACES + N_LIKE + N_COMPANY;

/// The numbers about one block.
pub(crate) type Row = [f32; N_FEATURES];

/// The numbers about all blocks of a page, and what later steps need of them.
pub(crate) struct Features {
    /// For each block its numbers, where the first look wants them kept.
    pub(crate) rows: Vec<Option<Box<Row>>>,
    pub(crate) places: Vec<Place>,
    /// The hints of each element of the page itself.
    pub(crate) hints: Vec<HintSet>,
    /// The words of all blocks.
    pub(crate) words: Words,
}

/// What later steps need to know of one block.
#[derive(Clone, Debug, Default)]
pub(crate) struct Place {
    /// Words in it, two CJK characters counting as one.
    pub(crate) n_words: f32,
    /// The element around it and the ones around that.
    pub(crate) near: [NodeId; 3],
    /// Blocks that look alike: same tags and classes, two levels up.
    pub(crate) signature: u64,
    /// Cue words.
    pub(crate) cues: [u8; N_CUES],
    /// Hints of the element and the two around it; of those further out.
    pub(crate) hints: (HintSet, HintSet),
    /// How it matches title and description.
    pub(crate) like: Likeness,
    /// How often its words stand on the page, up to 5.
    pub(crate) n_same: f32,
    /// How much of it is paragraph text.
    pub(super) prose: f32,
    /// The tag of the element and of the one around it.
    pub(crate) tag: Tag,
    pub(crate) parent_tag: Tag,
    /// Whether it stands in a `<figure>`.
    pub(crate) in_figure: bool,
    /// Whether it starts like a credit or is set in brackets.
    pub(crate) is_credit: bool,
    pub(super) steps: f32,
    /// The box that it lies in: the child of the article's container, or of what is around
    /// that; none where its text stands in the container itself.
    pub(super) within: NodeId,
    /// The hints of all elements from its own up to that box.
    pub(super) path: HintSet,
    in_list: bool,
    /// The innermost `<table>` around it.
    pub(super) table: NodeId,
}

/// The tags that matter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Tag {
    P,
    H1,
    H2,
    H3,
    Li,
    Quote,
    Cell,
    Caption,
    Div,
    Section,
    #[default]
    Other,
}

impl Tag {
    /// The tag of a node.
    pub(crate) fn of(dom: &Dom, id: NodeId) -> Self {
        let Some(element) = dom.element(id) else {
            return Self::Other;
        };
        match &**element.tag() {
            "p" => Self::P,
            "h1" => Self::H1,
            "h2" => Self::H2,
            "h3" | "h4" | "h5" | "h6" => Self::H3,
            "li" | "dd" | "dt" => Self::Li,
            "blockquote" => Self::Quote,
            "tr" | "td" | "th" | "caption" => Self::Cell,
            "figcaption" | "figure" => Self::Caption,
            "div" => Self::Div,
            "section" | "article" | "main" => Self::Section,
            _ => Self::Other,
        }
    }
}

/// Sums over all blocks inside an element.
#[derive(Clone, Copy, Default)]
pub(super) struct Sums {
    pub(super) prose: f32,
    pub(super) bytes: f32,
    pub(super) linked: f32,
    pub(super) n_blocks: f32,
    /// Hints of the element itself, and of it and all around it.
    pub(super) own: HintSet,
    all: HintSet,
}

/// The numbers about all blocks of a page. `keep` takes the first look at those of each block and
/// says whether they are needed again: three of four are not, and pages of a batch wait for each other.
pub(crate) fn features(
    dom: &Dom,
    segments: &Segments,
    anchors: &Anchors,
    site: Option<&str>,
    mut keep: impl FnMut(&Row) -> bool,
) -> Features {
    let mut sums = hinted(dom);
    let all_words = Words::of_all(segments);
    let mut places: Vec<Place> = segments
        .blocks
        .iter()
        .enumerate()
        .map(|(idx, block)| place(dom, segments, block, anchors, all_words.of(idx), &sums))
        .collect();
    let mut n_same: FxHashMap<&str, f32> = FxHashMap::default();
    for block in &segments.blocks {
        *n_same.entry(segments.text_of(block)).or_default() += 1.0;
    }
    for (place, block) in places.iter_mut().zip(&segments.blocks) {
        place.n_same = n_same.get(segments.text_of(block)).map_or(1.0, |n: &f32| n.min(5.0));
    }
    add_up(dom, segments, &places, &mut sums);
    let page = Overview::of(dom, segments, &mut places, &sums);
    let company = Company::of(dom, segments, &places, &all_words, site);
    let rows = segments
        .blocks
        .iter()
        .zip(&places)
        .enumerate()
        .map(|(block_idx, (block, place))| {
            let mut row = Filler::default();
            words(&mut row, segments.text_of(block), block, place);
            place.cues.iter().for_each(|&n| row.put(f32::from(n)));
            tags(&mut row, dom, block, place);
            for bit in 0..N_HINTS {
                row.put(bit_of(place.hints.0, bit));
                row.put(bit_of(place.hints.1, bit));
            }
            page.put(&mut row, block_idx, block, place, &sums);
            like(&mut row, place, anchors);
            company.put(&mut row, block_idx, dom, &places, &sums, page.prose);
            debug_assert_eq!(row.at, N_FEATURES);
            keep(&row.row).then(|| Box::new(row.row))
        })
        .collect();
    let hints = sums.iter().map(|sums| sums.own).collect();
    Features { rows, places, hints, words: all_words }
}

fn bit_of(set: HintSet, bit: usize) -> f32 {
    if set >> bit & 1 == 1 { 1.0 } else { 0.0 }
}

/// Fills a row from left to right.
pub(super) struct Filler {
    row: Row,
    pub(super) at: usize,
}

impl Default for Filler {
    fn default() -> Self {
        Self { row: [0.0; N_FEATURES], at: 0 }
    }
}

impl Filler {
    pub(super) fn put(&mut self, value: f32) {
        if let Some(slot) = self.row.get_mut(self.at) {
            *slot = value;
        }
        self.at += 1;
    }

    pub(super) fn put_if(&mut self, yes: bool) {
        self.put(if yes { 1.0 } else { 0.0 });
    }
}

/// The hints of every element, its own and those around it.
fn hinted(dom: &Dom) -> Vec<Sums> {
    let mut hints = Hints::default();
    let mut sums = vec![Sums::default(); dom.len()];
    let mut id = dom.root();
    while let Some(node) = dom.get(id) {
        if let Some(element) = dom.element(id) {
            let is_page = matches!(*element.tag(), local_name!("html") | local_name!("body"));
            let own = if is_page { 0 } else { hints.of(element) };
            let around = sums.get(node.parent as usize).map_or(0, |sums| sums.all);
            if let Some(sums) = sums.get_mut(id as usize) {
                (sums.own, sums.all) = (own, own | around);
            }
        }
        id = super::dom::following(dom, id);
    }
    sums
}

pub(super) fn parent(dom: &Dom, id: NodeId) -> NodeId {
    dom.get(id).map_or(NONE, |node| node.parent)
}

fn place(
    dom: &Dom,
    segments: &Segments,
    block: &Segment,
    anchors: &Anchors,
    words: &[u64],
    sums: &[Sums],
) -> Place {
    let text = segments.text_of(block);
    let n_words = n_words(text);
    let up = parent(dom, block.node);
    let near = [block.node, up, parent(dom, up)];
    let own = |id: NodeId| sums.get(id as usize).map_or(0, |sums| sums.own);
    let around = sums.get(parent(dom, near[2]) as usize).map_or(0, |sums| sums.all);
    let all_around = sums.get(block.node as usize).map_or(0, |sums| sums.all);
    let linked = block.n_linked as f32 / text.len().max(1) as f32;
    let is_sentence = text
        .trim_end_matches(['”', '"', '’', '\'', ')', '»'])
        .ends_with(['.', '!', '?', '…', '。', ':']);
    let prose = if n_words >= 8.0 && linked < 0.4 {
        text.len() as f32 * (1.0 - linked) * if is_sentence { 1.0 } else { 0.3 }
    } else {
        0.0
    };
    let mut steps = 0.0;
    let (mut in_list, mut in_figure, mut table) = (false, false, NONE);
    let mut at = block.node;
    while let Some(node) = dom.get(at) {
        if let Some(element) = dom.element(at) {
            in_list |= matches!(*element.tag(), local_name!("ul") | local_name!("ol"));
            if table == NONE && *element.tag() == local_name!("table") {
                table = at;
            }
            in_figure |= *element.tag() == local_name!("figure");
        }
        steps += 1.0;
        at = node.parent;
    }
    Place {
        n_words,
        near,
        signature: signature(dom, near),
        cues: if n_words <= 120.0 { cues(text) } else { [0; N_CUES] },
        hints: (near.iter().fold(0, |set, &id| set | own(id)), around & all_around),
        like: anchors.likeness(text, words),
        n_same: 1.0,
        prose,
        tag: Tag::of(dom, block.node),
        parent_tag: Tag::of(dom, up),
        steps,
        within: NONE,
        path: 0,
        in_figure,
        is_credit: is_credit(text),
        in_list,
        table,
    }
}

/// Whether a block is set in brackets or starts with who says it.
fn is_credit(text: &str) -> bool {
    text.starts_with(['(', '[', '—', '–', '-', '*']) || text.len() < 200
}

/// Words, two CJK characters counting as one.
fn n_words(text: &str) -> f32 {
    let spaces = text.bytes().filter(|&byte| byte == b' ').count() + 1;
    let wide = if text.is_ascii() {
        0
    } else {
        text.chars().filter(|c| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{0e00}'..='\u{0e7f}')).count()
    };
    (spaces + wide / 2) as f32
}

/// A number for the look of an element: its tag and class.
pub(super) fn look(dom: &Dom, id: NodeId) -> u64 {
    signature(dom, [id, NONE, NONE])
}

/// A number for the look of a block: its tag and class and those of the two elements around.
fn signature(dom: &Dom, near: [NodeId; 3]) -> u64 {
    let mut hasher = rustc_hash::FxHasher::default();
    for id in near {
        if let Some(element) = dom.element(id) {
            element.tag().hash(&mut hasher);
            element.attr(Attr::Class).unwrap_or("").hash(&mut hasher);
        }
    }
    hasher.finish()
}

/// Adds every block to all elements around it.
fn add_up(dom: &Dom, segments: &Segments, places: &[Place], sums: &mut [Sums]) {
    for (block, place) in segments.blocks.iter().zip(places) {
        let mut at = block.node;
        while let Some(sums) = sums.get_mut(at as usize) {
            sums.prose += place.prose;
            sums.bytes += block.range.len() as f32;
            sums.linked += block.n_linked as f32;
            sums.n_blocks += 1.0;
            at = parent(dom, at);
        }
    }
}

/// Kinds of bytes that are counted in a text.
#[derive(Clone, Copy, Default)]
struct Counts {
    ends: u32,
    commas: u32,
    digits: u32,
    capitals: u32,
    marks: u32,
}

/// Which of [`Counts`] each byte belongs to.
const KINDS: [u8; 256] = {
    let mut kinds = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        kinds[byte] = match byte as u8 {
            b'.' | b'!' | b'?' => 1,
            b',' | b';' => 2,
            b'0'..=b'9' => 3,
            b'A'..=b'Z' => 4,
            b'|' | b'>' | b'/' | b'@' | b'#' => 5,
            _ => 0,
        };
        byte += 1;
    }
    kinds
};

impl Counts {
    fn of(text: &str) -> Self {
        let mut n = [0_u32; 8];
        for byte in text.bytes() {
            n[usize::from(KINDS[usize::from(byte)] & 7)] += 1;
        }
        Self { ends: n[1], commas: n[2], digits: n[3], capitals: n[4], marks: n[5] }
    }
}

fn words(row: &mut Filler, text: &str, block: &Segment, place: &Place) {
    let n_bytes = text.len().max(1) as f32;
    let core = text.trim_end_matches(['”', '"', '’', '\'', ')', '»', '“', ']', ' ']);
    let counts = Counts::of(text);
    row.put(place.n_words);
    row.put(n_bytes);
    row.put(n_bytes / place.n_words);
    row.put(block.n_linked as f32 / n_bytes);
    row.put(block.n_stressed as f32 / n_bytes);
    row.put(block.n_links as f32);
    row.put(counts.ends as f32);
    row.put(counts.commas as f32);
    row.put(counts.digits as f32 / n_bytes);
    row.put(counts.capitals as f32 / n_bytes);
    row.put_if(core.ends_with(['.', '!', '?', '…', '。']));
    row.put_if(core.ends_with(':'));
    row.put_if(text.starts_with(['“', '"', '„', '«', '‘', '\'', '–', '—', '-']));
    row.put_if(text.starts_with(char::is_lowercase));
    row.put_if(text.starts_with(['(', '[', '*', '©', '@', '#', '>', '•', '|', '→', '▶']));
    row.put(counts.marks as f32);
    row.put_if(
        counts.marks > 1 && text.contains("://") || counts.ends > 0 && text.contains("www."),
    );
    row.put_if(has_quote(text));
}

/// Whether a quotation mark stands in a text.
fn has_quote(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr(b'"', bytes).is_some()
        || (!text.is_ascii() && text.contains(['“', '”', '„', '«']))
}

fn tags(row: &mut Filler, dom: &Dom, block: &Segment, place: &Place) {
    for tag in [Tag::P, Tag::H1, Tag::H2, Tag::H3, Tag::Li, Tag::Quote, Tag::Cell, Tag::Div] {
        row.put_if(place.tag == tag);
    }
    row.put_if(place.parent_tag == Tag::Li || place.in_list);
    row.put_if(place.table != NONE);
    row.put_if(block.after_media);
    let has_class = |id| {
        let class = dom.element(id).and_then(|element| element.attr(Attr::Class));
        class.is_some_and(|class| !class.is_empty())
    };
    row.put_if(has_class(block.node));
}

fn like(row: &mut Filler, place: &Place, anchors: &Anchors) {
    let like = &place.like;
    row.put(like.title);
    row.put(like.title_cover);
    row.put(like.description);
    row.put(like.body);
    row.put_if(anchors.has_body());
    row.put_if(like.names_author);
    row.put(like.repeats);
    row.put(place.n_same);
}
