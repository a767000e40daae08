//! How time grows with the number of articles: `scale copies N` finds the pairs that may share
//! passages, `scale group N` groups, in N made articles of about 3.5 KB spread over 30 days;
//! `scale texts N` prints the texts, one a line, for other tools.
//!
//! One article in ten is a changed copy of an earlier one; the words follow Zipf's law. Making
//! the articles is not counted. Processor seconds and the peak of memory are those of Linux.

use rayon::prelude::*;
use std::fmt::Write as _;
use std::time::Instant;
use tellings::{Config, Grouping, Shingles, Sketch};
use tellings_model::{Article, ArticleId, Based, Basis, Stamp};

/// Articles that are made at a time.
const BATCH: u64 = 4096;

fn main() {
    let mut args = std::env::args().skip(1);
    let what = args.next().unwrap_or_default();
    let n: u64 = args.next().and_then(|n| n.parse().ok()).unwrap_or(10_000);
    match what.as_str() {
        "texts" => (0..n).for_each(|at| println!("{}", text(at))),
        "group" => group(n),
        _ => copies(n),
    }
}

fn group(n: u64) {
    let config = Config::default();
    let mut grouping = Grouping::default();
    let (mut wall, mut busy) = (0.0, 0.0);
    for first in (0..n).step_by(usize::try_from(BATCH).unwrap_or(1)) {
        let articles: Vec<Article> =
            (first..n.min(first + BATCH)).into_par_iter().map(|at| article(at, n)).collect();
        let (start, cpu) = (Instant::now(), cpu_seconds());
        grouping.add(&articles.iter().collect::<Vec<_>>(), &config);
        wall += start.elapsed().as_secs_f64();
        busy += cpu_seconds() - cpu;
    }
    let (start, cpu) = (Instant::now(), cpu_seconds());
    let seats = grouping.seats(&config);
    let (seats_wall, seats_busy) = (start.elapsed().as_secs_f64(), cpu_seconds() - cpu);
    let mut stories: Vec<&str> = seats.iter().map(|seat| seat.story.as_str()).collect();
    stories.sort_unstable();
    stories.dedup();
    println!(
        "{n} articles: {} stories; processor {:.1} s (reading {busy:.1}, grouping {seats_busy:.1}), \
         wall {:.1} s, peak {:.2} GB",
        stories.len(),
        busy + seats_busy,
        wall + seats_wall,
        peak_gigabytes(),
    );
}

fn copies(n: u64) {
    let config = Config::default();
    let mut shingles = Shingles::default();
    let (mut wall, mut busy) = (0.0, 0.0);
    for first in (0..n).step_by(usize::try_from(BATCH).unwrap_or(1)) {
        let texts: Vec<String> = (first..n.min(first + BATCH)).into_par_iter().map(text).collect();
        let (start, cpu) = (Instant::now(), cpu_seconds());
        let sketches: Vec<Sketch> =
            texts.par_iter().map(|text| Sketch::of(text, &config.copies)).collect();
        for (at, sketch) in (first..).zip(&sketches) {
            shingles.add(sketch, hour(at, n));
        }
        wall += start.elapsed().as_secs_f64();
        busy += cpu_seconds() - cpu;
    }
    let (start, cpu) = (Instant::now(), cpu_seconds());
    let suspects = shingles.suspects(&config.copies);
    let (pairs_wall, pairs_busy) = (start.elapsed().as_secs_f64(), cpu_seconds() - cpu);
    let copied = suspects.iter().filter(|pair| pair.b == pair.a + 1 && pair.b % 10 == 9).count();
    println!(
        "{n} articles: {} suspects, {copied} of the {} made copies among them; processor {:.1} s \
         (sketches {busy:.1}, pairs {pairs_busy:.1}), wall {:.1} s, peak {:.2} GB",
        suspects.len(),
        n / 10,
        busy + pairs_busy,
        wall + pairs_wall,
        peak_gigabytes(),
    );
}

/// Processor seconds of this process on all threads; 0 where the system does not tell.
fn cpu_seconds() -> f64 {
    const TICKS: f64 = 100.0;
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit(')').next().unwrap_or("");
    let ticks =
        after_name.split_whitespace().skip(11).take(2).filter_map(|n| n.parse::<f64>().ok());
    ticks.sum::<f64>() / TICKS
}

/// The most memory this process held; 0 where the system does not tell.
fn peak_gigabytes() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
    kilobytes.unwrap_or(0.0) / 1e6
}
/// The hour of an article when `n` are spread over 30 days.
fn hour(at: u64, n: u64) -> Option<i32> {
    i32::try_from(at * 720 / n.max(1)).ok()
}

fn article(at: u64, n: u64) -> Article {
    let mut article = Article::new(ArticleId::new(format!("{at:08}")), text(at));
    let day = hour(at, n).map_or(1, |hour| 1 + hour / 24);
    let day = i8::try_from(day.min(30)).unwrap_or(1);
    let stamp = Stamp { day: jiff::civil::date(2024, 6, day), instant: None };
    article.published = Some(Based::new(stamp, Basis::Declared));
    article
}

/// The text of article `at`: every tenth is that of the article before it with each twelfth
/// sentence changed; stories of four share a tenth of their words.
fn text(at: u64) -> String {
    let (own, copied) = if at % 10 == 9 { (at - 1, true) } else { (at, false) };
    let mut chance = own.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut text = String::with_capacity(4096);
    for word_idx in 0..784_u32 {
        chance ^= chance << 13;
        chance ^= chance >> 7;
        chance ^= chance << 17;
        let changed = copied && word_idx / 14 % 12 == 3;
        let uniform = ((chance >> 11) as f64 / (1_u64 << 53) as f64).max(1e-9);
        // Rank by Zipf's law over 60,000 words.
        let rank = (60_000_f64.powf(uniform)) as u64 + u64::from(changed);
        let word = if chance % 10 == 0 { own / 4 * 7 + rank % 7 + 100_000 } else { rank };
        let opens = word_idx % 14 == 0;
        let _ = write!(text, "{}{}", if opens { "W" } else { "w" }, letters(word));
        text.push_str(if word_idx % 14 == 13 { ". " } else { " " });
    }
    text
}

/// A number as letters.
fn letters(mut number: u64) -> String {
    let mut word = String::new();
    while number > 0 {
        word.push(char::from(b'a' + u8::try_from(number % 26).unwrap_or(0)));
        number /= 26;
    }
    word
}
