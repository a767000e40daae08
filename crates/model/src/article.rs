//! The main text and metadata of one page.

use crate::{ArticleId, Media, Span};
use jiff::{Timestamp, civil::Date};

/// The main text of one page, with what is known about it.
///
/// `text` is the telling, furniture taken out; every [`Span`] of the article refers to it.
/// The headline is kept apart, in `title`.
#[derive(Clone, Debug, PartialEq)]
pub struct Article {
    /// A hash of the content, or the `id` that the input gave.
    pub id: ArticleId,
    /// Where the page came from, as the user named it.
    pub path: Option<String>,
    /// What kind of document it was.
    pub media: Media,
    /// The address the page was captured from, or its canonical address.
    pub url: Option<String>,
    /// When the page was captured.
    pub captured: Option<Timestamp>,
    /// Who published it.
    pub outlet: Option<Based<String>>,
    /// The headline.
    pub title: Option<Based<String>>,
    /// The people who wrote it.
    pub byline: Vec<String>,
    /// The place (and agency) in front of the first sentence.
    pub dateline: Option<Dateline>,
    /// When it was published: the best value; `published_other` keeps those that disagree.
    pub published: Option<Based<Stamp>>,
    /// Values of the publication time that the page gives elsewhere.
    pub published_other: Vec<Based<Stamp>>,
    /// When it was changed last.
    pub modified: Option<Based<Stamp>>,
    /// The language of the text, BCP 47.
    pub language: Option<String>,
    /// The section of the outlet (`World`, `Politics`).
    pub section: Option<String>,
    /// Addresses the text links to or says it is based on.
    pub links: Vec<Link>,
    /// What kind of text stands where; ordered, disjoint, never past the end.
    pub blocks: Vec<Block>,
    /// What the page carries beside the article, in order of the page.
    pub furniture: Vec<Furniture>,
    text: String,
}

impl Article {
    /// The most text an article may hold, in bytes; longer text is cut there.
    pub const MAX_TEXT_BYTES: usize = 1 << 26;

    /// An article of nothing but text; its id is empty, its paragraphs are its lines.
    pub fn from_text(text: &str) -> Self {
        Self::new(ArticleId::new(""), text.to_owned())
    }

    /// An article with a text and no metadata yet; its paragraphs are its lines.
    ///
    /// Text beyond [`Self::MAX_TEXT_BYTES`] is cut at a character boundary.
    pub fn new(id: ArticleId, mut text: String) -> Self {
        text.truncate(text.floor_char_boundary(Self::MAX_TEXT_BYTES));
        let mut article = Self {
            id,
            path: None,
            media: Media::Text,
            url: None,
            captured: None,
            outlet: None,
            title: None,
            byline: Vec::new(),
            dateline: None,
            published: None,
            published_other: Vec::new(),
            modified: None,
            language: None,
            section: None,
            links: Vec::new(),
            blocks: Vec::new(),
            furniture: Vec::new(),
            text,
        };
        article.blocks =
            article.lines().map(|span| Block { kind: BlockKind::Paragraph, span }).collect();
        article
    }

    /// The same article with another text; what lay on the words of the old one is gone: blocks,
    /// links, the dateline.
    pub fn with_text(self, text: String) -> Self {
        let Self { text, blocks, .. } = Self::new(self.id.clone(), text);
        Self { text, blocks, links: Vec::new(), dateline: None, ..self }
    }

    /// Says what kind of text stands from which byte to which; empty stretches are no blocks.
    pub fn set_blocks(&mut self, blocks: impl IntoIterator<Item = (BlockKind, usize, usize)>) {
        let block = |(kind, start, end)| Block { kind, span: self.span(start, end) };
        self.blocks =
            blocks.into_iter().map(block).filter(|block| !block.span.is_empty()).collect();
    }

    /// The telling, furniture taken out.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The span from byte `start` to byte `end` of the text.
    ///
    /// Ends that lie past the text or inside a character move back to the nearest
    /// boundary; an end before its start gives the empty span at `start`.
    pub fn span(&self, start: usize, end: usize) -> Span {
        let start = self.text.floor_char_boundary(start);
        let end = self.text.floor_char_boundary(end).max(start);
        // The text is at most MAX_TEXT_BYTES long, so both fit.
        Span::new(u32::try_from(start).unwrap_or(0), u32::try_from(end).unwrap_or(0))
    }

    /// The words at a span; empty for a span of another, longer article.
    pub fn at(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or("")
    }

    /// The span of a piece of this very text, found by its place in memory.
    ///
    /// `None` where `piece` is no slice of [`Self::text`].
    pub fn span_of(&self, piece: &str) -> Option<Span> {
        let start = (piece.as_ptr() as usize).checked_sub(self.text.as_ptr() as usize)?;
        let end = start.checked_add(piece.len())?;
        (end <= self.text.len()).then(|| self.span(start, end))
    }

    /// What kind of text stands at a byte; `None` between blocks.
    pub fn kind_at(&self, byte: usize) -> Option<BlockKind> {
        let idx = self.blocks.partition_point(|block| block.span.end() <= byte);
        self.blocks.get(idx).filter(|block| block.span.start() <= byte).map(|block| block.kind)
    }

    /// The lines of the text that hold more than white space, trimmed.
    pub fn lines(&self) -> impl Iterator<Item = Span> {
        self.text.split('\n').filter_map(|line| {
            let line = line.trim();
            if line.is_empty() { None } else { self.span_of(line) }
        })
    }
}

/// A value and what it rests on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Based<T> {
    /// The value.
    pub value: T,
    /// What it rests on.
    pub basis: Basis,
}

impl<T> Based<T> {
    /// A value with its basis.
    pub fn new(value: T, basis: Basis) -> Self {
        Self { value, basis }
    }
}

/// What a piece of metadata rests on, the strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Basis {
    /// The user or the container (JSONL record, feed item) says so.
    Declared,
    /// JSON-LD, RDFa or microdata of the page.
    StructuredData,
    /// A `<meta>` element of the page.
    Meta,
    /// A `<time>` element or visible markup of the page (byline box, headline element).
    Markup,
    /// The address of the page.
    Url,
    /// The dateline in front of the text.
    Dateline,
    /// Words of the text itself.
    Text,
    /// The other tellings of the story fix it.
    Siblings,
}

/// A point in time as a page gives it: a day, and the instant where the page says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stamp {
    /// The day as printed, in the page's own time zone.
    pub day: Date,
    /// The instant, where a clock time with a zone is given.
    pub instant: Option<Timestamp>,
}

/// The place and agency in front of the first sentence: `MEXICO CITY (AP) —`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dateline {
    /// The place as printed.
    pub place: String,
    /// The agency in brackets, where one is named.
    pub agency: Option<String>,
    /// The day, where one is printed, as printed.
    pub day: Option<String>,
    /// Where it stands in the text.
    pub span: Span,
}

/// An address the article points to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Link {
    /// The address.
    pub url: String,
    /// Whether the page says that it is based on this address (`isBasedOn`, a foreign canonical).
    pub based_on: bool,
    /// Where the linked words stand in the text, where they are part of it.
    pub span: Option<Span>,
}

/// A piece of the text and what kind of text it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    /// What kind of text.
    pub kind: BlockKind,
    /// Where it stands.
    pub span: Span,
}

/// The kinds of text an article is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BlockKind {
    /// A paragraph.
    Paragraph,
    /// A heading inside the article.
    Heading,
    /// The summary under the headline.
    Standfirst,
    /// An item of a list.
    ListItem,
    /// A block quotation.
    Quotation,
    /// A row of a table.
    TableRow,
    /// The caption of a picture.
    Caption,
    /// A line that names where the text comes from or who helped.
    CreditLine,
    /// A correction or update notice.
    Correction,
}

/// Something the page carries beside the article, and why it was taken out.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Furniture {
    /// The words taken out.
    pub text: String,
    /// Why, in a few words: `share counter`, `newsletter box`.
    pub why: String,
}
