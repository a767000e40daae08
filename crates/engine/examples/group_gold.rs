//! Groups the articles of a JSONL file (`id`, `date`, `title`, `text`) read from standard input
//! and prints `{"id", "cluster", "thread"}` lines for the scorer.
//!
//! `group_gold` takes all at once, `group_gold stream` one by one in order of time, `group_gold
//! pairs` takes lines of two texts (`a`, `b`, `same_story`) and prints how many are judged right.

#[path = "copies_gold/article.rs"]
mod article;

use rayon::prelude::*;
use std::io::{BufRead, Write};
use tellings::{Config, Stream, explain, groups};
use tellings_model::{Article, Explanation};

/// The allocator of the program that ships.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::io::Result<()> {
    let lines = std::io::stdin().lock().lines().collect::<std::io::Result<Vec<_>>>()?;
    let mode = std::env::args().nth(1).unwrap_or_default();
    if mode == "pairs" {
        return pairs(&lines);
    }
    let mut articles: Vec<Article> =
        lines.par_iter().map(|line| article::article(line)).collect::<std::io::Result<_>>()?;
    let config = Config::default();
    let start = std::time::Instant::now();
    let seats = if mode == "stream" {
        articles.sort_by_key(|article| article.published.as_ref().map(|at| at.value.day));
        let mut stream = Stream::new(config);
        articles.iter().for_each(|article| drop(stream.push(article)));
        stream.seats()
    } else {
        groups(&articles.iter().collect::<Vec<_>>(), &config)
    };
    eprintln!("{} articles in {:.2} s", articles.len(), start.elapsed().as_secs_f64());
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

/// Whether two texts alone are told together, against what people said.
fn pairs(lines: &[String]) -> std::io::Result<()> {
    let (mut n_right, mut n) = (0, 0);
    for line in lines {
        let row: serde_json::Value = serde_json::from_str(line).map_err(std::io::Error::other)?;
        if row["lang"] != "en" {
            continue;
        }
        let side = |name: &str| {
            let mut of_side = row[name].clone();
            of_side["id"] = name.into();
            article::article(&of_side.to_string())
        };
        let (a, b) = (side("a")?, side("b")?);
        let explained = explain(&[&a, &b], (&a.id, &b.id), &Config::default());
        let together = explained.as_ref().is_some_and(Explanation::together);
        let right = row["same_story"].as_bool() == Some(together);
        n += 1;
        n_right += u32::from(right);
        let score = explained.map_or(0.0, |explained| explained.score);
        let judged = if right { "right" } else { "wrong" };
        eprintln!(
            "{judged} {score:.3} {}: {} / {}",
            row["same_story"], row["a"]["title"], row["b"]["title"]
        );
    }
    println!("{n_right} of {n} English pairs right");
    Ok(())
}
