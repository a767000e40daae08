//! Markdown → plain lines, and the front matter in front of them.

use regex::Regex;
use std::sync::LazyLock;

/// What the front matter of a page says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Head {
    /// `title:`
    pub(crate) title: Option<String>,
    /// `author:`, `authors:` or `byline:`
    pub(crate) authors: Vec<String>,
    /// `date:` or `published:`
    pub(crate) date: Option<String>,
    /// `url:`, `source:` or `canonical:` where it is an address.
    pub(crate) url: Option<String>,
    /// `outlet:`, `site:` or `publisher:`
    pub(crate) outlet: Option<String>,
}

/// Takes the front matter off a Markdown text and the marks off the rest.
pub(crate) fn split(text: &str) -> (Head, String) {
    let text = text.trim_start_matches('\u{FEFF}');
    let (head, body) = match front_matter(text) {
        Some((matter, body)) => (head(matter), body),
        None => (Head::default(), text),
    };
    (head, plain(body))
}

fn front_matter(text: &str) -> Option<(&str, &str)> {
    let fence = ["---", "+++"].into_iter().find(|fence| text.starts_with(fence))?;
    let after = text.get(3..)?.strip_prefix("\r\n").or(text.get(3..)?.strip_prefix('\n'))?;
    let end = after
        .match_indices(fence)
        .find(|&(at, _)| at == 0 || after.get(..at).is_some_and(|s| s.ends_with('\n')))?
        .0;
    let body = after.get(end + 3..)?;
    Some((after.get(..end)?, body))
}

/// Reads the plain `key: value` and `key = value` lines, and lists under a key.
fn head(matter: &str) -> Head {
    let mut head = Head::default();
    let mut key = String::new();
    for line in matter.lines() {
        let (value, is_item) = match line.trim_start().strip_prefix("- ") {
            Some(item) => (item, true),
            None => match line.split_once([':', '=']) {
                Some((name, value)) => {
                    key = name.trim().to_lowercase();
                    (value, false)
                }
                None => continue,
            },
        };
        let list = value.trim().trim_start_matches('[').trim_end_matches(']');
        let clean = |value: &str| value.trim().trim_matches(['"', '\'']).trim().to_owned();
        let value = clean(list);
        if value.is_empty() {
            continue;
        }
        match key.as_str() {
            "title" => head.title = Some(value),
            "author" | "authors" | "byline" if is_item || !list.contains(',') => {
                head.authors.push(value)
            }
            "author" | "authors" | "byline" => head.authors.extend(list.split(',').map(clean)),
            "date" | "published" | "published_at" | "pubdate" => head.date = Some(value),
            "url" | "source" | "canonical" | "link" if value.starts_with("http") => {
                head.url = Some(value)
            }
            "outlet" | "site" | "publisher" | "sitename" | "hostname" => head.outlet = Some(value),
            _ => {}
        }
    }
    head
}

static PICTURE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"!\[[^\]\n]{0,500}\]\([^)\s]{0,2000}(?: [^)\n]{0,300})?\)").ok());
static LINK: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"\[([^\[\]\n]{1,500})\]\([^)\s]{0,2000}(?: [^)\n]{0,300})?\)").ok()
});
static EMPHASIS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(\*{1,3}|_{2,3}|`)([^\s*_`](?:[^*_`\n]{0,1000}[^\s*_`])?)(?:\*{1,3}|_{2,3}|`)")
        .ok()
});

/// Takes the marks of headings, emphasis, links and pictures off, joins the lines of a
/// paragraph, and leaves an empty line between paragraphs.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut open = false;
    for line in text.lines() {
        let line = line.trim();
        let is_rule =
            line.len() >= 3 && line.chars().all(|c| matches!(c, '-' | '*' | '_' | '=' | ' '));
        let heading = line.trim_start_matches('#');
        let is_heading = heading.len() < line.len() && heading.starts_with(' ');
        let quoted = line.trim_start_matches(['>', ' ']);
        let starts_item =
            line.starts_with("- ") || line.starts_with("* ") || line.starts_with("+ ");
        if line.is_empty() || is_rule {
            open = close(&mut out, open);
            continue;
        }
        if is_heading || starts_item {
            open = close(&mut out, open);
        }
        if open {
            out.push(' ');
        }
        out.push_str(&unmarked(if is_heading {
            heading.trim().trim_end_matches('#').trim()
        } else {
            quoted
        }));
        open = true;
        if is_heading {
            open = close(&mut out, open);
        }
    }
    out
}

fn close(out: &mut String, open: bool) -> bool {
    if open {
        out.push_str("\n\n");
    }
    false
}

fn unmarked(line: &str) -> String {
    let mut line = line.to_owned();
    for (pattern, with) in [(&PICTURE, ""), (&LINK, "$1"), (&EMPHASIS, "$2")] {
        if let Some(pattern) = pattern.as_ref() {
            line = pattern.replace_all(&line, with).into_owned();
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn front_matter_is_read_and_marks_are_taken_off() {
        let (head, text) = split(
            "---\ntitle: \"Ferry aground\"\nauthors:\n  - Ada Cole\n  - Bo Lund\ndate: 2031-03-03\n---\n\n# Ferry aground\n\nThe **ferry** ran\naground [near Oran](https://x.example/a).\n\n- one\n- two\n",
        );
        assert_eq!(head.title.as_deref(), Some("Ferry aground"));
        assert_eq!(head.authors, ["Ada Cole", "Bo Lund"]);
        assert_eq!(head.date.as_deref(), Some("2031-03-03"));
        assert_eq!(text, "Ferry aground\n\nThe ferry ran aground near Oran.\n\n- one\n\n- two");
    }

    #[test]
    fn a_rule_without_an_end_is_no_front_matter() {
        let (head, text) = split("---\ntitle: no end");
        assert_eq!(head, Head::default());
        assert_eq!(text, "title: no end");
    }
}
