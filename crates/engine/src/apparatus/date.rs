//! When: the days and the hours that the tellings give to one act.

use super::cues::{Cue, is};
use super::entry::of_matter;
use super::matter::{Bearing, Item, Matter, Sort, Value, matters};
use super::stamp::is_stamp;
use super::stem::fold;
use super::tellings::Tellings;
use super::thresholds::{DAY_NEEDS, NEEDS};
use super::toll::dates_a_count;
use jiff::{ToSpan, civil::Date};
use std::collections::{BTreeMap, BTreeSet};
use tellings_model::{Days, Entry, EntryKind, Time, TimeKind, Upos, Verdict};

/// The days that a telling gives to an act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct When {
    days: Days,
    /// Whether they are a part of a month or a year whose ends nobody fixes (`mid-May`).
    is_rough: bool,
    /// Whether it is the end of the days (`by the end of May`).
    is_end: bool,
    /// On which side of them the act lies.
    side: Side,
    /// Whether the words name the day by its weekday alone, so that its week was inferred.
    by_weekday: bool,
    /// Whether the words give no year, so that it was inferred.
    without_year: bool,
    /// Whether the telling is undated, so that nobody knows of which week its weekday is.
    is_supposed: bool,
}

/// On which side of some days an act lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    /// On them.
    On,
    /// It has gone on since then (`since May`).
    Since,
    /// It goes on from then (`from Monday`).
    From,
    /// It is over, or has to be done, by then (`until May`, `before the summer`).
    Until,
}

impl Side {
    /// By the word before the days.
    fn of(before: &str) -> Self {
        let before = fold(before);
        if is(&before, Cue::Since) {
            Self::Since
        } else if is(&before, Cue::From) {
            Self::From
        } else if is(&before, Cue::Until) {
            Self::Until
        } else {
            Self::On
        }
    }
}

impl Value for When {
    const SORT: Sort = Sort::Date;

    /// Days compare as intervals: equal, one inside the other, or apart. Two that overlap
    /// in part can both hold; a day and a season elsewhere in the year are no two answers to
    /// one question.
    fn bearing(&self, other: &Self) -> Bearing {
        let is_rough = self.is_rough || other.is_rough;
        if (self.days, self.is_rough) == (other.days, other.is_rough) {
            Bearing::Equal
        } else if self.is_supposed || other.is_supposed {
            // Only the weekday is known, so it is in no month, and weeks off it may be the same day.
            let is_one = self.gap(*other) % DAYS_OF_WEEK == 0 || self.side != other.side;
            let both_days = self.days.is_day() && other.days.is_day();
            if is_one || !both_days { Bearing::Unlike } else { Bearing::Apart }
        } else if self.days.overlaps(other.days) {
            // What has gone on since then is not what was done then; nor is the end of a month its middle.
            let at_end = |whole: &Self, day: &Self| {
                !whole.is_end
                    || !day.days.is_day()
                    || days_between(day.days.last(), whole.days.last()) <= END_DAYS
            };
            let is_since = |when: &Self| when.side == Side::Since;
            if is_since(self) == is_since(other) && at_end(self, other) && at_end(other, self) {
                Bearing::Finer
            } else {
                Bearing::Unlike
            }
        } else if is_rough && self.gap(*other) <= ROUGH_DAYS {
            Bearing::Finer
        } else if (self.by_weekday || other.by_weekday) && self.gap(*other) == DAYS_OF_WEEK {
            // `Thursday` a week from `Thursday, 16 October` may well be that day.
            Bearing::Unlike
        } else if (self.without_year || other.without_year) && self.is_of_other_year(*other) {
            Bearing::Unlike
        } else if self.days.is_day() == other.days.is_day() && !is_rough && self.side == other.side
        {
            // What ends by one day may well have begun on another.
            Bearing::Apart
        } else {
            Bearing::Unlike
        }
    }

    /// In EDTF; `~` at ends that are about there.
    fn key(&self) -> String {
        if self.is_rough {
            format!("{}~/{}~", self.days.first(), self.days.last())
        } else {
            self.days.to_string()
        }
    }

    /// Something that is done by the end of a month is not done in the month.
    fn needs_one_text(&self, other: &Self) -> bool {
        self.is_end != other.is_end && self.days == other.days
    }

    /// How precise it is.
    fn sort(&self) -> Option<String> {
        Some(self.key().len().to_string())
    }

    fn is_common(&self) -> bool {
        !self.days.is_day()
    }

    fn is_specific(&self) -> bool {
        self.days.is_day()
    }

    fn is_supposed(&self) -> bool {
        self.is_supposed
    }

    /// A year that is named by itself (`built in 1968`).
    fn is_rare(&self) -> bool {
        !self.is_rough && self.days.to_string().len() == "2000".len()
    }

    /// A day or two off, the same day of another month or year, the same month of a year nearby.
    fn nearness(&self, other: &Self) -> f32 {
        let (a, b) = (self.days.first(), other.days.first());
        let is_month = |when: &Self| when.days.to_string().len() == "2000-01".len();
        if a.month() == b.month() && is_month(self) && is_month(other) {
            let is_near = (a.year() - b.year()).abs() <= NEAR_YEARS;
            return if is_near { SAME_MONTH } else { 0.0 };
        }
        #[expect(clippy::cast_precision_loss, reason = "years have few days")]
        let days = days_between(a, b).unsigned_abs() as f32;
        if a.day() == b.day() && self.days.is_day() && other.days.is_day() {
            1.0
        } else {
            (-days / NEAR_DAYS).exp()
        }
    }
}

const DAYS_OF_WEEK: i32 = 7;
/// The ends of `mid-May` are so many days wide.
const ROUGH_DAYS: i32 = 2;
/// So many days at the end of a month or a year are its end.
const END_DAYS: i32 = 10;
/// The days after which another day is no near miss any more.
const NEAR_DAYS: f32 = 7.0;
/// After so many years a month is no near miss any more; before, it is so near.
const NEAR_YEARS: i16 = 3;
const SAME_MONTH: f32 = 0.8;

impl When {
    /// Whether both are one day of the calendar, in two years.
    fn is_of_other_year(self, other: Self) -> bool {
        let (a, b) = (self.days.first(), other.days.first());
        (a.month(), a.day()) == (b.month(), b.day()) && a.year() != b.year()
    }

    /// The days between two that do not overlap.
    fn gap(self, other: Self) -> i32 {
        let (a, b) = (self.days, other.days);
        days_between(a.last(), b.first()).max(days_between(b.last(), a.first()))
    }
}

fn days_between(a: jiff::civil::Date, b: jiff::civil::Date) -> i32 {
    a.until(b).map_or(i32::MAX, |span| span.get_days())
}

/// An hour of the day, in minutes after midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Hour {
    minutes: u16,
    /// Whether it is told to the minute (`2:47`, not `2:45`).
    is_exact: bool,
    /// Whether the words leave open which half of the day it is of (`a quarter past nine`).
    is_of_either_half: bool,
    /// Of which days it is, where its words say so (`7 p.m. Monday`).
    days: Option<Days>,
}

/// Clock times given so near to one another are one, in minutes; further apart, both can hold
/// up to the second limit (`shortly after two`, `2.15`).
const SAME_MINUTES: u16 = 5;
const NEAR_MINUTES: u16 = 20;
const HALF_DAY_MINUTES: u16 = 12 * 60;
const DAY_MINUTES: u16 = 2 * HALF_DAY_MINUTES;
/// To so many minutes a clock is rounded.
const ROUNDED_MINUTES: u16 = 5;

impl Value for Hour {
    const SORT: Sort = Sort::Hour;

    fn bearing(&self, other: &Self) -> Bearing {
        // Hours of two days are no two readings: the days are. A weekday may be of another week.
        let gap = self.days.zip(other.days).map(|(a, b)| days_between(a.first(), b.first()));
        let apart = self.minutes.abs_diff(other.minutes);
        let is_open = self.is_of_either_half || other.is_of_either_half;
        let round = if is_open { HALF_DAY_MINUTES } else { DAY_MINUTES };
        let apart = apart % round;
        // Midnight ends one day and begins the next.
        let over_midnight = round - apart;
        let is_next_day = gap.is_some_and(|gap| gap.abs() == 1) && over_midnight <= NEAR_MINUTES;
        if !is_next_day && gap.is_some_and(|gap| gap % DAYS_OF_WEEK != 0) {
            return Bearing::Unlike;
        }
        let apart = apart.min(over_midnight);
        if self.is_exact && other.is_exact && apart > 0 {
            Bearing::Apart
        } else if apart <= SAME_MINUTES {
            Bearing::Equal
        } else if apart <= NEAR_MINUTES {
            Bearing::Finer
        } else {
            Bearing::Apart
        }
    }

    /// A story has few hours.
    fn kin(&self) -> Option<String> {
        Some("hour".to_owned())
    }

    fn key(&self) -> String {
        format!("{:02}:{:02}", self.minutes / 60, self.minutes % 60)
    }
}

/// One entry for each act that is dated: agreements, finer readings, conflicts, only-ins.
pub(super) fn entries(
    tellings: &Tellings<'_>,
    days: &[Item<When>],
    hours: &[Item<Hour>],
) -> Vec<Entry> {
    let tellers = tellers(days);
    let is_common = |entry: &Entry| {
        let value = entry.readings.first().map_or("", |reading| reading.value.as_str());
        tellers.get(value).is_some_and(|n| *n >= COMMON_WITNESSES)
    };
    let of_days = matters(tellings, days, &DAY_NEEDS);
    let of_hours = matters(tellings, hours, &NEEDS);
    // A weekday of nobody knows which week is compared; by itself it says nothing.
    let is_known = |matter: &&Matter| {
        let mut items = matter.clusters.iter().flatten().filter_map(|idx| days.get(*idx));
        items.any(|item| !item.value.is_supposed)
    };
    let of_days = of_days
        .iter()
        .filter(is_known)
        .filter_map(|m| of_matter(tellings, EntryKind::Date, days, m))
        .filter(|entry| entry.verdict != Verdict::OnlyIn || !is_common(entry));
    let of_hours = of_hours.iter().filter_map(|m| of_matter(tellings, EntryKind::Date, hours, m));
    of_days.chain(of_hours).collect()
}

/// The days that the tellings give.
pub(super) fn days(tellings: &Tellings<'_>) -> Vec<Item<When>> {
    let published = tellings.witnesses.iter().filter_map(|w| w.published.as_ref());
    let last = published.map(|stamp| stamp.value.day).max();
    items(tellings, |time, words, before, _| {
        // A vague reference (`recently`) is a date of nothing.
        let dated = match time.kind {
            TimeKind::Date => !time.value.ends_with("_REF"),
            // `Tuesday night` is on Tuesday, and so is `Tuesday at 4 p.m.`, whose hour is another matter.
            TimeKind::Time if is_part_of_day(&time.value) => names_day(words),
            TimeKind::Time => {
                let names = |word: &str| is(word, Cue::DayName) || is(word, Cue::DayReference);
                fold(words).split(|c: char| !c.is_alphabetic()).any(names)
            }
            _ => false,
        };
        // An undated telling is taken for one of the week of the last: its weekday tells from others.
        let supposed = || last.and_then(|last| last_weekday(&time.value, last));
        let is_supposed = time.days.is_none();
        let days = time.days.or_else(supposed).filter(|_| dated)?;
        let part = part_of(days, words);
        let by_weekday = is_supposed || is(&fold(words), Cue::DayName);
        let year = days.first().year().to_string();
        Some(When {
            by_weekday,
            without_year: !words.contains(&year),
            is_supposed,
            days: part.unwrap_or(days),
            is_rough: part.is_some(),
            is_end: fold(words).split(' ').any(|word| is(word, Cue::End)),
            side: Side::of(before),
        })
    })
}

/// The last day before another, or that day, that is the weekday of a TIMEX3 value (`XXXX-WXX-6TNI`).
fn last_weekday(value: &str, last: Date) -> Option<Days> {
    let weekday: i8 = value.strip_prefix("XXXX-WXX-")?.get(..1)?.parse().ok()?;
    let weekday = jiff::civil::Weekday::from_monday_one_offset(weekday).ok()?;
    let back = last.weekday().since(weekday);
    last.checked_sub(i64::from(back).days()).ok().map(Days::day)
}

/// Whether a TIMEX3 value is a part of a day (`2025-03-14TNI`), without an hour.
fn is_part_of_day(value: &str) -> bool {
    value
        .split_once('T')
        .is_some_and(|(_, part)| part.len() == 2 && part.chars().all(|c| c.is_ascii_uppercase()))
}

/// Whether words name the day beside its part (`Tuesday night`, and not `the night`).
fn names_day(words: &str) -> bool {
    let words = fold(words);
    words.split_whitespace().any(|word| !is(word, Cue::PartOfDay))
}

/// The part of a month or a year that words name (`mid-May`, `late 2019`); `None` where they name
/// the whole.
fn part_of(days: Days, words: &str) -> Option<Days> {
    let is_month = days.to_string().len() == "2000-01".len();
    let is_year = days.to_string().len() == "2000".len();
    let named = |cue| fold(words).split(|c: char| !c.is_alphabetic()).any(|word| is(word, cue));
    let part =
        [Cue::EarlyPart, Cue::MiddlePart, Cue::LatePart].into_iter().find(|cue| named(*cue))?;
    let (year, month) = (days.first().year(), days.first().month());
    let day = |month, day| jiff::civil::Date::new(year, month, day).ok();
    let ends = match part {
        Cue::EarlyPart if is_month => (day(month, 1), day(month, 10)),
        Cue::MiddlePart if is_month => (day(month, 11), day(month, 20)),
        _ if is_month => (day(month, 21), Some(days.last())),
        Cue::EarlyPart if is_year => (day(1, 1), day(4, 30)),
        Cue::MiddlePart if is_year => (day(5, 1), day(8, 31)),
        _ if is_year => (day(9, 1), day(12, 31)),
        _ => return None,
    };
    Some(Days::new(ends.0?, ends.1?))
}

/// The hours that the tellings give.
pub(super) fn hours(tellings: &Tellings<'_>) -> Vec<Item<Hour>> {
    items(tellings, |time, words, before, after| {
        // `| 1:22` beside a film is its length.
        let is_led = before.starts_with(char::is_alphabetic)
            || words.contains(|c: char| !c.is_ascii_digit() && c != ':');
        let letters = |text: &'_ str| -> Vec<String> {
            let words = text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
            words.take(DAY_WORDS).map(fold).collect()
        };
        let (own, next) = (letters(words), letters(after));
        let mut words_of_day = own.iter().chain(&next);
        let names_day = words_of_day.any(|word| is(word, Cue::DayName));
        let days = time.days.filter(|_| names_day);
        let hour = hour(&time.value, words).filter(|_| time.kind == TimeKind::Time && is_led);
        hour.map(|hour| Hour { days, ..hour })
    })
}

/// A day that so many tellings give, to whatever act, is no news of one of them.
const COMMON_WITNESSES: usize = 3;

/// By day as shown, how many tellings give it, to whatever act.
fn tellers(days: &[Item<When>]) -> BTreeMap<String, usize> {
    let mut tellers: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    for item in days.iter().filter(|item| item.value.days.is_day()) {
        tellers.entry(item.value.key()).or_default().insert(item.witness_idx);
    }
    tellers.into_iter().map(|(day, tellers)| (day, tellers.len())).collect()
}

/// So many words after its clock time the day of an hour is named (`at 7 p.m. on Monday`).
const DAY_WORDS: usize = 4;

/// The values of the times of all tellings, each read from the time, its words, the word before and the
/// rest of the line.
fn items<V>(
    tellings: &Tellings<'_>,
    value: impl Fn(&Time, &str, &str, &str) -> Option<V>,
) -> Vec<Item<V>> {
    let mut items = Vec::new();
    for (witness_idx, witness) in tellings.witnesses.iter().enumerate() {
        // The day of a dateline is that of the telling, not of an act.
        let dateline = witness.article.dateline.as_ref().map(|dateline| dateline.span);
        let is_act = |time: &&Time| !dateline.is_some_and(|line| line.overlaps(time.span));
        for time in witness.annotations.times.iter().filter(is_act) {
            if dates_a_count(tellings, witness_idx, time.span)
                || is_stamp(tellings, witness_idx, time.span)
            {
                continue;
            }
            let before = tellings.tokens_in(witness_idx, time.span).start.checked_sub(1);
            // `An article from 2 May` came out on that day; nothing has gone on from it.
            let of_noun = |idx: usize| {
                let noun = idx.checked_sub(1).and_then(|noun| tellings.token(witness_idx, noun));
                is(&fold(tellings.word(witness_idx, idx)), Cue::From)
                    && noun.is_some_and(|token| matches!(token.upos, Upos::Noun | Upos::Propn))
            };
            let ahead = witness.article.text().get(..time.span.start()).unwrap_or("");
            let opens = ahead.trim_end_matches(' ').ends_with('\n');
            let before = before.filter(|&idx| !opens && !of_noun(idx));
            let before = before.map_or("", |idx| tellings.word(witness_idx, idx));
            let after = witness.article.text().get(time.span.end()..).unwrap_or("");
            let line = after.split('\n').next().unwrap_or("");
            let value = value(time, witness.article.at(time.span), before, line);
            items.extend(value.map(|v| Item::new(tellings, witness_idx, time.span, v)));
        }
    }
    items
}

/// The clock time of a TIMEX3 value (`2025-03-14T02:15`), told to the minute or rounded.
fn hour(value: &str, words: &str) -> Option<Hour> {
    let (_, clock) = value.split_once('T')?;
    let (hours, rest) = clock.split_once(':')?;
    let minutes = rest.get(..2)?;
    let minutes = hours.parse::<u16>().ok()? * 60 + minutes.parse::<u16>().ok()?;
    let words = fold(words);
    let is_rough = words.split(' ').any(|word| is(word, Cue::About));
    // `04.10` and `2.30pm` say which half; `4.10` and `ten past four` do not.
    let mut parts = words.split(|c: char| !c.is_alphanumeric());
    let tells_half =
        |part: &str| is(part.trim_start_matches(|c: char| c.is_ascii_digit()), Cue::HalfOfDay);
    let is_padded = |word: &str| word.starts_with('0') && word.contains([':', '.']);
    let is_told = parts.any(tells_half) || words.split(' ').any(is_padded);
    let is_of_either_half = minutes <= HALF_DAY_MINUTES + 59 && !is_told;
    let is_exact = minutes % ROUNDED_MINUTES != 0 && !is_rough;
    Some(Hour { minutes, is_exact, is_of_either_half, days: None })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(days: Days) -> When {
        When {
            days,
            is_rough: false,
            is_end: false,
            side: Side::On,
            by_weekday: false,
            without_year: false,
            is_supposed: false,
        }
    }

    #[test]
    fn days_compare_as_intervals() {
        let (Some(may), Some(june)) = (Days::month(2025, 5), Days::month(2025, 6)) else { return };
        let day = on(Days::day(may.first()));
        let [may, june] = [may, june].map(on);
        assert_eq!(may.bearing(&day), Bearing::Finer);
        assert_eq!(may.bearing(&may), Bearing::Equal);
        assert_eq!(may.bearing(&june), Bearing::Apart);
        assert_eq!(day.bearing(&june), Bearing::Unlike);
    }

    #[test]
    fn a_part_of_a_month_is_finer_than_the_month() {
        let Some(may) = Days::month(2025, 5) else { return };
        let middle = part_of(may, "mid-May").map(|days| When { is_rough: true, ..on(days) });
        let whole = on(may);
        assert_eq!(part_of(may, "May"), None);
        assert_eq!(middle.map(|middle| middle.key()).as_deref(), Some("2025-05-11~/2025-05-20~"));
        assert_eq!(middle.map(|middle| middle.bearing(&whole)), Some(Bearing::Finer));
        let Ok(late) = jiff::civil::Date::new(2025, 5, 23) else { return };
        let late = on(Days::day(late));
        assert_eq!(middle.map(|middle| middle.bearing(&late)), Some(Bearing::Unlike));
    }

    #[test]
    fn near_hours_can_both_hold() {
        let bearing = |a: &str, b: &str| {
            let (a, b) = (hour(a, "at two"), hour(b, "at two"));
            a.zip(b).map(|(a, b)| a.bearing(&b))
        };
        assert_eq!(bearing("2025-03-14T02:00", "2025-03-14T02:15"), Some(Bearing::Finer));
        assert_eq!(bearing("T06:40", "T07:20"), Some(Bearing::Apart));
        assert_eq!(bearing("T02:47", "T02:51"), Some(Bearing::Apart));
        assert_eq!(bearing("T02:47", "T02:50"), Some(Bearing::Equal));
        assert_eq!(bearing("T06:40", "TMO"), None);
    }
}
