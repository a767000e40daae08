//! What a doer is: the roles of a noun (`the night shift`), and those that the tellings give to whoever bears a name.

use crate::apparatus::deed::children;
use crate::apparatus::frame::top;
use crate::apparatus::office;
use crate::apparatus::stem::fold;
use crate::apparatus::tellings::{Site, Tellings};
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;
use tellings_language::named;
use tellings_language::tables::rows;
use tellings_model::{Entity, EntityId, EntityKind, Mention, Relation, Upos};

named! {
    /// In what way a role is somebody's.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    enum Sort {
        /// Acts as such (`police`, `captain`).
        Duty = "duty",
        /// A profession that somebody has wherever he is (`nurse`).
        Calling = "calling",
        /// What somebody was doing just then (`jogger`).
        Errand = "errand",
        /// Whose somebody is (`neighbour`).
        Kin = "kin",
        /// Acts for the body that stands beside it (`leaders` of `union leaders`).
        Hand = "hand",
    }
}

/// A row of the table.
#[derive(Debug)]
struct Role {
    name: &'static str,
    sort: Sort,
    /// The roles that it may act for, or be as well.
    kin: Vec<&'static str>,
}

/// Name → role.
static ROLES: LazyLock<FxHashMap<&'static str, Role>> = LazyLock::new(|| {
    let role = |row: &'static str| {
        let mut fields = row.split('|').map(str::trim);
        let (name, sort) = (fields.next()?, Sort::named(fields.next()?)?);
        Some((name, Role { name, sort, kin: fields.next()?.split_whitespace().collect() }))
    };
    rows(TABLE).filter_map(role).collect()
});

/// Word → the name of its role.
static WORDS: LazyLock<FxHashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let fields = rows(TABLE).filter_map(|row| row.split_once('|').zip(row.rsplit_once('|')));
    let words = fields
        .flat_map(|((name, _), (_, words))| words.split_whitespace().map(move |word| (word, name)));
    words.collect()
});

const TABLE: &str = include_str!("../../lexicon/en/doer_roles.txt");

/// The roles of one doer, by name; none where nothing is known.
pub(super) type Roles = BTreeSet<&'static str>;
/// The roles that the tellings give to whoever has a name.
pub(super) type Known = BTreeMap<EntityId, Roles>;

/// Whether two doers cannot be one, and neither acts for the other, by their roles.
pub(super) fn exclude(a: &Roles, b: &Roles) -> bool {
    let part = |a: &Role, b: &Role| {
        let is_of_sort = a.sort == b.sort || [a.sort, b.sort].contains(&Sort::Duty);
        a.name != b.name && is_of_sort && !a.kin.contains(&b.name) && !b.kin.contains(&a.name)
    };
    let part =
        |a: &&str, b: &&str| ROLES.get(*a).zip(ROLES.get(*b)).is_some_and(|(a, b)| part(a, b));
    !a.is_empty() && !b.is_empty() && a.iter().all(|a| b.iter().all(|b| part(a, b)))
}

/// The role of a word, or of it and the one before it (`coast guard`).
fn role_of(tellings: &Tellings<'_>, witness_idx: usize, idx: usize) -> Option<&'static Role> {
    let lemma = fold(tellings.lemma(witness_idx, idx));
    let before = idx.checked_sub(1).map(|before| fold(tellings.word(witness_idx, before)));
    let two = before.and_then(|before| WORDS.get(format!("{before}-{lemma}").as_str()));
    let word = || WORDS.get(fold(tellings.word(witness_idx, idx)).as_str());
    ROLES.get(two.or_else(|| WORDS.get(lemma.as_str())).or_else(word)?)
}

/// The roles of a noun: its own, or those of the bodies beside it that it acts for (`a coast guard boat`, `the
/// treasurer of the union`). Who held an office is not in it any more.
pub(super) fn roles_at(site: Site<'_>, noun: usize, known: &Known) -> Roles {
    let Site { tellings, witness_idx, .. } = site;
    let is_over = |idx: usize| office::is_former(tellings, witness_idx, idx);
    let beside = || {
        children(
            site,
            noun,
            &[Relation::Compound, Relation::Nmod, Relation::NmodPoss, Relation::Amod],
        )
    };
    let Some(role) = role_of(tellings, witness_idx, noun) else { return Roles::new() };
    if beside().any(is_over) {
        return Roles::new();
    }
    if role.sort != Sort::Hand {
        return Roles::from([role.name]);
    }
    let of_body = |idx: usize| {
        let own = role_of(tellings, witness_idx, idx).filter(|role| role.sort == Sort::Duty);
        let named = entity_at(site, idx).and_then(|id| known.get(&id)).into_iter().flatten();
        own.map(|role| role.name).into_iter().chain(named.copied()).collect::<Vec<_>>()
    };
    beside().flat_map(of_body).collect()
}

/// The entity that a token names.
fn entity_at(site: Site<'_>, idx: usize) -> Option<EntityId> {
    let Site { tellings, witness_idx, .. } = site;
    let span = tellings.token(witness_idx, idx)?.span;
    let mentions = tellings.witnesses.get(witness_idx)?.annotations.mentions_in(span);
    mentions.iter().find(|mention| mention.span.contains(span))?.entity
}

/// The roles of all that have a name: bodies first, for people act for them.
pub(super) fn known(tellings: &Tellings<'_>, entities: &[Entity]) -> Known {
    let mut known = Known::new();
    for kind in [EntityKind::Organisation, EntityKind::Person] {
        for (witness_idx, witness) in tellings.witnesses.iter().enumerate() {
            let mentions =
                witness.annotations.mentions.iter().filter(|mention| mention.kind == kind);
            for mention in mentions {
                let Some(id) = mention.entity else { continue };
                let roles = roles_beside(tellings, witness_idx, mention, &known);
                known.entry(id).or_default().extend(roles);
            }
        }
    }
    for entity in entities {
        let offices = entity.offices.iter().filter(|office| !office.is_former);
        let words =
            offices.filter_map(|office| WORDS.get(fold(&office.role).replace(' ', "-").as_str()));
        let roles = words.filter_map(|name| ROLES.get(name)).filter(|role| role.sort != Sort::Hand);
        known.entry(entity.id).or_default().extend(roles.map(|role| role.name));
    }
    known
}

/// The roles that a telling gives to a name where it stands: in it (`Mayor Ann Lee`, `Acme Bank`), and as another
/// noun for the same (`Ann Lee, the mayor`, `the contractor Acme`).
fn roles_beside(
    tellings: &Tellings<'_>,
    witness_idx: usize,
    mention: &Mention,
    known: &Known,
) -> Roles {
    let tokens = tellings.tokens_in(witness_idx, mention.span);
    let Some(top) = top(tellings, witness_idx, &tokens) else { return Roles::new() };
    let sentence = &tellings.sentence(witness_idx, mention.span);
    let site = Site { tellings, witness_idx, sentence };
    let is_person = mention.kind == EntityKind::Person;
    // Nobody is a cook whose name is Cook.
    let last = tokens.end.saturating_sub(1);
    let within = tokens.clone().filter(|&idx| !is_person || idx != last);
    let own = within
        .filter_map(|idx| role_of(tellings, witness_idx, idx))
        .filter(|role| role.sort != Sort::Hand);
    let own = own.map(|role| role.name).last();
    let outside = |idx: &usize| !tokens.contains(idx);
    let is_noun = |idx: &usize| {
        tellings
            .token(witness_idx, *idx)
            .is_some_and(|t| matches!(t.upos, Upos::Noun | Upos::Propn))
    };
    let below = children(site, top, &[Relation::Appos, Relation::Flat, Relation::Compound]);
    let above = tellings
        .token(witness_idx, top)
        .filter(|token| matches!(token.relation, Relation::Appos | Relation::Flat));
    let above = above.map(|token| token.head as usize);
    let nouns = below.chain(above).filter(outside).filter(is_noun);
    nouns.flat_map(|noun| roles_at(site, noun, known)).chain(own).collect()
}

/// Whether a noun acts for whatever stands beside it (`officials`).
pub(super) fn is_hand(site: Site<'_>, noun: usize) -> bool {
    role_of(site.tellings, site.witness_idx, noun).is_some_and(|role| role.sort == Sort::Hand)
}

/// Whether some words, folded, hold one of some roles.
pub(super) fn tells(words: &BTreeSet<String>, roles: &Roles) -> bool {
    words.iter().filter_map(|word| WORDS.get(word.as_str())).any(|name| roles.contains(name))
}
