//! What must hold of a store, from outside.

#![expect(clippy::unwrap_used, reason = "a test ends where a value is missing")]

mod corpus;
mod corrections;
mod disk;
mod incremental;
mod killed;
mod old_files;
mod search;
