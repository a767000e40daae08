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
            measure::grammar(&folder, &model)?;
            std::fs::write("models/english.model", model.write())
                .context("writing models/english.model")
        }
        "names" => {
            let file = std::env::args().nth(3).context(USAGE)?;
            let model = tellings::language::Model::read(std::fs::read(file)?.into()).unwrap_or_default();
            let mut texts = names::training(&folder)?;
            names::prepare(&mut texts, &model);
            let namer = names::train(&mut texts);
            let mut uner = names::uner(&folder)?;
            names::prepare(&mut uner, &model);
            names::score("UNER-EWT dev", &mut uner, |text| names::find(&namer, text));
            Ok(())
        }
        "bench" => {
            measure::segmentation(&folder)?;
            measure::grammar(&folder, tellings::language::Model::english())
        }
        _ => bail!(USAGE),
    }
}
