//! The pages: one function each, from what is asked to an answer.
//!
//! Words about a story are the record's; here stand only the words around it: menus, forms, and
//! how lists are put.

pub(crate) mod add;
pub(crate) mod article;
pub(crate) mod compare;
pub(crate) mod journal;
pub(crate) mod name;
pub(crate) mod plain;
pub(crate) mod saying;
pub(crate) mod search;
pub(crate) mod stories;
pub(crate) mod story;

use crate::answer::{Answer, Kind, Problem};
use crate::link::Links;
use crate::route::Asked;
use askama::Template;
use tellings_store::{ArticleRow, StoredStory};

/// The one script: keys and nothing else.
pub(crate) const SCRIPT: &str = include_str!("../../assets/keys.js");

/// What stands around every page.
pub(crate) struct Frame {
    pub(crate) links: Links,
    pub(crate) title: String,
    /// The part of the menu that is open: `stories`, `search`, ….
    pub(crate) place: &'static str,
    /// The same page in other forms: what to call it, and its address.
    pub(crate) forms: Vec<(&'static str, String)>,
    /// Articles that wait to be told.
    pub(crate) n_waiting: usize,
    pub(crate) trouble: Option<String>,
    /// A stylesheet of this page alone.
    pub(crate) style: Option<String>,
}

impl Frame {
    pub(crate) fn new(
        asked: &Asked<'_>,
        place: &'static str,
        title: &str,
    ) -> Result<Self, Problem> {
        let n_waiting = if asked.links.is_live() { asked.store.n_waiting()? } else { 0 };
        Ok(Self {
            links: asked.links,
            title: title.to_owned(),
            place,
            forms: Vec::new(),
            n_waiting,
            trouble: asked.desk.trouble(),
            style: None,
        })
    }

    /// A page that is about nothing in the store.
    pub(crate) fn bare(title: &str) -> Self {
        Self {
            links: Links::Live,
            title: title.to_owned(),
            place: "",
            forms: Vec::new(),
            n_waiting: 0,
            trouble: None,
            style: None,
        }
    }

    /// Offers the page at `path` in other forms.
    pub(crate) fn with_forms(mut self, path: &str, kinds: &[(Kind, &'static str)]) -> Self {
        let form = |(kind, name): &(Kind, &'static str)| {
            (*name, self.links.file(&format!("{path}{}", kind.ending())))
        };
        self.forms = kinds.iter().map(form).collect();
        self
    }

    /// `aria-current` for the open part of the menu.
    pub(crate) fn current(&self, place: &str) -> &'static str {
        if self.place == place { " aria-current=\"page\"" } else { "" }
    }
}

/// A template as an answer.
pub(crate) fn html(page: &impl Template) -> Result<Answer, Problem> {
    Ok(Answer::new(Kind::Html, page.render().map_err(|_| Problem::fault())?))
}

/// The story an article tells, and its place in it.
pub(crate) fn told(
    asked: &Asked<'_>,
    key: &str,
) -> Result<(ArticleRow, Option<(StoredStory, tellings_model::Siglum)>), Problem> {
    let row = asked.store.article(key)?.ok_or_else(|| Problem::absent("article"))?;
    let Some(story) = row.story.clone() else { return Ok((row, None)) };
    let story = asked.store.story(&story)?;
    let place = story.and_then(|story| {
        let at = story.articles.iter().position(|article| article.key == key)?;
        Some((story, tellings_model::Siglum(u32::try_from(at).ok()?)))
    });
    Ok((row, place))
}

/// The addresses of a story's articles, in order of their sigla.
pub(crate) fn article_links(links: Links, story: &StoredStory) -> Vec<String> {
    story.articles.iter().map(|article| links.article(&article.key)).collect()
}

/// What to call an article: its outlet, or else its file.
pub(crate) fn name(article: &ArticleRow) -> &str {
    let file = |path: &str| path.rsplit(['/', '\\']).next().unwrap_or(path).len();
    match (&article.outlet, &article.path) {
        (Some(outlet), _) => outlet,
        (None, Some(path)) => path.get(path.len() - file(path)..).unwrap_or(path),
        (None, None) => &article.key,
    }
}

/// The page that says why there is none.
#[derive(Template)]
#[template(path = "problem.html")]
pub(crate) struct ProblemPage {
    pub(crate) frame: Frame,
    pub(crate) problem: Problem,
}
