//! Gold folders: pages, and which of their blocks the gold text holds.

use serde_json::Value;
use std::collections::HashMap;
use std::io::Read as _;
use std::path::Path;

pub(crate) struct Page {
    pub(crate) id: String,
    pub(crate) set: usize,
    pub(crate) site: String,
    pub(crate) html: String,
    pub(crate) url: Option<String>,
    pub(crate) gold: Value,
}

/// Reads a gold folder: `gold.jsonl` and `html/<id>.html.gz`.
pub(crate) fn load(dir: &Path, set: usize) -> Vec<Page> {
    let Ok(lines) = std::fs::read_to_string(dir.join("gold.jsonl")) else { return Vec::new() };
    lines
        .lines()
        .filter_map(|line| {
            let gold: Value = serde_json::from_str(line).ok()?;
            let id = gold["id"].as_str()?.to_owned();
            let file = std::fs::File::open(dir.join(format!("html/{id}.html.gz"))).ok()?;
            let mut bytes = Vec::new();
            flate2::read::MultiGzDecoder::new(file).read_to_end(&mut bytes).ok()?;
            Some(Page {
                id,
                set,
                site: gold["site"].as_str().unwrap_or("").to_owned(),
                html: String::from_utf8_lossy(&bytes).into_owned(),
                url: gold["url"].as_str().map(str::to_owned),
                gold,
            })
        })
        .collect()
}

fn tokens(text: &str) -> Vec<&str> {
    text.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|t| !t.is_empty()).collect()
}

/// The label and weight of each block; weight 0 where the gold does not say.
pub(crate) fn labels(gold: &Value, blocks: &[String]) -> Vec<(f32, f32)> {
    match gold["text"].as_str() {
        Some(text) => by_text(text, blocks),
        None => by_snippets(gold, blocks),
    }
}

fn by_snippets(gold: &Value, blocks: &[String]) -> Vec<(f32, f32)> {
    let list = |key: &str| -> Vec<String> {
        gold[key].as_array().map_or(Vec::new(), |list| {
            list.iter()
                .filter_map(|v| v.as_str())
                .map(|s| s.split_whitespace().collect::<Vec<_>>().join(" "))
                .collect()
        })
    };
    let (with, without) = (list("with"), list("without"));
    blocks
        .iter()
        .map(|block| {
            if with.iter().any(|s| block.contains(s.as_str())) {
                (1.0, 4.0)
            } else if without.iter().any(|s| block.contains(s.as_str())) {
                (0.0, 4.0)
            } else {
                (0.0, 0.0)
            }
        })
        .collect()
}

fn by_text(text: &str, blocks: &[String]) -> Vec<(f32, f32)> {
    let gold = tokens(text);
    let mut at: HashMap<&[&str], Vec<usize>> = HashMap::new();
    for (i, w) in gold.windows(3).enumerate() {
        at.entry(w).or_default().push(i);
    }
    let mut line_starts: HashMap<Vec<&str>, Vec<usize>> = HashMap::new();
    let mut n = 0;
    for line in text.lines() {
        let line = tokens(line);
        if !line.is_empty() {
            let len = line.len();
            line_starts.entry(line).or_default().push(n);
            n += len;
        }
    }
    // Candidates: (block, start in gold, length, weight).
    let mut found: Vec<(usize, usize, usize, f32)> = Vec::new();
    for (b, block) in blocks.iter().enumerate() {
        let t = tokens(block);
        if let Some(starts) = line_starts.get(&t) {
            found.extend(starts.iter().take(20).map(|&s| (b, s, t.len(), t.len() as f32 + 0.5)));
            continue;
        }
        if t.len() < 3 {
            continue;
        }
        let mut votes: HashMap<i64, usize> = HashMap::new();
        for (i, w) in t.windows(3).enumerate() {
            for &j in at.get(w).map_or(&[][..], |v| &v[..v.len().min(10)]) {
                *votes.entry((j as i64 - i as i64).div_euclid(8)).or_default() += 1;
            }
        }
        let total: usize = votes.values().sum();
        let mut votes: Vec<(i64, usize)> = votes.into_iter().collect();
        votes.sort_by_key(|v| (std::cmp::Reverse(v.1), v.0));
        if total as f32 >= 0.55 * (t.len() - 2) as f32 {
            for &(d, v) in votes.iter().take(2) {
                if v as f32 >= 0.3 * (t.len() - 2) as f32 {
                    found.push((b, (d * 8).max(0) as usize, t.len(), v as f32));
                }
            }
        }
    }
    found.sort_by_key(|f| f.0);
    // The heaviest chain with growing places, so that a teaser of the text is not taken for it.
    let mut best: Vec<(f32, Option<usize>)> = Vec::new();
    for (k, f) in found.iter().enumerate() {
        let mut b = (f.3, None);
        for j in (0..k).rev().take(600) {
            let g = &found[j];
            if g.0 < f.0
                && g.1 as f32 + 0.7 * g.2 as f32 <= f.1 as f32 + 8.0
                && best[j].0 + f.3 > b.0
            {
                b = (best[j].0 + f.3, Some(j));
            }
        }
        best.push(b);
    }
    let mut positive = vec![false; blocks.len()];
    let mut k = (0..best.len()).max_by(|&a, &b| best[a].0.total_cmp(&best[b].0));
    while let Some(j) = k {
        positive[found[j].0] = true;
        k = best[j].1;
    }
    blocks
        .iter()
        .zip(positive)
        .map(|(block, yes)| {
            let n = tokens(block).len() as f32;
            (f32::from(u8::from(yes)), (100.0 * n / gold.len().max(1) as f32).min(15.0) + 0.6)
        })
        .collect()
}
