//! Text → time expressions with TIMEX3 types and values.
//!
//! In: the text of an article and its day of publication. Out: [`Time`]s in order, disjoint.
//! Read `token` (text → typed tokens), `lexicon` and `grammar` (the tables and rules of a
//! language), `compose` (matched parts → `meaning`), `resolve` (meaning → `value`).

mod borrow;
mod calendar_math;
mod compose;
mod grammar;
mod holiday;
mod lexicon;
mod meaning;
mod number;
mod numeric;
mod resolve;
mod tense;
mod token;
mod value;

use compose::Support;
use grammar::Match;
use jiff::civil::Date;
use lexicon::Lexicon;
use meaning::Meaning;
use resolve::{Context, Tense};
use tellings_model::{Article, Span, Time, TimeBasis, TimeKind};
use value::{DateValue, Value, Within, YearValue};

pub(crate) use lexicon::Class;
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
    /// Whether no sentence ends between the expression before and this one.
    goes_on: bool,
}

impl Reading {
    /// Finds the expressions of an article.
    pub(crate) fn of(article: &Article) -> Self {
        let lexicon = lexicon::of(article.language.as_deref());
        let tokens = token::scan(article.text(), lexicon);
        let mut expressions = Vec::new();
        let (mut at, mut ended) = (0, 0);
        while let Some(token) = tokens.get(at) {
            let begins = lexicon.grammar.begins(token);
            let Some(found) = begins.then(|| supported(&tokens, at, lexicon, article)).flatten()
            else {
                at += 1;
                continue;
            };
            let last = found.end.checked_sub(1).and_then(|last| tokens.get(last));
            expressions.push(Expression {
                span: article.span(token.start, last.map_or(token.end, |last| last.end)),
                meaning: found.meaning,
                tense: tense::around(&tokens, at, found.end),
                goes_on: tense::same_sentence(&tokens, ended, at),
            });
            at = found.end;
            ended = at;
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
            // What is planned or feared is not what the text goes on from.
            if let Some(Value::Date(date, _)) = resolved.value
                && expression.tense != Tense::Future
            {
                context.told = told(context.told, date);
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

/// The longest expression at a token whose surroundings support it.
fn supported(tokens: &[Token], at: usize, lexicon: &Lexicon, article: &Article) -> Option<Match> {
    let found = lexicon.grammar.longest(tokens, at)?;
    let before = at.checked_sub(1).and_then(|before| tokens.get(before));
    let first = tokens.get(at)?;
    if before.is_some_and(|before| glued(before, first)) {
        return None;
    }
    let next = tokens.get(found.end);
    let cue = before.is_some_and(|before| first.line != Line::New && before.is(Class::Cue));
    let single = found.end == at + 1;
    // One word, or one word behind its article.
    let last = tokens.get(found.end.saturating_sub(1)).unwrap_or(first);
    let behind_article = found.end == at + 2 && first.is(Class::Det) && weak(last);
    let ambiguous = (single && weak(first)) || behind_article;
    let of = next.is_some_and(|next| next.is(Class::Of));
    if is_age(tokens, found.end) || (ambiguous && of && last.is(Class::Season)) {
        return None;
    }
    let good = match found.support {
        Support::Alone => true,
        Support::Cue => cue || !ambiguous,
        Support::Present => article.published.is_some() || !weak(first),
        Support::Amount => amount_stands(tokens, at, found.end),
        Support::End => next.is_none_or(|next| next.kind == Kind::Mark && !next.is(Class::Hyphen)),
        Support::Year => cue || !single || year_stands(before, next, first),
    };
    good.then_some(found)
}

/// Whether `-old` follows: an age is no time.
fn is_age(tokens: &[Token], end: usize) -> bool {
    let hyphen = tokens.get(end).is_some_and(|token| token.is(Class::Hyphen) && !token.spaced);
    hyphen && tokens.get(end + 1).is_some_and(|token| token.is(Class::Old))
}

/// Whether the token goes on a word or number without a space: `v2`, `Covid-19`, `$2000`.
fn glued(before: &Token, token: &Token) -> bool {
    if token.spaced || token.line != Line::Same {
        return false;
    }
    matches!(before.kind, Kind::Word | Kind::Digits)
        && before.end == token.start
        && !(before.kind == Kind::Digits && token.kind == Kind::Word)
}

fn weak(token: &Token) -> bool {
    let entries = token.word.map_or(&[][..], |word| &word.entries);
    token.phrase.is_some_and(|entry| entry.weak) || entries.iter().any(|entry| entry.weak)
}

/// Whether a length stands for itself: not a rate (`$5 a day`), not an ordinal (`a second term`).
fn amount_stands(tokens: &[Token], at: usize, end: usize) -> bool {
    let Some(first) = tokens.get(at) else { return false };
    let last = end.checked_sub(1).and_then(|last| tokens.get(last));
    let article = end == at + 2 && first.kind == Kind::Word && first.number.is_none();
    if !article {
        return true;
    }
    let second = last.is_some_and(|last| last.entry(Class::Unit).is_some_and(|e| e.code == "TS"));
    !second
}

/// Whether a bare number of four digits is left to be a year by what stands beside it.
fn year_stands(before: Option<&Token>, next: Option<&Token>, token: &Token) -> bool {
    // Years before this one are rarely named without a preposition.
    const BARE_FROM: f64 = 1700.0;
    let modern = token.is(Class::ShortYear) || token.value().is_some_and(|year| year >= BARE_FROM);
    let counted = next.is_some_and(|next| {
        next.is(Class::Units)
            || next.is(Class::Unit)
            || (next.kind == Kind::Mark && next.is(Class::Num))
    });
    let sign = before.is_some_and(|before| before.is(Class::Sign));
    modern && !counted && !sign
}

#[cfg(test)]
mod tests;
