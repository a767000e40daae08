//! Weights of the signals; written by `bench/apparatus/fit.py`, not by hand.

use super::signals::Signals;

/// For values that are equal.
pub(super) const EQUAL: Signals = [
    -1.635, 0.568, 1.096, -0.003, -0.277, 0.060, 0.704, 1.119, 0.149, 1.236, 1.406, 1.046, -1.398,
    0.761, 0.377, -0.325, 0.000, 0.887, 0.000, 0.013, 0.245, -0.067, -0.969, 0.000, 0.316,
];

/// For values that are not equal.
pub(super) const OTHER: Signals = [
    -1.929, 1.153, 1.444, -0.176, 0.293, -0.652, 0.813, 0.386, 0.312, 0.152, 0.000, 1.531, -1.733,
    1.036, 0.468, 2.798, -2.132, 0.843, -1.689, 1.043, 1.274, -0.362, 0.583, 0.000, 0.824,
];
