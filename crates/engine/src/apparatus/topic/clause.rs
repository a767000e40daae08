//! A sentence of a telling as a tree: which of its words tell what a place in it is about.

use super::{Around, LEAST_WORDS, MAX_FILLED, MAX_WORDS, Phrase};
use crate::apparatus::cues::{Cue, is};
use crate::apparatus::frame::{act_above, act_of, top};
use crate::apparatus::stem::fold;
use crate::apparatus::tellings::{Site, Tellings};
use std::ops::Range;
use tellings_model::{Relation, Span, Upos};

/// A sentence of a telling, read by its tree.
pub(super) struct Clause<'c> {
    pub(super) tellings: &'c Tellings<'c>,
    pub(super) witness_idx: usize,
    pub(super) sentence: Range<usize>,
}

impl Clause<'_> {
    fn site(&self) -> Site<'_> {
        let Self { tellings, witness_idx, ref sentence } = *self;
        Site { tellings, witness_idx, sentence }
    }

    pub(super) fn relation(&self, idx: usize) -> Relation {
        self.tellings.token(self.witness_idx, idx).map_or(Relation::Dep, |token| token.relation)
    }

    pub(super) fn upos(&self, idx: usize) -> Upos {
        self.tellings.token(self.witness_idx, idx).map_or(Upos::X, |token| token.upos)
    }

    fn head(&self, idx: usize) -> Option<usize> {
        let head = self.tellings.token(self.witness_idx, idx)?.head as usize;
        (head != idx && self.sentence.contains(&head)).then_some(head)
    }

    fn children(&self, of: usize) -> impl Iterator<Item = usize> + '_ {
        self.sentence.clone().filter(move |&idx| self.head(idx) == Some(of))
    }

    /// Actor, act and object of the clause around a value.
    pub(super) fn pruned(&self, inside: &Range<usize>, around: Around) -> Option<Phrase> {
        let top = top(self.tellings, self.witness_idx, inside)?;
        if around == Around::Value
            && let Some(phrase) = self.thing(top)
        {
            return Some(phrase);
        }
        let act = match around {
            Around::Clause => act_of(self.tellings, self.witness_idx, inside)
                .map(|act| self.told(act, inside).unwrap_or(act)),
            Around::Value => act_above(self.site(), top)
                .or_else(|| self.children(top).any(|idx| self.is_subject(idx)).then_some(top)),
        }?;
        let mut phrase = Phrase { words: Vec::new(), worth: 1.0 };
        let left_out = |idx: &usize| around == Around::Value && inside.contains(idx);
        if let Some(subject) = self.subject(act) {
            if self.upos(subject) != Upos::Pron && !left_out(&subject) {
                phrase.worth += 2.0;
            }
            if self.upos(subject) != Upos::Pron {
                self.noun_phrase(subject, true, &mut phrase.words);
            }
        }
        if self.tellings.says_nothing(self.witness_idx, act) {
            phrase.worth -= 2.0;
        }
        self.verb_group(act, &mut phrase.words);
        for idx in self.children(act) {
            if matches!(self.relation(idx), Relation::Obj | Relation::Iobj) {
                self.noun_phrase(idx, true, &mut phrase.words);
            } else if self.relation(idx) == Relation::Xcomp && idx > act {
                self.verb_group(idx, &mut phrase.words);
                let objects = self.children(idx).filter(|&o| self.relation(o) == Relation::Obj);
                objects.for_each(|object| self.noun_phrase(object, false, &mut phrase.words));
            }
        }
        // What the value describes stands with it: `the port of N`, `cash worth N`.
        if around == Around::Value
            && let Some(noun) = self.head(top).filter(|&noun| noun != act)
            && self.upos(noun) != Upos::Verb
        {
            self.noun_phrase(noun, false, &mut phrase.words);
        }
        phrase.words.retain(|idx| !left_out(idx));
        phrase.words.sort_unstable();
        phrase.words.dedup();
        if phrase.words.len() < LEAST_WORDS {
            self.circumstance(act, inside, around, &mut phrase.words);
        }
        phrase.words.truncate(MAX_WORDS);
        (!phrase.words.is_empty()).then_some(phrase)
    }

    /// The thing that a value describes, where it is more than a word (`the report on Friday`).
    fn thing(&self, top: usize) -> Option<Phrase> {
        let noun = self.head(top)?;
        let is_noun = matches!(self.upos(noun), Upos::Noun | Upos::Propn);
        let describes = matches!(self.relation(top), Relation::Nmod | Relation::Compound);
        if !is_noun || !describes {
            return None;
        }
        let mut words = Vec::new();
        self.noun_phrase(noun, false, &mut words);
        words.retain(|&idx| idx != top && self.head(idx) != Some(top));
        words.sort_unstable();
        words.dedup();
        let n_content = words.iter().filter(|&&idx| self.relation(idx) != Relation::Det).count();
        (n_content >= LEAST_WORDS).then_some(Phrase { words, worth: 2.5 })
    }

    /// What is told in a clause whose act is to tell (`said that the road was closed`).
    fn told(&self, act: usize, inside: &Range<usize>) -> Option<usize> {
        if !self.tellings.says_nothing(self.witness_idx, act) {
            return None;
        }
        let follows = |idx: &usize| inside.contains(idx) && *idx > act;
        self.children(act)
            .find(|idx| self.relation(*idx) == Relation::Ccomp && follows(idx))
            .or_else(|| {
                self.children(act).find(|idx| self.upos(*idx) == Upos::Verb && follows(idx))
            })
    }

    fn is_subject(&self, idx: usize) -> bool {
        matches!(self.relation(idx), Relation::Nsubj | Relation::NsubjPass)
    }

    /// The actor of an act: its own, that of the act it goes on from, or the noun it describes.
    fn subject(&self, act: usize) -> Option<usize> {
        let own = self.children(act).find(|&idx| self.is_subject(idx));
        match (own, self.relation(act)) {
            // `the men who fled`: the noun before the clause.
            (_, Relation::AclRelcl | Relation::Acl) => self.head(act),
            (Some(own), _) => Some(own),
            (None, Relation::Conj | Relation::Xcomp | Relation::Advcl) => {
                let above = self.head(act)?;
                self.children(above).find(|&idx| self.is_subject(idx))
            }
            (None, _) => None,
        }
    }

    /// An act with its auxiliaries, its denial and its particle.
    fn verb_group(&self, act: usize, words: &mut Vec<usize>) {
        words.push(act);
        let denies = |idx: usize| {
            is(&self.tellings.word(self.witness_idx, idx).to_lowercase(), Cue::Negation)
        };
        words.extend(self.children(act).filter(|&idx| {
            matches!(
                self.relation(idx),
                Relation::Aux | Relation::AuxPass | Relation::Cop | Relation::CompoundPrt
            ) || (self.relation(idx) == Relation::Mark && self.upos(idx) == Upos::Part)
                || denies(idx)
        }));
    }

    /// A noun with what stands before it, and where `long` one phrase that describes it.
    pub(super) fn noun_phrase(&self, noun: usize, long: bool, words: &mut Vec<usize>) {
        words.push(noun);
        for idx in self.children(noun) {
            match self.relation(idx) {
                Relation::Compound
                | Relation::Amod
                | Relation::Nummod
                | Relation::Flat
                | Relation::Det => words.push(idx),
                Relation::NmodPoss => {
                    words.push(idx);
                    words.extend(self.children(idx).filter(|&part| {
                        matches!(
                            self.relation(part),
                            Relation::Case | Relation::Compound | Relation::Flat | Relation::Det
                        )
                    }));
                }
                Relation::Nmod if long && idx > noun => {
                    let case = self.children(idx).filter(|&c| self.relation(c) == Relation::Case);
                    words.extend(case);
                    self.noun_phrase(idx, false, words);
                }
                _ => {}
            }
        }
    }

    /// One circumstance of an act that is not the value.
    fn circumstance(
        &self,
        act: usize,
        inside: &Range<usize>,
        around: Around,
        words: &mut Vec<usize>,
    ) {
        let other = self.children(act).find(|&idx| {
            self.relation(idx) == Relation::Obl
                && (around == Around::Clause || !inside.contains(&idx))
        });
        if let Some(idx) = other {
            words.extend(self.children(idx).filter(|&c| self.relation(c) == Relation::Case));
            self.noun_phrase(idx, false, words);
            words.retain(|idx| around == Around::Clause || !inside.contains(idx));
            words.sort_unstable();
            words.dedup();
        }
    }

    /// Without a tree that helps: the words around a value up to the next marks.
    pub(super) fn window(&self, inside: &Range<usize>, around: Around) -> Phrase {
        let mut words: Vec<usize> = Vec::new();
        let is_mark = |&idx: &usize| {
            let word = self.tellings.word(self.witness_idx, idx);
            !word.chars().any(char::is_alphanumeric)
        };
        if around == Around::Clause {
            words.extend(inside.clone().filter(|idx| !is_mark(idx)).take(MAX_WORDS));
            return Phrase { words, worth: 0.0 };
        }
        let before: Vec<usize> = (self.sentence.start..inside.start)
            .rev()
            .take_while(|idx| !is_mark(idx))
            .take(MAX_WORDS * 2 / 3)
            .collect();
        words.extend(before.iter().rev());
        let left = MAX_WORDS.saturating_sub(words.len());
        words.extend((inside.end..self.sentence.end).take_while(|idx| !is_mark(idx)).take(left));
        Phrase { words, worth: 0.0 }
    }

    /// Of a name all words are given.
    pub(super) fn complete_names(
        &self,
        words: &mut Vec<usize>,
        inside: &Range<usize>,
        around: Around,
    ) {
        let Some(witness) = self.tellings.witnesses.get(self.witness_idx) else { return };
        let ends = words.iter().min().zip(words.iter().max());
        let all =
            ends.and_then(|(first, last)| self.tellings.span(self.witness_idx, *first..last + 1));
        let Some(all) = all else { return };
        let mut whole = Vec::new();
        // `Twenty-seven` is one number.
        let number = |span: Span| {
            let tokens = witness.annotations.tokens_in(span);
            let mut digits = tokens.filter(|&idx| self.upos(idx) == Upos::Num);
            let first = digits.next()?;
            Some(first..digits.next_back().unwrap_or(first) + 1)
        };
        let quantities =
            witness.annotations.quantities_in(all).iter().map(|quantity| quantity.span);
        let numbers = quantities.filter_map(number);
        let names = witness.annotations.mentions_in(all).iter().map(|mention| mention.span);
        let names = names.map(|span| witness.annotations.tokens_in(span));
        for tokens in names.chain(numbers) {
            if words.iter().any(|idx| tokens.contains(idx)) {
                whole.extend(tokens);
            }
        }
        whole.retain(|idx| around == Around::Clause || !inside.contains(idx));
        words.extend(whole);
        words.sort_unstable();
        words.dedup();
    }

    /// Puts back what was left out between two words that stand near one another, but no value
    /// of its own topic and no mark of a quotation.
    pub(super) fn fill(&self, words: &mut Vec<usize>, inside: &Range<usize>, around: Around) {
        let mut whole: Vec<usize> = Vec::with_capacity(words.len());
        for &idx in words.iter() {
            if let Some(&last) = whole.last() {
                let gap = last + 1..idx;
                let stays = |at: usize| {
                    let word = self.tellings.word(self.witness_idx, at);
                    (around == Around::Value && inside.contains(&at))
                        || word.contains(['“', '”', '"', '‘', '(', ')', ';', ':', '—'])
                };
                if gap.len() <= MAX_FILLED && !gap.clone().any(stays) {
                    whole.extend(gap);
                }
            }
            whole.push(idx);
        }
        *words = whole;
    }

    /// Takes off the dateline, and small words at both ends that lead nowhere.
    pub(super) fn trim(&self, words: &mut Vec<usize>) {
        let dateline = self.tellings.witnesses.get(self.witness_idx);
        let place = dateline.and_then(|witness| witness.article.dateline.as_ref());
        let place = place.map_or("", |dateline| dateline.place.as_str());
        words.retain(|&idx| {
            let word = self.tellings.word(self.witness_idx, idx);
            if !word.contains(char::is_alphanumeric) {
                return false;
            }
            let capitals = word.chars().count() > 1 && !word.contains(char::is_lowercase);
            !(capitals && place.split(' ').any(|part| part.eq_ignore_ascii_case(word)))
        });
        let leads_nowhere = |idx: usize| {
            let word = fold(self.tellings.word(self.witness_idx, idx));
            matches!(
                self.upos(idx),
                Upos::Adp
                    | Upos::Cconj
                    | Upos::Sconj
                    | Upos::Det
                    | Upos::Aux
                    | Upos::Part
                    | Upos::Punct
            ) || is(&word, Cue::Joiner)
        };
        // A word that describes one that was left out leads nowhere either.
        let describes = |idx: usize| {
            matches!(
                self.relation(idx),
                Relation::Amod | Relation::Compound | Relation::Nummod | Relation::NmodPoss
            )
        };
        while words.last().is_some_and(|&idx| {
            leads_nowhere(idx) || describes(idx) && self.head(idx).is_some_and(|head| head > idx)
        }) {
            words.pop();
        }
        let opens = |idx: usize| {
            matches!(
                self.upos(idx),
                Upos::Adp | Upos::Cconj | Upos::Sconj | Upos::Punct | Upos::Part
            )
        };
        while words.first().is_some_and(|&idx| opens(idx)) {
            words.remove(0);
        }
    }
}
