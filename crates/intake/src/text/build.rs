//! One article from the lines of one page and what each was judged to be.

use super::{dateline, name, outlet};
use crate::extract::Lean;
use crate::furniture::{self, Cue, End, Line, Place};
use crate::markdown::Head;
use crate::stamp;
use tellings_model::{Article, Based, Basis, BlockKind, Furniture, Page, Stamp};

/// From which judgement on a line counts as part of the telling. Where precision and
/// recall of words meet on `noisy-text`; F1 changes by less than .002 between .3 and .5.
const TELLING: f64 = 0.4;
/// The same for those who would rather miss a line, or take in one too many.
const SURE: f64 = 0.7;
const UNSURE: f64 = 0.15;

/// A headline has at most this many words and characters; longer is a standfirst.
const HEADLINE_WORDS: usize = 20;
const HEADLINE_CHARS: usize = 130;

/// What becomes of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Title,
    Text(BlockKind),
    Furniture(&'static str),
}

/// An article whose text is the text of the page as it stands.
pub(super) fn verbatim(page: &Page, text: &str) -> Article {
    let mut article = Article::new(super::id(page), text.to_owned());
    declare(&mut article, page, &Head::default());
    article.dateline = dateline::of(&article, article.blocks.first());
    article
}

/// An article without the furniture of the page.
pub(super) fn cleaned(
    page: &Page,
    head: &Head,
    lines: &[Line],
    n_repeats: &[usize],
    lean: Lean,
) -> Article {
    let judged = furniture::judge(lines, n_repeats);
    let title = page.title.as_deref().or(head.title.as_deref());
    let least = match lean {
        Lean::Even => TELLING,
        Lean::Precision => SURE,
        Lean::Recall => UNSURE,
    };
    let kept = kept(lines, &judged, least);
    let parts = parts(lines, &kept, n_repeats, title);

    let mut text = String::new();
    let mut kinds = Vec::new();
    let mut furniture = Vec::new();
    let mut headline = None;
    for (line, part) in lines.iter().zip(&parts) {
        match part {
            Part::Title => headline = Some(line.text),
            Part::Text(kind) => {
                if !text.is_empty() {
                    text.push_str("\n\n");
                }
                let start = text.len();
                text.push_str(line.text);
                kinds.push((*kind, start, text.len()));
            }
            Part::Furniture(why) => {
                furniture.push(Furniture { text: line.text.to_owned(), why: (*why).to_owned() });
            }
        }
    }
    let mut article = Article::new(super::id(page), text);
    article.set_blocks(kinds);
    article.furniture = furniture;
    article.title = headline.map(|title| Based::new(title.to_owned(), Basis::Text));
    declare(&mut article, page, head);
    read_text(&mut article, lines, &parts);
    article
}

/// What the carrier and the front matter say of the page.
fn declare(article: &mut Article, page: &Page, head: &Head) {
    article.path.clone_from(&page.path);
    article.media = page.media;
    article.url = page.url.clone().or_else(|| head.url.clone());
    article.captured = page.captured;
    article.language.clone_from(&page.language);
    let declared = |own: &Option<String>, head: &Option<String>| {
        let value = own.clone().or_else(|| head.clone())?;
        let value = value.trim().to_owned();
        (!value.is_empty()).then(|| Based::new(value, Basis::Declared))
    };
    article.outlet = declared(&page.outlet, &head.outlet);
    if let Some(title) = declared(&page.title, &head.title) {
        article.title = Some(title);
    }
    let published = page.published.as_deref().or(head.date.as_deref());
    article.published =
        published.and_then(stamp::declared).map(|stamp| Based::new(stamp, Basis::Declared));
    let byline = if page.byline.is_empty() { &head.authors } else { &page.byline };
    article.byline = byline.iter().filter(|name| !name::is_agency(name)).cloned().collect();
}

/// What the lines themselves say: dateline, byline, outlet, time.
fn read_text(article: &mut Article, lines: &[Line], parts: &[Part]) {
    let aside = || {
        let rest = lines.iter().zip(parts).filter(|(_, part)| matches!(part, Part::Furniture(_)));
        rest.map(|(line, _)| line)
    };
    if article.byline.is_empty() {
        let is_aside =
            |part: &Part| matches!(part, Part::Furniture(_) | Part::Text(BlockKind::CreditLine));
        let people =
            lines.iter().zip(parts).filter(|(_, part)| is_aside(part)).find_map(|(line, _)| {
                name::byline(line.text)
                    .map(|byline| byline.people)
                    .filter(|people| !people.is_empty())
            });
        article.byline = people.unwrap_or_default();
    }
    if article.outlet.is_none() {
        let is_label = |name: &str| furniture::cues(name).only_label();
        let calls = aside().filter(|line| {
            line.cues.has(Cue::Act)
                || line.cues.has(Cue::Reader)
                || line.cues.has(Cue::Legal)
                || line.cues.opens(Cue::More)
        });
        let stamped = aside().filter(|line| {
            line.cues.n_stamp > 0 && line.cues.n_numbers > 0 || name::byline(line.text).is_some()
        });
        article.outlet = calls
            .filter_map(|line| outlet::named_in(line.text, is_label))
            .chain(stamped.filter_map(|line| outlet::beside_day(line.text)))
            .next()
            .map(|name| Based::new(name, Basis::Text));
    }
    if article.published.is_none() {
        article.published = printed(lines, parts).map(|stamp| Based::new(stamp, Basis::Text));
    }
    dateline::read(article);
}

/// The day that a time stamp beside the text prints, where all of them print the same.
fn printed(lines: &[Line], parts: &[Part]) -> Option<Stamp> {
    let mut stamps = lines
        .iter()
        .zip(parts)
        .filter(|(line, part)| {
            matches!(part, Part::Furniture(_)) && line.cues.n_stamp * 2 >= line.cues.n_words
        })
        .filter_map(|(line, _)| stamp::printed(line.text));
    let first = stamps.next()?;
    stamps.all(|other| other.day == first.day).then_some(first)
}

/// Says what each line is.
fn parts(lines: &[Line], kept: &[bool], n_repeats: &[usize], title: Option<&str>) -> Vec<Part> {
    let is_kept = |idx: usize| kept.get(idx).copied().unwrap_or(false);
    let n_lines = lines.len();
    let first = (0..n_lines)
        .find(|&idx| is_kept(idx) && lines.get(idx).is_some_and(|line| line.prose() >= 2))
        .or_else(|| (0..n_lines).find(|&idx| is_kept(idx)))
        .unwrap_or(n_lines);
    let last = (0..n_lines).rfind(|&idx| is_kept(idx)).unwrap_or(0);
    let title = headline(lines, first, title);
    let starts = title.map_or(0, |idx| idx + 1);
    // Under a headline a single line of some length is its deck, even without a full stop.
    let follows_title = |idx: usize| {
        title.is_some() && idx < starts + 4 && lines.get(idx).is_some_and(|line| line.prose() >= 1)
    };
    lines
        .iter()
        .enumerate()
        .map(|(idx, line)| {
            let place = match idx {
                _ if idx < first => Place::Before,
                _ if idx > last => Place::After,
                _ => Place::Between,
            };
            if Some(idx) == title {
                Part::Title
            } else if title.and_then(|at| lines.get(at)).is_some_and(|t| t.text == line.text) {
                Part::Furniture("the headline again")
            } else if place == Place::Before
                && starts <= idx
                && is_standfirst(line, is_kept(idx) || follows_title(idx))
            {
                Part::Text(BlockKind::Standfirst)
            } else if place == Place::Before && name::byline(line.text).is_some() {
                credit_or_byline(line)
            } else if is_credit(line) && first.saturating_sub(4) <= idx && idx <= last + 6 {
                Part::Text(BlockKind::CreditLine)
            } else if is_kept(idx) && (place != Place::Before || starts <= idx) {
                Part::Text(kind(line, lines.get(idx + 1)))
            } else {
                let n_repeats = n_repeats.get(idx).copied().unwrap_or(0);
                Part::Furniture(furniture::reason(line, n_repeats, place))
            }
        })
        .collect()
}

/// Which lines are kept. A judgement that leaves less than a fifth of the running text is
/// not trusted: then every paragraph without a cue against it is kept.
fn kept(lines: &[Line], judged: &[f64], least: f64) -> Vec<bool> {
    let judged = judged.iter().map(|&p| p >= least);
    let mut kept: Vec<bool> =
        judged.zip(lines).map(|(is_in, line)| is_in && !is_call(line)).collect();
    // Names in a row under the last paragraph are tags, however alike they look to the text.
    for (kept, line) in kept.iter_mut().zip(lines).rev() {
        if *kept && !(furniture::is_list(line) && line.cues.n_words >= 6) {
            break;
        }
        *kept = false;
    }
    let n_chars = |is_in: &dyn Fn(usize) -> bool| -> usize {
        let paragraphs =
            lines.iter().enumerate().filter(|(idx, line)| is_in(*idx) && is_paragraph(line));
        paragraphs.map(|(_, line)| line.n_chars).sum()
    };
    let n_kept = n_chars(&|idx| kept.get(idx).copied().unwrap_or(false));
    if n_kept * 5 >= n_chars(&|_| true) && kept.contains(&true) {
        return kept;
    }
    lines.iter().map(is_paragraph).collect()
}

/// Whether a line asks its reader to stay in touch: an imperative first, a channel, and the
/// reader or the outlet addressed.
fn is_call(line: &Line) -> bool {
    let cues = &line.cues;
    line.n_chars <= 160 && cues.opens(Cue::Act) && cues.has(Cue::Channel) && cues.has(Cue::Reader)
}

fn is_paragraph(line: &Line) -> bool {
    line.prose() >= 2
        && line.end == End::Stop
        && !line.cues.has(Cue::Legal)
        && !(line.cues.opens(Cue::Act) && line.cues.has(Cue::Channel))
}

/// The line that is the headline: the one that repeats the declared or the first line last
/// before the text, or the first line of a headline's shape.
fn headline(lines: &[Line], first: usize, declared: Option<&str>) -> Option<usize> {
    let head = lines.get(..first)?;
    if let Some(declared) = declared {
        let same = |line: &Line| letters(line.text).eq(letters(declared));
        return head.iter().rposition(same);
    }
    let opening = head.first()?;
    let repeats = |line: &Line| is_headline(line) && opening.text.starts_with(line.text);
    let again = head.iter().skip(1).rposition(repeats).map(|idx| idx + 1);
    again.or_else(|| head.iter().position(is_headline).filter(|&idx| idx <= 6))
}

fn letters(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase)
}

fn is_headline(line: &Line) -> bool {
    let cues = &line.cues;
    (3..=HEADLINE_WORDS).contains(&cues.n_words)
        && line.n_chars <= HEADLINE_CHARS
        && !line.text.ends_with('.')
        && !line.text.chars().next().is_some_and(char::is_lowercase)
        && !cues.only_label()
        && cues.n_stamp * 2 < cues.n_words
        && !((cues.opens(Cue::Act) || cues.opens(Cue::Reader)) && cues.has(Cue::Channel))
        && !cues.has(Cue::Legal)
        && !cues.opens(Cue::Credit)
        && !furniture::is_list(line)
        && name::byline(line.text).is_none()
        && dateline::find(line.text).is_none()
}

/// Whether a line between headline and text sums the text up.
fn is_standfirst(line: &Line, is_likely: bool) -> bool {
    let cues = &line.cues;
    cues.n_words >= 8
        && (is_likely || line.prose() >= 2)
        && !(cues.opens(Cue::Act) || cues.opens(Cue::Reader) || cues.has(Cue::Channel))
        && !cues.has(Cue::Legal)
        && !cues.has(Cue::Picture)
        && !cues.opens(Cue::Credit)
        && cues.n_stamp * 2 < cues.n_words
        && !furniture::is_list(line)
        && name::byline(line.text).is_none()
}

fn credit_or_byline(line: &Line) -> Part {
    let byline = name::byline(line.text).unwrap_or_default();
    if byline.has_agency && byline.people.is_empty() {
        Part::Text(BlockKind::CreditLine)
    } else {
        Part::Furniture("byline")
    }
}

/// Whether a line says where the text comes from or who helped.
fn is_credit(line: &Line) -> bool {
    let text = line.text.trim_start_matches(['(', '[', '-', '–', '—', '*', ' ']);
    let cues = furniture::cues(text);
    let names_agency = text
        .split(|c: char| !(c.is_alphanumeric() || c == '.' || c == ' ' || c == '-'))
        .any(|part| name::is_agency(part.trim()));
    line.n_chars <= 240
        && cues.opens(Cue::Credit)
        && !cues.only_label()
        && (names_agency
            || text.split_once(':').is_some_and(|(_, of)| outlet::is_called_so(of.trim()))
            || text.len() < line.text.len()
            || line.prose() >= 1)
}

/// What kind of text a kept line is.
fn kind(line: &Line, next: Option<&Line>) -> BlockKind {
    let starts_item = line.text.starts_with(['•', '●', '▪', '·', '*'])
        || line.text.starts_with("- ") && line.prose() < 3;
    let is_short = line.n_chars <= 110 && line.cues.n_words <= 16;
    let leads_on = next.is_some_and(|next| next.prose() >= 2);
    if line.cues.opens(Cue::Mend) && (line.text.contains(':') || line.prose() >= 1) {
        BlockKind::Correction
    } else if starts_item {
        BlockKind::ListItem
    } else if is_short && leads_on && !matches!(line.end, End::Colon) && !ends_sentence(line) {
        BlockKind::Heading
    } else {
        BlockKind::Paragraph
    }
}

/// Whether a line ends as sentences do; a question or a cry may be a heading too.
fn ends_sentence(line: &Line) -> bool {
    let end = line.text.trim_end_matches(['"', '”', '’', '\'', '»', ')']);
    end.ends_with(['.', '…', '。', '।']) || line.end == End::Stop && end.len() < line.text.len()
}
