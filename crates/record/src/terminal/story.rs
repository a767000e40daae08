//! One story, section by section, in reading order.

use super::{Ink, Paper, Text, apparatus, descent, more};
use crate::View;
use crate::diff::{self, Piece};
use crate::words::{self, cut, limits};
use std::collections::BTreeSet;
use std::io;
use tellings_model::{Basis, Slot, Story, Utterance, Witness, WordingRelation};

/// So many sayings, and so many moments, are shown unless all are asked for.
const MAX_ROWS: usize = 12;
/// Letters that fit on two lines.
const TWO_LINES: usize = 160;

pub(super) fn story(paper: &mut Paper<'_>, story: &Story, view: &View) -> io::Result<()> {
    head(paper, story)?;
    digest(paper, story, view)?;
    witnesses(paper, story)?;
    descent::section(paper, story)?;
    apparatus::section(paper, story, view)?;
    sayings(paper, story, view)?;
    timeline(paper, story, view)
}

fn head(paper: &mut Paper<'_>, story: &Story) -> io::Result<()> {
    paper.blank()?;
    paper.hanging(0, 0, &Text::new().ink(Ink::Strong, &story.title))?;
    paper.hanging(0, 2, &numbers(story))?;
    if let Some(why) = story.why.iter().max_by(|a, b| a.score.total_cmp(&b.score)) {
        let (first, second) = why.witnesses;
        let shared: Vec<&str> = why.shared.iter().take(6).map(String::as_str).collect();
        if !shared.is_empty() {
            let text = format!("One story because {first} and {second} share: ");
            paper.hanging(0, 2, &Text::new().quiet(text).quiet(shared.join(", ")))?;
        }
    }
    Ok(())
}

/// The day, the three numbers, and what stands out.
pub(super) fn numbers(story: &Story) -> Text {
    let mut text = Text::new();
    if let Some(when) = story.when {
        text = text.plain(when.to_string()).quiet(" · ");
    }
    let [articles, outlets, origins] = words::three_numbers(story);
    text = text.plain(articles).quiet(" · ").plain(outlets).quiet(" · ").ink(Ink::Strong, origins);
    for flag in words::flags(story) {
        text = text.quiet(" · ").ink(Ink::Bad, flag);
    }
    text
}

fn digest(paper: &mut Paper<'_>, story: &Story, view: &View) -> io::Result<()> {
    if story.digest.sentences.is_empty() && story.digest.withheld.is_empty() {
        return Ok(());
    }
    paper.section("IN SHORT", limits::DIGEST)?;
    if story.digest.sentences.is_empty() {
        paper.line(2, &Text::new().plain("Nothing here is sure enough to be told in short."))?;
    }
    for sentence in &story.digest.sentences {
        let sigla = words::letters(&words::sigla(&sentence.citations));
        let text = Text::new().plain(&sentence.text).ink(Ink::Mark, format!(" [{sigla}]"));
        paper.hanging(2, 2, &text.quiet(format!(" {}", origins(sentence.n_origins))))?;
    }
    let withheld = &story.digest.withheld;
    let shown = if view.full { withheld.len() } else { 5 };
    if !withheld.is_empty() {
        let n = words::counted(withheld.len(), "sentence");
        paper.line(2, &Text::new().quiet(format!("Withheld: {n}")))?;
    }
    for left_out in withheld.iter().take(shown) {
        let (text, why) = (cut(&left_out.text, TWO_LINES), cut(&left_out.why, TWO_LINES));
        let text = Text::new().quiet(format!("– {text} — withheld: {why}"));
        paper.hanging(4, 6, &text)?;
    }
    more(paper, 4, withheld.len().saturating_sub(shown))
}

fn origins(n: u32) -> String {
    words::counted(n as usize, "origin")
}

fn witnesses(paper: &mut Paper<'_>, story: &Story) -> io::Result<()> {
    paper.section("TELLINGS", limits::WITNESSES)?;
    let outlet_width = story
        .witnesses
        .iter()
        .map(|witness| Text::new().plain(words::outlet(&witness.article)).width())
        .max()
        .unwrap_or(0)
        .clamp(6, paper.width() / 3);
    for witness in &story.witnesses {
        let article = &witness.article;
        paper.row(
            2,
            &[
                (3, Text::new().ink(Ink::Mark, witness.siglum.to_string())),
                (outlet_width, Text::new().plain(words::outlet(article))),
                (10, published(witness)),
                (3, Text::new().quiet(witness.origin.to_string())),
                (0, Text::new().plain(words::headline(article))),
            ],
        )?;
        if let Some(why) = dated_by(story, witness) {
            paper.hanging(7, 9, &Text::new().quiet(why))?;
        }
    }
    Ok(())
}

fn published(witness: &Witness) -> Text {
    match &witness.published {
        Some(stamp) => Text::new().plain(stamp.value.day.to_string()),
        None => Text::new().quiet("no date"),
    }
}

/// What the date rests on, where the page itself does not state it.
fn dated_by(story: &Story, witness: &Witness) -> Option<String> {
    let stamp = witness.published.as_ref()?;
    if !matches!(stamp.basis, Basis::Dateline | Basis::Text | Basis::Siblings) {
        return None;
    }
    let mut text = format!("dated by {}", words::basis(stamp.basis));
    let because = witness
        .published_because
        .iter()
        .map(|&citation| format!("{} “{}”", citation.witness, story.exact(citation).trim()));
    let because: BTreeSet<String> = because.collect();
    let because: Vec<String> = because.into_iter().take(4).collect();
    if !because.is_empty() {
        text.push_str(": ");
        text.push_str(&because.join(", "));
    }
    Some(text)
}

/// All sayings of a story under its title, those of several tellings first.
pub(super) fn spoken(paper: &mut Paper<'_>, story: &Story) -> io::Result<()> {
    if story.utterances.is_empty() {
        return Ok(());
    }
    paper.blank()?;
    paper.hanging(0, 0, &Text::new().ink(Ink::Strong, &story.title))?;
    let (shared, single): (Vec<&Utterance>, Vec<&Utterance>) =
        story.utterances.iter().partition(in_several);
    shared.iter().chain(&single).try_for_each(|utterance| saying(paper, story, utterance))
}

/// Whether more than one telling gives a saying.
fn in_several(utterance: &&Utterance) -> bool {
    let citations = utterance.wordings.iter().flat_map(|wording| &wording.citations);
    let mut sigla = citations.map(|citation| citation.witness);
    let first = sigla.next();
    sigla.any(|siglum| Some(siglum) != first)
}

/// The sayings that several tellings give; those of one telling are counted.
fn sayings(paper: &mut Paper<'_>, story: &Story, view: &View) -> io::Result<()> {
    if story.utterances.is_empty() {
        return Ok(());
    }
    paper.section("SAYINGS", limits::SAYINGS)?;
    let (shared, single): (Vec<&Utterance>, Vec<&Utterance>) =
        story.utterances.iter().partition(in_several);
    let shown = if view.full { shared.len() } else { MAX_ROWS };
    for utterance in shared.iter().take(shown) {
        saying(paper, story, utterance)?;
    }
    more(paper, 2, shared.len().saturating_sub(shown))?;
    if view.full {
        return single.iter().try_for_each(|utterance| saying(paper, story, utterance));
    }
    if !single.is_empty() {
        let n = words::counted(single.len(), "saying");
        let text = format!("{n} matched with no other telling’s words (--full shows them)");
        paper.line(2, &Text::new().quiet(text))?;
    }
    Ok(())
}

fn saying(paper: &mut Paper<'_>, story: &Story, utterance: &Utterance) -> io::Result<()> {
    let name = words::speaker(story, utterance).unwrap_or("speaker not settled");
    let mut text = Text::new().ink(Ink::Strong, name);
    if let Some(speakers) = words::speakers(story, utterance) {
        text = text.ink(Ink::Bad, "  ≠ the tellings name different speakers: ").plain(speakers);
    }
    if utterance.altered {
        text = text.ink(Ink::Bad, "  ≠ altered inside the quotation marks");
    }
    paper.hanging(2, 4, &text)?;
    let longest = utterance.wordings.first().map_or("", |wording| wording.text.as_str());
    for (n, wording) in utterance.wordings.iter().enumerate() {
        let sigla = words::letters(&words::sigla(&wording.citations));
        let mut text = Text::new().column(Ink::Mark, &sigla, 3).plain(" ");
        let compared = matches!(wording.relation, WordingRelation::Same) || n == 0;
        text = if compared {
            text.plain(format!("“{}”", wording.text.trim()))
        } else {
            changes(text, longest, &wording.text)
        };
        if n > 0 {
            text = text.quiet(format!(" — {}", words::relation(wording.relation)));
        }
        paper.hanging(4, 8, &text)?;
    }
    utterance.slots.iter().try_for_each(|slot| paper.hanging(4, 8, &filled(slot)))
}

/// `our river is: holy A · sacred B, C`.
fn filled(slot: &Slot) -> Text {
    let text = Text::new().quiet(format!("… {}: ", slot.before));
    slot.fillings.iter().enumerate().fold(text, |text, (n, filling)| {
        let gap = if n > 0 { " · " } else { "" };
        let letters = words::letters(&filling.witnesses);
        text.quiet(gap).plain(&filling.text).plain(" ").ink(Ink::Mark, letters)
    })
}

/// The wording with what it leaves out and puts in, by mark and by colour.
fn changes(text: Text, from: &str, to: &str) -> Text {
    diff::changes(from.trim(), to.trim()).into_iter().fold(text, |text, piece| match piece {
        Piece::Same(words) => text.plain(words + " "),
        Piece::Removed(words) => text.ink(Ink::Removed, format!("[−{words}−]")).plain(" "),
        Piece::Added(words) => text.ink(Ink::Added, format!("{{+{words}+}}")).plain(" "),
    })
}

/// What is to be said of a moment beside its words.
fn remarks(moment: &tellings_model::Moment, story: &Story) -> String {
    words::remarks(moment, &story.timeline)
        .into_iter()
        .map(|remark| format!("; {remark}"))
        .collect()
}

fn timeline(paper: &mut Paper<'_>, story: &Story, view: &View) -> io::Result<()> {
    if story.timeline.is_empty() {
        return Ok(());
    }
    paper.section("TIMELINE", limits::TIMELINE)?;
    let shown = if view.full { story.timeline.len() } else { MAX_ROWS };
    for moment in story.timeline.iter().take(shown) {
        let sigla = words::letters(&words::sigla(moment.citations()));
        let when = words::when(moment.when, moment.approximate);
        let text = Text::new()
            .column(Ink::Strong, &when, 11)
            .plain(" ")
            .plain(&moment.text)
            .ink(Ink::Mark, format!(" [{sigla}]"))
            .quiet(format!(" {}{}", origins(moment.n_origins), remarks(moment, story)));
        paper.hanging(2, 14, &text)?;
    }
    more(paper, 2, story.timeline.len().saturating_sub(shown))
}
