//! How alike two articles are: the one number that batch and stream share.

use super::day;
use super::term::{KINDS, Kind, Term, kind_idx, share};
use super::vector::{Reading, Vector};
use crate::config::GroupConfig;

/// An article as it is compared.
#[derive(Clone, Debug, Default)]
pub(crate) struct Text {
    pub(crate) vector: Vector,
    /// Days since 1 January 2000; `None` for an undated article.
    pub(crate) published: Option<i32>,
    /// The days it speaks of, sorted.
    pub(crate) told: Box<[i32]>,
    /// The figures of headline and opening, sorted.
    pub(crate) figures: Box<[Term]>,
}

impl Text {
    pub(crate) fn new(reading: &Reading, weight: impl Fn(Term) -> f32) -> Self {
        Self {
            vector: Vector::new(reading, weight),
            published: reading.published.map(day::number_of),
            told: reading.told.clone(),
            figures: reading.lead.iter().copied().filter(|&term| is_figure(term)).collect(),
        }
    }
}

/// How alike two articles are, `0.0..=1.0`, and what that is made of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Score {
    /// Shared words, names and figures, anywhere and in the lead; less where the leads give figures
    /// and none of them is the same.
    pub(crate) alike: f32,
    /// The part of it that the time between the two leaves.
    pub(crate) left: f32,
}

impl Score {
    pub(crate) fn value(self) -> f32 {
        self.alike * self.left
    }
}

fn is_figure(term: Term) -> bool {
    kind_idx(term) == Kind::Figure as usize
}

/// What two articles share, less with every day between them, unless they speak of the same day.
/// Leads that give figures and share none speak of two things, the more so where the days are not
/// the same: reports of one day differ in their figures, too.
fn weigh(shared: f32, a: &Text, b: &Text, config: &GroupConfig) -> Score {
    let left = left_by_time(a, b, config);
    let other_figures =
        !a.figures.is_empty() && !b.figures.is_empty() && !share(&a.figures, &b.figures);
    let kept = match other_figures {
        false => 1.0,
        true if other_days(a, b, left, config) => config.other_figures,
        true => config.other_figures.sqrt(),
    };
    Score { alike: shared * kept, left }
}

/// The leading bits of a term that name its mark: eight thousand marks, a bit each, for some 250 terms.
const MARK_BITS: u32 = 13;

/// An article that others are compared with. A mark is set for each of its terms, so that of the terms
/// of others nearly all that it lacks are passed over at one glance.
pub(crate) struct Face<'a> {
    text: &'a Text,
    marks: [u64; 1 << (MARK_BITS - 6)],
}

/// The mark that belongs to a term: a place and a bit there.
fn mark_of(term: Term) -> (usize, u64) {
    let mark = term >> (Term::BITS - MARK_BITS);
    ((mark >> 6) as usize, 1 << (mark & 63))
}

impl<'a> Face<'a> {
    pub(crate) fn new(text: &'a Text) -> Self {
        let mut marks = [0; 1 << (MARK_BITS - 6)];
        for &(term, _) in &text.vector.0 {
            let (place, bit) = mark_of(term);
            if let Some(marks) = marks.get_mut(place) {
                *marks |= bit;
            }
        }
        Self { text, marks }
    }

    /// Compares two articles.
    pub(crate) fn compare(&self, other: &Text, config: &GroupConfig) -> Score {
        weigh(self.shared(other, config), self.text, other, config)
    }

    /// The [`compare`](Self::compare)d value; 0 where what they share cannot make it `least`.
    pub(crate) fn score_from(&self, least: f32, other: &Text, config: &GroupConfig) -> f32 {
        let shared = self.shared(other, config);
        if shared < least { 0.0 } else { weigh(shared, self.text, other, config).value() }
    }

    /// The part of what the two share that the time between them leaves.
    pub(crate) fn left_by_time(&self, other: &Text, config: &GroupConfig) -> f32 {
        left_by_time(self.text, other, config)
    }

    /// The cosines of all kinds of terms in one number.
    fn shared(&self, other: &Text, config: &GroupConfig) -> f32 {
        let mut cosines = [0.0; KINDS];
        self.each_shared(other, |term, product| {
            if let Some(cosine) = cosines.get_mut(kind_idx(term)) {
                *cosine += product;
            }
        });
        cosines.iter().zip(config.weights()).map(|(cosine, weight)| cosine * weight).sum()
    }

    /// Calls `take` with every term that both have, in order, and the product of its weights.
    pub(crate) fn each_shared(&self, other: &Text, mut take: impl FnMut(Term, f32)) {
        let mut rest = self.text.vector.0.iter();
        let mut next = rest.next();
        for &(term, weight) in &other.vector.0 {
            let (place, bit) = mark_of(term);
            if self.marks.get(place).is_none_or(|marks| marks & bit == 0) {
                continue;
            }
            while next.is_some_and(|&(own, _)| own < term) {
                next = rest.next();
            }
            if let Some(&(own, of_own)) = next
                && own == term
            {
                take(term, weight * of_own);
            }
        }
    }
}

/// Whether two articles were published far apart, and speak of no common day.
fn other_days(a: &Text, b: &Text, left: f32, config: &GroupConfig) -> bool {
    a.published.is_some() && b.published.is_some() && left < config.same_day
}

/// The part of the likeness that the time between two articles leaves.
fn left_by_time(a: &Text, b: &Text, config: &GroupConfig) -> f32 {
    match (a.published, b.published) {
        (Some(x), Some(y)) if x.abs_diff(y) > config.horizon_days => 0.0,
        (Some(x), Some(y)) => {
            #[expect(clippy::cast_precision_loss, reason = "days are few")]
            let gap = x.abs_diff(y) as f32;
            let fading = (-gap / config.fading_days).exp();
            let faded = config.timeless + (1.0 - config.timeless) * fading;
            if faded < config.same_day && day::meet(&a.told, &b.told) {
                config.same_day
            } else {
                faded
            }
        }
        _ if day::may_meet(&a.told, &b.told) => config.same_day,
        _ => config.undated,
    }
}

/// The [compared](Face::compare) value of two articles by position; 0 where one is not there.
pub(crate) fn score(texts: &[Text], a: u32, b: u32, config: &GroupConfig) -> f32 {
    match (texts.get(a as usize), texts.get(b as usize)) {
        (Some(left), Some(right)) => Face::new(left).compare(right, config).value(),
        _ => 0.0,
    }
}
