//! The words by which clauses are placed in time, read from the tables of the language.

use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// What a word says of the time of a clause, or of a happening.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// `has`: done by the time of telling.
    Perfect,
    /// `had`: done before the time told of, or plain possession.
    PastPerfect,
    /// `will`.
    Future,
    /// `would`, `may`.
    Modal,
    /// `was`, `did`.
    Past,
    /// `is`, `does`.
    Present,
    /// `plan`, `expected`: what depends on it is yet to come.
    Planning,
    /// `if`.
    Condition,
    /// `before`, `until`.
    Before,
    /// `after`, `since`.
    After,
    /// A verb that tells no happening of its own.
    Light,
    /// A noun of an occasion: `briefing`.
    Occasion,
    /// A verb whose past is spelled like its present: `cut`.
    Unchanged,
    /// `not`, `never`.
    Negation,
    /// A noun of a happening: `arrest`.
    Event,
}

static ROLES: LazyLock<FxHashMap<&'static str, Vec<Role>>> = LazyLock::new(|| {
    let mut roles: FxHashMap<&str, Vec<Role>> = FxHashMap::default();
    let table = include_str!("../../lexicon/en/event_words.txt");
    for row in table.lines().filter(|row| !row.starts_with('#')) {
        let Some((class, words)) = row.split_once(" | ") else { continue };
        let role = match class {
            "perfect" => Role::Perfect,
            "past-perfect" => Role::PastPerfect,
            "future" => Role::Future,
            "modal" => Role::Modal,
            "past" => Role::Past,
            "present" => Role::Present,
            "planning" => Role::Planning,
            "condition" => Role::Condition,
            "before" => Role::Before,
            "after" => Role::After,
            "light" => Role::Light,
            "occasion" => Role::Occasion,
            "event" => Role::Event,
            "unchanged" => Role::Unchanged,
            "negation" => Role::Negation,
            _ => continue,
        };
        for word in words.split_whitespace() {
            roles.entry(word).or_default().push(role);
        }
    }
    roles
});

/// Whether a word in lower case has a role.
pub(super) fn is(word: &str, role: Role) -> bool {
    ROLES.get(word).is_some_and(|roles| roles.contains(&role))
}

/// What a word says of the tense of the verb behind it, where it is an auxiliary.
pub(super) fn auxiliary(word: &str) -> Option<Role> {
    let roles = ROLES.get(word)?;
    roles.iter().copied().find(|role| {
        matches!(
            role,
            Role::Perfect
                | Role::PastPerfect
                | Role::Future
                | Role::Modal
                | Role::Past
                | Role::Present
        )
    })
}
