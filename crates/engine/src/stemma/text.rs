//! One text as the question of its model sees it: words, lines, and which words name somebody.

use super::when::When;
use crate::annotate::credit;
use crate::copies::guard::marks;
use crate::copies::word::{Shape, Word, mix, words};
use crate::copies::{Side, address, is_one_page};
use std::ops::Range;
use tellings_language::tables::rows;
use tellings_model::{Article, Based, CreditKind, Stamp};

/// A text with what tells its model from its copies.
pub(crate) struct Text<'a> {
    pub(crate) article: &'a Article,
    pub(crate) words: Vec<Word>,
    /// Its names and figures.
    marks: Vec<u64>,
    /// The words of the headline.
    pub(crate) headline: Vec<u64>,
    /// Where lines begin, counted in words, in order.
    pub(crate) lines: Vec<usize>,
    pub(crate) when: Option<When>,
    /// When this revision was made, for pages of one address.
    pub(crate) revised: Option<When>,
    /// The address, without what does not tell pages apart.
    pub(crate) address: Option<String>,
    /// The addresses that its page says it is based on.
    based_on: Vec<String>,
    /// Who published it.
    pub(crate) outlet: Option<Outlet>,
    /// The outlets it credits with its text, and those it credits with a claim.
    pub(crate) credits: Vec<(String, CreditKind)>,
    /// How often its headline says it was updated: `UPDATE 2` twice, `CORRECTED` once.
    pub(crate) n_updates: u64,
    /// Words that are part of an agency's name.
    agency: Vec<Range<usize>>,
    /// Words that are part of the name of the outlet that published it.
    own: Vec<Range<usize>>,
    /// Lines that stand in texts of other families too; set by [`Text::mark_furniture`].
    furniture: Vec<Range<usize>>,
}

/// An outlet, by the names it goes by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Outlet {
    /// The name it is known by.
    pub(crate) name: String,
    pub(crate) is_agency: bool,
    /// Its names as hashes of words; names that are common words are left out.
    names: Vec<Vec<u64>>,
}

impl Outlet {
    fn of(name: &str) -> Self {
        let known = credit::known_outlet(name);
        let is_agency = known.is_some_and(credit::is_agency);
        let hashes = |name: &str| words(name).map(|word| word.hash).collect::<Vec<u64>>();
        let listed = known.map(credit::names_of).unwrap_or_default();
        let mut names: Vec<Vec<u64>> =
            listed.into_iter().chain(std::iter::once(name)).map(hashes).collect();
        // `Time` and `People` are words; only an agency is known by one word anywhere.
        names.retain(|name| name.len() > 1 || (is_agency && !name.is_empty()));
        names.sort();
        names.dedup();
        Self { name: known.unwrap_or(name).to_owned(), is_agency, names }
    }

    /// Whether two outlets are one.
    pub(crate) fn is(&self, name: &str) -> bool {
        credit::same_outlet(&self.name, name)
    }

    /// Where it is named among words.
    pub(crate) fn named_in(&self, text: &[Word]) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        for (at, word) in text.iter().enumerate() {
            let with_capital = word.shape != Shape::Lower;
            let longest = self
                .names
                .iter()
                .filter(|name| with_capital && name.first() == Some(&word.hash))
                .filter(|name| {
                    let here = text.get(at..at + name.len()).unwrap_or(&[]);
                    here.len() == name.len() && here.iter().zip(*name).all(|(w, h)| w.hash == *h)
                })
                .map(Vec::len)
                .max();
            if let Some(len) = longest {
                found.push(at..at + len);
            }
        }
        found
    }
}

impl<'a> Text<'a> {
    /// Reads a text that came out at `published`, with the credits found in it.
    pub(crate) fn new(
        article: &'a Article,
        published: Option<&Based<Stamp>>,
        credits: Vec<(String, CreditKind)>,
    ) -> Self {
        let text = article.text();
        let words: Vec<Word> = words(text).collect();
        let title = article.title.as_ref().map_or("", |title| title.value.as_str());
        let outlet = article.outlet.as_ref().map(|outlet| Outlet::of(&outlet.value));
        let own = outlet.as_ref().map(|outlet| outlet.named_in(&words)).unwrap_or_default();
        let agency = agencies(text, &words);
        let captured = article.captured.map(When::at);
        let revised = When::of(article.modified.as_ref()).or(captured);
        Self {
            lines: lines(text, &words),
            headline: headline(title),
            when: When::of(published),
            revised,
            address: article.url.as_deref().map(address),
            based_on: article
                .links
                .iter()
                .filter(|l| l.based_on)
                .map(|l| address(&l.url))
                .collect(),
            n_updates: n_updates(title),
            outlet,
            credits,
            agency,
            own,
            furniture: Vec::new(),
            marks: marks(text, &words),
            article,
            words,
        }
    }

    /// What it is compared by.
    pub(crate) fn side(&self) -> Side<'_> {
        Side { article: self.article, words: &self.words, marks: &self.marks }
    }

    /// The lines of the text, as ranges of its words, each with a hash of them.
    pub(crate) fn hashed_lines(&self) -> impl Iterator<Item = (Range<usize>, u64)> + '_ {
        let ends = self.lines.iter().skip(1).copied().chain(std::iter::once(self.words.len()));
        self.lines.iter().copied().zip(ends).map(|(start, end)| {
            let line = self.words.get(start..end).unwrap_or(&[]);
            (start..end, mix(line.iter().fold(0, |hash: u64, w| hash.rotate_left(13) ^ w.hash)))
        })
    }

    /// Marks the lines that are furniture.
    pub(crate) fn mark_furniture(&mut self, is_furniture: impl Fn(u64) -> bool) {
        self.furniture =
            self.hashed_lines().filter(|line| is_furniture(line.1)).map(|line| line.0).collect();
    }

    /// What a piece of the text is, by its words.
    pub(crate) fn piece(&self, words: &Range<usize>) -> Piece {
        let holds = |marked: &[Range<usize>]| {
            marked.iter().any(|mark| mark.start < words.end && words.start < mark.end)
        };
        match () {
            () if words.len() <= CREDIT_WORDS && holds(&self.agency) => Piece::Credit,
            () if holds(&self.furniture) => Piece::Furniture,
            () if !self.is_agencys() && holds(&self.own) => Piece::OwnVoice,
            () => Piece::Plain,
        }
    }

    /// Whether an agency published it.
    pub(crate) fn is_agencys(&self) -> bool {
        self.outlet.as_ref().is_some_and(|outlet| outlet.is_agency)
    }

    /// Whether both were published under one name; a text without one is by itself.
    pub(crate) fn is_of_one_outlet_with(&self, other: &Text<'_>) -> bool {
        let names = self.outlet.as_ref().zip(other.outlet.as_ref());
        names.is_some_and(|(a, b)| credit::same_outlet(&a.name, &b.name))
    }

    /// Whether both are captures of one page.
    pub(crate) fn is_of_one_page_with(&self, other: &Text<'_>) -> bool {
        is_one_page(self.article, other.article)
    }

    /// Whether its page says that it is based on another (`isBasedOn`, a foreign canonical address).
    pub(crate) fn is_based_on(&self, other: &Text<'_>) -> bool {
        other.address.as_ref().is_some_and(|address| self.based_on.contains(address))
    }

    /// Whether it credits an outlet with its text or a claim.
    pub(crate) fn credits(&self, outlet: &Outlet) -> bool {
        let listed = self
            .credits
            .iter()
            .any(|(named, kind)| *kind != CreditKind::Picture && outlet.is(named));
        listed || credit::names_as_origin(self.article, &outlet.name)
    }
}

/// What a piece that was added or dropped is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    /// A credit to an agency.
    Credit,
    /// A line of the page, not of the text.
    Furniture,
    /// Words in which an outlet speaks of itself.
    OwnVoice,
    Plain,
}

/// Words of a credit line at most.
const CREDIT_WORDS: usize = 6;

fn headline(title: &str) -> Vec<u64> {
    words(title).map(|word| word.hash).collect()
}

/// How often a headline says that it was updated: by a mark as its first word, with a number.
fn n_updates(title: &str) -> u64 {
    let mut parts = title.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
    let first = parts.next().unwrap_or("");
    let is_mark = rows(include_str!("../lexicon/en/update_marks.txt")).any(|mark| mark == first);
    if is_mark { parts.next().and_then(|n| n.parse().ok()).unwrap_or(1) } else { 0 }
}

/// Where lines begin, counted in words.
fn lines(text: &str, words: &[Word]) -> Vec<usize> {
    let mut lines = Vec::new();
    let mut last_end = 0;
    for (at, word) in words.iter().enumerate() {
        let gap = text.get(last_end..word.start as usize).unwrap_or("");
        if at == 0 || gap.contains('\n') {
            lines.push(at);
        }
        last_end = word.end as usize;
    }
    lines
}

/// The words that are part of an agency's name.
fn agencies(text: &str, words: &[Word]) -> Vec<Range<usize>> {
    credit::agencies_named(text)
        .into_iter()
        .map(|bytes| {
            let first = words.partition_point(|word| (word.end as usize) <= bytes.start);
            let end = words.partition_point(|word| (word.start as usize) < bytes.end);
            first..end.max(first)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_outlet_is_found_by_its_names_but_not_by_a_common_word() {
        let found = |outlet: &str, text: &str| {
            let words: Vec<Word> = words(text).collect();
            let found = Outlet::of(outlet).named_in(&words).into_iter();
            found.map(|range| (range.start, range.end)).collect::<Vec<_>>()
        };
        assert_eq!(found("Orme Echo", "He told the Orme Echo so."), [(3, 5)]);
        assert_eq!(found("Associated Press", "TULL (AP) - A bridge fell."), [(1, 2)]);
        assert_eq!(found("Time", "Time will tell."), []);
    }
}
