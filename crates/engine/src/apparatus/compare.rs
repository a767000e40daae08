//! Two tellings side by side: what is the same, changed, moved, missing.

use super::align::{Link, Vector, links};
use super::tellings::Tellings;
use std::collections::BTreeSet;
use tellings_model::{Change, ComparedSentence, Comparison, Span, Witness};

/// Two sentences are one, changed, from this likeness of their words on (a cosine). Set by
/// reading pairs of the fixture stories: below it, sentences share a name or two and no more.
const ONE_SENTENCE: f32 = 0.42;

/// Holds two tellings against one another, sentence by sentence.
///
/// Each sentence has one counterpart at most: the most alike first, the earlier first where two
/// are alike. The counterparts that stand in one order in both tellings, as many as can be, are
/// in place; the others have moved (longest increasing subsequence, Schensted 1961).
/// Time is O(n log n) in the number of sentences.
pub fn compare(first: &Witness, second: &Witness) -> Comparison {
    let pair = [first.clone(), second.clone()];
    let tellings = Tellings::of(&pair);
    let (ours, theirs) = (spans(first), spans(second));
    let matched = counterparts(&tellings, &ours, &theirs);
    let order: Vec<usize> = matched.iter().filter_map(|other| *other).collect();
    let in_place = longest_increasing(&order);

    let mut rows = Vec::with_capacity(ours.len() + theirs.len());
    let taken: BTreeSet<usize> = order.iter().copied().collect();
    let only_second = |from: usize, rows: &mut Vec<ComparedSentence>| {
        // What only the second telling has stands after the sentence that it follows there.
        for (idx, &span) in theirs.iter().enumerate().skip(from) {
            if taken.contains(&idx) {
                break;
            }
            let change = Change::OnlySecond;
            rows.push(ComparedSentence { first: None, second: Some(span), change, moved: false });
        }
    };
    only_second(0, &mut rows);
    for (&span, other) in ours.iter().zip(&matched) {
        let Some(other) = *other else {
            let change = Change::OnlyFirst;
            rows.push(ComparedSentence { first: Some(span), second: None, change, moved: false });
            continue;
        };
        let Some(&there) = theirs.get(other) else { continue };
        let same = plain(first.article.at(span)) == plain(second.article.at(there));
        rows.push(ComparedSentence {
            first: Some(span),
            second: Some(there),
            change: if same { Change::Same } else { Change::Changed },
            moved: !in_place.contains(&other),
        });
        only_second(other + 1, &mut rows);
    }
    Comparison { rows }
}

fn spans(witness: &Witness) -> Vec<Span> {
    witness.annotations.sentences.iter().map(|sentence| sentence.span).collect()
}

/// For each sentence of the first telling, the one of the second that is it.
fn counterparts(tellings: &Tellings<'_>, ours: &[Span], theirs: &[Span]) -> Vec<Option<usize>> {
    let (bags, other_bags) = (tellings.bags(0), tellings.bags(1));
    let vectors: Vec<&Vector> = bags.iter().chain(other_bags).collect();
    let n_ours = bags.len();
    let text = |idx: usize| match idx.checked_sub(n_ours) {
        None => ours.get(idx).map_or("", |&span| tellings.at(0, span)),
        Some(idx) => theirs.get(idx).map_or("", |&span| tellings.at(1, span)),
    };
    let likeness = |a: usize, b: usize| {
        if (a < n_ours) == (b < n_ours) {
            return None;
        }
        let cosine = vectors.get(a)?.cosine(vectors.get(b)?);
        let same = cosine > 0.5 && plain(text(a)) == plain(text(b));
        let score = if same { 2.0 } else { cosine };
        (score >= ONE_SENTENCE).then_some(score)
    };
    let mut found: Vec<Link> = links(&vectors, likeness);
    found.sort_by(|x, y| y.score.total_cmp(&x.score).then((x.a, x.b).cmp(&(y.a, y.b))));
    let mut matched = vec![None; n_ours];
    let mut taken: BTreeSet<usize> = BTreeSet::new();
    for link in found {
        if let Some(slot @ None) = matched.get_mut(link.a)
            && let Some(other) = link.b.checked_sub(n_ours)
            && taken.insert(other)
        {
            *slot = Some(other);
        }
    }
    matched
}

/// The words of a sentence without marks, case and white space.
fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The members of a longest increasing run of some different numbers.
fn longest_increasing(numbers: &[usize]) -> BTreeSet<usize> {
    // The last index of the best run of each length, and the index before each.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; numbers.len()];
    for (idx, number) in numbers.iter().enumerate() {
        let at = ends.partition_point(|&end| numbers.get(end) < Some(number));
        if let Some(slot) = before.get_mut(idx) {
            *slot = at.checked_sub(1).and_then(|last| ends.get(last).copied());
        }
        match ends.get_mut(at) {
            Some(end) => *end = idx,
            None => ends.push(idx),
        }
    }
    let mut members = BTreeSet::new();
    let mut at = ends.last().copied();
    while let Some(idx) = at {
        members.extend(numbers.get(idx).copied());
        at = before.get(idx).copied().flatten();
    }
    members
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Config, annotate};
    use tellings_model::{Article, OriginId, Siglum};

    fn witness(text: &str) -> Witness {
        let article = Article::from_text(text);
        Witness {
            siglum: Siglum(0),
            annotations: annotate(&article, &Config::default()),
            article,
            published: None,
            published_because: Vec::new(),
            origin: OriginId(1),
        }
    }

    fn show(first: &str, second: &str) -> Vec<String> {
        let (first, second) = (witness(first), witness(second));
        let row = |row: &ComparedSentence| {
            let moved = if row.moved { " moved" } else { "" };
            let side = |span: Option<Span>, of: &Witness| {
                span.map_or("–", |span| of.article.at(span)).split(' ').next().map(str::to_owned)
            };
            let (a, b) = (side(row.first, &first), side(row.second, &second));
            format!("{:?}{moved} {} {}", row.change, a.unwrap_or_default(), b.unwrap_or_default())
        };
        compare(&first, &second).rows.iter().map(row).collect()
    }

    const FIRST: &str = "Divers found the bell of the wreck on Monday. \
         Curators in Hallin want to clean it. \
         The museum closes for winter.";

    #[test]
    fn a_telling_is_the_same_as_itself() {
        assert_eq!(
            show(FIRST, FIRST),
            ["Same Divers Divers", "Same Curators Curators", "Same The The"]
        );
    }

    #[test]
    fn changed_moved_and_missing_sentences_are_told_apart() {
        let second = "Curators in Hallin want to clean it. \
             Divers found the bronze bell of the wreck on Monday. \
             Nobody has claimed the find.";
        let rows = show(FIRST, second);
        assert_eq!(
            rows,
            [
                "Changed moved Divers Divers",
                "OnlySecond – Nobody",
                "Same Curators Curators",
                "OnlyFirst The –"
            ]
        );
    }

    #[test]
    fn the_longest_run_is_kept() {
        assert_eq!(longest_increasing(&[3, 0, 1, 5, 4]), BTreeSet::from([0, 1, 4]));
    }
}
