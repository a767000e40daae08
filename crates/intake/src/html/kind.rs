//! What kind of text a block is, and why it is furniture where it is.

use super::feature::{Place, Tag};
use super::hint::{CUES, hint};
use tellings_model::BlockKind;

/// How often a kind of cue stands in a block.
pub(super) fn n_cues(place: &Place, kind: &str) -> u8 {
    CUES.iter().position(|cue| *cue == kind).and_then(|at| place.cues.get(at)).copied().unwrap_or(0)
}

/// How many words a credit line or a caption has at most.
const MAX_LINE_WORDS: f32 = 80.0;

/// The kind of a block of article text.
pub(crate) fn kind(place: &Place, in_lead: bool) -> BlockKind {
    if is_heading(place) {
        return BlockKind::Heading;
    }
    if let Some(kind) = side_kind(place, in_lead) {
        return kind;
    }
    if place.tag == Tag::Cell {
        BlockKind::TableRow
    } else if is_item(place) {
        BlockKind::ListItem
    } else if place.tag == Tag::Quote || place.parent_tag == Tag::Quote {
        BlockKind::Quotation
    } else {
        BlockKind::Paragraph
    }
}

/// Whether a block is an item of a list, or lies in one.
pub(crate) fn is_item(place: &Place) -> bool {
    place.tag == Tag::Li || place.parent_tag == Tag::Li
}

/// Whether a block is a heading by its tag.
pub(crate) fn is_heading(place: &Place) -> bool {
    matches!(place.tag, Tag::H1 | Tag::H2 | Tag::H3)
}

/// The kind of a block that stands beside the running text: standfirst, caption, credit
/// line, correction. `in_lead` is whether no paragraph stands before it and
/// it does not look like the paragraphs.
pub(crate) fn side_kind(place: &Place, in_lead: bool) -> Option<BlockKind> {
    let is_line = place.n_words <= MAX_LINE_WORDS;
    if place.tag == Tag::Caption || (place.hints.0 & hint("caption") != 0 && place.in_figure) {
        return is_line.then_some(BlockKind::Caption);
    }
    if is_line && n_cues(place, "correction") > 0 {
        return Some(BlockKind::Correction);
    }
    if place.n_words <= MAX_LINE_WORDS / 2.0 && n_cues(place, "credit") > 0 && place.is_credit {
        return Some(BlockKind::CreditLine);
    }
    let is_summary = place.like.description > 0.8 || place.hints.0 & hint("summary") != 0;
    (in_lead && is_line && place.n_words >= 5.0 && is_summary).then_some(BlockKind::Standfirst)
}

/// Why a block is furniture, in a few words.
pub(crate) fn why(place: &Place) -> &'static str {
    if is_headline(place) {
        return "headline";
    }
    if place.like.repeats > 0.0 {
        return "stands on other pages of the site";
    }
    let (near, far) = place.hints;
    let told = [
        ("cookie", "cookie banner"),
        ("comment", "comments"),
        ("newsletter", "newsletter box"),
        ("paywall", "pay wall"),
        ("share", "share bar"),
        ("related", "related links"),
        ("nav", "navigation"),
        ("ad", "advertisement"),
        ("caption", "caption"),
        ("byline", "author box"),
        ("tags", "tags"),
        ("date", "date line"),
        ("footer", "page footer"),
        ("header", "page header"),
        ("aside", "side column"),
        ("teaser", "teaser"),
    ];
    let by_class =
        |set: u32| told.iter().find(|(kind, _)| set & hint(kind) != 0).map(|told| told.1);
    let by_cue = [
        ("more", "related links"),
        ("newsletter", "newsletter box"),
        ("share", "share bar"),
        ("comment", "comments"),
        ("legal", "legal notice"),
        ("photo", "caption"),
        ("ad", "advertisement"),
        ("gate", "pay wall"),
        ("byline", "author box"),
        ("tags", "tags"),
        ("time", "date line"),
    ];
    by_class(near)
        .or_else(|| by_cue.iter().find(|(kind, _)| n_cues(place, kind) > 0).map(|told| told.1))
        .or_else(|| by_class(far))
        .unwrap_or("outside the article")
}

/// Whether a block is the headline again.
pub(crate) fn is_headline(place: &Place) -> bool {
    place.like.title > 0.95 || (place.tag == Tag::H1 && place.like.title > 0.6)
}
