//! Bytes → pages: what kind of input is it, and which pages are inside?

use tellings_model::{Media, Noted, Page};

/// Limits on reading.
#[derive(Clone, Debug, Default)]
pub struct ReadConfig {}

/// The pages inside the bytes of one input, in order; `path` is what the user calls the input.
pub fn pages(bytes: Vec<u8>, path: Option<&str>, _config: &ReadConfig) -> Noted<Vec<Page>> {
    Noted::clean(vec![Page {
        bytes,
        media: Media::Text,
        path: path.map(Into::into),
        ..Page::default()
    }])
}
