//! Trains tagger, lemmatiser and parser, in that order, and writes one model file.

use crate::{
    conllu::{self, Word},
    perceptron::{Perceptron, Pruning, Shuffle},
    trees,
};
use anyhow::{Context as _, Result};
use rustc_hash::FxHashMap;
use std::{collections::BTreeMap, path::Path};
use tellings_language::{
    Model,
    cluster::Clusters,
    feature::{Lexeme, hash, normal_form},
    lemma::{Edit, Lemmatiser, ending_key, endings, word_key},
    parse::relation_of,
    table::Table,
    tag::{self, Context, Tagger, known_key},
};
use tellings_model::{Relation, Upos};

/// Passes over the training text.
const TAGGER_EPOCHS: usize = 5;
/// Parts of the text that are tagged by taggers that have not seen them.
const N_FOLDS: usize = 3;
/// Step of the tagger's first slope.
const TAGGER_RATE: f32 = 0.5;

/// How often a word must be seen for its only tag to be taken as known, and one time in how many it
/// may have another.
const KNOWN_COUNT: usize = 20;
const KNOWN_SHARE: usize = 300;
/// How far the first pass must be ahead for the second to leave it alone, in the units of the table.
const SURE: i32 = 8000;

const TAGGER_PRUNING: Pruning = Pruning { min_updates: 1, min_weight: 0.2 };

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
    let known = known(&treebank.examples);
    model.tagger = Tagger { tags: treebank.tags.clone(), known, sure: SURE, ..Tagger::default() };
    train_tagger(&mut treebank.examples, &mut model.tagger);
}

/// Trains the parser into the model, on tags of taggers that have not seen the sentences.
pub(crate) fn trees(treebank: &Treebank, model: &mut Model) {
    model.parser = trees::train(&treebank.examples, &treebank.relations, treebank.tags.len());
}

/// The joint tags of the treebanks, by frequency; those of fewer than three words are left out.
fn tag_set(sentences: &[Vec<Word>]) -> Vec<(Upos, String)> {
    let mut counts: BTreeMap<(Upos, &str), usize> = BTreeMap::new();
    for word in sentences.iter().flatten() {
        *counts
            .entry((Upos::named(&word.upos).unwrap_or(Upos::X), word.xpos.as_str()))
            .or_default() += 1;
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
        let upos = Upos::named(&word.upos).unwrap_or(Upos::X);
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

/// The tag of words that have been seen often, and hardly ever with another.
fn known(examples: &[Example]) -> FxHashMap<u64, u8> {
    let mut counts: BTreeMap<u64, BTreeMap<u8, usize>> = BTreeMap::new();
    for example in examples {
        for (word, tag) in example.words.iter().zip(&example.gold) {
            *counts.entry(known_key(word)).or_default().entry(*tag).or_default() += 1;
        }
    }
    let only = |counts: BTreeMap<u8, usize>| {
        let n: usize = counts.values().sum();
        let (tag, top) =
            counts.into_iter().max_by_key(|(tag, top)| (*top, std::cmp::Reverse(*tag)))?;
        (n >= KNOWN_COUNT && top * KNOWN_SHARE > n * (KNOWN_SHARE - 1)).then_some(tag)
    };
    counts.into_iter().filter_map(|(key, counts)| Some((key, only(counts)?))).collect()
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
        let mut room = tag::Room::default();
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
                    of_part.pass(pass, &example.words, guesses, &mut tags_of[at], &mut room);
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

/// The edits that make the dictionary form of a word: that of the word as it stands, and one that does
/// not mind how the word is written, so that `i` gets the form of `I`.
fn edits_between(word: &Word) -> Vec<Edit> {
    let lower = word.form.to_lowercase();
    let mut edits: Vec<Edit> = [&word.form, &lower]
        .into_iter()
        .filter_map(|form| Edit::between(form, &word.lemma))
        .filter(|edit| edit.on.len() <= 10 && edit.n_off <= 10)
        .filter(|edit| {
            let mut made = String::new();
            edit.apply(&word.form, &mut made);
            made == word.lemma
        })
        .collect();
    edits.dedup();
    edits
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
            let form = normal_form(&word.form, &mut buffer).to_owned();
            let of_form = counts.entry((form, *tag)).or_default();
            for edit in edits_between(word) {
                *totals.entry(edit.clone()).or_default() += 1;
                *of_form.entry(edit).or_default() += 1;
            }
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
