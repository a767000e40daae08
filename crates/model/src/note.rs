//! What was doubtful about the input, kept with the result.

/// Something doubtful about the input: what it was, where, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Note {
    /// Where the input came from, as the user named it.
    pub path: Option<String>,
    /// The byte of that input at which the trouble begins, where one can be named.
    pub byte: Option<u64>,
    /// What is the matter, lower case, no full stop.
    pub what: String,
    /// What the user can do about it.
    pub remedy: Option<String>,
    /// Whether (part of) the input could not be read, so that the run ends with exit code 1.
    pub unreadable: bool,
}

impl Note {
    /// A remark about an input that was read all the same.
    pub fn remark(path: Option<&str>, what: impl Into<String>) -> Self {
        Self {
            path: path.map(Into::into),
            byte: None,
            what: what.into(),
            remedy: None,
            unreadable: false,
        }
    }

    /// An input, or a part of one, that could not be read.
    pub fn unreadable(path: Option<&str>, what: impl Into<String>) -> Self {
        Self { unreadable: true, ..Self::remark(path, what) }
    }

    /// Adds the byte at which the trouble begins.
    #[must_use]
    pub fn at_byte(self, byte: u64) -> Self {
        Self { byte: Some(byte), ..self }
    }

    /// Adds what the user can do about it.
    #[must_use]
    pub fn with_remedy(self, remedy: impl Into<String>) -> Self {
        Self { remedy: Some(remedy.into()), ..self }
    }
}

/// A value together with what was doubtful about its making.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Noted<T> {
    /// The best value that could be made.
    pub value: T,
    /// What was doubtful, in order of the input.
    pub notes: Vec<Note>,
}

impl<T> Noted<T> {
    /// A value without any doubt.
    pub fn clean(value: T) -> Self {
        Self { value, notes: Vec::new() }
    }

    /// Moves the notes to `notes` and gives the value.
    pub fn keep(self, notes: &mut Vec<Note>) -> T {
        notes.extend(self.notes);
        self.value
    }
}
