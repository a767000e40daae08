//! What a reprint puts in another's place: two tellings have nearly the same sentence, and where one
//! has a figure, a day, a name or an office, the other has a different one.
//!
//! Method: the longest common subsequence of the words of two sentences (by `similar`); what it leaves
//! out on both sides at one place was changed.

mod value;

use super::align::{Vector, links};
use super::entry::{entry, finish};
use super::stem::fold;
use super::tellings::{CitedAt, Tellings, cited_at};
use super::toll::{is_moving, toll};
use super::topic::{Around, topic};
use crate::sets::Sets;
use similar::{Algorithm, DiffTag, capture_diff_slices};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use tellings_model::{Citation, Entry, EntryKind, Reading, Siglum, Upos, Verdict};
use value::{Change, Place};

pub(super) use value::{Placed, Values};

/// The least likeness of the terms of two sentences that are compared word by word.
const LEAST_LIKENESS: f32 = 0.5;
/// So many words must be the same, and so much of the longer sentence.
const LEAST_SAME: usize = 6;
const SAME_PERCENT: usize = 70;
/// The most words of a sentence that is compared, and of a change in it.
const MAX_WORDS: usize = 96;
const MAX_CHANGED: usize = 4;
/// A sentence of which more values differ is of another matter in the same form; a long one may have two.
const MAX_VALUES: usize = 1;
const LONG: usize = 20;
/// A dateline ends within so many words.
const DATELINE_WORDS: usize = 16;

/// Adds a conflict for each value that a reprint changed, and takes into it what was told of each
/// value alone.
pub(super) fn part(tellings: &Tellings<'_>, values: &Values<'_>, entries: &mut Vec<Entry>) {
    let changes = changes(tellings, values);
    let nodes = changes.iter().flat_map(|change| change.places.map(|place| (change.kind, place)));
    let mut nodes: Vec<(EntryKind, Place)> = nodes.collect();
    nodes.sort_unstable();
    nodes.dedup();
    let node = |kind, place| nodes.binary_search(&(kind, place)).unwrap_or(0);
    let mut sets = Sets::new(nodes.len());
    for change in &changes {
        let [a, b] = change.places.map(|place| node(change.kind, place));
        sets.join(a, b);
    }
    let mut matters: BTreeMap<usize, BTreeMap<&str, BTreeSet<Place>>> = BTreeMap::new();
    for change in &changes {
        let matter = matters.entry(sets.find(node(change.kind, change.places[0]))).or_default();
        for (place, value) in change.places.iter().zip(&change.values) {
            matter.entry(value.as_str()).or_default().insert(*place);
        }
    }
    let mut known = Known { at: cited_at(tellings, entries.iter()), taken: BTreeSet::new() };
    let mut made = Vec::new();
    for (first, readings) in matters {
        let Some((kind, _)) = nodes.get(first).copied() else { continue };
        made.extend(told(tellings, entries, &mut known, kind, &readings));
    }
    let mut at = 0..entries.len();
    entries.retain(|_| at.next().is_none_or(|idx| !known.taken.contains(&idx)));
    entries.extend(made);
}

/// The entries before reprints are looked at: where they stand, and which a conflict has taken in.
struct Known {
    at: CitedAt,
    taken: BTreeSet<usize>,
}

impl Known {
    /// The entries that stand on the words of some values, each with the values.
    fn on(&self, tellings: &Tellings<'_>, cited: &[Cited]) -> BTreeMap<usize, BTreeSet<usize>> {
        let mut on: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        for (slot, citation) in
            cited.iter().enumerate().flat_map(|(n, (_, of))| of.iter().map(move |c| (n, c)))
        {
            for idx in tellings.tokens_in(citation.witness.idx(), citation.span) {
                for &entry in self.at.get(&(citation.witness, idx)).into_iter().flatten() {
                    on.entry(entry).or_default().insert(slot);
                }
            }
        }
        on.retain(|entry, _| !self.taken.contains(entry));
        on
    }
}

/// A value with the words that give it.
type Cited = (String, BTreeSet<Citation>);

/// The entry of one matter; `None` where an entry tells it already or a telling gives two values.
fn told(
    tellings: &Tellings<'_>,
    entries: &mut [Entry],
    known: &mut Known,
    kind: EntryKind,
    values: &BTreeMap<&str, BTreeSet<Place>>,
) -> Option<Entry> {
    let cite = |(witness_idx, span): &Place| tellings.cite(*witness_idx, *span);
    let mut cited: Vec<Cited> = values
        .iter()
        .map(|(value, of)| ((*value).to_owned(), of.iter().filter_map(cite).collect()))
        .collect();
    let on = known.on(tellings, &cited);
    let places: Vec<Place> = values.values().flatten().copied().collect();
    let goes_on = goes_on(tellings, &places);
    let several = |entry: &usize| entries.get(*entry).is_some_and(|e| e.readings.len() > 1);
    let whole: Vec<usize> =
        on.iter().filter(|(at, on)| on.len() > 1 && several(at)).map(|(at, _)| *at).collect();
    if !whole.is_empty() {
        for at in whole.into_iter().filter(|_| !goes_on) {
            let moves = |e: &&mut Entry| matches!(e.verdict, Verdict::Superseded | Verdict::Finer);
            if let Some(entry) = entries.get_mut(at).filter(|e| e.kind == kind).filter(moves) {
                entry.verdict = Verdict::Conflict;
            }
        }
        return None;
    }
    if cited.len() < 2 || !is_apart(&cited) {
        return None;
    }
    let topic = topic(tellings, &places, Around::Value);
    if topic.is_empty() {
        return None;
    }
    // Whoever else tells one of the values of this matter tells it here too.
    let is_value = matches!(kind, EntryKind::Quantity | EntryKind::Date | EntryKind::Place);
    for (at, on) in on.iter().filter(|_| is_value) {
        let entry = entries.get(*at).filter(|e| e.kind == kind && e.verdict != Verdict::Conflict);
        let Some((entry, slot)) = entry.zip(on.first()) else { continue };
        let mut wider = cited.clone();
        for reading in &entry.readings {
            let on = |a: &Citation, b: &Citation| a.witness == b.witness && a.span.overlaps(b.span);
            let is_own = |(_, of): &&mut Cited| {
                reading.citations.iter().any(|own| of.iter().any(|other| on(own, other)))
            };
            let slot = wider.get_mut(*slot).filter(is_own).map(|(_, of)| of);
            let of: BTreeSet<Citation> = reading.citations.iter().copied().collect();
            match slot {
                Some(own) => own.extend(of),
                None => wider.push((reading.value.clone(), of)),
            }
        }
        if is_apart(&wider) {
            cited = wider;
            known.taken.insert(*at);
        }
    }
    let readings = cited.into_iter().filter_map(|(value, of)| {
        let first = of.first().copied()?;
        Some(Reading {
            value,
            text: tellings.at(first.witness.idx(), first.span).to_owned(),
            citations: of.into_iter().collect(),
            n_origins: 0,
        })
    });
    let readings = finish(tellings, readings.collect());
    let verdict = if goes_on { Verdict::Superseded } else { Verdict::Conflict };
    Some(entry(kind, topic, verdict, readings))
}

/// Whether no telling gives two of the values.
fn is_apart(cited: &[Cited]) -> bool {
    let tellers = |of: &BTreeSet<Citation>| -> BTreeSet<Siglum> {
        of.iter().map(|citation| citation.witness).collect()
    };
    let n_tellers: usize = cited.iter().map(|(_, of)| tellers(of).len()).sum();
    n_tellers == cited.iter().flat_map(|(_, of)| tellers(of)).collect::<BTreeSet<_>>().len()
}

/// Whether what is counted goes on while it is told, and the tellings may be of different days.
fn goes_on(tellings: &Tellings<'_>, places: &[Place]) -> bool {
    let day = |(witness_idx, _): &Place| {
        let witness = tellings.witnesses.get(*witness_idx)?;
        witness.published.as_ref().map(|published| published.value.day)
    };
    let days: BTreeSet<_> = places.iter().map(day).collect();
    (days.len() > 1 || days.contains(&None))
        && places.iter().any(|&(witness_idx, span)| {
            toll(tellings, witness_idx, span).is_some() || is_moving(tellings, witness_idx, span)
        })
}

/// A sentence with its words: where each stands among the tokens, and its folded form.
struct Sentence {
    /// All places where the very same words stand.
    places: Vec<(usize, Range<usize>)>,
    words: Vec<(usize, String)>,
}

/// All values that one telling changed in the sentence of another.
fn changes(tellings: &Tellings<'_>, values: &Values<'_>) -> Vec<Change> {
    let mut seen: BTreeMap<Vec<String>, usize> = BTreeMap::new();
    let mut sentences: Vec<Sentence> = Vec::new();
    let mut bags: Vec<&Vector> = Vec::new();
    for (witness_idx, witness) in tellings.witnesses.iter().enumerate() {
        for (sentence, bag) in witness.annotations.sentences.iter().zip(tellings.bags(witness_idx))
        {
            let tokens = sentence.tokens.0 as usize..sentence.tokens.1 as usize;
            let words: Vec<(usize, String)> = tokens
                .clone()
                .map(|idx| (idx - tokens.start, fold(tellings.word(witness_idx, idx))))
                .filter(|(_, word)| word.contains(char::is_alphanumeric))
                .collect();
            if !(LEAST_SAME..=MAX_WORDS).contains(&words.len())
                || tellings.is_heading(witness_idx, sentence.span)
            {
                continue;
            }
            let key = words.iter().map(|(_, word)| word.clone()).collect();
            let at = *seen.entry(key).or_insert(sentences.len());
            if at == sentences.len() {
                sentences.push(Sentence { places: Vec::new(), words });
                bags.push(bag);
            }
            if let Some(sentence) = sentences.get_mut(at) {
                sentence.places.push((witness_idx, tokens));
            }
        }
    }
    let likeness = |a: usize, b: usize| {
        let cosine = bags.get(a)?.cosine(bags.get(b)?);
        (cosine >= LEAST_LIKENESS).then_some(cosine)
    };
    let pairs = links(&bags, likeness);
    let pairs = pairs.iter().filter_map(|pair| sentences.get(pair.a).zip(sentences.get(pair.b)));
    pairs.flat_map(|(a, b)| changed(tellings, values, a, b)).collect()
}

/// The values that differ between two sentences, at each place where the sentences stand.
fn changed(
    tellings: &Tellings<'_>,
    values: &Values<'_>,
    a: &Sentence,
    b: &Sentence,
) -> Vec<Change> {
    let mut found = Vec::new();
    let gaps = gaps(a, b);
    // Each place with the first of the other side: all of them meet in one matter.
    let first = a.places.first().into_iter().flat_map(|x| b.places.iter().map(move |y| (x, y)));
    let rest =
        b.places.first().into_iter().flat_map(|y| a.places.iter().skip(1).map(move |x| (x, y)));
    for ((witness_a, tokens_a), (witness_b, tokens_b)) in first.chain(rest) {
        if witness_a == witness_b {
            continue;
        }
        let mut parted = Vec::new();
        let mut n_named = 0;
        for (gap_a, gap_b) in &gaps {
            let site = |witness_idx: usize, tokens: &Range<usize>, gap: &Range<usize>| {
                let gap = tokens.start + gap.start..tokens.start + gap.end;
                let span = tellings.span(witness_idx, gap.clone())?;
                let is_free = !tellings.is_quoted(witness_idx, span)
                    && !is_in_dateline(tellings, witness_idx, tokens, &gap);
                is_free.then_some((witness_idx, span))
            };
            let sites = site(*witness_a, tokens_a, gap_a).zip(site(*witness_b, tokens_b, gap_b));
            n_named += usize::from(sites.is_some_and(|(x, y)| names_any(tellings, [x, y])));
            let change = sites.and_then(|(x, y)| Some(([x, y], values.change(tellings, x, y)?)));
            parted.extend(change);
        }
        let is_long = a.words.len().min(b.words.len()) >= LONG;
        if n_named <= MAX_VALUES + usize::from(is_long) {
            let alike = |(runs, of): &([Place; 2], Change)| is_led_alike(tellings, *runs, of);
            found.extend(parted.into_iter().filter(alike).map(|(_, of)| of));
        }
    }
    found
}

/// Whether some of two runs of words has a name or a number.
fn names_any(tellings: &Tellings<'_>, runs: [Place; 2]) -> bool {
    runs.into_iter().any(|(witness_idx, span)| {
        let mut tokens = tellings.tokens_in(witness_idx, span);
        tokens.any(|idx| {
            let token = tellings.token(witness_idx, idx);
            token.is_some_and(|token| matches!(token.upos, Upos::Propn | Upos::Num))
        })
    })
}

/// Whether the same words lead to both values: `on 3 May` and `until 9 May` tell two things.
fn is_led_alike(tellings: &Tellings<'_>, runs: [Place; 2], change: &Change) -> bool {
    let before = |n: usize| -> Vec<String> {
        let (witness_idx, run) = runs[n];
        let [run, value] = [run, change.places[n].1].map(|at| tellings.tokens_in(witness_idx, at));
        let before = run.start..value.start.max(run.start);
        before.map(|idx| fold(tellings.word(witness_idx, idx))).collect()
    };
    before(0) == before(1)
}

/// Whether some words stand before the dash of a dateline.
fn is_in_dateline(
    tellings: &Tellings<'_>,
    witness_idx: usize,
    sentence: &Range<usize>,
    gap: &Range<usize>,
) -> bool {
    let last = sentence.end.min(sentence.start + DATELINE_WORDS);
    let is_dash = |idx: usize| matches!(tellings.word(witness_idx, idx), "-" | "–" | "—" | "--");
    gap.start < sentence.start + DATELINE_WORDS && (gap.start..last).any(is_dash)
}

/// The runs of words that stand in each other's place; none where the sentences are not nearly one.
fn gaps(a: &Sentence, b: &Sentence) -> Vec<(Range<usize>, Range<usize>)> {
    let words = |sentence: &Sentence| -> Vec<String> {
        sentence.words.iter().map(|(_, word)| word.clone()).collect()
    };
    let operations = capture_diff_slices(Algorithm::Lcs, &words(a), &words(b));
    let same = operations.iter().filter(|op| op.tag() == DiffTag::Equal);
    let n_same: usize = same.map(|op| op.old_range().len()).sum();
    let longer = a.words.len().max(b.words.len());
    if n_same < LEAST_SAME || n_same * 100 < SAME_PERCENT * longer {
        return Vec::new();
    }
    let tokens = |sentence: &Sentence, run: Range<usize>| {
        let run = sentence.words.get(run).filter(|run| (1..=MAX_CHANGED).contains(&run.len()))?;
        Some(run.first()?.0..run.last()?.0 + 1)
    };
    let put = operations.iter().filter(|op| op.tag() == DiffTag::Replace);
    put.filter_map(|op| tokens(a, op.old_range()).zip(tokens(b, op.new_range()))).collect()
}
