//! Who copied whom over a whole corpus: for each article its model, where one is in hand.

use super::edit::work;
use super::forest::{Edge, forest};
use super::when::When;
use crate::annotate::credit;
use crate::copies::word::{Word, words};
use crate::{Config, copies};
use rayon::prelude::*;
use tellings_model::{Article, Based, CopyPair, Descendant, Direction, Stamp};

/// For each article, in the order of the articles, what it was copied from and where its line
/// ends.
///
/// Pairs that share wording ([`mod@crate::copies`]) are candidates; no text is the model of one that came
/// out before it. Of several models the one is taken that needs the least editing; a credit
/// that names the outlet of a model speaks for it. The lines have no cycle.
pub fn lineage(articles: &[&Article], config: &Config) -> Vec<Descendant> {
    let mut loose = config.clone();
    loose.copies.score = config.stemma.copies;
    loose.copies.hours = config.stemma.hours;
    let pairs = copies(articles, &loose);
    let edges: Vec<Edge> =
        pairs.par_iter().flat_map_iter(|pair| both_ways(pair, articles, config)).collect();
    let originals: Vec<f64> =
        articles.iter().map(|article| original_cost(article, config)).collect();
    let chosen = forest(&originals, &edges);

    let model_of = |at: usize| chosen.get(at).and_then(Option::as_ref);
    let origin_of = |mut at: usize| {
        // A line is no longer than the list of articles, as it has no cycle.
        while let Some(edge) = model_of(at) {
            at = edge.model;
        }
        at
    };
    (0..articles.len())
        .map(|at| Descendant {
            models: model_of(at).map(|edge| edge.model).into_iter().collect(),
            direction: model_of(at).map(|edge| edge.direction),
            origin: origin_of(at),
        })
        .collect()
}

/// What it costs to take a text for an original: less for an agency's own.
fn original_cost(article: &Article, config: &Config) -> f64 {
    let agency = if is_agencys(article) { config.stemma.agency } else { 0.0 };
    config.stemma.original - agency
}

/// Whether an agency published a text itself.
fn is_agencys(article: &Article) -> bool {
    let outlet = article.outlet.as_ref().and_then(|outlet| credit::known_outlet(&outlet.value));
    outlet.is_some_and(credit::is_agency)
}

/// The two ways a pair can be read, each with its cost; one that time rules out is left out.
fn both_ways(pair: &CopyPair, articles: &[&Article], config: &Config) -> Vec<Edge> {
    let (Some(a), Some(b)) = (articles.get(pair.model), articles.get(pair.copy)) else {
        return Vec::new();
    };
    let (a_words, b_words) = (titled_words(a), titled_words(b));
    let (ahead, back) = (work(&a_words, &b_words), work(&b_words, &a_words));
    let distance = |from: &Article| if is_agencys(from) { -config.stemma.agency } else { 0.0 };
    let one = |model: usize, copy: usize, from: &Article, to: &Article, work: f64, share: f64| {
        let (direction, cost) =
            direction((from, to), (from.published.as_ref(), to.published.as_ref()), config)?;
        // Which way the editing goes says little of which text was first, so where nothing
        // else tells, both ways cost the same.
        let work = if direction == Direction::Unknown { (ahead + back) / 2.0 } else { work };
        let cost = work + cost + distance(from);
        (share >= config.stemma.share_of_copy).then_some(Edge { model, copy, cost, direction })
    };
    let there = one(pair.model, pair.copy, a, b, ahead, pair.share_of_copy);
    let back = one(pair.copy, pair.model, b, a, back, pair.share_of_model);
    there.into_iter().chain(back).collect()
}

/// The words of the headline, then of the text.
fn titled_words(article: &Article) -> Vec<Word> {
    let title = article.title.as_ref().map_or("", |title| title.value.as_str());
    words(title).chain(words(article.text())).collect()
}

/// How sure it is that `from` is the older text, and what that adds to the cost of the edge;
/// `None` where the times rule it out.
pub(super) fn direction(
    (from, to): (&Article, &Article),
    published: (Option<&Based<Stamp>>, Option<&Based<Stamp>>),
    config: &Config,
) -> Option<(Direction, f64)> {
    let (earlier, later) = (When::of(published.0), When::of(published.1));
    let credited = credits_outlet(to, from);
    let credited_back = credits_outlet(from, to);
    match (earlier, later) {
        (Some(x), Some(y)) if y.surely_before(x) => None,
        _ if credited && !credited_back => Some((Direction::Known, -config.stemma.credit)),
        (Some(x), Some(y)) if x.surely_before(y) => {
            let waiting = x.hours_until(y) * config.stemma.waiting;
            Some((Direction::Likely, waiting))
        }
        _ => Some((Direction::Unknown, config.stemma.undated)),
    }
}

/// Whether a text names the outlet of another as where it has its words or claims from.
pub(super) fn credits_outlet(article: &Article, other: &Article) -> bool {
    let Some(outlet) = other.outlet.as_ref().map(|outlet| outlet.value.as_str()) else {
        return false;
    };
    let own = article.outlet.as_ref().map(|outlet| outlet.value.as_str());
    own != Some(outlet) && credit::names_as_origin(article, outlet)
}
