//! Tokens, sentences, parts of speech, dictionary forms, dependencies.

use tellings_model::{Annotations, Article};

/// Fills `tokens`, `sentences` and `lemmas`.
pub(crate) fn analyse(_article: &Article, _annotations: &mut Annotations) {}
