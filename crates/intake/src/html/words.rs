//! The words of a page's blocks, read once for all who compare them.

use super::anchor::{LONG, add_tokens};
use super::segment::Segments;

/// The words of all blocks, as numbers.
#[derive(Debug, Default)]
pub(crate) struct Words {
    all: Vec<u64>,
    long: Vec<u64>,
    /// For each block, where its words end in both lists.
    ends: Vec<(usize, usize)>,
}

impl Words {
    /// Reads the words of all blocks.
    pub(crate) fn of_all(segments: &Segments) -> Self {
        let mut words = Self::default();
        words.all.reserve(segments.text.len() / 6);
        let mut own = Vec::new();
        for block in &segments.blocks {
            let start = words.all.len();
            add_tokens(segments.text_of(block), &mut words.all);
            own.clear();
            own.extend(words.all.iter().skip(start).filter(|&word| word & LONG != 0));
            own.sort_unstable();
            own.dedup();
            words.long.append(&mut own);
            words.ends.push((words.all.len(), words.long.len()));
        }
        words
    }

    fn ends(&self, idx: usize) -> ((usize, usize), (usize, usize)) {
        let start = idx.checked_sub(1).and_then(|idx| self.ends.get(idx)).copied();
        let start = start.unwrap_or_default();
        (start, self.ends.get(idx).copied().unwrap_or(start))
    }

    /// The words of a block.
    pub(crate) fn of(&self, idx: usize) -> &[u64] {
        let (start, end) = self.ends(idx);
        self.all.get(start.0..end.0).unwrap_or(&[])
    }

    /// The long words of a block, each once.
    pub(crate) fn long(&self, idx: usize) -> &[u64] {
        let (start, end) = self.ends(idx);
        self.long.get(start.1..end.1).unwrap_or(&[])
    }
}
