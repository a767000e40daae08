//! Saying words → who does the saying: by the order of the words, and by the tree.

use super::frame::{Unit, Word};
use super::lexicon::Kinds;
use super::phrase::{LONGEST_SEARCH, Reader};
use std::ops::Range;
use tellings_model::Upos;

/// How far a subject that the tree names may stand from its verb, in units.
const TREE_REACH: usize = 240;

impl Reader<'_> {
    /// Who does the saying of the cue at a place.
    ///
    /// The order of the words decides; the tree is asked where the nearest phrase stands in a
    /// place in which subjects seldom stand, and where there is none.
    pub(crate) fn subject_of(&self, cue: usize) -> Option<Range<usize>> {
        if self.is_request(cue) {
            return None;
        }
        let near = self.near_subject(cue);
        match &near {
            Some(phrase) if !self.is_doubtful(phrase, cue) => near,
            _ => self.tree_subject(cue).or(near),
        }
    }

    /// `For more, refer to the council`: the reader is asked, and nobody says anything.
    fn is_request(&self, cue: usize) -> bool {
        let start = self.verb_group_start(cue);
        self.is(cue, Kinds::BASE)
            && start == cue
            && start > 0
            && self.is(start - 1, Kinds::COMMA)
            && !self.follows_quote(cue)
            && self.before_parenthesis(start - 1).is_none_or(|phrase| phrase.start > 0)
    }

    /// `A miller speaking to the council said`: the nearest phrase hangs on a preposition that
    /// hangs on something else.
    fn is_doubtful(&self, phrase: &Range<usize>, cue: usize) -> bool {
        let Some(before) = phrase.start.checked_sub(1) else { return false };
        let touches = phrase.end == self.verb_group_start(cue);
        touches
            && self.is(before, Kinds::PREPOSITION)
            && !self.is(before, Kinds::SUBORDINATOR)
            && !self.is(cue, Kinds::PARTICIPLE)
    }

    /// As the tree has it.
    pub(crate) fn tree_subject(&self, cue: usize) -> Option<Range<usize>> {
        let Some(Unit::Word(verb)) = self.frame.units.get(cue) else { return None };
        let subject = self.tree.subject(*verb).filter(|subject| subject.own)?;
        self.phrase_around(self.place_of(subject.word, cue)?)
    }

    /// The place of a word near another place.
    fn place_of(&self, word: usize, near: usize) -> Option<usize> {
        let from = near.saturating_sub(TREE_REACH);
        let units = self.frame.units.get(from..self.len().min(near + TREE_REACH))?;
        units.iter().position(|unit| *unit == Unit::Word(word)).map(|at| from + at)
    }

    /// The noun phrase that holds a place.
    fn phrase_around(&self, at: usize) -> Option<Range<usize>> {
        let left = self.phrase_before(at + 1)?;
        self.phrase_at(left.start).filter(|phrase| phrase.contains(&at)).or(Some(left))
    }

    /// As the order of the words has it.
    fn near_subject(&self, cue: usize) -> Option<Range<usize>> {
        if self.is_passive(cue) {
            return self.agent_after(cue);
        }
        if let Some(phrase) = self.quoted_at(cue) {
            return Some(phrase);
        }
        if self.follows_quote(cue) && !self.is(cue, Kinds::NAME) {
            let phrase = self.phrase_at(cue + 1);
            if phrase.is_some() {
                return phrase;
            }
        }
        let start = self.start_over_adjunct(cue);
        if self.lexicon.traits.verb_second
            && let Some(phrase) = self.beside_second(cue, start)
        {
            return Some(phrase);
        }
        let Some(before) = start.checked_sub(1) else {
            // `Said Ada Cole:`
            return self.phrase_at(cue + 1).filter(|phrase| self.is_named(phrase));
        };
        if self.is_relative(before) {
            return self.antecedent(before).or_else(|| self.main_subject(start));
        }
        if let Some(relative) = self.relative_over(before) {
            return self.antecedent(relative);
        }
        if let Some(quoted) = self.quoted_as(cue, before) {
            return self.ending_at(self.verb_group_start(quoted));
        }
        let participle = self.is(cue, Kinds::PARTICIPLE);
        if self.is(before, Kinds::COMMA.or(Kinds::DASH)) && !participle {
            let inserted = self.before_parenthesis(before);
            if self.is(before, Kinds::COMMA)
                && self.is(cue, Kinds::SPEECH)
                && !inserted.as_ref().is_some_and(|phrase| self.opens_clause(phrase))
                && let Some(phrase) = self.inverted(cue)
            {
                return Some(phrase);
            }
            if inserted.is_some() {
                return inserted;
            }
        } else if self.is(before, Kinds::INFINITIVE)
            && let Some(phrase) = self.phrase_before(before).filter(|phrase| self.is_named(phrase))
            && phrase.start > 0
        {
            return Some(phrase); // `let Ada Cole say`
        } else if self.is_pronoun(before)
            || self.is_nominal(before)
            || self.is(before, Kinds::CLOSE)
        {
            let phrase = self.phrase_before(start);
            let shows = self.is(cue, Kinds::EVIDENCE);
            if phrase.is_some() && !(participle && !shows && self.object_like(&phrase)) {
                return phrase;
            }
        }
        if participle && self.is(before, Kinds::PREPOSITION) && self.fronted(before) {
            // `In addition to praising the mill, Ada Cole …`
            let comma = (cue + 1..self.len()).find(|&at| self.is(at, Kinds::COMMA))?;
            return self.phrase_at(comma + 1);
        }
        if participle || self.is(before, Kinds::CONJUNCTION) {
            return self.earlier_speaker(cue, start).or_else(|| self.main_subject(start));
        }
        self.main_subject(start)
    }

    /// `The paper quoted Ada Cole as saying`: who is quoted says it.
    pub(crate) fn quoted_at(&self, cue: usize) -> Option<Range<usize>> {
        let quoted = self.is(cue, Kinds::QUOTED).then(|| self.phrase_at(cue + 1))?;
        quoted.filter(|phrase| self.is_named(phrase))
    }

    /// Where the verb group of a cue begins, over what stands inside or before it:
    /// `has in the past called`, `but in a later letter said`, `and, in a low voice, said`.
    fn start_over_adjunct(&self, cue: usize) -> usize {
        let start = self.verb_group_start(cue);
        let close = start - usize::from(start > 0 && self.is(start - 1, Kinds::COMMA));
        let adjunct = self.phrase_before(close).and_then(|phrase| {
            let preposition = phrase.start.checked_sub(1)?;
            let adjunct = self.is(preposition, Kinds::PREPOSITION)
                && !self.is(preposition, Kinds::SUBORDINATOR);
            adjunct.then_some(preposition)
        });
        let Some((adjunct, before)) = adjunct.and_then(|at| Some((at, at.checked_sub(1)?))) else {
            return start;
        };
        let joins = Kinds::CONJUNCTION.or(Kinds::CONTRAST);
        if close == start && self.is(before, Kinds::AUXILIARY) {
            return self.verb_group_start(adjunct);
        }
        let relative = self.is(before, Kinds::RELATIVE) && !self.is(before, Kinds::SUBORDINATOR);
        if close == start && (relative || self.is(before, joins)) {
            return adjunct;
        }
        let behind_comma = self.is(before, Kinds::COMMA);
        if behind_comma && before > 0 && self.is(before - 1, joins) {
            return before;
        }
        start
    }

    /// `Ada Cole, who she said had called`: the relative pronoun before what is said of its noun.
    fn relative_over(&self, said: usize) -> Option<usize> {
        if !self.is_cue(said) || !self.is(said, Kinds::SPEECH.or(Kinds::THOUGHT)) {
            return None;
        }
        let who = self.phrase_before(self.verb_group_start(said))?.start.checked_sub(1)?;
        let relative = self.is(who, Kinds::RELATIVE) && !self.is(who, Kinds::SUBORDINATOR);
        relative.then_some(who)
    }

    /// `was quoted as saying`: the passive verb before `as`.
    fn quoted_as(&self, cue: usize, before: usize) -> Option<usize> {
        let quoted = before.checked_sub(1)?;
        let passive = self.is(cue, Kinds::PARTICIPLE)
            && self.is(before, Kinds::AS)
            && self.is(quoted, Kinds::INFLECTED)
            && self.is(quoted.checked_sub(1)?, Kinds::BE);
        passive.then_some(quoted)
    }

    /// The phrase that ends at a place, perhaps with a parenthesis between.
    fn ending_at(&self, end: usize) -> Option<Range<usize>> {
        let before = end.checked_sub(1)?;
        if self.is(before, Kinds::COMMA.or(Kinds::DASH)) {
            return self.before_parenthesis(before);
        }
        self.phrase_before(end)
    }

    /// Whether no verb stands before a place.
    fn fronted(&self, end: usize) -> bool {
        !(0..end).any(|at| {
            let verb = |word: Word| matches!(word.upos, Upos::Verb | Upos::Aux);
            self.is(at, Kinds::AUXILIARY) || self.is_cue(at) || self.word(at).is_some_and(verb)
        })
    }

    /// Whether a pronoun at a place opens a relative clause whose subject it is.
    pub(super) fn is_relative(&self, at: usize) -> bool {
        if self.is(at, Kinds::COMPLEMENTISER) {
            return at.checked_sub(1).is_some_and(|before| self.is_nominal(before));
        }
        self.is(at, Kinds::RELATIVE) && !self.is(at, Kinds::SUBORDINATOR)
    }

    /// Whether the verb at a place says what a relative clause says.
    pub(crate) fn in_relative(&self, cue: usize) -> bool {
        let start = self.verb_group_start(cue);
        let mut subject = self.phrase_before(start).map_or(start, |subject| subject.start);
        // `that everybody in town says`
        if let Some(preposition) = subject.checked_sub(1)
            && self.is(preposition, Kinds::PREPOSITION)
            && !self.is(preposition, Kinds::SUBORDINATOR)
            && let Some(phrase) = self.phrase_before(preposition)
        {
            subject = phrase.start;
        }
        let Some(before) = subject.checked_sub(1) else { return false };
        let which = self.is(before, Kinds::RELATIVE) && !self.is(before, Kinds::SUBORDINATOR);
        which || self.is(before, Kinds::COMPLEMENTISER)
    }

    /// Whether a phrase stands where a clause begins: first of all, or behind a quotation.
    fn opens_clause(&self, phrase: &Range<usize>) -> bool {
        let Some(before) = phrase.start.checked_sub(1) else { return true };
        let behind_comma = self.is(before, Kinds::COMMA) && before > 0 && self.is_quote(before - 1);
        self.is_quote(before) || behind_comma
    }

    /// In a language whose verb stands second: the phrase before the verb, where it can be a
    /// subject and opens its clause; else the one behind it.
    fn beside_second(&self, cue: usize, start: usize) -> Option<Range<usize>> {
        let can_be = |phrase: &Range<usize>| !self.is(phrase.start, Kinds::OBLIQUE);
        let opens = |phrase: &Range<usize>| {
            phrase.start.checked_sub(1).is_none_or(|before| {
                let border = Kinds::SIGN.or(Kinds::CONJUNCTION).or(Kinds::SUBORDINATOR);
                self.is(before, border.or(Kinds::RELATIVE)) || self.is_quote(before)
            })
        };
        let first = self.phrase_before(start).filter(|phrase| can_be(phrase) && opens(phrase));
        let behind = || {
            let light = Kinds::OTHER_PRONOUN.or(Kinds::ADVERB).or(Kinds::NEGATION);
            let from = (cue + 1..cue + 5).find(|&at| !self.is(at, light) || self.is_pronoun(at))?;
            self.phrase_at(from).filter(can_be)
        };
        first.or_else(behind)
    }

    /// The subject of the last saying verb before a cue that stands in no subordinate clause:
    /// of a verb of speech, where the cue is one.
    fn earlier_speaker(&self, cue: usize, end: usize) -> Option<Range<usize>> {
        let from = end.saturating_sub(LONGEST_SEARCH);
        let wanted = if self.is(cue, Kinds::SPEECH) { Kinds::SPEECH } else { Kinds::CUE };
        let earlier = |wanted: Kinds| self.subject_of_earlier(from..end, wanted);
        earlier(wanted).or_else(|| earlier(Kinds::CUE))
    }

    fn subject_of_earlier(&self, range: Range<usize>, wanted: Kinds) -> Option<Range<usize>> {
        range
            .rev()
            .filter(|&at| {
                self.is(at, wanted)
                    && self.is_cue(at)
                    && !self.is(at, Kinds::PARTICIPLE)
                    && !self.is_passive(at)
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
            let last = self.last_word(phrase);
            let named = self.is(last, Kinds::CAPITAL) || self.is_pronoun(last);
            let Some(before) = phrase.start.checked_sub(1) else { return false };
            let carrier = phrase.clone().any(|at| self.is(at, Kinds::CARRIER));
            // `…, with one of the letters saying`
            let absolute = self.is(before, Kinds::PREPOSITION)
                && before > 0
                && self.is(before - 1, Kinds::COMMA);
            !absolute && (carrier || !(named || self.is(before, Kinds::PREPOSITION)))
        })
    }

    /// `…, said Ada Cole, a miller` without marks: a name behind the cue that no verb follows.
    pub(crate) fn inverted(&self, cue: usize) -> Option<Range<usize>> {
        let phrase = self.phrase_at(cue + 1)?;
        let ends = phrase.end >= self.len()
            || self.is(phrase.end, Kinds::COMMA.or(Kinds::STOP))
            || self.is(phrase.end, Kinds::RELATIVE.or(Kinds::PREPOSITION));
        // Behind `told` stands whom it is told to.
        let personal = self.is_pronoun(phrase.start) || self.is(cue, Kinds::ADDRESSED);
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
            .find(|&at| self.is(at, Kinds::AGENT))
            .and_then(|by| self.phrase_at(by + 1))
    }

    /// The noun that a relative pronoun stands for.
    fn antecedent(&self, relative: usize) -> Option<Range<usize>> {
        let mut end = relative;
        if end > 0 && self.is(end - 1, Kinds::COMMA) {
            end -= 1;
        }
        // `a letter from 2 May, which`: the letter.
        let time = (0..end).rev().take_while(|&at| self.is(at, Kinds::TIME)).count();
        if time > 0 && end > time && self.is(end - time - 1, Kinds::NOUN_LINK) {
            end -= time + 1;
        }
        self.phrase_before(end)
            .filter(|phrase| !self.is(phrase.end - 1, Kinds::NUMBER.or(Kinds::WEEKDAY)))
    }

    /// The phrase before `, … ,` or `— … —` where the second sign is at `close`.
    pub(super) fn before_parenthesis(&self, close: usize) -> Option<Range<usize>> {
        let from = close.saturating_sub(30);
        let sign = if self.is(close, Kinds::DASH) { Kinds::DASH } else { Kinds::COMMA };
        let mut named: Option<Range<usize>> = None;
        for open in (from..close).rev().filter(|&at| self.is(at, sign)) {
            // `who, on Monday at the mill, said`
            if let Some(who) = open
                .checked_sub(1)
                .filter(|&who| self.is(who, Kinds::RELATIVE) && !self.is(who, Kinds::SUBORDINATOR))
            {
                return self.antecedent(who);
            }
            let Some(phrase) = self.phrase_before(open) else { continue };
            let outside = phrase.start.checked_sub(1).is_none_or(|before| {
                !self.is(before, Kinds::PREPOSITION) && !self.is(before, Kinds::COMMA)
            });
            if outside || sign == Kinds::DASH {
                // `Recalling that flood, Ada Cole, who ran the mill, said`
                return named.filter(|_| !self.is_named(&phrase)).or(Some(phrase));
            }
            named = named.or(Some(phrase)).filter(|phrase| self.is_named(phrase));
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
    pub(super) fn has_verb_after(&self, end: usize) -> bool {
        if self.is_verbal(end) {
            return true;
        }
        self.is(end, Kinds::COMMA)
            && (end + 2..self.len().min(end + 30)).any(|close| {
                self.is(close, Kinds::COMMA)
                    && self.is_verbal(close + 1)
                    && !self.is(close + 1, Kinds::PARTICIPLE)
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

    /// Whose words a possessor before the marks says they are: `Ada’s “no boats, no bread” promise`.
    pub(crate) fn owner(&self, at: usize) -> Option<Range<usize>> {
        let genitive = at.checked_sub(1).filter(|&before| self.is(before, Kinds::GENITIVE))?;
        if !self.is(at + 1, Kinds::CARRIER) {
            return None;
        }
        self.phrase_before(genitive).filter(|owner| self.is_named(owner))
    }
}
