//! The fixture stories as pages.

use std::path::{Path, PathBuf};
use tellings_intake::{ReadConfig, pages};
use tellings_model::Page;

/// The folders of the fixture stories, in order; last a folder of real articles, where one
/// lies beside the checkout.
pub(crate) fn stories() -> Vec<PathBuf> {
    let top = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut stories = sorted(&top.join("fixtures/stories"));
    stories.push(top.join("../shared/seeds"));
    stories.into_iter().filter(|path| path.is_dir()).collect()
}

/// The pages of one story, in the order of its files; the gold record is no page.
pub(crate) fn pages_of(story: &Path) -> Vec<Page> {
    sorted(story)
        .into_iter()
        .filter(|file| file.extension().is_some_and(|end| end != "toml"))
        .flat_map(|file| {
            let bytes = std::fs::read(&file).expect("a fixture is readable");
            let name = file.file_name().expect("a file has a name").to_string_lossy().into_owned();
            pages(bytes, Some(&name), &ReadConfig::default()).value
        })
        .collect()
}

fn sorted(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("the fixtures are there");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("a fixture").path()).collect();
    paths.sort();
    paths
}
