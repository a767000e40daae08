//! Writes the quotations of texts in the form that the quotation scorer reads.
//!
//! `quotes_gold GOLD.jsonl [--times]` reads lines with `id`, `text` and perhaps `lang`, and
//! prints one line for each: `{"id", "quotes": [{"start", "end", "speaker", …}]}`, offsets in
//! code points. `--times` prints on standard error, too, how many articles a second of processor
//! time are annotated in full, and how many in the quotation step alone.

use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::time::{Duration, Instant};
use tellings::{Config, annotate, quotes};
use tellings_model::{Annotations, Article, Quote, QuoteKind, Span};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut path = None;
    let mut times = false;
    for argument in std::env::args().skip(1) {
        if argument == "--times" {
            times = true;
        } else {
            path = Some(argument);
        }
    }
    let path = path.ok_or("usage: quotes_gold GOLD.jsonl [--times]")?;
    let config = Config::default();
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let (mut took, mut took_alone) = (Duration::ZERO, Duration::ZERO);
    let mut n_articles = 0_u32;
    let begun = Instant::now();
    for line in BufReader::new(std::fs::File::open(path)?).lines() {
        let record: Value = serde_json::from_str(&line?)?;
        let text = record.get("text").and_then(Value::as_str).ok_or("a line without text")?;
        let mut article = Article::from_text(text);
        article.language = record.get("lang").and_then(Value::as_str).map(str::to_owned);
        let start = processor_time(begun);
        let annotations = annotate(&article, &config);
        let annotated = processor_time(begun);
        took += annotated - start;
        if times {
            std::hint::black_box(quotes(&article, &annotations));
            took_alone += processor_time(begun) - annotated;
        }
        n_articles += 1;
        let points = CodePoints::of(text);
        let quotes: Vec<Value> = annotations
            .quotes
            .iter()
            .filter(|quote| !is_part_of_clause(quote, &annotations))
            .map(|quote| shown(quote, &article, &points))
            .collect();
        writeln!(out, "{}", json!({"id": record.get("id"), "quotes": quotes}))?;
    }
    if times {
        let rate = |took: Duration| f64::from(n_articles) / took.as_secs_f64();
        eprintln!("annotated in full: {:.1} articles a second", rate(took));
        eprintln!("quotation step alone: {:.0} articles a second", rate(took_alone));
    }
    Ok(())
}

/// The processor time of this thread where the system tells it, else the time since the start.
fn processor_time(begun: Instant) -> Duration {
    std::fs::read_to_string("/proc/thread-self/schedstat")
        .ok()
        .and_then(|stat| stat.split_whitespace().next()?.parse().ok())
        .map_or_else(|| begun.elapsed(), Duration::from_nanos)
}

/// Whether the gold counts the words only as a part of those around them: words between marks in
/// a reported clause of the same speaker, and marks inside marks.
fn is_part_of_clause(quote: &Quote, annotations: &Annotations) -> bool {
    let Some(parent) = quote.parent.and_then(|idx| annotations.quotes.get(idx as usize)) else {
        return false;
    };
    let name = |quote: &Quote| quote.speaker.as_ref().ok().map(|speaker| speaker.name.clone());
    parent.kind != QuoteKind::Indirect || name(parent) == name(quote)
}

fn shown(quote: &Quote, article: &Article, points: &CodePoints) -> Value {
    let (name, mention): (Option<&str>, Option<Span>) = match &quote.speaker {
        Ok(speaker) => (Some(&speaker.name), speaker.mention),
        Err(_) => (None, None),
    };
    json!({
        "start": points.at(quote.content.start()),
        "end": points.at(quote.content.end()),
        "speaker": name,
        "speaker_start": mention.map(|span| points.at(span.start())),
        "speaker_end": mention.map(|span| points.at(span.end())),
        "kind": format!("{:?}", quote.kind),
        "cue": quote.cue.map(|span| article.at(span)),
    })
}

/// Bytes → code points.
struct CodePoints(Vec<usize>);

impl CodePoints {
    fn of(text: &str) -> Self {
        Self(text.char_indices().map(|(byte, _)| byte).collect())
    }

    fn at(&self, byte: usize) -> usize {
        self.0.partition_point(|&start| start < byte)
    }
}
