//! Weights of the signals; written by `bench/apparatus/fit.py`, not by hand.

use super::signals::Signals;

/// For values that are equal.
pub(super) const EQUAL: Signals = [
    -1.635, 0.567, 1.096, -0.004, -0.277, 0.061, 0.704, 1.118, 0.149, 1.235, 1.406, 1.046, -1.398,
    0.760, 0.376, -0.324, 0.000, 0.887, 0.000, 0.013, 0.245, -0.067, -0.969, 0.000, 0.315,
];

/// For values that are not equal.
pub(super) const OTHER: Signals = [
    -1.930, 1.153, 1.444, -0.176, 0.293, -0.652, 0.813, 0.386, 0.312, 0.152, 0.000, 1.532, -1.733,
    1.037, 0.467, 2.798, -2.132, 0.843, -1.689, 1.044, 1.274, -0.362, 0.583, 0.000, 0.824,
];
