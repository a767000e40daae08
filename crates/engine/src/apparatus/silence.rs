//! Who is silent: tells the surrounding matter and leaves this out.

use super::align::Vector;
use super::answer::NO_ANSWER;
use super::stem::fold;
use super::tellings::Tellings;
use super::terms::Term;
use std::cell::LazyCell;
use std::collections::{BTreeMap, BTreeSet};
use tellings_model::{Basis, Citation, Entry, EntryKind, Siglum, Stamp, Verdict, Witness};

/// A witness tells the surrounding matter when it gives this share of the entries that two or
/// more witnesses give.
const SURROUNDING_SHARE: f64 = 0.28;
/// So many of the words that tell an entry's matter are looked for in a witness: one that
/// holds more than the second number of them may speak of the matter.
const KEY_TERMS: usize = 4;
const STRAY_TERMS: usize = 1;
/// So many of them, those that most tellers share, may not stand there at all.
const LEADING_TERMS: usize = 2;
/// Fewer words tell a matter too thinly to say that somebody leaves it out.
const LEAST_TERMS: usize = 3;
/// A sentence that holds this share of a context may speak of its matter; one this much alike to the
/// context may speak of it in other words.
const MAY: Near = Near { tell: 0.28, speak: 0.17 };
/// The same of a clause, which has no value that could be found again, and of what moves, which is told
/// in many words.
const MAY_OF_CLAUSE: Near = Near { tell: 0.18, speak: 0.15 };
/// So many contexts of an entry are held against the sentences of a witness.
const MAX_CONTEXTS: usize = 4;
/// A term in more than this share of the witnesses tells no matter.
const COMMON_SHARE: f64 = 0.8;

/// The witnesses that may be silent on something: those that tell much of the common matter and
/// are no excerpts.
pub(super) struct Listeners(Vec<Siglum>);

impl Listeners {
    /// Takes the entries that several witnesses may share.
    pub(super) fn of(tellings: &Tellings<'_>, entries: &[Entry]) -> Self {
        let common: Vec<BTreeSet<Siglum>> = entries
            .iter()
            .filter(|entry| entry.verdict != Verdict::OnlyIn)
            .map(witnesses_of)
            .collect();
        #[expect(clippy::cast_precision_loss, reason = "counts of entries are small")]
        let tells_enough = |siglum: Siglum| {
            let n_told = common.iter().filter(|witnesses| witnesses.contains(&siglum)).count();
            !common.is_empty() && n_told as f64 >= SURROUNDING_SHARE * common.len() as f64
        };
        let whole = tellings
            .witnesses
            .iter()
            .filter(|witness| tells_enough(witness.siglum) && !is_excerpt(witness.article.text()));
        Self(whole.map(|witness| witness.siglum).collect())
    }

    /// Those that do not tell what some witnesses tell, and could have known it.
    pub(super) fn silent<'l>(
        &'l self,
        tellings: &'l Tellings<'_>,
        told: &'l BTreeSet<Siglum>,
    ) -> impl Iterator<Item = Siglum> + 'l {
        self.0
            .iter()
            .copied()
            .filter(move |siglum| !told.contains(siglum) && !may_be_older(tellings, *siglum, told))
    }

    /// Those that do not tell what some witnesses tell and that are not older, an undated one by all
    /// dated tellings of its origin: for a thing that belongs to the surrounding matter.
    pub(super) fn not_older<'l>(
        &'l self,
        tellings: &'l Tellings<'_>,
        told: &'l BTreeSet<Siglum>,
    ) -> impl Iterator<Item = Siglum> + 'l {
        let is_dated = |siglum: Siglum| {
            tellings.witnesses.get(siglum.idx()).is_some_and(|witness| witness.published.is_some())
        };
        self.0.iter().copied().filter(move |&siglum| {
            let origin = tellings.origin(siglum.idx());
            let mates = tellings.witnesses.iter().filter(|witness| witness.origin == origin);
            let dated = mates.map(|witness| witness.siglum).filter(|mate| is_dated(*mate));
            !told.contains(&siglum)
                && if is_dated(siglum) {
                    !may_be_older(tellings, siglum, told)
                } else {
                    let mut mates = dated.peekable();
                    mates.peek().is_some() && mates.all(|mate| !may_be_older(tellings, mate, told))
                }
        })
    }
}

/// From which likeness on a sentence may speak of a matter.
#[derive(Clone, Copy)]
struct Near {
    tell: f32,
    speak: f32,
}

/// The contexts of an entry, with how much of each stands together in a sentence of each witness.
struct Contexts(Vec<(Vector, BTreeMap<usize, f32>)>);

impl Contexts {
    fn of(tellings: &Tellings<'_>, entry: &Entry) -> Self {
        let citations = entry.readings.iter().flat_map(|reading| &reading.citations);
        let contexts = |citation: &Citation| {
            let witness_idx = citation.witness.idx();
            let around = tellings.context(witness_idx, citation.span);
            // A clause is what it tells, beside what stands around it.
            let clause = (entry.kind == EntryKind::Action)
                .then(|| tellings.bag(witness_idx, tellings.tokens_in(witness_idx, citation.span)));
            let told = |context| (tellings.told_by(&context), context);
            clause
                .into_iter()
                .chain([around])
                .map(told)
                .map(|(told_by, context)| (context, told_by))
        };
        Self(citations.take(MAX_CONTEXTS).flat_map(contexts).collect())
    }

    /// Whether a sentence of a witness is near one of them.
    fn may_be_told_by(&self, tellings: &Tellings<'_>, witness_idx: usize, near: Near) -> bool {
        let speaks = tellings
            .bags(witness_idx)
            .iter()
            .any(|sentence| self.0.iter().any(|(c, _)| sentence.cosine(c) >= near.speak));
        let tells = |told_by: &BTreeMap<usize, f32>| {
            told_by.get(&witness_idx).is_some_and(|share| *share >= near.tell)
        };
        speaks || self.0.iter().any(|(_, told_by)| tells(told_by))
    }
}

/// Fills `silent` of every entry.
///
/// A witness is silent only where it tells much of the common matter, is no excerpt, cannot be
/// older than all who tell it, holds none of the words that tell the matter, and has no
/// sentence that may speak of it in other words.
pub(super) fn mark(tellings: &Tellings<'_>, listeners: &Listeners, entries: &mut [Entry]) {
    for entry in entries {
        let told = witnesses_of(entry);
        let keys = key_terms(tellings, entry);
        let names = named_in(tellings, entry);
        // A saying may stand in a telling in words that are no wording of it: no silence there, unless
        // the telling never names the speaker.
        if entry.kind == EntryKind::Quote && names.is_empty()
            || keys.len() < LEAST_TERMS && (entry.kind != EntryKind::Actor || names.is_empty())
        {
            continue;
        }
        let contexts = LazyCell::new(|| Contexts::of(tellings, entry));
        let is_loose = entry.kind == EntryKind::Action || entry.verdict == Verdict::Superseded;
        let near = if is_loose { MAY_OF_CLAUSE } else { MAY };
        entry.silent = listeners
            .silent(tellings, &told)
            .filter(|siglum| {
                // A clause has no value that could be found again: none of its words may stand.
                let stray = if entry.kind == EntryKind::Action { 0 } else { STRAY_TERMS };
                let stands = |term: &&Term| tellings.terms.stands_in(**term, siglum.idx());
                !names.iter().any(|name| stands(&name))
                    && keys.iter().take(LEADING_TERMS).filter(stands).count() == 0
                    && keys.iter().filter(stands).count() <= stray
                    && !contexts.may_be_told_by(tellings, siglum.idx(), near)
                    && !gives_value(tellings, siglum.idx(), entry)
            })
            .collect();
    }
}

/// The words of the names and offices in the topic of an entry on people, on a saying or on an answer,
/// and of the people and designations that its readings are; empty where they name nobody.
///
/// Who names the speaker may give the saying in words of his own, and who names the one who was asked
/// may give an answer.
fn named_in(tellings: &Tellings<'_>, entry: &Entry) -> Vec<Term> {
    let is_answer = entry.readings.iter().any(|reading| reading.value == NO_ANSWER);
    if !is_answer && !matches!(entry.kind, EntryKind::Actor | EntryKind::Name | EntryKind::Quote) {
        return Vec::new();
    }
    // Of a saying the topic is the speaker, then the words; of a designation the words are looked for.
    let who = match entry.kind {
        EntryKind::Quote => entry.topic.split_once(": “").map_or("", |(who, _)| who),
        EntryKind::Name => "",
        _ => entry.topic.as_str(),
    };
    let by_value = matches!(entry.kind, EntryKind::Actor | EntryKind::Name);
    let readings = entry.readings.iter().filter(|_| by_value);
    let words = readings.map(|reading| reading.value.as_str()).chain([who]);
    words
        .flat_map(|words| words.split(|c: char| !c.is_alphanumeric()))
        .filter_map(|word| tellings.terms.of_word(&word.to_lowercase()))
        .collect()
}

/// Whether a witness gives one of the values of an entry, of whatever matter: a telling that has
/// the day, the figure or the name may tell the matter in words that were not seen as one.
fn gives_value(tellings: &Tellings<'_>, witness_idx: usize, entry: &Entry) -> bool {
    let Some(witness) = tellings.witnesses.get(witness_idx) else { return false };
    let values = || entry.readings.iter().map(|reading| reading.value.as_str());
    match entry.kind {
        EntryKind::Date if values().any(|value| gives_age(witness, value)) => true,
        EntryKind::Date => witness.annotations.times.iter().any(|time| {
            let days = time.days.map(|days| days.to_string());
            let clock = time.value.split_once('T').map_or("", |(_, clock)| clock);
            let is_hour = |value: &str| value.contains(':') && clock.starts_with(value);
            values().any(is_hour)
                || days.is_some_and(|days| {
                    values().any(|value| days.starts_with(value) || value.starts_with(&days))
                })
        }),
        EntryKind::Quantity => witness.annotations.quantities.iter().any(|quantity| {
            let number = quantity.value.to_string();
            values().any(|value| value.split(' ').any(|word| word == number))
        }),
        EntryKind::Actor | EntryKind::Name | EntryKind::Place => {
            values().filter_map(|value| value.rsplit(' ').next()).any(|last| {
                let last = fold(last);
                witness.annotations.mentions.iter().any(|mention| {
                    fold(witness.article.at(mention.span)).split(' ').any(|word| word == last)
                })
            })
        }
        EntryKind::Action | EntryKind::Quote | EntryKind::Other => false,
    }
}

/// Whether a telling gives the length of time since a year instead of the year (`37-year-old`).
fn gives_age(witness: &Witness, value: &str) -> bool {
    let year: Option<i16> = value.get(..4).and_then(|year| year.parse().ok());
    let told = witness.published.as_ref().map(|published| published.value.day.year());
    let Some((year, told)) = year.zip(told) else { return false };
    witness.annotations.quantities.iter().any(|quantity| {
        let age = f64::from(told - year);
        quantity.unit.as_deref() == Some("year") && age > 1.0 && (quantity.value - age).abs() <= 1.0
    })
}

/// The words that tell the matter of an entry: around and in its readings, those that most
/// tellers share first, of those the rarest in the story.
fn key_terms(tellings: &Tellings<'_>, entry: &Entry) -> Vec<Term> {
    let mut weights: BTreeMap<Term, (BTreeSet<Siglum>, f32)> = BTreeMap::new();
    for citation in entry.readings.iter().flat_map(|reading| &reading.citations) {
        let witness_idx = citation.witness.idx();
        let inside = tellings.tokens_in(witness_idx, citation.span);
        // Of a person it is the name alone that is looked for.
        let around = match entry.kind {
            EntryKind::Actor => Vector::default(),
            _ => tellings.context(witness_idx, citation.span),
        };
        for (term, weight) in around.terms().chain(tellings.bag(witness_idx, inside).terms()) {
            let slot = weights.entry(term).or_default();
            slot.0.insert(citation.witness);
            slot.1 += weight;
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "counts of witnesses are small")]
    let common = COMMON_SHARE * tellings.witnesses.len() as f64;
    let mut terms: Vec<(Term, usize, f32)> = weights
        .into_iter()
        .filter(|(term, _)| f64::from(tellings.terms.n_witnesses(*term)) <= common)
        .map(|(term, (tellers, weight))| (term, tellers.len(), weight))
        .collect();
    let n_witnesses = |term: Term| tellings.terms.n_witnesses(term);
    terms.sort_by(|a, b| {
        b.1.cmp(&a.1)
            .then_with(|| n_witnesses(a.0).cmp(&n_witnesses(b.0)))
            .then(b.2.total_cmp(&a.2))
            .then(a.0.cmp(&b.0))
    });
    terms.into_iter().take(KEY_TERMS).map(|(term, ..)| term).collect()
}

/// Whether a witness may be older than every witness that tells it: published before the
/// first of them, or at a time that cannot be held against theirs.
fn may_be_older(tellings: &Tellings<'_>, siglum: Siglum, told: &BTreeSet<Siglum>) -> bool {
    let published = |siglum: Siglum| tellings.witnesses.get(siglum.idx())?.published.as_ref();
    let says_day = |siglum: Siglum| published(siglum).is_some_and(|p| p.basis != Basis::Siblings);
    // A telling whose day only others fix may be as old as the oldest of its origin.
    let mut mates = tellings
        .witnesses
        .iter()
        .filter(|witness| witness.origin == tellings.origin(siglum.idx()))
        .map(|witness| witness.siglum)
        .filter(|mate| *mate != siglum && says_day(*mate));
    if !says_day(siglum) && mates.any(|mate| may_be_older(tellings, mate, told)) {
        return true;
    }
    let stamp = |siglum: Siglum| Some(published(siglum)?.value);
    let tellers: Vec<Stamp> = told.iter().copied().filter_map(stamp).collect();
    let Some(own) = stamp(siglum) else { return !tellers.is_empty() };
    if tellers.is_empty() {
        return true;
    }
    let is_before = |other: &Stamp| match (own.instant, other.instant) {
        _ if own.day != other.day => own.day < other.day,
        (Some(own), Some(other)) => own < other,
        // A clock time against a day alone: it cannot be told.
        (Some(_), None) | (None, Some(_)) => true,
        (None, None) => false,
    };
    tellers.iter().all(is_before)
}

fn witnesses_of(entry: &Entry) -> BTreeSet<Siglum> {
    entry
        .readings
        .iter()
        .flat_map(|reading| reading.citations.iter().map(|citation| citation.witness))
        .collect()
}

/// Whether a text stops before its end: an ellipsis, or no mark that ends a sentence.
fn is_excerpt(text: &str) -> bool {
    let end = text.trim_end();
    end.ends_with('…')
        || end.ends_with("...")
        || !end.ends_with(['.', '!', '?', '”', '"', '’', '\'', '»', ')', ']'])
}
