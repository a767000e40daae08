//! All articles at once → their stories and threads.

use super::fold::Fold;
use super::index::{Index, Pair, Room};
use super::journal::Ties;
use super::score::Text;
use super::story::{Labels, stories};
use super::vector::{Keys, Reading, Weights};
use crate::Config;
use crate::copies::Sketch;
use crate::sets::Sets;
use rayon::prelude::*;
use std::sync::Arc;

/// The articles, seen as vectors, and the labels of each: the positions of the first articles
/// of its story and of its thread.
pub(crate) struct Partition {
    pub(crate) texts: Vec<Text>,
    pub(crate) labels: Labels,
}

impl Partition {
    /// Takes the articles in order of publication.
    pub(crate) fn of(readings: Vec<Arc<Reading>>, ties: &Ties, config: &Config) -> Self {
        let config = &config.group;
        let (texts, sketches) = texts(readings);

        #[expect(clippy::cast_precision_loss, reason = "a count of articles")]
        let least = config.story_among(texts.len() as f32);

        // 1. Copies count as one article, and what people have pinned draws no other after it.
        let (mut models, keys) = rayon::join(
            || copies_of(&texts, &sketches, ties, config),
            || texts.par_iter().map(|text| text.vector.keys(config)).collect::<Vec<_>>(),
        );
        drop(sketches);
        for (at, companion) in ties.seats() {
            if let Some(model) = models.get_mut(at as usize) {
                *model = Some(companion);
            }
        }
        // 2. For each of the others, the few that are most like it.
        let free = (0..).zip(keys).zip(&models).filter(|(_, model)| model.is_none());
        let (free, keys): (Vec<u32>, Vec<Keys>) = free.map(|(keyed, _)| keyed).unzip();
        let pairs = pairs(&texts, &free, &keys, config);
        // 3. What no chain of pairs connects cannot be one story: each part is told by itself.
        let parts = connected(texts.len(), &free, &pairs, &ties.together);
        let labelled: Vec<(Vec<u32>, Labels)> = parts
            .into_par_iter()
            .map(|(items, pairs)| {
                let labels = stories(&texts, &items, &pairs, &ties.within(&items), least, config);
                (items, labels)
            })
            .collect();
        Self { labels: spread(&labelled, &models), texts }
    }
}

/// The articles as they are compared, each term weighed by how rare it is among them.
pub(crate) fn texts(readings: Vec<Arc<Reading>>) -> (Vec<Text>, Vec<Sketch>) {
    let weights = Weights::of(&readings);
    let text = |reading: Arc<Reading>| {
        (Text::new(&reading, |term| weights.of_term(term)), reading.sketch.clone())
    };
    readings.into_par_iter().map(text).unzip()
}

/// The model of each article that copies one.
fn copies_of(
    texts: &[Text],
    sketches: &[Sketch],
    ties: &Ties,
    config: &crate::GroupConfig,
) -> Vec<Option<u32>> {
    let mut fold = Fold::default();
    (0..)
        .take(texts.len())
        .map(|at| {
            // What people have judged by itself stands by itself.
            let free = !ties.name(at);
            fold.model_of(at, sketches, texts, config).filter(|&model| free && !ties.name(model))
        })
        .collect()
}

/// The pairs that may be of one story: sorted, each pair once.
fn pairs(texts: &[Text], free: &[u32], keys: &[Keys], config: &crate::GroupConfig) -> Vec<Pair> {
    let index = Index::of(free, keys);
    free.par_iter()
        .zip(keys)
        .map_init(Room::default, |room, (&at, keys)| index.nearest(at, keys, texts, room, config))
        .flatten_iter()
        .collect()
}

/// A connected part: its articles in order, and its pairs by position in it.
type Part = (Vec<u32>, Vec<Pair>);

/// The parts of two articles and more, by their first articles.
fn connected(n: usize, free: &[u32], pairs: &[Pair], together: &[(u32, u32)]) -> Vec<Part> {
    let mut sets = Sets::new(n);
    pairs.iter().for_each(|&(a, b, _)| sets.join(a as usize, b as usize));
    together.iter().for_each(|&(a, b)| sets.join(a as usize, b as usize));
    let mut by_root: Vec<(usize, u32)> =
        free.iter().map(|&at| (sets.find(at as usize), at)).collect();
    by_root.sort_unstable();
    let mut parts: Vec<Part> = Vec::new();
    let mut part_of: Vec<u32> = vec![u32::MAX; n];
    for part in by_root.chunk_by(|x, y| x.0 == y.0).filter(|part| part.len() > 1) {
        let number = u32::try_from(parts.len()).unwrap_or(u32::MAX);
        for &(_, at) in part {
            if let Some(of) = part_of.get_mut(at as usize) {
                *of = number;
            }
        }
        parts.push((part.iter().map(|&(_, at)| at).collect(), Vec::new()));
    }
    for &(a, b, score) in pairs {
        let number = part_of.get(a as usize).copied().unwrap_or(u32::MAX);
        let Some((items, of_part)) = parts.get_mut(number as usize) else { continue };
        if let (Ok(x), Ok(y)) = (items.binary_search(&a), items.binary_search(&b)) {
            let local = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
            of_part.push((local(x), local(y), score));
        }
    }
    parts
}

/// The labels of all articles: those of the parts, their own, or those of their models.
fn spread(labelled: &[(Vec<u32>, Labels)], models: &[Option<u32>]) -> Labels {
    let own: Vec<u32> = (0..).take(models.len()).collect();
    let mut labels = Labels { stories: own.clone(), threads: own };
    for (items, of_part) in labelled {
        for (of_all, of_part) in
            [(&mut labels.stories, &of_part.stories), (&mut labels.threads, &of_part.threads)]
        {
            for (&at, &local) in items.iter().zip(of_part) {
                if let (Some(label), Some(&first)) =
                    (of_all.get_mut(at as usize), items.get(local as usize))
                {
                    *label = first;
                }
            }
        }
    }
    for of_all in [&mut labels.stories, &mut labels.threads] {
        for (at, model) in models.iter().enumerate() {
            let of_model = model.and_then(|model| of_all.get(model as usize).copied());
            if let (Some(label), Some(of_model)) = (of_all.get_mut(at), of_model) {
                *label = of_model;
            }
        }
        name_by_first(of_all);
    }
    labels
}

/// Renames each label after the first position that has it.
fn name_by_first(labels: &mut [u32]) {
    let mut first = vec![u32::MAX; labels.len()];
    for (at, label) in (0..).zip(labels.iter_mut()) {
        if let Some(first) = first.get_mut(*label as usize) {
            *first = (*first).min(at);
            *label = *first;
        }
    }
}
