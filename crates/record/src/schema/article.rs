//! Articles and what was found in each.

use super::{Citation, is_false};
use crate::number::whole_or_real;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One article: its telling, furniture taken out, and where each thing known of it comes from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Article {
    /// A hash of the content, or the `id` that the input gave.
    pub id: String,
    /// Where it came from, as the user named it.
    pub path: Option<String>,
    /// The address it was captured from.
    pub url: Option<String>,
    /// When it was captured: an instant, UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub captured: Option<String>,
    /// What kind of document it was.
    pub media: MediaWord,
    /// Who published it.
    pub outlet: Option<Outlet>,
    /// The headline.
    pub title: Option<String>,
    /// What the headline rests on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title_basis: Option<GivenBy>,
    /// The people who wrote it.
    pub byline: Vec<String>,
    /// The place and agency in front of the first sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dateline: Option<Dateline>,
    /// The section of the outlet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
    /// The language of the text, BCP 47.
    pub language: Option<String>,
    /// When it was published.
    pub published: Published,
    /// Other publication times that the page gives and that were not taken.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub published_other: Vec<Modified>,
    /// When it was changed last.
    pub modified: Option<Modified>,
    /// The telling.
    pub text: String,
    /// What kind of text stands where.
    pub blocks: Vec<BlockRow>,
    /// What the page carries beside the article.
    pub furniture: Vec<FurnitureRow>,
    /// Addresses the text points to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<LinkRow>,
    /// What was found in the text.
    pub annotations: Annotations,
}

/// What kind of document an article was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum MediaWord {
    /// Plain text.
    Text,
    /// Markdown.
    Markdown,
    /// HTML.
    Html,
}

/// Which part of the input gives a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum GivenBy {
    /// The user or the container.
    Declared,
    /// JSON-LD, RDFa or microdata.
    StructuredData,
    /// A `<meta>` element.
    Meta,
    /// Visible markup.
    Markup,
    /// The address.
    Url,
    /// The dateline.
    Dateline,
    /// Words of the text.
    Text,
    /// The other tellings.
    Siblings,
}

/// Who published an article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Outlet {
    /// The name.
    pub name: String,
    /// What it rests on.
    pub basis: GivenBy,
}

/// The place and agency in front of the first sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Dateline {
    /// The place as printed.
    pub place: String,
    /// The agency in brackets.
    pub agency: Option<String>,
    /// The day as printed.
    pub day: Option<String>,
    /// First code point.
    pub start: u32,
    /// Code point after the last one.
    pub end: u32,
}

/// When an article was published, and how that is known.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Published {
    /// The day, EDTF; null where it is not known.
    pub value: Option<String>,
    /// What it rests on.
    pub basis: PublishedBasis,
    /// The words that fix it.
    pub because: Vec<Citation>,
    /// The instant, UTC, where a clock time is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instant: Option<String>,
    /// Which part of the page gives it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub given_by: Option<GivenBy>,
}

/// What a publication time rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PublishedBasis {
    /// What the page or its carrier states about itself.
    Metadata,
    /// The dateline.
    Dateline,
    /// Words of the text.
    Text,
    /// The other tellings of the story fix it.
    Siblings,
    /// It is not known.
    None,
}

/// A stated time that is not the publication time: of a change, or one that was not taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Modified {
    /// The day.
    pub value: String,
    /// The instant, UTC, where a clock time is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instant: Option<String>,
    /// Which part of the page gives it.
    pub given_by: GivenBy,
}

/// A piece of the text and what kind of text it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct BlockRow {
    /// The kind.
    pub kind: BlockWord,
    /// First code point.
    pub start: u32,
    /// Code point after the last one.
    pub end: u32,
}

/// The kinds of text an article is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum BlockWord {
    /// A paragraph.
    Paragraph,
    /// A heading inside the article.
    Heading,
    /// The summary under the headline.
    Standfirst,
    /// An item of a list.
    ListItem,
    /// A block quotation.
    Quotation,
    /// A row of a table.
    TableRow,
    /// The caption of a picture.
    Caption,
    /// A line that names where the text comes from.
    CreditLine,
    /// A correction or update notice.
    Correction,
}

/// Something the page carries beside the article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FurnitureRow {
    /// The words taken out.
    pub text: String,
    /// Why.
    pub why: String,
}

/// An address the article points to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LinkRow {
    /// The address.
    pub url: String,
    /// Whether the page says that it is based on it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub based_on: bool,
    /// Where the linked words stand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Range>,
}

/// A place in the text of the article at hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Range {
    /// First code point.
    pub start: u32,
    /// Code point after the last one.
    pub end: u32,
}

/// What was found in one article.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Annotations {
    /// The sentences, in order.
    pub sentences: Vec<Range>,
    /// The quotations, in order.
    pub quotes: Vec<QuoteRow>,
    /// The time expressions, in order.
    pub times: Vec<TimeRow>,
    /// The quantities, in order.
    pub quantities: Vec<QuantityRow>,
    /// The mentions of people, organisations and places, in order.
    pub entities: Vec<Mention>,
    /// The words that name where a text or claim comes from, in order.
    pub credits: Vec<CreditRow>,
    /// What the text says happens, in order.
    #[serde(default)]
    pub events: Vec<EventRow>,
}

/// Somebody's words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct QuoteRow {
    /// `q1`, `q2`, … in order.
    pub id: String,
    /// First code point of the content, without its outer marks.
    pub start: u32,
    /// Code point after the last one.
    pub end: u32,
    /// The words.
    pub exact: String,
    /// With marks, partly, or without.
    pub kind: QuoteWord,
    /// Who says it; null where nobody can be named with certainty.
    pub speaker: Option<SpeakerRow>,
    /// Why nobody is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unsure: Option<UnsureWord>,
    /// The saying words.
    pub cue: Option<Range>,
    /// The quotation whose words this one stands in.
    pub parent: Option<String>,
    /// The quotation that this one goes on with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub continues: Option<String>,
}

/// How words are given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum QuoteWord {
    /// A whole clause or more between marks.
    Direct,
    /// Some words between marks inside a reported clause.
    Mixed,
    /// A reported clause without marks.
    Indirect,
}

/// Who is quoted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SpeakerRow {
    /// The fullest name found.
    pub name: String,
    /// The entity of the story.
    pub entity: Option<String>,
    /// The words that name the speaker here.
    pub mention: Option<Range>,
    /// How it is known.
    pub basis: SpeakerWord,
}

/// How a speaker is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SpeakerWord {
    /// A cue beside the quotation.
    Cue,
    /// Carried over from the quotation before.
    Carried,
    /// Other tellings give the same words to this speaker.
    Siblings,
}

/// Why no speaker is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum UnsureWord {
    /// No saying words and nobody to carry over.
    NoCue,
    /// More than one speaker fits.
    Several,
    /// A pronoun that could not be resolved.
    Pronoun,
}

/// A time expression.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TimeRow {
    /// First code point.
    pub start: u32,
    /// Code point after the last one.
    pub end: u32,
    /// The words.
    pub exact: String,
    /// The TIMEX3 type.
    #[serde(rename = "type")]
    pub kind: TimeType,
    /// The TIMEX3 value; empty where it cannot be known.
    pub value: String,
    /// The days it covers, EDTF, where they are known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days: Option<String>,
    /// What the value rests on.
    pub basis: TimeBasisWord,
}

/// The TIMEX3 types.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "UPPERCASE")]
pub enum TimeType {
    /// A calendar date.
    Date,
    /// A time of day.
    Time,
    /// A length of time.
    Duration,
    /// A repeated time.
    Set,
}

/// What the value of a time expression rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum TimeBasisWord {
    /// The words say it in full.
    Text,
    /// Counted from the publication date.
    Published,
    /// The other tellings fix it.
    Siblings,
}

/// Something that the text says happens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct EventRow {
    /// First code point of its word.
    pub start: u32,
    /// Code point after the last one.
    pub end: u32,
    /// The word.
    pub exact: String,
    /// Its dictionary form.
    pub lemma: String,
    /// When it happens, EDTF; null where the text leaves it open.
    pub when: Option<String>,
    /// What the time rests on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<AnchorWord>,
    /// The time expression that dates it, counted from 0 in `times`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<u32>,
    /// Whether the text tells it, plans it, thinks it possible or denies it.
    pub reality: RealityWord,
}

/// What the time of an event rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum AnchorWord {
    /// An expression in its sentence.
    Attached,
    /// The text goes on from a time named before.
    Carried,
    /// The day of the report.
    Published,
}

/// How a text holds an event to be real.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RealityWord {
    /// Told as happening or having happened.
    Told,
    /// To come.
    Planned,
    /// It may happen, or would.
    Possible,
    /// Said not to happen.
    Denied,
}

/// A number with what it counts or measures.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct QuantityRow {
    /// First code point.
    pub start: u32,
    /// Code point after the last one.
    pub end: u32,
    /// The words.
    pub exact: String,
    /// The value; of a range the lower end.
    #[serde(serialize_with = "whole_or_real::one")]
    pub value: f64,
    /// The upper end of a range.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        serialize_with = "whole_or_real::maybe"
    )]
    pub upper: Option<f64>,
    /// How the value bounds the true one.
    pub bound: BoundWord,
    /// What is counted or measured, as a lemma, a currency or a measure.
    pub unit: Option<String>,
    /// The counted words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counted: Option<Range>,
    /// Its part in a change that is told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change: Option<ChangeRow>,
    /// The words of what it is a part of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub whole: Option<Range>,
    /// What those counted do, or what is done to them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub act: Option<ActRow>,
}

/// The part of a figure in a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ChangeRow {
    /// Up or down.
    pub way: WayWord,
    /// The amount, the outcome or the start of the change.
    pub part: ChangeWord,
}

/// The way a figure changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum WayWord {
    /// It grew.
    Up,
    /// It shrank.
    Down,
}

/// What a figure is in a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ChangeWord {
    /// The amount.
    By,
    /// The outcome.
    To,
    /// The start.
    From,
}

/// What those counted have to do with a verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ActRow {
    /// First code point of the verb.
    pub start: u32,
    /// Code point after its last one.
    pub end: u32,
    /// Whether it is done to them; else they do it.
    pub done_to: bool,
}

/// How a stated value bounds the true one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum BoundWord {
    /// As it is.
    Exact,
    /// More than.
    Over,
    /// Less than.
    Under,
    /// About.
    About,
    /// From one value to another.
    Range,
}

/// A mention of somebody or something by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Mention {
    /// First code point.
    pub start: u32,
    /// Code point after the last one.
    pub end: u32,
    /// The words.
    pub exact: String,
    /// What kind of thing.
    #[serde(rename = "type")]
    pub kind: EntityType,
    /// The entity of the story.
    pub entity: Option<String>,
}

/// The kinds of things that have names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum EntityType {
    /// A person.
    #[serde(rename = "PER")]
    Person,
    /// An organisation.
    #[serde(rename = "ORG")]
    Organisation,
    /// A place.
    #[serde(rename = "LOC")]
    Place,
    /// Anything else with a name.
    #[serde(rename = "MISC")]
    Other,
}

/// Words that name where a text or claim comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CreditRow {
    /// First code point.
    pub start: u32,
    /// Code point after the last one.
    pub end: u32,
    /// The words; empty for a credit outside the text.
    pub exact: String,
    /// The outlet or agency credited.
    pub outlet: String,
    /// What is credited.
    pub kind: CreditWord,
}

/// What a credit speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CreditWord {
    /// The text itself.
    Text,
    /// One claim.
    Claim,
    /// Only a picture.
    Picture,
}
