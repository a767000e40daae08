//! The pairs of values of the fixture stories with their signals and labels, one JSON line each:
//! what `bench/apparatus/fit.py` fits the weights on.

use crate::gold::{self, Gold, locate, name_of};
use serde_json::{Value, json};
use tellings::value_pairs;
use tellings_model::{Citation, Story};

/// Prints the pairs of the stories of a folder.
pub(crate) fn print(folder: &str, split: Option<&str>) {
    for (path, gold) in gold::stories(folder, split) {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        for story in gold::told_as_grouped(&path, &gold) {
            for pair in value_pairs(&story.witnesses) {
                let [a, b] = [0, 1].map(|side| {
                    let place = pair.places[side];
                    let witness = &story.witnesses[place.witness.idx()];
                    json!({
                        "file": name_of(witness),
                        "exact": story.exact(place),
                        "value": pair.values[side],
                        "entries": labels(&gold, &story, place),
                    })
                });
                let line = json!({
                    "story": name, "sort": pair.sort, "bearing": pair.bearing,
                    "a": a, "b": b, "signals": pair.signals,
                });
                println!("{line}");
            }
        }
        let entries: Vec<Value> = gold
            .entry
            .iter()
            .map(|entry| {
                let places = entry.readings.iter().flat_map(|reading| &reading.cites);
                let files: Vec<&str> = places.map(|place| place.file.as_str()).collect();
                json!({ "kind": entry.kind, "files": files, "open": entry.open })
            })
            .collect();
        println!("{}", json!({ "story": name, "gold": entries }));
    }
}

/// The gold entries that a place stands in, each with the value of its reading.
fn labels(gold: &Gold, story: &Story, at: Citation) -> Vec<Value> {
    let witness = &story.witnesses[at.witness.idx()];
    let file = name_of(witness);
    let mut labels = Vec::new();
    for (n, entry) in gold.entry.iter().enumerate() {
        for reading in &entry.readings {
            let here = reading.cites.iter().filter(|place| place.file == file).any(|place| {
                locate(witness, place)
                    .is_some_and(|(start, end)| at.span.start() < end && start < at.span.end())
            });
            if here {
                labels.push(json!([n, reading.value]));
            }
        }
    }
    labels
}
