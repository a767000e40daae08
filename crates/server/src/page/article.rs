//! `/a/KEY`: one article with its layers.

use super::{Frame, article_links, html, told};
use crate::answer::{Answer, Kind, Problem};
use crate::route::Asked;
use askama::Template;
use tellings_record::{StoryLine, article_page};
use tellings_store::{ArticleRow, StoryRow};

#[derive(Template)]
#[template(path = "article.html")]
struct Page {
    frame: Frame,
    part: String,
    story: Option<StoryRow>,
    /// The other tellings: where each lies beside this one, and the row.
    others: Vec<ArticleRow>,
    key: String,
    outlet: Option<String>,
}

pub(crate) fn answer(asked: &Asked<'_>) -> Result<Answer, Problem> {
    let key = asked.part(0);
    let (row, place) = told(asked, key)?;
    let title = row.title.clone().or_else(|| row.outlet.clone()).unwrap_or_else(|| key.to_owned());
    let Some((story, siglum)) = place else {
        let what = "This article is kept, and waits to be told.";
        let status = axum::http::StatusCode::SERVICE_UNAVAILABLE;
        return Err(Problem::new(status, what, "Try again in a moment."));
    };
    let parts = || article_page(&story.story, siglum, &article_links(asked.links, &story));
    match asked.kind {
        Kind::Json => {
            let mut line = StoryLine::new(&story.story);
            Answer::json(&line.articles.swap_remove(siglum.idx()))
        }
        Kind::Css => Ok(Answer::new(Kind::Css, parts().css)),
        _ => {
            let parts = parts();
            let mut frame = Frame::new(asked, "stories", &title)?
                .with_forms(&format!("a/{key}"), &[(Kind::Json, "JSON")]);
            let style = || asked.links.file(&format!("a/{key}.css"));
            frame.style = (!parts.css.is_empty()).then(style);
            html(&Page {
                frame,
                part: parts.html,
                story: asked.store.story_row(story.story.id.as_str())?,
                others: story.articles.into_iter().filter(|other| other.key != key).collect(),
                key: key.to_owned(),
                outlet: row.outlet,
            })
        }
    }
}
