//! Who copied whom over a whole corpus: for each article its model, where one is in hand.

use super::cue::Evidence;
use super::edit::KEPT;
use super::evidence::{Kept, both_ways, original};
use super::family::{Candidate, Family, Models};
use super::text::Text;
use crate::annotate::credit;
use crate::copies::passage::runs;
use crate::{Config, copies, group};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use tellings_model::{
    Article, CopyPair, CreditKind, Descendant, DescentKind, Direction, NamedOrigin, Span,
};

/// For each article, in the order of the articles, what it was copied from and where its line
/// ends.
///
/// Pairs that share wording ([`mod@crate::copies`]) make families; in each the forest is taken for
/// which edits, times, credits and names speak most. No text is the model of one that came out
/// before it, beyond what a wrong zone makes. The lines have no cycle, the order of the articles
/// does not matter, and an article that shares nothing with a family changes nothing in it.
pub fn lineage(articles: &[&Article], config: &Config) -> Vec<Descendant> {
    let corpus = Corpus::read(articles, config);
    let mut descendants: Vec<Descendant> = (0..articles.len())
        .map(|at| Descendant {
            models: Vec::new(),
            kind: None,
            direction: None,
            origin: at,
            named: corpus.named(at),
        })
        .collect();
    let settled: Vec<(usize, Descendant)> =
        corpus.families.par_iter().flat_map_iter(|family| corpus.settle(family, config)).collect();
    for (at, descendant) in settled {
        if let Some(slot) = descendants.get_mut(at) {
            *slot = descendant;
        }
    }
    descendants
}

/// The agency that each article's kin credit, whatever the article itself says; with the share of
/// the words it has from kin with a credit that speaks for it.
///
/// This is how an article without a credit gets the origin of its twins, and by what the bench
/// tells how often that is right: it hides the credit of each article in turn.
pub fn carried_credits(articles: &[&Article], config: &Config) -> Vec<Option<(String, f64)>> {
    let corpus = Corpus::read(articles, config);
    (0..articles.len()).map(|at| corpus.carried(at)).collect()
}

/// The cues between the articles of a corpus: for each article those for its being nobody's
/// copy (no model), and those for each possible model. For calibration and for curiosity.
pub fn cues(articles: &[&Article], config: &Config) -> Vec<CuesOf> {
    let corpus = Corpus::read(articles, config);
    let of_family = |family: &Vec<usize>| {
        let texts = corpus.texts(family);
        let (originals, candidates) = corpus.evidence(family, &texts);
        let alone = (0..).zip(originals).map(|(copy, evidence)| (None, copy, evidence));
        let kin = candidates.into_iter().map(|c| (Some(c.model), c.copy, c.evidence));
        let at = |local: usize| family.get(local).copied().unwrap_or_default();
        let named = |evidence: &Evidence| {
            evidence.cues().iter().map(|(cue, amount)| (format!("{cue:?}"), *amount)).collect()
        };
        let all: Vec<CuesOf> = alone
            .chain(kin)
            .map(|(model, copy, evidence)| CuesOf {
                model: model.map(at),
                copy: at(copy),
                cues: named(&evidence),
                weight: evidence.weight(),
            })
            .collect();
        all
    };
    corpus.families.iter().flat_map(of_family).collect()
}

/// What speaks for one article being the model of another, by position.
#[derive(Clone, Debug, PartialEq)]
pub struct CuesOf {
    /// The model; `None` for the copy being nobody's.
    pub model: Option<usize>,
    /// The copy.
    pub copy: usize,
    /// The cues by name, with how often or how much.
    pub cues: Vec<(String, f64)>,
    /// What they add up to: the logarithm of the odds, but for a constant.
    pub weight: f64,
}

/// The articles of a corpus with the pairs that share wording, and the families these make.
struct Corpus<'a> {
    articles: &'a [&'a Article],
    pairs: Vec<CopyPair>,
    /// For each article the pairs it stands in.
    of_article: Vec<Vec<usize>>,
    credits: Vec<Vec<(String, CreditKind)>>,
    /// Articles joined by pairs, each family in order of publication.
    families: Vec<Vec<usize>>,
    /// Lines that stand in so many families that they are furniture.
    furniture: FxHashMap<u64, Spread>,
}

/// In how many families a line stands, and in which last.
#[derive(Clone, Copy, Debug)]
struct Spread {
    n_families: u32,
    last: u32,
}

/// Families in which a line stands that is the page's, not the text's.
const FURNITURE: u32 = 4;

impl<'a> Corpus<'a> {
    fn read(articles: &'a [&'a Article], config: &Config) -> Self {
        let mut loose = config.clone();
        loose.copies.score = config.stemma.copies;
        loose.copies.hours = config.stemma.hours;
        let pairs = copies(articles, &loose);
        let mut of_article: Vec<Vec<usize>> = vec![Vec::new(); articles.len()];
        for (idx, pair) in pairs.iter().enumerate() {
            for at in [pair.model, pair.copy] {
                if let Some(of_article) = of_article.get_mut(at) {
                    of_article.push(idx);
                }
            }
        }
        let families = families(articles, &pairs, &of_article);
        let credits = articles.par_iter().map(|article| credits(article)).collect();
        let mut corpus = Self {
            articles,
            pairs,
            of_article,
            credits,
            families,
            furniture: FxHashMap::default(),
        };
        corpus.furniture = corpus.count_lines();
        corpus
    }

    fn texts(&self, family: &[usize]) -> Vec<Text<'a>> {
        let text = |&at: &usize| {
            let article = *self.articles.get(at)?;
            let credits = self.credits.get(at).cloned().unwrap_or_default();
            let mut text = Text::new(article, article.published.as_ref(), credits);
            text.mark_furniture(|line| {
                self.furniture.get(&line).is_some_and(|spread| spread.n_families >= FURNITURE)
            });
            Some(text)
        };
        family.iter().filter_map(text).collect()
    }

    fn count_lines(&self) -> FxHashMap<u64, Spread> {
        let mut lines: FxHashMap<u64, Spread> = FxHashMap::default();
        for (n, family) in (1..).zip(&self.families) {
            for text in self.texts(family) {
                for (_, line) in text.hashed_lines() {
                    let spread = lines.entry(line).or_insert(Spread { n_families: 0, last: 0 });
                    if spread.last != n {
                        *spread = Spread { n_families: spread.n_families + 1, last: n };
                    }
                }
            }
        }
        lines.retain(|_, spread| spread.n_families >= FURNITURE);
        lines
    }

    /// What speaks for each text of a family being an original, and for each possible model.
    fn evidence(&self, family: &[usize], texts: &[Text]) -> (Vec<Evidence>, Vec<Candidate>) {
        let local: FxHashMap<usize, usize> =
            family.iter().enumerate().map(|(local, &at)| (at, local)).collect();
        let mut kin: Vec<Vec<usize>> = vec![Vec::new(); family.len()];
        let mut candidates = Vec::new();
        for (a, b) in self.pairs_of(family, &local) {
            let (Some(left), Some(right)) = (texts.get(a), texts.get(b)) else { continue };
            let kept = Kept::Words(runs(&left.words, &right.words, KEPT));
            let [there, back] = both_ways(left, right, &kept);
            let candidate = |model, copy, evidence: Option<Evidence>| {
                evidence.map(|evidence| Candidate { model, copy, evidence })
            };
            candidates.extend(candidate(a, b, there));
            candidates.extend(candidate(b, a, back));
            for (one, other) in [(a, b), (b, a)] {
                if let Some(kin) = kin.get_mut(one) {
                    kin.push(other);
                }
            }
        }
        let originals = texts
            .iter()
            .zip(&kin)
            .map(|(text, kin)| original(text, kin.iter().filter_map(|&at| texts.get(at))))
            .collect();
        (originals, candidates)
    }

    /// The pairs of a family by their places in it, the earlier text first, in order.
    fn pairs_of(&self, family: &[usize], local: &FxHashMap<usize, usize>) -> Vec<(usize, usize)> {
        let mut pairs: Vec<(usize, usize)> = family
            .iter()
            .filter_map(|&at| self.of_article.get(at))
            .flatten()
            .filter_map(|&pair| {
                let pair = self.pairs.get(pair)?;
                let (a, b) = (*local.get(&pair.model)?, *local.get(&pair.copy)?);
                Some((a.min(b), a.max(b)))
            })
            .collect();
        pairs.sort_unstable();
        pairs.dedup();
        pairs
    }

    fn settle(&self, family: &[usize], config: &Config) -> Vec<(usize, Descendant)> {
        let texts = self.texts(family);
        let (originals, candidates) = self.evidence(family, &texts);
        let settled = Family::settle(&originals, &candidates, false);
        let global = |local: usize| family.get(local).copied().unwrap_or_default();
        let model_of = |local: usize| {
            let chosen = settled.main.get(local).copied().flatten()?;
            candidates.get(chosen.candidate).map(|candidate| (candidate, chosen.direction))
        };
        let mains = (0..family.len()).filter_map(|at| Some((at, model_of(at)?.0.model)));
        let mut known = Models::of(mains);
        let mut into: Vec<Vec<&Candidate>> = vec![Vec::new(); family.len()];
        for (at, candidate) in candidates.iter().enumerate() {
            let is_told = settled.direction(at) != Direction::Unknown;
            if let Some(into) = into.get_mut(candidate.copy).filter(|_| is_told) {
                into.push(candidate);
            }
        }
        (0..family.len())
            .map(|local| {
                let mut root = local;
                // A line is no longer than the family, as it has no cycle.
                while let Some((candidate, _)) = model_of(root) {
                    root = candidate.model;
                }
                let main = model_of(local);
                let others = main.map(|(main, _)| {
                    let into = into.get(local).map_or(&[][..], Vec::as_slice);
                    self.others(family, main, into, &mut known, config)
                });
                let models = main.map(|(main, _)| main.model).into_iter();
                let revises = |(main, _): (&Candidate, Direction)| {
                    let page = |at: usize| texts.get(at);
                    page(main.model).zip(page(local)).is_some_and(|(a, b)| a.is_of_one_page_with(b))
                };
                let descendant = Descendant {
                    models: models.chain(others.unwrap_or_default()).map(global).collect(),
                    kind: main.map(|main| {
                        if revises(main) { DescentKind::Revises } else { DescentKind::Copies }
                    }),
                    direction: main.map(|(_, direction)| direction),
                    origin: global(root),
                    named: self.named(global(local)),
                };
                (global(local), descendant)
            })
            .collect()
    }

    /// The texts besides its main model that a copy has passages from, of those of which it is told
    /// that they were first.
    fn others(
        &self,
        family: &[usize],
        main: &Candidate,
        told: &[&Candidate],
        known: &mut Models,
        config: &Config,
    ) -> Vec<usize> {
        let passages = |model: usize| {
            let at = (family.get(model).copied(), family.get(main.copy).copied());
            let (Some(model), Some(copy)) = at else { return Vec::new() };
            self.passages(model, copy)
        };
        let mut covered = passages(main.model);
        let others = told.iter().filter(|candidate| candidate.model != main.model);
        let mut others: Vec<(f64, usize)> =
            others.map(|candidate| (candidate.evidence.weight(), candidate.model)).collect();
        others.sort_by(|x, y| y.0.total_cmp(&x.0).then(x.1.cmp(&y.1)));
        let mut borrowed = Vec::new();
        for (_, other) in others {
            let passages = passages(other);
            let is_new = n_fresh(&passages, &covered) >= config.stemma.borrowed_bytes;
            if is_new && !known.go_back(other, main.copy) {
                covered.extend(passages);
                known.add(main.copy, other);
                borrowed.push(other);
            }
        }
        borrowed
    }

    /// What an article shares with another, as spans of the copy.
    fn passages(&self, model: usize, copy: usize) -> Vec<Span> {
        let of_copy = self.of_article.get(copy).map_or(&[][..], Vec::as_slice);
        let pairs = of_copy.iter().filter_map(|&pair| self.pairs.get(pair));
        pairs
            .filter_map(|pair| match (pair.model, pair.copy) {
                ends if ends == (model, copy) => {
                    Some(pair.passages.iter().map(|passage| passage.copy).collect())
                }
                ends if ends == (copy, model) => {
                    Some(pair.passages.iter().map(|passage| passage.model).collect())
                }
                _ => None,
            })
            .next()
            .unwrap_or_default()
    }

    /// The agency that an article credits, or that its kin credit.
    fn named(&self, at: usize) -> Option<NamedOrigin> {
        if let Some(outlet) = self.own_credit(at) {
            return Some(NamedOrigin { outlet: outlet.to_owned(), is_inferred: false });
        }
        let (outlet, share) = self.carried(at)?;
        (share >= CARRIED).then_some(NamedOrigin { outlet, is_inferred: true })
    }

    /// The one agency that an article credits with its text, or that published it; `None` where
    /// it credits several.
    fn own_credit(&self, at: usize) -> Option<&str> {
        let own = self.articles.get(at)?.outlet.as_ref();
        if let Some(agency) = own
            .and_then(|own| credit::known_outlet(&own.value))
            .filter(|known| credit::is_agency(known))
        {
            return Some(agency);
        }
        let mut found: Option<&str> = None;
        for (outlet, kind) in self.credits.get(at)? {
            if *kind == CreditKind::Text && credit::is_agency(outlet) {
                if found.is_some_and(|found| found != outlet) {
                    return None;
                }
                found = Some(outlet);
            }
        }
        found
    }

    /// The agency that an article's kin credit, and its share of the words that are taken from
    /// kin with a credit.
    fn carried(&self, at: usize) -> Option<(String, f64)> {
        let mut votes: Vec<(&str, usize)> = Vec::new();
        for pair in self.of_article.get(at)?.iter().filter_map(|&pair| self.pairs.get(pair)) {
            let other = if pair.model == at { pair.copy } else { pair.model };
            let Some(agency) = self.own_credit(other) else { continue };
            let n_bytes = pair.passages.iter().map(|passage| passage.copy.len()).sum();
            match votes.iter_mut().find(|(known, _)| *known == agency) {
                Some((_, sum)) => *sum += n_bytes,
                None => votes.push((agency, n_bytes)),
            }
        }
        let total: usize = votes.iter().map(|(_, n)| n).sum();
        let best = votes.into_iter().max_by(|x, y| x.1.cmp(&y.1).then(y.0.cmp(x.0)))?;
        Some((best.0.to_owned(), best.1 as f64 / total.max(1) as f64))
    }
}

/// The least share of the words from credited kin that must speak for one agency.
const CARRIED: f64 = 0.8;

fn credits(article: &Article) -> Vec<(String, CreditKind)> {
    credit::credits(article).into_iter().map(|credit| (credit.outlet, credit.kind)).collect()
}

/// Bytes of spans that none of the others covers. The spans overlap none of their own list.
pub(super) fn n_fresh(spans: &[Span], covered: &[Span]) -> usize {
    let n_bytes: usize = spans.iter().map(|span| span.len()).sum();
    let mut taken: Vec<(usize, usize)> =
        covered.iter().map(|span| (span.start(), span.end())).collect();
    taken.sort_unstable();
    let mut known = 0;
    let mut reached = 0;
    for (start, end) in taken {
        // What several cover counts once.
        let start = start.max(reached);
        reached = reached.max(end);
        let both = |span: &Span| span.end().min(end).saturating_sub(span.start().max(start));
        known += spans.iter().map(both).sum::<usize>();
    }
    n_bytes.saturating_sub(known)
}

/// Articles that pairs join, each family in order of publication, the earliest family first.
fn families(
    articles: &[&Article],
    pairs: &[CopyPair],
    of_article: &[Vec<usize>],
) -> Vec<Vec<usize>> {
    let order = group::by_publication(articles);
    let mut rank = vec![0; articles.len()];
    for (n, &at) in order.iter().enumerate() {
        if let Some(rank) = rank.get_mut(at) {
            *rank = n;
        }
    }
    let mut met = vec![false; articles.len()];
    let mut families = Vec::new();
    for start in order {
        if met.get(start) != Some(&false) || of_article.get(start).is_none_or(Vec::is_empty) {
            continue;
        }
        let mut family = vec![start];
        met.get_mut(start).into_iter().for_each(|met| *met = true);
        let mut next = 0;
        while let Some(&at) = family.get(next) {
            next += 1;
            let of_at = of_article.get(at).map_or(&[][..], Vec::as_slice);
            for pair in of_at.iter().filter_map(|&pair| pairs.get(pair)) {
                for other in [pair.model, pair.copy] {
                    if let Some(met) = met.get_mut(other).filter(|met| !**met) {
                        *met = true;
                        family.push(other);
                    }
                }
            }
        }
        family.sort_unstable_by_key(|&at| rank.get(at).copied());
        families.push(family);
    }
    families
}
