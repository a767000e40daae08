//! What a noun phrase refers to beyond the names: who issued `the letter`, whose office a pronoun takes up.

use super::frame::Word;
use super::lexicon::Kinds;
use super::phrase::Reader;
use super::speaker::Near;
use super::{Finder, Level};
use tellings_model::{Span, Speaker, SpeakerBasis, Unsure};

/// How far behind a letter its author may be told, in units.
const LONGEST_INSERTION: usize = 20;
/// How many reported clauses back a body may have spoken whose `statement` is meant.
const NEAR_CLAUSES: usize = 4;
/// How many reported clauses back who spoke last is looked for, and in how much of a sentence.
const TOLD_CLAUSES: usize = 16;
const LONGEST_SENTENCE: usize = 240;

impl Finder<'_> {
    /// The speaker that a phrase names: by who issued it, by an office, or by a name.
    pub(super) fn named(
        &self,
        reader: &Reader<'_>,
        phrase: Span,
        level: &Level,
    ) -> Result<Speaker, Unsure> {
        let outer = self.outer_name(reader.frame.within);
        let last = level.last.and_then(|(quote, _)| self.outer_name(Some(quote)));
        let told = self.told_last(reader, phrase, level);
        let other = self
            .issuer(phrase)
            .cloned()
            .or_else(|| self.author(reader, phrase, level))
            .or_else(|| self.official(phrase, level))
            .or_else(|| self.epithet(reader, phrase, level));
        let named = match other {
            Some(name) => Ok(name),
            None => self.people.name(phrase, Near { avoid: outer, last, told }),
        };
        named.map(|name| Speaker {
            mention: Some(phrase),
            name,
            entity: None,
            basis: SpeakerBasis::Cue,
        })
    }

    /// Who is told to have spoken last before a phrase, in its paragraph: by a finite verb of speech or
    /// a word group (`according to`).
    fn told_last(&self, reader: &Reader<'_>, phrase: Span, level: &Level) -> Option<&str> {
        let paragraph = self.article.blocks.get(reader.frame.paragraph)?.span;
        let quote = level.last.filter(|(_, last)| *last == reader.frame.paragraph);
        let said = quote.and_then(|(quote, _)| Some(self.regions.get(quote)?.outer.end()));
        let from = said.unwrap_or(paragraph.start());
        let clauses = self.clauses.iter().rev().take(TOLD_CLAUSES);
        let mut clauses = clauses.filter(|_| reader.frame.within.is_none());
        let clause = clauses.find_map(|(span, found)| {
            let speaks =
                span.end() <= phrase.start() && found.cue.is_some_and(|cue| self.is_told(cue));
            (speaks || span.start() < from).then_some((span, found))
        });
        let clause = clause.filter(|(span, _)| from <= span.start());
        let name = clause.and_then(|(_, found)| found.speaker.as_ref().ok());
        let name = name.map(|speaker| speaker.name.as_str());
        name.or_else(|| self.outer_name(quote.map(|(quote, _)| quote)))
    }

    /// Whether a cue is a finite verb of speech or a word group.
    fn is_told(&self, cue: Span) -> bool {
        let first = self.words.partition_point(|word| word.span.start() < cue.start());
        let words = self.words.get(first..).unwrap_or(&[]);
        let n_words = words.iter().take_while(|word| word.span.end() <= cue.end()).count();
        let verb = |word: &Word| word.is(Kinds::SPEECH) && !word.is(Kinds::PARTICIPLE);
        n_words > 1 || words.first().is_some_and(verb)
    }

    /// `The council said in a letter`: what `the letter` says later, the council says. What only holds
    /// a name, as `Monday's blast at the mill`, issues nothing.
    pub(super) fn read_issuers(&mut self, reader: &Reader<'_>, level: &Level) {
        let is_name = |subject: &std::ops::Range<usize>| {
            let head = reader.core_end(subject).checked_sub(1);
            reader.is_named(subject) && head.is_some_and(|head| reader.is(head, Kinds::CAPITAL))
        };
        for at in (0..reader.len()).filter(|&at| reader.is_issued(at)) {
            let issuer = reader
                .main_subject(at)
                .filter(|subject| !subject.contains(&at) && is_name(subject))
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
        // `I asked one of the millers. “No,” she said.`
        if reader.is(subject.start, Kinds::FIRST) && reader.is(subject.end, Kinds::SPEECH) {
            let asked =
                reader.phrase_at(subject.end + 1).filter(|asked| !reader.is_named(asked))?;
            return self.people.name(reader.span(&asked)?, Near::default()).ok();
        }
        // `Their man had left, Ada Cole told us. “…,” she said.`
        let speaks = |at: &usize| reader.is_cue(*at) && reader.is(*at, Kinds::SPEECH);
        let mut others = (0..reader.len().min(LONGEST_SENTENCE))
            .filter(speaks)
            .filter_map(|at| reader.subject_of(at));
        let inserted = |at: usize| {
            at > subject.end && reader.is(at - 1, Kinds::COMMA) && !reader.is_pronoun(at)
        };
        if others.any(|run| reader.is_named(&run) && inserted(run.start)) {
            return None;
        }
        let head = reader.core_end(&subject).checked_sub(1)?;
        let office = reader.is(head, Kinds::TITLE)
            && !reader.is(head, Kinds::CAPITAL)
            && reader.has_verb_after(subject.end);
        let phrase = reader.span(&subject).filter(|_| office)?;
        self.people.name(phrase, Near::default()).ok()
    }

    /// Who issued the thing that a phrase points to.
    fn issuer(&self, phrase: Span) -> Option<&String> {
        let first = self.words.partition_point(|word| word.span.start() < phrase.start());
        let [the, thing] = self.words.get(first..first + 2)? else { return None };
        let pair = thing.span.end() == phrase.end() && the.is(Kinds::DEFINITE);
        if !pair || !thing.is(Kinds::CARRIER) {
            return None;
        }
        let issuer = self.issuers.get(&self.article.at(thing.span).to_lowercase());
        issuer.or_else(|| self.last_body().filter(|_| thing.is(Kinds::SAYING)))
    }

    /// `The letter, signed by the owners, asks for “a new roof”`: who an insertion says made it.
    fn author(&self, reader: &Reader<'_>, phrase: Span, level: &Level) -> Option<String> {
        let at = (0..reader.len())
            .find(|&at| reader.word(at).is_some_and(|word| word.span.end() == phrase.end()))?;
        if !reader.is(at, Kinds::CARRIER) || reader.is_named(&(at..at + 1)) {
            return None;
        }
        let from = at + 1 + usize::from(reader.is(at + 1, Kinds::COMMA));
        let by = (from..reader.len().min(from + LONGEST_INSERTION))
            .take_while(|&at| !reader.is_cue(at) || reader.is(at + 1, Kinds::AGENT))
            .find(|&at| reader.is(at, Kinds::AUTHORED) && reader.is(at + 1, Kinds::AGENT))?;
        let author = reader.span(&reader.phrase_at(by + 2)?)?;
        self.named(reader, author, level).ok().map(|speaker| speaker.name)
    }

    /// `Ada Cole told them to wait. “…,” said the former miller.`: what nobody was called before is
    /// another word for who spoke in the sentence before.
    fn epithet(&self, reader: &Reader<'_>, phrase: Span, level: &Level) -> Option<String> {
        let first = self.words.partition_point(|word| word.span.start() < phrase.start());
        let inside = self.words.get(first..)?;
        let len = inside.iter().take_while(|word| word.span.end() <= phrase.end()).count();
        let inside = inside.get(..len)?;
        let lesser = inside.first()?.is(Kinds::DEFINITE)
            && inside.get(1)?.is(Kinds::LESSER)
            && !inside.last()?.is(Kinds::CAPITAL);
        let before = self.frames.get(level.before?)?;
        if !lesser || before.within.is_some() || before.paragraph != reader.frame.paragraph {
            return None;
        }
        let earlier = self.reader(before);
        let cue =
            (0..earlier.len()).find(|&at| earlier.is_cue(at) && earlier.is(at, Kinds::SPEECH))?;
        let subject = earlier.subject_of(cue).filter(|run| earlier.is_named(run))?;
        let name = self.people.name(earlier.span(&subject)?, Near::default()).ok()?;
        self.people.person_named(&name).map(|_| name)
    }

    /// The body whose words were reported last: `the statement`, in what a body has issued itself.
    fn last_body(&self) -> Option<&String> {
        self.clauses.iter().rev().take(NEAR_CLAUSES).find_map(|(_, clause)| {
            let name = &clause.speaker.as_ref().ok()?.name;
            let body = name.contains(' ') && self.people.person_named(name).is_none();
            (body && name.starts_with(char::is_uppercase)).then_some(name)
        })
    }
}
