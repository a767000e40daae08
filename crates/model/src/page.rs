//! One captured input, before anything is understood of it.

use jiff::Timestamp;

/// One captured document: its bytes, and what the carrier (file, feed, archive, record) says of it.
///
/// The declared fields are hints from outside the document. Intake keeps them with
/// [`Basis::Declared`](crate::Basis::Declared) and never trusts them blindly.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    /// The document as it came.
    pub bytes: Vec<u8>,
    /// What kind of document the bytes are.
    pub media: Media,
    /// The `id` that the input gave; it comes out again unchanged.
    pub id: Option<String>,
    /// Where the page came from, as the user named it; inside a container `archive.warc.gz#17`.
    pub path: Option<String>,
    /// The address the page was captured from.
    pub url: Option<String>,
    /// The character set that the carrier declares (HTTP header, MHTML part).
    pub charset: Option<String>,
    /// When it was captured.
    pub captured: Option<Timestamp>,
    /// The title that the carrier gives.
    pub title: Option<String>,
    /// The publication time that the carrier gives, as written there.
    pub published: Option<String>,
    /// The outlet that the carrier gives.
    pub outlet: Option<String>,
    /// The people that the carrier names as authors.
    pub byline: Vec<String>,
    /// The language that the carrier gives, BCP 47.
    pub language: Option<String>,
    /// Whether the text is to be taken as it stands, so that offsets refer to it.
    pub verbatim: bool,
}

/// What kind of document a page is, found from its bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Media {
    /// Plain text, as people save it.
    #[default]
    Text,
    /// Markdown, perhaps with front matter.
    Markdown,
    /// An HTML page.
    Html,
}
