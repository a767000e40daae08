//! Who wrote an article: people, not desks, agencies or the outlet itself.

use super::date::around_title;
use super::head::AUTHOR_PARTS;
use super::ld;
use crate::html::{Attr, Judged, NONE, NodeId, Parsed, hint, spaced_text};
use crate::stamp;
use crate::text::name;
use serde_json::Value;
use std::sync::LazyLock;

/// A byline on the page stands at most this many blocks before the text.
const MAX_BEFORE: usize = 14;
/// Longer than this (bytes) is no name.
const MAX_NAME: usize = 60;

/// Names of `<meta>` that hold an author.
const META: &str = include_str!("authors.txt");

/// What the publisher is called: by itself, and in its address, both in lower case.
type Houses = [Option<String>; 2];

/// The people who wrote an article, in the order the page names them.
///
/// What structured data say comes first, then `<meta>`, then what the page marks as its
/// author, then a visible line that reads like a byline. Where no person is named anywhere,
/// the agency or house that the page names as its author stands in.
pub(crate) fn people(
    parsed: &Parsed,
    judged: &Judged,
    ld: Option<&Value>,
    outlet: Option<&str>,
) -> Vec<String> {
    let outlet = &[outlet.map(str::to_lowercase), house(parsed)];
    let structured = ld::people(&parsed.head.ld, ld);
    let mut metas: Vec<Vec<String>> =
        META.lines().map(|key| parsed.head.metas(key).map(str::to_owned).collect()).collect();
    metas.push(card_author(parsed).into_iter().collect());
    let told = || std::iter::once(&structured).chain(&metas);
    let of_people = |list: &Vec<String>| names(list, |name| is_person(name, outlet));
    let of_anybody = |list: &Vec<String>| names(list, is_name);
    let some = |list: Vec<String>| Some(list).filter(|list| !list.is_empty());
    told()
        .map(of_people)
        .find_map(some)
        .or_else(|| some(marked(parsed, judged, outlet)))
        .or_else(|| some(visible(parsed, judged)))
        .or_else(|| some(of_anybody(&ld::anybody(&parsed.head.ld, ld))))
        .or_else(|| metas.iter().map(of_anybody).find_map(some))
        .unwrap_or_default()
}

/// The name of the site in its address: `ferrynews` of `www.ferrynews.example`.
fn house(parsed: &Parsed) -> Option<String> {
    let url = url::Url::parse(parsed.url.as_deref()?).ok()?;
    let host = url.host_str()?.to_lowercase();
    host.split('.').rev().skip(1).max_by_key(|label| label.len()).map(str::to_owned)
}

/// The author on the page's card for social media: a label such as `Written by`, and a value.
fn card_author(parsed: &Parsed) -> Option<String> {
    let label = parsed.head.meta(&["twitter:label1"])?;
    let says_author = OPENINGS.iter().any(|opening| opening.eq_ignore_ascii_case(label));
    says_author.then(|| parsed.head.meta(&["twitter:data1"]).map(str::to_owned)).flatten()
}

/// The names in some values that fit, each once.
fn names(values: &[String], fits: impl Fn(&str) -> bool) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for name in values.iter().flat_map(|value| split(value)) {
        if fits(&name) && !found.contains(&name) {
            found.push(name);
        }
    }
    found
}

/// How far up an element's surroundings are looked at.
const MAX_UP: usize = 8;

/// The name in the first element that the page marks as its author's, those that stand
/// beside other texts left out.
fn marked(parsed: &Parsed, judged: &Judged, outlet: &Houses) -> Vec<String> {
    let around = around_title(parsed, judged);
    let end = parsed.head.authors.iter().take(40);
    let found = end.filter(|&&id| is_by_the_article(parsed, judged, &around, id)).find_map(|&id| {
        let text = spaced_text(&parsed.dom, id);
        if text.len() > 3 * MAX_NAME {
            return None;
        }
        let says_so = parsed.dom.element(id).is_some_and(|element| {
            element.attr(Attr::Rel).is_some()
                || element.attr(Attr::ItemProp).is_some()
                || element.attr(Attr::Href).is_some_and(leads_to_author)
        });
        let names = names(&[text], |name| {
            is_person(name, outlet) && (name::is_person(name) || says_so && is_one_name(name))
        });
        (!names.is_empty()).then_some(names)
    });
    found.unwrap_or_default()
}

/// Whether an address leads to an author's page and to no other person's.
fn leads_to_author(href: &str) -> bool {
    AUTHOR_PARTS.iter().take(4).any(|part| href.contains(part))
}

/// Whether a name is a single word such as blogs sign with.
fn is_one_name(name: &str) -> bool {
    !name.contains(' ')
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'))
        && name.starts_with(char::is_alphabetic)
        && (3..=20).contains(&name.len())
}

/// Whether nothing around an element says that it belongs to a comment, a teaser or a box;
/// `around`, the elements around the headline, do not count, nor do links: they are no boxes.
pub(super) fn is_by_the_article(
    parsed: &Parsed,
    judged: &Judged,
    around: &[NodeId],
    id: NodeId,
) -> bool {
    let away = ["comment", "related", "newsletter", "nav", "ad", "cookie"]
        .iter()
        .fold(0, |set, kind| set | hint(kind));
    let mut at = id;
    for _ in 0..MAX_UP {
        if around.contains(&at) {
            return true;
        }
        let is_link = parsed.dom.element(at).is_some_and(|element| &**element.tag() == "a");
        if !is_link && judged.features.hints.get(at as usize).is_some_and(|set| set & away != 0) {
            return false;
        }
        at = parsed.dom.get(at).map_or(NONE, |node| node.parent);
    }
    true
}

/// A name without the words in front of it (`By`, `Author:`) and behind it (`Thursday`).
fn bare(name: &str) -> &str {
    let mut name = name.trim();
    for opening in OPENINGS.iter() {
        if let Some(head) = name.get(..opening.len())
            && head.eq_ignore_ascii_case(opening)
            && let Some(rest) = name.get(opening.len()..)
            && rest.starts_with([' ', ':'])
        {
            name = rest.trim_start_matches([' ', ':']);
        }
    }
    let is_stop = |word: &str| {
        let word = word.trim_end_matches([',', ':', '.']).to_lowercase();
        word.starts_with(|c: char| c.is_ascii_digit()) || STOPS.iter().any(|stop| *stop == word)
    };
    let mut end = name.len();
    for word in name.split(' ').skip(1) {
        if is_stop(word)
            && let Some(at) = (word.as_ptr() as usize).checked_sub(name.as_ptr() as usize)
        {
            end = at;
            break;
        }
    }
    name.get(..end).unwrap_or(name).trim_end_matches([' ', ':', ',', '.', '|', '-', '–', '•'])
}

/// Words that end a name in a byline box.
static STOPS: LazyLock<Vec<&str>> = LazyLock::new(|| include_str!("stops.txt").lines().collect());
static OPENINGS: LazyLock<Vec<&str>> =
    LazyLock::new(|| include_str!("openings.txt").lines().collect());

/// Names in a line that reads like a byline, or behind a word like `by` in a date line.
fn visible(parsed: &Parsed, judged: &Judged) -> Vec<String> {
    let by_line = near_text(parsed, judged)
        .find_map(|text| name::byline(text).filter(|byline| !byline.people.is_empty()))
        .map(|byline| byline.people);
    by_line
        .or_else(|| near_text(parsed, judged).find_map(behind_opening))
        .or_else(|| near_text(parsed, judged).find_map(beside_date))
        .unwrap_or_default()
}

/// The name behind a word of the table in a short line: `3 March by Ada Cole in Trains`.
fn behind_opening(line: &str) -> Option<Vec<String>> {
    let words: Vec<&str> = line.split_whitespace().collect();
    if words.len() > 24 || line.ends_with(['.', '?', '!']) {
        return None;
    }
    words.iter().enumerate().find_map(|(at, word)| {
        let is_opening =
            OPENINGS.iter().any(|opening| opening.eq_ignore_ascii_case(word.trim_end_matches(':')));
        if !is_opening {
            return None;
        }
        let name = words.iter().skip(at + 1).take_while(|word| is_capital(word)).take(4);
        let name = name.copied().collect::<Vec<_>>().join(" ");
        let name = bare(&name);
        name::is_person(name).then(|| vec![name.to_owned()])
    })
}

/// The name beside the day in a short line: `3.4.2031 - Ada Cole`.
fn beside_date(line: &str) -> Option<Vec<String>> {
    let is_short = line.len() <= 80 && line.split_whitespace().count() <= 8;
    if !is_short || stamp::printed(line).is_none() {
        return None;
    }
    let parts: Vec<&str> = line.split([',', '|', '–', '•', '·', '/']).collect();
    let parts = parts.iter().flat_map(|part| part.split(" - ")).map(str::trim);
    let names: Vec<String> =
        parts.filter(|part| name::is_person(part)).map(str::to_owned).collect();
    (names.len() == 1).then_some(names)
}

fn is_capital(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}

/// Blocks around the start of the text, those before it first, and the one behind it.
fn near_text<'a>(parsed: &'a Parsed, judged: &'a Judged) -> impl Iterator<Item = &'a str> {
    let first = judged.kept.iter().position(|&kept| kept).unwrap_or(0);
    let last = judged.kept.iter().rposition(|&kept| kept).unwrap_or(0);
    let range = (first.saturating_sub(MAX_BEFORE)..first + 4).chain(last..last + 4);
    let blocks = range.filter_map(|idx| parsed.segments.blocks.get(idx));
    blocks.map(|block| parsed.segments.text_of(block))
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
        return byline.people.iter().map(|name| bare(name).to_owned()).collect();
    }
    let mut parts = vec![value];
    let separators = [
        ";", " | ", " and ", " und ", " et ", " & ", " y ", " og ", " och ", " e ", " / ", " – ",
        ",",
    ];
    for separator in separators {
        parts = parts.iter().flat_map(|part| part.split(separator)).map(str::to_owned).collect();
    }
    // Behind the first name, a part that is no person is a role, a degree or a place.
    let parts = parts.iter().map(|part| bare(part.trim()).to_owned());
    parts
        .enumerate()
        .filter(|(at, part)| !part.is_empty() && (*at == 0 || name::is_person(part)))
        .map(|(_, part)| part)
        .collect()
}

/// Whether a value can be the name of somebody: short, no address, no bare role.
fn is_name(name: &str) -> bool {
    let lower = name.to_lowercase();
    let is_host = !name.contains(' ') && name.trim_end_matches('.').contains('.');
    name.len() <= MAX_NAME
        && !name.contains(['/', '@', '<', '{', '='])
        && !lower.starts_with("http")
        && !is_host
        && name.chars().any(char::is_alphabetic)
        && !DESKS.lines().any(|desk| lower == desk)
}

/// Whether a name can be a person's: no agency, no desk, not the outlet.
fn is_person(name: &str, houses: &Houses) -> bool {
    let lower = name.to_lowercase();
    let [outlet, host] = houses;
    let is_outlet = outlet.as_ref().is_some_and(|outlet| {
        lower == *outlet || lower.contains(outlet) || (outlet.contains(&lower) && lower.len() > 3)
    }) || host.as_ref().is_some_and(|host| {
        // People have sites that bear their names too.
        let is_titled = lower.split_once(' ').is_none_or(|(word, _)| ARTICLES.contains(&word));
        is_titled && letters(&lower) == letters(host)
    });
    let is_desk = lower.split(' ').any(|word| DESKS.lines().any(|desk| desk == word));
    is_name(name) && !is_outlet && !is_desk && !name::is_agency(name)
}

fn letters(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// With these words begin the names of houses, not of people.
const ARTICLES: [&str; 14] =
    ["the", "der", "die", "das", "el", "la", "los", "las", "le", "les", "il", "lo", "o", "a"];

/// Words that name a desk, not a person.
const DESKS: &str = include_str!("desks.txt");
