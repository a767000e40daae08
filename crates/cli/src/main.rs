//! The `tellings` program.

fn main() {}
