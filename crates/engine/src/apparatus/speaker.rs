//! Who said it: sayings that the tellings give to different people.

use super::entry::{entry, every_two, finish};
use super::stem::fold;
use super::tellings::Tellings;
use super::wording::shown_words;
use std::collections::{BTreeMap, BTreeSet};
use tellings_model::{
    Citation, EntityKind, Entry, EntryKind, Quote, QuoteKind, Reading, Span, SpeakerBasis,
    Utterance, Verdict,
};

/// A telling that gives a saying to somebody.
struct Given {
    witness_idx: usize,
    mention: Span,
    /// The words at the saying that say who spoke: the name, or what stands for it.
    cue: Span,
    /// Whether the name itself stands at the cue, and no pronoun.
    is_named: bool,
    /// The last name, folded: what is left of a name in every telling.
    surname: String,
    name: String,
    nested: bool,
}

/// One entry for each saying that tellings give to different people.
///
/// Only speakers whom a cue beside the words names count, only people, and only where neither
/// telling speaks of the other's speaker in the same sentence, or near a pronoun that stands for the
/// speaker: there the reading of the cue may be wrong.
pub(super) fn entries(tellings: &Tellings<'_>, utterances: &[Utterance]) -> Vec<Entry> {
    utterances
        .iter()
        .filter(|utterance| utterance.speakers_differ)
        .filter_map(|utterance| of_utterance(tellings, utterance))
        .collect()
}

fn of_utterance(tellings: &Tellings<'_>, utterance: &Utterance) -> Option<Entry> {
    let citations = utterance.wordings.iter().flat_map(|wording| &wording.citations);
    let given: Vec<Given> = citations.filter_map(|citation| given(tellings, *citation)).collect();
    let mut by_surname: BTreeMap<&str, Vec<&Given>> = BTreeMap::new();
    for one in &given {
        by_surname.entry(&one.surname).or_default().push(one);
    }
    let tellers = |of: &[&Given]| -> BTreeSet<usize> { of.iter().map(|g| g.witness_idx).collect() };
    let groups: Vec<&Vec<&Given>> = by_surname.values().collect();
    let sure = every_two(&groups, |a, b| {
        let is_sure = |one: &Given, other: &Given| {
            one.nested == other.nested
                && !speaks_of(tellings, one, &other.surname)
                && !speaks_of(tellings, other, &one.surname)
        };
        tellers(a).is_disjoint(&tellers(b)) && a.iter().all(|x| b.iter().all(|y| is_sure(x, y)))
    });
    if groups.len() < 2 || !sure {
        return None;
    }
    let readings = groups
        .iter()
        .map(|given| {
            let longest = given.iter().max_by_key(|one| one.name.len());
            let citations: Vec<Citation> = given
                .iter()
                .flat_map(|one| [one.cue, one.mention].map(|span| (one.witness_idx, span)))
                .filter_map(|(witness_idx, span)| tellings.cite(witness_idx, span))
                .collect();
            let text = given.first().map_or("", |one| tellings.at(one.witness_idx, one.mention));
            Reading {
                value: longest.map_or_else(String::new, |one| one.name.clone()),
                text: text.to_owned(),
                citations,
                n_origins: 0,
            }
        })
        .collect();
    let words = shown_words(utterance)?;
    let topic = format!("who said “{words}”");
    Some(entry(EntryKind::Actor, topic, Verdict::Conflict, finish(tellings, readings)))
}

/// Whom a telling gives the words at a citation to.
fn given(tellings: &Tellings<'_>, citation: Citation) -> Option<Given> {
    let witness_idx = citation.witness.idx();
    let witness = tellings.witnesses.get(witness_idx)?;
    let quotes = &witness.annotations.quotes;
    let quote: &Quote = quotes
        .iter()
        .filter(|quote| quote.kind != QuoteKind::Indirect && quote.content.contains(citation.span))
        .min_by_key(|quote| quote.content.len())?;
    let speaker = quote.speaker.as_ref().ok().filter(|s| s.basis != SpeakerBasis::Siblings)?;
    let cue = speaker.mention?;
    let mention = cue;
    let is_person = witness.annotations.mentions.iter().any(|other| {
        other.kind == EntityKind::Person
            && (other.span.overlaps(mention)
                || speaker.entity.is_some() && other.entity == speaker.entity)
    });
    let surname = fold(speaker.name.rsplit(' ').next()?);
    // A pronoun is told by the name that it stands for.
    let named = |span: Span| fold(witness.article.at(span)).split(' ').any(|word| word == surname);
    let before = |other: &&tellings_model::Mention| {
        other.span.start() <= mention.start() && named(other.span)
    };
    let is_named = named(mention);
    let mention = if is_named {
        mention
    } else {
        witness.annotations.mentions.iter().rev().find(before)?.span
    };
    (is_person && surname.chars().count() > 1).then(|| Given {
        witness_idx,
        mention,
        cue,
        is_named,
        surname,
        name: speaker.name.clone(),
        nested: quote.parent.is_some(),
    })
}

/// How many bytes around a speaker another person counts as near, where a pronoun stands for the
/// speaker.
const NEAR_BYTES: usize = 400;

/// Whether a telling names somebody near the place where it names the speaker: where his own name
/// stands at the cue, in the same sentence.
fn speaks_of(tellings: &Tellings<'_>, given: &Given, surname: &str) -> bool {
    let witness_idx = given.witness_idx;
    let own = tellings.sentence(witness_idx, given.mention);
    let own = tellings.span(witness_idx, own).unwrap_or(given.mention);
    tellings.witnesses.get(witness_idx).is_some_and(|witness| {
        witness.annotations.mentions.iter().any(|mention| {
            let gap = mention.span.gap(given.mention).len() + given.mention.gap(mention.span).len();
            let near = if given.is_named { own.contains(mention.span) } else { gap <= NEAR_BYTES };
            near && fold(witness.article.at(mention.span)).split(' ').any(|word| word == surname)
        })
    })
}
