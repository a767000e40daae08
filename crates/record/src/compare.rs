//! Two tellings side by side: what stands in both, changed, elsewhere, or in one alone.

use std::collections::{BTreeMap, BTreeSet};
use tellings_model::{
    Change, Citation, ComparedSentence, Comparison, Siglum, Span, Story, Witness,
};

/// The least likeness at which two sentences are one, told twice. Set by reading pairs of the fixture
/// stories: below it, sentences share a name or two and no more.
const ONE_SENTENCE: f64 = 0.4;
/// What it adds that two sentences hold wordings of one saying.
const ONE_SAYING: f64 = 0.35;
/// What it adds that two sentences hold readings of one statement.
const ONE_STATEMENT: f64 = 0.2;
/// The most that sayings and statements add.
const MOST_ADDED: f64 = 0.4;
/// The most sentences of a telling that are compared; the rest stands alone.
const MAX_SENTENCES: usize = 600;
/// With how many sentences of the other telling one is compared for each word they share.
const MAX_HOLDERS: usize = 24;
/// Of a matter with more places in a telling, the first are looked at.
const MAX_PLACES: usize = 8;

/// Two places, one in each of two tellings, at which a story has them tell the same matter, and what
/// that adds to the likeness of their sentences.
pub type Shared = (Span, Span, f64);

/// Where two tellings of a story tell the same matter: wordings of one saying, readings of one statement.
pub fn shared(story: &Story, first: Siglum, second: Siglum) -> Vec<Shared> {
    let sayings = story.utterances.iter().map(|said| {
        let places: Vec<Citation> =
            said.wordings.iter().flat_map(|wording| wording.citations.iter().copied()).collect();
        (places, ONE_SAYING)
    });
    let statements = story.apparatus.entries.iter().map(|entry| {
        let places: Vec<Citation> =
            entry.readings.iter().flat_map(|reading| reading.citations.iter().copied()).collect();
        (places, ONE_STATEMENT)
    });
    let of = |places: &[Citation], siglum: Siglum| -> Vec<Span> {
        let own = places.iter().filter(|place| place.witness == siglum);
        own.map(|place| place.span).take(MAX_PLACES).collect()
    };
    let mut shared = Vec::new();
    for (places, adds) in sayings.chain(statements) {
        let there = of(&places, second);
        for here in of(&places, first) {
            shared.extend(there.iter().map(|&there| (here, there, adds)));
        }
    }
    shared
}

/// Holds two tellings against one another, sentence by sentence.
///
/// Sentences are one by the words they share, each weighed by how few sentences hold it, and by the sayings
/// and statements that they share in the story. Each sentence has one counterpart at most: the most alike
/// first, and what stands at the same height where two are alike. The counterparts that stand in one order in
/// both tellings, as many as can be, are in place; the others have moved (longest increasing subsequence,
/// Schensted 1961). Rows come in the order of the first telling, what only the second has after the
/// sentence that it follows there; every sentence of both stands in exactly one row.
pub fn compare(first: &Witness, second: &Witness, shared: &[Shared]) -> Comparison {
    let (ours, theirs) = (spans(first), spans(second));
    let matched = counterparts((first, &ours), (second, &theirs), shared);
    let order: Vec<usize> = matched.iter().flatten().copied().collect();
    let in_place = longest_increasing(&order);
    let taken: BTreeSet<usize> = order.iter().copied().collect();

    let mut rows = Vec::with_capacity(ours.len() + theirs.len());
    let only_second = |from: usize, rows: &mut Vec<ComparedSentence>| {
        let alone = theirs.iter().enumerate().skip(from).take_while(|(at, _)| !taken.contains(at));
        rows.extend(alone.map(|(_, &span)| row(None, Some(span), Change::OnlySecond, false)));
    };
    only_second(0, &mut rows);
    for (&span, other) in ours.iter().zip(&matched) {
        let Some((at, &there)) = other.and_then(|at| Some((at, theirs.get(at)?))) else {
            rows.push(row(Some(span), None, Change::OnlyFirst, false));
            continue;
        };
        let same = plain(first.article.at(span)) == plain(second.article.at(there));
        let change = if same { Change::Same } else { Change::Changed };
        rows.push(row(Some(span), Some(there), change, !in_place.contains(&at)));
        only_second(at + 1, &mut rows);
    }
    Comparison { rows }
}

fn row(first: Option<Span>, second: Option<Span>, change: Change, moved: bool) -> ComparedSentence {
    ComparedSentence { first, second, change, moved }
}

/// The sentences of a telling that hold a word.
fn spans(witness: &Witness) -> Vec<Span> {
    let spans = witness.annotations.sentences.iter().map(|sentence| sentence.span);
    spans.filter(|&span| !witness.article.at(span).trim().is_empty()).collect()
}

/// The letters of a sentence without marks, case and white space.
fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The different words of a sentence, without marks and case.
fn words(text: &str) -> BTreeSet<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

/// Pairs of sentences, one of each telling, and how alike they are.
type Likeness = BTreeMap<(usize, usize), f64>;

/// For each sentence of the first telling the one of the second that is it.
fn counterparts(
    (first, ours): (&Witness, &[Span]),
    (second, theirs): (&Witness, &[Span]),
    shared: &[Shared],
) -> Vec<Option<usize>> {
    let of = |witness: &Witness, spans: &[Span]| -> Vec<BTreeSet<String>> {
        spans.iter().take(MAX_SENTENCES).map(|&span| words(witness.article.at(span))).collect()
    };
    let mut likeness = by_words(&of(first, ours), &of(second, theirs));
    let mut added = Likeness::new();
    for &(here, there, adds) in shared {
        let at = |spans: &[Span], place: Span| spans.iter().position(|span| span.overlaps(place));
        if let (Some(a), Some(b)) = (at(ours, here), at(theirs, there)) {
            *added.entry((a, b)).or_default() += adds;
        }
    }
    for (pair, adds) in added {
        *likeness.entry(pair).or_default() += adds.min(MOST_ADDED);
    }

    let mut found: Vec<((usize, usize), f64)> =
        likeness.into_iter().filter(|&(_, likeness)| likeness >= ONE_SENTENCE).collect();
    found.sort_by(|((a, b), x), ((c, d), y)| {
        y.total_cmp(x).then((a.abs_diff(*b), a, b).cmp(&(c.abs_diff(*d), c, d)))
    });
    let mut matched = vec![None; ours.len()];
    let mut taken = BTreeSet::new();
    for ((a, b), _) in found {
        if let Some(open @ None) = matched.get_mut(a)
            && taken.insert(b)
        {
            *open = Some(b);
        }
    }
    matched
}

/// How alike sentences are by their words, each weighed by how few sentences of both hold it.
fn by_words(ours: &[BTreeSet<String>], theirs: &[BTreeSet<String>]) -> Likeness {
    let mut n_holding: BTreeMap<&str, f64> = BTreeMap::new();
    for word in ours.iter().chain(theirs).flatten() {
        *n_holding.entry(word).or_default() += 1.0;
    }
    let mut holders: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, words) in theirs.iter().enumerate() {
        for word in words {
            let list = holders.entry(word).or_default();
            if list.len() < MAX_HOLDERS {
                list.push(at);
            }
        }
    }
    let n_sentences = (ours.len() + theirs.len()) as f64;
    let weight = |word: &str| {
        n_holding.get(word).map_or(0.0, |n_holding| (1.0 + n_sentences / n_holding).ln())
    };
    let whole = |words: &BTreeSet<String>| words.iter().map(|word| weight(word)).sum::<f64>();
    let wholes: Vec<f64> = theirs.iter().map(whole).collect();

    let mut likeness = Likeness::new();
    for (a, words) in ours.iter().enumerate() {
        let whole = whole(words);
        let mut common: BTreeMap<usize, f64> = BTreeMap::new();
        for word in words {
            for &b in holders.get(word.as_str()).into_iter().flatten() {
                *common.entry(b).or_default() += weight(word);
            }
        }
        for (b, common) in common {
            let both = whole + wholes.get(b).copied().unwrap_or(0.0);
            likeness.insert((a, b), 2.0 * common / both);
        }
    }
    likeness
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
    use tellings_model::{Annotations, Article, OriginId, Sentence};

    fn witness(sentences: &[&str]) -> Witness {
        let article = Article::from_text(&sentences.join("\n"));
        let spans = article.lines().map(|span| Sentence { span, tokens: (0, 0) });
        let annotations = Annotations { sentences: spans.collect(), ..Annotations::default() };
        Witness {
            siglum: Siglum(0),
            annotations,
            published: None,
            published_because: Vec::new(),
            origin: OriginId(1),
            article,
        }
    }

    fn show(first: &[&str], second: &[&str], shared: &[Shared]) -> Vec<String> {
        let (first, second) = (witness(first), witness(second));
        let side = |span: Option<Span>, of: &Witness| {
            span.map_or("–".to_owned(), |span| of.article.at(span).to_owned())
        };
        let row = |row: &ComparedSentence| {
            let moved = if row.moved { " moved" } else { "" };
            let (a, b) = (side(row.first, &first), side(row.second, &second));
            format!("{:?}{moved} {a} | {b}", row.change)
        };
        compare(&first, &second, shared).rows.iter().map(row).collect()
    }

    #[test]
    fn every_kind_of_row() {
        let rows = show(
            &[
                "The bridge is shut.",
                "Forty families left home.",
                "Nobody was hurt here.",
                "Cole spoke.",
            ],
            &[
                "Nobody was hurt here.",
                "The bridge is shut.",
                "The river fell again.",
                "Fifty families left home.",
            ],
            &[],
        );
        assert_eq!(
            rows,
            [
                "Same The bridge is shut. | The bridge is shut.",
                "OnlySecond – | The river fell again.",
                "Changed Forty families left home. | Fifty families left home.",
                "Same moved Nobody was hurt here. | Nobody was hurt here.",
                "OnlyFirst Cole spoke. | –",
            ]
        );
    }

    #[test]
    fn a_saying_that_both_tell_makes_counterparts() {
        let (ours, theirs) =
            (["“We shall not sell,” Cole said."], ["He vowed: “We never sell it.”"]);
        let place = |texts: &[&str]| spans(&witness(texts)).first().copied().unwrap();
        let saying = (place(&ours), place(&theirs), ONE_SAYING);
        assert_eq!(show(&ours, &theirs, &[]).len(), 2);
        assert_eq!(show(&ours, &theirs, &[saying]).len(), 1);
    }

    #[test]
    fn nothing_beside_something() {
        let alone = show(&[], &["The bridge is shut."], &[]);
        assert_eq!(alone, ["OnlySecond – | The bridge is shut."]);
        assert!(show(&[], &[], &[]).is_empty());
    }

    #[test]
    fn the_longest_run_is_kept() {
        assert_eq!(longest_increasing(&[3, 0, 1, 5, 4]), BTreeSet::from([0, 1, 4]));
    }
}
