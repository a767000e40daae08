//! What a page says of its article: title, people, outlet, times, language, section.
//!
//! Read [`head`] (what machines are told) and [`ld`] (schema.org) first, then a file for each
//! of [`title`], [`people`], [`date`].

mod date;
pub(crate) mod head;
pub(crate) mod ld;
mod people;
#[cfg(test)]
mod tests;
mod title;

use crate::html::{Judged, Parsed, absolute};
use crate::stamp;
use crate::text::dateline;
use tellings_model::{Article, Based, Basis, Link, Page};
use url::Url;

/// Fills in what the carrier and the page say of an article.
///
/// The order of strength is that of [`Basis`]: what the carrier declares, structured data,
/// `<meta>`, visible markup, the address, the text.
pub(crate) fn fill(article: &mut Article, page: &Page, parsed: &Parsed, judged: &Judged) {
    let head = &parsed.head;
    let ld = ld::article(&head.ld);
    let base = parsed.url.as_deref().and_then(|url| Url::parse(url).ok());
    let canonical = head.canonical.as_deref().or_else(|| head.meta(&["og:url"]));
    article.url =
        page.url.clone().or_else(|| canonical.and_then(|href| absolute(base.as_ref(), href)));

    article.outlet = declared(page.outlet.as_deref()).or_else(|| outlet(head, ld));
    let outlet = article.outlet.as_ref().map(|outlet| outlet.value.clone());
    article.title =
        declared(page.title.as_deref()).or_else(|| title::title(parsed, ld, outlet.as_deref()));
    article.byline = if page.byline.is_empty() {
        people::people(parsed, judged, ld, outlet.as_deref())
    } else {
        page.byline.clone()
    };

    let mut times = date::published(parsed, judged, ld);
    if let Some(stamp) = page.published.as_deref().and_then(stamp::declared) {
        times.insert(0, Based::new(stamp, Basis::Declared));
    }
    let has_text = !article.text().is_empty();
    // Days in the text of a page are where its article is.
    times.retain(|time| has_text || time.basis < Basis::Dateline);
    if !times.is_empty() {
        let best = times.remove(0);
        times.retain(|other| other.value.day != best.value.day);
        times.dedup();
        // Without a text to stand by, a day is believed where the page knows no other.
        if has_text || times.is_empty() {
            article.published = Some(best);
            article.published_other = times;
        }
    }
    article.modified = date::modified(parsed, ld);
    article.language = page.language.clone().or_else(|| language(head, ld));
    article.section = section(head, ld);
    if let Some(url) = ld
        .and_then(|ld| ld::address(ld, "isBasedOn"))
        .and_then(|href| absolute(base.as_ref(), href))
    {
        article.links.push(Link { url, based_on: true, span: None });
    }
    dateline::read(article);
}

/// Whether a page tells machines of more than one thing that was published.
pub(crate) fn is_list(parsed: &Parsed) -> bool {
    let objects = ld::objects(&parsed.head.ld).into_iter();
    objects.filter_map(|object| object.get("datePublished")).nth(1).is_some()
}

fn declared(value: Option<&str>) -> Option<Based<String>> {
    value.map(|value| Based::new(value.to_owned(), Basis::Declared))
}

/// Who publishes the page.
fn outlet(head: &head::Head, ld: Option<&serde_json::Value>) -> Option<Based<String>> {
    let publisher = ld.and_then(|ld| ld.get("publisher")).and_then(|publisher| match publisher {
        serde_json::Value::Array(list) => list.first().and_then(|one| ld::text(one, "name")),
        serde_json::Value::String(name) => Some(name.as_str()),
        one => ld::text(one, "name"),
    });
    let meta = head.meta(&[
        "og:site_name",
        "application-name",
        "twitter:app:name:iphone",
        "dc.publisher",
        "publisher",
        "copyright",
    ]);
    let site = head.meta(&["og:site_name"]);
    site.map(|name| Based::new(name.to_owned(), Basis::Meta))
        .or_else(|| publisher.map(|name| Based::new(name.to_owned(), Basis::StructuredData)))
        .or_else(|| meta.map(|name| Based::new(name.to_owned(), Basis::Meta)))
        .filter(|name| name.value.chars().count() <= 80)
}

fn language(head: &head::Head, ld: Option<&serde_json::Value>) -> Option<String> {
    ld.and_then(|ld| ld::text(ld, "inLanguage"))
        .or(head.lang.as_deref())
        .or_else(|| head.meta(&["og:locale", "content-language", "language", "dc.language"]))
        .map(|tag| tag.trim().replace('_', "-"))
        .filter(|tag| (2..=12).contains(&tag.len()) && tag.is_ascii())
}

fn section(head: &head::Head, ld: Option<&serde_json::Value>) -> Option<String> {
    ld.and_then(|ld| ld::text(ld, "articleSection"))
        .or_else(|| {
            head.meta(&[
                "article:section",
                "section",
                "parsely-section",
                "cxenseparse:recs:section",
            ])
        })
        .map(str::to_owned)
        .filter(|section| section.chars().count() <= 60)
}
