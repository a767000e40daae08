//! Text, tokens and names → quotations: what is said, by whom, inside whose words.
//!
//! Takes an article with its tokens, sentences and mentions; gives the quotations in order of
//! their first byte, a quotation inside another after it. Read in this order: [`glyph`] reads the
//! marks and [`mark`] pairs them; [`frame`] makes sentences in which a quotation is one unit;
//! [`phrase`] reads noun phrases, [`saying`] the saying words and [`subject`] who does the saying;
//! [`cue`] finds the saying words that reach a quotation; [`heard`] decides between the speakers of
//! nested clauses; [`content`] tells speech from titles; [`indirect`] finds reported clauses;
//! [`attribute`] chooses the speaker; [`refer`], [`speaker`], [`pronoun`] and [`office`] say who is
//! meant by the words for them; [`assemble`] makes the list. [`lexicon`] holds the tables.
//!
//! Method: cues first, then speakers and contents hung on them (Pareti 2015; Newell et al. 2018),
//! over noun phrases instead of a list of names; a quotation without a cue takes its speaker from
//! what stands before it, as readers do.

mod assemble;
mod attribute;
mod content;
mod cue;
mod frame;
mod glyph;
mod heard;
mod indirect;
pub(crate) mod lexicon;
pub(crate) mod mark;
mod office;
mod phrase;
mod pronoun;
mod refer;
mod saying;
mod speaker;
mod subject;
mod tree;

use frame::{Frame, Unit, Word};
use indirect::Clause;
use lexicon::{Kinds, Lexicon};
use mark::Region;
use phrase::Reader;
use rustc_hash::FxHashMap;
use speaker::People;
use tellings_model::{Annotations, Article, Quote, QuoteKind, Span, Speaker, SpeakerBasis, Unsure};
use tree::Tree;

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
        let mut clauses = indirect::clauses(&reader);
        if frame.within.is_some() {
            // Between marks only what another is said to have said is worth a place of its own.
            clauses.retain(|clause| reader.is(clause.cue.end, Kinds::COMPLEMENTISER));
        }
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
            let (speaker, cue, continues) = match self.label(region) {
                Some(speaker) => (Ok(speaker), None, None),
                None => self.speaker(&reader, place, reach, level),
            };
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
            let around = self.outer_name(reader.frame.within);
            let other = speaker.as_ref().is_ok_and(|s| Some(s.name.as_str()) != around);
            if reader.frame.within.is_some() && !(other && around.is_some()) {
                continue;
            }
            let continues = self.clauses.len().checked_sub(1).filter(|_| clause.continues);
            let cue = reader.span(&clause.cue);
            let found = Found { kind: QuoteKind::Indirect, cue, speaker, continues };
            self.clauses.push((content, found));
        }
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
}

#[cfg(test)]
mod tests;
