//! Items of all witnesses → what each of them means.
//!
//! People, organisations and offices are gathered over the story first (`people.rs`, `bodies.rs`,
//! `offices.rs`); then every name and description is looked up in them.

use super::bodies::{Bodies, are_letters_of, is_letters};
use super::item::Item;
use super::offices::{Fact, Offices};
use super::people::People;
use super::phrase::{Phrase, Thing};
use super::within::Within;
use super::words::{WORDS, country, ends_firm, known};
use crate::annotate::words::Words;
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};
use tellings_model::EntityKind;

/// What the items of a story mean.
pub(super) struct Joined {
    /// For each item the thing it means; `None` for a description left open.
    pub(super) things: Vec<Option<Thing>>,
    /// The offices that the tellings give people.
    pub(super) facts: Vec<Fact>,
    pub(super) within: Within,
    /// For each description left open, what it belongs to: `Russian officials` to Russia.
    pub(super) belongs: Vec<Option<Thing>>,
}

/// Joins the items; those of one witness stand together, ordered.
pub(super) fn join(items: &mut [Item], witnesses: &[Words<'_>]) -> Joined {
    vote_kinds(items);
    let items: &[Item] = items;
    let beside = beside(items, witnesses);
    let people = People::of(items.iter().filter_map(|item| {
        let name = item.phrase.name.as_deref()?;
        (item.phrase.kind == EntityKind::Person).then_some((item.witness, name))
    }));
    let brackets = brackets(items, witnesses);
    let bodies = Bodies::of(
        items.iter().filter_map(|item| {
            let is_body = !matches!(item.phrase.kind, EntityKind::Person | EntityKind::Place);
            Some((item.phrase.name.as_deref().filter(|_| is_body)?, item.phrase.kind))
        }),
        brackets.iter().map(|(letters, name)| (letters.as_str(), name.as_str())),
    );
    let names = Names { people: &people, bodies: &bodies };
    let mut things: Vec<Option<Thing>> = items.iter().map(|item| names.thing(item)).collect();
    let facts = facts(items, &beside, &things, &names);
    let offices = Offices::of(&facts, items);
    let within = Within::of(items, &things, witnesses, &offices);
    let nouns = Nouns::of(items, &things, &names, &within);
    for (idx, item) in items.iter().enumerate() {
        if item.phrase.name.is_some() {
            continue;
        }
        let meant = beside.get(idx).copied().flatten().and_then(|named| things.get(named)?.clone());
        let meant = meant.or_else(|| described(item, &offices, &nouns, &names));
        if let Some(slot) = things.get_mut(idx) {
            *slot = meant;
        }
    }
    let belongs = items
        .iter()
        .zip(&things)
        .map(|(item, thing)| if thing.is_none() { belongs(item, &names, &within) } else { None })
        .collect();
    Joined { things, facts, within, belongs }
}

/// Gives all uses of a name in the story the kind that most of them have.
fn vote_kinds(items: &mut [Item]) {
    let mut votes: FxHashMap<String, BTreeMap<EntityKind, usize>> = FxHashMap::default();
    let firms = firms(items);
    for phrase in items.iter().map(|item| &item.phrase) {
        if let Some(name) = phrase.name.as_ref().filter(|_| phrase.kind != EntityKind::Other) {
            *votes.entry(name.clone()).or_default().entry(phrase.kind).or_default() += 1;
        }
    }
    for phrase in items.iter_mut().map(|item| &mut item.phrase) {
        let votes = phrase.name.as_ref().and_then(|name| votes.get(name)).into_iter().flatten();
        let most = votes.max_by_key(|(kind, count)| (**count, std::cmp::Reverse(**kind)));
        let firm = phrase.name.as_ref().is_some_and(|name| firms.contains(name));
        let most = if firm { Some((&EntityKind::Organisation, &1)) } else { most };
        // An office in front is surer than any vote.
        if let Some((kind, _)) = most.filter(|_| phrase.office.is_none() && phrase.title.is_none())
        {
            phrase.kind = *kind;
        }
    }
}

/// The names that stand somewhere with a legal form behind them or end in a word of trade, and their first
/// words where no person bears them: `Cole Lines` and `Cole` for `Cole Lines Inc.`
fn firms(items: &[Item]) -> BTreeSet<String> {
    let names = || items.iter().filter_map(|item| Some((&item.phrase, item.phrase.name.as_ref()?)));
    let formal = |phrase: &Phrase| phrase.whole.rsplit(' ').next().is_some_and(ends_firm);
    let mut firms: BTreeSet<String> =
        names().filter(|(phrase, _)| formal(phrase)).map(|(_, name)| name.clone()).collect();
    let firsts: Vec<String> =
        firms.iter().filter_map(|name| Some(name.split_once(' ')?.0.to_owned())).collect();
    let is_part = |word: &str, name: &str| name.contains(' ') && name.split(' ').any(|w| w == word);
    let is_bearer = |word: &str, phrase: &Phrase, name: &String| {
        phrase.kind == EntityKind::Person && !firms.contains(name) && is_part(word, name)
    };
    let free = |word: &String| !names().any(|(phrase, name)| is_bearer(word, phrase, name));
    let free: Vec<String> = firsts.into_iter().filter(free).collect();
    firms.extend(free);
    firms
}

/// Letters in brackets behind a name, with the name: `Norse Sea Lines (NSL)`.
fn brackets(items: &[Item], witnesses: &[Words<'_>]) -> Vec<(String, String)> {
    let mut out = Vec::new();
    for item in items {
        let (Some(name), Some(words)) = (&item.phrase.name, witnesses.get(item.witness)) else {
            continue;
        };
        let around = item.tokens.start..item.tokens.end + 1;
        let Some(open) = around.clone().find(|at| words.at(*at) == "(") else { continue };
        let (letters, close) = (words.at(open + 1), words.at(open + 2));
        let is_whole = close == ")" || open + 2 >= item.tokens.end && open < item.tokens.end;
        if is_whole && is_letters(letters) && are_letters_of(letters, name) {
            out.push((letters.to_owned(), name.clone()));
        }
    }
    out
}

/// For each description the name that stands beside it and means the same.
fn beside(items: &[Item], witnesses: &[Words<'_>]) -> Vec<Option<usize>> {
    let mut out = vec![None; items.len()];
    let mut starts: FxHashMap<(usize, usize), Vec<usize>> = FxHashMap::default();
    let mut ends: FxHashMap<(usize, usize), Vec<usize>> = FxHashMap::default();
    for (idx, item) in items.iter().enumerate() {
        starts.entry((item.witness, item.tokens.start)).or_default().push(idx);
        ends.entry((item.witness, item.tokens.end)).or_default().push(idx);
    }
    let mut open: Vec<usize> = Vec::new();
    for (idx, item) in items.iter().enumerate() {
        open.retain(|outer| {
            items.get(*outer).is_some_and(|outer| {
                outer.witness == item.witness && outer.tokens.end >= item.tokens.end
            })
        });
        let Some(words) = witnesses.get(item.witness) else { continue };
        if item.phrase.name.is_some() {
            // Long lists of nested mentions are no names.
            if open.len() < 16 {
                open.push(idx);
            }
            continue;
        }
        let is_person = |idx: &&usize| {
            items.get(**idx).is_some_and(|other| {
                other.phrase.kind == EntityKind::Person && other.phrase.name.is_some()
            })
        };
        let at = |index: &FxHashMap<(usize, usize), Vec<usize>>, token: Option<usize>| {
            let found = index.get(&(item.witness, token?))?.iter().find(is_person);
            found.copied()
        };
        let (start, end) = (item.tokens.start, item.tokens.end);
        let is_office = item.phrase.office.is_some();
        let slot = open
            .iter()
            .copied()
            .find(|outer| items.get(*outer).is_some_and(|outer| is_part(outer, item, *words)))
            .or_else(|| {
                at(
                    &starts,
                    Some(end)
                        .filter(|end| words.is_one_sentence(start, *end))
                        .filter(|_| is_office),
                )
            })
            .or_else(|| {
                let named = at(&ends, start.checked_sub(1).filter(|at| words.at(*at) == ","));
                named.filter(|_| is_office && closes(*words, end))
            })
            .or_else(|| {
                let next = Some(end + 1).filter(|next| words.is_one_sentence(start, *next));
                let named = at(&starts, next.filter(|_| words.at(end) == ","))?;
                let stop = items.get(named)?.tokens.end;
                (is_office && words.at(stop) == "," && closes(*words, stop)).then_some(named)
            });
        if let Some(place) = out.get_mut(idx) {
            *place = slot;
        }
    }
    out
}

/// Whether an apposition ends at a token: a mark, and no list that goes on.
fn closes(words: Words<'_>, at: usize) -> bool {
    match words.at(at) {
        "," => !matches!(words.at(at + 1), "and" | "or" | "&" | "the" | "The"),
        "." | ";" | ")" | "—" | "–" | "" => true,
        _ => false,
    }
}

/// Whether a description inside a longer mention means the same as it: in front of the name, or
/// behind a comma.
fn is_part(outer: &Item, inner: &Item, words: Words<'_>) -> bool {
    let Some(name) = outer.phrase.name.as_deref() else { return false };
    if outer.tokens == inner.tokens {
        return false;
    }
    if inner.tokens.start > outer.tokens.start {
        let mut before = outer.tokens.start..inner.tokens.start - 1;
        return words.at(inner.tokens.start - 1) == "," && !before.any(|at| words.at(at) == ",");
    }
    let mut next = inner.tokens.end;
    if words.at(next) == "," {
        next += 1;
    }
    let word = words.at(next);
    let is_name = name.split(' ').next() == Some(word);
    next < outer.tokens.end && (is_name || WORDS.is_title(&word.to_lowercase()))
}

/// Looks up names.
struct Names<'a> {
    people: &'a People,
    bodies: &'a Bodies,
}

impl Names<'_> {
    /// What a name means; `None` for descriptions.
    fn thing(&self, item: &Item) -> Option<Thing> {
        let Phrase { kind, title, .. } = &item.phrase;
        let name = item.phrase.name.as_deref()?;
        Some(match kind {
            EntityKind::Person => (*kind, self.person(item.witness, name, title.as_deref())),
            EntityKind::Place => (*kind, place(name)),
            EntityKind::Organisation | EntityKind::Other => {
                let is_person = !name.contains(' ')
                    && known(name).is_none()
                    && self.people.knows(name)
                    && !self.bodies.begins_with(name);
                match self
                    .people
                    .person(item.witness, name, None)
                    .filter(|key| is_person && key.contains(' '))
                {
                    Some(person) => (EntityKind::Person, person),
                    None => (*kind, self.bodies.body(name, *kind)),
                }
            }
        })
    }

    /// The key of a person; a name that two people share is a key of its own in each witness.
    fn person(&self, witness: usize, name: &str, title: Option<&str>) -> String {
        let key = self.people.person(witness, name, title);
        key.unwrap_or_else(|| format!("{}\t{witness}", name.to_lowercase()))
    }

    /// What an office or a description belongs to, by the names of the story.
    fn owner(&self, witness: usize, of: &Thing) -> Thing {
        let (kind, name) = of;
        if *kind != EntityKind::Organisation || known(name).is_some() {
            return of.clone();
        }
        let is_person = name.split(' ').all(|word| self.people.knows(word));
        match self.people.person(witness, name, None).filter(|key| is_person && key.contains(' ')) {
            Some(person) => (EntityKind::Person, person),
            None => (EntityKind::Organisation, self.bodies.body(name, *kind)),
        }
    }
}

/// A place by its name: what acts for a country in its name is the country, and datelines are read as
/// other text (`LIMA`).
fn place(name: &str) -> String {
    let state = name.rsplit_once(' ').filter(|(_, noun)| WORDS.is("state", &noun.to_lowercase()));
    if let Some(country) = state.and_then(|(head, _)| country(head)) {
        return country.to_owned();
    }
    let is_loud = name.chars().filter(|c| c.is_alphabetic()).count() > 3
        && name.chars().all(|c| c.is_uppercase() || c == ' ' || c == '-');
    if !is_loud {
        return name.to_owned();
    }
    let mut quiet = String::with_capacity(name.len());
    for c in name.chars() {
        if quiet.ends_with(|last: char| last.is_alphabetic()) {
            quiet.extend(c.to_lowercase());
        } else {
            quiet.push(c);
        }
    }
    country(&quiet).map_or(quiet.clone(), str::to_owned)
}

/// The offices that names, descriptions beside them and words behind them give to people.
fn facts(
    items: &[Item],
    beside: &[Option<usize>],
    things: &[Option<Thing>],
    names: &Names<'_>,
) -> Vec<Fact> {
    let mut out = Vec::new();
    let person = |idx: usize| match things.get(idx) {
        Some(Some((EntityKind::Person, key))) => Some(key.clone()),
        _ => None,
    };
    for (idx, item) in items.iter().enumerate() {
        let named =
            if item.phrase.name.is_some() { Some(idx) } else { beside.get(idx).copied().flatten() };
        let Some(key) = named.and_then(person) else { continue };
        let mut add = |phrase: &Phrase| {
            if let Some(office) = &phrase.office {
                out.push(Fact {
                    person: key.clone(),
                    office: office.clone(),
                    of: phrase.of.as_ref().map(|of| names.owner(item.witness, of)),
                    is_former: phrase.is_former,
                    item: idx,
                });
            }
        };
        add(&item.phrase);
        if item.phrase.name.is_some() && !item.phrase.tail.is_empty() {
            let tail: Vec<&str> = item.phrase.tail.iter().map(String::as_str).collect();
            let tail = Phrase::of(&tail, EntityKind::Person);
            if tail.name.is_none() {
                add(&tail);
            }
        }
    }
    out
}

/// What common nouns may take up again in a witness.
struct Nouns {
    /// By witness and noun: the organisations whose names end with it.
    bodies: FxHashMap<(usize, String), BTreeSet<Thing>>,
    /// By witness and noun (`government`): the states named with it.
    states: FxHashMap<(usize, String), BTreeSet<Thing>>,
}

impl Nouns {
    fn of(items: &[Item], things: &[Option<Thing>], names: &Names<'_>, within: &Within) -> Self {
        let mut nouns = Self { bodies: FxHashMap::default(), states: FxHashMap::default() };
        for (item, thing) in items.iter().zip(things) {
            if let (Some(noun), Some(thing)) = (item.phrase.last_noun(), thing) {
                nouns.bodies.entry((item.witness, noun)).or_default().insert(thing.clone());
            }
            if let (Some(noun), Some(of)) = (&item.phrase.noun, &item.phrase.of)
                && WORDS.is("again", noun)
            {
                let top = within.top(&names.owner(item.witness, of));
                if top.0 == EntityKind::Place {
                    nouns.states.entry((item.witness, noun.clone())).or_default().insert(top);
                }
            }
        }
        nouns
    }

    fn only(&self, witness: usize, noun: &str) -> Option<Thing> {
        let key = (witness, noun.to_owned());
        let one = |things: &BTreeSet<Thing>| things.first().filter(|_| things.len() == 1).cloned();
        self.states.get(&key).and_then(one).or_else(|| self.bodies.get(&key).and_then(one))
    }
}

/// What a description that is left open belongs to. A person's people are no part of the person, but
/// those who act for a state with its head are the state's: `the Cole administration`.
fn belongs(item: &Item, names: &Names<'_>, within: &Within) -> Option<Thing> {
    let owner = names.owner(item.witness, item.phrase.of.as_ref()?);
    if owner.0 != EntityKind::Person {
        return Some(owner);
    }
    let acts = item.phrase.noun.as_deref().is_some_and(|noun| WORDS.is("state", noun));
    Some(within.top(&owner)).filter(|top| acts && top.0 == EntityKind::Place)
}

/// What a description means that no name stands beside.
fn described(item: &Item, offices: &Offices, nouns: &Nouns, names: &Names<'_>) -> Option<Thing> {
    let phrase = &item.phrase;
    if phrase.is_owned || phrase.is_indefinite || phrase.is_former {
        return None;
    }
    if let Some(office) = &phrase.office {
        let of = phrase.of.as_ref().map(|of| names.owner(item.witness, of));
        let person = offices.bearer(item.witness, office, of.as_ref())?;
        return Some((EntityKind::Person, person));
    }
    let noun = phrase.noun.as_deref()?;
    if phrase.of.is_some() { None } else { nouns.only(item.witness, noun) }
}
