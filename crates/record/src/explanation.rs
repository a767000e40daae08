//! Why two articles are, or are not, told together: for a person, or as one JSON object.

use crate::View;
use crate::json::line;
use crate::number::round4;
use crate::schema::DecisionRow;
use crate::terminal::{Ink, Paper, Text};
use serde::Serialize;
use std::io::{self, Write};
use tellings_model::{Explanation, Standing};

/// Writes an explanation as one JSON line.
pub fn explanation_line(explanation: &Explanation, out: &mut dyn Write) -> io::Result<()> {
    line(&ExplanationRow::from(explanation), out)
}

/// Writes an explanation for a person at a terminal.
pub fn explanation_report(
    explanation: &Explanation,
    view: &View,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut paper = Paper::new(out, view);
    let (a, b) = (&explanation.a, &explanation.b);
    let verdict = match (explanation.together(), explanation.one_thread) {
        (true, _) => "one story",
        (false, true) => "two stories of one thread",
        (false, false) => "two stories",
    };
    paper.hanging(
        0,
        2,
        &Text::new().ink(Ink::Strong, format!("{} and {}: {verdict}", a.article, b.article)),
    )?;
    paper.hanging(
        0,
        2,
        &Text::new().plain(format!(
            "Alike {:.3}; the articles of one story are {:.3} and more, on average. The time between \
             them leaves {:.0} % of the likeness.",
            explanation.score,
            explanation.needed,
            explanation.left_by_time * 100.0
        )),
    )?;
    if let Some(decided) = &explanation.decided {
        let row = DecisionRow::from(decided);
        let by = if row.by.is_empty() { "a person" } else { &row.by };
        paper.hanging(0, 2, &Text::new().plain(format!("Decided by {by}: {}", row.why)))?;
    }
    for share in &explanation.shared {
        let weight = if share.weight > 0.0 { format!("{:.3}", share.weight) } else { "·".into() };
        paper.hanging(
            2,
            10,
            &Text::new().quiet(format!("{weight:<7} ")).plain(share.words.clone()),
        )?;
    }
    if explanation.shared.is_empty() {
        paper.hanging(2, 2, &Text::new().quiet("They share no telling word."))?;
    }
    for standing in [a, b] {
        paper.hanging(0, 2, &stands(standing))?;
    }
    Ok(())
}

fn stands(standing: &Standing) -> Text {
    let own = match standing.to_its_story {
        Some(score) => format!(
            "is in {} with {} others, alike {score:.3} on average",
            standing.story,
            standing.n_articles - 1
        ),
        None => format!("stands alone in {}", standing.story),
    };
    let other = match &standing.nearest_other {
        Some((story, score)) => format!("the nearest other story is {story}, {score:.3}"),
        None => "no other story shares a telling word".to_owned(),
    };
    Text::new().plain(format!("{} {own}; {other}.", standing.article))
}

#[derive(Serialize)]
struct ExplanationRow<'a> {
    a: StandingRow<'a>,
    b: StandingRow<'a>,
    one_story: bool,
    one_thread: bool,
    score: f64,
    needed: f64,
    left_by_time: f64,
    shared: Vec<ShareRow<'a>>,
    decided: Option<DecisionRow>,
}

#[derive(Serialize)]
struct StandingRow<'a> {
    id: &'a str,
    story: &'a str,
    articles: usize,
    to_its_story: Option<f64>,
    nearest_other: Option<&'a str>,
    to_nearest_other: Option<f64>,
}

#[derive(Serialize)]
struct ShareRow<'a> {
    words: &'a str,
    weight: f64,
}

impl<'a> From<&'a Explanation> for ExplanationRow<'a> {
    fn from(explanation: &'a Explanation) -> Self {
        let share = |share: &'a tellings_model::Share| ShareRow {
            words: &share.words,
            weight: round4(share.weight),
        };
        Self {
            a: (&explanation.a).into(),
            b: (&explanation.b).into(),
            one_story: explanation.together(),
            one_thread: explanation.one_thread,
            score: round4(explanation.score),
            needed: round4(explanation.needed),
            left_by_time: round4(explanation.left_by_time),
            shared: explanation.shared.iter().map(share).collect(),
            decided: explanation.decided.as_ref().map(DecisionRow::from),
        }
    }
}

impl<'a> From<&'a Standing> for StandingRow<'a> {
    fn from(standing: &'a Standing) -> Self {
        let nearest = standing.nearest_other.as_ref();
        Self {
            id: standing.article.as_str(),
            story: standing.story.as_str(),
            articles: standing.n_articles,
            to_its_story: standing.to_its_story.map(round4),
            nearest_other: nearest.map(|(story, _)| story.as_str()),
            to_nearest_other: nearest.map(|(_, score)| round4(*score)),
        }
    }
}
