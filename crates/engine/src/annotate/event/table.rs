//! The words by which clauses are placed in time, read from the tables of the language.

use rustc_hash::FxHashMap;
use std::sync::LazyLock;
use tellings_language::{named, tables::classes};

named! {
    /// What a word says of the time of a clause, or of a happening.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub(super) enum Role {
        /// `has`: done by the time of telling.
        Perfect = "perfect",
        /// `had`: done before the time told of, or plain possession.
        PastPerfect = "past-perfect",
        /// `will`.
        Future = "future",
        /// `would`, `may`.
        Modal = "modal",
        /// `was`, `did`.
        Past = "past",
        /// `is`, `does`.
        Present = "present",
        /// `plan`, `expected`: what depends on it is yet to come.
        Planning = "planning",
        /// `if`.
        Condition = "condition",
        /// `before`, `until`.
        Before = "before",
        /// `after`, `since`.
        After = "after",
        /// A verb that tells no happening of its own.
        Light = "light",
        /// A noun of an occasion: `briefing`.
        Occasion = "occasion",
        /// A verb whose past is spelled like its present: `cut`.
        Unchanged = "unchanged",
        /// `not`, `never`.
        Negation = "negation",
        /// A noun of a happening: `arrest`.
        Event = "event",
    }
}

static ROLES: LazyLock<FxHashMap<&'static str, Vec<Role>>> =
    LazyLock::new(|| classes(include_str!("../../lexicon/en/event_words.txt"), Role::named));

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
