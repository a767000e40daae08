//! The story in a few cited sentences.
//!
//! `compose.rs` takes whole sentences of the tellings for what independent origins agree on;
//! `readings.rs` tells conflicts as conflicts; `prove.rs` checks each sentence against its cited
//! words.

mod compose;
mod prove;
mod readings;

use tellings_model::{Apparatus, Digest, Utterance, Witness};

/// Composes the digest; every sentence is proved against the words it cites.
pub(crate) fn compose(
    witnesses: &[Witness],
    utterances: &[Utterance],
    apparatus: &Apparatus,
) -> Digest {
    compose::compose(witnesses, utterances, apparatus)
}
