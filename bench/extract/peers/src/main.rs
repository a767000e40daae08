//! Extracts the pages of a gold folder with another extractor written in Rust, for the same
//! scorer: `peers TOOL GOLD` with TOOL one of `dom_smoothie`, `trafilatura-rs`.
//!
//! One JSON object a line to stdout; pages per CPU second and the slowest page to stderr.

use serde_json::{Value, json};
use std::io::Read as _;
use std::path::Path;
use std::time::Instant;

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let (Some(tool), Some(gold)) = (args.get(1), args.get(2)) else {
        eprintln!("usage: peers TOOL GOLD");
        std::process::exit(2);
    };
    let extract = match tool.as_str() {
        "dom_smoothie" => dom_smoothie,
        "trafilatura-rs" => trafilatura_rs,
        _ => {
            eprintln!("no tool is called {tool}");
            std::process::exit(2);
        }
    };
    let pages = pages(Path::new(gold));
    let mut slowest = 0.0_f64;
    let before = cpu_seconds();
    let mut found = Vec::new();
    for (id, url, html) in &pages {
        let start = Instant::now();
        found.push((id, extract(html, url.as_deref()).unwrap_or_else(|| json!({ "text": "" }))));
        slowest = slowest.max(start.elapsed().as_secs_f64());
    }
    let rate = pages.len() as f64 / (cpu_seconds() - before).max(0.01);
    for (id, mut fields) in found {
        fields["id"] = json!(id);
        println!("{fields}");
    }
    eprintln!("{} pages, {rate:.0} pages a CPU second, slowest page {slowest:.4} s", pages.len());
}

fn dom_smoothie(html: &str, url: Option<&str>) -> Option<Value> {
    use dom_smoothie::{Config, Readability, TextMode};
    let config = Config { text_mode: TextMode::Formatted, ..Config::default() };
    let article = Readability::new(html, url, Some(config)).ok()?.parse().ok()?;
    Some(json!({
        "text": &*article.text_content,
        "title": article.title,
        "author": article.byline,
        "date": article.published_time,
    }))
}

fn trafilatura_rs(html: &str, _url: Option<&str>) -> Option<Value> {
    let mut options = trafilatura::Options::default().with_fallback(true);
    options.exclude_comments = true;
    let found = trafilatura::extract(html, &options).ok()?;
    Some(json!({
        "text": found.content_text,
        "title": found.metadata.title,
        "author": found.metadata.author,
        "date": found.metadata.date.map(|date| date.to_string()),
    }))
}

/// Id, address and markup of each page.
fn pages(gold: &Path) -> Vec<(String, Option<String>, String)> {
    let lines = std::fs::read_to_string(gold.join("gold.jsonl")).unwrap_or_default();
    let page = |line: &str| {
        let record: Value = serde_json::from_str(line).ok()?;
        let id = record["id"].as_str()?.to_owned();
        let file = std::fs::File::open(gold.join(format!("html/{id}.html.gz"))).ok()?;
        let mut bytes = Vec::new();
        flate2::read::MultiGzDecoder::new(file).read_to_end(&mut bytes).ok()?;
        let url = record["url"].as_str().map(str::to_owned);
        Some((id, url, String::from_utf8_lossy(&bytes).into_owned()))
    };
    lines.lines().filter_map(page).collect()
}

/// CPU time of this process so far, in seconds, from `/proc` (ticks of 10 ms).
fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit(')').next().unwrap_or("").split_whitespace();
    let ticks: f64 = fields.skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok()).sum();
    ticks / 100.0
}
