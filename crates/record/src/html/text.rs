//! The text of an article as HTML: escaped, with an anchor at every cited place and a class at
//! every layer.

use super::Places;
use crate::ruler::Ruler;
use std::collections::BTreeSet;
use std::fmt::Write;
use tellings_model::{Article, BlockKind, Citation, NodeId, Siglum, Span, Story, Witness};

/// Marks inside marks deeper than this are left out; a reader could not tell them apart.
const MAX_DEPTH: usize = 16;

/// One paragraph, ready to be put into a page.
pub(super) struct Paragraph {
    /// The element that holds it.
    pub(super) element: &'static str,
    pub(super) class: &'static str,
    pub(super) html: String,
}

/// A marked stretch of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Mark {
    span: Span,
    kind: MarkKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum MarkKind {
    Copied,
    Cited,
    Quote,
    Time,
    Figure,
    Name,
}

impl MarkKind {
    fn class(self) -> &'static str {
        match self {
            Self::Cited => "cited",
            Self::Copied => "copied",
            Self::Quote => "quote",
            Self::Time => "time",
            Self::Figure => "figure",
            Self::Name => "name",
        }
    }
}

/// The paragraphs of a witness, and the style rules that light up places in several pieces.
pub(super) fn paragraphs(
    story: &Story,
    witness: &Witness,
    places: Places<'_>,
    cited: &BTreeSet<Citation>,
) -> (Vec<Paragraph>, String) {
    let article = &witness.article;
    let mut writer = Writer {
        text: article.text(),
        ruler: Ruler::new(article.text()),
        siglum: witness.siglum,
        places,
        rules: String::new(),
        placed: BTreeSet::new(),
        pieces: BTreeSet::new(),
    };
    let marks = marks(story, witness, cited);
    let mut reaching = Reaching { marks: &marks, next: 0, open: Vec::new() };
    let mut paragraphs = Vec::new();
    for (kind, span) in pieces(article) {
        let html = writer.block(span, reaching.in_block(span));
        paragraphs.push(paragraph(kind, html));
    }
    let html = writer.wordless(&marks);
    if !html.is_empty() {
        paragraphs.insert(0, Paragraph { element: "div", class: "", html });
    }
    (paragraphs, writer.rules)
}

/// The blocks of an article, and the text between them: nothing of the telling is hidden.
fn pieces(article: &Article) -> Vec<(BlockKind, Span)> {
    let mut pieces = Vec::with_capacity(article.blocks.len());
    let mut end = article.span(0, 0);
    let worded = |span: Span| !article.at(span).trim().is_empty();
    for block in &article.blocks {
        let gap = end.gap(block.span);
        if worded(gap) {
            pieces.push((BlockKind::Paragraph, gap));
        }
        pieces.push((block.kind, block.span));
        end = block.span;
    }
    let rest = article.span(end.end(), article.text().len());
    if worded(rest) {
        pieces.push((BlockKind::Paragraph, rest));
    }
    pieces
}

/// The marks that reach into one block after another, in one pass.
struct Reaching<'a> {
    marks: &'a [Mark],
    next: usize,
    open: Vec<Mark>,
}

impl Reaching<'_> {
    fn in_block(&mut self, block: Span) -> &[Mark] {
        self.open.retain(|mark| mark.span.end() > block.start());
        while let Some(&mark) = self.marks.get(self.next) {
            if mark.span.start() >= block.end() {
                break;
            }
            if mark.span.overlaps(block) {
                self.open.push(mark);
            }
            self.next += 1;
        }
        &self.open
    }
}

fn paragraph(kind: BlockKind, html: String) -> Paragraph {
    let (element, class) = match kind {
        BlockKind::Paragraph => ("p", ""),
        BlockKind::Heading => ("h4", ""),
        BlockKind::Standfirst => ("p", "standfirst"),
        BlockKind::ListItem => ("p", "item"),
        BlockKind::Quotation => ("blockquote", ""),
        BlockKind::TableRow => ("p", "row"),
        BlockKind::Caption => ("p", "caption"),
        BlockKind::CreditLine => ("p", "credit"),
        BlockKind::Correction => ("p", "correction"),
    };
    Paragraph { element, class, html }
}

/// All marks of a witness, sorted by start, the longer first.
fn marks(story: &Story, witness: &Witness, cited: &BTreeSet<Citation>) -> Vec<Mark> {
    let found = &witness.annotations;
    let of = |kind| move |span: Span| Mark { span, kind };
    let mut marks: Vec<Mark> = Vec::new();
    let places = cited.iter().filter(|citation| citation.witness == witness.siglum);
    marks.extend(places.map(|citation| citation.span).map(of(MarkKind::Cited)));
    marks.extend(found.quotes.iter().map(|quote| quote.content).map(of(MarkKind::Quote)));
    marks.extend(found.times.iter().map(|time| time.span).map(of(MarkKind::Time)));
    marks.extend(found.quantities.iter().map(|quantity| quantity.span).map(of(MarkKind::Figure)));
    marks.extend(found.mentions.iter().map(|mention| mention.span).map(of(MarkKind::Name)));
    for descent in &story.stemma.descents {
        let passages = descent.passages.iter();
        if descent.copy == witness.siglum {
            marks.extend(passages.map(|passage| passage.copy).map(of(MarkKind::Copied)));
        } else if descent.model == NodeId::Witness(witness.siglum) {
            marks.extend(passages.map(|passage| passage.model).map(of(MarkKind::Copied)));
        }
    }
    marks.sort_by_key(|m| (m.span.start(), std::cmp::Reverse(m.span.end()), m.kind));
    marks.dedup();
    marks
}

struct Writer<'a> {
    text: &'a str,
    ruler: Ruler<'a>,
    siglum: Siglum,
    places: Places<'a>,
    rules: String,
    /// The cited places whose anchor stands already.
    placed: BTreeSet<Span>,
    /// The cited places that stand in several pieces.
    pieces: BTreeSet<Span>,
}

impl Writer<'_> {
    /// The words of one block with their marks; marks that cross are cut where they do.
    fn block(&mut self, block: Span, marks: &[Mark]) -> String {
        let mut html = String::with_capacity(block.len() * 2);
        let mut open: Vec<Mark> = Vec::new();
        let mut at = block.start();
        let mut waiting = marks.iter().peekable();
        loop {
            let opens = waiting.peek().map(|mark| mark.span.start().max(block.start()));
            let closes = open.iter().map(|mark| mark.span.end().min(block.end())).min();
            match (opens, closes) {
                (None, None) => break,
                (Some(opens), closes) if closes.is_none_or(|closes| opens < closes) => {
                    self.words(&mut html, at, opens);
                    at = opens;
                    if let Some(mark) = waiting.next() {
                        self.open(&mut html, &mut open, *mark);
                    }
                }
                (_, Some(closes)) => {
                    self.words(&mut html, at, closes);
                    at = closes;
                    self.close(&mut html, &mut open, closes, block);
                }
                (Some(_), None) => break,
            }
        }
        self.words(&mut html, at, block.end());
        html
    }

    fn open(&mut self, html: &mut String, open: &mut Vec<Mark>, mark: Mark) {
        if open.len() >= MAX_DEPTH {
            if mark.kind == MarkKind::Cited && self.placed.insert(mark.span) {
                let _ = write!(html, "<a id=\"{}\"></a>", self.anchor(mark.span));
            }
            return;
        }
        self.tag(html, mark);
        open.push(mark);
    }

    /// The opening tag of a mark. The first piece of a cited place is its anchor; the others are
    /// lit up together with it.
    fn tag(&mut self, html: &mut String, mark: Mark) {
        if mark.kind != MarkKind::Cited {
            let _ = write!(html, "<span class=\"{}\">", mark.kind.class());
            return;
        }
        let id = self.anchor(mark.span);
        if self.placed.insert(mark.span) {
            let _ = write!(html, "<mark id=\"{id}\" class=\"cited\">");
            return;
        }
        if self.pieces.insert(mark.span) {
            let comma = if self.rules.is_empty() { "" } else { "," };
            let _ = write!(self.rules, "{comma}main:has(#{id}:target) .p-{id}");
        }
        let _ = write!(html, "<mark class=\"cited p-{id}\">");
    }

    /// Anchors of cited places that hold no words, so that no link leads nowhere.
    fn wordless(&mut self, marks: &[Mark]) -> String {
        let mut html = String::new();
        for mark in marks.iter().filter(|mark| mark.kind == MarkKind::Cited) {
            if self.placed.insert(mark.span) {
                let _ = write!(html, "<a id=\"{}\"></a>", self.anchor(mark.span));
            }
        }
        html
    }

    fn anchor(&self, span: Span) -> String {
        let (start, end) = self.ruler.points(span);
        self.places.id(self.siglum, start, end)
    }

    /// Closes all marks that end here; those inside which they stood are closed and opened again.
    fn close(&mut self, html: &mut String, open: &mut Vec<Mark>, at: usize, block: Span) {
        let ends = |mark: &Mark| mark.span.end().min(block.end()) <= at;
        let Some(first) = open.iter().position(ends) else { return };
        let above = open.split_off(first);
        for mark in above.iter().rev() {
            html.push_str(if mark.kind == MarkKind::Cited { "</mark>" } else { "</span>" });
        }
        for mark in above.into_iter().filter(|mark| !ends(mark)) {
            self.tag(html, mark);
            open.push(mark);
        }
    }

    fn words(&self, html: &mut String, from: usize, to: usize) {
        escape(html, self.text.get(from..to).unwrap_or(""));
    }
}

/// Text as HTML text; what a browser would obey is written as what it is.
pub(super) fn escape(html: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            c if c.is_control() && c != '\n' && c != '\t' => html.push('\u{FFFD}'),
            c => html.push(c),
        }
    }
}
