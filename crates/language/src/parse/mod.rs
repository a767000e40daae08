//! Words and tags → a tree, by a small neural network whose every step is whole-number arithmetic or one
//! floating-point operation, so that all machines give the same trees.
//!
//! Read [`encode`] for what a word becomes, this page for how two words are weighed as head and
//! dependent (after Dozat and Manning 2017, Deep biaffine attention for neural dependency parsing), then
//! [`tree`] for the best tree. [`matrix`] holds the arithmetic.

pub mod encode;
pub mod matrix;
pub mod tree;

use super::{
    feature::Lexeme,
    model::{ModelError, Reader, write_text},
};
use encode::Encoder;
use matrix::{Matrix, dots, fixed, squash};
use tellings_model::Relation;

/// Which version of the part this program reads.
pub const VERSION: u32 = 3;

/// Sentences are read in pieces of at most so many words: time and space grow with the square.
pub const MAX_WORDS: usize = 128;

/// Distances between word and head are told apart up to this many words.
pub const MAX_DISTANCE: usize = 32;

/// Bits that scores of arcs lose, so that a whole tree's sum fits.
pub const SCORE_SHIFT: u32 = 6;

/// Words and tags → trees.
#[derive(Clone, Debug, Default)]
pub struct Parser {
    /// The relations by class.
    pub relations: Vec<Relation>,
    /// What each word is in its sentence.
    pub encoder: Encoder,
    /// A word as a dependent and as a head, for the arc and for its relation, one behind the other.
    pub sides: Matrix,
    /// The root as a head.
    pub root: Vec<i16>,
    /// What is added to the score of an arc by its distance, from far right heads to far left ones.
    pub distances: Vec<i32>,
    /// Dependent and head together → scores of the relations.
    pub labels: Matrix,
    /// A word → scores of the tags: the sentence as a whole corrects what the tagger gave.
    pub tags: Matrix,
}

/// Space to work in, kept from sentence to sentence.
#[derive(Clone, Debug, Default)]
pub struct Room {
    encode: encode::Room,
    matrix: matrix::Room,
    tree: tree::Room,
    words: Vec<i16>,
    sides: Vec<f32>,
    dependents: Vec<i16>,
    heads: Vec<i16>,
    scores: Vec<i32>,
    tree_heads: Vec<u32>,
    pairs: Vec<i16>,
    relations: Vec<Relation>,
    by_class: Vec<f32>,
    arcs: Vec<(u32, Relation)>,
}

impl Parser {
    /// Finds the head of every word (the number of words for the root) and its relation, and corrects
    /// the tags, save those that are settled.
    pub fn parse<'a>(
        &self,
        words: &[Lexeme],
        tags: &mut [u8],
        settled: &[Option<u8>],
        room: &'a mut Room,
    ) -> impl Iterator<Item = (u32, Relation)> + 'a {
        room.arcs.clear();
        let mut first_root = None;
        let n_words = words.len() as u32;
        let pieces = words.chunks(MAX_WORDS).zip(tags.chunks_mut(MAX_WORDS));
        for ((words, tags), settled) in pieces.zip(settled.chunks(MAX_WORDS)) {
            let start = room.arcs.len() as u32;
            self.encoder.encode(words, tags, &mut room.encode, &mut room.words);
            self.weigh(words.len(), room);
            self.correct(tags, settled, room);
            tree::best_tree(&room.scores, words.len(), &mut room.tree, &mut room.tree_heads);
            self.relate(room);
            for (head, relation) in room.tree_heads.iter().zip(&room.relations) {
                room.arcs.push(if (*head as usize) < words.len() {
                    (start + head, *relation)
                } else if let Some(root) = first_root {
                    // A further piece of an overlong sentence hangs on the first.
                    (root, Relation::Parataxis)
                } else {
                    first_root = Some(room.arcs.len() as u32);
                    (n_words, Relation::Root)
                });
            }
        }
        room.arcs.drain(..)
    }

    /// Scores every pair of words as dependent and head into `room.scores`.
    fn weigh(&self, n: usize, room: &mut Room) {
        let n_arc = self.root.len();
        self.sides.apply(&room.words, &mut room.matrix, &mut room.sides);
        room.dependents.clear();
        room.heads.clear();
        for sides in room.sides.chunks_exact(self.sides.n_out().max(1)) {
            let mut arcs = sides.iter().take(2 * n_arc).map(|side| fixed(squash(*side)));
            room.dependents.extend(arcs.by_ref().take(n_arc));
            room.heads.extend(arcs);
        }
        room.heads.extend_from_slice(&self.root);
        dots(&room.dependents, &room.heads, n_arc, &mut room.matrix, &mut room.scores);
        for (at, scores) in room.scores.chunks_exact_mut(n + 1).enumerate() {
            for (head, score) in scores.iter_mut().enumerate() {
                *score >>= SCORE_SHIFT;
                match distance(at, head) {
                    _ if head == n => {}
                    Some(distance) => *score += self.distances.get(distance).copied().unwrap_or(0),
                    None => *score = i32::MIN / 2,
                }
            }
        }
        // An untrained parser has no opinion.
        room.scores.resize(n * (n + 1), 0);
    }

    /// Gives each word the tag that fits it best in the sentence, save those that are settled.
    fn correct(&self, tags: &mut [u8], settled: &[Option<u8>], room: &mut Room) {
        self.tags.apply(&room.words, &mut room.matrix, &mut room.by_class);
        let scores = room.by_class.chunks_exact(self.tags.n_out().max(1));
        for ((tag, scores), settled) in tags.iter_mut().zip(scores).zip(settled) {
            if settled.is_some() {
                continue;
            }
            let mut best = f32::NEG_INFINITY;
            for (score, number) in scores.iter().zip(0..=u8::MAX) {
                if *score > best {
                    (best, *tag) = (*score, number);
                }
            }
        }
    }

    /// Finds the best relation of each word to its head.
    fn relate(&self, room: &mut Room) {
        let (n_all, n_arc, n_label) = (self.sides.n_out(), self.root.len(), self.labels.n_in());
        let side = |word: usize, start: usize| {
            let start = word * n_all + 2 * n_arc + start;
            room.sides.get(start..start + n_label).unwrap_or(&[])
        };
        room.pairs.clear();
        for (at, head) in room.tree_heads.iter().enumerate() {
            // The root is no word and has no numbers: its dependent is related to itself, and unread.
            let head = if (*head as usize) < room.tree_heads.len() { *head as usize } else { at };
            for (dependent, head) in side(at, 0).iter().zip(side(head, n_label)) {
                room.pairs.push(fixed(squash(dependent + head)));
            }
        }
        self.labels.apply(&room.pairs, &mut room.matrix, &mut room.by_class);
        room.relations.clear();
        for scores in room.by_class.chunks_exact(self.relations.len().max(1)) {
            let mut best = (f32::NEG_INFINITY, Relation::Dep);
            for (score, relation) in scores.iter().zip(&self.relations) {
                if *score > best.0 && *relation != Relation::Root {
                    best = (*score, *relation);
                }
            }
            room.relations.push(best.1);
        }
        room.relations.resize(room.tree_heads.len(), Relation::Dep);
    }

    /// Reads a parser.
    ///
    /// # Errors
    /// Where the bytes end too early or hold something else.
    pub fn read(reader: &mut Reader) -> Result<Self, ModelError> {
        let mut relations = Vec::new();
        for _ in 0..reader.u8()? {
            relations.push(relation_of(&reader.text()?));
        }
        let encoder = Encoder::read(reader)?;
        let sides = Matrix::read(reader)?;
        let n_arc = reader.u32()? as usize;
        let root = reader.i16s(n_arc)?;
        let distances = (0..=2 * MAX_DISTANCE)
            .map(|_| reader.u32().map(u32::cast_signed))
            .collect::<Result<Vec<_>, _>>()?;
        let labels = Matrix::read(reader)?;
        let tags = Matrix::read(reader)?;
        let fits = sides.n_in() == encoder.n_out()
            && sides.n_out() == 2 * n_arc + 2 * labels.n_in()
            && labels.n_out() == relations.len()
            && tags.n_in() == encoder.n_out()
            // Sums over a whole tree stay far from the ends of their type.
            && distances.iter().all(|distance| distance.unsigned_abs() < 1 << 22);
        if !fits {
            return Err(ModelError::Damaged);
        }
        Ok(Self { relations, encoder, sides, root, distances, labels, tags })
    }

    /// Writes the parser.
    pub fn write(&self, out: &mut Vec<u8>) {
        out.push(self.relations.len() as u8);
        self.relations.iter().for_each(|relation| write_text(out, relation.name()));
        self.encoder.write(out);
        self.sides.write(out);
        out.extend((self.root.len() as u32).to_le_bytes());
        out.extend(self.root.iter().flat_map(|number| number.to_le_bytes()));
        let distances = self.distances.iter().copied().chain(std::iter::repeat(0));
        out.extend(distances.take(2 * MAX_DISTANCE + 1).flat_map(i32::to_le_bytes));
        self.labels.write(out);
        self.tags.write(out);
    }
}

/// The place of the way from a word to its head in [`Parser::distances`]; none from a word to itself.
pub fn distance(word: usize, head: usize) -> Option<usize> {
    let far = word.abs_diff(head).min(MAX_DISTANCE);
    match far {
        0 => None,
        _ if head < word => Some(MAX_DISTANCE + far),
        _ => Some(MAX_DISTANCE - far),
    }
}

/// The relation with a CoNLL-U name; an unknown sub-type falls back to its base.
pub fn relation_of(name: &str) -> Relation {
    let base = name.split(':').next().unwrap_or(name);
    Relation::named(name).or_else(|| Relation::named(base)).unwrap_or(Relation::Dep)
}
