//! What people type into the search field → what is looked for.
//!
//! ```text
//! query  = term*                 all of them must hold
//! term   = word | word* | "a phrase" | -term | field:value | field:"a value"
//! field  = outlet | speaker | place | person | title | before | after | has
//! ```

use std::fmt::Write;

/// What is looked for: everything in it must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// Words and phrases, as the index has them.
    pub(crate) words: Vec<Words>,
    /// What articles and stories must be like.
    pub(crate) filters: Vec<Filter>,
}

/// A word, the beginning of one, or a phrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Words {
    pub(crate) text: String,
    pub(crate) prefix: bool,
    pub(crate) not: bool,
    pub(crate) title: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Filter {
    Outlet(String),
    Speaker(String),
    Place(String),
    Person(String),
    /// Published before this day.
    Before(String),
    /// Published on this day or later.
    After(String),
    Has(Flag),
}

/// What stands out in a story.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flag {
    Conflict,
    Superseded,
    Altered,
    Differ,
    Copies,
}

/// Why a query cannot be understood; says where, and what would do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{what}")]
pub struct QueryError {
    /// What is wrong, and what would do.
    pub what: String,
    /// The part of the query it is about.
    pub part: String,
}

const FIELDS: &str = "outlet:, speaker:, person:, place:, title:, before:, after:, has:";
const FLAGS: &str = "conflict, superseded, altered, speakers, copies";
/// The longest query that is read, in bytes, and the most terms.
const MAX_BYTES: usize = 1_000;
const MAX_TERMS: usize = 32;

impl Query {
    /// Reads a query.
    pub fn parse(text: &str) -> Result<Self, QueryError> {
        let error = |what: String, part: &str| QueryError { what, part: part.to_owned() };
        if text.len() > MAX_BYTES {
            return Err(error(format!("a query has {MAX_BYTES} bytes at most"), ""));
        }
        let mut query = Self::default();
        for (n, term) in terms(text)?.into_iter().enumerate() {
            if n == MAX_TERMS {
                return Err(error(format!("a query has {MAX_TERMS} terms at most"), &term.text));
            }
            query.take(term)?;
        }
        let only_not = !query.words.is_empty() && query.words.iter().all(|words| words.not);
        if only_not && query.filters.is_empty() {
            let what = "a query needs something to look for, beside what to leave out";
            return Err(error(what.to_owned(), text));
        }
        Ok(query)
    }

    /// Whether nothing is asked for.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty() && self.filters.is_empty()
    }

    fn take(&mut self, term: Term) -> Result<(), QueryError> {
        let Term { not, field, mut text, quoted } = term;
        let error = |what: String, part: &str| Err(QueryError { what, part: part.to_owned() });
        let Some(field) = field else {
            let prefix = !quoted && text.ends_with('*');
            text.truncate(text.trim_end_matches(|c| c == '*' && !quoted).len());
            if !text.chars().any(char::is_alphanumeric) {
                return error("a term has a letter or a figure".to_owned(), &text);
            }
            self.words.push(Words { text, prefix, not, title: false });
            return Ok(());
        };
        if text.trim().is_empty() {
            return error(format!("`{field}:` needs a value: {field}:something"), &field);
        }
        if field == "title" {
            let prefix = !quoted && text.ends_with('*');
            text.truncate(text.trim_end_matches('*').len());
            self.words.push(Words { text, prefix, not, title: true });
            return Ok(());
        }
        if not {
            return error(format!("`-{field}:` cannot be left out; only words can"), &field);
        }
        self.filters.push(match field.as_str() {
            "outlet" => Filter::Outlet(text),
            "speaker" => Filter::Speaker(text),
            "place" => Filter::Place(text),
            "person" => Filter::Person(text),
            "before" => Filter::Before(day(&text, &field)?),
            "after" => Filter::After(day(&text, &field)?),
            "has" => Filter::Has(match text.to_lowercase().as_str() {
                "conflict" | "conflicts" => Flag::Conflict,
                "superseded" => Flag::Superseded,
                "altered" => Flag::Altered,
                "speakers" => Flag::Differ,
                "copies" => Flag::Copies,
                _ => return error(format!("`has:` knows {FLAGS}"), &text),
            }),
            _ => {
                let what = format!(
                    "there is no field `{field}:`; there are {FIELDS}. \
                    To look for the words themselves, put them between quotation marks"
                );
                return error(what, &field);
            }
        });
        Ok(())
    }

    /// The words in the language of the index (FTS5); `None` where there are none.
    pub(crate) fn for_index(&self) -> Option<String> {
        let mut text = String::new();
        let (not, sought): (Vec<&Words>, Vec<&Words>) =
            self.words.iter().partition(|words| words.not);
        if sought.is_empty() {
            return None;
        }
        for words in sought {
            let gap = if text.is_empty() { "" } else { " AND " };
            let _ = write!(text, "{gap}{}", one(words));
        }
        let mut all = if not.is_empty() { text } else { format!("({text})") };
        for words in not {
            let _ = write!(all, " NOT {}", one(words));
        }
        Some(all)
    }
}

/// A string of FTS5: quoted, so that nothing in it is obeyed, and without the sign that would end it.
fn one(words: &Words) -> String {
    let column = if words.title { "title : " } else { "" };
    let star = if words.prefix { "*" } else { "" };
    format!("{column}\"{}\"{star}", words.text.replace(['"', '\0'], " "))
}

/// A day that begins a day, a month or a year: `2025`, `2025-05`, `2025-05-03`.
fn day(text: &str, field: &str) -> Result<String, QueryError> {
    let parts: Vec<&str> = text.split('-').collect();
    let full = match parts.as_slice() {
        [year] => format!("{year}-01-01"),
        [year, month] => format!("{year}-{month}-01"),
        _ => text.to_owned(),
    };
    let four_figures = parts.first().is_some_and(|year| year.len() == 4);
    match full.parse::<jiff::civil::Date>() {
        Ok(day) if four_figures => Ok(day.to_string()),
        _ => Err(QueryError {
            what: format!("`{field}:` needs a day, a month or a year: {field}:2025-05-03"),
            part: text.to_owned(),
        }),
    }
}

struct Term {
    not: bool,
    field: Option<String>,
    text: String,
    quoted: bool,
}

/// Takes a query apart.
fn terms(text: &str) -> Result<Vec<Term>, QueryError> {
    let mut terms = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let (not, after) = match rest.strip_prefix('-') {
            Some(after) if !after.starts_with(char::is_whitespace) && !after.is_empty() => {
                (true, after)
            }
            _ => (false, rest),
        };
        let head = after.find([':', '"', ' ', '\t', '\n']).filter(|&at| {
            at > 0 && after[at..].starts_with(':') && after[..at].chars().all(char::is_alphabetic)
        });
        let (field, value) = match head {
            Some(at) => (Some(after[..at].to_lowercase()), &after[at + 1..]),
            None => (None, after),
        };
        let (word, quoted, after) = match value.strip_prefix(['"', '“', '”']) {
            Some(inside) => {
                let Some(end) = inside.find(['"', '“', '”']) else {
                    let what = "a quotation mark is never closed".to_owned();
                    return Err(QueryError { what, part: value.to_owned() });
                };
                let mark = inside[end..].chars().next().map_or(1, char::len_utf8);
                (&inside[..end], true, &inside[end + mark..])
            }
            None => {
                let end = value.find(char::is_whitespace).unwrap_or(value.len());
                (&value[..end], false, &value[end..])
            }
        };
        terms.push(Term { not, field, text: word.to_owned(), quoted });
        rest = after.trim_start();
    }
    Ok(terms)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn no_sign_ends_a_phrase_of_the_index() {
        let query = Query::parse("ferry\0aground").unwrap();
        assert_eq!(query.for_index().as_deref(), Some("\"ferry aground\""));
    }

    fn show(text: &str) -> String {
        match Query::parse(text) {
            Ok(query) => format!("{} {:?}", query.for_index().unwrap_or_default(), query.filters),
            Err(error) => format!("{} [{}]", error.what, error.part),
        }
    }

    #[test]
    fn words_phrases_beginnings() {
        assert_eq!(
            show("ferry \"capsized off\" harb*"),
            "\"ferry\" AND \"capsized off\" AND \"harb\"* []"
        );
        assert_eq!(show("ferry -“coast guard”"), "(\"ferry\") NOT \"coast guard\" []");
        assert_eq!(show("title:ferry"), "title : \"ferry\" []");
    }

    #[test]
    fn fields() {
        assert_eq!(show("outlet:\"Harbour Post\""), " [Outlet(\"Harbour Post\")]");
        assert_eq!(
            show("after:2025-05 before:2026"),
            " [After(\"2025-05-01\"), Before(\"2026-01-01\")]"
        );
        assert_eq!(show("has:conflict"), " [Has(Conflict)]");
    }

    #[test]
    fn errors_say_what_would_do() {
        assert_eq!(show("\"open"), "a quotation mark is never closed [\"open]");
        assert_eq!(
            show("before:soon"),
            "`before:` needs a day, a month or a year: before:2025-05-03 [soon]"
        );
        assert_eq!(
            show("has:fun"),
            "`has:` knows conflict, superseded, altered, speakers, copies [fun]"
        );
        assert_eq!(show("place:"), "`place:` needs a value: place:something [place]");
        assert_eq!(
            show("-ferry"),
            "a query needs something to look for, beside what to leave out [-ferry]"
        );
        assert!(show("author:cole").starts_with("there is no field `author:`"));
        assert_eq!(show("***"), "a term has a letter or a figure []");
    }

    proptest! {
        /// Any query is understood or explained.
        #[test]
        fn no_query_panics(text in "([a-z]{1,4}|\"|“|:|-|\\*|before:|has:|title:| |\\PC){0,24}") {
            let _ = Query::parse(&text).map(|query| query.for_index());
        }
    }
}
