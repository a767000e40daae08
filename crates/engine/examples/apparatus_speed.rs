//! How long a large story takes: `cargo run --release -p tellings --example apparatus_speed -- fixtures/stories/kalder-dam 50`
//!
//! Tells N tellings made of the sentences of a fixture folder, each its own selection, and prints
//! the processor time of reading them one by one beside that of the whole journey, as the middle of
//! several rounds has it.

#![expect(clippy::expect_used, reason = "a tool for developers: a broken fixture should stop it")]

use std::time::{Duration, Instant};
use tellings::{Config, annotate, tell};
use tellings_intake::{ReadConfig, articles, pages};
use tellings_model::Page;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().unwrap_or_else(|| "fixtures/stories/rate-cut".to_owned());
    let n: usize = arguments.next().and_then(|n| n.parse().ok()).unwrap_or(50);
    let config = Config::default();
    let mut paths: Vec<_> = std::fs::read_dir(folder)
        .expect("a folder of tellings")
        .map(|entry| entry.expect("an entry of the folder").path())
        .filter(|path| path.extension().is_some_and(|end| end != "toml"))
        .collect();
    paths.sort();
    let mut sentences: Vec<String> = Vec::new();
    for path in paths {
        let bytes = std::fs::read(&path).expect("a readable file");
        let read = pages(bytes, path.to_str(), &ReadConfig::default()).value;
        for article in articles(&read, &config.extract).value {
            let found = annotate(&article, &config);
            sentences.extend(found.sentences.iter().map(|s| article.at(s.span).to_owned()));
        }
    }
    let made: Vec<Page> = (0..n)
        .flat_map(|telling| {
            let chosen: Vec<&str> = (0..sentences.len())
                .filter(|place| (place * 31 + telling * 17) % 7 < 2 || place % 10 == 0)
                .map(|place| sentences[place].as_str())
                .collect();
            let name = format!("telling-{telling}.txt");
            pages(chosen.join("\n\n").into_bytes(), Some(&name), &ReadConfig::default()).value
        })
        .collect();
    let mut rounds: Vec<(Duration, Duration)> =
        (0..ROUNDS).map(|_| round(&made, &config)).collect();
    rounds.sort_by_key(|(alone, journey)| journey.saturating_sub(*alone));
    let (alone, journey) = rounds[ROUNDS / 2];
    let beyond = journey.saturating_sub(alone);
    println!("each alone {alone:?}, the whole journey {journey:?}, beyond reading {beyond:?}");
    let told = tell(&made, &config).value;
    for story in &told.stories {
        println!("{} tellings, {} entries", story.witnesses.len(), story.apparatus.entries.len());
    }
}

/// So many rounds are timed; the one in the middle is shown.
const ROUNDS: usize = 5;

/// The time of reading each telling alone, and of the whole journey.
fn round(made: &[Page], config: &Config) -> (Duration, Duration) {
    let start = Clock::now();
    for article in articles(made, &config.extract).value {
        drop(annotate(&article, config));
    }
    let alone = start.elapsed();
    let start = Clock::now();
    drop(tell(made, config));
    (alone, start.elapsed())
}

/// The processor time of this process where the system tells it, or else the time of day.
struct Clock(Instant, Option<Duration>);

impl Clock {
    fn now() -> Self {
        Self(Instant::now(), processor_time())
    }

    fn elapsed(&self) -> Duration {
        match (processor_time(), self.1) {
            (Some(now), Some(then)) => now.saturating_sub(then),
            _ => self.0.elapsed(),
        }
    }
}

/// User and system time of all threads, in the hundredths of a second of `/proc/self/stat`.
fn processor_time() -> Option<Duration> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks: u64 = fields.get(11)?.parse::<u64>().ok()? + fields.get(12)?.parse::<u64>().ok()?;
    Some(Duration::from_millis(10 * ticks))
}
