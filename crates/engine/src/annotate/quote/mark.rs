//! Quotation marks → regions: which words stand between which marks.
//!
//! Works paragraph by paragraph, in two passes: the first ([`super::glyph`]) reads every mark with what stands
//! left and right of it, so that apostrophes, primes and elisions fall away; the second pairs
//! the marks with a stack and repairs what writers get wrong: closers of the wrong shape,
//! forgotten closers, one mark that closes two levels. No article is ever refused; a region
//! that stays open ends with its paragraph, and goes on in the next one if that opens with a mark.

use super::glyph::{Class, Mark, Marks, Shape};
use tellings_model::{Article, Span};

/// The deepest nesting that is followed; a mark beyond it is read as plain text.
const MAX_DEPTH: usize = 8;

/// The words between two quotation marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Region {
    /// With the marks.
    pub(crate) outer: Span,
    /// Between the marks, white space trimmed.
    pub(crate) inner: Span,
    /// The region around this one, as an index into the list; it comes before.
    pub(crate) parent: Option<usize>,
    /// The region of the paragraph before that this one goes on with.
    pub(crate) continues: Option<usize>,
    /// Whether it has a mark of its own at its end.
    pub(crate) closed: bool,
    /// Which paragraph (block) it stands in.
    pub(crate) paragraph: usize,
    /// Whether its marks are single ones.
    pub(crate) single: bool,
}

/// Finds the regions between quotation marks, ordered by start, the outer before the inner.
///
/// Linear in the length of the text.
pub(crate) fn regions(article: &Article, elisions: &dyn Fn(&str) -> bool) -> Vec<Region> {
    let text = article.text();
    let reversed = text
        .chars()
        .find(|c| matches!(c, '«' | '»' | '‹' | '›'))
        .is_some_and(|c| matches!(c, '»' | '›'));
    let mut found: Vec<Region> = Vec::new();
    // The unclosed region at the end of the paragraph before, and its class.
    let mut pending: Option<(usize, Class)> = None;
    for (paragraph, block) in article.blocks.iter().enumerate() {
        let marks = Marks::read(text, block.span, reversed, elisions);
        let first = found.len();
        let opens_with = marks
            .list
            .first()
            .filter(|mark| text.get(block.span.start()..mark.at).is_some_and(is_blank))
            .map(|mark| mark.class);
        let left_open =
            Pairing::of(&marks, block.span, text).finish(article, paragraph, &mut found);
        if let (Some((open, class)), Some(opening)) = (pending, opens_with)
            && class == opening
            && let Some(region) = found.get_mut(first)
            && is_blank(text.get(block.span.start()..region.outer.start()).unwrap_or("x"))
        {
            region.continues = Some(open);
        }
        pending = left_open;
    }
    // Marks around nothing but marked words are two openings of one quotation.
    for idx in (0..found.len()).rev() {
        let Some(Region { parent: Some(parent), outer, inner, .. }) = found.get(idx).copied()
        else {
            continue;
        };
        if let Some(around) = found.get_mut(parent)
            && around.inner == outer
        {
            around.inner = inner;
        }
    }
    found
}

fn is_blank(text: &str) -> bool {
    text.chars().all(char::is_whitespace)
}

/// What is done with one mark.
enum Role {
    Open,
    /// Closes the innermost open region of its class.
    Close,
    /// Closes everything that is open down to this depth, whatever its class.
    CloseTo(usize),
    Orphan,
    Ignore,
}

struct Open {
    mark: Mark,
    region: usize,
    /// The index of the mark in its paragraph.
    idx: usize,
}

/// A region while its paragraph is being paired.
struct Draft {
    outer: (usize, usize),
    inner: (usize, usize),
    parent: Option<usize>,
    closed: bool,
    kept: bool,
    class: Class,
}

/// The stack machine over the marks of one paragraph.
struct Pairing<'a> {
    marks: &'a Marks,
    text: &'a str,
    span: Span,
    stack: Vec<Open>,
    drafts: Vec<Draft>,
}

impl<'a> Pairing<'a> {
    fn of(marks: &'a Marks, span: Span, text: &'a str) -> Self {
        let mut pairing = Self { marks, text, span, stack: Vec::new(), drafts: Vec::new() };
        for (idx, mark) in marks.list.iter().enumerate() {
            match pairing.role(idx, mark) {
                Role::Open => pairing.open(idx, mark),
                Role::Close => {
                    let depth =
                        pairing.stack.iter().rposition(|open| open.mark.class == mark.class);
                    pairing.close(depth.unwrap_or(0), mark);
                }
                Role::CloseTo(depth) => pairing.close(depth, mark),
                Role::Orphan => pairing.adopt(mark),
                Role::Ignore => {}
            }
        }
        pairing
    }

    fn role(&self, idx: usize, mark: &Mark) -> Role {
        let top_low = self
            .stack
            .last()
            .is_some_and(|open| open.mark.shape == Shape::Low && open.mark.class == mark.class);
        let same_open = self.stack.iter().any(|open| open.mark.class == mark.class);
        let opening = match mark.shape {
            Shape::Low => true,
            // „…“: after a low opener the high one closes.
            Shape::Open if top_low => false,
            Shape::Open => mark.opens || !(mark.closes && same_open),
            Shape::Close => mark.opens && !mark.closes,
            Shape::Straight if mark.opens == mark.closes => !same_open,
            Shape::Straight => mark.opens,
        };
        if opening {
            return self.opening_role(idx, mark);
        }
        if same_open {
            return self.closing_role(idx, mark);
        }
        self.foreign_closer_role(idx, mark)
    }

    /// A mark that opens, unless it is an apostrophe or its sister is still open.
    fn opening_role(&self, idx: usize, mark: &Mark) -> Role {
        let has_closer = self.marks.next_sure.get(idx).copied().flatten().is_some();
        let weak = mark.class == Class::Single && !matches!(mark.shape, Shape::Low | Shape::Open);
        let ignored = weak && !has_closer || self.stack.len() >= MAX_DEPTH;
        if ignored { Role::Ignore } else { Role::Open }
    }

    /// A closer whose class is open: it closes one level, or more where too few closers follow.
    fn closing_role(&self, idx: usize, mark: &Mark) -> Role {
        if mark.class == Class::Single && !mark.surely_closes {
            // `the workers’ union` inside single marks: a plural, if a better closer follows
            // before the next opener.
            let better = self.marks.next_sure.get(idx).copied().flatten();
            let reopened = self
                .marks
                .list
                .iter()
                .skip(idx + 1)
                .take(better.unwrap_or(idx).saturating_sub(idx + 1).min(64))
                .any(|other| other.class == Class::Single && other.opens && !other.closes);
            if better.is_some() && !reopened {
                return Role::Ignore;
            }
        }
        let levels = self.stack.iter().filter(|open| open.mark.class == mark.class).count();
        let ahead = self.marks.closers_ahead.get(idx).copied().unwrap_or(0);
        if levels > 1 && ahead == 0 {
            // The last closer before the next opener closes all sisters.
            let depth = self.stack.iter().position(|open| open.mark.class == mark.class);
            return Role::CloseTo(depth.unwrap_or(0));
        }
        Role::Close
    }

    /// A closer of a class that is not open: a slip for another class, or an orphan.
    fn foreign_closer_role(&self, idx: usize, mark: &Mark) -> Role {
        if !mark.closes {
            return Role::Ignore;
        }
        let Some(top) = self.stack.last() else {
            let orphan =
                mark.class == Class::Double && mark.shape == Shape::Close && self.drafts.is_empty();
            return if orphan { Role::Orphan } else { Role::Ignore };
        };
        match (mark.class, top.mark.class) {
            // ‘… ‘…” : the double mark stands for two single ones, or for one.
            (Class::Double, Class::Single) => Role::CloseTo(self.stack.len().saturating_sub(2)),
            // “…’ : only where no better closer comes before the next opener.
            (Class::Single, Class::Double) if mark.surely_closes && mark.shape == Shape::Close => {
                let next =
                    self.marks.list.iter().skip(idx + 1).take(64).find(|other| {
                        other.class == Class::Double && (other.opens != other.closes)
                    });
                let sole = next.is_none_or(|other| other.opens);
                if sole && top.mark.shape == Shape::Open && idx > top.idx {
                    Role::CloseTo(self.stack.len() - 1)
                } else {
                    Role::Ignore
                }
            }
            _ => Role::Ignore,
        }
    }

    fn open(&mut self, idx: usize, mark: &Mark) {
        // A sister is still open. In the middle of a sentence this one stands inside it; at the
        // start of a new sentence the sister’s closer was forgotten, unless enough closers follow.
        let ahead = self.marks.closers_ahead.get(idx).copied().unwrap_or(0);
        let fused = self.marks.list.get(idx + 1).is_some_and(|next| {
            mark.class == Class::Single && next.class == Class::Double && next.closes && !next.opens
        });
        if let Some(depth) = self.stack.iter().position(|open| open.mark.class == mark.class)
            && mark.after_stop
            && ahead < 2
            && !fused
        {
            let end = self.text.get(..mark.at).map_or(mark.at, |before| before.trim_end().len());
            self.close_at(depth, (end, end));
        }
        let parent = self.stack.last().map(|open| open.region);
        let start = mark.at + mark.len;
        self.stack.push(Open { mark: *mark, region: self.drafts.len(), idx });
        self.drafts.push(Draft {
            outer: (mark.at, start),
            inner: (start, start),
            parent,
            closed: false,
            kept: true,
            class: mark.class,
        });
    }

    /// Closes every open region from `depth` up.
    fn close(&mut self, depth: usize, mark: &Mark) {
        self.close_at(depth, (mark.at, mark.at + mark.len));
        if let Some(draft) = self.drafts.last_mut()
            && draft.outer.1 < draft.outer.0
        {
            draft.kept = false;
        }
    }

    /// Ends the regions from `depth` up at the mark `ends.0..ends.1`; only the lowest owns it.
    fn close_at(&mut self, depth: usize, ends: (usize, usize)) {
        for (above, open) in self.stack.drain(depth.min(self.stack.len())..).enumerate() {
            if let Some(draft) = self.drafts.get_mut(open.region) {
                draft.inner.1 = ends.0;
                draft.outer.1 = if above == 0 { ends.1 } else { ends.0 };
                draft.closed = above == 0 && ends.0 < ends.1;
                // A single mark that found no sister was an apostrophe, unless it stands where
                // speech begins.
                draft.kept = draft.closed
                    || draft.class != Class::Single
                    || begins_speech(self.text, &open.mark);
            }
        }
    }

    /// A closer without an opener: the paragraph up to it was said, where it begins like speech.
    fn adopt(&mut self, mark: &Mark) {
        let start = self.span.start();
        let words = self.text.get(start..mark.at).unwrap_or("");
        let begins = words.chars().next().is_some_and(char::is_uppercase);
        let ends = words.chars().next_back().is_some_and(|c| ",.?!…".contains(c));
        if begins && ends && words.split_whitespace().count() >= 4 {
            self.drafts.push(Draft {
                outer: (start, mark.at + mark.len),
                inner: (start, mark.at),
                parent: None,
                closed: true,
                kept: true,
                class: mark.class,
            });
        }
    }

    /// Ends the paragraph: appends its regions and gives the one that is still open.
    fn finish(
        mut self,
        article: &Article,
        paragraph: usize,
        found: &mut Vec<Region>,
    ) -> Option<(usize, Class)> {
        let still_open = self.stack.first().map(|open| (open.region, open.mark.class));
        self.close_at(0, (self.span.end(), self.span.end()));
        // Where each draft ends up in `found`; a dropped one hands its children to its parent.
        let mut place: Vec<Option<usize>> = Vec::with_capacity(self.drafts.len());
        for draft in &self.drafts {
            let parent = draft.parent.and_then(|parent| place.get(parent).copied().flatten());
            let inner = trimmed(article, draft.inner.0, draft.inner.1);
            if !draft.kept || inner.is_empty() {
                place.push(parent);
                continue;
            }
            place.push(Some(found.len()));
            found.push(Region {
                outer: article.span(draft.outer.0, draft.outer.1),
                inner,
                parent,
                continues: None,
                closed: draft.closed,
                paragraph,
                single: draft.class == Class::Single,
            });
        }
        still_open.and_then(|(region, class)| {
            let idx = place.get(region).copied().flatten()?;
            Some((idx, class))
        })
    }
}

/// Whether a mark stands where speech begins: at the start, or after a comma or a colon.
fn begins_speech(text: &str, mark: &Mark) -> bool {
    if mark.shape != Shape::Open && mark.shape != Shape::Low {
        return false;
    }
    let before = text.get(..mark.at).unwrap_or("");
    before.ends_with('\n')
        || before.is_empty()
        || before.trim_end().ends_with([',', ':', '“', '‘', '"'])
}

/// The span with white space taken off both ends.
fn trimmed(article: &Article, start: usize, end: usize) -> Span {
    let text = article.text();
    let words = text.get(start..end.max(start)).unwrap_or("");
    let lead = words.len() - words.trim_start().len();
    article.span(start + lead, start + lead + words.trim().len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(text: &str) -> String {
        let article = Article::from_text(text);
        let found = regions(&article, &|word| matches!(word, "em" | "tis" | "cause"));
        found
            .iter()
            .map(|region| {
                let depth = std::iter::successors(region.parent, |&p| found[p].parent).count();
                format!(
                    "{}{}{}",
                    ">".repeat(depth),
                    if region.continues.is_some() { "+" } else { "" },
                    article.at(region.inner)
                )
            })
            .collect::<Vec<_>>()
            .join(" | ")
    }

    #[test]
    fn every_style_of_marks() {
        for text in [
            "He said “the ferry is late” today.",
            "He said \"the ferry is late\" today.",
            "He said ‘the ferry is late’ today.",
            "He said 'the ferry is late' today.",
            "He said „the ferry is late“ today.",
            "He said «the ferry is late» today.",
            "He said « the ferry is late » today.",
            "He said »the ferry is late« today.",
            "He said ``the ferry is late'' today.",
            "He said ”the ferry is late” today.",
            "He said „the ferry is late” today.",
            "He said ‚the ferry is late‘ today.",
            "He said “the ferry is late“ today.",
            "He said “the ferry is late’ today.",
            "He said ‘the ferry is late” today.",
        ] {
            assert_eq!(show(text), "the ferry is late", "{text}");
        }
    }

    #[test]
    fn apostrophes_are_no_marks() {
        for text in [
            "The workers’ union and Ada’s ferry don’t meet ’til the ’90s end.",
            "The workers' union and Ada's ferry don't meet 'em in the '90s.",
            "A 12\" board and a 5'10\" sailor.",
        ] {
            assert_eq!(show(text), "", "{text}");
        }
        assert_eq!(
            show("‘The workers’ union is right,’ she said."),
            "The workers’ union is right,"
        );
    }

    #[test]
    fn quotes_inside_quotes() {
        assert_eq!(
            show("“He asked, ‘Is it safe?’ and left,” she said. “Yes.”"),
            "He asked, ‘Is it safe?’ and left, | >Is it safe? | Yes."
        );
        assert_eq!(show("\"He said 'no' to me,\" she said."), "He said 'no' to me, | >no");
    }

    #[test]
    fn one_double_mark_closes_two_single_ones() {
        assert_eq!(
            show(
                "‘One night, (Ben) asked, ‘Who rows? I can row,” Ada recalled. ‘And I said: no,’ she added."
            ),
            "One night, (Ben) asked, ‘Who rows? I can row, | >Who rows? I can row, | And I said: no,"
        );
    }

    #[test]
    fn a_forgotten_closer_ends_before_the_next_opener() {
        assert_eq!(show("“I am late. “So is she,” he said."), "I am late. | So is she,");
    }

    #[test]
    fn a_quotation_goes_on_in_the_next_paragraph() {
        assert_eq!(
            show("“It was dark.\n“It was cold,” he said.\nIt rained."),
            "It was dark. | +It was cold,"
        );
    }

    #[test]
    fn a_closer_alone_takes_the_paragraph_before_it() {
        assert_eq!(
            show("We will not sell the mill,” said Ada Cole."),
            "We will not sell the mill,"
        );
    }

    proptest::proptest! {
        /// Regions lie in the text in order; each nests in its parent or is disjoint from it.
        #[test]
        fn regions_nest_or_are_disjoint(
            text in "(“|”|‘|’|\"|'|«|»|„|‚|``|''| |\n|[a-zé]{1,3}s?|[.,:?]){0,60}"
        ) {
            let article = Article::from_text(&text);
            let found = regions(&article, &|_| false);
            for (idx, a) in found.iter().enumerate() {
                proptest::prop_assert!(a.outer.contains(a.inner));
                if let Some(parent) = a.parent {
                    proptest::prop_assert!(parent < idx && found[parent].inner.contains(a.inner));
                }
                for b in &found[idx + 1..] {
                    proptest::prop_assert!(a.outer.start() <= b.outer.start());
                    let nested = a.outer.contains(b.outer);
                    proptest::prop_assert!(nested || !a.outer.overlaps(b.outer), "{a:?} {b:?}");
                }
            }
        }
    }
}
