//! The words where a speaker stands → the fullest name known for them.

use super::frame::Word;
use super::lexicon::{Kinds, Lexicon};
use super::mark::Region;
use super::office::{Bodies, Offices};
use rustc_hash::FxHashMap;
use std::cmp::Reverse;
use tellings_model::{Annotations, Article, EntityKind, Span, Unsure, Upos};

/// The shortest surname that tells a person on its own, in bytes.
const LEAST_SURNAME: usize = 3;
/// The longest name behind a comma, in words.
const LONGEST_APPOSED: usize = 6;
/// How many words back `the statement` may point to `a statement from …`.
const NOUN_REACH: usize = 400;

/// What names and titles say of a person’s sex.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sex {
    Female,
    Male,
}

/// A person of the article, by surname.
pub(super) struct Person {
    pub(super) full: Span,
    pub(super) sex: Option<Sex>,
    pub(super) n_mentions: usize,
    /// Named in a sentence, and not in a headline alone.
    pub(super) in_prose: bool,
}

/// Who is near a phrase that names a speaker.
#[derive(Clone, Copy, Default)]
pub(super) struct Near<'a> {
    /// Who cannot be meant: the speaker around, inside of whose words this one is named.
    pub(super) avoid: Option<&'a str>,
    /// Who spoke last between marks, and is meant by a pronoun where no name is near.
    pub(super) last: Option<&'a str>,
    /// Who is told to have spoken last in the paragraph, and is meant before the others of a sentence.
    pub(super) told: Option<&'a str>,
}

/// A mention of a person by name.
pub(super) struct Named {
    pub(super) span: Span,
    pub(super) person: usize,
}

/// The people of one article and the ways to speak of them.
pub(crate) struct People<'a> {
    pub(super) article: &'a Article,
    pub(super) annotations: &'a Annotations,
    pub(super) words: &'a [Word],
    pub(super) persons: Vec<Person>,
    pub(super) named: Vec<Named>,
    offices: Offices,
    bodies: Bodies,
    /// What a writer is called whom no byline names.
    pub(super) writer: &'a str,
    /// The outermost regions between marks, in order.
    pub(super) marked: Vec<Span>,
}

impl<'a> People<'a> {
    /// Gathers the mentions of people under their fullest names.
    pub(crate) fn of(
        article: &'a Article,
        annotations: &'a Annotations,
        words: &'a [Word],
        lexicon: &'a Lexicon,
        regions: &[Region],
    ) -> Self {
        let marked = regions
            .iter()
            .filter(|region| region.parent.is_none())
            .map(|region| region.outer)
            .collect();
        let mut people = Self {
            article,
            annotations,
            words,
            persons: Vec::new(),
            named: Vec::new(),
            offices: Offices::default(),
            bodies: Bodies::default(),
            writer: &lexicon.writer,
            marked,
        };
        let mut spans: Vec<Span> = annotations
            .mentions
            .iter()
            .filter(|mention| mention.kind == EntityKind::Person)
            .map(|mention| bare_name(article, words, mention.span))
            // `“Minister, we sold it”` names an office, not a person.
            .filter(|&span| {
                let kinds = lexicon.kinds(&article.at(span).to_lowercase());
                !kinds.any(Kinds::TITLE) || kinds.any(Kinds::FORENAME)
            })
            .collect();
        // The longest names first, so that a surname alone finds its bearer; of equals the earliest.
        spans.sort_by_key(|&span| (Reverse(n_parts(article.at(span))), span));
        let mut by_key: Vec<(String, usize)> = Vec::new();
        for span in spans {
            let name = article.at(span);
            let key = key_of(name);
            let sex = sex_of(article, words, lexicon, span);
            let parts = n_parts(name);
            let known = by_key
                .iter()
                .filter(|(other, idx)| {
                    *other == key
                        && people.persons.get(*idx).is_some_and(|person| {
                            parts == 1 || same_forename(article.at(person.full), name)
                        })
                })
                .map(|(_, idx)| *idx)
                // A surname alone is that of whom the article names most, then first.
                .max_by_key(|idx| {
                    let person = people.persons.get(*idx);
                    person.map(|person| (person.n_mentions, Reverse(person.full)))
                });
            let person = known.unwrap_or_else(|| {
                by_key.push((key, people.persons.len()));
                people.persons.push(Person {
                    full: span,
                    sex: None,
                    n_mentions: 0,
                    in_prose: false,
                });
                people.persons.len() - 1
            });
            let in_prose = people.in_prose(span);
            if let Some(person) = people.persons.get_mut(person) {
                person.sex = person.sex.or(sex);
                person.n_mentions += 1;
                // A headline that names in full whom the text names by surname.
                let full = parts > 1 || person.sex.is_some();
                person.in_prose |= in_prose && (full || person.n_mentions > 1);
            }
            people.named.push(Named { span, person });
        }
        people.named.sort_by_key(|named| named.span);
        people.add_surnames();
        let bearers: Vec<(Span, usize)> =
            people.named.iter().map(|named| (named.span, named.person)).collect();
        people.offices = Offices::of(article, words, &bearers);
        people.bodies =
            Bodies::of(article, annotations, |span| people.marks_around(span).is_none());
        people
    }

    /// Adds the places where a person named in full elsewhere stands by surname alone and no name
    /// was found.
    fn add_surnames(&mut self) {
        let mut by_surname: FxHashMap<&str, Option<usize>> = FxHashMap::default();
        for (idx, person) in self.persons.iter().enumerate() {
            let full = self.article.at(person.full);
            let surname = full.split_whitespace().last().filter(|_| n_parts(full) > 1);
            if let Some(surname) = surname.filter(|surname| surname.len() >= LEAST_SURNAME) {
                by_surname.entry(surname).and_modify(|known| *known = None).or_insert(Some(idx));
            }
        }
        let mut more: Vec<Named> = Vec::new();
        let mut known = self.named.iter().peekable();
        for word in self.words.iter().filter(|word| word.is(Kinds::CAPITAL)) {
            while known.peek().is_some_and(|named| named.span.end() <= word.span.start()) {
                known.next();
            }
            let covered = known.peek().is_some_and(|named| named.span.overlaps(word.span));
            if let Some(Some(person)) = by_surname.get(self.article.at(word.span))
                && !covered
            {
                more.push(Named { span: word.span, person: *person });
            }
        }
        self.named.append(&mut more);
        self.named.sort_by_key(|named| named.span);
    }

    /// The name of the speaker that a noun phrase stands for.
    pub(super) fn name(&self, phrase: Span, near: Near<'_>) -> Result<String, Unsure> {
        let range = self.annotations.tokens_in(phrase);
        let words = self.words.get(range.clone()).unwrap_or(&[]);
        if let [only] = words
            && only.is(Kinds::SHE.or(Kinds::HE).or(Kinds::THEY).or(Kinds::FIRST).or(Kinds::THING))
        {
            return self.pronoun(*only, near);
        }
        let core = self.core(phrase, words);
        let named = self
            .head_person(core, words)
            .or_else(|| self.titled_person(phrase))
            .or_else(|| self.apposed_person(phrase));
        if let Some(person) = named.and_then(|named| self.persons.get(named.person)) {
            return Ok(self.article.at(person.full).to_owned());
        }
        let inside = words.iter().take_while(|word| word.span.end() <= core.end());
        let office = inside.copied().collect::<Vec<_>>();
        if let Some(person) =
            self.offices.bearer(self.article, &office).and_then(|idx| self.persons.get(idx))
        {
            return Ok(self.article.at(person.full).to_owned());
        }
        if let Some(body) = self.bodies.called(self.article, words) {
            return Ok(self.article.at(body).to_owned());
        }
        let longer = self.earlier_phrase(core, words).unwrap_or(phrase);
        Ok(self.plain(longer))
    }

    /// The phrase up to its first `of`, `for`, `at`, or bracket.
    fn core(&self, phrase: Span, words: &[Word]) -> Span {
        let end = words
            .iter()
            .skip(1)
            .find(|word| word.is(Kinds::NOUN_LINK.or(Kinds::OPEN)))
            .map_or(phrase.end(), |word| word.span.start());
        self.article.span(phrase.start(), end)
    }

    /// The person whose name ends the core of a phrase; `Ada’s office` is no person.
    fn head_person(&self, core: Span, words: &[Word]) -> Option<&Named> {
        let first = self.named.partition_point(|named| named.span.start() < core.start());
        let inside =
            self.named.get(first..)?.iter().take_while(|named| named.span.end() <= core.end());
        inside.last().filter(|named| {
            let next = words.iter().find(|word| word.span.start() >= named.span.end());
            next.is_none_or(|word| !word.is(Kinds::GENITIVE) || word.span.start() >= core.end())
        })
    }

    /// The last person of a phrase, where no link stands directly before: `the officer in charge
    /// Ada Cole`, not `a spokesman for Ada Cole`.
    fn titled_person(&self, phrase: Span) -> Option<&Named> {
        let first = self.named.partition_point(|named| named.span.start() < phrase.start());
        let inside =
            self.named.get(first..)?.iter().take_while(|named| named.span.end() <= phrase.end());
        inside.last().filter(|named| {
            let at = self.words.partition_point(|word| word.span.start() < named.span.start());
            let before = at.checked_sub(1).and_then(|before| self.words.get(before));
            let after = self.words.get(at + n_parts(self.article.at(named.span)));
            let office = Kinds::CAPITAL.or(Kinds::TITLE);
            before.is_some_and(|word| word.is(office) && !word.is(Kinds::FUNCTION))
                && after.is_none_or(|word| !word.is(Kinds::GENITIVE))
        })
    }

    /// The person that an apposition behind the phrase names: `the mill’s owner, Ada Cole, said`.
    fn apposed_person(&self, phrase: Span) -> Option<&Named> {
        let comma = self.words.partition_point(|word| word.span.start() < phrase.end());
        self.words.get(comma).filter(|word| word.is(Kinds::COMMA))?;
        let from = comma + 1;
        let ahead = self.words.get(from..(from + LONGEST_APPOSED).min(self.words.len()))?;
        let first = self.words.partition_point(|word| word.span.start() < phrase.start());
        let inside = self.words.get(first..comma)?;
        let pointing = Kinds::DETERMINER.or(Kinds::POSSESSIVE).or(Kinds::GENITIVE);
        if !inside.iter().any(|word| word.is(pointing)) {
            return None; // `According to millers, Ada Cole sold it`
        }
        // `The wife of the miller, Magnus Cole`: he is the miller.
        let of = inside.iter().position(|word| word.is(Kinds::NOUN_LINK)).unwrap_or(0);
        let is = |words: Option<&[Word]>, kind| {
            words.and_then(<[Word]>::last).is_some_and(|w| w.is(kind))
        };
        if is(inside.get(..of), Kinds::KIN) && is(inside.get(of..), Kinds::TITLE) {
            return None;
        }
        let titles = ahead.iter().take_while(|word| word.is(Kinds::TITLE.or(Kinds::STOP))).count();
        // `a survivor, the miller Ada Cole, said`
        let is_plain = |word: &&Word| matches!(word.upos, Upos::Noun | Upos::Adj | Upos::Det);
        let described = ahead.iter().take_while(is_plain).count();
        [from, from + titles, from + described].into_iter().find_map(|at| {
            let start = self.words.get(at)?.span.start();
            let named = self.named.binary_search_by_key(&start, |named| named.span.start()).ok()?;
            let named = self.named.get(named)?;
            let next = self.words.get(at + n_parts(self.article.at(named.span)));
            let closing = Kinds::COMMA.or(Kinds::STOP).or(Kinds::OPEN).or(Kinds::DASH);
            let ends = next.is_none_or(|word| word.is(closing.or(Kinds::COLON).or(Kinds::MARK)));
            ends.then_some(named)
        })
    }

    /// `the spokesperson` → `a spokesperson for the port`: an earlier, longer phrase with the same noun.
    fn earlier_phrase(&self, core: Span, words: &[Word]) -> Option<Span> {
        let first = words.first()?;
        let head = words.iter().rfind(|word| word.span.end() <= core.end())?;
        if !first.is(Kinds::DEFINITE) || head.is(Kinds::CAPITAL) || words.len() > 2 {
            return None;
        }
        let noun = self.article.at(head.span);
        let here = self.words.partition_point(|word| word.span.start() < core.start());
        let from = here.saturating_sub(NOUN_REACH);
        let window = self.words.get(from..here)?;
        let at = (0..window.len()).rev().find(|&at| {
            window.get(at).is_some_and(|word| self.article.at(word.span).eq_ignore_ascii_case(noun))
                && window.get(at + 1).is_some_and(|word| word.is(Kinds::NOUN_LINK))
        });
        let at = from + at?;
        let mut end = at + 2;
        while let Some(word) = self.words.get(end)
            && end < at + 14
            && (word.is(Kinds::CAPITAL) || (word.is(Kinds::DETERMINER) && end == at + 2))
            && !word.is(Kinds::WEEKDAY)
        {
            end += 1;
        }
        let last = self.words.get(end.checked_sub(1)?)?;
        (last.is(Kinds::CAPITAL)).then(|| {
            self.article
                .span(self.words.get(at).map_or(0, |word| word.span.start()), last.span.end())
        })
    }

    /// The words of a phrase without its article and without brackets.
    fn plain(&self, phrase: Span) -> String {
        let range = self.annotations.tokens_in(phrase);
        let words = self.words.get(range).unwrap_or(&[]);
        let article_word = words.first().is_some_and(|first| {
            first.is(Kinds::DETERMINER)
                && !first.is(Kinds::NUMBER.or(Kinds::POSSESSIVE))
                && ["a", "an", "the"].contains(&self.article.at(first.span).to_lowercase().as_str())
        });
        let start = match words.get(usize::from(article_word)) {
            Some(word) if words.len() > 1 => word.span.start(),
            _ => phrase.start(),
        };
        let text = self.article.at(self.article.span(start, phrase.end()));
        let mut name = String::with_capacity(text.len());
        let mut depth = 0_u32;
        for c in text.chars() {
            match c {
                '(' | '[' => depth += 1,
                ')' | ']' => depth = depth.saturating_sub(1),
                c if depth == 0 => name.push(if c.is_whitespace() { ' ' } else { c }),
                _ => {}
            }
        }
        name.trim().to_owned()
    }

    /// Whether the words stand in a sentence with an end, and not in a headline.
    fn in_prose(&self, span: Span) -> bool {
        let sentence = self.annotations.sentence_at(span.start());
        sentence.and_then(|idx| self.annotations.sentences.get(idx)).is_some_and(|sentence| {
            self.article.at(sentence.span).ends_with(|c: char| !c.is_alphanumeric())
        })
    }
}

/// A name without what says where its bearer comes from: `Ada Cole of Harrow`.
fn bare_name(article: &Article, words: &[Word], name: Span) -> Span {
    let first = words.partition_point(|word| word.span.start() < name.start());
    let inside = words.iter().skip(first).take_while(|word| word.span.end() <= name.end());
    match inside.clone().position(|word| word.is(Kinds::NOUN_LINK) && !word.is(Kinds::CAPITAL)) {
        Some(link) if link > 1 => inside
            .take(link)
            .last()
            .map_or(name, |last| article.span(name.start(), last.span.end())),
        _ => name,
    }
}

pub(super) fn n_parts(name: &str) -> usize {
    name.split_whitespace().count()
}

/// The surname, lower case, without suffixes.
pub(super) fn key_of(name: &str) -> String {
    name.split_whitespace()
        .rev()
        .find(|part| {
            !matches!(part.trim_end_matches(['.', ',']), "Jr" | "Sr" | "II" | "III" | "IV")
        })
        .unwrap_or(name)
        .to_lowercase()
}

fn same_forename(a: &str, b: &str) -> bool {
    a.split_whitespace().next() == b.split_whitespace().next()
}

/// What the forename, or a title before the name, says.
fn sex_of(article: &Article, words: &[Word], lexicon: &Lexicon, span: Span) -> Option<Sex> {
    let of = |kinds: Kinds| match (kinds.any(Kinds::FEMALE), kinds.any(Kinds::MALE)) {
        (true, false) => Some(Sex::Female),
        (false, true) => Some(Sex::Male),
        _ => None,
    };
    let name = article.at(span);
    let first = name.split_whitespace().next().unwrap_or("");
    let forename = lexicon.kinds(&first.to_lowercase());
    if n_parts(name) > 1 && forename.any(Kinds::FORENAME) {
        return of(forename);
    }
    let here = words.partition_point(|word| word.span.start() < span.start());
    let before = words.get(here.checked_sub(1)?)?;
    let before = if before.is(Kinds::STOP) { words.get(here.checked_sub(2)?)? } else { before };
    let title = article.at(before.span).trim_end_matches('.').to_lowercase();
    let kinds = lexicon.kinds(&title);
    if kinds.any(Kinds::TITLE) { of(kinds) } else { None }
}
