//! What CI runs, runnable here.

fn main() {}
