//! What pages of one site share: lines that stand on several of them are furniture.

use super::anchor::line_hash;
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
    all: FxHashSet<u64>,
    longest: Vec<u64>,
}

impl Lines {
    /// Takes the lines of a page.
    pub(crate) fn of(segments: &Segments) -> Self {
        let mut long: Vec<(usize, u64)> = Vec::new();
        let mut all = FxHashSet::default();
        for block in &segments.blocks {
            let text = segments.text_of(block);
            let hash = line_hash(text);
            if all.insert(hash) && text.len() >= MIN_LONG && block.n_linked * 3 < text.len() {
                long.push((text.len(), hash));
            }
        }
        long.sort_unstable_by(|a, b| b.cmp(a));
        Self { all, longest: long.into_iter().take(N_LONGEST).map(|(_, hash)| hash).collect() }
    }
}

/// For each page: how many *other articles* of its site carry each of its lines.
///
/// Captures of one article (most of their longest lines agree) count as one. Pages without
/// a site share nothing. The order of pages does not matter. Linear in the number of lines.
pub(crate) fn repeats(pages: &[(Option<String>, Lines)]) -> Vec<FxHashMap<u64, u32>> {
    let mut sites: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (idx, (site, _)) in pages.iter().enumerate() {
        if let Some(site) = site {
            sites.entry(site).or_default().push(idx);
        }
    }
    let mut out = vec![FxHashMap::default(); pages.len()];
    for members in sites.values().filter(|members| members.len() > 1) {
        let mut lines: Vec<(usize, &Lines)> = members
            .iter()
            .filter_map(|&idx| pages.get(idx).map(|(_, lines)| (idx, lines)))
            .collect();
        lines.sort_by(|a, b| a.1.longest.cmp(&b.1.longest));
        let articles = same_articles(&lines);
        let mut carriers: FxHashMap<u64, (u32, usize)> = FxHashMap::default();
        let mut by_article: Vec<(usize, usize, &Lines)> = lines
            .iter()
            .zip(&articles)
            .map(|(&(idx, lines), &article)| (article, idx, lines))
            .collect();
        by_article.sort_by_key(|&(article, idx, _)| (article, idx));
        for &(article, _, lines) in &by_article {
            let mut sorted: Vec<u64> = lines.all.iter().copied().collect();
            sorted.sort_unstable();
            for line in sorted {
                let carrier = carriers.entry(line).or_insert((0, usize::MAX));
                if carrier.1 != article {
                    *carrier = (carrier.0 + 1, article);
                }
            }
        }
        for (_, idx, lines) in by_article {
            let mut sorted: Vec<u64> = lines.all.iter().copied().collect();
            sorted.sort_unstable();
            if let Some(out) = out.get_mut(idx) {
                *out = sorted
                    .into_iter()
                    .filter_map(|line| {
                        let n_others = carriers.get(&line)?.0 - 1;
                        (n_others > 0).then_some((line, n_others))
                    })
                    .collect();
            }
        }
    }
    out
}

/// Numbers the articles of a site: captures of one article get the same number.
fn same_articles(pages: &[(usize, &Lines)]) -> Vec<usize> {
    let mut holders: FxHashMap<u64, Vec<usize>> = FxHashMap::default();
    let mut articles = Vec::with_capacity(pages.len());
    let mut n_articles = 0;
    for (_, lines) in pages {
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
        let same = hits.into_iter().find(|&(_, n)| n >= needed).map(|(article, _)| article);
        let article = same.unwrap_or_else(|| {
            n_articles += 1;
            n_articles - 1
        });
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
