//! Pairs of copies → families: which texts a reader would call one text.

use super::{Side, copies, shared};
use crate::Config;
use crate::copies::word::{Word, words};
use crate::group;
use tellings_model::{Article, CopyPair};

/// For each article the position of the head of its family of copies: its own, where it is the
/// head or copies nothing.
///
/// The head is the earliest of a family (by day, then by id and text), and every member shares
/// its words with the head itself: families are stars, so that no chain of half-copies joins two
/// texts that have nothing in common. A text that could join several families joins the one
/// whose head it shares most with. A digest of many stories holds each of them and is held by
/// none, so it stays alone ([`CopyConfig::fold`](crate::CopyConfig::fold)).
/// The order of the articles does not matter. Time grows with their number.
pub fn copy_families(articles: &[&Article], config: &Config) -> Vec<usize> {
    let pairs = copies(articles, config);
    let mut earlier: Vec<Vec<&CopyPair>> = vec![Vec::new(); articles.len()];
    for pair in &pairs {
        if let Some(of_copy) = earlier.get_mut(pair.copy) {
            of_copy.push(pair);
        }
    }
    let mut heads: Vec<usize> = (0..articles.len()).collect();
    // A head stands before its copies in order of publication, so one pass settles all.
    for at in group::by_publication(articles) {
        let kin = earlier.get(at).map_or(&[][..], Vec::as_slice);
        let best = kin
            .iter()
            .filter_map(|pair| {
                let head = heads.get(pair.model).copied()?;
                let with_head = kin.iter().find(|other| other.model == head);
                let share = match with_head {
                    Some(pair) => fold(pair),
                    None => fold(&between(head, at, articles, config)?),
                };
                (share >= config.copies.fold).then_some((share, head))
            })
            .max_by(|x, y| x.0.total_cmp(&y.0).then(y.1.cmp(&x.1)));
        if let (Some((_, head)), Some(slot)) = (best, heads.get_mut(at)) {
            *slot = head;
        }
    }
    heads
}

/// How far two texts are one: the share of the longer one's words that the other has.
fn fold(pair: &CopyPair) -> f64 {
    pair.share_of_model.min(pair.share_of_copy)
}

/// Compares a text with the head of its kin's family, which may lie further back than the
/// pairs reach.
fn between(head: usize, at: usize, articles: &[&Article], config: &Config) -> Option<CopyPair> {
    let (head, copy) = (*articles.get(head)?, *articles.get(at)?);
    let (head_words, copy_words): (Vec<Word>, Vec<Word>) =
        (words(head.text()).collect(), words(copy.text()).collect());
    let sides = (Side::new(head, &head_words), Side::new(copy, &copy_words));
    let pair = shared(&sides.0, &sides.1, 0.0, &config.copies);
    (pair.score >= config.copies.score).then_some(pair)
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

    fn show(articles: &[Article]) -> Vec<String> {
        let all: Vec<&Article> = articles.iter().collect();
        let heads = copy_families(&all, &Config::default());
        let mut shown: Vec<String> = articles
            .iter()
            .zip(heads)
            .map(|(article, head)| format!("{} < {}", article.id, articles[head].id))
            .collect();
        shown.sort();
        shown
    }

    const FERRY: &str = "The ferry Lady Orme ran aground off Cape Tull on Tuesday with 212 people \
        aboard, and tugs from Port Hessle pulled her free after nine hours, harbour master Ines Vale said. ";
    const MILL: &str = "A fire gutted the old paper mill of Brenning before dawn; eleven engines \
        fought the flames until noon, and the owner, Ole Strand, put the loss at 4 million crowns. ";

    fn mixed() -> Vec<Article> {
        let both = format!("In brief. {FERRY}{MILL}");
        vec![
            article("a", "2024-05-07", FERRY),
            article("b", "2024-05-08", &format!("{FERRY}Ferries sail again today.")),
            article("c", "2024-05-07", MILL),
            article("d", "2024-05-09", &both),
            article("e", "2024-05-09", &format!("{MILL}Nobody was hurt.")),
        ]
    }

    #[test]
    fn a_digest_joins_no_two_families() {
        let shown = show(&mixed());
        assert_eq!(shown[..3], ["a < a", "b < a", "c < c"]);
        assert_eq!(shown[4], "e < c");
    }

    proptest! {
        /// The order of the articles does not matter.
        #[test]
        fn the_order_does_not_matter(order in Just((0..5).collect::<Vec<usize>>()).prop_shuffle()) {
            let articles = mixed();
            let shuffled: Vec<Article> = order.iter().map(|&at| articles[at].clone()).collect();
            prop_assert_eq!(show(&shuffled), show(&articles));
        }
    }
}
