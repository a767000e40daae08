//! Places in an article's text.

/// A half-open range of UTF-8 bytes, `start..end`, in the text of one [`Article`](crate::Article).
///
/// Both ends lie on character boundaries of that text. Only [`Article::span`](crate::Article::span)
/// and the methods here make a `Span`, so a span that exists has been checked, once.
/// Order is by start, then by end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    start: u32,
    end: u32,
}

impl Span {
    pub(crate) fn new(start: u32, end: u32) -> Self {
        debug_assert!(start <= end);
        Self { start, end }
    }

    /// The first byte of the span.
    pub fn start(self) -> usize {
        self.start as usize
    }

    /// The byte after the last one of the span.
    pub fn end(self) -> usize {
        self.end as usize
    }

    /// The span as a range, for slicing the text it was made of.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start()..self.end()
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        self.end() - self.start()
    }

    /// Whether the span holds no byte.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether `other` lies inside this span; a span contains itself.
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two spans share a byte.
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span of the same text that contains both.
    #[must_use]
    pub fn cover(self, other: Self) -> Self {
        Self::new(self.start.min(other.start), self.end.max(other.end))
    }

    /// The text between two spans: from the end of this one to the start of `next`.
    /// Empty, at the end of this one, where `next` does not follow it.
    #[must_use]
    pub fn gap(self, next: Self) -> Self {
        Self::new(self.end, next.start.max(self.end))
    }
}
