//! What a sentence says of a figure: its part in a change, what it is a part of, and what those
//! counted do or what is done to them.
//!
//! In: the quantities and the trees. What the tree does not say plainly stays open.

use super::words_of_change::{self as table, Class};
use tellings_model::{
    Annotations, Article, ChangePart, FigureAct, FigureChange, Quantity, Relation, Span, Upos, Way,
};

/// Heads are followed so far; it bounds the work on broken trees.
const MAX_STEPS: usize = 4;

/// So many tokens behind `of` may name a whole.
const LONGEST_WHOLE: usize = 6;

/// Fills change, whole and act of each quantity.
pub(crate) fn tell(article: &Article, annotations: &Annotations, quantities: &mut [Quantity]) {
    for idx in 0..quantities.len() {
        let view = View { article, annotations, quantities };
        let Some(figure) = view.figure(idx) else { continue };
        let (change, whole) = (view.change(&figure), view.whole(&figure));
        let act = view.act(&figure, whole.is_some()).filter(|_| change.is_none());
        if let Some(quantity) = quantities.get_mut(idx) {
            (quantity.change, quantity.whole, quantity.act) = (change, whole, act);
        }
    }
}

struct View<'a> {
    article: &'a Article,
    annotations: &'a Annotations,
    quantities: &'a [Quantity],
}

/// A quantity with its place among the tokens.
struct Figure<'a> {
    quantity: &'a Quantity,
    next: Option<&'a Quantity>,
    first: usize,
    end: usize,
    /// The last of its tokens that hangs on something outside.
    top: usize,
}

/// How a figure is joined to what it changes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Joint {
    Part(ChangePart),
    Of,
    Bare,
}

impl<'a> View<'a> {
    fn figure(&self, idx: usize) -> Option<Figure<'a>> {
        let quantity = self.quantities.get(idx)?;
        let tokens = self.annotations.tokens_in(quantity.span);
        let (first, end) = (tokens.start, tokens.end);
        let outside = |at: &usize| {
            let head = self.annotations.tokens.get(*at).map_or(*at, |token| token.head as usize);
            head == *at || head < first || end <= head
        };
        let top = tokens.rev().find(outside)?;
        Some(Figure { quantity, next: self.quantities.get(idx + 1), first, end, top })
    }

    fn word(&self, idx: usize) -> String {
        let token = self.annotations.tokens.get(idx);
        token.map_or(String::new(), |token| self.article.at(token.span).to_lowercase())
    }

    fn upos(&self, idx: usize) -> Upos {
        self.annotations.tokens.get(idx).map_or(Upos::X, |token| token.upos)
    }

    fn relation(&self, idx: usize) -> Relation {
        self.annotations.tokens.get(idx).map_or(Relation::Root, |token| token.relation)
    }

    fn head(&self, idx: usize) -> Option<usize> {
        let head = self.annotations.tokens.get(idx)?.head as usize;
        (head != idx).then_some(head)
    }

    fn class(&self, idx: usize) -> Option<Class> {
        let token = self.annotations.tokens.get(idx)?;
        table::class(self.annotations.lemma(token)).or_else(|| table::class(&self.word(idx)))
    }

    /// The token before `idx` in its sentence.
    fn before(&self, idx: usize) -> Option<usize> {
        let token = self.annotations.tokens.get(idx)?;
        let sentence =
            self.annotations.sentences.get(self.annotations.sentence_at(token.span.start())?)?;
        idx.checked_sub(1).filter(|before| sentence.tokens.0 as usize <= *before)
    }

    /// The part of a figure in a change.
    fn change(&self, figure: &Figure<'_>) -> Option<FigureChange> {
        let before = self.before(figure.first);
        let joint = before.map_or(Some(Joint::Bare), |before| {
            let word = self.word(before);
            match table::class(&word) {
                Some(Class::By) => Some(Joint::Part(ChangePart::By)),
                Some(Class::To) => Some(Joint::Part(ChangePart::To)),
                Some(Class::From) => Some(Joint::Part(ChangePart::From)),
                Some(Class::Of) => Some(Joint::Of),
                _ => (self.upos(before) != Upos::Adp || self.particle(before).is_some())
                    .then_some(Joint::Bare),
            }
        })?;
        let beside = match joint {
            Joint::Bare => before,
            Joint::Part(_) => before.and_then(|before| self.before(before)),
            Joint::Of => None,
        };
        let share = table::is_share(figure.quantity.unit.as_deref());
        let counted = figure.quantity.counted.is_some() && !share;
        if let Some(way) = beside.and_then(|beside| self.particle(beside))
            && !(joint == Joint::Bare && (counted || figure.quantity.unit.is_none()))
        {
            let part = if let Joint::Part(part) = joint { part } else { ChangePart::By };
            return Some(FigureChange { way, part });
        }
        let (governor, through) = self.governor(figure, joint)?;
        let noun = self.upos(governor) == Upos::Noun;
        let way = self.way(governor)?;
        let class = self.class(governor)?;
        let inside_noun = noun && through < governor;
        let part = match joint {
            Joint::Part(part) => part,
            Joint::Of if noun => ChangePart::By,
            Joint::Of => return None,
            // `or 1.6 percent` says the figure before it again.
            Joint::Bare
                if matches!(self.relation(figure.top), Relation::Conj | Relation::Appos) =>
            {
                return None;
            }
            Joint::Bare if inside_noun && !counted => ChangePart::By,
            Joint::Bare if noun || counted || table::is_time(figure.quantity.unit.as_deref()) => {
                return None;
            }
            Joint::Bare => match class {
                Class::Up | Class::Down => ChangePart::By,
                Class::Gain | Class::Lose if share || self.goes_to(figure) => ChangePart::By,
                _ => return None,
            },
        };
        Some(FigureChange { way, part })
    }

    /// The way that `up`, `higher` or `down` beside a figure says.
    fn particle(&self, idx: usize) -> Option<Way> {
        match table::class(&self.word(idx))? {
            Class::Upward => Some(Way::Up),
            Class::Downward => Some(Way::Down),
            _ => None,
        }
    }

    fn way(&self, idx: usize) -> Option<Way> {
        match self.class(idx)? {
            Class::Up | Class::Raise | Class::Gain => Some(Way::Up),
            Class::Down | Class::Cut | Class::Lose => Some(Way::Down),
            _ => None,
        }
    }

    /// Whether `to` and a figure of the same unit follow: `gained $12 to $1,940`.
    fn goes_to(&self, figure: &Figure<'_>) -> bool {
        let to = table::class(&self.word(figure.end)) == Some(Class::To);
        let next = figure.next.filter(|next| next.unit == figure.quantity.unit);
        to && next.is_some_and(|next| self.annotations.tokens_in(next.span).start == figure.end + 1)
    }

    /// The word of change that a figure hangs on, and the token that hangs on it.
    fn governor(&self, figure: &Figure<'_>, joint: Joint) -> Option<(usize, usize)> {
        let mut at = figure.top;
        for _ in 0..MAX_STEPS {
            // What is joined by `by` looks like an agent to the parser.
            let loose = match self.relation(at) {
                Relation::Nsubj | Relation::NsubjPass | Relation::Iobj => false,
                Relation::OblAgent => joint == Joint::Part(ChangePart::By),
                _ => true,
            };
            let head = self.head(at).filter(|_| loose)?;
            if self.way(head).is_some() {
                return Some((head, at));
            }
            if matches!(self.upos(head), Upos::Verb | Upos::Aux) {
                return None;
            }
            at = head;
        }
        None
    }

    /// What a figure is a part of.
    fn whole(&self, figure: &Figure<'_>) -> Option<Span> {
        let is_of = |idx: usize| table::class(&self.word(idx)) == Some(Class::Of);
        let end = figure.quantity.span.end();
        // `two of the buses`: the counted words are the whole.
        if let Some(of) = (figure.first..figure.end).find(|idx| is_of(*idx)) {
            let first = self.annotations.tokens.get(of + 1)?.span.start();
            return (first < end).then(|| self.article.span(first, end));
        }
        if !is_of(figure.end) {
            return None;
        }
        let first = figure.end + 1;
        let start = self.annotations.tokens.get(first)?.span.start();
        let sentence = self.annotations.sentence_at(start)?;
        let limit = self.annotations.sentences.get(sentence)?.tokens.1 as usize;
        if self.annotations.tokens.get(figure.top)?.span.start() >= start {
            return None;
        }
        let next = figure.next.filter(|next| {
            let at = self.annotations.tokens_in(next.span).start;
            at == first || (at == first + 1 && self.upos(first) != Upos::Noun)
        });
        if let Some(next) = next {
            return Some(self.article.span(start, next.span.end()));
        }
        // `three members of the council` are members, not a part of a council.
        let unit = figure.quantity.unit.as_deref();
        if unit.is_some_and(|unit| unit != table::PERCENTAGE) {
            return None;
        }
        let named = |idx: usize| matches!(self.upos(idx), Upos::Noun | Upos::Propn | Upos::Pron);
        let last = (first..limit.min(first + LONGEST_WHOLE))
            .take_while(|idx| self.upos(*idx) != Upos::Punct && self.upos(*idx) != Upos::Verb)
            .find(|idx| named(*idx) && !(idx + 1 < limit && named(idx + 1)))?;
        Some(self.article.span(start, self.annotations.tokens.get(last)?.span.end()))
    }

    /// What those counted do, or what is done to them.
    fn act(&self, figure: &Figure<'_>, is_part: bool) -> Option<FigureAct> {
        if figure.quantity.counted.is_none() && !is_part && figure.quantity.unit.is_some() {
            return None;
        }
        let mut at = figure.top;
        for _ in 0..MAX_STEPS {
            if self.relation(at) != Relation::Conj {
                break;
            }
            at = self.head(at)?;
        }
        let done_to = match self.relation(at) {
            Relation::Nsubj | Relation::OblAgent => false,
            Relation::NsubjPass | Relation::Obj => true,
            _ => return None,
        };
        let verb = self.head(at).filter(|head| self.upos(*head) == Upos::Verb)?;
        let verb = self.annotations.tokens.get(verb)?.span;
        Some(FigureAct { verb, done_to })
    }
}
