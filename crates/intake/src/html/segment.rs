//! Tree → blocks: the text of a page, cut where a reader sees a break.
//!
//! All text lies in one string, blocks one after the other, white space collapsed as a
//! browser shows it. Nothing is judged here: furniture and article alike become blocks.

use super::dom::{Attr, Dom, Element, Kind, NONE, NodeId, after, following};
use html5ever::local_name;
use std::ops::Range;

/// The visible text of a page in its blocks.
#[derive(Debug, Default)]
pub(crate) struct Segments {
    /// The text of all blocks.
    pub(crate) text: String,
    /// The blocks in order of the page; their ranges are ordered and disjoint.
    pub(crate) blocks: Vec<Segment>,
    /// The links in order of the page.
    pub(crate) links: Vec<Anchor>,
}

/// One block: text without a visible break inside.
#[derive(Clone, Debug)]
pub(crate) struct Segment {
    /// Where its text lies in [`Segments::text`].
    pub(crate) range: Range<usize>,
    /// The innermost element around all of it that is no inline markup.
    pub(crate) node: NodeId,
    /// Bytes inside links.
    pub(crate) n_linked: usize,
    /// Bytes inside `<b>`, `<strong>`, `<i>` or `<em>`.
    pub(crate) n_stressed: usize,
    /// How many links.
    pub(crate) n_links: usize,
    /// Whether a picture, film or frame stands between this block and the one before.
    pub(crate) after_media: bool,
}

/// A link and the words it lies on.
#[derive(Clone, Debug)]
pub(crate) struct Anchor {
    /// Where the words lie in [`Segments::text`].
    pub(crate) range: Range<usize>,
    /// The element.
    pub(crate) node: NodeId,
}

impl Segments {
    /// The text of a block.
    pub(crate) fn text_of(&self, segment: &Segment) -> &str {
        self.text.get(segment.range.clone()).unwrap_or("")
    }
}

/// What a tag does to the flow of text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Flow {
    /// Starts and ends a block.
    Block,
    /// Text flows on.
    Inline,
    /// Not shown, or not text.
    Gone,
    /// A picture, film or frame.
    Media,
    /// A line break.
    Break,
    /// A cell of a plain row: set off by white space, not a block of its own.
    Cell,
}

/// Nodes of a row that are looked at to tell a plain one.
const MAX_ROW_NODES: usize = 150;

/// Nodes of a card that are looked at to find its first words.
const MAX_CARD_NODES: usize = 30;

/// Whether a cell stands in a row of more cells whose text is short and in line, so that the
/// row, not the cell, is what a reader takes in at once.
fn is_plain_row(dom: &Dom, cell: NodeId) -> bool {
    let Some(row) = dom.get(cell).map(|cell| cell.parent) else { return false };
    let end = after(dom, row);
    let mut at = following(dom, row);
    let (mut n_cells, mut n_bytes) = (0, 0);
    for _ in 0..MAX_ROW_NODES {
        if at == end {
            return n_cells > 1 && n_bytes <= n_cells * 120;
        }
        let Some(kind) = dom.kind(at) else { return n_cells > 1 };
        match kind {
            Kind::Text(text) => n_bytes += text.trim().len(),
            Kind::Element(element) => match &**element.tag() {
                "td" | "th" => n_cells += 1,
                "table" | "ul" | "ol" | "h1" | "h2" | "h3" | "article" | "section" => return false,
                _ => {}
            },
            Kind::Root => {}
        }
        at = following(dom, at);
    }
    false
}

fn flow(dom: &Dom, id: NodeId, element: Element<'_>, in_line: bool) -> Flow {
    if !element.is_html() {
        return Flow::Gone;
    }
    match &**element.tag() {
        "script" | "style" | "noscript" | "template" | "head" | "title" | "object" | "canvas"
        | "select" | "textarea" | "input" | "datalist" | "map" | "noframes" | "noembed" => {
            Flow::Gone
        }
        "img" | "picture" | "video" | "audio" | "iframe" | "embed" => Flow::Media,
        "br" => Flow::Break,
        "span" if is_break(dom, id, element) => Flow::Break,
        "td" | "th" if is_plain_row(dom, id) => Flow::Cell,
        "a" | "abbr" | "acronym" | "b" | "bdi" | "bdo" | "big" | "cite" | "code" | "data"
        | "del" | "dfn" | "em" | "font" | "i" | "ins" | "kbd" | "label" | "mark" | "nobr" | "q"
        | "rb" | "rp" | "rt" | "rtc" | "ruby" | "s" | "samp" | "small" | "span" | "strike"
        | "strong" | "sub" | "sup" | "time" | "tt" | "u" | "var" | "wbr" => Flow::Inline,
        // Elements of a site's own making are boxes, save inside a line of text.
        _ if in_line && element.tag().contains('-') => Flow::Inline,
        _ => Flow::Block,
    }
}

/// Whether a `<span>` without content is called a line break.
fn is_break(dom: &Dom, id: NodeId, element: Element<'_>) -> bool {
    dom.get(id).is_some_and(|node| node.first == NONE)
        && element.attr(Attr::Class).is_some_and(|class| class.split(' ').any(|word| word == "br"))
}

fn is_stress(element: Element<'_>) -> bool {
    matches!(
        *element.tag(),
        local_name!("b") | local_name!("strong") | local_name!("em") | local_name!("i")
    )
}

/// The beginning of a text up to where it needs a second look: ASCII words with one space between
/// each and the next, and none around them.
fn plain_words(text: &str) -> &str {
    let mut end = 0;
    let mut was_word = false;
    for (at, &byte) in text.as_bytes().iter().enumerate() {
        let is_word = byte > b' ' && byte.is_ascii();
        if is_word {
            end = at + 1;
        } else if byte != b' ' || !was_word {
            break;
        }
        was_word = is_word;
    }
    text.get(..end).unwrap_or("")
}

/// Cuts the visible text of a page into blocks. Linear in the size of the tree.
pub(crate) fn segments(dom: &Dom) -> Segments {
    let mut cutter = Cutter::default();
    let mut id = dom.root();
    'walk: while let Some(node) = dom.get(id) {
        if cutter.enter(dom, id) && node.first != NONE {
            id = node.first;
            continue;
        }
        loop {
            cutter.leave(dom, id);
            match dom.get(id) {
                Some(node) if node.next != NONE => {
                    id = node.next;
                    continue 'walk;
                }
                Some(node) if node.parent != NONE => id = node.parent,
                _ => break 'walk,
            }
        }
    }
    cutter.finish()
}

/// The state of the walk.
#[derive(Default)]
struct Cutter {
    out: Segments,
    /// Where the open block starts in the text.
    start: usize,
    /// Open elements that are shown, with their flow, outermost first.
    open: Vec<(NodeId, Flow)>,
    n_linked: usize,
    n_stressed: usize,
    n_links: usize,
    /// Open `<a>` and stress elements.
    n_open_links: usize,
    n_open_stress: usize,
    n_breaks: usize,
    after_media: bool,
    /// A space is due before the next character.
    space: bool,
}

impl Cutter {
    /// Takes in one node; whether its children are to be walked.
    fn enter(&mut self, dom: &Dom, id: NodeId) -> bool {
        let Some(kind) = dom.kind(id) else { return false };
        match kind {
            Kind::Root => true,
            Kind::Text(text) => {
                self.words(text);
                false
            }
            Kind::Element(element) => {
                let in_line = self.out.text.len() > self.start
                    || self.open.last().is_some_and(|&(_, flow)| flow == Flow::Inline);
                match flow(dom, id, element, in_line) {
                    Flow::Gone => false,
                    Flow::Inline if self.repeats_link(dom, id) => false,
                    Flow::Media => {
                        self.after_media = true;
                        false
                    }
                    Flow::Break => {
                        self.line_break();
                        false
                    }
                    Flow::Inline => {
                        self.n_open_stress += usize::from(is_stress(element));
                        if *element.tag() == local_name!("a") {
                            self.n_open_links += 1;
                            self.due_space();
                            let at = self.out.text.len();
                            self.out.links.push(Anchor { range: at..at, node: id });
                            self.n_links += 1;
                        }
                        self.open.push((id, Flow::Inline));
                        true
                    }
                    flow if flow == Flow::Cell || self.in_cell() => {
                        self.space = true;
                        self.open.push((id, Flow::Cell));
                        true
                    }
                    _ => {
                        self.flush();
                        self.open.push((id, Flow::Block));
                        true
                    }
                }
            }
        }
    }

    /// Whether an element sticks to a link and opens with the same words: a card that is shown
    /// when a reader points at the link.
    fn repeats_link(&self, dom: &Dom, id: NodeId) -> bool {
        let is_at_end = |link: &&Anchor| link.range.end == self.out.text.len();
        let Some(link) = self.out.links.last().filter(is_at_end).filter(|_| !self.space) else {
            return false;
        };
        let words = self.out.text.get(link.range.clone()).unwrap_or("");
        let end = after(dom, id);
        let mut at = following(dom, id);
        let n_nodes = if words.contains(char::is_whitespace) { MAX_CARD_NODES } else { 0 };
        for _ in 0..n_nodes {
            match dom.kind(at).filter(|_| at != end) {
                Some(Kind::Text(text)) if !text.trim().is_empty() => return text.trim() == words,
                Some(_) => at = following(dom, at),
                None => return false,
            }
        }
        false
    }

    /// Whether the walk is inside a cell of a plain row.
    fn in_cell(&self) -> bool {
        self.open
            .iter()
            .rev()
            .find(|(_, flow)| *flow != Flow::Inline)
            .is_some_and(|(_, flow)| *flow == Flow::Cell)
    }

    fn leave(&mut self, dom: &Dom, id: NodeId) {
        let Some(&(open, flow)) = self.open.last() else { return };
        if open != id {
            return;
        }
        if flow == Flow::Block {
            self.flush();
        } else if flow == Flow::Cell {
            self.space = true;
        } else if let Some(element) = dom.element(id) {
            self.n_open_stress -= usize::from(is_stress(element));
            if *element.tag() == local_name!("a") {
                self.n_open_links -= 1;
                self.end_link(id);
            }
        }
        self.open.pop();
    }

    /// Notes where a link's words end; a link without words is forgotten.
    fn end_link(&mut self, id: NodeId) {
        let end = self.out.text.len();
        if let Some(at) = self.out.links.iter().rposition(|link| link.node == id)
            && let Some(link) = self.out.links.get_mut(at)
        {
            link.range.end = end;
        }
    }

    fn line_break(&mut self) {
        self.n_breaks += 1;
        let ends_sentence = self.out.text.trim_end_matches(['”', '"', '’', '\'', ')', '»', '“']);
        if self.in_cell() {
            self.space = true;
            return;
        }
        if self.n_breaks > 1 || ends_sentence.ends_with(['.', '!', '?', '…', '。']) {
            self.flush();
        }
        self.space = true;
    }

    /// Writes the space that is due, if the block has begun.
    fn due_space(&mut self) {
        if self.space && self.out.text.len() > self.start {
            self.out.text.push(' ');
            self.space = false;
        }
    }

    fn words(&mut self, text: &str) {
        let before = self.out.text.len();
        let mut rest = text;
        loop {
            // Plain words go in at once.
            let plain = plain_words(rest);
            if !plain.is_empty() {
                self.due_space();
                self.space = false;
                self.n_breaks = 0;
                self.out.text.push_str(plain);
            }
            rest = rest.get(plain.len()..).unwrap_or("");
            let Some(c) = rest.chars().next() else { break };
            rest = rest.get(c.len_utf8()..).unwrap_or("");
            match c {
                ' ' | '\n' | '\t' | '\r' | '\u{c}' | '\u{a0}' | '\u{2028}' | '\u{2029}'
                | '\u{202f}' | '\u{2003}' | '\u{2002}' | '\u{2009}' => self.space = true,
                '\u{200b}' | '\u{feff}' | '\u{ad}' | '\u{200e}' | '\u{200f}' | '\u{2060}'
                | '\u{0}' => {}
                c => {
                    self.due_space();
                    self.space = false;
                    self.n_breaks = 0;
                    self.out.text.push(c);
                }
            }
        }
        let n = self.out.text.len() - before;
        if self.n_open_links > 0 {
            self.n_linked += n;
        }
        if self.n_open_stress > 0 {
            self.n_stressed += n;
        }
    }

    /// Ends the open block, if it holds anything.
    fn flush(&mut self) {
        let words = self.out.text.get(self.start..).unwrap_or("").trim_end().len();
        self.out.text.truncate(self.start + words);
        let end = self.out.text.len();
        if end > self.start {
            let node = self
                .open
                .iter()
                .rev()
                .find(|&&(_, flow)| flow == Flow::Block)
                .map_or(NONE, |&(id, _)| id);
            self.out.blocks.push(Segment {
                range: self.start..end,
                node,
                n_linked: self.n_linked,
                n_stressed: self.n_stressed,
                n_links: self.n_links.max(usize::from(self.n_linked > 0)),
                after_media: std::mem::take(&mut self.after_media),
            });
            self.out.text.push('\n');
            self.start = end + 1;
        }
        (self.n_linked, self.n_stressed, self.n_links) = (0, 0, 0);
        self.n_breaks = 0;
        self.space = false;
    }

    fn finish(mut self) -> Segments {
        self.flush();
        self.out.links.retain(|link| !link.range.is_empty());
        self.out
    }
}
