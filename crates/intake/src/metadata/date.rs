//! When an article was published and when it was changed.

use super::ld;
use crate::html::{Attr, Element, Judged, Parsed, hint, outer_text};
use crate::stamp;
use html5ever::local_name;
use serde_json::Value;
use tellings_model::{Based, Basis, Stamp};

/// Names of `<meta>` that give the publication time, the surest first.
const PUBLISHED: [&str; 34] = [
    "article:published_time",
    "og:published_time",
    "og:article:published_time",
    "datepublished",
    "date_published",
    "publish_date",
    "publish-date",
    "publishdate",
    "published_date",
    "published_time",
    "publication_date",
    "pubdate",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "article.published",
    "article:published",
    "dc.date.issued",
    "dcterms.created",
    "dc.date",
    "dc.created",
    "dcterms.date",
    "dcterms.issued",
    "originalpublicationdate",
    "article_date_original",
    "citation_publication_date",
    "citation_date",
    "displaydate",
    "rnews:datepublished",
    "bt:pubdate",
    "iso-8601-publish-date",
    "date",
    "article:post_date",
    "last-modified-by-date",
];

/// Names of `<meta>` that give the time of the last change.
const MODIFIED: [&str; 7] = [
    "article:modified_time",
    "og:updated_time",
    "og:modified_time",
    "datemodified",
    "dcterms.modified",
    "dc.date.modified",
    "last-modified",
];

/// The publication times that a page gives, the surest first.
pub(crate) fn published(parsed: &Parsed, judged: &Judged, ld: Option<&Value>) -> Vec<Based<Stamp>> {
    let mut times = Vec::new();
    let mut add = |value: Option<Stamp>, basis: Basis| {
        times.extend(value.map(|value| Based::new(value, basis)));
    };
    let field = |field: &str| ld.and_then(|ld| ld::text(ld, field)).and_then(stamp::declared);
    add(field("datePublished"), Basis::StructuredData);
    for key in PUBLISHED {
        for value in parsed.head.metas(key).take(1) {
            add(stamp::declared(value), Basis::Meta);
        }
    }
    add(field("dateCreated"), Basis::StructuredData);
    add(field("uploadDate"), Basis::StructuredData);
    for (is_sure, value) in marked(parsed) {
        if is_sure {
            add(Some(value), Basis::Markup);
        }
    }
    add(parsed.url.as_deref().and_then(in_url), Basis::Url);
    for (is_sure, value) in marked(parsed) {
        if !is_sure {
            add(Some(value), Basis::Markup);
        }
    }
    for value in printed(parsed, judged) {
        add(Some(value), Basis::Text);
    }
    add(field("dateModified"), Basis::StructuredData);
    for key in MODIFIED {
        for value in parsed.head.metas(key).take(1) {
            add(stamp::declared(value), Basis::Meta);
        }
    }
    times
}

/// When an article was changed last.
pub(crate) fn modified(parsed: &Parsed, ld: Option<&Value>) -> Option<Based<Stamp>> {
    let field = ld
        .and_then(|ld| ld::text(ld, "dateModified"))
        .and_then(stamp::declared)
        .map(|stamp| Based::new(stamp, Basis::StructuredData));
    field.or_else(|| {
        let value =
            MODIFIED.iter().find_map(|key| parsed.head.metas(key).find_map(stamp::declared));
        value.map(|stamp| Based::new(stamp, Basis::Meta))
    })
}

/// Times that elements mark; `true` where the element says that it is the publication time.
fn marked(parsed: &Parsed) -> Vec<(bool, Stamp)> {
    let mut found = Vec::new();
    for &id in &parsed.head.marked {
        let Some(element) = parsed.dom.element(id) else { continue };
        let is_time = *element.tag() == local_name!("time");
        let says = |word: &str| {
            [Attr::ItemProp, Attr::Class, Attr::Property].iter().any(|&name| {
                element.attr(name).is_some_and(|value| value.to_ascii_lowercase().contains(word))
            })
        };
        if says("modified") || says("updated") || !(is_time || says("date")) {
            continue;
        }
        let is_sure = says("datepublished")
            || element.attr(Attr::PubDate).is_some()
            || (is_time && (says("publish") || says("entry-date")));
        let value = value_of(element).and_then(stamp::declared).or_else(|| {
            let text = outer_text(&parsed.dom, id);
            (text.len() < 60).then(|| stamp::printed(&text)).flatten()
        });
        found.extend(value.map(|value| (is_sure, value)));
    }
    found
}

fn value_of(element: Element<'_>) -> Option<&str> {
    [Attr::DateTime, Attr::Content, Attr::Title]
        .iter()
        .find_map(|&name| element.attr(name))
        .filter(|value| !value.is_empty())
}

/// A day in the path of an address: `/2031/03/25/`, `/2031-03-25-`, `/20310325`.
fn in_url(url: &str) -> Option<Stamp> {
    let path = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = path.split(['?', '#']).next()?;
    let numbers: Vec<&str> =
        path.split(|c: char| !c.is_ascii_digit()).filter(|number| !number.is_empty()).collect();
    let day = |year: &str, month: &str, day: &str| {
        let sane =
            year.len() == 4 && (1..=2).contains(&month.len()) && (1..=2).contains(&day.len());
        sane.then(|| stamp::declared(&format!("{year}-{month:0>2}-{day:0>2}"))).flatten()
    };
    let sane = |stamp: &Stamp| 1990 <= stamp.day.year() && stamp.day.year() <= 2100;
    numbers
        .windows(3)
        .find_map(|three| match three {
            [a, b, c] => day(a, b, c).filter(sane),
            _ => None,
        })
        .or_else(|| {
            numbers
                .iter()
                .filter(|number| number.len() == 8)
                .find_map(|number| stamp::declared(number).filter(sane))
        })
}

/// Days printed near the start of the text, those in date lines first.
fn printed(parsed: &Parsed, judged: &Judged) -> Vec<Stamp> {
    let first = judged.kept.iter().position(|&kept| kept).unwrap_or(0);
    let near = first.saturating_sub(15)..first + 2;
    let mut found: Vec<(bool, usize, Stamp)> = near
        .filter_map(|idx| {
            let text = parsed.segments.text_of(parsed.segments.blocks.get(idx)?);
            let place = judged.features.places.get(idx)?;
            let stamp = (text.len() < 160).then(|| stamp::printed(text)).flatten()?;
            Some((place.hints.0 & hint("date") == 0, first.abs_diff(idx), stamp))
        })
        .collect();
    found.sort();
    found.into_iter().map(|(_, _, stamp)| stamp).collect()
}
