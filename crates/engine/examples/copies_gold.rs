//! Finds the copied passages in a JSONL file (`id`, `date`, `text`, …) read from standard input
//! and prints `{"a", "b", "share_a", "share_b", "agreement", "score"}` lines for the scorer.

use std::io::{BufRead, Write};
use tellings::{Config, copies};
use tellings_model::{Article, ArticleId, Based, Basis, Stamp};

fn main() -> std::io::Result<()> {
    let articles: Vec<Article> = std::io::stdin()
        .lock()
        .lines()
        .map(|line| article(&line?))
        .collect::<std::io::Result<_>>()?;
    let all: Vec<&Article> = articles.iter().collect();
    let start = std::time::Instant::now();
    let pairs = copies(&all, &Config::default());
    eprintln!("{} articles in {:.2} s", all.len(), start.elapsed().as_secs_f64());
    let mut out = std::io::stdout().lock();
    for pair in pairs {
        let id = |at: usize| articles.get(at).map(|article| article.id.as_str().to_owned());
        let row = serde_json::json!({
            "a": id(pair.model),
            "b": id(pair.copy),
            "share_a": pair.share_of_model,
            "share_b": pair.share_of_copy,
            "agreement": pair.agreement,
            "template": pair.template,
            "score": pair.score,
            "longest": pair.passages.iter().map(|passage| passage.copy.len()).max(),
        });
        writeln!(out, "{row}")?;
    }
    Ok(())
}

fn article(line: &str) -> std::io::Result<Article> {
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
