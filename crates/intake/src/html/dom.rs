//! The tree of one HTML page: a flat arena of nodes that html5ever fills.
//!
//! Depth and number of nodes are bounded while parsing, so that hostile pages cost no more
//! than large honest ones. All walks over the tree are loops, never recursion.

use html5ever::interface::Attribute;
use html5ever::{LocalName, local_name};
use std::ops::Range;

/// Deeper tags are dropped, as browsers do (Blink and WebKit stop at 512).
pub(super) const MAX_DEPTH: u16 = 512;

/// A page with more nodes is cut there. The largest live blog measured has 60,000.
pub(super) const MAX_NODES: usize = 1_000_000;

/// The place of a node in its [`Dom`].
pub(crate) type NodeId = u32;

/// No node.
pub(crate) const NONE: NodeId = NodeId::MAX;

pub(super) const ROOT: NodeId = 0;
/// One node of the tree and its place in it.
#[derive(Debug)]
pub(crate) struct Node {
    pub(crate) parent: NodeId,
    pub(crate) first: NodeId,
    pub(crate) next: NodeId,
    pub(super) content: Content,
}

/// What a node holds; ranges lie in [`Dom::text`], places of attributes in [`Dom::attrs`].
#[derive(Debug)]
pub(super) enum Content {
    Root,
    Element { name: LocalName, is_html: bool, attrs: Range<u32> },
    Text(Range<u32>),
}

/// What a node is.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Kind<'a> {
    /// The root.
    Root,
    /// An element with its attributes.
    Element(Element<'a>),
    /// Text.
    Text(&'a str),
}

/// The attributes that anything in this crate reads; the rest (`src`, `srcset`, …) is not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Attr {
    Class,
    Id,
    Href,
    Rel,
    Role,
    Style,
    Hidden,
    ItemProp,
    Property,
    Name,
    Content,
    HttpEquiv,
    DateTime,
    /// When something was: seconds since 1970, or a time.
    Instant,
    PubDate,
    Title,
    Type,
    Lang,
    Component,
    TestId,
    /// The tree builder reads this one and the next three.
    Color,
    Face,
    Size,
    Encoding,
}

impl Attr {
    /// The attribute of a name, if it is read.
    pub(super) fn of(name: &str) -> Option<Self> {
        Some(match name.as_bytes() {
            b"class" => Self::Class,
            b"id" => Self::Id,
            b"href" => Self::Href,
            b"rel" => Self::Rel,
            b"role" => Self::Role,
            b"style" => Self::Style,
            b"hidden" => Self::Hidden,
            b"itemprop" => Self::ItemProp,
            b"property" => Self::Property,
            b"name" => Self::Name,
            b"content" => Self::Content,
            b"http-equiv" => Self::HttpEquiv,
            b"datetime" => Self::DateTime,
            b"data-time" | b"data-timestamp" | b"data-utime" | b"data-datetime" => Self::Instant,
            b"pubdate" => Self::PubDate,
            b"title" => Self::Title,
            b"type" => Self::Type,
            b"lang" => Self::Lang,
            b"data-component" => Self::Component,
            b"data-testid" => Self::TestId,
            b"color" => Self::Color,
            b"face" => Self::Face,
            b"size" => Self::Size,
            b"encoding" => Self::Encoding,
            _ if name.bytes().any(|byte| byte.is_ascii_uppercase()) => {
                return Self::of(&name.to_ascii_lowercase());
            }
            _ => return None,
        })
    }

    /// The name, as the tree builder wants it.
    pub(super) fn local_name(self) -> LocalName {
        match self {
            Self::Class => local_name!("class"),
            Self::Id => local_name!("id"),
            Self::Href => local_name!("href"),
            Self::Rel => local_name!("rel"),
            Self::Role => local_name!("role"),
            Self::Style => local_name!("style"),
            Self::Hidden => local_name!("hidden"),
            Self::ItemProp => local_name!("itemprop"),
            Self::Property => local_name!("property"),
            Self::Name => local_name!("name"),
            Self::Content => local_name!("content"),
            Self::HttpEquiv => local_name!("http-equiv"),
            Self::DateTime => local_name!("datetime"),
            Self::Instant => LocalName::from("data-time"),
            Self::PubDate => LocalName::from("pubdate"),
            Self::Title => local_name!("title"),
            Self::Type => local_name!("type"),
            Self::Lang => local_name!("lang"),
            Self::Component => LocalName::from("data-component"),
            Self::TestId => LocalName::from("data-testid"),
            Self::Color => local_name!("color"),
            Self::Face => local_name!("face"),
            Self::Size => local_name!("size"),
            Self::Encoding => local_name!("encoding"),
        }
    }
}

/// A tag and its attributes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Element<'a> {
    dom: &'a Dom,
    name: &'a LocalName,
    is_html: bool,
    attrs: &'a [(Attr, Range<u32>)],
}

impl<'a> Element<'a> {
    /// The name of the tag.
    pub(crate) fn tag(self) -> &'a LocalName {
        self.name
    }

    /// Whether the tag belongs to HTML, not SVG or MathML.
    pub(crate) fn is_html(self) -> bool {
        self.is_html
    }

    /// The value of an attribute.
    pub(crate) fn attr(self, attr: Attr) -> Option<&'a str> {
        let (_, range) = self.attrs.iter().find(|(key, _)| *key == attr)?;
        Some(self.dom.slice(range))
    }

    /// All attributes that are kept, with their values.
    pub(crate) fn attrs(self) -> impl Iterator<Item = (Attr, &'a str)> {
        self.attrs.iter().map(move |(attr, range)| (*attr, self.dom.slice(range)))
    }
}

/// The tree of one page.
#[derive(Debug, Default)]
pub(crate) struct Dom {
    pub(super) nodes: Vec<Node>,
    /// The values of all attributes and all text, one after the other.
    pub(super) text: String,
    pub(super) attrs: Vec<(Attr, Range<u32>)>,
    /// Whether the page was cut at [`MAX_NODES`].
    pub(crate) cut: bool,
}

impl Dom {
    /// Parses a page by the HTML standard (WHATWG HTML §13.2).
    pub(crate) fn parse(html: &str) -> Self {
        super::sink::parse(html)
    }

    /// The root of the tree.
    pub(crate) fn root(&self) -> NodeId {
        ROOT
    }

    /// A node; `None` for [`NONE`].
    pub(crate) fn get(&self, id: NodeId) -> Option<&Node> {
        self.nodes.get(id as usize)
    }

    /// What a node is.
    pub(crate) fn kind(&self, id: NodeId) -> Option<Kind<'_>> {
        Some(match &self.get(id)?.content {
            Content::Root => Kind::Root,
            Content::Text(range) => Kind::Text(self.slice(range)),
            Content::Element { name, is_html, attrs } => Kind::Element(Element {
                dom: self,
                name,
                is_html: *is_html,
                attrs: self.attrs.get(attrs.start as usize..attrs.end as usize).unwrap_or(&[]),
            }),
        })
    }

    /// The element at a place; `None` for text.
    pub(crate) fn element(&self, id: NodeId) -> Option<Element<'_>> {
        match self.kind(id)? {
            Kind::Element(element) => Some(element),
            Kind::Root | Kind::Text(_) => None,
        }
    }

    /// How many nodes there are.
    pub(crate) fn len(&self) -> usize {
        self.nodes.len()
    }

    fn slice(&self, range: &Range<u32>) -> &str {
        self.text.get(range.start as usize..range.end as usize).unwrap_or("")
    }

    /// Keeps those attributes of an element that are read.
    pub(super) fn keep_attrs(&mut self, attrs: &[Attribute]) -> Range<u32> {
        let start = self.attrs.len() as u32;
        for attr in attrs {
            if let Some(known) = Attr::of(&attr.name.local) {
                let value = self.keep(&attr.value);
                self.attrs.push((known, value));
            }
        }
        start..self.attrs.len() as u32
    }

    /// Keeps a piece of text.
    pub(super) fn keep(&mut self, text: &str) -> Range<u32> {
        let start = self.text.len() as u32;
        self.text.push_str(text);
        start..self.text.len() as u32
    }
}

/// The node after `id` in order of the page; [`NONE`] after the last.
pub(crate) fn following(dom: &Dom, id: NodeId) -> NodeId {
    match dom.get(id) {
        Some(node) if node.first != NONE => node.first,
        _ => after(dom, id),
    }
}

/// The node after `id` and all inside it.
pub(crate) fn after(dom: &Dom, mut id: NodeId) -> NodeId {
    while let Some(node) = dom.get(id) {
        if node.next != NONE {
            return node.next;
        }
        id = node.parent;
    }
    NONE
}

/// All text inside a node, white space collapsed; hidden text is part of it.
pub(crate) fn outer_text(dom: &Dom, id: NodeId) -> String {
    joined_text(dom, id, "")
}

/// All text inside a node, with a space where an element starts.
pub(crate) fn spaced_text(dom: &Dom, id: NodeId) -> String {
    joined_text(dom, id, " ")
}

fn joined_text(dom: &Dom, id: NodeId, between: &str) -> String {
    let end = after(dom, id);
    let mut text = String::new();
    let mut at = id;
    while at != end
        && let Some(kind) = dom.kind(at)
    {
        match kind {
            Kind::Text(piece) => {
                text.push_str(piece);
            }
            Kind::Element(element)
                if matches!(*element.tag(), local_name!("script") | local_name!("style")) =>
            {
                at = after(dom, at);
                continue;
            }
            Kind::Element(element) if *element.tag() == local_name!("br") => text.push(' '),
            Kind::Element(_) | Kind::Root => text.push_str(between),
        }
        at = following(dom, at);
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
