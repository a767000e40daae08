//! Lines that come again on other days: a page's furniture that was saved with its text.

use crate::copies::word::mix;
use rustc_hash::{FxHashMap, FxHashSet};
use std::hash::{BuildHasher, BuildHasherDefault};
use tellings_model::Article;

/// The lines that no article is about, by hash.
pub(crate) struct Furniture(FxHashSet<u64>);

/// Articles that hold a line, at least, for it to be furniture.
const ARTICLES: u32 = 3;
/// Days between the first and the last of them; a story is mostly told in fewer.
const DAYS: f32 = 21.0;
/// The longest line that is looked at, in bytes. Copied paragraphs are longer.
const LINE: usize = 600;

/// How often a line was seen, and when first and last.
struct Seen {
    n: u32,
    first: f32,
    last: f32,
}

impl Furniture {
    /// Finds the lines that several articles hold on days that lie far apart.
    pub(crate) fn of(articles: &[&Article], days: &[Option<f32>]) -> Self {
        let mut seen: FxHashMap<u64, Seen> = FxHashMap::default();
        for (article, day) in articles.iter().zip(days) {
            let Some(day) = *day else { continue };
            for line in lines(article.text()) {
                let seen = seen.entry(hash(line)).or_insert(Seen { n: 0, first: day, last: day });
                seen.n += 1;
                seen.first = seen.first.min(day);
                seen.last = seen.last.max(day);
            }
        }
        seen.retain(|_, seen| seen.n >= ARTICLES && seen.last - seen.first > DAYS);
        Self(seen.into_keys().collect())
    }

    /// The lines of a text without its furniture.
    pub(crate) fn telling_lines<'a>(&'a self, text: &'a str) -> impl Iterator<Item = &'a str> + 'a {
        text.split('\n').filter(|line| line.len() > LINE || !self.0.contains(&hash(line.trim())))
    }
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.split('\n').map(str::trim).filter(|line| !line.is_empty() && line.len() <= LINE)
}

fn hash(line: &str) -> u64 {
    mix(BuildHasherDefault::<rustc_hash::FxHasher>::default().hash_one(line))
}
