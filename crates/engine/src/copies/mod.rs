//! Copied words between texts, over a story or over a whole corpus.
//!
//! Read in this order: `word` (text → hashed words), `passage` (two texts → the runs of words
//! that stand in both).

pub(crate) mod passage;
pub(crate) mod word;
