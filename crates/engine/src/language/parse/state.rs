//! The arc-hybrid transition system with its dynamic oracle.
//!
//! Method: Kuhlmann, Gómez-Rodríguez and Satta 2011 (system); Goldberg and Nivre 2013, Training
//! deterministic parsers with non-deterministic oracles (oracle). The root stands behind the last
//! word, and only one word may take it, so that every sentence gives one tree.

/// No word.
pub const NONE: u32 = u32::MAX;

/// What to do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    /// The next word goes onto the stack.
    Shift,
    /// The top of the stack depends on the next word.
    Left,
    /// The top of the stack depends on the word below it.
    Right,
}

/// What is known of a word so far.
#[derive(Clone, Copy, Debug)]
pub struct Node {
    /// Its head, or [`NONE`].
    pub head: u32,
    /// Its relation to the head.
    pub relation: u8,
    /// Its outermost and next dependents on the left.
    pub left: [u32; 2],
    /// Its outermost and next dependents on the right.
    pub right: [u32; 2],
    /// How many dependents it has on either side.
    pub n: [u8; 2],
}

const FREE: Node = Node { head: NONE, relation: 0, left: [NONE; 2], right: [NONE; 2], n: [0; 2] };

/// A sentence on its way to a tree.
#[derive(Clone, Debug, Default)]
pub struct State {
    /// The words; the root is the last node.
    pub nodes: Vec<Node>,
    stack: Vec<u32>,
    next: u32,
}

impl State {
    /// Starts a sentence of `n_words`.
    pub fn start(&mut self, n_words: usize) {
        self.nodes.clear();
        self.nodes.resize(n_words + 1, FREE);
        self.stack.clear();
        self.next = 0;
    }

    fn root(&self) -> u32 {
        self.nodes.len().saturating_sub(1) as u32
    }

    /// Whether the tree is complete.
    pub fn is_done(&self) -> bool {
        self.stack.is_empty() && self.next >= self.root()
    }

    /// The word at a depth of the stack, 0 being the top.
    pub fn stack(&self, depth: usize) -> u32 {
        self.stack
            .len()
            .checked_sub(depth + 1)
            .and_then(|at| self.stack.get(at))
            .copied()
            .unwrap_or(NONE)
    }

    /// The word at a distance in the buffer; the root follows the last word.
    pub fn buffer(&self, distance: u32) -> u32 {
        let at = self.next.saturating_add(distance);
        if at <= self.root() { at } else { NONE }
    }

    /// A word, if it is one.
    pub fn node(&self, at: u32) -> Option<&Node> {
        self.nodes.get(at as usize)
    }

    /// Which moves can be made: shift, left, right.
    pub fn allowed(&self) -> [bool; 3] {
        let at_root = self.next >= self.root();
        [
            !at_root,
            !self.stack.is_empty() && (!at_root || self.stack.len() == 1),
            self.stack.len() >= 2,
        ]
    }

    /// Makes a move that is allowed; others change nothing.
    pub fn make(&mut self, step: Move, relation: u8) {
        match step {
            Move::Shift => {
                self.stack.push(self.next);
                self.next += 1;
            }
            Move::Left => {
                if let Some(word) = self.stack.pop() {
                    self.attach(word, self.next, relation);
                }
            }
            Move::Right => {
                if let (Some(word), Some(head)) = (self.stack.pop(), self.stack.last()) {
                    self.attach(word, *head, relation);
                }
            }
        }
    }

    fn attach(&mut self, word: u32, head: u32, relation: u8) {
        if let Some(node) = self.nodes.get_mut(word as usize) {
            (node.head, node.relation) = (head, relation);
        }
        let Some(node) = self.nodes.get_mut(head as usize) else { return };
        let side = usize::from(word > head);
        if let Some(n) = node.n.get_mut(side) {
            *n = n.saturating_add(1);
        }
        let dependents = if side == 0 { &mut node.left } else { &mut node.right };
        *dependents = [word, dependents[0]];
    }

    /// How many gold arcs each move makes unreachable: shift, left, right.
    ///
    /// `heads` are the gold heads of the words, the root being the number of words.
    pub fn costs(&self, heads: &[u32]) -> [u32; 3] {
        let head = |word: u32| heads.get(word as usize).copied().unwrap_or(NONE);
        let n = heads.len() as u32;
        let (top, below) = (self.stack(0), self.stack(1));
        let mut costs = [0; 3];
        if self.next < n {
            let next = self.next;
            costs[0] += self.stack.iter().filter(|word| head(**word) == next).count() as u32;
            let deep = self.stack.split_last().map_or(&[][..], |(_, deep)| deep);
            costs[0] += u32::from(deep.contains(&head(next)));
        }
        if top != NONE {
            let children = (self.next..n).filter(|word| head(*word) == top).count() as u32;
            let gold = head(top);
            let ahead = gold >= self.next && gold <= n;
            costs[1] = children + u32::from(gold != self.next && (ahead || gold == below));
            costs[2] = children + u32::from(ahead);
        }
        costs
    }
}
