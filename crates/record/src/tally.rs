//! What a list says of a story: its three numbers, and what stands out.

use crate::words::counted;
use std::collections::BTreeSet;
use tellings_model::{Story, Verdict};

/// The numbers of a story. Two stories of equal tally read the same in a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Articles.
    pub n_articles: usize,
    /// Outlets that are named.
    pub n_outlets: usize,
    /// Articles whose outlet is not named.
    pub n_unnamed: usize,
    /// Independent origins.
    pub n_origins: usize,
    /// Entries of the apparatus whose readings cannot all hold.
    pub n_conflicts: usize,
    /// Entries that later tellings move.
    pub n_superseded: usize,
    /// Sayings whose words differ inside the quotation marks.
    pub n_altered: usize,
    /// Sayings that are given to different speakers.
    pub n_differ: usize,
    /// The tellings of each origin, in their order.
    pub origins: Vec<usize>,
}

impl Tally {
    /// Counts a story.
    pub fn of(story: &Story) -> Self {
        let outlets: BTreeSet<&str> = story
            .witnesses
            .iter()
            .filter_map(|witness| Some(witness.article.outlet.as_ref()?.value.as_str()))
            .collect();
        let entries = &story.apparatus.entries;
        let with = |verdict| entries.iter().filter(|entry| entry.verdict == verdict).count();
        let unnamed = story.witnesses.iter().filter(|w| w.article.outlet.is_none());
        let origins = &story.stemma.origins;
        Self {
            n_articles: story.witnesses.len(),
            n_outlets: outlets.len(),
            n_unnamed: unnamed.count(),
            n_origins: origins.len(),
            n_conflicts: with(Verdict::Conflict),
            n_superseded: with(Verdict::Superseded),
            n_altered: story.utterances.iter().filter(|said| said.altered).count(),
            n_differ: story.utterances.iter().filter(|said| said.speakers_differ).count(),
            origins: origins.iter().map(|origin| origin.witnesses.len()).collect(),
        }
    }

    /// The three numbers in words: `5 articles`, `4 outlets`, `3 independent origins`.
    pub fn numbers(&self) -> [String; 3] {
        let outlets = match (self.n_outlets, self.n_unnamed) {
            (0, _) => "no outlet named".to_owned(),
            (n, 0) => counted(n, "outlet"),
            (n, n_unnamed) => format!("{} named, {n_unnamed} not", counted(n, "outlet")),
        };
        [
            counted(self.n_articles, "article"),
            outlets,
            counted(self.n_origins, "independent origin"),
        ]
    }

    /// What stands out, in words: `2 conflicts`, `1 statement superseded`.
    pub fn flags(&self) -> Vec<String> {
        [
            (self.n_conflicts, "conflict", ""),
            (self.n_superseded, "statement", " superseded"),
            (self.n_altered, "quote", " altered"),
            (self.n_differ, "quote", " with different speakers"),
        ]
        .into_iter()
        .filter(|&(n, ..)| n > 0)
        .map(|(n, noun, tail)| format!("{}{tail}", counted(n, noun)))
        .collect()
    }
}
