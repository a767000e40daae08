//! Finds the copied passages in a JSONL file (`id`, `date`, `text`, …) read from standard input
//! and prints `{"a", "b", "share_a", "share_b", "agreement", "score"}` lines for the scorer.

#[path = "copies_gold/article.rs"]
mod article;

use std::io::{BufRead, Write};
use tellings::{Config, copies};
use tellings_model::Article;

fn main() -> std::io::Result<()> {
    let articles: Vec<Article> = std::io::stdin()
        .lock()
        .lines()
        .map(|line| article::article(&line?))
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
