//! Trains and measures the language models of Tellings.

mod conllu;
mod layer;
mod measure;
mod names;
mod net;
mod perceptron;
mod swap;
mod train;
mod trees;

use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use tellings_language::{Model, Part};

const USAGE: &str = "usage: tellings-train (train [tags | parse | names] | bench) [DATA_FOLDER]

  train          every model file
  train tags     models/english-tags.model; the other two read its tags: train them again
  train parse    models/english-parse.model
  train names    models/english-names.model, on the tags of the shipped tagger";

/// The parts of each model file.
const TAGS: [Part; 3] = [Part::Clusters, Part::Tagger, Part::Lemmatiser];
const TREES: [Part; 1] = [Part::Parser];
const NAMES: [Part; 1] = [Part::Names];

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1).peekable();
    let command = arguments.next().context(USAGE)?;
    let only = arguments.next_if(|word| matches!(word.as_str(), "tags" | "parse" | "names"));
    let folder =
        arguments.next().map_or_else(|| PathBuf::from("../shared/data/language"), PathBuf::from);
    match command.as_str() {
        "train" => train(&folder, only.as_deref()),
        "bench" => {
            let model = Model::english();
            let mut bars = measure::Bars::default();
            measure::segmentation(&folder, &mut bars)?;
            measure::grammar(&folder, model, &mut bars)?;
            measure::names(&folder, model)?;
            bars.print();
            Ok(())
        }
        _ => bail!(USAGE),
    }
}

/// Trains one model file or all of them.
fn train(folder: &Path, only: Option<&str>) -> Result<()> {
    let wants = |name: &str| only.is_none_or(|only| only == name);
    let mut model = Model::english().clone();
    if wants("tags") || wants("parse") {
        model.clusters = train::clusters()?;
        let mut treebank = train::Treebank::read(folder, &model.clusters)?;
        // The parser learns from tags of taggers that have not seen the sentence: they come with
        // the tagger's training.
        train::tags(&mut treebank, &mut model);
        if wants("tags") {
            write("tags", &model, &TAGS)?;
        }
        if wants("parse") {
            train::trees(&treebank, &mut model);
            write("parse", &model, &TREES)?;
        }
    }
    if wants("names") {
        model.namer = names::model(folder, &model)?;
        write("names", &model, &NAMES)?;
        measure::namer(folder, &model)?;
    }
    Ok(())
}

fn write(name: &str, model: &Model, parts: &[Part]) -> Result<()> {
    let path = format!("models/english-{name}.model");
    std::fs::write(&path, model.write(parts)).with_context(|| format!("writing {path}"))
}
