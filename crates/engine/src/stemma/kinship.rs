//! Two witnesses → whether one text was used for the other, and the evidence.

use super::edit::KEPT;
use super::evidence::Kept;
use super::reading::Reading;
use super::reword::{Reworded, reworded};
use crate::Config;
use crate::annotate::credit::{is_desk, known_outlet};
use crate::copies::passage::runs;
use crate::copies::shared;
use tellings_model::{CopyPair, DescentKind, Passage};

/// What shows that one text was used for another, whichever was first.
pub(crate) struct Kinship {
    /// Positions of the witnesses; `a` stands before `b`.
    pub(crate) a: usize,
    pub(crate) b: usize,
    pub(crate) kind: DescentKind,
    pub(crate) share_of_a: f64,
    pub(crate) share_of_b: f64,
    /// `model` in `a`, `copy` in `b`.
    pub(crate) passages: Vec<Passage>,
    pub(crate) because: String,
    /// What was kept, for the evidence of direction.
    pub(crate) kept: Kept,
}

/// The kinship of two witnesses; `None` where what they share can be chance, background that all
/// tellings have, or a speech that both reporters heard.
pub(crate) fn kinship(
    (a, left): (usize, &Reading),
    (b, right): (usize, &Reading),
    config: &Config,
) -> Option<Kinship> {
    let pair = shared(&left.text.side(), &right.text.side(), 0.0, &config.copies);
    let aligned = reworded(left, right);
    let copied = copied(&pair, left, right, config);
    let (kind, because) = if left.text.is_of_one_page_with(&right.text) {
        (DescentKind::Revises, "both are captures of one page".to_owned())
    } else if let Some(because) = &copied {
        (DescentKind::Copies, because.clone())
    } else {
        (DescentKind::Rewords, rewrites(&aligned, n_sayings(&pair, right), left, right, config)?)
    };
    let mut passages = pair.passages.clone();
    if copied.is_none() {
        passages.extend(sentences(&aligned, left, right));
    }
    passages.sort_by_key(|passage| (passage.copy, passage.model));
    let kept = match copied {
        Some(_) => Kept::Words(runs(&left.text.words, &right.text.words, KEPT)),
        None => Kept::Matter(share_of_matter(&aligned, left, right)),
    };
    let (share_of_a, share_of_b) = (pair.share_of_model, pair.share_of_copy);
    Some(Kinship { a, b, kind, share_of_a, share_of_b, passages, because, kept })
}

/// Why one text holds the other's words: enough of them outside quotation marks.
fn copied(pair: &CopyPair, left: &Reading, right: &Reading, config: &Config) -> Option<String> {
    let n_words: usize = pair.passages.iter().map(|passage| unquoted(passage, right)).sum();
    let shorter = left.n_unquoted().min(right.n_unquoted()).max(1);
    let share = n_words as f64 / shorter as f64;
    let enough = n_words >= config.stemma.least_words
        && (share >= config.stemma.copied || n_words >= config.stemma.many_words);
    enough.then(|| {
        let n = pair.passages.len();
        let passages = if n == 1 { "passage".to_owned() } else { format!("{n} passages") };
        let percent = (share * 100.0).round();
        format!("{n_words} words in {passages} stand in both outside quotation marks, {percent} % of the shorter text's")
    })
}

/// Number of words of a passage that stand outside quotation marks in the copy.
fn unquoted(passage: &Passage, copy: &Reading) -> usize {
    let (start, end) = (passage.copy.start(), passage.copy.end());
    let first = copy.text.words.partition_point(|word| (word.start as usize) < start);
    let last = copy.text.words.partition_point(|word| (word.end as usize) <= end);
    copy.quoted.get(first..last).map_or(0, |marks| marks.iter().filter(|quoted| !**quoted).count())
}

/// Words of a passage that may stand outside quotation marks for it to be a saying.
const BESIDE_SAYING: usize = 2;
/// Two texts with so many sayings in common made one choice among the words of their speakers:
/// one reworded sentence fewer shows that the one was used for the other.
const COMMON_SAYINGS: usize = 2;

/// How many passages that stand in both are words of a speaker.
fn n_sayings(pair: &CopyPair, copy: &Reading) -> usize {
    pair.passages.iter().filter(|passage| unquoted(passage, copy) <= BESIDE_SAYING).count()
}

/// Why one text rewords the other: enough sentences say the same in the same order.
fn rewrites(
    aligned: &[Reworded],
    n_sayings: usize,
    left: &Reading,
    right: &Reading,
    config: &Config,
) -> Option<String> {
    let n_telling =
        |reading: &Reading| reading.sentences.iter().filter(|s| s.weight() > 3.0).count();
    let share = share_of_matter(aligned, left, right);
    // Whoever names the other's release has it in hand, under whatever name; who does not has, as a rule,
    // the body's words from elsewhere.
    let draws_on = |a: &Reading, b: &Reading| a.release.draws_on(a.text.article, &b.release);
    let draws = draws_on(left, right) || draws_on(right, left);
    let one_issued = left.release.is_marked != right.release.is_marked;
    // Two who both have a release in hand share what it tells.
    let both_draw = left.draws && right.draws;
    let of_two = signs(left, right) || signs(right, left) || one_issued || both_draw;
    let fewer = usize::from(n_sayings >= COMMON_SAYINGS) + usize::from(draws);
    let sentences = config.stemma.sentences.saturating_sub(fewer);
    let least = sentences.min(n_telling(left).min(n_telling(right))).max(2);
    let least_share = match () {
        () if draws && n_sayings > 0 => config.stemma.drawn,
        () if draws => config.stemma.drawn_unsaid,
        () if of_two => config.stemma.signed,
        () => config.stemma.reworded,
    };
    let enough = aligned.len() >= least && share >= least_share;
    enough.then(|| {
        let percent = (share * 100.0).round();
        format!(
            "{} sentences tell the same matter in the same order in other words, with {percent} % of the shorter text's telling words outside quotation marks",
            aligned.len(),
        )
    })
}

/// Whether a text has a writer of its own, whom the other does not name.
fn signs(text: &Reading, other: &Reading) -> bool {
    text.text.article.byline.iter().any(|writer| {
        let mut words = writer.split_whitespace();
        let is_person = words.clone().nth(1).is_some()
            && words.all(|word| word.starts_with(char::is_uppercase) && !is_desk(word));
        is_person && known_outlet(writer).is_none() && !other.text.article.byline.contains(writer)
    })
}

/// The share of the shorter text's telling words that stand in reworded sentences.
fn share_of_matter(aligned: &[Reworded], left: &Reading, right: &Reading) -> f64 {
    let weight = |reading: &Reading| reading.sentences.iter().map(|s| s.weight()).sum::<f64>();
    let shared: f64 = aligned.iter().map(|pair| pair.shared).sum();
    shared / weight(left).min(weight(right)).max(1.0)
}

/// The aligned sentences as passages.
fn sentences<'a>(
    aligned: &'a [Reworded],
    left: &'a Reading,
    right: &'a Reading,
) -> impl Iterator<Item = Passage> + 'a {
    aligned.iter().filter_map(|pair| {
        Some(Passage {
            model: left.span(left.sentences.get(pair.a)?.words.clone())?,
            copy: right.span(right.sentences.get(pair.b)?.words.clone())?,
        })
    })
}
