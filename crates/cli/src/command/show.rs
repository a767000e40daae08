//! `tellings show`: one story of a store, or the list of its stories.

use super::add::failed;
use super::{Outcome, Run, plural};
use crate::args::{Format, Show};
use crate::failure::Failure;
use crate::output::{self, Output};
use std::io::Write;
use tellings_model::{Story, Telling};
use tellings_record::{View, render};
use tellings_store::{Facets, Reader};

/// Stories of the list.
const ROWS: usize = 200;

pub(crate) fn show(run: Run<'_>, show: &Show) -> anyhow::Result<Outcome> {
    let store = Reader::open(&show.at.store).map_err(failed)?;
    let mut out = Output::new(None)?;
    let Some(key) = &show.key else {
        let n = list(&store, show.full, &mut out)?;
        return run.finish(out, &format!("{n} {} shown", plural(n, "story")));
    };
    let story = story(&store, key)?;
    let format = show.format.unwrap_or(match output::is_terminal() {
        true => Format::Terminal,
        false => Format::Jsonl,
    });
    let colour = output::colour(run.common.color);
    let view = View { width: output::width(), colour, full: show.full };
    render(&Telling { stories: vec![story] }, &[], format.into(), &view, &mut out)?;
    run.finish(out, "1 story shown")
}

/// The story of a key: its own, a former one, or that of an article.
fn story(store: &Reader, key: &str) -> anyhow::Result<Story> {
    let article = || Ok(store.article(key)?.and_then(|row| row.story));
    let found = match store.story(key).map_err(failed)? {
        Some(story) => Some(story),
        None => {
            match store.moved(key).and_then(|moved| moved.map_or_else(article, |key| Ok(Some(key))))
            {
                Ok(Some(key)) => store.story(&key).map_err(failed)?,
                Ok(None) => None,
                Err(error) => return Err(failed(error)),
            }
        }
    };
    let missing = || Failure::new(format!("there is no story {key}"), "tellings show lists them");
    Ok(found.ok_or_else(missing)?.story)
}

fn list(store: &Reader, full: bool, out: &mut dyn Write) -> anyhow::Result<usize> {
    let facets = Facets { alone: full, ..Facets::default() };
    let (rows, _) = store
        .stories(&facets, 0, if full { usize::from(u16::MAX) } else { ROWS })
        .map_err(failed)?;
    let terminal = output::is_terminal();
    for row in &rows {
        let title: String =
            row.title.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        let day = row.last_day.as_deref().unwrap_or("no date");
        if terminal {
            let mut line = row.tally.numbers().join(" · ");
            for flag in row.tally.flags() {
                line.push_str(&format!(" · {flag}"));
            }
            writeln!(out, "{}  {day}  {title}\n                   {line}", row.key)?;
        } else {
            let line = serde_json::json!({
                "id": row.key,
                "title": row.title,
                "first_day": row.first_day,
                "last_day": row.last_day,
                "articles": row.tally.n_articles,
                "outlets": row.tally.n_outlets,
                "origins": row.tally.n_origins,
                "flags": row.tally.flags(),
            });
            writeln!(out, "{line}")?;
        }
    }
    Ok(rows.len())
}
