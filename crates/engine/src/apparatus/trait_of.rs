//! What one thing is like, where tellings give it two values of which only one can hold: the colour of a van,
//! the weather, the mark of an inspection.

use super::align::Vector;
use super::cues::{Cue, is, is_negation};
use super::deed::{Key, asks, children, days_of, is_one_thing, keys, parts, sentences};
use super::entry::{entry, every_two, finish};
use super::frame::act_above;
use super::stem::fold;
use super::tellings::{Site, Tellings};
use super::terms::Term;
use super::topic::noun_phrase;
use crate::sets::components;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;
use tellings_language::gazetteer::GAZETTEER;
use tellings_language::{named, tables::rows};
use tellings_model::{Days, Entry, EntryKind, Reading, Relation, Span, Upos, Verdict};

named! {
    /// Where two values are of one thing.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
    enum Matter {
        /// Where both tellings speak of one such thing alone (`the van`).
        Thing = "thing",
        /// Where they tell of one act (`shot in the left leg`).
        Act = "act",
        /// Where somebody gives it a mark (`rated poor`).
        Mark = "mark",
        /// Of what a story has once (`in thick fog`).
        Scene = "scene",
        /// Under which flag something sails.
        Flag = "flag",
    }
}

/// What a thing is asked for.
struct Class {
    topic: &'static str,
    matter: Matter,
    /// The things that have it; of a mark, the verbs that give it.
    of: FxHashSet<&'static str>,
}

/// The classes of traits, and the classes and values of each word.
struct Table {
    classes: BTreeMap<&'static str, Class>,
    values: FxHashMap<&'static str, Vec<(&'static str, &'static str)>>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table { classes: BTreeMap::new(), values: FxHashMap::default() };
    for row in rows(include_str!("../lexicon/en/trait_values.txt")) {
        let fields: Vec<&str> = row.split('|').collect();
        match *fields.as_slice() {
            ["of", class, topic, matter, things] => {
                let Some(matter) = Matter::named(matter) else { continue };
                let of = things.split_whitespace().collect();
                table.classes.insert(class, Class { topic, matter, of });
            }
            ["is", class, value, words] => {
                for word in words.split_whitespace() {
                    table.values.entry(word).or_default().push((class, value));
                }
            }
            _ => {}
        }
    }
    table
});

/// A trait that a telling gives a thing.
struct Trait {
    witness_idx: usize,
    class: &'static str,
    matter: Matter,
    value: &'static str,
    noun: usize,
    term: Option<Term>,
    /// The act that the thing has a part in.
    act: Option<Term>,
    keys: BTreeSet<Key>,
    span: Span,
    days: Vec<Days>,
    context: Vector,
    /// The entities named in its sentence.
    names: Vector,
}

/// A trait that more clauses of a story give is not compared.
const MAX_TRAITS: usize = 256;
/// Sentences about one thing share so much, and those about one act.
const ONE_THING: f32 = 0.15;
const ONE_ACT: f32 = 0.25;
/// A denial or a modal verb stands so many words before a trait at most.
const BEFORE_WORDS: usize = 4;

/// One entry for each thing to which tellings give values of one class of traits that exclude one another.
pub(super) fn entries(tellings: &Tellings<'_>) -> Vec<Entry> {
    let mut traits: Vec<Trait> = Vec::new();
    for (witness_idx, sentence) in &sentences(tellings) {
        let site = Site { tellings, witness_idx: *witness_idx, sentence };
        if !asks(site) {
            traits.extend(sentence.clone().flat_map(|at| traits_at(site, at)));
        }
    }
    let groups = components(&traits, MAX_TRAITS, |one| one.class, is_of_one);
    groups.iter().filter_map(|group| parted(tellings, group)).collect()
}

/// Whether two traits are of one thing.
fn is_of_one(a: &Trait, b: &Trait) -> bool {
    let days_part = !a.days.is_empty()
        && !b.days.is_empty()
        && !a.days.iter().any(|x| b.days.iter().any(|y| x.overlaps(*y)));
    let cosine = || a.context.cosine(&b.context);
    let one_noun = a.term.is_some() && a.term == b.term;
    let one_act = a.act.is_some() && a.act == b.act;
    !days_part
        && match a.matter {
            Matter::Scene => true,
            Matter::Thing => one_noun && is_one_thing(&a.keys, &b.keys),
            Matter::Flag => one_noun || a.names.cosine(&b.names) > 0.0,
            Matter::Act => {
                one_noun && one_act && cosine() >= ONE_THING || one_noun && cosine() >= ONE_ACT
            }
            Matter::Mark => cosine() >= ONE_THING || is_one_thing(&a.keys, &b.keys),
        }
}

/// The traits that a token gives.
fn traits_at(site: Site<'_>, at: usize) -> Vec<Trait> {
    let Site { tellings, witness_idx, sentence } = site;
    let word = |idx: usize| fold(tellings.word(witness_idx, idx));
    let own = word(at);
    let listed = TABLE.values.get(own.as_str()).into_iter().flatten().copied();
    let values: Vec<(&str, &str)> =
        listed.chain(of_country(tellings.word(witness_idx, at))).collect();
    let Some(token) = tellings.token(witness_idx, at).filter(|_| !values.is_empty()) else {
        return Vec::new();
    };
    let mut before = sentence.start.max(at.saturating_sub(BEFORE_WORDS))..at;
    let is_open = before.any(|idx| is_negation(&word(idx)) || is(&word(idx), Cue::Modal));
    // `He thought the gun was empty.`
    let is_believed = token.relation == Relation::Ccomp
        && is(tellings.lemma(witness_idx, token.head as usize), Cue::Light);
    if is_open || is_believed || tellings.is_quoted(witness_idx, token.span) {
        return Vec::new();
    }
    let annotations = tellings.witnesses.get(witness_idx).map(|witness| &witness.annotations);
    let sentence_idx = annotations.and_then(|found| found.sentence_at(token.span.start()));
    let names = sentence_idx.and_then(|idx| tellings.names(witness_idx, idx));
    let given = values.into_iter().filter_map(|(name, value)| {
        let class = TABLE.classes.get(name)?;
        let noun = bearer(site, at, class)?;
        let act = act_above(site, noun);
        // `Thick fog`: what describes the trait goes with it.
        let described = children(site, at, &[Relation::Amod]).min().unwrap_or(at);
        let (first, last) = (noun.min(at).min(described), noun.max(at));
        Some(Trait {
            witness_idx,
            class: name,
            matter: class.matter,
            value,
            noun,
            term: tellings.terms.at(witness_idx, noun),
            act: act.and_then(|act| tellings.terms.at(witness_idx, act)),
            keys: keys(site, noun),
            span: tellings.span(witness_idx, first..last + 1)?,
            days: act.map_or(Vec::new(), |act| days_of(site, act)),
            context: tellings.bag(witness_idx, sentence.clone()),
            names: names.cloned().unwrap_or_default(),
        })
    });
    given.collect()
}

/// The country of which a word may tell the flag, with the class of flags.
fn of_country(word: &str) -> Option<(&'static str, &'static str)> {
    let country = GAZETTEER.demonyms.get(word).or_else(|| GAZETTEER.places.get(word))?;
    let mut classes = TABLE.classes.iter();
    let (name, _) = classes.find(|(_, class)| class.matter == Matter::Flag)?;
    Some((*name, *country))
}

/// What sails under the flag of a country at a place (`Liberian-flagged ship`, `registered in Panama`).
fn flagged(site: Site<'_>, at: usize, class: &Class) -> Option<usize> {
    let Site { tellings, witness_idx, sentence } = site;
    let lemma = |idx: usize| tellings.lemma(witness_idx, idx);
    let is_flag = |idx: &usize| sentence.contains(idx) && class.of.contains(lemma(*idx));
    // The mark of the hyphen may stand between.
    let beside = (at + 1..at + 3).find(is_flag);
    let head = Some(tellings.token(witness_idx, at)?.head as usize).filter(|&head| head != at);
    let flag = beside.or_else(|| head.filter(is_flag))?;
    let on = Some(tellings.token(witness_idx, flag)?.head as usize).filter(|&on| on != flag)?;
    let subject = |of| children(site, of, &[Relation::Nsubj, Relation::NsubjPass]).next();
    let is_noun = tellings.token(witness_idx, flag)?.upos == Upos::Noun;
    if beside == Some(flag) && !is_noun {
        Some(on)
    } else {
        subject(flag).or_else(|| subject(on)).or(Some(on))
    }
}

/// The thing that has a trait: beside it (`a grey van`), as the subject of its clause (`the van was grey`), or
/// what somebody marks so.
fn bearer(site: Site<'_>, at: usize, class: &Class) -> Option<usize> {
    let Site { tellings, witness_idx, .. } = site;
    let token = tellings.token(witness_idx, at)?;
    let head = Some(token.head as usize).filter(|&head| head != at);
    let is_copula = || children(site, at, &[Relation::Cop, Relation::AuxPass]).next().is_some();
    let subject = || {
        let subjects = children(site, at, &[Relation::Nsubj, Relation::NsubjPass]).next();
        subjects.filter(|_| is_copula())
    };
    let beside = || head.filter(|_| matches!(token.relation, Relation::Amod | Relation::Compound));
    let has_it = |noun: &usize| class.of.contains(tellings.lemma(witness_idx, *noun));
    match class.matter {
        Matter::Thing => {
            beside().or_else(subject).filter(|noun| has_it(noun) && is_only_one(site, *noun))
        }
        Matter::Act => beside().filter(has_it),
        Matter::Flag => flagged(site, at, class),
        Matter::Mark => {
            let verb = head.filter(|verb| has_it(verb))?;
            matches!(
                token.relation,
                Relation::Xcomp | Relation::Obj | Relation::Advmod | Relation::Amod
            )
            .then_some(())?;
            parts(site, verb).map(|(patient, _)| patient).filter(|noun| *noun != at)
        }
        Matter::Scene => {
            let is_noun = token.upos == Upos::Noun;
            let around = || {
                let mut cases = children(site, at, &[Relation::Case]);
                cases.any(|idx| is(&fold(tellings.word(witness_idx, idx)), Cue::Locative))
            };
            // `In thick fog`, `the sky was clear`.
            let is_around = matches!(token.relation, Relation::Obl | Relation::Nmod);
            if is_noun && is_around { around().then_some(at) } else { subject().filter(has_it) }
        }
    }
}

/// Whether a telling speaks of one thing alone under a noun: never of several, of another or of a second.
fn is_only_one(site: Site<'_>, noun: usize) -> bool {
    let Site { tellings, witness_idx, .. } = site;
    let Some(term) = tellings.terms.at(witness_idx, noun) else { return false };
    let Some(witness) = tellings.witnesses.get(witness_idx) else { return false };
    let own = tellings.holders_of(term).iter().filter(|(of, _)| *of as usize == witness_idx);
    let mut sentences =
        own.filter_map(|(_, sentence)| witness.annotations.sentences.get(*sentence as usize));
    sentences.all(|found| {
        let sentence = found.tokens.0 as usize..found.tokens.1 as usize;
        let site = Site { sentence: &sentence, ..site };
        sentence.clone().filter(|&at| tellings.terms.at(witness_idx, at) == Some(term)).all(|at| {
            let word = fold(tellings.word(witness_idx, at));
            let mut before = children(site, at, &[Relation::Amod, Relation::Det, Relation::Nummod]);
            let is_plural = tellings.lemma(witness_idx, at) != word;
            !is_plural
                && !before.any(|idx| {
                    let token = tellings.token(witness_idx, idx);
                    let counts = token.is_some_and(|token| token.relation == Relation::Nummod);
                    counts || is(&fold(tellings.word(witness_idx, idx)), Cue::Added)
                })
        })
    })
}

/// The entry of a thing, where tellings give it values that exclude one another; one that gives several is
/// left out.
fn parted(tellings: &Tellings<'_>, group: &[&Trait]) -> Option<Entry> {
    let mut by_telling: BTreeMap<usize, BTreeSet<&str>> = BTreeMap::new();
    for one in group {
        by_telling.entry(one.witness_idx).or_default().insert(one.value);
    }
    let mut by_value: BTreeMap<&str, Vec<&Trait>> = BTreeMap::new();
    for &one in group {
        if by_telling.get(&one.witness_idx).is_some_and(|values| values.len() == 1) {
            by_value.entry(one.value).or_default().push(one);
        }
    }
    let values: Vec<(&str, Vec<&Trait>)> = by_value.into_iter().collect();
    let meet =
        every_two(&values, |(_, a), (_, b)| a.iter().any(|x| b.iter().any(|y| is_of_one(x, y))));
    if values.len() < 2 || !meet {
        return None;
    }
    let readings = values.iter().filter_map(|(value, given)| {
        let first = given.first()?;
        Some(Reading {
            value: (*value).to_owned(),
            text: tellings.at(first.witness_idx, first.span).to_owned(),
            citations: given.iter().filter_map(|t| tellings.cite(t.witness_idx, t.span)).collect(),
            n_origins: 0,
        })
    });
    let first = group.first()?;
    let class = TABLE.classes.get(first.class)?;
    let is_noun = |one: &&&Trait| {
        let token = tellings.token(one.witness_idx, one.noun);
        token.is_some_and(|token| matches!(token.upos, Upos::Noun | Upos::Propn))
    };
    let name = |one: &&Trait| match class.matter {
        Matter::Mark => noun_phrase(tellings, one.witness_idx, one.noun),
        _ => fold(tellings.word(one.witness_idx, one.noun)),
    };
    let names = group.iter().filter(is_noun).map(name).filter(|name| !name.is_empty());
    let topic = match class.matter {
        Matter::Scene => class.topic.to_owned(),
        _ => format!("{} {}", class.topic, names.min_by_key(|n| (n.len(), n.clone()))?),
    };
    let readings = finish(tellings, readings.collect());
    Some(entry(EntryKind::Other, topic, Verdict::Conflict, readings))
}
