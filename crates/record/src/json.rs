//! The record as JSON: one object a run, or one story a line.

use crate::schema::{Output, Record, StoryLine};
use serde::Serialize;
use std::io::{self, Write};
use tellings_model::{Note, Telling};

/// Writes one JSON object, indented.
pub(crate) fn run(telling: &Telling, notes: &[Note], out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, &Record::new(telling, notes))?;
    out.write_all(b"\n")
}

/// Writes one story a line; each line holds its articles and can be read alone.
pub(crate) fn lines(telling: &Telling, out: &mut dyn Write) -> io::Result<()> {
    telling.stories.iter().try_for_each(|story| line(&StoryLine::new(story), out))
}

/// Writes anything as one line of JSON.
pub(crate) fn line(row: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer(&mut *out, row)?;
    out.write_all(b"\n")
}

/// The JSON Schema (draft 2020-12) of everything that `json` and `jsonl` write.
pub fn schema() -> String {
    let mut schema = schemars::schema_for!(Output);
    schema.insert("$id".to_owned(), "https://tellings.example/schema/tellings-1.json".into());
    schema.insert("title".to_owned(), "Tellings record, version 1".into());
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text.push('\n');
    text
}
