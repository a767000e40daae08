//! Dates that share a year: `between January 12 and January 16, 1936`, `in August and September 1914`.

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
