//! Where results go, and how wide and colourful that is.

use crate::args::When;
use crate::failure::Failure;
use anstream::ColorChoice;
use anyhow::Context;
use std::fs::File;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};
use tellings_record::View;

/// Standard output, or a file that appears whole or not at all.
pub(crate) enum Output {
    Standard(BufWriter<io::StdoutLock<'static>>),
    File { writer: BufWriter<File>, part: PathBuf, path: PathBuf },
}

impl Output {
    pub(crate) fn new(path: Option<&Path>) -> anyhow::Result<Self> {
        let Some(path) = path.filter(|path| *path != Path::new("-")) else {
            return Ok(Self::Standard(BufWriter::with_capacity(1 << 16, io::stdout().lock())));
        };
        let failure = || Failure::new(format!("cannot write {}", path.display()), "");
        let mut part = path.as_os_str().to_owned();
        part.push(".part");
        let part = PathBuf::from(part);
        // Devices and pipes cannot be renamed onto; they are written as they are.
        let in_place = path.exists() && !path.is_file();
        let part = if in_place { path.to_owned() } else { part };
        let file = File::create(&part).with_context(failure)?;
        Ok(Self::File { writer: BufWriter::new(file), part, path: path.to_owned() })
    }

    /// Writes what is left and gives a file its name.
    pub(crate) fn finish(self) -> anyhow::Result<()> {
        match self {
            Self::Standard(mut writer) => Ok(writer.flush()?),
            Self::File { mut writer, part, path } => {
                let failure = || Failure::new(format!("cannot write {}", path.display()), "");
                writer.flush().with_context(failure)?;
                if part != path {
                    std::fs::rename(&part, &path).with_context(failure)?;
                }
                Ok(())
            }
        }
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Standard(writer) => writer.write(bytes),
            Self::File { writer, .. } => writer.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Standard(writer) => writer.flush(),
            Self::File { writer, .. } => writer.flush(),
        }
    }
}

/// Whether a person reads standard output as it comes.
pub(crate) fn is_terminal() -> bool {
    io::stdout().is_terminal()
}

/// How to show what a person reads, on standard output or in a file.
pub(crate) fn view(when: When, to_file: bool) -> View {
    View {
        width: if to_file { View::default().width } else { width() },
        colour: !to_file && colour(when),
        full: false,
    }
}

/// Whether to colour what goes to standard output.
pub(crate) fn colour(when: When) -> bool {
    match when {
        When::Always => true,
        When::Never => false,
        When::Auto => anstream::AutoStream::choice(&io::stdout()) != ColorChoice::Never,
    }
}

/// The width of the terminal in columns; 100 where there is none.
pub(crate) fn width() -> usize {
    let told = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let seen = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    told.or_else(seen).unwrap_or(100)
}
