//! Text → quantities: value or range, bound, unit, and what is counted.
//!
//! In: the text and its time expressions, which are no quantities (lengths of time are). Out:
//! [`Quantity`]s in order, disjoint. Read `find` (numbers, vague numbers, shares), then `noun`
//! (unit or counted noun to the right), then `role` (change, whole and act, from the trees);
//! `table` holds the words.
//!
//! Conventions are those of NewsQuant (Almasian et al. 2023, doi:10.18653/v1/2023.emnlp-main.793):
//! ordinals, years and clock times are not quantities; `a-b` is one range; the unit of counted
//! things is their noun in the singular.

mod find;
mod noun;
mod role;
mod table;
mod words;
mod words_of_change;

use find::Found;
use tellings_model::{Article, Quantity, Span, Time, TimeKind};
use words::Words;

pub(crate) use role::tell;

/// The quantities of an article, in order. `times` are its time expressions.
pub(crate) fn quantities(article: &Article, times: &[Time]) -> Vec<Quantity> {
    let table = table::english();
    let words = Words::of(article.text());
    let mut quantities: Vec<Quantity> = Vec::new();
    let (mut at, mut n_times) = (0, 0);
    while let Some(start) = words.start(at) {
        while times.get(n_times).is_some_and(|time| time.span.end() <= start) {
            n_times += 1;
        }
        // A date's digits are no number; a length of time is counted like anything else.
        let masked = times
            .get(n_times)
            .filter(|time| time.kind != TimeKind::Duration && time.span.start() <= start);
        if let Some(time) = masked {
            at = words.after(time.span.end()).max(at + 1);
            continue;
        }
        let next_time = times.get(n_times..).unwrap_or(&[]).iter();
        let mut next_time = next_time.filter(|time| time.kind != TimeKind::Duration);
        let limit = next_time.find(|time| time.span.start() > start);
        let limit = limit.map_or(usize::MAX, |time| time.span.start());
        match find::quantity(&words, at, limit, table) {
            Some(found) => {
                quantities.push(quantity(article, &words, at, &found, quantities.last(), table));
                at = found.end.max(at + 1);
            }
            None => at += 1,
        }
    }
    quantities
}

/// A large number without what binary fractions add to it: `8.2 million` is no 8,199,999.999.
fn exact(value: f64) -> f64 {
    if value.abs() >= 1e3 { (value * 1e3).round() / 1e3 } else { value }
}

/// Puts a quantity together: the bound in front of it may reach back to the one before.
fn quantity(
    article: &Article,
    words: &Words<'_>,
    at: usize,
    found: &Found,
    before: Option<&Quantity>,
    table: &table::Table,
) -> Quantity {
    let floor = before.map_or(0, |before| before.span.end());
    let (first, bound) = find::bound(words, at, floor, found, table);
    let end = words.end(found.end.saturating_sub(1)).unwrap_or(0);
    let start = words.start(first).unwrap_or(0);
    Quantity {
        span: article.span(start, end),
        value: exact(found.value),
        upper: found.upper.map(exact),
        bound,
        unit: found.unit.clone(),
        counted: found.counted.map(|(first, last)| counted(article, words, first, last)),
        change: None,
        whole: None,
        act: None,
    }
}

fn counted(article: &Article, words: &Words<'_>, first: usize, last: usize) -> Span {
    article.span(words.start(first).unwrap_or(0), words.end(last).unwrap_or(0))
}

#[cfg(test)]
mod tests;
