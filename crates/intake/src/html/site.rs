//! What pages of one site share: lines that stand on several of them are furniture, and blocks
//! that look alike are likely alike.

use super::anchor::{line_hash, tokens};
use super::segment::Segments;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;

/// How many of the longest lines tell whether two pages are captures of one article.
const N_LONGEST: usize = 5;
/// Lines shorter than this (bytes) say nothing about the article.
const MIN_LONG: usize = 80;

/// The lines of one page, as numbers.
#[derive(Debug, Default)]
pub(crate) struct Lines {
    /// Each once, in ascending order.
    all: Vec<u64>,
    longest: Vec<u64>,
    /// The address of the page, and the words of its title, each once, in ascending order.
    address: u64,
    title: Vec<u64>,
}

impl Lines {
    /// Takes the lines of a page, its address and title.
    pub(crate) fn of(segments: &Segments, url: Option<&str>, title: Option<&str>) -> Self {
        let mut long: Vec<(usize, u64)> = Vec::new();
        let mut seen = FxHashSet::default();
        let mut all = Vec::new();
        for block in &segments.blocks {
            let text = segments.text_of(block);
            let hash = line_hash(text);
            // A line without a word, such as a rule of dashes, is nobody's.
            if !seen.insert(hash) || !text.contains(char::is_alphanumeric) {
                continue;
            }
            all.push(hash);
            if text.len() >= MIN_LONG && block.n_linked * 3 < text.len() {
                long.push((text.len(), hash));
            }
        }
        all.sort_unstable();
        long.sort_unstable_by(|a, b| b.cmp(a));
        let longest = long.into_iter().take(N_LONGEST).map(|(_, hash)| hash).collect();
        let place = url.and_then(|url| url.split_once("://")).map_or("", |(_, place)| place);
        let address = line_hash(place.split('#').next().unwrap_or(""));
        let mut title = title.map(tokens).unwrap_or_default();
        title.sort_unstable();
        title.dedup();
        Self { all, longest, address, title }
    }

    /// Whether titles do not tell two pages apart: half of the words of the longer one stand in both.
    fn is_titled_as(&self, other: &Self) -> bool {
        let n_shared = self.title.iter().filter(|word| other.title.binary_search(word).is_ok());
        let n_words = self.title.len().max(other.title.len());
        self.title.is_empty() || other.title.is_empty() || n_shared.count() * 2 >= n_words
    }
}

/// What a page shares with the others of its site in a batch.
#[derive(Debug, Default)]
pub(crate) struct Shared {
    /// How many *other articles* of the site carry each of its lines.
    pub(crate) repeats: FxHashMap<u64, u32>,
    /// Its site and its article, as numbers; none where the batch has no other page of the site.
    pub(crate) capture: Option<(usize, usize)>,
}

/// What each page shares with the others of its site.
///
/// Captures of one article (of one address, or most of their longest lines agree and their
/// titles do) count as one. Pages without a site share nothing. The order of pages does not matter. Linear in the number of lines.
pub(crate) fn shared(pages: &[(Option<String>, Lines)]) -> Vec<Shared> {
    let mut sites: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (idx, (site, _)) in pages.iter().enumerate() {
        if let Some(site) = site {
            sites.entry(site).or_default().push(idx);
        }
    }
    let mut out: Vec<Shared> = pages.iter().map(|_| Shared::default()).collect();
    for (site, members) in sites.values().filter(|members| members.len() > 1).enumerate() {
        let mut lines: Vec<(usize, &Lines)> = members
            .iter()
            .filter_map(|&idx| pages.get(idx).map(|(_, lines)| (idx, lines)))
            .collect();
        lines.sort_by_cached_key(|(_, lines)| {
            (lines.longest.clone(), lines.address, lines.title.clone())
        });
        let articles = same_articles(&lines);
        let mut carriers: FxHashMap<u64, (u32, usize)> = FxHashMap::default();
        let mut by_article: Vec<(usize, usize, &Lines)> = lines
            .iter()
            .zip(&articles)
            .map(|(&(idx, lines), &article)| (article, idx, lines))
            .collect();
        by_article.sort_by_key(|&(article, idx, _)| (article, idx));
        for &(article, _, lines) in &by_article {
            for &line in &lines.all {
                let carrier = carriers.entry(line).or_insert((0, usize::MAX));
                if carrier.1 != article {
                    *carrier = (carrier.0 + 1, article);
                }
            }
        }
        for (article, idx, lines) in by_article {
            let others = |&line: &u64| {
                let n_others = carriers.get(&line)?.0 - 1;
                (n_others > 0).then_some((line, n_others))
            };
            if let Some(out) = out.get_mut(idx) {
                out.repeats = lines.all.iter().filter_map(others).collect();
                out.capture = Some((site, article));
            }
        }
    }
    out
}

/// How likely blocks of one look are article text on the *other articles* of the site: what
/// a site's paths to its text have taught.
#[derive(Debug, Default)]
pub(crate) struct Paths {
    by_look: FxHashMap<u64, f32>,
    n_articles: f32,
}

impl Paths {
    /// The mean probability of a look, by words; -1 where no other article has it.
    pub(crate) fn of(&self, look: u64) -> f32 {
        self.by_look.get(&look).copied().unwrap_or(-1.0)
    }

    /// How many other articles of the site there are, up to 5.
    pub(crate) fn n_articles(&self) -> f32 {
        self.n_articles
    }
}

/// Words of a look, and those that are likely article text; whole numbers, so that the order
/// in which pages are added does not matter.
#[derive(Clone, Copy, Default)]
struct Count {
    n_words: u64,
    n_likely: u64,
}

/// Steps to the unit in [`Count::n_likely`].
const STEPS: f32 = 1000.0;

/// What the looks of each page's blocks are on the other articles of its site. A page is its
/// place in the batch and its blocks: look, words, probability.
pub(crate) fn paths<I>(pages: &[(Option<(usize, usize)>, I)]) -> Vec<Paths>
where
    I: Iterator<Item = (u64, f32, f32)> + Clone,
{
    let mut looks: FxHashMap<(usize, u64), Count> = FxHashMap::default();
    let mut own: FxHashMap<(usize, usize, u64), Count> = FxHashMap::default();
    let mut articles: FxHashMap<usize, FxHashSet<usize>> = FxHashMap::default();
    for (capture, blocks) in pages {
        let Some((site, article)) = *capture else { continue };
        articles.entry(site).or_default().insert(article);
        for (look, n_words, p) in blocks.clone() {
            let n_words = n_words as u64;
            let n_likely = n_words * (p * STEPS) as u64;
            let of_site = looks.entry((site, look)).or_default();
            let of_article = own.entry((site, article, look)).or_default();
            for count in [of_site, of_article] {
                count.n_words += n_words;
                count.n_likely += n_likely;
            }
        }
    }
    let path = |(capture, blocks): &(Option<(usize, usize)>, I)| {
        let Some((site, article)) = *capture else { return Paths::default() };
        let elsewhere = |(look, _, _): (u64, f32, f32)| {
            let (all, own) = (looks.get(&(site, look))?, own.get(&(site, article, look))?);
            let n_words = all.n_words - own.n_words;
            let n_likely = (all.n_likely - own.n_likely) as f32 / STEPS;
            (n_words > 0).then(|| (look, n_likely / n_words as f32))
        };
        let n_articles = articles.get(&site).map_or(0, |articles| articles.len() - 1);
        Paths {
            by_look: blocks.clone().filter_map(elsewhere).collect(),
            n_articles: n_articles.min(5) as f32,
        }
    };
    pages.iter().map(path).collect()
}

/// Numbers the articles of a site: captures of one article get the same number.
fn same_articles(pages: &[(usize, &Lines)]) -> Vec<usize> {
    let mut holders: FxHashMap<u64, Vec<usize>> = FxHashMap::default();
    let mut by_address: FxHashMap<u64, usize> = FxHashMap::default();
    let mut articles = Vec::with_capacity(pages.len());
    // The first page of each article.
    let mut firsts: Vec<&Lines> = Vec::new();
    for &(_, lines) in pages {
        let mut hits: BTreeMap<usize, usize> = BTreeMap::new();
        for line in &lines.longest {
            for &article in holders
                .get(line)
                .map_or(&[][..], |list| list.get(..list.len().min(64)).unwrap_or(list))
            {
                *hits.entry(article).or_default() += 1;
            }
        }
        let needed = lines.longest.len() / 2 + 1;
        let is_same = |&(article, n): &(usize, usize)| {
            n >= needed && firsts.get(article).is_some_and(|first| first.is_titled_as(lines))
        };
        let same = hits.into_iter().find(is_same).map(|(article, _)| article);
        let article = by_address.get(&lines.address).copied().or(same).unwrap_or(firsts.len());
        if article == firsts.len() {
            firsts.push(lines);
        }
        by_address.entry(lines.address).or_insert(article);
        articles.push(article);
        for &line in &lines.longest {
            let holders = holders.entry(line).or_default();
            if holders.last() != Some(&article) {
                holders.push(article);
            }
        }
    }
    articles
}

/// The site of an address: its host without what stands in front of the registrable name.
pub(crate) fn site(url: &str) -> Option<String> {
    let url = url::Url::parse(url).ok()?;
    let host = url.host_str()?;
    let labels: Vec<&str> = host.split('.').collect();
    let second = labels.len().checked_sub(2).and_then(|at| labels.get(at)).copied().unwrap_or("");
    let country = labels.last().is_some_and(|last| last.len() == 2);
    // `co.uk`, `com.au`: a short name under a country belongs to the suffix.
    let n_kept = if country && second.len() <= 3 { 3 } else { 2 };
    let kept = labels.get(labels.len().saturating_sub(n_kept)..)?;
    Some(kept.join("."))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A page: its site and article, and its blocks by look, words and probability.
    type Row = (Option<(usize, usize)>, Vec<(u64, f32, f32)>);

    fn paths_of(pages: &[Row]) -> Vec<Paths> {
        let pages: Vec<_> =
            pages.iter().map(|(capture, blocks)| (*capture, blocks.iter().copied())).collect();
        paths(&pages)
    }

    #[test]
    fn a_look_is_judged_by_the_other_articles_of_the_site() {
        let found = paths_of(&[
            (Some((0, 0)), vec![(7, 100.0, 0.9), (8, 50.0, 0.2)]),
            (Some((0, 1)), vec![(7, 300.0, 0.5), (9, 10.0, 0.1)]),
            // Another capture of the first article, another site, and a page alone.
            (Some((0, 0)), vec![(7, 100.0, 0.7)]),
            (Some((1, 0)), vec![(7, 100.0, 0.1)]),
            (None, vec![(7, 100.0, 0.1)]),
        ]);
        let of = |page: usize, look| found[page].of(look);
        assert!((of(0, 7) - 0.5).abs() < 1e-3 && (of(2, 7) - 0.5).abs() < 1e-3);
        assert!((of(1, 7) - 0.8).abs() < 1e-3);
        assert_eq!([of(0, 8), of(1, 9), of(3, 7), of(4, 7)], [-1.0; 4]);
        assert_eq!([0, 3, 4].map(|page| found[page].n_articles()), [1.0, 0.0, 0.0]);
    }

    #[test]
    fn captures_of_one_article_share_nothing_and_a_template_is_shared() {
        let template = "Click the picture to see where all drivers stand before the last race of the season, and who may still win it.";
        let lines = |text: &str, url: &str, title: &str| {
            let html = format!("<p>{text}<p>{template}");
            let segments = crate::html::segment::segments(&crate::html::Dom::parse(&html));
            (site(url), Lines::of(&segments, Some(url), Some(title)))
        };
        let n_repeats = |pages: &[(Option<String>, Lines)]| -> Vec<usize> {
            shared(pages).iter().map(|shared| shared.repeats.len()).collect()
        };
        let first = || lines("Race one.", "https://a.example/1", "The calendar of the season");
        let later = lines("Race one was moved.", "https://a.example/1#top", "New calendar");
        assert_eq!(n_repeats(&[first(), later]), [0, 0]);
        let copy = lines("Race one.", "https://a.example/x/1", "The calendar of the season | A");
        assert_eq!(n_repeats(&[first(), copy]), [0, 0]);
        let other = lines("Standings.", "https://a.example/2", "Who leads the drivers now");
        assert_eq!(n_repeats(&[first(), other]), [1, 1]);
    }

    proptest::proptest! {
        /// Pages in another order teach the same.
        #[test]
        fn the_order_of_pages_does_not_matter(
            pages in proptest::collection::vec(
                (proptest::option::of((0_usize..2, 0_usize..3)),
                 proptest::collection::vec((0_u64..4, 1.0_f32..200.0, 0.0_f32..1.0), 0..6)), 0..8),
            turn in 0_usize..8,
        ) {
            let mut turned = pages.clone();
            turned.rotate_left(turn.min(pages.len()));
            let mut back = paths_of(&turned);
            back.rotate_right(turn.min(pages.len()));
            for (a, b) in paths_of(&pages).iter().zip(&back) {
                for look in 0..4 {
                    proptest::prop_assert_eq!(a.of(look).to_bits(), b.of(look).to_bits());
                }
            }
        }
    }
}
