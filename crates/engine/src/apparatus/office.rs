//! What a person is: standing, party and rank, where the tellings give one person different ones.

use super::cues::{Cue, is};
use super::entry::{entry, every_two, finish};
use super::stem::fold;
use super::tellings::Tellings;
use super::terms::Term;
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::LazyLock;
use tellings_language::gazetteer::GAZETTEER;
use tellings_language::tables::rows;
use tellings_model::{
    Entity, EntityId, EntityKind, Entry, EntryKind, Mention, Reading, Span, Upos, Verdict,
};

/// Word → its class and value (`former` → `standing`, `former`).
static ATTRIBUTES: LazyLock<FxHashMap<&'static str, (&'static str, &'static str)>> =
    LazyLock::new(|| {
        let mut attributes = FxHashMap::default();
        let table = include_str!("../lexicon/en/attributes.txt");
        for row in rows(table) {
            let mut fields = row.split('|');
            let (Some(class), Some(value), Some(words)) =
                (fields.next(), fields.next(), fields.next())
            else {
                continue;
            };
            attributes.extend(words.split_whitespace().map(|word| (word, (class, value))));
        }
        attributes
    });

/// An attribute that a telling gives a person.
#[derive(Clone, Debug)]
struct Given {
    witness_idx: usize,
    /// The last word of the name, folded: what is left of a name in every telling.
    surname: String,
    class: &'static str,
    value: &'static str,
    span: Span,
    /// What else describes the person there: the office, the house it belongs to.
    beside: BTreeSet<Term>,
}

/// One entry for each attribute of a person that tellings give different values.
///
/// People are told apart by their surnames; where two people of one surname are named, nothing
/// is said of either.
pub(super) fn entries(tellings: &Tellings<'_>, entities: &[Entity]) -> Vec<Entry> {
    let mut by_person: BTreeMap<(String, &str), Vec<Given>> = BTreeMap::new();
    for witness_idx in 0..tellings.witnesses.len() {
        for given in attributes(tellings, witness_idx, entities) {
            by_person.entry((given.surname.clone(), given.class)).or_default().push(given);
        }
    }
    let people = people(tellings);
    by_person
        .into_iter()
        .filter_map(|((surname, class), given)| {
            let name = people.get(&surname)?.as_ref()?;
            parted(tellings, &format!("{class} of {name}"), &given)
        })
        .collect()
}

/// The names of the people named, by surname: the longest one; `None` where two given names part.
fn people(tellings: &Tellings<'_>) -> BTreeMap<String, Option<String>> {
    let mut names: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for witness in tellings.witnesses {
        let mentions = witness.annotations.mentions.iter();
        for mention in mentions.filter(|mention| mention.kind == EntityKind::Person) {
            let name = witness.article.at(mention.span);
            names.entry(surname(name)).or_default().insert(name);
        }
    }
    let given = |name: &str| {
        let word = fold(name.rsplit(' ').nth(1)?.trim_matches(|c: char| !c.is_alphanumeric()));
        (word.len() > 2 && !GAZETTEER.folded_roles.contains(&word)).then_some(word)
    };
    names
        .into_iter()
        .map(|(surname, names)| {
            let all: BTreeSet<String> = names.iter().filter_map(|name| given(name)).collect();
            let is_one =
                all.iter().all(|a| all.iter().all(|b| a.starts_with(b) || b.starts_with(a)));
            let longest = names.iter().max_by_key(|name| (name.len(), std::cmp::Reverse(**name)));
            (surname, longest.filter(|_| is_one).map(|name| (*name).to_owned()))
        })
        .collect()
}

fn surname(name: &str) -> String {
    let name = name.strip_suffix("’s").or_else(|| name.strip_suffix("'s")).unwrap_or(name);
    name.rsplit(' ').next().map(fold).unwrap_or_default()
}

/// The entry of an attribute: only where values part and no telling gives two of them.
fn parted(tellings: &Tellings<'_>, topic: &str, given: &[Given]) -> Option<Entry> {
    let mut by_value: BTreeMap<&str, Vec<&Given>> = BTreeMap::new();
    for one in given {
        by_value.entry(one.value).or_default().push(one);
    }
    let groups: Vec<&Vec<&Given>> = by_value.values().collect();
    let tellers = |of: &[&Given]| -> BTreeSet<usize> { of.iter().map(|g| g.witness_idx).collect() };
    let part = every_two(&groups, |a, b| {
        tellers(a).is_disjoint(&tellers(b)) && a.iter().any(|x| b.iter().any(|y| one_office(x, y)))
    });
    if groups.len() < 2 || !part {
        return None;
    }
    let readings = groups
        .iter()
        .map(|group| Reading {
            value: group.first().map_or_else(String::new, |one| one.value.to_owned()),
            text: group
                .first()
                .map_or_else(String::new, |one| tellings.at(one.witness_idx, one.span).to_owned()),
            citations: group
                .iter()
                .filter_map(|one| tellings.cite(one.witness_idx, one.span))
                .collect(),
            n_origins: 0,
        })
        .collect();
    Some(entry(EntryKind::Name, topic.to_owned(), Verdict::Conflict, finish(tellings, readings)))
}

/// Whether two attributes speak of one office: a party and a post stand for themselves; of a standing or a rank
/// a word beside it must be the same (`Interior`, `mayor`).
fn one_office(a: &Given, b: &Given) -> bool {
    matches!(a.class, "party" | "post") || !a.beside.is_disjoint(&b.beside)
}

/// The class and value of a word, or of it and the next one (`police chief`).
pub(super) fn attribute_at(
    tellings: &Tellings<'_>,
    witness_idx: usize,
    idx: usize,
) -> Option<(&'static str, &'static str)> {
    let word = |idx| fold(tellings.word(witness_idx, idx));
    let (word, next) = (word(idx), word(idx + 1));
    ATTRIBUTES
        .get(format!("{word}-{next}").as_str())
        .or_else(|| ATTRIBUTES.get(word.as_str()))
        .copied()
}

/// The class of what an office is for.
const OFFICE: &str = "office";
/// The standing of who held an office before.
const FORMER: (&str, &str) = ("standing", "former");
/// How many words before and after a name describe the person.
const BEFORE: usize = 6;
const AFTER: usize = 9;

fn attributes(tellings: &Tellings<'_>, witness_idx: usize, entities: &[Entity]) -> Vec<Given> {
    let Some(witness) = tellings.witnesses.get(witness_idx) else { return Vec::new() };
    let mut all = Vec::new();
    for mention in &witness.annotations.mentions {
        if mention.kind != EntityKind::Person {
            continue;
        }
        let surname = surname(witness.article.at(mention.span));
        for (n, tokens) in descriptions(tellings, witness_idx, mention).into_iter().enumerate() {
            let is_own = n == 0 || is_apposed(tellings, witness_idx, &tokens);
            let name = tellings.tokens_in(witness_idx, mention.span);
            let given = read(tellings, witness_idx, (&surname, name), tokens);
            // A post between commas may be that of the next one named.
            all.extend(given.into_iter().filter(|given| is_own || given.class != "post"));
        }
    }
    all.extend(unnamed(tellings, witness_idx, entities));
    all
}

/// The runs of words that describe a person: before the name, in it, and between commas beside it.
fn descriptions(
    tellings: &Tellings<'_>,
    witness_idx: usize,
    mention: &Mention,
) -> Vec<Range<usize>> {
    let sentence = tellings.sentence(witness_idx, mention.span);
    let name = tellings.tokens_in(witness_idx, mention.span);
    let word = |idx: usize| tellings.word(witness_idx, idx);
    let describes = |idx: &usize| {
        tellings.token(witness_idx, *idx).is_some_and(|token| {
            !matches!(token.upos, Upos::Verb | Upos::Aux | Upos::Cconj | Upos::Sconj | Upos::Pron)
        }) && word(*idx).chars().any(char::is_alphabetic)
            && !word(*idx).starts_with(['“', '”', '"'])
    };
    let back = |from: usize, most: usize| {
        let n = (sentence.start..from).rev().take(most).take_while(describes).count();
        from - n..from
    };
    let before = back(name.start, BEFORE);
    let mut runs: Vec<Range<usize>> = std::iter::once(before.start..name.end).collect();
    if name.start > sentence.start && word(name.start - 1) == "," {
        runs.push(back(name.start - 1, AFTER));
    }
    let mut after = name.end;
    // `N, 61, a contractor`: the age stands between.
    if word(after) == "," && word(after + 1).parse::<u32>().is_ok() && word(after + 2) == "," {
        after += 2;
    }
    if after < sentence.end && word(after) == "," {
        let start = after + 1;
        let n = (start..sentence.end).take(AFTER).take_while(describes).count();
        runs.push(start..start + n);
    }
    runs
}

/// Whether words beside the comma of a name can only be of it: an article leads them, a mark or a verb ends
/// them, and they name nobody (`Ann Lee, the mill manager, said`).
fn is_apposed(tellings: &Tellings<'_>, witness_idx: usize, tokens: &Range<usize>) -> bool {
    let upos = |idx: usize| tellings.token(witness_idx, idx).map(|token| token.upos);
    let ends = matches!(upos(tokens.end), Some(Upos::Punct | Upos::Verb | Upos::Aux) | None);
    let names = || {
        let span = tellings.span(witness_idx, tokens.clone());
        let witness = tellings.witnesses.get(witness_idx);
        let mentions = witness.zip(span).map_or(&[][..], |(w, s)| w.annotations.mentions_in(s));
        mentions.iter().any(|mention| mention.kind == EntityKind::Person)
    };
    let leads = [tokens.start, tokens.start.wrapping_sub(1)];
    leads.iter().any(|idx| matches!(upos(*idx), Some(Upos::Det | Upos::Pron))) && ends && !names()
}

/// The attributes in a run of words.
fn read(
    tellings: &Tellings<'_>,
    witness_idx: usize,
    (surname, name): (&str, Range<usize>),
    tokens: Range<usize>,
) -> Vec<Given> {
    let titles = |idx: &usize| {
        !name.contains(idx)
            || GAZETTEER.folded_roles.contains(&fold(tellings.word(witness_idx, *idx)))
    };
    let beside: BTreeSet<Term> = tokens
        .clone()
        .filter(titles)
        .filter_map(|idx| tellings.terms.at(witness_idx, idx))
        .collect();
    let attribute = |idx: usize| attribute_at(tellings, witness_idx, idx);
    let is_former = tokens.clone().filter_map(attribute).any(|found| found == FORMER);
    let is_new =
        tokens.clone().any(|idx| is(&fold(tellings.word(witness_idx, idx)), Cue::Incoming));
    let found = |idx: usize| {
        let (class, value) = attribute(idx)?;
        // What stands before another office (`vice president`, `deputy minister`) makes it a lower one.
        let lowered = idx > tokens.start && {
            let before = fold(tellings.word(witness_idx, idx - 1));
            class == "rank" && matches!(before.as_str(), "vice" | "deputy" | "assistant")
        };
        let own = tellings.terms.at(witness_idx, idx);
        let beside = beside.iter().copied().filter(|term| Some(*term) != own).collect();
        // Who held an office may hold another one now.
        if matches!(class, OFFICE | "post") && (is_former || is_new) {
            return None;
        }
        // What an office is for is read with the whole of its name.
        let is_article = |at: &usize| {
            tellings.token(witness_idx, *at).is_some_and(|token| token.upos == Upos::Det)
        };
        let whole = || tokens.clone().find(|at| !is_article(at)).unwrap_or(idx);
        let first = if class == OFFICE { whole() } else { idx };
        let span = tellings.span(witness_idx, first..tokens.end)?;
        (!lowered).then_some(Given {
            witness_idx,
            surname: surname.to_owned(),
            class,
            value,
            span,
            beside,
        })
    };
    tokens.clone().filter_map(found).collect()
}

/// Offices of a person whom the telling names only in the next sentence: `A former mayor … Ann Lee`.
fn unnamed(tellings: &Tellings<'_>, witness_idx: usize, entities: &[Entity]) -> Vec<Given> {
    let Some(witness) = tellings.witnesses.get(witness_idx) else { return Vec::new() };
    let mut all = Vec::new();
    let sentences = &witness.annotations.sentences;
    for (sentence, next) in sentences.iter().zip(sentences.iter().skip(1)) {
        let person_in = |span: Span| {
            let mut mentions = witness.annotations.mentions_in(span).iter();
            mentions.find(|m| m.kind == EntityKind::Person && span.contains(m.span))
        };
        let tokens = sentence.tokens.0 as usize..sentence.tokens.1 as usize;
        if person_in(sentence.span).is_some() {
            continue;
        }
        let Some(mention) = person_in(next.span) else { continue };
        let Some(entity) = mention.entity else { continue };
        let surname = surname(witness.article.at(mention.span));
        for idx in tokens.clone() {
            if attribute_at(tellings, witness_idx, idx).is_none_or(|(class, _)| class != "standing")
            {
                continue;
            }
            // The office stands a word or two after its standing, and others give it to the person.
            let office = (idx + 1..tokens.end.min(idx + 4))
                .find(|&at| holds_office(entities, entity, &fold(tellings.word(witness_idx, at))));
            if let Some(office) = office {
                all.extend(read(tellings, witness_idx, (&surname, 0..0), idx..office + 1));
            }
        }
    }
    all
}

/// Whether some telling gives a person an office.
fn holds_office(entities: &[Entity], id: EntityId, office: &str) -> bool {
    GAZETTEER.folded_roles.contains(office)
        && entities.iter().filter(|entity| entity.id == id).any(|entity| {
            let offices = entity.offices.iter().map(|office| office.role.as_str());
            let mut roles = entity.roles.iter().map(String::as_str).chain(offices);
            roles.any(|role| fold(role).split(' ').any(|word| word == office))
        })
}
