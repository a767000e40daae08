//! How alike two wordings are, and how one stands to the other.

use super::matter::family;
use crate::annotate::quote::lexicon::{Kinds, Lexicon};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;
use tellings_language::tables::rows;
use tellings_model::WordingRelation;

/// The weight of a small word (`the`, `of`, `you`) against 1 for any other.
///
/// With [`SURE`], [`RUN`] and [`LOOSE`] chosen on the development half of `basil_variants`
/// (`bench/quotes/run basil_variants`).
const SMALL_WORD: f32 = 0.25;
/// Share of the lighter wording that both must have, in the same order, to be one saying.
const SURE: f32 = 0.7;
/// Share that is enough where a run of [`RUN`] words in a row is shared.
const LOOSE: f32 = 0.4;
/// Words in a row that no two sayings share by chance.
const RUN: usize = 5;
/// Least weight of what is shared; and the least where the share is below [`SURE`].
const LEAST_SHARED: (f32, f32) = (1.0, 2.5);
/// Share of the words of the shorter wording, small ones too, that two of one build have in one order,
/// and the fewest words that say so.
const FRAME: f32 = 0.6;
const FRAME_WORDS: usize = 6;
/// The longest wording that is compared, in words; what follows is left out.
const MAX_TERMS: usize = 400;

/// A contraction in lower case, its apostrophe as `'` → its words.
static CONTRACTIONS: LazyLock<FxHashMap<&str, &str>> = LazyLock::new(|| {
    let rows = rows(include_str!("../lexicon/en/contractions.txt"));
    rows.filter_map(|row| row.split_once(' ')).collect()
});

/// The words of a contraction, which is in lower case with its apostrophe as `'`.
pub(crate) fn written_out(word: &str) -> Option<&'static str> {
    CONTRACTIONS.get(word).copied()
}

/// A word as wordings are compared by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Term(u32);

/// The words of one wording, marks and punctuation left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Terms {
    /// The words in order.
    pub(crate) list: Vec<Term>,
    /// For each word whether it stands in brackets: the reporter’s, not the speaker’s.
    bracketed: Vec<bool>,
    /// For each word whether an ellipsis stands before it.
    after_gap: Vec<bool>,
}

/// Words → numbers, with the weight of each.
#[derive(Default)]
pub(crate) struct Vocabulary {
    terms: FxHashMap<String, Term>,
    weights: Vec<f32>,
    /// For each contraction its words.
    long: FxHashMap<Term, Vec<Term>>,
    /// For each word of a family the one that names it, if another.
    twins: FxHashMap<Term, Term>,
}

impl Vocabulary {
    /// Reads a wording: letters and digits in lower case, hyphens split, apostrophes dropped.
    pub(crate) fn read(&mut self, text: &str, lexicon: &Lexicon, terms: &mut Terms) {
        let mut word = String::new();
        let mut printed = String::new(); // with its apostrophe
        let (mut depth, mut gap, mut n_dots) = (0_u32, false, 0_u32);
        for c in text.chars().chain([' ']) {
            if c.is_alphanumeric() {
                word.extend(c.to_lowercase());
                printed.extend(c.to_lowercase());
                n_dots = 0;
                continue;
            }
            if matches!(c, '\'' | '’' | '*') && !word.is_empty() {
                printed.push('\'');
                continue;
            }
            if !word.is_empty() && terms.list.len() < MAX_TERMS {
                let term = self.term(&word, &printed, lexicon);
                terms.list.push(term);
                terms.bracketed.push(depth > 0);
                terms.after_gap.push(std::mem::take(&mut gap));
            }
            word.clear();
            printed.clear();
            match c {
                '[' | '(' => depth += 1,
                ']' | ')' => depth = depth.saturating_sub(1),
                '…' => gap = true,
                '.' => {
                    n_dots += 1;
                    gap |= n_dots > 1;
                }
                _ => {}
            }
        }
    }

    /// The number of a word without its apostrophe, and as it is printed.
    fn term(&mut self, word: &str, printed: &str, lexicon: &Lexicon) -> Term {
        let long = written_out(printed);
        let key = if long.is_some() { printed } else { word };
        if let Some(term) = self.terms.get(key) {
            return *term;
        }
        let term = Term(u32::try_from(self.weights.len()).unwrap_or(u32::MAX));
        let small = Kinds::FUNCTION.or(Kinds::DETERMINER).or(Kinds::POSSESSIVE);
        let kinds = lexicon.kinds(word);
        // The letters of an abbreviation tell as little as a small word.
        let is_letter = word.chars().nth(1).is_none() && word.chars().all(char::is_alphabetic);
        let small = kinds.any(small) && !kinds.any(Kinds::WEEKDAY);
        self.weights.push(if small || is_letter { SMALL_WORD } else { 1.0 });
        self.terms.insert(key.to_owned(), term);
        if let Some(long) = long {
            let parts = long.split(' ').map(|part| self.term(part, part, lexicon)).collect();
            self.long.insert(term, parts);
        } else if let name = family(word)
            && name != word
        {
            let twin = self.term(name, name, lexicon);
            self.twins.insert(term, twin);
        }
        term
    }

    /// The word that names the family of a word; the word itself where it has none.
    pub(crate) fn twin(&self, term: Term) -> Term {
        self.twins.get(&term).copied().unwrap_or(term)
    }

    /// A wording with its contractions written out.
    pub(crate) fn plain(&self, terms: &Terms) -> Terms {
        let mut plain = Terms::default();
        let places = terms.list.iter().zip(&terms.bracketed).zip(&terms.after_gap);
        for ((term, &bracketed), &after_gap) in places {
            let parts = self.long.get(term).map_or(std::slice::from_ref(term), Vec::as_slice);
            for (n, &part) in parts.iter().enumerate() {
                plain.list.push(part);
                plain.bracketed.push(bracketed);
                plain.after_gap.push(after_gap && n == 0);
            }
        }
        plain
    }

    /// The weight of a word.
    pub(crate) fn weight(&self, term: Term) -> f32 {
        self.weights.get(term.0 as usize).copied().unwrap_or(1.0)
    }
}

/// What two wordings share.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Likeness {
    /// Weight of the heaviest common subsequence over the weight of the lighter wording.
    pub(crate) share: f32,
    /// The weight itself.
    pub(crate) shared: f32,
    /// The longest run of words in a row that both have.
    pub(crate) run: usize,
    /// The number of words of the shorter wording.
    pub(crate) shorter: usize,
}

impl Likeness {
    /// Compares two wordings, in time of the product of their lengths (at most [`MAX_TERMS`] each).
    pub(crate) fn of(a: &Terms, b: &Terms, vocabulary: &Vocabulary) -> Self {
        Self::by(&a.list, &b.list, |term| vocabulary.weight(term))
    }

    /// Whether two wordings are built alike, word for word, whatever stands in their places:
    /// `A bridge nobody crosses is a wall lying down` in two translations.
    pub(crate) fn is_one_frame(a: &Terms, b: &Terms, vocabulary: &Vocabulary) -> bool {
        let [a, b] = [a, b].map(|terms| {
            let plain = vocabulary.plain(terms).list.into_iter();
            plain.map(|term| vocabulary.twin(term)).collect::<Vec<Term>>()
        });
        let likeness = Self::by(&a, &b, |_| 1.0);
        likeness.shorter >= FRAME_WORDS && likeness.share >= FRAME
    }

    fn by(a: &[Term], b: &[Term], weight: impl Fn(Term) -> f32) -> Self {
        let mut heaviest = vec![0.0_f32; b.len() + 1];
        let mut runs = vec![0_usize; b.len() + 1];
        let mut run = 0;
        for &x in a {
            let weight = weight(x);
            let (mut diagonal, mut left, mut diagonal_run) = (0.0_f32, 0.0_f32, 0_usize);
            for ((cell, cell_run), &y) in
                heaviest.iter_mut().skip(1).zip(runs.iter_mut().skip(1)).zip(b)
            {
                let (above, above_run) = (*cell, *cell_run);
                let equal = x == y;
                *cell = above.max(left).max(if equal { diagonal + weight } else { 0.0 });
                *cell_run = if equal { diagonal_run + 1 } else { 0 };
                run = run.max(*cell_run);
                (diagonal, left, diagonal_run) = (above, *cell, above_run);
            }
        }
        let shared = heaviest.last().copied().unwrap_or(0.0);
        let total = |terms: &[Term]| terms.iter().map(|&term| weight(term)).sum::<f32>();
        let lighter = total(a).min(total(b));
        let share = if lighter > 0.0 { shared / lighter } else { 0.0 };
        Self { share, shared, run, shorter: a.len().min(b.len()) }
    }

    /// Whether the two are wordings of one saying.
    pub(crate) fn is_one_saying(self) -> bool {
        let sure = self.share >= SURE
            && self.shared >= LEAST_SHARED.0
            && self.run >= self.shorter.min(2)
            && self.shorter > 0;
        let loose = self.share >= LOOSE && self.shared >= LEAST_SHARED.1 && self.run >= RUN;
        sure || loose
    }
}

/// How a wording between marks stands to the longest one, or to another fuller one of which it is a
/// part. The longest stands first.
pub(crate) fn relation_to_all(wording: &Terms, fullest: &[Terms]) -> WordingRelation {
    let fuller = fullest.iter().filter(|other| other.list.len() > wording.list.len());
    let mut relations = fuller.map(|other| relation(wording, other));
    let is_part = |relation: &WordingRelation| *relation != WordingRelation::Reworded;
    let longest =
        fullest.first().map_or(WordingRelation::Same, |longest| relation(wording, longest));
    if is_part(&longest) { longest } else { relations.find(is_part).unwrap_or(longest) }
}

/// How a wording between marks stands to a longer one.
fn relation(wording: &Terms, longest: &Terms) -> WordingRelation {
    if wording.list == longest.list {
        return WordingRelation::Same;
    }
    if in_pieces(wording, longest) {
        return WordingRelation::Trimmed;
    }
    let (plain, plain_longest) = (wording.without_brackets(), longest.without_brackets());
    if (plain.list.len() < wording.list.len() || plain_longest.list.len() < longest.list.len())
        && in_pieces(&plain, &plain_longest)
    {
        return WordingRelation::Bracketed;
    }
    if in_runs(wording, longest) { WordingRelation::Joined } else { WordingRelation::Reworded }
}

/// The fewest words of each part of a wording that runs two parts of the longest together.
const LEAST_RUN: usize = 3;

/// Whether a wording is made of parts of the longer one, in order, with nothing of its own.
fn in_runs(wording: &Terms, longer: &Terms) -> bool {
    let mut rest = longer.list.as_slice();
    let mut left = wording.list.as_slice();
    while !left.is_empty() {
        // The longest start of what is left that stands in the rest.
        let mut best: Option<(usize, usize)> = None;
        for at in 0..rest.len() {
            let shared =
                left.iter().zip(rest.get(at..).unwrap_or(&[])).take_while(|(a, b)| a == b).count();
            if shared >= LEAST_RUN && best.is_none_or(|(len, _)| shared > len) {
                best = Some((shared, at));
            }
        }
        let Some((len, at)) = best else { return false };
        left = left.get(len..).unwrap_or(&[]);
        rest = rest.get(at + len..).unwrap_or(&[]);
    }
    true
}

/// Whether the pieces of a wording between its ellipses stand in the longer one, in order.
fn in_pieces(wording: &Terms, longer: &Terms) -> bool {
    let mut rest = longer.list.as_slice();
    let mut start = 0;
    while start < wording.list.len() {
        let end = (start + 1..wording.list.len())
            .find(|&at| wording.after_gap.get(at).copied().unwrap_or(false))
            .unwrap_or(wording.list.len());
        let piece = wording.list.get(start..end).unwrap_or(&[]);
        let Some(at) = rest.windows(piece.len()).position(|window| window == piece) else {
            return false;
        };
        rest = rest.get(at + piece.len()..).unwrap_or(&[]);
        start = end;
    }
    true
}

impl Terms {
    fn without_brackets(&self) -> Self {
        let mut plain = Self::default();
        let mut gap = false;
        for ((&term, &bracketed), &after_gap) in
            self.list.iter().zip(&self.bracketed).zip(&self.after_gap)
        {
            gap |= bracketed || after_gap;
            if !bracketed {
                plain.list.push(term);
                plain.bracketed.push(false);
                plain.after_gap.push(std::mem::take(&mut gap));
            }
        }
        plain
    }

    /// Adds the words of another piece, with or without a gap before it.
    pub(crate) fn extend(&mut self, more: &Self, gap: bool) {
        let from = self.list.len();
        self.list.extend(&more.list);
        self.bracketed.extend(&more.bracketed);
        self.after_gap.extend(&more.after_gap);
        if gap {
            self.gap(from);
        }
    }

    /// Says that words are left out before a place.
    pub(crate) fn gap(&mut self, from: usize) {
        if let Some(gap) = self.after_gap.get_mut(from) {
            *gap = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotate::quote::lexicon;

    fn terms(texts: [&str; 2]) -> (Terms, Terms, Vocabulary) {
        let lexicon = lexicon::of(Some("en"), "");
        let mut vocabulary = Vocabulary::default();
        let [a, b] = texts.map(|text| {
            let mut terms = Terms::default();
            vocabulary.read(text, lexicon, &mut terms);
            terms
        });
        (a, b, vocabulary)
    }

    fn one_saying(a: &str, b: &str) -> bool {
        let (a, b, vocabulary) = terms([a, b]);
        Likeness::of(&a, &b, &vocabulary).is_one_saying()
    }

    fn stands(a: &str, longest: &str) -> WordingRelation {
        let (a, longest, _) = terms([a, longest]);
        relation(&a, &longest)
    }

    #[test]
    fn one_word_may_differ() {
        assert!(one_saying("The harbour is holy to our town.", "The harbour is dear to our town."));
        assert!(!one_saying("The harbour is holy to our town.", "We paid for the new mill."));
        assert!(!one_saying("of the", "in the"));
    }

    #[test]
    fn relations_to_the_longest_wording() {
        let longest = "We will never sell the old mill, and we will rebuild it.";
        assert_eq!(
            stands("we will never sell the old mill and we will rebuild it", longest),
            WordingRelation::Same
        );
        assert_eq!(stands("never sell the old mill", longest), WordingRelation::Trimmed);
        assert_eq!(
            stands("We will never sell … and we will rebuild it", longest),
            WordingRelation::Trimmed
        );
        assert_eq!(
            stands("We will never sell the [Harbour Street] old mill", longest),
            WordingRelation::Bracketed
        );
        assert_eq!(stands("We shall never sell the old mill", longest), WordingRelation::Reworded);
        assert_eq!(
            stands("We will never sell and we will rebuild it", longest),
            WordingRelation::Joined
        );
    }
}
