//! Bytes → characters: which encoding is it, and where is it broken?
//!
//! The order of evidence: a byte order mark; UTF-16 seen from its zero bytes; well-formed
//! UTF-8; the label that the carrier or the page declares, where the bytes fit it; UTF-8
//! with a few broken places; a guess from the bytes. Encodings and labels are those of
//! the WHATWG Encoding Standard; the guess is that of Firefox (Sivonen 2020, chardetng).

use encoding_rs::{Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE};
use std::borrow::Cow;
use tellings_model::{Media, Note, Page};

/// How many bytes the guess looks at; the frequencies it counts are stable long before.
const GUESS_BYTES: usize = 1 << 20;

/// How far into a page its own declaration is looked for (WHATWG HTML, §13.2.3.2, asks for 1024;
/// real pages put scripts in front).
const PRESCAN_BYTES: usize = 4096;

/// Characters, and how they were won from bytes.
#[derive(Debug)]
struct Decoded<'a> {
    /// The characters; a broken place holds U+FFFD.
    text: Cow<'a, str>,
    /// The encoding that was used.
    encoding: &'static Encoding,
    /// The first byte that does not fit the encoding.
    broken: Option<usize>,
    /// Whether nothing declared the encoding and the bytes are no UTF-8.
    guessed: bool,
}

/// The characters of a page; a note where bytes did not fit their encoding.
pub(crate) fn characters<'a>(page: &'a Page, notes: &mut Vec<Note>) -> Cow<'a, str> {
    let inside = match page.media {
        Media::Html => label_inside(&page.bytes),
        Media::Text | Media::Markdown => None,
    };
    let decoded = decode(&page.bytes, page.charset.as_deref().or(inside));
    if let Some(byte) = decoded.broken {
        let name = decoded.encoding.name();
        let what = if decoded.guessed {
            format!("not UTF-8; read as {name}, a guess")
        } else {
            format!("not well-formed {name}; the broken bytes show as \u{FFFD}")
        };
        notes.push(Note::remark(page.path.as_deref(), what).at_byte(byte as u64));
    }
    decoded.text
}

/// Decodes bytes; `declared` is the label that the carrier or the page gives, if any.
///
/// Never fails: what does not fit becomes U+FFFD, and [`Decoded::broken`] says where.
fn decode<'a>(bytes: &'a [u8], declared: Option<&str>) -> Decoded<'a> {
    if let Some((encoding, n_mark)) = Encoding::for_bom(bytes) {
        return with(encoding, bytes.get(n_mark..).unwrap_or(&[]), n_mark, false);
    }
    if let Some(encoding) = utf16_without_mark(bytes) {
        return with(encoding, bytes, 0, false);
    }
    let declared = declared.and_then(|label| Encoding::for_label(label.trim().as_bytes()));
    let broken = match std::str::from_utf8(bytes) {
        Ok(text) if declared != Some(ISO_2022_JP) => {
            let text = Cow::Borrowed(text);
            return Decoded { text, encoding: UTF_8, broken: None, guessed: false };
        }
        Ok(_) => None,
        Err(error) => Some(error.valid_up_to()),
    };
    if let Some(encoding) = declared.filter(|&encoding| encoding != UTF_8) {
        let decoded = with(encoding, bytes, 0, false);
        if decoded.broken.is_none() {
            return decoded;
        }
    }
    if mostly_utf8(bytes) {
        return with(UTF_8, bytes, 0, false);
    }
    let mut guess = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    guess.feed(bytes.get(..GUESS_BYTES).unwrap_or(bytes), true);
    let encoding = guess.guess(None, chardetng::Utf8Detection::Deny);
    let mut decoded = with(encoding, bytes, 0, true);
    decoded.broken = decoded.broken.or(broken);
    decoded
}

/// The label that an HTML or XML page declares for itself near its start.
fn label_inside(bytes: &[u8]) -> Option<&str> {
    let head = bytes.get(..PRESCAN_BYTES).unwrap_or(bytes);
    ["charset", "encoding"].iter().find_map(|name| {
        memchr::memmem::find_iter(head, name).find_map(|at| {
            let rest = head.get(at + name.len()..)?.trim_ascii_start().strip_prefix(b"=")?;
            let rest = rest.trim_ascii_start();
            let rest = rest.strip_prefix(b"\"").or(rest.strip_prefix(b"'")).unwrap_or(rest);
            let is_label = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_:".contains(byte);
            let n_label = rest.iter().take_while(|byte| is_label(byte)).count();
            let label = std::str::from_utf8(rest.get(..n_label)?).ok()?;
            Encoding::for_label(label.as_bytes()).map(|_| label)
        })
    })
}

fn with<'a>(
    encoding: &'static Encoding,
    bytes: &'a [u8],
    skipped: usize,
    guessed: bool,
) -> Decoded<'a> {
    let (text, had_errors) = encoding.decode_without_bom_handling(bytes);
    let broken = had_errors.then(|| skipped + first_broken(encoding, bytes));
    Decoded { text, encoding, broken, guessed }
}

/// The position of the first byte that does not fit.
fn first_broken(encoding: &'static Encoding, bytes: &[u8]) -> usize {
    if encoding == UTF_8 {
        return std::str::from_utf8(bytes).err().map_or(0, |error| error.valid_up_to());
    }
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut scratch = [0_u8; 4096];
    let mut n_read = 0;
    loop {
        let rest = bytes.get(n_read..).unwrap_or(&[]);
        let (result, n, _) = decoder.decode_to_utf8_without_replacement(rest, &mut scratch, true);
        n_read += n;
        match result {
            encoding_rs::DecoderResult::InputEmpty => return n_read,
            encoding_rs::DecoderResult::OutputFull => {}
            encoding_rs::DecoderResult::Malformed(n_bad, n_after) => {
                return n_read.saturating_sub(usize::from(n_bad) + usize::from(n_after));
            }
        }
    }
}

/// UTF-16 text of a Latin script has a zero in every other byte; no other text encoding has zeros.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..1024).unwrap_or(bytes);
    let n_pairs = head.len() / 2;
    if n_pairs < 4 {
        return None;
    }
    let zeros = |offset: usize| head.iter().skip(offset).step_by(2).filter(|&&b| b == 0).count();
    let (n_high_first, n_low_first) = (zeros(0), zeros(1));
    if n_low_first * 10 >= n_pairs * 7 && n_high_first * 10 <= n_pairs {
        Some(UTF_16LE)
    } else if n_high_first * 10 >= n_pairs * 7 && n_low_first * 10 <= n_pairs {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// Whether well-formed sequences of several bytes outnumber the broken ones ten to one.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut n_good, mut n_broken) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        // Continuation bytes are not counted: one per character is enough.
        n_good += chunk.valid().bytes().filter(|&byte| byte >= 0xC0).count();
        n_broken += usize::from(!chunk.invalid().is_empty());
    }
    n_broken * 10 <= n_good
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(bytes: &[u8], declared: Option<&str>) -> String {
        let decoded = decode(bytes, declared);
        let broken = decoded.broken.map_or(String::new(), |byte| format!(" broken at {byte}"));
        format!("{} [{}]{broken}", decoded.text, decoded.encoding.name())
    }

    #[test]
    fn a_mark_beats_the_label() {
        assert_eq!(show(b"\xEF\xBB\xBFna\xC3\xAFve", Some("koi8-r")), "naïve [UTF-8]");
        assert_eq!(show(b"\xFF\xFEh\0i\0", None), "hi [UTF-16LE]");
    }

    #[test]
    fn utf16_is_seen_without_a_mark() {
        assert_eq!(show(b"\0h\0a\0r\0b\0o\0u\0r", None), "harbour [UTF-16BE]");
    }

    #[test]
    fn well_formed_utf8_beats_a_wrong_label() {
        assert_eq!(show("café crème".as_bytes(), Some("iso-8859-1")), "café crème [UTF-8]");
    }

    #[test]
    fn a_label_that_fits_is_taken() {
        assert_eq!(
            show(b"\xCF\xF0\xE8\xE2\xE5\xF2", Some("windows-1251")),
            "Привет [windows-1251]"
        );
    }

    #[test]
    fn an_undeclared_old_encoding_is_guessed_and_said() {
        let decoded = decode(b"Le caf\xE9 est ferm\xE9, d\xE9j\xE0.", None);
        assert_eq!(decoded.text, "Le café est fermé, déjà.");
        assert!(decoded.guessed);
        assert_eq!(decoded.broken, Some(6));
    }

    #[test]
    fn a_few_broken_bytes_do_not_spoil_utf8() {
        let mut bytes = "äöü äöü äöü äöü ".as_bytes().to_vec();
        bytes.extend(b"\xFF end");
        assert_eq!(show(&bytes, None), "äöü äöü äöü äöü \u{FFFD} end [UTF-8] broken at 28");
    }

    #[test]
    fn a_page_says_its_own_label() {
        assert_eq!(label_inside(b"<meta charset=koi8-r>"), Some("koi8-r"));
        assert_eq!(label_inside(b"<?xml version='1.0' encoding='latin1'?>"), Some("latin1"));
        assert_eq!(label_inside(b"<meta charset=nonsense>"), None);
    }

    proptest::proptest! {
        /// Any bytes with any label give characters.
        #[test]
        fn any_bytes_decode(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..200),
                            label in "utf-8|utf-16|gbk|iso-2022-jp|big5|euc-kr|shift_jis") {
            let decoded = decode(&bytes, Some(&label));
            proptest::prop_assert!(decoded.broken.is_none_or(|at| at <= bytes.len()));
        }
    }
}
