//! When an article was published and when it was changed.

use super::ld;
use super::people::is_by_the_article;
use crate::html::{
    Attr, Element, Judged, Kind, NodeId, Parsed, Place, Tag, hint, is_headline, outer_text,
};
use crate::stamp::{self, Order};
use html5ever::local_name;
use jiff::tz::TimeZone;
use regex::Regex;
use serde_json::Value;
use std::sync::LazyLock;
use tellings_model::{Based, Basis, Stamp};

/// Names of `<meta>` that give the publication time, the surest first; letters and digits
/// alone, for pages write `publish-date` and `publish_date` alike.
const PUBLISHED: &str = include_str!("published.txt");

/// Names of `<meta>` that give the time of the last change, in the same way.
const MODIFIED: &str = include_str!("modified.txt");

/// The values of those `<meta>` whose names are in a list, in the order of the list.
fn metas<'a>(parsed: &'a Parsed, names: &str) -> Vec<&'a str> {
    let plain =
        |name: &str| -> String { name.chars().filter(char::is_ascii_alphanumeric).collect() };
    let mut found: Vec<(usize, &str)> = parsed
        .head
        .metas
        .iter()
        .filter_map(|(name, value)| {
            let name = plain(name);
            Some((names.lines().position(|known| known == name)?, value.as_str()))
        })
        .collect();
    // The first of each name counts; the sort is stable.
    found.sort_by_key(|&(at, _)| at);
    found.dedup_by_key(|&mut (at, _)| at);
    found.into_iter().map(|(_, value)| value).collect()
}

/// The publication times that a page gives, the surest first.
///
/// Structured data, `<meta>`, elements that say so, the address, other `<time>` elements by
/// the headline, printed days by the headline, then what scripts hold, then times of a change.
pub(crate) fn published(parsed: &Parsed, judged: &Judged, ld: Option<&Value>) -> Vec<Based<Stamp>> {
    let order = order(parsed);
    let read = |value: &str, basis: Basis| {
        let stamp = stamp::declared(value).or_else(|| stamp::printed_in(value, order))?;
        Some(Told { is_universal: is_universal(value), ..Told::new(stamp, basis) })
    };
    let field = |field: &str| {
        ld.and_then(|ld| ld::text(ld, field)).and_then(|value| read(value, Basis::StructuredData))
    };
    let metas = |names: &str| {
        let values = metas(parsed, names).into_iter();
        values.filter_map(|value| read(value, Basis::Meta)).collect::<Vec<_>>()
    };
    let marked = marked(parsed, judged, order);
    let with = |mark: Mark| {
        let fitting = marked.iter().filter(move |(known, _)| *known == mark);
        fitting.map(move |&(_, value)| Told { mark: Some(mark), ..Told::new(value, Basis::Markup) })
    };
    let by = |basis: Basis| move |value: Stamp| Told::new(value, basis);
    let mut times = Vec::new();
    // A wiki's page of one revision came out when that revision did.
    let is_revision = parsed.url.as_deref().is_some_and(|url| url.contains("oldid="));
    times.extend(field("dateModified").filter(|_| is_revision));
    times.extend(field("datePublished"));
    times.extend(metas(PUBLISHED));
    times.extend(field("dateCreated"));
    times.extend(field("uploadDate"));
    let broken = in_scripts(parsed, &parsed.head.broken_ld);
    times.extend(broken.map(by(Basis::StructuredData)));
    times.extend(with(Mark::Published));
    times.extend(parsed.url.as_deref().and_then(in_url).map(by(Basis::Url)));
    times.extend(with(Mark::Time));
    times.extend(printed(parsed, judged, order).into_iter().map(by(Basis::Text)));
    times.extend(in_any_object(parsed).map(by(Basis::StructuredData)));
    times.extend(with(Mark::Changed));
    times.extend(field("dateModified"));
    times.extend(metas(MODIFIED));
    if times.is_empty() {
        let hidden = in_scripts(parsed, &parsed.head.scripts);
        times.extend(hidden.map(by(Basis::StructuredData)));
    }
    local_day_first(&mut times);
    times.into_iter().map(|told| told.time).collect()
}

/// A time that a page gives.
struct Told {
    time: Based<Stamp>,
    /// What the element around it says of it.
    mark: Option<Mark>,
    /// Whether it is written in universal time.
    is_universal: bool,
}

impl Told {
    fn new(value: Stamp, basis: Basis) -> Self {
        Self { time: Based::new(value, basis), mark: None, is_universal: false }
    }
}

/// Whether a value says that it is in universal time.
fn is_universal(value: &str) -> bool {
    ["Z", "+00:00", "+0000", "GMT", "UTC"].iter().any(|zone| value.trim().ends_with(zone))
}

/// Puts the day of the newsroom first where the surest time tells machines the instant in
/// universal time, by which it is already, or still, another day.
///
/// The newsroom's day is that of the same instant in another zone; else, in the early hours, the
/// day before, where address, elements or date lines have that one and none has the other;
/// else, in the late hours, the day after, where an element calls that the day of publication.
fn local_day_first(times: &mut [Told]) {
    let Some(first) = times.first().filter(|told| told.is_universal) else { return };
    let first = first.time.value;
    let Some(instant) = first.instant else { return };
    let universal = instant.to_zoned(TimeZone::UTC);
    if universal.date() != first.day {
        return;
    }
    let is_early = universal.hour() <= WEST;
    let near = if is_early { first.day.yesterday() } else { first.day.tomorrow() };
    let is_visible = |told: &Told| matches!(told.time.basis, Basis::Markup | Basis::Text);
    let shows_first = times.iter().any(|told| is_visible(told) && told.time.value.day == first.day);
    let says_near = |told: &Told| {
        let is_local = match told.time.basis {
            Basis::Url => is_early,
            _ if is_early => is_visible(told) && !shows_first,
            _ => universal.hour() >= EAST && told.mark == Some(Mark::Published),
        };
        is_local && near.as_ref().is_ok_and(|near| told.time.value.day == *near)
    };
    let is_same =
        |told: &Told| told.time.value.instant == Some(instant) && told.time.value.day != first.day;
    let at = times.iter().position(is_same).or_else(|| times.iter().position(says_near));
    if let Some(head) = at.and_then(|at| times.get_mut(..=at)) {
        head.rotate_right(1);
    }
}

/// How many hours newsrooms in the west of America are behind universal time.
const WEST: i8 = 8;
/// From this hour on, newsrooms in the far east have the next day.
const EAST: i8 = 14;

/// The order of day and month in the language of the page, where it has but one.
fn order(parsed: &Parsed) -> Order {
    let plain = |lang: &str| lang.replace('_', "-").to_ascii_lowercase();
    let lang = plain(parsed.head.lang.as_deref().unwrap_or(""));
    // `en` alone leaves the country open.
    let locale = parsed.head.meta(&["og:locale"]).filter(|_| lang == "en").map(plain);
    let lang = locale.unwrap_or(lang);
    match lang.split_once('-') {
        Some(("en", "us")) => Order::MonthFirst,
        _ if lang.len() < 2 || lang == "en" => Order::Unknown,
        _ => Order::DayFirst,
    }
}

/// The publication day of any other object of the structured data: a recipe, a page.
fn in_any_object(parsed: &Parsed) -> Option<Stamp> {
    let objects = ld::objects(&parsed.head.ld);
    objects.into_iter().find_map(|object| stamp::declared(ld::text(object, "datePublished")?))
}

/// Names that scripts give to the publication time.
static IN_SCRIPTS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r#"(?i)\b(?:date_?published|publish(?:ed)?_?(?:at|date|time|on)?|publication_?date|post_?date|pub_?date|date_?created|created_?at)\\?["']?\s*[:=]\s*\\?["']([0-9][^"'\\<]{7,30})"#,
    )
    .ok()
});

/// The time that most scripts of the page call that of its publication; the first of those
/// that are called so equally often.
fn in_scripts(parsed: &Parsed, scripts: &[NodeId]) -> Option<Stamp> {
    let mut found: Vec<(Stamp, usize)> = Vec::new();
    for &script in scripts {
        let first = parsed.dom.get(script)?.first;
        let Some(Kind::Text(text)) = parsed.dom.kind(first) else { continue };
        let text = text.get(..text.floor_char_boundary(MAX_SCRIPT)).unwrap_or("");
        for value in IN_SCRIPTS.as_ref()?.captures_iter(text).take(MAX_IN_SCRIPTS) {
            let Some(stamp) = stamp::declared(&value[1]) else { continue };
            match found.iter_mut().find(|(known, _)| known.day == stamp.day) {
                Some((_, n)) => *n += 1,
                None => found.push((stamp, 1)),
            }
        }
    }
    found.into_iter().rev().max_by_key(|&(_, n)| n).map(|(stamp, _)| stamp)
}

/// A script is searched so far (bytes), and so many of its times are read.
const MAX_SCRIPT: usize = 1 << 20;
const MAX_IN_SCRIPTS: usize = 50;

/// When an article was changed last.
pub(crate) fn modified(parsed: &Parsed, ld: Option<&Value>) -> Option<Based<Stamp>> {
    let field = ld
        .and_then(|ld| ld::text(ld, "dateModified"))
        .and_then(stamp::declared)
        .map(|stamp| Based::new(stamp, Basis::StructuredData));
    field.or_else(|| {
        let value = metas(parsed, MODIFIED).into_iter().find_map(stamp::declared);
        value.map(|stamp| Based::new(stamp, Basis::Meta))
    })
}

/// What an element says of the time that it marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    /// It is that of the publication.
    Published,
    /// Nothing.
    Time,
    /// It is that of a change.
    Changed,
}

/// Times that elements mark, those nearest to the headline first, those in boxes of other
/// texts left out.
fn marked(parsed: &Parsed, judged: &Judged, order: Order) -> Vec<(Mark, Stamp)> {
    let mut found = Vec::new();
    let title = title_node(parsed, judged);
    let around = around_title(parsed, judged);
    for &id in &parsed.head.marked {
        let Some(element) = parsed.dom.element(id) else { continue };
        let is_time = *element.tag() == local_name!("time");
        let says = |word: &str| {
            [Attr::ItemProp, Attr::Class, Attr::Property].iter().any(|&name| {
                element.attr(name).is_some_and(|value| value.to_ascii_lowercase().contains(word))
            })
        };
        let is_change = says("modified") || says("updated");
        let is_instant = element.attr(Attr::Instant).is_some();
        if !(is_time || is_instant || is_change || says("date") || says("publish")) {
            continue;
        }
        let is_published = says("datepublished")
            || element.attr(Attr::PubDate).is_some()
            || (is_time && (says("publish") || says("entry-date")));
        let value = value_of(element).and_then(stamp::declared).or_else(|| {
            let text = outer_text(&parsed.dom, id);
            (text.len() < 60).then(|| stamp::printed_in(&text, order)).flatten()
        });
        let value = value.filter(|_| is_by_the_article(parsed, judged, &around, id));
        let Some(value) = value else { continue };
        let mark = match () {
            () if is_change && !says("publish") => Mark::Changed,
            () if is_published => Mark::Published,
            () => Mark::Time,
        };
        found.push((id.abs_diff(title), mark, value));
    }
    found.sort_by_key(|&(distance, _, _)| distance);
    found.into_iter().map(|(_, mark, value)| (mark, value)).collect()
}

/// The element of the headline; that of the first text where none is found.
fn title_node(parsed: &Parsed, judged: &Judged) -> NodeId {
    node(parsed, title_block(judged))
}

/// The element around a block; the root where there is none.
fn node(parsed: &Parsed, block: Option<usize>) -> NodeId {
    block.and_then(|at| parsed.segments.blocks.get(at)).map_or(0, |block| block.node)
}

/// The elements around the headline and around the first block of the text, the innermost first.
pub(super) fn around_title(parsed: &Parsed, judged: &Judged) -> Vec<NodeId> {
    let up = |&id: &NodeId| parsed.dom.get(id).map(|node| node.parent);
    let around = |id| std::iter::successors(up(&id), up).take(MAX_AROUND);
    let first = node(parsed, judged.kept.iter().position(|&kept| kept));
    around(title_node(parsed, judged)).chain(around(first)).collect()
}

/// So many elements around the headline are looked at.
const MAX_AROUND: usize = 40;

/// The block of the headline; the first of the text where none is found.
fn title_block(judged: &Judged) -> Option<usize> {
    let headline = judged.features.places.iter().rposition(is_headline_in_h1);
    headline
        .or_else(|| judged.features.places.iter().position(is_headline))
        .or_else(|| judged.kept.iter().position(|&kept| kept))
}

fn is_headline_in_h1(place: &Place) -> bool {
    place.tag == Tag::H1 && is_headline(place)
}

fn value_of(element: Element<'_>) -> Option<&str> {
    [Attr::DateTime, Attr::Instant, Attr::Content, Attr::Title]
        .iter()
        .find_map(|&name| element.attr(name))
        .filter(|value| !value.is_empty())
}

/// A day in the path of an address: `/2031/03/25/`, `/2031-03-25-`, `/20310325`, `/2031-03/25/`,
/// `/2031/0325/`, `/2031/mar/25/`, and that of an instant: `/20310325101500`.
fn in_url(url: &str) -> Option<Stamp> {
    static DAY: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"(?:^|[^0-9])((?:19|20)\d{2})(?:/(\d{1,2}|[a-z]{3})/(\d{1,2})|-(\d{1,2})-(\d{1,2})|_(\d{1,2})_(\d{1,2})|[-/]?(\d{2})/?(\d{2})(?:\d{4}|\d{6}|\d{9})?)(?:[^0-9]|$)").ok()
    });
    // Archives put the address of the page behind the time of the capture.
    let path = url.rsplit_once("://").map_or(url, |(_, rest)| rest);
    let path = path.split(['?', '#']).next()?;
    DAY.as_ref()?.captures_iter(path).find_map(|found| {
        let mut parts = found.iter().flatten().skip(1).map(|part| part.as_str());
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
        let in_numbers = stamp::declared(&format!("{year}-{month:0>2}-{day:0>2}"));
        in_numbers.or_else(|| stamp::declared(&format!("{day} {month} {year}")))
    })
}

/// Blocks before and behind the headline, and before the text, that may hold its date line.
const BEFORE_TITLE: usize = 6;
const BEHIND_TITLE: usize = 14;
const BEFORE_TEXT: usize = 15;

/// Days printed near the headline or the start of the text: those in date lines first, then
/// those nearest to the text.
fn printed(parsed: &Parsed, judged: &Judged, order: Order) -> Vec<Stamp> {
    let first = judged.kept.iter().position(|&kept| kept).unwrap_or(0);
    let title = title_block(judged).unwrap_or(first);
    let near = |at: usize| {
        (title.saturating_sub(BEFORE_TITLE)..=title + BEHIND_TITLE).contains(&at)
            || (first.saturating_sub(BEFORE_TEXT)..first + 2).contains(&at)
    };
    let end = (title + BEHIND_TITLE + 1).max(first + 2);
    let start = title.saturating_sub(BEFORE_TITLE).min(first.saturating_sub(BEFORE_TEXT));
    let mut found: Vec<((bool, bool, usize), Stamp)> = (start..end)
        .filter(|&at| near(at))
        .filter_map(|idx| {
            let text = parsed.segments.text_of(parsed.segments.blocks.get(idx)?);
            let place = judged.features.places.get(idx)?;
            if text.len() >= 160 {
                return None;
            }
            let is_line = place.hints.0 & hint("date") != 0;
            let short = || (text.len() < 60).then(|| stamp::printed_short(text)).flatten();
            let stamp = stamp::printed_in(text, order).or_else(short)?;
            let is_text = judged.kept.get(idx).copied().unwrap_or(false) && idx > first + 1;
            Some(((is_text, !is_line, first.abs_diff(idx).min(title.abs_diff(idx))), stamp))
        })
        .collect();
    found.sort();
    found.into_iter().map(|(_, stamp)| stamp).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_stand_in_addresses() {
        let day = |url| in_url(url).map(|stamp| stamp.day.to_string());
        assert_eq!(day("https://a.example/2031/03/25/ferry").as_deref(), Some("2031-03-25"));
        assert_eq!(day("https://a.example/x-2031-3-5-ferry").as_deref(), Some("2031-03-05"));
        assert_eq!(day("https://a.example/news/20310325/1").as_deref(), Some("2031-03-25"));
        assert_eq!(day("https://a.example/2031/10/story_01_of_two"), None);
        assert_eq!(day("https://a.example/1203103251"), None);
        assert_eq!(day("https://a.example/2031-03/25/c_1.htm").as_deref(), Some("2031-03-25"));
        assert_eq!(day("https://a.example/n1/2031/0325/c1").as_deref(), Some("2031-03-25"));
        assert_eq!(day("https://a.example/2031/mar/25/ferry").as_deref(), Some("2031-03-25"));
        assert_eq!(day("https://a.example/n/20310325101500/x").as_deref(), Some("2031-03-25"));
        assert_eq!(day("https://b.example/20310325101500/http://a.example/x"), None);
    }
}
