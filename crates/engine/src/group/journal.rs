//! The decisions of people, as positions among the articles at hand.

use rustc_hash::FxHashMap;
use tellings_model::{ArticleId, Decision, DecisionAct};

/// What people have tied together or apart, by position.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Ties {
    /// Articles whose stories are one.
    pub(crate) together: Vec<(u32, u32)>,
    /// Articles that are in two stories.
    pub(crate) apart: Vec<(u32, u32)>,
    /// An article, and the one whose story it stays in.
    pub(crate) pinned: Vec<(u32, u32)>,
}

impl Ties {
    /// Replays the decisions over the articles that are here; those about others say nothing.
    pub(crate) fn of(
        decisions: &[Decision],
        position_of: impl Fn(&ArticleId) -> Option<u32>,
    ) -> Self {
        // Of each pair the last decision, in the order of the journal.
        let mut last: Vec<(u32, u32, DecisionAct)> = Vec::new();
        for correction in decisions {
            let pair = (position_of(&correction.a), position_of(&correction.b));
            let (Some(a), Some(b)) = pair else { continue };
            if a == b {
                continue;
            }
            last.retain(|&(x, y, _)| (x, y) != (a, b) && (x, y) != (b, a));
            if correction.act != DecisionAct::Undo {
                last.push((a, b, correction.act));
            }
        }
        let of = |wanted: DecisionAct| {
            last.iter().filter(|(.., act)| *act == wanted).map(|&(a, b, _)| (a, b)).collect()
        };
        Self {
            together: of(DecisionAct::Merge),
            apart: of(DecisionAct::Split),
            pinned: of(DecisionAct::Pin),
        }
    }

    /// The ties among some articles, in order, by position among them.
    pub(crate) fn within(&self, items: &[u32]) -> Self {
        let local =
            |item: u32| items.binary_search(&item).ok().and_then(|at| u32::try_from(at).ok());
        let inside = |ties: &[(u32, u32)]| {
            ties.iter().filter_map(|&(a, b)| Some((local(a)?, local(b)?))).collect()
        };
        Self {
            together: inside(&self.together),
            apart: inside(&self.apart),
            pinned: inside(&self.pinned),
        }
    }

    /// Whether a decision names an article.
    pub(crate) fn name(&self, at: u32) -> bool {
        [&self.together, &self.apart, &self.pinned]
            .iter()
            .any(|ties| ties.iter().any(|&(a, b)| a == at || b == at))
    }

    /// The article whose story each pinned one stays in, itself not pinned: sorted. Those that
    /// are pinned to each other in a circle are left free.
    pub(crate) fn seats(&self) -> Vec<(u32, u32)> {
        let to: FxHashMap<u32, u32> = self.pinned.iter().copied().collect();
        let mut seats: Vec<(u32, u32)> = self
            .pinned
            .iter()
            .filter_map(|&(at, companion)| {
                let mut end = companion;
                for _ in 0..self.pinned.len() {
                    match to.get(&end) {
                        Some(&next) => end = next,
                        None => return Some((at, end)),
                    }
                }
                None
            })
            .collect();
        seats.sort_unstable();
        seats.dedup_by_key(|&mut (at, _)| at);
        seats
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ties(acts: &[(DecisionAct, &str, &str)]) -> Ties {
        let decisions: Vec<Decision> = acts
            .iter()
            .map(|&(act, a, b)| Decision {
                act,
                a: ArticleId::new(a),
                b: ArticleId::new(b),
                by: "ada".into(),
                reason: "read both".into(),
            })
            .collect();
        Ties::of(&decisions, |id| "abcd".find(id.as_str()).and_then(|at| u32::try_from(at).ok()))
    }

    #[test]
    fn the_last_decision_holds() {
        use DecisionAct::{Merge, Split, Undo};
        assert_eq!(ties(&[(Merge, "a", "b"), (Split, "b", "a")]).apart, [(1, 0)]);
        assert_eq!(ties(&[(Merge, "a", "b"), (Undo, "a", "b")]), Ties::default());
        assert_eq!(ties(&[(Merge, "a", "elsewhere"), (Merge, "a", "a")]), Ties::default());
    }

    #[test]
    fn a_pin_leads_to_an_article_that_is_not_pinned() {
        use DecisionAct::Pin;
        assert_eq!(ties(&[(Pin, "a", "b"), (Pin, "b", "c")]).seats(), [(0, 2), (1, 2)]);
        assert_eq!(ties(&[(Pin, "a", "b"), (Pin, "b", "c"), (Pin, "c", "a")]).seats(), []);
    }
}
