//! Quotations over all tellings → sayings with their wordings.
//!
//! Read [`grouping`] for which quotations are one saying, and [`likeness`] for how two wordings
//! are compared, [`speaker`] for who says it, [`slot`] for the words in which the tellings part.
//! What other tellings are sure of is written back to a quotation without a speaker.
//!
//! Method: shared word runs as in Leskovec et al. 2009 (doi:10.1145/1557019.1557077) find the
//! candidates; a weighted longest common subsequence over the shorter wording judges them; the
//! order of a speech aligns what wording alone cannot.

mod grouping;
mod likeness;
mod matter;
mod slot;
mod speaker;

use crate::annotate::quote::lexicon::{self, Kinds, Lexicon};
use grouping::Item;
use likeness::{Terms, Vocabulary};
use matter::{Matter, Stems};
use std::collections::BTreeMap;
use tellings_model::{
    Annotations, Article, Citation, Entity, EntityId, OriginId, Quote, QuoteKind, Siglum, Span,
    Token, Utterance, Witness, Wording, WordingRelation,
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
    speaker::name_all(witnesses, entities);

    // 2. The quotations with their own words.
    let mut vocabulary = Vocabulary::default();
    let mut stems = Stems::default();
    let items: Vec<Item> = witnesses
        .iter()
        .enumerate()
        .flat_map(|(idx, witness)| {
            let (article, annotations) = (&witness.article, &witness.annotations);
            items(idx, article, annotations, &mut vocabulary, &mut stems)
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
        speaker::name_body(saying, witnesses, &allies, entities);
    }
    sayings
        .values()
        .filter_map(|saying| utterance(saying, witnesses, &vocabulary, &allies))
        .collect()
}

/// The quotations of one witness; those that go on with one another are one item.
fn items(
    witness: usize,
    article: &Article,
    annotations: &Annotations,
    vocabulary: &mut Vocabulary,
    stems: &mut Stems,
) -> Vec<Item> {
    let lexicon = lexicon::of(article.language.as_deref(), article.text());
    let quotes = &annotations.quotes;
    let inside = inside(quotes);
    let mut read = |span, wide, matter: &mut Matter| {
        stems.read(article, annotations, span, lexicon, wide, matter);
    };
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
            besides(article, annotations, quote.content, &children, lexicon)
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
                        matter: Matter::default(),
                        clause: Matter::default(),
                        scene: Matter::default(),
                        speaker: quote.speaker.as_ref().ok().map(speaker::key),
                        named: quote.speaker.as_ref().is_ok_and(speaker::is_named),
                        marked,
                        asks: false,
                    });
                    items.len() - 1
                }
            };
            let Some(item) = items.get_mut(place) else { continue };
            for span in spans {
                let from = item.terms.list.len();
                vocabulary.read(article.at(span), lexicon, &mut item.terms);
                read(span, false, &mut item.matter);
                read(span, true, &mut item.clause);
                if !item.spans.is_empty() {
                    item.terms.gap(from);
                }
                item.spans.push(span);
                item.asks |= article.at(span).contains('?');
            }
            if let Some(clause) = clause_around(quote, quotes) {
                read(clause, true, &mut item.clause);
            }
            if let Some(lead) = lead_of(article, annotations, quote).filter(|_| marked) {
                read(lead, true, &mut item.scene);
            }
        }
        last_of.push(items.len().checked_sub(1));
    }
    items
}

/// For each quotation those whose words are not its own: up to the first between marks around them;
/// what somebody is said between marks to have said stands in these marks alone.
fn inside(quotes: &[Quote]) -> Vec<Vec<usize>> {
    let mut inside: Vec<Vec<usize>> = vec![Vec::new(); quotes.len()];
    for (idx, quote) in quotes.iter().enumerate() {
        let mut above = quote.parent;
        while let Some((parent, list)) =
            above.and_then(|at| Some((quotes.get(at as usize)?, inside.get_mut(at as usize)?)))
        {
            let within_marks = parent.kind != QuoteKind::Indirect;
            if quote.kind == QuoteKind::Indirect && !within_marks {
                break;
            }
            list.push(idx);
            above = parent.parent.filter(|_| !within_marks);
        }
    }
    inside
}

/// The reported clause of the same speaker that some words between marks are a part of.
fn clause_around(quote: &Quote, quotes: &[Quote]) -> Option<Span> {
    let around = quotes.get(quote.parent? as usize)?;
    let name = |quote: &Quote| quote.speaker.as_ref().ok().map(|speaker| speaker.name.clone());
    let same = around.kind == QuoteKind::Indirect && name(around) == name(quote);
    same.then_some(around.content)
}

/// The sentence of the reporter directly before the one a quotation stands in, in its paragraph.
fn lead_of(article: &Article, annotations: &Annotations, quote: &Quote) -> Option<Span> {
    let at = annotations.sentence_at(quote.content.start())?;
    let (own, lead) =
        (annotations.sentences.get(at)?, annotations.sentences.get(at.checked_sub(1)?)?);
    let apart = article.at(lead.span.gap(own.span)).contains('\n');
    let said = annotations.quotes.iter().any(|quote| quote.content.overlaps(lead.span));
    (!apart && !said).then_some(lead.span)
}

/// The parts of a reported clause that begin with `and that` and have no words between marks.
fn besides(
    article: &Article,
    annotations: &Annotations,
    content: Span,
    children: &[Span],
    lexicon: &Lexicon,
) -> Vec<Vec<Span>> {
    let range = annotations.tokens_in(content);
    let tokens = annotations.tokens.get(range).unwrap_or(&[]);
    let is = |token: Option<&Token>, kind: Kinds| {
        token.is_some_and(|t| lexicon.kinds(&article.at(t.span).to_lowercase()).any(kind))
    };
    let mut borders: Vec<(usize, usize)> = (1..tokens.len())
        .filter(|&at| is(tokens.get(at - 1), Kinds::CONJUNCTION))
        .filter(|&at| is(tokens.get(at), Kinds::COMPLEMENTISER))
        .filter_map(|at| Some((tokens.get(at - 1)?.span.start(), tokens.get(at)?.span.end())))
        .collect();
    if borders.is_empty() {
        return Vec::new();
    }
    borders.push((content.end(), content.end()));
    let mut start = content.start();
    let mut parts = Vec::new();
    for (end, next) in borders {
        parts.extend(words_of(article, start, end));
        start = next;
    }
    let free = |part: &Span| !children.iter().any(|child| child.overlaps(*part));
    parts.into_iter().filter(free).map(|part| vec![part]).collect()
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
    // A description beside a name says nothing more.
    if speakers.iter().any(|(_, entity, name)| speaker::has_name(*entity, name)) {
        speakers.retain(|(_, entity, name)| speaker::has_name(*entity, name));
    }
    let runs = runs(saying, witnesses, vocabulary);
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
