//! `tellings search`: articles that hold some words, by story.

use super::add::failed;
use super::{Outcome, Run, plural};
use crate::args::{ListFormat, Search};
use crate::failure::Failure;
use crate::output::{self, Output};
use std::io::Write;
use tellings_store::{Found, Query, Reader};

pub(crate) fn search(run: Run<'_>, search: &Search) -> anyhow::Result<Outcome> {
    let text = search.query.join(" ");
    let query = Query::parse(&text).map_err(|error| {
        let hint = if error.part.is_empty() {
            String::new()
        } else {
            format!("it is about `{}`", error.part)
        };
        Failure::new(format!("the query cannot be understood: {error}"), hint)
    })?;
    let store = Reader::open(&search.at.store).map_err(failed)?;
    let found = store.search(&query, search.limit).map_err(failed)?;
    let n_articles: usize = found.stories.iter().map(|hits| hits.articles.len()).sum();
    let mut out = Output::new(None)?;
    let terminal = output::is_terminal();
    match search.format.unwrap_or(if terminal { ListFormat::Terminal } else { ListFormat::Jsonl }) {
        ListFormat::Terminal => list(&found, output::colour(run.common.color), &mut out)?,
        ListFormat::Jsonl => lines(&found, &mut out)?,
    }
    let more = if found.more { "; there are more" } else { "" };
    let done = format!("{n_articles} {} found{more}", plural(n_articles, "article"));
    run.finish(out, &done)
}

fn list(found: &Found, colour: bool, out: &mut dyn Write) -> std::io::Result<()> {
    let (on, off) = if colour { ("\u{1b}[1m", "\u{1b}[0m") } else { ("", "") };
    for hits in &found.stories {
        match &hits.story {
            Some(story) => {
                let numbers = story.tally.numbers().join(" · ");
                writeln!(out, "{on}{}{off}  {}\n  {numbers}", plain(&story.title), story.key)?;
            }
            None => writeln!(out, "{on}Waiting to be told{off}")?,
        }
        for hit in &hits.articles {
            let outlet = hit.outlet.as_deref().unwrap_or("outlet not named");
            let day = hit.day.as_deref().unwrap_or("no date");
            writeln!(out, "  {}  {day}  {}", hit.key, plain(outlet))?;
            let words: String = hit
                .snippet
                .iter()
                .map(|piece| match piece.found {
                    true => format!("{on}{}{off}", plain(&piece.text)),
                    false => plain(&piece.text),
                })
                .collect();
            writeln!(out, "      {words}")?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// Text on one line, without anything that a terminal would obey.
fn plain(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

fn lines(found: &Found, out: &mut dyn Write) -> anyhow::Result<()> {
    for hits in &found.stories {
        for hit in &hits.articles {
            let snippet: String = hit.snippet.iter().map(|piece| piece.text.as_str()).collect();
            let line = serde_json::json!({
                "id": hit.key,
                "story": hits.story.as_ref().map(|story| &story.key),
                "title": hit.title,
                "outlet": hit.outlet,
                "day": hit.day,
                "snippet": snippet,
            });
            writeln!(out, "{line}")?;
        }
    }
    Ok(())
}
