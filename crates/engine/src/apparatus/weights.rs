//! Weights of the signals; written by `bench/apparatus/fit.py`, not by hand.

use super::signals::Signals;

/// For values that are equal.
pub(super) const EQUAL: Signals = [
    -2.007, 1.049, 1.231, -1.340, -0.565, 0.336, 0.596, 0.937, 0.359, 1.251, 1.641, 0.419, -1.102,
    0.424, 0.787, -0.765, 0.000, 1.504, 0.000, 0.290, 0.031, -0.594, -1.251, 0.000, 0.751,
];

/// For values that are not equal.
pub(super) const OTHER: Signals = [
    -2.092, 1.344, 1.409, -0.148, 0.431, 0.011, 1.844, 0.007, 0.385, 0.199, 0.000, 0.823, -1.716,
    1.260, 0.066, 2.235, -2.306, 0.587, -1.827, 1.500, 1.039, 0.086, 0.769, 0.000, 0.958,
];
