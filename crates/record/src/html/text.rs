//! The text of an article as HTML: escaped, with an anchor at every cited place and a class at
//! every layer.

use super::anchor;
use crate::ruler::Ruler;
use std::collections::BTreeSet;
use std::fmt::Write;
use tellings_model::{BlockKind, Citation, NodeId, Siglum, Span, Story, Witness};

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
    story_idx: usize,
    cited: &BTreeSet<Citation>,
) -> (Vec<Paragraph>, String) {
    let article = &witness.article;
    let mut writer = Writer {
        text: article.text(),
        ruler: Ruler::new(article.text()),
        siglum: witness.siglum,
        story_idx,
        rules: String::new(),
    };
    let marks = marks(story, witness, cited);
    let mut paragraphs = Vec::new();
    let mut end = article.span(0, 0);
    for block in &article.blocks {
        // Text between blocks is shown too: nothing of the telling is hidden.
        let gap = end.gap(block.span);
        if !article.at(gap).trim().is_empty() {
            paragraphs.push(paragraph(BlockKind::Paragraph, writer.block(gap, &marks)));
        }
        paragraphs.push(paragraph(block.kind, writer.block(block.span, &marks)));
        end = block.span;
    }
    let rest = article.span(end.end(), article.text().len());
    if !article.at(rest).trim().is_empty() {
        paragraphs.push(paragraph(BlockKind::Paragraph, writer.block(rest, &marks)));
    }
    (paragraphs, writer.rules)
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
    story_idx: usize,
    rules: String,
}

impl Writer<'_> {
    /// The words of one block with their marks; marks that cross are cut where they do.
    fn block(&mut self, block: Span, marks: &[Mark]) -> String {
        let mut html = String::with_capacity(block.len() * 2);
        let mut open: Vec<Mark> = Vec::new();
        let mut at = block.start();
        // Marks are sorted by start; one that begins earlier may still reach into this block.
        let mut waiting = marks.iter().filter(|mark| mark.span.overlaps(block)).peekable();
        loop {
            let opens = waiting.peek().map(|mark| mark.span.start().max(block.start()));
            let closes = open.iter().map(|mark| mark.span.end().min(block.end())).min();
            match (opens, closes) {
                (None, None) => break,
                (Some(opens), closes) if closes.is_none_or(|closes| opens < closes) => {
                    self.words(&mut html, at, opens);
                    at = opens;
                    if let Some(mark) = waiting.next() {
                        self.open(&mut html, &mut open, *mark, block);
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

    fn open(&mut self, html: &mut String, open: &mut Vec<Mark>, mark: Mark, block: Span) {
        let begins = block.start() <= mark.span.start();
        let (start, end) = self.ruler.points(mark.span);
        let id = anchor(self.story_idx, self.siglum, start, end);
        if open.len() >= MAX_DEPTH {
            if mark.kind == MarkKind::Cited && begins {
                let _ = write!(html, "<a id=\"{id}\"></a>");
            }
            return;
        }
        match mark.kind {
            MarkKind::Cited if begins => {
                let _ = write!(html, "<mark id=\"{id}\" class=\"cited\">");
            }
            MarkKind::Cited => self.piece(html, &id),
            kind => {
                let _ = write!(html, "<span class=\"{}\">", kind.class());
            }
        }
        open.push(mark);
    }

    /// A further piece of a place that begins elsewhere, lit up together with it.
    fn piece(&mut self, html: &mut String, id: &str) {
        let rule = format!("main:has(#{id}:target) .p-{id}");
        if !self.rules.contains(&rule) {
            if !self.rules.is_empty() {
                self.rules.push(',');
            }
            self.rules.push_str(&rule);
        }
        let _ = write!(html, "<mark class=\"cited p-{id}\">");
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
            if mark.kind == MarkKind::Cited {
                let (start, end) = self.ruler.points(mark.span);
                self.piece(html, &anchor(self.story_idx, self.siglum, start, end));
            } else {
                let _ = write!(html, "<span class=\"{}\">", mark.kind.class());
            }
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
