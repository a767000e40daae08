//! What the parser sees of a state: words, tags and arcs around the top of the stack and the
//! front of the buffer, alone and in company.
//!
//! Templates: after Zhang and Nivre 2011, Transition-based dependency parsing with rich
//! non-local features, fitted to the arc-hybrid system.

use super::state::{NONE, State};
use crate::language::feature::{Lexeme, mix};

/// The words and tags of a sentence.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    /// The words.
    pub words: &'a [Lexeme],
    /// Their tags.
    pub tags: &'a [u8],
    /// The part of speech of each tag.
    pub upos: &'a [u8],
}

/// A word of the state as the templates see it.
#[derive(Clone, Copy)]
struct Seen {
    at: u32,
    word: u64,
    tag: u64,
    upos: u64,
    suffix: u64,
}

impl View<'_> {
    fn see(&self, state: &State, at: u32) -> Seen {
        match (self.words.get(at as usize), self.tags.get(at as usize)) {
            (Some(word), Some(tag)) => Seen {
                at,
                word: word.form,
                tag: u64::from(*tag),
                upos: u64::from(self.upos.get(usize::from(*tag)).copied().unwrap_or(0)),
                suffix: word.suffix[2],
            },
            // The root is a word of its own kind; beyond it there is nothing.
            _ => {
                let kind =
                    if at != NONE && at as usize + 1 == state.nodes.len() { 254 } else { 255 };
                Seen { at, word: kind, tag: kind, upos: kind, suffix: kind }
            }
        }
    }

    /// The features of a state.
    pub fn features(&self, state: &State, out: &mut Vec<u64>) {
        out.clear();
        let [s0, s1, s2] = [0, 1, 2].map(|depth| self.see(state, state.stack(depth)));
        let [b0, b1, b2, b3] = [0, 1, 2, 3].map(|distance| self.see(state, state.buffer(distance)));
        let around = |seen: Seen| {
            let node = state.node(seen.at);
            node.map_or(([NONE; 4], [0; 2]), |node| {
                ([node.left[0], node.left[1], node.right[0], node.right[1]], node.n)
            })
        };
        let (s0_arcs, s0_n) = around(s0);
        let (s1_arcs, s1_n) = around(s1);
        let (b0_arcs, b0_n) = around(b0);
        let relation = |at: u32| state.node(at).map_or(255, |node| u64::from(node.relation));
        let [s0_l, s0_l2, s0_r, s0_r2] = s0_arcs.map(|at| self.see(state, at));
        let [s1_l, _, s1_r, s1_r2] = s1_arcs.map(|at| self.see(state, at));
        let [b0_l, b0_l2, ..] = b0_arcs.map(|at| self.see(state, at));
        let [s0_lr, _, s0_rr, _] = s0_arcs.map(relation);
        let [s1_lr, _, s1_rr, _] = s1_arcs.map(relation);
        let [b0_lr, ..] = b0_arcs.map(relation);
        let far = distance(s0.at, b0.at);
        let near = distance(s1.at, s0.at);
        let n = |counts: [u8; 2]| u64::from(counts[0].min(4)) * 8 + u64::from(counts[1].min(4));
        let mut template = 0;
        let mut add = |parts: &[u64]| {
            template += 1;
            out.push(parts.iter().fold(mix(template, 0x51), |h, part| mix(h, *part)));
        };

        for seen in [s0, s1, b0, b1] {
            add(&[seen.word, seen.tag]);
            add(&[seen.word]);
            add(&[seen.tag, seen.suffix]);
            add(&[seen.tag]);
        }
        for seen in [s2, b2] {
            add(&[seen.word]);
            add(&[seen.tag]);
        }
        // The top of the stack and the front of the buffer.
        add(&[s0.word, s0.tag, b0.word, b0.tag]);
        add(&[s0.word, b0.word]);
        add(&[s0.word, s0.tag, b0.tag]);
        add(&[s0.tag, b0.word, b0.tag]);
        add(&[s0.tag, b0.tag]);
        add(&[s0.upos, b0.upos, far]);
        add(&[s0.word, far]);
        add(&[b0.word, far]);
        add(&[s0.tag, b0.tag, far]);
        add(&[s0.word, b0.tag, b1.tag]);
        add(&[s0.tag, b0.tag, b1.tag]);
        add(&[s0.tag, b0.word, b1.tag]);
        add(&[s0.tag, b0.tag, b1.tag, b2.tag]);
        add(&[b0.word, b1.word]);
        add(&[b0.tag, b1.tag]);
        add(&[b0.tag, b1.word]);
        add(&[b0.tag, b1.tag, b2.tag]);
        add(&[b0.upos, b1.upos, b2.upos, b3.upos]);
        // The two words on top of the stack.
        add(&[s1.word, s1.tag, s0.word, s0.tag]);
        add(&[s1.word, s0.word]);
        add(&[s1.word, s1.tag, s0.tag]);
        add(&[s1.tag, s0.word, s0.tag]);
        add(&[s1.tag, s0.tag]);
        add(&[s1.upos, s0.upos, near]);
        add(&[s1.tag, s0.tag, near]);
        add(&[s1.word, s0.tag, near]);
        add(&[s1.tag, s0.tag, b0.tag]);
        add(&[s1.upos, s0.upos, b0.upos, b1.upos]);
        add(&[s1.word, s0.tag, b0.tag]);
        add(&[s1.tag, s0.word, b0.tag]);
        add(&[s1.tag, s0.tag, b0.word]);
        add(&[s1.word, s0.word, b0.tag]);
        add(&[s1.word, b0.word]);
        add(&[s1.tag, b0.tag]);
        add(&[s2.tag, s1.tag, s0.tag]);
        add(&[s2.upos, s1.upos, s0.upos, b0.upos]);
        // Their dependents.
        add(&[s0.tag, s0_l.tag, b0.tag]);
        add(&[s0.tag, s0_r.tag, b0.tag]);
        add(&[s0.tag, s0_lr, s0_rr, b0.upos]);
        add(&[s0.word, s0_rr]);
        add(&[s0.word, s0_lr]);
        add(&[s0.tag, n(s0_n)]);
        add(&[s0.word, n(s0_n)]);
        add(&[s0.tag, s0_r.word]);
        add(&[s0.tag, s0_l.word]);
        add(&[s0.tag, s0_l.tag, s0_l2.tag]);
        add(&[s0.tag, s0_r.tag, s0_r2.tag]);
        add(&[s1.tag, s1_r.tag, s0.tag]);
        add(&[s1.tag, s1_l.tag, s0.tag]);
        add(&[s1.tag, s0_l.tag, s0.tag]);
        add(&[s1.tag, s0_r.tag, s0.tag]);
        add(&[s1.tag, s1_lr, s1_rr, s0.upos]);
        add(&[s1.word, s1_rr, s0.tag]);
        add(&[s1.tag, n(s1_n), s0.tag]);
        add(&[s1.tag, s1_r.word, s0.tag]);
        add(&[s1.upos, s1_r.tag, s1_r2.tag, s0.upos]);
        add(&[s1.word, s0_l.word, s0.tag]);
        add(&[b0.tag, b0_l.tag, s0.tag]);
        add(&[b0.tag, b0_lr, s0.tag]);
        add(&[b0.tag, b0_l.tag, b0_l2.tag]);
        add(&[b0.word, b0_lr]);
        add(&[b0.tag, u64::from(b0_n[0].min(4)), s0.tag]);
        add(&[s0.tag, b0.tag, s0_rr, b0_lr]);
        add(&[s0.word, b0_l.word, s0.tag, b0.tag]);
        add(&[s0.suffix, b0.suffix, s0.upos, b0.upos]);
        add(&[s1.suffix, s0.suffix, s1.upos, s0.upos]);
    }
}

/// How far two words stand apart, in six steps.
fn distance(left: u32, right: u32) -> u64 {
    match right.saturating_sub(left) {
        distance @ 0..=3 => u64::from(distance),
        4..=6 => 4,
        7..=10 => 5,
        _ => 6,
    }
}
