//! Names that the model found and names that rules found → the mentions of the article.

use super::kind::ByRule;
use super::run;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;
use tellings_language::gazetteer::GAZETTEER;
use tellings_model::{Annotations, Article, BlockKind, EntityKind, Mention, Span};

/// The mentions of an article, in order and disjoint.
///
/// The model's names come first; a rule adds a name where the model has none, under its kind only if
/// the rule is sure. Then the article speaks for its words: a family name on its own is the person's,
/// and one name has one kind.
pub(super) fn merge(
    article: &Article,
    annotations: &Annotations,
    learned: Vec<Mention>,
    by_rule: Vec<ByRule>,
    sure: &FxHashSet<&str>,
) -> Vec<Mention> {
    let mut mentions: Vec<Mention> = learned
        .into_iter()
        .filter_map(|mention| trimmed(article, annotations, mention))
        .filter(|mention| run::stands(article, annotations, mention.span, sure))
        .collect();
    complete_people(article, annotations, &mut mentions);
    let mut added = Vec::new();
    for ByRule { mut mention, sure } in by_rule {
        let from = mentions.partition_point(|other| other.span.end() <= mention.span.start());
        let to = mentions.partition_point(|other| other.span.start() < mention.span.end());
        let within = mentions.get(from..to.max(from)).unwrap_or(&[]);
        // The model cuts long names of organisations and places short (`States`); rules know them whole.
        let longer = sure
            && matches!(mention.kind, EntityKind::Organisation | EntityKind::Place)
            && within
                .iter()
                .all(|other| mention.span.contains(other.span) && other.kind != EntityKind::Person);
        // Of a given name with an unknown family name it may see the given name alone.
        let whole = sure
            && mention.kind == EntityKind::Person
            && matches!(within, [only] if is_given_alone(article, *only, mention.span));
        if !within.is_empty() && !longer && !whole {
            continue;
        }
        mentions.drain(from..to.max(from));
        if !sure {
            mention.kind = EntityKind::Other;
        }
        added.push(mention);
    }
    mentions.append(&mut added);
    mentions.sort_by_key(|mention| mention.span);
    agree(article, &mut mentions);
    drop_common_words(article, annotations, &mut mentions);
    mentions
}

/// Whether a mention is the given name alone with which a name of two or three words begins.
fn is_given_alone(article: &Article, mention: Mention, whole: Span) -> bool {
    let given = article.at(mention.span);
    mention.kind == EntityKind::Person
        && mention.span.start() == whole.start()
        && mention.span.end() < whole.end()
        && GAZETTEER.is_given(given)
        && article.at(whole).split_whitespace().count() <= 3
}

/// Drops names of no known kind that the article itself writes small elsewhere: a capital that opens
/// a sentence or a heading names nothing. In a heading half of the words are enough.
fn drop_common_words(article: &Article, annotations: &Annotations, mentions: &mut Vec<Mention>) {
    if mentions.iter().all(|mention| mention.kind != EntityKind::Other) {
        return;
    }
    let small: FxHashSet<&str> = annotations
        .tokens
        .iter()
        .map(|token| article.at(token.span))
        .filter(|word| word.starts_with(char::is_lowercase))
        .collect();
    mentions.retain(|mention| {
        let words = || article.at(mention.span).split_whitespace();
        let n_small = words().filter(|word| small.contains(word.to_lowercase().as_str())).count();
        let in_heading = article.kind_at(mention.span.start()) == Some(BlockKind::Heading);
        let most = if in_heading { words().count().div_ceil(2) } else { words().count() };
        mention.kind != EntityKind::Other || n_small < most
    });
}

/// A name without the words of office in front of it (`President Ada Cole`), and without a
/// possessive ending; `None` where nothing is left.
fn trimmed(article: &Article, annotations: &Annotations, mention: Mention) -> Option<Mention> {
    let range = annotations.tokens_in(mention.span);
    // Places that a hyphen joins (`Peru-Chile border`) stay apart.
    let end = match mention.kind {
        EntityKind::Person => end_of_double(article, annotations, range.end),
        EntityKind::Organisation | EntityKind::Place | EntityKind::Other => range.end,
    };
    let mut tokens = annotations.tokens.get(range.start..end)?;
    let word = |span: Span| article.at(span);
    while mention.kind == EntityKind::Person
        && let [first, rest @ ..] = tokens
        && !rest.is_empty()
        && GAZETTEER.roles.contains(word(first.span))
    {
        tokens = rest;
    }
    // `Minister of the Interior Ada Cole`: what the office belongs to is no part of the name.
    if let [of, _, rest @ ..] = tokens
        && mention.kind == EntityKind::Person
        && word(of.span) == "of"
        && let Some(at) = rest.iter().position(|token| GAZETTEER.is_given(word(token.span)))
        && at + 1 < rest.len()
    {
        tokens = rest.get(at..).unwrap_or(tokens);
    }
    // `Ada Cole of Norway`: the place is no part of a name of two words.
    if mention.kind == EntityKind::Person
        && let Some(at) = tokens.iter().position(|token| word(token.span) == "of")
        && at > 1
    {
        tokens = tokens.get(..at).unwrap_or(tokens);
    }
    while let [rest @ .., last] = tokens
        && matches!(word(last.span), "'s" | "’s" | "," | "'" | "’")
    {
        tokens = rest;
    }
    let span = tokens.first()?.span.cover(tokens.last()?.span);
    Some(Mention { span, ..mention })
}

/// Where a name ends that a hyphen leads on: `Cole-Oak` is one family name.
fn end_of_double(article: &Article, annotations: &Annotations, mut end: usize) -> usize {
    while let (Some(last), Some([mark, next])) = (
        end.checked_sub(1).and_then(|at| annotations.tokens.get(at)),
        annotations.tokens.get(end..end + 2),
    ) && matches!(article.at(mark.span), "-" | "‑")
        && last.span.end() == mark.span.start()
        && mark.span.end() == next.span.start()
        && article.at(next.span).starts_with(char::is_uppercase)
    {
        end += 2;
    }
    end
}

/// Joins a given name with the family name behind it, and with a nickname between marks: the model
/// reads sentence by sentence, and a word that stands for a person elsewhere in the article does so
/// behind `Ada` or `Ada “Addie”`, too.
fn complete_people(article: &Article, annotations: &Annotations, mentions: &mut Vec<Mention>) {
    let alone: FxHashSet<&str> = mentions
        .iter()
        .filter(|mention| mention.kind == EntityKind::Person)
        .map(|mention| article.at(mention.span))
        .filter(|name| !name.contains(' '))
        .collect();
    let mut joined: Vec<Mention> = Vec::with_capacity(mentions.len());
    for mut mention in std::mem::take(mentions) {
        if joined.last().is_some_and(|last| mention.span.start() < last.span.end()) {
            continue;
        }
        let name = article.at(mention.span);
        if mention.kind == EntityKind::Person
            && !name.contains(' ')
            && let Some(end) = family_name_behind(article, annotations, mention.span, &alone)
        {
            mention.span = mention.span.cover(end);
        }
        joined.push(mention);
    }
    *mentions = joined;
}

/// The family name directly behind a given name, or behind the nickname that follows it.
fn family_name_behind(
    article: &Article,
    annotations: &Annotations,
    given: Span,
    alone: &FxHashSet<&str>,
) -> Option<Span> {
    let at = annotations.tokens_in(given).end;
    let token = |idx: usize| annotations.tokens.get(idx).map(|token| token.span);
    let is_name =
        |span: &Span| alone.contains(article.at(*span)) && article.at(*span) != article.at(given);
    let gap = |from: Span, to: Span| to.start() - from.end();
    if let Some(next) = token(at).filter(|&next| gap(given, next) == 1) {
        if is_name(&next) {
            return Some(next);
        }
        let (nick, close, last) = (token(at + 1)?, token(at + 2)?, token(at + 3)?);
        let is_mark = |span: Span| article.at(span).chars().all(|c| "“”‘’\"'„«»".contains(c));
        let tight = gap(next, nick) == 0 && gap(nick, close) == 0 && gap(close, last) == 1;
        if is_mark(next) && is_mark(close) && tight && is_name(&last) {
            return Some(last);
        }
    }
    None
}

/// Gives all uses of a name the kind that most of them have.
fn agree(article: &Article, mentions: &mut [Mention]) {
    let mut counts: BTreeMap<(&str, EntityKind), usize> = BTreeMap::new();
    let mut surnames = std::collections::BTreeSet::new();
    for mention in mentions.iter() {
        let name = article.at(mention.span);
        *counts.entry((name, mention.kind)).or_default() += 1;
        if mention.kind == EntityKind::Person
            && let Some((_, last)) = name.rsplit_once(' ')
        {
            surnames.insert(last);
        }
    }
    let mut kinds: FxHashMap<&str, (usize, EntityKind)> = FxHashMap::default();
    for ((name, kind), count) in counts {
        let best = kinds.entry(name).or_insert((0, EntityKind::Other));
        if kind != EntityKind::Other && count > best.0 {
            *best = (count, kind);
        }
    }
    for mention in mentions {
        let name = article.at(mention.span);
        let known =
            GAZETTEER.places.contains_key(name) || GAZETTEER.organisations.contains_key(name);
        if surnames.contains(name) && !known {
            mention.kind = EntityKind::Person;
        } else if known && mention.kind == EntityKind::Person && !surnames.contains(name) {
            // A place or organisation of the tables is no person on its own.
            let is_place = GAZETTEER.places.contains_key(name);
            mention.kind = if is_place { EntityKind::Place } else { EntityKind::Organisation };
        } else if let Some((_, kind)) = kinds.get(name) {
            mention.kind = *kind;
        }
    }
}
