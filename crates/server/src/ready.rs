//! Pages kept ready: packed, the least recently used of which go first.

use crate::desk::Desk;
use crate::link::Links;
use crate::page::story;
use flate2::Compression;
use flate2::read::{ZlibDecoder, ZlibEncoder};
use std::collections::BTreeMap;
use std::io::Read;
use std::sync::Arc;
use std::time::Duration;

/// The room for parts of pages, in bytes as they are packed.
const ROOM: usize = 160 << 20;
/// Nothing is made ahead beyond this.
const AHEAD: usize = ROOM / 4 * 3;
/// How many of the newest stories are made ready ahead.
const NEWEST: usize = 20_000;
/// How often the store is looked at for new stories.
const PAUSE: Duration = Duration::from_secs(1);

/// Two parts of a page, packed.
pub(crate) struct Packed {
    lengths: [usize; 2],
    bytes: Vec<u8>,
}

impl Packed {
    pub(crate) fn new(parts: &[String; 2]) -> std::io::Result<Self> {
        let mut bytes = Vec::new();
        ZlibEncoder::new(parts.concat().as_bytes(), Compression::default())
            .read_to_end(&mut bytes)?;
        Ok(Self { lengths: parts.each_ref().map(String::len), bytes })
    }

    /// The parts as they were.
    pub(crate) fn parts(&self) -> Option<[String; 2]> {
        let mut first = String::with_capacity(self.lengths.iter().sum());
        ZlibDecoder::new(self.bytes.as_slice()).read_to_string(&mut first).ok()?;
        let second = first.split_off(self.lengths[0].min(first.len()));
        Some([first, second])
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
                    drop(story::parts(desk, &store, Links::Live, &key, &version));
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
    fn parts_come_back_as_they_were() {
        let parts = ["<p>é</p>".to_owned(), "ü".to_owned()];
        assert_eq!(Packed::new(&parts).unwrap().parts(), Some(parts));
    }

    #[test]
    fn the_least_recently_used_parts_go_first() {
        let mut ready = Ready::default();
        let part = Arc::new(Packed { lengths: [0, 0], bytes: vec![0; ROOM / 4] });
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
