//! A stretch of the calendar, as precise as the words it came from.

use jiff::{ToSpan, civil::Date};
use std::fmt;

/// The days from `first` to `last`, both included: a day, a month, a year, or any stretch.
///
/// Written as EDTF (ISO 8601-2), never more precise than it is: `2025-05-03`, `2025-04`,
/// `2024`, `2025-04-16/2025-05-02`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Days {
    first: Date,
    last: Date,
}

impl Days {
    /// The days from `first` to `last`; the two are swapped where they stand the wrong way round.
    pub fn new(first: Date, last: Date) -> Self {
        Self { first: first.min(last), last: first.max(last) }
    }

    /// One day.
    pub fn day(day: Date) -> Self {
        Self { first: day, last: day }
    }

    /// One month; `None` where there is no such month.
    pub fn month(year: i16, month: i8) -> Option<Self> {
        let first = Date::new(year, month, 1).ok()?;
        Some(Self { first, last: first.last_of_month() })
    }

    /// One year; `None` where the calendar does not reach it.
    pub fn year(year: i16) -> Option<Self> {
        Some(Self { first: Date::new(year, 1, 1).ok()?, last: Date::new(year, 12, 31).ok()? })
    }

    /// The first day.
    pub fn first(self) -> Date {
        self.first
    }

    /// The last day.
    pub fn last(self) -> Date {
        self.last
    }

    /// Whether it is a single day.
    pub fn is_day(self) -> bool {
        self.first == self.last
    }

    /// Whether `other` lies inside this stretch; a stretch contains itself.
    pub fn contains(self, other: Self) -> bool {
        self.first <= other.first && other.last <= self.last
    }

    /// Whether the two share a day.
    pub fn overlaps(self, other: Self) -> bool {
        self.first <= other.last && other.first <= self.last
    }

    fn is_month(self) -> bool {
        self.first.day() == 1 && self.first.last_of_month() == self.last
    }

    fn is_year(self) -> bool {
        self.first.year() == self.last.year()
            && self.first.day_of_year() == 1
            && self.last.checked_add(1.day()).is_ok_and(|next| next.year() != self.last.year())
    }
}

impl fmt::Display for Days {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (first, last) = (self.first, self.last);
        if self.is_day() {
            write!(f, "{first}")
        } else if self.is_year() {
            write!(f, "{:04}", first.year())
        } else if self.is_month() {
            write!(f, "{:04}-{:02}", first.year(), first.month())
        } else {
            write!(f, "{first}/{last}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn is_written_as_precise_as_it_is() {
        let april = Days::month(2025, 4).map(|days| days.to_string());
        let year = Days::year(2024).map(|days| days.to_string());
        assert_eq!(april.as_deref(), Some("2025-04"));
        assert_eq!(year.as_deref(), Some("2024"));
        assert_eq!(Days::day(date(2025, 5, 3)).to_string(), "2025-05-03");
        assert_eq!(
            Days::new(date(2025, 5, 2), date(2025, 4, 16)).to_string(),
            "2025-04-16/2025-05-02"
        );
    }
}
