//! How likely two values of different tellings are to be of one matter: signals and their weights.
//!
//! Method: logistic regression (Cox 1958) over the signals below. The weights stand in
//! `weights.rs`; `bench/apparatus/fit.py` fits them on the stories of `fixtures/` marked `tune`
//! and prints how well they do on each story when they are fitted on the others.

use super::align::Vector;
use super::frame::Frame;
use super::matter::{Bearing, Item, Sort, Value};
use super::tellings::{Site, Tellings};
use super::weights::{EQUAL, OTHER};
use tellings_model::Span;

/// What stands around a value.
#[derive(Clone, Debug)]
pub(super) struct Scene {
    /// The terms of its sentence, the nearer to the value, the weightier.
    pub(super) context: Vector,
    /// The parts of its clause.
    pub(super) frame: Frame,
    /// The sentence, by its place in the telling.
    pub(super) sentence_idx: usize,
    /// Where in the telling it stands, from 0 (first) to 1 (last).
    pub(super) at: f32,
    /// Whether the act is that somebody says something.
    pub(super) is_saying: bool,
}

impl Scene {
    pub(super) fn of(tellings: &Tellings<'_>, witness_idx: usize, span: Span) -> Self {
        let sentence = tellings.sentence(witness_idx, span);
        let annotations = tellings.witnesses.get(witness_idx).map(|witness| &witness.annotations);
        let sentence_idx = annotations.and_then(|a| a.sentence_at(span.start())).unwrap_or(0);
        let n_sentences = annotations.map_or(1, |a| a.sentences.len()).max(1);
        #[expect(clippy::cast_precision_loss, reason = "a telling has few sentences")]
        let at = sentence_idx as f32 / n_sentences as f32;
        let frame = Frame::of(Site { tellings, witness_idx, sentence: &sentence }, span);
        let is_saying = frame.act_idx.is_some_and(|idx| tellings.says_nothing(witness_idx, idx));
        let context = tellings.context(witness_idx, span);
        Self { context, frame, sentence_idx, at, is_saying }
    }
}

/// How many signals there are; the first is always 1.
pub(super) const N_SIGNALS: usize = 25;

/// The signals of a pair, each about `0.0..=1.0`.
pub(super) type Signals = [f32; N_SIGNALS];

/// A shared word adds at least this much to the likeness of two contexts to be counted as one of
/// the words that hold them together.
pub(super) const HOLDING_PART: f32 = 0.03;
/// As many holding words are counted.
const MAX_HOLDING: usize = 4;

/// What a pair of values is judged by.
pub(super) struct Pair<'p, V> {
    pub(super) a: &'p Item<V>,
    pub(super) b: &'p Item<V>,
    pub(super) bearing: Bearing,
    /// Whether each telling gives the value only once.
    pub(super) once: bool,
    /// Whether each telling gives only one value of the sort.
    pub(super) sole: bool,
    /// Whether one of the tellings gives the value of the other too.
    pub(super) met: bool,
}

impl<V: Value> Pair<'_, V> {
    /// The signals.
    pub(super) fn signals(&self, tellings: &Tellings<'_>) -> Signals {
        let (a, b) = (&self.a.scene, &self.b.scene);
        let bag = |item: &Item<V>| tellings.bags(item.witness_idx).get(item.scene.sentence_idx);
        let names = |item: &Item<V>| tellings.names(item.witness_idx, item.scene.sentence_idx);
        let cosine = |x: Option<&Vector>, y: Option<&Vector>| match (x, y) {
            (Some(x), Some(y)) => x.cosine(y),
            _ => 0.0,
        };
        let known = |x: Option<u32>, y: Option<u32>| match (x, y) {
            (Some(x), Some(y)) => (flag(x == y), flag(x != y)),
            _ => (0.0, 0.0),
        };
        let (same_act, other_act) = known(a.frame.act, b.frame.act);
        let (same_noun, other_noun) = known(a.frame.noun, b.frame.noun);
        let mut n_holding = 0;
        let mut rarest: f32 = 0.0;
        let mut context = 0.0;
        for (term, part) in a.context.shared(&b.context) {
            context += part;
            if part >= HOLDING_PART {
                n_holding += 1;
                rarest = rarest.max(tellings.terms.weight(term));
            }
        }
        let trust = self.a.value.trust(&self.b.value);
        [
            1.0,
            context,
            cosine(bag(self.a), bag(self.b)),
            cosine(names(self.a), names(self.b)),
            same_act,
            other_act,
            a.frame.parts.cosine(&b.frame.parts),
            same_noun,
            other_noun,
            flag(a.frame.relation.is_some() && a.frame.relation == b.frame.relation),
            flag(self.once),
            flag(self.sole),
            (a.at - b.at).abs(),
            n_holding.min(MAX_HOLDING) as f32 / MAX_HOLDING as f32,
            rarest / RAREST,
            self.a.value.nearness(&self.b.value),
            flag(self.bearing == Bearing::Apart),
            trust,
            flag(self.met),
            flag(self.a.value.bond().is_some() && self.a.value.bond() == self.b.value.bond()),
            flag(V::SORT == Sort::Hour),
            flag(V::SORT == Sort::Figure),
            flag(V::SORT == Sort::Place),
            flag(V::SORT == Sort::Name),
            flag(self.a.value.is_specific() && self.b.value.is_specific()),
        ]
    }

    /// How likely the two are of one matter, `0.0..=1.0`.
    pub(super) fn likelihood(&self, tellings: &Tellings<'_>) -> f32 {
        let weights = if self.bearing == Bearing::Equal { &EQUAL } else { &OTHER };
        let sum: f32 = self.signals(tellings).iter().zip(weights).map(|(x, w)| x * w).sum();
        1.0 / (1.0 + (-sum).exp())
    }
}

/// About the weight of a word that stands in one sentence of a story.
const RAREST: f32 = 4.0;

fn flag(holds: bool) -> f32 {
    if holds { 1.0 } else { 0.0 }
}
