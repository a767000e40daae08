//! The quotations of a telling → the sayings that are compared: sentences, lead-ins left off.

use super::grouping::Item;
use super::likeness::Vocabulary;
use super::matter::{Matter, Stems};
use crate::annotate::quote::lexicon::{self, Kinds, Lexicon};
use tellings_model::{Annotations, Article, Quote, QuoteKind, Span, Token};

/// The quotations of one witness; those that go on with one another are one item.
pub(super) fn items(
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
        let children = inside.get(idx).map_or(&[][..], Vec::as_slice);
        let children: Vec<Span> =
            children.iter().filter_map(|&child| Some(quotes.get(child)?.content)).collect();
        let before = quote.continues.and_then(|before| last_of.get(before as usize).copied()?);
        let parts = parts(article, annotations, quote, &children, lexicon);
        for (n, spans) in parts.into_iter().enumerate() {
            let before = before.filter(|&at| n == 0 && goes_on(article, items.get(at), quote));
            let place = before.unwrap_or_else(|| {
                items.push(Item::of(witness, idx, quote));
                items.len() - 1
            });
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

/// The sayings of one quotation, each as its stretches.
fn parts(
    article: &Article,
    annotations: &Annotations,
    quote: &Quote,
    children: &[Span],
    lexicon: &Lexicon,
) -> Vec<Vec<Span>> {
    let mut parts = if quote.kind != QuoteKind::Indirect {
        sentences(article, annotations, quote.content, children)
    } else if children.is_empty() {
        vec![vec![quote.content]]
    } else {
        // What stands between marks inside a reported clause is the wording of the saying.
        besides(article, annotations, quote.content, children, lexicon)
    };
    // Words that only lead to another's words (`and he asked`) are no saying.
    parts.retain(|spans| children.is_empty() || !leads_in(article, spans, children));
    parts
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
