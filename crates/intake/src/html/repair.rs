//! Repair: what the judgement on each block alone gets wrong for the page as a whole.

use super::dom::NONE;
use super::feature::{Features, Place, Tag};
use super::hint::{HintSet, hint};
use super::kind::{is_heading, is_headline, is_item, kind, n_cues};
use super::segment::Segment;
use super::select::Parsed;
use crate::stamp;
use rustc_hash::FxHashMap;
use tellings_model::BlockKind;

/// Mends which blocks of a page are kept, from what both looks think of each.
pub(super) fn repair(page: &Parsed, features: &Features, scores: &[f32], kept: &mut [bool]) {
    keep_items(page, features, scores, kept);
    keep_whole(page, features, scores, kept);
    drop_lines(page, features, scores, kept);
    drop_template(features, kept);
    drop_bylines(page, features, kept);
    drop_dangling(page, features, kept);
    if !holds_description(features, hint("comment"), kept) {
        drop_boxes(features, hint("comment"), MIN_ARTICLE_WORDS, kept);
    }
    drop_boxes(features, hint("unseen"), MAX_TEASER_WORDS, kept);
    drop_asides(features, kept);
    take_post(page, features, kept);
}

/// Takes the paragraph that says what an article's description says for its text, where all that is
/// kept are a few headings, items and rows that do not: a short post among the dialogs of its site.
fn take_post(page: &Parsed, features: &Features, kept: &mut [bool]) {
    let is_paragraph = |place: &Place| kind(place, false) == BlockKind::Paragraph;
    let says_it = |place: &Place| place.like.description > POST_LIKENESS;
    let is_text = n_words(features, kept, |place| is_paragraph(place) || says_it(place)) > 0.0
        || n_words(features, kept, |_| true) > MAX_TEASER_WORDS;
    if is_text || page.head.meta(&["og:type"]) != Some("article") {
        return;
    }
    let post = features.places.iter().position(|place| is_paragraph(place) && says_it(place));
    if post.is_some() {
        kept.iter_mut().enumerate().for_each(|(at, kept)| *kept = Some(at) == post);
    }
}

/// How much of the shorter one a post and its description share: addresses are cut in one of them.
const POST_LIKENESS: f32 = 0.6;

/// Takes out what stands between the paragraphs and is none: a line that leads to another
/// article, a time stamp, and what other articles of the site carry too and is not surely text.
fn drop_lines(page: &Parsed, features: &Features, scores: &[f32], kept: &mut [bool]) {
    let blocks = features.places.iter().zip(&page.segments.blocks).zip(scores).zip(kept);
    for (((place, block), &score), kept) in blocks.filter(|(_, kept)| **kept) {
        let text = page.segments.text_of(block);
        let is_weak = place.like.repeats > 0.0
            && score < REPEATED_CUT
            && n_cues(place, "correction") == 0
            && n_cues(place, "credit") == 0;
        *kept = !(is_weak
            || leads_away(place, block, text)
            || is_time_stamp(place, text)
            || is_bare(block, text));
    }
}

/// What other articles of the site carry too must be this likely.
const REPEATED_CUT: f32 = 0.6;

/// Whether a block is a line that leads to another article: one that says so (`Read more: …`), or
/// a paragraph that is nothing but a link and no sentence.
fn leads_away(place: &Place, block: &Segment, text: &str) -> bool {
    let says_so = || {
        let head = text.split_once(':').map_or("", |(head, _)| head);
        n_cues(place, "more") > 0
            && (1..=MAX_LABEL).contains(&head.len())
            && 2 * block.n_linked > text.len()
    };
    let is_link = || {
        place.tag == Tag::P
            && 20 * block.n_linked > 19 * text.len()
            && place.n_words >= MIN_TITLE_WORDS
            && !text.ends_with(['.', '!', '?', ':', '…', ')', '”', '"', '’', '。'])
    };
    says_so() || is_link()
}

/// Whether a block is nothing for readers: addresses that nobody can follow, a template not filled in.
fn is_bare(block: &Segment, text: &str) -> bool {
    let addresses = text.split(' ').filter(|word| word.starts_with("http"));
    (block.n_linked == 0 && 10 * addresses.map(str::len).sum::<usize>() > 7 * text.len())
        || text.starts_with("{{") && text.ends_with("}}")
}

/// How long (bytes) the words before the colon are in `Read more: …`.
const MAX_LABEL: usize = 30;
/// The title of another article has at least so many words.
const MIN_TITLE_WORDS: f32 = 5.0;

/// Whether a block says when it was written or changed, and nothing else.
fn is_time_stamp(place: &Place, text: &str) -> bool {
    let has_clock = || {
        let is_clock =
            |w: &[u8]| matches!(*w, [a, b':', c] if a.is_ascii_digit() && c.is_ascii_digit());
        text.as_bytes().windows(3).any(is_clock)
    };
    place.n_words <= MAX_STAMP_WORDS
        && n_cues(place, "time") > 0
        && (has_clock() || stamp::declared(text).is_some())
}

/// A time stamp has at most so many words.
const MAX_STAMP_WORDS: f32 = 8.0;

/// Takes the byline above the first paragraph out of the text: a short line without an end mark
/// that the page calls so. It reaches the record as the people of the article.
fn drop_bylines(page: &Parsed, features: &Features, kept: &mut [bool]) {
    let blocks = features.places.iter().zip(&page.segments.blocks).zip(kept);
    for ((place, block), kept) in blocks {
        if *kept && place.n_words >= MIN_PARAGRAPH_WORDS {
            return;
        }
        let ends_sentence = page.segments.text_of(block).ends_with(['.', '!', '?', '…', ':', '。']);
        *kept &= place.hints.0 & hint("byline") == 0
            || place.n_words > MAX_BYLINE_WORDS
            || ends_sentence;
    }
}

/// Keeps short list items, headings and bold lines between the first and the last block of the text:
/// they are judged too low, for one of the gold sets leaves lists out, and many a page has its links
/// in them; but those that are no links belong to the text. Those of one look are judged together too.
fn keep_items(page: &Parsed, features: &Features, scores: &[f32], kept: &mut [bool]) {
    let Some(first) = kept.iter().position(|&kept| kept) else { return };
    let last = kept.iter().rposition(|&kept| kept).unwrap_or(first);
    let blocks = features.places.iter().zip(&page.segments.blocks).zip(scores).zip(kept);
    let blocks = blocks.take(last).skip(first).filter(|(((place, block), _), _)| {
        let is_bold = place.tag == Tag::P && 10 * block.n_stressed > 9 * block.range.len();
        let is_linked = 2 * block.n_linked > block.range.len();
        (is_item(place) || is_heading(place) || is_bold)
            && place.n_words < MAX_ITEM_WORDS
            && !is_linked
            && !is_headline(place)
    });
    let blocks: Vec<_> = blocks.collect();
    let mut alike: FxHashMap<u64, (f32, f32)> = FxHashMap::default();
    for (((place, _), score), _) in &blocks {
        let sum = alike.entry(place.signature).or_default();
        *sum = (sum.0 + **score, sum.1 + 1.0);
    }
    for (((place, _), &score), kept) in blocks {
        let (sum, n) = alike.get(&place.signature).copied().unwrap_or_default();
        let is_kind = n >= MIN_ALIKE && sum > n * ITEM_CUT;
        *kept |= is_kind || score > ITEM_CUT;
    }
}

/// How likely such a line, or those of its look on the mean, must be at the least: of the words of those
/// from here to an even cut the gold texts hold eight in ten.
const ITEM_CUT: f32 = 0.25;
/// So many lines of one look at the least are a kind of line.
const MIN_ALIKE: f32 = 3.0;
/// Such a line has fewer words.
const MAX_ITEM_WORDS: f32 = 15.0;

/// Keeps whole the tables and lists between the first and the last block of the text or close behind
/// it, or what is likely enough to be one: rows of figures alone say little, and most that stand there
/// belong to the text. Lists of links do not.
fn keep_whole(page: &Parsed, features: &Features, scores: &[f32], kept: &mut [bool]) {
    let Some(first) = kept.iter().position(|&kept| kept) else { return };
    let mut last = kept.iter().rposition(|&kept| kept).unwrap_or(first);
    let group = |place: &Place| match place.tag {
        Tag::Cell if place.table != NONE => (u64::from(place.table), TABLE_CUT),
        _ if is_item(place) => (place.signature, LIST_CUT),
        _ => (0, f32::INFINITY),
    };
    let mut start = 0;
    for run in features.places.chunk_by(|a, b| group(a) == group(b)) {
        let end = start + run.len();
        let cut = run.first().map_or(f32::INFINITY, |place| group(place).1);
        if run.len() >= MIN_ROWS && first < start && start <= last + MAX_BEHIND {
            let blocks = page.segments.blocks.get(start..end).unwrap_or_default().iter();
            let (n, n_linked) =
                blocks.fold((0, 0), |n, block| (n.0 + block.range.len(), n.1 + block.n_linked));
            let rows = run.iter().zip(scores.get(start..end).unwrap_or_default());
            let n_words: f32 = run.iter().map(|place| place.n_words).sum();
            let score: f32 = rows.map(|(place, score)| place.n_words * score).sum();
            if score > cut * n_words && (cut < LIST_CUT || start < last && 2 * n_linked < n) {
                kept.get_mut(start..end).unwrap_or_default().fill(true);
                last = last.max(end - 1);
            }
        }
        start = end;
    }
}

/// A table stands so close behind the text: its title and a line that leads to it may be between.
const MAX_BEHIND: usize = 3;
/// A table has at least so many rows, a list so many items.
const MIN_ROWS: usize = 4;
/// How likely the rows of a table in the text must be at the least, on the mean: of 9 with less
/// than a half the gold texts hold 8; below this there was none.
const TABLE_CUT: f32 = 0.03;
/// The same for the items of a list.
const LIST_CUT: f32 = 0.35;

/// Takes out what the site prints on each of its pages: behind the beginning of the text, which
/// no other article has, blocks in a row that all stand on other articles of the site. One or two
/// may be a note of the editors, and blocks that look like the text around them are the
/// background that one report takes over from another.
fn drop_template(features: &Features, kept: &mut [bool]) {
    let places = &features.places;
    let is_repeated = |place: &Place| place.like.repeats > 0.0;
    let own = || places.iter().enumerate().zip(kept.iter());
    let mut n_words: FxHashMap<u64, f32> = FxHashMap::default();
    let mut start = usize::MAX;
    for ((idx, place), _) in own().filter(|((_, place), kept)| **kept && !is_repeated(place)) {
        *n_words.entry(place.signature).or_default() += place.n_words;
        start = start.min(idx);
    }
    let of_text: f32 = n_words.values().sum();
    let is_template = |idx: usize, place: &Place| {
        let alike = n_words.get(&place.signature).copied().unwrap_or(0.0);
        idx > start && is_repeated(place) && alike * MAX_LOOKS < of_text
    };
    let marked: Vec<bool> = places.iter().enumerate().map(|(idx, p)| is_template(idx, p)).collect();
    let mut rest = kept;
    for run in marked.chunk_by(|a, b| a == b) {
        let Some((kept, others)) = rest.split_at_mut_checked(run.len()) else { return };
        let is_template = run.first() == Some(&true);
        if is_template && kept.iter().filter(|kept| **kept).count() >= MIN_TEMPLATE {
            kept.fill(false);
        }
        rest = others;
    }
}

/// So many repeated blocks in a row are a template.
const MIN_TEMPLATE: usize = 3;
/// A look that has less of the text than one part in so many is not that of its paragraphs.
const MAX_LOOKS: f32 = 4.0;

/// Takes out what ends the text and has nothing under it: a heading, a line that promises more.
fn drop_dangling(page: &Parsed, features: &Features, kept: &mut [bool]) {
    let Some(last) = kept.iter().rposition(|&kept| kept) else { return };
    let text = page.segments.blocks.get(last).map_or("", |block| page.segments.text_of(block));
    let promises = text.ends_with([':', '…']) || text.ends_with("...");
    let dangles = |place: &Place| is_heading(place) || (promises && n_cues(place, "more") > 0);
    if let Some(kept) =
        kept.get_mut(last).filter(|_| features.places.get(last).is_some_and(dangles))
    {
        *kept = false;
    }
}

/// A paragraph that opens a text has at least so many words, a byline at most so many.
const MIN_PARAGRAPH_WORDS: f32 = 20.0;
const MAX_BYLINE_WORDS: f32 = 12.0;

/// Takes dialogs, boxes about the author and footers behind the text out of it, unless they hold so much
/// of it that they are named for something else.
fn drop_asides(features: &Features, kept: &mut [bool]) {
    let asides = hint("cookie") | hint("byline") | hint("footer");
    let is_aside = |place: &Place| (place.hints.0 | place.hints.1) & asides != 0;
    let main = |(place, kept): (&Place, &bool)| *kept && !is_aside(place);
    let last = features.places.iter().zip(kept.iter()).rposition(main);
    let least = MAIN_SHARE * n_words(features, kept, |_| true);
    if n_words(features, kept, |place| !is_aside(place)) >= least {
        kept.iter_mut().skip(last.map_or(0, |last| last + 1)).for_each(|kept| *kept = false);
    }
}

/// The text has at least so much of all words outside of such boxes.
const MAIN_SHARE: f32 = 0.67;

/// How many words of what is kept fit.
fn n_words(features: &Features, kept: &[bool], fits: impl Fn(&Place) -> bool) -> f32 {
    let own = features.places.iter().zip(kept).filter(|(place, kept)| **kept && fits(place));
    own.map(|(place, _)| place.n_words).sum()
}

/// Takes what stands in boxes of a kind (comments, hidden parts) out of the text, unless fewer
/// words than `least` would be left: some sites name the box around the article for its
/// comments, or show all but a teaser by script.
fn drop_boxes(features: &Features, boxes: HintSet, least: f32, kept: &mut [bool]) {
    let in_box = |place: &Place| (place.hints.0 | place.hints.1) & boxes != 0;
    if n_words(features, kept, |place| !in_box(place)) >= least {
        for (place, kept) in features.places.iter().zip(kept) {
            *kept &= !in_box(place);
        }
    }
}

/// Whether a paragraph in boxes of a kind says what the page says its article is about.
fn holds_description(features: &Features, boxes: HintSet, kept: &[bool]) -> bool {
    features.places.iter().zip(kept).any(|(place, &kept)| {
        kept && place.n_words >= MIN_PARAGRAPH_WORDS
            && place.like.description > 0.8
            && (place.hints.0 | place.hints.1) & boxes != 0
    })
}

/// An article has at least so many words.
const MIN_ARTICLE_WORDS: f32 = 40.0;
/// A teaser has at most so many.
const MAX_TEASER_WORDS: f32 = 150.0;
