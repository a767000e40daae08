//! The headline of an article.

use crate::html::{Parsed, outer_text, tokens};
use serde_json::Value;
use tellings_model::{Based, Basis};

use super::ld;

/// What separates a headline from the name of the site in `<title>`.
const SEPARATORS: [&str; 9] = [" | ", " - ", " – ", " — ", " :: ", " » ", " • ", " · ", " / "];

/// The headline: that of the structured data where `<meta>` says the same; else the visible
/// one where machines are told nearly the same; else what machines are told, the name of the
/// site cut off.
pub(crate) fn title(
    parsed: &Parsed,
    ld: Option<&Value>,
    outlet: Option<&str>,
) -> Option<Based<String>> {
    let head = &parsed.head;
    let told = ld
        .and_then(|ld| ld::text(ld, "headline"))
        .map(|title| Based::new(unescaped(title), Basis::StructuredData));
    let meta = head
        .meta(&["og:title", "twitter:title", "dc.title", "sailthru.title", "parsely-title"])
        .map(|title| Based::new(unescaped(title), Basis::Meta));
    let page = head.title.as_deref().map(|title| Based::new(title.to_owned(), Basis::Meta));
    let machine: Vec<Based<String>> = [told, meta, page]
        .into_iter()
        .flatten()
        .map(|title| Based::new(without_site(&title.value, outlet), title.basis))
        .filter(|title| !title.value.is_empty())
        .collect();
    if let [told, meta, ..] = machine.as_slice()
        && (told.basis, meta.basis) == (Basis::StructuredData, Basis::Meta)
        && starts_with(&meta.value, &told.value)
    {
        return Some(told.clone());
    }
    let visible = || {
        let h1s = head.h1.iter().map(|&h1| outer_text(&parsed.dom, h1));
        h1s.filter(|h1| !h1.is_empty()).map(|title| Based::new(title, Basis::Markup))
    };
    let agrees = |h1: &Based<String>| {
        h1.value.len() < 400 && machine.iter().any(|title| agree(&h1.value, &title.value))
    };
    visible().find(agrees).or_else(|| machine.first().cloned()).or_else(|| visible().next())
}

/// Whether a title opens with all words of another.
fn starts_with(title: &str, opening: &str) -> bool {
    let (title, opening) = (tokens(title), tokens(opening));
    !opening.is_empty() && title.starts_with(&opening)
}

/// Whether most words of a visible headline stand in a title.
fn agree(visible: &str, title: &str) -> bool {
    let (visible, title) = (tokens(visible), tokens(title));
    let n_shared = visible.iter().filter(|word| title.contains(word)).count();
    !visible.is_empty() && n_shared * 10 >= visible.len() * 6
}

/// A title without the name of the site behind or in front of it.
fn without_site(title: &str, outlet: Option<&str>) -> String {
    let mut title = title.trim();
    for _ in 0..3 {
        let cut = SEPARATORS.iter().filter_map(|sep| title.rfind(sep).map(|at| (at, *sep))).max();
        let Some((at, separator)) = cut else { break };
        let (front, back) =
            (title.get(..at).unwrap_or(""), title.get(at + separator.len()..).unwrap_or(""));
        let is_outlet = outlet.is_some_and(|outlet| same(back, outlet));
        let is_bar = separator.contains(['|', '»']) || separator == " :: ";
        let n_front = front.split_whitespace().count();
        let n_back = back.split_whitespace().count();
        if (is_outlet
            || (n_back <= 4 && n_front >= n_back + 2 && (is_bar || n_front >= 5 && n_back <= 3)))
            && !front.trim().is_empty()
        {
            title = front.trim();
        } else {
            break;
        }
    }
    title.to_owned()
}

fn same(a: &str, b: &str) -> bool {
    let (a, b) = (tokens(a), tokens(b));
    !a.is_empty()
        && (a == b
            || a.iter().all(|word| b.contains(word))
            || b.iter().all(|word| a.contains(word)))
}

/// Text with its character references resolved: some sites escape twice.
fn unescaped(text: &str) -> String {
    if !text.contains('&') {
        return text.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    let dom = crate::html::Dom::parse(text);
    outer_text(&dom, dom.root())
}
