//! Reported clauses without marks: what follows a saying verb, or stands before `she said`.

use super::lexicon::Kinds;
use super::phrase::Reader;
use std::ops::Range;

/// The fewest words of a reported clause.
const LEAST_WORDS: usize = 2;

/// A reported clause of one frame.
#[derive(Clone, Debug)]
pub(crate) struct Clause {
    /// The units of the clause.
    pub(crate) content: Range<usize>,
    /// The units of the cue.
    pub(crate) cue: Range<usize>,
    /// The units of the speaker; `None` where the passive leaves nobody to name.
    pub(crate) speaker: Option<Range<usize>>,
    /// Whether it goes on with the clause before it in the list.
    pub(crate) continues: bool,
}

/// Finds the reported clauses of a frame, each with cue and speaker.
///
/// A clause whose speaker cannot be read from the frame is left out.
pub(crate) fn clauses(reader: &Reader<'_>) -> Vec<Clause> {
    let mut found: Vec<Clause> = Vec::new();
    for phrase in reader.phrase_cues().iter().filter(|phrase| !phrase.marked_only) {
        according(reader, &phrase.cue, &phrase.speaker, &mut found);
    }
    for at in 0..reader.len() {
        if let Some(clause) = possessed(reader, at) {
            found.push(clause);
            continue;
        }
        if !reader.is_cue(at) || reader.is(at, Kinds::GESTURE.or(Kinds::MARKING)) {
            continue;
        }
        // Inside a reported clause only reported speech is worth a place of its own.
        let inside = found.iter().any(|clause| clause.content.contains(&at));
        if inside && !(reader.is(at, Kinds::SPEECH) && reader.is(at, Kinds::INFLECTED)) {
            continue;
        }
        let that = reader.is(at + 1, Kinds::COMPLEMENTISER);
        if reader.is_passive(at) && !that {
            passive(reader, at, &mut found);
            continue;
        }
        let Some(speaker) = reader.subject_of(at) else { continue };
        let tags_quote = reader.follows_quote(speaker.start.min(at));
        if tags_quote && !that && reader.is(at, Kinds::SPEECH) {
            continue;
        }
        if !that && (hardly_says(reader, at, &speaker) || reader.quoted_at(at).is_some()) {
            continue;
        }
        if framed(reader, at, &speaker, &mut found) {
            continue;
        }
        if let Some(content) = complement(reader, at)
            && !overlap(&content, &speaker)
        {
            found.push(Clause {
                content,
                cue: at..at + 1,
                speaker: Some(speaker),
                continues: false,
            });
        }
    }
    found
}

/// `Ada’s claim that the mill is shut`.
fn possessed(reader: &Reader<'_>, noun: usize) -> Option<Clause> {
    let speaker = reader.noun_cue(noun).filter(|_| reader.is(noun + 1, Kinds::COMPLEMENTISER))?;
    let content = bounded(reader, noun + 2, clause_end(reader, noun + 2))?;
    Some(Clause { content, cue: noun..noun + 1, speaker: Some(speaker), continues: false })
}

/// `Her refusal is likely to add fuel`: a thing that is about to do what the verb means beside saying.
fn hardly_says(reader: &Reader<'_>, cue: usize, speaker: &Range<usize>) -> bool {
    cue.checked_sub(1).is_some_and(|before| reader.is(before, Kinds::INFINITIVE))
        && reader.is(cue, Kinds::SPEECH)
        && !reader.is_named(speaker)
        && !reader.is_pronoun(speaker.start)
        && reader.is(speaker.start, Kinds::POSSESSIVE)
}

fn overlap(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

/// `The mill is shut, according to Ada Cole`; `According to Ada Cole, the mill is shut`.
fn according(
    reader: &Reader<'_>,
    cue: &Range<usize>,
    speaker: &Range<usize>,
    found: &mut Vec<Clause>,
) {
    let content = if cue.start == 0 {
        let comma = (speaker.end..reader.len()).find(|&at| reader.is(at, Kinds::COMMA));
        comma.and_then(|comma| bounded(reader, comma + 1, clause_end(reader, comma + 1)))
    } else {
        let end = if reader.is(cue.start - 1, Kinds::COMMA) { cue.start - 1 } else { cue.start };
        bounded(reader, 0, end)
    };
    if let Some(content) = content {
        found.push(Clause {
            content,
            cue: cue.clone(),
            speaker: Some(speaker.clone()),
            continues: false,
        });
    }
}

/// `The mill is shut, Ada Cole said`; `The mill, Ada Cole said, is shut`.
fn framed(
    reader: &Reader<'_>,
    cue: usize,
    speaker: &Range<usize>,
    found: &mut Vec<Clause>,
) -> bool {
    if !reader.is(cue, Kinds::SPEECH.or(Kinds::THOUGHT)) || reader.is(cue, Kinds::PARTICIPLE) {
        return false;
    }
    let group = reader.verb_group_start(cue);
    let described = reader.is(speaker.end, Kinds::COMMA)
        && speaker.end + 1 < group
        && reader.is(group - 1, Kinds::COMMA);
    let touches = speaker.end == group || speaker.start == cue + 1 || described;
    if !touches {
        return false;
    }
    let opening = speaker.start.min(cue);
    let Some(comma) = opening.checked_sub(1).filter(|&at| reader.is(at, Kinds::COMMA)) else {
        return false;
    };
    if comma == 0 || reader.is_quote(comma - 1) {
        return false;
    }
    let inverted = speaker.start > cue;
    let mut behind = skip_adjuncts(reader, speaker.end.max(cue + 1));
    if reader.is(behind, Kinds::OTHER_PRONOUN) {
        behind = skip_adjuncts(reader, behind + 1); // `told me this week`
    } else if !inverted
        && let Some(object) = reader.phrase_at(behind).filter(|object| object.len() <= 3)
        && (object.end >= reader.len() || reader.is(object.end, Kinds::STOP))
    {
        behind = object.end; // `told reporters`
    }
    let ends = behind >= reader.len() || reader.is(behind, Kinds::STOP);
    let parenthesis = reader.is(behind, Kinds::COMMA);
    if !(ends || parenthesis) {
        return false;
    }
    // `In June, she said` opens a sentence and is no clause.
    let adjunct = reader.is(0, Kinds::PREPOSITION)
        && !(1..comma).any(|at| reader.is(at, Kinds::COMMA.or(Kinds::AUXILIARY)));
    let first = bounded(reader, 0, comma).filter(|_| !adjunct);
    let rest = if parenthesis && !inverted {
        bounded(reader, behind + 1, clause_end(reader, behind + 1))
    } else {
        None
    };
    let mut continues = false;
    for content in [first, rest].into_iter().flatten() {
        let speaker = Some(speaker.clone());
        found.push(Clause { content, cue: cue..cue + 1, speaker, continues });
        continues = true;
    }
    continues
}

/// `The mill is expected to close`: said by nobody named, in two pieces around the cue.
fn passive(reader: &Reader<'_>, cue: usize, found: &mut Vec<Clause>) {
    let reports = reader.is(cue + 1, Kinds::INFINITIVE.or(Kinds::AS));
    if !reports || !reader.is(cue, Kinds::THOUGHT.or(Kinds::EVIDENCE).or(Kinds::NAME)) {
        return;
    }
    let Some(subject) = reader.phrase_before(reader.verb_group_start(cue)) else { return };
    let Some(rest) = bounded(reader, cue + 1, clause_end(reader, cue + 1)) else { return };
    for (content, continues) in [(subject, false), (rest, true)] {
        found.push(Clause { content, cue: cue..cue + 1, speaker: None, continues });
    }
}

/// `on Monday`, `in a statement`, `to reporters` behind a saying verb.
fn skip_adjuncts(reader: &Reader<'_>, from: usize) -> usize {
    let mut at = from;
    while at < reader.len() && at - from < 16 {
        if reader.is(at, Kinds::ADVERB.or(Kinds::WEEKDAY).or(Kinds::TIME)) {
            at += 1;
        } else if reader.is(at, Kinds::NOUN_LINK) && reader.is(at + 1, Kinds::TIME) {
            at += 2;
        } else if reader.is(at, Kinds::NOUN_LINK)
            && let Some(phrase) = reader.phrase_at(at + 1)
        {
            at = phrase.end;
        } else {
            break;
        }
    }
    at
}

/// The clause, infinitive or object that a saying verb governs.
fn complement(reader: &Reader<'_>, cue: usize) -> Option<Range<usize>> {
    let mut start = cue + 1;
    let speech = reader.is(cue, Kinds::SPEECH);
    if speech {
        let mut behind = skip_adjuncts(reader, start);
        if reader.is(behind, Kinds::COMMA) && opens_clause(reader, behind + 1) {
            behind += 1; // `said on May 3, 2025, that`
        }
        if behind > start && opens_clause(reader, behind) {
            start = behind;
        }
    }
    // `told reporters that …`, `told reporters the mill …`
    if let Some(object) = reader.phrase_at(start)
        && reader.is(cue, Kinds::SPEECH.or(Kinds::NAME))
        && (reader.is(object.end, Kinds::SUBORDINATOR)
            || (speech && !reader.is_quote(object.end) && opens_noun(reader, object.end)))
    {
        start = object.end;
    }
    // `responded to a question`: to whom, not what.
    if speech
        && reader.is(start, Kinds::INFINITIVE)
        && reader.is(start + 1, Kinds::DETERMINER.or(Kinds::POSSESSIVE).or(Kinds::CAPITAL))
    {
        return None;
    }
    // `called for`, `pointed out that`
    if start == cue + 1
        && reader.is(start, Kinds::PREPOSITION)
        && !reader.is(start, Kinds::INFINITIVE.or(Kinds::SUBORDINATOR))
    {
        start += 1;
    }
    if reader.is(start, Kinds::COMPLEMENTISER) {
        start += 1;
    }
    if reader.is(start, Kinds::SIGN) || reader.is_quote(start) || start >= reader.len() {
        return None;
    }
    // `supports the ban`: of a wish or a view with an object, the object alone.
    if reader.is(cue, Kinds::THOUGHT)
        && !reader.is(cue, Kinds::SPEECH)
        && start == cue + 1
        && let Some(object) =
            reader.phrase_at(start).filter(|object| !reader.is_pronoun(object.start))
        && !reader.is(object.end, Kinds::AUXILIARY.or(Kinds::CUE))
    {
        return bounded_from(reader, object.start, object.end, 1);
    }
    let end = clause_end(reader, start);
    let tail = Kinds::COMMA.or(Kinds::DASH).or(Kinds::OPEN);
    let adjunct = reader.is(start, Kinds::SUBORDINATOR.or(Kinds::PREPOSITION));
    let governed = reader
        .governed_end(cue)
        .filter(|&at| !adjunct && start + 1 < at && at < end && reader.is(at, tail));
    bounded(reader, start, governed.unwrap_or(end))
}

fn opens_clause(reader: &Reader<'_>, at: usize) -> bool {
    reader.is(at, Kinds::SUBORDINATOR) || opens_noun(reader, at)
}

fn opens_noun(reader: &Reader<'_>, at: usize) -> bool {
    reader.is_pronoun(at) || reader.is(at, Kinds::DETERMINER.or(Kinds::POSSESSIVE))
}

/// Where a clause that begins at `start` ends: before a new cue after a comma, a semicolon, `but`.
fn clause_end(reader: &Reader<'_>, start: usize) -> usize {
    for at in start + 1..reader.len() {
        if reader.is(at, Kinds::SEMICOLON) {
            return at;
        }
        let finite = |at: usize| {
            reader.is_cue(at)
                && reader.is(at, Kinds::INFLECTED)
                && !reader.is(at, Kinds::PARTICIPLE)
        };
        if reader.is(at, Kinds::CONJUNCTION) && (finite(at + 1) || another_speaks(reader, at + 1)) {
            return at;
        }
        // `calls it “the mill,” while Ada Cole …`: the comma stands inside the marks.
        if reader.is(at, Kinds::CONTRAST) && reader.is_quote(at - 1) {
            return at;
        }
        if reader.is(at, Kinds::DASH) && another_speaks(reader, at + 1) {
            return at;
        }
        if !reader.is(at, Kinds::COMMA) {
            continue;
        }
        let next = at + 1;
        let new_cue = reader.is_cue(next) && reader.is(next, Kinds::PARTICIPLE);
        // `said that during the flood, she asked …` has not said anything before the comma.
        let speech_tag = reader.phrase_at(next).is_some_and(|phrase| {
            reader.is_cue(phrase.end)
                && reader.is(phrase.end, Kinds::SPEECH)
                && (start..at).any(|before| reader.is_verbal(before))
        });
        let but = reader.is(next, Kinds::CONTRAST);
        let told_by_another = reader.is(next, Kinds::RELATIVE)
            && !reader.is(next, Kinds::SUBORDINATOR)
            && (next + 1..next + 4).any(|at| reader.is_cue(at));
        let and_said = reader.is(next, Kinds::CONJUNCTION)
            && (reader.is_cue(next + 1) || reader.is(next + 1, Kinds::SHE.or(Kinds::HE)));
        // `…, with Ada Cole calling it “a start”`
        let absolute = reader.is(next, Kinds::PREPOSITION) && another_speaks(reader, next + 1);
        if new_cue || speech_tag || absolute || but || and_said || told_by_another {
            return at;
        }
    }
    reader.len()
}

/// Whether somebody with a name says something from a place on.
fn another_speaks(reader: &Reader<'_>, at: usize) -> bool {
    reader.phrase_at(at).is_some_and(|phrase| {
        reader.is(reader.last_word(&phrase), Kinds::CAPITAL)
            && reader.is_cue(phrase.end)
            && reader.is(phrase.end, Kinds::SPEECH.or(Kinds::NAME))
    })
}

/// The run without signs at its ends; `None` where too little is left.
fn bounded(reader: &Reader<'_>, start: usize, end: usize) -> Option<Range<usize>> {
    bounded_from(reader, start, end, LEAST_WORDS)
}

fn bounded_from(
    reader: &Reader<'_>,
    start: usize,
    end: usize,
    least_words: usize,
) -> Option<Range<usize>> {
    let (mut start, mut end) = (start, end);
    let closing =
        Kinds::STOP.or(Kinds::COMMA).or(Kinds::COLON).or(Kinds::SEMICOLON).or(Kinds::DASH);
    while start < end && reader.is(start, closing) {
        start += 1;
    }
    while start < end && reader.is(end - 1, closing) {
        end -= 1;
    }
    let n_words = (start..end)
        .filter(|&at| reader.word(at).is_some_and(|word| !word.is(Kinds::SIGN)))
        .count();
    (n_words >= least_words).then_some(start..end)
}
