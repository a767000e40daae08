//! Sets that grow together (Tarjan 1975).

use std::collections::BTreeMap;

/// Items of one key that belong together two by two, and by way of others: whoever is read first, the
/// same come together. Of a key with more than `most` items nothing is said.
pub(crate) fn components<T, K: Ord>(
    items: &[T],
    most: usize,
    key: impl Fn(&T) -> K,
    are_one: impl Fn(&T, &T) -> bool,
) -> Vec<Vec<&T>> {
    let mut by_key: BTreeMap<K, Vec<&T>> = BTreeMap::new();
    for item in items {
        by_key.entry(key(item)).or_default().push(item);
    }
    let few = by_key.into_values().filter(|items| items.len() <= most);
    few.flat_map(|items| {
        let mut sets = Sets::new(items.len());
        for (at, a) in items.iter().enumerate() {
            for (other, _) in items.iter().enumerate().skip(at + 1).filter(|(_, b)| are_one(a, b)) {
                sets.join(at, other);
            }
        }
        let mut groups: BTreeMap<usize, Vec<&T>> = BTreeMap::new();
        for (at, item) in items.into_iter().enumerate() {
            groups.entry(sets.find(at)).or_default().push(item);
        }
        groups.into_values()
    })
    .collect()
}

/// Disjoint sets of the numbers below some number; the smallest member stands for its set.
pub(crate) struct Sets(Vec<u32>);

impl Sets {
    /// Each number by itself.
    pub(crate) fn new(n: usize) -> Self {
        Self((0..).take(n).collect())
    }

    /// The smallest member of a number's set.
    pub(crate) fn find(&mut self, mut at: usize) -> usize {
        while let Some(&up) = self.0.get(at)
            && up as usize != at
        {
            let above = self.0.get(up as usize).copied().unwrap_or(up);
            if let Some(slot) = self.0.get_mut(at) {
                *slot = above;
            }
            at = above as usize;
        }
        at
    }

    /// Makes one set of those of two numbers.
    pub(crate) fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.find(a), self.find(b));
        if let (Some(root), Ok(least)) = (self.0.get_mut(a.max(b)), u32::try_from(a.min(b))) {
            *root = least;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Sets, components};

    #[test]
    fn what_is_joined_by_way_of_others_is_one() {
        let near = |a: &i32, b: &i32| (a - b).abs() <= 2;
        let groups = components(&[1, 9, 5, 3, 21, 22, 23, 24], 4, |n| n / 20, near);
        assert_eq!(groups, [vec![&1, &5, &3], vec![&9], vec![&21, &22, &23, &24]]);
        assert_eq!(components(&[1, 2, 3], 2, |_| 0, near), [[&0; 0]; 0]);
    }

    #[test]
    fn the_smallest_member_stands_for_its_set() {
        let mut sets = Sets::new(6);
        for (a, b) in [(4, 5), (1, 4), (2, 3), (5, 1), (0, 9)] {
            sets.join(a, b);
        }
        assert_eq!([0, 1, 2, 3, 4, 5].map(|at| sets.find(at)), [0, 1, 2, 2, 1, 1]);
        assert_eq!(sets.find(9), 9);
    }
}
