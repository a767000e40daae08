//! The `tellings` program: files, clock and printing around the engine.
//!
//! Reader's path: `args.rs` says what can be typed, `command/` does it (start with `read.rs`),
//! `input.rs` turns what was typed into pages, `output.rs` writes what came out.

mod args;
mod command;
mod failure;
mod fetch;
mod input;
mod output;
mod progress;
mod settings;

use clap::Parser;
use std::process::ExitCode;

/// Reading makes and drops many small things, and this does it faster than what systems bring.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let args = args::Args::parse();
    match command::run(&args) {
        Ok(command::Outcome::Clean) => ExitCode::SUCCESS,
        Ok(command::Outcome::Unreadable) => ExitCode::from(1),
        Err(error) if failure::is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            failure::report(&error);
            ExitCode::from(2)
        }
    }
}
