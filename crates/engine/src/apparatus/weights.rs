//! Weights of the signals; written by `bench/apparatus/fit.py`, not by hand.

use super::signals::Signals;

/// For values that are equal.
pub(super) const EQUAL: Signals = [
    -1.646, 0.846, 0.966, -0.346, -0.972, -0.276, 0.573, 1.147, 0.297, 2.273, 0.638, 1.474, -0.752,
    -0.144, 0.973, -0.532, 0.000, 1.347, 0.000, 0.078, 0.032, 0.273, -1.126, 0.000, 0.192,
];

/// For values that are not equal.
pub(super) const OTHER: Signals = [
    -1.686, 0.814, 1.463, -0.399, 0.489, -0.610, 1.082, 0.099, 0.565, 0.048, 0.000, 1.512, -1.374,
    1.307, 0.316, 2.635, -2.062, 0.612, -1.360, 1.280, 1.105, -0.591, 0.172, 0.000, 1.016,
];
