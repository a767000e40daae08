//! Counts that go on, are corrected or taken back: what their words and days say of them.

use super::cues::{Cue, is, is_negation, toll_class};
use super::matter::{Item, Matter};
use super::stem::fold;
use super::tellings::Tellings;
use tellings_model::{Relation, Span, Upos};

/// The words before and after a figure among which its toll stands.
const TOLL_BEFORE: usize = 3;
const TOLL_AFTER: usize = 6;

/// What becomes of those counted: the nearest word of a toll, up to the next figure or mark.
pub(super) fn toll(
    tellings: &Tellings<'_>,
    witness_idx: usize,
    span: Span,
) -> Option<&'static str> {
    let witness = tellings.witnesses.get(witness_idx)?;
    let sentence = tellings.sentence(witness_idx, span);
    let inside = tellings.tokens_in(witness_idx, span);
    // `None of the 21 crew members was hurt`, `21 were not hurt`.
    let near = sentence.start.max(inside.start.saturating_sub(TOLL_BEFORE))
        ..sentence.end.min(inside.end + TOLL_AFTER);
    let mut denied = near.filter(|idx| !inside.contains(idx));
    if is_added(tellings, witness_idx, span)
        || denied.any(|idx| is_negation(&fold(tellings.word(witness_idx, idx))))
    {
        return None;
    }
    let class = |idx: usize| toll_class(&fold(tellings.word(witness_idx, idx)));
    let open = |idx: &usize| {
        let Some(token) = tellings.token(witness_idx, *idx) else { return false };
        let figures = witness.annotations.quantities_in(token.span);
        let other =
            figures.iter().any(|other| other.span.contains(token.span) && other.span != span);
        !other && !matches!(tellings.word(witness_idx, *idx), "," | ";" | ":" | "“" | "”" | "\"")
    };
    // `Three were killed and nine injured`: what stands before `and` is of other people.
    let is_joint = |idx: usize| {
        tellings.token(witness_idx, idx).is_some_and(|token| token.upos == Upos::Cconj)
    };
    let own = inside.clone().find_map(class);
    if own.is_none() && is_of_sum(tellings, witness_idx, &inside) {
        return None;
    }
    let after =
        || (inside.end..sentence.end.min(inside.end + TOLL_AFTER)).take_while(open).find_map(class);
    let before = || {
        (sentence.start.max(inside.start.saturating_sub(TOLL_BEFORE))..inside.start)
            .rev()
            .take_while(|idx| open(idx) && !is_joint(*idx))
            .find_map(class)
    };
    let toll = own.or_else(before).or_else(after);
    let toll = toll.or_else(|| named(tellings, witness_idx, &sentence, &inside));
    toll.filter(|_| !does_it(tellings, witness_idx, &sentence, &inside))
}

/// Whether those counted do to others what the verb tells (`four suspects killed the two`).
fn does_it(
    tellings: &Tellings<'_>,
    witness_idx: usize,
    sentence: &std::ops::Range<usize>,
    inside: &std::ops::Range<usize>,
) -> bool {
    let token = |idx: usize| tellings.token(witness_idx, idx);
    let actor = inside.clone().filter_map(token).find(|t| t.relation == Relation::Nsubj);
    let Some(verb) = actor.map(|actor| actor.head as usize) else { return false };
    let is_toll = toll_class(&fold(tellings.word(witness_idx, verb))).is_some();
    let has_object = sentence
        .clone()
        .filter_map(token)
        .any(|token| token.head as usize == verb && token.relation == Relation::Obj);
    is_toll && has_object
}

/// Whether a figure is one of two that are counted together (`an adult and two children are dead`).
pub(super) fn is_of_sum(
    tellings: &Tellings<'_>,
    witness_idx: usize,
    inside: &std::ops::Range<usize>,
) -> bool {
    let Some(witness) = tellings.witnesses.get(witness_idx) else { return false };
    let joins = |idx: usize| {
        tellings.token(witness_idx, idx).is_some_and(|token| token.upos == Upos::Cconj)
    };
    let is_counted = |idx: usize| {
        tellings.token(witness_idx, idx).is_some_and(|token| {
            let mut figures = witness.annotations.quantities_in(token.span).iter();
            figures.any(|figure| figure.span.contains(token.span) && figure.unit.is_some())
        })
    };
    let before = inside.start.checked_sub(2);
    before.is_some_and(|idx| joins(idx + 1) && is_counted(idx))
        || joins(inside.end) && is_counted(inside.end + 1)
}

/// How far before its figure a toll is named, in words.
const NAMED_WORDS: usize = 10;

/// The toll that a figure brings to its height, by its name (`the death toll from the fire to five`).
fn named(
    tellings: &Tellings<'_>,
    witness_idx: usize,
    sentence: &std::ops::Range<usize>,
    inside: &std::ops::Range<usize>,
) -> Option<&'static str> {
    let word = |idx: usize| fold(tellings.word(witness_idx, idx));
    let before = inside.start.checked_sub(1).map(word)?;
    if !matches!(before.as_str(), "to" | "at") {
        return None;
    }
    let first = (sentence.start + 1).max(inside.start.saturating_sub(NAMED_WORDS));
    let toll = (first..inside.start).find(|&idx| is(&word(idx), Cue::Toll))?;
    toll_class(&word(toll - 1))
}

/// Whether a figure comes on top of others that were counted before (`three more`, `another two`).
pub(super) fn is_added(tellings: &Tellings<'_>, witness_idx: usize, span: Span) -> bool {
    let inside = tellings.tokens_in(witness_idx, span);
    let word = |idx: usize| fold(tellings.word(witness_idx, idx));
    let added = |idx: usize| is(&word(idx), Cue::Added);
    // `More than three` adds nothing.
    let is_bound = |idx: usize| word(idx + 1) == "than" || word(idx + 1) == "of";
    let first = inside.start.saturating_sub(1);
    (first..inside.end + 1).any(|idx| added(idx) && !is_bound(idx))
}

/// Whether a telling names a figure only to say that it does not hold.
pub(super) fn is_taken_back(tellings: &Tellings<'_>, witness_idx: usize, span: Span) -> bool {
    let inside = tellings.tokens_in(witness_idx, span);
    let before = inside.start.wrapping_sub(1);
    let word = |idx: usize| tellings.word(witness_idx, idx).to_lowercase();
    // `One in four is not a number`.
    let is_copula = tellings.lemma(witness_idx, inside.end) == "be";
    // `Not the 87 that were feared`.
    let article = matches!(word(before).as_str(), "the" | "a" | "an");
    let denied = if article { before.wrapping_sub(1) } else { before };
    is_negation(&word(denied))
        || is_copula && is_negation(&word(inside.end + 1))
        || tellings.sentence(witness_idx, span).any(|idx| is(&word(idx), Cue::Retraction))
}

/// Whether the sentence of a figure takes another figure back (`94, not 87`; `raised to`).
pub(super) fn is_corrected<V>(tellings: &Tellings<'_>, item: &Item<V>) -> bool {
    let Some(witness) = tellings.witnesses.get(item.witness_idx) else { return false };
    let sentence = tellings.sentence(item.witness_idx, item.span);
    let Some(span) = tellings.span(item.witness_idx, sentence.clone()) else { return false };
    let n_figures = witness
        .annotations
        .quantities_in(span)
        .iter()
        .filter(|other| span.contains(other.span))
        .count();
    // `For not protecting 214,000 files` corrects nothing; `94, not the 87` does.
    let before_figure = |idx: usize| {
        (idx + 1..idx + 3).filter_map(|at| tellings.token(item.witness_idx, at)).any(|token| {
            !witness.annotations.quantities_in(token.span).is_empty() && token.upos == Upos::Num
        })
    };
    let mut words = sentence.map(|idx| (idx, fold(tellings.word(item.witness_idx, idx))));
    n_figures > 1
        && words.any(|(idx, word)| {
            is(&word, Cue::Correction) && (!is_negation(&word) || before_figure(idx))
        })
}

/// So many words around a figure may say as of when it is counted.
const AS_OF_WORDS: usize = 4;

/// Whether a telling says as of when a figure is counted (`has now received 17`, `12 by Friday`).
pub(super) fn is_as_of<V>(tellings: &Tellings<'_>, item: &Item<V>) -> bool {
    let witness_idx = item.witness_idx;
    let Some(witness) = tellings.witnesses.get(witness_idx) else { return false };
    let sentence = tellings.sentence(witness_idx, item.span);
    let inside = tellings.tokens_in(witness_idx, item.span);
    let first = sentence.start.max(inside.start.saturating_sub(AS_OF_WORDS));
    let mut around = first..sentence.end.min(inside.end + AS_OF_WORDS);
    around.any(|idx| {
        let word = fold(tellings.word(witness_idx, idx));
        let dated = || {
            tellings.token(witness_idx, idx + 1).is_some_and(|next| {
                witness
                    .annotations
                    .times_in(next.span)
                    .iter()
                    .any(|time| time.span.contains(next.span))
            })
        };
        is(&word, Cue::AsOf) || word == "by" && dated()
    })
}

/// How far from a time its count and the act stand, in words.
const DATED_WORDS: usize = 24;

/// Whether a time only says as of when something is counted (`2,300 fish had been found by noon`).
pub(super) fn dates_a_count(tellings: &Tellings<'_>, witness_idx: usize, time: Span) -> bool {
    let Some(witness) = tellings.witnesses.get(witness_idx) else { return false };
    let start = tellings.tokens_in(witness_idx, time).start;
    let is_by =
        start.checked_sub(1).is_some_and(|idx| fold(tellings.word(witness_idx, idx)) == "by");
    let sentence = tellings.sentence(witness_idx, time);
    let first = sentence.start.max(start.saturating_sub(DATED_WORDS));
    let mut around = first..sentence.end.min(start + DATED_WORDS);
    let counts = |span: Span| {
        let mut counted = witness.annotations.quantities_in(span).iter();
        counted.any(|quantity| span.contains(quantity.span) && !quantity.span.overlaps(time))
    };
    // `Had to leave by noon` is a deadline.
    let is_perfect = |idx: usize| {
        let next = tellings.token(witness_idx, idx + 1);
        tellings.lemma(witness_idx, idx) == "have"
            && next.is_some_and(|token| matches!(token.upos, Upos::Verb | Upos::Aux))
    };
    is_by
        && tellings.span(witness_idx, around.clone()).is_some_and(counts)
        && around.any(is_perfect)
}

/// How far before a figure the word for what a market prices stands at most.
const PRICED_WORDS: usize = 6;

/// Whether a figure is told of what goes on moving while it is reported (`310 crews are deployed`,
/// `has reached 2,640`, by the word right before it or one close behind; `shares fell as much as 18 percent`).
pub(super) fn is_moving(tellings: &Tellings<'_>, witness_idx: usize, span: Span) -> bool {
    let sentence = tellings.sentence(witness_idx, span);
    let inside = tellings.tokens_in(witness_idx, span);
    let first = sentence.start.max(inside.start.saturating_sub(1));
    let mut around = first..sentence.end.min(inside.end + TOLL_AFTER);
    let first = sentence.start.max(inside.start.saturating_sub(PRICED_WORDS));
    let mut priced = first..inside.start;
    let has = |idx: usize, cue: Cue| is(&fold(tellings.word(witness_idx, idx)), cue);
    let token = |idx: usize| tellings.token(witness_idx, idx);
    let is_noun = |idx: usize| token(idx).is_some_and(|token| token.upos == Upos::Noun);
    // `A stock of 400 rifles` has no price.
    let told = tellings.witnesses.get(witness_idx).map(|w| w.annotations.quantities_in(span));
    let mut units = told.unwrap_or_default().iter().filter_map(|told| told.unit.as_deref());
    around.any(|idx| has(idx, Cue::Growing))
        || units.any(|unit| unit == "percentage")
            && priced.any(|idx| is_noun(idx) && has(idx, Cue::Priced))
}

/// Whether the values come from tellings of different days or instants.
pub(super) fn times_apart<V>(tellings: &Tellings<'_>, items: &[Item<V>], matter: &Matter) -> bool {
    let stamps = |cluster: &Vec<usize>| -> Vec<_> {
        cluster
            .iter()
            .filter_map(|&idx| {
                let witness = tellings.witnesses.get(items.get(idx)?.witness_idx)?;
                Some(witness.published.as_ref()?.value)
            })
            .map(|stamp| (stamp.day, stamp.instant))
            .collect()
    };
    let all: Vec<Vec<_>> = matter.clusters.iter().map(stamps).collect();
    all.iter().enumerate().all(|(idx, a)| {
        all.iter()
            .skip(idx + 1)
            .all(|b| a.is_empty() || b.is_empty() || a.iter().any(|x| !b.contains(x)))
    })
}
