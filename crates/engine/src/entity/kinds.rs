//! Names that some telling of a story calls a body, and that others take for people.

use super::item::Words;
use super::words::WORDS;
use crate::annotate::gazetteer::GAZETTEER;
use rustc_hash::FxHashSet;
use tellings_model::{Annotations, Article, EntityKind, Mention};

/// Gives the names of bodies their kind in all tellings: one that says what a name is (`the grid operator
/// Nord Netz`, `chief executive of Nord Netz`) speaks for those that give the bare name.
///
/// A name that begins with a known given name stays a person's.
pub(super) fn settle(witnesses: &mut [(&Article, &mut Annotations)]) {
    let mut bodies: FxHashSet<&str> = FxHashSet::default();
    for (article, annotations) in witnesses.iter() {
        let words = Words { article, annotations };
        let called = annotations.mentions.iter().filter(|mention| is_open(mention));
        let called = called.filter(|mention| is_called_body(words, mention));
        bodies.extend(called.map(|mention| article.at(mention.span)));
    }
    bodies.retain(|name| !GAZETTEER.is_given(first_word(name)));
    if bodies.is_empty() {
        return;
    }
    let firsts: FxHashSet<&str> = bodies.iter().map(|name| first_word(name)).collect();
    for (article, annotations) in witnesses.iter_mut() {
        for mention in annotations.mentions.iter_mut().filter(|mention| is_open(mention)) {
            let name = article.at(mention.span);
            if bodies.contains(name) || firsts.contains(name) {
                mention.kind = EntityKind::Organisation;
            }
        }
    }
}

/// Whether a name may yet be that of a body.
fn is_open(mention: &Mention) -> bool {
    matches!(mention.kind, EntityKind::Person | EntityKind::Other)
}

fn first_word(name: &str) -> &str {
    name.split(' ').next().unwrap_or(name)
}

/// Whether the words before a name say that it is a body's: a noun for one, or the office of its head.
fn is_called_body(words: Words<'_>, mention: &Mention) -> bool {
    let start = words.annotations.tokens_in(mention.span).start;
    let before = |n: usize| start.checked_sub(n).map_or("", |idx| words.at(idx));
    let is_body = |noun: &str| WORDS.is("company", noun) || WORDS.is("body", noun);
    let heads =
        || WORDS.is("firm", before(2)) || WORDS.is("firm", &[before(3), before(2)].join(" "));
    is_body(before(1))
        || matches!(before(1), "of" | "for") && (heads() || WORDS.is("voice", before(2)))
}
