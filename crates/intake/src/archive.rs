//! Gzipped files, TAR and ZIP archives → what lies in them, read in one pass.
//!
//! Nothing is unpacked to memory or disk as a whole, and an archive that grows out of all
//! proportion is given up with a note.

use crate::read::{self, Place, Sink};
use flate2::bufread::{DeflateDecoder, MultiGzDecoder};
use std::io::{self, BufRead, BufReader, Read};
use std::ops::ControlFlow;
use tellings_model::Note;

/// Bytes that come out of a compressed input before its growth is looked at.
const FREE_BYTES: u64 = 256 << 20;

/// How many times its size a compressed input may grow. Web pages shrink to a fifth, logs
/// and dumps to a fiftieth; a gzip bomb grows a thousandfold (RFC 1951 allows 1032).
const MAX_GROWTH: u64 = 200;

/// Reads what a gzipped file holds; several members one after the other are one file.
pub(crate) fn gzip(
    input: &mut dyn BufRead,
    place: &Place,
    sink: &mut Sink,
) -> io::Result<ControlFlow<()>> {
    let decoder = MultiGzDecoder::new(Counted { input, n_read: 0 });
    let inner = Growing {
        n_packed: |decoder: &MultiGzDecoder<Counted>| decoder.get_ref().n_read,
        decoder,
        n_out: 0,
    };
    let mut inner = BufReader::with_capacity(1 << 16, inner);
    wrapped(&mut inner, &place.unwrapped(), sink)
}

/// Reads a packed input; where the packing is broken, what came before it stays read.
fn wrapped(inner: &mut dyn BufRead, place: &Place, sink: &mut Sink) -> io::Result<ControlFlow<()>> {
    match read::any(inner, place, sink) {
        Err(error) if is_broken(&error) => {
            Ok(sink(Err(place.unreadable(format!("packed data is broken: {error}")))))
        }
        other => other,
    }
}

/// Whether an error speaks of the packed data, not of the disk or pipe.
fn is_broken(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof
    )
}

/// An input that counts its bytes.
struct Counted<'a> {
    input: &'a mut dyn BufRead,
    n_read: u64,
}

impl Read for Counted<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let n = self.input.read(out)?;
        self.n_read += n as u64;
        Ok(n)
    }
}

impl BufRead for Counted<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.input.fill_buf()
    }
    fn consume(&mut self, n: usize) {
        self.n_read += n as u64;
        self.input.consume(n);
    }
}

/// A decoder that stops when it gives more than is plausible for what it was given.
struct Growing<D, N> {
    decoder: D,
    n_packed: N,
    n_out: u64,
}

impl<D: Read, N: Fn(&D) -> u64> Read for Growing<D, N> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let n = self.decoder.read(out)?;
        self.n_out += n as u64;
        let limit = FREE_BYTES.max((self.n_packed)(&self.decoder).saturating_mul(MAX_GROWTH));
        if self.n_out > limit {
            let what = format!("grows to more than {MAX_GROWTH} times its size; given up");
            return Err(io::Error::new(io::ErrorKind::InvalidData, what));
        }
        Ok(n)
    }
}

/// Reads the files in a TAR archive (POSIX.1-2017 ustar and pax, GNU long names).
pub(crate) fn tar(
    input: &mut dyn BufRead,
    place: &Place,
    sink: &mut Sink,
) -> io::Result<ControlFlow<()>> {
    let mut long_name: Option<String> = None;
    let mut header = [0_u8; 512];
    loop {
        if !fill(input, &mut header)? {
            let what = "TAR archive without its end mark; files may be missing";
            return Ok(sink(Err(Note::remark(place.path(), what))));
        }
        if header.iter().all(|&byte| byte == 0) {
            return Ok(ControlFlow::Continue(()));
        }
        let Some(n_bytes) = octal(header.get(124..136).unwrap_or(&[])) else {
            return Ok(sink(Err(place.unreadable("broken TAR header; the rest was left out"))));
        };
        let padding = (512 - n_bytes % 512) % 512;
        let kind = header.get(156).copied().unwrap_or(0);
        let mut entry = input.take(n_bytes);
        match kind {
            b'L' | b'x' => {
                let mut bytes = Vec::new();
                (&mut entry).take(1 << 16).read_to_end(&mut bytes)?;
                long_name = if kind == b'L' { Some(text(&bytes)) } else { pax_path(&bytes) };
            }
            b'0' | 0 | b'7' => {
                let name = long_name.take().unwrap_or_else(|| tar_name(&header));
                if is_wanted(&name) {
                    let mut inner = BufReader::new(&mut entry);
                    if wrapped(&mut inner, &place.inside(&name), sink)?.is_break() {
                        return Ok(ControlFlow::Break(()));
                    }
                }
            }
            _ => {}
        }
        let left = entry.limit() + padding;
        if skip(input, left)? < left {
            return Ok(sink(Err(place.unreadable("TAR archive ends inside a file"))));
        }
    }
}

/// Fills the buffer; `false` where the input ends before.
fn fill(input: &mut dyn BufRead, out: &mut [u8]) -> io::Result<bool> {
    match input.read_exact(out) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(false),
        Err(error) => Err(error),
    }
}

fn skip(input: &mut dyn BufRead, n_bytes: u64) -> io::Result<u64> {
    io::copy(&mut input.take(n_bytes), &mut io::sink())
}

fn octal(field: &[u8]) -> Option<u64> {
    if field.first().is_some_and(|byte| byte & 0x80 != 0) {
        // GNU: base 256 in the rest of the field.
        let digits = field.get(field.len().saturating_sub(8)..)?;
        return Some(
            digits.iter().fold(0, |sum, &byte| sum << 8 | u64::from(byte)) & (u64::MAX >> 1),
        );
    }
    let digits = std::str::from_utf8(field).ok()?.trim_matches(['\0', ' ']);
    u64::from_str_radix(if digits.is_empty() { "0" } else { digits }, 8).ok()
}

fn text(bytes: &[u8]) -> String {
    let end = bytes.iter().position(|&byte| byte == 0).unwrap_or(bytes.len());
    String::from_utf8_lossy(bytes.get(..end).unwrap_or(bytes)).into_owned()
}

fn tar_name(header: &[u8]) -> String {
    let name = text(header.get(..100).unwrap_or(&[]));
    let prefix = text(header.get(345..500).unwrap_or(&[]));
    if header.get(257..263) == Some(b"ustar\0") && !prefix.is_empty() {
        format!("{prefix}/{name}")
    } else {
        name
    }
}

/// The `path` of a pax header: lines of `length key=value`.
fn pax_path(bytes: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(bytes);
    text.lines().find_map(|line| line.split_once(" path=").map(|(_, path)| path.to_owned()))
}

/// Whether a file of an archive may be an article: no folder, no file that systems leave behind.
fn is_wanted(name: &str) -> bool {
    let file = name.rsplit('/').next().unwrap_or("");
    !file.is_empty() && !file.starts_with('.') && !name.starts_with("__MACOSX/")
}

/// Reads the files in a ZIP archive (APPNOTE 6.3.10), from its local headers.
pub(crate) fn zip(
    input: &mut dyn BufRead,
    place: &Place,
    sink: &mut Sink,
) -> io::Result<ControlFlow<()>> {
    let mut next = Next::Header;
    loop {
        let mut signature = [0_u8; 4];
        if let Next::Seen(seen) = next {
            signature = seen;
        } else if !fill(input, &mut signature)? {
            let what = "ZIP archive ends before its directory; the rest is missing";
            return Ok(sink(Err(place.unreadable(what))));
        }
        match &signature {
            b"PK\x03\x04" => {}
            // The directory at the end says nothing new.
            b"PK\x01\x02" | b"PK\x05\x06" | b"PK\x06\x06" => return Ok(ControlFlow::Continue(())),
            _ => {
                return Ok(sink(Err(place.unreadable("broken ZIP header; the rest was left out"))));
            }
        }
        let Some(file) = ZipFile::read(input)? else {
            return Ok(sink(Err(place.unreadable("ZIP archive ends inside a header"))));
        };
        match zip_file(input, &file, &place.inside(&file.name), sink)? {
            ControlFlow::Continue(Next::Lost) => {
                let what = "ZIP archive cannot be followed any further; the rest was left out";
                return Ok(sink(Err(place.unreadable(what))));
            }
            ControlFlow::Continue(found) => next = found,
            ControlFlow::Break(()) => return Ok(ControlFlow::Break(())),
        }
    }
}

/// Where the next header of a ZIP archive is.
enum Next {
    /// It comes next.
    Header,
    /// Its signature has been read.
    Seen([u8; 4]),
    /// Nobody knows.
    Lost,
}

/// What the local header of a file in a ZIP archive says.
struct ZipFile {
    name: String,
    method: u16,
    is_locked: bool,
    /// Packed size; `None` where it follows the data.
    n_packed: Option<u64>,
}

impl ZipFile {
    fn read(input: &mut dyn BufRead) -> io::Result<Option<Self>> {
        let mut header = [0_u8; 26];
        if !fill(input, &mut header)? {
            return Ok(None);
        }
        let short = |at: usize| match header.get(at..at + 2) {
            Some(&[low, high]) => u16::from_le_bytes([low, high]),
            _ => 0,
        };
        let flags = short(2);
        let size = u64::from(short(14)) | u64::from(short(16)) << 16;
        let mut name = vec![0; usize::from(short(22))];
        let mut extra = vec![0; usize::from(short(24))];
        if !fill(input, &mut name)? || !fill(input, &mut extra)? {
            return Ok(None);
        }
        let size = if size == u64::from(u32::MAX) { zip64_size(&extra) } else { Some(size) };
        Ok(Some(Self {
            name: String::from_utf8_lossy(&name).into_owned(),
            method: short(4),
            is_locked: flags & 1 != 0,
            n_packed: size.filter(|_| flags & 8 == 0),
        }))
    }
}

/// The packed size in the ZIP64 field: the second of its eight-byte numbers.
fn zip64_size(extra: &[u8]) -> Option<u64> {
    let mut rest = extra;
    while let [id0, id1, n0, n1, tail @ ..] = rest {
        let n = usize::from(u16::from_le_bytes([*n0, *n1]));
        if u16::from_le_bytes([*id0, *id1]) == 1 {
            let bytes: [u8; 8] = tail.get(8..16)?.try_into().ok()?;
            return Some(u64::from_le_bytes(bytes));
        }
        rest = tail.get(n..)?;
    }
    None
}

/// Reads one file of a ZIP archive; gives where the next header is.
fn zip_file(
    input: &mut dyn BufRead,
    file: &ZipFile,
    place: &Place,
    sink: &mut Sink,
) -> io::Result<ControlFlow<(), Next>> {
    let is_known =
        !file.is_locked && (file.method == 0 && file.n_packed.is_some() || file.method == 8);
    if !is_known && !file.name.ends_with('/') {
        let what = if file.is_locked {
            "is locked with a password"
        } else {
            "is packed in an unknown way"
        };
        if sink(Err(place.unreadable(what))).is_break() {
            return Ok(ControlFlow::Break(()));
        }
    }
    let mut packed = input.take(file.n_packed.unwrap_or(u64::MAX));
    if is_known && file.method == 0 && is_wanted(&file.name) {
        if wrapped(&mut BufReader::new(&mut packed), place, sink)?.is_break() {
            return Ok(ControlFlow::Break(()));
        }
    } else if is_known && file.method == 8 {
        let decoder = DeflateDecoder::new(Counted { input: &mut packed, n_read: 0 });
        let inner = Growing {
            n_packed: |d: &DeflateDecoder<Counted>| d.get_ref().n_read,
            decoder,
            n_out: 0,
        };
        let mut inner = BufReader::new(inner);
        if is_wanted(&file.name) && wrapped(&mut inner, place, sink)?.is_break() {
            return Ok(ControlFlow::Break(()));
        }
        if file.n_packed.is_none() && io::copy(&mut inner, &mut io::sink()).is_err() {
            return Ok(ControlFlow::Continue(Next::Lost));
        }
    }
    let next = match file.n_packed {
        Some(_) => {
            let left = packed.limit();
            if skip(input, left)? == left { Next::Header } else { Next::Lost }
        }
        None if is_known => after_descriptor(input)?,
        None => Next::Lost,
    };
    Ok(ControlFlow::Continue(next))
}

/// Skips the sizes that follow a file of unknown length: 12 to 24 bytes, with or without a
/// signature of their own.
fn after_descriptor(input: &mut dyn BufRead) -> io::Result<Next> {
    let mut window = [0_u8; 4];
    for byte in input.take(28).bytes() {
        window.rotate_left(1);
        if let Some(last) = window.last_mut() {
            *last = byte?;
        }
        if matches!(&window, b"PK\x03\x04" | b"PK\x01\x02") {
            return Ok(Next::Seen(window));
        }
    }
    Ok(Next::Lost)
}
