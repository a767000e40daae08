//! `/s/KEY`: one story, whole.

use super::{Frame, article_links};
use crate::answer::{Answer, Kind, Problem};
use crate::desk::Desk;
use crate::link::Links;
use crate::ready::Packed;
use crate::route::Asked;
use askama::Template;
use flate2::Compression;
use std::sync::Arc;
use tellings_model::{EntityKind, Story, Telling};
use tellings_record::{Format, StoryLine, View, render, stemma_svg, story_page};
use tellings_store::{ArticleRow, Reader, StoredStory, name_key};

#[derive(Template)]
#[template(path = "story.html")]
struct Page {
    frame: Frame,
    part: &'static str,
}

/// Stands in the page for the part that is kept packed.
const PLACE: &str = "\0";

/// The names and sayings of a story, each with a page of its own, and what can be done with it.
#[derive(Template)]
#[template(path = "also.html")]
struct Also {
    links: Links,
    names: Vec<(String, String)>,
    sayings: Vec<(String, String)>,
    key: String,
    token: String,
    articles: Vec<ArticleRow>,
    people: Vec<String>,
}

impl Also {
    fn siglum(n: impl std::borrow::Borrow<usize>) -> String {
        tellings_model::Siglum(u32::try_from(*n.borrow()).unwrap_or(u32::MAX)).to_string()
    }
}

const SVG_LABEL: &str = "Stemma (SVG)";

pub(crate) fn answer(asked: &Asked<'_>) -> Result<Answer, Problem> {
    let key = asked.part(0);
    let Some(version) = asked.store.story_version(key)? else {
        let moved = asked.store.moved(key)?.ok_or_else(|| Problem::absent("story"))?;
        return Ok(Answer::See(format!("{}{}", asked.links.story(&moved), asked.kind.ending())));
    };
    if asked.kind != Kind::Html {
        let story = stored(asked.store, key)?;
        return written(&story.story, asked.kind);
    }
    let level = Compression::fast();
    let part = part(asked.desk, asked.store, asked.links, key, &version, level)?;
    let row = asked.store.story_row(key)?.ok_or_else(|| Problem::absent("story"))?;
    let mut forms = vec![(Kind::Json, "JSON"), (Kind::Csv, "CSV")];
    if row.tally.n_origins < row.tally.n_articles {
        forms.push((Kind::Svg, SVG_LABEL));
    }
    if asked.links.is_live() {
        forms.extend([
            (Kind::Markdown, "Markdown"),
            (Kind::Tei, "TEI"),
            (Kind::GraphMl, "GraphML"),
        ]);
    }
    let frame = Frame::new(asked, "stories", &row.title)?.with_forms(&format!("s/{key}"), &forms);
    let page = Page { frame, part: PLACE }.render().map_err(|_| Problem::fault())?;
    // Behind the part nothing stands that somebody else wrote.
    let (before, after) = page.rsplit_once(PLACE).ok_or_else(Problem::fault)?;
    Ok(Answer::Packed { around: [before.to_owned(), after.to_owned()], part })
}

/// What the part of a story's page is called.
pub(crate) fn name(key: &str, links: Links) -> String {
    format!("story {key} {links:?}")
}

/// What is the same as long as the story is the same, and so is made once: the story, where its names
/// and sayings lead, and the forms.
pub(crate) fn part(
    desk: &Desk,
    store: &Reader,
    links: Links,
    key: &str,
    version: &str,
    level: Compression,
) -> Result<Arc<Packed>, Problem> {
    desk.ready(&name(key, links), version, level, || {
        let story = stored(store, key)?;
        let mut part = story_page(&story.story, &article_links(links, &story));
        part.push('\n');
        let also = also(desk, store, links, story)?;
        also.render_into(&mut part).map_err(|_| Problem::fault())?;
        Ok(part)
    })
}

fn stored(store: &Reader, key: &str) -> Result<StoredStory, Problem> {
    store.story(key)?.ok_or_else(|| Problem::absent("story"))
}

fn also(desk: &Desk, store: &Reader, links: Links, stored: StoredStory) -> Result<Also, Problem> {
    let StoredStory { story, articles } = stored;
    let kind = |kind: EntityKind| tellings_record::entity_word(kind);
    let names = story.entities.iter().map(|entity| {
        let key = name_key(&kind(entity.kind), &entity.name);
        (links.name(&key), entity.name.clone())
    });
    let sayings = (1..).zip(&story.utterances).filter_map(|(n, said)| {
        let words = said.wordings.first()?.text.trim();
        let short: String = words.chars().take(90).collect();
        let dots = if short.len() < words.len() { " …" } else { "" };
        Some((links.saying(story.id.as_str(), n), format!("{short}{dots}")))
    });
    let key = story.id.as_str();
    Ok(Also {
        links,
        names: names.collect(),
        sayings: sayings.collect(),
        key: key.to_owned(),
        token: crate::guard::form_token(desk),
        articles,
        people: store.people_of(key)?,
    })
}

/// The story in a form of the record.
fn written(story: &Story, kind: Kind) -> Result<Answer, Problem> {
    let format = match kind {
        Kind::Json => return Answer::json(&StoryLine::new(story)),
        Kind::Svg => {
            let svg = stemma_svg(story).ok_or_else(|| Problem::absent("drawing"))?;
            return Ok(Answer::new(Kind::Svg, svg));
        }
        Kind::Csv => Format::Csv,
        Kind::Markdown => Format::Markdown,
        Kind::Tei => Format::Tei,
        Kind::Dot => Format::Dot,
        Kind::GraphMl => Format::GraphMl,
        Kind::Html | Kind::Css | Kind::Script => return Err(Problem::absent("page")),
    };
    let telling = Telling { stories: vec![story.clone()] };
    let mut bytes = Vec::new();
    render(&telling, &[], format, &View::default(), &mut bytes).map_err(|_| Problem::fault())?;
    Ok(Answer::new(kind, bytes))
}
