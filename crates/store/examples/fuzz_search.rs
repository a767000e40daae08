//! Runs the fuzz target of the search on a stable compiler: `cargo xtask fuzz --seconds 60`.

#![expect(clippy::expect_used, reason = "a broken promise ends the run")]

#[path = "../../../fuzz/src/query.rs"]
mod query;
#[path = "../../../fuzz/src/runner.rs"]
mod runner;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    runner::fuzz(&[("query", query::query)])
}
