//! Holidays → days: `easter-2`, `nth 4 4 11` (fourth Thursday of November), `fix 25 12`.

use super::calendar_math as math;
use super::value::{Within, YearValue};
use jiff::ToSpan;

/// Where a holiday lies in a year; `None` where the rule gives no day there.
///
/// A rule of the tables is `D/M` (a fixed day), `W#N/M` (the Nth weekday W of a month, counted
/// from its end where N is negative) or `E±N` (days from Easter); `>N` behind it is N days later.
pub(crate) fn within(rule: &str, year: YearValue) -> Option<Within> {
    if let Some((day, month)) = rule.split_once('/')
        && let (Ok(day), Ok(month)) = (day.parse(), month.parse())
    {
        return Some(Within::Day(Some(month), Some(day)));
    }
    let YearValue::Year(year) = year else {
        return Some(Within::Day(None, None));
    };
    let (rule, later) =
        rule.split_once('>').map_or((rule, 0), |(rule, days)| (rule, days.parse().unwrap_or(0)));
    let date = match rule.strip_prefix('E') {
        Some(days) => math::easter(year)?.checked_add(days.parse::<i64>().ok()?.days()).ok()?,
        None => {
            let (weekday, rest) = rule.split_once('#')?;
            let (nth, month) = rest.split_once('/')?;
            let (nth, month) = (nth.parse().ok()?, month.parse().ok()?);
            math::nth_weekday(year, month, nth, weekday.parse().ok()?)?
        }
    };
    let date = date.checked_add(later.days()).ok()?;
    Some(Within::Day(Some(date.month()), Some(date.day())))
}
