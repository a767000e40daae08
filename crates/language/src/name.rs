//! Tokens → names of people, organisations and places: a linear chain over two passes.
//!
//! The first pass sees a word with its neighbours, tags and table entries. The second sees what the
//! first says of the same word elsewhere in the article: a name that is new to the model stands
//! somewhere in an easy context, and that place speaks for the others. Methods: conditional
//! random fields (Lafferty, McCallum and Pereira 2001); two stages over one text (Krishnan and
//! Manning 2006, doi:10.3115/1220175.1220316).

use super::{
    feature::{Lexeme, mix},
    known::{SMALL, bits, coarse, marks},
    model::{ModelError, Reader},
    table::{Scores, Table},
};
use rustc_hash::FxHashMap;
use tellings_model::EntityKind;

/// How many labels there are: outside, then first and further word of each kind.
pub const N_LABELS: usize = 9;

/// The kinds, in the order of their labels.
pub const KINDS: [EntityKind; 4] =
    [EntityKind::Person, EntityKind::Organisation, EntityKind::Place, EntityKind::Other];

/// A kind's label for the first word of a name (odd) or a further one (even); 0 is outside.
pub fn label(kind: usize, first: bool) -> u8 {
    (2 * kind + if first { 1 } else { 2 }) as u8
}

/// The number of the kind of a label.
pub fn kind_of(label: u8) -> Option<usize> {
    label.checked_sub(1).map(|label| usize::from(label / 2))
}

/// Whether `next` may follow `label`: a further word needs a name of its kind before it.
pub fn may_follow(label: Option<u8>, next: u8) -> bool {
    next == 0 || next % 2 == 1 || label.is_some_and(|label| kind_of(label) == kind_of(next))
}

/// The key of the weights of what follows a label.
pub fn transition(label: u8) -> u64 {
    mix(0x7AB5, u64::from(label))
}

/// How far a small word of a name may be from a large one on either side.
const REACH: usize = 3;

/// What the article says of a word elsewhere: a kind by majority, or nothing.
pub const NO_VOTE: u8 = u8::MAX;

/// A sentence as the model sees it.
#[derive(Clone, Copy, Debug)]
pub struct Words<'a> {
    /// The words.
    pub words: &'a [Lexeme],
    /// Their tags.
    pub tags: &'a [u8],
    /// Which tables know them, by [`marks`].
    pub marks: &'a [u32],
    /// The votes of the first pass; empty in the first pass itself.
    pub votes: &'a [u8],
}

impl Words<'_> {
    fn word(&self, idx: Option<usize>) -> Lexeme {
        idx.and_then(|idx| self.words.get(idx)).copied().unwrap_or_default()
    }

    fn tag(&self, idx: Option<usize>) -> u64 {
        u64::from(idx.and_then(|idx| self.tags.get(idx)).copied().unwrap_or(255))
    }

    fn mark(&self, idx: Option<usize>) -> u32 {
        idx.and_then(|idx| self.marks.get(idx)).copied().unwrap_or(0)
    }

    fn vote(&self, idx: Option<usize>) -> u64 {
        u64::from(idx.and_then(|idx| self.votes.get(idx)).copied().unwrap_or(NO_VOTE))
    }

    /// Whether a word may belong to a name: it is written large, a table knows it, or it is one of
    /// a few small words between two large ones (`Bank of the North`).
    fn may_name(&self, idx: usize) -> bool {
        let large = |at: usize| self.words.get(at).is_some_and(|word| word.has_capital);
        self.marks.get(idx).is_some_and(|mark| *mark != 0)
            || large(idx)
            || (1..=REACH).any(|gap| large(idx + gap))
                && (1..=REACH).any(|gap| idx.checked_sub(gap).is_some_and(large))
    }

    /// Whether a word has a capital.
    fn is_capital(&self, idx: usize) -> bool {
        self.words.get(idx).is_some_and(|word| word.is_capital)
    }

    /// The features of the word at `idx`.
    pub fn features(&self, idx: usize, out: &mut Vec<u64>) {
        out.clear();
        let places = [-2, -1, 0, 1, 2].map(|offset| idx.checked_add_signed(offset));
        let [w2b, w1b, w, w1, w2] = places.map(|at| self.word(at));
        let [t2b, t1b, t, t1, t2] = places.map(|at| self.tag(at));
        let [a2b, a1b, a, a1, a2] = places.map(|at| self.mark(at));
        let [m2b, m1b, m, m1, m2] = [a2b, a1b, a, a1, a2].map(|mark| u64::from(mark & SMALL));
        let [k1b, k, k1] = [a1b, a, a1].map(coarse);
        let mut add = |template: u64, a: u64, b: u64| out.push(mix(mix(template, a), b));
        let suffix = w.suffix;
        let [c1b, c, c1] = [w1b.cluster, w.cluster, w1.cluster];
        add(100, w.form, w.shape);
        add(101, w.form, 0);
        add(102, w.shape, 0);
        add(103, suffix[1], w.shape);
        add(104, suffix[2], w.shape);
        add(105, suffix[3], u64::from(w.is_capital));
        add(106, w.prefix[2], u64::from(w.is_capital));
        add(107, t, w.shape);
        add(108, m, w.shape);
        add(109, m, t);
        add(110, w1b.form, w.shape);
        add(111, w1.form, w.shape);
        add(112, w2b.form, w1b.form);
        add(113, w1.form, w2.form);
        add(114, w1b.shape, w.shape);
        add(115, w.shape, w1.shape);
        add(116, mix(w1b.shape, w.shape), w1.shape);
        add(117, t1b, t);
        add(118, t, t1);
        add(119, mix(t1b, t), t1);
        add(120, mix(t2b, t1b), t);
        add(121, mix(t, t1), t2);
        add(122, m1b, m);
        add(123, m, m1);
        add(124, mix(m1b, m), m1);
        add(125, m1b, w.shape);
        add(126, m1, w.shape);
        add(127, mix(m2b, m1b), w.shape);
        add(128, mix(m1, m2), w.shape);
        add(129, w1b.form, w.form);
        add(130, w.form, w1.form);
        add(131, w2b.form, w.shape);
        add(132, w2.form, w.shape);
        add(133, u64::from(idx == 0), w.shape);
        add(134, w1b.suffix[2], w.shape);
        add(135, w1.suffix[2], w.shape);
        add(136, k, w.shape);
        add(137, k, t);
        add(138, mix(k1b, k), k1);
        add(139, mix(k, w.suffix[2]), w.shape);
        for n in [4, 6, 10] {
            add(170, c.branches(n), w.shape);
            add(171, c1b.branches(n), w.shape);
            add(172, c1.branches(n), w.shape);
        }
        add(173, u64::from(c.number), w.shape);
        add(174, mix(c1b.branches(6), c.branches(6)), c1.branches(6));
        add(175, u64::from(c1b.number), w.shape);
        add(176, u64::from(c1.number), w.shape);
        add(177, mix(w2b.cluster.branches(6), c1b.branches(6)), w.shape);
        add(178, mix(c1.branches(6), w2.cluster.branches(6)), w.shape);
        for bit in bits(a) {
            add(150, bit, w.shape);
            add(151, bit, t);
            add(152, bit, mix(k1b, k1));
        }
        bits(a1b).for_each(|bit| add(153, bit, w.shape));
        bits(a1).for_each(|bit| add(154, bit, w.shape));

        // The run of capitalised words around this one: its ends and what stands beside it.
        if w.is_capital {
            let start =
                (0..idx).rev().take(6).take_while(|at| self.is_capital(*at)).last().unwrap_or(idx);
            let end =
                (idx..self.words.len()).take(6).take_while(|at| self.is_capital(*at)).count() + idx;
            let (before, after) = (self.word(start.checked_sub(1)), self.word(Some(end)));
            let last = end.checked_sub(1);
            let place = mix((idx - start).min(3) as u64, (end - idx).min(3) as u64);
            add(180, before.cluster.branches(8), place);
            add(181, after.cluster.branches(8), place);
            add(182, self.word(last).cluster.branches(8), place);
            add(183, self.word(Some(start)).cluster.branches(8), place);
            add(184, before.cluster.branches(6), mix(after.cluster.branches(6), place));
            add(140, before.form, place);
            add(141, after.form, place);
            add(142, self.word(last).form, place);
            add(143, self.word(Some(start)).form, place);
            let small = |at: Option<usize>| u64::from(self.mark(at) & SMALL);
            let kinds = |at: Option<usize>| coarse(self.mark(at));
            add(144, small(last), place);
            add(145, small(Some(start)), place);
            add(146, self.tag(start.checked_sub(1)), self.tag(Some(end)));
            add(147, mix(small(start.checked_sub(1)), small(Some(start))), place);
            let whole = (start..end).fold(0, |sum, at| sum | self.mark(Some(at)));
            add(155, coarse(whole), place);
            add(156, mix(kinds(Some(start)), kinds(last)), place);
            add(157, mix(kinds(Some(start)), kinds(last)), kinds(start.checked_sub(1)));
            add(158, coarse(whole), mix(before.form, place));
            add(159, coarse(whole), mix(after.form, place));
            add(148, self.word(last).suffix[2], place);
            add(149, before.form, after.form);
        }
        if self.votes.is_empty() {
            return;
        }
        let [v1b, v, v1] = [places[1], places[2], places[3]].map(|at| self.vote(at));
        add(160, v, 0);
        add(161, v, w.shape);
        add(162, v, mix(v1b, v1));
        add(163, v, t);
        add(164, v, m);
    }
}

/// Which version of the part this program reads.
pub const VERSION: u32 = 2;

/// Finds names.
#[derive(Clone, Debug, Default)]
pub struct Namer {
    /// The weights of the first and of the second pass.
    pub passes: [Table; 2],
}

impl Namer {
    /// The best labels of a sentence (Viterbi 1967) by one pass. Most words cannot belong to a name,
    /// and are not looked at.
    pub fn pass(
        &self,
        pass: usize,
        words: Words<'_>,
        labels: &mut Vec<u8>,
        features: &mut Vec<u64>,
    ) {
        self.pass_within(pass, words, |_, _| true, labels, features);
    }

    /// The best labels of a sentence by one pass among those that `may` stand at each word.
    pub fn pass_within(
        &self,
        pass: usize,
        words: Words<'_>,
        may: impl Fn(usize, u8) -> bool,
        labels: &mut Vec<u8>,
        features: &mut Vec<u64>,
    ) {
        labels.clear();
        let Some(table) = self.passes.get(pass) else { return };
        let after: [Scores; N_LABELS] = std::array::from_fn(|label| {
            let mut scores = [0; 256];
            table.add(&[transition(label as u8)], &mut scores);
            scores
        });
        let mut best: Vec<[(i32, u8); N_LABELS]> = Vec::with_capacity(words.words.len());
        for idx in 0..words.words.len() {
            let mut scores: Scores = [0; 256];
            let may_name = words.may_name(idx);
            if may_name {
                words.features(idx, features);
                table.add(features, &mut scores);
            }
            let mut column = [(i32::MIN / 2, 0_u8); N_LABELS];
            for (next, (cell, score)) in (0_u8..).zip(column.iter_mut().zip(scores)) {
                if !may(idx, next) || next > 0 && !may_name {
                    continue;
                }
                match best.last() {
                    None if may_follow(None, next) => *cell = (score, 0),
                    None => {}
                    Some(previous) => {
                        for (label, ((sum, _), after)) in (0_u8..).zip(previous.iter().zip(&after))
                        {
                            let step = after.get(usize::from(next)).copied().unwrap_or(0);
                            if may_follow(Some(label), next) && sum + step + score > cell.0 {
                                *cell = (sum + step + score, label);
                            }
                        }
                    }
                }
            }
            best.push(column);
        }
        let last = best.last().into_iter().flatten();
        let mut label = (0_u8..)
            .zip(last)
            .max_by_key(|(label, (sum, _))| (*sum, std::cmp::Reverse(*label)))
            .map_or(0, |(label, _)| label);
        for column in best.iter().rev() {
            labels.push(label);
            label = column.get(usize::from(label)).map_or(0, |(_, back)| *back);
        }
        labels.reverse();
    }

    /// Reads the name finder.
    ///
    /// # Errors
    /// Where the bytes end too early or hold something else.
    pub fn read(reader: &mut Reader) -> Result<Self, ModelError> {
        Ok(Self { passes: [Table::read(reader)?, Table::read(reader)?] })
    }

    /// Writes the name finder.
    pub fn write(&self, out: &mut Vec<u8>) {
        self.passes.iter().for_each(|table| table.write(out));
    }
}

/// What the first pass says of a sentence.
#[derive(Clone, Debug)]
pub struct First {
    marks: Box<[u32]>,
    labels: Box<[u8]>,
}

impl First {
    /// Reads a sentence for the first time.
    pub fn new(namer: &Namer, words: &[Lexeme], tags: &[u8]) -> Self {
        let (mut of_words, mut labels) = (Vec::new(), Vec::new());
        marks(words, &mut of_words);
        let sentence = Words { words, tags, marks: &of_words, votes: &[] };
        namer.pass(0, sentence, &mut labels, &mut Vec::new());
        Self { marks: of_words.into(), labels: labels.into() }
    }
}

/// A whole article on its way through both passes.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    words: Vec<Lexeme>,
    tags: Vec<u8>,
    marks: Vec<u32>,
    ends: Vec<usize>,
    votes: Votes,
    labels: Vec<u8>,
    features: Vec<u64>,
}

impl Reading {
    /// Takes a sentence that was read for the first time.
    pub fn add(&mut self, words: &[Lexeme], tags: &[u8], first: &First) {
        self.votes.count(words, &first.labels);
        self.words.extend_from_slice(words);
        self.tags.extend_from_slice(tags);
        self.marks.extend_from_slice(&first.marks);
        self.ends.push(self.words.len());
    }

    /// Reads all sentences again, with the votes of the whole article: first and last token of
    /// each name, and its kind.
    pub fn finish(mut self, namer: &Namer) -> Vec<(usize, usize, EntityKind)> {
        let mut out: Vec<(usize, usize, EntityKind)> = Vec::new();
        let votes: Vec<u8> = self.words.iter().map(|word| self.votes.of(word)).collect();
        let mut start = 0;
        for end in self.ends {
            let (Some(words), Some(tags), Some(marks), Some(votes)) = (
                self.words.get(start..end),
                self.tags.get(start..end),
                self.marks.get(start..end),
                votes.get(start..end),
            ) else {
                continue;
            };
            namer.pass(
                1,
                Words { words, tags, marks, votes },
                &mut self.labels,
                &mut self.features,
            );
            for (at, label) in (start..).zip(&self.labels) {
                match (kind_of(*label).and_then(|kind| KINDS.get(kind)), out.last_mut()) {
                    (Some(_), Some(last)) if label % 2 == 0 && last.1 + 1 == at => last.1 = at,
                    (Some(kind), _) => out.push((at, at, *kind)),
                    (None, _) => {}
                }
            }
            start = end;
        }
        out
    }
}

/// What the first pass says of each word form over a whole text.
#[derive(Clone, Debug, Default)]
pub struct Votes(FxHashMap<u64, [u16; 5]>);

impl Votes {
    /// Counts the labels of a sentence.
    pub fn count(&mut self, words: &[Lexeme], labels: &[u8]) {
        for (word, label) in words.iter().zip(labels) {
            let slot = kind_of(*label).map_or(0, |kind| kind + 1);
            if let Some(count) = self.0.entry(word.form).or_default().get_mut(slot)
                && (word.is_capital || slot > 0)
            {
                *count = count.saturating_add(1);
            }
        }
    }

    /// The vote on a word: its most frequent kind as a name, how clear, and how often.
    pub fn of(&self, word: &Lexeme) -> u8 {
        let Some(counts) = self.0.get(&word.form) else { return NO_VOTE };
        let named: u16 = counts.iter().skip(1).fold(0, |sum, count| sum.saturating_add(*count));
        let top = (1_u8..)
            .zip(counts.iter().skip(1))
            .max_by_key(|(kind, count)| (**count, std::cmp::Reverse(*kind)));
        let Some((kind, count)) = top.filter(|(_, count)| **count > 0) else { return 0 };
        let sure = 2 * *count > named + counts.first().copied().unwrap_or(0);
        kind * 8 + u8::from(sure) * 4 + named.min(3) as u8
    }
}
