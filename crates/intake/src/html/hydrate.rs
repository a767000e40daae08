//! A body that the page shows by script only: JSON-LD, or the data of the page's own code.

use super::dom::{Dom, Kind};
use super::segment::{Segments, segments};
use super::select::Parsed;
use crate::metadata::ld;

/// A hidden body must have so many words more than the visible text, and at least this many:
/// a teaser with the whole text behind it, not a text and its copy.
const TIMES: usize = 2;
const MIN_WORDS: usize = 80;
/// Scripts longer than this (bytes) are not searched.
const MAX_SCRIPT: usize = 4 << 20;
/// Paragraphs further apart than this (bytes) belong to different texts.
const MAX_GAP: usize = 600;

/// A tree and its blocks.
pub(crate) struct Body {
    pub(crate) dom: Dom,
    pub(crate) segments: Segments,
}

/// The body that only scripts hold, where it is much longer than the visible text.
pub(crate) fn body(page: &Parsed, n_visible: usize) -> Option<Body> {
    let least = MIN_WORDS.max(TIMES * n_visible);
    let told = ld::article(&page.head.ld).and_then(|article| ld::text(article, "articleBody"));
    if let Some(body) = told.map(read).filter(|body| n_words(&body.segments) >= least) {
        return Some(body);
    }
    // Scripts are searched only where the page shows next to nothing.
    if n_visible >= MIN_WORDS {
        return None;
    }
    let scripts = page.head.json_scripts.iter().filter_map(|&script| {
        let first = page.dom.get(script)?.first;
        match page.dom.kind(first)? {
            Kind::Text(text) if text.len() <= MAX_SCRIPT => Some(text),
            _ => None,
        }
    });
    let all: String = scripts.collect();
    let fragment = longest_run(&unescaped(&unescaped(&all)))?;
    Some(read(&fragment)).filter(|body| n_words(&body.segments) >= least)
}

fn n_words(segments: &Segments) -> usize {
    let letters = segments.text.chars().filter(|c| c.is_alphabetic()).count();
    // Scripts without spaces count by letters; a word has about five.
    segments.text.split_whitespace().count().max(letters / 5)
}

/// Reads a fragment of markup, or plain lines.
fn read(fragment: &str) -> Body {
    let is_markup =
        fragment.contains("<p") || fragment.contains("<br") || fragment.contains("<div");
    let dom = if is_markup {
        Dom::parse(fragment)
    } else {
        let lines: Vec<String> = fragment.lines().map(|line| format!("<p>{line}</p>")).collect();
        Dom::parse(&lines.concat())
    };
    let segments = segments(&dom);
    Body { dom, segments }
}

/// Resolves the escapes of JSON strings, wherever they stand.
fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        out.push_str(rest.get(..at).unwrap_or(""));
        let tail = rest.get(at + 1..).unwrap_or("");
        let mut chars = tail.chars();
        let escape = chars.next();
        let mut used = escape.map_or(0, char::len_utf8);
        match escape {
            Some('n' | 'r' | 't') => out.push('\n'),
            Some('u') => {
                let code = tail.get(1..5).and_then(|hex| u32::from_str_radix(hex, 16).ok());
                if let Some(c) = code.and_then(char::from_u32) {
                    out.push(c);
                    used = 5;
                }
            }
            Some(c) => out.push(c),
            None => {}
        }
        rest = tail.get(used..).unwrap_or("");
    }
    out.push_str(rest);
    out
}

/// The longest stretch of paragraphs that follow each other closely.
fn longest_run(text: &str) -> Option<String> {
    let mut best = (0, 0..0);
    let mut run = (0, 0..0);
    let mut at = 0;
    while let Some(start) = text.get(at..).and_then(|rest| rest.find("<p")).map(|found| at + found)
    {
        let Some(end) = text.get(start..).and_then(|rest| rest.find("</p>")).map(|n| start + n + 4)
        else {
            break;
        };
        if run.0 == 0 || start > run.1.end + MAX_GAP {
            run = (0, start..end);
        }
        run.0 += end - start;
        run.1.end = end;
        if run.0 > best.0 {
            best = run.clone();
        }
        at = end;
    }
    text.get(best.1).map(str::to_owned).filter(|run| !run.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_in_the_data_of_the_pages_code_is_found() {
        let data = r#"x.push([1,"{\"body\":\"\\u003cp\\u003eThe ferry is late.\\u003c/p\\u003e\\u003cp\\u003eIt sails at \\\"six\\\".\\u003c/p\\u003e\"}"])"#;
        let run = longest_run(&unescaped(&unescaped(data)));
        assert_eq!(run.as_deref(), Some("<p>The ferry is late.</p><p>It sails at \"six\".</p>"));
    }

    #[test]
    fn broken_escapes_are_no_harm() {
        for text in ["\\", "\\u12", "\\ud800x", "a\\u00e9b\\"] {
            let _ = unescaped(text);
        }
        assert_eq!(unescaped("a\\u00e9b"), "aéb");
    }
}
