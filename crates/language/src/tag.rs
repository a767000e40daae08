//! Tokens → parts of speech: a linear model, greedy from left to right, in two passes.
//!
//! The first pass sees the tags to the left. The second corrects it and sees the first pass's tags on both
//! sides (stacked learning: Cohen and Carvalho 2005). Weights are those of a
//! logistic regression, averaged over its steps. A tag is a universal part of speech with a
//! Penn tag (`VERB VBD`), because dictionary forms and trees need the finer one.

use super::{
    feature::{Lexeme, mix},
    model::{ModelError, Reader, write_text},
    table::{Scores, Table, best},
};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use tellings_model::Upos;

/// Which version of the part this program reads.
pub const VERSION: u32 = 2;

/// A tag that stands in front of the first and behind the last word.
pub const BORDER: u8 = u8::MAX;

/// Words → tags.
#[derive(Clone, Debug, Default)]
pub struct Tagger {
    /// The tags: part of speech and Penn tag.
    pub tags: Vec<(Upos, String)>,
    /// The tag of words that have no other.
    pub known: FxHashMap<u64, u8>,
    /// How far the best tag must be ahead for the second pass to leave it alone.
    pub sure: i32,
    /// The weights of the first and of the second pass.
    pub passes: [Table; 2],
}

/// The tags that the models may read of a sentence, by token index.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The words.
    pub words: &'a [Lexeme],
    /// The tags given so far by this pass.
    pub tags: &'a [u8],
    /// The tags of the pass before, if there was one.
    pub guesses: &'a [u8],
}

impl Context<'_> {
    fn word(&self, idx: usize, offset: isize) -> Lexeme {
        idx.checked_add_signed(offset)
            .and_then(|at| self.words.get(at))
            .copied()
            .unwrap_or_default()
    }

    fn tag(&self, idx: usize, back: usize) -> u64 {
        u64::from(idx.checked_sub(back).and_then(|at| self.tags.get(at)).copied().unwrap_or(BORDER))
    }

    fn guess(&self, idx: usize, offset: isize) -> u64 {
        let at = idx.checked_add_signed(offset);
        u64::from(at.and_then(|at| self.guesses.get(at)).copied().unwrap_or(BORDER))
    }

    /// The features of the word at `idx`.
    pub fn features(&self, idx: usize, out: &mut Vec<u64>) {
        out.clear();
        let [before2, before, word, after, after2] =
            [-2, -1, 0, 1, 2].map(|offset| self.word(idx, offset));
        let (t1, t2) = (self.tag(idx, 1), self.tag(idx, 2));
        let [.., s2, s3, s4] = word.suffix;
        let [p1, p2, p3] = word.prefix;
        let mut add = |template: u64, a: u64, b: u64| out.push(mix(mix(template, a), b));
        add(1, word.form, 0);
        add(2, word.form, word.shape);
        add(3, word.suffix.first().copied().unwrap_or(0), p1);
        add(4, s2, 0);
        add(5, s3, 0);
        add(6, s4, 0);
        add(7, p2, 0);
        add(8, p3, 0);
        add(9, word.shape, before.shape);
        add(10, word.shape, after.shape);
        add(11, before.form, 0);
        add(12, after.form, 0);
        add(13, before2.form, 0);
        add(14, after2.form, 0);
        add(15, before.form, word.form);
        add(16, word.form, after.form);
        add(17, before.form, after.form);
        add(18, t1, 0);
        add(19, t1, t2);
        add(20, t1, word.form);
        add(21, t1, after.form);
        add(22, mix(t1, t2), word.form);
        add(23, t1, s3);
        add(24, s3, after.suffix[2]);
        add(25, before.suffix[2], 0);
        add(26, after.suffix[2], 0);
        add(27, word.shape, u64::from(idx == 0));
        add(28, after.form, after2.form);
        add(29, before2.form, before.form);
        add(30, s3, before.form);
        add(31, s3, word.shape);
        add(32, word.cluster.path.into(), 0);
        add(33, word.cluster.branches(6), t1);
        add(34, before.cluster.branches(10), word.form);
        add(35, after.cluster.branches(10), word.form);
        add(
            36,
            mix(before.cluster.branches(6), after.cluster.branches(6)),
            word.cluster.branches(6),
        );
        add(37, word.cluster.branches(10), after.cluster.branches(6));
        add(38, word.cluster.branches(6), word.shape);
        if self.guesses.is_empty() {
            return;
        }
        let [g, after_g, after_g2] = [0, 1, 2].map(|offset| self.guess(idx, offset));
        add(40, g, 0);
        add(41, after_g, word.form);
        add(42, after_g, after_g2);
        add(43, mix(t1, after_g), word.form);
        add(44, mix(t1, after_g), g);
        add(45, mix(t1, t2), mix(after_g, g));
        add(46, mix(g, after_g), after_g2);
        add(47, mix(g, t1), s3);
        add(48, mix(g, after_g), s3);
        add(49, g, word.form);
        add(50, mix(g, self.guess(idx, 3)), mix(after_g, after_g2));
    }
}

impl Tagger {
    /// Tags the words of a sentence into `tags`; `room` is space to work in.
    ///
    /// Words that always have one tag are not looked at; the second pass leaves alone what the first
    /// is sure of.
    pub fn tag(&self, words: &[Lexeme], tags: &mut Vec<u8>, room: &mut Room) {
        room.settled.clear();
        room.settled.extend(words.iter().map(|word| self.known(word)));
        self.pass(0, words, &[], tags, room);
        self.settle_names(words, tags, &mut room.settled);
        room.guesses.clear();
        room.guesses.extend_from_slice(tags);
        for ((settled, tag), margin) in room.settled.iter_mut().zip(tags.iter()).zip(&room.margins)
        {
            *settled = settled.or((*margin >= self.sure).then_some(*tag));
        }
        let guesses = std::mem::take(&mut room.guesses);
        self.pass(1, words, &guesses, tags, room);
        room.guesses = guesses;
    }

    /// `a WHO report`: what stands in capitals behind a determiner is a name, whatever else the letters spell.
    fn settle_names(&self, words: &[Lexeme], tags: &mut [u8], settled: &mut [Option<u8>]) {
        for at in 1..words.len() {
            let [before, here] =
                [at - 1, at].map(|at| words.get(at).is_some_and(Lexeme::is_in_capitals));
            let upos = [at - 1, at].map(|at| tags.get(at).map(|tag| self.upos(*tag)));
            if !before
                && here
                && upos == [Some(Upos::Det), Some(Upos::Pron)]
                && let Some(name) = (0..).zip(&self.tags).find(|(_, tag)| tag.0 == Upos::Propn)
                && let (Some(tag), Some(slot)) = (tags.get_mut(at), settled.get_mut(at))
            {
                (*tag, *slot) = (name.0, Some(name.0));
            }
        }
    }

    /// The tag of a word that always has the same.
    pub fn known(&self, word: &Lexeme) -> Option<u8> {
        self.known.get(&known_key(word)).copied()
    }

    /// One pass over a sentence; words that are settled in `room` keep their tag.
    pub fn pass(
        &self,
        pass: usize,
        words: &[Lexeme],
        guesses: &[u8],
        tags: &mut Vec<u8>,
        room: &mut Room,
    ) {
        tags.clear();
        room.margins.clear();
        let Some(table) = self.passes.get(pass) else { return };
        for idx in 0..words.len() {
            if let Some(Some(tag)) = room.settled.get(idx) {
                tags.push(*tag);
                room.margins.push(i32::MAX);
                continue;
            }
            Context { words, tags, guesses }.features(idx, &mut room.features);
            let mut scores: Scores = [0; 256];
            table.add(&room.features, &mut scores);
            let tag = best(&scores, self.tags.len());
            tags.push(tag);
            room.margins.push(margin(&scores, self.tags.len(), tag));
        }
    }

    /// The part of speech of a tag.
    pub fn upos(&self, tag: u8) -> Upos {
        self.tags.get(usize::from(tag)).map_or(Upos::X, |(upos, _)| *upos)
    }

    /// Reads a tagger.
    ///
    /// # Errors
    /// Where the bytes end too early or hold something else.
    pub fn read(reader: &mut Reader) -> Result<Self, ModelError> {
        let mut tags = Vec::new();
        for _ in 0..reader.u8()? {
            let upos = Upos::named(&reader.text()?).ok_or(ModelError::Damaged)?;
            tags.push((upos, reader.text()?));
        }
        let sure = reader.u32()?.cast_signed();
        let mut known = FxHashMap::default();
        for _ in 0..reader.u32()? {
            known.insert(reader.u64()?, reader.u8()?);
        }
        Ok(Self { tags, known, sure, passes: [Table::read(reader)?, Table::read(reader)?] })
    }

    /// Writes the tagger.
    pub fn write(&self, out: &mut Vec<u8>) {
        out.push(self.tags.len() as u8);
        for (upos, penn) in &self.tags {
            write_text(out, upos.name());
            write_text(out, penn);
        }
        out.extend(self.sure.to_le_bytes());
        let known: BTreeMap<&u64, &u8> = self.known.iter().collect();
        out.extend((known.len() as u32).to_le_bytes());
        for (key, tag) in known {
            out.extend(key.to_le_bytes());
            out.push(*tag);
        }
        self.passes.iter().for_each(|table| table.write(out));
    }
}

/// The key of a word in [`Tagger::known`]: its form, and how it is written.
pub fn known_key(word: &Lexeme) -> u64 {
    mix(word.form, word.shape)
}

/// How far a class is ahead of all others.
fn margin(scores: &Scores, n_classes: usize, best: u8) -> i32 {
    let (mut top, mut second) = (0, i32::MIN);
    for (class, score) in scores.iter().enumerate().take(n_classes) {
        if class == usize::from(best) {
            top = *score;
        } else {
            second = second.max(*score);
        }
    }
    top.saturating_sub(second)
}

/// Space to work in, kept from sentence to sentence.
#[derive(Clone, Debug, Default)]
pub struct Room {
    /// The tags of the words that need no second look.
    pub settled: Vec<Option<u8>>,
    guesses: Vec<u8>,
    margins: Vec<i32>,
    features: Vec<u64>,
}
