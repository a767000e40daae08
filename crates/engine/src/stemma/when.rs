//! When a text came out, as a stretch of time: a day-only date is a day long.

use tellings_model::{Based, Stamp};

/// The first and last second at which a text may have come out, counted from 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct When {
    first: i64,
    last: i64,
}

/// Seconds of a day.
const DAY: i64 = 86_400;

impl When {
    /// The stretch that a publication time leaves open; `None` for an undated text.
    pub(crate) fn of(published: Option<&Based<Stamp>>) -> Option<Self> {
        let stamp = published?.value;
        if let Some(instant) = stamp.instant {
            return Some(Self { first: instant.as_second(), last: instant.as_second() });
        }
        let since = jiff::civil::Date::constant(1970, 1, 1).duration_until(stamp.day);
        Some(Self { first: since.as_secs(), last: since.as_secs() + DAY - 1 })
    }

    /// Whether it came out before another for certain.
    pub(crate) fn surely_before(self, other: Self) -> bool {
        self.last < other.first
    }

    /// The least and the most hours from this to the other; negative where the other is older.
    pub(crate) fn hours_until(self, other: Self) -> f64 {
        let middle = |when: Self| (when.first as f64 + when.last as f64) / 2.0;
        (middle(other) - middle(self)) / 3600.0
    }
}
