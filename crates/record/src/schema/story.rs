//! Stories: what all tellings together say, and on which words that rests.

use super::EntityType;
use super::is_false;
use crate::number::share;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The articles on one happening, and all that is said of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Story {
    /// Its id, the same on every machine.
    pub id: String,
    /// The thread it belongs to: stories on one affair, named by the first of them.
    #[serde(default)]
    pub thread: String,
    /// A headline.
    pub title: String,
    /// When the main act happened, EDTF.
    pub when: Option<String>,
    /// Why these are one story.
    pub why: Vec<WhyRow>,
    /// The witness that is least like the others; of three and more.
    #[serde(default)]
    pub weakest: Option<WeakestRow>,
    /// The articles with their sigla.
    pub witnesses: Vec<WitnessRow>,
    /// The independent voices.
    pub origins: Vec<OriginRow>,
    /// Who copied whom.
    pub stemma: StemmaRow,
    /// People, organisations and places.
    pub entities: Vec<EntityRow>,
    /// Sayings, each with its wordings.
    pub utterances: Vec<UtteranceRow>,
    /// Where the tellings agree, part and stay silent.
    pub apparatus: Vec<EntryRow>,
    /// What happened when.
    pub timeline: Vec<MomentRow>,
    /// The story in a few cited sentences.
    pub digest: Vec<DigestRow>,
    /// What was left out of the digest.
    pub withheld: Vec<WithheldRow>,
}

/// A place in a witness, with the words that stand there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Citation {
    /// The siglum of the witness.
    pub witness: String,
    /// First code point.
    pub start: u32,
    /// Code point after the last one.
    pub end: u32,
    /// The words, so that a reader can check them.
    pub exact: String,
    /// The words before, as a W3C text quote selector has them.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub prefix: String,
    /// The words after.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub suffix: String,
}

/// The witness that fits least into its story.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct WeakestRow {
    /// Its siglum.
    pub witness: String,
    /// How alike it is to the others, on average, from 0 to 1.
    #[serde(serialize_with = "share::one")]
    pub score: f64,
}

/// Why two witnesses are told together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct WhyRow {
    /// The sigla of the two.
    pub witnesses: [String; 2],
    /// What they share, the weightiest first.
    pub shared: Vec<String>,
    /// What each of these adds to the score; 0 for a phrase, whose words count one by one.
    #[serde(default, serialize_with = "share::each")]
    pub weights: Vec<f64>,
    /// How alike they are, from 0 to 1.
    #[serde(serialize_with = "share::one")]
    pub score: f64,
    /// What a person has decided about the two.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided: Option<DecisionRow>,
}

/// A decision of a person about two articles; also one line of a journal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DecisionRow {
    /// When it was taken, RFC 3339.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    /// What is decided.
    pub act: DecisionWord,
    /// The article that it is about.
    pub a: String,
    /// The other article.
    pub b: String,
    /// Who decided.
    #[serde(default)]
    pub by: String,
    /// Why.
    #[serde(default)]
    pub why: String,
}

/// What a person decides about two articles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DecisionWord {
    /// Their stories are one.
    Merge,
    /// They are in two stories.
    Split,
    /// The first stays in the story of the second.
    Pin,
    /// What was decided about the two before no longer holds.
    Undo,
}

/// An article as it testifies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct WitnessRow {
    /// Its letter.
    pub siglum: String,
    /// The id of the article.
    pub article: String,
    /// The id of the independent voice it belongs to.
    pub origin: String,
}

/// One independent voice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct OriginRow {
    /// Its id.
    pub id: String,
    /// The sigla of its witnesses.
    pub witnesses: Vec<String>,
    /// The outlet or agency it goes back to, where one is named.
    pub named: Option<String>,
    /// Why these are one voice.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub why: Vec<String>,
    /// The words that name it.
    pub because: Vec<Citation>,
}

/// Who copied whom.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct StemmaRow {
    /// The witnesses, then the lost texts.
    pub nodes: Vec<Node>,
    /// The edges, from the model to the copy; of several into one copy the main one comes first.
    pub edges: Vec<Edge>,
}

/// A witness or a lost text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Node {
    /// The siglum, or `lost1`, `lost2`, …
    pub id: String,
    /// What a lost text was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The words a lost text is known from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub because: Vec<Citation>,
}

/// One text used by another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Edge {
    /// The text that was used.
    pub from: String,
    /// The text that uses it.
    pub to: String,
    /// How it is used.
    pub kind: DescentWord,
    /// How sure the direction is.
    pub direction: DirectionWord,
    /// Share of the copy's words that stand in the model too.
    #[serde(default, serialize_with = "share::maybe")]
    pub share_of_copy: Option<f64>,
    /// Share of the model's words that stand in the copy too.
    #[serde(default, serialize_with = "share::maybe")]
    pub share_of_model: Option<f64>,
    /// The passages both share.
    pub passages: Vec<PassageRow>,
    /// The evidence, in words.
    pub because: Vec<String>,
}

/// The same words in two witnesses.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PassageRow {
    /// In the model.
    pub model: Citation,
    /// In the copy.
    pub copy: Citation,
}

/// How a copy uses its model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DescentWord {
    /// Word for word.
    Copies,
    /// A later capture of the same page.
    Revises,
    /// In other words.
    Rewords,
    /// Names it as where a claim comes from.
    Cites,
}

/// How sure it is which of two texts is the model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DirectionWord {
    /// A credit, an update mark or clear times say so.
    Known,
    /// The evidence points one way.
    Likely,
    /// Open.
    Unknown,
}

/// A person, organisation or place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct EntityRow {
    /// Its id in the story.
    pub id: String,
    /// The fullest name.
    pub name: String,
    /// What kind of thing.
    #[serde(rename = "type")]
    pub kind: EntityType,
    /// Other names.
    pub aliases: Vec<String>,
    /// Roles the tellings give it.
    pub roles: Vec<String>,
    /// Offices the tellings say a person bears: learned from them, not looked up.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub offices: Vec<OfficeRow>,
    /// The country, party, place or organisation it belongs to, where tables or tellings say so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<String>,
}

/// An office of a person, as tellings give it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct OfficeRow {
    /// The office in lower case (`president`).
    pub role: String,
    /// The country or organisation it is the office of.
    pub of: Option<String>,
    /// Whether the tellings say that it is over.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub former: bool,
    /// The days on which the tellings that say so were published, where they are known: EDTF.
    pub told: Option<String>,
    /// The words that say so, one place of each witness.
    pub citations: Vec<Citation>,
}

/// One saying, told in one or several ways.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct UtteranceRow {
    /// `u1`, `u2`, … in order.
    pub id: String,
    /// The entity that said it, where the tellings name one.
    pub speaker: Option<String>,
    /// The name of the speaker, where the tellings agree; bodies may have no entity.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speaker_name: Option<String>,
    /// The wordings, the longest first.
    pub readings: Vec<WordingRow>,
    /// Whether the tellings name different speakers.
    pub speakers_differ: bool,
    /// Whether words inside quotation marks differ between tellings.
    #[serde(default, skip_serializing_if = "is_false")]
    pub altered: bool,
    /// The places at which the wordings differ by a word or a few.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub slots: Vec<SlotRow>,
}

/// A place in a saying that the tellings fill with different words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SlotRow {
    /// The words before it in the longest wording.
    pub before: String,
    /// What stands there; the longest wording's words first.
    pub fillings: Vec<FillingRow>,
}

/// What some tellings have in a slot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FillingRow {
    /// The words.
    pub text: String,
    /// The sigla of the tellings that have them.
    pub witnesses: Vec<String>,
}

/// One wording of a saying.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct WordingRow {
    /// The words.
    pub text: String,
    /// Where they stand.
    pub citations: Vec<Citation>,
    /// How it stands to the longest wording, or to another fuller one that holds it.
    pub relation: RelationWord,
}

/// How a wording stands to the longest one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RelationWord {
    /// Word for word.
    Same,
    /// A part of it.
    Trimmed,
    /// Parts of it run together, with no sign that something is left out between them.
    Joined,
    /// With a bracketed insertion.
    Bracketed,
    /// Other words inside the marks.
    Reworded,
    /// The content without marks.
    Paraphrased,
}

/// One place of the apparatus.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct EntryRow {
    /// `s1`, `s2`, … in order.
    pub id: String,
    /// What kind of matter.
    pub kind: EntryWord,
    /// The matter in a few words.
    pub topic: String,
    /// How the readings stand to one another.
    pub verdict: VerdictWord,
    /// The readings, best attested first.
    pub readings: Vec<ReadingRow>,
    /// The sigla of witnesses that tell the surrounding matter and leave this out.
    pub silent: Vec<String>,
}

/// What kind of matter an entry is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum EntryWord {
    /// When.
    Date,
    /// How many, how much.
    Quantity,
    /// Where.
    Place,
    /// Who.
    Actor,
    /// What was done.
    Action,
    /// What it is called.
    Name,
    /// The wording of a saying.
    Quote,
    /// Anything else.
    Other,
}

/// How the readings of an entry stand to one another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum VerdictWord {
    /// Two or more origins give readings of equal value.
    Agree,
    /// Two or more witnesses give it, all of one origin.
    Echo,
    /// The readings can all hold; one is more precise.
    Finer,
    /// Later tellings move it.
    Superseded,
    /// Two readings cannot both hold.
    Conflict,
    /// One witness gives it.
    OnlyIn,
}

/// One version at one place of the apparatus.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ReadingRow {
    /// The value in a form that can be compared.
    pub value: String,
    /// The words of its first witness.
    pub text: String,
    /// The words it rests on.
    pub citations: Vec<Citation>,
    /// How many independent origins give it.
    pub origins: u32,
}

/// One dated row of the timeline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MomentRow {
    /// When, EDTF.
    pub when: String,
    /// What.
    pub text: String,
    /// The words it rests on.
    pub citations: Vec<Citation>,
    /// How many independent origins tell it.
    pub origins: u32,
    /// When it was reported, EDTF: the days on which its tellings were published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reported: Option<String>,
    /// Whether it lies well before the reports.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub background: bool,
    /// The rows of this timeline, counted from 0, that date the same act otherwise.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub against: Vec<u32>,
}

/// A sentence of the digest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DigestRow {
    /// The sentence.
    pub text: String,
    /// The words it rests on.
    pub citations: Vec<Citation>,
    /// How many independent origins stand behind it.
    pub origins: u32,
}

/// A sentence that was left out of the digest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct WithheldRow {
    /// The sentence.
    pub text: String,
    /// Why.
    pub why: String,
}
