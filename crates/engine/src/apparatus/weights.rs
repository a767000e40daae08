//! Weights of the signals; written by `bench/apparatus/fit.py`, not by hand.

use super::signals::Signals;

/// For values that are equal.
pub(super) const EQUAL: Signals = [
    -2.163, 1.053, 0.772, -0.267, -0.315, 0.265, 1.360, 1.086, -0.135, 1.228, 0.924, 1.283, -0.932,
    -0.110, 0.600, -0.743, 0.000, 2.312, 0.000, 0.134, 0.017, 0.131, -1.419, 0.000,
];

/// For values that are not equal.
pub(super) const OTHER: Signals = [
    -2.318, 1.194, 1.233, 0.390, 0.402, 0.070, 1.239, 0.664, 0.146, -0.018, 0.000, 1.305, -1.179,
    0.945, 0.605, 3.028, -1.968, 0.656, -1.725, 1.280, 1.181, -0.721, -0.352, 0.000,
];
