//! How numbers are written: whole ones without a fraction, shares with four digits.

/// Rounds a share to the four digits that are published.
pub(crate) fn round4(share: f64) -> f64 {
    (share * 1e4).round() / 1e4
}

/// A number as people write it: `450000`, not `450000.0`.
pub(crate) mod whole_or_real {
    use serde::Serializer;

    /// Above this a float no longer names every whole number.
    const LARGEST_WHOLE: f64 = 9_007_199_254_740_992.0;

    pub(crate) fn one<S: Serializer>(value: &f64, serializer: S) -> Result<S::Ok, S::Error> {
        if value.fract() == 0.0 && value.abs() <= LARGEST_WHOLE {
            serializer.serialize_i64(*value as i64)
        } else {
            serializer.serialize_f64(*value)
        }
    }

    pub(crate) fn maybe<S: Serializer>(
        value: &Option<f64>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        match value {
            Some(value) => one(value, serializer),
            None => serializer.serialize_none(),
        }
    }
}

/// A share of something, from 0 to 1, rounded to four digits.
pub(crate) mod share {
    use super::round4;
    use serde::Serializer;

    pub(crate) fn one<S: Serializer>(value: &f64, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(round4(*value))
    }

    pub(crate) fn each<S: Serializer>(values: &[f64], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(values.iter().map(|&value| round4(value)))
    }

    pub(crate) fn maybe<S: Serializer>(
        value: &Option<f64>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        match value {
            Some(value) => one(value, serializer),
            None => serializer.serialize_none(),
        }
    }
}
