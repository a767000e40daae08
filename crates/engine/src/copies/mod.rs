//! Copied words between texts, over a story or over a whole corpus.
//!
//! Read in this order: `word` (text → hashed words), `shingle` (many texts → suspects),
//! `passage` (two texts → the runs of words that stand in both), `guard` (whether they speak of
//! the same things).

pub(crate) mod guard;
pub(crate) mod passage;
mod shingle;
pub(crate) mod word;

pub use shingle::{Shingles, Sketch, Suspect};

use crate::annotate::credit;
use crate::{Config, CopyConfig, group};
use passage::Run;
use rayon::prelude::*;
use tellings_model::{Article, CopyPair, Passage};
use word::{Word, words};

/// The pairs of articles that share wording, with the passages, both shares and a score.
///
/// Gives [`CopyPair`]s whose positions are those of `articles`, sorted by the earlier article,
/// then by the later. The order of the articles does not matter: which of two is the earlier
/// is decided by day of publication, then by id and text. An article is compared with those that
/// share rare runs of words with it, published within [`CopyConfig::hours`] of it (an undated one
/// with any). Time and memory grow with the number of articles.
pub fn copies(articles: &[&Article], config: &Config) -> Vec<CopyPair> {
    let config = &config.copies;
    let order = group::by_publication(articles);
    let sorted: Vec<&Article> = order.iter().filter_map(|&at| articles.get(at).copied()).collect();
    let sketches: Vec<Sketch> =
        sorted.par_iter().map(|article| Sketch::of(article.text(), config)).collect();
    let mut shingles = Shingles::default();
    for (article, sketch) in sorted.iter().zip(&sketches) {
        shingles.add(sketch, hour(article));
    }
    drop(sketches);
    let suspects = shingles.suspects(config);
    let mut pairs: Vec<CopyPair> = suspects
        .par_chunk_by(|x, y| x.b == y.b)
        .flat_map_iter(|of_one| compare(of_one, &sorted, config))
        .collect();
    for pair in &mut pairs {
        pair.model = order.get(pair.model).copied().unwrap_or_default();
        pair.copy = order.get(pair.copy).copied().unwrap_or_default();
    }
    pairs.sort_by_key(|pair| (pair.model, pair.copy));
    pairs
}

/// Compares one text with those it is suspected to share passages with.
fn compare(suspects: &[Suspect], articles: &[&Article], config: &CopyConfig) -> Vec<CopyPair> {
    let text = |at: u32| articles.get(at as usize).map(|article| (at as usize, *article));
    let Some((copy, article)) = suspects.first().and_then(|first| text(first.b)) else {
        return Vec::new();
    };
    let copy_words: Vec<Word> = words(article.text()).collect();
    let copy_marks = guard::marks(article.text(), &copy_words);
    let copied = Side { article, words: &copy_words, marks: &copy_marks };
    suspects
        .iter()
        .filter_map(|suspect| {
            let (model, of) = text(suspect.a)?;
            let model_words: Vec<Word> = words(of.text()).collect();
            let marks = guard::marks(of.text(), &model_words);
            let of = Side { article: of, words: &model_words, marks: &marks };
            let found = shared(&of, &copied, f64::from(suspect.template), config);
            let pair = CopyPair { model, copy, ..found };
            (pair.score >= config.score).then_some(pair)
        })
        .collect()
}

/// Whether two articles are captures of one page: one address, and no two outlets. A text that
/// another outlet prints under the address of its model is a copy.
pub(crate) fn is_one_page(a: &Article, b: &Article) -> bool {
    let page = |article: &Article| article.url.as_deref().map(address);
    let outlets = a.outlet.as_ref().zip(b.outlet.as_ref());
    let at_home = outlets.is_none_or(|(a, b)| credit::same_outlet(&a.value, &b.value));
    at_home && page(a).is_some() && page(a) == page(b)
}

/// An address without scheme, `www.`, a closing slash, the fragment and what counts visits.
pub(crate) fn address(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let rest = rest.split('#').next().unwrap_or(rest);
    let rest = rest.strip_prefix("www.").unwrap_or(rest);
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let kept: Vec<&str> =
        query.split('&').filter(|part| !part.is_empty() && !part.starts_with("utm_")).collect();
    let path = path.trim_end_matches('/');
    if kept.is_empty() { path.to_owned() } else { format!("{path}?{}", kept.join("&")) }
}

/// An article with its words and its [`guard::marks`].
pub(crate) struct Side<'a> {
    pub(crate) article: &'a Article,
    pub(crate) words: &'a [Word],
    pub(crate) marks: &'a [u64],
}

/// What two articles share; the positions of the pair are left at 0.
pub(crate) fn shared(model: &Side, copy: &Side, template: f64, config: &CopyConfig) -> CopyPair {
    let runs = passage::runs(model.words, copy.words, config.run);
    let n_shared: usize = runs.iter().map(|run| run.len).sum();
    let share = |words: &[Word]| n_shared as f64 / words.len().max(1) as f64;
    let (agreement, n_marks) = guard::agreement(model.marks, copy.marks);
    let (share_of_model, share_of_copy) = (share(model.words), share(copy.words));
    let share = share_of_model.max(share_of_copy);
    let agreement = if n_marks == 0 { share } else { agreement };
    let longest = runs.iter().map(|run| run.len).max().unwrap_or(0);
    let score = score(share, agreement, template, longest);
    let passages = runs.iter().filter_map(|run| passage_of(run, model, copy)).collect();
    CopyPair {
        is_revision: is_one_page(model.article, copy.article),
        model: 0,
        copy: 0,
        share_of_model,
        share_of_copy,
        agreement,
        template,
        score,
        passages,
    }
}

/// How sure it is that one text was used for the other, from four shares: the shorter text's
/// words that are copied, names and figures that agree, wording that is a template's, and the
/// longest run against [`LONG_RUN`]. Texts without names and figures are judged by their words.
///
/// The weights are round numbers near the best on the development half of `reuse-reuters`.
fn score(share: f64, agreement: f64, template: f64, longest: usize) -> f64 {
    let long = (longest as f64 / LONG_RUN).min(1.0);
    (0.5 * share + 0.4 * agreement + 0.1 * long - 0.2 * template).clamp(0.0, 1.0)
}

/// Words of a run that no two writers hit upon by chance or by habit.
const LONG_RUN: f64 = 40.0;

/// A run of words as spans of both articles.
fn passage_of(run: &Run, model: &Side, copy: &Side) -> Option<Passage> {
    let span = |side: &Side, from: usize| {
        let first = side.words.get(from)?;
        let last = side.words.get(from + run.len.checked_sub(1)?)?;
        Some(side.article.span(first.start as usize, last.end as usize))
    };
    Some(Passage { model: span(model, run.a)?, copy: span(copy, run.b)? })
}

/// The hour in which an article was published, counted from 1970; noon where only the day is known.
fn hour(article: &Article) -> Option<i32> {
    let stamp = article.published.as_ref()?.value;
    let seconds = match stamp.instant {
        Some(instant) => instant.as_second(),
        None => stamp
            .day
            .at(12, 0, 0, 0)
            .to_zoned(jiff::tz::TimeZone::UTC)
            .ok()?
            .timestamp()
            .as_second(),
    };
    i32::try_from(seconds.div_euclid(3600)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use tellings_model::{ArticleId, Based, Basis, Stamp};

    fn article(id: &str, day: &str, text: &str) -> Article {
        let mut article = Article::new(ArticleId::new(id), text.to_owned());
        let stamp = |day| Based::new(Stamp { day, instant: None }, Basis::Declared);
        article.published = day.parse().ok().map(stamp);
        article
    }

    /// The pairs with their shares in percent, and what they share.
    fn show(articles: &[Article]) -> String {
        let all: Vec<&Article> = articles.iter().collect();
        let lines: Vec<String> = copies(&all, &Config::default())
            .iter()
            .map(|pair| {
                let (model, copy) = (&articles[pair.model], &articles[pair.copy]);
                let shares = (pair.share_of_model * 100.0, pair.share_of_copy * 100.0);
                let words: Vec<&str> = pair.passages.iter().map(|p| copy.at(p.copy)).collect();
                let words = words.join(" | ");
                format!("{} {} {:.0}% {:.0}% {words}", model.id, copy.id, shares.0, shares.1)
            })
            .collect();
        lines.join("\n")
    }

    const REPORT: &str = "The ferry Lady Orme ran aground off Cape Tull on Tuesday with 212 people \
        aboard, and tugs from Port Hessle pulled her free after nine hours, harbour master Ines Vale said.";

    fn cut_and_extended() -> Vec<Article> {
        let cut = "The ferry Lady Orme ran aground off Cape Tull on Tuesday with 212 people aboard. \
            Passengers were given soup.";
        let other = "The coaster Anna Dee ran aground off Cape Tull last winter, and nobody had \
            thought of it again until this week.";
        vec![
            article("first", "2024-05-07", REPORT),
            article("cut", "2024-05-08", cut),
            article("other", "2024-05-08", other),
        ]
    }

    #[test]
    fn a_cut_copy_is_found_with_its_shares() {
        insta::assert_snapshot!(show(&cut_and_extended()), @"first cut 48% 79% The ferry Lady Orme ran aground off Cape Tull on Tuesday with 212 people aboard");
    }

    #[test]
    fn addresses_of_one_page_are_one() {
        assert_eq!(address("https://www.mail.example/a/?utm_source=x#top"), "mail.example/a");
        assert_eq!(address("http://mail.example/a?id=7"), "mail.example/a?id=7");
    }

    #[test]
    fn two_captures_of_one_page_are_a_revision() {
        let mut articles = cut_and_extended();
        for article in &mut articles {
            article.url = Some(format!("https://mail.example/ferry#{}", article.id));
        }
        let all: Vec<&Article> = articles.iter().collect();
        assert!(copies(&all, &Config::default()).iter().all(|pair| pair.is_revision));
    }

    #[test]
    fn what_is_far_apart_in_time_is_no_copy() {
        let articles = [article("a", "2024-05-07", REPORT), article("b", "2024-06-07", REPORT)];
        assert_eq!(show(&articles), "");
    }

    #[test]
    fn two_fillings_of_a_template_are_no_copy() {
        let filled = |bank: &str, rate: &str, sum: &str, town: &str| {
            format!(
                "{bank} said it is offering {sum} mln crowns of notes due in five years with a \
                 coupon of {rate} pct through {town}, and that the notes are not callable for life."
            )
        };
        let articles = [
            article("a", "2024-05-07", &filled("It", "7.25", "300", "the Hessle Bank")),
            article("b", "2024-05-07", &filled("It", "8.5", "45", "the Orrin Group")),
        ];
        assert_eq!(show(&articles), "");
    }

    proptest! {
        /// The order of the input does not matter, and an unrelated article changes nothing.
        #[test]
        fn the_order_and_strangers_do_not_matter(
            order in Just((0..4).collect::<Vec<usize>>()).prop_shuffle(),
        ) {
            let mut articles = cut_and_extended();
            let before = show(&articles);
            let stranger = "Nothing of this was ever said of a boat, a cape or anybody who was there then.";
            articles.push(article("stranger", "2024-05-08", stranger));
            let shuffled: Vec<Article> = order.iter().map(|&at| articles[at].clone()).collect();
            prop_assert_eq!(show(&shuffled), before);
        }
    }
}
