//! Runs the entity layers over gold files and prints what `../shared/score/entities.py` scores.
//!
//! ```text
//! entities_gold names FILE            names in sentences; those of one `doc` are one article
//! entities_gold coref FILE [--kinds]  which gold mentions are one entity; with the kinds of the gold or our own
//! entities_gold alias FILE            which phrases mean one actor, by event; phrases stand for what they belong to
//! entities_gold show FILE…            the entities of the stories in some articles, to be read by eye
//! ```
//! Files are JSON lines, but for `show`.

#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a measuring tool for known files"
)]

use serde_json::{Value, json};
use std::collections::BTreeMap;
use tellings::{Config, annotate, entities};
use tellings_model::{Article, Entity, EntityKind, Mention, OriginId, Siglum, Span, Witness};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [task, file, ..] = arguments.as_slice() else {
        eprintln!("usage: entities_gold (names | coref | alias) FILE [--kinds]");
        std::process::exit(2);
    };
    if task == "show" {
        return show(arguments.get(1..).unwrap_or(&[]));
    }
    let rows = rows(file);
    match task.as_str() {
        "names" => names(&rows),
        "coref" => coref(&rows, arguments.iter().any(|argument| argument == "--kinds")),
        "alias" => alias(&rows),
        _ => eprintln!("unknown task {task}"),
    }
}

fn show(files: &[String]) {
    let read = |file: &String| {
        let bytes = std::fs::read(file).unwrap();
        tellings_intake::pages(bytes, Some(file), &tellings_intake::ReadConfig::default()).value
    };
    let pages: Vec<_> = files.iter().flat_map(read).collect();
    for story in tellings::tell(&pages, &Config::default()).value.stories {
        println!("== {}", story.title);
        for entity in &story.entities {
            let within = entity.within.as_deref().map_or_else(String::new, |w| format!(" in {w}"));
            println!(
                "{:?} {}{within} {:?} {:?}",
                entity.kind, entity.name, entity.aliases, entity.roles
            );
            for office in &entity.offices {
                let said: Vec<&str> = office.citations.iter().map(|c| story.exact(*c)).collect();
                println!("    {} of {:?} {said:?}", office.role, office.of);
            }
        }
    }
}

fn rows(file: &str) -> Vec<Value> {
    let text = std::fs::read_to_string(file).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Text of sentences of words, with the place of every word.
#[derive(Default)]
struct Laid {
    text: String,
    words: Vec<Vec<(usize, usize)>>,
}

impl Laid {
    fn add<'a>(&mut self, words: impl Iterator<Item = &'a str>) {
        let mut places = Vec::new();
        for word in words {
            let start = self.text.len();
            self.text.push_str(word);
            places.push((start, self.text.len()));
            self.text.push(' ');
        }
        self.text.push('\n');
        self.words.push(places);
    }
}

fn words(value: &Value) -> Vec<&str> {
    value.as_array().unwrap().iter().map(|word| word.as_str().unwrap_or("")).collect()
}

fn short(kind: EntityKind) -> &'static str {
    match kind {
        EntityKind::Person => "PER",
        EntityKind::Organisation => "ORG",
        EntityKind::Place => "LOC",
        EntityKind::Other => "MISC",
    }
}

fn names(rows: &[Value]) {
    let mut at = 0;
    while at < rows.len() {
        let doc = &rows[at]["doc"];
        let same = |row: &&Value| !doc.is_null() && row["doc"] == *doc;
        let end = at + rows[at..].iter().take_while(same).count().max(1);
        let mut laid = Laid::default();
        rows[at..end].iter().for_each(|row| laid.add(words(&row["tokens"]).into_iter()));
        let article = Article::from_text(&laid.text);
        let annotations = annotate(&article, &Config::default());
        for (row, places) in rows[at..end].iter().zip(&laid.words) {
            let found: Vec<Value> = annotations
                .mentions
                .iter()
                .filter_map(|mention| {
                    let (start, end) = (mention.span.start(), mention.span.end());
                    let first = places.iter().position(|place| place.0 == start)?;
                    let last = places.iter().position(|place| place.1 == end)?;
                    Some(json!([first, last + 1, short(mention.kind)]))
                })
                .collect();
            println!("{}", json!({"id": row["id"], "tokens": row["tokens"], "ents": found}));
        }
        at = end;
    }
}

/// A witness whose mentions are given.
fn witness(n: usize, laid: &Laid, spans: &[(usize, usize, Option<EntityKind>)]) -> Witness {
    let article = Article::from_text(&laid.text);
    let mut annotations = annotate(&article, &Config::default());
    let own = std::mem::take(&mut annotations.mentions);
    let kind_of = |span: Span| {
        let ends_with =
            own.iter().find(|own| own.span.end() == span.end() && span.contains(own.span));
        let whole = own.iter().find(|own| own.span.contains(span));
        ends_with.or(whole).map_or(EntityKind::Other, |own| own.kind)
    };
    annotations.mentions = spans
        .iter()
        .map(|(start, end, kind)| {
            let span = article.span(*start, *end);
            Mention { span, kind: kind.unwrap_or_else(|| kind_of(span)), entity: None }
        })
        .collect();
    Witness {
        siglum: Siglum(n as u32),
        article,
        annotations,
        published: None,
        published_because: Vec::new(),
        origin: OriginId(n as u32 + 1),
    }
}

fn coref(rows: &[Value], with_kinds: bool) {
    let number = |value: &Value| value.as_u64().unwrap() as usize;
    let mut witnesses: Vec<Witness> = Vec::new();
    for (n, row) in rows.iter().enumerate() {
        let mut laid = Laid::default();
        row["sents"].as_array().unwrap().iter().for_each(|s| laid.add(words(s).into_iter()));
        let spans: Vec<_> = row["entities"]
            .as_array()
            .unwrap()
            .iter()
            .map(|m| {
                let places = &laid.words[number(&m[0])];
                let kind = match m[3].as_str().unwrap() {
                    "PER" => EntityKind::Person,
                    "ORG" => EntityKind::Organisation,
                    "LOC" => EntityKind::Place,
                    _ => EntityKind::Other,
                };
                (places[number(&m[1])].0, places[number(&m[2]) - 1].1, with_kinds.then_some(kind))
            })
            .collect();
        witnesses.push(witness(n, &laid, &spans));
    }
    entities(&mut witnesses);
    for (row, witness) in rows.iter().zip(&witnesses) {
        let found: Vec<Value> = row["entities"]
            .as_array()
            .unwrap()
            .iter()
            .zip(&witness.annotations.mentions)
            .map(|(m, mention)| {
                json!([m[0], m[1], m[2], m[3], mention.entity.unwrap().to_string()])
            })
            .collect();
        println!("{}", json!({"id": row["id"], "sents": row["sents"], "entities": found}));
    }
}

/// The phrases of an article, by sentence and place: first word, word behind the last, phrase, id.
type Phrases<'a> = Vec<(u64, usize, usize, &'a str, &'a str)>;

fn alias(rows: &[Value]) {
    let mut events: BTreeMap<&str, BTreeMap<&str, Phrases<'_>>> = BTreeMap::new();
    for row in rows
        .iter()
        .filter(|row| matches!(row["type"].as_str(), Some("ACTOR" | "COUNTRY" | "GROUP")))
    {
        let text = |name: &str| row[name].as_str().unwrap_or("");
        let place =
            |at: usize| row["span"][at].as_str().and_then(|n| n.parse().ok()).unwrap_or(0_usize);
        let sentence = text("sent").parse().unwrap_or(0);
        let phrase = (sentence, place(0), place(1) + 1, text("mention"), text("id"));
        events.entry(text("event")).or_default().entry(text("publisher")).or_default().push(phrase);
    }
    for (event, articles) in events {
        let mut witnesses = Vec::new();
        let mut ids = Vec::new();
        for (n, phrases) in articles.into_values().enumerate() {
            let (laid, spans, of_article) = lay(phrases);
            witnesses.push(witness(n, &laid, &spans));
            ids.push(of_article);
        }
        let entities = entities(&mut witnesses);
        let by_name: BTreeMap<&str, &Entity> =
            entities.iter().map(|entity| (entity.name.as_str(), entity)).collect();
        for (witness, ids) in witnesses.iter().zip(ids) {
            for (mention, id) in witness.annotations.mentions.iter().zip(ids) {
                let entity = entities.iter().find(|e| Some(e.id) == mention.entity).unwrap();
                println!(
                    "{}",
                    json!({"id": id, "cluster": format!("{event}|{}", stands_for(entity, &by_name))})
                );
            }
        }
    }
}

/// A person stands for himself; a body or description for the outermost thing it belongs to.
fn stands_for(entity: &Entity, by_name: &BTreeMap<&str, &Entity>) -> String {
    let mut top = entity;
    for _ in 0..4 {
        let Some(owner) = top.within.as_deref().filter(|_| top.kind != EntityKind::Person) else {
            break;
        };
        match by_name.get(owner) {
            Some(known) if known.id != top.id => top = known,
            _ => return owner.to_owned(),
        }
    }
    top.id.to_string()
}

/// First and last place, and the kind.
type Laying = (usize, usize, Option<EntityKind>);

/// Lays the phrases of an article out where they stood; what stood between them is not known.
fn lay(phrases: Phrases<'_>) -> (Laid, Vec<Laying>, Vec<String>) {
    let mut sentences: BTreeMap<u64, Phrases<'_>> = BTreeMap::new();
    for phrase in phrases {
        sentences.entry(phrase.0).or_default().push(phrase);
    }
    let (mut laid, mut spans, mut ids) = (Laid::default(), Vec::new(), Vec::new());
    for (_, mut phrases) in sentences {
        phrases.sort_by_key(|(_, start, end, ..)| (*start, std::cmp::Reverse(*end)));
        let mut slots: BTreeMap<usize, &str> = BTreeMap::new();
        let fits = |phrase: &str, start: usize, end: usize| {
            phrase.split_whitespace().count() == end - start
        };
        for (_, start, end, phrase, _) in
            phrases.iter().filter(|p| p.1 < p.2 && fits(p.3, p.1, p.2))
        {
            for (at, word) in (*start..*end).zip(phrase.split_whitespace()) {
                slots.entry(at).or_insert(word);
            }
        }
        let mut line: Vec<&str> = Vec::new();
        let mut places: BTreeMap<usize, usize> = BTreeMap::new();
        let mut last = None;
        for (at, word) in &slots {
            if last.is_some_and(|last: usize| last + 1 != *at) {
                line.push("…");
            }
            places.insert(*at, line.len());
            line.push(word);
            last = Some(*at);
        }
        laid.add(line.into_iter());
        let row = laid.words.len() - 1;
        for (_, start, end, phrase, id) in phrases {
            let words = &laid.words;
            if start < end && fits(phrase, start, end) {
                spans.push((words[row][places[&start]].0, words[row][places[&(end - 1)]].1, None));
            } else {
                laid.add(phrase.split_whitespace());
                let alone = laid.words.last().unwrap();
                let (Some(first), Some(end)) = (alone.first(), alone.last()) else { continue };
                spans.push((first.0, end.1, None));
            }
            ids.push(id.to_owned());
        }
    }
    (laid, spans, ids)
}
