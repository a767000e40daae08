//! Measures every layer on the official test files.

use crate::{
    NAMES, TAGS, TREES,
    conllu::{self, Document, Sentence, Word},
    names, swap,
};
use anyhow::Result;
use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    sync::LazyLock,
    time::Instant,
};
use tellings_language::{Model, feature::Lexeme, parse, tag};
use tellings_model::{Annotations, Article, EntityKind, Relation};

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

/// What is asked of a figure, and what it is.
struct Bar {
    what: String,
    asked: f64,
    measured: f64,
}

/// The figures that the project holds itself to.
#[derive(Default)]
pub(crate) struct Bars(Vec<Bar>);

impl Bars {
    /// Notes a figure that should be no lower than `asked`.
    pub(crate) fn add(&mut self, what: impl Into<String>, asked: f64, measured: f64) {
        self.0.push(Bar { what: what.into(), asked, measured });
    }

    /// Prints all figures, and which are missed.
    pub(crate) fn print(&self) {
        println!("\n{:40} {:>12} {:>12}", "bar", "asked", "measured");
        for Bar { what, asked, measured } in &self.0 {
            let digits = if *asked > 10.0 { 0 } else { 4 };
            let missed = if measured < asked { "  MISSED" } else { "" };
            println!("{what:40} {asked:>12.digits$} {measured:>12.digits$}{missed}");
        }
    }
}

/// Prints token and sentence F1 on raw text, by genre.
pub(crate) fn segmentation(folder: &Path, bars: &mut Bars) -> Result<()> {
    let verbose = std::env::var_os("VERBOSE").is_some();
    for (set, file) in FILES {
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
                "{set} {file:4} {genre:14} token F1 {:.4}  sentence F1 {:.4}",
                tokens.f1(),
                sentences.f1()
            );
            if file == "test" && genre == "all" {
                bars.add(format!("{set} test, token F1"), 0.985, tokens.f1());
            }
            if file == "test" && NEWS.contains(&genre.as_str()) {
                bars.add(format!("{set} test {genre}, sentence F1"), 0.90, sentences.f1());
            }
        }
    }
    Ok(())
}

/// The files that are measured.
const FILES: [(&str, &str); 4] =
    [("ud_ewt", "dev"), ("ud_ewt", "test"), ("ud_gum", "dev"), ("ud_gum", "test")];

/// The genres that are news.
const NEWS: [&str; 4] = ["GUM_news", "GUM_interview", "newsgroup", "weblog"];

type SpanPair = (BTreeSet<(usize, usize)>, BTreeSet<(usize, usize)>);

/// Tokens and sentences of a document: ours and the treebank's.
fn spans(document: &Document) -> (SpanPair, SpanPair) {
    let article = Article::from_text(&document.text);
    let mut annotations = Annotations::default();
    tellings_language::segment(&article, &mut annotations);
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
    tagger: usize,
    upos: usize,
    xpos: usize,
    lemma: usize,
    uas: usize,
    las: usize,
    las_sub: usize,
}

impl Hits {
    fn add(&mut self, other: &Self) {
        self.n += other.n;
        self.tagger += other.tagger;
        self.upos += other.upos;
        self.xpos += other.xpos;
        self.lemma += other.lemma;
        self.uas += other.uas;
        self.las += other.las;
        self.las_sub += other.las_sub;
    }

    fn share(&self, n: usize) -> f64 {
        n as f64 / self.n.max(1) as f64
    }
}

/// A sentence of a treebank as the models leave it.
struct Read {
    words: Vec<Lexeme>,
    first_tags: Vec<u8>,
    settled: Vec<Option<u8>>,
    tags: Vec<u8>,
    arcs: Vec<(u32, Relation)>,
}

/// Prints tag, lemma and tree scores on gold tokens, with speeds.
pub(crate) fn grammar(folder: &Path, model: &Model, bars: &mut Bars) -> Result<()> {
    let sizes = [&TAGS[..], &TREES, &NAMES].map(|parts| model.write(parts).len());
    println!("model files: tags {}, trees {}, names {} bytes", sizes[0], sizes[1], sizes[2]);
    bars.add("room left in 10 MB of models, bytes", 0.0, 1e7 - sizes.iter().sum::<usize>() as f64);
    let mut speeds = (0.0, 0.0, 0.0);
    for (set, file) in FILES {
        let documents = conllu::documents(&folder.join(set).join(format!("{file}.conllu.gz")))?;
        let sentences: Vec<&Sentence> = documents.iter().flat_map(|d| &d.sentences).collect();
        let (read, seconds) = read(&sentences, model);
        let mut by_genre: BTreeMap<&str, Hits> = BTreeMap::new();
        let genres = documents.iter().flat_map(|d| d.sentences.iter().map(|_| d.genre.as_str()));
        for ((sentence, read), genre) in sentences.iter().zip(&read).zip(genres) {
            let hits = hits(sentence, read, model);
            by_genre.entry(genre).or_default().add(&hits);
            by_genre.entry("all").or_default().add(&hits);
        }
        for (genre, hits) in &by_genre {
            let percent = |n: usize| 100.0 * hits.share(n);
            println!(
                "{set} {file:4} {genre:14} {:6} words  UPOS {:.2} (tagger alone {:.2})  XPOS {:.2}  lemma {:.2}  UAS {:.2}  LAS {:.2} ({:.2} with sub-types)",
                hits.n,
                percent(hits.upos),
                percent(hits.tagger),
                percent(hits.xpos),
                percent(hits.lemma),
                percent(hits.uas),
                percent(hits.las),
                percent(hits.las_sub)
            );
        }
        let all = by_genre.get("all").copied().unwrap_or_default();
        speeds = (speeds.0 + all.n as f64, speeds.1 + seconds.0, speeds.2 + seconds.1);
        if file == "test" {
            let upos = if set == "ud_ewt" { 0.96 } else { 0.965 };
            bars.add(format!("{set} test, UPOS"), upos, all.share(all.upos));
            bars.add(format!("{set} test, LAS"), 0.845, all.share(all.las));
            bars.add(format!("{set} test, dictionary forms"), 0.965, all.share(all.lemma));
        }
    }
    bars.add("tokens a second, tagging, one core", 250_000.0, speeds.0 / speeds.1);
    bars.add("tokens a second, parsing, one core", 100_000.0, speeds.0 / speeds.2);
    Ok(())
}

/// Reads sentences; gives the seconds of tagging and of parsing too.
fn read(sentences: &[&Sentence], model: &Model) -> (Vec<Read>, (f64, f64)) {
    let (mut tag_room, mut parse_room) = (tag::Room::default(), parse::Room::default());
    let mut buffer = String::new();
    let mut out = Vec::new();
    let start = seconds();
    for sentence in sentences {
        let lexeme = |word: &Word| Lexeme::new(&word.form, &model.clusters, &mut buffer);
        let words: Vec<Lexeme> = sentence.words.iter().map(lexeme).collect();
        let mut tags = Vec::new();
        model.tagger.tag(&words, &mut tags, &mut tag_room);
        out.push(Read {
            words,
            first_tags: tags.clone(),
            settled: tag_room.settled.clone(),
            tags,
            arcs: Vec::new(),
        });
    }
    let tagged = seconds();
    for read in &mut out {
        let Read { words, tags, settled, .. } = read;
        read.arcs = model.parser.parse(words, tags, settled, &mut parse_room).collect();
    }
    (out, (tagged - start, seconds() - tagged))
}

/// Seconds that this thread has been running on a core; where the system does not tell, seconds gone by.
fn seconds() -> f64 {
    static BEGUN: LazyLock<Instant> = LazyLock::new(Instant::now);
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds: Option<f64> = told.and_then(|told| told.split(' ').next()?.parse().ok());
    nanoseconds.map_or_else(|| BEGUN.elapsed().as_secs_f64(), |told| told / 1e9)
}

fn hits(sentence: &Sentence, read: &Read, model: &Model) -> Hits {
    let (mut lemma, mut buffer) = (String::new(), String::new());
    let mut hits = Hits::default();
    let tags = read.first_tags.iter().zip(&read.tags);
    for ((word, (first, tag)), (head, relation)) in sentence.words.iter().zip(tags).zip(&read.arcs)
    {
        let xpos = model.tagger.tags.get(usize::from(*tag)).map_or("", |(_, xpos)| xpos.as_str());
        lemma.clear();
        model.lemma(&word.form, *tag, &mut buffer, &mut lemma);
        let base = |name: &str| name.split(':').next().unwrap_or("").to_owned();
        let arc = (*head as usize + 1) % (sentence.words.len() + 1) == word.head;
        hits.n += 1;
        hits.tagger += usize::from(model.tagger.upos(*first).name() == word.upos);
        hits.upos += usize::from(model.tagger.upos(*tag).name() == word.upos);
        hits.xpos += usize::from(xpos == word.xpos);
        hits.lemma += usize::from(lemma == word.lemma);
        hits.uas += usize::from(arc);
        hits.las += usize::from(arc && base(relation.name()) == base(&word.relation));
        hits.las_sub += usize::from(arc && relation.name() == word.relation);
    }
    hits
}

/// Prints the scores of names: of the model alone on gold tokens, and of the whole annotator on text.
pub(crate) fn names(folder: &Path, model: &Model) -> Result<()> {
    namer(folder, model)?;
    let mut texts = names::uner(folder)?;
    names::score("UNER-EWT dev, with tables and rules", &mut texts, annotated);
    Ok(())
}

/// Prints the scores of the name finder alone: on gold tokens as they are, and with all names
/// replaced by foreign and invented ones.
pub(crate) fn namer(folder: &Path, model: &Model) -> Result<()> {
    let mut texts = names::uner(folder)?;
    let mut others = texts.clone();
    swap::foreign(&mut others, 4);
    others.drain(..texts.len());
    for (title, texts) in [
        ("UNER-EWT dev, model alone", &mut texts),
        ("UNER-EWT dev under other names, model alone", &mut others),
    ] {
        names::prepare(texts, model);
        names::score(title, texts, |text| names::find(&model.namer, text));
    }
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
