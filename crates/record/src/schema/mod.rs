//! The published record, version 1: `tellings/1`.
//!
//! These types are the promise made to other programs. Their fields are never renamed without a
//! new version; the model may change on any day. The JSON Schema in `docs/schema/` is generated
//! from them. Offsets are Unicode code points in the text of the article, half open.

mod article;
mod story;

pub use article::{
    ActRow, AnchorWord, Annotations, Article, BlockRow, BlockWord, BoundWord, ChangeRow,
    ChangeWord, CreditRow, CreditWord, Dateline, EntityType, EventRow, FurnitureRow, GivenBy,
    LinkRow, MediaWord, Mention, Modified, Outlet, Published, PublishedBasis, QuantityRow,
    QuoteRow, QuoteWord, Range, RealityWord, SpeakerRow, SpeakerWord, TimeBasisWord, TimeRow,
    TimeType, UnsureWord, WayWord,
};
pub use story::{
    Citation, DecisionRow, DecisionWord, DescentWord, DigestRow, DirectionWord, Edge, EntityRow,
    EntryRow, EntryWord, FillingRow, MomentRow, Node, OfficeRow, OriginRow, PassageRow, ReadingRow,
    RelationWord, SlotRow, StemmaRow, Story, UtteranceRow, VerdictWord, WeakestRow, WhyRow,
    WithheldRow, WitnessRow, WordingRow,
};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The name and version of the format, the value of every record's `format`.
pub const FORMAT: &str = "tellings/1";

/// Everything one run has to say: the output of `--format json`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Record {
    /// The name and version of the format: `tellings/1`.
    pub format: String,
    /// The articles of all stories, story by story, in order of their sigla.
    pub articles: Vec<Article>,
    /// The stories.
    pub stories: Vec<Story>,
    /// What was doubtful about the input.
    #[serde(default)]
    pub notes: Vec<NoteRow>,
}

/// One story with its articles: a line of `--format jsonl`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct StoryLine {
    /// The name and version of the format: `tellings/1`.
    pub format: String,
    /// The story.
    #[serde(flatten)]
    pub story: Story,
    /// Its articles, in order of their sigla.
    pub articles: Vec<Article>,
}

/// What Tellings writes as JSON: a whole run, or one story on a line of its own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Output {
    /// A whole run.
    Run(Record),
    /// One story with its articles.
    Line(Box<StoryLine>),
}

/// Something doubtful about the input.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NoteRow {
    /// Where the input came from, as the user named it.
    pub path: Option<String>,
    /// What is the matter.
    pub what: String,
    /// The byte at which the trouble begins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub byte: Option<u64>,
    /// What can be done about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remedy: Option<String>,
    /// Whether the input, or a part of it, could not be read.
    #[serde(default, skip_serializing_if = "is_false")]
    pub unreadable: bool,
}

pub(crate) fn is_false(value: &bool) -> bool {
    !value
}
