//! What was found in the text of one article. Positions in lists are indices; places are spans.

use crate::{Days, Entity, EntityId, Relation, Span, Upos};

/// Everything found in one article.
///
/// Sentences are ordered and disjoint; tokens too, and each sentence owns a run of them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Annotations {
    /// The sentences, in order.
    pub sentences: Vec<Sentence>,
    /// The tokens, in order.
    pub tokens: Vec<Token>,
    /// The dictionary forms of the tokens, one after the other; read by [`Self::lemma`].
    pub lemmas: String,
    /// The quotations, in order; a quotation inside another follows it.
    pub quotes: Vec<Quote>,
    /// The time expressions, in order.
    pub times: Vec<Time>,
    /// The quantities, in order.
    pub quantities: Vec<Quantity>,
    /// The mentions of people, organisations and places, in order.
    pub mentions: Vec<Mention>,
    /// The credits, in order.
    pub credits: Vec<Credit>,
    /// The events, in order.
    pub events: Vec<Event>,
    /// What the mentions name, where they were gathered over the article alone; a story has its own.
    pub entities: Vec<Entity>,
}

impl Annotations {
    /// The dictionary form of a token; empty where none was assigned.
    pub fn lemma(&self, token: &Token) -> &str {
        let start = token.lemma.0 as usize;
        self.lemmas.get(start..start + usize::from(token.lemma.1)).unwrap_or("")
    }

    /// The tokens of a sentence.
    pub fn tokens_of(&self, sentence: &Sentence) -> &[Token] {
        self.tokens.get(sentence.tokens.0 as usize..sentence.tokens.1 as usize).unwrap_or(&[])
    }

    /// The index of the sentence that holds the byte `at`, or of the next one after it.
    pub fn sentence_at(&self, at: usize) -> Option<usize> {
        let idx = self.sentences.partition_point(|sentence| sentence.span.end() <= at);
        (idx < self.sentences.len()).then_some(idx)
    }

    /// The indices of the tokens that lie inside a span.
    pub fn tokens_in(&self, span: Span) -> std::ops::Range<usize> {
        let first = self.tokens.partition_point(|token| token.span.start() < span.start());
        let last = self.tokens.partition_point(|token| token.span.end() <= span.end());
        first..last.max(first)
    }

    /// The time expressions that share a byte with a span.
    pub fn times_in(&self, span: Span) -> &[Time] {
        touching(&self.times, |time| time.span, span)
    }

    /// The quantities that share a byte with a span.
    pub fn quantities_in(&self, span: Span) -> &[Quantity] {
        touching(&self.quantities, |quantity| quantity.span, span)
    }

    /// The mentions that share a byte with a span.
    pub fn mentions_in(&self, span: Span) -> &[Mention] {
        touching(&self.mentions, |mention| mention.span, span)
    }
}

/// The run of a layer that shares a byte with a span; the layer is in order and nothing in it
/// overlaps.
fn touching<T>(layer: &[T], at: impl Fn(&T) -> Span, span: Span) -> &[T] {
    let first = layer.partition_point(|item| at(item).end() <= span.start());
    let last = layer.partition_point(|item| at(item).start() < span.end());
    layer.get(first..last).unwrap_or(&[])
}

/// One sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Where it stands.
    pub span: Span,
    /// Its tokens: `tokens.0..tokens.1` in [`Annotations::tokens`].
    pub tokens: (u32, u32),
}

/// One word, number or mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Where it stands.
    pub span: Span,
    /// Its universal part of speech.
    pub upos: Upos,
    /// Its dictionary form: start and length in [`Annotations::lemmas`].
    pub lemma: (u32, u16),
    /// The token it depends on, as an index into [`Annotations::tokens`]; a root points to itself.
    pub head: u32,
    /// What it is to its head.
    pub relation: Relation,
}

/// Somebody's words, with or without marks.
#[derive(Clone, Debug, PartialEq)]
pub struct Quote {
    /// The content, without its outer marks.
    pub content: Span,
    /// Direct, mixed or indirect.
    pub kind: QuoteKind,
    /// Who says it; the reason where nobody could be named with certainty.
    pub speaker: Result<Speaker, Unsure>,
    /// The saying words (`said`, `according to`).
    pub cue: Option<Span>,
    /// The quotation whose words this one stands in, as an index into [`Annotations::quotes`].
    pub parent: Option<u32>,
    /// The quotation that this one goes on with (`“A,” she said, “B.”`), as an index.
    pub continues: Option<u32>,
}

/// How words are given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum QuoteKind {
    /// A whole clause or more between marks.
    Direct,
    /// Some words between marks inside a reported clause.
    Mixed,
    /// A reported clause without marks.
    Indirect,
}

/// Who is quoted.
#[derive(Clone, Debug, PartialEq)]
pub struct Speaker {
    /// The words that name the speaker; for a speaker who is carried over, the words beside the
    /// quotation they are carried from. `None` where only other tellings know the speaker.
    pub mention: Option<Span>,
    /// The fullest name found.
    pub name: String,
    /// The entity of the story, once resolved.
    pub entity: Option<EntityId>,
    /// How it is known.
    pub basis: SpeakerBasis,
}

/// How a speaker is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SpeakerBasis {
    /// A cue beside the quotation names the speaker.
    Cue,
    /// The speaker goes on from the quotation before.
    Carried,
    /// Other tellings give the same words to this speaker.
    Siblings,
}

/// Why no speaker is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unsure {
    /// No saying words and no earlier speaker to carry over.
    NoCue,
    /// More than one speaker fits.
    Several,
    /// A pronoun that could not be resolved.
    Pronoun,
}

/// A time expression.
#[derive(Clone, Debug, PartialEq)]
pub struct Time {
    /// Where it stands.
    pub span: Span,
    /// The TIMEX3 type.
    pub kind: TimeKind,
    /// The TIMEX3 value (`2025-05-03`, `P3D`, `PRESENT_REF`); empty where it cannot be known.
    pub value: String,
    /// The days it covers, where they are known.
    pub days: Option<Days>,
    /// What the value rests on.
    pub basis: TimeBasis,
}

/// The TIMEX3 types (ISO-TimeML).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TimeKind {
    /// A calendar date, of any precision.
    Date,
    /// A time of day.
    Time,
    /// A length of time.
    Duration,
    /// A repeated time.
    Set,
}

/// What the value of a time expression rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TimeBasis {
    /// The words say it in full.
    Text,
    /// Counted from the publication date of the article.
    Published,
    /// The other tellings of the story fix it.
    Siblings,
}

/// Something that the text says happens: a verb, or a noun that names a happening.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Where its word stands.
    pub span: Span,
    /// The dictionary form of the word.
    pub lemma: String,
    /// When it happens; `None` where the text leaves it open.
    pub anchor: Option<Anchor>,
    /// Whether the text tells it, plans it, thinks it possible or denies it.
    pub reality: Reality,
}

/// The time of an event and what it rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Anchor {
    /// The days it lies in.
    pub days: Days,
    /// What the time rests on.
    pub basis: AnchorBasis,
    /// The expression that dates it, as an index into [`Annotations::times`].
    pub time: Option<u32>,
}

/// What the time of an event rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AnchorBasis {
    /// An expression in its sentence dates it.
    Attached,
    /// The text goes on from a time it named before.
    Carried,
    /// The day of the report, where nothing says otherwise.
    Published,
}

/// How a text holds an event to be real.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reality {
    /// It is told as happening or having happened.
    Told,
    /// It is to come.
    Planned,
    /// It may happen, or would.
    Possible,
    /// It is said not to happen.
    Denied,
}

/// A number with what it counts or measures.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantity {
    /// Where it stands: bound words, number and unit.
    pub span: Span,
    /// The value; for a range its lower end.
    pub value: f64,
    /// The upper end of a range.
    pub upper: Option<f64>,
    /// How the value bounds the true one.
    pub bound: Bound,
    /// What is counted (`death`), the currency (`dollar`) or the measure
    /// (`percentage`, `kilometre`); singular, lower case.
    pub unit: Option<String>,
    /// The counted or measured words (`cartel suspects`), where they are more than the unit.
    pub counted: Option<Span>,
    /// Its part in a change that is told (`rose by 5 %`), where one is.
    pub change: Option<FigureChange>,
    /// What it is a part of (`31 suspects` for the 29 of `29 of 31 suspects`), where the words say.
    pub whole: Option<Span>,
    /// What those counted do or what is done to them, where the sentence says.
    pub act: Option<FigureAct>,
}

/// The part of a figure in a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FigureChange {
    /// Whether things grew.
    pub way: Way,
    /// Whether the figure is the amount, the outcome or the start of the change.
    pub part: ChangePart,
}

/// The way a figure changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Way {
    /// `rose`.
    Up,
    /// `fell`.
    Down,
}

/// What a figure is in a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChangePart {
    /// The amount: `rose by 5 %`.
    By,
    /// The outcome: `rose to 3.1`.
    To,
    /// The start: `rose from 2.9`.
    From,
}

/// What those counted have to do with a verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FigureAct {
    /// The verb.
    pub verb: Span,
    /// Whether it is done to them (`23 people were killed`) or they do it (`23 people fled`).
    pub done_to: bool,
}

/// How a stated value bounds the true one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Bound {
    /// Stated as it is.
    Exact,
    /// `over`, `more than`, `at least`.
    Over,
    /// `under`, `nearly`, `up to`.
    Under,
    /// `about`, `some`; `dozens`, `thousands`.
    About,
    /// From one value to another.
    Range,
}

/// A mention of a person, an organisation or a place by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mention {
    /// Where it stands.
    pub span: Span,
    /// What kind of thing is named.
    pub kind: EntityKind,
    /// The entity of the story, once resolved.
    pub entity: Option<EntityId>,
}

/// The kinds of things that have names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntityKind {
    /// A person.
    Person,
    /// An organisation.
    Organisation,
    /// A place.
    Place,
    /// Anything else with a name.
    Other,
}

/// Words that name where a text or a claim comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct Credit {
    /// Where it stands; for a credit outside the text, the empty span at its start.
    pub span: Span,
    /// The outlet or agency credited, by the name it is known by (`AP`, `The Wall Street Journal`).
    pub outlet: String,
    /// What is credited.
    pub kind: CreditKind,
}

/// What a credit speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CreditKind {
    /// The text itself comes from there: `(AP) —`, `By Reuters`, `With files from …`.
    Text,
    /// One claim comes from there: `told Reuters`, `according to The Wall Street Journal`.
    Claim,
    /// Only a picture comes from there.
    Picture,
}
