//! Measures every layer on the official test files.

use crate::{
    NAMES, TAGS, TREES,
    conllu::{self, Document},
    names,
};
use anyhow::Result;
use std::time::Instant;
use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};
use tellings::language::{self, Model, Part, feature::Lexeme, parse, parse::relation_name, tag};
use tellings_model::{Annotations, Article, EntityKind};

/// Hits, system total and gold total of a set of spans.
#[derive(Clone, Copy, Default)]
struct Tally {
    hits: usize,
    system: usize,
    gold: usize,
}

impl Tally {
    fn add(&mut self, system: &BTreeSet<(usize, usize)>, gold: &BTreeSet<(usize, usize)>) {
        self.hits += system.intersection(gold).count();
        self.system += system.len();
        self.gold += gold.len();
    }

    fn f1(self) -> f64 {
        2.0 * self.hits as f64 / (self.system + self.gold).max(1) as f64
    }
}

/// Prints token and sentence F1 on raw text, by genre.
pub(crate) fn segmentation(folder: &Path) -> Result<()> {
    let verbose = std::env::var_os("VERBOSE").is_some();
    for (set, file) in [("ud_ewt", "test"), ("ud_gum", "test"), ("ud_gum", "dev")] {
        let documents = conllu::documents(&folder.join(set).join(format!("{file}.conllu.gz")))?;
        let mut by_genre: BTreeMap<String, (Tally, Tally)> = BTreeMap::new();
        for document in &documents {
            let (tokens, sentences) = spans(document);
            for name in [document.genre.as_str(), "all"] {
                let tally = by_genre.entry(name.to_owned()).or_default();
                tally.0.add(&tokens.0, &tokens.1);
                tally.1.add(&sentences.0, &sentences.1);
            }
            if verbose {
                for (name, pair) in [("token", &tokens), ("sentence", &sentences)] {
                    for span in pair.0.difference(&pair.1) {
                        println!("{name} + {:?}", document.text.get(span.0..span.1));
                    }
                    for span in pair.1.difference(&pair.0) {
                        println!("{name} - {:?}", document.text.get(span.0..span.1));
                    }
                }
            }
        }
        for (genre, (tokens, sentences)) in by_genre {
            println!(
                "{set} {file} {genre:14} token F1 {:.4}  sentence F1 {:.4}",
                tokens.f1(),
                sentences.f1()
            );
        }
    }
    Ok(())
}

type SpanPair = (BTreeSet<(usize, usize)>, BTreeSet<(usize, usize)>);

/// Tokens and sentences of a document: ours and the treebank's.
fn spans(document: &Document) -> (SpanPair, SpanPair) {
    let article = Article::from_text(&document.text);
    let mut annotations = Annotations::default();
    language::segment(&article, &mut annotations);
    let tokens = annotations.tokens.iter().map(|token| (token.span.start(), token.span.end()));
    let sentences = annotations.sentences.iter().map(|s| (s.span.start(), s.span.end()));
    let gold_tokens = document.sentences.iter().flat_map(|s| s.words.iter().map(|word| word.span));
    let gold_sentences = document.sentences.iter().map(|sentence| sentence.span);
    ((tokens.collect(), gold_tokens.collect()), (sentences.collect(), gold_sentences.collect()))
}

/// Hits by layer, and how many words there were.
#[derive(Clone, Copy, Default)]
struct Hits {
    n: usize,
    upos: usize,
    xpos: usize,
    lemma: usize,
    uas: usize,
    las: usize,
    las_sub: usize,
}

/// Prints tag, lemma and tree scores on gold tokens, with speeds.
pub(crate) fn grammar(folder: &Path, model: &Model) -> Result<()> {
    let size = |parts: &[Part]| model.write(parts).len();
    println!(
        "model: tags {} bytes, trees {} bytes, names {} bytes",
        size(&TAGS),
        size(&TREES),
        size(&NAMES)
    );
    for (set, file) in
        [("ud_ewt", "dev"), ("ud_ewt", "test"), ("ud_gum", "dev"), ("ud_gum", "test")]
    {
        let documents = conllu::documents(&folder.join(set).join(format!("{file}.conllu.gz")))?;
        let mut by_genre: BTreeMap<String, Hits> = BTreeMap::new();
        let (mut tag_seconds, mut parse_seconds) = (0.0, 0.0);
        let (mut tag_room, mut parse_room) = (tag::Room::default(), parse::Room::default());
        let (mut tags, mut lemma, mut buffer) = (Vec::new(), String::new(), String::new());
        for document in &documents {
            for sentence in &document.sentences {
                let start = Instant::now();
                let words: Vec<Lexeme> = sentence
                    .words
                    .iter()
                    .map(|word| Lexeme::new(&word.form, &model.clusters, &mut buffer))
                    .collect();
                model.tagger.tag(&words, &mut tags, &mut tag_room);
                tag_seconds += start.elapsed().as_secs_f64();
                let start = Instant::now();
                let arcs: Vec<_> = model.parser.parse(&words, &tags, &mut parse_room).collect();
                parse_seconds += start.elapsed().as_secs_f64();
                let mut hits = Hits::default();
                for ((word, tag), (head, relation)) in sentence.words.iter().zip(&tags).zip(arcs) {
                    let xpos =
                        model.tagger.tags.get(usize::from(*tag)).map_or("", |(_, x)| x.as_str());
                    lemma.clear();
                    model.lemmatiser.lemma(&word.form, *tag, &mut buffer, &mut lemma);
                    let head = (head as usize + 1) % (words.len() + 1);
                    let name = relation_name(relation);
                    let base = |name: &str| name.split(':').next().unwrap_or("").to_owned();
                    let arc = head == word.head;
                    hits.n += 1;
                    hits.upos += usize::from(tag::upos_name(model.tagger.upos(*tag)) == word.upos);
                    hits.xpos += usize::from(xpos == word.xpos);
                    hits.lemma += usize::from(lemma == word.lemma);
                    hits.uas += usize::from(arc);
                    hits.las += usize::from(arc && base(name) == base(&word.relation));
                    hits.las_sub += usize::from(arc && name == word.relation);
                }
                for name in [document.genre.as_str(), "all"] {
                    let sum = by_genre.entry(name.to_owned()).or_default();
                    sum.n += hits.n;
                    sum.upos += hits.upos;
                    sum.xpos += hits.xpos;
                    sum.lemma += hits.lemma;
                    sum.uas += hits.uas;
                    sum.las += hits.las;
                    sum.las_sub += hits.las_sub;
                }
            }
        }
        for (genre, hits) in &by_genre {
            let share = |n: usize| 100.0 * n as f64 / hits.n.max(1) as f64;
            println!(
                "{set} {file:4} {genre:14} {:6} words  UPOS {:.2}  XPOS {:.2}  lemma {:.2}  UAS {:.2}  LAS {:.2} ({:.2} with sub-types)",
                hits.n,
                share(hits.upos),
                share(hits.xpos),
                share(hits.lemma),
                share(hits.uas),
                share(hits.las),
                share(hits.las_sub)
            );
        }
        let n = by_genre.get("all").map_or(0, |hits| hits.n) as f64;
        println!(
            "{set} {file:4} {:.0} tokens/s tagging, {:.0} tokens/s parsing",
            n / tag_seconds,
            n / parse_seconds
        );
    }
    Ok(())
}

/// Prints the scores of names: of the model alone on gold tokens, and of the whole annotator on text.
pub(crate) fn names(folder: &Path, model: &Model) -> Result<()> {
    let mut texts = names::uner(folder)?;
    names::prepare(&mut texts, model);
    names::score("UNER-EWT dev, model alone", &mut texts, |text| names::find(&model.namer, text));
    names::score("UNER-EWT dev, with tables and rules", &mut texts, annotated);
    Ok(())
}

/// The names that the annotator finds in a text, as runs of its gold tokens.
fn annotated(text: &mut [names::Named]) -> Vec<Vec<(usize, usize, usize)>> {
    let (mut whole, mut starts, mut ends) = (String::new(), BTreeMap::new(), BTreeMap::new());
    for (at, sentence) in text.iter().enumerate() {
        for (idx, token) in sentence.tokens.iter().enumerate() {
            starts.insert(whole.len(), (at, idx));
            whole.push_str(token);
            ends.insert(whole.len(), idx + 1);
            whole.push(' ');
        }
        whole.push('\n');
    }
    let article = Article::from_text(&whole);
    let annotations = tellings::annotate(&article, &tellings::Config::default());
    let mut out = vec![Vec::new(); text.len()];
    for mention in &annotations.mentions {
        let kind = match mention.kind {
            EntityKind::Person => 0,
            EntityKind::Organisation => 1,
            EntityKind::Place => 2,
            EntityKind::Other => 3,
        };
        if let (Some((at, start)), Some(end)) =
            (starts.get(&mention.span.start()), ends.get(&mention.span.end()))
            && let Some(names) = out.get_mut(*at)
        {
            names.push((*start, *end, kind));
        }
    }
    out
}
