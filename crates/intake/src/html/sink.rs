//! How html5ever fills a tree: within bounds of depth and size, and without comments.

use super::dom::{Attr, Content, Dom, MAX_DEPTH, MAX_NODES, NONE, Node, NodeId, ROOT};
use super::token;
use html5ever::interface::{
    Attribute, ElemName, ElementFlags, NodeOrText, QuirksMode, TreeSink as Html5Sink,
};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{Tag, TagKind, Token, TokenSink, TokenSinkResult};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};
use html5ever::{LocalName, Namespace, QualName, local_name, ns};
use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::ops::Range;

/// Stands for comments and processing instructions, which the tree does not hold.
const NOTHING: NodeId = 1;

/// Parses a page by the HTML standard (WHATWG HTML §13.2).
pub(super) fn parse(html: &str) -> Dom {
    let builder = TreeBuilder::new(Sink::new(html.len()), TreeBuilderOpts::default());
    let limited = Limited { builder };
    token::feed(html, &limited);
    limited.builder.sink.finish()
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
    /// With the range of its attributes.
    Element(QualName, Range<u32>),
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
    /// Holds the attributes; the nodes come when all are there.
    dom: RefCell<Dom>,
    /// How deep the current node lies.
    depth: Cell<u16>,
    /// Start tags refused for their depth whose end tags are still to come.
    n_refused: Cell<u32>,
    cut: Cell<bool>,
}

impl Sink {
    /// An empty tree for a page of so many bytes.
    fn new(n_bytes: usize) -> Self {
        // A node takes about 50 bytes of a page, and attributes that are read a tenth of it.
        let text = String::with_capacity(n_bytes / 8);
        let sink = Self {
            nodes: RefCell::new(Vec::with_capacity(n_bytes / 50 + 16)),
            dom: RefCell::new(Dom { text, ..Dom::default() }),
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
            // Nobody reads style sheets.
            NodeOrText::AppendText(_) if self.is_style(parent) => return,
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

    fn is_style(&self, id: NodeId) -> bool {
        let nodes = self.nodes.borrow();
        let node = nodes.get(id as usize);
        node.is_some_and(
            |node| matches!(&node.raw, Raw::Element(name, _) if name.local == local_name!("style")),
        )
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
        let mut dom = self.dom.into_inner();
        dom.cut = self.cut.get();
        let nodes = self.nodes.into_inner();
        // Trees of a whole batch wait for each other: they are no larger than they must be.
        dom.nodes.reserve_exact(nodes.len());
        dom.attrs.shrink_to_fit();
        let n_bytes = |node: &Built| if let Raw::Text(text) = &node.raw { text.len() } else { 0 };
        dom.text.reserve_exact(nodes.iter().map(n_bytes).sum());
        for node in nodes {
            let content = match node.raw {
                Raw::Root => Content::Root,
                Raw::Text(text) => Content::Text(dom.keep(&text)),
                Raw::Element(name, attrs) => {
                    let is_html = name.ns == ns!(html);
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
        let attrs = self.dom.borrow_mut().keep_attrs(&attrs);
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
        if let Some(Built { raw: Raw::Element(_, range), .. }) =
            self.nodes.borrow_mut().get_mut(*target as usize)
        {
            let mut dom = self.dom.borrow_mut();
            let old = dom.attrs.get(range.start as usize..range.end as usize).unwrap_or(&[]);
            let old = old.to_vec();
            let is_new = |attr: &Attribute| {
                let attr = Attr::of(&attr.name.local);
                old.iter().all(|(known, _)| Some(*known) != attr)
            };
            let missing: Vec<Attribute> = attrs.into_iter().filter(is_new).collect();
            let start = dom.attrs.len() as u32;
            dom.attrs.extend(old);
            *range = start..dom.keep_attrs(&missing).end;
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

/// What [`parse`] gives, by html5ever's own tokenizer.
#[cfg(test)]
pub(super) fn parse_by_characters(html: &str) -> Dom {
    use html5ever::TokenizerResult::{EncodingIndicator, Script};
    use html5ever::tokenizer::{BufferQueue, Tokenizer, TokenizerOpts};
    let builder = TreeBuilder::new(Sink::new(html.len()), TreeBuilderOpts::default());
    let tokenizer = Tokenizer::new(Limited { builder }, TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from_slice(html));
    while let Script(_) | EncodingIndicator(_) = tokenizer.feed(&input) {}
    tokenizer.end();
    tokenizer.sink.builder.sink.finish()
}
