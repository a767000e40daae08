//! `/add`: files and pasted text.

use super::{Frame, html};
use crate::answer::{Answer, Problem};
use crate::desk::Desk;
use crate::route::Asked;
use askama::Template;
use tellings_intake::ReadConfig;
use tellings_model::{Note, Page};

/// The most bytes of one upload.
pub(crate) const MAX_UPLOAD: usize = 64 << 20;
/// The most files of one upload, and the most pages in them.
const MAX_FILES: usize = 2_000;
const MAX_PAGES: usize = 20_000;

/// What was uploaded: a file with its name, or pasted text.
#[derive(Clone, Debug)]
pub(crate) struct Upload {
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
}

#[derive(Template)]
#[template(path = "add.html")]
struct Form {
    frame: Frame,
    token: String,
    max_mb: usize,
}

pub(crate) fn form(asked: &Asked<'_>) -> Result<Answer, Problem> {
    let frame = Frame::new(asked, "add", "Add articles")?;
    let token = crate::guard::form_token(asked.desk);
    html(&Form { frame, token, max_mb: MAX_UPLOAD >> 20 })
}

#[derive(Template)]
#[template(path = "added.html")]
struct Done {
    frame: Frame,
    n_new: usize,
    n_known: usize,
    told: bool,
    stories: Vec<tellings_store::StoryRow>,
    notes: Vec<Note>,
}

/// Keeps what was uploaded, has it told, and says what became of it.
pub(crate) fn take(desk: &Desk, uploads: Vec<Upload>) -> Result<Answer, Problem> {
    if uploads.is_empty() {
        return Err(Problem::wrong("Choose a file, or paste a text."));
    }
    if uploads.len() > MAX_FILES {
        return Err(Problem::wrong(format!("At most {MAX_FILES} files at once.")));
    }
    let mut notes = Vec::new();
    let mut pages: Vec<Page> = Vec::new();
    for upload in uploads {
        let found =
            tellings_intake::pages(upload.bytes, Some(&upload.name), &ReadConfig::default());
        pages.extend(found.keep(&mut notes));
    }
    if pages.len() > MAX_PAGES {
        let what =
            format!("These files hold {} pages; at most {MAX_PAGES} are taken.", pages.len());
        let remedy = "Use `tellings add` for archives.";
        return Err(Problem::new(axum::http::StatusCode::PAYLOAD_TOO_LARGE, what, remedy));
    }
    let added = desk.write(|store| {
        store.note(&notes)?;
        store.add(&pages)
    })?;
    let told = desk.tell_and_wait();
    notes.extend(added.notes);
    let stories = desk.read(|store| Ok(store.stories_of_pages(&pages, 50)?))?;
    let mut frame = Frame::bare("Added");
    frame.trouble = desk.trouble();
    html(&Done { frame, n_new: added.n_new, n_known: added.n_known, told, stories, notes })
}
