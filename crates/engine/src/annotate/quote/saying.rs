//! Saying words inside a frame: which words bring somebody’s words, with the verbs around them.

use super::frame::{Unit, Word};
use super::lexicon::{Group, Kinds};
use super::phrase::{LONGEST_COMPOUND, LONGEST_GROUP, LONGEST_SEARCH, Reader};
use std::ops::Range;
use tellings_model::Upos;

/// A word group that brings a speaker.
pub(crate) struct PhraseCue {
    pub(crate) cue: Range<usize>,
    pub(crate) speaker: Range<usize>,
    /// Whether it brings words between marks only.
    pub(crate) marked_only: bool,
}

impl Reader<'_> {
    /// Whether the word at a place brings somebody’s words.
    pub(crate) fn is_cue(&self, at: usize) -> bool {
        let Some(word) = self.word(at) else { return false };
        if !word.is(Kinds::CUE) || (word.is(Kinds::CAPITAL) && at > 0) {
            return false;
        }
        if word.is(Kinds::JOINED) && (self.is(at + 1, Kinds::HYPHEN) || self.is_nominal(at + 1)) {
            return false; // `a call-in show`, `a self-described miller`
        }
        match word.upos {
            Upos::Verb | Upos::Aux => !self.is_modifier(at),
            Upos::X => self.is_unknown_cue(at, word),
            _ => false,
        }
    }

    /// The place behind all that the tree hangs on a saying word to its right.
    pub(crate) fn governed_end(&self, cue: usize) -> Option<usize> {
        let Some(Unit::Word(verb)) = self.frame.units.get(cue) else { return None };
        let last = self.tree.complement_end(*verb)?;
        let from = self.frame.units.get(cue..)?;
        let behind = from.iter().take(LONGEST_SEARCH).position(|unit| match unit {
            Unit::Word(word) => *word > last,
            Unit::Quote(_) => false,
        })?;
        Some(cue + behind)
    }

    /// The same for a word whose part of speech is not known.
    fn is_unknown_cue(&self, at: usize, word: Word) -> bool {
        let before = at.wrapping_sub(1);
        let genitive = self.is(before, Kinds::GENITIVE) && !self.is_pronoun(before.wrapping_sub(1));
        let modifier = Kinds::DETERMINER.or(Kinds::POSSESSIVE);
        if genitive || (self.is(before, modifier) && !self.is(before, Kinds::SUBJECT)) {
            return false; // `his pledged delegates`, `the report`
        }
        if word.is(Kinds::INFLECTED) {
            return true;
        }
        let verbal = self.is_pronoun(before)
            || self.is(before, Kinds::AUXILIARY.or(Kinds::RELATIVE).or(Kinds::NEGATION))
            || self.is_adverb(before)
            || self.is(before, Kinds::INFINITIVE);
        if word.is(Kinds::CARRIER) {
            return verbal || self.is(at + 1, Kinds::COMPLEMENTISER);
        }
        verbal || !self.is(before, Kinds::PREPOSITION)
    }

    /// The place of the first auxiliary, adverb or time that belongs to the verb at `cue`.
    pub(crate) fn verb_group_start(&self, cue: usize) -> usize {
        let mut at = if cue > 1 && self.is(cue - 1, Kinds::HYPHEN) { cue - 2 } else { cue };
        while at > 0 && cue - at < LONGEST_GROUP {
            let before = at - 1;
            let floating = self.is(before, Kinds::FLOATING)
                && before > 0
                && (self.is_nominal(before - 1) || self.is_pronoun(before - 1));
            if floating || self.is(before, Kinds::AUXILIARY.or(Kinds::NEGATION)) {
                at -= 1;
            } else if self.is(before, Kinds::TIME.or(Kinds::WEEKDAY)) {
                at -= 1;
                // `a report on Saturday claimed`
                if before > 0 && self.is(before - 1, Kinds::NOUN_LINK) {
                    at -= 1;
                }
            } else if !self.is_pronoun(before) && self.is_adverb(before) {
                at -= 1;
            } else {
                break;
            }
        }
        at
    }

    /// `would call it`, `to call it`: nobody has said so yet.
    pub(crate) fn is_imagined(&self, cue: usize) -> bool {
        (self.verb_group_start(cue)..cue).any(|at| self.is(at, Kinds::MODAL))
    }

    /// A thing that carries words, new here or somebody’s: `in a letter`, `its latest statement`.
    pub(crate) fn is_issued(&self, at: usize) -> bool {
        let noun = self.is(at, Kinds::CARRIER)
            && self.word(at).is_some_and(|word| matches!(word.upos, Upos::Noun | Upos::X));
        noun && (1..=LONGEST_COMPOUND)
            .map_while(|step| at.checked_sub(step))
            .find(|&before| !self.is_nominal(before))
            .is_some_and(|before| self.is(before, Kinds::INDEFINITE.or(Kinds::POSSESSIVE)))
    }

    /// The possessor of a thing that carries words: `Ada’s claim that …`, `her answer was “…”`.
    pub(crate) fn noun_cue(&self, at: usize) -> Option<Range<usize>> {
        let noun = self.is(at, Kinds::SAYING)
            && self.word(at).is_some_and(|word| matches!(word.upos, Upos::Noun | Upos::X));
        let brings = self.is(at + 1, Kinds::COMPLEMENTISER)
            || self.is(at + 1, Kinds::BE)
                && (self.is_quote(at + 2)
                    || self.is(at + 2, Kinds::COMPLEMENTISER) && self.is_quote(at + 3));
        if !noun || !brings {
            return None;
        }
        let from = at.saturating_sub(LONGEST_COMPOUND);
        let owner = (from..at).rev().take_while(|&before| {
            self.is_nominal(before) || self.is(before, Kinds::GENITIVE.or(Kinds::POSSESSIVE))
        });
        let owner = owner
            .into_iter()
            .find(|&before| self.is(before, Kinds::POSSESSIVE) || self.is_genitive(before))?;
        if self.is(owner, Kinds::POSSESSIVE) {
            return Some(owner..owner + 1);
        }
        self.phrase_before(owner)
    }

    pub(crate) fn is_passive(&self, cue: usize) -> bool {
        let participle = self.is(cue, Kinds::INFLECTED) && !self.is(cue, Kinds::PARTICIPLE);
        let start = self.verb_group_start(cue);
        participle
            && (self.is(cue + 1, Kinds::AGENT) || (start..cue).any(|at| self.is(at, Kinds::BE)))
    }

    /// The word groups that bring a speaker.
    pub(crate) fn phrase_cues(&self) -> Vec<PhraseCue> {
        let mut found = Vec::new();
        for at in 0..self.len() {
            let groups = self.lexicon.phrases.iter();
            found.extend(groups.filter_map(|group| self.phrase_cue(group, at)).next());
        }
        found
    }

    fn phrase_cue(&self, group: &Group, at: usize) -> Option<PhraseCue> {
        let words = group.words.iter().enumerate();
        let matches =
            words.clone().all(|(step, word)| self.text(at + step).eq_ignore_ascii_case(word));
        let trails = || {
            at.checked_sub(1).is_some_and(|before| {
                self.is(before, Kinds::COMMA.or(Kinds::DASH)) || self.is_quote(before)
            })
        };
        if !matches || (group.trails && !trails()) {
            return None;
        }
        let cue = at..at + group.words.len();
        let speaker = if !group.after_speaker {
            self.phrase_at(cue.end)
        } else if at > 0 && self.is(at - 1, Kinds::COMMA) {
            self.before_parenthesis(at - 1)
        } else {
            self.phrase_before(at)
        };
        Some(PhraseCue { cue, speaker: speaker?, marked_only: group.marked_only })
    }
}
