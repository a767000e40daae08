//! What a page says of itself to machines: `<meta>`, `<link>`, `<title>` and JSON-LD.

use crate::html::{Attr, Dom, Element, Kind, NodeId, following, outer_text};
use aho_corasick::{AhoCorasick, AhoCorasickBuilder, AhoCorasickKind};
use html5ever::local_name;
use serde_json::Value;
use std::sync::LazyLock;

/// More JSON-LD than this is no metadata (bytes); the largest measured block has 300 kB.
const MAX_LD_BYTES: usize = 2 << 20;

/// What a page says of itself to machines.
#[derive(Debug, Default)]
pub(crate) struct Head {
    /// `<meta>` elements: name (or property, itemprop, http-equiv) in lower case, and content.
    pub(crate) metas: Vec<(String, String)>,
    /// The parsed JSON-LD scripts.
    pub(crate) ld: Vec<Value>,
    /// The `<title>`.
    pub(crate) title: Option<String>,
    /// `<link rel=canonical>`.
    pub(crate) canonical: Option<String>,
    /// `<html lang>`.
    pub(crate) lang: Option<String>,
    /// The `<h1>` elements, in order.
    pub(crate) h1: Vec<NodeId>,
    /// `<time>` elements and those whose `itemprop` is a date.
    pub(crate) marked: Vec<NodeId>,
    /// Elements that say that they name an author.
    pub(crate) authors: Vec<NodeId>,
    /// Bytes of scripts that are no JSON-LD.
    pub(crate) n_script: usize,
    /// JSON-LD scripts that cannot be parsed.
    pub(crate) broken_ld: Vec<NodeId>,
    /// All scripts.
    pub(crate) scripts: Vec<NodeId>,
    /// Scripts that hold JSON for the page's own code.
    pub(crate) json_scripts: Vec<NodeId>,
}

impl Head {
    /// Gathers it in one walk over the tree.
    pub(crate) fn of(dom: &Dom) -> Self {
        let mut head = Self::default();
        let mut at = dom.root();
        while dom.get(at).is_some() {
            if let Some(element) = dom.element(at) {
                head.take(dom, at, element);
            }
            at = following(dom, at);
        }
        head
    }

    fn take(&mut self, dom: &Dom, id: NodeId, element: Element<'_>) {
        match *element.tag() {
            local_name!("meta") => {
                let key = [Attr::Property, Attr::Name, Attr::ItemProp, Attr::HttpEquiv]
                    .iter()
                    .find_map(|&key| element.attr(key));
                if let (Some(key), Some(content)) = (key, element.attr(Attr::Content))
                    && !content.trim().is_empty()
                {
                    self.metas.push((key.trim().to_ascii_lowercase(), content.trim().to_owned()));
                }
            }
            local_name!("title") if self.title.is_none() && element.is_html() => {
                self.title = Some(outer_text(dom, id)).filter(|title| !title.is_empty());
            }
            local_name!("link") if self.canonical.is_none() => {
                if element.attr(Attr::Rel).is_some_and(|rel| rel.eq_ignore_ascii_case("canonical"))
                {
                    self.canonical = element.attr(Attr::Href).map(|href| href.trim().to_owned());
                }
            }
            local_name!("html") => self.lang = element.attr(Attr::Lang).map(str::to_owned),
            local_name!("h1") => self.h1.push(id),
            local_name!("script") => self.script(dom, id, element),
            local_name!("time") => self.marked.push(id),
            _ => {
                if marks_date(element) {
                    self.marked.push(id);
                }
                if element.is_html() && names_author(element) {
                    self.authors.push(id);
                }
            }
        }
    }

    fn script(&mut self, dom: &Dom, id: NodeId, element: Element<'_>) {
        let kind = element.attr(Attr::Type).unwrap_or("");
        let Some(Kind::Text(text)) = dom.get(id).and_then(|node| dom.kind(node.first)) else {
            return;
        };
        self.scripts.push(id);
        if kind.eq_ignore_ascii_case("application/ld+json") && text.len() <= MAX_LD_BYTES {
            match lenient_json(text) {
                Some(value) => self.ld.push(value),
                None => self.broken_ld.push(id),
            }
        } else {
            self.n_script += text.len();
            if kind.eq_ignore_ascii_case("application/json") || holds(&BODY_MARKS, text) {
                self.json_scripts.push(id);
            }
        }
    }

    /// The contents of the `<meta>` elements of a name, in order.
    pub(crate) fn metas<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.metas.iter().filter(move |(key, _)| key == name).map(|(_, content)| content.as_str())
    }

    /// The first `<meta>` content of the first of these names that the page has.
    pub(crate) fn meta(&self, names: &[&str]) -> Option<&str> {
        names
            .iter()
            .find_map(|name| self.metas.iter().find(|(key, _)| key == name))
            .map(|(_, content)| content.as_str())
    }
}

/// Whether an element says that it holds a date, in words that machines read.
fn marks_date(element: Element<'_>) -> bool {
    let has_value = element.attrs().any(|(attr, value)| match attr {
        Attr::DateTime | Attr::Instant => true,
        Attr::Title | Attr::Content => value.starts_with(|c: char| c.is_ascii_digit()),
        _ => false,
    });
    let names_date = |class: &str| {
        ["date", "publish", "time"].iter().any(|word| class.len() < 200 && class.contains(word))
    };
    element.attr(Attr::ItemProp).is_some_and(|prop| prop.starts_with("date"))
        || has_value && element.attr(Attr::Class).is_some_and(names_date)
}

/// Whether an element says that it names an author.
fn names_author(element: Element<'_>) -> bool {
    element.attrs().any(|(attr, value)| match attr {
        Attr::Rel => value.split(' ').any(|word| word == "author"),
        Attr::ItemProp => value == "author",
        // Longer values are data, not names.
        Attr::Class => value.len() < 200 && holds(&AUTHOR_WORDS, value),
        Attr::Href => holds(&AUTHOR_PATHS, value),
        _ => false,
    })
}

fn holds(words: &LazyLock<Option<AhoCorasick>>, value: &str) -> bool {
    words.as_ref().is_some_and(|words| words.is_match(value))
}

/// Parts of class names that mark an author's name.
static AUTHOR_WORDS: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    any_of(&["author", "byline", "autor", "auteur", "autore", "writer", "verfasser"])
});

/// What scripts call the body of an article.
static BODY_MARKS: LazyLock<Option<AhoCorasick>> =
    LazyLock::new(|| AhoCorasick::new(["articleBody", "__next_f", "Fusion.globalContent"]).ok());

/// Parts of addresses that lead to an author's page.
static AUTHOR_PATHS: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| any_of(&AUTHOR_PARTS));

/// The first four lead to an author and to nobody else; the others also to other people.
pub(super) const AUTHOR_PARTS: [&str; 10] = [
    "/author/",
    "/authors/",
    "/autor/",
    "/autoren",
    "/autore/",
    "/auteur",
    "/newsteam/",
    "/journalist",
    "/columnist",
    "/contributor",
];

fn any_of(words: &[&str]) -> Option<AhoCorasick> {
    let mut builder = AhoCorasickBuilder::new();
    builder.ascii_case_insensitive(true).kind(Some(AhoCorasickKind::DFA)).build(words).ok()
}

/// Parses JSON as pages write it: with comments around it, raw line breaks in strings, a
/// semicolon behind.
fn lenient_json(text: &str) -> Option<Value> {
    let text = text.trim().trim_start_matches("<!--").trim_start_matches("//<![CDATA[");
    let text = text.trim_end_matches("-->").trim_end_matches("//]]>").trim();
    let text = text.trim_end_matches(';');
    serde_json::from_str(text).ok().or_else(|| {
        let clean: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        serde_json::from_str(&clean).ok()
    })
}
