//! When a text came out, as a stretch of time: a day-only date is a day long.

use jiff::Timestamp;
use tellings_model::{Based, Stamp};

/// The first and last second at which a text may have come out, counted from 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct When {
    first: i64,
    last: i64,
}

/// How the times of a model and its copy stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    /// The model came out before, by [`NEAR`] at most.
    Near,
    /// The model came out longer before.
    Far,
    /// Their times leave it open, or one has none.
    Open,
    /// The copy came out before, by no more than a wrong zone makes.
    Reversed,
    /// The copy came out before.
    Impossible,
}

const HOUR: i64 = 3_600;
const DAY: i64 = 24 * HOUR;
/// Copies follow fast: most of the made ones come within six hours of their model.
const NEAR: i64 = 6 * HOUR;
/// What a clock time is off by when its zone is wrong, at most: zones reach from −12 to +14 hours.
const ZONE: i64 = 14 * HOUR;

impl When {
    /// The stretch that a publication time leaves open; `None` for an undated text.
    pub(crate) fn of(published: Option<&Based<Stamp>>) -> Option<Self> {
        let stamp = published?.value;
        if let Some(instant) = stamp.instant {
            return Some(Self::at(instant));
        }
        let since = jiff::civil::Date::constant(1970, 1, 1).duration_until(stamp.day);
        Some(Self { first: since.as_secs(), last: since.as_secs() + DAY - 1 })
    }

    /// A point in time.
    pub(crate) fn at(instant: Timestamp) -> Self {
        Self { first: instant.as_second(), last: instant.as_second() }
    }

    fn is_clock(self) -> bool {
        self.first == self.last
    }

    /// How this and a later time stand to each other. A day that is printed is taken as it
    /// stands; only a clock can have a wrong zone.
    pub(crate) fn order(model: Option<Self>, copy: Option<Self>) -> Order {
        let Some((model, copy)) = model.zip(copy) else { return Order::Open };
        let doubt = if model.is_clock() || copy.is_clock() { ZONE } else { 0 };
        let least = copy.first.saturating_sub(model.last);
        let most = copy.last.saturating_sub(model.first);
        match () {
            () if most < -doubt => Order::Impossible,
            () if most < 0 => Order::Reversed,
            () if least < 0 => Order::Open,
            () if least < NEAR => Order::Near,
            () => Order::Far,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_a_day_long_and_clocks_may_be_off_by_a_zone() {
        let day = |day: i64| Some(When { first: day * DAY, last: day * DAY + DAY - 1 });
        let hour = |hour: i64| Some(When { first: hour * HOUR, last: hour * HOUR });
        assert_eq!(When::order(day(1), day(1)), Order::Open);
        assert_eq!(When::order(day(1), day(2)), Order::Near);
        assert_eq!(When::order(day(2), day(1)), Order::Impossible);
        assert_eq!(When::order(hour(9), hour(4)), Order::Reversed);
        assert_eq!(When::order(hour(40), hour(4)), Order::Impossible);
        assert_eq!(When::order(hour(4), hour(30)), Order::Far);
        assert_eq!(When::order(hour(4), None), Order::Open);
    }
}
