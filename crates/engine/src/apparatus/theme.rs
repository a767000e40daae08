//! What a telling leaves out altogether: a thing that others come back to and it never names.

use super::cues::{Cue, is};
use super::entry::{attestation, entry, finish};
use super::silence::Listeners;
use super::tellings::Tellings;
use super::terms::Term;
use super::topic::noun_phrase;
use std::collections::BTreeSet;
use tellings_model::{BlockKind, Citation, Entry, EntryKind, Reading, Siglum, Upos};

/// So many themes are told at most, the weightiest ones.
const MAX_THEMES: usize = 5;
/// A theme is named in so many sentences at least.
const LEAST_SENTENCES: usize = 3;
/// A term that more than this share of the tellings name is the common matter, no theme of some.
const COMMON_SHARE: f64 = 0.7;
/// Two terms are one theme where they share this share of the sentences of the rarer one.
const ONE_THEME: f64 = 0.6;
/// The tellings in which a thing is named once count half of those that come back to it.
const LEAST_TELLINGS: usize = 3;

/// A thing that several sentences name.
struct Theme {
    terms: Vec<Term>,
    sentences: BTreeSet<(u32, u32)>,
    tellers: BTreeSet<usize>,
    weight: f32,
}

/// One entry for each thing that some tellings come back to and others never name.
pub(super) fn entries(tellings: &Tellings<'_>, listeners: &Listeners) -> Vec<Entry> {
    if tellings.witnesses.len() < LEAST_TELLINGS {
        return Vec::new();
    }
    let mut themes: Vec<Theme> = Vec::new();
    for theme in candidates(tellings) {
        let same = themes.iter_mut().find(|other| is_one(other, &theme));
        match same {
            Some(other) => other.terms.extend(theme.terms),
            None => themes.push(theme),
        }
    }
    let of_theme = |theme: &Theme| of_theme(tellings, listeners, theme);
    themes.iter().filter_map(of_theme).take(MAX_THEMES).collect()
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
            (!common && sentences.len() >= LEAST_SENTENCES && is_thing(tellings, term, &sentences))
                .then(|| Theme { terms: vec![term], sentences, tellers, weight })
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
            token.upos == Upos::Noun && !is(annotations.lemma(token), Cue::Hollow)
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

fn is_one(known: &Theme, other: &Theme) -> bool {
    let n_shared = known.sentences.intersection(&other.sentences).count();
    #[expect(clippy::cast_precision_loss, reason = "counts of sentences are small")]
    let share = n_shared as f64 / known.sentences.len().min(other.sentences.len()).max(1) as f64;
    share >= ONE_THEME
}

fn of_theme(tellings: &Tellings<'_>, listeners: &Listeners, theme: &Theme) -> Option<Entry> {
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
        phrases.push(noun_phrase(tellings, witness_idx, idx));
    }
    let told: BTreeSet<Siglum> = citations.iter().map(|citation| citation.witness).collect();
    let silent: Vec<Siglum> = listeners
        .not_older(tellings, &told)
        .filter(|siglum| !theme.tellers.contains(&siglum.idx()))
        .filter(|siglum| !tellings.terms.stands_in(leading, siglum.idx()))
        .collect();
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
    let verdict = attestation(readings.first()?);
    let mut entry = entry(EntryKind::Other, topic.clone(), verdict, readings);
    entry.silent = silent;
    Some(entry)
}
