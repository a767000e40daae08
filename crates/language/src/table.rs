//! Weights of hashed features: a flat table of small records, read without copying a row.
//!
//! A feature's hash picks a bucket; the bucket's records hold sixteen more bits of the hash, the
//! number of cells, and the cells: class and weight, one byte each. The byte is the square root of the
//! weight, with its sign, so that small weights are told apart finely and large ones fit. Two features that share
//! bucket and bits share a row, which happens once in about 16,000 look-ups.

use super::model::{ModelError, Reader};
use std::borrow::Cow;
use std::hint::black_box;

/// The scores of up to 256 classes.
pub type Scores = [i32; 256];

/// How many buckets are asked for at a time: about as many as a processor waits for at once.
const WAVE: usize = 32;

/// Weights of hashed features.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// Where each bucket starts in `records`; one more than there are buckets.
    starts: Vec<u32>,
    records: Cow<'static, [u8]>,
}

/// A row of a table to be: a feature's hash and its cells.
pub type Row = (u64, Vec<(u8, i8)>);

impl Table {
    /// Makes a table of rows; equal rows in another order make the same table.
    pub fn build(mut rows: Vec<Row>) -> Self {
        let n_buckets = (rows.len() / 3).next_power_of_two().max(2);
        rows.sort_by_key(|(key, _)| (bucket(*key, n_buckets), bits(*key), *key));
        let mut starts = Vec::with_capacity(n_buckets + 1);
        let mut records = Vec::new();
        for (key, cells) in &rows {
            while starts.len() <= bucket(*key, n_buckets) {
                starts.push(records.len() as u32);
            }
            records.extend(bits(*key).to_le_bytes());
            records.push(cells.len().min(255) as u8);
            for (class, weight) in cells.iter().take(255) {
                records.extend([*class, *weight as u8]);
            }
        }
        starts.resize(n_buckets + 1, records.len() as u32);
        Self { starts, records: Cow::Owned(records) }
    }

    /// Where the bucket of a feature lies in `records`.
    #[inline]
    fn range(&self, key: u64) -> (usize, usize) {
        let at = bucket(key, self.starts.len().saturating_sub(1));
        match (self.starts.get(at), self.starts.get(at + 1)) {
            (Some(start), Some(end)) => (*start as usize, *end as usize),
            _ => (0, 0),
        }
    }

    /// The cells of a feature in its bucket, two bytes each; empty where it has none.
    #[inline]
    fn cells(&self, key: u64, (start, end): (usize, usize)) -> &[u8] {
        let wanted = bits(key);
        let mut rest = self.records.get(start..end).unwrap_or(&[]);
        while let [low, high, n, tail @ ..] = rest {
            let Some((cells, next)) = tail.split_at_checked(2 * usize::from(*n)) else { break };
            if u16::from_le_bytes([*low, *high]) == wanted {
                return cells;
            }
            rest = next;
        }
        &[]
    }

    /// Adds the weights of features to the scores of the classes.
    ///
    /// The table is larger than the processor's caches. Many buckets are asked for before the first of them is
    /// read, so that one wait serves them all.
    pub fn add(&self, keys: &[u64], scores: &mut Scores) {
        for keys in keys.chunks(WAVE) {
            let mut ranges = [(0, 0); WAVE];
            for (range, key) in ranges.iter_mut().zip(keys) {
                *range = self.range(*key);
            }
            let heads = ranges.iter().filter_map(|(start, _)| self.records.get(*start));
            black_box(heads.fold(0, |sum, byte| sum ^ byte));
            for (key, range) in keys.iter().zip(ranges) {
                for cell in self.cells(*key, range).chunks_exact(2) {
                    if let [class, weight] = cell
                        && let Some(score) = scores.get_mut(usize::from(*class))
                    {
                        let root = i32::from(*weight as i8);
                        *score += root * root.abs();
                    }
                }
            }
        }
    }

    /// The first class of a feature's row.
    pub fn first(&self, key: u64) -> Option<u8> {
        self.cells(key, self.range(key)).first().copied()
    }

    /// Writes the table.
    pub fn write(&self, out: &mut Vec<u8>) {
        out.extend((self.starts.len() as u32).to_le_bytes());
        // Buckets are short: their lengths fit two bytes, so the file keeps those.
        for pair in self.starts.windows(2) {
            if let [start, end] = pair {
                out.extend(((end - start) as u16).to_le_bytes());
            }
        }
        out.extend((self.records.len() as u32).to_le_bytes());
        out.extend(self.records.iter());
    }

    /// Reads a table.
    ///
    /// # Errors
    /// Where the bytes end too early or the buckets do not fit the records.
    pub fn read(reader: &mut Reader) -> Result<Self, ModelError> {
        let n_starts = reader.u32()? as usize;
        if n_starts == 0 && reader.u32()? == 0 {
            return Ok(Self::default());
        }
        if !n_starts.saturating_sub(1).is_power_of_two() {
            return Err(ModelError::Damaged);
        }
        let mut starts = Vec::with_capacity(n_starts.min(1 << 24));
        let mut at = 0_u32;
        starts.push(at);
        for length in reader.take(2 * (n_starts - 1))?.chunks_exact(2) {
            if let [low, high] = length {
                at = at
                    .checked_add(u32::from(u16::from_le_bytes([*low, *high])))
                    .ok_or(ModelError::Damaged)?;
                starts.push(at);
            }
        }
        let n_bytes = reader.u32()?;
        if n_bytes != at {
            return Err(ModelError::Damaged);
        }
        Ok(Self { starts, records: reader.take(n_bytes as usize)? })
    }
}

#[inline]
fn bucket(key: u64, n_buckets: usize) -> usize {
    (key as usize) & n_buckets.wrapping_sub(1)
}

#[inline]
fn bits(key: u64) -> u16 {
    (key >> 40) as u16
}

/// The class with the highest score among the first `n_classes`; the first of equals.
#[inline]
pub fn best(scores: &Scores, n_classes: usize) -> u8 {
    let mut best = 0;
    let mut top = i32::MIN;
    for (class, score) in scores.iter().take(n_classes).enumerate() {
        if *score > top {
            (best, top) = (class, *score);
        }
    }
    best as u8
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::feature::mix;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    proptest! {
        /// Every row is found, nothing else is, and the file gives the same table.
        #[test]
        fn rows_are_found_and_no_others(
            rows in proptest::collection::btree_map(any::<u16>(), (0_u8..9, any::<i8>()), 0..300),
            strangers in proptest::collection::vec(any::<u16>(), 0..100),
        ) {
            let key = |n: u16| mix(u64::from(n), 7);
            // Rows that share bucket and bits are one.
            let rows: BTreeMap<u16, (u64, (u8, i8))> =
                rows.into_iter().map(|(n, cell)| (bits(key(n)), (key(n), cell))).collect();
            let table = Table::build(rows.values().map(|(key, cell)| (*key, vec![*cell])).collect());
            let asked: Vec<u64> = strangers.into_iter().map(key)
                .filter(|key| rows.get(&bits(*key)).is_none_or(|(known, _)| known == key))
                .chain(rows.values().map(|(key, _)| *key)).collect();
            let mut plain: Scores = [0; 256];
            for key in &asked {
                if let Some((_, (class, weight))) = rows.get(&bits(*key)) {
                    plain[usize::from(*class)] += i32::from(*weight) * i32::from(*weight).abs();
                }
            }
            let mut bytes = Vec::new();
            table.write(&mut bytes);
            let read = Table::read(&mut Reader::new(bytes.into())).unwrap();
            for table in [table, read] {
                let mut scores: Scores = [0; 256];
                table.add(&asked, &mut scores);
                prop_assert_eq!(scores, plain);
            }
        }
    }
}
