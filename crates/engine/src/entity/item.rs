//! The names and descriptions of a witness, with the words that belong to them.

use super::phrase::Phrase;
use super::words::{WORDS, country, ends_firm, is_capital};
use crate::annotate::words::Words;
use rustc_hash::FxHashSet;
use std::ops::Range;
use tellings_model::{EntityKind, Upos};

/// A name or description in a witness.
#[derive(Clone, Debug)]
pub(super) struct Item {
    /// The witness, by its place in the story.
    pub(super) witness: usize,
    /// Its tokens, with the office in front of a name.
    pub(super) tokens: Range<usize>,
    /// The mention that it is, by its place in the witness; `None` for a description found here.
    pub(super) mention: Option<usize>,
    pub(super) phrase: Phrase,
}

/// The longest office, in words.
const MAX_OFFICE: usize = 4;
/// How far the words of a description reach to each side of its office.
const REACH: usize = 6;

/// The items of a witness, ordered by their first token, the longer first.
pub(super) fn items(witness: usize, words: Words<'_>) -> Vec<Item> {
    let mentions = &words.annotations.mentions;
    let mut items: Vec<Item> = Vec::with_capacity(mentions.len());
    for (idx, mention) in mentions.iter().enumerate() {
        let mut tokens = words.annotations.tokens_in(mention.span);
        if tokens.is_empty() {
            // A mention inside a token, as in `US-led`.
            let around =
                words.annotations.tokens.partition_point(|t| t.span.end() <= mention.span.start());
            tokens = around..(around + 1).min(words.annotations.tokens.len());
            let text = words.article.at(mention.span);
            let parts: Vec<&str> = text.split_whitespace().collect();
            let phrase = Phrase::of(&parts, mention.kind);
            items.push(Item { witness, tokens, mention: Some(idx), phrase });
            continue;
        }
        if mention.kind == EntityKind::Person {
            tokens.start = before_name(words, tokens.start);
        }
        // Nobody is called `Cole Lines Inc.` or `Cole Motors`.
        let last = tokens.end.checked_sub(1).filter(|last| *last > tokens.start);
        let is_firm = last.is_some_and(|last| ends_firm(words.at(last)));
        let kind = if is_firm { EntityKind::Organisation } else { mention.kind };
        let phrase = Phrase::of(&words.all(&tokens), kind);
        items.push(Item { witness, tokens, mention: Some(idx), phrase });
    }
    items.sort_by_key(|item| (item.tokens.start, std::cmp::Reverse(item.tokens.end), item.mention));
    let described = descriptions(witness, words, &items);
    items.extend(described);
    items.sort_by_key(|item| (item.tokens.start, std::cmp::Reverse(item.tokens.end), item.mention));
    items
}

/// Where the office and its modifiers in front of a name begin.
fn before_name(words: Words<'_>, name: usize) -> usize {
    let first = words.sentence(name).start;
    let Some(office) = office_before(words, name, first) else { return name };
    modifiers_before(words, office, first)
}

/// Where the office directly before a token begins.
fn office_before(words: Words<'_>, end: usize, first: usize) -> Option<usize> {
    let start = (end.saturating_sub(MAX_OFFICE).max(first)..end)
        .find(|start| WORDS.is_office(&words.all(&(*start..end)).join(" ").to_lowercase()))?;
    // `Foreign Minister and President Cole`: one office is enough. A form of address may follow one.
    let office = words.all(&(start..end)).join(" ").to_lowercase();
    if WORDS.is_title(&office)
        && let Some(earlier) = office_before(words, start, first)
    {
        return Some(earlier);
    }
    Some(start)
}

/// Where the words that say whose an office is, or that it is over, begin.
fn modifiers_before(words: Words<'_>, office: usize, first: usize) -> usize {
    let mut start = office;
    let least = office.saturating_sub(REACH).max(first);
    while start > least {
        let word = words.at(start - 1);
        let lower = word.to_lowercase();
        let is_mark = matches!(word, "'s" | "’s" | "'" | "’");
        let fits = is_mark && start - 1 > least && is_capital(words.at(start - 2))
            || is_capital(word) && !is_sentence_start(words, start - 1, first)
            || country(word).is_some()
            || WORDS.members.contains_key(word)
            || WORDS.is("former", &lower)
            || WORDS.is("passing", &lower);
        if !fits {
            break;
        }
        start -= 1;
    }
    start
}

/// Whether a word has its capital from the start of the sentence, as far as the tables know.
fn is_sentence_start(words: Words<'_>, at: usize, first: usize) -> bool {
    at == first
        && words.annotations.tokens.get(at).is_none_or(|token| {
            !matches!(token.upos, Upos::Propn) && country(words.at(at)).is_none()
        })
}

/// Descriptions that no mention covers: by office (`the Peruvian leader`, `Peru's president`), and by
/// the last word of an organisation that the witness names (`the ministry`).
fn descriptions(witness: usize, words: Words<'_>, items: &[Item]) -> Vec<Item> {
    let nouns: FxHashSet<String> =
        items.iter().filter_map(|item| item.phrase.last_noun()).collect();
    let mut out: Vec<Item> = Vec::new();
    for sentence in &words.annotations.sentences {
        let (first, end) = (sentence.tokens.0 as usize, sentence.tokens.1 as usize);
        let mut at = first;
        while at < end {
            let Some(office_end) = office_at(words, at, end) else {
                if let Some(phrase) = noun_at(words, at, end, &nouns) {
                    out.push(Item { witness, tokens: at..at + 2, mention: None, phrase });
                }
                at += 1;
                continue;
            };
            let start = article_before(words, modifiers_before(words, at, first), first);
            let stop = belonging_after(words, office_end, end);
            let tokens = start..stop;
            let next = items.partition_point(|item| item.tokens.start < tokens.start);
            let is_taken = items
                .get(next.saturating_sub(1)..)
                .unwrap_or(&[])
                .iter()
                .take_while(|item| item.tokens.start <= at)
                .any(|item| item.tokens.start <= at && item.tokens.end >= office_end);
            let phrase = Phrase::of(&words.all(&tokens), EntityKind::Person);
            if !is_taken && phrase.name.is_none() && phrase.office.is_some() && !phrase.is_owned {
                out.push(Item { witness, tokens, mention: None, phrase });
            }
            at = stop.max(office_end);
        }
    }
    out
}

/// The end of the office, no form of address, that begins at a token and is a noun there.
fn office_at(words: Words<'_>, at: usize, end: usize) -> Option<usize> {
    let noun = |at: usize| {
        let token = words.annotations.tokens.get(at);
        token.is_some_and(|token| matches!(token.upos, Upos::Noun | Upos::Propn))
    };
    if !WORDS.begins_office(words.at(at)) {
        return None;
    }
    let longest = (at + 1..=(at + MAX_OFFICE).min(end)).rev().find(|stop| {
        let office = words.all(&(at..*stop)).join(" ").to_lowercase();
        WORDS.is_office(&office) && !WORDS.is_title(&office)
    })?;
    // The office is the head: no name and no other noun follows.
    let next = words.at(longest);
    let goes_on =
        is_capital(next) && longest < end || noun(longest) || matches!(next, "'s" | "’s" | "-");
    (noun(longest - 1) && !goes_on).then_some(longest)
}

/// `the` with the last word of an organisation that the witness names, and no noun behind it.
fn noun_at(words: Words<'_>, at: usize, end: usize, nouns: &FxHashSet<String>) -> Option<Phrase> {
    let pair = words.all(&(at..at + 2));
    let is_noun = matches!(*pair, ["the" | "The", noun] if at + 1 < end && nouns.contains(noun));
    let next = words.annotations.tokens.get(at + 2).filter(|_| at + 2 < end);
    let goes_on = next.is_some_and(|token| {
        matches!(token.upos, Upos::Noun | Upos::Propn | Upos::Adp | Upos::Part | Upos::Pron)
    });
    (is_noun && !goes_on).then(|| Phrase::of(&pair, EntityKind::Organisation))
}

fn article_before(words: Words<'_>, start: usize, first: usize) -> usize {
    let is_article = |at: usize| {
        matches!(
            words.at(at),
            "the" | "The" | "a" | "A" | "an" | "An" | "its" | "his" | "her" | "their"
        )
    };
    if start > first && is_article(start - 1) { start - 1 } else { start }
}

/// Where the `of …` behind an office ends.
fn belonging_after(words: Words<'_>, office_end: usize, end: usize) -> usize {
    if words.at(office_end) != "of" {
        return office_end;
    }
    let mut stop = office_end + 1;
    if matches!(words.at(stop), "the" | "The") {
        stop += 1;
    }
    let name = stop;
    while stop < end.min(name + REACH)
        && (is_capital(words.at(stop))
            || (stop > name && WORDS.is("small", words.at(stop)) && is_capital(words.at(stop + 1))))
    {
        stop += 1;
    }
    if stop > name { stop } else { office_end }
}
