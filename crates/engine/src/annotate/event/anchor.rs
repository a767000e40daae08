//! The time of each clause: what dates it, what it shares, what it goes on from.
//!
//! In this order: an expression that hangs on the predicate; the clause that it shares its time
//! with; the time the telling goes on from; the day of the report, only for what the words place
//! there. What is planned, possible or earlier than the time told of stays without a date.

use super::attach::{Dated, dated};
use super::clause::{MAX_DEPTH, Tense, View};
use super::table::Role;
use crate::annotate::quote::lexicon::{self, Kinds, Lexicon};
use jiff::{ToSpan, civil::Date};
use tellings_model::{Anchor, AnchorBasis, Days, Relation, Sentence, Upos};

/// The anchors of all tokens that were asked for.
pub(super) struct Anchors<'a> {
    view: &'a View<'a>,
    lexicon: &'static Lexicon,
    /// The day of the report.
    published: Option<Days>,
    /// The day that the report tells of, once named.
    report: Option<Anchor>,
    /// The time that the sentence before told of as background.
    background: Option<Anchor>,
    /// Whether the sentence takes up somebody or something of the one before.
    goes_on: bool,
}

/// What is known of the clauses of one sentence.
struct Room {
    first: usize,
    dated: Vec<Dated>,
    known: Vec<Option<Option<Anchor>>>,
}

impl<'a> Anchors<'a> {
    pub(super) fn of(view: &'a View<'a>, published: Option<Date>) -> Self {
        let article = view.article;
        Self {
            view,
            lexicon: lexicon::of(article.language.as_deref(), article.text()),
            published: published.map(Days::day),
            report: None,
            background: None,
            goes_on: false,
        }
    }

    /// The anchors of the tokens of one sentence, in order; sentences must come in order.
    pub(super) fn sentence(
        &mut self,
        sentence: &Sentence,
        from_time: usize,
        wanted: &[usize],
        out: &mut Vec<Option<Anchor>>,
    ) {
        let (first, end) = (sentence.tokens.0 as usize, sentence.tokens.1 as usize);
        let mut room = Room {
            first,
            dated: dated(self.view, sentence, from_time),
            known: vec![None; end.saturating_sub(first)],
        };
        let opening = self.view.token(first).map(|token| token.upos);
        self.goes_on = opening == Some(Upos::Pron);
        for idx in wanted {
            out.push(self.token(*idx, &mut room));
        }
        self.go_on(first..end, &mut room);
    }

    /// The anchor of any token: of the noun itself, or of its clause.
    fn token(&self, idx: usize, room: &mut Room) -> Option<Anchor> {
        if let Some(own) = nearest(&room.dated, idx, |dated| dated.noun == Some(idx)) {
            return Some(own);
        }
        let predicate = self.view.clause(idx)?;
        self.predicate(predicate, room, 0)
    }

    fn predicate(&self, idx: usize, room: &mut Room, depth: usize) -> Option<Anchor> {
        let place = idx.checked_sub(room.first)?;
        if let Some(known) = room.known.get(place)? {
            return *known;
        }
        let found = if depth < MAX_DEPTH { self.look(idx, room, depth) } else { None };
        if let Some(known) = room.known.get_mut(place) {
            *known = Some(found);
        }
        found
    }

    fn look(&self, idx: usize, room: &mut Room, depth: usize) -> Option<Anchor> {
        let view = self.view;
        // 1. Its own expression, or that of the verb it leads into (`began to sell in 2006`).
        let own = |dated: &Dated| {
            dated.predicate.is_some_and(|at| {
                at == idx || (view.relation(at) == Relation::Xcomp && view.head(at) == Some(idx))
            })
        };
        let beside = |dated: &Dated| dated.beside == Some(idx);
        if let Some(own) =
            nearest(&room.dated, idx, own).or_else(|| nearest(&room.dated, idx, beside))
        {
            return Some(own);
        }
        let tense = view.tense(idx);
        if matches!(tense, Tense::Future | Tense::Modal) || view.mark(idx) == Some(Role::Condition)
        {
            return None;
        }
        // 2. The clause that it shares its time with.
        let above = view.head(idx).and_then(|head| view.clause(head));
        if let Some(above) = above.filter(|above| room.first <= *above)
            && shares(view, idx, tense, above)
        {
            return self.predicate(above, room, depth + 1);
        }
        // 3. The time the telling goes on from, or the day of the report.
        self.by_tense(idx, tense)
    }

    fn by_tense(&self, idx: usize, tense: Tense) -> Option<Anchor> {
        match tense {
            Tense::Past | Tense::Participle | Tense::None if self.is_saying(idx) => {
                self.report.map(carried).or_else(|| self.today())
            }
            Tense::Past | Tense::Participle | Tense::None => {
                let background = self.background.filter(|_| self.goes_on);
                background.or(self.report).map(carried).or_else(|| self.today())
            }
            Tense::Perfect => self.report.map(carried).or_else(|| self.today()),
            Tense::Present => self.today(),
            Tense::PastPerfect | Tense::Infinitive | Tense::Modal | Tense::Future => None,
        }
    }

    fn today(&self) -> Option<Anchor> {
        let days = self.published?;
        Some(Anchor { days, basis: AnchorBasis::Published, time: None })
    }

    fn is_saying(&self, idx: usize) -> bool {
        self.lexicon.kinds(&self.view.word(idx)).any(Kinds::SPEECH)
    }

    /// Notes what the next sentence goes on from.
    fn go_on(&mut self, tokens: std::ops::Range<usize>, room: &mut Room) {
        let view = self.view;
        let mut predicates = tokens.filter(|idx| view.is_predicate(*idx));
        let first = predicates.clone().next();
        let root = predicates.find(|idx| view.head(*idx).is_none());
        let Some(root) = root.or(first) else { return };
        let tense = view.tense(root);
        let anchor = self.predicate(root, room, 0);
        match anchor {
            Some(anchor) if anchor.basis == AnchorBasis::Attached => {
                if self.is_news(anchor.days) {
                    (self.report, self.background) = (Some(anchor), None);
                } else if self.is_past(anchor.days) && tense == Tense::Past {
                    self.background = Some(anchor);
                }
            }
            // One sentence goes on from the one before; then the report speaks of its own time.
            _ => self.background = None,
        }
    }

    fn is_past(&self, days: Days) -> bool {
        self.published.is_none_or(|published| days.last() < published.first())
    }

    /// Whether days lie in the time that a report of this day tells of as news.
    fn is_news(&self, days: Days) -> bool {
        // A report tells of the days since the last weekly paper, and a little more.
        const DAYS: i64 = 10;
        self.published.is_some_and(|published| {
            let day = published.first();
            days.is_day()
                && days.last() <= day
                && day.checked_sub(DAYS.days()).is_ok_and(|floor| floor <= days.first())
        })
    }
}

fn carried(anchor: Anchor) -> Anchor {
    Anchor { basis: AnchorBasis::Carried, ..anchor }
}

/// Whether a clause without a date has that of the clause above it.
fn shares(view: &View<'_>, idx: usize, tense: Tense, above: usize) -> bool {
    if view.mark(idx) == Some(Role::Before) {
        return false;
    }
    let planned = view.is(above, Role::Planning);
    match view.relation(idx) {
        Relation::Conj => view.tense(above) == tense || tense == Tense::None,
        Relation::Xcomp => !planned,
        Relation::Advcl | Relation::Acl | Relation::Parataxis | Relation::Dep => {
            matches!(tense, Tense::Participle | Tense::Infinitive | Tense::None)
                || (tense == Tense::Past && view.relation(idx) == Relation::Advcl)
        }
        Relation::Ccomp => tense == Tense::Infinitive && !planned,
        _ => false,
    }
}

/// The anchor by the nearest of the expressions that fit.
fn nearest(dated: &[Dated], idx: usize, fits: impl Fn(&Dated) -> bool) -> Option<Anchor> {
    let found = dated.iter().filter(|dated| fits(dated));
    let nearest = found.clone().min_by_key(|dated| {
        if idx < dated.first { dated.first - idx } else { idx.saturating_sub(dated.end) }
    })?;
    // `in 2010, on June 7`: of two that say the same, the finer one.
    let finer = |dated: &&Dated| nearest.days.contains(dated.days);
    let found = found.filter(finer).min_by_key(|dated| {
        (dated.days.first().until(dated.days.last()).map_or(0, |span| span.get_days()), dated.first)
    })?;
    Some(Anchor { days: found.days, basis: AnchorBasis::Attached, time: Some(found.time_idx) })
}
