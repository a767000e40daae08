//! Text → time expressions with TIMEX3 types and values.
//!
//! In: the text of an article and its day of publication. Out: [`Time`]s in order, disjoint.
//! Read `token` (text → typed tokens), `lexicon` and `grammar` (the tables and rules of a
//! language), `support` (what must stand around a match), `action` and `compose` (matched parts →
//! `meaning`), `resolve` (meaning → `value`).

mod action;
mod borrow;
mod calendar_math;
mod compose;
mod grammar;
mod holiday;
mod lexicon;
mod meaning;
mod nearest;
mod number;
mod numeric;
mod part;
mod refine;
mod resolve;
mod support;
mod tense;
mod token;
mod value;

use super::quote::{self, lexicon::Kinds};
use jiff::civil::Date;
use meaning::{Anchor, Meaning};
use resolve::{Context, Tense};
use tellings_model::{Article, Span, Time, TimeBasis, TimeKind};
use value::{ClockValue, DateValue, Value, Within, YearValue};

pub(crate) use lexicon::{Class, NumberWord};
pub(crate) use support::{TELEPHONE, is_telephone};
pub(crate) use token::{Kind, Line, Token};

/// The tokens of an English text, number words joined; quantities are read from them.
pub(crate) fn scan_english(text: &str) -> Vec<Token> {
    token::scan_numbers(text, lexicon::english())
}

/// The time expressions of an article, in order, counted from its day of publication.
pub(crate) fn times(article: &Article) -> Vec<Time> {
    let published = article.published.as_ref().map(|stamp| stamp.value.day);
    Reading::of(article).times(published, TimeBasis::Published)
}

/// Whether the words of an expression make its date a rough one: `mid-April`, `about 1990`.
pub(crate) fn is_rough(language: Option<&str>, words: &str) -> bool {
    let tokens = token::scan(words, lexicon::of(language));
    tokens.iter().any(|token| {
        let part = token.entry(Class::Mod).is_some_and(|entry| entry.code != "AT");
        part || (token.is(Class::Approx) && !token.is(Class::Vague))
    })
}

/// The time expressions of an article before they are placed in the calendar.
///
/// Reading is the dear part; placing the same reading for several days of publication is cheap.
pub(crate) struct Reading {
    expressions: Vec<Expression>,
}

struct Expression {
    span: Span,
    meaning: Meaning,
    tense: Tense,
    /// Whether no sentence ends between the expression before and this one, nor the part of a
    /// sentence that the one before stands in.
    goes_on: bool,
    /// Whether it is the time of a saying: `officials said on Friday`.
    of_saying: bool,
    /// Whether it is only since then that something is so.
    is_bound: bool,
}

impl Reading {
    /// Finds the expressions of an article.
    pub(crate) fn of(article: &Article) -> Self {
        let lexicon = lexicon::of(article.language.as_deref());
        let tokens = token::scan(article.text(), lexicon);
        let cues = quote::lexicon::of(article.language.as_deref(), article.text());
        // The verb, or the verb and a preposition, stand in front.
        let of_saying = |at: usize| {
            tokens.get(at.saturating_sub(2)..at).unwrap_or(&[]).iter().any(|token| {
                let word = article.text().get(token.start..token.end).unwrap_or("");
                cues.kinds(&word.to_lowercase()).any(Kinds::SPEECH)
            })
        };
        let mut expressions = Vec::new();
        let (mut at, mut before) = (0, 0..0);
        while let Some(token) = tokens.get(at) {
            let begins = lexicon.grammar.begins(token, tokens.get(at + 1));
            let Some(found) =
                begins.then(|| support::supported(&tokens, at, lexicon, article)).flatten()
            else {
                at += 1;
                continue;
            };
            let last = found.end.checked_sub(1).and_then(|last| tokens.get(last));
            let ahead = at.checked_sub(1).and_then(|ahead| tokens.get(ahead));
            expressions.push(Expression {
                span: article.span(token.start, last.map_or(token.end, |last| last.end)),
                meaning: found.meaning,
                tense: tense::around(&tokens, at, found.end, article.published.is_some()),
                goes_on: tense::same_sentence(&tokens, before.end, at)
                    && !closed(article.text(), &tokens, &before),
                of_saying: of_saying(at),
                is_bound: ahead.is_some_and(|ahead| ahead.is(Class::Bound)),
            });
            before = at..found.end;
            at = found.end;
        }
        borrow::years(article, &mut expressions);
        Self { expressions }
    }

    /// The expressions, counted from a day of publication; `basis` is what such values rest on.
    ///
    /// Without a day, dates go on from the date told of last, and what needs the day of
    /// publication stays open.
    pub(crate) fn times(&self, published: Option<Date>, basis: TimeBasis) -> Vec<Time> {
        let mut context = Context { published, ..Context::default() };
        let times = self.expressions.iter().map(|expression| {
            context.tense = expression.tense;
            context.goes_on = expression.goes_on;
            let resolved = resolve::resolve(&expression.meaning, &context);
            if let Some(Value::Date(date, clock)) = resolved.value {
                context.go_on(date, expression);
                if let Some(ClockValue::Part(part)) = clock {
                    context.part = Some((part, date)).filter(|_| context.tense != Tense::Future);
                }
            }
            Time {
                span: expression.span,
                kind: resolved.value.as_ref().map_or(TimeKind::Date, Value::kind),
                days: resolved.value.as_ref().and_then(Value::days),
                value: resolved.value.map_or(String::new(), |value| value.to_string()),
                basis: if resolved.from_published { basis } else { TimeBasis::Text },
            }
        });
        times.collect()
    }
}

impl Context {
    /// Notes what later expressions go on from.
    fn go_on(&mut self, date: DateValue, expression: &Expression) {
        let compared = matches!(&expression.meaning, Meaning::Point(point)
            if point.shift.is_some_and(|shift| shift.anchor == Anchor::Compared));
        // What is planned, feared, only compared with or long since so is not what the text goes on from.
        if expression.tense == Tense::Future
            || compared
            || self.published.is_some() && expression.is_bound
        {
            return;
        }
        self.told = told(self.told, date);
        if !expression.of_saying {
            self.happened = told(self.happened, date);
        }
        let past = self.published.zip(date.days()).is_none_or(|(day, days)| days.first() <= day);
        if matches!(date.within, Within::Quarter(_)) && past {
            self.quarter = Some(date);
        }
    }
}

/// The date that later expressions go on from.
fn told(before: Option<DateValue>, now: DateValue) -> Option<DateValue> {
    if !matches!(now.year, YearValue::Year(_) | YearValue::Before(_)) {
        return before;
    }
    // A year named again around a day already told does not blur it.
    match before {
        Some(before) if now.within == Within::Whole && before.year == now.year => Some(before),
        _ => Some(now),
    }
}

/// Whether a comma or bracket closes the part of a sentence that an expression stands in; one that
/// opens its sentence holds for all of it.
fn closed(text: &str, tokens: &[Token], expression: &std::ops::Range<usize>) -> bool {
    let next = tokens.get(expression.end).and_then(|next| text.get(next.start..next.end));
    matches!(next, Some("," | ")" | ";")) && !tense::opens_sentence(tokens, expression.start)
}

#[cfg(test)]
mod tests;
