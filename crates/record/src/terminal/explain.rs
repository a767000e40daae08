//! One edge of the stemma with both texts, the words they share marked.

use super::{Ink, Paper, Text};
use crate::{View, words};
use std::io::{self, Write};
use tellings_model::{Article, Descent, NodeId, Span, Story, Witness};

/// Explains the edges of a story: the evidence in words, then the copy and its model, with what both share
/// marked in colour, or between `⟦` and `⟧` where there is none. Of a lost model only the evidence
/// can be shown. `only` keeps the edges between two sigla, in any order. Gives the number of edges.
pub fn explain(
    story: &Story,
    only: Option<(&str, &str)>,
    view: &View,
    out: &mut dyn Write,
) -> io::Result<usize> {
    let wanted = |descent: &&Descent| {
        let ends = (descent.model.to_string(), descent.copy.to_string());
        only.is_none_or(|(a, b)| {
            ends == (a.to_owned(), b.to_owned()) || ends == (b.to_owned(), a.to_owned())
        })
    };
    let descents: Vec<&Descent> = story.stemma.descents.iter().filter(wanted).collect();
    let mut paper = Paper::new(out, view);
    for descent in &descents {
        let name = format!("{} ← {}", descent.copy, words::node(story, descent.model));
        paper.section(&name, "")?;
        let evidence = words::evidence(story, descent);
        paper.hanging(2, 4, &Text::new().plain(format!("{} {evidence}", descent.copy)))?;
        let witness = |at: usize| story.witnesses.get(at);
        let copied: Vec<Span> = descent.passages.iter().map(|passage| passage.copy).collect();
        if let Some(copy) = witness(descent.copy.idx()) {
            text(&mut paper, copy, &copied, view)?;
        }
        if let NodeId::Witness(model) = descent.model
            && let Some(model) = witness(model.idx())
        {
            let used: Vec<Span> = descent.passages.iter().map(|passage| passage.model).collect();
            text(&mut paper, model, &used, view)?;
        }
    }
    Ok(descents.len())
}

/// A witness's text, line by line, with some of its words marked.
fn text(paper: &mut Paper<'_>, witness: &Witness, marked: &[Span], view: &View) -> io::Result<()> {
    let outlet = words::outlet(&witness.article);
    paper.blank()?;
    let heading = Text::new().ink(Ink::Mark, witness.siglum.to_string()).plain(" ");
    paper.line(2, &heading.ink(Ink::Strong, outlet))?;
    let mut marked = marked.to_vec();
    marked.sort_unstable();
    for line in witness.article.lines() {
        paper.hanging(4, 4, &line_of(&witness.article, line, &marked, view))?;
    }
    Ok(())
}

fn line_of(article: &Article, line: Span, marked: &[Span], view: &View) -> Text {
    let (open, close) = if view.colour { ("", "") } else { ("⟦", "⟧") };
    let words = |from: usize, to: usize| article.at(article.span(from, to));
    let mut text = Text::new();
    let mut at = line.start();
    for span in marked {
        let (from, to) = (span.start().max(at), span.end().min(line.end()));
        if from < to {
            text = text.plain(words(at, from));
            text = text.ink(Ink::Mark, format!("{open}{}{close}", words(from, to)));
            at = to;
        }
    }
    text.plain(words(at, line.end()))
}
