//! What the page says of its article elsewhere, to hold blocks against: title, description,
//! authors, the JSON-LD body; and which lines other pages of the site carry too.

use rustc_hash::{FxHashMap, FxHashSet, FxHasher};
use std::hash::{Hash as _, Hasher as _};

/// Blocks of more words than this are no headline.
const MAX_TITLE_WORDS: usize = 60;
/// Blocks of more words than this are no description.
const MAX_DESCRIPTION_WORDS: usize = 150;

/// How a block matches what the page says elsewhere, each as a share.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Likeness {
    /// Words shared with the title, of the words of both.
    pub(crate) title: f32,
    /// Words of the block that the title has.
    pub(crate) title_cover: f32,
    /// Words shared with the description, of the words of the shorter one.
    pub(crate) description: f32,
    /// Triples of words that the JSON-LD body has.
    pub(crate) body: f32,
    /// Whether an author is named.
    pub(crate) names_author: bool,
    /// How many other pages of the site carry the same words.
    pub(crate) repeats: f32,
}

/// What the page says of its article elsewhere.
#[derive(Debug, Default)]
pub(crate) struct Anchors {
    titles: Vec<FxHashSet<u64>>,
    descriptions: Vec<FxHashSet<u64>>,
    /// The words of all titles and descriptions.
    words: FxHashSet<u64>,
    body: FxHashSet<u64>,
    authors: Vec<String>,
    repeats: FxHashMap<u64, u32>,
}

impl Anchors {
    /// Takes what machines are told.
    pub(crate) fn new<'a>(
        titles: impl IntoIterator<Item = &'a str>,
        descriptions: impl IntoIterator<Item = &'a str>,
        body: Option<&str>,
        authors: &[String],
    ) -> Self {
        let set = |text: &str| tokens(text).into_iter().collect::<FxHashSet<u64>>();
        let titles: Vec<_> = titles.into_iter().map(set).filter(|set| !set.is_empty()).collect();
        let descriptions: Vec<_> =
            descriptions.into_iter().map(set).filter(|set| set.len() >= 4).collect();
        Self {
            words: titles.iter().chain(&descriptions).flatten().copied().collect(),
            titles,
            descriptions,
            body: body.map(|body| triples(&tokens(body)).collect()).unwrap_or_default(),
            authors: authors.to_vec(),
            repeats: FxHashMap::default(),
        }
    }

    /// Adds how many other pages of the site carry each line.
    pub(crate) fn with_repeats(self, repeats: FxHashMap<u64, u32>) -> Self {
        Self { repeats, ..self }
    }

    /// Whether the page gives a body in JSON-LD.
    pub(crate) fn has_body(&self) -> bool {
        self.body.len() > 20
    }

    /// Holds a block against all of it.
    pub(crate) fn likeness(&self, text: &str, tokens: &[u64]) -> Likeness {
        let mut like = Likeness {
            repeats: self.repeats.get(&line_hash(text)).copied().unwrap_or(0).min(3) as f32,
            ..Likeness::default()
        };
        let is_short = text.len() < MAX_DESCRIPTION_WORDS * 8;
        if !is_short && !self.has_body() {
            return like;
        }
        if self.has_body() {
            like.body = covered(tokens, &self.body);
        }
        if tokens.len() <= MAX_DESCRIPTION_WORDS
            && tokens.iter().any(|token| self.words.contains(token))
        {
            let set: FxHashSet<u64> = tokens.iter().copied().collect();
            let shared = |other: &FxHashSet<u64>| set.intersection(other).count() as f32;
            for description in &self.descriptions {
                if set.len() >= 4 {
                    let share = shared(description) / set.len().min(description.len()) as f32;
                    like.description = like.description.max(share);
                }
            }
            if tokens.len() <= MAX_TITLE_WORDS {
                for title in &self.titles {
                    let both = shared(title);
                    let of_both = both / (set.len() + title.len()).max(1) as f32;
                    like.title = like.title.max(of_both / (1.0 - of_both).max(0.5));
                    like.title_cover = like.title_cover.max(both / set.len().max(1) as f32);
                }
            }
        }
        like.names_author =
            text.len() < 400 && self.authors.iter().any(|name| text.contains(name.as_str()));
        like
    }
}

/// A number for a line of text.
pub(crate) fn line_hash(text: &str) -> u64 {
    let mut hasher = FxHasher::default();
    text.hash(&mut hasher);
    hasher.finish()
}

/// The words of a text, lower case, as numbers.
pub(crate) fn tokens(text: &str) -> Vec<u64> {
    let mut found = Vec::with_capacity(text.len() / 6);
    add_tokens(text, &mut found);
    found
}

/// The bit that the numbers of long words have: those of at least so many letters.
pub(crate) const LONG: u64 = 1;
const MIN_LONG: usize = 5;

/// Adds the words of a text, lower case, as numbers.
pub(crate) fn add_tokens(text: &str, found: &mut Vec<u64>) {
    let mut hash = 0_u64;
    let mut n_letters = 0;
    let mut add = |n_letters: &mut usize, hash: &mut u64| {
        if *n_letters > 0 {
            found.push((*hash & !LONG) | u64::from(*n_letters >= MIN_LONG));
        }
        (*n_letters, *hash) = (0, 0);
    };
    for c in text.chars() {
        if !c.is_alphanumeric() {
            add(&mut n_letters, &mut hash);
            continue;
        }
        let c = if c.is_ascii() {
            c.to_ascii_lowercase()
        } else {
            c.to_lowercase().next().unwrap_or(c)
        };
        n_letters += 1;
        hash = (hash.rotate_left(5) ^ u64::from(u32::from(c))).wrapping_mul(0x517c_c1b7_2722_0a95);
    }
    add(&mut n_letters, &mut hash);
}

fn triples(tokens: &[u64]) -> impl Iterator<Item = u64> {
    tokens.windows(3).map(|words| {
        words.iter().fold(7, |hash: u64, word| {
            (hash.rotate_left(9) ^ word).wrapping_mul(0x517c_c1b7_2722_0a95)
        })
    })
}

/// The share of a block's triples that a set holds; 0.5, undecided, for fewer than three words.
fn covered(tokens: &[u64], set: &FxHashSet<u64>) -> f32 {
    if tokens.len() < 3 {
        return 0.5;
    }
    let n_held = triples(tokens).filter(|triple| set.contains(triple)).count();
    n_held as f32 / (tokens.len() - 2) as f32
}
