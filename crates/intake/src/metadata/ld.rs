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
        // A recipe, a podcast, a video: whatever the page is about and somebody made.
        .or_else(|| {
            objects
                .iter()
                .copied()
                .find(|value| value.get("author").is_some() && value.get("datePublished").is_some())
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

/// The people that an article names as its authors; organisations left out where the type
/// says so.
pub(crate) fn people(roots: &[Value], article: Option<&Value>) -> Vec<String> {
    let kinds = ["Organization", "NewsMediaOrganization", "Corporation"];
    let authors = authors(roots, article).into_iter();
    authors.filter(|author| !is_a(author, &kinds)).filter_map(name).collect()
}

/// All that an article names as its authors, organisations too.
pub(crate) fn anybody(roots: &[Value], article: Option<&Value>) -> Vec<String> {
    authors(roots, article).into_iter().filter_map(name).collect()
}

/// The authors; one that is only referred to by its `@id` is looked up.
fn authors<'a>(roots: &'a [Value], article: Option<&'a Value>) -> Vec<&'a Value> {
    let field = article.and_then(|article| article.get("author").or(article.get("creator")));
    let list: Vec<&Value> = match field {
        None => Vec::new(),
        Some(Value::Array(list)) => list.iter().collect(),
        Some(one) => vec![one],
    };
    let whole = |author: &'a Value| match author.get("@id").and_then(Value::as_str) {
        Some(id) if name(author).is_none() => objects(roots).into_iter().find(|object| {
            object.get("@id").and_then(Value::as_str) == Some(id) && name(object).is_some()
        }),
        _ => Some(author),
    };
    list.into_iter().filter_map(whole).collect()
}

fn name(author: &Value) -> Option<String> {
    let name = author.as_str().or_else(|| text(author, "name"))?.trim();
    (!name.is_empty()).then(|| name.to_owned())
}

/// A field that holds an address or an object with one.
pub(crate) fn address<'a>(value: &'a Value, field: &str) -> Option<&'a str> {
    let field = match value.get(field)? {
        Value::Array(list) => list.first()?,
        other => other,
    };
    field.as_str().or_else(|| text(field, "url")).or_else(|| text(field, "@id"))
}
