//! Quotations over all tellings → sayings with their wordings.
//!
//! Read [`grouping`] for which quotations are one saying, and [`likeness`] for how two wordings
//! are compared. What other tellings are sure of is written back to a quotation without a speaker.
//!
//! Method: shared word runs as in Leskovec et al. 2009 (doi:10.1145/1557019.1557077) find the
//! candidates; a weighted longest common subsequence over the shorter wording judges them; the
//! order of a speech aligns what wording alone cannot.

mod grouping;
mod likeness;

use crate::annotate::quote::lexicon;
use grouping::Item;
use likeness::{Terms, Vocabulary};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use tellings_model::{
    Annotations, Article, Citation, Entity, EntityId, Quote, QuoteKind, Span, Speaker,
    SpeakerBasis, Utterance, Witness, Wording, WordingRelation,
};

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
    name_speakers(witnesses, entities);

    // 2. The quotations with their own words.
    let mut vocabulary = Vocabulary::default();
    let items: Vec<Item> = witnesses
        .iter()
        .enumerate()
        .flat_map(|(idx, witness)| {
            items(idx, &witness.article, &witness.annotations, &mut vocabulary)
        })
        .collect();

    // 3. Which are one saying.
    let mut sayings: BTreeMap<usize, Vec<&Item>> = BTreeMap::new();
    for (item, saying) in items.iter().zip(grouping::group(&items, &vocabulary)) {
        sayings.entry(saying).or_default().push(item);
    }

    // 4. What one telling leaves open, the others say.
    for saying in sayings.values() {
        lend_speaker(saying, witnesses);
    }
    sayings.values().filter_map(|saying| utterance(saying, witnesses)).collect()
}

/// Writes the entity and its fullest name to every speaker that one name of the story fits.
fn name_speakers(witnesses: &mut [Witness], entities: &[Entity]) {
    let mut by_name: FxHashMap<&str, Option<usize>> = FxHashMap::default();
    for (idx, entity) in entities.iter().enumerate() {
        for name in std::iter::once(&entity.name).chain(&entity.aliases) {
            by_name
                .entry(name.as_str())
                .and_modify(|known| {
                    if *known != Some(idx) {
                        *known = None;
                    }
                })
                .or_insert(Some(idx));
        }
    }
    for quote in witnesses.iter_mut().flat_map(|witness| &mut witness.annotations.quotes) {
        if let Ok(speaker) = &mut quote.speaker
            && let Some(Some(idx)) = by_name.get(speaker.name.as_str())
            && let Some(entity) = entities.get(*idx)
        {
            speaker.entity = Some(entity.id);
            speaker.name.clone_from(&entity.name);
        }
    }
}

/// The quotations of one witness; those that go on with one another are one item.
fn items(
    witness: usize,
    article: &Article,
    annotations: &Annotations,
    vocabulary: &mut Vocabulary,
) -> Vec<Item> {
    let lexicon = lexicon::of(article.language.as_deref(), article.text());
    let quotes = &annotations.quotes;
    let mut inside: Vec<Vec<usize>> = vec![Vec::new(); quotes.len()];
    for (idx, quote) in quotes.iter().enumerate() {
        if let Some(list) = quote.parent.and_then(|parent| inside.get_mut(parent as usize))
            && quote.kind != QuoteKind::Indirect
        {
            list.push(idx);
        }
    }
    let mut items: Vec<Item> = Vec::new();
    // Of each quotation the last of its items, which the next quotation may go on with.
    let mut last_of: Vec<Option<usize>> = Vec::with_capacity(quotes.len());
    for (idx, quote) in quotes.iter().enumerate() {
        let marked = quote.kind != QuoteKind::Indirect;
        let children: Vec<Span> = inside
            .get(idx)
            .map_or(&[][..], Vec::as_slice)
            .iter()
            .filter_map(|&child| quotes.get(child))
            .map(|child| child.content)
            .collect();
        let before = quote.continues.and_then(|before| last_of.get(before as usize).copied()?);
        let mut parts = if marked {
            sentences(article, annotations, quote.content, &children)
        } else if children.is_empty() {
            vec![vec![quote.content]]
        } else {
            // What stands between marks inside a reported clause is the wording of the saying.
            Vec::new()
        };
        // Words that only lead to another's words (`and he asked`) are no saying.
        parts.retain(|spans| children.is_empty() || !leads_in(article, spans, &children));
        for (n, spans) in parts.into_iter().enumerate() {
            let place = match before
                .filter(|&before| n == 0 && goes_on(article, items.get(before), quote))
            {
                Some(before) => before,
                None => {
                    items.push(Item {
                        witness,
                        quote: idx,
                        spans: Vec::new(),
                        terms: Terms::default(),
                        speaker: quote.speaker.as_ref().ok().map(key),
                        marked,
                    });
                    items.len() - 1
                }
            };
            let Some(item) = items.get_mut(place) else { continue };
            for span in spans {
                let from = item.terms.list.len();
                vocabulary.read(article.at(span), lexicon, &mut item.terms);
                if !item.spans.is_empty() {
                    item.terms.gap(from);
                }
                item.spans.push(span);
            }
        }
        last_of.push(items.len().checked_sub(1));
    }
    items
}

/// The longest lead-in to words quoted inside a quotation, in words.
const MAX_LEAD_WORDS: usize = 7;

/// Whether a sentence of a quotation does no more than lead to words quoted inside it.
fn leads_in(article: &Article, own: &[Span], children: &[Span]) -> bool {
    let [lead] = own else { return false };
    let n_words = article.at(*lead).split_whitespace().count();
    let before = |child: &&Span| lead.end() <= child.start();
    n_words <= MAX_LEAD_WORDS
        && children.iter().filter(before).any(|child| lead.gap(*child).len() <= MAX_LEAD_GAP)
}

/// Marks and spaces between a lead-in and the words it leads to, in bytes.
const MAX_LEAD_GAP: usize = 8;

/// The sentences of a quotation, each as the stretches that are no other's words.
fn sentences(
    article: &Article,
    annotations: &Annotations,
    content: Span,
    children: &[Span],
) -> Vec<Vec<Span>> {
    let mut borders: Vec<usize> = annotations
        .sentences
        .iter()
        .map(|sentence| sentence.span.start())
        .filter(|&at| content.start() < at && at < content.end())
        .filter(|&at| !children.iter().any(|child| child.start() < at && at <= child.end()))
        .collect();
    borders.push(content.end());
    let mut parts = Vec::new();
    let mut start = content.start();
    for end in borders {
        let mut spans = Vec::new();
        let mut at = start;
        for child in children.iter().filter(|child| start <= child.start() && child.end() <= end) {
            spans.extend(words_of(article, at, child.start()));
            at = child.end();
        }
        spans.extend(words_of(article, at, end));
        if !spans.is_empty() {
            parts.push(spans);
        }
        start = end;
    }
    parts
}

/// The words between two bytes, marks and white space at the ends left off; none where there are none.
fn words_of(article: &Article, start: usize, end: usize) -> Option<Span> {
    let text = article.at(article.span(start, end));
    let is_edge = |c: char| c.is_whitespace() || "“”‘’\"'«»„‚".contains(c);
    let words = text.trim_matches(is_edge);
    if words.chars().any(char::is_alphanumeric) { article.span_of(words) } else { None }
}

/// The longest reporting clause between two parts of one sentence, in words.
const MAX_CUE_WORDS: usize = 6;

/// Whether a quotation goes on with the sentence that the one before broke off:
/// `“A,” she said, “and B.”`
fn goes_on(article: &Article, before: Option<&Item>, quote: &Quote) -> bool {
    let Some(last) = before.and_then(|item| item.spans.last()) else { return false };
    let broken_off = !article.at(*last).ends_with(['.', '!', '?']);
    let gap = article.at(last.gap(quote.content));
    let lower = article.at(quote.content).starts_with(char::is_lowercase);
    broken_off && lower && gap.split_whitespace().count() <= MAX_CUE_WORDS
}

/// A speaker in a form that compares: the entity, or the last word of the name.
fn key(speaker: &Speaker) -> String {
    match speaker.entity {
        Some(entity) => entity.to_string(),
        None => speaker.name.to_lowercase(),
    }
}

/// Gives the one speaker that the other tellings name to the quotations that lack one.
fn lend_speaker(saying: &[&Item], witnesses: &mut [Witness]) {
    let mut known: Option<Speaker> = None;
    for speaker in
        saying.iter().filter_map(|item| first_quote(item, witnesses)?.speaker.as_ref().ok())
    {
        match &known {
            Some(other) if key(other) != key(speaker) => return,
            Some(_) => {}
            None => known = Some(speaker.clone()),
        }
    }
    let Some(known) = known else { return };
    for item in saying {
        if let Some(witness) = witnesses.get_mut(item.witness)
            && let Some(quote) = witness.annotations.quotes.get_mut(item.quote)
            && quote.speaker.is_err()
        {
            quote.speaker =
                Ok(Speaker { mention: None, basis: SpeakerBasis::Siblings, ..known.clone() });
        }
    }
}

fn first_quote<'a>(item: &Item, witnesses: &'a [Witness]) -> Option<&'a Quote> {
    witnesses.get(item.witness)?.annotations.quotes.get(item.quote)
}

/// One saying with its wordings, the longest first.
fn utterance(saying: &[&Item], witnesses: &[Witness]) -> Option<Utterance> {
    let marked = saying.iter().any(|item| item.marked);
    if !marked {
        return None; // Reported speech alone is a statement, not a wording.
    }
    let mut speakers: Vec<(String, Option<EntityId>)> = saying
        .iter()
        .filter_map(|item| first_quote(item, witnesses)?.speaker.as_ref().ok())
        .map(|speaker| (key(speaker), speaker.entity))
        .collect();
    speakers.sort_unstable();
    speakers.dedup();
    // Equal words between marks are one wording, and so are equal words without.
    let mut wordings: Vec<(&Item, Vec<Citation>, String)> = Vec::new();
    for item in saying {
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
    let longest = wordings.first().map(|(item, ..)| item.terms.clone())?;
    let wordings: Vec<Wording> = wordings
        .into_iter()
        .map(|(item, citations, text)| Wording {
            text,
            citations,
            relation: if item.marked {
                likeness::relation(&item.terms, &longest)
            } else {
                WordingRelation::Paraphrased
            },
        })
        .collect();
    let altered = wordings.iter().any(|wording| wording.relation == WordingRelation::Reworded);
    let speaker = match speakers.as_slice() {
        [(_, entity)] => *entity,
        _ => None,
    };
    Some(Utterance { speaker, speakers_differ: speakers.len() > 1, altered, wordings })
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
