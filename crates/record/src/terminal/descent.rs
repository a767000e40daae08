//! Who copied whom, as a nested list: the model above, its copies below it.

use super::{Ink, Paper, Text};
use crate::tree::{self, Branch};
use crate::words::{self, limits};
use std::io;
use tellings_model::{NodeId, Story};

pub(super) fn section(paper: &mut Paper<'_>, story: &Story) -> io::Result<()> {
    if story.witnesses.len() < 2 && story.stemma.descents.is_empty() {
        return Ok(());
    }
    paper.section("WHERE IT COMES FROM", limits::DESCENT)?;
    origins(paper, story)?;
    if story.stemma.descents.is_empty() {
        return paper.line(2, &Text::new().quiet("No copying found."));
    }
    tree::branches(story).iter().try_for_each(|branch| line(paper, story, branch))
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

fn line(paper: &mut Paper<'_>, story: &Story, branch: &Branch<'_>) -> io::Result<()> {
    let indent = 2 + branch.depth.min(12) * 3;
    let mut text = Text::new();
    if branch.depth > 0 {
        text = text.quiet("└ ");
    }
    text = match branch.id {
        NodeId::Witness(siglum) => {
            let name = story.witnesses.get(siglum.idx()).map_or("", |w| words::outlet(&w.article));
            text.ink(Ink::Mark, siglum.to_string()).plain(format!(" {name}"))
        }
        NodeId::Lost(_) => {
            text.ink(Ink::Strong, words::node(story, branch.id)).quiet(" (not in hand)")
        }
    };
    for (n, descent) in branch.into.iter().enumerate() {
        let evidence = words::evidence(story, descent);
        text = if n == 0 {
            text.plain(" ").ink(Ink::Warn, evidence)
        } else {
            text.quiet(format!("; also {evidence}"))
        };
    }
    paper.hanging(indent, indent + 2, &text)
}
