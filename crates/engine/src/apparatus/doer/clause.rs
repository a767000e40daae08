//! A clause that tells who did it: the act, whom or what it happened to, and who acted.

use super::role::{Known, Roles, is_hand, roles_at};
use super::{Doer, Done};
use crate::apparatus::cues::{Cue, is, is_negation};
use crate::apparatus::deed::{children, days_of, hangs_open, keys, parts, with_particle};
use crate::apparatus::office::is_former;
use crate::apparatus::stem::fold;
use crate::apparatus::tellings::Site;
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;
use std::sync::LazyLock;
use tellings_language::tables::rows;
use tellings_model::{Entity, EntityId, EntityKind, Mention, Relation, Span, Token, Upos};

/// An act that one alone does to a thing.
#[derive(Clone, Copy, Debug)]
pub(super) struct Act {
    /// As a topic tells it (`wrote`).
    pub(super) name: &'static str,
    /// The word that must follow its verb (`up` of `drew up`).
    particle: Option<&'static str>,
    /// What it must be done to (`alarm` of `raised the alarm`).
    object: Option<&'static str>,
    /// Whether its name tells to what it is done.
    pub(super) is_whole: bool,
    /// Whether the word is a noun for whoever does it (`owner`).
    is_noun: bool,
}

/// Lemma → the acts that it may tell.
static ACTS: LazyLock<FxHashMap<&'static str, Vec<Act>>> = LazyLock::new(|| {
    let mut acts: FxHashMap<&str, Vec<Act>> = FxHashMap::default();
    for row in rows(include_str!("../../lexicon/en/sole_acts.txt")) {
        let Some((name, words)) = row.split_once('|') else { continue };
        let is_whole = words.contains(':');
        for word in words.split_whitespace() {
            let (verb, object) = word.split_once(':').unzip();
            let (lemma, particle) = with_particle(verb.unwrap_or(word));
            let (lemma, is_noun) =
                lemma.strip_prefix('@').map_or((lemma, false), |noun| (noun, true));
            let act = Act { name, particle, object, is_whole, is_noun };
            acts.entry(lemma).or_default().push(act);
        }
    }
    acts
});

/// How far from its verb a particle stands at most, and a denial before it, in words.
const NEAR_WORDS: usize = 3;
/// How far up the tree a word is followed to its clause.
const MAX_CLIMB: usize = 8;

/// The act that a token tells, with its patient and a doer who has a name or a role.
pub(super) fn clause<'a>(site: Site<'_>, at: usize, entities: &'a [Entity]) -> Option<Done<'a>> {
    let Site { tellings, witness_idx, sentence } = site;
    let token = tellings.token(witness_idx, at)?;
    let acts = ACTS.get(tellings.lemma(witness_idx, at))?;
    let is_verb = token.upos == Upos::Verb;
    let of_sort = |act: &&Act| if act.is_noun { token.upos == Upos::Noun } else { is_verb };
    let act = *acts.iter().filter(of_sort).find(|act| fits(site, at, act))?;
    let (noun, agent) = if act.is_noun { borne(site, at)? } else { told(site, at)? };
    let is_joined = children(site, agent, &[Relation::Conj]).next().is_some();
    let is_bare = !act.is_whole && noun == at;
    if is_joined
        || is_bare
        || is_open(site, at, agent)
        || tellings.is_quoted(witness_idx, token.span)
    {
        return None;
    }
    let doer = doer(site, agent, entities)?;
    if act.is_noun && doer.entity.is_none() {
        return None;
    }
    let span = (*[at, noun, agent].iter().min()?, *[at, noun, agent].iter().max()?);
    Some(Done {
        witness_idx,
        act,
        patient: keys(site, noun),
        noun,
        doer,
        is_known: is_known(site, noun, act.is_whole),
        span: tellings.span(witness_idx, span.0..span.1 + 1)?,
        days: days_of(site, at),
        context: tellings.bag(witness_idx, sentence.clone()),
        words: words_of(site, at),
    })
}

/// The patient of a verb that tells what was done, or the verb where it needs none, and its agent.
fn told(site: Site<'_>, at: usize) -> Option<(usize, usize)> {
    let Site { tellings, witness_idx, .. } = site;
    let token = tellings.token(witness_idx, at)?;
    let leads = first_to(site, at);
    let by = by(site, at);
    // `An offer drawn up by N` was drawn up.
    let is_beside = token.relation == Relation::Acl && by.is_some();
    if leads.is_none() && !is_beside && hangs_open(tellings, witness_idx, at) {
        return None;
    }
    let (noun, agent) = if is_beside { (Some(token.head as usize), by) } else { ends(site, at) };
    let is_passive = children(site, at, &[Relation::NsubjPass]).next().is_some();
    Some((noun.unwrap_or(at), leads.or(agent).or(by.filter(|_| is_passive))?))
}

/// Who did what is told in the passive; the tree may take him for a circumstance (`from the water by a boat`).
fn by(site: Site<'_>, at: usize) -> Option<usize> {
    let leads = |idx: usize| is(&fold(site.tellings.word(site.witness_idx, idx)), Cue::By);
    let is_led = |idx: &usize| children(site, *idx, &[Relation::Case]).any(leads);
    let agent = children(site, at, &[Relation::OblAgent]).next();
    agent.or_else(|| children(site, at, &[Relation::Obl]).find(is_led))
}

/// The thing of which a noun tells who does something to it, and the noun: `the owner of the mine, Ana Holt`.
fn borne(site: Site<'_>, at: usize) -> Option<(usize, usize)> {
    let Site { tellings, witness_idx, .. } = site;
    let is_noun = |idx: &usize| {
        let token = tellings.token(witness_idx, *idx);
        token.is_some_and(|token| matches!(token.upos, Upos::Noun | Upos::Propn))
    };
    let mut things = children(site, at, &[Relation::Nmod, Relation::NmodPoss]).filter(is_noun);
    let mut beside = children(site, at, &[Relation::Amod, Relation::Compound]);
    let is_over = beside.any(|idx| is_former(tellings, witness_idx, idx));
    // Several owners own it together.
    let is_one = fold(tellings.word(witness_idx, at)) == tellings.lemma(witness_idx, at);
    let thing = things.next().filter(|_| is_one && !is_over)?;
    // The tree may put the name beside the thing.
    let name = children(site, thing, &[Relation::Appos]).find(|&name| name > at);
    Some((thing, name.unwrap_or(at)))
}

/// Whether the verb has the particle and the object that an act asks for.
fn fits(site: Site<'_>, at: usize, act: &Act) -> bool {
    let Site { tellings, witness_idx, sentence } = site;
    let word = |idx: usize| fold(tellings.word(witness_idx, idx));
    let after = at + 1..sentence.end.min(at + 1 + NEAR_WORDS);
    let follows = |particle: &str| after.clone().any(|idx| word(idx) == particle);
    let has = |object: &str| {
        let is_it = |idx: usize| tellings.lemma(witness_idx, idx) == object || word(idx) == object;
        let below = children(
            site,
            at,
            &[Relation::Obj, Relation::NsubjPass, Relation::Xcomp, Relation::Ccomp],
        );
        // `Gave the order to evacuate`, `the alarm raised by N`, `the road that N closed`.
        let mut all = below.flat_map(|idx| children(site, idx, &[Relation::Acl]).chain([idx]));
        let is_above = |token: &Token| {
            matches!(token.relation, Relation::Acl | Relation::AclRelcl)
                && is_it(token.head as usize)
        };
        all.any(is_it) || tellings.token(witness_idx, at).is_some_and(is_above)
    };
    act.particle.is_none_or(follows) && act.object.is_none_or(has)
}

/// The patient and the agent of a verb; of a clause that describes a noun (`the police, who found it`, `the plan
/// that N drew up`) the noun stands for the word that leads back to it.
fn ends(site: Site<'_>, at: usize) -> (Option<usize>, Option<usize>) {
    let Site { tellings, witness_idx, .. } = site;
    let object = || children(site, at, &[Relation::Obj]).next();
    let (noun, agent) =
        parts(site, at).map_or_else(|| (object(), None), |(noun, agent)| (Some(noun), agent));
    let token =
        tellings.token(witness_idx, at).filter(|token| token.relation == Relation::AclRelcl);
    let Some(head) = token.map(|token| token.head as usize) else {
        // A verb without an object happens to nothing else.
        let subject = children(site, at, &[Relation::Nsubj]).next();
        return if agent.is_none() && subject == noun { (None, noun) } else { (noun, agent) };
    };
    let leads_back = |idx: usize| is(&fold(tellings.word(witness_idx, idx)), Cue::Joiner);
    match (noun, agent) {
        (noun, Some(agent)) if leads_back(agent) => (noun, Some(head)),
        (Some(noun), agent) if leads_back(noun) => (Some(head), agent),
        // `The plan N drew up`.
        (Some(noun), None) => (Some(head), Some(noun)),
        ends => ends,
    }
}

/// Whether an act is denied, planned or supposed, or its agent denied (`no firefighter`, `neither by N`).
fn is_open(site: Site<'_>, at: usize, agent: usize) -> bool {
    let Site { tellings, witness_idx, sentence } = site;
    let word = |idx: usize| fold(tellings.word(witness_idx, idx));
    let mut before = sentence.start.max(at.saturating_sub(NEAR_WORDS))..at;
    let is_of_agent = |idx: usize| {
        idx == agent
            || tellings.token(witness_idx, idx).is_some_and(|token| token.head as usize == agent)
    };
    before.any(|idx| is_negation(&word(idx)) || is(&word(idx), Cue::Modal))
        || sentence.clone().any(|idx| is_of_agent(idx) && is_negation(&word(idx)))
}

/// Whether a noun is of one thing that the telling takes as known (`the alarm`, `his letter`, `Acme`): two may
/// each write a letter or raise concerns. An act with its thing (`opened fire`) needs no article.
fn is_known(site: Site<'_>, noun: usize, is_whole: bool) -> bool {
    let Site { tellings, witness_idx, .. } = site;
    let is_name = |token: &Token| token.upos == Upos::Propn;
    let is_named = tellings.token(witness_idx, noun).is_some_and(is_name);
    let before = children(site, noun, &[Relation::Det, Relation::NmodPoss]);
    let mut articles = before.map(|idx| fold(tellings.word(witness_idx, idx))).peekable();
    let is_bare = articles.peek().is_none();
    is_named || is_whole && is_bare || articles.any(|word| !is(&word, Cue::Indefinite))
}

/// Who was the first to do it: `N was the first to raise it`, `the first to raise it was N`.
fn first_to(site: Site<'_>, at: usize) -> Option<usize> {
    let Site { tellings, witness_idx, sentence } = site;
    let token = tellings.token(witness_idx, at)?;
    let first = Some(token.head as usize).filter(|&head| head != at && sentence.contains(&head))?;
    if !is(&fold(tellings.word(witness_idx, first)), Cue::Foremost) {
        return None;
    }
    let subject = children(site, first, &[Relation::Nsubj]).next();
    subject.or_else(|| {
        let first = tellings.token(witness_idx, first)?;
        (first.relation == Relation::Nsubj).then_some(first.head as usize)
    })
}

/// The doer that a noun, or a name beside it, stands for.
fn doer<'a>(site: Site<'_>, noun: usize, entities: &'a [Entity]) -> Option<Doer<'a>> {
    let Site { tellings, witness_idx, sentence } = site;
    if let Some((span, entity)) = named(site, noun, entities) {
        return Some(Doer { entity: Some(entity), roles: Roles::new(), span });
    }
    let token = tellings.token(witness_idx, noun)?;
    let roles = roles_at(site, noun, &Known::new());
    let is_part = |idx: &usize| {
        let beside = [Relation::Compound, Relation::Amod, Relation::Det];
        tellings
            .token(witness_idx, *idx)
            .is_some_and(|t| t.head as usize == noun && beside.contains(&t.relation))
    };
    let first = (sentence.start..noun).rev().take_while(is_part).last().unwrap_or(noun);
    let span = tellings.span(witness_idx, first..noun + 1)?;
    (token.upos != Upos::Pron && !roles.is_empty()).then_some(Doer { entity: None, roles, span })
}

/// The person or body that a noun, or a name beside it, names.
fn named<'a>(site: Site<'_>, noun: usize, entities: &'a [Entity]) -> Option<(Span, &'a Entity)> {
    let Site { tellings, witness_idx, .. } = site;
    let witness = tellings.witnesses.get(witness_idx)?;
    let token = tellings.token(witness_idx, noun)?;
    let above = Some(token.head as usize).filter(|_| token.relation == Relation::Appos);
    let below = children(site, noun, &[Relation::Flat, Relation::Appos]);
    // `The Acme company`, `Acme officials`.
    let is_body = is(tellings.lemma(witness_idx, noun), Cue::Body) || is_hand(site, noun);
    let compounds = children(site, noun, &[Relation::Compound]).filter(|_| is_body);
    let nouns = std::iter::once(noun).chain(below).chain(above).chain(compounds);
    let names = nouns.filter_map(|idx| {
        let span = tellings.token(witness_idx, idx)?.span;
        let mut mentions = witness.annotations.mentions_in(span).iter();
        let holds = |mention: &&Mention| mention.span.contains(span);
        let mention = mentions.find(holds)?;
        let id: EntityId = mention.entity?;
        let entity = entities.iter().find(|entity| entity.id == id)?;
        matches!(entity.kind, EntityKind::Person | EntityKind::Organisation)
            .then_some((mention.span, entity))
    });
    names.max_by_key(|(name, entity)| (entity.kind == EntityKind::Person, name.len()))
}

/// The words that hang on a verb, folded, without those of a clause beside it.
fn words_of(site: Site<'_>, at: usize) -> BTreeSet<String> {
    let Site { tellings, witness_idx, sentence } = site;
    let hangs = |idx: usize| {
        let up = |&idx: &usize| {
            let token = tellings.token(witness_idx, idx)?;
            let goes_on = matches!(token.relation, Relation::Conj | Relation::Parataxis);
            Some(token.head as usize).filter(|&head| !(goes_on && head == at))
        };
        std::iter::successors(Some(idx), up).take(MAX_CLIMB).any(|idx| idx == at)
    };
    let words = sentence.clone().filter(|&idx| hangs(idx));
    words.map(|idx| fold(tellings.word(witness_idx, idx))).collect()
}
