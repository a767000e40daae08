//! Articles → groups: which of them report the same happening.
//!
//! Read in this order: `term` (text → words, names, figures, lead), `meaning` (what single words
//! stand for), `day` (the days a text speaks of), `vector` (article → weighted terms), `score` (how
//! alike two articles are), `fold` (copies count as one), `index` (for each article the few most
//! like it), `story` (neighbours → stories and threads), `partition` (all of it over a batch),
//! `stream` (the same, article by article), `identity` (stories keep their names), `journal` (what
//! people have decided), `why` (the evidence, in words), `explain` (why two are told together or not).

mod day;
mod explain;
mod fold;
mod identity;
mod index;
mod journal;
mod meaning;
mod partition;
mod score;
mod story;
mod stream;
mod term;
mod vector;
mod why;

use crate::Config;
use journal::Ties;
use partition::Partition;
use rayon::prelude::*;
use std::sync::Arc;
use tellings_model::{
    Annotated, Article, ArticleId, OriginId, Seat, Siglum, Stamp, StoryId, Why, Witness,
};
use vector::Reading;

pub use explain::explain;
pub use stream::Stream;
pub(crate) use term::stem;
pub(crate) use vector::commonness;

/// The articles of one story, sigla given by first publication.
pub(crate) struct Group {
    pub(crate) id: StoryId,
    pub(crate) thread: StoryId,
    pub(crate) witnesses: Vec<Witness>,
    pub(crate) why: Vec<Why>,
    /// The witness least like the others, with its average score.
    pub(crate) weakest: Option<(Siglum, f64)>,
}

/// Which story each article tells, and which thread of stories that one belongs to.
///
/// Gives one [`Seat`] for each article, in the order of the articles. Works on any text,
/// annotated or not. The order of the articles does not matter: they are taken by day of
/// publication, then by id and text.
pub fn groups(articles: &[&Article], config: &Config) -> Vec<Seat> {
    let mut grouping = Grouping::default();
    grouping.add(articles, config);
    grouping.seats(config)
}

/// What is kept of an article, by all groupings it is in.
type Held = Arc<Reading>;

/// Articles on their way to their stories, without their texts: about 2 KB each.
///
/// For more articles than fit into memory as they are: add them part by part. For articles that are
/// grouped again beside others: keep them as this, and [`join`](Self::join) what stands together.
#[derive(Clone, Default)]
pub struct Grouping {
    readings: Vec<(Place, Held)>,
}

impl Grouping {
    /// Reads articles, on all cores.
    pub fn add(&mut self, articles: &[&Article], config: &Config) {
        self.readings.par_extend(
            articles
                .par_iter()
                .map(|article| (Place::of(article), Arc::new(Reading::of(article, config)))),
        );
    }

    /// Adds the articles of another, after those that are here; both hold the same readings.
    pub fn join(&mut self, other: &Self) {
        self.readings.par_extend(other.readings.par_iter().cloned());
    }

    /// The seat of each article, in the order in which they were added.
    pub fn seats(self, config: &Config) -> Vec<Seat> {
        let mut all: Vec<(usize, (Place, Held))> = self.readings.into_iter().enumerate().collect();
        all.par_sort_by(|(_, (a, _)), (_, (b, _))| a.cmp(b));
        let (order, (places, readings)): (Vec<usize>, (Vec<Place>, Vec<Held>)) =
            all.into_iter().unzip();
        let ids: Vec<ArticleId> = places.into_iter().map(|place| place.id).collect();
        let partition = Partition::of(readings, &ties(&ids, config), config);
        let name = |label: u32| ids.get(label as usize).map_or(StoryId::new(""), story_id);
        let labels = partition.labels.stories.iter().zip(&partition.labels.threads);
        let mut seats: Vec<(usize, Seat)> = order
            .into_iter()
            .zip(labels)
            .map(|(at, (&story, &thread))| (at, Seat { story: name(story), thread: name(thread) }))
            .collect();
        seats.sort_unstable_by_key(|&(at, _)| at);
        seats.into_iter().map(|(_, seat)| seat).collect()
    }
}

/// What the order of the articles goes by: publication, undated ones last, then content.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    undated: bool,
    published: Option<(jiff::civil::Date, Option<jiff::Timestamp>)>,
    id: ArticleId,
    text: u64,
}

impl Place {
    fn of(article: &Article) -> Self {
        let published = article.published.as_ref().map(|published| published.value);
        Self {
            undated: published.is_none(),
            published: published.map(|stamp: Stamp| (stamp.day, stamp.instant)),
            id: article.id.clone(),
            text: crate::copies::word::hash_of_text(article.text()),
        }
    }
}

/// The positions of the articles by day of publication, then by content; undated ones come last.
pub(crate) fn by_publication(articles: &[&Article]) -> Vec<usize> {
    let mut order: Vec<(Place, usize)> =
        articles.par_iter().enumerate().map(|(at, article)| (Place::of(article), at)).collect();
    order.par_sort_unstable();
    order.into_iter().map(|(_, at)| at).collect()
}

/// The decisions of people as positions among the articles.
fn ties(ids: &[ArticleId], config: &Config) -> Ties {
    if config.decisions.is_empty() {
        return Ties::default();
    }
    let position_of: rustc_hash::FxHashMap<&ArticleId, u32> = ids.iter().zip(0..).collect();
    Ties::of(&config.decisions, |id| position_of.get(id).copied())
}

/// The articles by publication, and the position that each had before.
fn in_order(articles: Vec<Annotated>) -> (Vec<Annotated>, Vec<usize>) {
    let order = by_publication(&articles.iter().map(|given| &given.article).collect::<Vec<_>>());
    let mut given: Vec<Option<Annotated>> = articles.into_iter().map(Some).collect();
    (order.iter().filter_map(|&at| given.get_mut(at)?.take()).collect(), order)
}

/// What grouping keeps of articles.
fn readings(articles: &[&Article], config: &Config) -> Vec<Held> {
    articles.par_iter().map(|article| Arc::new(Reading::of(article, config))).collect()
}

/// A partition of the articles; the order of the input does not matter.
pub(crate) fn group(articles: Vec<Annotated>, config: &Config) -> Vec<Group> {
    let (sorted, _) = in_order(articles);
    let all: Vec<&Article> = sorted.iter().map(|annotated| &annotated.article).collect();
    let ids: Vec<ArticleId> = all.iter().map(|article| article.id.clone()).collect();
    let partition = Partition::of(readings(&all, config), &ties(&ids, config), config);

    let mut members: Vec<Vec<u32>> = vec![Vec::new(); sorted.len()];
    for (at, &label) in (0_u32..).zip(&partition.labels.stories) {
        if let Some(of_label) = members.get_mut(label as usize) {
            of_label.push(at);
        }
    }
    members.retain(|of_label| !of_label.is_empty());
    let texts = &partition.texts;
    let whys: Vec<_> = members
        .par_iter()
        .map(|members| {
            let why = why::why_together(texts, members, &all, config);
            (why, why::weakest(texts, members, &config.group))
        })
        .collect();

    let name = |label: u32| ids.get(label as usize).map_or(StoryId::new(""), story_id);
    let mut given: Vec<Option<Annotated>> = sorted.into_iter().map(Some).collect();
    members
        .into_iter()
        .zip(whys)
        .map(|(members, (why, weakest))| {
            let first = members.first().copied().unwrap_or_default();
            let thread = partition.labels.threads.get(first as usize).copied().unwrap_or(first);
            let articles: Vec<Annotated> =
                members.iter().filter_map(|&at| given.get_mut(at as usize)?.take()).collect();
            let witnesses = witnesses(articles);
            Group { id: name(first), thread: name(thread), witnesses, why, weakest }
        })
        .collect()
}

/// One group of articles that belong together whatever their likeness; and the order in which
/// they were put: `order[witness] = position` among the articles given.
pub(crate) fn as_one(articles: Vec<Annotated>, config: &Config) -> (Group, Vec<usize>) {
    let (sorted, order) = in_order(articles);
    let all: Vec<&Article> = sorted.iter().map(|annotated| &annotated.article).collect();
    let (texts, _) = partition::texts(readings(&all, config));
    let members: Vec<u32> = (0_u32..).zip(&all).map(|(at, _)| at).collect();
    let why = why::why_together(&texts, &members, &all, config);
    let weakest = why::weakest(&texts, &members, &config.group);
    let id = all.first().map_or(StoryId::new(""), |first| story_id(&first.id));
    let thread = id.clone();
    (Group { id, thread, witnesses: witnesses(sorted), why, weakest }, order)
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

#[cfg(test)]
mod tests;
