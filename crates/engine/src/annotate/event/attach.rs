//! Which words each time expression belongs to.

use super::clause::View;
use super::table::Role;
use tellings_model::{Days, Relation, Sentence, TimeKind};

/// A dated expression of a sentence with what it hangs on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Dated {
    /// Which expression of the article.
    pub(super) time_idx: u32,
    /// The days it covers.
    pub(super) days: Days,
    /// Its first token.
    pub(super) first: usize,
    /// The token after it.
    pub(super) end: usize,
    /// The noun it belongs to (`the January order`).
    pub(super) noun: Option<usize>,
    /// The predicate it belongs to.
    pub(super) predicate: Option<usize>,
    /// Where the tree hangs it on a noun or on nothing: the predicate in front of it, or else the
    /// one behind it.
    pub(super) beside: Option<usize>,
}

/// So many expressions of one sentence are looked at; no sentence of a text has more.
const MOST: usize = 48;

/// No expression that covers more days dates an event.
const LONGEST_DAYS: i32 = 366;

/// The dated expressions of a sentence, in order. `from` is the index of the first expression that
/// may lie in it.
pub(super) fn dated(view: &View<'_>, sentence: &Sentence, from: usize) -> Vec<Dated> {
    let predicates: Vec<usize> = (sentence.tokens.0 as usize..sentence.tokens.1 as usize)
        .filter(|idx| view.is_predicate(*idx))
        .collect();
    let times = view.annotations.times.get(from..).unwrap_or(&[]);
    let within = times.iter().take_while(|time| time.span.start() < sentence.span.end());
    let indexed = (from..).zip(within);
    let found = indexed.filter_map(|(idx, time)| {
        let days = time.days.filter(|days| {
            let kind = matches!(time.kind, TimeKind::Date | TimeKind::Time);
            kind && days.first().until(days.last()).is_ok_and(|span| span.get_days() < LONGEST_DAYS)
        })?;
        let tokens = view.tokens_in(time.span);
        let (noun, predicate) = governors(view, tokens.clone());
        let time_idx = u32::try_from(idx).ok()?;
        let next = predicates.partition_point(|idx| *idx < tokens.start);
        let beside = predicates
            .get(next.saturating_sub(1))
            .filter(|_| noun.is_some() || predicate.is_none());
        let (first, end, beside) = (tokens.start, tokens.end, beside.copied());
        Some(Dated { time_idx, days, first, end, noun, predicate, beside })
    });
    found.take(MOST).collect()
}

/// The noun and the predicate that an expression hangs on.
fn governors(view: &View<'_>, tokens: std::ops::Range<usize>) -> (Option<usize>, Option<usize>) {
    let inside = |idx: usize| tokens.contains(&idx);
    let Some(top) = tokens.clone().find(|idx| view.head(*idx).is_none_or(|head| !inside(head)))
    else {
        return (None, None);
    };
    let Some(governor) = view.head(top) else { return (None, None) };
    if view.is_predicate(governor) {
        return (None, Some(governor));
    }
    let clause = view.clause(governor);
    let event = view.is(governor, Role::Event) || view.is(governor, Role::Occasion);
    // What happens on an occasion happens at its time; what is said of an event need not.
    let on_occasion = view.is(governor, Role::Occasion)
        && matches!(view.relation(governor), Relation::Obl | Relation::Nmod);
    let loose = view.relation(top) == Relation::Nmod && !event;
    // `made an appearance in March`: the verb has the time of its noun.
    let object = event && top > governor && view.relation(governor) == Relation::Obj;
    (Some(governor), clause.filter(|_| on_occasion || loose || object))
}
