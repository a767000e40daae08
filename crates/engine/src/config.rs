//! Every threshold of the engine: its unit, its reason, and how it was calibrated.

use std::sync::Arc;
use tellings_intake::ExtractConfig;
use tellings_language::Model;
use tellings_model::Decision;

/// Every setting of a run. The default is the one that all published numbers use.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// The language models, where not those that ship with the program.
    pub model: Option<Arc<Model>>,
    /// What to take for the main text of a page.
    pub extract: ExtractConfig,
    /// When articles tell one story.
    pub group: GroupConfig,
    /// When a text copies another.
    pub copies: CopyConfig,
    /// Who copied whom.
    pub stemma: StemmaConfig,
    /// When the tellings of a story settle each other's dates.
    pub calendar: CalendarConfig,
    /// When dated statements are one moment.
    pub timeline: TimelineConfig,
    /// What people have decided about the stories, in order; replayed on every run.
    pub decisions: Vec<Decision>,
}

/// When articles tell one story.
///
/// Chosen on the development halves of `gva` and `ecbplus` together (`bench/group/run`), one
/// setting for both.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupConfig {
    /// Weight of the words two articles share, a share of the score.
    pub words: f32,
    /// Weight of the names they share.
    pub names: f32,
    /// Weight of the figures they share.
    pub figures: f32,
    /// Weight of what headline and opening share: what the articles are about.
    pub lead: f32,
    /// What is left of the likeness where both leads give figures and share none, and the articles
    /// are of other days: two accidents on one road, two offers for one company. Of the same days
    /// its square root is left.
    pub other_figures: f32,
    /// Days after which the part of the score that fades has fallen to 37 %.
    pub fading_days: f32,
    /// Share of the score that does not fade with time.
    pub timeless: f32,
    /// Share of the score that is left at least where both articles speak of the same day, however
    /// long after it they were published: a follow-up names the day of the event.
    pub same_day: f32,
    /// Days between two articles after which they tell of one event no more, whatever they share: what is
    /// printed word for word once in some years is another time each time.
    pub horizon_days: u32,
    /// Share of the score that is left where a date is missing: what the time between two articles
    /// of a corpus takes away on average, not nothing.
    pub undated: f32,
    /// The least average score between the articles of one story, among very many articles.
    pub story: f32,
    /// How much more is asked among few articles, a share of [`Self::story`]: they cannot tell rare
    /// words from common ones, so that all scores are higher.
    pub few: f32,
    /// The least score between two articles that are a story by themselves: no third bears them out.
    pub pair: f32,
    /// How close two groups must be, a share of how close the members of the looser one are to each
    /// other: below it they are two stories of one thread, however alike.
    pub knit: f32,
    /// The least average score between the stories of one thread, and the least score at which two
    /// articles are looked at together.
    pub thread: f32,
    /// The least share of the shorter text that a copy has in common with its model, to count
    /// as one article with it.
    pub folded_share: f32,
    /// The least score between them: two fillings of a template share words, not names and figures.
    pub folded_score: f32,
    /// How many of its weightiest terms an article is looked up by.
    pub index_terms: usize,
    /// How many articles before it, nearest in time, are looked up for each term.
    pub max_postings: usize,
    /// What these terms must share, less the time between, as a part of `thread`, for two to be compared.
    pub promise: f32,
    /// How many articles before it are scored.
    pub max_candidates: usize,
    /// How many articles before it are kept as neighbours.
    pub max_neighbours: usize,
    /// In a stream: how many articles around a new one are grouped anew, about.
    pub settle_articles: usize,
    /// In a stream: days after which an article counts 37 % for how rare words are.
    pub rarity_days: f32,
    /// In a stream: how many days before the newest article others are remembered.
    pub keep_days: i32,
    /// In a stream: how many articles are remembered at most.
    pub keep_articles: usize,
}

impl GroupConfig {
    /// The least average score within a story among so many articles; half of what few articles
    /// are asked for beyond it is left at 500, as many as are imagined of the language at large.
    pub(crate) fn story_among(&self, n_articles: f32) -> f32 {
        self.story * (1.0 + self.few * 500.0 / (500.0 + n_articles))
    }

    /// The weights of the kinds of terms, in the order of the kinds.
    pub(crate) fn weights(&self) -> [f32; 4] {
        [self.words, self.names, self.figures, self.lead]
    }
}

impl Default for GroupConfig {
    fn default() -> Self {
        Self {
            words: 0.3,
            names: 0.3,
            figures: 0.15,
            lead: 0.25,
            other_figures: 0.65,
            fading_days: 15.0,
            timeless: 0.3,
            same_day: 0.9,
            horizon_days: 1_100,
            undated: 0.65,
            story: 0.11,
            few: 0.1,
            pair: 0.22,
            thread: 0.08,
            knit: 0.5,
            folded_share: 0.5,
            folded_score: 0.5,
            index_terms: 48,
            max_postings: 256,
            promise: 0.2,
            max_candidates: 48,
            max_neighbours: 32,
            settle_articles: 512,
            rarity_days: 365.0,
            keep_days: 400,
            keep_articles: 1_000_000,
        }
    }
}

/// When a text copies another.
///
/// Chosen on the development halves of `reuse-reuters` and `lineage-made` (`bench/copies/run`).
#[derive(Clone, Debug, PartialEq)]
pub struct CopyConfig {
    /// Words of an n-gram.
    pub gram: usize,
    /// N-grams that are kept of a text at least; a longer text is sampled down to twice as many.
    pub least_kept: usize,
    /// Texts nearest before, that are looked up for each n-gram.
    pub max_postings: usize,
    /// Hours between a text and its copy at most, where both are dated.
    pub hours: i32,
    /// The least number of kept n-grams two texts share to be compared word by word.
    pub least_shared: usize,
    /// The least estimated share of the shorter text to be compared word by word.
    pub suspect: f32,
    /// Words of a run that counts as copied.
    pub run: usize,
    /// The least score of a pair that is given out.
    pub score: f64,
}

impl Default for CopyConfig {
    fn default() -> Self {
        Self {
            gram: 5,
            least_kept: 48,
            max_postings: 48,
            hours: 80,
            least_shared: 3,
            suspect: 0.12,
            run: 6,
            score: 0.65,
        }
    }
}

/// When the tellings of a story settle each other's dates.
///
/// Set on the invented stories of `fixtures` and on tests; none is fitted to a data set.
#[derive(Clone, Debug, PartialEq)]
pub struct CalendarConfig {
    /// The least number of content words that two sentences on one act share.
    pub least_words: usize,
    /// The least part of the shorter sentence that they share, per mille.
    pub least_per_mille: u32,
    /// The least number that is enough where the tellings know one day of a weekday alone.
    pub least_of_only: usize,
    /// For how many days before and after an act a bare weekday is used for it; later tellings
    /// name the date.
    pub week_days: i64,
    /// For how many days after an act its tellings come; a story fades in about three weeks.
    pub telling_days: u16,
    /// In which steps those days are tried.
    pub step_days: u16,
    /// How many sentences on the acts of one day are kept.
    pub acts_per_day: usize,
    /// How many days are kept, the best attested ones.
    pub days: usize,
    /// How often settled days are used to settle others.
    pub rounds: usize,
}

impl Default for CalendarConfig {
    fn default() -> Self {
        Self {
            least_words: 5,
            least_per_mille: 400,
            least_of_only: 2,
            week_days: 4,
            telling_days: 28,
            step_days: 7,
            acts_per_day: 4,
            days: 48,
            rounds: 3,
        }
    }
}

/// When dated statements are one moment.
///
/// Set on the invented stories of `fixtures` and on tests; none is fitted to a data set.
#[derive(Clone, Debug, PartialEq)]
pub struct TimelineConfig {
    /// The least number of content words that two statements share.
    pub least_words: usize,
    /// The least part of the shorter statement that they share, per mille.
    pub least_per_mille: usize,
    /// With how many moments of its days a statement is compared.
    pub compared: usize,
    /// With how many statements of a moment.
    pub compared_statements: usize,
    /// How many moments a timeline holds; the best attested are kept.
    pub moments: usize,
    /// The least number of content words that two statements of one act share when their days part.
    pub conflict_words: usize,
    /// The least part of the shorter of them that they share, per mille.
    pub conflict_per_mille: usize,
    /// So many days before the first report of it, a moment is background.
    pub background_days: i32,
}

impl Default for TimelineConfig {
    fn default() -> Self {
        Self {
            least_words: 4,
            least_per_mille: 350,
            compared: 32,
            compared_statements: 4,
            moments: 120,
            conflict_words: 5,
            conflict_per_mille: 600,
            background_days: 30,
        }
    }
}

/// Who copied whom.
///
/// Chosen on the development half of `lineage-made` (`bench/copies/run`); the thresholds of
/// rewording rest on few examples, see `docs/design/copies.md`.
#[derive(Clone, Debug, PartialEq)]
pub struct StemmaConfig {
    /// The least score at which two texts of a corpus are of one line.
    pub copies: f64,
    /// Hours between a text of a corpus and its copy at most.
    pub hours: i32,
    /// In a story: the least share of the shorter text's words outside quotation marks that a
    /// copy shares with its model.
    pub copied: f64,
    /// In a story: the least number of such words.
    pub least_words: usize,
    /// In a story: the number of such words that shows copying whatever the share.
    pub many_words: usize,
    /// The least share of the shorter text's telling words that stand in reworded sentences.
    /// The kin among the five seed articles have 0.20, the closest strangers 0.13.
    pub reworded: f64,
    /// The same where one of the texts has a writer of its own: reporters at one event tell the same
    /// facts in the same order. Set on the invented stories of `fixtures`, where the writers share up to
    /// 0.30 with an agency.
    pub signed: f64,
    /// The same where one text names the other as the release it draws on; one reworded sentence fewer is
    /// asked then. In `fixtures` sixteen of the seventeen that draw on one have 0.10 or more, those that mention one less.
    pub drawn: f64,
    /// The same where the telling has no saying of the release: an agency that names the statement and has
    /// voices of its own shares up to 0.18 with it, two of the three rewritings of that kind less than 0.20.
    pub drawn_unsaid: f64,
    /// The least number of reworded sentences.
    pub sentences: usize,
    /// Bytes of a copy that only a second model explains, for it to be listed.
    pub borrowed_bytes: usize,
    /// The largest story in which each witness is compared with each; in a larger one with
    /// those that share rare runs of words with it.
    pub all_pairs: usize,
    /// Publishers and their outlets as a user knows them: lines `family,outlet` after a head line.
    /// They go before those that ship; an outlet in neither is its own publisher.
    pub families: String,
}

impl Default for StemmaConfig {
    fn default() -> Self {
        Self {
            copies: 0.5,
            hours: 240,
            copied: 0.2,
            least_words: 24,
            many_words: 80,
            reworded: 0.16,
            signed: 0.35,
            drawn: 0.1,
            drawn_unsaid: 0.2,
            sentences: 4,
            borrowed_bytes: 160,
            all_pairs: 48,
            families: String::new(),
        }
    }
}
