//! Quotations over all tellings → sayings with their wordings.

use tellings_model::{Entity, Utterance, Witness};

/// Finds which quotations are one saying; a speaker that the other tellings are sure of is
/// written back to the quotation that lacks one.
pub(crate) fn collate(_witnesses: &mut [Witness], _entities: &[Entity]) -> Vec<Utterance> {
    Vec::new()
}
