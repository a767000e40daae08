//! Trains the two forests of the block classifier on gold folders and cross-validates them
//! over sites.
//!
//! `cargo run --release -p tellings-intake --features lab --example train_blocks -- GOLD OUT [--cv]`:
//! GOLD holds one folder a set with `dev/`; OUT takes `first.txt`, `second.txt` and, with
//! `--cv`, the cross-validated predictions of each set as JSONL.

mod boost;
mod gold;

use boost::{Model, Rows, Settings, train};
use rayon::prelude::*;
use std::path::Path;
use tellings_intake::lab::{self, LabPage};

const SETS: [&str; 5] = ["aeb", "fundus-eval", "fundus-tests", "wcxb-article", "traf-eval"];
const FIRST: Settings = Settings { n_trees: 100, depth: 5, rate: 0.12, l2: 5.0, min_weight: 2.0 };
const SECOND: Settings = Settings { n_trees: 120, depth: 5, rate: 0.1, l2: 5.0, min_weight: 2.0 };
const N_FOLDS: u64 = 5;

struct Doc {
    page: gold::Page,
    lab: LabPage,
    labels: Vec<(f32, f32)>,
    fold: u64,
}

fn fold(site: &str) -> u64 {
    site.bytes().fold(7_u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3)) >> 13
}

fn rows<'a>(docs: impl Iterator<Item = (&'a Doc, Vec<Vec<f32>>)>) -> Rows {
    let mut out = Rows::default();
    for (doc, rows) in docs {
        for (row, &(label, weight)) in rows.into_iter().zip(&doc.labels) {
            if weight > 0.0 {
                out.rows.push(row);
                out.labels.push(label);
                out.weights.push(weight);
            }
        }
    }
    out
}

fn apply(model: &Model, rows: &[Vec<f32>]) -> Vec<f32> {
    rows.iter().map(|row| model.probability(row)).collect()
}

fn main() -> std::io::Result<()> {
    let args: Vec<String> = std::env::args().collect();
    let [_, root, out, ..] = args.as_slice() else {
        eprintln!("usage: train_blocks GOLD OUT [--cv]");
        std::process::exit(2);
    };
    let first_settings = settings(&args, "--first", FIRST);
    let second_settings = settings(&args, "--second", SECOND);
    let mut docs = Vec::new();
    for (set, name) in SETS.iter().enumerate() {
        let pages = gold::load(&Path::new(root).join(name).join("dev"), set);
        let inputs: Vec<_> = pages.iter().map(|p| (p.html.clone(), p.url.clone())).collect();
        for (page, lab) in pages.into_iter().zip(lab::pages(&inputs)) {
            let labels = gold::labels(&page.gold, &lab.texts);
            let fold = fold(&page.site) % N_FOLDS;
            docs.push(Doc { page, lab, labels, fold });
        }
    }
    if docs.is_empty() {
        println!("no gold under {root}: nothing to train on");
        return Ok(());
    }
    let n_rows: usize = docs.iter().map(|d| d.lab.rows.len()).sum();
    eprintln!("{} pages, {n_rows} blocks", docs.len());

    // First looks at pages whose site the model has not seen.
    let firsts: Vec<Model> = (0..N_FOLDS)
        .into_par_iter()
        .map(|k| {
            train(
                &rows(docs.iter().filter(|d| d.fold != k).map(|d| (d, d.lab.rows.clone()))),
                first_settings,
            )
        })
        .collect();
    let first: Vec<Vec<f32>> =
        docs.par_iter().map(|d| apply(&firsts[d.fold as usize], &d.lab.rows)).collect();
    let seconds: Vec<Vec<Vec<f32>>> = (0..SETS.len())
        .flat_map(|set| {
            let pages: Vec<_> = docs
                .iter()
                .zip(&first)
                .filter(|(d, _)| d.page.set == set)
                .map(|(d, first)| (&d.lab, first.as_slice()))
                .collect();
            lab::seconds(&pages)
        })
        .collect();
    let pairs = || docs.iter().zip(&seconds);
    if args.iter().any(|a| a == "--cv") {
        let models: Vec<Model> = (0..N_FOLDS)
            .into_par_iter()
            .map(|k| {
                train(
                    &rows(pairs().filter(|(d, _)| d.fold != k).map(|(d, s)| (d, s.clone()))),
                    second_settings,
                )
            })
            .collect();
        let second: Vec<Vec<f32>> =
            pairs().map(|(d, s)| apply(&models[d.fold as usize], s)).collect();
        for (set, set_name) in SETS.iter().enumerate() {
            let mut text = String::new();
            for ((doc, first), second) in docs.iter().zip(&first).zip(&second) {
                if doc.page.set == set {
                    text.push_str(&prediction(doc, first, second).to_string());
                    text.push('\n');
                }
            }
            std::fs::write(Path::new(out).join(format!("cv.{set_name}.jsonl")), text)?;
        }
        let mut gains: Vec<(usize, f32)> = models[0].gains.iter().copied().enumerate().collect();
        gains.sort_by(|a, b| b.1.total_cmp(&a.1));
        eprintln!("strongest numbers: {:?}", &gains[..30]);
        return Ok(());
    }
    let card = format!(
        "How likely a block of a web page is article text. Trained by crates/intake/examples/train_blocks on {n_rows} blocks of {} pages of the development halves of {SETS:?}.",
        docs.len()
    );
    let first = train(&rows(docs.iter().map(|d| (d, d.lab.rows.clone()))), first_settings);
    let second = train(&rows(pairs().map(|(d, s)| (d, s.clone()))), second_settings);
    std::fs::write(Path::new(out).join("first.txt"), first.table(&card))?;
    std::fs::write(Path::new(out).join("second.txt"), second.table(&card))?;
    Ok(())
}

/// What is extracted from a page whose site the models have not seen, and what is best.
fn prediction(doc: &Doc, first: &[f32], second: &[f32]) -> serde_json::Value {
    let kept = doc.lab.decide(first, second);
    let join = |kept: &mut dyn Iterator<Item = bool>| {
        let texts = doc.lab.texts.iter().zip(kept).filter(|(_, kept)| *kept);
        texts.map(|(text, _)| text.as_str()).collect::<Vec<_>>().join("\n")
    };
    let blocks: Vec<_> = (doc.lab.texts.iter().zip(&kept).zip(&doc.labels))
        .zip(first.iter().zip(second))
        .map(|(((text, kept), label), p)| {
            serde_json::json!([u8::from(*kept), label.0, text, p.0, p.1])
        })
        .collect();
    serde_json::json!({
        "id": doc.page.id,
        "text": join(&mut kept.iter().copied()),
        "oracle": join(&mut doc.labels.iter().map(|label| label.0 > 0.5)),
        "blocks": blocks,
    })
}

/// Settings given as `--first trees,depth,rate,l2,weight`.
fn settings(args: &[String], name: &str, default: Settings) -> Settings {
    let given = args.iter().position(|arg| arg == name).and_then(|at| args.get(at + 1));
    let numbers: Vec<f32> =
        given.map_or(Vec::new(), |list| list.split(',').filter_map(|n| n.parse().ok()).collect());
    match numbers.as_slice() {
        &[n_trees, depth, rate, l2, min_weight] => {
            Settings { n_trees: n_trees as usize, depth: depth as usize, rate, l2, min_weight }
        }
        _ => default,
    }
}
