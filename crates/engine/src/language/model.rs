//! The file of the language models: named sections behind a checked head.
//!
//! ```text
//! "TELLMODL"  version u32  check u64  { name length u8, name, length u32, bytes }*
//! ```
//! Numbers are little-endian; `check` is the hash of everything behind it.

use super::{feature::mix, lemma::Lemmatiser, name::Namer, parse::Parser, tag::Tagger};
use std::{borrow::Cow, sync::LazyLock};

const MAGIC: &[u8; 8] = b"TELLMODL";

/// The version of the file and of the features it is made for.
///
/// A change of any feature template needs a new number: weights of other features are noise.
pub const VERSION: u32 = 1;

/// Why a model file cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ModelError {
    /// The bytes are something else.
    #[error("not a language model of Tellings")]
    Foreign,
    /// Another version of the format or the features.
    #[error("language model has version {found}, this program reads version {VERSION}")]
    Version {
        /// The version found.
        found: u32,
    },
    /// The file ends too early.
    #[error("language model is cut short at byte {at}")]
    Cut {
        /// Where it ends.
        at: usize,
    },
    /// The bytes are not those that were written.
    #[error("language model is damaged")]
    Damaged,
    /// A section is not there.
    #[error("language model has no section `{0}`")]
    Missing(&'static str),
}

/// The models of one language.
#[derive(Clone, Debug, Default)]
pub struct Model {
    /// Words → tags.
    pub tagger: Tagger,
    /// Words and tags → dictionary forms.
    pub lemmatiser: Lemmatiser,
    /// Words and tags → trees.
    pub parser: Parser,
    /// Words and tags → names.
    pub namer: Namer,
}

impl Model {
    /// The model for English that ships with the program.
    pub fn english() -> &'static Self {
        static ENGLISH: LazyLock<Model> = LazyLock::new(|| {
            let bytes =
                include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../models/english.model"));
            // The shipped file is read by a test, so the empty model is never used.
            Model::read(Cow::Borrowed(bytes)).unwrap_or_default()
        });
        &ENGLISH
    }

    /// Reads a model file.
    ///
    /// # Errors
    /// Where the bytes are no model, of another version, cut short or damaged.
    pub fn read(bytes: Cow<'static, [u8]>) -> Result<Self, ModelError> {
        let mut reader = Reader { bytes, at: 0 };
        if reader.take(MAGIC.len()).map_err(|_| ModelError::Foreign)?.as_ref() != MAGIC {
            return Err(ModelError::Foreign);
        }
        let found = reader.u32()?;
        if found != VERSION {
            return Err(ModelError::Version { found });
        }
        let (length, check) = (reader.u32()? as usize, reader.u64()?);
        let body = reader.take(length)?;
        if checksum(&body) != check || reader.at != reader.bytes.len() {
            return Err(ModelError::Damaged);
        }
        let mut reader = Reader { bytes: body, at: 0 };
        let model = Self {
            tagger: Tagger::read(&mut reader.section("tagger")?)?,
            lemmatiser: Lemmatiser::read(&mut reader.section("lemmatiser")?)?,
            parser: Parser::read(&mut reader.section("parser")?)?,
            namer: Namer::read(&mut reader.section("names")?)?,
        };
        Ok(model)
    }

    /// Writes a model file.
    pub fn write(&self) -> Vec<u8> {
        let mut body = Vec::new();
        section(&mut body, "tagger", |out| self.tagger.write(out));
        section(&mut body, "lemmatiser", |out| self.lemmatiser.write(out));
        section(&mut body, "parser", |out| self.parser.write(out));
        section(&mut body, "names", |out| self.namer.write(out));
        let mut out = MAGIC.to_vec();
        out.extend(VERSION.to_le_bytes());
        out.extend((body.len() as u32).to_le_bytes());
        out.extend(checksum(&body).to_le_bytes());
        out.extend(body);
        out
    }
}

fn section(out: &mut Vec<u8>, name: &str, write: impl FnOnce(&mut Vec<u8>)) {
    let mut bytes = Vec::new();
    write(&mut bytes);
    write_text(out, name);
    out.extend((bytes.len() as u32).to_le_bytes());
    out.extend(bytes);
}

/// Writes a text of at most 255 bytes.
pub(super) fn write_text(out: &mut Vec<u8>, text: &str) {
    let text = text.get(..text.floor_char_boundary(255)).unwrap_or("");
    out.push(text.len() as u8);
    out.extend(text.as_bytes());
}

/// A hash of the bytes, eight at a time.
fn checksum(bytes: &[u8]) -> u64 {
    bytes.chunks(8).fold(bytes.len() as u64, |h, chunk| {
        let mut word = [0; 8];
        word.iter_mut().zip(chunk).for_each(|(to, from)| *to = *from);
        mix(h, u64::from_le_bytes(word))
    })
}

/// Reads the parts of a model file.
#[derive(Clone, Debug)]
pub struct Reader {
    bytes: Cow<'static, [u8]>,
    at: usize,
}

impl Reader {
    /// The next bytes; borrowed where the file is.
    pub(super) fn take(&mut self, length: usize) -> Result<Cow<'static, [u8]>, ModelError> {
        let cut = ModelError::Cut { at: self.bytes.len() };
        let end = self.at.checked_add(length).ok_or(cut)?;
        let out = match &self.bytes {
            Cow::Borrowed(bytes) => Cow::Borrowed(bytes.get(self.at..end).ok_or(cut)?),
            Cow::Owned(bytes) => Cow::Owned(bytes.get(self.at..end).ok_or(cut)?.to_vec()),
        };
        self.at = end;
        Ok(out)
    }

    pub(super) fn u8(&mut self) -> Result<u8, ModelError> {
        Ok(self.take(1)?.first().copied().unwrap_or(0))
    }

    pub(super) fn u32(&mut self) -> Result<u32, ModelError> {
        let bytes = self.take(4)?;
        Ok(bytes.iter().rev().fold(0, |number, byte| number << 8 | u32::from(*byte)))
    }

    fn u64(&mut self) -> Result<u64, ModelError> {
        Ok(u64::from(self.u32()?) | u64::from(self.u32()?) << 32)
    }

    pub(super) fn text(&mut self) -> Result<String, ModelError> {
        let length = usize::from(self.u8()?);
        String::from_utf8(self.take(length)?.into_owned()).map_err(|_| ModelError::Damaged)
    }

    /// The section that comes next, which must have this name.
    fn section(&mut self, name: &'static str) -> Result<Self, ModelError> {
        match self.text() {
            Ok(found) if found == name => {}
            _ => return Err(ModelError::Missing(name)),
        }
        let length = self.u32()? as usize;
        Ok(Self { bytes: self.take(length)?, at: 0 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn small() -> Vec<u8> {
        Model::default().write()
    }

    #[test]
    fn the_shipped_model_is_read() {
        assert!(!Model::english().tagger.tags.is_empty());
    }

    #[test]
    fn a_model_is_read_as_it_was_written() {
        assert_eq!(Model::read(small().into()).map(|model| model.write()), Ok(small()));
    }

    #[test]
    fn other_files_are_told_apart() {
        let error = |bytes: Vec<u8>| Model::read(bytes.into()).err();
        assert_eq!(error(b"%PDF-1.7 and more".to_vec()), Some(ModelError::Foreign));
        assert_eq!(error(Vec::new()), Some(ModelError::Foreign));
        let mut old = small();
        if let Some(version) = old.get_mut(8) {
            *version = 77;
        }
        assert_eq!(error(old), Some(ModelError::Version { found: 77 }));
        let mut cut = small();
        cut.pop();
        assert_eq!(error(cut.clone()), Some(ModelError::Cut { at: cut.len() }));
        let mut longer = small();
        longer.push(0);
        assert_eq!(error(longer), Some(ModelError::Damaged));
    }

    proptest! {
        /// Any bytes behind a right head are read or refused, and a changed byte is refused.
        #[test]
        fn a_changed_byte_is_refused(at in 0_usize..200, by in 1_u8..=255) {
            let mut bytes = small();
            let at = at % bytes.len();
            if let Some(byte) = bytes.get_mut(at) {
                *byte = byte.wrapping_add(by);
            }
            prop_assert!(Model::read(bytes.into()).is_err());
        }
    }
}
