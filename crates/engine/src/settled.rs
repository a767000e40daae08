//! What people have settled about one story, so that nothing is guessed about it.

/// What people say of the articles of one story.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settled {
    /// Pairs of articles, by position: neither was written from the other.
    pub not_copies: Vec<(usize, usize)>,
    /// Pairs of names that name one person.
    pub same_speakers: Vec<(String, String)>,
}

impl Settled {
    /// The same, with the articles put into another order: `order[new] = old`.
    pub(crate) fn in_order(&self, order: &[usize]) -> Self {
        let place = |old: usize| order.iter().position(|&at| at == old);
        let pairs = self.not_copies.iter();
        Self {
            not_copies: pairs.filter_map(|&(a, b)| Some((place(a)?, place(b)?))).collect(),
            same_speakers: self.same_speakers.clone(),
        }
    }

    /// Whether neither of two articles was written from the other.
    pub(crate) fn are_no_copies(&self, a: usize, b: usize) -> bool {
        self.not_copies.iter().any(|&pair| pair == (a, b) || pair == (b, a))
    }
}
