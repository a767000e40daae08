//! Finds who copied whom in a JSONL file (`id`, `date`, `publisher`, `text`) read from standard
//! input and prints `{"id", "parent", "direction"}` lines for the scorer.

#[path = "copies_gold/article.rs"]
mod article;

use std::io::{BufRead, Write};
use tellings::{Config, lineage};
use tellings_model::Article;

fn main() -> std::io::Result<()> {
    let articles: Vec<Article> = std::io::stdin()
        .lock()
        .lines()
        .map(|line| article::article(&line?))
        .collect::<std::io::Result<_>>()?;
    let all: Vec<&Article> = articles.iter().collect();
    let start = std::time::Instant::now();
    let lines = lineage(&all, &Config::default());
    eprintln!("{} articles in {:.2} s", all.len(), start.elapsed().as_secs_f64());
    let mut out = std::io::stdout().lock();
    for (article, line) in articles.iter().zip(lines) {
        let parent = line.models.first().and_then(|&at| articles.get(at));
        let row = serde_json::json!({
            "id": article.id.as_str(),
            "parent": parent.map(|parent| parent.id.as_str()),
            "direction": line.direction.map(|direction| format!("{direction:?}")),
        });
        writeln!(out, "{row}")?;
    }
    Ok(())
}
