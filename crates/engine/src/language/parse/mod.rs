//! Words and tags → a tree, by a linear model over the moves of a transition system.
//!
//! Read [`state`] for the moves, then [`feature`] for what a move is decided by.

mod feature;
mod state;

use super::{
    feature::Lexeme,
    model::{ModelError, Reader, write_text},
    table::{Scores, Table},
};
pub use feature::View;
pub use state::{Move, NONE, Node, State};
use tellings_model::Relation;

/// Which version of the part this program reads.
pub const VERSION: u32 = 1;

/// Words and tags → trees.
#[derive(Clone, Debug, Default)]
pub struct Parser {
    /// The relations by class; classes are shift, then left and right for each relation.
    pub relations: Vec<Relation>,
    /// The part of speech of each tag, as a number.
    pub upos: Vec<u8>,
    /// The weights.
    pub table: Table,
}

/// Space to work in, kept from sentence to sentence.
#[derive(Clone, Debug, Default)]
pub struct Room {
    state: State,
    features: Vec<u64>,
}

impl Parser {
    /// Finds the head of every word (the number of words for the root) and its relation.
    pub fn parse<'a>(
        &'a self,
        words: &[Lexeme],
        tags: &[u8],
        room: &'a mut Room,
    ) -> impl Iterator<Item = (u32, Relation)> + 'a {
        let view = View { words, tags, upos: &self.upos };
        let Room { state, features } = room;
        state.start(words.len());
        while !state.is_done() {
            view.features(state, features);
            let mut scores: Scores = [0; 256];
            for key in features.iter() {
                self.table.add(*key, &mut scores);
            }
            let class = best_allowed(&scores, state.allowed(), self.relations.len());
            let (step, relation) = move_of(class);
            state.make(step, relation);
        }
        state.nodes.iter().take(words.len()).map(|node| {
            (
                node.head,
                self.relations.get(usize::from(node.relation)).copied().unwrap_or(Relation::Dep),
            )
        })
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
        let n_tags = usize::from(reader.u8()?);
        let upos = reader.take(n_tags)?.into_owned();
        Ok(Self { relations, upos, table: Table::read(reader)? })
    }

    /// Writes the parser.
    pub fn write(&self, out: &mut Vec<u8>) {
        out.push(self.relations.len() as u8);
        self.relations.iter().for_each(|relation| write_text(out, relation_name(*relation)));
        out.push(self.upos.len() as u8);
        out.extend(&self.upos);
        self.table.write(out);
    }
}

/// The number of a move with its relation.
pub fn class_of(step: Move, relation: u8) -> u8 {
    match step {
        Move::Shift => 0,
        Move::Left => 1 + 2 * relation,
        Move::Right => 2 + 2 * relation,
    }
}

/// The move and relation of a class.
pub fn move_of(class: u8) -> (Move, u8) {
    match class {
        0 => (Move::Shift, 0),
        _ if class % 2 == 1 => (Move::Left, (class - 1) / 2),
        _ => (Move::Right, (class - 2) / 2),
    }
}

/// The best class whose move is allowed; the first of equals.
pub fn best_allowed(scores: &Scores, allowed: [bool; 3], n_relations: usize) -> u8 {
    let mut best = 0;
    let mut top = None;
    for (class, score) in scores.iter().enumerate().take(1 + 2 * n_relations.max(1)) {
        let step = if class == 0 { 0 } else { 2 - class % 2 };
        if allowed.get(step).copied().unwrap_or(false) && top.is_none_or(|top| *score > top) {
            (best, top) = (class as u8, Some(*score));
        }
    }
    best
}

const RELATION_NAMES: [(Relation, &str); 43] = [
    (Relation::Acl, "acl"),
    (Relation::AclRelcl, "acl:relcl"),
    (Relation::Advcl, "advcl"),
    (Relation::Advmod, "advmod"),
    (Relation::Amod, "amod"),
    (Relation::Appos, "appos"),
    (Relation::Aux, "aux"),
    (Relation::AuxPass, "aux:pass"),
    (Relation::Case, "case"),
    (Relation::Cc, "cc"),
    (Relation::Ccomp, "ccomp"),
    (Relation::Compound, "compound"),
    (Relation::CompoundPrt, "compound:prt"),
    (Relation::Conj, "conj"),
    (Relation::Cop, "cop"),
    (Relation::Csubj, "csubj"),
    (Relation::CsubjPass, "csubj:pass"),
    (Relation::Dep, "dep"),
    (Relation::Det, "det"),
    (Relation::Discourse, "discourse"),
    (Relation::Dislocated, "dislocated"),
    (Relation::Expl, "expl"),
    (Relation::Fixed, "fixed"),
    (Relation::Flat, "flat"),
    (Relation::Goeswith, "goeswith"),
    (Relation::Iobj, "iobj"),
    (Relation::List, "list"),
    (Relation::Mark, "mark"),
    (Relation::Nmod, "nmod"),
    (Relation::NmodPoss, "nmod:poss"),
    (Relation::Nsubj, "nsubj"),
    (Relation::NsubjPass, "nsubj:pass"),
    (Relation::Nummod, "nummod"),
    (Relation::Obj, "obj"),
    (Relation::Obl, "obl"),
    (Relation::OblAgent, "obl:agent"),
    (Relation::Orphan, "orphan"),
    (Relation::Parataxis, "parataxis"),
    (Relation::Punct, "punct"),
    (Relation::Reparandum, "reparandum"),
    (Relation::Root, "root"),
    (Relation::Vocative, "vocative"),
    (Relation::Xcomp, "xcomp"),
];

/// The name of a relation in CoNLL-U.
pub fn relation_name(relation: Relation) -> &'static str {
    RELATION_NAMES.iter().find(|(known, _)| *known == relation).map_or("dep", |(_, name)| name)
}

/// The relation with a CoNLL-U name; an unknown sub-type falls back to its base.
pub fn relation_of(name: &str) -> Relation {
    let find = |name: &str| RELATION_NAMES.iter().find(|(_, known)| *known == name);
    let base = name.split(':').next().unwrap_or(name);
    find(name).or_else(|| find(base)).map_or(Relation::Dep, |(relation, _)| *relation)
}
