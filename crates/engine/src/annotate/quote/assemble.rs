//! What was read of regions and clauses → one list of quotations that nest or are disjoint.

use super::{Finder, Found};
use std::collections::BTreeMap;
use tellings_model::{Quote, QuoteKind, Span};

impl Finder<'_> {
    /// The quotations in order, with indices into the list itself.
    pub(super) fn quotes(self) -> Vec<Quote> {
        // Regions first, then clauses; `continues` of each counts in its own list.
        let n_regions = self.regions.len();
        let mut drafts: Vec<(Span, Span, usize, Found)> = Vec::new();
        for (idx, (region, found)) in self.regions.iter().zip(self.found).enumerate() {
            if let Some(found) = found {
                drafts.push((region.outer, region.inner, idx, found));
            }
        }
        for (idx, (span, mut found)) in self.clauses.into_iter().enumerate() {
            found.continues = found.continues.map(|before| before + n_regions);
            drafts.push((span, span, n_regions + idx, found));
        }
        // The outer before the inner; of equal spans the clause before the marks.
        drafts.sort_by_key(|(outer, _, idx, _)| {
            (outer.start(), std::cmp::Reverse(outer.end()), std::cmp::Reverse(*idx))
        });
        let mut place: BTreeMap<usize, u32> = BTreeMap::new();
        let mut quotes: Vec<Quote> = Vec::new();
        let mut open: Vec<(Span, u32)> = Vec::new();
        for (outer, content, idx, found) in drafts {
            while open.last().is_some_and(|(span, _)| span.end() <= outer.start()) {
                open.pop();
            }
            // A clause that cuts across another one was read wrongly.
            let crosses = open.last().is_some_and(|(span, _)| !span.contains(outer));
            let repeats = found.kind == QuoteKind::Indirect
                && open.last().is_some_and(|(span, _)| *span == outer);
            let Ok(at) = u32::try_from(quotes.len()) else { break };
            if crosses || repeats {
                continue;
            }
            place.insert(idx, at);
            // Words without a speaker of their own are those of the clause they stand in.
            let around = open.last().and_then(|(_, parent)| quotes.get(*parent as usize));
            let (speaker, cue) = match (found.speaker, around) {
                (Err(_), Some(around))
                    if around.kind == QuoteKind::Indirect && around.speaker.is_ok() =>
                {
                    (around.speaker.clone(), around.cue)
                }
                (speaker, _) => (speaker, found.cue),
            };
            quotes.push(Quote {
                content,
                kind: found.kind,
                speaker,
                cue,
                parent: open.last().map(|(_, parent)| *parent),
                continues: found.continues.and_then(|before| place.get(&before).copied()),
            });
            open.push((outer, at));
        }
        quotes
    }
}
