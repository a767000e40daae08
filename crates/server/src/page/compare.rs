//! `/d/KEY/KEY`: two tellings side by side.

use super::{Frame, html, told};
use crate::answer::{Answer, Kind, Problem};
use crate::route::Asked;
use askama::Template;
use tellings_model::{Siglum, Witness};
use tellings_record::{Row, compare, compare_page, shared, side_by_side, word};
use tellings_store::StoredStory;

#[derive(Template)]
#[template(path = "compare.html")]
struct Page {
    frame: Frame,
    part: String,
    first: String,
    second: String,
}

pub(crate) fn answer(asked: &Asked<'_>) -> Result<Answer, Problem> {
    let (ours, theirs) = (place(asked, 0)?, place(asked, 1)?);
    let (first, second) = (witness(&ours)?, witness(&theirs)?);
    let both = if ours.0.story.id == theirs.0.story.id {
        shared(&ours.0.story, ours.1, theirs.1)
    } else {
        Vec::new()
    };
    let comparison = compare(first, second, &both);
    let rows = || side_by_side(first, second, &comparison);
    match asked.kind {
        Kind::Json => Answer::json(&rows()),
        Kind::Csv => Ok(csv(&rows())),
        _ => {
            let path = format!("d/{}/{}", asked.part(0), asked.part(1));
            let frame = Frame::new(asked, "stories", "Two tellings")?
                .with_forms(&path, &[(Kind::Json, "JSON"), (Kind::Csv, "CSV")]);
            html(&Page {
                frame,
                part: compare_page(first, second, &comparison),
                first: asked.part(0).to_owned(),
                second: asked.part(1).to_owned(),
            })
        }
    }
}

/// The story of one of the two tellings, and which of its witnesses that is.
fn place(asked: &Asked<'_>, at: usize) -> Result<(StoredStory, Siglum), Problem> {
    let (_, place) = told(asked, asked.part(at))?;
    place.ok_or_else(|| Problem::absent("telling"))
}

fn witness((story, siglum): &(StoredStory, Siglum)) -> Result<&Witness, Problem> {
    story.story.witnesses.get(siglum.idx()).ok_or_else(|| Problem::absent("telling"))
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
