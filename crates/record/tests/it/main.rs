//! What must always hold of a record that was written down.

#![expect(clippy::unwrap_used, reason = "a test ends where a value is missing")]

mod generated;
mod identity;
mod page;
mod schema;
