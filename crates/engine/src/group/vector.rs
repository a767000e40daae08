//! Article → vector: its terms, each weighted by how rare it is.

use super::day::days_told;
use super::meaning::same_as;
use super::term::{KINDS, Kind, PARTS, Term, as_lead, each_term, kind_idx, part_of, stem, term};
use crate::copies::Sketch;
use crate::copies::word::{Word, hash_of, words};
use crate::{Config, config::GroupConfig};
use jiff::civil::Date;
use rayon::prelude::*;
use rustc_hash::{FxBuildHasher, FxHashMap};
use std::sync::{Arc, LazyLock};
use tellings_language::tables::rows;
use tellings_model::Article;

/// What grouping keeps of an article: what it takes to compare it, not its text.
///
/// About 2 KB for an article of 500 words.
#[derive(Clone)]
pub(crate) struct Reading {
    /// The terms, sorted, and how often each stands in the article.
    terms: Box<[Term]>,
    counts: Box<[u8]>,
    /// The terms of headline and opening, sorted.
    pub(crate) lead: Box<[Term]>,
    pub(crate) published: Option<Date>,
    /// The days it speaks of, see [`days_told`].
    pub(crate) told: Box<[i32]>,
    pub(crate) sketch: Sketch,
}

/// The most terms an article is known by; a longer one is known by those that stand first.
const MAX_TERMS: usize = 1200;
/// Bytes of the opening that say, with the headline, what an article is about.
const OPENING: usize = 400;

impl Reading {
    /// Reads an article. The headline counts three times, as it says what the text is about.
    pub(crate) fn of(article: &Article, config: &Config) -> Self {
        let title = article.title.as_ref().map_or("", |title| title.value.as_str());
        let text = article.text();
        let [of_title, of_text] = [title, text].map(|text| words(text).collect::<Vec<Word>>());
        let n_words = of_text.len().min(MAX_TERMS);
        let mut seen: FxHashMap<Term, u8> =
            FxHashMap::with_capacity_and_hasher(n_words, FxBuildHasher);
        let mut lead: Vec<Term> = Vec::new();
        // Headlines are often written in Capitals All Over, so they give words and no names.
        each_term(title, &of_title, |found| {
            lead.push(found.term);
            if kind_idx(found.term) != Kind::Name as usize {
                let count = seen.entry(found.term).or_default();
                *count = count.saturating_add(2);
            }
        });
        each_term(text, &of_text, |found| {
            if found.end as usize <= OPENING {
                lead.push(found.term);
            }
            if seen.len() < MAX_TERMS || seen.contains_key(&found.term) {
                let count = seen.entry(found.term).or_default();
                *count = count.saturating_add(1);
            }
        });
        lead.sort_unstable();
        lead.dedup();
        let mut all: Vec<(Term, u8)> = seen.into_iter().collect();
        all.sort_unstable();
        let published = article.published.as_ref().map(|published| published.value.day);
        Self {
            terms: all.iter().map(|&(term, _)| term).collect(),
            counts: all.iter().map(|&(_, count)| count).collect(),
            lead: lead.into(),
            published,
            told: days_told([(title, &of_title[..]), (text, &of_text)].into_iter(), published),
            sketch: Sketch::of_words(&of_text, &config.copies),
        }
    }

    pub(crate) fn terms(&self) -> impl Iterator<Item = Term> {
        self.terms.iter().copied()
    }
}

/// How rare each term is among the articles seen, on top of what is known of the language.
#[derive(Default)]
pub(crate) struct Rarity {
    n_texts: f32,
    n_holding: FxHashMap<Term, f32>,
    /// What an article seen now counts; it grows, so that older ones count less.
    worth: f32,
}

impl Rarity {
    /// Counts an article; `worth` is what it counts beside one of worth 1.
    pub(crate) fn see(&mut self, terms: impl Iterator<Item = Term>) {
        let worth = if self.worth > 0.0 { self.worth } else { 1.0 };
        self.n_texts += worth;
        for term in terms {
            *self.n_holding.entry(term).or_default() += worth;
        }
    }

    /// How many articles were seen, as far as they count.
    pub(crate) fn n_texts(&self) -> f32 {
        self.n_texts / if self.worth > 0.0 { self.worth } else { 1.0 }
    }

    /// Lets every article seen so far count `by` times as much as before, `0.0..1.0`.
    pub(crate) fn age(&mut self, by: f32) {
        let worth = if self.worth > 0.0 { self.worth } else { 1.0 };
        self.worth = worth / by.max(f32::MIN_POSITIVE);
        // Once the numbers grow large, all are made small again and what was not seen for long goes.
        if self.worth > 1e6 {
            let scale = 1.0 / self.worth;
            self.n_texts *= scale;
            self.n_holding.retain(|_, holding| {
                *holding *= scale;
                *holding > 1e-3
            });
            self.worth = 1.0;
        }
    }

    /// The logarithm of how many texts there are for each that holds the term.
    ///
    /// A few articles cannot tell a rare word from a common one, so [`PRIOR_TEXTS`] imagined
    /// articles stand beside them, in which words are as frequent as the lexicon says. A term that no
    /// article was seen with weighs nothing: names are not counted in headlines, where every word may
    /// have its capital.
    pub(crate) fn weight(&self, term: Term) -> f32 {
        self.n_holding.get(&term).map_or(0.0, |&holding| self.weight_held(term, holding))
    }

    fn weight_held(&self, term: Term, holding: f32) -> f32 {
        let worth = if self.worth > 0.0 { self.worth } else { 1.0 };
        let prior = PRIOR.get(&term).copied().unwrap_or(RARE);
        let n_held = holding / worth + PRIOR_TEXTS * prior;
        ((self.n_texts / worth + PRIOR_TEXTS) / n_held).ln().max(0.0)
    }

    /// The weight of every term seen, in place of how many hold it.
    fn into_weights(mut self) -> FxHashMap<Term, f32> {
        let mut weights = std::mem::take(&mut self.n_holding);
        weights.iter_mut().for_each(|(&term, held)| *held = self.weight_held(term, *held));
        weights
    }
}

/// The weight of every term among some articles, by [`part_of`] the term.
pub(crate) struct Weights(Vec<FxHashMap<Term, f32>>);

impl Weights {
    pub(crate) fn of(readings: &[Arc<Reading>]) -> Self {
        let part = |part| {
            let mut rarity = Rarity::default();
            for reading in readings {
                rarity.see(reading.terms().filter(|&term| part_of(term) == part));
            }
            rarity.into_weights()
        };
        Self((0..PARTS).into_par_iter().map(part).collect())
    }

    pub(crate) fn of_term(&self, term: Term) -> f32 {
        self.0.get(part_of(term)).and_then(|part| part.get(&term)).copied().unwrap_or(0.0)
    }
}

/// Imagined articles of the language at large.
const PRIOR_TEXTS: f32 = 500.0;
/// Share of them that hold a word the lexicon does not list.
const RARE: f32 = 0.002;

static PRIOR: LazyLock<FxHashMap<Term, f32>> = LazyLock::new(|| {
    let table = include_str!("../lexicon/en/frequent_words.txt");
    let mut prior = FxHashMap::default();
    for line in rows(table) {
        let mut listed = line.split_whitespace();
        let share = match listed.next() {
            Some("most") => 0.7,
            _ => 0.15,
        };
        for word in listed.flat_map(|word| word.split(['.', '\''])) {
            prior.entry(term(hash_of(word), Kind::Name)).or_insert(share);
            for stem in [stem(word), same_as(stem(word))] {
                prior.entry(term(stem, Kind::Word)).or_insert(share);
            }
        }
    }
    prior
});

/// The weighted terms of an article, sorted by term; the terms of each kind have length one.
#[derive(Clone, Debug, Default)]
pub(crate) struct Vector(pub(crate) Box<[(Term, f32)]>);

/// The terms by which an article is looked up, sorted, with what each adds to a score.
pub(crate) type Keys = Vec<(Term, f32)>;

/// The most terms a vector keeps of each kind: the weightiest.
const KEPT: [usize; KINDS] = [96, 64, 32, 64];

impl Vector {
    /// Weighs the terms of an article by how rare each is.
    pub(crate) fn new(reading: &Reading, weight: impl Fn(Term) -> f32) -> Self {
        let mut kept = Vec::with_capacity(KEPT.iter().sum());
        let mut of_kind: Vec<(Term, f32)> = Vec::new();
        for (kind, &most) in KEPT.iter().enumerate() {
            of_kind.clear();
            if kind == Kind::Lead as usize {
                let lead = reading.lead.iter();
                of_kind.extend(lead.map(|&term| (as_lead(term), weight(term))));
                of_kind.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)));
                of_kind.dedup_by_key(|(term, _)| *term);
            } else {
                let counted = reading.terms.iter().zip(&reading.counts);
                of_kind.extend(
                    counted
                        .filter(|(term, _)| kind_idx(**term) == kind)
                        .map(|(&term, &n)| (term, (1.0 + f32::from(n).ln()) * weight(term))),
                );
            }
            of_kind.retain(|&(_, weight)| weight > 0.0);
            if of_kind.len() > most {
                let by_weight =
                    |a: &(Term, f32), b: &(Term, f32)| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0));
                of_kind.select_nth_unstable_by(most, by_weight);
                of_kind.truncate(most);
            }
            let length = of_kind.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt();
            kept.extend(of_kind.iter().map(|&(term, weight)| (term, weight / length)));
        }
        kept.sort_unstable_by_key(|&(term, _)| term);
        Self(kept.into())
    }

    /// The terms by which an article is looked up: those that weigh most in the score.
    pub(crate) fn keys(&self, config: &GroupConfig) -> Keys {
        let weights = config.weights();
        let weighed = |&(term, weight): &(Term, f32)| {
            (term, weight * weights.get(kind_idx(term)).copied().unwrap_or(0.0).sqrt())
        };
        let mut keys: Keys = self.0.iter().map(weighed).collect();
        let by_weight = |a: &(Term, f32), b: &(Term, f32)| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0));
        if keys.len() > config.index_terms {
            keys.select_nth_unstable_by(config.index_terms, by_weight);
            keys.truncate(config.index_terms);
        }
        keys.sort_unstable_by_key(|&(term, _)| term);
        keys
    }
}

/// The share of news texts that hold a word, as the lexicon has it; by the word's [`stem`].
pub(crate) fn commonness(stem: u64) -> f32 {
    PRIOR.get(&term(stem, Kind::Word)).copied().unwrap_or(RARE)
}
