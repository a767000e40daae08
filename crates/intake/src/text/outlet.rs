//! Who published a text, where a line of its furniture says so.

use std::sync::LazyLock;

const TABLE: &str = include_str!("../lexicon/outlet.txt");

fn class(name: &str) -> Vec<&'static str> {
    let mut lines = TABLE.lines().filter(|line| !line.starts_with('#'));
    lines
        .by_ref()
        .find(|line| line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) == Some(name));
    lines.take_while(|line| !line.starts_with('[')).collect()
}

static BEFORE: LazyLock<Vec<&str>> = LazyLock::new(|| class("before"));
static NOT: LazyLock<Vec<&str>> = LazyLock::new(|| class("not"));

/// The outlet that a line of furniture names: after words by which outlets speak of
/// themselves, or after a copyright mark and its years.
///
/// `is_label` tells whether words are mere labels of menus (`World`, `Top stories`).
pub(crate) fn named_in(line: &str, is_label: impl Fn(&str) -> bool) -> Option<String> {
    let lower = line.to_ascii_lowercase();
    let after_words = BEFORE.iter().filter_map(|words| {
        let at = lower.find(words)?;
        let opens = at == 0 || lower.get(..at).is_some_and(|head| head.ends_with(' '));
        opens.then(|| line.get(at + words.len()..)).flatten()
    });
    let after_mark = ['©'].iter().filter_map(|mark| line.split_once(*mark).map(|(_, rest)| rest));
    let years =
        |c: char| c.is_ascii_digit() || c.is_whitespace() || matches!(c, '-' | '–' | ',' | '.');
    after_words
        .map(str::trim_start)
        .chain(after_mark.map(|rest| rest.trim_start_matches(years)))
        .filter_map(name)
        .find(|name| !NOT.contains(&name.to_lowercase().as_str()) && !is_label(name))
}

/// The run of capitalised words that a piece of text opens with, up to a mark that ends names.
fn name(rest: &str) -> Option<String> {
    let piece = rest.split(['|', '–', '—', '•', '·', '(', '!', '?', ',', ':', ';']).next()?;
    let mut words: Vec<&str> = Vec::new();
    for word in piece.split_whitespace() {
        let is_name = word.chars().next().is_some_and(|c| c.is_uppercase() || c.is_ascii_digit());
        let joins = !words.is_empty() && matches!(word, "of" | "the" | "and" | "&" | "de" | "la");
        let is_article = words.is_empty() && word == "the";
        if is_article {
            continue;
        }
        if !(is_name || joins) {
            break;
        }
        words.push(word.trim_end_matches('.'));
        if word.ends_with('.') && word.chars().count() > 3 {
            break;
        }
    }
    while words.last().is_some_and(|word| word.chars().next().is_some_and(char::is_lowercase)) {
        words.pop();
    }
    let name = words.join(" ");
    let n_letters = name.chars().filter(|c| c.is_alphabetic()).count();
    ((1..=6).contains(&words.len()) && n_letters >= 3).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(line: &str) -> String {
        named_in(line, |name| name == "World").unwrap_or_default()
    }

    #[test]
    fn an_outlet_names_itself() {
        assert_eq!(show("Discover more from Harbour Watch | Ships and Tides"), "Harbour Watch");
        assert_eq!(show("Keep up with the tides with us on Dune Magazine."), "Dune Magazine");
        assert_eq!(
            show("The post Fire at sea appeared first on The Dune Herald."),
            "The Dune Herald"
        );
        assert_eq!(show("© 2029-2031 Dune Media. All rights reserved."), "Dune Media");
    }

    #[test]
    fn networks_and_sections_are_no_outlets() {
        assert_eq!(show("Join us on Facebook"), "");
        assert_eq!(show("More from World"), "");
        assert_eq!(show("More from our reporters"), "");
    }
}
