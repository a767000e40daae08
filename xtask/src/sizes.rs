//! How large a file and a crate may be, in lines of code.

use anyhow::{Context, Result, ensure};
use std::path::{Path, PathBuf};

/// No file is longer than this; most stay below two thirds of it.
const MAX_FILE_LINES: usize = 600;

/// A crate's folder and its budget.
const BUDGETS: &[(&str, usize)] = &[
    ("crates/model", 1_200),
    ("crates/intake", 7_950),
    ("crates/language", 3_000),
    ("crates/engine", 27_300),
    ("crates/record", 6_300),
    ("crates/store", 2_570),
    ("crates/server", 2_500),
    ("crates/train", 2_500),
    ("crates/cli", 3_000),
];

/// Fails on a file or a crate past its budget, and prints the sizes.
pub(crate) fn check() -> Result<()> {
    for (folder, budget) in BUDGETS {
        let source = Path::new(folder).join("src");
        if !source.is_dir() {
            continue;
        }
        let mut total = 0;
        for file in rust_files(&source)? {
            let text = std::fs::read_to_string(&file)
                .with_context(|| format!("{} could not be read", file.display()))?;
            let n_lines = if is_of_tests(&file) { 0 } else { code_lines(&text) };
            ensure!(
                n_lines <= MAX_FILE_LINES,
                "{} has {n_lines} lines of code, the limit is {MAX_FILE_LINES}: split it",
                file.display()
            );
            total += n_lines;
        }
        ensure!(total <= *budget, "{folder} has {total} lines of code, its budget is {budget}");
        println!("{folder}: {total} of {budget} lines of code");
    }
    Ok(())
}

/// Lines that are code: no blanks, no comments, nothing of the tests at the end of the file.
fn code_lines(text: &str) -> usize {
    text.lines()
        .map(str::trim)
        .take_while(|line| *line != "#[cfg(test)]")
        .filter(|line| !line.is_empty() && !line.starts_with("//"))
        .count()
}

/// Whether the file holds tests alone: `tests.rs`, `parting_tests.rs`.
fn is_of_tests(file: &Path) -> bool {
    let stem = file.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    stem == "tests" || stem.ends_with("_tests")
}

fn rust_files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        let entries = std::fs::read_dir(&folder)
            .with_context(|| format!("{} could not be listed", folder.display()))?;
        for entry in entries {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::{code_lines, is_of_tests};
    use std::path::Path;

    #[test]
    fn comments_blanks_and_tests_do_not_count() {
        let text = "//! Door.\n\nfn a() {}\n// why\nfn b() {}\n#[cfg(test)]\nmod tests {}\n";
        assert_eq!(code_lines(text), 2);
    }
    #[test]
    fn files_of_tests_do_not_count() {
        assert!(is_of_tests(Path::new("a/tests.rs")) && is_of_tests(Path::new("a/b_tests.rs")));
        assert!(!is_of_tests(Path::new("a/contests.rs")) && !is_of_tests(Path::new("tests/a.rs")));
    }
}
