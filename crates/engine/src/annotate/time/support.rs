//! Whether what stands around a match supports it.

use super::grammar::Match;
use super::lexicon::{Class, Lexicon};
use super::meaning::Meaning;
use super::token::{Kind, Line, Number, Token};
use super::value::Value;
use tellings_model::Article;

/// What a match needs around it to count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Support {
    /// Nothing.
    Alone,
    /// A preposition of time in front, where its word is ambiguous.
    Cue,
    /// Nothing that makes a count of the year behind it.
    Year,
    /// Nothing that makes it a rate: `$5 a day`.
    Amount,
    /// The end of a clause behind it.
    End,
    /// No possessive behind it: `two days after Monday's vote` is not counted from Monday.
    Whole,
    /// A day in digits and the end of a clause behind it: `the 20th`, not `the first`.
    Day,
    /// Nothing else in the text: who gives a phrase alone asks what it means as a time.
    Asked,
    /// A known present, where its word is ambiguous: in a history, `soon` is no date.
    Present,
}

/// The longest expression at a token whose surroundings support it; a rate is a repeated time.
pub(crate) fn supported(
    tokens: &[Token],
    at: usize,
    lexicon: &Lexicon,
    article: &Article,
) -> Option<Match> {
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
    if is_of_something_else(tokens, at, found, article)
        || is_age(tokens, found.end)
        || (ambiguous && of && last.is(Class::Season))
    {
        return false;
    }
    match found.support {
        Support::Alone => true,
        Support::Asked => at == 0 && found.end == tokens.len(),
        Support::Cue => cue || !ambiguous,
        Support::Present => article.published.is_some() || !weak(first),
        Support::Amount => amount_stands(tokens, at, found.end) && !is_part(tokens, at, found.end),
        Support::End => next.is_none_or(|next| next.kind == Kind::Mark && !next.is(Class::Hyphen)),
        Support::Whole => !possessive(article, tokens, found.end),
        Support::Day => {
            let end = next.is_none_or(|next| next.kind == Kind::Mark && !next.is(Class::Hyphen));
            end && last.kind == Kind::Digits
        }
        Support::Year if is_share(tokens, at) => false,
        Support::Year => cue || !single || year_stands(before, next, first),
    }
}

/// Whether a number is that of a block or a house: `the 2100 block of`, `2015 West Main Street`.
fn is_address(tokens: &[Token], end: usize, article: &Article) -> bool {
    const REACH: usize = 3;
    let is_name = |token: &&Token| {
        let word = article.text().get(token.start..token.end).unwrap_or("");
        let is_named = word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
        token.line == Line::Same && (token.is(Class::Site) || is_named)
    };
    let behind = tokens.get(end..).unwrap_or(&[]).iter().take(REACH);
    behind.take_while(is_name).any(|token| token.is(Class::Site))
}

/// The digits of a telephone number, group by group, with its area and without.
pub(crate) const TELEPHONE: [usize; 3] = [3, 3, 4];
const LOCAL: [usize; 2] = [3, 4];

/// Whether digits are a part of a number of groups of so many digits: `(617) 555-5628`, `555-1822`.
pub(crate) fn is_telephone(tokens: &[Token], at: usize, text: &str, groups: &[usize]) -> bool {
    const REACH: usize = 6;
    let word = |at: usize| tokens.get(at).and_then(|token| text.get(token.start..token.end));
    let digits = |at: usize| {
        let is_number = |word: &&str| word.bytes().all(|byte| byte.is_ascii_digit());
        word(at).filter(is_number).map(str::len)
    };
    let joins = |at: &usize| digits(*at).is_some() || matches!(word(*at), Some("-" | ")" | "."));
    let begins = |from: usize| {
        let run = (from..from + REACH).take_while(joins).filter(|at| digits(*at).is_some());
        let own: Vec<usize> = run.take(groups.len()).collect();
        let lengths = own.iter().filter_map(|at| digits(*at));
        lengths.eq(groups.iter().copied()) && own.contains(&at)
    };
    (at.saturating_sub(REACH)..=at).any(|from| digits(from).is_some() && begins(from))
}

/// Whether the words are of a place, a number to ring, a paper or of what came before (`told the Daily
/// News`, `treated following Friday's fire`, `shortly after the meal`).
fn is_of_something_else(tokens: &[Token], at: usize, found: &Match, article: &Article) -> bool {
    let (first, next) = (tokens.get(at), tokens.get(found.end));
    let is = |token: Option<&Token>, class| token.is_some_and(|token| token.is(class));
    let capital = |token: Option<&Token>| token.is_some_and(|token| token.capital);
    let single = found.end == at + 1;
    let is_number = || {
        is_address(tokens, found.end, article) || is_telephone(tokens, at, article.text(), &LOCAL)
    };
    let is_title = || is(first, Class::Freq) && capital(first) && capital(next);
    let follows = is(first, Class::Rel)
        && is(first, Class::Prev)
        && (found.end..found.end + 2).any(|end| possessive(article, tokens, end));
    is(found.end.checked_sub(1).and_then(|last| tokens.get(last)), Class::Year) && is_number()
        || single && (is_title() || is(first, Class::Ref) && is(next, Class::Rel))
        || follows
}

/// Whether a number is the whole of which a part is told: `one in two thousand`.
fn is_share(tokens: &[Token], at: usize) -> bool {
    let part = at.checked_sub(2).and_then(|at| tokens.get(at)).and_then(|token| token.number);
    matches!(part, Some(Number::Value(part)) if part == 1.0)
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
    // `a quarter million` is a number.
    let scale = |next: &Token| next.word.is_some_and(|word| word.number.is_some());
    if tokens.get(end).is_some_and(|next| next.line == Line::Same && scale(next)) {
        return false;
    }
    // `a month-long war` begins with its month.
    if tokens.get(end).is_some_and(|next| next.is(Class::Hyphen) && !next.spaced) {
        return false;
    }
    let second = last.is_some_and(|last| last.entry(Class::Unit).is_some_and(|e| e.code == "TS"));
    !second
}

/// Whether a length in quarters is a part of something: `in some quarters`, `three quarters of`,
/// `a quarter of`.
fn is_part(tokens: &[Token], at: usize, end: usize) -> bool {
    let last = end.checked_sub(1).and_then(|last| tokens.get(last));
    let is_quarter = |class| last.and_then(|last| last.entry(class)).is_some_and(|e| e.code == "Q");
    let of = tokens.get(end).is_some_and(|next| next.is(Class::Of));
    if is_quarter(Class::Unit) && of && end == at + 2 {
        return true;
    }
    let count = |token: &Token| {
        token.is(Class::Num) || (token.is(Class::Vague) && !token.is(Class::Approx))
    };
    let counted = tokens.get(at..end).unwrap_or(&[]).iter().any(count);
    is_quarter(Class::Units) && (!counted || of)
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
