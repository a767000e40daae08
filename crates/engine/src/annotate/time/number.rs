//! Number words → one token: `twenty-five`, `two hundred and six`, `1.5 million`, `nineteen ninety-six`.

use super::lexicon::{Class, NumberWord};
use super::token::{Kind, Line, Number, Token};

/// The number that begins here, as one token, and how many tokens it takes.
///
/// `None` where it is a single token already.
pub(crate) fn read(tokens: &[Token]) -> Option<(usize, Token)> {
    let first = tokens.first()?;
    let start = plain(first)?;
    if let Some((value, taken)) = year_words(tokens) {
        let mut token = merged(tokens, taken, value)?;
        token.mask = Class::Num.bit() | Class::Year.bit();
        return Some((taken, token));
    }
    let (mut total, mut part, mut taken) = (0.0, start, 1);
    let mut last = start;
    loop {
        let (skipped, next) = following(tokens.get(taken..)?);
        let Some(next) = next else { break };
        let Some(word) = next.word.and_then(|word| word.number) else { break };
        match word {
            NumberWord::Scale(scale) if skipped.joints == 0 => {
                if part == 0.0 && total > 0.0 && last >= 1000.0 {
                    // `three lakh crore`: the second scale multiplies the first.
                    total *= scale;
                } else if scale >= 1000.0 {
                    total += part * scale;
                    part = 0.0;
                } else {
                    part *= scale;
                }
                last = scale;
            }
            // A smaller number adds to a word number: twenty-five, two hundred and six.
            NumberWord::Plain(value)
                if first.kind == Kind::Word && value < last && fits(last, value) =>
            {
                part += value;
                last = value;
            }
            NumberWord::Scale(_) | NumberWord::Plain(_) | NumberWord::Joint => break,
        }
        taken += skipped.tokens + 1;
    }
    if taken == 1 {
        return None;
    }
    Some((taken, merged(tokens, taken, total + part)?))
}

/// Whether `value` may follow `last` in one number: after tens only ones, after scales anything smaller.
fn fits(last: f64, value: f64) -> bool {
    last >= 100.0 || (last >= 20.0 && (1.0..10.0).contains(&value))
}

fn plain(token: &Token) -> Option<f64> {
    match (token.number, token.kind) {
        (Some(Number::Value(value)), _) => Some(value),
        _ => None,
    }
}

struct Skipped {
    tokens: usize,
    joints: usize,
}

/// The next token that may belong to the number, hyphens and `and` skipped.
fn following(tokens: &[Token]) -> (Skipped, Option<&Token>) {
    let mut skipped = Skipped { tokens: 0, joints: 0 };
    for token in tokens.iter().take(3) {
        if token.line == Line::New {
            return (skipped, None);
        }
        let joint = token.word.is_some_and(|word| word.number == Some(NumberWord::Joint));
        let hyphen = token.is(Class::Hyphen) && !token.spaced;
        if joint {
            skipped.joints += 1;
        } else if !hyphen {
            return (skipped, Some(token));
        }
        skipped.tokens += 1;
    }
    (skipped, None)
}

/// `nineteen ninety-six`, `twenty ten`: two numbers under a hundred that make a year.
fn year_words(tokens: &[Token]) -> Option<(f64, usize)> {
    let first = tokens.first().filter(|token| token.kind == Kind::Word)?;
    let century = plain(first).filter(|value| (13.0..=20.0).contains(value))?;
    let tens_token = tokens.get(1).filter(|token| token.kind == Kind::Word)?;
    let tens = plain(tens_token).filter(|value| (10.0..100.0).contains(value))?;
    if century == 20.0 && tens < 10.0 {
        return None;
    }
    let (skipped, ones) = following(tokens.get(2..)?);
    let ones = ones.filter(|_| tens >= 20.0 && skipped.joints == 0).and_then(plain);
    match ones.filter(|value| (1.0..10.0).contains(value)) {
        Some(ones) => Some((century * 100.0 + tens + ones, 3 + skipped.tokens)),
        None => Some((century * 100.0 + tens, 2)),
    }
}

fn merged(tokens: &[Token], taken: usize, value: f64) -> Option<Token> {
    let mut token = *tokens.first()?;
    token.end = tokens.get(taken - 1)?.end;
    token.number = Some(Number::Value(value));
    token.mask = Class::Num.bit();
    token.literal = 0;
    token.word = None;
    if token.kind == Kind::Word && value == 2000.0 {
        token.mask |= Class::Year.bit();
    }
    if token.kind == Kind::Word && (1900.0..=2100.0).contains(&value) {
        token.mask |= Class::WordYear.bit();
    }
    // `nineteen hundred ninety-three`.
    if token.kind == Kind::Word && 1100.0 < value && value < 2000.0 && value % 100.0 != 0.0 {
        token.mask |= Class::Year.bit();
    }
    // `May twenty-one`.
    if token.kind == Kind::Word && (21.0..=31.0).contains(&value) {
        token.mask |= Class::Day.bit() | Class::WordDay.bit();
    }
    Some(token)
}
