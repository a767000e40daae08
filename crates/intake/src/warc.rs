//! WARC files (ISO 28500:2017, versions 1.0 and 1.1) → the pages captured in them.
//!
//! Records are read one after the other; a gzipped file comes here already unpacked. A
//! record whose length lies leaves a note, and reading goes on at the next record that can
//! be found.

use crate::http;
use crate::media::{self, Kind};
use crate::read::{Place, Sink};
use std::io::{self, BufRead, Read};
use std::ops::ControlFlow;
use tellings_model::{Media, Page};

/// The most bytes of one record's head; crawlers write under 2 kB.
const MAX_HEAD_BYTES: u64 = 1 << 16;

/// How many records may say to be longer than they are before they are believed.
const MAX_LIES: usize = 20;

/// Gives the pages of the records, one by one.
pub(crate) fn read(
    input: &mut dyn BufRead,
    place: &Place,
    sink: &mut Sink,
) -> io::Result<ControlFlow<()>> {
    let input = Source { pending: Vec::new(), n_used: 0, input };
    let mut records = Records {
        n_lies: 0,
        input,
        number: 0,
        at: 0,
        block: Vec::new(),
        limit: place.config.max_page_bytes,
    };
    while let Some(record) = records.next()? {
        let place = place.inside(&records.number);
        if let Some(trouble) = record.trouble {
            let note = place.unreadable(trouble).at_byte(record.at);
            if sink(Err(note)).is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        let Some(page) = page(&record.head, &records.block, &place) else { continue };
        let found = page.map_err(|what| place.unreadable(what).at_byte(record.at));
        if sink(found).is_break() {
            return Ok(ControlFlow::Break(()));
        }
    }
    Ok(ControlFlow::Continue(()))
}

/// One record; its block lies in [`Records::block`].
struct Record {
    head: http::Head,
    at: u64,
    trouble: Option<String>,
}

/// A stream into which bytes can be put back.
struct Source<'a> {
    pending: Vec<u8>,
    n_used: usize,
    input: &'a mut dyn BufRead,
}

impl Source<'_> {
    fn put_back(&mut self, bytes: &[u8]) {
        let left = self.pending.split_off(self.n_used.min(self.pending.len()));
        self.pending = [bytes, &left].concat();
        self.n_used = 0;
    }
}

impl Read for Source<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.n_used < self.pending.len() {
            let n = self.fill_buf()?.read(out)?;
            self.consume(n);
            return Ok(n);
        }
        self.input.read(out)
    }
}

impl BufRead for Source<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        match self.pending.get(self.n_used..) {
            Some(left) if !left.is_empty() => Ok(left),
            _ => self.input.fill_buf(),
        }
    }
    fn consume(&mut self, n: usize) {
        if self.n_used < self.pending.len() {
            self.n_used += n;
        } else {
            self.input.consume(n);
        }
    }
}

/// The records of a stream.
struct Records<'a> {
    input: Source<'a>,
    /// Records so far that said to be longer than they were.
    n_lies: usize,
    number: usize,
    /// Bytes read so far.
    at: u64,
    /// The block of the last record, up to the limit on a page.
    block: Vec<u8>,
    limit: usize,
}

impl Records<'_> {
    fn next(&mut self) -> io::Result<Option<Record>> {
        let (start, n_skipped) = match self.find_start()? {
            Some(found) => found,
            None => return Ok(None),
        };
        self.number += 1;
        let mut head = String::from("WARC\n");
        let mut line = Vec::new();
        loop {
            line.clear();
            let n = (&mut self.input).take(MAX_HEAD_BYTES).read_until(b'\n', &mut line)?;
            self.at += n as u64;
            if n == 0 || line.iter().all(|byte| matches!(byte, b'\r' | b'\n')) {
                break;
            }
            if (head.len() + line.len()) as u64 <= MAX_HEAD_BYTES {
                head.push_str(&String::from_utf8_lossy(&line));
            }
        }
        let head = http::Head::of_lines(&head);
        let mut trouble = (n_skipped > 0)
            .then(|| format!("{n_skipped} bytes before this record belong to no record"));
        self.block.clear();
        match head.get("content-length").and_then(|value| value.parse::<u64>().ok()) {
            Some(length) => {
                let missing = self.fill_block(length)?;
                if self.give_back_swallowed()? {
                    trouble = Some("record says to be longer than it is".to_owned());
                } else if missing > 0 {
                    trouble = Some(format!("record is {missing} bytes shorter than it says"));
                }
            }
            None => trouble = Some("record does not say how long it is".to_owned()),
        }
        Ok(Some(Record { head, at: start, trouble }))
    }

    /// Reads to the end of the next line that opens a record; gives where it begins and how
    /// many bytes that are no record were skipped.
    fn find_start(&mut self) -> io::Result<Option<(u64, u64)>> {
        let mut line = Vec::new();
        let mut n_skipped = 0;
        let mut at_line_start = true;
        loop {
            line.clear();
            let n = (&mut self.input).take(256).read_until(b'\n', &mut line)?;
            if n == 0 {
                return Ok(None);
            }
            let start = self.at;
            self.at += n as u64;
            if at_line_start
                && (line.starts_with(b"WARC/1.") || line.starts_with(b"WARC/0."))
                && line.len() < 16
            {
                return Ok(Some((start, n_skipped)));
            }
            let is_blank = line.iter().all(|byte| matches!(byte, b'\r' | b'\n'));
            n_skipped += if is_blank { 0 } else { n as u64 };
            at_line_start = line.ends_with(b"\n");
        }
    }

    /// Where no record follows a block, its length was wrong: looks for a record that the
    /// block swallowed, and gives it back. Looks [`MAX_LIES`] times, so that the work stays
    /// linear.
    fn give_back_swallowed(&mut self) -> io::Result<bool> {
        while let Some(b'\r' | b'\n') = self.input.fill_buf()?.first() {
            self.input.consume(1);
            self.at += 1;
        }
        let mut next = Vec::new();
        (&mut self.input).take(5).read_to_end(&mut next)?;
        self.input.put_back(&next);
        if !next.is_empty() && b"WARC/".starts_with(&next) || self.n_lies >= MAX_LIES {
            return Ok(false);
        }
        let Some(end) = memchr::memmem::find(&self.block, b"\r\n\r\nWARC/1.") else {
            return Ok(false);
        };
        let swallowed = self.block.split_off(end);
        self.at -= swallowed.len() as u64;
        self.input.put_back(&swallowed);
        self.n_lies += 1;
        Ok(true)
    }

    /// Reads a block, holding no more than the limit; gives how many bytes are missing.
    fn fill_block(&mut self, length: u64) -> io::Result<u64> {
        let held = length.min(self.limit as u64);
        let n_held = (&mut self.input).take(held).read_to_end(&mut self.block)? as u64;
        let n_passed = io::copy(&mut (&mut self.input).take(length - held), &mut io::sink())?;
        self.at += n_held + n_passed;
        Ok(length - n_held - n_passed)
    }
}

/// The page that a record holds, or why it cannot be read; `None` for what is no page.
fn page(head: &http::Head, block: &[u8], place: &Place) -> Option<Result<Page, String>> {
    let kind = head.get("warc-type")?.to_ascii_lowercase();
    let (block_type, block_charset) = http::content_type(head.get("content-type").unwrap_or(""));
    let limit = place.config.max_page_bytes;
    let (bytes, media_type, charset) = match kind.as_str() {
        "response" if block_type == "application/http" || block.starts_with(b"HTTP/") => {
            let (response, body) = http::split(block);
            let (media_type, charset) =
                http::content_type(response.get("content-type").unwrap_or(""));
            if !(200..300).contains(&response.status) || !may_be_page(&media_type) {
                return None;
            }
            let (bytes, trouble) = http::body(&response, body, limit);
            if let Some(trouble) = trouble {
                return Some(Err(trouble));
            }
            (bytes, media_type, charset)
        }
        // Plain text in a crawl is `robots.txt` and the like; as a record of its own
        // (a resource, or text taken out of a page by conversion) it is a document.
        "response" | "resource" | "conversion"
            if may_be_page(&block_type) || block_type == "text/plain" =>
        {
            (block.to_vec(), block_type, block_charset)
        }
        _ => return None,
    };
    let media = match media::kind(&bytes) {
        Kind::Html => Media::Html,
        Kind::Text | Kind::Markdown if media_type.contains("html") => Media::Html,
        Kind::Text if media_type == "text/plain" => Media::Text,
        Kind::Markdown if media_type == "text/plain" || media_type == "text/markdown" => {
            Media::Markdown
        }
        _ => return None,
    };
    let url = head.get("warc-target-uri").map(|url| url.trim_matches(['<', '>']).to_owned());
    let captured = head.get("warc-date").and_then(|date| date.parse().ok());
    Some(Ok(Page { bytes, media, url, charset, captured, ..place.blank.clone() }))
}

fn may_be_page(media_type: &str) -> bool {
    matches!(media_type, "" | "text/html" | "application/xhtml+xml" | "text/markdown")
}

#[cfg(test)]
mod tests {
    use crate::{ReadConfig, pages};
    use std::io::Write;

    const FERRY: &str = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<html><p>Ferry</p></html>";

    fn record(kind: &str, media: &str, block: &str, length: usize) -> String {
        format!(
            "WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: <https://x.example/{kind}>\r\n\
             WARC-Date: 2031-03-03T10:15:00Z\r\nContent-Type: {media}\r\nContent-Length: {length}\r\n\r\n{block}\r\n\r\n"
        )
    }

    fn response(length: usize) -> String {
        record("response", "application/http; msgtype=response", FERRY, length)
    }

    fn show(bytes: Vec<u8>) -> String {
        let noted = pages(bytes, Some("w"), &ReadConfig::default());
        let pages = noted.value.iter().map(|page| {
            let path = page.path.clone().unwrap_or_default();
            format!(
                "{path} {} {}",
                page.url.clone().unwrap_or_default(),
                String::from_utf8_lossy(&page.bytes)
            )
        });
        let notes = noted.notes.iter().map(|note| format!("note {:?} {}", note.byte, note.what));
        pages.chain(notes).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn responses_resources_and_conversions_are_pages() {
        let file = [
            record("warcinfo", "application/warc-fields", "software: x", 11),
            response(FERRY.len()),
            record("resource", "text/html", "<html>Own</html>", 16),
            record("conversion", "text/plain", "Plain words.", 12),
            record("revisit", "application/http", "HTTP/1.1 200 OK\r\n\r\n", 19),
            record("metadata", "application/warc-fields", "a: b", 4),
        ]
        .concat();
        insta::assert_snapshot!(show(file.into_bytes()), @"
        w#2 https://x.example/response <html><p>Ferry</p></html>
        w#3 https://x.example/resource <html>Own</html>
        w#4 https://x.example/conversion Plain words.
        ");
    }

    #[test]
    fn errors_pictures_and_robots_are_no_pages() {
        let not_found = "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n<html></html>";
        let robots = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nUser-agent: *";
        let file = [not_found, robots]
            .map(|block| record("response", "application/http", block, block.len()))
            .concat();
        assert_eq!(show(file.into_bytes()), "");
    }

    #[test]
    fn every_record_may_be_gzipped_alone() {
        let mut file = Vec::new();
        for _ in 0..2 {
            let mut gz = flate2::write::GzEncoder::new(&mut file, flate2::Compression::fast());
            let _ = gz.write_all(response(FERRY.len()).as_bytes());
            let _ = gz.finish();
        }
        assert_eq!(show(file).lines().count(), 2);
    }

    #[test]
    fn a_record_that_lies_about_its_length_does_not_take_the_next_one_with_it() {
        for length in [0, 10, FERRY.len() + 30, 1 << 20, usize::MAX] {
            let file = response(length) + &response(FERRY.len());
            let shown = show(file.into_bytes());
            let ends =
                shown.lines().any(|line| line.starts_with("w#2 ") && line.contains("<p>Ferry</p>"));
            assert!(ends && shown.contains("note "), "{length}: {shown}");
        }
    }

    proptest::proptest! {
        /// Any bytes: no panic, no endless loop.
        #[test]
        fn any_records_are_read(text in "(WARC/1\\.0\r\n|WARC-Type: response\r\n|Content-Length: [0-9]{1,20}\r\n|\r\n|HTTP/1\\.1 200 OK|[a-z]{0,9}){0,40}") {
            let noted = pages(format!("WARC/1.0\r\n{text}").into_bytes(), None, &ReadConfig::default());
            proptest::prop_assert!(noted.value.len() <= text.len() + 1);
        }
    }
}
