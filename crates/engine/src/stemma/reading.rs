//! One witness as the stemma reads it: its words, which of them are quoted, its sentences.

use super::release::Release;
use super::text::Text;
use crate::copies::word::{Shape, Word, mix};
use crate::group::{commonness, stem};
use std::ops::Range;
use tellings_model::Witness;

/// So many releases of a story are looked for in its other tellings.
const MAX_RELEASES: usize = 8;

/// The words of an article, seen for kinship.
pub(crate) struct Reading<'a> {
    pub(crate) text: Text<'a>,
    /// For each word, whether it stands between quotation marks.
    pub(crate) quoted: Vec<bool>,
    pub(crate) sentences: Vec<Sentence>,
    /// What it says of itself as a release, and whose releases it names.
    pub(crate) release: Release,
    /// Whether it names a release that is one of the witnesses.
    pub(crate) draws: bool,
}

/// One sentence: its words, and what it is about.
pub(crate) struct Sentence {
    pub(crate) words: Range<usize>,
    /// Stems of the telling words outside quotation marks, sorted, each with its weight.
    pub(crate) terms: Vec<(u64, f64)>,
    /// One bit for each stem; two stems may fall on one.
    bits: u128,
}

impl Sentence {
    /// What its terms weigh together.
    pub(crate) fn weight(&self) -> f64 {
        self.terms.iter().map(|(_, weight)| weight).sum()
    }

    fn new(words: Range<usize>, terms: Vec<(u64, f64)>) -> Self {
        let bits = terms.iter().fold(0, |bits, (stem, _)| bits | 1 << (mix(*stem) % 128));
        Self { words, terms, bits }
    }

    /// No fewer than the stems that stand in both sentences, at the cost of a few steps.
    pub(crate) fn n_shared_at_most(&self, other: &Self) -> usize {
        let bits = (self.bits & other.bits).count_ones() as usize;
        // Stems that fall on the bit of another may be shared beside it.
        let hidden = |sentence: &Self| sentence.terms.len() - sentence.bits.count_ones() as usize;
        bits + hidden(self).min(hidden(other))
    }
}

impl<'a> Reading<'a> {
    pub(crate) fn new(witness: &'a Witness) -> Self {
        let credits = &witness.annotations.credits;
        let credits = credits.iter().map(|credit| (credit.outlet.clone(), credit.kind)).collect();
        let read = Text::new(&witness.article, witness.published.as_ref(), credits);
        let (text, words) = (witness.article.text(), &read.words);
        let quoted = quoted(text, words);
        let sentences = sentences(text, words)
            .map(|range| Sentence::new(range.clone(), terms(text, words, &quoted, range)))
            .collect();
        let release = Release::of(&witness.article);
        Self { text: read, quoted, sentences, release, draws: false }
    }

    /// Marks which of the tellings of a story name a release that is one of them.
    pub(crate) fn mark_draws(readings: &mut [Self]) {
        let marked = readings.iter().map(|of| &of.release).filter(|of| of.is_marked);
        let releases: Vec<Release> = marked.take(MAX_RELEASES).cloned().collect();
        for reading in readings.iter_mut().filter(|reading| !reading.release.is_marked) {
            let article = reading.text.article;
            reading.draws = releases.iter().any(|known| reading.release.draws_on(article, known));
        }
    }

    /// Number of words outside quotation marks.
    pub(crate) fn n_unquoted(&self) -> usize {
        self.quoted.iter().filter(|quoted| !**quoted).count()
    }

    /// The words of the article at a range of words.
    pub(crate) fn span(&self, range: Range<usize>) -> Option<tellings_model::Span> {
        let first = self.text.words.get(range.start)?;
        let last = self.text.words.get(range.end.checked_sub(1)?)?;
        Some(self.text.article.span(first.start as usize, last.end as usize))
    }
}

/// For each word whether it stands between quotation marks. A mark left open ends with its line.
fn quoted(text: &str, words: &[Word]) -> Vec<bool> {
    let mut depth_open = false;
    let mut last_end = 0;
    let mut quoted = Vec::with_capacity(words.len());
    for word in words {
        let gap = text.get(last_end..word.start as usize).unwrap_or("");
        let after_word = last_end > 0;
        for (at, mark) in gap.char_indices() {
            let spaced = at > 0 || !after_word;
            match mark {
                '\n' | '”' | '»' => depth_open = false,
                '“' | '«' | '„' => depth_open = true,
                '‘' => depth_open = true,
                '"' => depth_open = !depth_open,
                // A single mark right after a letter and before another is an apostrophe.
                '’' if !spaced && gap.len() > mark.len_utf8() => depth_open = false,
                _ => {}
            }
        }
        quoted.push(depth_open);
        last_end = word.end as usize;
    }
    quoted
}

/// The sentences of a text, as ranges of its words. Headings and lines are sentences of their own.
fn sentences<'a>(text: &'a str, words: &'a [Word]) -> impl Iterator<Item = Range<usize>> + 'a {
    let mut start = 0;
    (0..=words.len()).filter_map(move |at| {
        let ends = match (at.checked_sub(1).and_then(|last| words.get(last)), words.get(at)) {
            (Some(last), Some(next)) => {
                let gap = text.get(last.end as usize..next.start as usize).unwrap_or("");
                let short = last.end - last.start <= 2;
                let stop = gap.contains(['.', '!', '?']) && gap.contains(' ') && !short;
                gap.contains('\n') || (stop && next.shape != Shape::Lower)
            }
            (Some(_), None) => true,
            (None, _) => false,
        };
        let range = start..at;
        if ends {
            start = at;
        }
        (ends && !range.is_empty()).then_some(range)
    })
}

/// The stems of the telling words of a sentence that stand outside quotation marks.
fn terms(text: &str, words: &[Word], quoted: &[bool], range: Range<usize>) -> Vec<(u64, f64)> {
    let mut terms: Vec<(u64, f64)> = range
        .filter(|&at| quoted.get(at) == Some(&false))
        .filter_map(|at| {
            let word = words.get(at)?;
            let letters = text.get(word.start as usize..word.end as usize)?;
            let stem = stem(letters);
            let weight = 1.0 - f64::from(commonness(stem));
            let telling = weight > 0.5 && (letters.len() > 1 || word.shape == Shape::Figure);
            telling.then_some((stem, weight))
        })
        .collect();
    terms.sort_by_key(|term| term.0);
    terms.dedup_by_key(|term| term.0);
    terms
}
