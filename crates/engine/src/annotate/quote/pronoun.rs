//! Pronouns → the names they stand for.

use super::frame::Word;
use super::lexicon::Kinds;
use super::speaker::{Named, Near, People, Person, Sex, key_of, n_parts};
use tellings_model::{EntityKind, Span, Unsure};

/// How many sentences back a pronoun may point.
const PRONOUN_REACH: usize = 6;
/// How many words back `my mother` may stand.
const KIN_REACH: usize = 60;
/// The words between `my` and `mother`.
const LONGEST_KIN: usize = 3;
/// How many such steps a row of pronouns is followed to a name.
const LONGEST_CHAIN: usize = 8;

impl People<'_> {
    /// Whom a pronoun stands for: the first fitting name of this sentence, then of those before.
    pub(super) fn pronoun(&self, pronoun: Word, near: Near<'_>) -> Result<String, Unsure> {
        let Near { avoid, last, .. } = near;
        let unsure = Unsure::Pronoun;
        if pronoun.is(Kinds::FIRST) {
            // Inside somebody’s words it is who speaks them; outside, who writes.
            let writer = match self.article.byline.as_slice() {
                [only] => Some(only.as_str()),
                _ => None,
            };
            let unnamed = (pronoun.is(Kinds::ALONE) && !self.writer.is_empty())
                .then_some(self.writer)
                .filter(|_| self.marks_around(pronoun.span).is_none());
            return avoid.or(writer).or(unnamed).map(str::to_owned).ok_or(unsure);
        }
        let wanted = if pronoun.is(Kinds::SHE) {
            Sex::Female
        } else if pronoun.is(Kinds::HE) {
            Sex::Male
        } else {
            return self.body(pronoun, last).ok_or(unsure);
        };
        if let Some(kin) = self.kin_before(pronoun, wanted) {
            return Ok(kin);
        }
        if let Some(person) = self.person_before(pronoun, wanted, near) {
            return Ok(self.article.at(person.full).to_owned());
        }
        // Nobody is named nearby: whoever spoke last, unless known to be of the other sex.
        last.filter(|last| {
            avoid != Some(*last)
                && self
                    .person_named(last)
                    .is_none_or(|person| person.sex.is_none_or(|sex| sex == wanted))
        })
        .map(str::to_owned)
        .or_else(|| self.chained(pronoun, wanted, avoid))
        .ok_or(unsure)
    }

    /// `“I rang my own mother. She said, ‘Not now.’”`: whom the words around the pronoun call theirs.
    fn kin_before(&self, pronoun: Word, wanted: Sex) -> Option<String> {
        let marks = *self.marked.get(self.marks_around(pronoun.span)?)?;
        let kind = if wanted == Sex::Female { Kinds::FEMALE } else { Kinds::MALE };
        let sentence = self.annotations.sentence_at(pronoun.span.start())?.saturating_sub(1);
        let sentence = self.annotations.sentences.get(sentence)?.span;
        let from = marks.start().max(sentence.start());
        let from = self.words.partition_point(|word| word.span.start() < from);
        let to = self.words.partition_point(|word| word.span.start() < pronoun.span.start());
        let before = self.words.get(from.max(to.saturating_sub(KIN_REACH))..to)?;
        let noun = before.iter().rposition(|word| word.is(Kinds::KIN) && word.is(kind))?;
        let own = before.get(noun.saturating_sub(LONGEST_KIN)..noun)?;
        let mine = own.iter().rfind(|word| word.is(Kinds::POSSESSIVE))?;
        let phrase = mine.span.cover(before.get(noun)?.span);
        mine.is(Kinds::FIRST).then(|| self.article.at(phrase).to_owned())
    }

    /// The first fitting name of the sentence of a pronoun, else of the nearest sentence before;
    /// who is told to have spoken last, where they are among those of that sentence (`…, according to Ada Cole`).
    fn person_before(
        &self,
        pronoun: Word,
        wanted: Sex,
        Near { avoid, told, .. }: Near<'_>,
    ) -> Option<&Person> {
        let at = pronoun.span.start();
        let sentence = self.annotations.sentence_at(at)?;
        let earliest = sentence.saturating_sub(PRONOUN_REACH);
        let is_inside = self.marks_around(pronoun.span).is_some();
        (earliest..=sentence).rev().find_map(|idx| {
            let sentence = self.annotations.sentences.get(idx)?;
            let first =
                self.named.partition_point(|named| named.span.start() < sentence.span.start());
            let candidates: Vec<&Person> = self
                .named
                .get(first..)?
                .iter()
                .take_while(|named| named.span.end() <= sentence.span.end().min(at))
                // A name inside somebody’s words is whom they speak of, not who speaks.
                .filter(|named| {
                    let around = self.marks_around(named.span);
                    around.is_none() || around == self.marks_around(pronoun.span)
                })
                .filter(|named| !self.may_be_place(named))
                // Who is named once, by one word that says nothing, may be no person at all.
                .filter_map(|named| {
                    let person = self.persons.get(named.person)?;
                    let is_kin = self.is_kin(named);
                    // Whom somebody's own words mean must be a person beyond doubt.
                    let known = person.n_mentions > 1 && !is_inside
                        || n_parts(self.article.at(person.full)) > 1
                        || is_kin;
                    let fits = person.sex.map_or(known, |sex| sex == wanted);
                    (fits && (person.in_prose || is_kin)).then_some(person)
                })
                .filter(|person| avoid.is_none_or(|avoid| self.article.at(person.full) != avoid))
                .collect();
            let spoke = |person: &&&Person| told == Some(self.article.at(person.full));
            let sure = candidates.iter().find(|person| person.sex.is_some());
            candidates.iter().find(spoke).or(sure).or(candidates.first()).copied()
        })
    }

    /// `Harrow’s mayor`: one word with a possessive, of which nothing else says that it is a person.
    fn may_be_place(&self, named: &Named) -> bool {
        let known = self.persons.get(named.person).is_some_and(|person| {
            person.sex.is_some() || n_parts(self.article.at(person.full)) > 1
        });
        let behind = self.words.partition_point(|word| word.span.start() < named.span.end());
        !known && self.words.get(behind).is_some_and(|word| word.is(Kinds::GENITIVE))
    }

    /// `My cousin Magnus`: a noun that is somebody’s, with a name behind it.
    fn is_kin(&self, named: &Named) -> bool {
        let at = self.words.partition_point(|word| word.span.start() < named.span.start());
        let before = |n: usize| self.words.get(at.checked_sub(n)?);
        let is_noun = before(1)
            .is_some_and(|word| self.article.at(word.span).starts_with(char::is_lowercase));
        is_noun && before(2).is_some_and(|word| word.is(Kinds::POSSESSIVE))
    }

    /// Whom the pronouns before this one stand for, back to the sentence that names somebody.
    fn chained(&self, pronoun: Word, wanted: Sex, avoid: Option<&str>) -> Option<String> {
        let kind = if wanted == Sex::Female { Kinds::SHE } else { Kinds::HE };
        let mut from = pronoun;
        for _ in 0..LONGEST_CHAIN {
            let sentence = self.annotations.sentence_at(from.span.start())?;
            let earliest =
                self.annotations.sentences.get(sentence.saturating_sub(PRONOUN_REACH))?;
            let first =
                self.words.partition_point(|word| word.span.start() < earliest.span.start());
            from = *self
                .words
                .get(first..)?
                .iter()
                .take_while(|word| word.span.start() < from.span.start())
                .find(|word| word.is(kind) && self.marks_around(word.span).is_none())?;
            if let Some(person) =
                self.person_before(from, wanted, Near { avoid, ..Near::default() })
            {
                return Some(self.article.at(person.full).to_owned());
            }
        }
        None
    }

    /// `they` or `it`: the last to speak, if that was no single person; else the organisation
    /// named last.
    fn body(&self, pronoun: Word, last: Option<&str>) -> Option<String> {
        if let Some(last) = last.filter(|last| self.person_named(last).is_none()) {
            return Some(last.to_owned());
        }
        let at = pronoun.span.start();
        let sentence = self.annotations.sentence_at(at)?.saturating_sub(2);
        let from = self.annotations.sentences.get(sentence)?.span.start();
        let mentions = &self.annotations.mentions;
        let end = mentions.partition_point(|mention| mention.span.start() < at);
        let near =
            mentions.get(..end)?.iter().rev().take_while(|mention| mention.span.start() >= from);
        near.filter(|mention| mention.kind == EntityKind::Organisation)
            .find(|mention| self.marks_around(mention.span).is_none())
            .map(|mention| self.article.at(mention.span).to_owned())
    }

    /// The outermost region that a place lies in.
    pub(super) fn marks_around(&self, span: Span) -> Option<usize> {
        let idx = self.marked.partition_point(|marked| marked.end() <= span.start());
        self.marked.get(idx).filter(|marked| marked.contains(span)).map(|_| idx)
    }

    /// The one person with a surname, in whatever letters it is written.
    pub(super) fn surnamed(&self, surname: &str) -> Option<Span> {
        let surname = surname.to_lowercase();
        let mut found = None;
        for person in &self.persons {
            if key_of(self.article.at(person.full)) == surname {
                if found.is_some() {
                    return None;
                }
                found = Some(person.full);
            }
        }
        found
    }

    pub(super) fn person_named(&self, name: &str) -> Option<&Person> {
        self.persons.iter().find(|person| self.article.at(person.full) == name)
    }
}
