//! Bytes → pages: what kind of input is it, and which pages are inside?

use crate::jsonl;
use crate::media::{self, Kind};
use std::io::{self, BufRead, BufReader, Read};
use std::ops::ControlFlow;
use tellings_model::{Media, Note, Noted, Page};

/// Limits on reading.
#[derive(Clone, Debug)]
pub struct ReadConfig {
    /// The most bytes of one page, in bytes; the rest of a longer document is left out, with a
    /// note. An article of a newspaper has under 100 kB, its HTML page under 5 MB.
    pub max_page_bytes: usize,
    /// Whether furniture is taken out of the text of JSON records too. Their text is
    /// otherwise taken as it stands, so that offsets refer to it.
    pub clean: bool,
}

impl Default for ReadConfig {
    fn default() -> Self {
        Self { max_page_bytes: 16 << 20, clean: false }
    }
}

/// A page, or a note on something that could not be read or is doubtful.
pub type Found = Result<Page, Note>;

/// Takes what is found, one by one; may ask to stop.
pub(crate) type Sink<'a> = dyn FnMut(Found) -> ControlFlow<()> + 'a;

/// The pages inside the bytes of one input, in order; `path` is what the user calls the input.
pub fn pages(bytes: Vec<u8>, path: Option<&str>, config: &ReadConfig) -> Noted<Vec<Page>> {
    let mut noted = Noted::clean(Vec::new());
    read(bytes.as_slice(), path, config, |found| {
        match found {
            Ok(page) => noted.value.push(page),
            Err(note) => noted.notes.push(note),
        }
        ControlFlow::Continue(())
    });
    noted
}

/// Reads one input to its end and gives what is inside, page by page, to `each`.
///
/// Takes a file of any kind (the kind is found from its bytes) and of any size: at most a
/// few times [`ReadConfig::max_page_bytes`] are held at once. `each` may stop the reading.
/// A failing disk or pipe gives a note too, and ends the input.
pub fn read(
    input: impl Read,
    path: Option<&str>,
    config: &ReadConfig,
    mut each: impl FnMut(Found) -> ControlFlow<()>,
) {
    let mut input = BufReader::with_capacity(1 << 16, input);
    if let Err(error) = any(&mut input, path, config, &mut each) {
        let _ = each(Err(Note::unreadable(path, format!("reading failed: {error}"))));
    }
}

/// Reads an input of any kind.
fn any(
    input: &mut dyn BufRead,
    path: Option<&str>,
    config: &ReadConfig,
    sink: &mut Sink,
) -> io::Result<ControlFlow<()>> {
    let head = input.fill_buf()?;
    match media::kind(head) {
        Kind::Json => jsonl::read(input, path, config, sink),
        Kind::Markdown => document(input, Media::Markdown, path, config, sink),
        Kind::Html => document(input, Media::Html, path, config, sink),
        Kind::Foreign(name) => {
            let note = Note::unreadable(path, format!("is a {name}: no text can be read from it"));
            Ok(sink(Err(note.at_byte(0))))
        }
        Kind::Empty if head.is_empty() => Ok(sink(Err(Note::unreadable(path, "is empty")))),
        _ => document(input, Media::Text, path, config, sink),
    }
}

/// Reads a document that is one page.
fn document(
    input: &mut dyn BufRead,
    media: Media,
    path: Option<&str>,
    config: &ReadConfig,
    sink: &mut Sink,
) -> io::Result<ControlFlow<()>> {
    let mut bytes = Vec::new();
    input.take(config.max_page_bytes as u64).read_to_end(&mut bytes)?;
    if !input.fill_buf()?.is_empty() {
        let what = format!("longer than {} bytes; the rest was left out", config.max_page_bytes);
        let note = Note::unreadable(path, what).at_byte(bytes.len() as u64);
        if sink(Err(note)).is_break() {
            return Ok(ControlFlow::Break(()));
        }
    }
    Ok(sink(Ok(Page { bytes, media, path: path.map(Into::into), ..Page::default() })))
}
