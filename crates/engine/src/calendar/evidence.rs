//! The dated acts of a story, and the sentences that tell them.

use super::words::{shared, words};
use crate::config::CalendarConfig;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use tellings_model::{Citation, Span, Time, TimeKind, Witness};

/// Something that happened on a known day, as one sentence of one witness tells it.
#[derive(Clone, Debug)]
pub(super) struct Act {
    /// The day.
    pub(super) day: Date,
    /// The words that date it.
    pub(super) citation: Citation,
    /// Which witness tells it.
    witness_idx: usize,
    /// The words of its sentence.
    words: Vec<u32>,
    /// Whether its year was not in the words and is the only one that fits.
    fitted: bool,
}

/// How alike two sentences are: shared words per mille of the shorter one, then how many.
pub(super) type Alike = (u32, usize);

/// A weekday of a witness and the act that it may mean.
pub(super) struct Link<'a> {
    /// The act.
    pub(super) act: &'a Act,
    /// Which expression of the witness names the weekday.
    pub(super) time_idx: usize,
    /// Where it stands.
    pub(super) span: Span,
    /// How alike the two tell it.
    pub(super) alike: Alike,
    /// Whether they are alike by themselves, and not just beside a lack of other days.
    pub(super) is_close: bool,
}

/// What the tellings of a story know together.
pub(super) struct Evidence {
    acts: Vec<Act>,
    /// The words of each sentence of each witness.
    sentences: Vec<Vec<Vec<u32>>>,
    least_words: usize,
    least_share: u32,
    least_of_only: usize,
}

impl Evidence {
    /// Gathers the dated acts of all witnesses, a bounded number of them.
    pub(super) fn of(witnesses: &[Witness], config: &CalendarConfig) -> Self {
        let sentences: Vec<Vec<Vec<u32>>> = witnesses
            .iter()
            .map(|witness| {
                let sentences = witness.annotations.sentences.iter();
                sentences.map(|sentence| words(witness.article.at(sentence.span))).collect()
            })
            .collect();
        let years = years(witnesses);
        let mut by_day: BTreeMap<Date, Vec<Act>> = BTreeMap::new();
        for (witness_idx, witness) in witnesses.iter().enumerate() {
            for time in &witness.annotations.times {
                let Some((day, fitted)) = act_day(time, &years) else { continue };
                let sentence = witness.annotations.sentence_at(time.span.start());
                let words = sentence.and_then(|at| sentences.get(witness_idx)?.get(at));
                let acts = by_day.entry(day).or_default();
                if let Some(words) = words
                    && acts.len() < config.acts_per_day
                {
                    let citation = Citation { witness: witness.siglum, span: time.span };
                    acts.push(Act { day, citation, witness_idx, words: words.clone(), fitted });
                }
            }
        }
        // The best attested days first; the rest would make the work grow with the square.
        let mut days: Vec<(Date, Vec<Act>)> = by_day.into_iter().collect();
        days.sort_by_key(|(day, acts)| (std::cmp::Reverse(acts.len()), std::cmp::Reverse(*day)));
        days.truncate(config.days);
        let acts = days.into_iter().flat_map(|(_, acts)| acts).collect();
        let (least_words, least_share) = (config.least_words, config.least_per_mille);
        Self { acts, sentences, least_words, least_share, least_of_only: config.least_of_only }
    }

    /// The acts that the open weekdays of a witness may mean.
    pub(super) fn links(&self, witness_idx: usize, witness: &Witness) -> Vec<Link<'_>> {
        let mut links = Vec::new();
        for (time_idx, time) in witness.annotations.times.iter().enumerate() {
            let Some(weekday) = open_weekday(time) else { continue };
            let own = witness.annotations.sentence_at(time.span.start());
            let on_weekday = |act: &&Act| act.day.weekday().to_monday_one_offset() == weekday;
            // Where the tellings know one such day alone, and several tell it, little more is asked.
            let days: BTreeSet<Date> = self.acts.iter().filter(on_weekday).map(|a| a.day).collect();
            let tellers = self.acts.iter().filter(on_weekday).map(|act| act.witness_idx);
            let is_only = days.len() == 1 && tellers.collect::<BTreeSet<_>>().len() > 1;
            for act in self.acts.iter().filter(on_weekday) {
                // A date with a fitted year must be told in the sentence of the weekday itself,
                // and by other words than its own.
                let close = if act.fitted {
                    own.and_then(|own| self.alike_sentence(witness_idx, own, act))
                } else {
                    self.alike(witness_idx, act)
                };
                let loose = || {
                    let alike = self.likeness(witness_idx, own.filter(|_| is_only)?, act);
                    alike.filter(|(_, shared)| !act.fitted && *shared >= self.least_of_only)
                };
                let (is_close, alike) = (close.is_some(), close.or_else(loose));
                if let Some(alike) = alike
                    && (act.fitted || act.witness_idx != witness_idx)
                    && !(act.witness_idx == witness_idx && act.citation.span == time.span)
                {
                    links.push(Link { act, time_idx, span: time.span, alike, is_close });
                }
            }
        }
        links
    }

    /// The acts of other witnesses that a witness tells, weekday or not.
    pub(super) fn told_by(&self, witness_idx: usize, _witness: &Witness) -> Vec<(Alike, &Act)> {
        let others = self.acts.iter().filter(|act| act.witness_idx != witness_idx && !act.fitted);
        others.filter_map(|act| Some((self.alike(witness_idx, act)?, act))).collect()
    }

    /// How alike the likest sentence of a witness tells an act; `None` where none is alike enough.
    fn alike(&self, witness_idx: usize, act: &Act) -> Option<Alike> {
        let n_sentences = self.sentences.get(witness_idx).map_or(0, Vec::len);
        (0..n_sentences).filter_map(|at| self.alike_sentence(witness_idx, at, act)).max()
    }

    fn alike_sentence(&self, witness_idx: usize, at: usize, act: &Act) -> Option<Alike> {
        self.likeness(witness_idx, at, act)
            .filter(|&(share, shared)| self.least_words <= shared && self.least_share <= share)
    }

    fn likeness(&self, witness_idx: usize, at: usize, act: &Act) -> Option<Alike> {
        let words = self.sentences.get(witness_idx)?.get(at)?;
        let shared = shared(words, &act.words);
        let shorter = words.len().min(act.words.len()).max(1);
        Some((u32::try_from(shared * 1000 / shorter).unwrap_or(0), shared))
    }
}

/// The day of an act: a full date, or a date that has one fitting year; and whether it was fitted.
fn act_day(time: &Time, years: &BTreeSet<i16>) -> Option<(Date, bool)> {
    if !matches!(time.kind, TimeKind::Date | TimeKind::Time) {
        return None;
    }
    if let Some(days) = time.days.filter(|days| days.is_day()) {
        return Some((days.first(), false));
    }
    let (month, day) = month_and_day(time)?;
    let latest = *years.last()?;
    Some((Date::new(latest, month, day).ok()?, true))
}

/// The month and the day of a date without a year.
pub(super) fn month_and_day(time: &Time) -> Option<(i8, i8)> {
    let (month, day) = time.value.strip_prefix("XXXX-")?.split_once('-')?;
    Some((month.parse().ok()?, day.parse().ok()?))
}

/// The years that the tellings name, print or were captured in.
fn years(witnesses: &[Witness]) -> BTreeSet<i16> {
    let mut years = BTreeSet::new();
    for witness in witnesses {
        let times = witness.annotations.times.iter().filter_map(|time| time.days);
        years.extend(times.filter(|days| days.is_day()).map(|days| days.first().year()));
        years.extend(witness.published.as_ref().map(|published| published.value.day.year()));
        let captured = witness.article.captured;
        years.extend(captured.map(|at| at.to_zoned(jiff::tz::TimeZone::UTC).year()));
    }
    years
}

/// The weekday of an expression whose day is open.
fn open_weekday(time: &Time) -> Option<i8> {
    let value = time.value.get(..10)?;
    value.strip_prefix("XXXX-WXX-").and_then(|day| day.parse().ok())
}
