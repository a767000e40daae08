//! Quotations over all tellings → sayings with their wordings.
//!
//! Read [`item`] for what is compared, [`grouping`] for which quotations are one saying, and [`likeness`] for how two wordings
//! are compared, [`speaker`] for who says it, [`slot`] for the words in which the tellings part.
//! What other tellings are sure of is written back to a quotation without a speaker.
//!
//! Method: shared word runs as in Leskovec et al. 2009 (doi:10.1145/1557019.1557077) find the
//! candidates; a weighted longest common subsequence over the shorter wording judges them; the
//! order of a speech aligns what wording alone cannot.

mod grouping;
mod item;
mod likeness;
mod matter;
mod slot;
mod speaker;

use crate::annotate::quote::lexicon;
use grouping::Item;
use likeness::{Term, Terms, Vocabulary};
use matter::Stems;
use std::collections::{BTreeMap, BTreeSet};
use tellings_model::{
    Citation, Entity, EntityId, OriginId, Quote, Siglum, Span, Utterance, Witness, Wording,
    WordingRelation,
};

pub(crate) use likeness::written_out;

/// Whether the wordings alone say that two quotations are one saying.
///
/// Takes the words between the marks. Inside a story the speakers and the order of the speech
/// are asked as well.
pub fn is_one_saying(a: &str, b: &str, language: Option<&str>) -> bool {
    let lexicon = lexicon::of(language, a);
    let mut vocabulary = Vocabulary::default();
    let [a, b] = [a, b].map(|text| {
        let mut terms = Terms::default();
        vocabulary.read(text, lexicon, &mut terms);
        terms
    });
    likeness::Likeness::of(&a, &b, &vocabulary).is_one_saying()
}

/// Finds which quotations are one saying; a speaker that the other tellings are sure of is
/// written back to the quotation that lacks one.
pub(crate) fn collate(witnesses: &mut [Witness], entities: &[Entity]) -> Vec<Utterance> {
    // 1. The speakers as entities of the story.
    speaker::name_all(witnesses, entities);

    // 2. The quotations with their own words.
    let mut vocabulary = Vocabulary::default();
    let mut stems = Stems::default();
    let items: Vec<Item> = witnesses
        .iter()
        .enumerate()
        .flat_map(|(idx, witness)| {
            let (article, annotations) = (&witness.article, &witness.annotations);
            item::items(idx, article, annotations, &mut vocabulary, &mut stems)
        })
        .collect();

    // 3. Which are one saying.
    let allies = speaker::Allies::of(entities);
    let mut sayings: BTreeMap<usize, Vec<&Item>> = BTreeMap::new();
    let numbers = grouping::group(&items, &vocabulary, stems.denial(), &allies);
    for (item, saying) in items.iter().zip(numbers) {
        sayings.entry(saying).or_default().push(item);
    }

    // 4. What one telling leaves open, the others say.
    for saying in sayings.values() {
        speaker::lend(saying, witnesses);
        speaker::name_described(saying, witnesses, &allies, entities);
    }
    sayings
        .values()
        .filter_map(|saying| utterance(saying, witnesses, &vocabulary, &allies))
        .collect()
}

fn first_quote<'a>(item: &Item, witnesses: &'a [Witness]) -> Option<&'a Quote> {
    witnesses.get(item.witness)?.annotations.quotes.get(item.quote)
}

/// One saying with its wordings, the longest first.
fn utterance(
    saying: &[&Item],
    witnesses: &[Witness],
    vocabulary: &Vocabulary,
    allies: &speaker::Allies,
) -> Option<Utterance> {
    let marked = saying.iter().any(|item| item.marked);
    if !marked {
        return None; // Reported speech alone is a statement, not a wording.
    }
    let mut speakers = speakers(saying, witnesses, allies);
    let mut runs = runs(saying, witnesses, vocabulary);
    // Words without marks that share none with those between marks say nothing of how these were told.
    let between_marks: BTreeSet<Term> =
        runs.iter().filter(|run| run.marked).flat_map(|run| run.terms.list.clone()).collect();
    runs.retain(|run| run.marked || run.terms.list.iter().any(|term| between_marks.contains(term)));
    // Equal words between marks are one wording, and so are equal words without.
    let mut wordings: Vec<(&Item, Vec<Citation>, String)> = Vec::new();
    for item in runs.iter().filter(|item| !is_inside(item, &runs)) {
        let citations = citations(item, witnesses);
        match wordings
            .iter_mut()
            .find(|(other, ..)| other.marked == item.marked && other.terms.list == item.terms.list)
        {
            Some((_, known, _)) => known.extend(citations),
            None => wordings.push((item, citations, text(item, witnesses))),
        }
    }
    wordings.sort_by_key(|(item, citations, _)| {
        (!item.marked, std::cmp::Reverse(item.terms.list.len()), citations.first().copied())
    });
    let fullest: Vec<Terms> = wordings
        .iter()
        .filter(|(item, ..)| item.marked)
        .map(|(item, ..)| item.terms.clone())
        .collect();
    let wordings: Vec<Wording> = wordings
        .into_iter()
        .map(|(item, citations, text)| Wording {
            text,
            citations,
            relation: if item.marked {
                likeness::relation_to_all(&item.terms, &fullest)
            } else {
                WordingRelation::Paraphrased
            },
        })
        .collect();
    let altered = wordings.iter().any(|wording| wording.relation == WordingRelation::Reworded)
        || loses_marks(&wordings, witnesses);
    let speakers_differ = speakers.len() > 1;
    let (speaker, name) = match speakers.pop() {
        Some((_, entity, name)) if !speakers_differ => (entity, Some(name)),
        _ => (None, None),
    };
    let slots = slot::slots(&wordings);
    Some(Utterance { speaker, name, speakers_differ, altered, slots, wordings })
}

/// The speakers that the tellings give to a saying, each once: by key, entity and name.
fn speakers(
    saying: &[&Item],
    witnesses: &[Witness],
    allies: &speaker::Allies,
) -> Vec<(String, Option<EntityId>, String)> {
    let mut speakers: Vec<(String, Option<EntityId>, String)> = saying
        .iter()
        .filter_map(|item| first_quote(item, witnesses)?.speaker.as_ref().ok())
        .map(|speaker| (speaker::key(speaker), speaker.entity, speaker.name.clone()))
        .collect();
    speakers.sort_unstable();
    speakers.dedup_by(|a, b| a.0 == b.0);
    // A body whose words one of its people says: the person speaks.
    let people: Vec<String> = speakers.iter().map(|(key, ..)| key.clone()).collect();
    speakers.retain(|(key, ..)| !people.iter().any(|person| allies.is_body_of(key, person)));
    // A description beside a name says nothing more, and none contradicts another: the longest says most.
    if speakers.iter().any(|(_, entity, name)| speaker::has_name(*entity, name)) {
        speakers.retain(|(_, entity, name)| speaker::has_name(*entity, name));
    } else {
        speakers = speakers.into_iter().max_by_key(|(.., name)| name.len()).into_iter().collect();
    }
    speakers
}

/// Whether words without marks stand inside others of the saying.
fn is_inside(item: &Item, runs: &[Item]) -> bool {
    let holds = |other: &Item| {
        let inner = |span: &Span| other.spans.iter().any(|o| o.contains(*span) && o != span);
        other.witness == item.witness && item.spans.iter().all(inner)
    };
    !item.marked && runs.iter().any(holds)
}

/// The wordings of a saying by telling: sentences that one telling gives in a row are one wording.
fn runs(saying: &[&Item], witnesses: &[Witness], vocabulary: &Vocabulary) -> Vec<Item> {
    let mut runs: Vec<Item> = Vec::new();
    for item in saying {
        let before = runs.last_mut().filter(|before| {
            let both = before.marked && item.marked && before.witness == item.witness;
            both && follows(before.quote, item.quote, witnesses.get(item.witness))
        });
        let article = witnesses.get(item.witness).map(|witness| &witness.article);
        let (Some(before), Some(article)) = (before, article) else {
            let terms = vocabulary.plain(&item.terms);
            runs.push(Item { terms, ..(*item).clone() });
            continue;
        };
        let mut spans = item.spans.iter().copied().peekable();
        let close =
            before.spans.last_mut().zip(spans.peek().copied()).filter(|(last, next)| {
                article.at(last.gap(*next)).chars().all(char::is_whitespace)
            });
        let is_close = close.is_some();
        if let Some((last, next)) = close {
            *last = last.cover(next);
            spans.next();
        }
        before.spans.extend(spans);
        before.terms.extend(&vocabulary.plain(&item.terms), !is_close);
        before.quote = item.quote;
    }
    runs
}

/// Whether nothing but what one quotation quotes itself stands between it and the next.
fn follows(before: usize, next: usize, witness: Option<&Witness>) -> bool {
    let quotes = witness.map_or(&[][..], |witness| witness.annotations.quotes.as_slice());
    let Some(outer) = quotes.get(before) else { return false };
    let between = quotes.get(before + 1..next.max(before + 1)).unwrap_or(&[]);
    between.iter().all(|quote| outer.content.contains(quote.content))
}

/// Whether a telling has only without marks what another of the same origin, and so of the same
/// text, has between them, in other words.
fn loses_marks(wordings: &[Wording], witnesses: &[Witness]) -> bool {
    let tellers = |plain: bool| {
        wordings
            .iter()
            .filter(move |wording| (wording.relation == WordingRelation::Paraphrased) == plain)
            .flat_map(|wording| &wording.citations)
            .filter_map(|citation| witnesses.get(citation.witness.idx()))
            .map(|witness| (witness.siglum, witness.origin))
    };
    let marked: Vec<(Siglum, OriginId)> = tellers(false).collect();
    tellers(true).any(|(teller, of)| {
        marked.iter().all(|(siglum, _)| *siglum != teller)
            && marked.iter().any(|(_, origin)| *origin == of)
    })
}

fn citations(item: &Item, witnesses: &[Witness]) -> Vec<Citation> {
    let Some(witness) = witnesses.get(item.witness) else { return Vec::new() };
    item.spans.iter().map(|&span| Citation { witness: witness.siglum, span }).collect()
}

/// The words as printed; stretches with other words between them are joined by an ellipsis.
fn text(item: &Item, witnesses: &[Witness]) -> String {
    let Some(witness) = witnesses.get(item.witness) else { return String::new() };
    let parts: Vec<&str> = item.spans.iter().map(|&span| witness.article.at(span)).collect();
    parts.join(" … ")
}

#[cfg(test)]
mod tests;
