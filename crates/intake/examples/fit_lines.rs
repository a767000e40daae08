//! Fits the weights by which lines of plain text are judged, and measures them.
//!
//! Reads pages as people save them and the text that should come out, from the folder
//! given as argument (`gold.jsonl` and the pages, one JSON object a line with `id`, `url`,
//! `text`), fits two logistic regressions, the second on what the first says of the
//! neighbours, and prints how well pages of sites that the fit has not seen are judged (ten
//! folds by site). With `--write` it prints the table too, with `--lines` every judgement.

#[expect(dead_code, reason = "the fit needs what is seen of lines, not what is made of it")]
#[path = "../src/furniture/cue.rs"]
mod cue;
#[path = "../src/furniture/evidence.rs"]
mod evidence;
#[path = "../src/furniture/line.rs"]
mod line;
#[path = "../src/furniture/repeat.rs"]
mod repeat;

use evidence::{Evidence, first_look, second_look};
use line::{Line, lines};
use repeat::{Sheet, repeats};
use std::collections::{BTreeMap, HashMap, HashSet};

/// One page with the text that should come out.
struct Case {
    id: String,
    set: String,
    site: String,
    text: String,
    gold: String,
}

/// What the fit needs of one page.
struct Sample {
    fold: usize,
    evidence: Vec<Vec<usize>>,
    label: Vec<f64>,
    weight: Vec<f64>,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().ok_or("folder?")?;
    let rest: Vec<String> = arguments.collect();
    let cases = load(&folder)?;
    let pages: Vec<Vec<Line>> = cases.iter().map(|case| lines(&case.text)).collect();
    let mut n_repeats: Vec<Vec<usize>> = vec![Vec::new(); cases.len()];
    for set in ["main", "page"] {
        let of: Vec<usize> = (0..cases.len()).filter(|&idx| cases[idx].set == set).collect();
        let sheets: Vec<Sheet> = of
            .iter()
            .map(|&idx| Sheet { site: Some(&cases[idx].site), lines: &pages[idx] })
            .collect();
        for (&idx, found) in of.iter().zip(repeats(&sheets)) {
            n_repeats[idx] = found;
        }
    }
    let first: Vec<Vec<Vec<Evidence>>> =
        pages.iter().zip(&n_repeats).map(|(lines, n)| first_look(lines, n)).collect();
    let labels: Vec<(Vec<f64>, Vec<f64>)> =
        cases.iter().zip(&pages).map(|(case, lines)| label(case, lines)).collect();
    let folds: Vec<usize> = cases.iter().map(|case| fold(&case.site)).collect();

    // The first look, judged by folds that have not seen the page.
    let mut names = Names::default();
    let samples = samples(&first, &labels, &folds, &mut names);
    let l2 = 2e-4;
    let out: Vec<Vec<f64>> = by_folds(&samples, names.n(), l2);
    report("first look", &cases, &pages, &out, &rest);
    let second: Vec<Vec<Vec<Evidence>>> = out
        .iter()
        .zip(&pages)
        .zip(&first)
        .map(|((judged, lines), first)| {
            let mut second = second_look(judged, lines);
            second.iter_mut().zip(first).for_each(|(second, first)| second.extend(first));
            second
        })
        .collect();
    let mut names2 = Names::default();
    let samples2 = self::samples(&second, &labels, &folds, &mut names2);
    let out2 = by_folds(&samples2, names2.n(), l2);
    report("second look", &cases, &pages, &out2, &rest);
    if rest.iter().any(|argument| argument == "--write") {
        let all: Vec<&Sample> = samples.iter().collect();
        print(1, &names, &fit(&all, names.n(), l2));
        let all: Vec<&Sample> = samples2.iter().collect();
        print(2, &names2, &fit(&all, names2.n(), l2));
    }
    Ok(())
}

fn load(folder: &str) -> Result<Vec<Case>, Box<dyn std::error::Error>> {
    let read = |name: &str| -> Result<Vec<serde_json::Value>, Box<dyn std::error::Error>> {
        let text = std::fs::read_to_string(format!("{folder}/{name}.jsonl"))?;
        text.lines().map(|line| Ok(serde_json::from_str(line)?)).collect()
    };
    let field = |value: &serde_json::Value, name: &str| {
        value.get(name).and_then(serde_json::Value::as_str).unwrap_or("").to_owned()
    };
    let gold: HashMap<String, String> =
        read("gold")?.iter().map(|value| (field(value, "id"), field(value, "text"))).collect();
    let mut cases = Vec::new();
    for set in ["main", "page"] {
        for value in read(set)? {
            let id = field(&value, "id");
            let url = field(&value, "url");
            let site = url.split('/').nth(2).unwrap_or("").trim_start_matches("www.").to_owned();
            let gold = gold.get(&id).cloned().unwrap_or_default();
            cases.push(Case { id, set: set.into(), site, text: field(&value, "text"), gold });
        }
    }
    Ok(cases)
}

fn fold(site: &str) -> usize {
    site.bytes().fold(7_usize, |hash, byte| hash.wrapping_mul(31).wrapping_add(byte.into())) % 10
}

fn tokens(text: &str) -> Vec<&str> {
    text.split(|c: char| !(c.is_alphanumeric() || c == '_'))
        .filter(|word| !word.is_empty())
        .collect()
}

/// Whether each line is in the gold, and how much it counts: its share of the page's words.
fn label(case: &Case, lines: &[Line]) -> (Vec<f64>, Vec<f64>) {
    let gold = tokens(&case.gold);
    let n = 4;
    let mut shingles: HashMap<&[&str], i32> = HashMap::new();
    gold.windows(n).for_each(|shingle| *shingles.entry(shingle).or_default() += 1);
    let whole: HashSet<String> = case.gold.lines().map(|line| tokens(line).join(" ")).collect();
    let total = gold.len().max(20) as f64;
    lines
        .iter()
        .map(|line| {
            let words = tokens(line.text);
            let is_in = if words.len() < n {
                whole.contains(&words.join(" ")) && !words.is_empty()
            } else {
                let hits =
                    words.windows(n).filter(|&shingle| shingles.contains_key(shingle)).count();
                hits * 2 > words.len() - n + 1
            };
            (f64::from(u8::from(is_in)), (words.len() as f64 + 1.0) / total)
        })
        .unzip()
}

#[derive(Default)]
struct Names {
    idx: HashMap<Evidence, usize>,
    names: Vec<Evidence>,
}

impl Names {
    fn idx(&mut self, evidence: Evidence) -> usize {
        *self.idx.entry(evidence).or_insert_with(|| {
            self.names.push(evidence);
            self.names.len() - 1
        })
    }
    fn n(&self) -> usize {
        self.names.len()
    }
}

fn samples(
    seen: &[Vec<Vec<Evidence>>],
    labels: &[(Vec<f64>, Vec<f64>)],
    folds: &[usize],
    names: &mut Names,
) -> Vec<Sample> {
    seen.iter()
        .zip(labels)
        .zip(folds)
        .map(|((lines, (label, weight)), &fold)| Sample {
            fold,
            evidence: lines
                .iter()
                .map(|line| line.iter().map(|&evidence| names.idx(evidence)).collect())
                .collect(),
            label: label.clone(),
            weight: weight.clone(),
        })
        .collect()
}

fn by_folds(samples: &[Sample], n: usize, l2: f64) -> Vec<Vec<f64>> {
    let weights: Vec<Vec<f64>> = std::thread::scope(|scope| {
        let runs: Vec<_> = (0..10)
            .map(|fold| {
                scope.spawn(move || {
                    let known: Vec<&Sample> =
                        samples.iter().filter(|sample| sample.fold != fold).collect();
                    fit(&known, n, l2)
                })
            })
            .collect();
        runs.into_iter().map(|run| run.join().unwrap_or_default()).collect()
    });
    samples
        .iter()
        .map(|sample| {
            sample.evidence.iter().map(|line| chance(&weights[sample.fold], line)).collect()
        })
        .collect()
}

fn chance(weights: &[f64], line: &[usize]) -> f64 {
    let sum: f64 = line.iter().map(|&idx| weights[idx]).sum();
    1.0 / (1.0 + (-sum).exp())
}

/// Logistic regression by AdaGrad (Duchi, Hazan, Singer 2011), in a fixed order of pages.
fn fit(samples: &[&Sample], n: usize, l2: f64) -> Vec<f64> {
    let mut weights = vec![0.0_f64; n];
    let mut squares = vec![1e-6_f64; n];
    for round in 0..60_usize {
        for at in 0..samples.len() {
            // A stride that is prime to most lengths mixes the sets.
            let sample = samples[(at * 379 + round * 17) % samples.len()];
            for ((line, label), weight) in
                sample.evidence.iter().zip(&sample.label).zip(&sample.weight)
            {
                let error = (chance(&weights, line) - label) * (weight * 20.0 + 0.1);
                for &idx in line {
                    let gradient = error + l2 * weights[idx];
                    squares[idx] += gradient * gradient;
                    weights[idx] -= 0.1 * gradient / squares[idx].sqrt();
                }
            }
        }
    }
    weights
}

fn report(name: &str, cases: &[Case], pages: &[Vec<Line>], judged: &[Vec<f64>], rest: &[String]) {
    for set in ["main", "page"] {
        let mut shown: BTreeMap<String, String> = BTreeMap::new();
        for limit in [0.3, 0.4, 0.5, 0.6] {
            let (mut precision, mut recall, mut n_p) = (0.0, 0.0, 0.0);
            let mut n = 0.0;
            for ((case, lines), judged) in cases.iter().zip(pages).zip(judged) {
                if case.set != set {
                    continue;
                }
                let kept: Vec<&str> = lines
                    .iter()
                    .zip(judged)
                    .filter(|&(_, &p)| p >= limit)
                    .map(|(line, _)| line.text)
                    .collect();
                let (p, r) = f1(&case.gold, &kept.join("\n"));
                n += 1.0;
                recall += r;
                if !kept.is_empty() {
                    precision += p;
                    n_p += 1.0;
                }
            }
            let (p, r) = (precision / n_p, recall / n);
            shown.insert(
                format!("{limit}"),
                format!("f1 {:.4} p {p:.4} r {r:.4}", 2.0 * p * r / (p + r)),
            );
        }
        eprintln!("{name} {set}: {shown:?}");
    }
    if rest.iter().any(|argument| argument == "--lines") && name == "second look" {
        for ((case, lines), judged) in cases.iter().zip(pages).zip(judged) {
            let (labels, _) = label(case, lines);
            println!("== {} {}", case.set, case.id);
            for ((line, p), label) in lines.iter().zip(judged).zip(labels) {
                println!("{label} {p:.2} {}", line.text);
            }
        }
    }
}

fn f1(gold: &str, found: &str) -> (f64, f64) {
    let count = |text: &str| {
        let words: Vec<String> = tokens(text).into_iter().map(Into::into).collect();
        let mut counts: HashMap<Vec<String>, i64> = HashMap::new();
        for at in 0..words.len().saturating_sub(3).max(1) {
            *counts.entry(words[at..(at + 4).min(words.len())].to_vec()).or_default() += 1;
        }
        counts
    };
    let (gold, found) = (count(gold), count(found));
    let both: i64 = gold.iter().map(|(shingle, n)| n.min(found.get(shingle).unwrap_or(&0))).sum();
    let (n_gold, n_found): (i64, i64) = (gold.values().sum(), found.values().sum());
    (both as f64 / n_found.max(1) as f64, both as f64 / n_gold.max(1) as f64)
}

fn print(look: u8, names: &Names, weights: &[f64]) {
    let mut rows: Vec<(Evidence, f64)> =
        names.names.iter().copied().zip(weights.iter().copied()).collect();
    rows.sort_by_key(|row| row.0);
    for ((name, step), weight) in rows {
        if weight.abs() >= 0.005 {
            println!("{look}\t{name}\t{step}\t{weight:.2}");
        }
    }
}
