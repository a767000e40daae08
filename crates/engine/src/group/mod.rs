//! Articles → groups: which of them report the same happening.

use crate::Config;
use tellings_model::{Annotated, OriginId, Siglum, StoryId, Why, Witness};

/// The articles of one story, sigla given by first publication.
pub(crate) struct Group {
    pub(crate) id: StoryId,
    pub(crate) witnesses: Vec<Witness>,
    pub(crate) why: Vec<Why>,
}

/// A partition of the articles; the order of the input does not matter.
pub(crate) fn group(articles: Vec<Annotated>, _config: &Config) -> Vec<Group> {
    articles
        .into_iter()
        .map(|Annotated { article, annotations }| Group {
            id: StoryId::new(article.id.as_str()),
            witnesses: vec![Witness {
                siglum: Siglum(0),
                published: article.published.clone(),
                published_because: Vec::new(),
                origin: OriginId(1),
                article,
                annotations,
            }],
            why: Vec::new(),
        })
        .collect()
}

/// The headline of a story: that of its first witness that has one.
pub(crate) fn title(witnesses: &[Witness]) -> String {
    witnesses
        .iter()
        .find_map(|witness| witness.article.title.as_ref())
        .map_or_else(String::new, |title| title.value.clone())
}
