//! Dates that the tellings of a story settle together.
//!
//! In: the witnesses of a story with what was found in each alone. Out: undated witnesses with the
//! day of publication that their siblings fix, and with the values that follow from it. Read
//! `evidence` (the dated acts of the story and the sentences that tell them), then the rounds here.
//!
//! A witness says a weekday; a sibling tells the same act with its full date, and that date falls
//! on the weekday: the witness was then published in the week that makes the two meet. All
//! publication days of that kind are kept together, and a value is settled only where every one of
//! them gives it. Two tellings that cannot both hold are never brought together: each witness
//! keeps the value that its own words and its own publication day give.

mod evidence;
pub(crate) mod words;

use crate::annotate::time::Reading;
use crate::config::CalendarConfig;
use evidence::{Act, Alike, Evidence, month_and_day};
use jiff::{ToSpan, civil::Date};
use std::collections::{BTreeMap, BTreeSet};
use tellings_model::{Based, Basis, Citation, Stamp, Time, TimeBasis, Witness};

/// Gives undated witnesses the date that their siblings fix, and their times the values that follow.
///
/// Time is linear in the number of witnesses: each is compared with a bounded number of acts.
pub(crate) fn solve(witnesses: &mut [Witness], config: &CalendarConfig) {
    let mut undated: Vec<Undated> = witnesses
        .iter()
        .enumerate()
        .filter(|(_, witness)| witness.published.is_none())
        .map(|(idx, witness)| Undated {
            idx,
            reading: Reading::of(&witness.article),
            solved: false,
        })
        .collect();
    if undated.is_empty() {
        return;
    }
    // Those dated by their pages alone, so that the order of the tellings says nothing.
    let dated = witnesses.iter().filter_map(|witness| witness.published.as_ref());
    let dated: BTreeSet<Date> = dated.map(|published| published.value.day).collect();
    for witness in &mut undated {
        witness.solved = by_dateline(witnesses, witness, &dated, config);
    }
    // A day settled in one round is evidence in the next; chains longer than this are not trusted.
    for _ in 0..config.rounds {
        let evidence = Evidence::of(witnesses, config);
        let open = undated.iter_mut().filter(|witness| !witness.solved);
        let settled = open.filter(|witness| settle(witnesses, witness, &evidence, config)).count();
        if settled == 0 {
            break;
        }
        for witness in &mut undated {
            witness.solved |= witnesses.get(witness.idx).is_some_and(|at| at.published.is_some());
        }
    }
    let evidence = Evidence::of(witnesses, config);
    for witness in undated.iter().filter(|witness| !witness.solved) {
        neighbour(witnesses, witness, &evidence, config);
    }
}

struct Undated {
    idx: usize,
    reading: Reading,
    solved: bool,
}

/// The publication days that stand open, with the words that fix them.
struct Open {
    days: Vec<Date>,
    because: Vec<Citation>,
}

/// Gives a witness whose dateline names a day and no year the year in which its siblings came out near
/// that day; whether there is just one.
fn by_dateline(
    witnesses: &mut [Witness],
    undated: &Undated,
    dated: &BTreeSet<Date>,
    config: &CalendarConfig,
) -> bool {
    let Some(witness) = witnesses.get(undated.idx) else { return false };
    let dateline = witness.article.dateline.as_ref().map(|dateline| dateline.span);
    let times = undated.reading.times(None, TimeBasis::Siblings);
    let own = times.iter().find(|time| dateline.is_some_and(|line| line.overlaps(time.span)));
    let Some((span, (month, day))) = own.and_then(|time| Some((time.span, month_and_day(time)?)))
    else {
        return false;
    };
    let near: BTreeSet<Date> = dated
        .iter()
        .flat_map(|near| (-1..=1).map(move |years| (*near, near.year() + years)))
        .filter_map(|(near, year)| Date::new(year, month, day).ok().map(|date| (near, date)))
        .filter(|(near, date)| {
            let apart = near.until(*date).map_or(i32::MAX, |span| span.get_days().abs());
            apart <= i32::from(config.telling_days)
        })
        .map(|(_, date)| date)
        .collect();
    let (Some(date), 1) = (near.first().copied(), near.len()) else { return false };
    let times = undated.reading.times(Some(date), TimeBasis::Siblings);
    let Some(witness) = witnesses.get_mut(undated.idx) else { return false };
    witness.annotations.times = times;
    let because = vec![Citation { witness: witness.siglum, span }];
    publish(witness, date, because);
    true
}

/// Settles the publication day of one witness by its weekdays; whether it did.
fn settle(
    witnesses: &mut [Witness],
    undated: &Undated,
    evidence: &Evidence,
    config: &CalendarConfig,
) -> bool {
    let Some(witness) = witnesses.get(undated.idx) else { return false };
    let mut links = evidence.links(undated.idx, witness);
    // The likest acts speak first; one that contradicts them is left aside.
    links.sort_by(|a, b| b.alike.cmp(&a.alike).then(a.act.citation.cmp(&b.act.citation)));
    let mut open: Option<Open> = None;
    let mut placed = Placed::of(&undated.reading);
    for link in &links {
        let days = days_that_meet(&mut placed, link.time_idx, link.act.day, config);
        let own = Citation { witness: witness.siglum, span: link.span };
        open = narrowed(open, days, [own, link.act.citation]);
    }
    let Some(open) = open.filter(|_| !rival(&links)) else { return false };
    let Some(first) = open.days.first().copied() else { return false };
    let times = placed.shared_values(&open.days);
    let Some(witness) = witnesses.get_mut(undated.idx) else { return false };
    witness.annotations.times = times;
    if !links.iter().any(|link| link.is_close) {
        return false;
    }
    // The earliest of the days: every value that was settled holds for the later ones too.
    publish(witness, first, open.because);
    true
}

/// Gives a witness the day of publication that its siblings fix, and the words that do.
fn publish(witness: &mut Witness, day: Date, mut because: Vec<Citation>) {
    because.sort_unstable();
    because.dedup();
    witness.published = Some(Based::new(Stamp { day, instant: None }, Basis::Siblings));
    witness.published_because = because;
}

/// Whether two different days are equally good for the same words.
fn rival(links: &[evidence::Link<'_>]) -> bool {
    let Some(best) = links.first() else { return false };
    let same = |link: &&evidence::Link<'_>| link.time_idx == best.time_idx;
    links.iter().filter(same).any(|link| link.alike == best.alike && link.act.day != best.act.day)
}

fn narrowed(open: Option<Open>, days: Vec<Date>, because: [Citation; 2]) -> Option<Open> {
    if days.is_empty() {
        return open;
    }
    let Some(mut open) = open else { return Some(Open { days, because: because.to_vec() }) };
    let common: Vec<Date> = open.days.iter().copied().filter(|day| days.contains(day)).collect();
    if !common.is_empty() {
        open.days = common;
        open.because.extend(because);
    }
    Some(open)
}

/// The publication days around an act for which the words of a witness mean the day of the act.
fn days_that_meet(
    placed: &mut Placed<'_>,
    time_idx: usize,
    act: Date,
    config: &CalendarConfig,
) -> Vec<Date> {
    let days = -config.week_days..=config.week_days;
    let days = days.filter_map(|offset| act.checked_add(offset.days()).ok());
    days.filter(|day| {
        placed.on(*day).get(time_idx).is_some_and(|time| {
            // What a night brought is told the next day at the earliest, or as `tonight`.
            let is_over = *day > act || !time.value.ends_with("TNI");
            is_over && time.days.is_some_and(|days| days.is_day() && days.first() == act)
        })
    })
    .collect()
}

/// A reading counted from days of publication, from each once.
struct Placed<'r> {
    reading: &'r Reading,
    on: BTreeMap<Date, Vec<Time>>,
}

impl<'r> Placed<'r> {
    fn of(reading: &'r Reading) -> Self {
        Self { reading, on: BTreeMap::new() }
    }

    /// The expressions, counted from a day.
    fn on(&mut self, day: Date) -> &[Time] {
        let times = || self.reading.times(Some(day), TimeBasis::Siblings);
        self.on.entry(day).or_insert_with(times)
    }

    /// The expressions with the values that all publication days give; others as they are without one.
    fn shared_values(&mut self, days: &[Date]) -> Vec<Time> {
        let mut shared = self.reading.times(None, TimeBasis::Siblings);
        let Some((first, others)) = days.split_first() else { return shared };
        let mut settled = self.on(*first).to_vec();
        let mut is_settled = vec![true; settled.len()];
        for day in others {
            for ((time, first), same) in self.on(*day).iter().zip(&settled).zip(&mut is_settled) {
                *same &= time.value == first.value;
            }
        }
        for ((time, first), same) in shared.iter_mut().zip(settled.drain(..)).zip(is_settled) {
            if same {
                *time = first;
            }
        }
        shared
    }
}

/// Re-values a witness that tells a dated act without a weekday of its own.
///
/// Its day of publication stays open; what is the same for every day of the weeks after the act is
/// settled.
fn neighbour(
    witnesses: &mut [Witness],
    undated: &Undated,
    evidence: &Evidence,
    config: &CalendarConfig,
) {
    let Some(witness) = witnesses.get(undated.idx) else { return };
    let told: Vec<(Alike, &Act)> = evidence.told_by(undated.idx, witness);
    let Some((_, best)) = told.iter().max_by_key(|(alike, act)| (*alike, act.day)) else { return };
    // Its own latest full date bounds the day of publication from below.
    let own = witness.annotations.times.iter().filter(|time| time.basis == TimeBasis::Text);
    let own =
        own.filter_map(|time| time.days).filter(|days| days.is_day()).map(|days| days.first());
    let first = own.chain([best.day]).max().unwrap_or(best.day);
    let steps = (0..=config.telling_days).step_by(usize::from(config.step_days));
    let days: Vec<Date> =
        steps.filter_map(|offset| first.checked_add(i64::from(offset).days()).ok()).collect();
    let times = Placed::of(&undated.reading).shared_values(&days);
    if let Some(witness) = witnesses.get_mut(undated.idx) {
        witness.annotations.times = times;
    }
}

#[cfg(test)]
pub(crate) mod tests;
