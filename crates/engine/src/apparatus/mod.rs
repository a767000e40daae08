//! Statements of all tellings, aligned: where they agree, part and stay silent.
//!
//! Read `stem.rs` and `terms.rs` (words that compare), `tellings.rs` (what stands around a
//! value), `align.rs` (what is alike), `matter.rs` (which values belong to one matter), then
//! one file for each kind of matter: `date.rs`, `figure.rs`, `place.rs`, `name.rs`,
//! `person.rs`, `wording.rs`, `reprint/`, `venue.rs`, `answer.rs`, `outcome.rs` with `absent.rs`,
//! `statement.rs`; at last `entry.rs` and `silence.rs`.

mod absent;
mod align;
mod answer;
mod bearer;
mod borne;
mod cues;
mod date;
mod deed;
mod doer;
mod entry;
mod figure;
mod frame;
mod matter;
mod name;
mod office;
mod outcome;
mod pairs;
mod person;
mod place;
mod reprint;
mod signals;
mod silence;
mod speaker;
mod stamp;
mod statement;
pub(crate) mod stem;
mod tellings;
pub(crate) mod terms;
mod theme;
mod thresholds;
mod toll;
mod topic;
mod turned;
mod unit;
mod venue;
mod voices;
mod weights;
mod wording;

pub use pairs::{ValuePair, value_pairs};

use frame::Frame;
use reprint::Placed;
use std::cell::LazyCell;
use std::collections::{BTreeMap, BTreeSet};
use stem::fold;
use tellings::Tellings;
use tellings_model::{
    Apparatus, Citation, Entity, Entry, EntryKind, Reading, Siglum, Utterance, Verdict, Witness,
};

/// The apparatus of a story: conflicts first, then what moves, what is finer, what is agreed,
/// what is echoed, and what only one telling says.
pub(crate) fn collate(
    witnesses: &[Witness],
    entities: &[Entity],
    utterances: &[Utterance],
) -> Apparatus {
    // A single telling has nothing to be compared with.
    if witnesses.len() < 2 {
        return Apparatus::default();
    }
    // 1. The tellings, word by word.
    let tellings = Tellings::of(witnesses);

    // 2. Each kind of matter by its own rules.
    let mut entries = wording::entries(&tellings, entities, utterances);
    entries.extend(speaker::entries(&tellings, utterances));
    entries.extend(doer::entries(&tellings, entities));
    let (days, hours) = (date::days(&tellings), date::hours(&tellings));
    let figures = figure::items(&tellings);
    entries.extend(date::entries(&tellings, &days, &hours));
    entries.extend(figure::entries(&tellings, &figures));
    let places = place::places(&tellings);
    let venues = venue::entries(&tellings, &places, entities, utterances);
    let of_acts = place::entries(&tellings, &places);
    entries.extend(of_acts.into_iter().filter(|entry| !venues.iter().any(|v| holds(v, entry))));
    entries.extend(venues);
    entries.extend(name::entries(&tellings));
    entries.extend(person::entries(&tellings, entities));
    entries.extend(office::entries(&tellings, entities));
    let values = reprint::Values {
        days: Placed::of(&tellings, &days),
        hours: Placed::of(&tellings, &hours),
        figures: Placed::of(&tellings, &figures),
    };
    reprint::part(&tellings, &values, &mut entries);
    drop_parts(&mut entries);
    drop_posts(&tellings, &mut entries);
    entries.extend(answer::entries(&tellings, entities));
    entries.extend(outcome::entries(&tellings));
    let statements = statement::entries(&tellings, &entries);
    // What one telling counts and another only names is no only-in any more.
    entries.retain(|entry| {
        entry.verdict != Verdict::OnlyIn || !statements.iter().any(|other| covers(other, entry))
    });
    entries.extend(statements);
    drop_shared(&tellings, &mut entries);
    drop_contested(&tellings, &mut entries);

    // 3. Who leaves out what others tell.
    let listeners = silence::Listeners::of(&tellings, &entries);
    silence::mark(&tellings, &listeners, &mut entries);
    let themes = theme::entries(&tellings, &listeners, &entries);
    entries.extend(themes);

    entries.sort_by(|a, b| order(a).cmp(&order(b)));
    Apparatus { entries }
}

/// Takes out what an entry of several readings tells already.
fn drop_parts(entries: &mut Vec<Entry>) {
    let mut several: BTreeMap<Citation, Vec<Entry>> = BTreeMap::new();
    for entry in entries.iter().filter(|entry| entry.readings.len() > 1 && is_value(entry)) {
        for citation in citations(entry) {
            several.entry(citation).or_default().push(entry.clone());
        }
    }
    entries.retain(|entry| {
        let first = citations(entry).first().and_then(|citation| several.get(citation));
        let mut others = first.into_iter().flatten();
        let is_part = |other: &Entry| other.kind != entry.kind && holds(other, entry);
        entry.readings.len() > 1 || !is_value(entry) || !others.any(is_part)
    });
}

/// So many tokens beside a post its holder's name stands at most.
const NAME_TOKENS: usize = 3;

/// Takes out who somebody is where the tellings part on the post: they do not agree on it.
fn drop_posts(tellings: &Tellings<'_>, entries: &mut Vec<Entry>) {
    let is_parted = |e: &&Entry| e.kind == EntryKind::Name && e.verdict == Verdict::Conflict;
    let posts: Vec<Citation> = entries.iter().filter(is_parted).flat_map(citations).collect();
    let near = |post: &Citation| {
        let at = tellings.tokens_in(post.witness.idx(), post.span);
        let (first, witness_idx) = (at.start.saturating_sub(NAME_TOKENS), post.witness.idx());
        (first..at.end + NAME_TOKENS).map(move |idx| fold(tellings.word(witness_idx, idx)))
    };
    let holders: BTreeSet<String> = posts.iter().flat_map(near).collect();
    entries.retain(|entry| {
        let name = entry.readings.first().map(|reading| fold(&reading.text));
        let surname = name.as_deref().and_then(|name| name.rsplit(' ').next());
        entry.kind != EntryKind::Actor
            || entry.readings.len() > 1
            || !surname.is_some_and(|surname| holders.contains(surname))
    });
}

/// Takes out what one telling alone would give, where another telling has the same day or number in
/// whatever place, and days and places of one origin that another origin has: most often it tells the
/// matter in words that were not joined.
fn drop_shared(tellings: &Tellings<'_>, entries: &mut Vec<Entry>) {
    let mut places: BTreeMap<(EntryKind, String), Vec<Citation>> = BTreeMap::new();
    for entry in entries.iter().filter(|entry| is_value(entry)) {
        for reading in &entry.readings {
            let key = (entry.kind, bare(entry.kind, reading));
            places.entry(key).or_default().extend(&reading.citations);
        }
    }
    let frame = |cited: &Citation| Frame::at(tellings, cited.witness.idx(), cited.span);
    entries.retain(|entry| {
        let of_value = |reading: &Reading| places.get(&(entry.kind, bare(entry.kind, reading)));
        let mut others = entry.readings.iter().filter_map(of_value).flatten();
        let own = citations(entry);
        let is_other = |of: &Citation| own.iter().all(|own| own.witness != of.witness);
        let origin = |of: &Citation| tellings.origin(of.witness.idx());
        let is_month = |reading: &Reading| MONTHS.contains(&reading.value.len());
        let is_wide = entry.kind == EntryKind::Date && entry.readings.iter().all(is_month);
        // Where many places have it, some of them may tell the same.
        let is_rare = is_wide && others.clone().count() <= MAX_PLACES;
        let frames = LazyCell::new(|| own.iter().map(frame).collect::<Vec<Frame>>());
        let is_alike = |other: &Frame| frames.iter().any(|own| own.may_be(other));
        let may_be_one = |of: &Citation| !is_rare || is_alike(&frame(of));
        match entry.verdict {
            Verdict::OnlyIn => !others.any(|of| is_other(of) && may_be_one(of)),
            Verdict::Echo if entry.kind != EntryKind::Quantity => !others.any(|of| {
                is_other(of) && own.iter().all(|own| origin(own) != origin(of)) && may_be_one(of)
            }),
            _ => true,
        }
    });
}

/// How long a year, or a month of it, is written.
const MONTHS: [usize; 2] = [4, 7];
/// So many places of one month are held against one another.
const MAX_PLACES: usize = 24;

/// The entities named in two sentences are so much alike where both speak of one thing.
const SAME_NAMES: f32 = 0.5;

/// Takes out what a telling says a second time of a matter on which the tellings part: it is in no telling
/// alone (`an article from May 2`, and `a report of the paper on Friday`).
fn drop_contested(tellings: &Tellings<'_>, entries: &mut Vec<Entry>) {
    let names = |citation: &Citation| {
        let witness_idx = citation.witness.idx();
        let annotations = &tellings.witnesses.get(witness_idx)?.annotations;
        tellings.names(witness_idx, annotations.sentence_at(citation.span.start())?)
    };
    let mut contested: BTreeMap<(EntryKind, String, Siglum), Vec<Citation>> = BTreeMap::new();
    for entry in entries.iter().filter(|e| e.verdict == Verdict::Conflict && is_value(e)) {
        for reading in &entry.readings {
            for citation in &reading.citations {
                let key = (entry.kind, reading.value.clone(), citation.witness);
                contested.entry(key).or_default().push(*citation);
            }
        }
    }
    entries.retain(|entry| {
        let said_before = entry.readings.iter().any(|reading| {
            reading.citations.iter().any(|own| {
                let key = (entry.kind, reading.value.clone(), own.witness);
                let others = contested.get(&key).into_iter().flatten();
                others
                    .filter_map(names)
                    .any(|other| names(own).is_some_and(|own| own.cosine(other) >= SAME_NAMES))
            })
        });
        entry.verdict != Verdict::OnlyIn || !is_value(entry) || !said_before
    });
}

/// A value without the noun that it counts.
fn bare(kind: EntryKind, reading: &Reading) -> String {
    let is_number = |word: &&str| word.contains(|c: char| c.is_ascii_digit());
    let number = reading.value.split(' ').find(is_number);
    number.filter(|_| kind == EntryKind::Quantity).unwrap_or(&reading.value).to_owned()
}

/// Whether an entry is of a day, a figure or a place.
fn is_value(entry: &Entry) -> bool {
    matches!(entry.kind, EntryKind::Date | EntryKind::Quantity | EntryKind::Place)
}

/// Whether an entry stands on all the words that another stands on.
fn holds(larger: &Entry, entry: &Entry) -> bool {
    let own = citations(larger);
    citations(entry).iter().all(|citation| own.contains(citation))
}

fn citations(entry: &Entry) -> Vec<Citation> {
    entry.readings.iter().flat_map(|reading| reading.citations.iter().copied()).collect()
}

/// Whether a finer reading rests on the very words of an entry.
fn covers(finer: &Entry, entry: &Entry) -> bool {
    let own = citations(entry);
    finer.verdict == Verdict::Finer
        && citations(finer).iter().any(|citation| own.contains(citation))
}

/// The order in which a reader wants the entries.
fn order(entry: &Entry) -> (u8, std::cmp::Reverse<usize>, EntryKind, &str) {
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

#[cfg(test)]
mod parting_tests;
#[cfg(test)]
mod tests;
