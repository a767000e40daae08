//! Statements of all tellings, aligned: where they agree, part and stay silent.

use tellings_model::{Apparatus, Entity, Utterance, Witness};

/// The apparatus of a story.
pub(crate) fn collate(
    _witnesses: &[Witness],
    _entities: &[Entity],
    _utterances: &[Utterance],
) -> Apparatus {
    Apparatus::default()
}
