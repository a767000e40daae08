//! Articles → groups: which of them report the same happening.
//!
//! Read in this order: `furniture` (lines that come again on other days), `vector` (article → weighted words, names, figures), `score` (how alike
//! two articles are), `neighbours` (for each article the few that are most like it), `story`
//! (neighbours → stories), `why` (the evidence, in words).

mod furniture;
mod neighbours;
mod score;
mod story;
mod vector;
mod why;

use crate::{Config, GroupConfig};
use furniture::Furniture;
use jiff::civil::Date;
use rayon::prelude::*;
use score::Texts;
use tellings_model::{
    Annotated, Article, ArticleId, OriginId, Siglum, Stamp, StoryId, Why, Witness,
};
use vector::{Counts, Rarity, Vector};
pub(crate) use vector::{commonness, stem};

/// The articles of one story, sigla given by first publication.
pub(crate) struct Group {
    pub(crate) id: StoryId,
    pub(crate) witnesses: Vec<Witness>,
    pub(crate) why: Vec<Why>,
}

/// Which story each article tells, and which thread of stories that one belongs to.
///
/// Gives one [`Seat`] for each article, in the order of the articles. Works on any text,
/// annotated or not. The order of the articles does not matter: they are taken by day of
/// publication, then by id and text.
pub fn groups(articles: &[&Article], config: &Config) -> Vec<Seat> {
    let order = by_publication(articles);
    let sorted: Vec<&Article> = order.iter().filter_map(|&at| articles.get(at).copied()).collect();
    let partition = Partition::of(&sorted, &config.group);
    let id_of =
        |label: u32| sorted.get(label as usize).map_or(StoryId::new(""), |a| story_id(&a.id));
    let mut seats: Vec<(usize, Seat)> = order
        .iter()
        .zip(partition.stories.iter().zip(&partition.threads))
        .map(|(&at, (&story, &thread))| (at, Seat { story: id_of(story), thread: id_of(thread) }))
        .collect();
    seats.sort_unstable_by_key(|&(at, _)| at);
    seats.into_iter().map(|(_, seat)| seat).collect()
}

/// Where an article stands among the stories.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seat {
    /// The story it tells.
    pub story: StoryId,
    /// The thread of its story: stories on one affair, one after the other. It is named by its
    /// first story.
    pub thread: StoryId,
}

/// A partition of the articles; the order of the input does not matter.
pub(crate) fn group(articles: Vec<Annotated>, config: &Config) -> Vec<Group> {
    let order = {
        let all: Vec<&Article> = articles.iter().map(|annotated| &annotated.article).collect();
        by_publication(&all)
    };
    let mut given: Vec<Option<Annotated>> = articles.into_iter().map(Some).collect();
    let sorted: Vec<Annotated> =
        order.into_iter().filter_map(|at| given.get_mut(at)?.take()).collect();
    let all: Vec<&Article> = sorted.iter().map(|annotated| &annotated.article).collect();
    let partition = Partition::of(&all, &config.group);

    let mut members: Vec<Vec<u32>> = vec![Vec::new(); sorted.len()];
    for (at, &label) in (0_u32..).zip(&partition.stories) {
        if let Some(of_label) = members.get_mut(label as usize) {
            of_label.push(at);
        }
    }
    members.retain(|of_label| !of_label.is_empty());
    let whys: Vec<Vec<Why>> =
        members.par_iter().map(|members| why_together(&partition, members, &all, config)).collect();

    let mut given: Vec<Option<Annotated>> = sorted.into_iter().map(Some).collect();
    members
        .into_iter()
        .zip(whys)
        .map(|(members, why)| {
            let articles: Vec<Annotated> =
                members.iter().filter_map(|&at| given.get_mut(at as usize)?.take()).collect();
            let id = articles.first().map_or(StoryId::new(""), |a| story_id(&a.article.id));
            Group { id, witnesses: witnesses(articles), why }
        })
        .collect()
}

/// All articles as one story, whatever they tell; `None` without any.
pub(crate) fn together(articles: Vec<Annotated>) -> Option<Group> {
    let order = {
        let all: Vec<&Article> = articles.iter().map(|annotated| &annotated.article).collect();
        by_publication(&all)
    };
    let mut given: Vec<Option<Annotated>> = articles.into_iter().map(Some).collect();
    let sorted: Vec<Annotated> =
        order.into_iter().filter_map(|at| given.get_mut(at)?.take()).collect();
    let id = story_id(&sorted.first()?.article.id);
    Some(Group { id, witnesses: witnesses(sorted), why: Vec::new() })
}

/// One group of articles that belong together whatever their likeness; and the order in which
/// they were put: `order[witness] = position` among the articles given.
pub(crate) fn as_one(articles: Vec<Annotated>, config: &Config) -> (Group, Vec<usize>) {
    let all: Vec<&Article> = articles.iter().map(|annotated| &annotated.article).collect();
    let order = by_publication(&all);
    let sorted: Vec<&Article> = order.iter().filter_map(|&at| all.get(at).copied()).collect();
    let partition = Partition::of(&sorted, &config.group);
    let members: Vec<u32> = (0_u32..).zip(&sorted).map(|(at, _)| at).collect();
    let why = why_together(&partition, &members, &sorted, config);
    let id = sorted.first().map_or(StoryId::new(""), |first| story_id(&first.id));
    let mut given: Vec<Option<Annotated>> = articles.into_iter().map(Some).collect();
    let sorted = order.iter().filter_map(|&at| given.get_mut(at)?.take()).collect();
    (Group { id, witnesses: witnesses(sorted), why }, order)
}

/// The headline of a story: that of its first witness that has one.
pub(crate) fn title(witnesses: &[Witness]) -> String {
    witnesses
        .iter()
        .find_map(|witness| witness.article.title.as_ref())
        .map_or_else(String::new, |title| title.value.clone())
}

/// A story is named after its first article, so that it keeps its id when it grows.
fn story_id(first: &ArticleId) -> StoryId {
    StoryId::new(format!("s{:016x}", crate::copies::word::hash_of(first.as_str())))
}

/// The positions of the articles by day of publication, then by content; undated ones come last.
pub(crate) fn by_publication(articles: &[&Article]) -> Vec<usize> {
    let key = |at: &usize| {
        articles.get(*at).map(|article| {
            let stamp = article.published.as_ref().map(|published| published.value);
            let undated = stamp.is_none();
            (undated, stamp.map(|s: Stamp| (s.day, s.instant)), &article.id, article.text())
        })
    };
    let mut order: Vec<usize> = (0..articles.len()).collect();
    order.sort_by(|a, b| key(a).cmp(&key(b)));
    order
}

fn witnesses(articles: Vec<Annotated>) -> Vec<Witness> {
    (0..)
        .zip(articles)
        .map(|(n, Annotated { article, annotations })| Witness {
            siglum: Siglum(n),
            published: article.published.clone(),
            published_because: Vec::new(),
            origin: OriginId(1),
            article,
            annotations,
        })
        .collect()
}

/// The articles, seen as vectors, and the label of each: the position of its story's first article.
struct Partition {
    texts: Texts,
    stories: Vec<u32>,
    threads: Vec<u32>,
}

impl Partition {
    /// Takes the articles in order of publication.
    fn of(articles: &[&Article], config: &GroupConfig) -> Self {
        let days: Vec<Option<f32>> = articles.iter().map(|article| day_number(article)).collect();
        let furniture = Furniture::of(articles, &days);
        let counts: Vec<Counts> = articles
            .par_iter()
            .map(|article| {
                let title = article.title.as_ref().map_or("", |title| title.value.as_str());
                vector::counts(title, furniture.telling_lines(article.text()))
            })
            .collect();
        let rarity = Rarity::of(counts.iter());
        let vectors = counts.into_par_iter().map(|counts| Vector::new(&counts, &rarity)).collect();
        let texts = Texts { vectors, days };
        let pairs = neighbours::neighbours(&texts, config);
        let (stories, threads) = story::stories(&texts, &pairs, config);
        Self { texts, stories, threads }
    }
}

/// Days since 1 January 2000.
fn day_number(article: &Article) -> Option<f32> {
    let day = article.published.as_ref()?.value.day;
    let since = Date::constant(2000, 1, 1).duration_until(day);
    Some(since.as_secs_f32() / 86_400.0)
}

/// The largest story of which every pair is explained; of a larger one, each article is
/// explained by the one before it that is most like it.
const ALL_PAIRS: usize = 12;
/// How many articles before it an article of a larger story is compared with.
const LOOK_BACK: usize = 64;

/// Why the members of a story are told together.
fn why_together(
    partition: &Partition,
    members: &[u32],
    articles: &[&Article],
    config: &Config,
) -> Vec<Why> {
    let mut why = Vec::new();
    for (later, &b) in members.iter().enumerate() {
        let mut before: Vec<(usize, f32)> = members
            .iter()
            .enumerate()
            .take(later)
            .skip(later.saturating_sub(LOOK_BACK))
            .map(|(earlier, &a)| (earlier, score::score(&partition.texts, a, b, &config.group)))
            .collect();
        if members.len() > ALL_PAIRS {
            before.sort_by(|x, y| y.1.total_cmp(&x.1).then(x.0.cmp(&y.0)));
            before.truncate(1);
        }
        for (earlier, score) in before {
            let Some(&a) = members.get(earlier) else { continue };
            let pair = (articles.get(a as usize), articles.get(b as usize));
            let (Some(left), Some(right)) = pair else { continue };
            let siglum = |n: usize| Siglum(u32::try_from(n).unwrap_or(u32::MAX));
            why.push(Why {
                witnesses: (siglum(earlier), siglum(later)),
                shared: why::shared(&partition.texts, (a, b), (left, right)),
                score: f64::from(score),
            });
        }
    }
    why.sort_by_key(|why| why.witnesses);
    why
}

#[cfg(test)]
mod tests;
