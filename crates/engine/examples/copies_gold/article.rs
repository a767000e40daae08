//! One line of a gold file → an article.

use tellings_model::{Article, ArticleId, Based, Basis, Stamp};

/// An article with id, title, outlet and time as the line gives them; a clock time without a
/// zone is taken for UTC.
pub(crate) fn article(line: &str) -> std::io::Result<Article> {
    let row: serde_json::Value = serde_json::from_str(line).map_err(std::io::Error::other)?;
    let field = |name: &str| row.get(name).and_then(|value| value.as_str()).unwrap_or("");
    let mut article = Article::new(ArticleId::new(field("id")), field("text").to_owned());
    article.title = Some(Based::new(field("title").to_owned(), Basis::Declared));
    let outlet = field("publisher");
    article.outlet = (!outlet.is_empty()).then(|| Based::new(outlet.to_owned(), Basis::Declared));
    let date = field("date");
    let minute = date.replace('T', " ");
    let instant = minute
        .parse::<jiff::civil::DateTime>()
        .ok()
        .filter(|_| date.len() > 10)
        .and_then(|clock| clock.to_zoned(jiff::tz::TimeZone::UTC).ok())
        .map(|zoned| zoned.timestamp());
    article.published = date
        .get(..10)
        .and_then(|day| day.parse().ok())
        .map(|day| Based::new(Stamp { day, instant }, Basis::Declared));
    Ok(article)
}
