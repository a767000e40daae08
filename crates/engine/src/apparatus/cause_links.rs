//! Where a sentence gives one thing as the cause of another, and where it tells that a part gave out.

use super::cause::{MACHINE, kind_at};
use super::cues::{Cue, is, is_negation};
use super::deed::{children, hangs_open, with_particle};
use super::stem::fold;
use super::tellings::Site;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;
use tellings_language::{named, tables::rows};
use tellings_model::{Relation, Upos};

named! {
    /// What a word says of a cause.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    enum Class {
        /// Its subject makes its object happen (`triggered`), or what a preposition leads to (`led to`).
        Makes = "makes",
        /// Its subject comes of what a preposition leads to (`stems from`).
        Comes = "comes",
        /// It happens by what a preposition leads to (`died of`).
        Suffers = "suffers",
        /// Somebody puts its object down to what a preposition leads to (`attribute to`).
        Puts = "puts",
        /// Somebody gives its object as a cause (`blames`).
        Blames = "blames",
        /// Its subject comes after its object (`followed`).
        Follows = "follows",
        /// Stands before a cause (`because of`).
        Phrase = "phrase",
        /// Opens a clause that gives a cause (`because`).
        Because = "because",
        /// Stands before what people fall out on (`over`).
        Over = "over",
        /// Stands before what came first (`after`).
        After = "after",
        /// Names a cause as one (`reason`).
        Named = "named",
        /// What people do who fall out (`strike`).
        Quarrel = "quarrel",
        /// What is done, or befalls, after something (`close`, `collapse`).
        Halts = "halts",
        /// What a part does that gives out (`burst`).
        Fails = "fails",
        /// Stops doing something (`cease`).
        Stops = "stops",
        /// What a part does (`obey`).
        Works = "works",
        /// What only an engine does that gives out (`stop`).
        Idle = "idle",
        /// Has no more of something (`lose`).
        Lost = "lost",
        /// What moves by itself (`ship`).
        Craft = "craft",
        /// What befalls by a fault or by the weather (`crash`).
        Mishap = "mishap",
        /// Tells only that its subject happened (`broke out`).
        Occurs = "occurs",
    }
}

/// Word → its classes, each with the word that must follow it (`of` of `because of`).
static WORDS: LazyLock<FxHashMap<&'static str, Vec<(Class, Option<&'static str>)>>> =
    LazyLock::new(|| {
        let mut all: FxHashMap<&str, Vec<(Class, Option<&str>)>> = FxHashMap::default();
        let table = include_str!("../lexicon/en/cause_words.txt");
        for (class, words) in rows(table).filter_map(|row| row.split_once('|')) {
            let Some(class) = Class::named(class) else { continue };
            for word in words.split_whitespace() {
                let (word, next) = with_particle(word);
                all.entry(word).or_default().push((class, next));
            }
        }
        all
    });

fn classes(word: &str) -> &'static [(Class, Option<&'static str>)] {
    WORDS.get(word).map_or(&[], Vec::as_slice)
}

fn is_class(word: &str, class: Class) -> bool {
    classes(word).iter().any(|(own, _)| *own == class)
}

/// Whether a word tells what befalls by a fault or by the weather.
pub(super) fn is_mishap(lemma: &str) -> bool {
    is_class(lemma, Class::Mishap)
}

/// A cause and what it is given for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Link {
    /// The word that links the two.
    pub(super) at: usize,
    pub(super) effect: usize,
    pub(super) cause: usize,
}

/// The cause that a token links to what it is given for.
pub(super) fn links(site: Site<'_>, at: usize) -> Option<Link> {
    let Site { tellings, witness_idx, .. } = site;
    let token = tellings.token(witness_idx, at)?;
    let (effect, cause) = match token.upos {
        Upos::Verb => {
            if hangs_open(tellings, witness_idx, at) && token.relation != Relation::Acl {
                return None;
            }
            let of = classes(tellings.lemma(witness_idx, at)).iter();
            of.copied().find_map(|(class, next)| of_verb(site, at, class, next))?
        }
        Upos::Noun => named_cause(site, at)?,
        _ => of_word(site, at)?,
    };
    // `The fire broke out because of a cigarette`: what is asked is the cause of the fire.
    let occurs = is_class(tellings.lemma(witness_idx, effect), Class::Occurs);
    let subject = || children(site, effect, &[Relation::Nsubj]).next();
    let effect = if occurs { subject()? } else { effect };
    let is_content = |idx: usize| {
        tellings.token(witness_idx, idx).is_some_and(|token| {
            matches!(token.upos, Upos::Noun | Upos::Verb | Upos::Propn | Upos::Adj)
        })
    };
    (effect != cause && is_content(effect) && is_content(cause)).then_some(Link {
        at,
        effect,
        cause,
    })
}

/// What a verb links, by its parts.
fn of_verb(
    site: Site<'_>,
    at: usize,
    class: Class,
    next: Option<&'static str>,
) -> Option<(usize, usize)> {
    let Site { tellings, witness_idx, .. } = site;
    let child = |relations| children(site, at, relations).next();
    let token = tellings.token(witness_idx, at)?;
    // `A fire caused by …`: what a participle hangs on is its patient.
    let described =
        || (token.relation == Relation::Acl).then_some(token.head as usize).filter(|&on| on != at);
    let patient = || child(&[Relation::NsubjPass]).or_else(described);
    let object = || child(&[Relation::Obj]);
    let subject = || child(&[Relation::Nsubj]);
    let goal = |case: &str| {
        let below = [Relation::Obl, Relation::Nmod];
        let beside = object();
        site.sentence
            .clone()
            .filter(|&idx| {
                let token = tellings.token(witness_idx, idx);
                token.is_some_and(|token| {
                    below.contains(&token.relation)
                        && (token.head as usize == at || Some(token.head as usize) == beside)
                })
            })
            .find(|&noun| {
                let mut cases = children(site, noun, &[Relation::Case]);
                cases.any(|idx| fold(tellings.word(witness_idx, idx)) == case)
            })
    };
    match (class, next) {
        (Class::Makes, None) => match child(&[Relation::OblAgent]) {
            Some(by) => Some((patient()?, by)),
            None => Some((object()?, subject()?)),
        },
        (Class::Makes, Some(to)) => Some((goal(to).or_else(object)?, subject()?)),
        (Class::Comes, Some(from)) => Some((subject().or_else(described)?, goal(from)?)),
        (Class::Suffers, Some(of)) => Some((at, goal(of)?)),
        (Class::Puts, Some(on)) => Some((object().or_else(patient)?, goal(on)?)),
        (Class::Blames, Some(what)) => Some((goal(what)?, object().or_else(patient)?)),
        (Class::Follows, None) => Some((subject()?, object()?)),
        _ => None,
    }
}

/// What a preposition or a conjunction links (`closed because of fog`, `because it froze`).
fn of_word(site: Site<'_>, at: usize) -> Option<(usize, usize)> {
    let Site { tellings, witness_idx, sentence } = site;
    let word = |idx: usize| fold(tellings.word(witness_idx, idx));
    let token = tellings.token(witness_idx, at)?;
    let head = |idx: usize| {
        let head = tellings.token(witness_idx, idx)?.head as usize;
        Some(head).filter(|&head| head != idx && sentence.contains(&head))
    };
    let own = word(at);
    let found = classes(&own).iter().find(|(_, next)| {
        let mut words = next.iter().flat_map(|next| next.split('-')).zip(at + 1..);
        words.all(|(next, idx)| word(idx) == next)
    });
    let &(class, next) = found?;
    // The noun behind the last word of the phrase: the words before hang on one another.
    let last = at + next.map_or(0, |next| next.split('-').count());
    let cause = match class {
        Class::Phrase => {
            let above = |idx: usize| head(idx).filter(|&noun| noun > last);
            above(last).or_else(|| above(head(last)?))?
        }
        _ => head(at)?,
    };
    let subject = || children(site, cause, &[Relation::Nsubj]).next();
    let is_copula = || children(site, cause, &[Relation::Cop]).next().is_some();
    let effect = match class {
        Class::Phrase if is_copula() => subject()?,
        Class::Phrase => {
            // `As a result of`: the cause hangs on a noun of the phrase.
            let on = head(cause)?;
            if (at..=last).contains(&on) { head(on)? } else { on }
        }
        Class::Because if token.relation == Relation::Mark => head(cause)?,
        Class::Over => {
            let is_quarrel =
                |idx: &usize| is_class(tellings.lemma(witness_idx, *idx), Class::Quarrel);
            let on = head(cause)?;
            // `Closed in a dispute over fees`: the tree may hang the fees on the dispute or on the act.
            let quarrel =
                Some(on).filter(is_quarrel).or_else(|| at.checked_sub(1).filter(is_quarrel))?;
            let is_part = tellings.token(witness_idx, quarrel)?.relation == Relation::Obl;
            if is_part { head(quarrel)? } else { quarrel }
        }
        Class::After => {
            let classes = [Class::Halts, Class::Mishap, Class::Occurs];
            let is_any = |lemma| classes.into_iter().any(|class| is_class(lemma, class));
            head(cause).filter(|&on| is_any(tellings.lemma(witness_idx, on)))?
        }
        _ => return None,
    };
    Some((effect, cause))
}

/// What a sentence names as the cause of something (`the cause of the fire was a cigarette`).
fn named_cause(site: Site<'_>, at: usize) -> Option<(usize, usize)> {
    let Site { tellings, witness_idx, .. } = site;
    let token = tellings.token(witness_idx, at)?;
    let is_subject = token.relation == Relation::Nsubj;
    let cause = Some(token.head as usize).filter(|&head| head != at && is_subject)?;
    is_class(tellings.lemma(witness_idx, at), Class::Named).then_some(())?;
    children(site, cause, &[Relation::Cop]).next()?;
    Some((children(site, at, &[Relation::Nmod]).next()?, cause))
}

/// The first and the last token by which a verb tells that a part gave out: `the rudder ceased to obey`,
/// `the ship lost power`; no plan, no denial.
pub(super) fn fault(site: Site<'_>, at: usize) -> Option<(usize, usize)> {
    let Site { tellings, witness_idx, sentence } = site;
    let token = tellings.token(witness_idx, at)?;
    if classes(tellings.lemma(witness_idx, at)).is_empty()
        || tellings.is_quoted(witness_idx, token.span)
    {
        return None;
    }
    let (part, last) = gave_out(site, at)?;
    let word = |idx: usize| fold(tellings.word(witness_idx, idx));
    let mut before = sentence.start.max(at.saturating_sub(BEFORE_WORDS))..at;
    let is_denied = before.any(|idx| is_negation(&word(idx)) || is(&word(idx), Cue::Modal));
    let is_open = leading(site, at).is_none() && hangs_open(tellings, witness_idx, at);
    let is_kind =
        |idx: usize| kind_at(tellings, witness_idx, idx).is_some_and(|kind| kind.family == MACHINE);
    let is_part = (part.saturating_sub(1)..=part).any(is_kind);
    // What describes the part stands before it.
    let first = children(site, part, &[Relation::Compound, Relation::Amod]).min().unwrap_or(part);
    (is_part && !is_denied && !is_open).then_some((first.min(part).min(at), part.max(at).max(last)))
}

/// A denial or a modal verb stands so many words before its verb at most.
const BEFORE_WORDS: usize = 3;

/// What gave out by the word of a verb, and the last token that tells it.
fn gave_out(site: Site<'_>, at: usize) -> Option<(usize, usize)> {
    let Site { tellings, witness_idx, .. } = site;
    let token = tellings.token(witness_idx, at)?;
    let lemma = |idx: usize| tellings.lemma(witness_idx, idx);
    let child = |of: usize, relations| children(site, of, relations).next();
    let object = || child(at, &[Relation::Obj]);
    let subject = || {
        let own =
            || child(at, &[Relation::NsubjPass, Relation::Nsubj]).filter(|_| object().is_none());
        leading(site, at).or_else(own)
    };
    let next = fold(tellings.word(witness_idx, at + 1));
    let mut own = classes(lemma(at)).iter();
    let fails = own.any(|(class, after)| *class == Class::Fails && after.is_none_or(|a| a == next));
    let above = Some(token.head as usize).filter(|&head| head != at);
    if token.upos == Upos::Noun {
        // `A valve had burst`: the tree takes the participle for a noun.
        let head = above.filter(|&head| {
            fails
                && token.relation == Relation::Obj
                && head + 1 == at
                && is(lemma(head), Cue::Light)
        })?;
        return Some((child(head, &[Relation::Nsubj])?, at));
    }
    if token.upos != Upos::Verb {
        return None;
    }
    if is_class(lemma(at), Class::Lost) {
        let craft = child(at, &[Relation::Nsubj])?;
        let beside = children(site, craft, &[Relation::Compound, Relation::Flat]);
        let mut names = std::iter::once(craft).chain(beside);
        names.find(|&idx| is_class(lemma(idx), Class::Craft))?;
        return Some((object()?, at));
    }
    if fails {
        return Some((subject()?, at));
    }
    let mut below = children(site, at, &[Relation::Xcomp, Relation::Obj, Relation::Ccomp]);
    let works = below.find(|&idx| is_class(lemma(idx), Class::Works));
    match works.filter(|_| is_class(lemma(at), Class::Stops)) {
        Some(works) => Some((child(at, &[Relation::Nsubj])?, works)),
        None => Some((subject()?, at)).filter(|_| is_class(lemma(at), Class::Idle)),
    }
}

/// The noun that a verb tells of where the tree hangs the verb on it (`An outlet valve on tank 7 cracked in the
/// frost`): the noun has no part in another clause.
fn leading(site: Site<'_>, at: usize) -> Option<usize> {
    let Site { tellings, witness_idx, .. } = site;
    let token = tellings.token(witness_idx, at).filter(|token| token.relation == Relation::Acl)?;
    let on = tellings.token(witness_idx, token.head as usize)?;
    matches!(on.relation, Relation::Root | Relation::Appos).then_some(token.head as usize)
}
