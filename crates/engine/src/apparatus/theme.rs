//! What a telling leaves out altogether: a thing that others come back to and it never names.

use super::cues::{Cue, is, is_abstract};
use super::entry::{attestation, entry, finish};
use super::silence::Listeners;
use super::stem::fold;
use super::tellings::{CitedAt, Tellings, cited_at};
use super::terms::Term;
use super::topic::noun_phrase;
use super::unit;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use tellings_model::{
    BlockKind, Citation, Entry, EntryKind, Reading, Relation, Siglum, Span, Upos, Verdict,
};

/// So many themes are told at most, the weightiest ones.
const MAX_THEMES: usize = 5;
/// A theme is named in so many sentences at least.
const LEAST_SENTENCES: usize = 3;
/// A term that more than this share of the tellings name is the common matter, no theme of some.
const COMMON_SHARE: f64 = 0.7;
/// Two terms are one theme where they share this share of the sentences of the rarer one.
const ONE_THEME: f64 = 0.6;
/// Fewer tellings have no themes.
const LEAST_TELLINGS: usize = 3;
/// A sentence that holds so much of a sentence of a theme may tell the theme in other words; so many
/// sentences of a theme are looked at.
const MAY_TELL: f32 = 0.3;
const MAX_SENTENCES: usize = 16;

/// A thing that several sentences name.
struct Theme {
    terms: Vec<Term>,
    sentences: BTreeSet<(u32, u32)>,
    tellers: BTreeSet<usize>,
    weight: f32,
}

/// One entry for each thing that some tellings come back to and others never name.
pub(super) fn entries(
    tellings: &Tellings<'_>,
    listeners: &Listeners,
    told: &[Entry],
) -> Vec<Entry> {
    if tellings.witnesses.len() < LEAST_TELLINGS {
        return Vec::new();
    }
    let counted = Counted { entries: told, at: cited_at(tellings, told.iter()) };
    let mut themes: Vec<Theme> = Vec::new();
    for theme in candidates(tellings) {
        let same = themes.iter_mut().find(|other| is_one(other, &theme));
        match same {
            Some(other) => other.terms.extend(theme.terms),
            None => themes.push(theme),
        }
    }
    let mut entries: Vec<Entry> = Vec::new();
    for theme in &themes {
        let entry = of_theme(tellings, listeners, theme, &counted);
        // Two words of one phrase are one theme.
        let is_new = |entry: &Entry| entries.iter().all(|other| other.topic != entry.topic);
        entries.extend(entry.filter(is_new));
        if entries.len() == MAX_THEMES {
            break;
        }
    }
    entries
}

/// Nouns that are named often enough by some and never by others, the weightiest first.
fn candidates(tellings: &Tellings<'_>) -> Vec<Theme> {
    #[expect(clippy::cast_precision_loss, reason = "counts of tellings are small")]
    let n_witnesses = tellings.witnesses.len() as f64;
    let mut themes: Vec<Theme> = (0..tellings.terms.len())
        .filter_map(|term| Term::try_from(term).ok())
        .filter_map(|term| {
            let sentences: BTreeSet<(u32, u32)> =
                tellings.holders_of(term).iter().copied().collect();
            let tellers: BTreeSet<usize> = sentences.iter().map(|(w, _)| *w as usize).collect();
            #[expect(clippy::cast_precision_loss, reason = "counts of sentences are small")]
            let weight = tellings.terms.weight(term) * (sentences.len() as f32).sqrt();
            let common = f64::from(tellings.terms.n_witnesses(term)) > COMMON_SHARE * n_witnesses;
            // Some telling comes back to it again and again, or two do, and it is not alone.
            let places: Vec<u32> = sentences.iter().map(|(w, _)| *w).collect();
            let mut n_said: Vec<usize> = places.chunk_by(|a, b| a == b).map(<[u32]>::len).collect();
            n_said.sort_unstable_by(|a, b| b.cmp(a));
            let said = |place: usize| n_said.get(place).copied().unwrap_or(0);
            let comes_back = tellers.len() > 1 && (said(0) > 2 || said(1) > 1);
            let is_told = !common && comes_back && sentences.len() >= LEAST_SENTENCES;
            (is_told && is_thing(tellings, term, &sentences)).then(|| Theme {
                terms: vec![term],
                sentences,
                tellers,
                weight,
            })
        })
        .collect();
    themes.sort_by(|a, b| b.weight.total_cmp(&a.weight).then(a.terms.cmp(&b.terms)));
    themes
}

/// Whether a term is a common noun at two places of three.
fn is_thing(tellings: &Tellings<'_>, term: Term, sentences: &BTreeSet<(u32, u32)>) -> bool {
    let places = sentences.iter().filter_map(|&place| token_of(tellings, term, place));
    let is_noun = |&(witness_idx, idx): &(usize, usize)| {
        let annotations = tellings.witnesses.get(witness_idx).map(|witness| &witness.annotations);
        let token = tellings.token(witness_idx, idx);
        annotations.zip(token).is_some_and(|(annotations, token)| {
            let lemma = annotations.lemma(token);
            let is_thing = ![Cue::Hollow, Cue::Voice, Cue::Human, Cue::Somebody]
                .iter()
                .any(|cue| is(lemma, *cue))
                && !is_abstract(lemma);
            let before = idx.checked_sub(1).map(|before| fold(tellings.word(witness_idx, before)));
            let is_bare = lemma == fold(tellings.word(witness_idx, idx));
            let is_idiom = is_bare && before.is_some_and(|before| is(&before, Cue::Idiom));
            // What is part of a day or a figure (`per cent`) is no thing.
            let holds = |span: Span| span.contains(token.span);
            let is_measure = annotations.times_in(token.span).iter().any(|time| holds(time.span))
                || annotations.quantities_in(token.span).iter().any(|figure| {
                    holds(figure.span) && figure.unit.as_deref().is_some_and(unit::is_measure)
                });
            token.upos == Upos::Noun && is_thing && !is_idiom && !is_measure
        })
    };
    3 * places.filter(is_noun).count() >= 2 * sentences.len()
}

/// The first token of a term in a sentence.
fn token_of(
    tellings: &Tellings<'_>,
    term: Term,
    (witness, sentence): (u32, u32),
) -> Option<(usize, usize)> {
    let witness_idx = witness as usize;
    let annotations = &tellings.witnesses.get(witness_idx)?.annotations;
    let (first, end) = annotations.sentences.get(sentence as usize)?.tokens;
    let mut tokens = first as usize..end as usize;
    let idx = tokens.find(|&idx| tellings.terms.at(witness_idx, idx) == Some(term))?;
    Some((witness_idx, idx))
}

/// The things that a theme describes somewhere (`trade` in `trade talks`): who names one of them
/// speaks of the theme. What most tellings name tells none of them apart, unless a telling names it
/// without a word that describes it.
struct Described {
    rare: BTreeSet<Term>,
    common: BTreeSet<Term>,
}

impl Described {
    fn of(tellings: &Tellings<'_>, leading: Term, theme: &Theme) -> Self {
        #[expect(clippy::cast_precision_loss, reason = "counts of tellings are small")]
        let common = COMMON_SHARE * tellings.witnesses.len() as f64;
        let is_rare = |term: &Term| f64::from(tellings.terms.n_witnesses(*term)) <= common;
        let things = theme.sentences.iter().filter_map(|&place| {
            let (witness_idx, noun) = token_of(tellings, leading, place)?;
            let next = tellings.token(witness_idx, noun + 1)?;
            let described = tellings.terms.at(witness_idx, noun + 1)?;
            (next.upos == Upos::Noun && described != leading).then_some(described)
        });
        let (rare, common) = things.partition(is_rare);
        Self { rare, common }
    }

    fn is_named_by(&self, tellings: &Tellings<'_>, witness_idx: usize) -> bool {
        let stands = |term: &Term| tellings.terms.stands_in(*term, witness_idx);
        self.rare.iter().any(stands)
            || self.common.iter().any(|&term| names_bare(tellings, term, witness_idx))
    }
}

/// Whether a telling names a thing without a word that describes it.
fn names_bare(tellings: &Tellings<'_>, thing: Term, witness_idx: usize) -> bool {
    let Some(witness) = tellings.witnesses.get(witness_idx) else { return false };
    (0..witness.annotations.tokens.len()).any(|idx| {
        let before = idx.checked_sub(1);
        tellings.terms.at(witness_idx, idx) == Some(thing)
            && !before.is_some_and(|before| describes(tellings, witness_idx, before))
    })
}

/// The tellings that hold much of a quarter of the sentences of a theme: they may tell it in other words.
fn rewording(tellings: &Tellings<'_>, theme: &Theme) -> BTreeSet<usize> {
    let mut n_told: BTreeMap<usize, usize> = BTreeMap::new();
    let looked_at = || theme.sentences.iter().take(MAX_SENTENCES);
    for &(witness, sentence) in looked_at() {
        let Some(words) = tellings.bags(witness as usize).get(sentence as usize) else { continue };
        let tellers = tellings.told_by(words).into_iter().filter(|(_, share)| *share >= MAY_TELL);
        for (witness_idx, _) in tellers {
            *n_told.entry(witness_idx).or_default() += 1;
        }
    }
    let enough = |n: usize| 4 * n >= looked_at().count();
    n_told.into_iter().filter(|(_, n)| enough(*n)).map(|(witness_idx, _)| witness_idx).collect()
}

/// The word that describes a thing at most of its places, with which another telling may describe
/// the thing under another name (`military presence`, `military deployment`).
fn kind_of(tellings: &Tellings<'_>, leading: Term, theme: &Theme) -> Option<Term> {
    let mut kinds: BTreeMap<Term, usize> = BTreeMap::new();
    for &place in &theme.sentences {
        let Some((witness_idx, noun)) = token_of(tellings, leading, place) else { continue };
        let before = noun.checked_sub(1).filter(|&idx| describes(tellings, witness_idx, idx));
        if let Some(kind) = before.and_then(|idx| tellings.terms.at(witness_idx, idx)) {
            *kinds.entry(kind).or_default() += 1;
        }
    }
    let (kind, n) = kinds.into_iter().max_by_key(|&(term, n)| (n, std::cmp::Reverse(term)))?;
    (2 * n > theme.sentences.len()).then_some(kind)
}

/// Whether a telling describes any noun with a word.
fn names_kind(tellings: &Tellings<'_>, kind: Term, witness_idx: usize) -> bool {
    let Some(witness) = tellings.witnesses.get(witness_idx) else { return false };
    (0..witness.annotations.tokens.len()).any(|idx| {
        tellings.terms.at(witness_idx, idx) == Some(kind) && describes(tellings, witness_idx, idx)
    })
}

/// Whether a word stands before the noun it describes.
fn describes(tellings: &Tellings<'_>, witness_idx: usize, idx: usize) -> bool {
    tellings.token(witness_idx, idx).is_some_and(|token| {
        matches!(token.relation, Relation::Amod | Relation::Compound) && token.head as usize > idx
    })
}

fn is_one(known: &Theme, other: &Theme) -> bool {
    let n_shared = known.sentences.intersection(&other.sentences).count();
    #[expect(clippy::cast_precision_loss, reason = "counts of sentences are small")]
    let share = n_shared as f64 / known.sentences.len().min(other.sentences.len()).max(1) as f64;
    share >= ONE_THEME
}

/// How far before a noun a name may stand that it describes: `Palegate, a gang`.
const APPOSED: usize = 3;
/// How many bytes from a noun a name may stand that is looked at.
const NEAR_BYTES: usize = 32;

/// The names that stand right beside a noun, as terms: `the trawler Patient Anna`.
fn names_beside(tellings: &Tellings<'_>, witness_idx: usize, noun: usize) -> Vec<Vec<Term>> {
    let Some(witness) = tellings.witnesses.get(witness_idx) else { return Vec::new() };
    let mentions = &witness.annotations.mentions;
    let Some(at) = tellings.token(witness_idx, noun).map(|token| token.span) else {
        return Vec::new();
    };
    let first = mentions.partition_point(|m| m.span.end() + NEAR_BYTES < at.start());
    let near = mentions.iter().skip(first).take_while(|m| m.span.start() <= at.end() + NEAR_BYTES);
    let names = near.map(|mention| tellings.tokens_in(witness_idx, mention.span));
    let is_comma = |idx: usize| tellings.word(witness_idx, idx) == ",";
    let beside = |name: &Range<usize>| {
        let apposed = name.end < noun && noun <= name.end + APPOSED && is_comma(name.end);
        name.start == noun + 1 || apposed
    };
    let terms = |name: Range<usize>| -> Vec<Term> {
        name.filter_map(|idx| tellings.terms.at(witness_idx, idx)).collect()
    };
    names.filter(beside).map(terms).filter(|name| !name.is_empty()).collect()
}

/// The entries before themes are looked for, by where they stand.
struct Counted<'e> {
    entries: &'e [Entry],
    at: CitedAt,
}

impl Counted<'_> {
    /// Who gives a figure of which another telling counts or names the thing (`eleven of them`).
    fn givers(&self, tellings: &Tellings<'_>, things: &[Citation]) -> BTreeSet<Siglum> {
        let tokens = things.iter().flat_map(|thing| {
            let tokens = tellings.tokens_in(thing.witness.idx(), thing.span);
            tokens.filter_map(|idx| self.at.get(&(thing.witness, idx)))
        });
        let entries = tokens.flatten().filter_map(|&n| self.entries.get(n));
        let figures = entries.filter(|entry| entry.kind == EntryKind::Quantity);
        let readings = figures.flat_map(|entry| &entry.readings);
        readings.flat_map(|reading| &reading.citations).map(|citation| citation.witness).collect()
    }
}

fn of_theme(
    tellings: &Tellings<'_>,
    listeners: &Listeners,
    theme: &Theme,
    counted: &Counted<'_>,
) -> Option<Entry> {
    let leading = *theme.terms.first()?;
    let mut citations: Vec<Citation> = Vec::new();
    let mut phrases: Vec<String> = Vec::new();
    for &place in &theme.sentences {
        let Some((witness_idx, idx)) = token_of(tellings, leading, place) else { continue };
        let Some(token) = tellings.token(witness_idx, idx) else { continue };
        let heading =
            tellings.witnesses.get(witness_idx).and_then(|w| w.article.kind_at(token.span.start()));
        if heading == Some(BlockKind::Heading) {
            continue;
        }
        citations.extend(tellings.cite(witness_idx, token.span));
        let phrase = noun_phrase(tellings, witness_idx, idx);
        phrases.extend((!phrase.is_empty()).then_some(phrase));
    }
    let kind = kind_of(tellings, leading, theme);
    let names: Vec<Vec<Term>> = theme
        .sentences
        .iter()
        .filter_map(|&place| token_of(tellings, leading, place))
        .flat_map(|(witness_idx, noun)| names_beside(tellings, witness_idx, noun))
        .collect();
    let stands = |term: &Term, siglum: Siglum| tellings.terms.stands_in(*term, siglum.idx());
    let is_named = |siglum| names.iter().any(|name| name.iter().all(|term| stands(term, siglum)));
    let told: BTreeSet<Siglum> = citations.iter().map(|citation| citation.witness).collect();
    let mut silent: Vec<Siglum> = listeners
        .not_older(tellings, &told)
        .filter(|siglum| !theme.tellers.contains(&siglum.idx()))
        .filter(|siglum| !tellings.terms.stands_in(leading, siglum.idx()))
        .filter(|siglum| !kind.is_some_and(|kind| names_kind(tellings, kind, siglum.idx())))
        .filter(|siglum| !is_named(*siglum))
        .collect();
    if !silent.is_empty() {
        let givers = counted.givers(tellings, &citations);
        silent.retain(|siglum| !givers.contains(siglum));
        let reworded = rewording(tellings, theme);
        let described = Described::of(tellings, leading, theme);
        silent.retain(|siglum| {
            let witness_idx = siglum.idx();
            !reworded.contains(&witness_idx) && !described.is_named_by(tellings, witness_idx)
        });
    }
    if silent.is_empty() || citations.len() < LEAST_SENTENCES {
        return None;
    }
    // The shortest phrase of two words or more tells the thing best.
    let plain = |phrase: &&String| !phrase.contains(|c: char| c.is_ascii_digit() || c == '%');
    let topic = phrases
        .iter()
        .filter(|phrase| phrase.contains(' '))
        .filter(plain)
        .min_by_key(|phrase| (phrase.len(), *phrase))
        .or_else(|| phrases.iter().min())?;
    let first = citations.iter().min()?;
    let text = tellings.at(first.witness.idx(), first.span).to_owned();
    let reading = Reading { value: text.to_lowercase(), text, citations, n_origins: 0 };
    let readings = finish(tellings, vec![reading]);
    // What one origin alone comes back to is its own matter: nobody else leaves it out.
    let verdict = Some(attestation(readings.first()?)).filter(|told| *told == Verdict::Agree)?;
    let mut entry = entry(EntryKind::Other, topic.clone(), verdict, readings);
    entry.silent = silent;
    Some(entry)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{entity, sample::witness};

    /// The words of the names beside a noun of a text.
    fn beside(text: &str, noun: &str) -> Vec<usize> {
        let mut witnesses = vec![witness(0, text)];
        entity::entities(&mut witnesses);
        let tellings = Tellings::of(&witnesses);
        let n_tokens = witnesses[0].annotations.tokens.len();
        let at = (0..n_tokens).find(|&idx| tellings.word(0, idx) == noun).expect("the noun");
        names_beside(&tellings, 0, at).iter().map(Vec::len).collect()
    }

    #[test]
    fn a_name_beside_a_noun_is_that_of_the_thing() {
        assert_eq!(beside("They boarded the trawler Anna Bell in May.", "trawler"), [2]);
        assert_eq!(beside("Ada Cole, a miller, sold the mill.", "miller"), [2]);
        assert_eq!(beside("Ada Cole sold the mill to the town.", "mill"), [0_usize; 0]);
    }
}
