//! An HTTP response as archives keep it: status, headers, and the body with its codings undone.

use std::io::Read;

/// The head of a response.
#[derive(Debug, Default)]
pub(crate) struct Head {
    /// The status code; 200 where the bytes have no HTTP head at all.
    pub(crate) status: u16,
    headers: Vec<(String, String)>,
}

impl Head {
    /// The head made of these lines; the first one is no header.
    pub(crate) fn of_lines(lines: &str) -> Self {
        Self { status: 200, headers: headers(lines) }
    }

    /// The value of a header, by its name in lower case.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// Splits a response into head and body (RFC 9112).
pub(crate) fn split(response: &[u8]) -> (Head, &[u8]) {
    if !response.starts_with(b"HTTP/") {
        return (Head { status: 200, headers: Vec::new() }, response);
    }
    let crlf = memchr::memmem::find(response, b"\r\n\r\n").map(|at| (at, at + 4));
    let lf = memchr::memmem::find(response, b"\n\n").map(|at| (at, at + 2));
    let (end, body) = match (crlf, lf) {
        (Some(a), Some(b)) => a.min(b),
        (Some(at), None) | (None, Some(at)) => at,
        (None, None) => (response.len(), response.len()),
    };
    let head = String::from_utf8_lossy(response.get(..end).unwrap_or(&[]));
    let status = head.split(' ').nth(1).and_then(|code| code.get(..3)?.parse().ok()).unwrap_or(0);
    (Head { status, ..Head::of_lines(&head) }, response.get(body..).unwrap_or(&[]))
}

/// The header lines of a head, names in lower case; a folded line goes on from the one before.
fn headers(head: &str) -> Vec<(String, String)> {
    let mut headers: Vec<(String, String)> = Vec::new();
    for line in head.lines().skip(1) {
        if line.starts_with([' ', '\t']) {
            if let Some((_, value)) = headers.last_mut() {
                value.push(' ');
                value.push_str(line.trim());
            }
        } else if let Some((name, value)) = line.split_once(':') {
            headers.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
        }
    }
    headers
}

/// The type and the character set that a `Content-Type` names, in lower case.
pub(crate) fn content_type(value: &str) -> (String, Option<String>) {
    let mut parts = value.split(';');
    let media = parts.next().unwrap_or("").trim().to_ascii_lowercase();
    let charset = parts.find_map(|part| {
        let (name, value) = part.split_once('=')?;
        let is_charset = name.trim().eq_ignore_ascii_case("charset");
        is_charset.then(|| value.trim().trim_matches(['"', '\'']).to_owned())
    });
    (media, charset)
}

/// The body as it was meant to be read: chunks joined, content codings undone, at most
/// `limit` bytes. The second value says what could not be undone.
///
/// Archives often store a body already undone and keep the headers; a coding that does not
/// fit the bytes is therefore skipped, not an error.
pub(crate) fn body(head: &Head, body: &[u8], limit: usize) -> (Vec<u8>, Option<String>) {
    let is_chunked = head
        .get("transfer-encoding")
        .is_some_and(|value| value.to_ascii_lowercase().contains("chunked"));
    let joined = if is_chunked { unchunk(body) } else { None };
    let body = joined.as_deref().unwrap_or(body);
    let codings = head.get("content-encoding").unwrap_or("").to_ascii_lowercase();
    let mut current: Option<Vec<u8>> = None;
    for coding in codings.rsplit(',').map(str::trim).filter(|coding| !coding.is_empty()).take(3) {
        let packed = current.as_deref().unwrap_or(body);
        let undone = match coding {
            "gzip" | "x-gzip" if packed.starts_with(b"\x1F\x8B") => {
                unpack(flate2::bufread::MultiGzDecoder::new(packed), limit)
            }
            "deflate" => deflated(packed, limit),
            "br" => unpack(brotli_decompressor::Decompressor::new(packed, 4096), limit),
            "zstd" | "compress" => {
                return (
                    Vec::new(),
                    Some(format!("body is packed with {coding}, which is not read")),
                );
            }
            _ => continue,
        };
        match undone {
            Some(bytes) => current = Some(bytes),
            // Already undone by whoever wrote the archive.
            None if looks_like_text(packed) => {}
            None => return (Vec::new(), Some(format!("body is broken {coding} data"))),
        }
    }
    let mut bytes = current.unwrap_or_else(|| body.to_vec());
    bytes.truncate(limit);
    (bytes, None)
}

fn looks_like_text(bytes: &[u8]) -> bool {
    let head = bytes.get(..512).unwrap_or(bytes);
    head.iter().filter(|&&byte| byte < 9 || 13 < byte && byte < 32).count() * 50 <= head.len()
}

/// What could be unpacked, up to the limit; `None` where nothing could.
fn unpack(decoder: impl Read, limit: usize) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let result = decoder.take(limit as u64).read_to_end(&mut out);
    (result.is_ok() || !out.is_empty()).then_some(out)
}

/// `deflate` is zlib data by the book and bare deflate data from old servers.
fn deflated(packed: &[u8], limit: usize) -> Option<Vec<u8>> {
    unpack(flate2::bufread::ZlibDecoder::new(packed), limit)
        .or_else(|| unpack(flate2::bufread::DeflateDecoder::new(packed), limit))
}

/// Joins the chunks of a body; `None` where it is not chunked after all.
fn unchunk(body: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(body.len());
    let mut rest = body;
    loop {
        let end = memchr::memchr(b'\n', rest.get(..100.min(rest.len()))?)?;
        let line = std::str::from_utf8(rest.get(..end)?).ok()?;
        let digits = line.split(';').next()?.trim();
        let n_bytes =
            usize::from_str_radix(digits, 16).ok().or_else(|| (!out.is_empty()).then_some(0))?;
        if n_bytes == 0 {
            return Some(out);
        }
        rest = rest.get(end + 1..)?;
        let chunk = rest.get(..n_bytes.min(rest.len()))?;
        out.extend_from_slice(chunk);
        rest = rest.get(chunk.len()..)?;
        rest = rest.strip_prefix(b"\r\n").or(rest.strip_prefix(b"\n")).unwrap_or(rest);
        if rest.is_empty() {
            return Some(out);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn read(response: &[u8]) -> String {
        let (head, rest) = split(response);
        let (bytes, trouble) = body(&head, rest, 1000);
        format!(
            "{} {}{}",
            head.status,
            String::from_utf8_lossy(&bytes),
            trouble.unwrap_or_default()
        )
    }

    #[test]
    fn chunks_are_joined() {
        let response = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nThe \r\n5;x=1\r\nferry\r\n0\r\n\r\n";
        assert_eq!(read(response), "200 The ferry");
    }

    #[test]
    fn codings_are_undone_and_skipped_where_they_do_not_fit() {
        let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        let _ = gz.write_all(b"The ferry");
        let mut response = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n".to_vec();
        response.extend(gz.finish().unwrap_or_default());
        assert_eq!(read(&response), "200 The ferry");
        let plain = b"HTTP/1.1 200 OK\nContent-Encoding: br\n\nThe ferry ran aground";
        assert_eq!(read(plain), "200 The ferry ran aground");
    }

    #[test]
    fn a_bomb_is_cut_at_the_limit() {
        let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        let _ = gz.write_all(&vec![b'a'; 1 << 20]);
        let head = Head { status: 200, headers: vec![("content-encoding".into(), "gzip".into())] };
        let (bytes, _) = body(&head, &gz.finish().unwrap_or_default(), 1000);
        assert_eq!(bytes.len(), 1000);
    }

    #[test]
    fn a_content_type_is_taken_apart() {
        assert_eq!(
            content_type("Text/HTML; charset=\"KOI8-R\""),
            ("text/html".into(), Some("KOI8-R".into()))
        );
    }

    proptest::proptest! {
        /// Any response is read, within the limit.
        #[test]
        fn any_response_is_read(tail in proptest::collection::vec(proptest::num::u8::ANY, 0..300),
                                coding in "gzip|br|deflate|zstd|gzip, br|", chunked in "chunked|") {
            let mut response = format!("HTTP/1.1 200 OK\r\nContent-Encoding: {coding}\r\nTransfer-Encoding: {chunked}\r\n\r\n").into_bytes();
            response.extend(tail);
            let (head, rest) = split(&response);
            proptest::prop_assert!(body(&head, rest, 64).0.len() <= 64);
        }
    }
}
