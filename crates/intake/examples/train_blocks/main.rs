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
const FIRST: Settings =
    Settings { n_trees: 100, depth: 5, rate: 0.12, l2: 5.0, min_weight: 2.0, n_bags: 2, seed: 0 };
const SECOND: Settings = Settings { n_trees: 120, rate: 0.1, ..FIRST };
const N_FOLDS: u64 = 5;

/// How much each set weighs: the gold of fundus-tests is the output of parsers that leave out
/// lists and tables, the gold of traf-eval says something of a few blocks a page only.
const SET_WEIGHTS: [f32; SETS.len()] = [1.0, 1.0, 0.4, 1.0, 2.0];
/// How far the gold must be from what is expected to be doubted, what is left of its weight
/// then, and how often this is asked, of which forests.
const DOUBT: f32 = 0.85;
const DOUBTED_SHARE: f32 = 0.1;
const N_DOUBTS: usize = 2;
const DOUBTER: Settings = Settings { n_trees: 50, rate: 0.2, n_bags: 1, ..FIRST };

struct Doc {
    page: gold::Page,
    lab: LabPage,
    labels: Vec<(f32, f32)>,
    fold: u64,
}

fn fold(site: &str) -> u64 {
    site.bytes().fold(7_u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3)) >> 13
}

/// Trains on the pages whose fold is not left out. `rows` and `weights`: for each block of each
/// page.
fn train_without(
    left_out: &[u64],
    docs: &[Doc],
    rows: &[&[Vec<f32>]],
    weights: &[Vec<f32>],
    settings: Settings,
) -> Model {
    let mut data = Rows::default();
    for ((doc, rows), weights) in docs.iter().zip(rows).zip(weights) {
        if left_out.contains(&doc.fold) {
            continue;
        }
        for ((row, label), &weight) in rows.iter().zip(&doc.labels).zip(weights) {
            if weight > 0.0 {
                data.rows.push(row.clone());
                data.labels.push(label.0);
                data.weights.push(weight);
            }
        }
    }
    train(&data, settings)
}

/// The weight of each block of each page, from pages of all folds but one. What models that have
/// not seen a page are sure of and its gold does not have is doubted: gold texts that hold a part
/// of their article only would else teach that paragraphs are furniture (after Brodley & Friedl
/// 1999, doi:10.1613/jair.606). What only the gold has is not: lists and tables are rare.
fn weights(docs: &[Doc], left_out: Option<u64>, rows: &[&[Vec<f32>]]) -> Vec<Vec<f32>> {
    let of_gold =
        |doc: &Doc| doc.labels.iter().map(|(_, w)| w * SET_WEIGHTS[doc.page.set]).collect();
    let mut weights: Vec<Vec<f32>> = docs.iter().map(of_gold).collect();
    for _ in 0..N_DOUBTS {
        let models: Vec<Option<Model>> = (0..N_FOLDS)
            .into_par_iter()
            .map(|fold| {
                let without: Vec<u64> = left_out.into_iter().chain([fold]).collect();
                (left_out != Some(fold))
                    .then(|| train_without(&without, docs, rows, &weights, DOUBTER))
            })
            .collect();
        weights.par_iter_mut().zip(docs).zip(rows).for_each(|((weights, doc), rows)| {
            let Some(model) = &models[doc.fold as usize] else { return };
            for ((weight, row), label) in weights.iter_mut().zip(*rows).zip(&doc.labels) {
                if model.probability(row) - label.0 > DOUBT {
                    *weight *= DOUBTED_SHARE;
                }
            }
        });
    }
    weights
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

    let first_rows: Vec<&[Vec<f32>]> = docs.iter().map(|d| d.lab.rows.as_slice()).collect();
    // For each fold the weights that the others give, so that no page has a say in its judgement.
    let fold_weights: Vec<Vec<Vec<f32>>> =
        (0..N_FOLDS).into_par_iter().map(|fold| weights(&docs, Some(fold), &first_rows)).collect();
    let without = |fold: u64, rows: &[&[Vec<f32>]], settings| {
        train_without(&[fold], &docs, rows, &fold_weights[fold as usize], settings)
    };
    // First looks at pages whose site the model has not seen.
    let firsts: Vec<Model> = (0..N_FOLDS)
        .into_par_iter()
        .map(|fold| without(fold, &first_rows, first_settings))
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
    let second_rows: Vec<&[Vec<f32>]> = seconds.iter().map(Vec::as_slice).collect();
    if args.iter().any(|a| a == "--cv") {
        let models: Vec<Model> = (0..N_FOLDS)
            .into_par_iter()
            .map(|fold| without(fold, &second_rows, second_settings))
            .collect();
        let second: Vec<Vec<f32>> =
            docs.iter().zip(&seconds).map(|(d, s)| apply(&models[d.fold as usize], s)).collect();
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
    let weights = weights(&docs, None, &first_rows);
    let first = train_without(&[], &docs, &first_rows, &weights, first_settings);
    let second = train_without(&[], &docs, &second_rows, &weights, second_settings);
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

/// Settings given as `--first trees,depth,rate,l2,weight`, and `--seed n`.
fn settings(args: &[String], name: &str, default: Settings) -> Settings {
    let after = |name| args.iter().position(|arg| arg == name).and_then(|at| args.get(at + 1));
    let given = after(name);
    let seed = after("--seed").and_then(|seed| seed.parse().ok()).unwrap_or(default.seed);
    let numbers: Vec<f32> =
        given.map_or(Vec::new(), |list| list.split(',').filter_map(|n| n.parse().ok()).collect());
    match numbers.as_slice() {
        &[n_trees, depth, rate, l2, min_weight] => Settings {
            n_trees: n_trees as usize,
            depth: depth as usize,
            rate,
            l2,
            min_weight,
            seed,
            ..default
        },
        _ => Settings { seed, ..default },
    }
}
