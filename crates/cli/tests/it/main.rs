//! The program as people run it: what goes in, what comes out, and how it ends.

#![expect(clippy::unwrap_used, reason = "a test ends where a value is missing")]

mod desk;
mod hostile;
mod inputs;
#[cfg(target_os = "linux")]
mod memory;
mod output;
mod run;
