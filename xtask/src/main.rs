//! What CI runs, runnable here: `cargo xtask ci`, or one step of it by name.

mod edges;
mod sizes;

use anyhow::{Context, Result, bail, ensure};
use std::process::Command;

const USAGE: &str = "usage: cargo xtask <task>

  ci       every check below, cheapest first, then the tests
  lint     fmt, clippy, rustdoc, licences
  layout   crate edges and file sizes
  gen      write the generated files anew (JSON Schema)
  fuzz     every parser on random and mutated input; --seconds N (60) for the readers and for the search
  train    train the shipped models anew from ../shared/data; or one of: tags, parse, names";

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let rest = arguments.get(1..).unwrap_or(&[]);
    match arguments.first().map(String::as_str) {
        Some("ci") => {
            layout()?;
            lint()?;
            cargo(&["test", "--workspace"])
        }
        Some("lint") => lint(),
        Some("layout") => layout(),
        Some("gen") => generate(),
        Some("fuzz") => {
            for (package, name) in [("tellings", "fuzz"), ("tellings-store", "fuzz_search")] {
                with(&["run", "--release", "-p", package, "--example", name, "--"], rest)?;
            }
            Ok(())
        }
        Some("train") => with(&["run", "--release", "-p", "tellings-train", "--", "train"], rest),
        _ => bail!("{USAGE}"),
    }
}

/// Formatting, lints, docs, licences.
fn lint() -> Result<()> {
    cargo(&["fmt", "--all", "--check"])?;
    cargo(&["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"])?;
    let docs = Command::new("cargo")
        .args(["doc", "--workspace", "--no-deps", "--document-private-items"])
        .env("RUSTDOCFLAGS", "-D warnings -A rustdoc::private_intra_doc_links")
        .status()
        .context("cargo doc could not be started")?;
    ensure!(docs.success(), "the docs do not build without warnings");
    cargo(&["deny", "--offline", "check", "licenses", "bans", "sources"])
}

/// The shape of the house: which crate may use which, and how large a file may be.
fn layout() -> Result<()> {
    edges::check()?;
    sizes::check()
}

/// Writes every generated file; the tests compare them with the code.
fn generate() -> Result<()> {
    let tests = Command::new("cargo")
        .args(["test", "-p", "tellings-record", "schema"])
        .env("TELLINGS_WRITE_SCHEMA", "1")
        .status()
        .context("cargo test could not be started")?;
    ensure!(tests.success(), "the schema could not be written");
    Ok(())
}

fn with(arguments: &[&str], rest: &[String]) -> Result<()> {
    let all: Vec<&str> = arguments.iter().copied().chain(rest.iter().map(String::as_str)).collect();
    cargo(&all)
}

fn cargo(arguments: &[&str]) -> Result<()> {
    println!("$ cargo {}", arguments.join(" "));
    let status = Command::new("cargo")
        .args(arguments)
        .status()
        .with_context(|| format!("cargo {} could not be started", arguments.join(" ")))?;
    ensure!(status.success(), "cargo {} failed", arguments.join(" "));
    Ok(())
}
