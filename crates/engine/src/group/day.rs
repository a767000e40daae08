//! Text → the days it speaks of: a follow-up months later still names the day of the event.
//!
//! This is the small change of time expressions, read at the speed of grouping: a month with a
//! day, with or without a year, and bare weekdays. All else is left to the annotations.

use super::meaning::{self, Meaning};
use super::term::share;
use crate::copies::word::{Shape, Word};
use jiff::civil::Date;

/// The most days that are kept of a text; those that stand first.
const MOST: usize = 24;
/// A day without a year lies at most so many days after the text, else in the year before.
const AHEAD: i32 = 30;

/// Days since 1 January 2000.
pub(crate) fn number_of(day: Date) -> i32 {
    let since = Date::constant(2000, 1, 1).duration_until(day);
    i32::try_from(since.as_hours() / 24).unwrap_or(0)
}

/// Below every day: the numbers of the days of a year without the year.
const YEARLESS: i32 = i32::MIN / 2;

/// The day of a year, whatever the year.
fn yearless(month: i8, day: i8) -> i32 {
    YEARLESS + i32::from(month) * 100 + i32::from(day)
}

/// The days that pieces of text, with their words, speak of, sorted: those they name, the day they were
/// published and the one before; of these and of days with a month the day of the year too, for texts of
/// which nobody knows the year (`SHORE, March 3 (Isle Wire)`).
///
/// Without a day of publication only days with a year can be placed.
pub(crate) fn days_told<'a>(
    pieces: impl Iterator<Item = (&'a str, &'a [Word])>,
    published: Option<Date>,
) -> Box<[i32]> {
    let recent =
        || published.into_iter().flat_map(|day| [Some(day), day.yesterday().ok()]).flatten();
    let yearless = |day: Date| yearless(day.month(), day.day());
    let mut days: Vec<i32> = recent().map(number_of).chain(recent().map(yearless)).collect();
    for (piece, words) in pieces {
        each_date(piece, words, |date| {
            for day in [date.placed(published), date.yearless()].into_iter().flatten() {
                if days.len() < MOST && !days.contains(&day) {
                    days.push(day);
                }
            }
        });
    }
    days.sort_unstable();
    days.into()
}

/// Whether two texts speak of the same day.
pub(crate) fn meet(a: &[i32], b: &[i32]) -> bool {
    let placed = |days: &[i32]| days.partition_point(|&day| day < YEARLESS + 10_000);
    share(a.get(placed(a)..).unwrap_or(&[]), b.get(placed(b)..).unwrap_or(&[]))
}

/// Whether two texts, of which one is undated, speak of the same day of a year.
pub(crate) fn may_meet(a: &[i32], b: &[i32]) -> bool {
    share(a, b)
}

/// A day as words name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Told {
    /// Monday is 1.
    Weekday(i8),
    MonthDay {
        year: Option<i16>,
        month: i8,
        day: i8,
    },
}

impl Told {
    /// The day of the year, whatever the year.
    fn yearless(self) -> Option<i32> {
        match self {
            Self::Weekday(_) => None,
            Self::MonthDay { month, day, .. } => Some(yearless(month, day)),
        }
    }

    /// Places it in the calendar, seen from the day of publication.
    fn placed(self, published: Option<Date>) -> Option<i32> {
        match self {
            Self::Weekday(weekday) => {
                let published = published?;
                let back = (published.weekday().to_monday_one_offset() - weekday).rem_euclid(7);
                Some(number_of(published) - i32::from(back))
            }
            Self::MonthDay { year: Some(year), month, day } => {
                Date::new(year, month, day).ok().map(number_of)
            }
            Self::MonthDay { year: None, month, day } => {
                let published = published?;
                let this_year = Date::new(published.year(), month, day).ok().map(number_of)?;
                if this_year - number_of(published) <= AHEAD {
                    return Some(this_year);
                }
                Date::new(published.year().checked_sub(1)?, month, day).ok().map(number_of)
            }
        }
    }
}

/// Calls `take` with each day that a text names.
fn each_date(text: &str, words: &[Word], mut take: impl FnMut(Told)) {
    let mut last: Option<(Word, Option<i16>)> = None;
    let mut month: Option<(i8, Word)> = None;
    let mut open: Option<(Told, Word)> = None;
    for &word in words {
        let number = (word.shape == Shape::Figure).then(|| number(text, word)).flatten();
        // `3 May 2021`, `May 3, 2021`: the year ends what stands open.
        if let Some((told, at)) = open.take() {
            take(match (told, number) {
                (Told::MonthDay { month, day, .. }, Some(year))
                    if (1000..=9999).contains(&year) && beside(text, at, word) =>
                {
                    Told::MonthDay { year: Some(year), month, day }
                }
                _ => told,
            });
        }
        match meaning::of(word.hash) {
            Some(Meaning::Weekday(weekday)) if word.shape == Shape::Capital => {
                take(Told::Weekday(weekday));
            }
            Some(Meaning::Month(named)) => {
                month = Some((named, word));
                let day = last.filter(|(at, _)| beside(text, *at, word)).and_then(|(_, day)| day);
                if let Some(day) = day.and_then(day_of_month) {
                    open = Some((Told::MonthDay { year: None, month: named, day }, word));
                    month = None;
                }
            }
            _ => {
                if let (Some((month, at)), Some(day)) = (month, number.and_then(day_of_month))
                    && beside(text, at, word)
                {
                    open = Some((Told::MonthDay { year: None, month, day }, word));
                }
                month = None;
            }
        }
        last = Some((word, number));
    }
    if let Some((told, _)) = open {
        take(told);
    }
}

/// The value of up to four digits, with or without the ending of an ordinal.
fn number(text: &str, word: Word) -> Option<i16> {
    let word = text.get(word.start as usize..word.end as usize)?;
    let digits = word.find(|c: char| !c.is_ascii_digit()).unwrap_or(word.len());
    let ending = word.get(digits..)?;
    let ordinal = ["", "st", "nd", "rd", "th"].contains(&ending);
    word.get(..digits)?.parse().ok().filter(|_| ordinal && digits <= 4)
}

fn day_of_month(number: i16) -> Option<i8> {
    i8::try_from(number).ok().filter(|day| (1..=31).contains(day))
}

/// Whether only spaces, a comma or a full stop stand between two words.
fn beside(text: &str, last: Word, word: Word) -> bool {
    let gap = text.get(last.end as usize..word.start as usize).unwrap_or("-");
    gap.chars().all(|c| matches!(c, ' ' | ',' | '.' | '\u{a0}')) && gap.len() <= 3
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::copies::word::words;

    fn shown(text: &str, published: &str) -> String {
        let since = Date::constant(2000, 1, 1);
        let words: Vec<Word> = words(text).collect();
        days_told([(text, &words[..])].into_iter(), published.parse().ok())
            .iter()
            .filter(|day| **day > YEARLESS + 10_000)
            .map(|&day| (since + jiff::Span::new().days(day)).to_string())
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn days_are_told_with_and_without_their_year() {
        assert_eq!(shown("On March 3, 2021, or 4 Sept. 2019.", ""), "2019-09-04 2021-03-03");
        assert_eq!(
            shown("It happened on Oct. 2nd.", "2017-01-13"),
            "2016-10-02 2017-01-12 2017-01-13"
        );
        assert_eq!(shown("El 5 enero", "2017-01-13"), "2017-01-05 2017-01-12 2017-01-13");
    }

    #[test]
    fn a_dateline_without_its_year_meets_the_day_of_another_text() {
        let told = |text: &str, published: &str| {
            let words: Vec<Word> = words(text).collect();
            days_told([(text, &words[..])].into_iter(), published.parse().ok())
        };
        let undated = told("SHORE, March 3 (Isle Wire) - A pier fell.", "");
        assert!(may_meet(&undated, &told("A pier fell on Monday.", "2031-03-04")));
        assert!(!may_meet(&undated, &told("A pier fell on Monday.", "2031-03-24")));
        assert!(!meet(&told("", "2030-03-04"), &told("", "2031-03-04")));
    }

    #[test]
    fn a_weekday_is_the_last_one() {
        assert_eq!(shown("He fell on Tuesday.", "2024-05-09"), "2024-05-07 2024-05-08 2024-05-09");
    }

    #[test]
    fn no_day_is_read_into_other_words() {
        assert_eq!(shown("The 25 marched. It may 3 be. Day 40 May.", ""), "");
        assert_eq!(shown("February 31 and May 3", ""), "");
    }
}
