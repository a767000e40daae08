//! Annotates JSONL from stdin for the scorers of times and quantities.
//!
//! `time_gold times|narrative|quantities|anchors < gold.jsonl > predicted.jsonl`; `narrative` reads
//! texts whose document date is no anchor; `anchors` dates the events whose `spans` are given;
//! `speed` prints MB a second for expressions alone, on one core, the best of five rounds. Offsets
//! are Unicode code points.

use serde_json::{Value, json};
use std::io::{BufRead, Write};
use std::time::Instant;
use tellings::{Config, annotate};
use tellings_model::{
    Annotations, Article, ArticleId, Based, Basis, Bound, ChangePart, FigureChange, Stamp, Time,
    TimeKind, Way,
};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mode = std::env::args().nth(1).unwrap_or_default();
    let mut out = std::io::stdout().lock();
    let mut articles = Vec::new();
    for line in std::io::stdin().lock().lines() {
        let record: Value = serde_json::from_str(&line?)?;
        let text = record["text"].as_str().unwrap_or("");
        let day = record["dct"].as_str().or(record["ref"].as_str()).and_then(|dct| dct.get(..10));
        let article = article(text, day.filter(|_| mode != "narrative"));
        if mode == "speed" {
            articles.push(article);
            continue;
        }
        let layer = if mode == "anchors" {
            ("anchors", anchors(&article, text, &record["spans"]))
        } else if mode == "quantities" {
            let annotations = annotate(&article, &Config::default());
            ("quantities", quantities(&annotations, text))
        } else {
            ("timex", times(&tellings::times(&article), text))
        };
        let mut line = json!({ "id": record["id"] });
        line[layer.0] = layer.1;
        writeln!(out, "{line}")?;
    }
    if mode == "speed" {
        writeln!(out, "{:.1} MB/s", speed(&articles))?;
    }
    Ok(())
}

/// MB of text a second, the best of five rounds.
fn speed(articles: &[Article]) -> f64 {
    let bytes: usize = articles.iter().map(|article| article.text().len()).sum();
    let round = || {
        let start = Instant::now();
        let n_times: usize = articles.iter().map(|article| tellings::times(article).len()).sum();
        std::hint::black_box(n_times);
        bytes as f64 / 1e6 / start.elapsed().as_secs_f64()
    };
    (0..5).map(|_| round()).fold(0.0, f64::max)
}

fn article(text: &str, day: Option<&str>) -> Article {
    let mut article = Article::new(ArticleId::new(""), text.to_owned());
    article.published = day
        .and_then(|day| day.parse().ok())
        .map(|day| Based::new(Stamp { day, instant: None }, Basis::Declared));
    article
}

/// The days of each event, as `first/last basis`; null for what stays undated.
fn anchors(article: &Article, text: &str, spans: &Value) -> Value {
    let annotations = annotate(article, &Config::default());
    let byte = |point: &Value| {
        let point = point.as_u64().and_then(|point| usize::try_from(point).ok()).unwrap_or(0);
        text.char_indices().nth(point).map_or(text.len(), |(byte, _)| byte)
    };
    let spans: Vec<_> = spans
        .as_array()
        .into_iter()
        .flatten()
        .map(|span| article.span(byte(&span["start"]), byte(&span["end"])))
        .collect();
    let anchors = tellings::anchors(article, &annotations, &spans).into_iter().map(|anchor| {
        anchor.map(|anchor| {
            let (first, last) = (anchor.days.first(), anchor.days.last());
            json!({ "first": first.to_string(), "last": last.to_string(), "basis": format!("{:?}", anchor.basis) })
        })
    });
    anchors.map(Value::from).collect()
}

fn times(times: &[Time], text: &str) -> Value {
    let mut points = Points::new(text);
    let times = times.iter().map(|time| {
        let kind = match time.kind {
            TimeKind::Date => "DATE",
            TimeKind::Time => "TIME",
            TimeKind::Duration => "DURATION",
            TimeKind::Set => "SET",
        };
        let (start, end) = (points.at(time.span.start()), points.at(time.span.end()));
        json!({ "start": start, "end": end, "type": kind, "value": time.value })
    });
    times.collect()
}

fn quantities(annotations: &Annotations, text: &str) -> Value {
    let mut points = Points::new(text);
    let mut way_before = None;
    let quantities = annotations.quantities.iter().map(|quantity| {
        let change = match (quantity.bound, quantity.change) {
            (Bound::Over, _) => ">",
            (Bound::Under, _) => "<",
            (Bound::About, _) => "~",
            (_, Some(FigureChange { part: ChangePart::By, way: Way::Up })) => "up",
            (_, Some(FigureChange { part: ChangePart::By, way: Way::Down })) => "down",
            // The outcome bears the sign only where no amount in front of it does.
            (_, Some(FigureChange { part: ChangePart::To, way })) if way_before != Some(way) => {
                if way == Way::Up { "up" } else { "down" }
            }
            _ => "=",
        };
        way_before = quantity.change.filter(|change| change.part == ChangePart::By).map(|change| change.way);
        let value = match quantity.upper {
            Some(upper) => json!([quantity.value, upper]),
            None => json!(quantity.value),
        };
        let unit = quantity.unit.as_deref().unwrap_or("-");
        let (start, end) = (points.at(quantity.span.start()), points.at(quantity.span.end()));
        json!({ "start": start, "end": end, "value": value, "normalized_unit": unit, "change": change })
    });
    quantities.collect()
}

/// Bytes to code points, for growing bytes.
struct Points<'a> {
    text: &'a str,
    byte: usize,
    point: usize,
}

impl<'a> Points<'a> {
    fn new(text: &'a str) -> Self {
        Self { text, byte: 0, point: 0 }
    }

    fn at(&mut self, byte: usize) -> usize {
        if byte < self.byte {
            (self.byte, self.point) = (0, 0);
        }
        self.point += self.text.get(self.byte..byte).map_or(0, |piece| piece.chars().count());
        self.byte = byte;
        self.point
    }
}
