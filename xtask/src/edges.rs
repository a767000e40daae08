//! Which crate of ours may use which: the table of ARCHITECTURE.md, checked.

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use std::collections::BTreeSet;
use std::process::Command;

/// A crate and the crates of ours that it may depend on.
const ALLOWED: &[(&str, &[&str])] = &[
    ("tellings-model", &[]),
    ("tellings-intake", &["tellings-model"]),
    ("tellings-language", &["tellings-model"]),
    ("tellings", &["tellings-model", "tellings-intake", "tellings-language"]),
    ("tellings-record", &["tellings-model"]),
    ("tellings-store", &["tellings-model", "tellings-intake", "tellings", "tellings-record"]),
    (
        "tellings-server",
        &["tellings-model", "tellings-intake", "tellings-record", "tellings-store"],
    ),
    ("tellings-train", &["tellings-model", "tellings-language", "tellings"]),
    (
        "tellings-cli",
        &[
            "tellings-model",
            "tellings-intake",
            "tellings-language",
            "tellings",
            "tellings-record",
            "tellings-store",
            "tellings-server",
        ],
    ),
    ("xtask", &[]),
];

/// Every package in the lock file is build time and review; the budget is ARCHITECTURE.md's.
const MAX_PACKAGES: usize = 300;

/// Fails on an edge that is not in the table, and on a lock file past its budget.
pub(crate) fn check() -> Result<()> {
    let output = Command::new("cargo")
        .args(["metadata", "--format-version", "1"])
        .output()
        .context("cargo metadata could not be started")?;
    let metadata: Value = serde_json::from_slice(&output.stdout).context("cargo metadata")?;
    let packages = metadata["packages"].as_array().context("no packages")?;
    ensure!(
        packages.len() <= MAX_PACKAGES,
        "{} packages in the lock file, the budget is {MAX_PACKAGES}",
        packages.len()
    );
    let ours: BTreeSet<&str> = packages
        .iter()
        .filter(|package| package["source"].is_null())
        .filter_map(|package| package["name"].as_str())
        .collect();
    for package in packages.iter().filter(|package| package["source"].is_null()) {
        let name = package["name"].as_str().context("a package without a name")?;
        let allowed = ALLOWED
            .iter()
            .find(|(crate_name, _)| *crate_name == name)
            .map(|(_, allowed)| *allowed)
            .with_context(|| {
                format!("{name} is not in the table of crates (xtask/src/edges.rs)")
            })?;
        let dependencies = package["dependencies"].as_array().context("no dependencies")?;
        for dependency in dependencies.iter().filter_map(|dependency| {
            // Tests may use any of ours; the shape is about what ships.
            if dependency["kind"] == "dev" { None } else { dependency["name"].as_str() }
        }) {
            ensure!(
                !ours.contains(dependency) || allowed.contains(&dependency),
                "{name} may not depend on {dependency}"
            );
        }
    }
    println!("crate edges: {} crates, {} packages in all", ours.len(), packages.len());
    Ok(())
}
