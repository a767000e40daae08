//! How alike statements must be; calibrated on the stories of `fixtures/` marked `tune`.

/// Two values of one kind may stand together from this cosine on, where both can hold.
pub(super) const ALIKE: f32 = 0.30;
/// Two values that cannot both hold stand together only from this cosine on.
pub(super) const SAME_ACT: f32 = 0.35;
/// A matter holds together down to this mean cosine of its values.
pub(super) const TOGETHER: f32 = 0.20;
/// Two clauses tell the same thing from this cosine on.
pub(super) const SAME_STATEMENT: f32 = 0.45;
