//! Pages kept ready: packed, the least recently used of which go first.

use crate::desk::Desk;
use crate::link::Links;
use crate::page::story;
use flate2::read::DeflateDecoder;
use flate2::{Compress, Compression, Crc, FlushCompress};
use std::collections::BTreeMap;
use std::io::Read;
use std::sync::Arc;
use std::time::Duration;

/// The room for parts of pages, in bytes as they are packed.
const ROOM: usize = 256 << 20;
/// Nothing is made ahead beyond this.
const AHEAD: usize = ROOM / 4 * 3;
/// How many of the newest stories are made ready ahead.
const NEWEST: usize = 20_000;
/// How often the store is looked at for new stories.
const PAUSE: Duration = Duration::from_secs(1);

/// A part of a page, packed as a piece of a gzip stream that needs nothing of what stands before it.
pub(crate) struct Packed {
    bytes: Vec<u8>,
    /// Of the part as it was; it knows its length too.
    crc: Crc,
}

/// What a gzip stream begins with (RFC 1952): deflate, no name, no time, any system.
const GZIP: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff];
/// The last block of a stream (RFC 1951), with nothing in it.
const END: [u8; 2] = [3, 0];

impl Packed {
    /// Packs a part: as small as may be, or fast for somebody who waits for it.
    pub(crate) fn new(part: &str, level: Compression) -> std::io::Result<Self> {
        let mut pack = Compress::new(level, false);
        let mut bytes = Vec::with_capacity(part.len() / 4);
        let mut rest = part.as_bytes();
        // It is done where all is taken and room is left. It ends at a whole byte, so that anything may stand
        // behind it.
        while !rest.is_empty() || bytes.len() == bytes.capacity() {
            bytes.reserve(part.len() / 4 + 64);
            let before = pack.total_in();
            pack.compress_vec(rest, &mut bytes, FlushCompress::Sync)?;
            let taken = usize::try_from(pack.total_in() - before).unwrap_or(usize::MAX);
            rest = rest.get(taken..).unwrap_or(&[]);
        }
        bytes.shrink_to_fit();
        let mut crc = Crc::new();
        crc.update(part.as_bytes());
        Ok(Self { bytes, crc })
    }

    /// The part as it was, between what stands around it.
    pub(crate) fn unpacked(&self, [before, after]: [&str; 2]) -> std::io::Result<String> {
        let mut page = String::with_capacity(before.len() + self.n_bytes() + after.len());
        page.push_str(before);
        DeflateDecoder::new(self.bytes.chain(END.as_slice())).read_to_string(&mut page)?;
        page.push_str(after);
        Ok(page)
    }

    /// The same as a gzip stream; only the part is packed.
    pub(crate) fn gzip(&self, [before, after]: [&str; 2]) -> Vec<u8> {
        let n_bytes = before.len() + self.bytes.len() + after.len();
        let mut out = Vec::with_capacity(n_bytes + 64);
        out.extend(GZIP);
        stored(before.as_bytes(), &mut out);
        out.extend_from_slice(&self.bytes);
        stored(after.as_bytes(), &mut out);
        out.extend(END);
        let mut crc = Crc::new();
        crc.update(before.as_bytes());
        crc.combine(&self.crc);
        crc.update(after.as_bytes());
        out.extend(crc.sum().to_le_bytes());
        out.extend(crc.amount().to_le_bytes());
        out
    }

    fn n_bytes(&self) -> usize {
        usize::try_from(self.crc.amount()).unwrap_or(0)
    }
}

/// Bytes as blocks that are not packed.
fn stored(bytes: &[u8], out: &mut Vec<u8>) {
    for piece in bytes.chunks(usize::from(u16::MAX)) {
        let length = u16::try_from(piece.len()).unwrap_or(u16::MAX);
        out.push(0);
        out.extend(length.to_le_bytes());
        out.extend((!length).to_le_bytes());
        out.extend_from_slice(piece);
    }
}

/// What is kept.
#[derive(Default)]
pub(crate) struct Ready {
    parts: BTreeMap<String, (u64, Arc<Packed>)>,
    n_bytes: usize,
    clock: u64,
}

impl Ready {
    pub(crate) fn find(&mut self, key: &str) -> Option<Arc<Packed>> {
        self.clock += 1;
        let (used, part) = self.parts.get_mut(key)?;
        *used = self.clock;
        Some(Arc::clone(part))
    }

    pub(crate) fn lacks(&self, key: &str) -> bool {
        self.n_bytes < AHEAD && !self.parts.contains_key(key)
    }

    pub(crate) fn keep(&mut self, key: String, part: Arc<Packed>) {
        self.clock += 1;
        self.n_bytes += part.bytes.len();
        if let Some((_, before)) = self.parts.insert(key, (self.clock, part)) {
            self.n_bytes -= before.bytes.len();
        }
        if self.n_bytes > ROOM {
            self.shrink();
        }
    }

    /// Lets go of the oldest until an eighth is free, so that it is not done for every page.
    fn shrink(&mut self) {
        let mut by_age: Vec<(u64, String)> =
            self.parts.iter().map(|(key, (used, _))| (*used, key.clone())).collect();
        by_age.sort_unstable();
        for (_, key) in by_age {
            if self.n_bytes <= ROOM / 8 * 7 {
                break;
            }
            if let Some((_, part)) = self.parts.remove(&key) {
                self.n_bytes -= part.bytes.len();
            }
        }
    }
}

/// Makes the newest stories ready as they come, for ever; run on a thread of its own.
///
/// At first it works like anybody else: whatever it makes, no reader has to make. Then whenever nobody
/// else needs the machine.
pub(crate) fn keep_ready(desk: &Desk) {
    let Ok(store) = desk.reader() else { return };
    let mut seen = None;
    loop {
        let state = store.state().ok();
        if state.is_none() || state != seen {
            for (key, version) in store.newest(NEWEST).unwrap_or_default() {
                if desk.lacks(&story::name(&key, Links::Live), &version) {
                    // What cannot be made now is made when it is asked for, and says why it fails.
                    let level = Compression::default();
                    drop(story::part(desk, &store, Links::Live, &key, &version, level));
                }
            }
            if seen.is_none() {
                tellings_store::give_way();
            }
            seen = state;
        }
        std::thread::sleep(PAUSE);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_comes_back_as_it_was_packed_or_not() {
        let long = "é".repeat(70_000);
        for (part, around) in [("<p>é</p>", ["<html>", "ü"]), ("", ["", ""]), (&long, [&long, "."])]
        {
            let packed = Packed::new(part, Compression::fast()).unwrap();
            let whole = format!("{}{part}{}", around[0], around[1]);
            assert_eq!(packed.unpacked(around).unwrap(), whole);
            let mut read = String::new();
            let gzip = packed.gzip(around);
            flate2::read::GzDecoder::new(gzip.as_slice()).read_to_string(&mut read).unwrap();
            assert_eq!(read, whole);
        }
    }

    #[test]
    fn the_least_recently_used_parts_go_first() {
        let mut ready = Ready::default();
        let part = Arc::new(Packed { bytes: vec![0; ROOM / 4], crc: Crc::new() });
        for n in 0..4 {
            ready.keep(n.to_string(), Arc::clone(&part));
        }
        assert!(ready.find("0").is_some());
        ready.keep("4".to_owned(), part);
        assert!(ready.n_bytes <= ROOM);
        assert!(ready.find("0").is_some() && ready.find("4").is_some());
        assert!(ready.find("1").is_none());
    }
}
