//! Why two articles are, or are not, told together.

use super::partition::Partition;
use super::score::{Face, score};
use super::why::{Wordings, shared};
use super::{by_publication, readings, story_id, ties};
use crate::Config;
use tellings_model::{Article, ArticleId, Decision, DecisionAct, Explanation, Standing};

/// Explains how two of the articles stand to each other; `None` where one of them is not there.
///
/// The cost is that of [`groups`](super::groups).
pub fn explain(
    articles: &[&Article],
    (a, b): (&ArticleId, &ArticleId),
    config: &Config,
) -> Option<Explanation> {
    let order = by_publication(articles);
    let sorted: Vec<&Article> = order.iter().filter_map(|&at| articles.get(at).copied()).collect();
    let ids: Vec<ArticleId> = sorted.iter().map(|article| article.id.clone()).collect();
    let partition = Partition::of(readings(&sorted, config), &ties(&ids, config), config);

    let place = |id: &ArticleId| ids.iter().position(|known| known == id);
    let (x, y) = (place(a)?, place(b)?);
    let texts = (partition.texts.get(x)?, partition.texts.get(y)?);
    let compared = Face::new(texts.0).compare(texts.1, &config.group);
    let thread = |at: usize| partition.labels.threads.get(at);
    Some(Explanation {
        a: standing(x, &partition, &ids, config)?,
        b: standing(y, &partition, &ids, config)?,
        one_thread: thread(x) == thread(y),
        score: f64::from(compared.value()),
        left_by_time: f64::from(compared.left),
        shared: {
            let [left, right] = [sorted.get(x)?, sorted.get(y)?].map(|a| Wordings::of(a));
            shared(texts, (&left, &right), &config.group)
        },
        needed: f64::from(config.group.story_among(ids.len() as f32)),
        decided: decision(a, b, config),
    })
}

/// Compares an article with every story.
fn standing(
    at: usize,
    partition: &Partition,
    ids: &[ArticleId],
    config: &Config,
) -> Option<Standing> {
    let own = *partition.labels.stories.get(at)?;
    let position = u32::try_from(at).ok()?;
    // Per story the sum of the scores of its articles, and their number.
    let mut sums: Vec<(f32, usize)> = vec![(0.0, 0); ids.len()];
    for (other, &label) in (0_u32..).zip(&partition.labels.stories) {
        if other != position
            && let Some((sum, n)) = sums.get_mut(label as usize)
        {
            *sum +=
                score(&partition.texts, position.min(other), position.max(other), &config.group);
            *n += 1;
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "counts of articles")]
    let average = |(sum, n): (f32, usize)| (n > 0).then(|| f64::from(sum) / n as f64);
    let nearest = (0_u32..)
        .zip(&sums)
        .filter(|(label, _)| *label != own)
        .filter_map(|(label, &sum)| Some((label, average(sum)?)))
        .filter(|&(_, average)| average > 0.0)
        .max_by(|x, y| x.1.total_cmp(&y.1).then(y.0.cmp(&x.0)));
    let of_own = sums.get(own as usize).copied()?;
    Some(Standing {
        article: ids.get(at)?.clone(),
        story: story_id(ids.get(own as usize)?),
        n_articles: of_own.1 + 1,
        to_its_story: average(of_own),
        nearest_other: nearest
            .and_then(|(label, average)| Some((story_id(ids.get(label as usize)?), average))),
    })
}

/// The decision of a person on two articles that holds.
pub(crate) fn decision(a: &ArticleId, b: &ArticleId, config: &Config) -> Option<Decision> {
    let of_pair = |decided: &&Decision| {
        (&decided.a, &decided.b) == (a, b) || (&decided.a, &decided.b) == (b, a)
    };
    let last = config.decisions.iter().rev().find(of_pair)?;
    (last.act != DecisionAct::Undo).then(|| last.clone())
}
