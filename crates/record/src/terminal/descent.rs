//! Who copied whom, as a nested list: the model above, its copies below it.

use super::{Ink, Paper, Text};
use crate::words::{self, limits};
use std::collections::BTreeSet;
use std::io;
use tellings_model::{Descent, NodeId, Siglum, Story};

pub(super) fn section(paper: &mut Paper<'_>, story: &Story) -> io::Result<()> {
    if story.witnesses.len() < 2 && story.stemma.descents.is_empty() {
        return Ok(());
    }
    paper.section("WHERE IT COMES FROM", limits::DESCENT)?;
    origins(paper, story)?;
    let roots = roots(story);
    if story.stemma.descents.is_empty() {
        return paper.line(2, &Text::new().quiet("No copying found."));
    }
    for root in roots {
        branch(paper, story, root)?;
    }
    Ok(())
}

/// One line an origin: its witnesses, whom it goes back to, and why they are one voice.
fn origins(paper: &mut Paper<'_>, story: &Story) -> io::Result<()> {
    for origin in &story.stemma.origins {
        let mut text = Text::new()
            .quiet(format!("{} ", origin.id))
            .ink(Ink::Mark, words::letters(&origin.witnesses));
        if let Some(named) = &origin.named {
            text = text.plain(" from ").ink(Ink::Strong, named);
        }
        let mut reasons: Vec<String> = origin.why.clone();
        reasons.extend(
            origin.because.iter().take(3).map(|&citation| {
                format!("{} “{}”", citation.witness, story.exact(citation).trim())
            }),
        );
        if !reasons.is_empty() {
            text = text.quiet(format!(" — {}", reasons.join("; ")));
        }
        paper.hanging(2, 6, &text)?;
    }
    Ok(())
}

/// The nodes that are models and descend from nothing.
fn roots(story: &Story) -> Vec<NodeId> {
    let copies: BTreeSet<Siglum> = main_edges(story).map(|descent| descent.copy).collect();
    let models: BTreeSet<NodeId> = main_edges(story).map(|descent| descent.model).collect();
    let free = |id: &NodeId| match id {
        NodeId::Witness(siglum) => !copies.contains(siglum),
        NodeId::Lost(_) => true,
    };
    models.into_iter().filter(free).collect()
}

/// The first edge into each copy.
fn main_edges(story: &Story) -> impl Iterator<Item = &Descent> {
    let mut seen = BTreeSet::new();
    story.stemma.descents.iter().filter(move |descent| seen.insert(descent.copy))
}

/// A root and all that descends from it; each node once, so that no input can nest without end.
fn branch(paper: &mut Paper<'_>, story: &Story, root: NodeId) -> io::Result<()> {
    let mut open = vec![(root, 0, None::<&Descent>)];
    let mut seen = BTreeSet::new();
    while let Some((id, depth, by)) = open.pop() {
        if !seen.insert(id) {
            continue;
        }
        line(paper, story, id, depth, by)?;
        let mut copies: Vec<&Descent> = main_edges(story).filter(|d| d.model == id).collect();
        copies.sort_by_key(|descent| std::cmp::Reverse(descent.copy));
        open.extend(copies.into_iter().map(|d| (NodeId::Witness(d.copy), depth + 1, Some(d))));
    }
    Ok(())
}

fn line(
    paper: &mut Paper<'_>,
    story: &Story,
    id: NodeId,
    depth: usize,
    by: Option<&Descent>,
) -> io::Result<()> {
    let indent = 2 + depth.min(12) * 3;
    let mut text = Text::new();
    if by.is_some() {
        text = text.quiet("└ ");
    }
    text = match id {
        NodeId::Witness(siglum) => {
            let name = story.witnesses.get(siglum.idx()).map_or("", |w| words::outlet(&w.article));
            text.ink(Ink::Mark, siglum.to_string()).plain(format!(" {name}"))
        }
        NodeId::Lost(_) => text.ink(Ink::Strong, words::node(story, id)).quiet(" (not in hand)"),
    };
    if let Some(descent) = by {
        text = text.plain(" ").ink(Ink::Warn, words::evidence(story, descent));
    }
    if let NodeId::Witness(siglum) = id {
        let others = story.stemma.descents.iter().filter(|d| d.copy == siglum);
        for other in others.skip(1) {
            text = text.quiet(format!("; also {}", words::evidence(story, other)));
        }
    }
    paper.hanging(indent, indent + 2, &text)
}
