//! Who speaks a quotation: by its cue, by what the sentence before is about, or whoever spoke last.

use super::cue::Reach;
use super::frame::{Unit, Word};
use super::lexicon::Kinds;
use super::mark::Region;
use super::phrase::Reader;
use super::{Finder, Level, Place};
use tellings_model::{Span, Speaker, SpeakerBasis, Unsure};

/// The least weight with which a cue that does not touch a quotation names its speaker.
const LEAST_WEIGHT: f32 = 5.5;
/// The longest label of a speaker in a transcript, in words.
const LONGEST_LABEL: usize = 5;
/// The shortest label, in bytes: `Q:` and `A:` name nobody.
const LEAST_LABEL: usize = 3;

impl Finder<'_> {
    /// Who speaks the quotation at a place: by its cue, else as the words before have it.
    pub(super) fn speaker(
        &self,
        reader: &Reader<'_>,
        place: Place,
        reach: Option<Reach>,
        level: &Level,
    ) -> (Result<Speaker, Unsure>, Option<Span>, Option<usize>) {
        let Place { at, quote, in_frame } = place;
        let region = self.regions.get(quote);
        // A quotation over paragraphs has one speaker.
        if let Some(before) = region.and_then(|region| region.continues) {
            let named = self.carried(before);
            if named.is_ok() && reach.as_ref().is_none_or(|reach| !reach.adjacent) {
                return (named, None, Some(before));
            }
        }
        let continues = in_frame.filter(|_| self.goes_on(reader, at));
        let sure = reach.filter(|reach| reach.adjacent || reach.weight.0 >= LEAST_WEIGHT);
        if let Some(owner) = reader.owner(at)
            && sure.as_ref().is_none_or(|reach| !reach.adjacent)
            && let Some(phrase) = reader.span(&owner)
            && let named @ Ok(_) = self.named(reader, phrase, level)
        {
            return (named, None, continues);
        }
        if let Some(before) = in_frame
            && sure
                .as_ref()
                .is_none_or(|reach| continues.is_some() && !self.is_new_cue(reader, at, reach))
        {
            return (self.carried(before), None, continues);
        }
        if let Some(reach) = sure {
            let cue = reader.span(&reach.cue);
            if let Some(run) = &reach.speaker
                && let Some(phrase) = reader.span(run)
            {
                let named = self.named(reader, phrase, level).map(|speaker| Speaker {
                    mention: reader.with_relative(run, reach.cue.start).or(speaker.mention),
                    ..speaker
                });
                return (named, cue, continues);
            }
        }
        // Words of a sentence that brings nobody’s words are most often those of its subject.
        let alone = reader.frame.units.iter().all(|unit| matches!(unit, Unit::Quote(_)));
        if !alone
            && let Some(run) = reader.main_subject(at).filter(|run| reader.is_named(run))
            && let Some(phrase) = reader.span(&run)
            && let Ok(speaker) = self.named(reader, phrase, level)
        {
            let speaker = Speaker { basis: SpeakerBasis::Carried, ..speaker };
            return (Ok(speaker), None, continues);
        }
        (self.speaker_before(reader, level), None, continues)
    }

    /// `“A,” she said, “B.”`: the second goes on with the first.
    fn goes_on(&self, reader: &Reader<'_>, at: usize) -> bool {
        let Some(before) = (0..at).rev().find(|&place| reader.is_quote(place)) else {
            return false;
        };
        let n_cues = (before + 1..at).filter(|&place| reader.is_cue(place)).count();
        reader.is(at - 1, Kinds::COMMA) && n_cues == 1
    }

    /// Whether the cue stands between the two quotations and opens the second.
    fn is_new_cue(&self, reader: &Reader<'_>, at: usize, reach: &Reach) -> bool {
        reach.cue.start < at && reader.is(reach.cue.start, Kinds::PARTICIPLE)
            || reach.cue.start > at
    }

    /// Without a cue: whoever spoke before in this paragraph or the one before; else whoever the
    /// sentence before is about.
    fn speaker_before(&self, reader: &Reader<'_>, level: &Level) -> Result<Speaker, Unsure> {
        let paragraph = reader.frame.paragraph;
        let before = level.before.and_then(|idx| self.frames.get(idx));
        if let Some(before) = before.filter(|frame| paragraph - frame.paragraph.min(paragraph) <= 1)
        {
            let near = before.paragraph == paragraph;
            let earlier = self.reader(before);
            let last = before.units.len().saturating_sub(1);
            let introduces = earlier.is(last, Kinds::COLON);
            let speaks = (0..before.units.len()).rev().find(|&at| {
                earlier.is_cue(at)
                    && earlier.is(at, Kinds::SPEECH.or(Kinds::GESTURE))
                    && !earlier.in_relative(at)
            });
            let has_quote = before.units.iter().any(|unit| matches!(unit, Unit::Quote(_)));
            if (near || introduces) && !has_quote {
                let run = match speaks {
                    Some(cue) => earlier.subject_of(cue),
                    None => earlier.main_subject(last).filter(|run| earlier.is_named(run)),
                };
                if let Some(phrase) = run.and_then(|run| earlier.span(&run)) {
                    let named = self.named(&earlier, phrase, level);
                    return named
                        .map(|speaker| Speaker { basis: SpeakerBasis::Carried, ..speaker });
                }
            }
        }
        match level.last {
            Some((quote, last)) if paragraph.saturating_sub(last) <= 1 => self.carried(quote),
            _ => Err(Unsure::NoCue),
        }
    }

    /// `“COLE: We wait.”`: the speaker that a transcript names inside the marks, at the beginning
    /// of a paragraph and in capitals.
    pub(super) fn label(&self, region: &Region) -> Option<Speaker> {
        let block = self.article.blocks.get(region.paragraph)?.span;
        let before = self.article.span(block.start(), region.outer.start());
        if !self.article.at(before).trim().is_empty() {
            return None;
        }
        let first = self.words.partition_point(|word| word.span.start() < region.inner.start());
        let ahead = self.words.get(first..)?;
        let is_label = |word: &&Word| {
            let text = self.article.at(word.span);
            word.is(Kinds::STOP) || word.is(Kinds::CAPITAL) && !text.contains(char::is_lowercase)
        };
        let len = ahead.iter().take(LONGEST_LABEL).take_while(is_label).count();
        let name = ahead.get(..len)?;
        let (begin, end) = (name.first()?, name.last()?);
        let colon = ahead.get(len).is_some_and(|word| word.is(Kinds::COLON));
        if !colon || end.span.end() - begin.span.start() < LEAST_LABEL {
            return None;
        }
        let mention = begin.span.cover(end.span);
        let name = self.people.surnamed(self.article.at(end.span)).unwrap_or(mention);
        Some(Speaker {
            mention: Some(mention),
            name: self.article.at(name).to_owned(),
            entity: None,
            basis: SpeakerBasis::Cue,
        })
    }
}
