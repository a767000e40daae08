//! What must hold of every telling, over the fixture stories and over made-up text.

#![expect(clippy::expect_used, reason = "a fixture that is not there should stop the test")]

mod fixtures;
mod promises;
mod sayings;
