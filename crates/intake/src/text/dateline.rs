//! The place, agency and day in front of the first sentence.

use super::name;
use crate::stamp;
use regex::Regex;
use std::sync::LazyLock;
use tellings_model::{Article, Based, Basis, Block, BlockKind, Dateline};

/// A dateline, as byte ranges of the paragraph it opens.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Found {
    /// The place as printed.
    pub(crate) place: String,
    /// The agency in brackets.
    pub(crate) agency: Option<String>,
    /// The day as printed.
    pub(crate) day: Option<String>,
    /// How many bytes of the paragraph the dateline takes, its dash included.
    pub(crate) n_bytes: usize,
}

/// The forms, the surest first: with an agency in brackets, with a day, with a place alone.
static FORMS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    let city =
        r"\p{Lu}[\p{L}.'’-]*(?:[ -](?:\p{Lu}[\p{L}.'’-]*|de|del|da|do|la|el|am|an|der|sur|of|on))*";
    let place = format!(r"(?P<place>{city}(?:/{city})*(?:, {city})?)");
    let month = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?";
    let day = format!(r"(?P<day>(?:{month} \d{{1,2}}|\d{{1,2}}\.? {month})(?:,? \d{{4}})?)");
    let agency = r"[(\[](?P<agency>[^()\[\]]{2,40})[)\]]";
    let stop = r"(?P<stop>,? ?(?:—|–|--|-) ?|: )";
    [
        format!("^(?:{place},? )?(?:{day},?:? )?{agency}{stop}?"),
        format!("^{place},? {day}{stop}"),
        format!("^{place}{stop}"),
    ]
    .iter()
    .filter_map(|form| Regex::new(form).ok())
    .collect()
});

/// The dateline that a paragraph opens with.
///
/// Abstains unless one of these holds: an agency stands in brackets; the place is in
/// capitals and a dash or colon follows; the place is followed by a day and a dash.
pub(crate) fn find(paragraph: &str) -> Option<Found> {
    let found = FORMS.iter().find_map(|form| form.captures(paragraph))?;
    let text = |name: &str| found.name(name).map(|part| part.as_str().to_owned());
    let (place, day) = (text("place").unwrap_or_default(), text("day"));
    let stop = text("stop").unwrap_or_default();
    let agency = text("agency");
    let is_dash =
        stop.contains(['—', '–']) || stop.trim_end().ends_with('-') && stop.starts_with([' ', ',']);
    let mut letters = place.split(',').next().unwrap_or("").chars().filter(|c| c.is_alphabetic());
    let in_capitals = letters.clone().count() >= 3 && letters.all(char::is_uppercase);
    if let Some(agency) = &agency {
        // Brackets after a capital may hold anything; only a known agency makes a dateline, or a whole one
        // around it: place in capitals and dash, with a day, or with initials in the brackets.
        let known = agency.split(['/', ',']).any(|part| name::is_agency(part.trim()));
        let initials = (2..=6).contains(&agency.len()) && agency.chars().all(char::is_uppercase);
        let whole = in_capitals && is_dash && (day.is_some() || initials);
        if !known && !whole {
            return None;
        }
    }
    let is_one = place.split_whitespace().count() <= 6
        && (agency.is_some()
            || day.is_some() && is_dash
            || in_capitals && (is_dash || stop == ": "));
    let n_bytes = found.get(0).map_or(0, |whole| whole.end());
    // A line all in capitals is a headline: `FERRY FIRE: TWO DEAD`.
    let goes_on = paragraph
        .get(n_bytes..)
        .is_some_and(|rest| rest.trim().len() > 20 && rest.chars().any(char::is_lowercase));
    (is_one && goes_on).then_some(Found { place, agency, day, n_bytes })
}

/// The paragraph that an article opens with.
fn opening(article: &Article) -> Option<&Block> {
    article.blocks.iter().find(|block| block.kind == BlockKind::Paragraph)
}

/// The dateline that a block of an article opens with.
pub(crate) fn of(article: &Article, block: Option<&Block>) -> Option<Dateline> {
    let span = block?.span;
    let Found { place, agency, day, n_bytes } = find(article.at(span))?;
    let span = article.span(span.start(), span.start() + n_bytes);
    Some(Dateline { place, agency, day, span })
}

/// Gives an article the dateline that it opens with, and where nothing says when it came out the day that the
/// dateline names with its year.
pub(crate) fn read(article: &mut Article) {
    article.dateline = of(article, opening(article));
    let day = article.dateline.as_ref().and_then(|line| stamp::printed(line.day.as_deref()?));
    let day = day.map(|stamp| Based::new(stamp, Basis::Dateline));
    article.published = article.published.take().or(day);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(line: &str) -> String {
        let line = format!("{line}The harbour was closed on Monday after a fire.");
        find(&line).map_or("none".into(), |f| {
            let rest = line.get(f.n_bytes..).unwrap_or("");
            let whole = rest.starts_with("The harbour");
            format!(
                "{}|{}|{}|{whole}",
                f.place,
                f.agency.unwrap_or_default(),
                f.day.unwrap_or_default()
            )
        })
    }

    #[test]
    fn the_forms_of_the_agencies_are_read() {
        assert_eq!(show("PORT ELLEN (AP) — "), "PORT ELLEN|AP||true");
        assert_eq!(show("PORT ELLEN, Scotland (AP) — "), "PORT ELLEN, Scotland|AP||true");
        assert_eq!(show("PORT ELLEN, March 3 (Reuters) - "), "PORT ELLEN|Reuters|March 3|true");
        assert_eq!(show("OSLO/BERGEN, Mar 3 (Reuters) - "), "OSLO/BERGEN|Reuters|Mar 3|true");
        assert_eq!(show("Port Ellen (AFP) – "), "Port Ellen|AFP||true");
        assert_eq!(show("Hamburg (dpa) - "), "Hamburg|dpa||true");
        assert_eq!(show("NEW DELHI, 3 March 2031 (PTI): "), "NEW DELHI|PTI|3 March 2031|true");
        assert_eq!(show("March 3 (Reuters) - "), "|Reuters|March 3|true");
        assert_eq!(show("(CNN) — "), "|CNN||true");
        assert_eq!(show("PORT ELLEN (XNW) - "), "PORT ELLEN|XNW||true");
        // An agency that no table has, in a whole dateline.
        assert_eq!(show("PORT ELLEN, March 3 (Isle Wire) - "), "PORT ELLEN|Isle Wire|March 3|true");
        assert_eq!(show("PORT ELLEN (Isle Wire) - "), "none");
    }

    #[test]
    fn a_place_in_capitals_needs_a_dash_or_colon() {
        assert_eq!(show("PORT ELLEN — "), "PORT ELLEN|||true");
        assert_eq!(show("ST. PAUL, Minn. — "), "ST. PAUL, Minn.|||true");
        assert_eq!(show("NEW DELHI: "), "NEW DELHI|||true");
        assert_eq!(show("PORT ELLEN "), "none");
    }

    #[test]
    fn a_sentence_is_no_dateline() {
        assert_eq!(show("Lisa Mann (42) — "), "none");
        assert_eq!(show("The council (which met late) - "), "none");
        assert_eq!(show("Lisa — "), "none");
        assert_eq!(show("On Sunday "), "none");
    }

    proptest::proptest! {
        /// A dateline never takes more than the paragraph has, and ends between characters.
        #[test]
        fn a_dateline_lies_in_its_paragraph(text in "([A-ZÉ]{2,6}|, |May 3|\\((AP|Reuters|x)\\)| — | - |: |[a-z ]{1,9}){0,12}") {
            if let Some(found) = find(&text) {
                proptest::prop_assert!(text.is_char_boundary(found.n_bytes) && found.n_bytes < text.len());
            }
        }
    }
}
