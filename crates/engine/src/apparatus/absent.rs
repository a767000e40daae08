//! Things that a telling says there were none of (`There was no pilot`, `made no arrests`), and the clauses of
//! others in which there were.

use super::cues::{Cue, is, is_abstract, is_negation};
use super::deed::{asks, children, days_of, denial, event, hangs_open};
use super::frame::act_above;
use super::stem::fold;
use super::tellings::Site;
use super::terms::Term;
use std::collections::BTreeMap;
use tellings_model::{Days, Reality, Relation, Upos};

/// A thing in a clause that says that it was or was not.
pub(super) struct Thing {
    pub(super) term: Term,
    /// The noun, or the verb of the same family (`arrested` for `arrests`).
    pub(super) at: usize,
    pub(super) negated: bool,
    /// Whether the noun names a happening, which a verb may tell as well.
    pub(super) happens: bool,
    /// Whether it holds for the moment of telling alone (`no arrests have been made`).
    pub(super) is_current: bool,
    /// The first and the last token of the words that say so.
    pub(super) ends: (usize, usize),
    pub(super) days: Vec<Days>,
}

/// So many words before its noun `no` stands at most.
const BEFORE_WORDS: usize = 4;

/// The thing that a noun says there was none of: `no` stands before it, it hangs on a verb that every clause
/// may hold, and nothing narrows it down (`no further talks`, `no plan to sell`).
pub(super) fn absent(site: Site<'_>, at: usize) -> Option<Thing> {
    let Site { tellings, witness_idx, sentence } = site;
    let token = tellings.token(witness_idx, at).filter(|token| token.upos == Upos::Noun)?;
    let is_no = |idx: &usize| {
        let token = tellings.token(witness_idx, *idx);
        token.is_some_and(|token| token.head as usize == at && token.relation == Relation::Det)
            && is_negation(&fold(tellings.word(witness_idx, *idx)))
    };
    let no = (sentence.start.max(at.saturating_sub(BEFORE_WORDS))..at).find(is_no)?;
    let term = tellings.terms.at(witness_idx, at)?;
    let lemma = tellings.lemma(witness_idx, at);
    let says_little = tellings.says_nothing(witness_idx, at)
        || is_abstract(lemma)
        || [Cue::Hollow, Cue::Answer, Cue::Voice].into_iter().any(|cue| is(lemma, cue));
    let narrowed = children(site, at, &[Relation::Acl, Relation::AclRelcl, Relation::Compound]);
    let narrowed = narrowed.chain(
        children(site, at, &[Relation::Amod])
            .filter(|&idx| is(&fold(tellings.word(witness_idx, idx)), Cue::Added)),
    );
    // `No table of tolerances`, but `no pilot on the ship`.
    let named = children(site, at, &[Relation::Nmod]);
    let narrowed = narrowed.chain(named.filter(|&noun| has_case(site, noun, Cue::Whose)));
    let verb = if token.relation == Relation::Root { at } else { act_above(site, at)? };
    let act = tellings.lemma(witness_idx, verb);
    let is_bare = verb == at || is(act, Cue::Light);
    let is_part = match token.relation {
        Relation::Root | Relation::Nsubj | Relation::NsubjPass => true,
        // What one has not, another may have.
        Relation::Obj => !is(act, Cue::Possesses),
        _ => false,
    };
    let is_told =
        is_part && is_bare && !says_little && narrowed.count() == 0 && !is_open(site, verb);
    // Of now, or of a part, nothing is denied for good.
    denial(site, verb, &[at]).ok().filter(|_| is_told && sentence.contains(&verb))?;
    let ends = (no.min(verb), at.max(verb));
    let mut around = children(site, verb, &[Relation::Aux, Relation::AuxPass, Relation::Cop]);
    let holds = |idx: usize| is(&fold(tellings.word(witness_idx, idx)), Cue::Current);
    Some(Thing {
        term,
        at,
        negated: true,
        happens: event(site, at).is_some(),
        is_current: holds(verb) || around.any(holds),
        ends,
        days: days_of(site, verb),
    })
}

/// What a token says of the things that some telling says there were none of.
pub(super) fn thing(site: Site<'_>, at: usize, of: &BTreeMap<Term, bool>) -> Option<Thing> {
    absent(site, at).or_else(|| present(site, at, of))
}

/// What a token says there was, of the things that some telling says there were none of: the subject of
/// what is told as done, where something took place, or a verb of the same family.
fn present(site: Site<'_>, at: usize, absent: &BTreeMap<Term, bool>) -> Option<Thing> {
    let Site { tellings, witness_idx, .. } = site;
    let term = tellings.terms.at(witness_idx, at)?;
    let happens = *absent.get(&term)?;
    let token = tellings.token(witness_idx, at)?;
    let verb = match token.upos {
        Upos::Verb if happens => at,
        Upos::Noun => act_above(site, at)?,
        _ => return None,
    };
    let is_part = match token.relation {
        Relation::Nsubj | Relation::NsubjPass => true,
        Relation::Obl => has_case(site, at, Cue::Locative),
        _ => verb == at,
    };
    let mut nouns = vec![at];
    nouns.extend(children(site, verb, &[Relation::Nsubj, Relation::NsubjPass]));
    let is_denied = || !matches!(denial(site, verb, &nouns), Ok(None));
    if !is_part || is_open(site, verb) || is_denied() || tellings.is_quoted(witness_idx, token.span)
    {
        return None;
    }
    Some(Thing {
        term,
        at,
        negated: false,
        happens: token.upos == Upos::Verb,
        is_current: false,
        ends: (at.min(verb), at.max(verb)),
        days: days_of(site, verb),
    })
}

/// Whether a noun stands behind a preposition of a class.
fn has_case(site: Site<'_>, noun: usize, cue: Cue) -> bool {
    let mut cases = children(site, noun, &[Relation::Case]);
    cases.any(|idx| is(&fold(site.tellings.word(site.witness_idx, idx)), cue))
}

/// Whether a clause tells no more than what may be, was planned, or is supposed.
fn is_open(site: Site<'_>, verb: usize) -> bool {
    let Site { tellings, witness_idx, .. } = site;
    let Some(token) = tellings.token(witness_idx, verb) else { return true };
    let reality = event(site, verb).map(|event| event.reality);
    let is_modal = children(site, verb, &[Relation::Aux])
        .any(|idx| is(&fold(tellings.word(witness_idx, idx)), Cue::Modal));
    let is_supposed = token.relation == Relation::Advcl;
    is_modal
        || is_supposed
        || asks(site)
        || hangs_open(tellings, witness_idx, verb)
        || matches!(reality, Some(Reality::Planned | Reality::Possible))
}
