//! Words → clusters: which words are used alike, counted elsewhere on far more text than treebanks hold.
//!
//! The clusters are leaves of a binary tree (Brown et al. 1992, Class-based n-gram models of natural
//! language); models read the first branches of a word's path and the whole of it
//! (Koo, Carreras and Collins 2008, Simple semi-supervised dependency parsing).

use super::{
    feature::hash,
    model::{ModelError, Reader},
};

/// Which version of the part this program reads.
pub const VERSION: u32 = 1;

/// How many bits of a hash choose the bucket.
const BUCKET_BITS: u32 = 14;

/// The cluster of a word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cluster {
    /// Its number; 0 is that of unknown words.
    pub number: u16,
    /// Its path in the tree from the root: the lowest bit is the first branch, a 1 closes the path.
    pub path: u32,
}

impl Cluster {
    /// The first branches of the path as a number; all of a shorter path.
    pub fn branches(self, n: u32) -> u64 {
        let length = u32::BITS - self.path.leading_zeros().min(31);
        let kept = if n + 1 >= length { self.path } else { self.path & ((1 << n) - 1) | 1 << n };
        u64::from(kept)
    }
}

/// Words → clusters.
#[derive(Clone, Debug, Default)]
pub struct Clusters {
    /// The path of each number; the first is that of unknown words.
    paths: Vec<u32>,
    /// Where each bucket starts in `words`; one more than there are buckets.
    starts: Vec<u32>,
    /// The rest of a word's hash, and its number.
    words: Vec<(u32, u16)>,
}

impl Clusters {
    /// Makes the table from the paths of the clusters and the words with their numbers.
    ///
    /// Of words with equal hashes the first stays.
    pub fn build(paths: Vec<u32>, words: impl IntoIterator<Item = (u64, u16)>) -> Self {
        let mut sorted: Vec<(u64, u16)> = words.into_iter().collect();
        sorted.sort_by_key(|(key, _)| *key);
        sorted.dedup_by_key(|(key, _)| *key);
        let mut clusters = Self { paths, ..Self::default() };
        for (key, number) in sorted {
            while clusters.starts.len() <= bucket(key) {
                clusters.starts.push(clusters.words.len() as u32);
            }
            clusters.words.push((rest(key), number));
        }
        clusters.starts.resize((1 << BUCKET_BITS) + 1, clusters.words.len() as u32);
        clusters
    }

    /// How many clusters there are, with that of unknown words.
    pub fn count(&self) -> usize {
        self.paths.len()
    }

    /// The cluster of a word: as it is written, else of its form in lower case.
    pub fn of(&self, word: &str, form: u64) -> Cluster {
        let number = self.number(hash(word.as_bytes())).or_else(|| self.number(form)).unwrap_or(0);
        Cluster { number, path: self.paths.get(usize::from(number)).copied().unwrap_or(0) }
    }

    fn number(&self, key: u64) -> Option<u16> {
        let at = bucket(key);
        let (start, end) = (*self.starts.get(at)?, *self.starts.get(at + 1)?);
        let words = self.words.get(start as usize..end as usize)?;
        words.iter().find(|(known, _)| *known == rest(key)).map(|(_, number)| *number)
    }

    /// Reads the clusters.
    ///
    /// # Errors
    /// Where the bytes end too early or hold something else.
    pub fn read(reader: &mut Reader) -> Result<Self, ModelError> {
        let n_paths = reader.u32()? as usize;
        if n_paths > usize::from(u16::MAX) {
            return Err(ModelError::Damaged);
        }
        let paths = (0..n_paths).map(|_| reader.u32()).collect::<Result<_, _>>()?;
        let mut starts = vec![0];
        for size in reader.take(1 << BUCKET_BITS)?.iter() {
            starts.push(starts.last().copied().unwrap_or(0) + u32::from(*size));
        }
        let n_words = starts.last().copied().unwrap_or(0) as usize;
        let mut words = Vec::with_capacity(n_words);
        for entry in reader.take(6 * n_words)?.chunks_exact(6) {
            if let [a, b, c, d, e, f] = entry {
                words.push((u32::from_le_bytes([*a, *b, *c, *d]), u16::from_le_bytes([*e, *f])));
            }
        }
        Ok(Self { paths, starts, words })
    }

    /// Writes the clusters.
    pub fn write(&self, out: &mut Vec<u8>) {
        out.extend((self.paths.len() as u32).to_le_bytes());
        self.paths.iter().for_each(|path| out.extend(path.to_le_bytes()));
        let mut sizes: Vec<u8> = Vec::with_capacity(1 << BUCKET_BITS);
        for pair in self.starts.windows(2) {
            if let [start, end] = pair {
                sizes.push(end.saturating_sub(*start).min(255) as u8);
            }
        }
        sizes.resize(1 << BUCKET_BITS, 0);
        out.extend(sizes);
        for (rest, number) in &self.words {
            out.extend(rest.to_le_bytes());
            out.extend(number.to_le_bytes());
        }
    }
}

fn bucket(key: u64) -> usize {
    (key >> (u64::BITS - BUCKET_BITS)) as usize
}

fn rest(key: u64) -> u32 {
    (key >> 16) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(bits: &str) -> u32 {
        bits.bytes().rev().fold(1, |path, bit| path << 1 | u32::from(bit == b'1'))
    }

    #[test]
    fn a_word_is_found_as_written_before_its_lower_case() {
        let key = |word: &str| hash(word.as_bytes());
        let words = [(key("may"), 1), (key("May"), 2)];
        let clusters = Clusters::build(vec![0, path("01"), path("110")], words);
        assert_eq!(clusters.of("May", key("may")).number, 2);
        assert_eq!(clusters.of("MAY", key("may")).number, 1);
        assert_eq!(clusters.of("June", key("june")), Cluster::default());
        let mut bytes = Vec::new();
        clusters.write(&mut bytes);
        let read = Clusters::read(&mut Reader::new(bytes.into()));
        assert_eq!(read.map(|read| read.of("May", 0).number), Ok(2));
    }

    #[test]
    fn the_first_branches_of_a_path() {
        let cluster = Cluster { number: 1, path: path("0110") };
        assert_eq!(cluster.branches(2), u64::from(path("01")));
        assert_eq!(cluster.branches(4), u64::from(path("0110")));
        assert_eq!(cluster.branches(9), u64::from(path("0110")));
        assert_eq!(Cluster::default().branches(4), 0);
    }
}
