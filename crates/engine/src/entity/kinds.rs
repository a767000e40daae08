//! Names that some telling of a story calls a body, and that others take for people.

use super::words::WORDS;
use crate::annotate::words::Words;
use rustc_hash::FxHashSet;
use tellings_language::gazetteer::GAZETTEER;
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
    // `Holt` is the firm of `Holt Mills`, unless somebody is called so.
    let people = witnesses.iter().flat_map(|(article, annotations)| {
        let people = annotations.mentions.iter().filter(|one| one.kind == EntityKind::Person);
        people.map(|mention| article.at(mention.span))
    });
    let people = people.filter(|name| !bodies.contains(name));
    let surnames: FxHashSet<&str> =
        people.filter_map(|name| Some(name.rsplit_once(' ')?.1)).collect();
    let firsts: FxHashSet<&str> = bodies
        .iter()
        .map(|name| first_word(name))
        .filter(|first| !surnames.contains(first))
        .collect();
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
    let speaks = |office: &str| WORDS.is("firm", office) || WORDS.is("voice", office);
    let office = [before(3), before(2)].join(" ");
    let heads = speaks(before(2)) || speaks(&office);
    WORDS.is("body", before(1)) || heads && WORDS.is("of body", before(1))
}
