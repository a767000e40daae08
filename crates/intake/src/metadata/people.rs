//! Who wrote an article: people, not desks, agencies or the outlet itself.

use super::ld;
use crate::html::{Judged, Parsed, hint};
use crate::text::name;
use serde_json::Value;

/// A byline on the page stands at most this many blocks before the text.
const MAX_BEFORE: usize = 14;
/// Longer than this (bytes) is no name.
const MAX_NAME: usize = 60;

/// The people who wrote an article, in the order the page names them.
///
/// What structured data say comes first, then `<meta>`, then what the page marks as its
/// author, then a visible line that reads like a byline.
pub(crate) fn people(
    parsed: &Parsed,
    judged: &Judged,
    ld: Option<&Value>,
    outlet: Option<&str>,
) -> Vec<String> {
    let names = |list: Vec<String>| -> Vec<String> {
        let mut people: Vec<String> = Vec::new();
        for name in list.iter().flat_map(|value| split(value)) {
            if is_author(&name, outlet) && !people.contains(&name) {
                people.push(name);
            }
        }
        people
    };
    let meta = [
        "author",
        "article:author",
        "parsely-author",
        "sailthru.author",
        "byl",
        "dc.creator",
        "dcterms.creator",
        "citation_author",
        "twitter:creator:name",
        "cxenseparse:author",
        "article:author_name",
        "mrf:authors",
    ];
    let by_meta = || {
        meta.iter()
            .map(|key| parsed.head.metas(key).map(str::to_owned).collect())
            .map(names)
            .find(|list| !list.is_empty())
    };
    let structured = names(ld::people(ld));
    if !structured.is_empty() {
        return structured;
    }
    by_meta()
        .or_else(|| Some(names(marked(parsed, judged))).filter(|list| !list.is_empty()))
        .or_else(|| Some(names(visible(parsed, judged))).filter(|list| !list.is_empty()))
        .unwrap_or_default()
}

/// Names in blocks that the page marks as its byline.
fn marked(parsed: &Parsed, judged: &Judged) -> Vec<String> {
    near_text(parsed, judged)
        .filter(|(idx, text)| {
            let hints = judged.features.places.get(*idx).map_or(0, |place| place.hints.0);
            text.len() <= 2 * MAX_NAME && hints & hint("byline") != 0
        })
        .map(|(_, text)| text)
        .filter(|text| {
            let text = text.split([',', '|']).next().unwrap_or("");
            name::byline(text).is_some() || name::is_person(text.trim())
        })
        .take(1)
        .map(str::to_owned)
        .collect()
}

/// Names in a line that reads like a byline.
fn visible(parsed: &Parsed, judged: &Judged) -> Vec<String> {
    near_text(parsed, judged)
        .find_map(|(_, text)| name::byline(text).filter(|byline| !byline.people.is_empty()))
        .map_or_else(Vec::new, |byline| byline.people)
}

/// Blocks around the start of the text, those before it first, and the one behind it.
fn near_text<'a>(parsed: &'a Parsed, judged: &'a Judged) -> impl Iterator<Item = (usize, &'a str)> {
    let first = judged.kept.iter().position(|&kept| kept).unwrap_or(0);
    let last = judged.kept.iter().rposition(|&kept| kept).unwrap_or(0);
    let range = (first.saturating_sub(MAX_BEFORE)..first + 4).chain(last + 1..last + 4);
    range.filter_map(|idx| {
        let block = parsed.segments.blocks.get(idx)?;
        Some((idx, parsed.segments.text_of(block)))
    })
}

/// The names in one value: `By A and B, Staff Writer`.
fn split(value: &str) -> Vec<String> {
    let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
    if value.starts_with("http") || value.starts_with('@') {
        return Vec::new();
    }
    if let Some(byline) = name::byline(&value)
        && !byline.people.is_empty()
    {
        return byline.people;
    }
    let mut parts = vec![value];
    for separator in [";", " | ", " and ", " und ", " et ", " & ", " y ", ",", " / "] {
        parts = parts.iter().flat_map(|part| part.split(separator)).map(str::to_owned).collect();
    }
    parts.into_iter().map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
}

/// Whether a name can be an author: short, no address, no agency, not the outlet.
fn is_author(name: &str, outlet: Option<&str>) -> bool {
    let lower = name.to_lowercase();
    let is_outlet = outlet.is_some_and(|outlet| {
        let outlet = outlet.to_lowercase();
        lower == outlet || lower.contains(&outlet) || (outlet.contains(&lower) && lower.len() > 3)
    });
    name.len() <= MAX_NAME
        && !name.contains(['/', '@', '<', '{', '='])
        && !lower.starts_with("http")
        && name.chars().any(char::is_alphabetic)
        && !is_outlet
        && !name::is_agency(name)
        && !is_desk(&lower)
}

/// Words that name a desk, not a person.
fn is_desk(lower: &str) -> bool {
    DESKS
        .lines()
        .filter(|line| !line.is_empty())
        .any(|desk| lower == desk || lower.split(' ').any(|word| word == desk))
}

const DESKS: &str = include_str!("desks.txt");
