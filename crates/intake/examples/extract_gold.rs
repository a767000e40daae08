//! Writes what we extract from the pages of a gold folder, one JSON object a line, and how
//! fast it went.
//!
//! `extract_gold GOLD [--speed]`: GOLD holds `gold.jsonl` and `html/<id>.html.gz`. Without
//! `--speed` the predictions go to stdout (`id`, `text`, `title`, `author`, `date`); with it,
//! pages per second of one thread and the slowest page.

use std::io::{Read as _, Write as _};
use std::path::Path;
use std::time::Instant;
use tellings_intake::{ExtractConfig, articles, extracted, running};
use tellings_model::{Article, Media, Page};

/// What `tellings` ships with.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let Some(dir) = args.get(1) else {
        eprintln!("usage: extract_gold GOLD [--speed]");
        std::process::exit(2);
    };
    let pages = pages(Path::new(dir));
    let result =
        if args.iter().any(|arg| arg == "--speed") { speed(&pages) } else { predictions(&pages) };
    if let Err(error) = result {
        eprintln!("{error}");
        std::process::exit(1);
    }
}

/// The pages of a gold folder; none where it is missing.
fn pages(dir: &Path) -> Vec<Page> {
    let Ok(lines) = std::fs::read_to_string(dir.join("gold.jsonl")) else { return Vec::new() };
    let page = |line: &str| {
        let gold: serde_json::Value = serde_json::from_str(line).ok()?;
        let id = gold.get("id")?.as_str()?.to_owned();
        let file = std::fs::File::open(dir.join(format!("html/{id}.html.gz"))).ok()?;
        let mut bytes = Vec::new();
        flate2::read::MultiGzDecoder::new(file).read_to_end(&mut bytes).ok()?;
        let url = gold.get("url").and_then(|url| url.as_str()).map(str::to_owned);
        Some(Page { bytes, media: Media::Html, id: Some(id), url, ..Page::default() })
    };
    lines.lines().filter_map(page).collect()
}

fn predictions(pages: &[Page]) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    for article in extracted(pages, &ExtractConfig::default()).value {
        writeln!(out, "{}", record(&running(article)))?;
    }
    Ok(())
}

fn record(article: &Article) -> serde_json::Value {
    let kinds: Vec<_> = article
        .blocks
        .iter()
        .map(|block| serde_json::json!([format!("{:?}", block.kind), article.at(block.span)]))
        .collect();
    serde_json::json!({
        "id": article.id.as_str(),
        "text": article.text(),
        "title": article.title.as_ref().map(|title| &title.value),
        "author": article.byline,
        "date": article.published.as_ref().map(|time| time.value.day.to_string()),
        "date_basis": article.published.as_ref().map(|time| format!("{:?}", time.basis)),
        "outlet": article.outlet.as_ref().map(|outlet| &outlet.value),
        "language": article.language,
        "kinds": kinds,
    })
}

/// How often the pages are read for the speed.
const N_RUNS: usize = 10;

/// Each page on its own, as a stream would come: pages per CPU second (all threads) and the
/// slowest page by the clock, the best of all runs.
fn speed(pages: &[Page]) -> std::io::Result<()> {
    let config = ExtractConfig::default();
    let mut slowest: Vec<f64> = vec![f64::INFINITY; pages.len()];
    let before = cpu_seconds();
    for _ in 0..N_RUNS {
        for (page, slowest) in pages.iter().zip(&mut slowest) {
            let start = Instant::now();
            std::hint::black_box(articles(std::slice::from_ref(page), &config));
            *slowest = slowest.min(start.elapsed().as_secs_f64());
        }
    }
    let rate = (N_RUNS * pages.len()) as f64 / (cpu_seconds() - before).max(0.01);
    let worst = slowest.iter().copied().fold(0.0, f64::max);
    let mut out = std::io::stdout().lock();
    writeln!(out, "{} pages, {rate:.0} pages a CPU second, slowest page {worst:.4} s", pages.len())
}

/// CPU time of this process so far, in seconds, from `/proc` (ticks of 10 ms).
fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit(')').next().unwrap_or("").split_whitespace();
    let ticks: f64 = fields.skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok()).sum();
    ticks / 100.0
}
