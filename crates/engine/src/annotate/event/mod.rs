//! Text → events with their times: what a text says happens, and when.
//!
//! In: an article with its trees and time expressions. Out: [`Event`]s in order. Read `clause`
//! (tense, aspect and mood of a predicate), `attach` (which words an expression belongs to), then
//! `anchor` (what dates a clause); `table` holds the words.
//!
//! An event is a verb, or a noun that names a happening. Its time is that of the report only where
//! the words place it there and nothing else dates it; what is planned, possible or told as earlier
//! than the rest stays undated.

mod anchor;
mod attach;
mod clause;
mod table;

use anchor::Anchors;
use clause::{Tense, View};
use jiff::civil::Date;
use table::Role;
use tellings_model::{Anchor, Annotations, Article, Event, Reality, Span, Upos};

/// The events of an article, in order. Takes its tokens, trees and times, and its day of
/// publication as far as it is known by now.
pub(crate) fn events(
    article: &Article,
    annotations: &Annotations,
    published: Option<Date>,
) -> Vec<Event> {
    let view = View::of(article, annotations);
    let wanted: Vec<usize> =
        (0..annotations.tokens.len()).filter(|idx| is_event(&view, *idx)).collect();
    let anchors = anchors_of(&view, &wanted, published);
    let events = wanted.into_iter().zip(anchors).filter_map(|(idx, anchor)| {
        let span = view.token(idx)?.span;
        let lemma = view.lemma(idx).to_owned();
        Some(Event { span, lemma, anchor, reality: reality(&view, idx) })
    });
    events.collect()
}

/// The time of the event that each stretch of words names, in the order of the stretches given.
///
/// Of several words the verb counts, else the last one. `None` for what stays undated.
pub(crate) fn anchors(
    article: &Article,
    annotations: &Annotations,
    spans: &[Span],
) -> Vec<Option<Anchor>> {
    let view = View::of(article, annotations);
    let tokens: Vec<Option<usize>> = spans
        .iter()
        .map(|span| {
            let mut tokens = view.tokens_in(*span);
            let verb = |idx: &usize| view.token(*idx).is_some_and(|t| t.upos == Upos::Verb);
            tokens.clone().find(verb).or_else(|| tokens.next_back())
        })
        .collect();
    let mut wanted: Vec<usize> = tokens.iter().flatten().copied().collect();
    wanted.sort_unstable();
    wanted.dedup();
    let published = article.published.as_ref().map(|stamp| stamp.value.day);
    let found = anchors_of(&view, &wanted, published);
    let of = |idx: usize| found.get(wanted.binary_search(&idx).ok()?).copied().flatten();
    tokens.into_iter().map(|idx| of(idx?)).collect()
}

/// The anchors of tokens, which must be in order.
fn anchors_of(view: &View<'_>, wanted: &[usize], published: Option<Date>) -> Vec<Option<Anchor>> {
    let mut anchors = Anchors::of(view, published);
    let mut out = Vec::with_capacity(wanted.len());
    let (mut rest, mut time) = (wanted, 0);
    let times = &view.annotations.times;
    for sentence in &view.annotations.sentences {
        while times.get(time).is_some_and(|time| time.span.end() <= sentence.span.start()) {
            time += 1;
        }
        let within = rest.partition_point(|idx| *idx < sentence.tokens.1 as usize);
        let (here, after) = rest.split_at(within);
        anchors.sentence(sentence, time, here, &mut out);
        rest = after;
    }
    out.resize(wanted.len(), None);
    out
}

/// Whether a token names an event.
fn is_event(view: &View<'_>, idx: usize) -> bool {
    match view.token(idx).map(|token| token.upos) {
        Some(Upos::Verb) => !view.is(idx, Role::Light),
        Some(Upos::Noun) => view.is(idx, Role::Event) || view.is(idx, Role::Occasion),
        _ => false,
    }
}

/// Whether a text tells an event, plans it, thinks it possible or denies it.
fn reality(view: &View<'_>, idx: usize) -> Reality {
    let clause = view.clause(idx).unwrap_or(idx);
    let planned_by = view.head(clause).is_some_and(|head| view.is(head, Role::Planning));
    match view.tense(clause) {
        _ if view.is_denied(idx) || view.is_denied(clause) => Reality::Denied,
        _ if view.mark(clause) == Some(Role::Condition) => Reality::Possible,
        Tense::Modal => Reality::Possible,
        Tense::Future => Reality::Planned,
        Tense::Infinitive if planned_by => Reality::Planned,
        _ => Reality::Told,
    }
}

#[cfg(test)]
mod tests;
