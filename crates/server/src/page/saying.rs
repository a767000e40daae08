//! `/q/STORY-uN`: one saying with all its wordings.

use super::{Frame, article_links, html};
use crate::answer::{Answer, Kind, Problem};
use crate::route::Asked;
use askama::Template;
use tellings_record::{StoryLine, saying_page};

#[derive(Template)]
#[template(path = "saying.html")]
struct Page {
    frame: Frame,
    part: String,
    story: String,
    title: String,
}

pub(crate) fn answer(asked: &Asked<'_>) -> Result<Answer, Problem> {
    let id = asked.part(0);
    let absent = || Problem::absent("saying");
    let (story_key, n) = id.rsplit_once("-u").ok_or_else(absent)?;
    let at = n.parse().ok().and_then(|n: usize| n.checked_sub(1)).ok_or_else(absent)?;
    let story = asked.store.story(story_key)?.ok_or_else(absent)?;
    if asked.kind == Kind::Json {
        let mut line = StoryLine::new(&story.story);
        if at >= line.story.utterances.len() {
            return Err(absent());
        }
        return Answer::json(&line.story.utterances.swap_remove(at));
    }
    let links = article_links(asked.links, &story);
    let part = saying_page(&story.story, at, &links).ok_or_else(absent)?;
    let frame = Frame::new(asked, "stories", "A saying")?
        .with_forms(&format!("q/{id}"), &[(Kind::Json, "JSON")]);
    let title = story.story.title.clone();
    html(&Page { frame, part, story: asked.links.story(story_key), title })
}
