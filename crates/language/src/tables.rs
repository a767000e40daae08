//! How the tables under `lexicon/` are read: their rows, and enums whose variants are classes of them.

use rustc_hash::FxHashMap;

/// The rows of a table, white space at their ends left off; no comments, no blank lines.
pub fn rows(table: &str) -> impl Iterator<Item = &str> {
    table.lines().map(str::trim).filter(|row| !row.is_empty() && !row.starts_with('#'))
}

/// The words of a table, whatever the row they stand in.
pub fn words(table: &str) -> impl Iterator<Item = &str> {
    rows(table).flat_map(str::split_whitespace)
}

/// The words of a table of rows `class | word word …`, each with its classes.
pub fn classes<C: Copy>(
    table: &'static str,
    named: impl Fn(&str) -> Option<C>,
) -> FxHashMap<&'static str, Vec<C>> {
    let mut classes: FxHashMap<&str, Vec<C>> = FxHashMap::default();
    for (class, words) in rows(table).filter_map(|row| row.split_once('|')) {
        let Some(class) = named(class.trim()) else { continue };
        words.split_whitespace().for_each(|word| classes.entry(word).or_default().push(class));
    }
    classes
}

/// Defines an enum and `Self::named`, which reads the name that a variant has in a table.
#[macro_export]
macro_rules! named {
    (
        $(#[$meta:meta])* $vis:vis enum $name:ident {
            $($(#[$doc:meta])* $variant:ident = $word:literal,)*
        }
    ) => {
        $(#[$meta])* $vis enum $name { $($(#[$doc])* $variant,)* }

        impl $name {
            fn named(name: &str) -> Option<Self> {
                match name {
                    $($word => Some(Self::$variant),)*
                    _ => None,
                }
            }
        }
    };
}
