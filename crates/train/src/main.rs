//! Trains and measures the language models of Tellings.

mod conllu;
mod measure;
mod names;
mod perceptron;
mod train;

use anyhow::{Context, Result, bail};
use std::path::PathBuf;

const USAGE: &str = "usage: tellings-train (train | bench) [DATA_FOLDER]";

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let command = arguments.next().context(USAGE)?;
    let folder =
        arguments.next().map_or_else(|| PathBuf::from("../shared/data/language"), PathBuf::from);
    match command.as_str() {
        "train" => {
            let model = train::train(&folder)?;
            std::fs::write("models/english.model", model.write())
                .context("writing models/english.model")
        }
        "bench" => {
            measure::segmentation(&folder)?;
            let model = tellings::language::Model::english();
            measure::grammar(&folder, model)?;
            measure::names(&folder, model)
        }
        _ => bail!(USAGE),
    }
}
