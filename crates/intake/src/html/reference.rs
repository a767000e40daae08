//! Character references: `&amp;`, `&#8220;` (WHATWG HTML §13.2.5.72).

use html5ever::data::NAMED_ENTITIES;
use memchr::memchr;
use std::borrow::Cow;

/// Text with its character references resolved. In attributes, one without its semicolon is
/// left as it stands before `=`, a letter or a digit: it belongs to an address.
pub(super) fn resolved(text: &str, in_attribute: bool) -> Cow<'_, str> {
    let Some(first) = memchr(b'&', text.as_bytes()) else { return Cow::Borrowed(text) };
    let mut out = String::with_capacity(text.len());
    let (head, mut rest) = text.split_at_checked(first).unwrap_or((text, ""));
    out.push_str(head);
    // `rest` begins with an ampersand.
    loop {
        let behind = rest.get(1..).unwrap_or("");
        let found = match behind.strip_prefix('#') {
            Some(digits) => number(digits).map(|(c, n_used)| ([c, '\0'], n_used + 1)),
            None => name(behind, in_attribute),
        };
        let n_used = match found {
            Some((chars, n_used)) => {
                out.push(chars[0]);
                out.extend(Some(chars[1]).filter(|&c| c != '\0'));
                n_used
            }
            None => {
                out.push('&');
                0
            }
        };
        let behind = behind.get(n_used..).unwrap_or("");
        let next = memchr(b'&', behind.as_bytes()).unwrap_or(behind.len());
        let (text, more) = behind.split_at_checked(next).unwrap_or((behind, ""));
        out.push_str(text);
        if more.is_empty() {
            return Cow::Owned(out);
        }
        rest = more;
    }
}

/// The character of a number, and how many bytes it takes behind the `#`.
fn number(text: &str) -> Option<(char, usize)> {
    let (base, digits) = match text.strip_prefix(['x', 'X']) {
        Some(digits) => (16, digits),
        None => (10, text),
    };
    let n_digits =
        digits.bytes().position(|byte| !char::from(byte).is_digit(base)).unwrap_or(digits.len());
    if n_digits == 0 {
        return None;
    }
    let significant = digits.get(..n_digits)?.trim_start_matches('0');
    let code = match significant {
        "" => 0,
        _ if significant.len() > 8 => u32::MAX,
        _ => u32::from_str_radix(significant, base).unwrap_or(u32::MAX),
    };
    let c = match code {
        // Pages mean windows-1252 there.
        0x80..=0x9f => {
            let byte = [u8::try_from(code).unwrap_or(0)];
            let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(&byte);
            text.chars().next()
        }
        0 => None,
        code => char::from_u32(code),
    };
    let has_end = digits.as_bytes().get(n_digits) == Some(&b';');
    let n_used = text.len() - digits.len() + n_digits + usize::from(has_end);
    Some((c.unwrap_or('\u{fffd}'), n_used))
}

/// The characters of the longest name, the second zero where there is but one; and how many
/// bytes it takes.
fn name(text: &str, in_attribute: bool) -> Option<([char; 2], usize)> {
    let mut best: Option<([char; 2], usize)> = None;
    for end in 1..=text.len() {
        match text.get(..end).and_then(|name| NAMED_ENTITIES.get(name)) {
            None => break,
            Some((0, _)) => {}
            Some(&(first, second)) => {
                let chars = [char::from_u32(first)?, char::from_u32(second).unwrap_or('\0')];
                best = Some((chars, end));
            }
        }
    }
    let (chars, end) = best?;
    let is_open = !text.get(..end)?.ends_with(';');
    let next = text.as_bytes().get(end);
    let goes_on = next.is_some_and(|byte| *byte == b'=' || byte.is_ascii_alphanumeric());
    (!(in_attribute && is_open && goes_on)).then_some((chars, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_resolved() {
        assert_eq!(resolved("a &amp; b&nbsp;c &#8220;d&#x201D;", false), "a & b\u{a0}c “d”");
        assert_eq!(
            resolved("&notit; &ampx &#146; &#0; &#xD800; &#; &", false),
            "¬it; &x ’ \u{fffd} \u{fffd} &#; &"
        );
        assert_eq!(resolved("?a=1&copy=2&lt;&copy", true), "?a=1&copy=2<©");
        assert_eq!(resolved("&#99999999999999999999;", false), "\u{fffd}");
    }
}
