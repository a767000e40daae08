//! Who copied whom in a story, and how many independent voices there are.

use crate::Config;
use tellings_model::{Origin, OriginId, Stemma, Witness};

/// The stemma of a story; every witness stands in exactly one origin.
pub(crate) fn infer(witnesses: &[Witness], _config: &Config) -> Stemma {
    let origins = (1..)
        .zip(witnesses)
        .map(|(n, witness)| Origin {
            id: OriginId(n),
            witnesses: vec![witness.siglum],
            named: None,
            why: Vec::new(),
            because: Vec::new(),
        })
        .collect();
    Stemma { origins, ..Stemma::default() }
}
