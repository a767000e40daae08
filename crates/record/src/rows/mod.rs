//! What single stages write: one JSON line an article, a pair or a saying.
//!
//! This file writes articles, `corpus.rs` what holds between articles of a corpus, `story.rs`
//! what holds within a story.
//!
//! The names are those of the record, and where a line is flat, those that evaluation scripts
//! for the same task read (`author`, `date`, `timex`, `cluster`).

mod corpus;
mod story;
mod token;

pub use corpus::{changed, copied, grouped, lined};
pub use story::{compared, descended, said};

use crate::from_model;
use crate::json::line;
use crate::markdown;
use crate::number::whole_or_real;
use crate::ruler::Ruler;
use crate::schema::{
    self, ActRow, BlockRow, BoundWord, ChangeRow, ChangeWord, CreditRow, Dateline, EventRow,
    FurnitureRow, Mention, Modified, Outlet, Published, QuoteWord, Range, TimeRow, WayWord,
};
use serde::Serialize;
use std::io::{self, Write};
use tellings_model::{Annotated, Annotations, Article, Based, Entity, Office};
use token::TokenLine;

/// Writes main text and metadata of an article.
pub fn extracted(article: &Article, out: &mut dyn Write) -> io::Result<()> {
    line(&Extracted::new(article), out)
}

/// Writes headline and text of an article; those after the first begin on a new page (U+000C).
pub fn extracted_text(article: &Article, is_first: bool, out: &mut dyn Write) -> io::Result<()> {
    if !is_first {
        out.write_all(b"\x0c\n")?;
    }
    if let Some(title) = &article.title {
        writeln!(out, "{}\n", title.value)?;
    }
    writeln!(out, "{}", article.text())
}

/// Writes an article as Markdown, with what is known of it in front (YAML).
pub fn extracted_markdown(
    article: &Article,
    is_first: bool,
    out: &mut dyn Write,
) -> io::Result<()> {
    markdown::article(article, is_first, out)
}

/// Writes the asked layers of what was found in an article.
pub fn annotated(annotated: &Annotated, layers: &[Layer], out: &mut dyn Write) -> io::Result<()> {
    line(&AnnotatedRow::new(annotated, layers), out)
}

/// What can be found in an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Layer {
    /// Words, numbers and marks.
    Tokens,
    /// Part of speech and dictionary form of each word.
    Tags,
    /// Head and relation of each word.
    Parse,
    /// Sentences.
    Sentences,
    /// Quotations with their speakers.
    Quotes,
    /// Time expressions.
    Times,
    /// Quantities.
    Quantities,
    /// What is named in the article: people, organisations and places with all their names.
    Names,
    /// Mentions of people, organisations and places, with what they name.
    Entities,
    /// Credits.
    Credits,
    /// Events with their times.
    Events,
}

impl Layer {
    /// The layers that are written when none is asked for: those of whole phrases.
    pub const OF_TEXT: [Self; 8] = [
        Self::Sentences,
        Self::Quotes,
        Self::Times,
        Self::Quantities,
        Self::Names,
        Self::Entities,
        Self::Credits,
        Self::Events,
    ];
}

#[derive(Serialize)]
struct Extracted {
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<String>,
    url: Option<String>,
    title: Option<String>,
    byline: Vec<String>,
    author: Vec<String>,
    outlet: Option<Outlet>,
    date: Option<String>,
    published: Published,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    published_other: Vec<Modified>,
    modified: Option<Modified>,
    #[serde(skip_serializing_if = "Option::is_none")]
    dateline: Option<Dateline>,
    #[serde(skip_serializing_if = "Option::is_none")]
    section: Option<String>,
    language: Option<String>,
    text: String,
    blocks: Vec<BlockRow>,
    furniture: Vec<FurnitureRow>,
}

impl Extracted {
    fn new(article: &Article) -> Self {
        let published = from_model::published(article.published.as_ref(), Vec::new());
        let found = Annotations::default();
        let ruler = Ruler::new(article.text());
        let row = from_model::article(article, &found, published, &ruler);
        Self {
            id: row.id,
            path: row.path,
            url: row.url,
            title: row.title,
            author: row.byline.clone(),
            byline: row.byline,
            outlet: row.outlet,
            date: row.published.value.clone(),
            published: row.published,
            published_other: row.published_other,
            modified: row.modified,
            dateline: row.dateline,
            section: row.section,
            language: row.language,
            text: row.text,
            blocks: row.blocks,
            furniture: row.furniture,
        }
    }
}

#[derive(Serialize)]
struct AnnotatedRow<'a> {
    id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<&'a str>,
    published: Option<String>,
    text: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    tokens: Option<Vec<TokenLine<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sentences: Option<Vec<Range>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    quotes: Option<Vec<QuoteLine>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    times: Option<Vec<TimeRow>>,
    /// The times again under the name of TimeML.
    #[serde(skip_serializing_if = "Option::is_none")]
    timex: Option<Vec<TimeRow>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    quantities: Option<Vec<QuantityLine>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    names: Option<Vec<NameLine>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    entities: Option<Vec<Mention>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    credits: Option<Vec<CreditRow>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    events: Option<Vec<EventRow>>,
}

impl<'a> AnnotatedRow<'a> {
    fn new(annotated: &'a Annotated, layers: &[Layer]) -> Self {
        let Annotated { article, annotations } = annotated;
        let ruler = Ruler::new(article.text());
        let found = from_model::annotations(article, annotations, &ruler);
        let asked = |layer| layers.contains(&layer);
        let times = asked(Layer::Times).then_some(found.times);
        let quotes = || found.quotes.into_iter().map(QuoteLine::from).collect();
        let quantities = || {
            let mut lines: Vec<_> = found.quantities.into_iter().map(QuantityLine::from).collect();
            one_sign_for_each_change(&mut lines);
            lines
        };
        Self {
            id: article.id.as_str(),
            path: article.path.as_deref(),
            published: article.published.as_ref().map(|Based { value, .. }| value.day.to_string()),
            text: article.text(),
            tokens: token::lines(annotated, layers, &ruler),
            sentences: asked(Layer::Sentences).then_some(found.sentences),
            quotes: asked(Layer::Quotes).then(quotes),
            timex: times.clone(),
            times,
            quantities: asked(Layer::Quantities).then(quantities),
            names: asked(Layer::Names).then(|| {
                annotations.entities.iter().map(|entity| NameLine::new(entity, article)).collect()
            }),
            entities: asked(Layer::Entities).then_some(found.entities),
            credits: asked(Layer::Credits).then_some(found.credits),
            events: asked(Layer::Events).then_some(found.events),
        }
    }
}

/// A thing named in an article, with all its names.
#[derive(Serialize)]
struct NameLine {
    id: String,
    name: String,
    #[serde(rename = "type")]
    kind: schema::EntityType,
    aliases: Vec<String>,
    roles: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    offices: Vec<OfficeLine>,
    #[serde(skip_serializing_if = "Option::is_none")]
    within: Option<String>,
}

/// An office that the article gives a person, with the words that say so.
#[derive(Serialize)]
struct OfficeLine {
    role: String,
    of: Option<String>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    former: bool,
    exact: String,
}

impl NameLine {
    fn new(entity: &Entity, article: &Article) -> Self {
        let exact = |office: &Office| {
            office.citations.first().map_or("", |citation| article.at(citation.span)).to_owned()
        };
        let line = |office: &Office| OfficeLine {
            role: office.role.clone(),
            of: office.of.clone(),
            former: office.is_former,
            exact: exact(office),
        };
        Self {
            id: entity.id.to_string(),
            name: entity.name.clone(),
            kind: entity.kind.into(),
            aliases: entity.aliases.clone(),
            roles: entity.roles.clone(),
            offices: entity.offices.iter().map(line).collect(),
            within: entity.within.clone(),
        }
    }
}

/// A quotation, its speaker flat beside it.
#[derive(Serialize)]
struct QuoteLine {
    id: String,
    start: u32,
    end: u32,
    exact: String,
    kind: QuoteWord,
    speaker: Option<String>,
    speaker_start: Option<u32>,
    speaker_end: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    speaker_basis: Option<schema::SpeakerWord>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unsure: Option<schema::UnsureWord>,
    cue: Option<Range>,
    parent: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    continues: Option<String>,
}

impl From<schema::QuoteRow> for QuoteLine {
    fn from(row: schema::QuoteRow) -> Self {
        let mention = row.speaker.as_ref().and_then(|speaker| speaker.mention);
        Self {
            id: row.id,
            start: row.start,
            end: row.end,
            exact: row.exact,
            kind: row.kind,
            speaker_basis: row.speaker.as_ref().map(|speaker| speaker.basis),
            speaker: row.speaker.map(|speaker| speaker.name),
            speaker_start: mention.map(|mention| mention.start),
            speaker_end: mention.map(|mention| mention.end),
            unsure: row.unsure,
            cue: row.cue,
            parent: row.parent,
            continues: row.continues,
        }
    }
}

/// A quantity; of a range both ends.
#[derive(Serialize)]
struct QuantityLine {
    start: u32,
    end: u32,
    exact: String,
    value: Value,
    bound: BoundWord,
    /// The bound as a sign: `=`, `>`, `<`, `~`; `up` or `down` for a change (see `moved`).
    change: &'static str,
    unit: Option<String>,
    normalized_unit: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    counted: Option<Range>,
    /// The part in a change that is told.
    #[serde(skip_serializing_if = "Option::is_none")]
    moved: Option<ChangeRow>,
    /// The words of what it is a part of.
    #[serde(skip_serializing_if = "Option::is_none")]
    whole: Option<Range>,
    /// What those counted do, or what is done to them.
    #[serde(skip_serializing_if = "Option::is_none")]
    act: Option<ActRow>,
}

/// The outcome of a change bears its sign only where the amount in front of it does not.
fn one_sign_for_each_change(lines: &mut [QuantityLine]) {
    let mut before = None;
    for line in lines {
        match line.moved {
            Some(ChangeRow { part: ChangeWord::To, way })
                if before == Some(way) && matches!(line.change, "up" | "down") =>
            {
                line.change = "=";
            }
            _ => {}
        }
        let by = line.moved.filter(|moved| moved.part == ChangeWord::By);
        before = by.map(|moved| moved.way);
    }
}

/// A number, or the two ends of a range.
#[derive(Serialize)]
#[serde(untagged)]
enum Value {
    One(#[serde(serialize_with = "whole_or_real::one")] f64),
    Range([f64; 2]),
}

impl From<schema::QuantityRow> for QuantityLine {
    fn from(row: schema::QuantityRow) -> Self {
        Self {
            start: row.start,
            end: row.end,
            exact: row.exact,
            value: match row.upper {
                Some(upper) => Value::Range([row.value, upper]),
                None => Value::One(row.value),
            },
            change: match (row.bound, row.change) {
                (BoundWord::Over, _) => ">",
                (BoundWord::Under, _) => "<",
                (BoundWord::About, _) => "~",
                (_, Some(ChangeRow { part: ChangeWord::From, .. }) | None) => "=",
                (_, Some(ChangeRow { way: WayWord::Up, .. })) => "up",
                (_, Some(ChangeRow { way: WayWord::Down, .. })) => "down",
            },
            bound: row.bound,
            normalized_unit: row.unit.clone(),
            unit: row.unit,
            counted: row.counted,
            moved: row.change,
            whole: row.whole,
            act: row.act,
        }
    }
}
