//! A name or description as it stands in text → its parts: name, office, what it belongs to.
//!
//! `Peruvian President Ada Cole` is the name `Ada Cole` with the office `president` of Peru; `the Peruvian
//! leader` is a description, an office without a name; `aircraft maker Northwind Corp.` is the name
//! `Northwind`. Only the words themselves are read here; what they mean in a story is decided in `join.rs`.

use super::words::{WORDS, country, is_capital, known};
use tellings_language::gazetteer::GAZETTEER;
use tellings_model::EntityKind;

/// What something belongs to: a kind and a name.
pub(super) type Thing = (EntityKind, String);

/// The parts of a name or description.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Phrase {
    pub(super) kind: EntityKind,
    /// The name without all that stands around it; `None` for a description.
    pub(super) name: Option<String>,
    /// The words without article and possessive ending.
    pub(super) whole: String,
    /// The office, in lower case.
    pub(super) office: Option<String>,
    /// Whether the office is over.
    pub(super) is_former: bool,
    /// What the office or description belongs to.
    pub(super) of: Option<Thing>,
    /// The common noun that a description is about, in lower case.
    pub(super) noun: Option<String>,
    /// The form of address in front of the name, in lower case.
    pub(super) title: Option<String>,
    /// Whether it speaks of anyone of its kind: `a minister`.
    pub(super) is_indefinite: bool,
    /// Whether somebody's: `his lawyers`, `the president's lawyers`.
    pub(super) is_owned: bool,
    /// What follows behind the first comma or bracket.
    pub(super) tail: Vec<String>,
}

impl Phrase {
    /// Takes a phrase apart; a description that is followed by a name behind a comma is that name.
    pub(super) fn of(words: &[&str], kind: EntityKind) -> Self {
        let phrase = Self::head(words, kind);
        if phrase.name.is_some() || !phrase.tail.first().is_some_and(|word| starts_name(word)) {
            return phrase;
        }
        let tail: Vec<&str> = phrase.tail.iter().map(String::as_str).collect();
        let kind = if phrase.office.is_some() { EntityKind::Person } else { kind };
        let named = Self::head(&tail, kind);
        if named.name.is_none() {
            return phrase;
        }
        if phrase.office.is_none() {
            return named;
        }
        let Self { office, of, is_former, .. } = phrase;
        Self { office, of, is_former, kind: EntityKind::Person, ..named }
    }

    /// The common noun that an organisation's name ends with, in lower case: `ministry`, `committee`.
    pub(super) fn last_noun(&self) -> Option<String> {
        let is_body = matches!(self.kind, EntityKind::Organisation | EntityKind::Other);
        let (_, last) = self.whole.rsplit_once(' ').filter(|_| is_body && self.name.is_some())?;
        let noun = last.to_lowercase();
        (GAZETTEER.organisation_words.contains(last) && !WORDS.is("many", &noun)).then_some(noun)
    }

    fn empty(kind: EntityKind, whole: String) -> Self {
        Self {
            kind,
            name: None,
            whole,
            office: None,
            is_former: false,
            of: None,
            noun: None,
            title: None,
            is_indefinite: false,
            is_owned: false,
            tail: Vec::new(),
        }
    }

    fn head(words: &[&str], kind: EntityKind) -> Self {
        let words = split_possessives(words);
        let cut = end_of_head(&words);
        let tail: Vec<String> =
            words.get(cut + 1..).unwrap_or(&[]).iter().map(|word| (*word).to_owned()).collect();
        let mut words = without_ending(words.get(..cut).unwrap_or(&[]));
        let (mut is_owned, mut is_indefinite) = (false, false);
        while let [first, rest @ ..] = words
            && !rest.is_empty()
            && (is_article(first) || WORDS.is("owner", &first.to_lowercase()))
        {
            is_owned |= !is_article(first);
            is_indefinite |= matches!(first.to_lowercase().as_str(), "a" | "an");
            words = rest;
        }
        let mut phrase = Self::empty(kind, words.join(" "));
        phrase.tail = tail;
        phrase.is_owned = is_owned;
        phrase.is_indefinite = is_indefinite;
        // Peoples and parties are known for what they are even where they act like people.
        let is_group = GAZETTEER.demonyms.contains_key(phrase.whole.as_str())
            || WORDS.parties.contains_key(phrase.whole.as_str());
        if (kind != EntityKind::Person || is_group)
            && let Some((kind, name)) = known(&phrase.whole)
        {
            phrase.kind = kind;
            phrase.name = Some(name.to_owned());
            return phrase;
        }
        while let [first, rest @ ..] = words
            && !rest.is_empty()
            && WORDS.is("former", &first.to_lowercase())
        {
            phrase.is_former = true;
            words = rest;
        }
        if matches!(kind, EntityKind::Person | EntityKind::Other) && phrase.read_office(words) {
            return phrase;
        }
        phrase.read_name(words);
        phrase
    }

    /// Reads the last office in the words and the name behind it; whether there is one.
    fn read_office(&mut self, words: &[&str]) -> bool {
        // Departments and courts bear the names of offices.
        let is_body = |word: &&str| GAZETTEER.organisation_words.contains(*word);
        if self.kind == EntityKind::Other && words.iter().any(is_body) {
            return false;
        }
        let Some((start, end)) = last_office(words) else { return false };
        let (mut before, mut after) = words.split_at(start);
        after = after.get(end - start..).unwrap_or(&[]);
        let office = words.get(start..end).unwrap_or(&[]).join(" ").to_lowercase();
        let is_title = WORDS.is_title(&office);
        let title = is_title.then(|| office.clone());
        let mut office = Some(office).filter(|office| !WORDS.is_title(office));
        if is_title && let Some((start, end)) = last_office(before) {
            office = before.get(start..end).map(|words| words.join(" ").to_lowercase());
            before = before.get(..start).unwrap_or(&[]);
            office = office.filter(|office| !WORDS.is_title(office));
        }
        let mut of = belongs_to(owner(before).unwrap_or(before)).or_else(|| belongs_to(before));
        let preposition = after.iter().position(|word| *word == "of");
        if let Some(at) = preposition
            && after.iter().take(at).all(|word| is_capital(word))
        {
            let (name, rest) = after.split_at(at);
            of = belongs_to(rest.get(1..).unwrap_or(&[])).or(of);
            after = name;
        } else if after
            .first()
            .is_some_and(|word| matches!(*word, "to" | "for" | "and" | "at" | "in"))
        {
            after = &[];
        }
        let is_name = |word: &&str| is_capital(word) || WORDS.is("small", word);
        if !after.is_empty() && after.iter().all(is_name) && after.iter().any(|w| is_capital(w)) {
            self.name = Some(after.join(" "));
            self.title = title;
            (self.kind, self.office, self.of) = (EntityKind::Person, office, of);
            return true;
        }
        if after.iter().any(|word| is_capital(word)) {
            return false;
        }
        if let Some(noun) = after.last() {
            // The president's lawyers, the mayor's office: about those, not about the bearer.
            self.noun = Some(noun.to_lowercase());
            self.is_owned = true;
            return true;
        }
        if office.is_none() {
            return false;
        }
        (self.kind, self.office, self.of) = (EntityKind::Person, office, of);
        true
    }

    /// Reads the name at the end of the words, or what they describe.
    fn read_name(&mut self, words: &[&str]) {
        let is_lower = |word: &str| {
            word.starts_with(char::is_lowercase)
                && !WORDS.is("small", word)
                && !word.contains(char::is_uppercase)
        };
        let mut start = 0;
        for (at, word) in words.iter().enumerate() {
            let size = at == start && word.starts_with(|c: char| c.is_ascii_digit());
            let unit = size && word.ends_with(char::is_lowercase);
            if *word == "'s" || is_lower(word) || unit {
                start = at + 1;
            }
        }
        while words.get(start).is_some_and(|word| WORDS.is("small", word)) {
            start += 1;
        }
        let before = words.get(start.saturating_sub(1)).copied().unwrap_or("");
        let under =
            (0..start).rev().find(|at| !words.get(*at).is_some_and(|word| is_article(word)));
        let is_behind = |at: usize| words.get(at).is_some_and(|word| WORDS.is("preposition", word));
        if start > 0 && start < words.len() && before != "'s" && under.is_some_and(is_behind) {
            let head = words.iter().position(|word| WORDS.is("preposition", word)).unwrap_or(0);
            self.noun = head.checked_sub(1).and_then(|at| words.get(at)).map(|w| w.to_lowercase());
            self.of = belongs_to(words.get(start..).unwrap_or(&[]));
            return;
        }
        let mut core = words.get(start..).unwrap_or(&[]);
        while let [first, rest @ ..] = core
            && !rest.is_empty()
            && first.ends_with('.')
            && WORDS.is_title(&first.to_lowercase())
        {
            core = rest;
        }
        if core.is_empty() {
            core = self.before_noun(words);
        }
        if core.is_empty() {
            self.noun = words.last().map(|word| word.to_lowercase());
            let (_, modifiers) = words.split_last().unwrap_or((&"", &[]));
            self.of = belongs_to(owner(modifiers).unwrap_or(modifiers));
            return;
        }
        if self.kind == EntityKind::Person
            && let Some(at) = core.iter().position(|word| *word == "of").filter(|at| *at > 1)
        {
            // `Ada Cole of Norway`: the place is no part of the name.
            self.of = belongs_to(core.get(at + 1..).unwrap_or(&[]));
            core = core.get(..at).unwrap_or(&[]);
        }
        if self.kind != EntityKind::Person {
            while let [rest @ .., last] = core
                && !rest.is_empty()
                && WORDS.is("legal", last)
            {
                core = rest;
            }
        }
        let name = core.join(" ");
        match known(&name) {
            Some((kind, name)) if self.kind != EntityKind::Person => {
                self.kind = kind;
                self.name = Some(name.to_owned());
            }
            _ => self.name = Some(name),
        }
    }

    /// The name in front of a common noun for its own kind: `the Dow Jones index`; else nothing.
    fn before_noun<'a>(&self, words: &'a [&'a str]) -> &'a [&'a str] {
        let part = |word: &&str| is_capital(word) || word.starts_with(|c: char| c.is_ascii_digit());
        let Some(end) = words.iter().rposition(part).map(|at| at + 1) else { return &[] };
        let nouns = words.get(end..).unwrap_or(&[]);
        let last = nouns.last().map(|word| word.to_lowercase()).unwrap_or_default();
        let plain = nouns.len() < 4 && !nouns.iter().any(|word| WORDS.is("preposition", word));
        if matches!(self.kind, EntityKind::Person | EntityKind::Place)
            || words.contains(&"'s")
            || !plain
            || !WORDS.is("behind", &last)
        {
            return &[];
        }
        let inside = |word: &&str| part(word) || WORDS.is("small", word);
        let start = words.get(..end).unwrap_or(&[]).iter().rposition(|word| !inside(word));
        let mut run = words.get(start.map_or(0, |at| at + 1)..end).unwrap_or(&[]);
        while let [first, rest @ ..] = run
            && (WORDS.is("small", first)
                || country(first).is_some()
                || WORDS.members.contains_key(first)
                || WORDS.inside.contains_key(first))
        {
            run = rest;
        }
        run
    }
}

/// Words with possessive endings apart, marks in front left out.
fn split_possessives<'a>(words: &[&'a str]) -> Vec<&'a str> {
    let mut out: Vec<&str> = Vec::with_capacity(words.len() + 1);
    for word in words {
        match word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")) {
            Some("") => out.push("'s"),
            Some(rest) => out.extend([rest, "'s"]),
            None if *word == "s" && matches!(out.last(), Some(&"'s")) => {}
            None if matches!(*word, "'" | "’") => out.push("'s"),
            None => out.push(word),
        }
    }
    let marks = out.iter().take_while(|word| !word.contains(char::is_alphanumeric)).count();
    out.drain(..marks);
    out
}

/// Where the first comma, bracket, dash or relative clause begins.
fn end_of_head(words: &[&str]) -> usize {
    let is_end = |at: usize, word: &str| match word {
        "," => !words
            .get(at + 1)
            .is_some_and(|next| WORDS.is("suffix", next) || WORDS.is("legal", next)),
        "(" | "--" | "–" | "—" | "-" => true,
        _ => matches!(word, "which" | "who" | "that" | "whose" | "formerly"),
    };
    words
        .iter()
        .enumerate()
        .skip(1)
        .find(|(at, word)| is_end(*at, word))
        .map_or(words.len(), |(at, _)| at)
}

/// Words without marks and a possessive ending behind them.
fn without_ending<'a, 'b>(mut words: &'a [&'b str]) -> &'a [&'b str] {
    while let [rest @ .., last] = words
        && (*last == "'s" || !last.contains(char::is_alphanumeric))
    {
        words = rest;
    }
    words
}

/// The words in front of the last possessive ending.
fn owner<'a, 'b>(words: &'a [&'b str]) -> Option<&'a [&'b str]> {
    let at = words.iter().rposition(|word| *word == "'s")?;
    words.get(..at)
}

fn is_article(word: &str) -> bool {
    matches!(word, "the" | "The" | "THE" | "a" | "A" | "an" | "An")
}

fn starts_name(word: &str) -> bool {
    is_capital(word) || is_article(word)
}

/// The last office among some words: first word and end.
fn last_office(words: &[&str]) -> Option<(usize, usize)> {
    let is_office = |start: usize, end: usize| {
        let phrase = words.get(start..end).unwrap_or(&[]).join(" ").to_lowercase();
        WORDS.is_office(&phrase)
    };
    (1..=words.len()).rev().find_map(|end| {
        (end.saturating_sub(4)..end).find(|start| is_office(*start, end)).map(|start| (start, end))
    })
}

/// The country, party or organisation that the words in front of an office name.
fn belongs_to(words: &[&str]) -> Option<Thing> {
    let passing = |word: &&&str| {
        let word = word.to_lowercase();
        !is_article(&word) && !WORDS.is("former", &word) && !WORDS.is("passing", &word)
    };
    let words: Vec<&str> = without_ending(words).iter().filter(passing).copied().collect();
    let whole = words.join(" ");
    if let Some(thing) = named_by(&whole) {
        return Some(thing);
    }
    if let Some(thing) = words.iter().find_map(|word| {
        let people = GAZETTEER.demonyms.get(word).map(|place| (EntityKind::Place, *place));
        people.or_else(|| WORDS.members.get(word).map(|party| (EntityKind::Organisation, *party)))
    }) {
        return Some((thing.0, thing.1.to_owned()));
    }
    if let Some(place) = words.first().and_then(|word| country(word)) {
        return Some((EntityKind::Place, place.to_owned()));
    }
    let capital = |word: &&&str| is_capital(word) || WORDS.is("small", word);
    let mut name: &[&str] = &words.iter().filter(capital).copied().collect::<Vec<_>>();
    while let [first, rest @ ..] = name
        && WORDS.is("small", first)
    {
        name = rest;
    }
    while let [rest @ .., last] = name
        && (WORDS.is("small", last) || (!rest.is_empty() && WORDS.is("legal", last)))
    {
        name = rest;
    }
    (!name.is_empty()).then(|| (EntityKind::Organisation, name.join(" ")))
}

/// What the tables say that words name.
fn named_by(words: &str) -> Option<Thing> {
    let place = |name: &'static str| (EntityKind::Place, name);
    let party = |name: &'static str| (EntityKind::Organisation, name);
    let thing = country(words)
        .map(place)
        .or_else(|| WORDS.parties.get(words).copied().map(party))
        .or_else(|| WORDS.members.get(words).copied().map(party))
        .or_else(|| WORDS.state_bodies.get(words).copied().map(place))
        .or_else(|| GAZETTEER.organisations.get(words).copied().map(party));
    let inside = || WORDS.inside.contains_key(words).then(|| (EntityKind::Place, words.to_owned()));
    thing.map(|(kind, name)| (kind, name.to_owned())).or_else(inside)
}

#[cfg(test)]
mod tests {
    use super::*;
    use EntityKind::{Organisation, Other, Person, Place};

    fn show(text: &str, kind: EntityKind) -> String {
        let words: Vec<&str> = text.split(' ').collect();
        let phrase = Phrase::of(&words, kind);
        let of = phrase.of.map(|(_, name)| name);
        format!(
            "{} | {} | {} | {}",
            phrase.name.as_deref().unwrap_or("-"),
            phrase.office.as_deref().unwrap_or("-"),
            of.as_deref().unwrap_or("-"),
            phrase.noun.as_deref().unwrap_or("-")
        )
    }

    #[test]
    fn an_office_stands_before_or_behind_the_name() {
        assert_eq!(show("Peruvian President Ada Cole", Person), "Ada Cole | president | Peru | -");
        assert_eq!(show("Northwind Inc. CEO Ben Lund", Person), "Ben Lund | ceo | Northwind | -");
        assert_eq!(
            show("Prime Minister Ada Cole of Norway", Person),
            "Ada Cole | prime minister | Norway | -"
        );
        assert_eq!(
            show("the firm 's chief executive officer , Ben Lund", Person),
            "Ben Lund | chief executive officer | - | -"
        );
    }

    #[test]
    fn a_description_has_no_name() {
        assert_eq!(show("the Peruvian leader", Person), "- | leader | Peru | -");
        assert_eq!(show("Peru's president", Person), "- | president | Peru | -");
        assert_eq!(show("the president's lawyers", Person), "- | - | - | lawyers");
        assert_eq!(show("the second-largest maker in Peru", Organisation), "- | - | Peru | maker");
    }

    #[test]
    fn a_name_is_freed_of_what_stands_around_it() {
        assert_eq!(show("aircraft maker Northwind Corp.", Organisation), "Northwind | - | - | -");
        assert_eq!(show("the Norse Shipping index", Other), "Norse Shipping | - | - | -");
        assert_eq!(show("the U.S.", Place), "United States | - | - | -");
        assert_eq!(show("Mr. Cole", Person), "Cole | - | - | -");
    }
}
