//! Scores which pairs of quotations are taken for one saying.
//!
//! `sayings_gold PAIRS.jsonl` reads lines with `a`, `b`, `same` (0 or 1) and `band`, and prints
//! precision, recall and F1 over all pairs, and over those that are neither identical nor
//! contained in one another.

use serde_json::Value;
use std::io::{BufRead, BufReader};

#[derive(Default)]
struct Score {
    hits: u32,
    given: u32,
    wanted: u32,
}

impl Score {
    fn add(&mut self, given: bool, wanted: bool) {
        self.hits += u32::from(given && wanted);
        self.given += u32::from(given);
        self.wanted += u32::from(wanted);
    }

    fn show(&self, name: &str) {
        let (hits, given, wanted) =
            (f64::from(self.hits), f64::from(self.given.max(1)), f64::from(self.wanted.max(1)));
        let f1 = 2.0 * hits / (f64::from(self.given) + f64::from(self.wanted)).max(1.0);
        println!("{name}: P {:.3}  R {:.3}  F1 {f1:.3}", hits / given, hits / wanted);
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("usage: sayings_gold PAIRS.jsonl")?;
    let (mut all, mut hard) = (Score::default(), Score::default());
    for line in BufReader::new(std::fs::File::open(path)?).lines() {
        let pair: Value = serde_json::from_str(&line?)?;
        let text = |key: &str| pair.get(key).and_then(Value::as_str).unwrap_or("");
        let wanted = pair.get("same").and_then(Value::as_i64) == Some(1);
        let given = tellings::is_one_saying(text("a"), text("b"), Some("en"));
        all.add(given, wanted);
        if !matches!(text("band"), "identical" | "contained") {
            hard.add(given, wanted);
        }
    }
    all.show("all pairs");
    hard.show("neither identical nor contained");
    Ok(())
}
