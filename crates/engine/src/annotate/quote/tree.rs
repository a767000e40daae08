//! What the dependency tree says of a saying word: who does the saying.
//!
//! The tree is one witness beside the order of the words; [`super::phrase`] weighs the two.
//! Every look goes a bounded way, whatever the tree.

use super::frame::Word;
use super::lexicon::Kinds;
use tellings_model::{Relation, Token, Upos};

/// How many tokens left and right of a verb its subject is looked for.
const REACH: usize = 60;
/// How many verbs up a verb without a subject of its own is followed.
const MAX_STEPS: usize = 4;

/// The tokens of an article with their heads.
#[derive(Clone, Copy)]
pub(crate) struct Tree<'a> {
    pub(crate) tokens: &'a [Token],
    pub(crate) words: &'a [Word],
}

impl Tree<'_> {
    fn token(&self, idx: usize) -> Option<&Token> {
        self.tokens.get(idx)
    }

    fn relation(&self, idx: usize) -> Relation {
        self.token(idx).map_or(Relation::Root, |token| token.relation)
    }

    fn head(&self, idx: usize) -> Option<usize> {
        let head = self.token(idx)?.head as usize;
        (head != idx).then_some(head)
    }

    /// The first dependent of a word that stands in one of some relations to it.
    fn dependent(&self, head: usize, wanted: &[Relation]) -> Option<usize> {
        let from = head.saturating_sub(REACH);
        let near = self.tokens.get(from..self.tokens.len().min(head + REACH))?;
        near.iter()
            .position(|token| token.head as usize == head && wanted.contains(&token.relation))
            .map(|at| from + at)
            .filter(|&idx| idx != head)
    }

    /// The word that names who does what a verb says, and whether the verb says it itself.
    ///
    /// A verb without a subject takes the one of the verb it goes on from: the first of a series,
    /// the verb that a participle belongs to, the one whose object it speaks of.
    pub(crate) fn subject(&self, verb: usize) -> Option<Subject> {
        let mut at = verb;
        for step in 0..MAX_STEPS {
            if self.dependent(at, &[Relation::NsubjPass, Relation::AuxPass]).is_some() {
                if step > 0 {
                    return self.found(self.dependent(at, &[Relation::NsubjPass])?, step);
                }
                let agent = self.dependent(at, &[Relation::OblAgent])?;
                return self.found(agent, step);
            }
            if let Some(subject) = self.dependent(at, &[Relation::Nsubj]) {
                let relative = self.words.get(subject).is_some_and(|word| {
                    word.is(Kinds::RELATIVE)
                        && self.token(subject).map(|t| t.upos) == Some(Upos::Pron)
                });
                let antecedent = self.clause(at).filter(|_| relative);
                return self.found(antecedent.unwrap_or(subject), step);
            }
            let head = self.head(at)?;
            match self.relation(at) {
                Relation::Acl => return self.found(head, step),
                Relation::Xcomp => {
                    if let Some(object) = self.dependent(head, &[Relation::Obj, Relation::Iobj])
                        && object < at
                    {
                        return self.found(object, step);
                    }
                    at = head;
                }
                Relation::Conj | Relation::Advcl | Relation::Ccomp | Relation::Parataxis => {
                    at = head;
                }
                _ => return None,
            }
        }
        None
    }

    /// The last word of what a verb governs to its right: its objects and reported clauses with
    /// all that hangs on them. `None` where it governs nothing there.
    pub(crate) fn complement_end(&self, verb: usize) -> Option<usize> {
        let governed = [Relation::Ccomp, Relation::Xcomp, Relation::Obj, Relation::Iobj];
        let near = self.tokens.get(verb + 1..self.tokens.len().min(verb + REACH))?;
        near.iter()
            .enumerate()
            .filter(|(_, token)| token.head as usize == verb && governed.contains(&token.relation))
            .map(|(at, _)| self.last_of(verb + 1 + at))
            .max()
    }

    /// The last word that hangs on a word, without a gap.
    fn last_of(&self, top: usize) -> usize {
        let mut last = top;
        while let Some(next) = self.joined(top, last) {
            last = next;
        }
        last
    }

    /// The next word behind `last` that hangs on `top..=last`, itself or through words behind it.
    fn joined(&self, top: usize, last: usize) -> Option<usize> {
        let mut at = last + 1;
        for _ in 0..REACH {
            let head = self.token(at)?.head as usize;
            if top <= head && head <= last {
                return Some(at);
            }
            if head <= at {
                return None;
            }
            at = head;
        }
        None
    }

    /// The noun that the relative clause of a verb belongs to.
    fn clause(&self, verb: usize) -> Option<usize> {
        let mut at = verb;
        for _ in 0..MAX_STEPS {
            match self.relation(at) {
                Relation::AclRelcl => return self.head(at),
                Relation::Conj | Relation::Xcomp => at = self.head(at)?,
                _ => return None,
            }
        }
        None
    }

    fn found(&self, word: usize, n_steps: usize) -> Option<Subject> {
        Some(Subject { word, own: n_steps == 0 })
    }
}

/// Who does what a verb says.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Subject {
    /// The head of the phrase, as an index into the tokens.
    pub(crate) word: usize,
    /// Whether it is the verb’s own subject, not one it shares with another verb.
    pub(crate) own: bool,
}
