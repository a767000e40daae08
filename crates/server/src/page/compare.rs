//! `/d/KEY/KEY`: two tellings side by side.

use super::{Frame, html, told};
use crate::answer::{Answer, Kind, Problem};
use crate::route::Asked;
use askama::Template;
use tellings_model::Witness;
use tellings_record::{Row, compare, compare_page, word};

#[derive(Template)]
#[template(path = "compare.html")]
struct Page {
    frame: Frame,
    part: String,
    first: String,
    second: String,
}

pub(crate) fn answer(asked: &Asked<'_>) -> Result<Answer, Problem> {
    let (first, second) = (witness(asked, 0)?, witness(asked, 1)?);
    let rows = || compare(&first, &second);
    match asked.kind {
        Kind::Json => Answer::json(&rows()),
        Kind::Csv => Ok(csv(&rows())),
        _ => {
            let path = format!("d/{}/{}", asked.part(0), asked.part(1));
            let frame = Frame::new(asked, "stories", "Two tellings")?
                .with_forms(&path, &[(Kind::Json, "JSON"), (Kind::Csv, "CSV")]);
            html(&Page {
                frame,
                part: compare_page(&first, &second),
                first: asked.part(0).to_owned(),
                second: asked.part(1).to_owned(),
            })
        }
    }
}

fn witness(asked: &Asked<'_>, at: usize) -> Result<Witness, Problem> {
    let (_, place) = told(asked, asked.part(at))?;
    place
        .and_then(|(mut story, siglum)| {
            let at = siglum.idx();
            (at < story.story.witnesses.len()).then(|| story.story.witnesses.swap_remove(at))
        })
        .ok_or_else(|| Problem::absent("telling"))
}

fn csv(rows: &[Row]) -> Answer {
    let mut table = vec![vec!["change".to_owned(), "first".to_owned(), "second".to_owned()]];
    table.extend(rows.iter().map(|row| {
        let side = |text: &Option<String>| text.clone().unwrap_or_default();
        vec![word(&row.change), side(&row.first), side(&row.second)]
    }));
    Answer::csv(&table)
}

/// `/d?a=KEY&b=KEY`: from the form of a story to the comparison.
pub(crate) fn lead(asked: &Asked<'_>) -> Result<Answer, Problem> {
    let known = |field: &str| -> Result<String, Problem> {
        let key = asked.field(field).unwrap_or("");
        let row = asked.store.article(key)?;
        Ok(row.ok_or_else(|| Problem::absent("article"))?.key)
    };
    let (first, second) = (known("a")?, known("b")?);
    if first == second {
        return Err(Problem::wrong("Two different tellings are needed."));
    }
    Ok(Answer::See(format!("/d/{first}/{second}")))
}
