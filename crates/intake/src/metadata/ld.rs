//! JSON-LD: the objects of schema.org that describe the article.

use serde_json::Value;

/// How many nested values are looked at; real pages have a few thousand.
const MAX_VALUES: usize = 50_000;

/// The types of schema.org that stand for an article, the best first.
const ARTICLE_TYPES: [&str; 12] = [
    "NewsArticle",
    "ReportageNewsArticle",
    "AnalysisNewsArticle",
    "OpinionNewsArticle",
    "BackgroundNewsArticle",
    "ReviewNewsArticle",
    "LiveBlogPosting",
    "Article",
    "BlogPosting",
    "Report",
    "TechArticle",
    "ScholarlyArticle",
];

/// Whether a value is of one of these types; `https://schema.org/X` counts as `X`.
pub(crate) fn is_a(value: &Value, names: &[&str]) -> bool {
    let plain = |name: &str| {
        let name = name.rsplit(['/', '#', ':']).next().unwrap_or(name);
        names.contains(&name)
    };
    match value.get("@type") {
        Some(Value::String(name)) => plain(name),
        Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).any(plain),
        _ => false,
    }
}

/// Every object inside some values, outermost first, in order.
pub(crate) fn objects(roots: &[Value]) -> Vec<&Value> {
    let mut found = Vec::new();
    let mut open: Vec<&Value> = roots.iter().rev().collect();
    let mut n_seen = 0;
    while let Some(value) = open.pop() {
        n_seen += 1;
        if n_seen > MAX_VALUES {
            break;
        }
        match value {
            Value::Object(map) => {
                found.push(value);
                let rest = map.values().filter(|value| value.is_object() || value.is_array());
                open.extend(rest.collect::<Vec<_>>().into_iter().rev());
            }
            Value::Array(list) => open.extend(list.iter().rev()),
            _ => {}
        }
    }
    found
}

/// The object that describes the article: the first of the best type, with a headline or a body.
pub(crate) fn article(roots: &[Value]) -> Option<&Value> {
    let objects = objects(roots);
    ARTICLE_TYPES
        .iter()
        .find_map(|kind| {
            objects.iter().copied().find(|value| {
                is_a(value, &[kind])
                    && (text(value, "headline").is_some()
                        || text(value, "articleBody").is_some()
                        || value.get("datePublished").is_some())
            })
        })
        .or_else(|| {
            objects.iter().copied().find(|value| {
                value.get("articleBody").is_some()
                    || (value.get("headline").is_some() && value.get("datePublished").is_some())
            })
        })
}

/// A field that holds text; the first one of a list.
pub(crate) fn text<'a>(value: &'a Value, field: &str) -> Option<&'a str> {
    let field = value.get(field)?;
    let field = match field {
        Value::Array(list) => list.first()?,
        other => other,
    };
    field.as_str().map(str::trim).filter(|text| !text.is_empty())
}

/// The people that an article names as its authors; organisations left out where the type says so.
pub(crate) fn people(article: Option<&Value>) -> Vec<String> {
    let Some(authors) =
        article.and_then(|article| article.get("author").or(article.get("creator")))
    else {
        return Vec::new();
    };
    let list = match authors {
        Value::Array(list) => list.as_slice(),
        one => std::slice::from_ref(one),
    };
    let mut names = Vec::new();
    for author in list {
        let name = match author {
            Value::String(name) => Some(name.as_str()),
            Value::Object(_)
                if is_a(author, &["Organization", "NewsMediaOrganization", "Corporation"]) =>
            {
                None
            }
            other => other.get("name").and_then(|name| match name {
                Value::Array(list) => list.first().and_then(Value::as_str),
                name => name.as_str(),
            }),
        };
        names.extend(name.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()));
    }
    names
}

/// A field that holds an address or an object with one.
pub(crate) fn address<'a>(value: &'a Value, field: &str) -> Option<&'a str> {
    let field = match value.get(field)? {
        Value::Array(list) => list.first()?,
        other => other,
    };
    field.as_str().or_else(|| text(field, "url")).or_else(|| text(field, "@id"))
}
