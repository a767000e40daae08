//! What was typed → files → pages.
//!
//! Whatever cannot be read becomes a note that names the file, the byte and a remedy; the
//! others are read all the same. A file that is reached twice is read once.

use crate::args::Inputs;
use crate::failure::Failure;
use crate::progress::Progress;
use anyhow::Context;
use globset::GlobBuilder;
use ignore::WalkBuilder;
use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, Read};
use std::ops::ControlFlow;
use std::path::{Component, Path, PathBuf};
use tellings_intake::{Found, ReadConfig};
use tellings_model::{Note, Page};

/// Gives the pages of the inputs one by one, in the order in which they were named.
pub(crate) fn read(
    inputs: &Inputs,
    config: &ReadConfig,
    progress: &Progress,
    notes: &mut Vec<Note>,
    mut each: impl FnMut(Page, &mut Vec<Note>) -> anyhow::Result<()>,
) -> anyhow::Result<Counts> {
    let mut files = Files::default();
    // A report of an earlier run may lie among the articles.
    files.seen.extend(inputs.output.as_ref().and_then(|path| path.canonicalize().ok()));
    for input in &inputs.input {
        files.add(input, notes);
    }
    if let Some(list) = &inputs.from {
        for input in listed(list)? {
            files.add(&input, notes);
        }
    }
    progress.count("reading", files.names.len());
    for name in &files.names {
        let mut outcome = Ok(());
        name.read(config, |found| {
            match found {
                Ok(page) => outcome = each(page, notes),
                Err(note) => notes.push(note),
            }
            if outcome.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        });
        outcome?;
        progress.one_done();
    }
    Ok(Counts { n_inputs: files.names.len(), n_skipped: files.n_skipped })
}

/// What was reached.
pub(crate) struct Counts {
    /// Files and streams, read or not.
    pub(crate) n_inputs: usize,
    /// Files of a folder whose names say that they are no articles.
    pub(crate) n_skipped: usize,
}

/// What lies beside saved pages: their styles, scripts, pictures and fonts; settings and code.
/// A file that is named itself is read whatever its name.
const NOT_ARTICLES: [&str; 46] = [
    "tellings",
    "tellings-wal",
    "tellings-shm",
    "tellings-lock",
    "avi",
    "avif",
    "bmp",
    "c",
    "css",
    "cfg",
    "dll",
    "eot",
    "exe",
    "flac",
    "gif",
    "h",
    "ico",
    "ini",
    "jpeg",
    "jpg",
    "js",
    "lock",
    "map",
    "mjs",
    "mkv",
    "mov",
    "mp3",
    "mp4",
    "ogg",
    "otf",
    "part",
    "png",
    "py",
    "rs",
    "sh",
    "so",
    "svg",
    "toml",
    "ts",
    "ttf",
    "wasm",
    "wav",
    "webm",
    "webp",
    "woff",
    "woff2",
];

/// One thing to read.
#[derive(Debug)]
enum Name {
    Standard,
    File(PathBuf),
}

impl Name {
    /// What the user calls it; always with forward slashes, so that records are the same everywhere.
    fn shown(&self) -> String {
        match self {
            Self::Standard => "-".to_owned(),
            Self::File(path) => path.to_string_lossy().replace('\\', "/"),
        }
    }

    /// Gives what is inside, one by one.
    fn read(&self, config: &ReadConfig, mut each: impl FnMut(Found) -> ControlFlow<()>) {
        let shown = self.shown();
        match self {
            Self::Standard => tellings_intake::read(io::stdin().lock(), Some(&shown), config, each),
            Self::File(path) => match File::open(path) {
                Ok(file) => tellings_intake::read(file, Some(&shown), config, each),
                Err(error) => {
                    let _ = each(Err(unreadable(&shown, &error)));
                }
            },
        }
    }
}

/// Everything to read, each once.
#[derive(Default)]
struct Files {
    names: Vec<Name>,
    seen: BTreeSet<PathBuf>,
    standard: bool,
    n_skipped: usize,
}

impl Files {
    fn add(&mut self, input: &str, notes: &mut Vec<Note>) {
        if input == "-" {
            if !std::mem::replace(&mut self.standard, true) {
                self.names.push(Name::Standard);
            }
            return;
        }
        let path = Path::new(input);
        match std::fs::metadata(path) {
            Ok(found) if found.is_dir() => self.folder(path, notes),
            Ok(_) => self.file(path.to_owned()),
            Err(_) if input.contains("://") => notes.push(
                Note::unreadable(Some(input), "is an address; nothing is fetched")
                    .with_remedy("--url fetches it; or save the page and name the file"),
            ),
            Err(error) if error.kind() == io::ErrorKind::NotFound && is_glob(input) => {
                self.glob(input, notes);
            }
            Err(error) => notes.push(unreadable(input, &error)),
        }
    }

    fn file(&mut self, path: PathBuf) {
        let place = path.canonicalize().unwrap_or_else(|_| path.clone());
        if self.seen.insert(place) {
            self.names.push(Name::File(path));
        }
    }

    /// All files below a folder, sorted by name; hidden ones are left out.
    fn folder(&mut self, folder: &Path, notes: &mut Vec<Note>) {
        let before = notes.len();
        let files = walk(folder, notes);
        if files.is_empty() && notes.len() == before {
            let shown = folder.to_string_lossy();
            notes.push(
                Note::unreadable(Some(&shown), "holds no file")
                    .with_remedy("name a folder with articles in it"),
            );
        }
        for file in files {
            if is_no_article(&file) { self.n_skipped += 1 } else { self.file(file) }
        }
    }

    /// The files that a pattern names, for shells that do not expand it and for quoted ones.
    fn glob(&mut self, pattern: &str, notes: &mut Vec<Note>) {
        let glob = match GlobBuilder::new(pattern).literal_separator(true).build() {
            Ok(glob) => glob.compile_matcher(),
            Err(error) => {
                let what = format!("is neither a file nor a pattern: {}", error.kind());
                return notes
                    .push(Note::unreadable(Some(pattern), what).with_remedy("check the brackets"));
            }
        };
        let fixed: PathBuf = Path::new(pattern)
            .components()
            .take_while(|part| !is_glob(&part.as_os_str().to_string_lossy()))
            .collect();
        let relative = fixed.as_os_str().is_empty();
        let root = if relative { Path::new(".") } else { &fixed };
        let files: Vec<PathBuf> = walk(root, notes)
            .into_iter()
            .map(|file| file.strip_prefix(Component::CurDir).map_or(file.clone(), Into::into))
            .filter(|file| glob.is_match(file))
            .collect();
        if files.is_empty() {
            notes.push(
                Note::unreadable(Some(pattern), "matches no file")
                    .with_remedy("`**` stands for any depth of folders"),
            );
        }
        files.into_iter().for_each(|file| self.file(file));
    }
}

fn is_no_article(file: &Path) -> bool {
    let extension = file.extension().map(|extension| extension.to_string_lossy().to_lowercase());
    extension.is_some_and(|extension| NOT_ARTICLES.contains(&extension.as_str()))
}

fn is_glob(text: &str) -> bool {
    text.contains(['*', '?', '[', '{'])
}

/// The regular files below a folder, links followed, sorted; loops and locked folders leave notes.
fn walk(folder: &Path, notes: &mut Vec<Note>) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut walk = WalkBuilder::new(folder);
    walk.standard_filters(false).hidden(true).follow_links(true).sort_by_file_name(Ord::cmp);
    for found in walk.build() {
        match found {
            Ok(entry) if entry.file_type().is_some_and(|kind| kind.is_file()) => {
                files.push(entry.into_path());
            }
            Ok(_) => {}
            Err(error) => notes.push(not_walked(&error)),
        }
    }
    files
}

fn not_walked(error: &ignore::Error) -> Note {
    match error {
        ignore::Error::WithPath { path, err } => {
            let note = not_walked(err);
            Note { path: note.path.or_else(|| Some(path.to_string_lossy().into_owned())), ..note }
        }
        ignore::Error::WithDepth { err, .. } => not_walked(err),
        ignore::Error::Loop { ancestor, child } => {
            let what = format!("is a link back to {}", ancestor.display());
            Note::unreadable(Some(&child.to_string_lossy()), what)
                .with_remedy("it was not entered again; remove the link")
        }
        error => match error.io_error() {
            Some(io) => Note { path: None, ..unreadable("", io) },
            None => Note::unreadable(None, error.to_string()),
        },
    }
}

fn unreadable(name: &str, error: &io::Error) -> Note {
    let (what, remedy) = match error.kind() {
        io::ErrorKind::NotFound => ("does not exist", "check the name"),
        io::ErrorKind::PermissionDenied => {
            ("may not be read", "change its permissions, or run as a user who may read it")
        }
        _ => return Note::unreadable(Some(name), format!("cannot be read: {error}")),
    };
    Note::unreadable(Some(name), what).with_remedy(remedy)
}

/// The inputs that a list names; blank lines and lines that begin with `#` are skipped.
fn listed(list: &Path) -> anyhow::Result<Vec<String>> {
    let failure = || Failure::new(format!("cannot read the list {}", list.display()), "");
    let mut bytes = Vec::new();
    if list == Path::new("-") {
        io::stdin().lock().read_to_end(&mut bytes).with_context(failure)?;
    } else {
        bytes = std::fs::read(list).with_context(failure)?;
    }
    let text = String::from_utf8_lossy(&bytes);
    let lines = text.lines().map(str::trim);
    Ok(lines.filter(|l| !l.is_empty() && !l.starts_with('#')).map(Into::into).collect())
}
