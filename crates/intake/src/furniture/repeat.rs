//! Which lines of a page stand on other pages of its outlet too.
//!
//! What several pages of one site share is furniture, unless the pages tell the same text:
//! copies, and revisions of one page, share their paragraphs and are counted as one page.

use super::line::Line;
use rustc_hash::{FxHashMap, FxHasher};
use std::hash::{Hash, Hasher};

/// Pages with which a page is compared for being a copy, for each paragraph they share.
/// Keeps the work linear where one paragraph stands on thousands of pages.
const MAX_PAIRS: usize = 8;

/// The lines of one page, and where it was published.
pub(crate) struct Sheet<'a> {
    /// The outlet, as far as it is known; pages without one count as of one outlet.
    pub(crate) site: Option<&'a str>,
    /// The lines.
    pub(crate) lines: &'a [Line<'a>],
}

/// For each line of each page: on how many other pages of the same site, telling other
/// texts, the line stands too. The order of pages does not matter.
pub(crate) fn repeats(sheets: &[Sheet]) -> Vec<Vec<usize>> {
    let hashed: Vec<Vec<u64>> = sheets
        .iter()
        .map(|sheet| sheet.lines.iter().map(|line| hash(sheet.site, line.text)).collect())
        .collect();
    let texts = same_texts(sheets, &hashed);
    let mut places: FxHashMap<u64, Vec<usize>> = FxHashMap::default();
    for (&text, lines) in texts.iter().zip(&hashed) {
        for &line in lines {
            let on = places.entry(line).or_default();
            if !on.contains(&text) && on.len() < 4 {
                on.push(text);
            }
        }
    }
    hashed
        .iter()
        .map(|lines| {
            let n_others = |line| places.get(line).map_or(0, |on| on.len().saturating_sub(1));
            lines.iter().map(n_others).collect()
        })
        .collect()
}

fn hash(site: Option<&str>, line: &str) -> u64 {
    let mut hasher = FxHasher::default();
    (site, line).hash(&mut hasher);
    hasher.finish()
}

/// For each page the first page that tells the same text: three tenths of the running text shared.
fn same_texts(sheets: &[Sheet], hashed: &[Vec<u64>]) -> Vec<usize> {
    let mut holders: FxHashMap<u64, Vec<usize>> = FxHashMap::default();
    let paragraphs = |page: usize| {
        let lines = sheets.get(page).map_or(&[][..], |sheet| sheet.lines);
        let hashes = hashed.get(page).map_or(&[][..], Vec::as_slice);
        lines.iter().zip(hashes).filter(|(line, _)| line.prose() == 3)
    };
    for page in 0..sheets.len() {
        for (_, &hash) in paragraphs(page) {
            let pages = holders.entry(hash).or_default();
            if pages.last() != Some(&page) {
                pages.push(page);
            }
        }
    }
    let mut first: Vec<usize> = (0..sheets.len()).collect();
    for page in 0..sheets.len() {
        let mut shared: FxHashMap<usize, usize> = FxHashMap::default();
        let mut n_chars = 0;
        for (line, hash) in paragraphs(page) {
            n_chars += line.n_chars;
            let pages = holders.get(hash).map_or(&[][..], Vec::as_slice);
            let later = pages.partition_point(|&other| other <= page);
            for &other in pages.iter().skip(later).take(MAX_PAIRS) {
                *shared.entry(other).or_default() += line.n_chars;
            }
        }
        let mut copies: Vec<(usize, usize)> = shared.into_iter().collect();
        copies.sort_unstable();
        for (other, n_shared) in copies {
            let n_other: usize = paragraphs(other).map(|(line, _)| line.n_chars).sum();
            if n_shared * 10 >= n_chars.min(n_other) * 3 {
                join(&mut first, page, other);
            }
        }
    }
    (0..sheets.len()).map(|page| root(&first, page)).collect()
}

fn root(first: &[usize], mut page: usize) -> usize {
    while let Some(&parent) = first.get(page).filter(|&&parent| parent != page) {
        page = parent;
    }
    page
}

fn join(first: &mut [usize], a: usize, b: usize) {
    let (root_a, root_b) = (root(first, a), root(first, b));
    let top = root_a.min(root_b);
    for page in [a, b, root_a, root_b] {
        if let Some(parent) = first.get_mut(page) {
            *parent = top;
        }
    }
}
