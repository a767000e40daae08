//! Noun phrases and clauses inside a frame: who stands where a speaker can stand.

use super::frame::{Frame, Unit, Word};
use super::lexicon::{Kinds, Lexicon};
use std::ops::Range;
use tellings_model::{Article, Span, Upos};

/// The longest noun phrase that is followed, in units.
const LONGEST_PHRASE: usize = 24;
/// How far a search for a subject goes, in units.
const LONGEST_SEARCH: usize = 80;

/// One frame, ready to be asked.
#[derive(Clone, Copy)]
pub(crate) struct Reader<'a> {
    pub(crate) article: &'a Article,
    pub(crate) lexicon: &'a Lexicon,
    pub(crate) words: &'a [Word],
    pub(crate) frame: &'a Frame,
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
    fn is_nominal(&self, at: usize) -> bool {
        let Some(word) = self.word(at) else { return false };
        if word.is(Kinds::SIGN) {
            return false;
        }
        match word.upos {
            Upos::Noun | Upos::Propn | Upos::Adj | Upos::Num | Upos::Sym => true,
            Upos::Verb | Upos::Aux | Upos::Adp | Upos::Cconj | Upos::Sconj | Upos::Pron => {
                word.is(Kinds::CAPITAL) && at > 0 && !word.is(Kinds::FUNCTION.or(Kinds::CUE))
            }
            Upos::X => {
                let capital = word.is(Kinds::CAPITAL) && at > 0;
                let cue =
                    word.is(Kinds::CUE) && !(word.is(Kinds::CARRIER) && self.after_modifier(at));
                !word.is(Kinds::FUNCTION.or(Kinds::DETERMINER).or(Kinds::POSSESSIVE))
                    && (capital || !cue)
            }
            _ => false,
        }
    }

    /// Whether what stands before makes the word a noun.
    fn after_modifier(&self, at: usize) -> bool {
        at.checked_sub(1).is_some_and(|before| {
            self.is(before, Kinds::DETERMINER.or(Kinds::POSSESSIVE).or(Kinds::GENITIVE))
        })
    }

    fn is_determiner(&self, at: usize) -> bool {
        self.is(at, Kinds::DETERMINER.or(Kinds::POSSESSIVE)) && !self.is(at, Kinds::SUBORDINATOR)
    }

    fn is_genitive(&self, at: usize) -> bool {
        self.is(at, Kinds::GENITIVE)
            && at.checked_sub(1).is_some_and(|before| self.is_nominal(before))
            && (self.is_nominal(at + 1) || self.is_quote(at + 1))
    }

    /// A pronoun that can be a subject, standing alone.
    pub(crate) fn is_pronoun(&self, at: usize) -> bool {
        let personal = Kinds::SHE.or(Kinds::HE).or(Kinds::THEY).or(Kinds::FIRST);
        self.is(at, Kinds::SUBJECT)
            && !self.is(at, Kinds::RELATIVE)
            && (self.is(at, personal) || !self.is_nominal(at + 1))
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
            if self.is_nominal(at) {
                has_noun = true;
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
        self.is(at, Kinds::CLOSE) || (self.is(at, Kinds::OPEN) && self.is(at + 2, Kinds::CLOSE))
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
            if self.is_nominal(at) {
                has_noun = true;
            } else if self.is_determiner(at) {
                // `all the`; anything else before a determiner ends the phrase below
            } else if self.is_genitive(at)
                || self.is(at, Kinds::CLOSE)
                || (self.is(at, Kinds::OPEN) && has_noun)
                || (has_noun && at > 0 && self.links_back(at))
            {
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

    /// Whether the word at a place brings somebody’s words.
    pub(crate) fn is_cue(&self, at: usize) -> bool {
        let Some(word) = self.word(at) else { return false };
        if !word.is(Kinds::CUE) || (word.is(Kinds::CAPITAL) && at > 0) {
            return false;
        }
        match word.upos {
            Upos::Verb | Upos::Aux => true,
            Upos::X => {
                let before = at.wrapping_sub(1);
                let genitive =
                    self.is(before, Kinds::GENITIVE) && !self.is_pronoun(before.wrapping_sub(1));
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
                    || self.text(before).eq_ignore_ascii_case("to");
                if word.is(Kinds::CARRIER) {
                    return verbal || self.text(at + 1).eq_ignore_ascii_case("that");
                }
                verbal || !self.is(before, Kinds::PREPOSITION)
            }
            _ => false,
        }
    }

    fn is_adverb(&self, at: usize) -> bool {
        self.word(at).is_some_and(|word| {
            word.upos == Upos::Adv
                || word.is(Kinds::ADVERB)
                || word.is(Kinds::WEEKDAY)
                || (word.upos == Upos::X
                    && !word.is(Kinds::CAPITAL)
                    && self.article.at(word.span).ends_with("ly"))
        })
    }

    /// Whether a verb (or what stands before one) is at a place.
    fn is_verbal(&self, at: usize) -> bool {
        self.is(at, Kinds::AUXILIARY.or(Kinds::CUE))
            || self.is_adverb(at)
            || self.word(at).is_some_and(|word| matches!(word.upos, Upos::Verb | Upos::Aux))
    }

    /// The place of the first auxiliary or adverb that belongs to the verb at `cue`.
    pub(crate) fn verb_group_start(&self, cue: usize) -> usize {
        let mut at = cue;
        while at > 0 && cue - at < 8 && !self.is_pronoun(at - 1) {
            let dated =
                self.is(at - 1, Kinds::WEEKDAY) && at > 1 && self.is(at - 2, Kinds::NOUN_LINK);
            if dated {
                at -= 2; // `a report on Saturday claimed`
            } else if self.is(at - 1, Kinds::AUXILIARY.or(Kinds::NEGATION))
                || self.is_adverb(at - 1)
            {
                at -= 1;
            } else {
                break;
            }
        }
        at
    }

    pub(crate) fn is_passive(&self, cue: usize) -> bool {
        let start = self.verb_group_start(cue);
        self.is(cue, Kinds::INFLECTED)
            && !self.is(cue, Kinds::PARTICIPLE)
            && self.text(cue + 1).eq_ignore_ascii_case("by")
            || self.is(cue, Kinds::INFLECTED)
                && !self.is(cue, Kinds::PARTICIPLE)
                && (start..cue).any(|at| {
                    let text = self.text(at);
                    ["is", "are", "was", "were", "be", "been", "being"]
                        .iter()
                        .any(|form| text.eq_ignore_ascii_case(form))
                })
    }

    /// Who does the saying of the cue at a place.
    pub(crate) fn subject_of(&self, cue: usize) -> Option<Range<usize>> {
        if self.is_passive(cue) {
            return self.agent_after(cue);
        }
        if self.follows_quote(cue)
            && let Some(phrase) = self.phrase_at(cue + 1)
        {
            return Some(phrase);
        }
        let start = self.verb_group_start(cue);
        let before = start.checked_sub(1)?;
        if self.is(before, Kinds::RELATIVE) && !self.is(before, Kinds::SUBORDINATOR) {
            return self.antecedent(before).or_else(|| self.main_subject(start));
        }
        if self.is(before, Kinds::COMMA)
            && self.is(cue, Kinds::SPEECH)
            && !self.is(cue, Kinds::PARTICIPLE)
            && let Some(phrase) = self.inverted(cue)
        {
            return Some(phrase);
        }
        if self.is(before, Kinds::COMMA) && !self.is(cue, Kinds::PARTICIPLE) {
            if let Some(phrase) = self.before_parenthesis(before) {
                return Some(phrase);
            }
        } else if self.is_pronoun(before)
            || self.is_nominal(before)
            || self.is(before, Kinds::CLOSE)
        {
            let phrase = self.phrase_before(start);
            if phrase.is_some() && !(self.is(cue, Kinds::PARTICIPLE) && self.object_like(&phrase)) {
                return phrase;
            }
        }
        if self.is(cue, Kinds::PARTICIPLE) || self.is(before, Kinds::CONJUNCTION) {
            return self.earlier_speaker(start).or_else(|| self.main_subject(start));
        }
        self.main_subject(start)
    }

    /// The subject of the last saying verb before a place that stands in no subordinate clause.
    fn earlier_speaker(&self, end: usize) -> Option<Range<usize>> {
        let from = end.saturating_sub(LONGEST_SEARCH);
        (from..end)
            .rev()
            .filter(|&at| {
                self.is_cue(at) && !self.is(at, Kinds::PARTICIPLE) && !self.is_passive(at)
            })
            .find_map(|cue| {
                let start = self.verb_group_start(cue);
                let phrase = self.phrase_before(start)?;
                let free = phrase.start.checked_sub(1).is_none_or(|before| {
                    !self.is(before, Kinds::SUBORDINATOR.or(Kinds::RELATIVE).or(Kinds::PREPOSITION))
                });
                free.then_some(phrase)
            })
    }

    /// `released a statement saying`: a thing that carries words is no subject of the participle
    /// behind it, and neither is what follows a verb, unless it has a name.
    fn object_like(&self, phrase: &Option<Range<usize>>) -> bool {
        phrase.as_ref().is_some_and(|phrase| {
            let last = phrase.end.saturating_sub(1);
            let named = self.is(last, Kinds::CAPITAL) || self.is_pronoun(last);
            let after_with = phrase
                .start
                .checked_sub(1)
                .is_some_and(|before| self.is(before, Kinds::PREPOSITION));
            let carrier = phrase.start > 0 && phrase.clone().any(|at| self.is(at, Kinds::CARRIER));
            carrier || !(named || after_with)
        })
    }

    /// `…, said Ada Cole, a miller` without marks: a name behind the cue that no verb follows.
    fn inverted(&self, cue: usize) -> Option<Range<usize>> {
        let phrase = self.phrase_at(cue + 1)?;
        let ends = phrase.end >= self.len()
            || self.is(phrase.end, Kinds::COMMA.or(Kinds::STOP))
            || self.is(phrase.end, Kinds::RELATIVE.or(Kinds::PREPOSITION));
        let personal = self.is_pronoun(phrase.start);
        (ends && !personal && self.is_named(&phrase)).then_some(phrase)
    }

    pub(crate) fn follows_quote(&self, cue: usize) -> bool {
        let Some(before) = cue.checked_sub(1) else { return false };
        self.is_quote(before)
            || (self.is(before, Kinds::COMMA.or(Kinds::DASH))
                && before > 0
                && self.is_quote(before - 1))
    }

    /// `… by NAME` after a passive verb.
    fn agent_after(&self, cue: usize) -> Option<Range<usize>> {
        (cue + 1..self.len().min(cue + 16))
            .find(|&at| self.text(at).eq_ignore_ascii_case("by"))
            .and_then(|by| self.phrase_at(by + 1))
    }

    /// The noun that a relative pronoun stands for.
    fn antecedent(&self, relative: usize) -> Option<Range<usize>> {
        let mut end = relative;
        if end > 0 && self.is(end - 1, Kinds::COMMA) {
            end -= 1;
        }
        self.phrase_before(end)
            .filter(|phrase| !self.is(phrase.end - 1, Kinds::NUMBER.or(Kinds::WEEKDAY)))
    }

    /// The phrase before `, … ,` where the second comma is at `comma`.
    fn before_parenthesis(&self, comma: usize) -> Option<Range<usize>> {
        let from = comma.saturating_sub(30);
        for open in (from..comma).rev().filter(|&at| self.is(at, Kinds::COMMA)) {
            let Some(phrase) = self.phrase_before(open) else { continue };
            let outside = phrase.start.checked_sub(1).is_none_or(|before| {
                !self.is(before, Kinds::PREPOSITION) && !self.is(before, Kinds::COMMA)
            });
            if outside {
                return Some(phrase);
            }
        }
        None
    }

    /// The subject of the clause that reaches to `end`: of the nearest clause that has one.
    pub(crate) fn main_subject(&self, end: usize) -> Option<Range<usize>> {
        let from = end.saturating_sub(LONGEST_SEARCH);
        let boundary = Kinds::COMMA
            .or(Kinds::SEMICOLON)
            .or(Kinds::COLON)
            .or(Kinds::DASH)
            .or(Kinds::SUBORDINATOR)
            .or(Kinds::CONJUNCTION);
        for start in (from..end).rev() {
            let begins = start == 0 || self.is(start - 1, boundary) || self.is_quote(start - 1);
            if !begins {
                continue;
            }
            let Some(phrase) = self.phrase_at(start) else { continue };
            let personal = self.is(start, Kinds::SHE.or(Kinds::HE)) && self.is_pronoun(start);
            if phrase.end <= end && (personal || self.has_verb_after(phrase.end)) {
                return Some(phrase);
            }
        }
        self.first_phrase(end)
    }

    /// A verb follows, perhaps behind a parenthesis.
    fn has_verb_after(&self, end: usize) -> bool {
        if self.is_verbal(end) {
            return true;
        }
        self.is(end, Kinds::COMMA)
            && (end + 2..self.len().min(end + 30))
                .find(|&at| self.is(at, Kinds::COMMA))
                .is_some_and(|close| {
                    self.is_verbal(close + 1) && !self.is(close + 1, Kinds::PARTICIPLE)
                })
    }

    /// The first noun phrase of the frame that follows no preposition.
    pub(crate) fn first_phrase(&self, end: usize) -> Option<Range<usize>> {
        let mut at = 0;
        while at < end {
            if self.is(at, Kinds::PREPOSITION) {
                at = self.phrase_at(at + 1).map_or(at + 1, |phrase| phrase.end);
                continue;
            }
            match self.phrase_at(at) {
                Some(phrase) => return Some(phrase),
                None => at += 1,
            }
        }
        None
    }

    /// Whether a phrase ends in a name, or is a pronoun for a person.
    pub(crate) fn is_named(&self, run: &Range<usize>) -> bool {
        let personal = Kinds::SHE.or(Kinds::HE);
        run.end.checked_sub(1).is_some_and(|last| {
            self.is(last, personal)
                || (self.is(last, Kinds::CAPITAL)
                    && !self.is(last, Kinds::FUNCTION.or(Kinds::WEEKDAY)))
        })
    }

    /// A phrase together with the `who` behind it that is the subject of the cue.
    pub(crate) fn with_relative(&self, run: &Range<usize>, cue: usize) -> Option<Span> {
        let relative = self.verb_group_start(cue).checked_sub(1)?;
        let follows =
            relative == run.end || (relative == run.end + 1 && self.is(run.end, Kinds::COMMA));
        let is_relative =
            self.is(relative, Kinds::RELATIVE) && !self.is(relative, Kinds::SUBORDINATOR);
        if follows && is_relative { self.span(&(run.start..relative + 1)) } else { None }
    }

    /// The word groups that bring a speaker after them: where each begins, and the speaker.
    pub(crate) fn phrase_cues(&self) -> Vec<(Range<usize>, Range<usize>)> {
        let mut found = Vec::new();
        for at in 0..self.len() {
            for phrase in &self.lexicon.phrases {
                let matches = phrase
                    .iter()
                    .enumerate()
                    .all(|(step, word)| self.text(at + step).to_lowercase() == **word);
                if matches && let Some(speaker) = self.phrase_at(at + phrase.len()) {
                    found.push((at..at + phrase.len(), speaker));
                    break;
                }
            }
        }
        found
    }
}
