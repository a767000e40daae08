//! JSON records → pages: our own, and those that news-please, newspaper and trafilatura write.
//!
//! Objects may stand one a line, one after the other, or in a list; they are taken one by
//! one, so the size of the file does not matter. A broken object leaves a note and the
//! next line goes on.

use crate::read::{Found, Place, Sink};
use serde_json::Value;
use std::io::{self, BufRead};
use std::ops::ControlFlow;
use tellings_model::{Media, Page};

/// The names under which tools write each field, the best first.
const TEXT: [&str; 8] = [
    "text",
    "maintext",
    "main_text",
    "raw_text",
    "article_text",
    "content_text",
    "body",
    "content",
];
const HTML: [&str; 5] = ["html", "content_html", "raw_html", "source_html", "article_html"];
const TITLE: [&str; 3] = ["title", "headline", "heading"];
const URL: [&str; 6] = ["url", "link", "source-url", "canonical_link", "external_url", "source"];
const PUBLISHED: [&str; 9] = [
    "published",
    "date_publish",
    "publish_date",
    "date_published",
    "published_at",
    "publishedAt",
    "pubDate",
    "datePublished",
    "date",
];
const OUTLET: [&str; 8] = [
    "outlet",
    "sitename",
    "site_name",
    "publisher",
    "source_name",
    "source_domain",
    "hostname",
    "source",
];
const AUTHORS: [&str; 4] = ["byline", "authors", "author", "creator"];
const LANGUAGE: [&str; 3] = ["language", "lang", "meta_lang"];
const ID: [&str; 3] = ["id", "_id", "guid"];
const CAPTURED: [&str; 4] = ["captured", "date_download", "filedate", "crawled_at"];
/// Fields that hold the records of a whole answer (news interfaces, JSON Feed).
const LISTS: [&str; 6] = ["items", "articles", "results", "data", "records", "documents"];

/// Gives the pages of the records, one by one.
pub(crate) fn read(
    input: &mut dyn BufRead,
    place: &Place,
    sink: &mut Sink,
) -> io::Result<ControlFlow<()>> {
    let config = place.config;
    let mut objects = Objects { input, n_read: 0, limit: config.max_page_bytes };
    let mut number = 0_usize;
    while let Some(object) = objects.next()? {
        number += 1;
        let place = place.inside(&number);
        let found: Vec<Found> = match object {
            Object::Whole { bytes, at } => match serde_json::from_slice(&bytes) {
                Ok(value) => pages(&value, &place),
                Err(error) => {
                    let what = format!("broken JSON record: {error}");
                    vec![Err(place.unreadable(what).at_byte(at))]
                }
            },
            Object::TooLong { at } => {
                let what =
                    format!("record longer than {} bytes was left out", config.max_page_bytes);
                vec![Err(place.unreadable(what).at_byte(at))]
            }
            Object::Stray { at } => {
                vec![Err(place.unreadable("no JSON object where one should be").at_byte(at))]
            }
        };
        for found in found {
            if sink(found).is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
    }
    Ok(ControlFlow::Continue(()))
}

/// The page of one record, or the pages of a record that is a list of records.
fn pages(value: &Value, place: &Place) -> Vec<Found> {
    if let Some(page) = page(value, place) {
        return vec![Ok(page)];
    }
    let missing = |place: &Place| {
        let note = place.unreadable("record without text or html");
        note.with_remedy("give each record a field `text` or `html`")
    };
    let list = LISTS.iter().find_map(|name| value.get(name)?.as_array());
    let Some(list) = list.filter(|list| list.iter().any(Value::is_object)) else {
        return vec![Err(missing(place))];
    };
    // In a JSON Feed the title at the top names the outlet.
    let outlet = string(value, &["title"]).filter(|_| value.get("version").is_some());
    list.iter()
        .enumerate()
        .map(|(idx, item)| {
            let place = place.inside(&(idx + 1));
            let mut page = page(item, &place).ok_or_else(|| missing(&place))?;
            page.outlet = page.outlet.or_else(|| outlet.clone());
            Ok(page)
        })
        .collect()
}

fn page(record: &Value, place: &Place) -> Option<Page> {
    let text = string(record, &TEXT);
    let html = string(record, &HTML);
    let (bytes, media) = match (text, html) {
        (Some(text), _) if looks_like_markup(&text) => (text, Media::Html),
        (Some(text), _) => (text, Media::Text),
        (None, Some(html)) => (html, Media::Html),
        (None, None) => return None,
    };
    let captured =
        string(record, &CAPTURED).and_then(|value| crate::stamp::declared(&value)?.instant);
    Some(Page {
        bytes: bytes.into_bytes(),
        media,
        id: string(record, &ID),
        path: place.blank.path.clone(),
        url: string(record, &URL).filter(|url| url.contains("://")),
        charset: (media == Media::Html).then(|| "utf-8".to_owned()),
        captured,
        title: string(record, &TITLE),
        published: string(record, &PUBLISHED),
        outlet: string(record, &OUTLET).filter(|name| !name.contains("://")),
        byline: names(record),
        language: string(record, &LANGUAGE),
        verbatim: media == Media::Text && !place.config.clean,
    })
}

/// Whether a field called text holds a page all the same.
fn looks_like_markup(text: &str) -> bool {
    let head = text.trim_start();
    let head: String = head.chars().take(15).collect::<String>().to_ascii_lowercase();
    head.starts_with("<!doctype html") || head.starts_with("<html")
}

/// The first of these fields that holds words or a number.
fn string(record: &Value, names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| match record.get(name)? {
        Value::String(text) => (!text.trim().is_empty()).then(|| text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Object(inner) => inner.get("name")?.as_str().map(Into::into),
        Value::Null | Value::Bool(_) | Value::Array(_) => None,
    })
}

/// The authors, whether given as a list, as objects with a name, or in one line.
fn names(record: &Value) -> Vec<String> {
    let one = |value: &Value| match value {
        Value::String(name) => Some(name.trim().to_owned()),
        Value::Object(inner) => inner.get("name")?.as_str().map(|name| name.trim().to_owned()),
        _ => None,
    };
    let named = AUTHORS.iter().find_map(|name| match record.get(name)? {
        Value::Array(list) => Some(list.iter().filter_map(one).collect::<Vec<_>>()),
        Value::String(line) => {
            Some(line.split([';', '|']).map(|name| name.trim().to_owned()).collect())
        }
        value @ Value::Object(_) => Some(one(value).into_iter().collect()),
        Value::Null | Value::Bool(_) | Value::Number(_) => None,
    });
    named.unwrap_or_default().into_iter().filter(|name| !name.is_empty()).collect()
}

/// One thing of the stream, with the byte it begins at.
enum Object {
    Whole { bytes: Vec<u8>, at: u64 },
    TooLong { at: u64 },
    Stray { at: u64 },
}

/// Cuts a stream into the objects at its top, whatever stands between them.
struct Objects<'a> {
    input: &'a mut dyn BufRead,
    n_read: u64,
    limit: usize,
}

impl Objects<'_> {
    fn next(&mut self) -> io::Result<Option<Object>> {
        let stray = self.skip_to_brace()?;
        if let Some(at) = stray {
            return Ok(Some(Object::Stray { at }));
        }
        let at = self.n_read;
        let mut bytes = Vec::new();
        let (mut depth, mut in_string, mut escaped) = (0_usize, false, false);
        let mut n_object = 0_usize;
        loop {
            let chunk = self.input.fill_buf()?;
            if chunk.is_empty() {
                let cut = Object::Whole { bytes, at };
                return Ok((n_object > 0).then_some(cut));
            }
            let mut n_used = 0;
            let mut done = false;
            for &byte in chunk {
                n_used += 1;
                match byte {
                    _ if escaped => escaped = false,
                    b'\\' if in_string => escaped = true,
                    b'"' => in_string = !in_string,
                    // A line break inside a string is an error of JSON: the record ends here,
                    // so that one lost quotation mark does not swallow the rest of the file.
                    b'\n' if in_string => done = true,
                    b'{' if !in_string => depth += 1,
                    b'}' if !in_string => {
                        depth = depth.saturating_sub(1);
                        done = depth == 0;
                    }
                    _ => {}
                }
                if done {
                    break;
                }
            }
            if n_object + n_used <= self.limit {
                bytes.extend_from_slice(chunk.get(..n_used).unwrap_or(&[]));
            } else {
                bytes = Vec::new();
            }
            n_object += n_used;
            self.input.consume(n_used);
            self.n_read += n_used as u64;
            if done {
                let object = if n_object <= self.limit {
                    Object::Whole { bytes, at }
                } else {
                    Object::TooLong { at }
                };
                return Ok(Some(object));
            }
        }
    }

    /// Skips to the next brace; gives the place of the first thing that is no list mark.
    fn skip_to_brace(&mut self) -> io::Result<Option<u64>> {
        let mut stray = None;
        loop {
            let chunk = self.input.fill_buf()?;
            if chunk.is_empty() {
                return Ok(stray);
            }
            let mut n_used = 0;
            let mut done = false;
            for &byte in chunk {
                let is_between = byte.is_ascii_whitespace()
                    || matches!(byte, b',' | b'[' | b']' | 0xEF | 0xBB | 0xBF | 0x1E);
                if byte == b'{' || stray.is_some() && byte == b'\n' {
                    done = true;
                    break;
                }
                if !is_between && stray.is_none() {
                    stray = Some(self.n_read + n_used as u64);
                }
                n_used += 1;
            }
            self.input.consume(n_used);
            self.n_read += n_used as u64;
            if done {
                return Ok(stray);
            }
        }
    }
}
