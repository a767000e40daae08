//! Noun phrases and clauses inside a frame: who stands where a speaker can stand.

use super::frame::{Frame, Unit, Word};
use super::lexicon::{Kinds, Lexicon};
use super::tree::Tree;
use std::ops::Range;
use tellings_model::{Article, Span, Upos};

/// The longest noun phrase that is followed, in units.
const LONGEST_PHRASE: usize = 24;
/// How far a search for a subject goes, in units.
pub(super) const LONGEST_SEARCH: usize = 80;
/// The longest run of auxiliaries, adverbs and times before a verb, in units.
pub(super) const LONGEST_GROUP: usize = 10;
/// The longest compound between a possessor and its noun, in units.
pub(super) const LONGEST_COMPOUND: usize = 5;
/// The longest bracket inside a noun phrase, in units.
const LONGEST_BRACKET: usize = 10;

/// One frame, ready to be asked.
#[derive(Clone, Copy)]
pub(crate) struct Reader<'a> {
    pub(crate) article: &'a Article,
    pub(crate) lexicon: &'a Lexicon,
    pub(crate) words: &'a [Word],
    pub(crate) frame: &'a Frame,
    pub(crate) tree: Tree<'a>,
}

impl Reader<'_> {
    pub(crate) fn len(&self) -> usize {
        self.frame.units.len()
    }

    /// The word at a place; `None` for a quotation and past the ends.
    pub(crate) fn word(&self, at: usize) -> Option<Word> {
        match self.frame.units.get(at)? {
            Unit::Word(idx) => self.words.get(*idx).copied(),
            Unit::Quote(_) => None,
        }
    }

    pub(crate) fn is(&self, at: usize, kinds: Kinds) -> bool {
        self.word(at).is_some_and(|word| word.is(kinds))
    }

    pub(crate) fn is_quote(&self, at: usize) -> bool {
        matches!(self.frame.units.get(at), Some(Unit::Quote(_)))
    }

    pub(crate) fn text(&self, at: usize) -> &str {
        self.word(at).map_or("", |word| self.article.at(word.span))
    }

    /// The words of a run of units, as one span.
    pub(crate) fn span(&self, run: &Range<usize>) -> Option<Span> {
        let first = self.word(run.start)?;
        let last = run.clone().rev().find_map(|at| self.word(at))?;
        Some(first.span.cover(last.span))
    }

    /// Whether the word can stand inside a noun phrase after its first word.
    pub(super) fn is_nominal(&self, at: usize) -> bool {
        let Some(word) = self.word(at) else { return false };
        if word.is(Kinds::SIGN) {
            return false;
        }
        if word.is(Kinds::TIME) && self.ends_in_time(at) {
            return false;
        }
        if word.is(Kinds::HYPHEN) || (word.is(Kinds::JOINED) && self.is(at + 1, Kinds::HYPHEN)) {
            return true;
        }
        match word.upos {
            Upos::Noun | Upos::Propn | Upos::Adj | Upos::Num | Upos::Sym => true,
            Upos::Verb if self.is_modifier(at) || self.ends_compound(at, word) => true,
            Upos::Adv => self.is_former(at, word),
            Upos::Verb | Upos::Aux | Upos::Adp | Upos::Cconj | Upos::Sconj | Upos::Pron => {
                word.is(Kinds::CAPITAL) && at > 0 && !word.is(Kinds::FUNCTION.or(Kinds::CUE))
            }
            Upos::X => self.is_unknown_nominal(at, word),
            _ => false,
        }
    }

    /// `Harrow-based miller`: the second half of a compound in front of a noun.
    fn ends_compound(&self, at: usize, word: Word) -> bool {
        word.is(Kinds::JOINED)
            && at.checked_sub(1).is_some_and(|before| self.is(before, Kinds::HYPHEN))
            && self.is_noun(at + 1)
    }

    /// `the then mayor`, `a once miller`: an adverb between an article and a noun.
    fn is_former(&self, at: usize, word: Word) -> bool {
        let article = Kinds::DEFINITE.or(Kinds::INDEFINITE);
        !word.is(Kinds::CUE.or(Kinds::NEGATION))
            && at.checked_sub(1).is_some_and(|before| {
                self.is(before, article) && !self.is(before, Kinds::SUBORDINATOR)
            })
            && self.is_noun(at + 1)
    }

    pub(super) fn is_noun(&self, at: usize) -> bool {
        self.word(at).is_some_and(|word| matches!(word.upos, Upos::Noun | Upos::Propn))
    }

    /// Whether nothing but a time stands from here to the end of the phrase: `on Monday morning`,
    /// but not `Monday’s session`.
    fn ends_in_time(&self, at: usize) -> bool {
        (at + 1..at + LONGEST_GROUP).find(|&next| !self.is(next, Kinds::TIME)).is_none_or(|next| {
            let noun = self.word(next).is_some_and(|word| {
                matches!(word.upos, Upos::Noun | Upos::Propn | Upos::Adj)
                    || word.is(Kinds::GENITIVE.or(Kinds::HYPHEN))
            });
            !noun
        })
    }

    /// The same for a word whose part of speech is not known.
    fn is_unknown_nominal(&self, at: usize, word: Word) -> bool {
        if word.is(Kinds::FUNCTION.or(Kinds::DETERMINER).or(Kinds::POSSESSIVE)) {
            return false;
        }
        let capital = word.is(Kinds::CAPITAL) && at > 0;
        if self.lexicon.traits.capital_nouns {
            let adverb = at == 0
                && self.lexicon.ends_like_adverb(self.text(at))
                && !self.is(at + 1, Kinds::CAPITAL);
            return !adverb
                && word.is(Kinds::CAPITAL.or(Kinds::NUMBER))
                && !(at == 0 && word.is(Kinds::CUE))
                || self.is_adjective(at, word);
        }
        let cue = word.is(Kinds::CUE) && !(word.is(Kinds::CARRIER) && self.after_modifier(at));
        capital || !cue
    }

    /// A small word with the ending of an adjective, in front of a noun.
    fn is_adjective(&self, at: usize, word: Word) -> bool {
        let adjective = |at: usize, word: Word| {
            !word.is(Kinds::CAPITAL.or(Kinds::SIGN).or(Kinds::CUE).or(Kinds::FUNCTION))
                && self.lexicon.ends_like_adjective(self.text(at))
        };
        adjective(at, word)
            && (at + 1..at + 4).find_map(|next| {
                let word = self.word(next)?;
                (!adjective(next, word)).then(|| word.is(Kinds::CAPITAL))
            }) == Some(true)
    }

    /// A verb form between a determiner and a noun: `the proposed dam`, `Ada’s printed answer`.
    pub(super) fn is_modifier(&self, at: usize) -> bool {
        self.after_modifier(at)
            && self.word(at + 1).is_some_and(|next| {
                matches!(next.upos, Upos::Noun | Upos::Propn | Upos::Adj | Upos::Num)
            })
    }

    /// Whether what stands before makes the word a noun or what belongs to one.
    pub(super) fn after_modifier(&self, at: usize) -> bool {
        at.checked_sub(1).is_some_and(|before| {
            let pronoun = Kinds::SUBJECT.or(Kinds::RELATIVE).or(Kinds::SUBORDINATOR);
            self.is(before, Kinds::DETERMINER.or(Kinds::POSSESSIVE).or(Kinds::GENITIVE))
                && !self.is(before, pronoun)
        })
    }

    /// The place behind a bracket of a few words that opens here: `(R-Fla.)`.
    fn behind_bracket(&self, open: usize) -> Option<usize> {
        if !self.is(open, Kinds::OPEN) {
            return None;
        }
        (open + 1..open + LONGEST_BRACKET)
            .find(|&at| self.is(at, Kinds::OPEN.or(Kinds::CLOSE)))
            .filter(|&at| self.is(at, Kinds::CLOSE))
            .map(|close| close + 1)
    }

    /// The place of the bracket that closes here.
    fn opening_bracket(&self, close: usize) -> Option<usize> {
        if !self.is(close, Kinds::CLOSE) {
            return None;
        }
        (close.saturating_sub(LONGEST_BRACKET)..close)
            .rev()
            .find(|&at| self.is(at, Kinds::OPEN.or(Kinds::CLOSE)))
            .filter(|&at| self.is(at, Kinds::OPEN))
    }

    /// The end of a phrase up to its first link: `a spokesperson` of `a spokesperson for the port`.
    pub(crate) fn core_end(&self, run: &Range<usize>) -> usize {
        let link = Kinds::NOUN_LINK.or(Kinds::OPEN);
        run.clone().skip(1).find(|&at| self.is(at, link)).unwrap_or(run.end)
    }

    /// The last word of a phrase, brackets behind it left out.
    pub(crate) fn last_word(&self, run: &Range<usize>) -> usize {
        let last = run.end.saturating_sub(1);
        self.opening_bracket(last)
            .and_then(|open| open.checked_sub(1))
            .filter(|&before| run.start <= before)
            .unwrap_or(last)
    }

    pub(super) fn is_determiner(&self, at: usize) -> bool {
        self.is(at, Kinds::DETERMINER.or(Kinds::POSSESSIVE)) && !self.is(at, Kinds::SUBORDINATOR)
    }

    pub(super) fn is_genitive(&self, at: usize) -> bool {
        self.is(at, Kinds::GENITIVE)
            && at.checked_sub(1).is_some_and(|before| self.is_nominal(before))
            && (self.is_nominal(at + 1) || self.is_quote(at + 1))
    }

    /// A pronoun that can be a subject, standing alone.
    pub(crate) fn is_pronoun(&self, at: usize) -> bool {
        let personal = Kinds::SHE.or(Kinds::HE).or(Kinds::THEY).or(Kinds::FIRST);
        self.is(at, Kinds::SUBJECT)
            && !self.is(at, Kinds::RELATIVE)
            && (self.is(at, personal) || !(self.is_nominal(at + 1) || self.is_part(at)))
    }

    /// `one of the millers`, `many in the crowd`: some of those that follow.
    fn is_part(&self, at: usize) -> bool {
        self.is(at, Kinds::DETERMINER)
            && self.is(at + 1, Kinds::NOUN_LINK)
            && self.is_determiner(at + 2)
            && self.is_nominal(at + 3)
    }

    /// The noun phrase that begins at a place.
    pub(crate) fn phrase_at(&self, start: usize) -> Option<Range<usize>> {
        let mut start = start;
        while self.is(start, Kinds::OPEN) {
            start += 1;
        }
        if self.is_pronoun(start) {
            return Some(start..start + 1);
        }
        let mut at = start;
        let mut has_noun = false;
        while at < self.len() && at - start < LONGEST_PHRASE {
            if has_noun && let Some(behind) = self.behind_bracket(at) {
                at = behind;
                continue;
            }
            if self.is_nominal(at) {
                has_noun = true;
            } else if at == start && self.is_part(at) {
                at += 1; // the link behind it
            } else if self.is_determiner(at) && (at == start || !self.is_nominal(at - 1)) {
                // a determiner inside: `all the`, or after `of`
            } else if self.is_genitive(at) || (has_noun && self.links(at)) {
                // joins what stands on both sides
            } else {
                break;
            }
            at += 1;
        }
        has_noun.then_some(start..at)
    }

    /// `of`, `for`, `and` between two parts of one phrase.
    fn links(&self, at: usize) -> bool {
        if self.is(at, Kinds::NOUN_LINK) {
            return (self.is_determiner(at + 1) || self.is_nominal(at + 1))
                && !self.is(at + 1, Kinds::WEEKDAY);
        }
        if self.is(at, Kinds::CONJUNCTION) {
            let (left, right) = (at.saturating_sub(1), at + 1);
            let both = |kinds: Kinds| self.is(left, kinds) && self.is(right, kinds);
            return both(Kinds::CAPITAL) && self.is_nominal(right);
        }
        false
    }

    /// The noun phrase that ends before a place.
    pub(crate) fn phrase_before(&self, end: usize) -> Option<Range<usize>> {
        let last = end.checked_sub(1)?;
        if self.is_pronoun(last) {
            return Some(last..end);
        }
        let mut start = end;
        let mut has_noun = false;
        while start > 0 && end - start < LONGEST_PHRASE {
            let at = start - 1;
            let complete = start < end && self.is_determiner(start);
            if complete && !self.is_determiner(at) && !self.links_back(at) {
                break; // `analysts` in front of `the mill`: another phrase
            }
            if let Some(open) = self.opening_bracket(at).filter(|&open| open > 0) {
                start = open;
                continue;
            }
            if self.is_nominal(at) {
                has_noun = true;
            } else if self.is_determiner(at) {
                // `all the`; anything else before a determiner ends the phrase below
            } else if self.is_genitive(at) || (has_noun && at > 0 && self.links_back(at)) {
            } else {
                break;
            }
            start = at;
        }
        while start < end && !(self.is_nominal(start) || self.is_determiner(start)) {
            start += 1;
        }
        (has_noun && start < end).then_some(start..end)
    }

    fn links_back(&self, at: usize) -> bool {
        let before = at.saturating_sub(1);
        (self.is_nominal(before) || self.is(before, Kinds::CLOSE)) && self.links(at)
    }

    pub(super) fn is_adverb(&self, at: usize) -> bool {
        self.word(at).is_some_and(|word| {
            word.upos == Upos::Adv
                || word.is(Kinds::ADVERB)
                || word.is(Kinds::WEEKDAY)
                || (word.upos == Upos::X
                    && !word.is(Kinds::CAPITAL)
                    && self.lexicon.ends_like_adverb(self.article.at(word.span)))
        })
    }

    /// Whether a verb (or what stands before one) is at a place.
    pub(super) fn is_verbal(&self, at: usize) -> bool {
        self.is(at, Kinds::AUXILIARY.or(Kinds::CUE))
            || self.is_adverb(at)
            || self.word(at).is_some_and(|word| matches!(word.upos, Upos::Verb | Upos::Aux))
    }

    /// Whether a phrase ends in a name, or is a pronoun for a person.
    pub(crate) fn is_named(&self, run: &Range<usize>) -> bool {
        let personal = Kinds::SHE.or(Kinds::HE);
        let last = self.last_word(run);
        self.is(last, personal)
            || (self.is(last, Kinds::CAPITAL) && !self.is(last, Kinds::FUNCTION.or(Kinds::WEEKDAY)))
    }

    /// A phrase together with the `who` behind it that is the subject of the cue.
    pub(crate) fn with_relative(&self, run: &Range<usize>, cue: usize) -> Option<Span> {
        let relative = self.verb_group_start(cue).checked_sub(1)?;
        let follows =
            relative == run.end || (relative == run.end + 1 && self.is(run.end, Kinds::COMMA));
        if follows && self.is_relative(relative) {
            self.span(&(run.start..relative + 1))
        } else {
            None
        }
    }
}
