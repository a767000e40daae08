//! The unit of a number: a measure, a currency, or the noun it counts.

use super::find::{Found, in_phrase};
use super::table::{Role, Table};
use super::words::Words;
use crate::annotate::time::{Class, Kind, Line};

/// How far the counted noun may stand behind its number: words. Longer phrases are rare and are
/// left without a unit.
const REACH: usize = 5;

/// Fills the unit, the counted words and the end of a quantity.
pub(super) fn unit(words: &Words<'_>, found: &mut Found, limit: usize, table: &Table) {
    if found.sign {
        return;
    }
    let mut at = found.end;
    let hyphen = words.token(at).is_some_and(|token| token.is(Class::Hyphen) && !token.spaced);
    if hyphen {
        at += 1;
    }
    if words.start(at).is_none_or(|start| limit <= start)
        || words.token(at).is_some_and(|token| token.line == Line::New)
    {
        return;
    }
    // The code of a sum that follows is not the unit of this number: `3 USD50 notes`.
    let of_next = |taken: usize| {
        let next = words.token(at + taken);
        next.is_some_and(|next| next.kind == Kind::Digits && !next.spaced)
    };
    if let Some((taken, unit)) = unit_at(words, at, table)
        && !of_next(taken)
    {
        found.unit = Some(unit.to_owned());
        found.end = at + taken;
        return;
    }
    if hyphen {
        // `a 10-member panel`: the word behind the hyphen is what is counted.
        if words.is_word(at) {
            found.unit = Some(words.folded(at).to_owned());
            found.counted = Some((at, at));
            found.end = at + 1;
        }
        return;
    }
    counted(words, found, at, limit, table);
}

/// The unit that begins at a token, and how many tokens it takes. `A 3G network` weighs nothing.
pub(super) fn unit_at<'t>(
    words: &Words<'_>,
    at: usize,
    table: &'t Table,
) -> Option<(usize, &'t str)> {
    table.unit(&words.forward(at)).filter(|_| words.at(at) != "G")
}

/// The noun to the right: the last plural of the first noun phrase.
fn counted(words: &Words<'_>, found: &mut Found, at: usize, limit: usize, table: &Table) {
    let mut first = at;
    while words.is_word(first) && table.role(words.folded(first)) == Some(Role::Skip) {
        first += 1;
    }
    if table.role(words.folded(first)) == Some(Role::People) {
        found.unit = Some("person".to_owned());
        return;
    }
    let single = found.value == 1.0 && found.upper.is_none();
    let mut head = None;
    for idx in first..first + REACH {
        let ends = words.start(idx).is_none_or(|start| limit <= start)
            || words.token(idx).is_some_and(|token| token.line == Line::New);
        if ends || !in_phrase(words, idx, table) {
            break;
        }
        let word = words.folded(idx);
        match table.singular(word) {
            Some(singular) => head = Some((idx, singular)),
            None if single && head.is_none() => head = Some((idx, word.to_owned())),
            // Behind a plural, a word that is none begins the verb phrase.
            None if head.is_some() => break,
            None => {}
        }
        if single {
            break;
        }
    }
    if let Some((idx, singular)) = head {
        found.unit = Some(singular);
        found.counted = Some((first, idx));
        found.end = idx + 1;
    }
}
