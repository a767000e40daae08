//! Bytes → pages: what kind of input is it, and which pages are inside?

use crate::media::{self, Kind};
use crate::{archive, feed, jsonl, mhtml, warc};
use std::io::{self, BufRead, BufReader, Read};
use std::ops::ControlFlow;
use tellings_model::{Media, Note, Noted, Page};

/// How deep containers may lie in containers: a WARC file in a gzipped TAR archive in a ZIP
/// archive is 4 deep, and nobody packs deeper but to do harm.
const MAX_DEPTH: u8 = 5;

/// Limits on reading.
#[derive(Clone, Debug)]
pub struct ReadConfig {
    /// The most bytes of one page; a longer one is left out, with a note. An article of a
    /// newspaper has under 100 kB, its HTML page under 5 MB. Archives, and files of many
    /// records, may be of any size.
    pub max_page_bytes: usize,
    /// Whether furniture is taken out of the text of JSON records too. Their text is
    /// otherwise taken as it stands, so that offsets refer to it.
    pub clean: bool,
}

impl Default for ReadConfig {
    fn default() -> Self {
        Self { max_page_bytes: 32_000_000, clean: false }
    }
}

/// A page, or a note on something that could not be read or is doubtful.
pub type Found = Result<Page, Note>;

/// Takes what is found, one by one; may ask to stop.
pub(crate) type Sink<'a> = dyn FnMut(Found) -> ControlFlow<()> + 'a;

/// What is known of an input from outside: its name, its depth in containers, and what the
/// container says of it.
#[derive(Clone, Debug)]
pub(crate) struct Place<'a> {
    /// The limits.
    pub(crate) config: &'a ReadConfig,
    /// How many containers lie around it.
    depth: u8,
    /// A page that has everything but its bytes: path, address, capture time, character set.
    pub(crate) blank: Page,
}

impl Place<'_> {
    /// The name of the input.
    pub(crate) fn path(&self) -> Option<&str> {
        self.blank.path.as_deref()
    }

    /// The place of a part of this container, called `name`.
    pub(crate) fn inside(&self, name: &dyn std::fmt::Display) -> Self {
        let mut place = self.clone();
        place.depth += 1;
        place.blank.path = Some(match self.path() {
            Some(path) => format!("{path}#{name}"),
            None => format!("#{name}"),
        });
        place
    }

    /// The place of what this container wraps without a name of its own.
    pub(crate) fn unwrapped(&self) -> Self {
        Self { depth: self.depth + 1, ..self.clone() }
    }

    /// A note about this input, or a part of it, that could not be read.
    pub(crate) fn unreadable(&self, what: impl Into<String>) -> Note {
        Note::unreadable(self.path(), what)
    }
}

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
    let blank = Page { path: path.map(Into::into), ..Page::default() };
    let place = Place { config, depth: 0, blank };
    if let Err(error) = any(&mut input, &place, &mut each) {
        let _ = each(Err(place.unreadable(format!("reading failed: {error}"))));
    }
}

/// Reads an input of any kind.
pub(crate) fn any(
    input: &mut dyn BufRead,
    place: &Place,
    sink: &mut Sink,
) -> io::Result<ControlFlow<()>> {
    if place.depth > MAX_DEPTH {
        let what = format!("lies more than {MAX_DEPTH} containers deep; left out");
        return Ok(sink(Err(place.unreadable(what))));
    }
    // A pipe may give its first bytes in drops: the kind must not depend on that.
    let mut head = Vec::new();
    input.take(media::SNIFF_BYTES as u64).read_to_end(&mut head)?;
    let input: &mut dyn BufRead = &mut head.as_slice().chain(input);
    match media::kind(&head) {
        Kind::Text => document(input, Media::Text, place, sink),
        Kind::Markdown => document(input, Media::Markdown, place, sink),
        Kind::Html => document(input, Media::Html, place, sink),
        Kind::Json => jsonl::read(input, place, sink),
        Kind::Warc => warc::read(input, place, sink),
        Kind::Feed => feed::read(input, place, sink),
        Kind::Mhtml => mhtml::read(input, place, sink),
        Kind::Zip => archive::zip(input, place, sink),
        Kind::Tar => archive::tar(input, place, sink),
        Kind::Gzip => archive::gzip(input, place, sink),
        Kind::Foreign(name) => {
            let note = place.unreadable(format!("is a {name}: no text can be read from it"));
            Ok(sink(Err(note.at_byte(0))))
        }
        Kind::Empty => {
            let what = if head.is_empty() { "is empty" } else { "holds nothing but zero bytes" };
            Ok(sink(Err(place.unreadable(what))))
        }
    }
}

/// Reads a document that is one page.
fn document(
    input: &mut dyn BufRead,
    media: Media,
    place: &Place,
    sink: &mut Sink,
) -> io::Result<ControlFlow<()>> {
    let bytes = match whole(input, place, sink)? {
        ControlFlow::Continue(Some(bytes)) => bytes,
        ControlFlow::Continue(None) => return Ok(ControlFlow::Continue(())),
        ControlFlow::Break(()) => return Ok(ControlFlow::Break(())),
    };
    Ok(sink(Ok(Page { bytes, media, ..place.blank.clone() })))
}

/// The bytes of an input that is one page; nothing but a note where it is too large for one.
pub(crate) fn whole(
    input: &mut dyn BufRead,
    place: &Place,
    sink: &mut Sink,
) -> io::Result<ControlFlow<(), Option<Vec<u8>>>> {
    let limit = place.config.max_page_bytes;
    let mut bytes = Vec::new();
    input.take(limit as u64).read_to_end(&mut bytes)?;
    if bytes.len() == limit && !input.fill_buf()?.is_empty() {
        let what = format!("is larger than {} MB and was left out", limit / 1_000_000);
        let note = place.unreadable(what).at_byte(limit as u64);
        let note = note.with_remedy("split it, or raise the limit on a page");
        return Ok(sink(Err(note)).map_continue(|()| None));
    }
    Ok(ControlFlow::Continue(Some(bytes)))
}
