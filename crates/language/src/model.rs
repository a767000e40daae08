//! The file of the language models: named parts behind a checked head.
//!
//! ```text
//! "TELLMODL"  version u32  length u32  check u64  { name length u8, name, version u32, length u32, bytes }*
//! ```
//! Numbers are little-endian; `check` is the hash of everything behind it. A file holds some of
//! the parts or all of them.

use super::{
    cluster::{self, Clusters},
    feature::mix,
    lemma::{self, Lemmatiser},
    name::{self, Namer},
    parse::{self, Parser},
    tag::{self, Tagger},
};
use std::{borrow::Cow, sync::LazyLock};

const MAGIC: &[u8; 8] = b"TELLMODL";

/// The version of the file's frame; each part has one of its own.
const VERSION: u32 = 2;

/// Why a model file cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ModelError {
    /// The bytes are something else.
    #[error("not a language model of Tellings")]
    Foreign,
    /// Another version of the file or of a part.
    #[error(
        "the {part} of the language model has version {found}, this program reads version {known}"
    )]
    Version {
        /// The part, or `file`.
        part: &'static str,
        /// The version found.
        found: u32,
        /// The version this program reads.
        known: u32,
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
    /// A part that this program does not know.
    #[error("language model has a part that this program does not know")]
    Unknown,
    /// No part at all.
    #[error("language model is empty")]
    Empty,
}

/// What a model file may hold: a part is trained, written and loaded on its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Words → clusters.
    Clusters,
    /// Words → tags.
    Tagger,
    /// Words and tags → dictionary forms.
    Lemmatiser,
    /// Words and tags → trees.
    Parser,
    /// Words and tags → names.
    Names,
}

impl Part {
    const ALL: [Self; 5] =
        [Self::Clusters, Self::Tagger, Self::Lemmatiser, Self::Parser, Self::Names];

    fn name(self) -> &'static str {
        match self {
            Self::Clusters => "clusters",
            Self::Tagger => "tagger",
            Self::Lemmatiser => "lemmatiser",
            Self::Parser => "parser",
            Self::Names => "names",
        }
    }

    /// The version of the part and of the features it is made for.
    ///
    /// A change of any feature template needs a new number: weights of other features are noise.
    fn version(self) -> u32 {
        match self {
            Self::Clusters => cluster::VERSION,
            Self::Tagger => tag::VERSION,
            Self::Lemmatiser => lemma::VERSION,
            Self::Parser => parse::VERSION,
            Self::Names => name::VERSION,
        }
    }
}

/// The models of one language.
#[derive(Clone, Debug, Default)]
pub struct Model {
    /// Words → clusters.
    pub clusters: Clusters,
    /// Words → tags.
    pub tagger: Tagger,
    /// Words and tags → dictionary forms.
    pub lemmatiser: Lemmatiser,
    /// Words and tags → trees.
    pub parser: Parser,
    /// Words and tags → names.
    pub namer: Namer,
}

/// The bytes of a shipped model file.
macro_rules! shipped {
    ($name:literal) => {
        include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../models/", $name))
    };
}

impl Model {
    /// The model for English that ships with the program.
    pub fn english() -> &'static Self {
        static ENGLISH: LazyLock<Model> = LazyLock::new(|| {
            let mut model = Model::default();
            let files: [&'static [u8]; 3] = [
                shipped!("english-tags.model"),
                shipped!("english-parse.model"),
                shipped!("english-names.model"),
            ];
            for bytes in files {
                // Every shipped file is read by a test, so no part of the empty model is ever used.
                let _ = model.add(Cow::Borrowed(bytes));
            }
            model
        });
        &ENGLISH
    }

    /// Reads a model file; its parts take the place of those that were there.
    ///
    /// # Errors
    /// Where the bytes are no model, of another version, cut short or damaged; nothing is changed then.
    pub fn add(&mut self, bytes: Cow<'static, [u8]>) -> Result<(), ModelError> {
        let mut reader = Reader { bytes, at: 0 };
        if reader.take(MAGIC.len()).map_err(|_| ModelError::Foreign)?.as_ref() != MAGIC {
            return Err(ModelError::Foreign);
        }
        reader.version("file", VERSION)?;
        let (length, check) = (reader.u32()? as usize, reader.u64()?);
        let body = reader.take(length)?;
        if checksum(&body) != check || reader.at != reader.bytes.len() {
            return Err(ModelError::Damaged);
        }
        let mut reader = Reader::new(body);
        let mut read = self.clone();
        if reader.is_at_end() {
            return Err(ModelError::Empty);
        }
        while !reader.is_at_end() {
            let name = reader.text()?;
            let part = Part::ALL.into_iter().find(|part| part.name() == name);
            let part = part.ok_or(ModelError::Unknown)?;
            reader.version(part.name(), part.version())?;
            let length = reader.u32()? as usize;
            read.read(part, &mut Reader::new(reader.take(length)?))?;
        }
        *self = read;
        Ok(())
    }

    fn read(&mut self, part: Part, reader: &mut Reader) -> Result<(), ModelError> {
        match part {
            Part::Clusters => self.clusters = Clusters::read(reader)?,
            Part::Tagger => self.tagger = Tagger::read(reader)?,
            Part::Lemmatiser => self.lemmatiser = Lemmatiser::read(reader)?,
            Part::Parser => self.parser = Parser::read(reader)?,
            Part::Names => self.namer = Namer::read(reader)?,
        }
        if reader.is_at_end() { Ok(()) } else { Err(ModelError::Damaged) }
    }

    /// Writes a model file of some parts.
    pub fn write(&self, parts: &[Part]) -> Vec<u8> {
        let mut body = Vec::new();
        for part in parts {
            let mut bytes = Vec::new();
            match part {
                Part::Clusters => self.clusters.write(&mut bytes),
                Part::Tagger => self.tagger.write(&mut bytes),
                Part::Lemmatiser => self.lemmatiser.write(&mut bytes),
                Part::Parser => self.parser.write(&mut bytes),
                Part::Names => self.namer.write(&mut bytes),
            }
            write_text(&mut body, part.name());
            body.extend(part.version().to_le_bytes());
            body.extend((bytes.len() as u32).to_le_bytes());
            body.extend(bytes);
        }
        framed(&body)
    }
}

/// Puts the head of a model file in front of its parts.
pub fn framed(parts: &[u8]) -> Vec<u8> {
    let mut out = MAGIC.to_vec();
    out.extend(VERSION.to_le_bytes());
    out.extend((parts.len() as u32).to_le_bytes());
    out.extend(checksum(parts).to_le_bytes());
    out.extend(parts);
    out
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
    /// Reads these bytes from the start.
    pub fn new(bytes: Cow<'static, [u8]>) -> Self {
        Self { bytes, at: 0 }
    }

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

    pub(super) fn i16s(&mut self, n: usize) -> Result<Vec<i16>, ModelError> {
        let bytes = self.take(n.checked_mul(2).ok_or(ModelError::Damaged)?)?;
        let pairs = bytes.as_chunks().0;
        Ok(pairs.iter().map(|pair| i16::from_le_bytes(*pair)).collect())
    }

    /// Numbers that are finite.
    pub(super) fn f32s(&mut self, n: usize) -> Result<Vec<f32>, ModelError> {
        let bytes = self.take(n.checked_mul(4).ok_or(ModelError::Damaged)?)?;
        let numbers: Vec<f32> =
            bytes.as_chunks().0.iter().map(|four| f32::from_le_bytes(*four)).collect();
        if numbers.iter().all(|number| number.is_finite()) {
            Ok(numbers)
        } else {
            Err(ModelError::Damaged)
        }
    }

    pub(super) fn u64(&mut self) -> Result<u64, ModelError> {
        Ok(u64::from(self.u32()?) | u64::from(self.u32()?) << 32)
    }

    pub(super) fn text(&mut self) -> Result<String, ModelError> {
        let length = usize::from(self.u8()?);
        String::from_utf8(self.take(length)?.into_owned()).map_err(|_| ModelError::Damaged)
    }

    /// Reads a version, which must be this one.
    fn version(&mut self, part: &'static str, known: u32) -> Result<(), ModelError> {
        let found = self.u32()?;
        if found == known { Ok(()) } else { Err(ModelError::Version { part, found, known }) }
    }

    fn is_at_end(&self) -> bool {
        self.at == self.bytes.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn small() -> Vec<u8> {
        Model::default().write(&Part::ALL)
    }

    fn read(bytes: Vec<u8>) -> Result<Model, ModelError> {
        let mut model = Model::default();
        model.add(bytes.into()).map(|()| model)
    }

    #[test]
    fn the_shipped_model_is_read() {
        let model = Model::english();
        assert!(model.clusters.count() > 0 && !model.tagger.tags.is_empty());
        assert!(!model.lemmatiser.edits.is_empty() && !model.parser.relations.is_empty());
        assert!(!model.write(&[Part::Names]).is_empty());
    }

    #[test]
    fn a_model_is_read_as_it_was_written() {
        assert_eq!(read(small()).map(|model| model.write(&Part::ALL)), Ok(small()));
    }

    #[test]
    fn a_part_takes_the_place_of_the_one_that_was_there() {
        let mut model = Model::english().clone();
        assert_eq!(model.add(Model::default().write(&[Part::Tagger]).into()), Ok(()));
        assert!(model.tagger.tags.is_empty() && !model.parser.relations.is_empty());
    }

    #[test]
    fn other_files_are_told_apart() {
        let error = |bytes: Vec<u8>| read(bytes).err();
        assert_eq!(error(b"%PDF-1.7 and more".to_vec()), Some(ModelError::Foreign));
        assert_eq!(error(Vec::new()), Some(ModelError::Foreign));
        assert_eq!(error(Model::default().write(&[])), Some(ModelError::Empty));
        let mut old = small();
        if let Some(version) = old.get_mut(8) {
            *version = 77;
        }
        let version = ModelError::Version { part: "file", found: 77, known: VERSION };
        assert_eq!(error(old), Some(version));
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
            prop_assert!(read(bytes).is_err());
        }
    }
}
