//! What ends a run: wrong use, or a broken environment. Bad input never does.

use std::error::Error;
use std::fmt;
use std::io;

/// A failure with a line on what to do about it.
#[derive(Debug)]
pub(crate) struct Failure {
    what: String,
    hint: String,
}

impl Failure {
    pub(crate) fn new(what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { what: what.into(), hint: hint.into() }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)
    }
}

impl Error for Failure {}

/// Whether whoever read our output went away, which is no failure.
pub(crate) fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        let by_io = cause.downcast_ref::<io::Error>().map(io::Error::kind);
        let by_json =
            cause.downcast_ref::<serde_json::Error>().and_then(serde_json::Error::io_error_kind);
        by_io.or(by_json) == Some(io::ErrorKind::BrokenPipe)
    })
}

/// Prints the failure, its causes, and the hint.
pub(crate) fn report(error: &anyhow::Error) {
    let causes: Vec<String> = error.chain().map(ToString::to_string).collect();
    eprintln!("error: {}", causes.join(": "));
    let hint = error.chain().find_map(|cause| cause.downcast_ref::<Failure>());
    if let Some(Failure { hint, .. }) = hint.filter(|failure| !failure.hint.is_empty()) {
        eprintln!("hint: {hint}");
    }
}
