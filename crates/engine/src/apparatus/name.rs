//! What something is declared to be: `designate … as N`.

use super::cues::{Cue, is};
use super::entry::of_matter;
use super::matter::{Bearing, Item, Sort, Value, matters};
use super::stem::{fold, stem};
use super::tellings::Tellings;
use super::terms::group;
use super::thresholds::NEEDS;
use std::ops::Range;
use tellings_model::{Entry, EntryKind, Upos};

/// What a thing is ascribed to be: a noun with the words before it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Designation {
    head: String,
    modifiers: Vec<String>,
    /// As printed, lower case.
    shown: String,
}

impl Value for Designation {
    const SORT: Sort = Sort::Name;

    /// Two kinds of one thing part where each has a word that the other has not; more words
    /// of the same are finer.
    fn bearing(&self, other: &Self) -> Bearing {
        if self.head != other.head {
            return Bearing::Unlike;
        }
        let has_more =
            |a: &Self, b: &Self| a.modifiers.iter().any(|word| !b.modifiers.contains(word));
        match (has_more(self, other), has_more(other, self)) {
            (false, false) => Bearing::Equal,
            (true, true) => Bearing::Apart,
            _ => Bearing::Finer,
        }
    }

    fn key(&self) -> String {
        self.shown.clone()
    }
}

/// One entry for each thing that tellings say is declared to be something.
pub(super) fn entries(tellings: &Tellings<'_>) -> Vec<Entry> {
    let items = designations(tellings);
    matters(tellings, &items, &NEEDS)
        .iter()
        .filter_map(|matter| of_matter(tellings, EntryKind::Name, &items, matter))
        .collect()
}

/// How far after the verb `as` may stand, in words.
const REACH: usize = 24;

pub(super) fn designations(tellings: &Tellings<'_>) -> Vec<Item<Designation>> {
    let mut items = Vec::new();
    for (witness_idx, witness) in tellings.witnesses.iter().enumerate() {
        for sentence in &witness.annotations.sentences {
            let tokens = sentence.tokens.0 as usize..sentence.tokens.1 as usize;
            let Some(verb) = tokens.clone().find(|&idx| declares(tellings, witness_idx, idx))
            else {
                continue;
            };
            let reach = verb + 1..tokens.end.min(verb + REACH);
            let Some(at) = reach
                .clone()
                .find(|&idx| tellings.word(witness_idx, idx).eq_ignore_ascii_case("as"))
            else {
                continue;
            };
            let noun = noun_phrase(tellings, witness_idx, at + 1..tokens.end);
            let Some(value) = designation(tellings, witness_idx, noun.clone()) else { continue };
            let Some(span) = tellings.span(witness_idx, noun) else { continue };
            items.push(Item::new(tellings, witness_idx, span, value));
        }
    }
    items
}

fn declares(tellings: &Tellings<'_>, witness_idx: usize, idx: usize) -> bool {
    group(tellings.word(witness_idx, idx)) == "designate"
}

/// The run of words after `as` up to a mark, a figure or a word of grammar.
fn noun_phrase(tellings: &Tellings<'_>, witness_idx: usize, rest: Range<usize>) -> Range<usize> {
    let starts = rest
        .clone()
        .find(|&idx| !matches!(fold(tellings.word(witness_idx, idx)).as_str(), "a" | "an" | "the"))
        .unwrap_or(rest.end);
    let ends = (starts..rest.end)
        .find(|&idx| {
            let verb = tellings.token(witness_idx, idx).is_some_and(|t| t.upos == Upos::Verb);
            tellings.terms.at(witness_idx, idx).is_none() || (verb && idx > starts)
        })
        .unwrap_or(rest.end);
    starts..ends
}

fn designation(
    tellings: &Tellings<'_>,
    witness_idx: usize,
    tokens: Range<usize>,
) -> Option<Designation> {
    let head = tokens.clone().next_back()?;
    let vague = |idx: &usize| !is(&fold(tellings.word(witness_idx, *idx)), Cue::Vague);
    let mut modifiers: Vec<String> = (tokens.start..head)
        .filter(vague)
        .map(|idx| stem(tellings.word(witness_idx, idx)))
        .collect();
    modifiers.sort();
    modifiers.dedup();
    let shown = tellings.at(witness_idx, tellings.span(witness_idx, tokens)?).to_lowercase();
    Some(Designation { head: stem(tellings.word(witness_idx, head)), modifiers, shown })
}
