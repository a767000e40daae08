//! Names of people and agencies in bylines and datelines.

use std::sync::LazyLock;

const AGENCIES: &str = include_str!("../lexicon/agencies.txt");
const BYLINE: &str = include_str!("../lexicon/byline.txt");

/// The words of a class of the byline table.
fn class(name: &str) -> Vec<&'static str> {
    let mut lines = BYLINE.lines();
    lines
        .by_ref()
        .find(|line| line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) == Some(name));
    lines.take_while(|line| !line.starts_with('[')).filter(|line| !line.is_empty()).collect()
}

static OPENINGS: LazyLock<Vec<&str>> = LazyLock::new(|| class("open"));
static ROLES: LazyLock<Vec<&str>> = LazyLock::new(|| class("role"));
static BETWEEN: LazyLock<Vec<&str>> = LazyLock::new(|| class("between"));

/// Whether these words name a news agency or a wire service.
pub(crate) fn is_agency(name: &str) -> bool {
    let name = name.trim().trim_end_matches(" News Agency");
    AGENCIES.lines().any(|agency| {
        agency == name || agency.chars().count() > 4 && agency.eq_ignore_ascii_case(name)
    })
}

/// What a byline says.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Byline {
    /// The people it names.
    pub(crate) people: Vec<String>,
    /// Whether it names an agency.
    pub(crate) has_agency: bool,
}

/// Reads a line as a byline; `None` where it is none.
///
/// A byline opens with a word of the table (`By`), is short, and every part of it is a
/// person's name, an agency, or a role. Roles and desks are no people.
pub(crate) fn byline(line: &str) -> Option<Byline> {
    let line = line.trim();
    let words: Vec<&str> = line.split_whitespace().collect();
    if words.len() > 18 || line.ends_with(['?', '!', '…']) {
        return None;
    }
    let rest = OPENINGS.iter().find_map(|opening| {
        let rest = strip_prefix_ignoring_case(line, opening)?;
        rest.starts_with([' ', ':', '\u{A0}'])
            .then(|| rest.trim_start_matches([' ', ':', '\u{A0}', '-', '–']))
    })?;
    let mut byline = Byline::default();
    let mut n_unknown = 0;
    for part in parts(rest) {
        let part = part.trim().trim_end_matches('.');
        if part.is_empty() {
            continue;
        }
        if is_agency(part) {
            byline.has_agency = true;
        } else if is_person(part) {
            byline.people.push(part.to_owned());
        } else {
            n_unknown += 1;
        }
    }
    let is_byline = (!byline.people.is_empty() || byline.has_agency) && n_unknown <= 3
        || byline.people.is_empty() && n_unknown == 1 && words.len() <= 4;
    is_byline.then_some(byline)
}

fn strip_prefix_ignoring_case<'a>(line: &'a str, prefix: &str) -> Option<&'a str> {
    let head = line.get(..prefix.len())?;
    (head.to_lowercase() == *prefix).then(|| line.get(prefix.len()..).unwrap_or(""))
}

/// The parts of a byline: between commas, bars, slashes and words for *and*.
fn parts(rest: &str) -> Vec<String> {
    let mut parts = Vec::new();
    for piece in rest.split([',', '|', '/', ';', '•', '·', '(', ')']) {
        let mut part: Vec<&str> = Vec::new();
        for word in piece.split_whitespace() {
            if BETWEEN.contains(&word.to_lowercase().as_str()) {
                parts.push(part.join(" "));
                part.clear();
            } else {
                part.push(word);
            }
        }
        parts.push(part.join(" "));
    }
    parts
}

/// Whether words are shaped like a person's name: two to five, capitals first, no role, no digit.
pub(crate) fn is_person(part: &str) -> bool {
    let words: Vec<&str> = part.split_whitespace().collect();
    let is_particle = |word: &&str| {
        matches!(
            *word,
            "de" | "da"
                | "van"
                | "von"
                | "der"
                | "den"
                | "del"
                | "la"
                | "le"
                | "al"
                | "bin"
                | "dos"
                | "di"
                | "du"
                | "ter"
        )
    };
    let is_name = |word: &&str| {
        word.chars().next().is_some_and(char::is_uppercase)
            && word.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '\'' | '’'))
    };
    let lower = part.to_lowercase();
    let holds_role =
        ROLES.iter().any(|role| lower == *role || lower.split(' ').any(|word| word == *role));
    (2..=5).contains(&words.len())
        && words.iter().all(|word| is_name(word) || is_particle(word))
        && words.first().is_some_and(is_name)
        && !holds_role
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(line: &str) -> String {
        match byline(line) {
            None => "no byline".into(),
            Some(found) => format!("{} agency={}", found.people.join("; "), found.has_agency),
        }
    }

    #[test]
    fn people_are_told_from_agencies_and_roles() {
        assert_eq!(show("By Ada Cole"), "Ada Cole agency=false");
        assert_eq!(
            show("By Ada Cole and J.R. O’Neil, Associated Press"),
            "Ada Cole; J.R. O’Neil agency=true"
        );
        assert_eq!(show("BY ADA COLE, Staff Writer"), "ADA COLE agency=false");
        assert_eq!(show("Von Uwe van der Berg, Redaktion"), "Uwe van der Berg agency=false");
        assert_eq!(show("By Reuters"), " agency=true");
        assert_eq!(show("By Staff"), " agency=false");
    }

    #[test]
    fn a_sentence_with_by_is_no_byline() {
        assert_eq!(show("By the time the ferry docked, the storm had passed"), "no byline");
        assert_eq!(
            show("By Monday night the river had reached the second floor of the school"),
            "no byline"
        );
    }
}
