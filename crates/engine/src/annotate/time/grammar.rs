//! The rules of a language: patterns over token classes, each with the action that gives its meaning.
//!
//! A line of `time_rules.txt` is `head = item item … : action`. An item is a class (`MONTH`, or
//! `UNIT=Y` for one code), a word (`of`), another rule (`<amount>`), or several of them with `|`
//! between; `?` behind it makes it optional. The rules of the head `time` are what the text is
//! searched for; the longest match wins, then the earlier rule.
//!
//! Method: typed tokens and their growth after Zhong, Sun and Cambria 2017, doi:10.18653/v1/P17-1039;
//! composition of partial dates after Chang and Manning 2012 (SUTime).

use super::action::Action;
use super::compose::Part;
use super::lexicon::Class;
use super::meaning::Meaning;
use super::support::Support;
use super::token::{Line, Token};

/// The rules of one language.
#[derive(Debug, Default)]
pub(crate) struct Grammar {
    rules: Vec<Rule>,
    heads: Vec<Head>,
    /// What stands anywhere in a rule.
    inside: Admitted,
}

#[derive(Debug)]
struct Head {
    name: &'static str,
    rules: Vec<usize>,
    first: Admitted,
    alone: Admitted,
}

#[derive(Debug)]
struct Rule {
    items: Vec<Item>,
    action: Action,
    first: Admitted,
}

/// The tokens that may stand at a place: some classes and some words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Admitted {
    classes: u64,
    words: u128,
}

impl Admitted {
    fn or(self, other: Self) -> Self {
        Self { classes: self.classes | other.classes, words: self.words | other.words }
    }

    fn has(self, token: &Token) -> bool {
        self.classes & token.mask != 0
            || (token.literal > 0 && self.words & word_bit(token.literal) != 0)
    }
}

/// The bit of a word; words past the last bit share it.
fn word_bit(number: u16) -> u128 {
    1 << u32::from(number).min(127)
}

#[derive(Debug)]
struct Item {
    atoms: Vec<Atom>,
    optional: bool,
}

#[derive(Clone, Copy, Debug)]
enum Atom {
    Class(Class, Option<&'static str>),
    Word(u16),
    Rule(usize),
}

/// A match: the token after it, its meaning, and the rule.
#[derive(Clone, Debug)]
pub(crate) struct Match {
    /// The token after the match.
    pub(crate) end: usize,
    /// What it means.
    pub(crate) meaning: Meaning,
    /// Whether the rule needs support around it.
    pub(crate) support: Support,
}

/// Rules within rules deeper than this do not occur; it bounds the work on hostile text.
const MAX_DEPTH: usize = 6;

impl Grammar {
    /// Reads the rules; `literal` is told the number of each word that a rule names.
    pub(crate) fn read(
        lines: impl Iterator<Item = &'static str>,
        mut literal: impl FnMut(&'static str, u16),
    ) -> Self {
        let mut grammar = Self::default();
        let mut words: Vec<&'static str> = Vec::new();
        grammar.head("time");
        for line in lines {
            let Some((head, rest)) = line.split_once(" = ") else { continue };
            let Some((pattern, action)) = rest.rsplit_once(" : ") else { continue };
            let Some(action) = Action::read(action) else {
                debug_assert!(false, "no such action: {line}");
                continue;
            };
            let items = pattern.split_whitespace().map(|item| {
                grammar.item(item, &mut |word| {
                    let at = words.iter().position(|known| *known == word).unwrap_or_else(|| {
                        words.push(word);
                        words.len() - 1
                    });
                    u16::try_from(at + 1).unwrap_or(0)
                })
            });
            let items = items.collect();
            let head = grammar.head(head.trim());
            let rule = grammar.rules.len();
            grammar.rules.push(Rule { items, action, first: Admitted::default() });
            if let Some(head) = grammar.heads.get_mut(head) {
                head.rules.push(rule);
            }
        }
        for (number, word) in (1..).zip(&words) {
            literal(word, number);
        }
        grammar.settle_first();
        grammar
    }

    fn head(&mut self, name: &'static str) -> usize {
        self.heads.iter().position(|head| head.name == name).unwrap_or_else(|| {
            let nothing = Admitted::default();
            self.heads.push(Head { name, rules: Vec::new(), first: nothing, alone: nothing });
            self.heads.len() - 1
        })
    }

    fn item(&mut self, text: &'static str, word: &mut impl FnMut(&'static str) -> u16) -> Item {
        let (text, optional) = text.strip_suffix('?').map_or((text, false), |text| (text, true));
        let atoms = text.split('|').map(|atom| {
            if let Some(name) = atom.strip_prefix('<').and_then(|atom| atom.strip_suffix('>')) {
                return Atom::Rule(self.head(name));
            }
            let (name, code) =
                atom.split_once('=').map_or((atom, None), |(name, code)| (name, Some(code)));
            match Class::of(name) {
                Some(class) => Atom::Class(class, code),
                None => Atom::Word(word(atom)),
            }
        });
        Item { atoms: atoms.collect(), optional }
    }

    /// Settles with which tokens each rule can begin, and which can be one alone, until nothing
    /// changes.
    fn settle_first(&mut self) {
        loop {
            let mut changed = false;
            for idx in 0..self.rules.len() {
                let first = self.rules.get(idx).map(|rule| self.first_of(&rule.items));
                if let (Some(rule), Some(first)) = (self.rules.get_mut(idx), first) {
                    changed |= rule.first != first;
                    rule.first = first;
                }
            }
            for idx in 0..self.heads.len() {
                let Some(head) = self.heads.get(idx) else { continue };
                let rules = || head.rules.iter().filter_map(|idx| self.rules.get(*idx));
                let first = rules().fold(Admitted::default(), |first, rule| first.or(rule.first));
                let alone = rules().map(|rule| self.alone_of(&rule.items));
                let alone = alone.fold(Admitted::default(), Admitted::or);
                changed |= (head.first, head.alone) != (first, alone);
                if let Some(head) = self.heads.get_mut(idx) {
                    (head.first, head.alone) = (first, alone);
                }
            }
            if !changed {
                break;
            }
        }
        let atoms = self.rules.iter().flat_map(|rule| &rule.items).flat_map(|item| &item.atoms);
        let inside = atoms.map(|atom| self.atom_admits(*atom, |head| head.first));
        self.inside = inside.fold(Admitted::default(), Admitted::or);
        self.inside.classes &= !Class::Other.bit();
    }

    fn atom_admits(&self, atom: Atom, of_head: impl Fn(&Head) -> Admitted) -> Admitted {
        match atom {
            Atom::Class(class, _) => Admitted { classes: class.bit(), words: 0 },
            Atom::Word(number) => Admitted { classes: 0, words: word_bit(number) },
            Atom::Rule(head) => self.heads.get(head).map_or(Admitted::default(), of_head),
        }
    }

    fn first_of(&self, items: &[Item]) -> Admitted {
        let mut first = Admitted::default();
        for item in items {
            for atom in &item.atoms {
                first = first.or(self.atom_admits(*atom, |head| head.first));
            }
            if !item.optional {
                break;
            }
        }
        first
    }

    /// The tokens that can be the whole match.
    fn alone_of(&self, items: &[Item]) -> Admitted {
        let mut alone = Admitted::default();
        for (idx, item) in items.iter().enumerate() {
            let others = items.iter().enumerate().filter(|(other, _)| *other != idx);
            if others.clone().all(|(_, other)| other.optional) {
                for atom in &item.atoms {
                    alone = alone.or(self.atom_admits(*atom, |head| head.alone));
                }
            }
        }
        alone
    }

    /// Whether an expression may begin with a token, by it and the one behind it.
    pub(crate) fn begins(&self, token: &Token, next: Option<&Token>) -> bool {
        let goes_on = |next: &Token| {
            // Unknown words stand only between a number and its unit.
            self.inside.has(next) || (next.is(Class::Other) && token.is(Class::Num))
        };
        self.heads.first().is_some_and(|head| {
            head.first.has(token) && (head.alone.has(token) || next.is_some_and(goes_on))
        })
    }

    /// The longest expression that begins at token `at`.
    pub(crate) fn longest(&self, tokens: &[Token], at: usize) -> Option<Match> {
        Chart { grammar: self, tokens, known: Vec::new() }.parse(0, at, 0)
    }
}

/// The matches of one search, by head and place, so that none is looked for twice.
struct Chart<'a> {
    grammar: &'a Grammar,
    tokens: &'a [Token],
    known: Vec<(usize, usize, Option<Match>)>,
}

impl<'a> Chart<'a> {
    /// The longest match of a head at a token; of the earlier rule where two are as long.
    fn parse(&mut self, head_idx: usize, at: usize, depth: usize) -> Option<Match> {
        let token = self.tokens.get(at)?;
        let grammar: &'a Grammar = self.grammar;
        let head = grammar.heads.get(head_idx)?;
        if depth > MAX_DEPTH || !head.first.has(token) {
            return None;
        }
        let known = self.known.iter().find(|(head, place, _)| (*head, *place) == (head_idx, at));
        if let Some((_, _, found)) = known {
            return found.clone();
        }
        let mut best: Option<Match> = None;
        for rule in head.rules.iter().filter_map(|idx| grammar.rules.get(*idx)) {
            if !rule.first.has(token) {
                continue;
            }
            let floor = best.as_ref().map_or(at, |best| best.end);
            let mut search = Search { chart: self, rule, depth, floor, parts: Vec::new() };
            if let Some(found) = search.run(&rule.items, at) {
                best = Some(found);
            }
        }
        self.known.push((head_idx, at, best.clone()));
        best
    }
}

/// The search for one rule.
struct Search<'c, 'a> {
    chart: &'c mut Chart<'a>,
    rule: &'a Rule,
    depth: usize,
    /// Only matches that end after this token count.
    floor: usize,
    parts: Vec<Part>,
}

impl Search<'_, '_> {
    fn run(&mut self, items: &[Item], at: usize) -> Option<Match> {
        let Some((item, rest)) = items.split_first() else {
            if at <= self.floor {
                return None;
            }
            let meaning = self.rule.action.apply(&self.parts, self.chart.tokens)?;
            return Some(Match { end: at, meaning, support: self.rule.action.support });
        };
        for atom in &item.atoms {
            let held = self.parts.len();
            if let Some(next) = self.atom(*atom, at)
                && let Some(found) = self.run(rest, next)
            {
                return Some(found);
            }
            self.parts.truncate(held);
        }
        if item.optional { self.run(rest, at) } else { None }
    }

    /// The token after an atom that matches at `at`.
    fn atom(&mut self, atom: Atom, at: usize) -> Option<usize> {
        let token = self.chart.tokens.get(at)?;
        if !self.parts.is_empty() && token.line == Line::New {
            return None;
        }
        match atom {
            Atom::Word(number) => {
                if token.literal != number {
                    return None;
                }
                self.parts.push(Part::Word);
                Some(at + 1)
            }
            Atom::Class(class, code) => {
                let apart = class == Class::Hyphen && token.spaced;
                if !token.is(class) || apart {
                    return None;
                }
                if let Some(code) = code
                    && token.entry(class).is_none_or(|entry| entry.code != code)
                {
                    return None;
                }
                self.parts.push(Part::Token(class, at));
                Some(at + 1)
            }
            Atom::Rule(head) => {
                let found = self.chart.parse(head, at, self.depth + 1)?;
                self.parts.push(Part::Meaning(found.meaning));
                Some(found.end)
            }
        }
    }
}
