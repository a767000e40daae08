//! Sets that grow together (Tarjan 1975).

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
    use super::Sets;

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
