//! From which likelihood on values join; calibrated on the stories of `fixtures/` marked `tune`.

/// The least likelihood of being of one matter, by how the two values stand.
pub(super) struct Needs {
    /// Equal values.
    pub(super) equal: f32,
    /// Values of which one is more precise.
    pub(super) finer: f32,
    /// Values that cannot both hold.
    pub(super) apart: f32,
}

/// Values of every sort.
pub(super) const NEEDS: Needs = Needs { equal: 0.5, finer: 0.3, apart: 0.4 };
/// Days: of the pairs of days that part and have a likelihood between the two limits, none in ten stories is
/// of one matter.
pub(super) const DAY_NEEDS: Needs = Needs { apart: 0.5, ..NEEDS };
/// Two clauses that tell the same thing: the cosine of their terms. The signals of values did no
/// better on them (average precision .57, the cosine alone .59).
pub(super) const SAME_STATEMENT: f32 = 0.35;
