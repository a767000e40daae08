//! How html5ever fills a tree: within bounds of depth and size, and without comments.

use super::dom::{Content, Dom, MAX_DEPTH, MAX_NODES, NONE, Node, NodeId, ROOT};
use html5ever::interface::{
    Attribute, ElemName, ElementFlags, NodeOrText, QuirksMode, TreeSink as Html5Sink,
};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};
use html5ever::{LocalName, Namespace, QualName, TokenizerResult, local_name, ns};
use std::borrow::Cow;
use std::cell::{Cell, RefCell};

/// Stands for comments and processing instructions, which the tree does not hold.
const NOTHING: NodeId = 1;

/// Parses a page by the HTML standard (WHATWG HTML §13.2).
pub(super) fn parse(html: &str) -> Dom {
    let builder = TreeBuilder::new(Sink::new(), TreeBuilderOpts::default());
    let tokenizer = Tokenizer::new(Limited { builder }, TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from_slice(html));
    while let TokenizerResult::Script(_) | TokenizerResult::EncodingIndicator(_) =
        tokenizer.feed(&input)
    {}
    tokenizer.end();
    tokenizer.sink.builder.sink.finish()
}

/// One node while the tree is built.
#[derive(Debug)]
struct Built {
    parent: NodeId,
    first: NodeId,
    last: NodeId,
    prev: NodeId,
    next: NodeId,
    depth: u16,
    raw: Raw,
}

/// What a node holds while the tree is built.
#[derive(Debug)]
enum Raw {
    Root,
    Element(QualName, Vec<Attribute>),
    Text(StrTendril),
}

/// Hands tokens to the tree builder, save what would make the tree too deep or too large.
struct Limited {
    builder: TreeBuilder<NodeId, Sink>,
}

impl TokenSink for Limited {
    type Handle = NodeId;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<NodeId> {
        let sink = &self.builder.sink;
        if sink.nodes.borrow().len() >= MAX_NODES && token != Token::EOFToken {
            sink.cut.set(true);
            return TokenSinkResult::Continue;
        }
        if let Token::TagToken(tag) = &token
            && sink.refuses(tag)
        {
            return TokenSinkResult::Continue;
        }
        self.builder.process_token(token, line)
    }

    fn end(&self) {
        self.builder.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.builder.adjusted_current_node_present_but_not_in_html_namespace()
    }
}

/// Takes the tree builder's calls and fills the arena.
struct Sink {
    nodes: RefCell<Vec<Built>>,
    /// How deep the current node lies.
    depth: Cell<u16>,
    /// Start tags refused for their depth whose end tags are still to come.
    n_refused: Cell<u32>,
    cut: Cell<bool>,
}

impl Sink {
    fn new() -> Self {
        let sink = Self {
            nodes: RefCell::new(Vec::with_capacity(4096)),
            depth: Cell::new(0),
            n_refused: Cell::new(0),
            cut: Cell::new(false),
        };
        sink.add(Raw::Root);
        sink.add(Raw::Root);
        sink
    }

    fn add(&self, raw: Raw) -> NodeId {
        let mut nodes = self.nodes.borrow_mut();
        let id = nodes.len() as NodeId;
        nodes.push(Built {
            parent: NONE,
            first: NONE,
            last: NONE,
            prev: NONE,
            next: NONE,
            depth: 0,
            raw,
        });
        id
    }

    fn refuses(&self, tag: &Tag) -> bool {
        let n_refused = self.n_refused.get();
        match tag.kind {
            TagKind::StartTag if self.depth.get() >= MAX_DEPTH => {
                self.n_refused.set(n_refused + 1);
                true
            }
            TagKind::EndTag if n_refused > 0 => {
                self.n_refused.set(n_refused - 1);
                true
            }
            TagKind::StartTag | TagKind::EndTag => false,
        }
    }
}

/// Changes of the tree's links; ids come from the builder, so they exist.
fn detach(nodes: &mut [Built], id: NodeId) {
    let Some(node) = nodes.get_mut(id as usize) else { return };
    let (parent, prev, next) = (node.parent, node.prev, node.next);
    (node.parent, node.prev, node.next) = (NONE, NONE, NONE);
    if let Some(prev) = nodes.get_mut(prev as usize) {
        prev.next = next;
    } else if let Some(parent) = nodes.get_mut(parent as usize) {
        parent.first = next;
    }
    if let Some(next) = nodes.get_mut(next as usize) {
        next.prev = prev;
    } else if let Some(parent) = nodes.get_mut(parent as usize) {
        parent.last = prev;
    }
}

/// Puts a detached node under `parent`, before `before`, or last where that is [`NONE`].
fn attach(nodes: &mut [Built], parent: NodeId, before: NodeId, id: NodeId) {
    let depth = nodes.get(parent as usize).map_or(0, |parent| parent.depth.saturating_add(1));
    let prev = match nodes.get(before as usize) {
        Some(before) => before.prev,
        None => nodes.get(parent as usize).map_or(NONE, |parent| parent.last),
    };
    if let Some(node) = nodes.get_mut(id as usize) {
        (node.parent, node.prev, node.next, node.depth) = (parent, prev, before, depth);
    }
    match nodes.get_mut(prev as usize) {
        Some(prev) => prev.next = id,
        None => {
            if let Some(parent) = nodes.get_mut(parent as usize) {
                parent.first = id;
            }
        }
    }
    match nodes.get_mut(before as usize) {
        Some(before) => before.prev = id,
        None => {
            if let Some(parent) = nodes.get_mut(parent as usize) {
                parent.last = id;
            }
        }
    }
}

impl Sink {
    fn put(&self, parent: NodeId, before: NodeId, child: NodeOrText<NodeId>) {
        let id = match child {
            NodeOrText::AppendNode(NOTHING) => return,
            NodeOrText::AppendNode(id) => id,
            NodeOrText::AppendText(text) => {
                if let Some(text) = self.joined(parent, before, text) {
                    self.add(Raw::Text(text))
                } else {
                    return;
                }
            }
        };
        let mut nodes = self.nodes.borrow_mut();
        detach(&mut nodes, id);
        attach(&mut nodes, parent, before, id);
        if let Some(node) = nodes.get(id as usize)
            && let Raw::Element(..) = node.raw
        {
            self.depth.set(node.depth);
        }
    }

    /// Adds text to the text node that it follows; gives it back where there is none.
    fn joined(&self, parent: NodeId, before: NodeId, text: StrTendril) -> Option<StrTendril> {
        let mut nodes = self.nodes.borrow_mut();
        let prev = match nodes.get(before as usize) {
            Some(before) => before.prev,
            None => nodes.get(parent as usize).map_or(NONE, |parent| parent.last),
        };
        match nodes.get_mut(prev as usize) {
            Some(Built { raw: Raw::Text(old), .. }) => {
                old.push_tendril(&text);
                None
            }
            _ => Some(text),
        }
    }
}

/// Whether anything in this crate reads an attribute; the rest (`src`, `srcset`, …) is not kept.
fn is_read(name: &str) -> bool {
    matches!(
        name,
        "class"
            | "id"
            | "href"
            | "rel"
            | "role"
            | "style"
            | "hidden"
            | "itemprop"
            | "property"
            | "name"
            | "content"
            | "http-equiv"
            | "datetime"
            | "pubdate"
            | "title"
            | "type"
            | "lang"
            | "data-component"
            | "data-testid"
    )
}

/// The name of an element, owned, so that the arena is not borrowed while it is looked at.
#[derive(Debug)]
struct OwnedName(Namespace, LocalName);

impl ElemName for OwnedName {
    fn ns(&self) -> &Namespace {
        &self.0
    }

    fn local_name(&self) -> &LocalName {
        &self.1
    }
}

impl Html5Sink for Sink {
    type Handle = NodeId;
    type Output = Dom;
    type ElemName<'a> = OwnedName;

    fn finish(self) -> Dom {
        let mut dom = Dom { cut: self.cut.get(), ..Dom::default() };
        for node in self.nodes.into_inner() {
            let content = match node.raw {
                Raw::Root => Content::Root,
                Raw::Text(text) => Content::Text(dom.keep(&text)),
                Raw::Element(name, attrs) => {
                    let start = dom.attrs.len() as u32;
                    for attr in attrs.into_iter().filter(|attr| is_read(&attr.name.local)) {
                        let value = dom.keep(&attr.value);
                        dom.attrs.push((attr.name.local, value));
                    }
                    let is_html = name.ns == ns!(html);
                    let attrs = start..dom.attrs.len() as u32;
                    Content::Element { name: name.local, is_html, attrs }
                }
            };
            let Built { parent, first, next, .. } = node;
            dom.nodes.push(Node { parent, first, next, content });
        }
        dom
    }

    fn parse_error(&self, _message: Cow<'static, str>) {}

    fn get_document(&self) -> NodeId {
        ROOT
    }

    fn elem_name<'a>(&'a self, target: &'a NodeId) -> OwnedName {
        match self.nodes.borrow().get(*target as usize) {
            Some(Built { raw: Raw::Element(name, _), .. }) => {
                OwnedName(name.ns.clone(), name.local.clone())
            }
            _ => OwnedName(ns!(), local_name!("")),
        }
    }

    fn create_element(
        &self,
        name: QualName,
        attrs: Vec<Attribute>,
        _flags: ElementFlags,
    ) -> NodeId {
        self.add(Raw::Element(name, attrs))
    }

    fn create_comment(&self, _text: StrTendril) -> NodeId {
        NOTHING
    }

    fn create_pi(&self, _target: StrTendril, _data: StrTendril) -> NodeId {
        NOTHING
    }

    fn append(&self, parent: &NodeId, child: NodeOrText<NodeId>) {
        self.put(*parent, NONE, child);
    }

    fn append_based_on_parent_node(
        &self,
        element: &NodeId,
        prev_element: &NodeId,
        child: NodeOrText<NodeId>,
    ) {
        let parent = self.nodes.borrow().get(*element as usize).map_or(NONE, |node| node.parent);
        if parent == NONE {
            self.put(*prev_element, NONE, child);
        } else {
            self.put(parent, *element, child);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn pop(&self, node: &NodeId) {
        if let Some(node) = self.nodes.borrow().get(*node as usize) {
            self.depth.set(node.depth.saturating_sub(1));
        }
    }

    fn get_template_contents(&self, target: &NodeId) -> NodeId {
        *target
    }

    fn same_node(&self, x: &NodeId, y: &NodeId) -> bool {
        x == y
    }

    fn set_quirks_mode(&self, _mode: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &NodeId, new_node: NodeOrText<NodeId>) {
        let parent = self.nodes.borrow().get(*sibling as usize).map_or(NONE, |node| node.parent);
        self.put(parent, *sibling, new_node);
    }

    fn add_attrs_if_missing(&self, target: &NodeId, attrs: Vec<Attribute>) {
        if let Some(Built { raw: Raw::Element(_, old), .. }) =
            self.nodes.borrow_mut().get_mut(*target as usize)
        {
            for attr in attrs {
                if !old.iter().any(|old| old.name == attr.name) {
                    old.push(attr);
                }
            }
        }
    }

    fn remove_from_parent(&self, target: &NodeId) {
        detach(&mut self.nodes.borrow_mut(), *target);
    }

    fn reparent_children(&self, node: &NodeId, new_parent: &NodeId) {
        let mut nodes = self.nodes.borrow_mut();
        while let Some(first) = nodes.get(*node as usize).map(|node| node.first)
            && first != NONE
        {
            detach(&mut nodes, first);
            attach(&mut nodes, *new_parent, NONE, first);
        }
    }
}
