//! Dates that share a year (`between January 12 and January 16, 1936`) and times that share a day
//! (`at 5 p.m. on Friday`).

use super::Expression;
use super::meaning::{Meaning, Point};
use super::value::YearValue;
use tellings_model::Article;

/// What may stand between two dates that share a year.
const JOINTS: [&str; 12] =
    ["and", "to", "until", "till", "through", "or", "-", "–", "—", "&", "y", "a"];

/// Gives a date without a year the year of the next one, where only a joint stands between them.
pub(super) fn years(article: &Article, expressions: &mut [Expression]) {
    // From the end, so that a chain of three dates shares the year of the last.
    for idx in (1..expressions.len()).rev() {
        let Some([first, second]) = expressions.get_mut(idx - 1..=idx) else { continue };
        let between = article.at(first.span.gap(second.span)).trim().trim_end_matches("the");
        if matches!(between, "on" | "," | ", on" | "el") {
            borrow_day(first, second);
            continue;
        }
        if !JOINTS.contains(&between.trim()) {
            continue;
        }
        if let (Meaning::Point(first), Meaning::Point(second)) =
            (&mut first.meaning, &second.meaning)
        {
            first.year = first.year.or_else(|| shared(first, second));
        }
    }
}

/// Gives a clock time the day that follows it: `at 5 p.m. on Friday`.
fn borrow_day(first: &mut Expression, second: &Expression) {
    let (Meaning::Point(clock), Meaning::Point(day)) = (&mut first.meaning, &second.meaning) else {
        return;
    };
    let alone = Point { clock: clock.clock, meridiem: clock.meridiem, ..Point::default() };
    let dated = day.clock.is_none() && (day.day.or(day.weekday).is_some() || day.shift.is_some());
    if *clock == alone && clock.clock.is_some() && dated {
        *clock = clock.and(*day).unwrap_or(*clock);
        first.tense = second.tense;
    }
}

fn shared(first: &Point, second: &Point) -> Option<YearValue> {
    let year = second.year?;
    let bare = first.shift.is_none() && first.weekday.is_none() && first.direction.is_none();
    let yearly = first.month.is_some() || first.season.is_some() || first.quarter.is_some();
    if !bare || !yearly {
        return None;
    }
    match (year, first.month, second.month) {
        // `October to March 1918` begins the year before.
        (YearValue::Year(year), Some(first), Some(second)) if first > second => {
            Some(YearValue::Year(year - 1))
        }
        (YearValue::Decade(_) | YearValue::Century(_), _, _) => None,
        (year, _, _) => Some(year),
    }
}
