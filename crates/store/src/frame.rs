//! Weeks of the calendar, by which a large store is grouped.

use crate::StoreError;
use jiff::civil::Date;
use rusqlite::Connection;

/// The week of an article: Mondays to Sundays, counted from 3 January 2000. Articles without a
/// date have a frame of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Frame(Option<i64>);

/// How the table of pending frames writes the undated one: before all weeks.
const UNDATED: i64 = -1_000_000;

impl Frame {
    pub(crate) fn of(day: Option<Date>) -> Self {
        let first = Date::constant(2000, 1, 3);
        let weeks = |day: Date| (day - first).get_days();
        Self(day.map(|day| i64::from(weeks(day)).div_euclid(7)))
    }

    pub(crate) fn from_number(number: Option<i64>) -> Self {
        Self(number)
    }

    /// The number of the week, as articles keep it.
    pub(crate) fn number(self) -> Option<i64> {
        self.0
    }

    pub(crate) fn before(self) -> Option<Self> {
        self.0.map(|week| Self(Some(week - 1)))
    }

    pub(crate) fn after(self) -> Option<Self> {
        self.0.map(|week| Self(Some(week + 1)))
    }

    /// Notes that the frame has to be grouped again.
    pub(crate) fn mark(self, to: &Connection) -> Result<(), StoreError> {
        let mut insert = to.prepare_cached(
            "INSERT OR REPLACE INTO pending_frame (frame, stamp) \
             VALUES (?1, (SELECT ifnull(max(stamp), 0) + 1 FROM pending_frame))",
        )?;
        insert.execute([self.0.unwrap_or(UNDATED)])?;
        Ok(())
    }

    /// The frames that have to be grouped again, each with its stamp, in order.
    pub(crate) fn pending(from: &Connection) -> Result<Vec<(Self, i64)>, StoreError> {
        let mut select =
            from.prepare_cached("SELECT frame, stamp FROM pending_frame ORDER BY frame")?;
        let frame = |number: i64| Self((number != UNDATED).then_some(number));
        let frames = select.query_map([], |row| Ok((frame(row.get(0)?), row.get(1)?)))?;
        Ok(frames.collect::<Result<_, _>>()?)
    }

    /// Takes a frame off the list, unless it was marked again since.
    pub(crate) fn done(self, stamp: i64, to: &Connection) -> Result<(), StoreError> {
        let mut delete =
            to.prepare_cached("DELETE FROM pending_frame WHERE frame = ?1 AND stamp = ?2")?;
        delete.execute([self.0.unwrap_or(UNDATED), stamp])?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Frame;
    use jiff::civil::date;

    #[test]
    fn weeks_begin_on_mondays() {
        let week = |y, m, d| Frame::of(Some(date(y, m, d))).number();
        assert_eq!(week(2000, 1, 3), Some(0));
        assert_eq!(week(2000, 1, 9), Some(0));
        assert_eq!(week(2000, 1, 2), Some(-1));
        assert_eq!(Frame::of(None).number(), None);
    }
}
