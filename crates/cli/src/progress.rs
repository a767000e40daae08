//! A bar for whoever waits: at a terminal, after one second, on standard error.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal;
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::time::Duration;

/// A run shorter than this shows no bar.
const PATIENCE: Duration = Duration::from_secs(1);

pub(crate) struct Progress {
    bar: ProgressBar,
    /// Dropped with the bar, which ends the thread that waits to show it.
    _wait: Option<Sender<()>>,
}

impl Progress {
    pub(crate) fn new(quiet: bool) -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        if quiet || !std::io::stderr().is_terminal() {
            return Self { bar, _wait: None };
        }
        let (wait, ended) = mpsc::channel();
        let shown = bar.clone();
        std::thread::spawn(move || {
            if ended.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
                shown.set_draw_target(ProgressDrawTarget::stderr());
                shown.enable_steady_tick(Duration::from_millis(120));
            }
        });
        Self { bar, _wait: Some(wait) }
    }

    /// A step of known length begins.
    pub(crate) fn count(&self, what: &'static str, n: usize) {
        let style = ProgressStyle::with_template("{msg} {wide_bar} {human_pos} of {human_len}");
        self.begin(what, style.ok());
        self.bar.set_position(0);
        self.bar.set_length(n as u64);
    }

    /// A step begins of which only the end will be known.
    pub(crate) fn wait(&self, what: &'static str) {
        self.begin(what, ProgressStyle::with_template("{spinner} {msg} {elapsed}").ok());
    }

    pub(crate) fn one_done(&self) {
        self.bar.inc(1);
    }

    /// So much of a step of known length is done.
    pub(crate) fn reach(&self, n: usize) {
        self.bar.set_position(n as u64);
    }

    fn begin(&self, what: &'static str, style: Option<ProgressStyle>) {
        if let Some(style) = style {
            self.bar.set_style(style);
        }
        self.bar.set_message(what);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
