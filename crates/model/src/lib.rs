//! The nouns of Tellings: every type that crosses a crate border, and no algorithms.
//!
//! Read in this order: a [`Page`] is one captured input; intake turns it into an
//! [`Article`]; the engine adds [`Annotations`]; articles on one happening become the
//! witnesses of a [`Story`]. Whatever is said about a story rests on a [`Citation`].
//!
//! ```
//! use tellings_model::Article;
//!
//! let article = Article::from_text("The bridge is shut. Ada Cole said so.");
//! let span = article.span(4, 10);
//! assert_eq!(article.at(span), "bridge");
//! ```

mod annotations;
mod article;
mod comparison;
mod copy;
mod days;
mod decision;
mod grammar;
mod grouping;
mod id;
mod note;
mod page;
mod span;
mod statement;
mod stemma;
mod story;

pub use annotations::{
    Anchor, AnchorBasis, Annotations, Bound, ChangePart, Credit, CreditKind, EntityKind, Event,
    FigureAct, FigureChange, Mention, Quantity, Quote, QuoteKind, Reality, Sentence, Speaker,
    SpeakerBasis, Time, TimeBasis, TimeKind, Token, Unsure, Way,
};
pub use article::{Article, Based, Basis, Block, BlockKind, Dateline, Furniture, Link, Stamp};
pub use comparison::{Change, ComparedSentence, Comparison};
pub use copy::{CopyPair, Descendant, NamedOrigin};
pub use days::Days;
pub use decision::{Decision, DecisionAct};
pub use grammar::{Relation, Upos};
pub use grouping::{Explanation, Seat, Share, Standing, StoryChange};
pub use id::{ArticleId, EntityId, OriginId, Siglum, StoryId};
pub use note::{Note, Noted};
pub use page::{Media, Page};
pub use span::Span;
pub use statement::{Apparatus, Entry, EntryKind, Reading, Verdict};
pub use stemma::{Descent, DescentKind, Direction, LostNode, NodeId, Origin, Passage, Stemma};
pub use story::{
    Annotated, Citation, Digest, DigestSentence, Entity, Filling, Moment, Office, Slot, Story,
    Telling, Utterance, Why, Withheld, Witness, Wording, WordingRelation,
};
