//! Where: the places that the tellings give to one act.

use super::cues::{Cue, is};
use super::entry::of_matter;
use super::matter::{Bearing, Item, Sort, Value, matters};
use super::stem::fold;
use super::tellings::Tellings;
use super::terms::group;
use super::thresholds::NEEDS;
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use tellings_language::gazetteer::GAZETTEER;
use tellings_model::{EntityKind, Entry, EntryKind, Mention, Span, Upos, Verdict};

/// A place in a telling: a preposition of place with what it takes.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Place {
    near: bool,
    direction: Option<String>,
    /// How far away, as printed (`14 km` of `14 km south of N`).
    distance: Option<String>,
    /// Whether the direction leads away from the place (`south of N`), not into it (`southern N`).
    is_beyond: bool,
    /// The kind of place (`port`, `capital`).
    noun: Option<String>,
    /// The name, canonical and folded.
    name: Option<String>,
    /// The words of the name, each by its group.
    words: Vec<String>,
    /// The larger place named right after it (`Ontario` of `in N, Ontario`), folded.
    within: Option<String>,
    /// Whether somebody or something is brought there (`towed to N`).
    is_goal: bool,
    /// The names that the tellings which give this place give anywhere.
    known_with: Arc<[String]>,
    is_country: bool,
    /// The place as shown.
    shown: String,
}

impl Value for Place {
    const SORT: Sort = Sort::Place;

    /// Places part only where they are of one sort: the same kind of place under two names, two
    /// names in one larger place, two places to which somebody or something is brought, or two
    /// descriptions by direction and nearness. What kind of room it was does not
    /// compare with where it stands, and a name that one telling gives beside the other is
    /// no alternative to it.
    fn bearing(&self, other: &Self) -> Bearing {
        // Where somebody goes is not where something stands.
        if self.is_goal != other.is_goal {
            return Bearing::Unlike;
        }
        if self.shown == other.shown {
            // That the ways part is told with the figures.
            let way = self.distance.as_ref().zip(other.distance.as_ref());
            return if way.is_some_and(|(a, b)| a != b) { Bearing::Unlike } else { Bearing::Equal };
        }
        let described = |place: &Self| place.near || place.direction.is_some();
        let named = match (&self.name, &other.name) {
            (Some(a), Some(b)) if a == b => {
                let beside = self.near && other.is_beyond || other.near && self.is_beyond;
                return if self.is_beyond && other.is_beyond {
                    Bearing::Apart
                } else if beside || described(self) != described(other) {
                    Bearing::Finer
                } else {
                    Bearing::Unlike
                };
            }
            // A kind of place, and one of the kind by its name.
            (Some(_), None) | (None, Some(_)) if !described(self) && !described(other) => {
                let kind = |place: &Self| place.noun.as_deref().map(group);
                let is_one = kind(self).is_some() && kind(self) == kind(other);
                return if is_one { Bearing::Finer } else { Bearing::Unlike };
            }
            (Some(_), Some(_)) => {
                let one_kind = self.noun.is_some() && self.noun == other.noun;
                let one_parent = self.within.is_some() && self.within == other.within;
                let both_goals = self.is_goal && other.is_goal;
                (one_kind || one_parent || both_goals) && !self.excludes(other)
            }
            _ => false,
        };
        let of_itself = |place: &Self| described(place) && !place.is_beyond;
        let both_described = of_itself(self) && of_itself(other) && self.near != other.near;
        if named || both_described { Bearing::Apart } else { Bearing::Unlike }
    }

    /// Whether a telling that gives one names the other too (`Ostra` stands in `the Ostra islands`).
    fn excludes(&self, other: &Self) -> bool {
        let knows = |place: &Self, name: &str| {
            let mut known = place.known_with.iter();
            known.any(|known| known == name || known.split(' ').any(|word| word == name))
        };
        let named = self.name.as_deref().zip(other.name.as_deref()).filter(|(a, b)| a != b);
        named.is_some_and(|(a, b)| {
            knows(self, b) || knows(other, a) || is_short_for(&self.words, &other.words)
        })
    }

    /// A place told by nearness or direction is one sort, a kind of place another.
    fn sort(&self) -> Option<String> {
        let described = self.near || self.direction.is_some();
        match described {
            true => Some("described".to_owned()),
            false if self.is_goal => Some("goal".to_owned()),
            false => self.noun.clone(),
        }
    }

    /// A name alone, or a kind of place alone.
    fn is_common(&self) -> bool {
        self.name.is_none() || self.noun.is_none()
    }

    fn is_specific(&self) -> bool {
        !self.is_common()
    }

    /// Two descriptions of a place by nearness or direction answer one question, as a rule, and so do two
    /// names that have a word in common.
    fn nearness(&self, other: &Self) -> f32 {
        let described = |place: &Self| place.near || place.direction.is_some();
        let words = |place: &Self| -> Vec<String> {
            let name = place.name.as_deref().unwrap_or("");
            let tells = |word: &&str| {
                word.len() > 3 && !is(word, Cue::Direction) && !is(word, Cue::PlaceNoun)
            };
            name.split(' ').filter(tells).map(str::to_owned).collect()
        };
        // A name that shares a word with another may stand for it by mistake.
        let (own, others) = (words(self), words(other));
        if self.name != other.name && own.iter().any(|word| others.contains(word)) {
            ALIKE_NAMES
        } else if described(self) && described(other) {
            0.5
        } else {
            0.0
        }
    }

    fn key(&self) -> String {
        self.shown.clone()
    }
}

impl Place {
    /// What tells it from other places, as shown.
    fn printed(&self) -> String {
        let near = if self.near { Some("near") } else { None };
        let of = if self.is_beyond { Some("of") } else { None };
        let named = self.name.as_deref().or(self.noun.as_deref());
        let parts = [near, self.direction.as_deref(), of, named];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }
}

/// Whether one name is the other with words left out or written in short (`Mt. Sinai`, `Mount Sinai Hospital`).
fn is_short_for(a: &[String], b: &[String]) -> bool {
    let holds = |whole: &[String], part: &[String]| {
        part.iter().all(|word| whole.iter().any(|other| is_misspelt(word, other)))
    };
    holds(a, b) || holds(b, a)
}

/// Names shorter than this are not misspelt for one another.
const LEAST_MISSPELT: usize = 5;

/// So many letters at the beginning are right: `Barton` is not `Burton`.
const LEAST_BEGINNING: usize = 2;

/// Whether two words are one, up to a letter that is left out or changed (`Vally`, `Valley`).
fn is_misspelt(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let n_same = short.chars().zip(long.chars()).take_while(|(x, y)| x == y).count();
    let rest = |word: &str, skipped: usize| word.chars().skip(n_same + skipped).collect::<String>();
    let is_near = long.len() - short.len() <= 1 && short.chars().count() >= LEAST_MISSPELT;
    let skipped = usize::from(long.chars().count() == short.chars().count());
    a == b || is_near && n_same > LEAST_BEGINNING && rest(short, skipped) == rest(long, 1)
}

/// How near two names with a word in common are.
const ALIKE_NAMES: f32 = 0.8;

/// One entry for each act that two or more tellings place.
pub(super) fn entries(tellings: &Tellings<'_>, items: &[Item<Place>]) -> Vec<Entry> {
    matters(tellings, items, &NEEDS)
        .iter()
        .filter_map(|matter| of_matter(tellings, EntryKind::Place, items, matter))
        .filter(|entry| entry.verdict != Verdict::OnlyIn)
        .collect()
}

/// What a word may do before a place: its preposition, a word that a place may begin with, or the
/// preposition of where something is brought.
#[derive(Clone, Copy)]
struct Opens {
    places: bool,
    leads: bool,
    goal: bool,
    is_of: bool,
}

impl Opens {
    fn of(word: &str) -> Self {
        let word = fold(word);
        Self {
            places: is(&word, Cue::Locative),
            leads: is(&word, Cue::PlaceNoun) || is(&word, Cue::Direction),
            goal: is(&word, Cue::Toward),
            is_of: word == "of",
        }
    }
}

/// The places that the tellings give, in order.
pub(super) fn places(tellings: &Tellings<'_>) -> Vec<Item<Place>> {
    // A word is looked up once, however often it stands in the story.
    let mut known: FxHashMap<&str, Opens> = FxHashMap::default();
    let mut opens = |word| *known.entry(word).or_insert_with(|| Opens::of(word));
    let mut items = Vec::new();
    for (witness_idx, witness) in tellings.witnesses.iter().enumerate() {
        let names: Arc<[String]> = witness
            .annotations
            .mentions
            .iter()
            .map(|mention| canonical(witness.article.at(mention.span)))
            .collect();
        for sentence in &witness.annotations.sentences {
            for idx in sentence.tokens.0 as usize..sentence.tokens.1 as usize {
                let word = tellings.word(witness_idx, idx);
                let Opens { places, leads, goal, .. } = opens(word);
                // `the port of N` is a place without a preposition before it too.
                let is_goal =
                    goal && is_brought(tellings, witness_idx, sentence.tokens.0 as usize, idx);
                let of = leads && opens(tellings.word(witness_idx, idx + 1)).is_of;
                let placed = places || of || is_goal;
                if !placed {
                    continue;
                }
                let end = sentence.tokens.1 as usize;
                let found = place(tellings, witness_idx, &fold(word), idx, end, &names);
                let found = found.filter(|item| !is_goal || item.value.name.is_some());
                // `The port of N` inside `toward the port of N` is told already.
                let is_inside = |item: &Item<Place>| {
                    items.last().is_some_and(|last: &Item<Place>| {
                        last.witness_idx == witness_idx && last.span.contains(item.span)
                    })
                };
                let found = found.filter(|item| !leads || !is_inside(item));
                items.extend(found.filter(|item| !item.value.is_country));
            }
        }
    }
    share_larger(&mut items);
    items
}

/// Gives each name the larger place that a telling names after it, where all that do name one.
fn share_larger(items: &mut [Item<Place>]) {
    let mut larger: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for Place { name, within, .. } in items.iter().map(|item| &item.value) {
        if let (Some(name), Some(within)) = (name, within) {
            larger.entry(name.clone()).or_default().insert(within.clone());
        }
    }
    for place in items.iter_mut().map(|item| &mut item.value) {
        let known = place.name.as_ref().and_then(|name| larger.get(name));
        let only = known.filter(|all| all.len() == 1).and_then(|all| all.first().cloned());
        place.within = place.within.take().or(only);
    }
}

/// How far before its preposition an act of bringing may stand, in words.
const BRINGING_WORDS: usize = 6;

/// Whether what stands before a preposition goes or is brought somewhere, in the same clause.
fn is_brought(tellings: &Tellings<'_>, witness_idx: usize, start: usize, at: usize) -> bool {
    let is_mark = |idx: usize| matches!(tellings.word(witness_idx, idx), "," | ";" | ":");
    (start.max(at.saturating_sub(BRINGING_WORDS))..at).rev().take_while(|&idx| !is_mark(idx)).any(
        |idx| {
            let verb = tellings.token(witness_idx, idx).is_some_and(|t| t.upos == Upos::Verb);
            verb && is(tellings.lemma(witness_idx, idx), Cue::Transfer)
        },
    )
}

/// How far from its preposition the last word of a place may stand, in words.
const REACH: usize = 6;

/// The words of a place behind its preposition.
#[derive(Default)]
struct Told<'w> {
    direction: Option<String>,
    noun: Option<String>,
    name: Option<&'w Mention>,
    /// The last token that belongs to it.
    last: usize,
}

/// Reads the words behind a preposition, up to the first name, the next mark or verb.
fn told<'w>(
    tellings: &Tellings<'w>,
    witness_idx: usize,
    preposition: &str,
    at: usize,
    end: usize,
) -> Option<Told<'w>> {
    let witness = tellings.witnesses.get(witness_idx)?;
    let mut told = Told { last: at, ..Told::default() };
    if is(preposition, Cue::Direction) {
        told.direction = Some(preposition.to_owned());
    } else if is(preposition, Cue::PlaceNoun) {
        told.noun = Some(preposition.to_owned());
    }
    for idx in at + 1..end.min(at + 1 + REACH) {
        let token = tellings.token(witness_idx, idx)?;
        let mut mentions = witness.annotations.mentions_in(token.span).iter();
        let word = fold(tellings.word(witness_idx, idx));
        if let Some(mention) = mentions.find(|mention| mention.span.contains(token.span)) {
            told.name = Some(mention);
            told.last = last_token(tellings, witness_idx, mention, idx);
            let after = fold(tellings.word(witness_idx, told.last + 1));
            let own = fold(tellings.word(witness_idx, told.last));
            if is(&after, Cue::PlaceNoun) {
                told.noun = Some(after);
                told.last += 1;
            } else if told.noun.is_none() && told.last > idx && is(&own, Cue::PlaceNoun) {
                told.noun = Some(own);
            }
            break;
        } else if is(&word, Cue::Direction) {
            told.direction = Some(word);
            told.last = idx;
        } else if is(&word, Cue::PlaceNoun) {
            told.noun = Some(word);
            told.last = idx;
        } else if !(word == "the" || word == "a" || word == "an" || word == "of" || word == "its") {
            let adjective = told.noun.is_none() && word.chars().all(char::is_alphabetic);
            if !adjective || idx > at + 2 {
                break;
            }
        }
    }
    Some(told)
}

/// The place that a preposition takes, where it takes one.
fn place(
    tellings: &Tellings<'_>,
    witness_idx: usize,
    preposition: &str,
    at: usize,
    end: usize,
    names: &Arc<[String]>,
) -> Option<Item<Place>> {
    let witness = tellings.witnesses.get(witness_idx)?;
    let is_beyond = is(preposition, Cue::Direction);
    let Told { direction, noun, name, last } = told(tellings, witness_idx, preposition, at, end)?;
    if name.is_none() && noun.is_none() || last == at || is_beyond && name.is_none() {
        return None;
    }
    // How far away it lies stands before the direction.
    let first = tellings.token(witness_idx, at)?.span;
    let distance = witness.annotations.quantities.iter().find(|quantity| {
        is_beyond && quantity.span.end() < first.start() && first.start() - quantity.span.end() <= 1
    });
    let span: Span = tellings.span(witness_idx, at..last + 1)?;
    let way = distance.map(|distance| fold(witness.article.at(distance.span)));
    let span = distance.map_or(span, |distance| distance.span.cover(span));
    // Things are brought to people and companies too: these are no places.
    let to_whom = is(preposition, Cue::Toward)
        && name.is_some_and(|m| matches!(m.kind, EntityKind::Person | EntityKind::Organisation));
    if to_whom {
        return None;
    }
    let within = larger(tellings, witness_idx, last + 1);
    let name = name.map(|mention| canonical(witness.article.at(mention.span)));
    let is_country = direction.is_none()
        && noun.is_none()
        && name.as_ref().is_some_and(|name| GAZETTEER.folded_countries.contains(name));
    let words = name.as_deref().unwrap_or("").split(|c: char| !c.is_alphanumeric());
    let words = words.filter(|word| word.len() > 1).map(group).collect();
    let value = Place {
        near: preposition == "near",
        direction,
        distance: way,
        is_beyond,
        noun,
        name,
        words,
        within,
        is_goal: is(preposition, Cue::Toward),
        known_with: Arc::clone(names),
        is_country,
        shown: String::new(),
    };
    let value = Place { shown: value.printed(), ..value };
    Some(Item::new(tellings, witness_idx, span, value))
}

/// The place named after the comma at a token.
fn larger(tellings: &Tellings<'_>, witness_idx: usize, comma: usize) -> Option<String> {
    let next = tellings.token(witness_idx, comma + 1)?;
    let mentions = &tellings.witnesses.get(witness_idx)?.annotations.mentions;
    let mention = mentions.iter().find(|mention| {
        mention.kind == EntityKind::Place && mention.span.start() == next.span.start()
    })?;
    let is_comma = tellings.word(witness_idx, comma) == ",";
    is_comma.then(|| canonical(tellings.at(witness_idx, mention.span)))
}

fn last_token(
    tellings: &Tellings<'_>,
    witness_idx: usize,
    mention: &Mention,
    from: usize,
) -> usize {
    tellings.tokens_in(witness_idx, mention.span).next_back().unwrap_or(from).max(from)
}

/// The name that the tables give a place, without accents.
fn canonical(name: &str) -> String {
    fold(GAZETTEER.places.get(name).copied().unwrap_or(name))
}
