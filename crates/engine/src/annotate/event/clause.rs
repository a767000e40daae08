//! Clauses: their predicates, and what tense, aspect and mood say of their time.

use super::table::{self, Role};
use std::borrow::Cow;
use tellings_model::{Annotations, Article, Relation, Span, Token, Upos};

/// What the verb of a clause says of its time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Tense {
    /// A noun, or a verb that says nothing.
    #[default]
    None,
    /// `sells`.
    Present,
    /// `sold`.
    Past,
    /// `has sold`.
    Perfect,
    /// `had sold`.
    PastPerfect,
    /// `selling`, `sold` without a subject.
    Participle,
    /// `to sell`.
    Infinitive,
    /// `would sell`.
    Modal,
    /// `will sell`.
    Future,
}

/// What the words around a predicate say of it.
#[derive(Clone, Copy, Debug, Default)]
struct Clues {
    /// The tense of its auxiliaries.
    auxiliary: Tense,
    /// Whether it has a subject, or a copula.
    subject: bool,
    /// Whether `to` stands in front of it.
    to: bool,
    /// Whether it is denied.
    denied: bool,
    /// What the word that joins it to another clause says.
    mark: Option<Role>,
}

/// The words of an article with what the trees say of them.
pub(super) struct View<'a> {
    pub(super) article: &'a Article,
    pub(super) annotations: &'a Annotations,
    clues: Vec<Clues>,
}

/// No clause is nested deeper; it bounds the work on broken trees.
pub(super) const MAX_DEPTH: usize = 12;

impl<'a> View<'a> {
    /// Gathers the clues in one pass over the tokens.
    pub(super) fn of(article: &'a Article, annotations: &'a Annotations) -> Self {
        let clues = vec![Clues::default(); annotations.tokens.len()];
        let mut view = Self { article, annotations, clues };
        for idx in 0..annotations.tokens.len() {
            view.note(idx);
        }
        view
    }

    fn note(&mut self, idx: usize) {
        let Some(token) = self.annotations.tokens.get(idx).copied() else { return };
        let word = self.word(idx);
        let mut clues = Clues::default();
        match token.relation {
            Relation::Aux | Relation::AuxPass | Relation::Cop => {
                clues.auxiliary = tense_of(table::auxiliary(&word));
                clues.subject = token.relation == Relation::Cop;
            }
            Relation::Nsubj | Relation::NsubjPass => clues.subject = true,
            Relation::Mark | Relation::Advmod | Relation::Case | Relation::Det => {
                clues.denied = table::is(&word, Role::Negation);
                clues.to = token.upos == Upos::Part && word == "to";
                clues.mark = [Role::Condition, Role::Before, Role::After]
                    .into_iter()
                    .find(|role| token.relation != Relation::Advmod && table::is(&word, *role));
            }
            _ => return,
        }
        drop(word);
        if let Some(head) = self.clues.get_mut(token.head as usize) {
            head.auxiliary = head.auxiliary.max(clues.auxiliary);
            head.subject |= clues.subject;
            head.to |= clues.to;
            head.denied |= clues.denied;
            head.mark = head.mark.or(clues.mark);
        }
    }

    pub(super) fn token(&self, idx: usize) -> Option<&'a Token> {
        self.annotations.tokens.get(idx)
    }

    /// The word in lower case.
    pub(super) fn word(&self, idx: usize) -> Cow<'a, str> {
        let word = self.token(idx).map_or("", |token| self.article.at(token.span));
        if word.bytes().all(|byte| byte.is_ascii_lowercase()) {
            Cow::Borrowed(word)
        } else {
            Cow::Owned(word.to_lowercase())
        }
    }

    pub(super) fn lemma(&self, idx: usize) -> &'a str {
        self.token(idx).map_or("", |token| self.annotations.lemma(token))
    }

    pub(super) fn is(&self, idx: usize, role: Role) -> bool {
        table::is(self.lemma(idx), role)
    }

    /// What a token depends on; `None` for a root.
    pub(super) fn head(&self, idx: usize) -> Option<usize> {
        let head = self.token(idx)?.head as usize;
        (head != idx).then_some(head)
    }

    pub(super) fn relation(&self, idx: usize) -> Relation {
        self.token(idx).map_or(Relation::Root, |token| token.relation)
    }

    /// Whether a token heads a clause: a verb, or what a copula or a subject is joined to.
    pub(super) fn is_predicate(&self, idx: usize) -> bool {
        let verb = self.token(idx).is_some_and(|token| match token.upos {
            Upos::Verb => true,
            Upos::Aux => matches!(token.relation, Relation::Root | Relation::Ccomp),
            _ => false,
        });
        verb || self.clues.get(idx).is_some_and(|clues| clues.subject)
    }

    /// The predicate of the clause a token stands in: itself, or the nearest above.
    pub(super) fn clause(&self, idx: usize) -> Option<usize> {
        let mut at = idx;
        for _ in 0..MAX_DEPTH {
            if self.is_predicate(at) {
                return Some(at);
            }
            at = self.head(at)?;
        }
        None
    }

    /// The word that joins a clause to the one it belongs to.
    pub(super) fn mark(&self, idx: usize) -> Option<Role> {
        self.clues.get(idx).and_then(|clues| clues.mark)
    }

    /// Whether a token is denied.
    pub(super) fn is_denied(&self, idx: usize) -> bool {
        self.clues.get(idx).is_some_and(|clues| clues.denied)
    }

    /// The tense of a predicate, by its auxiliaries, then by its form.
    pub(super) fn tense(&self, idx: usize) -> Tense {
        let Some(clues) = self.clues.get(idx) else { return Tense::None };
        let auxiliary = clues.auxiliary.max(self.auxiliary_in_front(idx));
        let token = self.token(idx);
        if auxiliary != Tense::None {
            return auxiliary;
        }
        if token.is_none_or(|token| !matches!(token.upos, Upos::Verb | Upos::Aux)) {
            return Tense::None;
        }
        if clues.to {
            return Tense::Infinitive;
        }
        let (word, lemma) = (self.word(idx), self.lemma(idx));
        let bare = matches!(self.relation(idx), Relation::Acl | Relation::Xcomp)
            || (self.relation(idx) == Relation::Advcl && !clues.subject);
        if word.ends_with("ing") && word != lemma {
            Tense::Participle
        } else if word == lemma {
            let third_person = !table::is(lemma, Role::Unchanged);
            if third_person { Tense::Present } else { Tense::Past }
        } else if word.ends_with('s') && !lemma.ends_with('s') {
            Tense::Present
        } else if bare {
            Tense::Participle
        } else {
            Tense::Past
        }
    }

    /// The tense of an auxiliary right in front of a verb, adverbs skipped: what stands there
    /// whatever the tree says.
    fn auxiliary_in_front(&self, idx: usize) -> Tense {
        const REACH: usize = 3;
        let verb = self.token(idx).is_some_and(|token| token.upos == Upos::Verb);
        for at in (idx.saturating_sub(REACH)..idx).rev().take_while(|_| verb) {
            match self.token(at).map(|token| token.upos) {
                Some(Upos::Adv) => {}
                Some(Upos::Part) if self.word(at) != "to" => {}
                Some(Upos::Aux) => return tense_of(table::auxiliary(&self.word(at))),
                _ => return Tense::None,
            }
        }
        Tense::None
    }

    /// The words of a stretch as tokens: first and one past the last.
    pub(super) fn tokens_in(&self, span: Span) -> std::ops::Range<usize> {
        self.annotations.tokens_in(span)
    }
}

fn tense_of(auxiliary: Option<Role>) -> Tense {
    match auxiliary {
        Some(Role::Perfect) => Tense::Perfect,
        Some(Role::PastPerfect) => Tense::PastPerfect,
        Some(Role::Future) => Tense::Future,
        Some(Role::Modal) => Tense::Modal,
        Some(Role::Past) => Tense::Past,
        Some(Role::Present) => Tense::Present,
        _ => Tense::None,
    }
}
