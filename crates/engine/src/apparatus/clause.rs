//! The clauses of a telling: each with its verb, who does it, and what stands around it.

use tellings_model::{Annotations, Relation, Sentence, Span, Token, Upos, Witness};

/// One clause: a verb (or a noun that stands for one) with the words that depend on it.
#[derive(Clone, Debug)]
pub(super) struct Clause {
    /// Which witness.
    pub(super) witness_idx: usize,
    /// The word the clause hangs on.
    pub(super) head: usize,
    /// All its words, in order; the words of clauses inside it are theirs.
    pub(super) tokens: Vec<usize>,
    /// The heads of its subjects; the agent of a passive counts, its subject does not.
    pub(super) actors: Vec<usize>,
    /// The heads of its objects, and the subject of a passive.
    pub(super) objects: Vec<usize>,
    /// Whether it is denied (`did not`, `never`).
    pub(super) negated: bool,
}

impl Clause {
    /// Where the clause stands: from its first word to its last.
    pub(super) fn span(&self, annotations: &Annotations) -> Option<Span> {
        let first = annotations.tokens.get(*self.tokens.first()?)?.span;
        let last = annotations.tokens.get(*self.tokens.last()?)?.span;
        Some(first.cover(last))
    }
}

/// The clauses of all witnesses, in order.
pub(super) fn clauses(witnesses: &[Witness]) -> Vec<Clause> {
    let mut clauses = Vec::new();
    for (witness_idx, witness) in witnesses.iter().enumerate() {
        for sentence in &witness.annotations.sentences {
            of_sentence(witness, witness_idx, sentence, &mut clauses);
        }
    }
    clauses
}

fn of_sentence(
    witness: &Witness,
    witness_idx: usize,
    sentence: &Sentence,
    clauses: &mut Vec<Clause>,
) {
    let tokens = &witness.annotations.tokens;
    let range = sentence.tokens.0 as usize..(sentence.tokens.1 as usize).min(tokens.len());
    let first_clause = clauses.len();
    // The clause of each token of the sentence, as an index into `clauses`.
    let mut owner: Vec<Option<usize>> = vec![None; range.len()];
    for idx in range.clone() {
        let head = clause_head(tokens, &range, idx);
        let known = clauses[first_clause..].iter().position(|clause| clause.head == head);
        let clause_idx = first_clause + known.unwrap_or(clauses.len() - first_clause);
        if known.is_none() {
            clauses.push(Clause {
                witness_idx,
                head,
                tokens: Vec::new(),
                actors: Vec::new(),
                objects: Vec::new(),
                negated: false,
            });
        }
        if let Some(slot) = owner.get_mut(idx - range.start) {
            *slot = Some(clause_idx);
        }
    }
    for (idx, clause_idx) in range.clone().zip(owner) {
        let Some(clause) = clause_idx.and_then(|clause_idx| clauses.get_mut(clause_idx)) else {
            continue;
        };
        clause.tokens.push(idx);
        let Some(token) = tokens.get(idx) else { continue };
        if token.head as usize == clause.head {
            match token.relation {
                Relation::Nsubj | Relation::Csubj | Relation::OblAgent => clause.actors.push(idx),
                Relation::Obj | Relation::Iobj | Relation::NsubjPass | Relation::CsubjPass => {
                    clause.objects.push(idx);
                }
                _ => {}
            }
        }
        let lemma = witness.annotations.lemma(token);
        clause.negated |= token.relation == Relation::Advmod
            && matches!(token.upos, Upos::Part | Upos::Adv)
            && super::cues::is_negation(lemma);
    }
    share_actors(tokens, clauses.get_mut(first_clause..).unwrap_or(&mut []));
}

/// A clause without an actor of its own has that of the clause it is joined or subject to.
fn share_actors(tokens: &[Token], clauses: &mut [Clause]) {
    for idx in 0..clauses.len() {
        let Some(clause) = clauses.get(idx).filter(|clause| clause.actors.is_empty()) else {
            continue;
        };
        let Some(head) = tokens.get(clause.head) else { continue };
        let inherits = matches!(head.relation, Relation::Conj | Relation::Advcl | Relation::Xcomp);
        if !inherits || clause.objects.iter().any(|&object| is_passive_subject(tokens, object)) {
            continue;
        }
        let above = head.head as usize;
        let actors = clauses
            .iter()
            .find(|other| other.tokens.contains(&above) || other.head == above)
            .map(|other| other.actors.clone());
        if let (Some(actors), Some(clause)) = (actors, clauses.get_mut(idx)) {
            clause.actors = actors;
        }
    }
}

fn is_passive_subject(tokens: &[Token], idx: usize) -> bool {
    tokens.get(idx).is_some_and(|token| token.relation == Relation::NsubjPass)
}

/// The word that the clause of a token hangs on: the nearest word above it that opens a clause.
fn clause_head(tokens: &[Token], range: &std::ops::Range<usize>, idx: usize) -> usize {
    let mut at = idx;
    // A path up the tree is no longer than the sentence.
    for _ in 0..range.len() {
        let Some(token) = tokens.get(at) else { return at };
        let above = token.head as usize;
        if above == at || !range.contains(&above) || opens_clause(token) {
            return at;
        }
        at = above;
    }
    at
}

fn opens_clause(token: &Token) -> bool {
    match token.relation {
        Relation::Root
        | Relation::Ccomp
        | Relation::Advcl
        | Relation::AclRelcl
        | Relation::Parataxis
        | Relation::Csubj
        | Relation::CsubjPass => true,
        Relation::Acl | Relation::Conj => token.upos == Upos::Verb,
        _ => false,
    }
}
