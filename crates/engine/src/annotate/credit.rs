//! Words that name where a text or a claim comes from: `(AP)`, `told Reuters`, `With files from …`.
//!
//! Read in this order: the name of an outlet is found first ([`named`]); only words around it
//! make it a credit ([`credit_at`]). The names and the words are tables of the lexicon.

use aho_corasick::{AhoCorasick, MatchKind};
use regex::Regex;
use rustc_hash::FxHashSet;
use std::ops::Range;
use std::sync::LazyLock;
use tellings_language::tables::{rows, words};
use tellings_model::{Article, BlockKind, Credit, CreditKind, Span};

/// The credits of an article, in order; those of bylines, datelines and addresses first, where they stand
/// outside the text with an empty span.
pub(crate) fn credits(article: &Article) -> Vec<Credit> {
    let text = article.text();
    let mut credits: Vec<Credit> =
        named(text).into_iter().filter_map(|name| credit_at(article, &name)).collect();
    credits.sort_by(|a, b| a.span.cmp(&b.span).then_with(|| a.outlet.cmp(&b.outlet)));
    credits.dedup_by(|next, kept| next.outlet == kept.outlet && next.span.overlaps(kept.span));
    let mut outside = outside_the_text(article);
    outside.retain(|credit| {
        let same = |name: &str| name == credit.outlet || has_initials(name, &credit.outlet);
        !credits.iter().any(|c| c.kind == CreditKind::Text && same(&c.outlet))
    });
    outside.append(&mut credits);
    outside
}

/// Whether letters are the initials of a name: `HNW` of Harbour News Wire.
fn has_initials(name: &str, letters: &str) -> bool {
    let initials = name.split_whitespace().filter_map(|word| word.chars().next());
    letters.len() > 1 && initials.eq(letters.chars())
}

/// The name under which an outlet is credited, whatever way it is written; `None` for a name
/// that no table lists.
pub(crate) fn known_outlet(name: &str) -> Option<&'static str> {
    let found = NAMES.finder.find(name.trim())?;
    let alias = NAMES.aliases.get(found.pattern().as_usize())?;
    (found.start() == 0 && found.end() == name.trim().len()).then_some(alias.outlet)
}

/// The names that the tables list for an outlet; empty for one that no table lists.
pub(crate) fn names_of(outlet: &str) -> Vec<&'static str> {
    NAMES.aliases.iter().filter(|a| a.outlet == outlet && !a.weak).map(|a| a.name).collect()
}

/// Where agencies are named in a text, whatever for, in bytes.
pub(crate) fn agencies_named(text: &str) -> Vec<Range<usize>> {
    let listed = listed_names(text).filter(|(_, alias)| alias.agency && !alias.weak);
    listed.map(|(range, _)| range).collect()
}

/// Whether an article names an outlet, which need not be on any list, as where its text or a
/// claim comes from.
pub(crate) fn names_as_origin(article: &Article, outlet: &str) -> bool {
    let finds = article.text().match_indices(outlet);
    !outlet.is_empty()
        && finds.take(MAX_MENTIONS).any(|(start, found)| {
            let end = start + found.len();
            let name = Name { start, end, outlet: outlet.to_owned(), weak: false };
            credit_at(article, &name).is_some_and(|credit| credit.kind != CreditKind::Picture)
        })
}

/// The most mentions of one name that are looked at.
const MAX_MENTIONS: usize = 64;

/// Whether the words of a credit say that the outlet itself was told: `told Reuters`.
pub(crate) fn is_first_hand(words: &str) -> bool {
    let small = words.to_lowercase();
    ASKED.before.iter().any(|form| small.starts_with(form))
        || ASKED.after.iter().any(|form| small.ends_with(form))
}

/// Whether two names are of one outlet, but for case and article.
pub(crate) fn same_outlet(a: &str, b: &str) -> bool {
    let bare = |name: &str| {
        let small = name.trim().to_lowercase();
        small.strip_prefix("the ").map_or(small.clone(), str::to_owned)
    };
    bare(a) == bare(b)
}

/// Whether a name is that of an agency whose texts others print.
pub(crate) fn is_agency(outlet: &str) -> bool {
    NAMES.aliases.iter().any(|alias| alias.agency && alias.outlet == outlet)
}

/// Whether a word of a byline names a desk and no writer, or a post at one (`Staff writer N`).
pub(crate) fn is_desk(word: &str) -> bool {
    DESK.contains(word.to_lowercase().as_str())
}

static DESK: LazyLock<FxHashSet<&str>> =
    LazyLock::new(|| words(include_str!("../lexicon/en/desk_words.txt")).collect());

/// Whether a name is that of nobody in particular: `media reports`.
pub(crate) fn is_unnamed(outlet: &str) -> bool {
    NAMES.aliases.iter().any(|alias| alias.unnamed && alias.outlet == outlet)
}

/// The name of an outlet, as it stands in a text.
struct Name {
    start: usize,
    end: usize,
    outlet: String,
    /// Counts in a credit line only.
    weak: bool,
}

/// Every name of an outlet in a text, in order: listed ones, and those whose last word says so.
fn named(text: &str) -> Vec<Name> {
    let mut names: Vec<Name> = listed_names(text)
        .map(|(range, alias)| Name {
            start: range.start,
            end: range.end,
            outlet: alias.outlet.to_owned(),
            weak: alias.weak,
        })
        .collect();
    for (end, found) in headed(text) {
        let start = end - without_opening(found).len();
        // A longer name that ends in a head word holds a listed one: `The Reuters Herald`;
        // words before a listed name are none of it: `When The Canadian Press`.
        let overlaps = |name: &Name| name.start < end && start < name.end;
        if names.iter().any(|name| overlaps(name) && (name.end >= end || name.start < start)) {
            continue;
        }
        names.retain(|name| !overlaps(name));
        let words: Vec<&str> = text.get(start..end).unwrap_or("").split_whitespace().collect();
        let outlet = words.join(" ");
        let outlet = outlet.strip_prefix("the ").unwrap_or(&outlet).to_owned();
        names.push(Name { start, end, outlet, weak: false });
    }
    names.sort_by_key(|name| (name.start, name.end));
    names
}

/// The listed names in a text that are no part of a longer word.
fn listed_names(text: &str) -> impl Iterator<Item = (Range<usize>, &'static Alias)> + '_ {
    let whole_word = |range: &Range<usize>| {
        let before = text.get(..range.start).and_then(|t| t.chars().next_back());
        let after = text.get(range.end..).and_then(|t| t.chars().next());
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    };
    NAMES.finder.find_iter(text).filter_map(move |found| {
        let alias = NAMES.aliases.get(found.pattern().as_usize())?;
        let range = found.start()..found.end();
        whole_word(&range).then_some((range, alias))
    })
}

/// A name without the words in capitals that only stand before it: `By`, `When The`.
fn without_opening(name: &str) -> &str {
    let name = name.rfind(" The ").and_then(|at| name.get(at + 1..)).unwrap_or(name);
    name.strip_prefix("By ").unwrap_or(name)
}

/// The credit that the words around a name make of it.
fn credit_at(article: &Article, name: &Name) -> Option<Credit> {
    let text = article.text();
    let line_start = text.get(..name.start)?.rfind('\n').map_or(0, |at| at + 1);
    let line_end = text.get(name.end..)?.find('\n').map_or(text.len(), |at| name.end + at);
    let before = text.get(line_start..name.start)?;
    let after = text.get(name.end..line_end)?;
    let line = text.get(line_start..line_end)?;

    let (kind, start, end) = if let Some(inside) = bracket(before, after) {
        if has_picture_word(inside.0) || inside.0.contains('/') {
            (CreditKind::Picture, name.start, name.end)
        } else if inside.1 {
            (CreditKind::Text, name.start, name.end)
        } else {
            // `(With files from AP)`: the words inside the brackets are those of a line without them.
            form_around(before, after, line_start, name)?
        }
    } else {
        let picture_line = line.len() < PICTURE_LINE && has_picture_word(line);
        let caption = is_caption(article, name.start);
        let (kind, start, end) = form_around(before, after, line_start, name)
            .or_else(|| by_line(line, before, after, name))?;
        let picture = kind == CreditKind::Text && (picture_line || caption);
        (if picture { CreditKind::Picture } else { kind }, start, end)
    };
    if name.weak && kind != CreditKind::Text {
        return None;
    }
    Some(Credit { span: article.span(start, end), outlet: name.outlet.clone(), kind })
}

/// Longest line, in bytes, that a picture word makes the caption or credit of a picture.
const PICTURE_LINE: usize = 160;

/// What stands in the brackets around a name, and whether that is the name alone.
fn bracket<'a>(before: &'a str, after: &'a str) -> Option<(&'a str, bool)> {
    let open = before.rfind(['(', '['])?;
    let close = after.find([')', ']'])?;
    let lead = before.get(open + 1..)?;
    if lead.contains([')', ']']) || lead.len() + close > BRACKET {
        return None;
    }
    // A name and its short form beside it, `Associated Press (AP)`, are no credit.
    let alone = lead.trim().is_empty() && after.get(..close)?.trim().is_empty();
    let spelled_out = before.get(..open)?.trim_end();
    let is_name = alone && named_at_end(spelled_out);
    let inside = if lead.is_empty() { after.get(..close)? } else { lead };
    Some((inside, alone && !is_name))
}

/// Longest bracket, in bytes, that is looked into.
const BRACKET: usize = 80;

fn named_at_end(before: &str) -> bool {
    NAMES.aliases.iter().any(|alias| alias.name.contains(' ') && before.ends_with(alias.name))
}

fn has_picture_word(line: &str) -> bool {
    line.split(|c: char| !c.is_alphanumeric())
        .any(|word| PICTURE_WORDS.iter().any(|listed| word.eq_ignore_ascii_case(listed)))
}

fn is_caption(article: &Article, at: usize) -> bool {
    article
        .blocks
        .iter()
        .any(|block| block.kind == BlockKind::Caption && block.span.range().contains(&at))
}

/// The kind and place of the credit that listed words beside the name make.
fn form_around(
    before: &str,
    after: &str,
    line_start: usize,
    name: &Name,
) -> Option<(CreditKind, usize, usize)> {
    let lead = before.trim_end();
    let lead = lead.strip_suffix(" the").or_else(|| lead.strip_suffix(" The")).unwrap_or(lead);
    let lead = lead.trim_end().to_ascii_lowercase();
    let left = FORMS.before.iter().find(|(_, words)| {
        lead.strip_suffix(words).is_some_and(|rest| !rest.ends_with(char::is_alphanumeric))
    });
    if let Some(&(kind, words)) = left {
        let start = line_start + (lead.len() - words.len());
        return Some((kind, start, name.end));
    }
    let owned = after.strip_prefix("’s").or_else(|| after.strip_prefix("'s")).unwrap_or(after);
    let owned = owned.trim_start_matches(['’', '\'']).trim_start();
    let tail: String = owned.chars().take(FORM).collect::<String>().to_ascii_lowercase();
    let right = FORMS.after.iter().find(|(_, words)| {
        tail.strip_prefix(words).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    });
    right.map(|&(kind, words)| {
        let skipped = after.len() - owned.len();
        (kind, name.start, name.end + skipped + words.len())
    })
}

/// Longest form, in characters, that is looked for.
const FORM: usize = 40;

/// A line that holds nothing but the name, or names its writers and the outlet.
fn by_line(
    line: &str,
    before: &str,
    after: &str,
    name: &Name,
) -> Option<(CreditKind, usize, usize)> {
    let alone = before.trim_matches(MARKS).is_empty() && after.trim_matches(MARKS).is_empty();
    let names_writers = line.len() < BYLINE
        && line.get(..3).is_some_and(|by| by.eq_ignore_ascii_case("by "))
        && !line.trim_end().ends_with(['.', '”', '"', '!', '?']);
    (alone || names_writers).then_some((CreditKind::Text, name.start, name.end))
}

/// Longest line, in bytes, that is a byline.
const BYLINE: usize = 100;
/// Marks that may stand beside a name on a line of its own.
const MARKS: [char; 8] = [' ', '—', '–', '-', '/', '.', '|', '*'];

/// Credits that metadata gives: bylines, the dateline, addresses the page says it is based on.
fn outside_the_text(article: &Article) -> Vec<Credit> {
    let mut outlets: Vec<(String, Span)> = Vec::new();
    let nowhere = |outlet: String| (outlet, Span::default());
    for writer in &article.byline {
        let in_names = named(writer).into_iter().filter(|name| !name.weak);
        let agencies = in_names.map(|name| name.outlet).filter(|outlet| is_agency(outlet));
        outlets.extend(agencies.map(nowhere));
    }
    if let Some(dateline) = &article.dateline
        && let Some(agency) = dateline.agency.as_deref()
    {
        outlets.push((known_outlet(agency).unwrap_or(agency).to_owned(), dateline.span));
    }
    let based_on = article.links.iter().filter(|link| link.based_on);
    outlets
        .extend(based_on.filter_map(|link| host(&link.url)).map(|host| nowhere(host.to_owned())));
    outlets.sort();
    outlets.dedup_by(|next, kept| next.0 == kept.0);
    let credit = |(outlet, span)| Credit { span, outlet, kind: CreditKind::Text };
    outlets.into_iter().map(credit).collect()
}

/// The host of an address, without `www.` and port.
pub(crate) fn host(url: &str) -> Option<&str> {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#', ':']).next()?;
    let host = host.strip_prefix("www.").unwrap_or(host);
    host.contains('.').then_some(host)
}

/// A listed way to write the name of an outlet.
struct Alias {
    name: &'static str,
    outlet: &'static str,
    agency: bool,
    weak: bool,
    unnamed: bool,
}

struct Names {
    aliases: Vec<Alias>,
    finder: AhoCorasick,
}

static NAMES: LazyLock<Names> = LazyLock::new(|| {
    let tables = [
        (true, false, include_str!("../lexicon/agencies.txt")),
        (false, false, include_str!("../lexicon/outlets.txt")),
        (false, true, include_str!("../lexicon/en/unnamed_sources.txt")),
    ];
    let mut aliases = Vec::new();
    for (agency, unnamed, table) in tables {
        for line in rows(table) {
            let outlet = line.split('\t').next().unwrap_or(line);
            for name in line.split('\t') {
                let weak = name.starts_with('~');
                let name = name.trim_start_matches('~');
                aliases.push(Alias { name, outlet, agency, weak, unnamed });
            }
        }
    }
    #[expect(clippy::expect_used, reason = "the tables are part of the program and have a test")]
    let finder = AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .build(aliases.iter().map(|alias| alias.name))
        .expect("the tables are small");
    Names { aliases, finder }
});

/// The names in capitals whose last word is that of an outlet (`The Springfield Herald`), each with
/// its end. No name goes on in the next line, and lines without such a word are not looked at.
fn headed(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let has_head = |line: &str| {
        HEADED.heads.find_iter(line).any(|head| {
            let after = line.get(head.end()..).and_then(|rest| rest.chars().next());
            !after.is_some_and(char::is_alphabetic)
        })
    };
    let mut start = 0;
    let lines = text.split('\n').map(move |line| {
        let at = start;
        start += line.len() + 1;
        (at, line)
    });
    lines.filter(move |(_, line)| has_head(line)).flat_map(|(at, line)| {
        HEADED.pattern.find_iter(line).map(move |found| (at + found.end(), found.as_str()))
    })
}

struct Headed {
    /// The words that end such names, each with the space before it.
    heads: AhoCorasick,
    pattern: Regex,
}

static HEADED: LazyLock<Headed> = LazyLock::new(|| {
    let heads: Vec<&str> = tellings_intake::outlet_heads().collect();
    #[expect(clippy::expect_used, reason = "the table is part of the program and has a test")]
    let finder = AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .build(heads.iter().map(|head| format!(" {head}")))
        .expect("the table is small");
    let heads = heads.join("|");
    let word = r"[A-Z][\w’'&.-]*";
    #[expect(clippy::expect_used, reason = "the pattern is fixed and has a test")]
    let pattern = Regex::new(&format!(
        r"\b(?:(?:The|the) )?(?:{word} (?:& )?){{1,4}}(?:{heads})\b(?: of {word}(?: {word})?)?|\b(?:The|the) (?:{heads})(?: of {word})?\b"
    ))
    .expect("a fixed pattern");
    Headed { heads: finder, pattern }
});

type Form = (CreditKind, &'static str);

struct Forms {
    before: Vec<Form>,
    after: Vec<Form>,
}

/// The words that make a credit, the longest first.
static FORMS: LazyLock<Forms> = LazyLock::new(|| {
    let mut forms = Forms { before: Vec::new(), after: Vec::new() };
    for line in include_str!("../lexicon/en/credit_forms.txt").lines() {
        let Some((label, words)) = line.split_once('\t') else { continue };
        let kind = match label.split(' ').next() {
            Some("text") => CreditKind::Text,
            Some("picture") => CreditKind::Picture,
            _ => CreditKind::Claim,
        };
        let side = if label.ends_with("before") { &mut forms.before } else { &mut forms.after };
        side.push((kind, words));
    }
    for side in [&mut forms.before, &mut forms.after] {
        side.sort_by(|a, b| b.1.len().cmp(&a.1.len()).then(a.1.cmp(b.1)));
    }
    forms
});

struct Asked {
    before: Vec<&'static str>,
    after: Vec<&'static str>,
}

/// The words by which something is told to an outlet itself.
static ASKED: LazyLock<Asked> = LazyLock::new(|| {
    let forms = |label: &'static str| {
        include_str!("../lexicon/en/credit_forms.txt")
            .lines()
            .filter_map(|line| line.split_once('\t'))
            .filter(move |(found, _)| *found == label)
            .map(|(_, words)| words)
            .collect()
    };
    Asked { before: forms("asked before"), after: forms("asked after") }
});

static PICTURE_WORDS: LazyLock<Vec<&str>> =
    LazyLock::new(|| words(include_str!("../lexicon/en/picture_words.txt")).collect());

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn show(text: &str) -> String {
        let article = Article::from_text(text);
        let shown: Vec<String> = credits(&article)
            .iter()
            .map(|c| format!("{:?} {} [{}]", c.kind, c.outlet, article.at(c.span)))
            .collect();
        shown.join("; ")
    }

    #[test]
    fn an_agency_in_a_dateline_is_the_texts() {
        assert_eq!(show("OAKPORT (AP) — A bridge fell."), "Text AP [AP]");
        assert_eq!(show("OAKPORT, May 3 (Reuters) - A bridge fell."), "Text Reuters [Reuters]");
    }

    #[test]
    fn brackets_around_a_credit_change_nothing() {
        assert_eq!(
            show("A bridge fell.\n(With files from The Oakport Herald)"),
            "Text The Oakport Herald [With files from The Oakport Herald]"
        );
        assert_eq!(show("A man (a reader of the Oakport Herald) waved."), "");
    }

    #[test]
    fn initials_stand_for_the_name() {
        assert!(has_initials("Harbour News Wire", "HNW"));
        assert!(!has_initials("Harbour News Wire", "HN"));
        assert!(!has_initials("Harbour", "H"));
    }

    #[test]
    fn words_beside_a_name_make_a_claim() {
        assert_eq!(show("The mayor told Reuters it fell."), "Claim Reuters [told Reuters]");
        assert_eq!(
            show("It fell, according to the Oakport Herald."),
            "Claim Oakport Herald [according to the Oakport Herald]"
        );
        assert_eq!(
            show("The call, reported by The Oakport Journal, was long."),
            "Claim The Oakport Journal [reported by The Oakport Journal]"
        );
        assert_eq!(
            show("He did not answer AFP’s request for comment."),
            "Claim AFP [AFP’s request for comment]"
        );
    }

    #[test]
    fn a_name_alone_is_no_credit() {
        assert_eq!(show("Shares of Reuters rose. The Daily Sun shone."), "");
        assert_eq!(show("Staff of the Associated Press (AP) met."), "");
    }

    #[test]
    fn bylines_and_credit_lines_are_the_texts() {
        assert_eq!(
            show("By The Associated Press\nA bridge fell."),
            "Text AP [The Associated Press]"
        );
        assert_eq!(show("A bridge fell.\nWith files from AFP"), "Text AFP [With files from AFP]");
        assert_eq!(
            show("A bridge fell.\nWith inputs from agencies"),
            "Text news agencies [With inputs from agencies]"
        );
        assert_eq!(show("It fell.\nReuters"), "Text Reuters [Reuters]");
    }

    #[test]
    fn a_photo_agency_is_not_the_texts_origin() {
        assert_eq!(show("A crane (AP Photo/Ada Cole) fell."), "Picture AP [AP]");
        assert_eq!(show("Photo: Reuters\nA bridge fell."), "Picture Reuters [Photo: Reuters]");
    }

    #[test]
    fn agencies_told_about_are_no_credit() {
        assert_eq!(show("Two agencies reported losses."), "");
    }

    #[test]
    fn every_listed_name_is_found() {
        assert!(NAMES.aliases.iter().all(|alias| known_outlet(alias.name) == Some(alias.outlet)));
        assert!(FORMS.before.len() > 20 && FORMS.after.len() > 10);
    }

    proptest! {
        /// A credit stands in the text, and its words hold the name or a short form of it.
        #[test]
        fn a_credit_lies_in_the_text(text in "(\\(|\\)| told | via |AP|Reuters|The Oak Times|\n|’s report|é| ){0,24}") {
            let article = Article::from_text(&text);
            for credit in credits(&article) {
                prop_assert!(credit.span.end() <= text.len());
                prop_assert!(!article.at(credit.span).is_empty());
            }
        }
    }
}
