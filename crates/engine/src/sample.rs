//! Witnesses made of words, for tests.

use crate::{Config, annotate};
use tellings_model::{Article, OriginId, Siglum, Witness};

/// A telling of these words, undated, of an origin of its own.
pub(crate) fn witness(n: u32, text: &str) -> Witness {
    let article = Article::from_text(text);
    let annotations = annotate(&article, &Config::default());
    Witness {
        siglum: Siglum(n),
        article,
        annotations,
        published: None,
        published_because: Vec::new(),
        origin: OriginId(n + 1),
    }
}
