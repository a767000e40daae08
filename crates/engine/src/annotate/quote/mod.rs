//! Text, tokens and names → quotations: what is said, by whom, inside whose words.
//!
//! Takes an article with its tokens, sentences and mentions; gives the quotations in order of
//! their first byte, a quotation inside another after it. Read in this order: [`mark`] pairs the
//! marks; [`frame`] makes sentences in which a quotation is one unit; [`phrase`] reads noun
//! phrases and subjects; [`cue`] finds the saying words that reach a quotation; [`heard`] decides between the speakers of nested
//! clauses; [`content`] tells speech from titles; [`indirect`] finds reported clauses; [`speaker`] names who is meant, with [`office`] for those who are called by what they are. [`lexicon`] holds the tables.
//!
//! Method: cues first, then speakers and contents hung on them (Pareti 2015; Newell et al. 2018),
//! over noun phrases instead of a list of names; a quotation without a cue takes its speaker from
//! what stands before it, as readers do.

mod content;
mod cue;
mod frame;
mod heard;
mod indirect;
pub(crate) mod lexicon;
pub(crate) mod mark;
mod office;
mod phrase;
mod speaker;
mod subject;
mod tree;

use cue::Reach;
use frame::{Frame, Unit, Word};
use indirect::Clause;
use lexicon::{Kinds, Lexicon};
use mark::Region;
use phrase::Reader;
use rustc_hash::FxHashMap;
use speaker::People;
use std::collections::BTreeMap;
use tellings_model::{Annotations, Article, Quote, QuoteKind, Span, Speaker, SpeakerBasis, Unsure};
use tree::Tree;

/// The least weight with which a cue that does not touch a quotation names its speaker.
const LEAST_WEIGHT: f32 = 5.5;
/// The longest line that can sign a quotation, in units.
const SIGNATURE_UNITS: usize = 16;

/// Finds the quotations of an article.
///
/// Time grows linearly with the text; the same article gives the same quotations whatever else
/// is read beside it.
pub(crate) fn quotes(article: &Article, annotations: &Annotations) -> Vec<Quote> {
    let lexicon = lexicon::of(article.language.as_deref(), article.text());
    let regions = mark::regions(article, &|word| lexicon.is_elision(word));
    let words = frame::words(article, annotations, lexicon);
    let frames = frame::frames(article, annotations, &words, &regions);
    let people = People::of(article, annotations, &words, lexicon, &regions);
    let mut finder = Finder {
        article,
        lexicon,
        words: &words,
        regions: &regions,
        frames: &frames,
        people: &people,
        tree: Tree { tokens: &annotations.tokens, words: &words },
        found: vec![None; regions.len()],
        clauses: Vec::new(),
        issuers: FxHashMap::default(),
    };
    finder.read();
    finder.quotes()
}

/// What stands between quotation marks, without the marks.
pub(crate) fn between_marks(article: &Article) -> Vec<Span> {
    let lexicon = lexicon::of(article.language.as_deref(), article.text());
    let regions = mark::regions(article, &|word| lexicon.is_elision(word));
    regions.iter().map(|region| region.inner).collect()
}

/// What is known of one region.
#[derive(Clone, Debug)]
struct Found {
    kind: QuoteKind,
    cue: Option<Span>,
    speaker: Result<Speaker, Unsure>,
    continues: Option<usize>,
}

/// One level of words: the article’s own, or those of one region.
#[derive(Default)]
struct Level {
    /// The last quotation with its speaker, and its paragraph.
    last: Option<(usize, usize)>,
    /// The frame before, as an index.
    before: Option<usize>,
    /// Quotations that wait for the next speaker of their paragraph.
    waiting: Vec<usize>,
    paragraph: usize,
}

/// A quotation in its frame.
#[derive(Clone, Copy)]
struct Place {
    at: usize,
    quote: usize,
    /// The quotation before it in the same frame, if its speaker is known.
    in_frame: Option<usize>,
}

struct Finder<'a> {
    article: &'a Article,
    lexicon: &'a Lexicon,
    words: &'a [Word],
    regions: &'a [Region],
    frames: &'a [Frame],
    people: &'a People<'a>,
    tree: Tree<'a>,
    found: Vec<Option<Found>>,
    /// The reported clauses with their spans; `continues` counts in this list.
    clauses: Vec<(Span, Found)>,
    /// The things that carry words, in lower case, each with the last to have issued one.
    issuers: FxHashMap<String, String>,
}

impl<'a> Finder<'a> {
    fn reader(&self, frame: &'a Frame) -> Reader<'a> {
        Reader {
            article: self.article,
            lexicon: self.lexicon,
            words: self.words,
            frame,
            tree: self.tree,
        }
    }

    /// Reads all frames in order; those inside a region come after the article’s own.
    fn read(&mut self) {
        let mut level = Level::default();
        let mut within = None;
        for (idx, frame) in self.frames.iter().enumerate() {
            if frame.within != within {
                level = Level::default();
                within = frame.within;
            }
            if frame.paragraph != level.paragraph {
                level.waiting.clear();
                level.paragraph = frame.paragraph;
            }
            self.read_frame(frame, &mut level);
            level.before = Some(idx);
        }
    }

    fn read_frame(&mut self, frame: &'a Frame, level: &mut Level) {
        let reader = self.reader(frame);
        self.sign(&reader, level);
        let clauses = if frame.within.is_none() { indirect::clauses(&reader) } else { Vec::new() };
        let mut in_frame: Option<(usize, QuoteKind)> = None;
        for (at, unit) in frame.units.iter().enumerate() {
            let Unit::Quote(quote) = *unit else { continue };
            let Some(region) = self.regions.get(quote) else { continue };
            let ends_open = self.article.at(region.inner).ends_with([',', '?', '!', '…', '—', '-']);
            let reach = cue::reach(&reader, at, ends_open);
            let after_speech = level.last.is_some_and(|(_, last)| last == frame.paragraph);
            if !content::is_speech(&reader, at, region, reach.as_ref(), after_speech) {
                continue;
            }
            let kind = content::kind(&reader, at, region, reach.as_ref());
            let cued = reach.is_some();
            let reach = heard::heard(&reader, &clauses, at, kind, reach);
            let place = Place { at, quote, in_frame: in_frame.map(|(before, _)| before) };
            let (speaker, cue, continues) = self.speaker(&reader, place, reach, level);
            let kind = continues
                .and_then(|before| self.found.get(before)?.as_ref())
                .map_or(kind, |before| before.kind);
            let known = speaker.is_ok();
            if !known && !cued && frame.within.is_some() {
                continue; // Marks inside somebody’s words that nobody is said to have said.
            }
            if let Some(slot) = self.found.get_mut(quote) {
                *slot = Some(Found { kind, cue, speaker, continues });
            }
            if known {
                // Words of a clause inside somebody’s sentence do not take the floor from them.
                let floor = matches!(in_frame, Some((_, QuoteKind::Direct)));
                if kind == QuoteKind::Direct || !floor {
                    level.last = Some((quote, frame.paragraph));
                    in_frame = Some((quote, kind));
                }
                for waiting in std::mem::take(&mut level.waiting) {
                    self.carry(quote, waiting);
                }
            } else {
                level.waiting.push(quote);
                if cued {
                    level.last = None; // Somebody spoke whom nobody can name: the floor is theirs.
                }
            }
        }
        self.read_clauses(&reader, level, clauses);
        self.read_issuers(&reader, level);
    }

    fn read_clauses(&mut self, reader: &Reader<'_>, level: &Level, clauses: Vec<Clause>) {
        for clause in clauses {
            let Some(content) = self.units_span(reader, &clause.content) else { continue };
            let speaker = clause
                .speaker
                .as_ref()
                .and_then(|run| Some((run, reader.span(run)?)))
                .map_or(Err(Unsure::NoCue), |(run, phrase)| {
                    self.named(reader, phrase, level).map(|speaker| Speaker {
                        mention: reader.with_relative(run, clause.cue.start).or(speaker.mention),
                        ..speaker
                    })
                });
            let continues = self.clauses.len().checked_sub(1).filter(|_| clause.continues);
            let cue = reader.span(&clause.cue);
            let found = Found { kind: QuoteKind::Indirect, cue, speaker, continues };
            self.clauses.push((content, found));
        }
    }

    /// `The council said in a letter`: what `the letter` says later, the council says.
    fn read_issuers(&mut self, reader: &Reader<'_>, level: &Level) {
        for at in (0..reader.len()).filter(|&at| reader.is_issued(at)) {
            let issuer = reader
                .main_subject(at)
                .filter(|subject| !subject.contains(&at) && reader.is_named(subject))
                .and_then(|subject| reader.span(&subject));
            if let Some(phrase) = issuer
                && let Ok(speaker) = self.named(reader, phrase, level)
            {
                self.issuers.insert(reader.text(at).to_lowercase(), speaker.name);
            }
        }
    }

    /// `A spokesperson for the port praised the mill. However, he admitted …`: the subject of the
    /// sentence before, where it is somebody by office and a pronoun takes it up.
    fn official(&self, phrase: Span, level: &Level) -> Option<String> {
        let first = self.words.partition_point(|word| word.span.start() < phrase.start());
        let pronoun = self.words.get(first).filter(|word| word.span == phrase)?;
        if !pronoun.is(Kinds::SHE.or(Kinds::HE)) {
            return None;
        }
        let before = self.frames.get(level.before?).filter(|frame| frame.within.is_none())?;
        let reader = self.reader(before);
        let subject = reader.first_phrase(reader.len())?;
        let head = reader.core_end(&subject).checked_sub(1)?;
        let office = reader.is(head, Kinds::TITLE)
            && !reader.is(head, Kinds::CAPITAL)
            && reader.has_verb_after(subject.end);
        let phrase = reader.span(&subject).filter(|_| office)?;
        self.people.name(phrase, None, None).ok()
    }

    /// Who issued the thing that a phrase points to.
    fn issuer(&self, phrase: Span) -> Option<&String> {
        if self.issuers.is_empty() {
            return None;
        }
        let first = self.words.partition_point(|word| word.span.start() < phrase.start());
        let [the, thing] = self.words.get(first..first + 2)? else { return None };
        let pair = thing.span.end() == phrase.end() && the.is(Kinds::DEFINITE);
        if !pair || !thing.is(Kinds::CARRIER) {
            return None;
        }
        self.issuers.get(&self.article.at(thing.span).to_lowercase())
    }

    /// The span of a run of units, quotations with their marks.
    fn units_span(&self, reader: &Reader<'_>, run: &std::ops::Range<usize>) -> Option<Span> {
        let span = |unit: &Unit| match *unit {
            Unit::Word(idx) => self.words.get(idx).map(|word| word.span),
            Unit::Quote(idx) => self.regions.get(idx).map(|region| region.outer),
        };
        let units = reader.frame.units.get(run.clone())?;
        Some(span(units.first()?)?.cover(span(units.last()?)?))
    }

    /// `— Ada Cole` on a line of its own signs the quotation before it.
    fn sign(&mut self, reader: &Reader<'_>, level: &mut Level) {
        if !reader.is(0, Kinds::DASH) || reader.len() > SIGNATURE_UNITS {
            return;
        }
        let before = level.before.and_then(|idx| self.frames.get(idx));
        let Some(Unit::Quote(quote)) = before.and_then(|frame| frame.units.last().copied()) else {
            return;
        };
        let Some(run) = reader.phrase_at(1).filter(|run| reader.is_named(run)) else { return };
        let Some(phrase) = reader.span(&run) else { return };
        let named = self.named(reader, phrase, level);
        if let Some(Some(found)) = self.found.get_mut(quote)
            && found.cue.is_none()
            && named.is_ok()
        {
            found.speaker = named;
            level.waiting.retain(|&waiting| waiting != quote);
        }
    }

    /// Who speaks the quotation at a place: by its cue, else as the words before have it.
    fn speaker(
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

    fn named(&self, reader: &Reader<'_>, phrase: Span, level: &Level) -> Result<Speaker, Unsure> {
        let outer = self.outer_name(reader.frame.within);
        let last = level.last.and_then(|(quote, _)| self.outer_name(Some(quote)));
        let named = match self.issuer(phrase).cloned().or_else(|| self.official(phrase, level)) {
            Some(name) => Ok(name),
            None => self.people.name(phrase, outer, last),
        };
        named.map(|name| Speaker {
            mention: Some(phrase),
            name,
            entity: None,
            basis: SpeakerBasis::Cue,
        })
    }

    /// The speaker of the region around.
    fn outer_name(&self, within: Option<usize>) -> Option<&str> {
        match self.found.get(within?)?.as_ref()?.speaker.as_ref() {
            Ok(speaker) => Some(speaker.name.as_str()),
            Err(_) => None,
        }
    }

    /// The speaker of an earlier quotation, carried on.
    fn carried(&self, from: usize) -> Result<Speaker, Unsure> {
        let found = self.found.get(from).and_then(Option::as_ref);
        match found.map(|found| &found.speaker) {
            Some(Ok(speaker)) => Ok(Speaker { basis: SpeakerBasis::Carried, ..speaker.clone() }),
            Some(Err(why)) => Err(*why),
            None => Err(Unsure::NoCue),
        }
    }

    fn carry(&mut self, from: usize, to: usize) {
        let speaker = self.carried(from);
        if let Some(Some(found)) = self.found.get_mut(to)
            && matches!(found.speaker, Err(Unsure::NoCue))
        {
            found.speaker = speaker;
        }
    }

    /// The quotations in order, with indices into the list itself.
    fn quotes(self) -> Vec<Quote> {
        // Regions first, then clauses; `continues` of each counts in its own list.
        let n_regions = self.regions.len();
        let mut drafts: Vec<(Span, Span, usize, Found)> = Vec::new();
        for (idx, (region, found)) in self.regions.iter().zip(self.found).enumerate() {
            if let Some(found) = found {
                drafts.push((region.outer, region.inner, idx, found));
            }
        }
        for (idx, (span, mut found)) in self.clauses.into_iter().enumerate() {
            found.continues = found.continues.map(|before| before + n_regions);
            drafts.push((span, span, n_regions + idx, found));
        }
        // The outer before the inner; of equal spans the clause before the marks.
        drafts.sort_by_key(|(outer, _, idx, _)| {
            (outer.start(), std::cmp::Reverse(outer.end()), std::cmp::Reverse(*idx))
        });
        let mut place: BTreeMap<usize, u32> = BTreeMap::new();
        let mut quotes: Vec<Quote> = Vec::new();
        let mut open: Vec<(Span, u32)> = Vec::new();
        for (outer, content, idx, found) in drafts {
            while open.last().is_some_and(|(span, _)| span.end() <= outer.start()) {
                open.pop();
            }
            // A clause that cuts across another one was read wrongly.
            let crosses = open.last().is_some_and(|(span, _)| !span.contains(outer));
            let repeats = found.kind == QuoteKind::Indirect
                && open.last().is_some_and(|(span, _)| *span == outer);
            let Ok(at) = u32::try_from(quotes.len()) else { break };
            if crosses || repeats {
                continue;
            }
            place.insert(idx, at);
            // Words without a speaker of their own are those of the clause they stand in.
            let around = open.last().and_then(|(_, parent)| quotes.get(*parent as usize));
            let (speaker, cue) = match (found.speaker, around) {
                (Err(_), Some(around))
                    if around.kind == QuoteKind::Indirect && around.speaker.is_ok() =>
                {
                    (around.speaker.clone(), around.cue)
                }
                (speaker, _) => (speaker, found.cue),
            };
            quotes.push(Quote {
                content,
                kind: found.kind,
                speaker,
                cue,
                parent: open.last().map(|(_, parent)| *parent),
                continues: found.continues.and_then(|before| place.get(&before).copied()),
            });
            open.push((outer, at));
        }
        quotes
    }
}

#[cfg(test)]
mod tests;
