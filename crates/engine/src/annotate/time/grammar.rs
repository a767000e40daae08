//! The rules of a language: patterns over token classes, each with the action that gives its meaning.
//!
//! A line of `time_rules.txt` is `head = item item … : action`. An item is a class (`MONTH`, or
//! `UNIT=Y` for one code), a word (`of`), another rule (`<amount>`), or several of them with `|`
//! between; `?` behind it makes it optional. The rules of the head `time` are what the text is
//! searched for; the longest match wins, then the earlier rule.
//!
//! Method: typed tokens and their growth after Zhong, Sun and Cambria 2017, doi:10.18653/v1/P17-1039;
//! composition of partial dates after Chang and Manning 2012 (SUTime).

use super::compose::{self, Part};
use super::lexicon::Class;
use super::meaning::Meaning;
use super::token::{Line, Token};

/// The rules of one language.
#[derive(Debug, Default)]
pub(crate) struct Grammar {
    rules: Vec<Rule>,
    heads: Vec<Head>,
}

#[derive(Debug)]
struct Head {
    name: &'static str,
    rules: Vec<usize>,
    first: u64,
}

#[derive(Debug)]
struct Rule {
    items: Vec<Item>,
    action: compose::Action,
    first: u64,
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
    pub(crate) support: compose::Support,
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
            let Some(action) = compose::Action::read(action) else {
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
            grammar.rules.push(Rule { items, action, first: 0 });
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
            self.heads.push(Head { name, rules: Vec::new(), first: 0 });
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

    /// Settles with which classes each rule can begin, until nothing changes.
    fn settle_first(&mut self) {
        loop {
            let mut changed = false;
            for idx in 0..self.rules.len() {
                let first = self.rules.get(idx).map_or(0, |rule| self.first_of(&rule.items));
                if let Some(rule) = self.rules.get_mut(idx) {
                    changed |= rule.first != first;
                    rule.first = first;
                }
            }
            for head in &mut self.heads {
                let rules = head.rules.iter().filter_map(|idx| self.rules.get(*idx));
                let first = rules.fold(0, |first, rule| first | rule.first);
                changed |= head.first != first;
                head.first = first;
            }
            if !changed {
                return;
            }
        }
    }

    fn first_of(&self, items: &[Item]) -> u64 {
        let mut first = 0;
        for item in items {
            for atom in &item.atoms {
                first |= match atom {
                    Atom::Class(class, _) => class.bit(),
                    Atom::Word(_) => Class::Literal.bit(),
                    Atom::Rule(head) => self.heads.get(*head).map_or(0, |head| head.first),
                };
            }
            if !item.optional {
                break;
            }
        }
        first
    }

    /// Whether an expression may begin with a token.
    pub(crate) fn begins(&self, token: &Token) -> bool {
        self.heads.first().is_some_and(|head| head.first & token.mask != 0)
    }

    /// The longest expression that begins at token `at`.
    pub(crate) fn longest(&self, tokens: &[Token], at: usize) -> Option<Match> {
        self.parse(0, tokens, at, 0)
    }

    fn parse(&self, head: usize, tokens: &[Token], at: usize, depth: usize) -> Option<Match> {
        let token = tokens.get(at)?;
        let head = self.heads.get(head)?;
        if depth > MAX_DEPTH || head.first & token.mask == 0 {
            return None;
        }
        let mut best: Option<Match> = None;
        for rule in head.rules.iter().filter_map(|idx| self.rules.get(*idx)) {
            if rule.first & token.mask == 0 {
                continue;
            }
            let mut parts = Vec::new();
            let floor = best.as_ref().map_or(at, |best| best.end);
            let search = Search { grammar: self, tokens, rule, depth, floor };
            if let Some(found) = search.run(&rule.items, at, &mut parts) {
                best = Some(found);
            }
        }
        best
    }
}

/// The search for one rule.
struct Search<'a> {
    grammar: &'a Grammar,
    tokens: &'a [Token],
    rule: &'a Rule,
    depth: usize,
    /// Only matches that end after this token count.
    floor: usize,
}

impl Search<'_> {
    fn run(&self, items: &[Item], at: usize, parts: &mut Vec<Part>) -> Option<Match> {
        let Some((item, rest)) = items.split_first() else {
            if at <= self.floor {
                return None;
            }
            let meaning = self.rule.action.apply(parts, self.tokens)?;
            return Some(Match { end: at, meaning, support: self.rule.action.support });
        };
        for atom in &item.atoms {
            let held = parts.len();
            if let Some(next) = self.atom(*atom, at, parts)
                && let Some(found) = self.run(rest, next, parts)
            {
                return Some(found);
            }
            parts.truncate(held);
        }
        if item.optional { self.run(rest, at, parts) } else { None }
    }

    /// The token after an atom that matches at `at`.
    fn atom(&self, atom: Atom, at: usize, parts: &mut Vec<Part>) -> Option<usize> {
        let token = self.tokens.get(at)?;
        if !parts.is_empty() && token.line == Line::New {
            return None;
        }
        match atom {
            Atom::Word(number) => {
                if token.literal != number {
                    return None;
                }
                parts.push(Part::Word);
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
                parts.push(Part::Token(class, at));
                Some(at + 1)
            }
            Atom::Rule(head) => {
                let found = self.grammar.parse(head, self.tokens, at, self.depth + 1)?;
                parts.push(Part::Meaning(found.meaning));
                Some(found.end)
            }
        }
    }
}
