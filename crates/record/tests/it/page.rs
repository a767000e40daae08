//! The report as a page: what it links to is there, and it shows articles as text alone.

use crate::generated;
use proptest::prelude::*;
use std::collections::BTreeSet;
use tellings_model::{Note, Telling};
use tellings_record::{Format, View, render};

fn page(telling: &Telling, notes: &[Note]) -> String {
    let mut out = Vec::new();
    render(telling, notes, Format::Html, &View::default(), &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// What stands between `before` and the next quotation mark, everywhere.
fn values<'a>(page: &'a str, before: &str) -> Vec<&'a str> {
    page.split(before).skip(1).map(|rest| rest.split('"').next().unwrap()).collect()
}

/// Every tag of the page, without attributes.
fn tags(page: &str) -> impl Iterator<Item = &str> {
    let body = page.split_once("</style>").unwrap().1;
    body.split('<').skip(1).map(|rest| rest.split(['>', ' ']).next().unwrap())
}

/// Tags that the cut leaves open at the front.
const OUTER: [&str; 2] = ["html", "head"];

/// Tags that are never closed.
const EMPTY: [&str; 6] = ["meta", "input", "br", "rect", "rect/", "path"];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Every link of the page leads to exactly one place of the page.
    #[test]
    fn every_link_leads_to_its_words((telling, notes) in generated::telling()) {
        let page = page(&telling, &notes);
        let ids = values(&page, " id=\"");
        let places: BTreeSet<&str> = ids.iter().copied().collect();
        prop_assert_eq!(places.len(), ids.len(), "an id stands twice");
        for href in values(&page, "href=\"#") {
            prop_assert!(places.contains(href), "{href} leads nowhere");
        }
    }

    /// No word of an article becomes markup, and what is opened is closed in order.
    #[test]
    fn the_page_is_made_of_its_own_tags_alone((telling, notes) in generated::telling()) {
        let page = page(&telling, &notes);
        let mut open: Vec<&str> = OUTER.to_vec();
        for tag in tags(&page) {
            prop_assert!(tag != "b" || open.last() == Some(&"span"), "an article wrote a tag");
            match tag.strip_prefix('/') {
                Some(closed) => prop_assert_eq!(open.pop(), Some(closed)),
                None if !EMPTY.contains(&tag) => open.push(tag),
                None => {}
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Every footnote mark of the Markdown report has its footnote, and every footnote its mark.
    #[test]
    fn every_footnote_stands_under_the_text((telling, notes) in generated::telling()) {
        let mut out = Vec::new();
        render(&telling, &notes, Format::Markdown, &View::default(), &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        let mut marks = BTreeSet::new();
        let mut notes = BTreeSet::new();
        for piece in text.split("[^").skip(1) {
            let (name, rest) = piece.split_once(']').unwrap();
            if rest.starts_with(':') { notes.insert(name) } else { marks.insert(name) };
        }
        prop_assert_eq!(marks, notes);
    }
}

#[test]
fn the_page_needs_neither_network_nor_script() {
    let page = page(&Telling::default(), &[Note::remark(Some("a.html"), "<script>alert(1)")]);
    assert!(page.contains("default-src &#39;none&#39;") || page.contains("default-src 'none'"));
    for foreign in ["<script", "http:", "https:", "@import", "url("] {
        assert!(!page.contains(foreign), "{foreign}");
    }
}
