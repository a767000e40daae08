//! Pages without a server: one at a time, or all of them as files.

use crate::answer::{Answer, Problem};
use crate::desk::Desk;
use crate::link::Links;
use crate::route;
use std::path::Path;
use tellings_store::Keys;

/// Why a page was not given.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SiteError {
    /// There is no such page, or it could not be made.
    #[error("{path}: {what}")]
    Page {
        /// The path.
        path: String,
        /// Why, in words.
        what: String,
    },
    /// A file could not be written.
    #[error("{path} could not be written")]
    File {
        /// The file.
        path: String,
        /// Why.
        source: std::io::Error,
    },
}

/// The page at a path, as a server would give it: `/`, `/s/KEY.json`, `/search?q=ferry`.
///
/// A path that leads elsewhere is followed once.
pub fn get(desk: &Desk, path: &str) -> Result<Vec<u8>, SiteError> {
    let mut path = path.to_owned();
    for _ in 0..2 {
        let (bare, query) = path.split_once('?').unwrap_or((&path, ""));
        let query: Vec<_> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        let answer = route::answer(desk, bare, &query, Links::Live);
        match answer.and_then(|answer| answer.whole(false)) {
            Ok(Answer::Body { bytes, .. }) => return Ok(bytes),
            Ok(Answer::See(next)) => path = next,
            Ok(_) => break,
            Err(problem) => return Err(page(&path, &problem)),
        }
    }
    Err(SiteError::Page { path, what: "leads round and round".to_owned() })
}

/// Writes all pages into a folder, so that they open from disk; gives how many files that were.
///
/// The form for adding, search and corrections need a server and are left out.
pub fn export(
    desk: &Desk,
    folder: &Path,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<usize, SiteError> {
    let keys = |of| desk.read(|store| Ok(store.keys(of)?)).map_err(|problem| page("/", &problem));
    let mut paths: Vec<String> = ["index", "index.json", "index.csv", "method", "check", "journal"]
        .into_iter()
        .chain(["style.css", "icon.svg", "keys.js", "openapi.json"])
        .map(str::to_owned)
        .collect();
    for key in keys(Keys::Stories)? {
        paths.extend(["", ".json", ".csv", ".svg"].map(|ending| format!("s/{key}{ending}")));
        let n = desk
            .read(|store| Ok(store.story(&key)?.map_or(0, |story| story.story.utterances.len())))
            .map_err(|problem| page(&key, &problem))?;
        paths.extend((1..=n).map(|n| format!("q/{key}-u{n}")));
    }
    for key in keys(Keys::Articles)? {
        paths.extend(["", ".json", ".css"].map(|ending| format!("a/{key}{ending}")));
    }
    paths.extend(keys(Keys::Names)?.into_iter().map(|key| format!("e/{key}")));
    paths.extend(keys(Keys::Outlets)?.into_iter().map(|key| format!("o/{key}")));

    let mut n_files = 0;
    for (n, path) in paths.iter().enumerate() {
        n_files += usize::from(write(desk, folder, path)?);
        progress(n + 1, paths.len());
    }
    Ok(n_files)
}

/// Writes one page; `false` where there is nothing to write, as for a story without a drawing.
fn write(desk: &Desk, folder: &Path, path: &str) -> Result<bool, SiteError> {
    let links = Links::Files { depth: path.matches('/').count() };
    let answer = route::answer(desk, &format!("/{path}"), &[], links);
    let bytes = match answer.and_then(|answer| answer.whole(false)) {
        Ok(Answer::Body { bytes, .. }) => bytes,
        Ok(_) => return Ok(false),
        Err(_) if path.ends_with(".svg") => return Ok(false),
        Err(problem) => return Err(page(path, &problem)),
    };
    if bytes.is_empty() {
        return Ok(false);
    }
    let name = match Path::new(path).extension() {
        Some(_) => path.to_owned(),
        None => format!("{path}.html"),
    };
    let file = folder.join(name);
    let failed = |source| SiteError::File { path: file.display().to_string(), source };
    if let Some(parent) = file.parent() {
        std::fs::create_dir_all(parent).map_err(failed)?;
    }
    std::fs::write(&file, bytes).map_err(failed)?;
    Ok(true)
}

fn page(path: &str, problem: &Problem) -> SiteError {
    SiteError::Page { path: path.to_owned(), what: problem.what.clone() }
}
