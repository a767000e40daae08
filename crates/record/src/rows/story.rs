//! Lines within a story: who copied whom, and who said what.

use crate::json::line;
use crate::number::round4;
use crate::ruler::Ruler;
use crate::schema::{self, DescentWord, DirectionWord};
use serde::Serialize;
use std::io::{self, Write};
use tellings_model::{Change, Comparison, DescentKind, Direction, NodeId, Span, Story, Witness};

/// Writes who copied whom in a story: a line for each witness.
pub fn descended(story: &Story, out: &mut dyn Write) -> io::Result<()> {
    let name = |id: NodeId| match id {
        NodeId::Witness(siglum) => {
            story.witnesses.get(siglum.idx()).map(|witness| witness.article.id.to_string())
        }
        NodeId::Lost(idx) => story.stemma.lost.get(idx as usize).map(|lost| lost.label.clone()),
    };
    for witness in &story.witnesses {
        let edges: Vec<_> =
            story.stemma.descents.iter().filter(|descent| descent.copy == witness.siglum).collect();
        // What only cites, or descends from a text that nobody holds, has no parent among the articles.
        let main = edges.iter().find(|edge| {
            edge.kind != DescentKind::Cites
                && edge.direction != Direction::Unknown
                && matches!(edge.model, NodeId::Witness(_))
        });
        let row = Descended {
            id: witness.article.id.as_str(),
            path: witness.article.path.as_deref(),
            story: story.id.as_str(),
            parent: main.and_then(|edge| name(edge.model)),
            parents: edges
                .iter()
                .filter_map(|edge| {
                    Some(Parent {
                        id: name(edge.model)?,
                        lost: matches!(edge.model, NodeId::Lost(_)),
                        kind: edge.kind.into(),
                        direction: edge.direction.into(),
                        share_of_copy: edge.share_of_copy.map(round4),
                        share_of_model: edge.share_of_model.map(round4),
                        because: &edge.because,
                    })
                })
                .collect(),
            kind: main.map(|edge| edge.kind.into()),
            direction: main.map(|edge| edge.direction.into()),
            origin: format!("{}/{}", story.id, witness.origin),
        };
        line(&row, out)?;
    }
    Ok(())
}

#[derive(Serialize)]
struct Descended<'a> {
    id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<&'a str>,
    story: &'a str,
    parent: Option<String>,
    parents: Vec<Parent<'a>>,
    kind: Option<DescentWord>,
    direction: Option<DirectionWord>,
    origin: String,
}

#[derive(Serialize)]
struct Parent<'a> {
    id: String,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    lost: bool,
    kind: DescentWord,
    direction: DirectionWord,
    share_of_copy: Option<f64>,
    share_of_model: Option<f64>,
    because: &'a [String],
}

/// Writes the sayings of a story, one a line, with their wordings.
pub fn said(story: &Story, out: &mut dyn Write) -> io::Result<()> {
    let written = schema::StoryLine::new(story);
    for utterance in &written.story.utterances {
        let speaker = utterance
            .speaker
            .as_ref()
            .and_then(|id| written.story.entities.iter().find(|entity| &entity.id == id));
        let row = Said {
            story: &written.story.id,
            id: &utterance.id,
            speaker: speaker
                .map(|entity| entity.name.as_str())
                .or(utterance.speaker_name.as_deref()),
            speakers_differ: utterance.speakers_differ,
            altered: utterance.altered,
            slots: &utterance.slots,
            readings: &utterance.readings,
        };
        line(&row, out)?;
    }
    Ok(())
}

#[derive(Serialize)]
struct Said<'a> {
    story: &'a str,
    id: &'a str,
    speaker: Option<&'a str>,
    speakers_differ: bool,
    altered: bool,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    slots: &'a [schema::SlotRow],
    readings: &'a [schema::WordingRow],
}

/// Writes two tellings side by side, one line a sentence: `same`, `changed` or `missing`, and
/// whether it has moved.
pub fn compared(story: &Story, comparison: &Comparison, out: &mut dyn Write) -> io::Result<()> {
    let [first, second] = story.witnesses.as_slice() else { return Ok(()) };
    let rulers = [Ruler::new(first.article.text()), Ruler::new(second.article.text())];
    let [ours, theirs] = &rulers;
    for row in &comparison.rows {
        let row = Compared {
            change: match row.change {
                Change::Same => "same",
                Change::Changed => "changed",
                Change::OnlyFirst | Change::OnlySecond => "missing",
            },
            moved: row.moved,
            a: row.first.map(|span| side(first, ours, span)),
            b: row.second.map(|span| side(second, theirs, span)),
        };
        line(&row, out)?;
    }
    Ok(())
}

fn side<'a>(witness: &'a Witness, ruler: &Ruler<'_>, span: Span) -> Side<'a> {
    let (start, end) = ruler.points(span);
    Side { id: witness.article.id.as_str(), start, end, exact: witness.article.at(span) }
}

#[derive(Serialize)]
struct Compared<'a> {
    change: &'static str,
    moved: bool,
    a: Option<Side<'a>>,
    b: Option<Side<'a>>,
}

#[derive(Serialize)]
struct Side<'a> {
    id: &'a str,
    start: u32,
    end: u32,
    exact: &'a str,
}
