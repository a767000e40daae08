//! The set of articles on one happening, and all we say of it.

use crate::{
    Annotations, Apparatus, Article, Based, Days, Decision, EntityId, EntityKind, OriginId, Siglum,
    Span, Stamp, Stemma, StoryId,
};

/// Everything one run has to say.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Telling {
    /// The stories, in order of their first witness.
    pub stories: Vec<Story>,
}

/// An article with what was found in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Annotated {
    /// The article.
    pub article: Article,
    /// What was found in it.
    pub annotations: Annotations,
}

/// The articles on one happening, and all we say of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Story {
    /// Its id, the same on every machine.
    pub id: StoryId,
    /// The thread it belongs to: stories on one affair, one after the other, named by the first.
    pub thread: StoryId,
    /// A headline: that of the best attested witness.
    pub title: String,
    /// When the main act happened, where the tellings say.
    pub when: Option<Days>,
    /// The articles, in order of their sigla.
    pub witnesses: Vec<Witness>,
    /// Why they are one story, pair by pair.
    pub why: Vec<Why>,
    /// The witness that is least like the others, with its average score; of three and more.
    pub weakest: Option<(Siglum, f64)>,
    /// Who copied whom, and the independent voices.
    pub stemma: Stemma,
    /// People, organisations and places over all tellings.
    pub entities: Vec<Entity>,
    /// Sayings, each with its wordings.
    pub utterances: Vec<Utterance>,
    /// Where the tellings agree, part and stay silent.
    pub apparatus: Apparatus,
    /// What happened when.
    pub timeline: Vec<Moment>,
    /// The story in a few cited sentences.
    pub digest: Digest,
}

impl Story {
    /// The words a citation rests on.
    pub fn exact(&self, citation: Citation) -> &str {
        self.witnesses
            .get(citation.witness.idx())
            .map_or("", |witness| witness.article.at(citation.span))
    }
}

/// An article as it testifies in a story.
#[derive(Clone, Debug, PartialEq)]
pub struct Witness {
    /// Its letter.
    pub siglum: Siglum,
    /// The article.
    pub article: Article,
    /// What was found in it, with entities and dates resolved over the story.
    pub annotations: Annotations,
    /// When it was published: as the article says, or as its siblings fix it.
    pub published: Option<Based<Stamp>>,
    /// The words of other witnesses (and of this one) that fix `published`.
    pub published_because: Vec<Citation>,
    /// The independent voice it belongs to.
    pub origin: OriginId,
}

/// A place in a witness: what everything said rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Citation {
    /// Which witness.
    pub witness: Siglum,
    /// Where in its text.
    pub span: Span,
}

/// Why two witnesses are told together.
#[derive(Clone, Debug, PartialEq)]
pub struct Why {
    /// The two witnesses.
    pub witnesses: (Siglum, Siglum),
    /// What they share, the weightiest first.
    pub shared: Vec<String>,
    /// What each of these adds to the score; 0 for a phrase, whose words count one by one.
    pub weights: Vec<f64>,
    /// How alike they are, `0.0..=1.0`.
    pub score: f64,
    /// What a person has decided about the two.
    pub decided: Option<Decision>,
}

/// A person, organisation or place over all tellings of a story.
#[derive(Clone, Debug, PartialEq)]
pub struct Entity {
    /// Its id in the story.
    pub id: EntityId,
    /// The fullest name.
    pub name: String,
    /// What kind of thing.
    pub kind: EntityKind,
    /// Other names, sorted.
    pub aliases: Vec<String>,
    /// Roles the tellings give it (`Mexican President`), sorted.
    pub roles: Vec<String>,
    /// The offices that the tellings say a person bears, sorted; learned from them, not looked up.
    pub offices: Vec<Office>,
    /// The country, party, place or organisation that it belongs to, where tables or tellings say so.
    pub within: Option<String>,
}

/// An office of a person, as tellings give it.
#[derive(Clone, Debug, PartialEq)]
pub struct Office {
    /// The office in lower case (`president`).
    pub role: String,
    /// The country or organisation it is the office of, where that is said.
    pub of: Option<String>,
    /// Whether the tellings say that it is over.
    pub is_former: bool,
    /// The words that say so, one place of each witness.
    pub citations: Vec<Citation>,
}

/// One saying, with the wordings its witnesses give it.
#[derive(Clone, Debug, PartialEq)]
pub struct Utterance {
    /// Who said it, where the tellings name the same speaker.
    pub speaker: Option<EntityId>,
    /// The name of the speaker, where the tellings agree; a body or an office may have no entity.
    pub name: Option<String>,
    /// The wordings, the longest first.
    pub wordings: Vec<Wording>,
    /// Whether the tellings name different speakers.
    pub speakers_differ: bool,
    /// Whether words inside quotation marks differ between tellings.
    pub altered: bool,
    /// The places at which the wordings differ by a word or a few.
    pub slots: Vec<Slot>,
}

/// A place in a saying that the tellings fill with different words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    /// The words before it in the longest wording.
    pub before: String,
    /// What stands there, each with the tellings that have it; the longest wording’s words first.
    pub fillings: Vec<Filling>,
}

/// What some tellings have in a slot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filling {
    /// The words.
    pub text: String,
    /// The tellings that have them.
    pub witnesses: Vec<Siglum>,
}

/// One wording of a saying.
#[derive(Clone, Debug, PartialEq)]
pub struct Wording {
    /// The words, as the first of its witnesses prints them.
    pub text: String,
    /// Where they stand.
    pub citations: Vec<Citation>,
    /// How the wording stands to the longest one, or to another fuller one that holds it.
    pub relation: WordingRelation,
}

/// How a wording stands to the longest wording of the same saying, or to another fuller one that holds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WordingRelation {
    /// Word for word.
    Same,
    /// A part of it, word for word.
    Trimmed,
    /// Parts of it run together, with no sign that something is left out between them.
    Joined,
    /// With a bracketed insertion.
    Bracketed,
    /// Other words inside the quotation marks.
    Reworded,
    /// The same content without quotation marks.
    Paraphrased,
}

/// One dated row of the timeline. It cannot be built without a citation.
#[derive(Clone, Debug, PartialEq)]
pub struct Moment {
    /// When.
    pub when: Days,
    /// Whether the date is a rough one (`around`, `mid-`).
    pub approximate: bool,
    /// What, in the words of a witness.
    pub text: String,
    /// The origins that tell it.
    pub n_origins: u32,
    /// When it was reported: the first and the last day that a telling of it was published.
    pub reported: Option<Days>,
    /// Whether it lies well before the reports: told to explain, not as news.
    pub background: bool,
    /// Other moments of the timeline that date the same act otherwise, as indices into it.
    pub against: Vec<u32>,
    citations: Vec<Citation>,
}

impl Moment {
    /// A moment with the words it rests on; `None` without any.
    pub fn new(
        when: Days,
        approximate: bool,
        text: String,
        citations: Vec<Citation>,
        n_origins: u32,
    ) -> Option<Self> {
        let (reported, background, against) = (None, false, Vec::new());
        (!citations.is_empty()).then_some(Self {
            when,
            approximate,
            text,
            n_origins,
            reported,
            background,
            against,
            citations,
        })
    }

    /// The words it rests on.
    pub fn citations(&self) -> &[Citation] {
        &self.citations
    }
}

/// The story in a few cited sentences, and what was left out of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Digest {
    /// The sentences, in order.
    pub sentences: Vec<DigestSentence>,
    /// What was withheld, and why.
    pub withheld: Vec<Withheld>,
}

/// A sentence of the digest.
#[derive(Clone, Debug, PartialEq)]
pub struct DigestSentence {
    /// The sentence.
    pub text: String,
    /// The words it rests on.
    pub citations: Vec<Citation>,
    /// How many independent origins stand behind it.
    pub n_origins: u32,
}

/// A sentence that was not put into the digest.
#[derive(Clone, Debug, PartialEq)]
pub struct Withheld {
    /// The sentence.
    pub text: String,
    /// Why it was withheld.
    pub why: String,
}
