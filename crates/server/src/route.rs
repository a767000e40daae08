//! Every address that answers, in one table: the router and the description of the JSON API are
//! both made of it.

use crate::answer::{Answer, Kind, Problem};
use crate::desk::Desk;
use crate::link::Links;
use crate::page;
use tellings_store::Reader;

/// What a page function is given.
pub(crate) struct Asked<'a> {
    pub(crate) desk: &'a Desk,
    pub(crate) store: &'a Reader,
    /// The parts of the path that the pattern leaves open, in order, without the ending.
    pub(crate) parts: Vec<&'a str>,
    /// What stands behind the question mark.
    pub(crate) query: &'a [(String, String)],
    pub(crate) kind: Kind,
    pub(crate) links: Links,
}

impl Asked<'_> {
    /// The value of a field of the query; empty ones count as absent.
    pub(crate) fn field(&self, name: &str) -> Option<&str> {
        let found = self.query.iter().find(|(field, _)| field == name);
        found.map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
    }

    pub(crate) fn part(&self, at: usize) -> &str {
        self.parts.get(at).copied().unwrap_or("")
    }

    /// A number in the query, 0 where there is none.
    pub(crate) fn number(&self, name: &str) -> usize {
        self.field(name).and_then(|value| value.parse().ok()).unwrap_or(0)
    }
}

/// One address, or a family of them.
pub(crate) struct Route {
    /// Path parts; those that begin with a colon are open.
    pub(crate) path: &'static str,
    /// What is there, for the description of the API.
    pub(crate) what: &'static str,
    /// What else than HTML it can be asked for as.
    pub(crate) kinds: &'static [Kind],
    /// The fields of its query, with their meaning.
    pub(crate) query: &'static [(&'static str, &'static str)],
    pub(crate) answer: fn(&Asked<'_>) -> Result<Answer, Problem>,
}

const PAGING: (&str, &str) = ("from", "how many rows to leave out");

/// All addresses that are read.
pub(crate) const ROUTES: &[Route] = &[
    Route {
        path: "",
        what: "The stories, those told last first",
        kinds: &[Kind::Json, Kind::Csv],
        query: &[
            ("day", "a day on which the story was told"),
            ("name", "the key of a name that it mentions"),
            ("outlet", "an outlet that tells it"),
            ("flag", "conflict, superseded, altered or speakers"),
            ("alone", "1: also stories with one telling"),
            PAGING,
        ],
        answer: page::stories::answer,
    },
    Route {
        path: "s/:story",
        what: "A story: the record of `tellings/1`",
        kinds: &[
            Kind::Json,
            Kind::Csv,
            Kind::Svg,
            Kind::Markdown,
            Kind::Tei,
            Kind::Dot,
            Kind::GraphMl,
        ],
        query: &[],
        answer: page::story::answer,
    },
    Route {
        path: "a/:article",
        what: "An article with what was found in it",
        kinds: &[Kind::Json, Kind::Css],
        query: &[],
        answer: page::article::answer,
    },
    Route {
        path: "d/:first/:second",
        what: "Two tellings side by side",
        kinds: &[Kind::Json, Kind::Csv],
        query: &[],
        answer: page::compare::answer,
    },
    Route {
        path: "d",
        what: "Leads to the comparison of two articles",
        kinds: &[],
        query: &[("a", "the key of an article"), ("b", "the key of another")],
        answer: page::compare::lead,
    },
    Route {
        path: "q/:saying",
        what: "A saying with its wordings",
        kinds: &[Kind::Json],
        query: &[],
        answer: page::saying::answer,
    },
    Route {
        path: "e/:name",
        what: "A person, organisation or place, and who mentions it",
        kinds: &[Kind::Json, Kind::Csv],
        query: &[],
        answer: page::name::entity,
    },
    Route {
        path: "o/:outlet",
        what: "An outlet and its articles",
        kinds: &[Kind::Json, Kind::Csv],
        query: &[],
        answer: page::name::outlet,
    },
    Route {
        path: "search",
        what: "Articles that hold some words, by story",
        kinds: &[Kind::Json, Kind::Csv],
        query: &[("q", "words, \"phrases\", beginnings*, -words, and fields like outlet:name")],
        answer: page::search::answer,
    },
    Route {
        path: "method",
        what: "How each number is made",
        kinds: &[Kind::Json],
        query: &[],
        answer: page::plain::method,
    },
    Route {
        path: "check",
        what: "What could not be read, and what waits",
        kinds: &[Kind::Json, Kind::Csv],
        query: &[],
        answer: page::plain::check,
    },
    Route {
        path: "journal",
        what: "What people corrected",
        kinds: &[Kind::Json, Kind::Csv],
        query: &[],
        answer: page::journal::answer,
    },
    Route {
        path: "add",
        what: "A form for adding articles",
        kinds: &[],
        query: &[],
        answer: page::add::form,
    },
    Route {
        path: "openapi",
        what: "This description",
        kinds: &[Kind::Json],
        query: &[],
        answer: page::plain::openapi,
    },
    Route {
        path: "style",
        what: "The stylesheet",
        kinds: &[Kind::Css],
        query: &[],
        answer: page::plain::style,
    },
    Route {
        path: "icon",
        what: "The sign of the desk",
        kinds: &[Kind::Svg],
        query: &[],
        answer: page::plain::icon,
    },
];

/// The route of a path and what its open parts hold; `/index.json` is the list of stories.
pub(crate) fn find(path: &str) -> Option<(&'static Route, Kind, Vec<&str>)> {
    let path = path.strip_prefix('/').unwrap_or(path);
    let (bare, kind) = Kind::split(path);
    let bare = if bare == "index" { "" } else { bare };
    let parts: Vec<&str> = bare.split('/').collect();
    ROUTES.iter().find_map(|route| {
        let pattern: Vec<&str> = route.path.split('/').collect();
        let fits = pattern.len() == parts.len()
            && pattern.iter().zip(&parts).all(|(pattern, part)| {
                if pattern.starts_with(':') { is_key(part) } else { pattern == part }
            });
        let offered = kind == Kind::Html || route.kinds.contains(&kind);
        let open = pattern.iter().zip(&parts).filter(|(pattern, _)| pattern.starts_with(':'));
        (fits && offered).then(|| (route, kind, open.map(|(_, part)| *part).collect()))
    })
}

/// Keys are letters, figures and hyphens; nothing else ever reaches a page function.
fn is_key(part: &str) -> bool {
    let fits = |c: char| c.is_ascii_alphanumeric() || c == '-';
    !part.is_empty() && part.len() <= 64 && part.chars().all(fits)
}

/// Answers one path; `query` stands behind the question mark.
pub(crate) fn answer(
    desk: &Desk,
    path: &str,
    query: &[(String, String)],
    links: Links,
) -> Result<Answer, Problem> {
    if path == "/keys.js" {
        return Ok(Answer::new(Kind::Script, page::SCRIPT));
    }
    let (route, kind, parts) = find(path).ok_or_else(|| Problem::absent("page"))?;
    desk.read(|store| (route.answer)(&Asked { desk, store, parts, query, kind, links }))
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn paths_find_their_routes() {
        let show = |path: &str| {
            find(path).map(|(route, kind, parts)| {
                format!("{} {:?} {}", route.path, kind, parts.join(" "))
            })
        };
        assert_eq!(show("/").as_deref(), Some(" Html "));
        assert_eq!(show("/index.json").as_deref(), Some(" Json "));
        assert_eq!(show("/s/s1f.svg").as_deref(), Some("s/:story Svg s1f"));
        assert_eq!(show("/d/a/b").as_deref(), Some("d/:first/:second Html a b"));
        assert_eq!(show("/a/x.svg"), None);
        for hostile in ["/s/../x", "/s/..", "/s/%2e%2e", "/a/", "/s/a/b", "/s/a\"b", "//s/a"] {
            assert_eq!(show(hostile), None, "{hostile}");
        }
    }
}
