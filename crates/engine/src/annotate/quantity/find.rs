//! Numbers, vague numbers and shares, with their ranges and bounds.

use super::noun::{self, unit_at};
use super::table::{Role, Table};
use super::words::Words;
use crate::annotate::time::{Class, Kind, Line, NumberWord, Token};
use tellings_model::Bound;

/// A quantity as it was found, by tokens.
pub(super) struct Found {
    /// The value, or the lower end.
    pub(super) value: f64,
    /// The upper end.
    pub(super) upper: Option<f64>,
    /// The bound that the number itself carries.
    pub(super) bound: Bound,
    /// The unit.
    pub(super) unit: Option<String>,
    /// The counted words, first and last.
    pub(super) counted: Option<(usize, usize)>,
    /// The token after it.
    pub(super) end: usize,
    /// Where the sign of a currency stands in front.
    pub(super) sign: bool,
}

/// A number and the token after it.
#[derive(Clone, Copy)]
struct Number {
    value: f64,
    bound: Bound,
    end: usize,
    /// Whether it is only digits.
    digits: bool,
}

/// The quantity that begins at token `at`; what stands from byte `limit` on is not part of it.
pub(super) fn quantity(words: &Words<'_>, at: usize, limit: usize, table: &Table) -> Option<Found> {
    let sign = sign(words, at, table);
    let minus = sign.is_none() && minus(words, at, table);
    let start = if sign.is_some() || minus { at + 1 } else { at };
    let mut number = number(words, start, table)?;
    if minus {
        number.value = -number.value;
    }
    if sign.is_none() && !counts(words, start, &number, table, minus) {
        return None;
    }
    let (upper, end) = match range(words, &number, table) {
        Some((upper, end)) => (Some(upper), end),
        None => (None, number.end),
    };
    let mut found = Found {
        value: number.value,
        upper,
        bound: number.bound,
        unit: sign.map(str::to_owned),
        counted: None,
        end,
        sign: sign.is_some(),
    };
    if let Some((value, upper)) = share_scale(&number, found.upper) {
        (found.value, found.upper) = (value, Some(upper));
    }
    noun::unit(words, &mut found, limit, table);
    let bare = found.unit.is_none() && number.value == 1.0 && !number.digits;
    (!bare).then_some(found)
}

/// Whether a word or sign in front makes a number less than nothing: `minus 5`, ` -9.2`.
fn minus(words: &Words<'_>, at: usize, table: &Table) -> bool {
    let (Some(token), Some(next)) = (words.token(at), words.token(at + 1)) else { return false };
    if next.line != Line::Same {
        return false;
    }
    let sign = matches!(words.at(at), "-" | "−") && !next.spaced && next.kind == Kind::Digits;
    let apart = token.spaced || at == 0;
    let behind_number = at > 0 && words.token(at - 1).is_some_and(|token| token.number.is_some());
    (sign && apart && !behind_number) || table.role(words.folded(at)) == Some(Role::Minus)
}

/// `2 to 3 million`: the scale of the upper end holds for the lower one too.
fn share_scale(number: &Number, upper: Option<f64>) -> Option<(f64, f64)> {
    let upper = upper?;
    let scale = [1e12, 1e9, 1e6, 1e3].into_iter().find(|scale| {
        upper >= *scale && number.value < 1000.0 && upper / scale < 1000.0 && *scale > 1e3
    })?;
    (number.value * scale < upper).then_some((number.value * scale, upper))
}

fn sign(words: &Words<'_>, at: usize, table: &Table) -> Option<&'static str> {
    let next = words.token(at + 1)?;
    let digits = next.kind == Kind::Digits && next.line != Line::New;
    let folded = words.folded(at);
    // `US$` and `A$` are two tokens; the sign alone then stands at the second.
    let joined = at.checked_sub(1).filter(|_| !words.token(at).is_some_and(|token| token.spaced));
    let joined = joined.map(|before| format!("{}{folded}", words.folded(before)));
    let name = joined.and_then(|joined| table.sign(&joined)).or_else(|| table.sign(folded))?;
    // A code of letters must be in capitals: `USD 5`.
    let code = folded.chars().all(char::is_alphabetic) && words.at(at) == folded && folded != "rs";
    (digits && !code).then_some(name)
}

/// A number, a vague number or a share at token `at`.
fn number(words: &Words<'_>, at: usize, table: &Table) -> Option<Number> {
    let token = words.token(at)?;
    if token.kind == Kind::Mark {
        return None;
    }
    let forward = words.forward(at);
    let vague = table.vague(&forward);
    let part = table.part(&forward);
    // The longer form counts: `half a dozen`, not `half`.
    let part = part.filter(|(taken, _)| vague.is_none_or(|(other, _)| other < *taken));
    // `half a million`, `three quarters of a billion`: a part of a scale is a number.
    let of_scale = part.or_else(|| table.scale_part(&forward));
    if let Some((taken, value)) = of_scale
        && let Some((scale, end)) = scale_behind(words, at + taken)
    {
        return Some(Number { value: value * scale, bound: Bound::Exact, end, digits: false });
    }
    if let Some((taken, value)) = part {
        return Some(Number { value, bound: Bound::Exact, end: at + taken, digits: false });
    }
    if let Some((taken, (value, bound))) = vague {
        return Some(Number { value, bound, end: at + taken, digits: false });
    }
    let value = token.value().filter(|value| value.is_finite())?;
    let digits = token.kind == Kind::Digits;
    let mut number = Number { value, bound: Bound::Exact, end: at + 1, digits };
    if let Some((value, end)) = fraction(words, at, value) {
        return Some(Number { value, bound: Bound::Exact, end, digits });
    }
    if let Some(scaled) = scaled(words, &number, table) {
        number = scaled;
    }
    Some(with_half(words, &number, table).unwrap_or(number))
}

/// `two and a half million`, `a million and a half`, `nine and a half`: the share behind `and` counts in the scale.
fn with_half(words: &Words<'_>, number: &Number, table: &Table) -> Option<Number> {
    let joint = words.token(number.end)?.word?.number == Some(NumberWord::Joint);
    let forward = words.forward(number.end + 1);
    let (taken, part) = table.part(&forward).filter(|_| joint)?;
    let end = number.end + 1 + taken;
    if let Some((scale, end)) = scale_behind(words, end) {
        return Some(Number { value: (number.value + part) * scale, end, ..*number });
    }
    let last = words.token(number.end.checked_sub(1)?)?;
    let scale = [1e12, 1e9, 1e6, 1e3, 1.0].into_iter().find(|scale| number.value >= *scale);
    // `a million and a half`, `nine and a half per cent`, but not `1,200 and a half`.
    let scale = scale.filter(|scale| last.kind == Kind::Word && number.value / scale < 100.0)?;
    Some(Number { value: number.value + part * scale, end, ..*number })
}

/// The scale at a token, an article in front of it skipped, and the token after it.
fn scale_behind(words: &Words<'_>, at: usize) -> Option<(f64, usize)> {
    let article = words.token(at).is_some_and(|token| token.is(Class::Det));
    let at = at + usize::from(article);
    let token = words.token(at).filter(|token| token.line != Line::New)?;
    match token.word?.number? {
        NumberWord::Scale(scale) => Some((scale, at + 1)),
        NumberWord::Plain(_) | NumberWord::Joint => None,
    }
}

/// `1/2`, `10 3/4`: the value and the token after it. Only halves, thirds, fourths, fifths,
/// eighths and the like; other slashes join two numbers.
fn fraction(words: &Words<'_>, at: usize, whole: f64) -> Option<(f64, usize)> {
    let part = |at: usize| {
        let (over, under) = (words.token(at)?.value()?, words.token(at + 2)?.value()?);
        let parts = [2.0, 3.0, 4.0, 5.0, 8.0, 16.0];
        let joined = words.at(at + 1) == "/" && !words.token(at + 2)?.spaced;
        let proper = 0.0 < over && over < under && parts.contains(&under);
        (joined && proper).then_some(over / under)
    };
    part(at).map(|part| (part, at + 3)).or_else(|| Some((whole + part(at + 1)?, at + 4)))
}

/// `5m`, `2bn`, `10k`, `two dozen`, `a half`: what multiplies a number without being one.
fn scaled(words: &Words<'_>, number: &Number, table: &Table) -> Option<Number> {
    let next = words.token(number.end)?;
    let word = words.folded(number.end);
    let factor = match word {
        "bn" | "b" => 1e9,
        "m" | "mn" | "mln" => 1e6,
        "tn" | "trn" => 1e12,
        "k" => 1e3,
        _ => 0.0,
    };
    let attached = !next.spaced || matches!(word, "bn" | "mn" | "mln" | "tn" | "trn");
    if factor > 0.0 && number.digits && attached {
        // `5m` of money is five million; `5 m` and `5m` without a sign are metres.
        let money = number.end.checked_sub(2).and_then(|sign| table.sign(words.folded(sign)));
        if word == "m" && money.is_none() {
            return None;
        }
        return Some(Number { value: number.value * factor, end: number.end + 1, ..*number });
    }
    let (taken, value) = table.group(&[word])?;
    Some(Number { value: number.value * value, end: number.end + taken, ..*number })
}

/// The ends of a range that `to` joins are no farther apart: times.
const WIDEST_RANGE: f64 = 50.0;

/// The upper end of a range and the token after it.
fn range(words: &Words<'_>, number: &Number, table: &Table) -> Option<(f64, usize)> {
    let joint = words.token(number.end)?;
    let word = words.folded(number.end);
    let hyphen = joint.is(Class::Hyphen);
    let between = number.end >= 2 && words.folded(number.end - 2) == "between";
    let joined = hyphen || word == "to" || (word == "and" && between);
    if !joined || joint.line == Line::New {
        return None;
    }
    let mut next = number.end + 1;
    if table.sign(words.folded(next)).is_some() {
        next += 1;
    }
    let upper = self::number(words, next, table)?;
    let scaled = upper.value > number.value;
    // `3-2` is a score, `from 5 to 3` a change: neither is a range.
    let before = number.end.checked_sub(2);
    let signed = before.filter(|&at| table.sign(words.folded(at)).is_some());
    let before = signed.map_or(before, |at| at.checked_sub(1));
    let change = word == "to" && before.is_some_and(|at| words.folded(at) == "from");
    // `gained $12 to $1,940` tells an amount and an outcome.
    let apart = word == "to"
        && upper.value > number.value * WIDEST_RANGE
        && share_scale(number, Some(upper.value)).is_none();
    (scaled && !change && !apart).then_some((upper.value, upper.end))
}

/// Whether a number counts or measures: not part of a name, not a label, not a pronoun.
fn counts(words: &Words<'_>, at: usize, number: &Number, table: &Table, minus: bool) -> bool {
    let Some(token) = words.token(at) else { return false };
    let before = at.checked_sub(1).filter(|_| token.line == Line::Same && !minus);
    let next = number.end;
    // `The 1400 block of`, `[18]`.
    let is_site = words.token(next).is_some_and(|token| token.is(Class::Site) && !token.capital)
        && table.singular(words.folded(next)).is_none();
    let is_note = before.is_some_and(|at| words.at(at) == "[") && words.at(next) == "]";
    if number.digits && (is_site || is_note || words.is_telephone(at) || is_dialled(words, at)) {
        return false;
    }
    if let Some(before) = before {
        let glued = !token.spaced
            && !matches!(
                words.at(before),
                "(" | "\"" | "“" | "‘" | "'" | "~" | "+" | "[" | "—" | "–"
            );
        let sign = words.token(before).is_some_and(|token| token.is(Class::Sign));
        if glued || sign {
            return false;
        }
        let is_label = table.role(words.folded(before)) == Some(Role::Label)
            && !counts_next(words, next, table)
            || is_picture_of(words, before, table);
        let names = is_label || label(words, before, next, table);
        if number.digits && words.is_word(before) && names {
            return false;
        }
    }
    if number.digits && is_ordinal(words.folded(at), table) {
        return false;
    }
    let glued_after =
        words.token(next).is_some_and(|token| !token.spaced && token.kind == Kind::Word);
    if glued_after && number.digits && unit_at(words, next, table).is_none() {
        return false;
    }
    if number.value == 1.0 && !number.digits {
        return one(words, next, table);
    }
    true
}

/// How many groups of digits before a number are read for the zero of a telephone number.
const DIALLED_GROUPS: usize = 6;

/// Whether a number stands in a row of them that begins with a zero: `0845 125 2222`.
fn is_dialled(words: &Words<'_>, at: usize) -> bool {
    let is_group = |at: &usize| {
        words.token(*at).is_some_and(|token| token.kind == Kind::Digits)
            && words.at(*at).chars().all(|c| c.is_ascii_digit())
    };
    let least = at.saturating_sub(DIALLED_GROUPS);
    let first = (least..=at).rev().take_while(is_group).last();
    first.is_some_and(|first| {
        let is_row = first < at || is_group(&(at + 1));
        is_row && words.at(first).starts_with('0') && words.at(first).len() > 2
    })
}

/// Whether what follows a number is a unit or things that it counts (`a flat 5 per cent fee`).
fn counts_next(words: &Words<'_>, next: usize, table: &Table) -> bool {
    let word = words.folded(next);
    let is_counted = table.singular(word).is_some() || table.role(word) == Some(Role::People);
    unit_at(words, next, table).is_some() || words.is_word(next) && is_counted
}

/// Whether digits with an ending rank (`53rd avenues`).
fn is_ordinal(word: &str, table: &Table) -> bool {
    let ending = word.trim_start_matches(|c: char| c.is_ascii_digit());
    ending.len() < word.len() && table.role(ending) == Some(Role::Rank)
}

/// Whether a word is the `of` behind the number of a picture or a page (`Image 3 of 5`).
fn is_picture_of(words: &Words<'_>, before: usize, table: &Table) -> bool {
    let name = before.checked_sub(2).map(|at| words.folded(at));
    let is_number = before.checked_sub(1).and_then(|at| words.token(at)?.value()).is_some();
    words.folded(before) == "of"
        && is_number
        && name.is_some_and(|name| table.role(name) == Some(Role::Label))
}

/// Whether a capital word in front makes a name of the number: `Boeing 737`, `Article 5`.
fn label(words: &Words<'_>, before: usize, next: usize, table: &Table) -> bool {
    let capital = words.token(before).is_some_and(|token| token.capital);
    if !capital || table.role(words.folded(before)).is_some() {
        return false;
    }
    let first = before == 0
        || words.token(before).is_some_and(|token| token.line == Line::New)
        || words.token(before - 1).is_some_and(|token| token.is(Class::Stop));
    let measured = unit_at(words, next, table).is_some();
    let bound = table.before(&[words.folded(before)]).is_some();
    !(measured || bound || (first && words.is_word(next)))
}

/// `one` counts only straight in front of a noun or joined to a unit, and not as a pronoun.
fn one(words: &Words<'_>, next: usize, table: &Table) -> bool {
    let hyphen = |token: &Token| token.is(Class::Hyphen) && !token.spaced;
    if words.token(next).is_some_and(hyphen) {
        // `a one-yen bid`, but not `one-off`.
        return unit_at(words, next + 1, table).is_some();
    }
    if !words.is_word(next) || words.token(next).is_some_and(|token| token.line == Line::New) {
        return false;
    }
    let word = words.folded(next);
    let is_noun = matches!(table.role(word), None | Some(Role::Label));
    is_noun && words.at(next) == word && !word.ends_with("ly")
}

/// The bound of a quantity and its first token, bound words included.
///
/// Words before byte `floor` belong to the quantity before.
pub(super) fn bound(
    words: &Words<'_>,
    at: usize,
    floor: usize,
    found: &Found,
    table: &Table,
) -> (usize, Bound) {
    let backward = words.backward(at);
    let before = table.before(&backward).filter(|(taken, _)| {
        let same_line = words.token(at).is_some_and(|token| token.line != Line::New);
        same_line && words.start(at - taken).is_some_and(|start| floor <= start)
    });
    if found.upper.is_some() {
        let from = matches!(backward.first(), Some(&("between" | "from")));
        return (at - before.map_or(usize::from(from), |(taken, _)| taken), Bound::Range);
    }
    if let Some((taken, bound)) = before {
        return (at - taken, bound);
    }
    let forward = words.forward(found.end);
    match table.after(&forward) {
        Some((_, bound)) => (at, bound),
        None => (at, found.bound),
    }
}

/// Whether a word may be part of a noun phrase.
pub(super) fn in_phrase(words: &Words<'_>, at: usize, table: &Table) -> bool {
    words.is_word(at) && table.role(words.folded(at)) != Some(Role::Stop)
}
