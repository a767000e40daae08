//! Trains and measures the name finder.

use crate::{
    conllu::{self, read_text},
    perceptron::{Perceptron, Pruning, Shuffle},
    swap,
};
use anyhow::{Context, Result};
use serde_json::Value;
use std::{collections::BTreeMap, path::Path};
use tellings_language::{
    self, Model,
    feature::Lexeme,
    known,
    name::{self, N_LABELS, Namer, Votes, Words, label, may_follow, transition},
    table::Table,
};

const EPOCHS: usize = 8;
/// Step of the first slope.
const RATE: f32 = 0.3;
const PRUNING: Pruning = Pruning { min_updates: 1, min_weight: 0.15 };
/// Parts of the text that are read by finders that have not seen them.
const N_FOLDS: usize = 3;

/// A sentence with its names.
#[derive(Clone, Debug, Default)]
pub(crate) struct Named {
    /// Its words.
    pub(crate) tokens: Vec<String>,
    /// Its names: first word, word behind the last, kind.
    pub(crate) names: Vec<(usize, usize, usize)>,
    words: Vec<Lexeme>,
    tags: Vec<u8>,
    marks: Vec<u32>,
    gold: Vec<u8>,
    votes: Vec<u8>,
}

/// The sentences of one text.
pub(crate) type Text = Vec<Named>;

/// The kind of a label of any of the sets; `None` for what is no name.
fn kind(label: &str) -> Option<usize> {
    Some(match label {
        "PER" | "person" | "Person" => 0,
        "ORG" | "corporation" | "group" | "organization" | "Organisation" => 1,
        "LOC" | "location" | "place" | "Location" => 2,
        "MISC" | "product" | "creative-work" => 3,
        _ => return None,
    })
}

fn strings(value: &Value) -> Vec<String> {
    let items = value.as_array().into_iter().flatten();
    items.filter_map(|item| item.as_str().map(str::to_owned)).collect()
}

fn number(value: Option<&Value>) -> usize {
    value.and_then(Value::as_u64).unwrap_or(0) as usize
}

/// Reads a set of `tokens` and `ents`; sentences of one `doc` are one text.
pub(crate) fn plain(path: &Path) -> Result<Vec<Text>> {
    let mut texts: Vec<Text> = Vec::new();
    let mut last = Value::Null;
    for line in read_text(path)?.lines() {
        let record: Value =
            serde_json::from_str(line).with_context(|| path.display().to_string())?;
        let tokens = strings(&record["tokens"]);
        let mut names = Vec::new();
        for entity in record["ents"].as_array().into_iter().flatten() {
            if let Some(kind) = entity.get(2).and_then(Value::as_str).and_then(kind) {
                names.push((number(entity.get(0)), number(entity.get(1)), kind));
            }
        }
        if record["doc"].is_null() || record["doc"] != last {
            texts.push(Vec::new());
        }
        last = record["doc"].clone();
        if let Some(text) = texts.last_mut() {
            text.push(Named { tokens, names, ..Named::default() });
        }
    }
    Ok(texts)
}

/// Joins sentences that follow the order of a treebank into its texts.
pub(crate) fn by_treebank(sentences: Vec<Text>, treebank: &Path) -> Result<Vec<Text>> {
    let mut sentences = sentences.into_iter().flatten();
    let documents = conllu::documents(treebank)?;
    Ok(documents.iter().map(|d| sentences.by_ref().take(d.sentences.len()).collect()).collect())
}

/// Reads GUM: the names are the proper nouns around the heads of its mentions.
fn gum(folder: &Path, part: &str) -> Result<Vec<Text>> {
    let documents = conllu::documents(&folder.join(format!("ud_gum/{part}.conllu.gz")))?;
    let trees: BTreeMap<&str, &conllu::Document> =
        documents.iter().map(|document| (document.name.as_str(), document)).collect();
    let mut texts = Vec::new();
    for line in read_text(&folder.join(format!("gum_entities/{part}.jsonl.gz")))?.lines() {
        let record: Value = serde_json::from_str(line)?;
        let Some(tree) = record["id"].as_str().and_then(|id| trees.get(id)) else { continue };
        let mut text: Text = tree
            .sentences
            .iter()
            .map(|sentence| Named {
                tokens: sentence.words.iter().map(|word| word.form.clone()).collect(),
                ..Named::default()
            })
            .collect();
        let mut mentions: Vec<(usize, usize, usize, usize)> = Vec::new();
        for mention in record["mentions"].as_array().into_iter().flatten() {
            let kind = match mention.get(3).and_then(Value::as_str).unwrap_or("") {
                "person" => 0,
                "organization" => 1,
                "place" => 2,
                "time" | "animal" | "plant" | "substance" => continue,
                _ => 3,
            };
            let at = |place: usize| number(mention.get(place));
            mentions.push((at(0), at(1), at(2), kind));
        }
        // Long mentions first: a name inside a name is a part of it.
        mentions.sort_by_key(|m| (m.0, std::cmp::Reverse(m.2 - m.1.min(m.2)), m.1));
        for (at, start, end, kind) in mentions {
            let (Some(sentence), Some(named)) = (tree.sentences.get(at), text.get_mut(at)) else {
                continue;
            };
            let Some((start, end)) = proper(&sentence.words, start, end, kind) else { continue };
            if named.names.iter().all(|(from, to, _)| end <= *from || *to <= start) {
                named.names.push((start, end, kind));
            }
        }
        texts.push(text);
    }
    Ok(texts)
}

/// The proper nouns around the head of a mention, without offices in front of people.
fn proper(words: &[conllu::Word], start: usize, end: usize, kind: usize) -> Option<(usize, usize)> {
    let inside = |at: usize| start <= at && at < end;
    let head = (start..end.min(words.len()))
        .find(|at| words.get(*at).is_some_and(|word| word.head == 0 || !inside(word.head - 1)))?;
    let is_proper = |at: usize| words.get(at).is_some_and(|word| word.upos == "PROPN");
    let small = |at: usize| {
        words.get(at).is_some_and(|word| {
            matches!(
                word.form.as_str(),
                "of" | "the" | "and" | "&" | "for" | "-" | "." | "'s" | "’s" | "de" | "la"
            ) || word.upos == "NUM" && kind != 0
                || word.upos == "ADJ" && word.form.starts_with(char::is_uppercase)
        })
    };
    if !is_proper(head) {
        return None;
    }
    let (mut from, mut to) = (head, head + 1);
    while to < end && (is_proper(to) || small(to)) {
        to += 1;
    }
    while from > start && (is_proper(from - 1) || small(from - 1)) {
        from -= 1;
    }
    while to > head + 1 && !is_proper(to - 1) {
        to -= 1;
    }
    while from < head && !is_proper(from) && !words[from].form.starts_with(char::is_uppercase) {
        from += 1;
    }
    if kind == 0 {
        const OFFICES: &str = " mr mr. mrs mrs. ms ms. dr dr. president senator sen. sir lord lady king queen prince princess pope \
            prime minister secretary general governor gov. judge justice professor prof. captain major colonel sergeant \
            chairman chancellor mayor representative congressman congresswoman saint st. father rev. reverend bishop archbishop ";
        let office = |at: usize| OFFICES.contains(&format!(" {} ", words[at].form.to_lowercase()));
        if let Some(last) = (from..to).rev().find(|at| office(*at))
            && last + 1 < to
        {
            from = last + 1;
        }
    }
    (from < to).then_some((from, to))
}

/// All sets that the shipped model is trained with.
pub(crate) fn training(folder: &Path) -> Result<Vec<Text>> {
    let mut texts = gum(folder, "train")?;
    texts.extend(gum(folder, "dev")?);
    texts.extend(plain(&folder.join("wikigold/dev.jsonl.gz"))?);
    texts.extend(plain(&folder.join("wnut17/train.jsonl.gz"))?);
    Ok(texts)
}

/// Trains the name finder for a tagger.
pub(crate) fn model(folder: &Path, tagger: &Model) -> Result<Namer> {
    let mut texts = training(folder)?;
    swap::foreign(&mut texts, 77);
    prepare(&mut texts, tagger);
    Ok(train(&mut texts))
}

/// The names of UNER-EWT dev, joined into texts.
pub(crate) fn uner(folder: &Path) -> Result<Vec<Text>> {
    by_treebank(plain(&folder.join("uner_ewt/dev.jsonl.gz"))?, &folder.join("ud_ewt/dev.conllu.gz"))
}

/// Sets words, tags, marks and gold labels.
pub(crate) fn prepare(texts: &mut [Text], model: &Model) {
    let (mut buffer, mut room) = (String::new(), tellings_language::Room::default());
    for sentence in texts.iter_mut().flatten() {
        sentence.words = sentence
            .tokens
            .iter()
            .map(|token| Lexeme::new(token, &model.clusters, &mut buffer))
            .collect();
        drop(model.read_sentence(&sentence.words, &mut sentence.tags, &mut room));
        known::marks(&sentence.words, &mut sentence.marks);
        sentence.gold = vec![0; sentence.tokens.len()];
        for (start, end, kind) in &sentence.names {
            for (at, slot) in sentence.gold.iter_mut().enumerate().take(*end).skip(*start) {
                *slot = label(*kind, at == *start);
            }
        }
    }
}

/// Trains both passes.
pub(crate) fn train(texts: &mut [Text]) -> Namer {
    let mut namer = Namer::default();
    // The votes a text gets are those of a finder that has not seen it.
    let shared: &[Text] = texts;
    let tables: Vec<Table> = std::thread::scope(|scope| {
        let running: Vec<_> = (0..=N_FOLDS)
            .map(|part| scope.spawn(move || train_pass(shared, |at| at % N_FOLDS != part, 0)))
            .collect();
        running.into_iter().filter_map(|thread| thread.join().ok()).collect()
    });
    let (mut labels, mut features) = (Vec::new(), Vec::new());
    for (at, text) in texts.iter_mut().enumerate() {
        namer.passes[0] = tables[at % N_FOLDS].clone();
        vote(&namer, text, &mut labels, &mut features);
    }
    namer.passes[0] = tables[N_FOLDS].clone();
    namer.passes[1] = train_pass(texts, |_| true, 1);
    namer
}

fn vote(namer: &Namer, text: &mut [Named], labels: &mut Vec<u8>, features: &mut Vec<u64>) {
    let mut votes = Votes::default();
    for s in text.iter() {
        let words = Words { words: &s.words, tags: &s.tags, marks: &s.marks, votes: &[] };
        namer.pass(0, words, labels, features);
        votes.count(&s.words, labels);
    }
    for sentence in text.iter_mut() {
        sentence.votes = sentence.words.iter().map(|word| votes.of(word)).collect();
    }
}

fn train_pass(texts: &[Text], seen: impl Fn(usize) -> bool, pass: usize) -> Table {
    let sentences: Vec<&Named> =
        texts.iter().enumerate().filter(|(at, _)| seen(*at)).flat_map(|(_, text)| text).collect();
    let mut model = Perceptron::default();
    let mut order: Vec<usize> = (0..sentences.len()).collect();
    for epoch in 0..EPOCHS {
        Shuffle(epoch as u64 + 31).mix(&mut order);
        for at in &order {
            step(&mut model, sentences[*at], pass);
        }
    }
    model.table(PRUNING)
}

/// One step on one sentence: the slopes of a linear chain by forward and backward sums.
fn step(model: &mut Perceptron, sentence: &Named, pass: usize) {
    let n = sentence.words.len();
    if n == 0 {
        return;
    }
    let votes: &[u8] = if pass == 1 { &sentence.votes } else { &[] };
    let words =
        Words { words: &sentence.words, tags: &sentence.tags, marks: &sentence.marks, votes };
    let mut features: Vec<Vec<u64>> = vec![Vec::new(); n];
    let mut own = vec![[0.0_f32; N_LABELS]; n];
    let mut scores = [0.0; 256];
    for at in 0..n {
        words.features(at, &mut features[at]);
        model.scores(&features[at], &mut scores);
        own[at].copy_from_slice(&scores[..N_LABELS]);
    }
    let mut after = [[f32::NEG_INFINITY; N_LABELS]; N_LABELS];
    for (from, row) in after.iter_mut().enumerate() {
        model.scores(&[transition(from as u8)], &mut scores);
        for (to, cell) in row.iter_mut().enumerate() {
            if may_follow(Some(from as u8), to as u8) {
                *cell = scores[to];
            }
        }
    }
    let log_sum = |items: [f32; N_LABELS]| {
        let top = items.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        if top == f32::NEG_INFINITY {
            top
        } else {
            top + items.iter().map(|x| (x - top).exp()).sum::<f32>().ln()
        }
    };
    let mut ahead = vec![[f32::NEG_INFINITY; N_LABELS]; n];
    let mut back = vec![[0.0_f32; N_LABELS]; n];
    for to in 0..N_LABELS {
        if may_follow(None, to as u8) {
            ahead[0][to] = own[0][to];
        }
    }
    for at in 1..n {
        for to in 0..N_LABELS {
            ahead[at][to] = own[at][to]
                + log_sum(std::array::from_fn(|from| ahead[at - 1][from] + after[from][to]));
        }
    }
    for at in (0..n - 1).rev() {
        for from in 0..N_LABELS {
            back[at][from] = log_sum(std::array::from_fn(|to| {
                after[from][to] + own[at + 1][to] + back[at + 1][to]
            }));
        }
    }
    let whole = log_sum(ahead[n - 1]);
    let mut slopes = Vec::new();
    let mut pairs = [[0.0_f32; N_LABELS]; N_LABELS];
    for at in 0..n {
        model.tick();
        slopes.clear();
        for to in 0..N_LABELS {
            let share = (ahead[at][to] + back[at][to] - whole).exp();
            let slope = f32::from(u8::from(usize::from(sentence.gold[at]) == to)) - share;
            if slope.abs() > 0.005 {
                slopes.push((to as u8, slope));
            }
            if at > 0 {
                for from in 0..N_LABELS {
                    let joint =
                        (ahead[at - 1][from] + after[from][to] + own[at][to] + back[at][to]
                            - whole)
                            .exp();
                    let gold = usize::from(sentence.gold[at - 1]) == from
                        && usize::from(sentence.gold[at]) == to;
                    pairs[from][to] += f32::from(u8::from(gold)) - joint;
                }
            }
        }
        if !slopes.is_empty() {
            model.follow(&features[at], &slopes, RATE);
        }
    }
    for (from, row) in pairs.iter().enumerate() {
        let slopes: Vec<(u8, f32)> =
            (0_u8..).zip(row.iter().copied()).filter(|(_, slope)| slope.abs() > 0.001).collect();
        if !slopes.is_empty() {
            model.follow(&[transition(from as u8)], &slopes, RATE);
        }
    }
}

/// Finds the names of a text in both passes: sentence by sentence, first word, end, kind.
pub(crate) fn find(namer: &Namer, text: &mut [Named]) -> Vec<Vec<(usize, usize, usize)>> {
    let (mut labels, mut features) = (Vec::new(), Vec::new());
    vote(namer, text, &mut labels, &mut features);
    let mut out = Vec::new();
    for s in text.iter() {
        let words = Words { words: &s.words, tags: &s.tags, marks: &s.marks, votes: &s.votes };
        namer.pass(1, words, &mut labels, &mut features);
        out.push(spans(&labels));
    }
    out
}

fn spans(labels: &[u8]) -> Vec<(usize, usize, usize)> {
    let mut out: Vec<(usize, usize, usize)> = Vec::new();
    for (at, label) in labels.iter().enumerate() {
        match (name::kind_of(*label), out.last_mut()) {
            (Some(_), Some(last)) if label % 2 == 0 && last.1 == at => last.1 = at + 1,
            (Some(kind), _) => out.push((at, at + 1, kind)),
            (None, _) => {}
        }
    }
    out
}

/// Prints precision, recall and F1 of exact spans with their kinds, people, organisations and places.
pub(crate) fn score(
    title: &str,
    texts: &mut [Text],
    found: impl Fn(&mut [Named]) -> Vec<Vec<(usize, usize, usize)>>,
) {
    let mut tallies = [[0_usize; 3]; 5];
    for text in texts {
        let system = found(text);
        for (sentence, names) in text.iter().zip(system) {
            let gold: Vec<_> = sentence.names.iter().filter(|name| name.2 < 3).collect();
            let names: Vec<_> = names.iter().filter(|name| name.2 < 3).collect();
            for name in &names {
                let hit = usize::from(gold.contains(name));
                let span = usize::from(gold.iter().any(|g| (g.0, g.1) == (name.0, name.1)));
                for (row, hit) in [(name.2, hit), (3, hit), (4, span)] {
                    tallies[row][0] += hit;
                    tallies[row][1] += 1;
                }
            }
            for name in gold {
                for row in [name.2, 3, 4] {
                    tallies[row][2] += 1;
                }
            }
        }
    }
    let shown: Vec<String> = ["PER", "ORG", "LOC", "all", "spans"]
        .iter()
        .zip(tallies)
        .map(|(name, [hits, system, gold])| {
            let share = |of: usize| hits as f64 / of.max(1) as f64;
            format!(
                "{name} P {:.3} R {:.3} F1 {:.3}",
                share(system),
                share(gold),
                2.0 * hits as f64 / (system + gold).max(1) as f64
            )
        })
        .collect();
    println!("{title}: {}", shown.join("  "));
}
