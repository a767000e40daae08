//! Which saying words reach a quotation, and whom they name.

use super::frame::Unit;
use super::lexicon::Kinds;
use super::phrase::Reader;
use super::saying::PhraseCue;
use std::ops::Range;
use tellings_model::Upos;

/// How close a cue stands; also the order in which candidates win.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub(crate) struct Weight(pub(crate) f32);

/// A cue beside a quotation.
#[derive(Clone, Debug)]
pub(crate) struct Reach {
    /// The units of the cue; empty for a colon or a dash alone.
    pub(crate) cue: Range<usize>,
    /// The units of the speaker, where the cue names one.
    pub(crate) speaker: Option<Range<usize>>,
    pub(crate) weight: Weight,
    /// Whether cue and quotation touch, but for a comma or a colon.
    pub(crate) adjacent: bool,
}

/// Finds the best cue for the quotation at a place of its frame.
pub(crate) fn reach(reader: &Reader<'_>, at: usize, ends_open: bool) -> Option<Reach> {
    let mut best: Option<Reach> = None;
    let mut offer = |reach: Reach| {
        if best.as_ref().is_none_or(|best| reach.weight > best.weight) {
            best = Some(reach);
        }
    };
    after(reader, at, ends_open, &mut offer);
    before(reader, at, &mut offer);
    around(reader, at, &mut offer);
    best
}

/// `“…,” she said`, `“…,” said Ada`, `“…” — Ada Cole`.
fn after(reader: &Reader<'_>, at: usize, ends_open: bool, offer: &mut impl FnMut(Reach)) {
    let mut next = at + 1;
    let mut dash = false;
    while reader.is(next, Kinds::COMMA.or(Kinds::DASH)) {
        dash |= reader.is(next, Kinds::DASH);
        next += 1;
    }
    let base = if ends_open || next > at + 1 { 10.0 } else { 8.4 };
    let saying = Kinds::SPEECH.or(Kinds::GESTURE).or(Kinds::NAME).or(Kinds::THOUGHT);
    let inverts = Kinds::SPEECH.or(Kinds::GESTURE).or(Kinds::THOUGHT);
    if reader.is_cue(next) && reader.is(next, inverts) && !reader.is(next, Kinds::PARTICIPLE) {
        if let Some(speaker) = reader.phrase_at(next + 1) {
            offer(Reach {
                cue: next..next + 1,
                speaker: Some(speaker),
                weight: Weight(base),
                adjacent: true,
            });
        }
        return;
    }
    // `“…,” super committee spokeswoman Ada Cole said`: a word that begins no phrase by itself.
    let skipped = !reader.is(next, Kinds::FUNCTION.or(Kinds::SIGN).or(Kinds::CUE))
        && reader.phrase_at(next).is_none_or(|phrase| verb_behind(reader, phrase.end).is_none());
    let from = next + usize::from(skipped && reader.is_noun(next + 1));
    if let Some(phrase) = reader.phrase_at(from) {
        if let Some(cue) = verb_behind(reader, phrase.end).filter(|&cue| reader.is(cue, saying)) {
            let weight =
                if reader.is(cue, Kinds::SPEECH.or(Kinds::GESTURE)) { base } else { base - 1.5 };
            offer(Reach {
                cue: cue..cue + 1,
                speaker: Some(reader.quoted_at(cue).unwrap_or(phrase)),
                weight: Weight(weight),
                adjacent: true,
            });
        } else if ends_open && tags(reader, &phrase) {
            // `“Never,” an angry miller retaliated.`: any verb that closes the sentence.
            offer(Reach {
                cue: phrase.end..phrase.end + 1,
                speaker: Some(phrase),
                weight: Weight(8.0),
                adjacent: true,
            });
        } else if dash && at == 0 && signs(reader, &phrase) {
            offer(Reach {
                cue: at + 1..next,
                speaker: Some(phrase),
                weight: Weight(9.0),
                adjacent: true,
            });
        }
    }
}

/// Whether nothing follows a phrase but one verb, perhaps with adverbs.
fn tags(reader: &Reader<'_>, phrase: &Range<usize>) -> bool {
    let verb = reader.word(phrase.end).is_some_and(|word| word.upos == Upos::Verb);
    let rest = (phrase.end + 1).min(reader.len())..reader.len();
    verb && rest.len() <= 3
        && rest
            .into_iter()
            .all(|at| reader.is(at, Kinds::SIGN.or(Kinds::TIME)) || reader.is_adverb(at))
}

/// `…, said Ada Cole` and `…, Ada Cole said`: a tag behind a whole sentence.
fn closes(reader: &Reader<'_>, cue: usize, speaker: &Range<usize>) -> bool {
    let tag = speaker.start.min(cue)..speaker.end.max(cue + 1);
    let behind_comma = tag.start > 0 && reader.is(tag.start - 1, Kinds::COMMA);
    behind_comma && reader.is(cue, Kinds::SPEECH) && tag.len() <= speaker.len() + 2
}

/// `— Ada Cole, mayor of Harrow.`: nothing but a name, perhaps with what its bearer is.
fn signs(reader: &Reader<'_>, name: &Range<usize>) -> bool {
    let rest = name.end..reader.len();
    let bare = rest.clone().all(|at| reader.is(at, Kinds::SIGN));
    let described = reader.is(name.end, Kinds::COMMA)
        && rest.len() < LONGEST_SIGNATURE
        && !rest.clone().any(|at| reader.is(at, Kinds::AUXILIARY) || reader.is_cue(at));
    bare || (described && reader.is_named(name))
}

/// The longest line that can sign a quotation, in units.
const LONGEST_SIGNATURE: usize = 16;

/// The saying verb behind a subject that ends at a place: over adverbs, auxiliaries and a parenthesis.
fn verb_behind(reader: &Reader<'_>, end: usize) -> Option<usize> {
    let direct = skip_group(reader, end);
    if reader.is_cue(direct) {
        return Some(direct);
    }
    if !reader.is(end, Kinds::COMMA) {
        return None;
    }
    (end + 2..reader.len().min(end + 30))
        .filter(|&close| reader.is(close, Kinds::COMMA))
        .map(|close| skip_group(reader, close + 1))
        .find(|&cue| reader.is_cue(cue))
        .or_else(|| {
            // `Ada Cole, who owns the mill said`: the tree knows, where a comma is missing.
            (end + 2..reader.len().min(end + 30)).find(|&cue| {
                reader.is(cue, Kinds::SPEECH)
                    && reader.is_cue(cue)
                    && reader.verb_group_start(cue).checked_sub(1).is_some_and(|before| {
                        !reader.is(before, Kinds::CONJUNCTION) && !reader.is_relative(before)
                    })
                    && reader.tree_subject(cue).is_some_and(|subject| subject.end == end)
            })
        })
}

fn skip_group(reader: &Reader<'_>, from: usize) -> usize {
    let mut at = from;
    while at < reader.len()
        && at - from < 6
        && reader.is(at, Kinds::AUXILIARY.or(Kinds::ADVERB).or(Kinds::NEGATION))
        && !reader.is_cue(at)
    {
        at += 1;
    }
    if !reader.is_cue(at)
        && reader.lexicon.ends_like_adverb(reader.text(at))
        && reader.is_cue(at + 1)
    {
        at += 1;
    }
    at
}

/// `She said: “…”`, `called it “…”`, `Ada: “…”`.
fn before(reader: &Reader<'_>, at: usize, offer: &mut impl FnMut(Reach)) {
    let introduced = at > 0 && reader.is(at - 1, Kinds::COMMA.or(Kinds::COLON));
    let colon = at > 0 && reader.is(at - 1, Kinds::COLON);
    let (mut n_words, mut n_commas, mut n_quotes) = (0.0_f32, 0.0_f32, 0.0_f32);
    let mut found = 0;
    for place in (at.saturating_sub(60)..at).rev() {
        if reader.is_quote(place) {
            n_quotes += 1.0;
        } else if reader.is(place, Kinds::COMMA.or(Kinds::SEMICOLON).or(Kinds::DASH)) {
            n_commas += 1.0;
        } else if let Some(owner) = reader.noun_cue(place) {
            let weight = Weight(9.0 - 0.08 * n_words - 0.5 * n_commas - 0.6 * n_quotes);
            let speaker = Some(owner);
            offer(Reach { cue: place..place + 1, speaker, weight, adjacent: n_words < 2.0 });
            found += 1;
            n_words += 1.0;
        } else if reader.is_cue(place) {
            let speech = reader.is(place, Kinds::SPEECH);
            let gesture = reader.is(place, Kinds::GESTURE);
            let mut weight = 9.0 - 0.08 * n_words - 0.5 * n_commas - 0.6 * n_quotes;
            if introduced && n_words < 1.0 {
                weight += 0.8;
            }
            if reader.is(place, Kinds::NAME) {
                weight -= 0.4;
            } else if !speech {
                weight -= if n_words < 1.0 { 1.0 } else { 2.0 };
            }
            if gesture && !introduced {
                weight -= 4.0;
            }
            let speaker = reader.subject_of(place);
            if speaker.is_none() {
                weight -= 4.0;
            }
            offer(Reach {
                cue: place..place + 1,
                speaker,
                weight: Weight(weight),
                adjacent: n_words < 1.0,
            });
            found += 1;
            if found > 3 {
                break;
            }
            n_words += 1.0;
        } else if !reader.is(place, Kinds::SIGN) {
            n_words += 1.0;
        }
    }
    if colon && let Some(phrase) = reader.phrase_before(at - 1) {
        // `Ada Cole:`, `From the report:`
        let before = phrase.start.checked_sub(1);
        let whole = before.is_none_or(|before| {
            reader.is(before, Kinds::DASH) || (before <= 1 && reader.is(before, Kinds::ORIGIN))
        });
        if !whole && found > 0 {
            return;
        }
        let subject = if whole { None } else { reader.main_subject(at - 1) };
        // Of two phrases that no saying word leads to, the one with a name speaks.
        let speaker = subject
            .filter(|subject| reader.is_named(subject) || !reader.is_named(&phrase))
            .unwrap_or(phrase);
        let weight = Weight(if whole { 9.9 } else { 5.0 });
        offer(Reach { cue: at - 1..at, speaker: Some(speaker), weight, adjacent: true });
    }
}

/// `according to NAME`, and cues behind a quotation that does not touch them.
fn around(reader: &Reader<'_>, at: usize, offer: &mut impl FnMut(Reach)) {
    for PhraseCue { cue, speaker, .. } in reader.phrase_cues() {
        let distance = cue.start.abs_diff(at);
        let adjacent = cue.start == at + 1 || cue.start == at + 2;
        let weight = if adjacent { 9.4 } else { 8.3 - 0.03 * distance as f32 };
        offer(Reach { cue, speaker: Some(speaker), weight: Weight(weight), adjacent });
    }
    let (mut n_words, mut n_commas) = (0.0_f32, 0.0_f32);
    for place in at + 1..reader.len().min(at + 40) {
        if reader.is(place, Kinds::COMMA) {
            n_commas += 1.0;
        } else if reader.is_cue(place) && !reader.is(place, Kinds::PARTICIPLE) {
            let mut weight = 5.8 - 0.1 * n_words - 0.3 * n_commas;
            let speaker = reader.subject_of(place);
            if speaker.as_ref().is_some_and(|speaker| closes(reader, place, speaker)) {
                weight += 2.2;
            }
            offer(Reach {
                cue: place..place + 1,
                speaker,
                weight: Weight(weight),
                adjacent: false,
            });
        } else if matches!(reader.frame.units.get(place), Some(Unit::Word(_))) {
            n_words += 1.0;
        }
    }
}
