//! Groups the articles of a JSONL file (`id`, `date`, `title`, `text`) read from standard input
//! and prints `{"id", "cluster", "thread"}` lines for the scorer.

#[path = "copies_gold/article.rs"]
mod article;

use std::io::{BufRead, Write};
use tellings::{Config, groups};
use tellings_model::Article;

fn main() -> std::io::Result<()> {
    let articles: Vec<Article> = std::io::stdin()
        .lock()
        .lines()
        .map(|line| article::article(&line?))
        .collect::<std::io::Result<_>>()?;
    let all: Vec<&Article> = articles.iter().collect();
    let start = std::time::Instant::now();
    let seats = groups(&all, &Config::default());
    eprintln!("{} articles in {:.2} s", all.len(), start.elapsed().as_secs_f64());
    let mut out = std::io::stdout().lock();
    for (article, seat) in articles.iter().zip(seats) {
        let row = serde_json::json!({
            "id": article.id.as_str(),
            "cluster": seat.story.as_str(),
            "thread": seat.thread.as_str(),
        });
        writeln!(out, "{row}")?;
    }
    Ok(())
}
