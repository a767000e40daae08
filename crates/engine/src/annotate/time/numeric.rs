//! Dates, clock times and numbers written in digits.

use super::lexicon::Class;
use super::token::Number;
use jiff::civil::Date;

/// What stands at a digit.
pub(crate) struct Found {
    /// The byte after it.
    pub(crate) end: usize,
    /// What it says.
    pub(crate) number: Number,
    /// What it can be.
    pub(crate) mask: u64,
}

/// Reads the digits at byte `start`.
pub(crate) fn read(text: &str, start: usize, day_first: bool) -> Found {
    date(text, start, day_first)
        .or_else(|| clock(text, start))
        .unwrap_or_else(|| plain(text, start))
}

/// The value of a fraction that is one character: `½`.
pub(crate) fn vulgar(mark: char) -> Option<f64> {
    let (over, under) = match mark {
        '½' => (1.0, 2.0),
        '⅓' => (1.0, 3.0),
        '⅔' => (2.0, 3.0),
        '¼' => (1.0, 4.0),
        '¾' => (3.0, 4.0),
        '⅕' => (1.0, 5.0),
        '⅖' => (2.0, 5.0),
        '⅗' => (3.0, 5.0),
        '⅘' => (4.0, 5.0),
        '⅙' => (1.0, 6.0),
        '⅚' => (5.0, 6.0),
        '⅛' => (1.0, 8.0),
        '⅜' => (3.0, 8.0),
        '⅝' => (5.0, 8.0),
        '⅞' => (7.0, 8.0),
        _ => return None,
    };
    Some(over / under)
}

/// Whether an apostrophe and two digits stand for a year (`'99`) or a decade (`'80s`).
pub(crate) fn short_year(rest: &str, mark: usize) -> bool {
    let bytes = rest.as_bytes();
    let digit = |at: usize| bytes.get(mark + at).is_some_and(u8::is_ascii_digit);
    digit(0) && digit(1) && !digit(2)
}

/// Adds the fraction that stands behind a whole number: `2½`, `2 ½`.
pub(crate) fn add_vulgar(text: &str, found: &mut Found) {
    let rest = text.get(found.end..).unwrap_or("");
    let Number::Value(whole) = found.number else { return };
    if whole.fract() != 0.0 {
        return;
    }
    let space = usize::from(rest.starts_with(' '));
    let mark = rest.get(space..).and_then(|rest| rest.chars().next());
    if let Some((mark, part)) = mark.and_then(|mark| Some((mark, vulgar(mark)?))) {
        found.end += space + mark.len_utf8();
        found.number = Number::Value(whole + part);
        found.mask = Class::Num.bit();
    }
}

/// A run of digits: its value and its end. At most nine digits are read.
fn run(text: &str, start: usize) -> Option<(i64, usize)> {
    let digits =
        text.as_bytes().get(start..)?.iter().take(10).take_while(|byte| byte.is_ascii_digit());
    let length = digits.count();
    if length == 0 || length == 10 {
        return None;
    }
    Some((text.get(start..start + length)?.parse().ok()?, start + length))
}

fn byte(text: &str, at: usize) -> u8 {
    text.as_bytes().get(at).copied().unwrap_or(b' ')
}

/// `2025-05-03`, `5/3/2025`, `03.05.2025`, `20250503` is not one.
fn date(text: &str, start: usize, day_first: bool) -> Option<Found> {
    let (first, at) = run(text, start)?;
    let separator = byte(text, at);
    if !matches!(separator, b'-' | b'/' | b'.') {
        return None;
    }
    let (second, second_end) = run(text, at + 1)?;
    if byte(text, second_end) != separator {
        return None;
    }
    let (third, end) = run(text, second_end + 1)?;
    if byte(text, end).is_ascii_alphanumeric() && byte(text, end) != b'T' {
        return None;
    }
    let (year, month, day) = match (at - start, separator) {
        (4, _) => (first, second, third),
        (1 | 2, b'.') => (long_year(third, end - second_end - 1)?, second, first),
        (1 | 2, _) if day_first || first > 12 => {
            (long_year(third, end - second_end - 1)?, second, first)
        }
        (1 | 2, b'/') => (long_year(third, end - second_end - 1)?, first, second),
        _ => return None,
    };
    let (year, month, day) =
        (i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?);
    Date::new(year, month, day).ok()?;
    Some(Found { end, number: Number::Date(year, month, day), mask: Class::Date.bit() })
}

/// Two digits are a year of the last fifty or the next fifty years of this writing's century.
pub(crate) fn long_year(year: i64, digits: usize) -> Option<i64> {
    match digits {
        4 => Some(year),
        2 if year < 50 => Some(2000 + year),
        2 => Some(1900 + year),
        _ => None,
    }
}

/// `10:57`, `07:15:30`.
fn clock(text: &str, start: usize) -> Option<Found> {
    let (hour, at) = run(text, start)?;
    if at - start > 2 || byte(text, at) != b':' || hour > 24 {
        return None;
    }
    let (minute, mut end) = run(text, at + 1)?;
    if end - at != 3 || minute > 59 || hour == 24 && minute > 0 {
        return None;
    }
    let mut second = None;
    if byte(text, end) == b':'
        && let Some((value, last)) = run(text, end + 1)
        && last - end == 3
        && value < 60
    {
        second = i8::try_from(value).ok();
        end = last;
    }
    let (hour, minute) = (i8::try_from(hour).ok()?, i8::try_from(minute).ok()?);
    Some(Found { end, number: Number::Clock(hour, minute, second), mask: Class::Clock.bit() })
}

/// `23.22`, as papers write hours that may be numbers too, and whether no number is written so (`04.10`).
pub(crate) fn dotted(text: &str, start: usize) -> Option<(Found, bool)> {
    let (hour, at) = run(text, start)?;
    if at - start > 2 || byte(text, at) != b'.' || hour >= 24 {
        return None;
    }
    let (minute, end) = run(text, at + 1)?;
    // A longer number, a share, or midnight as a number (`0.18`).
    let goes_on = matches!(byte(text, end), b'.' | b',') && byte(text, end + 1).is_ascii_digit();
    let is_number = goes_on || byte(text, end) == b'%' || at - start == 1 && hour == 0;
    if end - at != 3 || minute > 59 || is_number {
        return None;
    }
    let is_padded = at - start == 2 && hour < 10;
    let (hour, minute) = (i8::try_from(hour).ok()?, i8::try_from(minute).ok()?);
    let number = Number::Clock(hour, minute, None);
    Some((Found { end, number, mask: Class::Clock.bit() }, is_padded))
}

/// `450,000`, `2.5`, `1994`, `25th`, `1980s`.
fn plain(text: &str, start: usize) -> Found {
    let bytes = text.as_bytes();
    let digits = |from: usize| {
        from + bytes.get(from..).unwrap_or(&[]).iter().take_while(|b| b.is_ascii_digit()).count()
    };
    let mut end = digits(start);
    let whole = end - start;
    let mut grouped = false;
    while let Some(mark) = group_mark(text.get(end..).unwrap_or(""))
        && digits(end + mark) == end + mark + 3
        && whole <= 3
    {
        // A plain space parts two numbers as often as groups; three groups are one number.
        let plain = mark == 1 && byte(text, end) == b' ';
        if plain && !grouped && !(byte(text, end + 4) == b' ' && digits(end + 5) == end + 8) {
            break;
        }
        end += mark + 3;
        grouped = true;
    }
    let integer_end = end;
    if byte(text, end) == b'.' && byte(text, end + 1).is_ascii_digit() {
        end = digits(end + 1);
    }
    let mut piece = text.get(start..end).unwrap_or("").to_owned();
    if grouped {
        piece.retain(|letter| letter.is_ascii_digit() || letter == '.');
    }
    let value = piece.parse().unwrap_or(0.0);
    let mut found = Found { end, number: Number::Value(value), mask: Class::Num.bit() };
    if end == integer_end && !grouped {
        suffixed(text, whole, value, &mut found);
    }
    found
}

/// The bytes of what may stand between groups of three digits: a comma, or a space as papers of
/// many countries set it.
fn group_mark(rest: &str) -> Option<usize> {
    let mark = rest.chars().next()?;
    matches!(mark, ',' | ' ' | '\u{a0}' | '\u{2009}' | '\u{202f}').then(|| mark.len_utf8())
}

/// Days, years, decades and ordinals among whole numbers.
fn suffixed(text: &str, digits: usize, value: f64, found: &mut Found) {
    let rest = text.get(found.end..).unwrap_or("");
    let letters = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
    let suffix = rest.get(..letters).unwrap_or("").to_ascii_lowercase();
    if matches!(suffix.as_str(), "st" | "nd" | "rd" | "th") {
        found.end += letters;
        found.mask = Class::Ord.bit();
        return;
    }
    let possessive = rest.starts_with("'s") || rest.starts_with("’s");
    let round = value % 10.0 == 0.0;
    if round && (suffix == "s" || possessive) && (digits == 2 || is_year(digits, value)) {
        // `1980's` is a decade, `2010's harvest` is a year: the apostrophe decides with the
        // older spelling only for the decades of the last century.
        let decade = suffix == "s" || (1900.0..2000.0).contains(&value);
        if decade {
            found.end += if suffix == "s" { 1 } else { rest.find('s').map_or(0, |at| at + 1) };
            let first = if digits == 2 { value + 1900.0 } else { value };
            found.number = Number::Decade(truncated(first));
            found.mask = Class::Decade.bit();
            return;
        }
    }
    if letters == 0 && is_year(digits, value) {
        found.mask |= Class::Year.bit();
    }
    if digits <= 2 && (1.0..=31.0).contains(&value) {
        found.mask |= Class::Day.bit();
    }
    if digits == 2 && letters == 0 {
        found.mask |= Class::TwoDigits.bit();
    }
}

fn is_year(digits: usize, value: f64) -> bool {
    // Before 1300 a bare number of four digits is a count more often than a year.
    digits == 4 && (1300.0..=2100.0).contains(&value)
}

/// A small whole number as an integer.
#[expect(clippy::cast_possible_truncation, reason = "years and days lie far inside the range")]
pub(crate) fn truncated(value: f64) -> i16 {
    value.clamp(-9999.0, 9999.0) as i16
}
