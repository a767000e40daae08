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
use meaning::{Anchor, Meaning};
use resolve::{Context, Tense};
use tellings_model::{Article, Span, Time, TimeBasis, TimeKind};
use value::{DateValue, Value, Within, YearValue};

pub(crate) use lexicon::{Class, NumberWord};
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
}

impl Reading {
    /// Finds the expressions of an article.
    pub(crate) fn of(article: &Article) -> Self {
        let lexicon = lexicon::of(article.language.as_deref());
        let tokens = token::scan(article.text(), lexicon);
        let mut expressions = Vec::new();
        let (mut at, mut before) = (0, 0..0);
        while let Some(token) = tokens.get(at) {
            let begins = lexicon.grammar.begins(token, tokens.get(at + 1));
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
                goes_on: tense::same_sentence(&tokens, before.end, at)
                    && !closed(article.text(), &tokens, &before),
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
            if let Some(Value::Date(date, _)) = resolved.value {
                context.go_on(date, expression);
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
        // What is planned, feared or only compared with is not what the text goes on from.
        if expression.tense == Tense::Future || compared {
            return;
        }
        self.told = told(self.told, date);
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

/// The longest expression at a token whose surroundings support it; a rate is a repeated time.
fn supported(tokens: &[Token], at: usize, lexicon: &Lexicon, article: &Article) -> Option<Match> {
    // Where the longest reading does not stand, a shorter one may; few are nested deeper.
    const TRIES: usize = 4;
    let mut end = tokens.len();
    for _ in 0..TRIES {
        let mut found = lexicon.grammar.longest(tokens.get(..end)?, at)?;
        if stands(tokens, at, &found, article) {
            if let Meaning::Span(amount) = found.meaning
                && is_rate(tokens, at, found.end)
            {
                found.meaning = Meaning::Each(Value::Span(amount));
            }
            return Some(found);
        }
        end = found.end.checked_sub(1).filter(|end| at < *end)?;
    }
    None
}

/// Whether the surroundings of an expression support it.
fn stands(tokens: &[Token], at: usize, found: &Match, article: &Article) -> bool {
    let Some(first) = tokens.get(at) else { return false };
    let before = at.checked_sub(1).and_then(|before| tokens.get(before));
    if before.is_some_and(|before| glued(before, first)) {
        return false;
    }
    let next = tokens.get(found.end);
    let cue = before.is_some_and(|before| first.line != Line::New && before.is(Class::Cue))
        || (first.line == Line::New && next.is_none_or(|next| next.line == Line::New));
    let single = found.end == at + 1;
    // One word, or one word behind its article.
    let last = tokens.get(found.end.saturating_sub(1)).unwrap_or(first);
    let behind_article = found.end == at + 2 && first.is(Class::Det) && weak(last);
    let ambiguous = (single && weak(first)) || behind_article;
    let of = next.is_some_and(|next| next.is(Class::Of));
    if is_age(tokens, found.end) || (ambiguous && of && last.is(Class::Season)) {
        return false;
    }
    match found.support {
        Support::Alone => true,
        Support::Cue => cue || !ambiguous,
        Support::Present => article.published.is_some() || !weak(first),
        Support::Amount => amount_stands(tokens, at, found.end) && !is_part(tokens, at, found.end),
        Support::End => next.is_none_or(|next| next.kind == Kind::Mark && !next.is(Class::Hyphen)),
        Support::Whole => !possessive(article, tokens, found.end),
        Support::Day => {
            let end = next.is_none_or(|next| next.kind == Kind::Mark && !next.is(Class::Hyphen));
            end && last.kind == Kind::Digits
        }
        Support::Year => cue || !single || year_stands(before, next, first),
    }
}

/// Whether an article and a unit stand behind a count: `500 cars a day`, `7 percent a year`.
fn is_rate(tokens: &[Token], at: usize, end: usize) -> bool {
    const REACH: usize = 3;
    let article =
        tokens.get(at).is_some_and(|first| first.is(Class::Det) && first.number.is_none());
    let before = tokens.get(at.saturating_sub(REACH)..at).unwrap_or(&[]);
    let near = before.iter().rev().take_while(|token| {
        !token.is(Class::Cue)
            && !token.is(Class::Past)
            && !token.is(Class::Stop)
            && token.line == Line::Same
    });
    article && end == at + 2 && near.into_iter().any(|token| token.is(Class::Num))
}

/// Whether `'s` stands behind an expression.
fn possessive(article: &Article, tokens: &[Token], end: usize) -> bool {
    let next = tokens.get(end).filter(|next| !next.spaced);
    next.is_some_and(|next| matches!(article.text().get(next.start..next.end), Some("'" | "’")))
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
    // `a month-long war` begins with its month.
    if tokens.get(end).is_some_and(|next| next.is(Class::Hyphen) && !next.spaced) {
        return false;
    }
    let second = last.is_some_and(|last| last.entry(Class::Unit).is_some_and(|e| e.code == "TS"));
    !second
}

/// Whether a length in quarters is a part of something: `in some quarters`, `three quarters of`.
fn is_part(tokens: &[Token], at: usize, end: usize) -> bool {
    let last = end.checked_sub(1).and_then(|last| tokens.get(last));
    let quarters = last.is_some_and(|last| last.entry(Class::Units).is_some_and(|e| e.code == "Q"));
    let counted = tokens.get(at..end).unwrap_or(&[]).iter().any(|token| token.is(Class::Num));
    let of = tokens.get(end).is_some_and(|next| next.is(Class::Of));
    quarters && (!counted || of)
}

/// Whether a bare number of four digits is left to be a year by what stands beside it.
fn year_stands(before: Option<&Token>, next: Option<&Token>, token: &Token) -> bool {
    // Years before this one are rarely named without a preposition.
    const BARE_FROM: f64 = 1700.0;
    let modern = token.is(Class::ShortYear) || token.value().is_some_and(|year| year >= BARE_FROM);
    let counted = next.filter(|next| next.line != Line::New).is_some_and(|next| {
        next.is(Class::Units)
            || next.is(Class::Unit)
            || (next.kind == Kind::Mark && next.is(Class::Num))
    });
    let sign = before.is_some_and(|before| before.is(Class::Sign));
    modern && !counted && !sign
}

#[cfg(test)]
mod tests;
