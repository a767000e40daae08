//! Which quotations are wordings of one saying: candidates by rare word pairs, then a judgement
//! of each pair, then the order of the speech.

use super::likeness::{Likeness, Term, Terms, Vocabulary};
use super::matter::{self, Matter};
use super::speaker::{self, Allies};
use crate::sets::Sets;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use tellings_model::{Quote, QuoteKind, Span};

/// How many quotations that share a pair of words are compared each with each; of more, each is
/// compared with the next two. Keeps the work linear in stories with hundreds of tellings.
const MAX_CROWD: usize = 16;
/// Words that two wordings in the same place of a speech must share, by weight.
const PLACE_SHARE: f32 = 0.3;
/// The least weight of them.
const PLACE_SHARED: f32 = 2.0;

/// One quotation with its own words, those of quotations inside it left out.
#[derive(Clone, Debug, Default)]
pub(crate) struct Item {
    /// Position of its witness in the story.
    pub(crate) witness: usize,
    /// The quotation of the witness that it begins in.
    pub(crate) quote: usize,
    /// Its words in the text: one sentence, without what it quotes itself.
    pub(crate) spans: Vec<Span>,
    pub(crate) terms: Terms,
    /// What it speaks of, and what the reported clause speaks of that it is the marked part of.
    pub(crate) matter: Matter,
    pub(crate) clause: Matter,
    /// What the sentence of the reporter speaks of that leads to the quotation.
    pub(crate) scene: Matter,
    /// Who is named as the speaker, in a form that compares.
    pub(crate) speaker: Option<String>,
    /// Whether the speaker has a name, and not only a description (`the company`).
    pub(crate) named: bool,
    /// Whether the words stand between marks.
    pub(crate) marked: bool,
    /// Whether it asks something.
    pub(crate) asks: bool,
}

impl Item {
    /// The item of a quotation, before its words are read.
    pub(super) fn of(witness: usize, idx: usize, quote: &Quote) -> Self {
        Self {
            witness,
            quote: idx,
            speaker: quote.speaker.as_ref().ok().map(speaker::key),
            named: quote.speaker.as_ref().is_ok_and(speaker::is_named),
            marked: quote.kind != QuoteKind::Indirect,
            ..Self::default()
        }
    }
}

/// Numbers the items so that those of one saying share a number.
pub(crate) fn group(
    items: &[Item],
    vocabulary: &Vocabulary,
    denial: Option<u32>,
    allies: &Allies,
) -> Vec<usize> {
    let mut sets = Sets::new(items.len());
    same_words(items, vocabulary, &mut sets);
    for (a, b) in candidates(items, vocabulary) {
        if sets.find(a) != sets.find(b)
            && let (Some(x), Some(y)) = (items.get(a), items.get(b))
            && is_one(x, y, vocabulary, allies)
        {
            sets.join(a, b);
        }
    }
    matter::join_paraphrases(items, vocabulary, denial, allies, &mut sets);
    matter::join_fragments(items, vocabulary, allies, &mut sets);
    by_place(items, vocabulary, &mut sets);
    matter::join_followers(items, allies, &mut sets);
    (0..items.len()).map(|idx| sets.find(idx)).collect()
}

fn is_one(x: &Item, y: &Item, vocabulary: &Vocabulary, allies: &Allies) -> bool {
    let likeness = Likeness::of(&x.terms, &y.terms, vocabulary);
    // A description can be anybody: it contradicts no name.
    let differ = x.named
        && y.named
        && matches!((&x.speaker, &y.speaker), (Some(a), Some(b)) if a != b && !allies.speak_for(a, b));
    if !likeness.is_one_saying() {
        // Two translations: built alike, and two words of weight in one order.
        return !differ
            && x.witness != y.witness
            && x.marked
            && y.marked
            && likeness.shared >= 2.5
            && Likeness::is_one_frame(&x.terms, &y.terms, vocabulary);
    }
    if x.witness == y.witness || !(x.marked && y.marked) {
        // The same telling repeats itself word for word, or not at all; a paraphrase needs its speaker.
        let unsaid = x.speaker.is_none() || y.speaker.is_none();
        let one = unsaid || x.witness == y.witness || allies.one_voice(x, y);
        return !differ && one && likeness.share >= 0.8 && likeness.shared >= 2.0;
    }
    // Another speaker for the same words is worth a flag only where the words are many: a body
    // and its spokesperson are two names for the speaker of one long statement.
    !differ
        || (likeness.share >= 0.6 && likeness.shared >= 4.0)
        || (likeness.share >= 0.5 && likeness.shared >= 7.0)
        // A short sentence that is the same but for a word or so.
        || (likeness.share >= 0.75 && likeness.shared >= 2.5 && likeness.shorter >= 6)
}

/// Items of equal words are one, whoever compares them; `somebody` and `someone` are equal here.
fn same_words(items: &[Item], vocabulary: &Vocabulary, sets: &mut Sets) {
    let mut first: FxHashMap<Vec<Term>, usize> = FxHashMap::default();
    for (idx, item) in items.iter().enumerate() {
        if item.terms.list.len() < 3 {
            continue;
        }
        let words = vocabulary.plain(&item.terms).list;
        let words = words.into_iter().map(|term| vocabulary.twin(term)).collect();
        let known = *first.entry(words).or_insert(idx);
        sets.join(known, idx);
    }
}

/// A word, two in a row, or four.
type Key = (Term, Option<Term>, Option<(Term, Term)>);

/// How many small words in a row make two wordings worth comparing.
const SMALL_RUN: usize = 4;

/// Pairs of items that share two words in a row, one of them no small word; or their only word.
fn candidates(items: &[Item], vocabulary: &Vocabulary) -> Vec<(usize, usize)> {
    let mut postings: BTreeMap<Key, Vec<usize>> = BTreeMap::new();
    for (idx, item) in items.iter().enumerate() {
        let terms = &item.terms.list;
        let mut add = |key| {
            let list: &mut Vec<usize> = postings.entry(key).or_default();
            if list.last() != Some(&idx) {
                list.push(idx);
            }
        };
        if let [only] = terms.as_slice() {
            add((*only, None, None));
        }
        // A run of small words tells as much as one pair of others.
        for run in terms.windows(SMALL_RUN) {
            if let [a, b, c, d] = *run
                && run.iter().all(|&term| vocabulary.weight(term) < 1.0)
            {
                add((a, Some(b), Some((c, d))));
            }
        }
        for pair in terms.windows(2) {
            if let [a, b] = *pair {
                let weight = vocabulary.weight(a).max(vocabulary.weight(b));
                if weight >= 1.0 {
                    add((a, Some(b), None));
                }
                for single in [a, b] {
                    if terms.len() <= 3 && vocabulary.weight(single) >= 1.0 {
                        add((single, None, None));
                    }
                }
            }
        }
    }
    let mut pairs: Vec<(usize, usize)> =
        postings.values().flat_map(|crowd| pairs_of(crowd)).collect();
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

/// Each of a crowd with each other; of a large one, each with the next two.
pub(super) fn pairs_of(crowd: &[usize]) -> impl Iterator<Item = (usize, usize)> + '_ {
    let reach = if crowd.len() <= MAX_CROWD { crowd.len() } else { 2 };
    let beside = move |at| crowd.iter().skip(at + 1).take(reach);
    crowd.iter().enumerate().flat_map(move |(at, &a)| beside(at).map(move |&b| (a, b)))
}

/// By witness those of its items that are wanted, in the order of the text: words quoted inside a
/// quotation stand between its sentences.
pub(super) fn speeches(items: &[Item], wanted: impl Fn(&Item) -> bool) -> Vec<Vec<usize>> {
    let n_witnesses = items.iter().map(|item| item.witness + 1).max().unwrap_or(0);
    let mut speeches: Vec<Vec<usize>> = vec![Vec::new(); n_witnesses];
    for (idx, item) in items.iter().enumerate().filter(|(_, item)| wanted(item)) {
        speeches.get_mut(item.witness).into_iter().for_each(|speech| speech.push(idx));
    }
    for speech in &mut speeches {
        speech.sort_by_key(|&idx| items.get(idx).and_then(|item| item.spans.first().copied()));
    }
    speeches
}

/// Between two sayings that both tellings have, in the same order, what one telling gives and what
/// the other gives is one saying where each has just one, of the same speaker, and they share words.
fn by_place(items: &[Item], vocabulary: &Vocabulary, sets: &mut Sets) {
    let speeches = speeches(items, |item| item.marked);
    let n_witnesses = speeches.len();
    let reach = if n_witnesses <= MAX_CROWD { n_witnesses } else { 2 };
    for (at, a) in speeches.iter().enumerate() {
        for b in speeches.iter().skip(at + 1).take(reach) {
            join_pairs(items, lone_pairs(a, b, sets), PLACE_SHARE, vocabulary, sets);
            matter::join_run_together(items, a, b, sets);
            matter::join_run_together(items, b, a, sets);
            join_pairs(items, led_pairs(a, b, sets), LED_SHARE, vocabulary, sets);
        }
    }
}

/// Joins pairs in one place of two speeches where one speaker says both and they share enough.
fn join_pairs(
    items: &[Item],
    pairs: Vec<(usize, usize)>,
    share: f32,
    vocabulary: &Vocabulary,
    sets: &mut Sets,
) {
    for (a, b) in pairs {
        let (Some(x), Some(y)) = (items.get(a), items.get(b)) else { continue };
        let likeness = Likeness::of(&x.terms, &y.terms, vocabulary);
        let same_speaker = x.speaker.is_some() && x.speaker == y.speaker;
        if same_speaker && likeness.share >= share && likeness.shared >= PLACE_SHARED {
            sets.join(a, b);
        }
    }
}

/// Where each saying of a speech first stands in it.
fn places(speech: &[usize], sets: &mut Sets) -> BTreeMap<usize, usize> {
    speech.iter().enumerate().rev().map(|(at, &idx)| (sets.find(idx), at)).collect()
}

/// The pairs that stand alone between neighbouring anchors of two speeches.
fn lone_pairs(a: &[usize], b: &[usize], sets: &mut Sets) -> Vec<(usize, usize)> {
    let place = places(b, sets);
    let mut pairs = Vec::new();
    // The last anchor: its place in `a` and in `b`.
    let mut last: Option<(usize, usize)> = None;
    for (at, &idx) in a.iter().enumerate() {
        let Some(&there) = place.get(&sets.find(idx)) else { continue };
        if let Some((from, from_there)) = last
            && at == from + 2
            && there == from_there + 2
            && let (Some(&x), Some(&y)) = (a.get(at - 1), b.get(there - 1))
        {
            pairs.push((x, y));
        }
        last = Some((at, there));
    }
    pairs
}

/// The least likeness of two sentences that stand directly before one saying in two tellings:
/// more than between two sayings, since only one side holds them in place.
const LED_SHARE: f32 = 0.5;

/// The sentences that stand directly before one saying in both tellings.
fn led_pairs(a: &[usize], b: &[usize], sets: &mut Sets) -> Vec<(usize, usize)> {
    let place = places(b, sets);
    let before = |list: &[usize], at: usize| list.get(at.checked_sub(1)?).copied();
    a.iter()
        .enumerate()
        .filter_map(|(at, &idx)| {
            let there = *place.get(&sets.find(idx))?;
            Some((before(a, at)?, before(b, there)?))
        })
        .collect()
}
