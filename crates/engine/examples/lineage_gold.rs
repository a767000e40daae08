//! Finds who copied whom in a JSONL file (`id`, `date`, `publisher`, `text`) read from standard
//! input and prints JSON lines: `{"id", "parent", "parents", "direction", …}` for the scorer;
//! with the argument `cues` what speaks for each possible model, for calibration; with `credits`
//! the agency that the other texts of its family name for each article, its own credit hidden.

#[path = "copies_gold/article.rs"]
mod article;

use std::io::{BufRead, Write};
use tellings::{Config, carried_credits, cues, lineage};
use tellings_model::Article;

fn main() -> std::io::Result<()> {
    let articles: Vec<Article> = std::io::stdin()
        .lock()
        .lines()
        .map(|line| article::article(&line?))
        .collect::<std::io::Result<_>>()?;
    let all: Vec<&Article> = articles.iter().collect();
    let config = Config::default();
    let start = std::time::Instant::now();
    let id = |at: usize| articles.get(at).map(|article| article.id.as_str());
    let rows: Vec<serde_json::Value> = match std::env::args().nth(1).as_deref() {
        Some("cues") => cues(&all, &config)
            .into_iter()
            .map(|of| {
                let cues: serde_json::Map<String, serde_json::Value> =
                    of.cues.into_iter().map(|(cue, amount)| (cue, amount.into())).collect();
                serde_json::json!({
                    "model": of.model.and_then(id), "copy": id(of.copy), "weight": of.weight, "cues": cues,
                })
            })
            .collect(),
        Some("credits") => carried_credits(&all, &config)
            .into_iter()
            .enumerate()
            .map(|(at, carried)| {
                let (outlet, share) = carried.unzip();
                serde_json::json!({"id": id(at), "carried": outlet, "share": share})
            })
            .collect(),
        _ => lineage(&all, &config)
            .into_iter()
            .enumerate()
            .map(|(at, line)| {
                let parents: Vec<&str> = line.models.iter().filter_map(|&at| id(at)).collect();
                serde_json::json!({
                    "id": id(at),
                    "parent": parents.first(),
                    "parents": parents,
                    "direction": line.direction.map(|direction| format!("{direction:?}")),
                    "origin": id(line.origin),
                    "named": line.named.as_ref().map(|named| &named.outlet),
                    "inferred": line.named.as_ref().map(|named| named.is_inferred),
                })
            })
            .collect(),
    };
    eprintln!("{} articles in {:.2} s", all.len(), start.elapsed().as_secs_f64());
    let mut out = std::io::stdout().lock();
    rows.iter().try_for_each(|row| writeln!(out, "{row}"))
}
