//! Runs the fuzz targets of the readers on a stable compiler: `cargo xtask fuzz --seconds 60`.

#[path = "../../../fuzz/src/quote.rs"]
mod quote;
#[path = "../../../fuzz/src/runner.rs"]
mod runner;
#[path = "../../../fuzz/src/targets.rs"]
mod targets;
#[path = "../../../fuzz/src/time.rs"]
mod time;

use runner::Target;

const TARGETS: [Target; 13] = [
    ("archive", targets::archive),
    ("charset", targets::charset),
    ("date", targets::date),
    ("feed", targets::feed),
    ("html", targets::html),
    ("jsonl", targets::jsonl),
    ("language", targets::language),
    ("mhtml", targets::mhtml),
    ("model", targets::model),
    ("quote", quote::quote),
    ("text", targets::text),
    ("time", time::time),
    ("warc", targets::warc),
];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    runner::fuzz(&TARGETS)
}
