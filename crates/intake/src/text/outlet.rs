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
static LEADS: LazyLock<Vec<&str>> = LazyLock::new(|| class("lead"));

static NOT: LazyLock<Vec<&str>> = LazyLock::new(|| class("not"));

/// The words that end the name of an outlet (`Herald`), as they are written in it.
pub fn outlet_heads() -> impl Iterator<Item = &'static str> {
    let lines = include_str!("../lexicon/outlet_heads.txt").lines();
    lines.filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace)
}

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
    let years = |c: char| c.is_ascii_digit() || c.is_whitespace() || "-–,.".contains(c);
    let after_mark = line.split_once('©').map(|(_, rest)| rest.trim_start_matches(years));
    let mut names = after_words.map(str::trim_start).chain(after_mark).filter_map(name);
    names.find(|name| !NOT.contains(&name.to_lowercase().as_str()) && !is_label(name))
}

/// The outlet beside the day on which a text came out: `Dune Herald, 3 May 2031`.
pub(crate) fn beside_day(line: &str) -> Option<String> {
    let pieces = line
        .split(['|', '–', '—', '•', '·', '(', ')', ',', ';'])
        .flat_map(|piece| piece.split(" - "));
    // `By Dune Mail Reporter` says who wrote.
    let mut names = pieces.map(str::trim).filter(|piece| super::name::byline(piece).is_none());
    names.find(|piece| is_called_so(piece)).map(str::to_owned)
}

/// Whether words are the name of an outlet: capitals first, and the first or the last one as outlets have it.
pub(crate) fn is_called_so(words: &str) -> bool {
    let whole = words.strip_prefix("The ").unwrap_or(words);
    let (first, last) = (whole.split(' ').next(), whole.rsplit(' ').next());
    let leads = |word: &str| LEADS.contains(&word.to_lowercase().as_str());
    let heads = |word: &str| outlet_heads().any(|head| head.eq_ignore_ascii_case(word));
    (2..=6).contains(&words.split_whitespace().count())
        && (first.is_some_and(leads) || last.is_some_and(heads))
        && name(whole).is_some_and(|name| name == whole)
        && !words.chars().any(|c| c.is_ascii_digit())
}

/// The run of capitalised words that a piece of text opens with, up to a mark that ends names.
fn name(rest: &str) -> Option<String> {
    let piece = rest.split(['|', '–', '—', '•', '·', '(', '!', '?', ',', ':', ';']).next()?;
    let mut words: Vec<&str> = Vec::new();
    for word in piece.split_whitespace().skip_while(|word| *word == "the") {
        let is_name = word.chars().next().is_some_and(|c| c.is_uppercase() || c.is_ascii_digit());
        let joins = !words.is_empty() && matches!(word, "of" | "the" | "and" | "&" | "de" | "la");
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
    fn an_outlet_stands_beside_its_day() {
        let show = |line| beside_day(line).unwrap_or_default();
        assert_eq!(show("Port Ellen Post, 12 June 2031"), "Port Ellen Post");
        assert_eq!(show("The Evening Ledger | Saturday 13 June 2031"), "The Evening Ledger");
        assert_eq!(show("June 13, 2031 — Daily Dune"), "Daily Dune");
        assert_eq!(show("Port Ellen, 12 June 2031"), "");
        assert_eq!(show("By Dune Mail Reporter | 12 June 2031"), "");
        assert_eq!(show("Ada Cole | 12 June 2031"), "");
        assert_eq!(show("News | 12 June 2031"), "");
        assert_eq!(show("Record Rain | 12 June 2031"), "");
        assert_eq!(show("Posted on 12 June 2031"), "");
    }

    #[test]
    fn networks_and_sections_are_no_outlets() {
        assert_eq!(show("Join us on Facebook"), "");
        assert_eq!(show("More from World"), "");
        assert_eq!(show("More from our reporters"), "");
    }
}
