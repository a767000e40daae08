//! The words of an article, with what is known of each.

use super::Layer;
use crate::ruler::Ruler;
use serde::Serialize;
use tellings_model::Annotated;

/// A word; tag and tree where they are asked for.
#[derive(Serialize)]
pub(super) struct TokenLine<'a> {
    start: u32,
    end: u32,
    #[serde(flatten)]
    tag: Option<Tag<'a>>,
    #[serde(flatten)]
    arc: Option<Arc>,
}

#[derive(Serialize)]
struct Tag<'a> {
    upos: &'static str,
    lemma: &'a str,
}

/// The head is the place of a word in the list of all words of the article; none for a root.
#[derive(Serialize)]
struct Arc {
    head: Option<u32>,
    relation: &'static str,
}

/// The words, where one of their layers is asked for.
pub(super) fn lines<'a>(
    Annotated { annotations, .. }: &'a Annotated,
    layers: &[Layer],
    ruler: &Ruler<'_>,
) -> Option<Vec<TokenLine<'a>>> {
    let asked = |layer| layers.contains(&layer);
    let (tags, parse) = (asked(Layer::Tags), asked(Layer::Parse));
    if !(tags || parse || asked(Layer::Tokens)) {
        return None;
    }
    let lines = annotations.tokens.iter().zip(0..).map(|(token, at)| {
        let (start, end) = ruler.points(token.span);
        let tag = Tag { upos: token.upos.name(), lemma: annotations.lemma(token) };
        let head = (token.head != at).then_some(token.head);
        let arc = Arc { head, relation: token.relation.name() };
        TokenLine { start, end, tag: tags.then_some(tag), arc: parse.then_some(arc) }
    });
    Some(lines.collect())
}
