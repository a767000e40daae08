//! How alike contexts must be; calibrated on the stories of `fixtures/` marked `tune`.

/// The least likeness of two contexts (a cosine), by how the two values stand.
pub(super) struct Needs {
    /// Equal values.
    pub(super) equal: f32,
    /// Values of which one is more precise.
    pub(super) finer: f32,
    /// Values that cannot both hold: the highest, since a false conflict is the worst error.
    pub(super) apart: f32,
}

/// Days.
pub(super) const DATE: Needs = Needs { equal: 0.22, finer: 0.25, apart: 0.45 };
/// Hours of the day.
pub(super) const HOUR: Needs = Needs { equal: 0.18, finer: 0.2, apart: 0.3 };
/// Figures of one unit.
pub(super) const FIGURE: Needs = Needs { equal: 0.2, finer: 0.25, apart: 0.35 };
/// Places.
pub(super) const PLACE: Needs = Needs { equal: 0.2, finer: 0.3, apart: 0.35 };
/// What something is declared to be: the verb is the same already.
pub(super) const NAME: Needs = Needs { equal: 0.12, finer: 0.15, apart: 0.12 };
/// Two clauses that tell the same thing.
pub(super) const SAME_STATEMENT: f32 = 0.35;
