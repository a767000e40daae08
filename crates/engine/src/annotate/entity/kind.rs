//! What a name is the name of, decided over all its uses in the article.

use super::run::Run;
use crate::annotate::words::Words;
use rustc_hash::{FxHashMap, FxHashSet};
use tellings_language::gazetteer::GAZETTEER;
use tellings_model::{Annotations, Article, EntityKind, Mention};

/// A name found by rule, and how sure the rule is.
#[derive(Clone, Copy, Debug)]
pub(super) struct ByRule {
    pub(super) mention: Mention,
    /// Whether a table entry, a word of office or a given name speaks for the kind.
    pub(super) sure: bool,
}

/// The mentions that the runs are, in order.
///
/// A name has one kind in an article: the clearest of its contexts speaks for all.
pub(super) fn classify(article: &Article, annotations: &Annotations, runs: &[Run]) -> Vec<ByRule> {
    let words = Words { article, annotations };
    let mut votes: FxHashMap<&str, Votes> = FxHashMap::default();
    for run in runs {
        votes.entry(words.text(&run.tokens)).or_default().count(words, run);
    }
    let kind_of =
        |run: &Run| votes.get(words.text(&run.tokens)).map_or(EntityKind::Other, Votes::kind);
    let surnames: FxHashSet<&str> = runs
        .iter()
        .filter(|run| run.tokens.len() > 1 && kind_of(run) == EntityKind::Person)
        .map(|run| words.at(run.tokens.end - 1))
        .collect();
    runs.iter()
        .filter_map(|run| {
            let own = kind_of(run);
            let surname = own == EntityKind::Other && surnames.contains(words.text(&run.tokens));
            let kind = if surname { EntityKind::Person } else { own };
            let sure = surname || votes.get(words.text(&run.tokens)).is_some_and(Votes::is_sure);
            let span = words.span(&run.tokens)?;
            Some(ByRule { mention: Mention { span, kind, entity: None }, sure })
        })
        .collect()
}

/// How strongly the contexts of a name speak for each kind.
#[derive(Default)]
struct Votes {
    person: u32,
    organisation: u32,
    place: u32,
}

/// A table entry or a word of office outweighs any number of looser hints.
const SURE: u32 = 1_000;

/// What a given name with a further name counts: enough for a name that the model missed.
const FAIR: u32 = 4;

impl Votes {
    fn count(&mut self, words: Words<'_>, run: &Run) {
        let name = words.text(&run.tokens);
        let first = words.at(run.tokens.start);
        if GAZETTEER.organisations.contains_key(name) {
            self.organisation += SURE;
        } else if GAZETTEER.places.contains_key(name) {
            self.place += SURE;
        } else if run.tokens.clone().any(|idx| GAZETTEER.organisation_words.contains(words.at(idx)))
        {
            self.organisation += SURE;
        }
        if run.after_role {
            self.person += SURE;
        }
        let n_words = run.tokens.len();
        if n_words > 1 && GAZETTEER.is_given(first) {
            self.person += 3;
        }
        if n_words == 1 && first.len() > 1 && first.chars().all(|c| c.is_uppercase() || c == '.') {
            self.organisation += 2;
        }
        if n_words == 2 || n_words == 3 {
            self.person += 1;
        }
        let before = run.tokens.start.checked_sub(1).map_or("", |idx| words.at(idx));
        if GAZETTEER.before_place.contains(before) {
            self.place += 2;
        }
        if GAZETTEER.after_person.contains(words.at(run.tokens.end)) {
            self.person += 1;
        }
    }

    fn is_sure(&self) -> bool {
        self.person.max(self.organisation).max(self.place) >= FAIR
    }

    fn kind(&self) -> EntityKind {
        let most = self.person.max(self.organisation).max(self.place);
        if most == 0 {
            EntityKind::Other
        } else if self.person == most {
            EntityKind::Person
        } else if self.organisation == most {
            EntityKind::Organisation
        } else {
            EntityKind::Place
        }
    }
}
