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
        let called = annotations.mentions.iter();
        let called = called
            .filter(|mention| mention.kind != EntityKind::Place)
            .filter(|mention| is_called_body(words, mention));
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
        .filter(|first| !surnames.contains(first) && !WORDS.is("shared", first))
        .filter(|first| !GAZETTEER.demonyms.contains_key(*first))
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

/// How many words after a name its kind may stand: `Nord Netz, a small family company`.
const APPOSED: usize = 4;

/// Whether the words around a name say that it is a body's: a noun for one, the office of its head, its
/// legal form, or a last word that firms have.
fn is_called_body(words: Words<'_>, mention: &Mention) -> bool {
    let tokens = words.annotations.tokens_in(mention.span);
    let before = |n: usize| tokens.start.checked_sub(n).map_or("", |idx| words.at(idx));
    let speaks = |office: &str| WORDS.is("firm", office) || WORDS.is("voice", office);
    let office = [before(3), before(2)].join(" ");
    let heads = speaks(before(2)) || speaks(&office);
    let is_led = WORDS.is("body", before(1)) || heads && WORDS.is("of body", before(1));
    let ends = |idx: usize| WORDS.is("legal", words.at(idx)) || WORDS.is("trade", words.at(idx));
    let is_formed =
        tokens.len() > 1 && ends(tokens.end - 1) || WORDS.is("legal", words.at(tokens.end));
    let kind = |idx: usize| {
        WORDS.is("body", words.at(idx)) && !words.at(idx + 1).starts_with(char::is_alphanumeric)
    };
    let is_apposed = words.at(tokens.end) == ","
        && WORDS.is("one", words.at(tokens.end + 1))
        && (tokens.end + 2..tokens.end + 2 + APPOSED).any(kind);
    is_led || is_formed || is_apposed
}
