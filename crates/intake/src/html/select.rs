//! The cascade: which blocks of a page are its article.
//!
//! 1. Structured data are anchors: a JSON-LD body says which blocks belong to the text.
//! 2. Two looks score the blocks; the cut between article and furniture is the one with the
//!    best expected F1 for this page (Lewis 1995, doi:10.1145/215206.215366).
//! 3. Repair: nothing is told twice, headline and byline are no paragraphs.
//! 4. Fallback: a body that only scripts hold is taken from there (`hydrate`).

use super::anchor::{Anchors, line_hash};
use super::context::Context;
use super::dom::{Attr, Dom, NodeId};
use super::feature::{Features, Row, features};
use super::forest::Forest;
use super::kind::{is_heading, is_headline};
use super::repair;
use super::segment::{Segments, segments};
use super::site::{self, Lines, Paths, Shared};
use crate::extract::Lean;
use crate::metadata::{head::Head, ld};
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::LazyLock;

static FIRST: LazyLock<Forest> = LazyLock::new(|| Forest::read(include_str!("table/first.txt")));
static SECOND: LazyLock<Forest> = LazyLock::new(|| Forest::read(include_str!("table/second.txt")));

/// Text shorter than this (characters) may stand twice in an article: the same question to each
/// guest.
const MIN_REPEATED: usize = 160;

/// No page is so clear that a block that is this likely text is left out. One half would be best
/// for blocks that are judged by themselves; but one of the gold sets leaves lists and tables out,
/// so they are judged too low. On the mean of eight cross-validated runs .4 gives .001 more than
/// .5 on wcxb-article and fundus-eval and .001 less on fundus-tests.
const MAX_CUT: f32 = 0.45;

/// A block of which the first look thinks so little is not looked at again: three of four.
const HOPELESS: f32 = 0.01;

/// Cuts of those who would rather miss a block, or take in one too many.
const SURE: f32 = 0.75;
const UNSURE: f32 = 0.2;

/// A page taken apart, before anything is judged.
pub(crate) struct Parsed {
    pub(crate) dom: Dom,
    pub(crate) head: Head,
    pub(crate) segments: Segments,
    pub(crate) url: Option<String>,
}

impl Parsed {
    /// Takes a page apart.
    pub(crate) fn new(html: &str, url: Option<&str>) -> Self {
        let dom = Dom::parse(html);
        let head = Head::of(&dom);
        let segments = segments(&dom);
        let url =
            url.or(head.canonical.as_deref()).or_else(|| head.meta(&["og:url"])).map(str::to_owned);
        Self { dom, head, segments, url }
    }

    /// The text of each block.
    #[cfg(feature = "lab")]
    pub(crate) fn texts(&self) -> Vec<String> {
        self.segments.blocks.iter().map(|block| self.segments.text_of(block).to_owned()).collect()
    }

    /// The numbers about each block.
    pub(crate) fn features(
        &self,
        repeats: FxHashMap<u64, u32>,
        keep: impl FnMut(&Row) -> bool,
    ) -> Features {
        let article = ld::article(&self.head.ld);
        let headline = article.and_then(|article| ld::text(article, "headline"));
        let title = self.head.meta(&["og:title", "twitter:title"]);
        let first_h1 = self.head.h1.first().map(|&h1| super::outer_text(&self.dom, h1));
        let titles = [headline, title, self.head.title.as_deref(), first_h1.as_deref()]
            .into_iter()
            .flatten();
        let descriptions = [
            article.and_then(|article| ld::text(article, "description")),
            self.head.meta(&["og:description"]),
            self.head.meta(&["description"]),
        ];
        let body = article.and_then(|article| ld::text(article, "articleBody"));
        let authors = ld::people(&self.head.ld, article);
        let anchors = Anchors::new(titles, descriptions.into_iter().flatten(), body, &authors)
            .with_repeats(repeats);
        let site = self.url.as_deref().and_then(site::site);
        features(&self.dom, &self.segments, &anchors, site.as_deref(), keep)
    }
}

/// What each page of a batch shares with the others of its site.
pub(crate) fn shared(pages: &[Parsed]) -> Vec<Shared> {
    let lines: Vec<(Option<String>, Lines)> = pages
        .iter()
        .map(|page| {
            let url = page.url.as_deref();
            let title = page.head.meta(&["og:title"]).or(page.head.title.as_deref());
            (url.and_then(site::site), Lines::of(&page.segments, url, title))
        })
        .collect();
    site::shared(&lines)
}

/// The blocks of a page with the judgement on each.
pub(crate) struct Judged {
    pub(crate) features: Features,
    /// Whether each block is article text.
    pub(crate) kept: Vec<bool>,
}

impl Judged {
    /// How many words of the page are article text.
    pub(crate) fn n_words(&self) -> usize {
        let kept = self.features.places.iter().zip(&self.kept).filter(|(_, kept)| **kept);
        kept.map(|(place, _)| place.n_words as usize).sum()
    }

    /// The share of the kept words that is no heading and no link.
    pub(crate) fn own_share(&self, page: &Parsed) -> f32 {
        let (mut n_own, mut n_all) = (0.0, 0.0);
        let blocks = self.features.places.iter().zip(&page.segments.blocks).zip(&self.kept);
        for ((place, block), _) in blocks.filter(|(_, kept)| **kept) {
            let linked = block.n_linked as f32 / block.range.len().max(1) as f32;
            n_all += place.n_words;
            n_own += if is_heading(place) { 0.0 } else { place.n_words * (1.0 - linked) };
        }
        n_own / f32::max(n_all, 1.0)
    }
}

/// The blocks of a page after the first look.
pub(crate) struct Looked {
    pub(crate) features: Features,
    pub(crate) first: Vec<f32>,
}

impl Looked {
    /// Takes the first look at a page.
    pub(crate) fn at(page: &Parsed, repeats: FxHashMap<u64, u32>) -> Self {
        let mut first = Vec::with_capacity(page.segments.blocks.len());
        let features = page.features(repeats, |row| {
            let p = FIRST.probability(row);
            first.push(p);
            p > HOPELESS
        });
        Self { features, first }
    }

    /// Takes the second look and decides. `paths` is what the other pages of the site say.
    pub(crate) fn judge(self, page: &Parsed, paths: &Paths, lean: Lean) -> Judged {
        let Self { features, first } = self;
        let context = Context::new(&features, &first, paths);
        let second = |(idx, &first): (usize, &f32)| {
            context.row(idx).map_or(first, |row| SECOND.probability(&row))
        };
        let second: Vec<f32> = first.iter().enumerate().map(second).collect();
        let kept = decide(page, &features, &first, &second, lean);
        Judged { features, kept }
    }
}

/// For each page of a batch: what the other articles of its site say of blocks that look alike.
pub(crate) fn paths<'a>(
    pages: impl Iterator<Item = (Option<(usize, usize)>, &'a Features, &'a [f32])>,
) -> Vec<Paths> {
    let pages: Vec<_> = pages
        .map(|(capture, features, first)| {
            let blocks = features.places.iter().zip(first);
            (capture, blocks.map(|(place, &p)| (place.signature, place.n_words, p)))
        })
        .collect();
    site::paths(&pages)
}

/// Which blocks are article text, from what both looks think of them.
pub(crate) fn decide(
    page: &Parsed,
    features: &Features,
    first: &[f32],
    second: &[f32],
    lean: Lean,
) -> Vec<bool> {
    let scores: Vec<f32> = first.iter().zip(second).map(|(&a, &b)| both(a, b)).collect();
    let cut = match lean {
        Lean::Even => best_cut(features, &scores),
        Lean::Precision => SURE,
        Lean::Recall => best_cut(features, &scores).min(UNSURE),
    };
    let mut told = FxHashSet::default();
    // A long block that was told already opens a copy of the text; what was told goes on with it.
    let mut in_copy = false;
    let mut kept: Vec<bool> = page
        .segments
        .blocks
        .iter()
        .zip(&features.places)
        .zip(&scores)
        .map(|((block, place), &score)| {
            let text = page.segments.text_of(block);
            if score <= cut || is_headline(place) {
                return false;
            }
            let is_long = || text.chars().nth(MIN_REPEATED - 1).is_some();
            in_copy = !told.insert(line_hash(text)) && (in_copy || is_long());
            !in_copy
        })
        .collect();
    repair::repair(page, features, &scores, &mut kept);
    kept
}

/// How much of the judgement is the second look's.
const SECOND_SHARE: f32 = 0.7;

/// The weighted mean of two probabilities on the scale of log-odds.
fn both(first: f32, second: f32) -> f32 {
    let odds = |p: f32| {
        let p = p.clamp(1e-5, 1.0 - 1e-5);
        (p / (1.0 - p)).ln()
    };
    1.0 / (1.0 + (-((1.0 - SECOND_SHARE) * odds(first) + SECOND_SHARE * odds(second))).exp())
}

/// The probability above which blocks belong to the article: half of the best F1 that can be
/// expected on this page, so one half where the page is clear and less where it is not.
fn best_cut(features: &Features, scores: &[f32]) -> f32 {
    let mut order: Vec<(f32, f32)> =
        scores.iter().zip(&features.places).map(|(&p, place)| (p, place.n_words)).collect();
    order.sort_by(|a, b| b.0.total_cmp(&a.0));
    let total: f32 = order.iter().map(|(p, n_words)| p * n_words).sum();
    let (mut hits, mut taken, mut best) = (0.0, 0.0, 0.0_f32);
    for (p, n_words) in order {
        hits += p * n_words;
        taken += n_words;
        best = best.max(2.0 * hits / (taken + total).max(1.0));
    }
    (best / 2.0).min(MAX_CUT)
}

impl Parsed {
    /// Where a link leads, as written.
    pub(crate) fn href(&self, link: NodeId) -> Option<&str> {
        self.dom.element(link)?.attr(Attr::Href)
    }
}
