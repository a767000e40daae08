//! The dated statements of one witness: which words each expression dates.

use crate::annotate::time::is_rough;
use crate::calendar::words::words;
use rustc_hash::FxHasher;
use std::hash::{Hash, Hasher};
use tellings_model::{
    Article, BlockKind, Citation, Days, Event, Reality, Sentence, Span, Time, TimeKind, Witness,
};

/// Words of a witness with the days they are dated to.
#[derive(Clone, Debug)]
pub(super) struct Statement {
    /// The days.
    pub(super) days: Days,
    /// Whether the date is a rough one.
    pub(super) rough: bool,
    /// The words, in one line.
    pub(super) text: String,
    /// Where they stand.
    pub(super) citation: Citation,
    /// The content words.
    pub(super) words: Vec<u32>,
    /// The dictionary form of the verb that the date belongs to, hashed.
    pub(super) verb: Option<u32>,
}

/// The statements of a witness that have a date of their own, in order.
pub(super) fn statements(witness: &Witness) -> Vec<Statement> {
    let mut statements = Vec::new();
    let (article, times) = (&witness.article, &witness.annotations.times);
    let mut rest = times.as_slice();
    for sentence in &witness.annotations.sentences {
        let before = rest.partition_point(|time| time.span.start() < sentence.span.start());
        rest = rest.get(before..).unwrap_or(&[]);
        let n_within = rest.partition_point(|time| time.span.end() <= sentence.span.end());
        let (within, after) = rest.split_at_checked(n_within).unwrap_or((rest, &[]));
        rest = after;
        if is_told(article, sentence) {
            statements.extend(dated(witness, sentence, within));
        }
    }
    statements
}

/// The events inside a stretch, in order.
fn events_in(witness: &Witness, span: Span) -> impl Iterator<Item = &Event> {
    let events = &witness.annotations.events;
    let from = events.partition_point(|event| event.span.start() < span.start());
    let events = events.get(from..).unwrap_or(&[]).iter();
    events.take_while(move |event| event.span.end() <= span.end())
}

fn hashed(word: &str) -> u32 {
    let mut hasher = FxHasher::default();
    word.hash(&mut hasher);
    (hasher.finish() & u64::from(u32::MAX)) as u32
}

/// Whether a sentence is part of the telling: no heading, caption or credit line.
fn is_told(article: &Article, sentence: &Sentence) -> bool {
    let idx = article.blocks.partition_point(|block| block.span.end() <= sentence.span.start());
    article.blocks.get(idx).is_none_or(|block| match block.kind {
        BlockKind::Paragraph
        | BlockKind::Standfirst
        | BlockKind::ListItem
        | BlockKind::Quotation
        | BlockKind::Correction => true,
        BlockKind::Heading | BlockKind::TableRow | BlockKind::Caption | BlockKind::CreditLine => {
            !block.span.overlaps(sentence.span)
        }
    })
}

/// The statements of one sentence: one for each date in it.
fn dated(witness: &Witness, sentence: &Sentence, times: &[Time]) -> Vec<Statement> {
    let article = &witness.article;
    let anchors: Vec<&Time> = times.iter().filter(|time| is_anchor(time)).collect();
    let mut taken: Vec<Span> = Vec::new();
    let mut statements = Vec::new();
    for time in &anchors {
        let Some(days) = time.days else { continue };
        let alone = anchors.len() == 1 && !is_modifier(article, time.span);
        let clause = clause(article, sentence.span, time.span);
        let span = if alone { sentence.span } else { clause };
        // Two dates in one clause: only the first is sure to be that of the clause.
        if taken.iter().any(|other| other.overlaps(span)) || is_conditional(article.at(clause)) {
            continue;
        }
        taken.push(span);
        let dates = |event: &&Event| {
            let time_idx = event.anchor.and_then(|anchor| anchor.time);
            let times = &witness.annotations.times;
            time_idx
                .and_then(|idx| times.get(idx as usize))
                .is_some_and(|own| own.span == time.span)
        };
        let verb = events_in(witness, sentence.span).find(dates);
        if verb.is_some_and(|verb| verb.reality == Reality::Possible) {
            continue;
        }
        let text = one_line(article.at(span));
        statements.push(Statement {
            days,
            rough: is_rough(article.language.as_deref(), article.at(time.span)),
            words: words(&text),
            text,
            citation: Citation { witness: witness.siglum, span },
            verb: verb.map(|verb| hashed(&verb.lemma)),
        });
    }
    statements
}

/// Whether an expression can date an event: a known stretch no longer than a year.
fn is_anchor(time: &Time) -> bool {
    const LONGEST_DAYS: i32 = 366;
    let dated = matches!(time.kind, TimeKind::Date | TimeKind::Time);
    let days = time.days.filter(|days| {
        days.first().until(days.last()).is_ok_and(|span| span.get_days() < LONGEST_DAYS)
    });
    dated && days.is_some()
}

/// Whether an expression belongs to a noun (`the January order`), not to the clause.
fn is_modifier(article: &Article, time: Span) -> bool {
    let text = article.text();
    let after = text.get(time.end()..).unwrap_or("");
    let after = after.strip_prefix("'s").or_else(|| after.strip_prefix("’s")).unwrap_or(after);
    let next = after.split_whitespace().next().unwrap_or("");
    let before = text.get(..time.start()).unwrap_or("").trim_end();
    let previous = before.rsplit(char::is_whitespace).next().unwrap_or("");
    let prepositions =
        ["on", "in", "at", "since", "by", "until", "from", "during", "of", "through"];
    let free = previous.is_empty()
        || previous.ends_with([',', '.', ';', ':', '—', '–'])
        || prepositions.contains(&previous.to_lowercase().as_str());
    let noun = next.chars().next().is_some_and(char::is_lowercase)
        && next.chars().all(char::is_alphabetic)
        && words(next).len() == 1;
    !free && noun
}

/// Whether a clause says what would be, not what was or is planned.
fn is_conditional(clause: &str) -> bool {
    let mut words = clause.split_whitespace().map(str::to_lowercase);
    words.any(|word| matches!(word.as_str(), "if" | "unless" | "would" | "could" | "whether"))
}

/// The clause of a sentence that holds an expression: the words between commas and conjunctions
/// around it, grown to the left until they say something.
fn clause(article: &Article, sentence: Span, time: Span) -> Span {
    const LEAST_WORDS: usize = 4;
    let text = article.text();
    let mut starts = vec![sentence.start()];
    starts.extend(borders(text, sentence).filter(|at| *at <= time.start()));
    let end = borders(text, sentence).find(|at| time.end() <= *at).unwrap_or(sentence.end());
    let mut span = article.span(sentence.start(), end);
    for start in starts.into_iter().rev() {
        span = article.span(start, end);
        if words(article.at(span)).len() >= LEAST_WORDS {
            break;
        }
    }
    trimmed(article, span)
}

/// Where a sentence may be cut: behind commas and the like, and in front of conjunctions.
fn borders(text: &str, sentence: Span) -> impl Iterator<Item = usize> {
    const JOINTS: [&str; 8] =
        [" and ", " but ", " while ", " when ", " after ", " before ", " which ", " as "];
    let piece = text.get(sentence.range()).unwrap_or("");
    let base = sentence.start();
    piece.char_indices().filter_map(move |(at, letter)| {
        let rest = piece.get(at..)?;
        let mark = matches!(letter, ',' | ';' | ':' | '—')
            && rest.chars().nth(1).is_none_or(char::is_whitespace);
        let joint = letter == ' ' && JOINTS.iter().any(|joint| rest.starts_with(joint));
        (mark || joint).then_some(base + at)
    })
}

/// A span without white space and marks at its ends.
fn trimmed(article: &Article, span: Span) -> Span {
    let edge = |letter: char| letter.is_whitespace() || matches!(letter, ',' | ';' | ':' | '—');
    let words = article.at(span).trim_matches(edge);
    let words = words.strip_prefix("and ").or_else(|| words.strip_prefix("but ")).unwrap_or(words);
    article.span_of(without_loose_end(words)).unwrap_or(span)
}

/// Words without a preposition that has lost its noun (`a phone call in`).
fn without_loose_end(words: &str) -> &str {
    let loose = [" in", " on", " at", " by", " to", " of", " for", " from", " with", " during"];
    loose.iter().find_map(|end| words.strip_suffix(end)).unwrap_or(words)
}

/// Words with single spaces.
fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}
