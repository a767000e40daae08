//! Finds the stories in articles: who tells them, who copied whom, where they agree and part.
//!
//! [`tell`] is the whole journey. Nothing here touches a disk, a network, a clock or chance:
//! the same pages and the same [`Config`] give the same telling, byte for byte.

mod annotate;
mod apparatus;
mod calendar;
mod config;
mod copies;
mod digest;
mod entity;
mod group;
#[cfg(test)]
mod sample;
mod sets;
mod settled;
mod stemma;

mod timeline;
mod utterance;

pub use annotate::{Annotator, anchors, annotate, between_marks, quotes, times};
pub use apparatus::{ValuePair, value_pairs};
pub use config::{CalendarConfig, Config, CopyConfig, GroupConfig, StemmaConfig, TimelineConfig};
pub use copies::{Shingles, Sketch, Suspect, copies};
pub use entity::{entities, entities_of_article};
pub use group::{Grouping, Stream, explain, groups};
pub use settled::Settled;
pub use stemma::{CuesOf, carried_credits, cues, lineage};
pub use utterance::is_one_saying;

use rayon::prelude::*;
use tellings_intake as intake;
use tellings_model::{Annotated, Noted, Page, Story, Telling, Witness};

/// Reads pages and tells the stories in them.
///
/// Takes pages in any order. Gives the stories, each with its witnesses, and a note for
/// every page that could not be read in full. The same pages give the same stories, byte
/// for byte, whatever their order and the number of threads.
pub fn tell(pages: &[Page], config: &Config) -> Noted<Telling> {
    let mut notes = Vec::new();

    // 1. Page → Article → Annotations.
    let articles = annotated(pages, config).keep(&mut notes);

    // 2. Articles → groups: which of them report the same happening.
    let groups = group::group(articles, config);

    // 3. Group → Story, each on its own.
    let open = Settled::default();
    let stories = groups.into_par_iter().map(|group| story(group, &open, config)).collect();
    Noted { value: Telling { stories }, notes }
}

/// Reads pages and tells them as one story, whether or not they would be grouped as one.
///
/// For a reader who knows that they belong together: two tellings to compare, a folder made by
/// hand. Gives `None` where no page holds an article; the rest is as with [`tell`].
pub fn tell_together(pages: &[Page], config: &Config) -> Noted<Option<Story>> {
    let mut notes = Vec::new();
    let articles = annotated(pages, config).keep(&mut notes);
    let value = (!articles.is_empty())
        .then(|| story(group::as_one(articles, config).0, &Settled::default(), config));
    Noted { value, notes }
}

/// The articles of the pages, each with what is found in it alone: main text and metadata first,
/// then sentences, quotes, times, quantities, names, credits. A page without an article leaves a note.
fn annotated(pages: &[Page], config: &Config) -> Noted<Vec<Annotated>> {
    let Noted { value: articles, notes } = intake::articles(pages, &config.extract);
    let value = articles
        .into_par_iter()
        .map_init(
            || Annotator::new(config),
            |annotator, article| {
                let annotations = annotator.annotate(&article);
                Annotated { article, annotations }
            },
        )
        .collect();
    Noted { value, notes }
}

/// Tells one story of articles that somebody else has put together: a store, or a person.
///
/// Takes the articles in any order; `settled` names them by their place in it. The story depends
/// on these articles alone, so it needs telling again only when one of them is new or gone. Gives
/// also which article became which witness: `order[witness] = place`.
pub fn tell_as_one(
    articles: Vec<Annotated>,
    settled: &Settled,
    config: &Config,
) -> (Story, Vec<usize>) {
    let (group, order) = group::as_one(articles, config);
    (story(group, &settled.in_order(&order), config), order)
}

/// Makes one story of its witnesses: articles with sigla A, B, C … by first publication.
fn story(group: group::Group, settled: &Settled, config: &Config) -> Story {
    let group::Group { id, thread, mut witnesses, why, weakest } = group;

    // Names and days are settled over all tellings first: what one leaves open, another says.
    let mut entities = entity::entities(&mut witnesses);
    entity::unite(&mut witnesses, &mut entities, &settled.same_speakers);
    calendar::solve(&mut witnesses, &config.calendar);
    for witness in witnesses.iter_mut().filter(|witness| witness.article.published.is_none()) {
        let published = witness.published.as_ref().map(|stamp| stamp.value.day);
        let events = annotate::event::events(&witness.article, &witness.annotations, published);
        witness.annotations.events = events;
    }

    // Who copied whom comes before any counting: copies of one text count as one voice.
    let stemma = stemma::infer(&witnesses, settled, config);
    seat(&mut witnesses, &stemma);

    let utterances = utterance::collate(&mut witnesses, &entities);
    let apparatus = apparatus::collate(&witnesses, &entities, &utterances);
    let timeline = timeline::order(&witnesses, &apparatus, &config.timeline);
    let digest = digest::compose(&witnesses, &utterances, &apparatus);
    let title = group::title(&witnesses);
    let when = timeline::main_day(&timeline);
    Story {
        id,
        thread,
        title,
        when,
        witnesses,
        why,
        weakest,
        stemma,
        entities,
        utterances,
        apparatus,
        timeline,
        digest,
    }
}

/// Tells every witness which independent voice it belongs to.
fn seat(witnesses: &mut [Witness], stemma: &tellings_model::Stemma) {
    for origin in &stemma.origins {
        for siglum in &origin.witnesses {
            if let Some(witness) = witnesses.get_mut(siglum.idx()) {
                witness.origin = origin.id;
            }
        }
    }
}
