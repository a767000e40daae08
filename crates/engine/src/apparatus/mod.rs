//! Statements of all tellings, aligned: where they agree, part and stay silent.
//!
//! Read `clause.rs` (who does what in a sentence), `terms.rs` (words that compare), `item.rs`
//! (a value with what it belongs to), `align.rs` (which values belong to one matter), then
//! one file for each kind of matter: `date.rs`, `figure.rs`, `place.rs`, `statement.rs`,
//! `wording.rs`; at last `silence.rs`. RECORD.md says what each verdict means.

mod align;
mod clause;
mod cues;
mod date;
mod figure;
mod item;
mod place;
mod silence;
mod statement;
mod tellings;
mod terms;
mod thresholds;
mod wording;

use tellings::Tellings;
use tellings_model::{Apparatus, Entity, Entry, Utterance, Verdict, Witness};

/// The apparatus of a story: conflicts first, then what moves, what is finer, what is agreed,
/// what is echoed, and what only one telling says.
pub(crate) fn collate(
    witnesses: &[Witness],
    entities: &[Entity],
    utterances: &[Utterance],
) -> Apparatus {
    // 1. The tellings, clause by clause.
    let tellings = Tellings::of(witnesses, entities.len());

    // 2. Each kind of matter by its own rules.
    let mut entries = wording::entries(&tellings, entities, utterances);
    entries.extend(date::entries(&tellings));
    entries.extend(figure::entries(&tellings));
    entries.extend(place::entries(&tellings));
    entries.extend(statement::entries(&tellings));

    // 3. Who leaves out what others tell.
    silence::mark(&tellings, &mut entries);

    entries.sort_by(|a, b| order(a).cmp(&order(b)));
    Apparatus { entries }
}

/// The order in which a reader wants the entries.
fn order(entry: &Entry) -> (u8, std::cmp::Reverse<usize>, tellings_model::EntryKind, &str) {
    let rank = match entry.verdict {
        Verdict::Conflict => 0,
        Verdict::Superseded => 1,
        Verdict::Finer => 2,
        Verdict::Agree => 3,
        Verdict::Echo => 4,
        Verdict::OnlyIn => 5,
    };
    let n_citations = entry.readings.iter().map(|reading| reading.citations.len()).sum();
    (rank, std::cmp::Reverse(n_citations), entry.kind, &entry.topic)
}
