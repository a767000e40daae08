//! Names of things that are the same on every machine.

use std::fmt;

macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Box<str>);

        impl $name {
            /// Takes the id as it is written.
            pub fn new(id: impl Into<Box<str>>) -> Self {
                Self(id.into())
            }

            /// The id as it is written.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

text_id! {
    /// Which article: a hash of its content, or the `id` that the input gave it.
    ArticleId
}
text_id! {
    /// Which story: a hash over the ids of its first witness.
    StoryId
}

macro_rules! numbered_id {
    ($(#[$doc:meta])* $name:ident, $prefix:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!($prefix, "{}"), self.0)
            }
        }
    };
}

numbered_id! {
    /// One entity of a story: `e1`, `e2`, … in order of first mention.
    EntityId, "e"
}
numbered_id! {
    /// One independent voice of a story: `o1`, `o2`, … in order of first witness.
    OriginId, "o"
}

/// The letter of a witness in its story: A, B, … Z, AA, AB, … by first publication.
///
/// The number inside is the position of the witness in [`Story::witnesses`](crate::Story),
/// from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Siglum(pub u32);

impl Siglum {
    /// The position of the witness in its story.
    pub fn idx(self) -> usize {
        self.0 as usize
    }
}

impl fmt::Display for Siglum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut letters = [0_u8; 7];
        let mut n_letters = 0;
        let mut rest = u64::from(self.0) + 1;
        while rest > 0 {
            rest -= 1;
            if let Some(letter) = letters.get_mut(n_letters) {
                *letter = b'A' + u8::try_from(rest % 26).unwrap_or(0);
            }
            n_letters += 1;
            rest /= 26;
        }
        letters
            .iter()
            .take(n_letters)
            .rev()
            .try_for_each(|&letter| write!(f, "{}", char::from(letter)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sigla_go_on_after_z() {
        let shown: Vec<String> =
            [0, 25, 26, 27, 701, 702, u32::MAX].iter().map(|&n| Siglum(n).to_string()).collect();
        assert_eq!(shown, ["A", "Z", "AA", "AB", "ZZ", "AAA", "MWLQKWV"]);
    }
}
