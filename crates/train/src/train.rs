//! Trains tagger, lemmatiser and parser, in that order, and writes one model file.

use crate::{
    conllu::{self, Word},
    perceptron::{Perceptron, Pruning, Shuffle},
};
use anyhow::{Context as _, Result};
use rustc_hash::FxHashMap;
use std::{collections::BTreeMap, path::Path};
use tellings::language::{
    Model,
    cluster::Clusters,
    feature::{Lexeme, hash, normal_form},
    lemma::{Edit, Lemmatiser, ending_key, endings, word_key},
    parse::{Move, NONE, Parser, State, View, class_of, move_of, relation_of},
    table::Table,
    tag::{Context, Tagger, upos_of},
};
use tellings_model::{Relation, Upos};

/// Passes over the training text.
const TAGGER_EPOCHS: usize = 5;
const PARSER_EPOCHS: usize = 7;
/// Parts of the text that are tagged by taggers that have not seen them.
const N_FOLDS: usize = 3;
/// Step of the tagger's first slope.
const TAGGER_RATE: f32 = 0.5;

const TAGGER_PRUNING: Pruning = Pruning { min_updates: 1, min_weight: 0.2 };
const PARSER_PRUNING: Pruning = Pruning { min_updates: 10, min_weight: 0.2 };

/// A sentence ready for training.
pub(crate) struct Example {
    /// Its words as the models see them.
    pub(crate) words: Vec<Lexeme>,
    /// The right tags.
    pub(crate) gold: Vec<u8>,
    /// The tags of a tagger that has not seen the sentence.
    pub(crate) tags: Vec<u8>,
    /// The right heads, the root being the number of words.
    pub(crate) heads: Vec<u32>,
    /// The right relations.
    pub(crate) relations: Vec<u8>,
}

/// The training parts of the treebanks.
pub(crate) struct Treebank {
    sentences: Vec<Vec<Word>>,
    examples: Vec<Example>,
    tags: Vec<(Upos, String)>,
    relations: Vec<Relation>,
}

impl Treebank {
    /// Reads the treebanks.
    pub(crate) fn read(folder: &Path, clusters: &Clusters) -> Result<Self> {
        let mut sentences = Vec::new();
        for set in ["ud_ewt", "ud_gum"] {
            for document in conllu::documents(&folder.join(set).join("train.conllu.gz"))? {
                sentences.extend(document.sentences.into_iter().map(|sentence| sentence.words));
            }
        }
        let tags = tag_set(&sentences);
        let mut relations: Vec<Relation> =
            sentences.iter().flatten().map(|word| relation_of(&word.relation)).collect();
        relations.sort_unstable();
        relations.dedup();
        let examples: Vec<Example> =
            sentences.iter().map(|words| example(words, &tags, &relations, clusters)).collect();
        eprintln!(
            "{} sentences, {} tags, {} relations",
            examples.len(),
            tags.len(),
            relations.len()
        );
        Ok(Self { sentences, examples, tags, relations })
    }
}

/// Reads the word clusters that lie beside the trainer.
pub(crate) fn clusters() -> Result<Clusters> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/word_clusters.tsv.gz");
    let text = conllu::read_text(&path)?;
    let mut paths = vec![0];
    let mut words = Vec::new();
    // A word that is known with a capital only lends its cluster to the form in lower case.
    let mut lent = Vec::new();
    let mut buffer = String::new();
    for line in text.lines() {
        let (path, members) = line.split_once('\t').context("a cluster without words")?;
        let number = u16::try_from(paths.len()).context("too many clusters")?;
        paths.push(path.bytes().rev().fold(1, |path, bit| path << 1 | u32::from(bit == b'1')));
        for word in members.split(' ') {
            words.push((hash(word.as_bytes()), number));
            lent.push((hash(normal_form(word, &mut buffer).as_bytes()), number));
        }
    }
    words.extend(lent);
    Ok(Clusters::build(paths, words))
}

/// Trains tagger and lemmatiser into the model.
pub(crate) fn tags(treebank: &mut Treebank, model: &mut Model) {
    model.lemmatiser = lemmatiser(&treebank.sentences, &treebank.examples);
    model.tagger = Tagger { tags: treebank.tags.clone(), ..Tagger::default() };
    train_tagger(&mut treebank.examples, &mut model.tagger);
}

/// Trains the parser into the model, on tags of taggers that have not seen the sentences.
pub(crate) fn trees(treebank: &Treebank, model: &mut Model) {
    let upos = treebank.tags.iter().map(|(upos, _)| *upos as u8).collect();
    let mut parser = Parser { relations: treebank.relations.clone(), upos, ..Parser::default() };
    parser.table = train_parser(&treebank.examples, &parser);
    model.parser = parser;
}

/// The joint tags of the treebanks, by frequency; those of fewer than three words are left out.
fn tag_set(sentences: &[Vec<Word>]) -> Vec<(Upos, String)> {
    let mut counts: BTreeMap<(Upos, &str), usize> = BTreeMap::new();
    for word in sentences.iter().flatten() {
        *counts.entry((upos_of(&word.upos).unwrap_or(Upos::X), word.xpos.as_str())).or_default() +=
            1;
    }
    let mut tags: Vec<_> = counts.into_iter().filter(|(_, count)| *count > 2).collect();
    tags.sort_by_key(|(tag, count)| (std::cmp::Reverse(*count), *tag));
    tags.into_iter().take(250).map(|((upos, penn), _)| (upos, penn.to_owned())).collect()
}

fn example(
    words: &[Word],
    tags: &[(Upos, String)],
    relations: &[Relation],
    clusters: &Clusters,
) -> Example {
    let mut buffer = String::new();
    let n_words = words.len() as u32;
    let tag = |word: &Word| {
        let upos = upos_of(&word.upos).unwrap_or(Upos::X);
        let same = |exact: bool| {
            tags.iter().position(|(u, penn)| *u == upos && (!exact || *penn == word.xpos))
        };
        same(true).or_else(|| same(false)).unwrap_or(0) as u8
    };
    let gold: Vec<u8> = words.iter().map(tag).collect();
    Example {
        words: words.iter().map(|word| Lexeme::new(&word.form, clusters, &mut buffer)).collect(),
        tags: gold.clone(),
        gold,
        heads: words.iter().map(|w| (w.head as u32).checked_sub(1).unwrap_or(n_words)).collect(),
        relations: words
            .iter()
            .map(|w| relations.binary_search(&relation_of(&w.relation)).unwrap_or(0) as u8)
            .collect(),
    }
}

/// Trains both passes; afterwards `tags` of the examples are those of unseen text.
fn train_tagger(examples: &mut [Example], tagger: &mut Tagger) {
    for pass in 0..2 {
        // One tagger for the model, and one for each part of the text that has not seen it.
        let n_tags = tagger.tags.len();
        let shared: &[Example] = examples;
        let tables: Vec<Table> = std::thread::scope(|scope| {
            let train = |part: usize| {
                let seen: Vec<usize> =
                    (0..shared.len()).filter(|at| at / 50 % N_FOLDS != part).collect();
                scope.spawn(move || train_pass(shared, &seen, n_tags, pass == 1))
            };
            let running: Vec<_> = (0..=N_FOLDS).map(train).collect();
            running.into_iter().filter_map(|thread| thread.join().ok()).collect()
        });
        let mut features = Vec::new();
        let mut of_part = tagger.clone();
        let mut tags_of: Vec<Vec<u8>> = Vec::new();
        for (part, table) in tables.iter().take(N_FOLDS).enumerate() {
            of_part.passes[pass] = table.clone();
            for (at, example) in examples.iter().enumerate() {
                if part == 0 {
                    tags_of.push(Vec::new());
                }
                if at / 50 % N_FOLDS == part {
                    let guesses: &[u8] = if pass == 1 { &example.tags } else { &[] };
                    of_part.pass(pass, &example.words, guesses, &mut tags_of[at], &mut features);
                }
            }
        }
        for (example, tags) in examples.iter_mut().zip(tags_of) {
            example.tags = tags;
        }
        tagger.passes[pass] = tables.into_iter().next_back().unwrap_or_default();
    }
}

fn train_pass(examples: &[Example], seen: &[usize], n_tags: usize, guided: bool) -> Table {
    let mut model = Perceptron::default();
    let mut order = seen.to_vec();
    let mut features = Vec::new();
    let mut scores = [0.0; 256];
    let mut tags = Vec::new();
    let mut slopes = Vec::new();
    for epoch in 0..TAGGER_EPOCHS {
        Shuffle(epoch as u64).mix(&mut order);
        let mut n_wrong = 0;
        for example in order.iter().filter_map(|at| examples.get(*at)) {
            let guesses: &[u8] = if guided { &example.tags } else { &[] };
            tags.clear();
            for (idx, gold) in example.gold.iter().enumerate() {
                Context { words: &example.words, tags: &tags, guesses }
                    .features(idx, &mut features);
                model.scores(&features, &mut scores);
                let guess = best(&scores, n_tags);
                model.tick();
                n_wrong += usize::from(guess != *gold);
                slopes_of(&scores, n_tags, *gold, &mut slopes);
                model.follow(&features, &slopes, TAGGER_RATE);
                tags.push(guess);
            }
        }
        if epoch + 1 == TAGGER_EPOCHS {
            eprintln!("  {n_wrong} wrong in the last epoch");
        }
    }
    model.table(TAGGER_PRUNING)
}

/// The slopes of the log loss that are not too small to matter.
fn slopes_of(scores: &[f32; 256], n_classes: usize, gold: u8, slopes: &mut Vec<(u8, f32)>) {
    let scores = &scores[..n_classes];
    let top = scores.iter().copied().fold(f32::MIN, f32::max);
    let sum: f32 = scores.iter().map(|score| (score - top).exp()).sum();
    slopes.clear();
    for (class, score) in (0..=255).zip(scores) {
        let slope = f32::from(u8::from(class == gold)) - (score - top).exp() / sum;
        if slope.abs() > 0.01 {
            slopes.push((class, slope));
        }
    }
}

fn best(scores: &[f32; 256], n_classes: usize) -> u8 {
    let mut best = 0;
    for (class, score) in scores.iter().enumerate().take(n_classes) {
        if scores.get(best).is_some_and(|top| score > top) {
            best = class;
        }
    }
    best as u8
}

/// Trains the parser on tags of unseen text, following its own mistakes.
fn train_parser(examples: &[Example], parser: &Parser) -> Table {
    let n_classes = 1 + 2 * parser.relations.len();
    let mut model = Perceptron::default();
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut chance = Shuffle(7);
    let mut features = Vec::new();
    let mut scores = [0.0; 256];
    let mut state = State::default();
    for epoch in 0..PARSER_EPOCHS {
        Shuffle(epoch as u64 + 100).mix(&mut order);
        let (mut n_wrong, mut n_moves) = (0, 0);
        for example in order.iter().filter_map(|at| examples.get(*at)) {
            let view = View { words: &example.words, tags: &example.tags, upos: &parser.upos };
            state.start(example.words.len());
            while !state.is_done() {
                view.features(&state, &mut features);
                model.scores(&features, &mut scores);
                model.tick();
                let right = right_classes(&state, example, n_classes);
                let allowed = state.allowed();
                let guess = best_of(&scores, |class| allowed[step_of(class)], n_classes);
                let target = best_of(&scores, |class| right[usize::from(class)], n_classes);
                n_moves += 1;
                let is_right = right[usize::from(guess)];
                if !is_right {
                    n_wrong += 1;
                    model.update(&features, target, guess);
                }
                // Following one's own mistakes: Goldberg and Nivre 2012.
                let follow = is_right || epoch > 0 && chance.next() % 100 < 90;
                let (step, relation) = move_of(if follow { guess } else { target });
                state.make(step, relation);
            }
        }
        eprintln!("parser, epoch {epoch}: {n_wrong} of {n_moves} moves wrong");
    }
    model.table(PARSER_PRUNING)
}

fn step_of(class: u8) -> usize {
    match move_of(class).0 {
        Move::Shift => 0,
        Move::Left => 1,
        Move::Right => 2,
    }
}

/// The classes that make no further gold arc unreachable; the least bad ones where all do.
fn right_classes(state: &State, example: &Example, n_classes: usize) -> [bool; 256] {
    let allowed = state.allowed();
    let costs = state.costs(&example.heads);
    let least = (0..3).filter(|step| allowed[*step]).map(|step| costs[step]).min().unwrap_or(0);
    let top = state.stack(0);
    let gold = |head: u32| {
        (top != NONE && example.heads.get(top as usize) == Some(&head))
            .then(|| example.relations.get(top as usize).copied().unwrap_or(0))
    };
    let mut right = [false; 256];
    for class in 0..n_classes as u8 {
        let (step, relation) = move_of(class);
        let at = step_of(class);
        let head = match step {
            Move::Shift => None,
            Move::Left => gold(state.buffer(0)),
            Move::Right => gold(state.stack(1)),
        };
        right[usize::from(class)] = allowed[at]
            && costs[at] == least
            && head.is_none_or(|gold| gold == relation)
            && class == class_of(step, relation);
    }
    right
}

fn best_of(scores: &[f32; 256], admits: impl Fn(u8) -> bool, n_classes: usize) -> u8 {
    let mut best = None;
    for class in 0..n_classes as u8 {
        let score = scores[usize::from(class)];
        if admits(class) && best.is_none_or(|(_, top)| score > top) {
            best = Some((class, score));
        }
    }
    best.map_or(0, |(class, _)| class)
}

/// How often each edit makes the dictionary form of words with an ending and a tag.
type Endings<'a> = BTreeMap<(&'a str, u8), BTreeMap<Edit, usize>>;

/// Counts how often each edit makes the dictionary form of words and endings.
fn lemmatiser(sentences: &[Vec<Word>], examples: &[Example]) -> Lemmatiser {
    let mut counts: BTreeMap<(String, u8), BTreeMap<Edit, usize>> = BTreeMap::new();
    let mut totals: BTreeMap<Edit, usize> = BTreeMap::new();
    let mut buffer = String::new();
    for (words, example) in sentences.iter().zip(examples) {
        for (word, tag) in words.iter().zip(&example.gold) {
            let Some(edit) = Edit::between(&word.form, &word.lemma) else { continue };
            if edit.on.len() > 10 || edit.n_off > 10 {
                continue;
            }
            *totals.entry(edit.clone()).or_default() += 1;
            let form = normal_form(&word.form, &mut buffer).to_owned();
            *counts.entry((form, *tag)).or_default().entry(edit).or_default() += 1;
        }
    }
    let mut edits: Vec<(Edit, usize)> = totals.into_iter().collect();
    edits.sort_by_key(|(edit, count)| (std::cmp::Reverse(*count), edit.clone()));
    let edits: Vec<Edit> = edits.into_iter().take(250).map(|(edit, _)| edit).collect();
    let number: FxHashMap<&Edit, u8> = edits.iter().zip(0..=255).collect();
    let top = |counts: &BTreeMap<Edit, usize>| -> Option<u8> {
        let known = counts.iter().filter_map(|(edit, n)| Some((*n, number.get(edit)?)));
        known.max_by_key(|(n, edit)| (*n, std::cmp::Reverse(**edit))).map(|(_, edit)| *edit)
    };

    // Endings from short to long: one is kept where it decides otherwise than the shorter ones.
    let mut by_length: Vec<Endings<'_>> = vec![BTreeMap::new(); 7];
    for ((form, tag), of_form) in &counts {
        for ending in endings(form) {
            if let Some(slot) = by_length.get_mut(ending.chars().count()) {
                let sum = slot.entry((ending, *tag)).or_default();
                for edit in of_form.keys() {
                    *sum.entry(edit.clone()).or_default() += 1;
                }
            }
        }
    }
    let mut rows: BTreeMap<u64, u8> = BTreeMap::new();
    let decide = |rows: &BTreeMap<u64, u8>, ending: &str, tag: u8| {
        endings(ending).find_map(|shorter| rows.get(&ending_key(shorter, tag)).copied())
    };
    for (length, slot) in by_length.iter().enumerate() {
        for ((ending, tag), sum) in slot {
            let seen: usize = sum.values().sum();
            let Some(edit) = top(sum) else { continue };
            if (length == 0 || seen > 1) && decide(&rows, ending, *tag) != Some(edit) {
                rows.insert(ending_key(ending, *tag), edit);
            }
        }
    }
    for ((form, tag), of_form) in &counts {
        let Some(edit) = top(of_form) else { continue };
        if decide(&rows, form, *tag) != Some(edit) {
            rows.insert(word_key(form, *tag), edit);
        }
    }
    eprintln!("lemmatiser: {} edits, {} rows", edits.len(), rows.len());
    let rows = rows.into_iter().map(|(key, edit)| (key, vec![(edit, 0)])).collect();
    Lemmatiser { edits, table: Table::build(rows) }
}
