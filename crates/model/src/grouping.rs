//! Which articles tell the same story, and why.

use crate::{ArticleId, Decision, StoryId};

/// Where an article stands among the stories.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seat {
    /// The story it tells.
    pub story: StoryId,
    /// The thread of its story: stories on one affair, one after the other. It is named by its
    /// first story.
    pub thread: StoryId,
}

/// What an article that arrives changes among the stories.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StoryChange {
    /// The article has this seat; `opens` says that its story is new.
    Seated {
        /// The article that arrived.
        article: ArticleId,
        /// Where it stands.
        seat: Seat,
        /// Whether it opened the story.
        opens: bool,
    },
    /// An earlier article now stands elsewhere.
    Moved {
        /// The article.
        article: ArticleId,
        /// The story it left.
        from: StoryId,
        /// Where it stands now.
        seat: Seat,
    },
    /// A story has become a part of another; all its articles have moved.
    Merged {
        /// The story that is no more.
        story: StoryId,
        /// The story it is a part of.
        into: StoryId,
    },
    /// A new story was taken out of another.
    Split {
        /// The new story.
        story: StoryId,
        /// The story that its articles were in.
        from: StoryId,
    },
}

/// Something two articles share, and what it adds to their score.
#[derive(Clone, Debug, PartialEq)]
pub struct Share {
    /// As the first of them writes it.
    pub words: String,
    /// The part of the score that rests on it, `0.0..=1.0`; 0 for a phrase, whose words count
    /// one by one.
    pub weight: f64,
}

/// Why two articles are, or are not, told together.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// The first article, and how it stands to the stories.
    pub a: Standing,
    /// The second.
    pub b: Standing,
    /// Whether their stories lie in one thread.
    pub one_thread: bool,
    /// How alike the two are, `0.0..=1.0`.
    pub score: f64,
    /// What of the likeness the time between them leaves, `0.0..=1.0`; a part of the score.
    pub left_by_time: f64,
    /// What they share, with what it adds to the score.
    pub shared: Vec<Share>,
    /// The least average score within a story.
    pub needed: f64,
    /// The decision of a person on these two, if there is one.
    pub decided: Option<Decision>,
}

impl Explanation {
    /// Whether the two are told together.
    pub fn together(&self) -> bool {
        self.a.story == self.b.story
    }
}

/// How an article stands to the stories.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    /// The article.
    pub article: ArticleId,
    /// Its story.
    pub story: StoryId,
    /// How many articles tell it.
    pub n_articles: usize,
    /// How alike it is to the others of its story, on average; `None` where it stands alone.
    pub to_its_story: Option<f64>,
    /// The other story it is most like, with the average score.
    pub nearest_other: Option<(StoryId, f64)>,
}
