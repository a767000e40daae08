//! Words and regions → frames: the stretches in which a saying verb can reach a quotation.
//!
//! A frame is a sentence in which every quotation counts as one unit, so that the words around
//! it can be read as if it were a noun. A quotation has frames of its own inside.

use super::lexicon::{Kinds, Lexicon};
use super::mark::Region;
use tellings_model::{Annotations, Article, Span, Upos};

/// The most units of a frame: a longer one is cut, for steps that look through it must stay short.
const LONGEST_FRAME: usize = 1024;

/// A token as quotations are read by it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Word {
    pub(crate) span: Span,
    pub(crate) kinds: Kinds,
    pub(crate) upos: Upos,
}

impl Word {
    pub(crate) fn is(self, kinds: Kinds) -> bool {
        self.kinds.any(kinds)
    }
}

/// Reads every token once.
pub(crate) fn words(article: &Article, annotations: &Annotations, lexicon: &Lexicon) -> Vec<Word> {
    let mut lower = String::new();
    let mut words: Vec<Word> = annotations
        .tokens
        .iter()
        .map(|token| {
            let text = article.at(token.span);
            lower.clear();
            lower.extend(text.chars().flat_map(char::to_lowercase));
            let mut kinds = lexicon.kinds(&lower).or(sign(text));
            if text.starts_with(char::is_uppercase) {
                kinds = kinds.or(Kinds::CAPITAL);
            }
            let upos = if lexicon.traits.modelled { token.upos } else { Upos::X };
            Word { span: token.span, kinds, upos }
        })
        .collect();
    join_compounds(&mut words);
    name_by_capital(article, annotations, &mut words);
    for time in &annotations.times {
        for word in words.get_mut(annotations.tokens_in(time.span)).unwrap_or_default() {
            word.kinds = word.kinds.or(Kinds::TIME);
        }
    }
    words
}

/// A small word in capitals inside a sentence is a name: `Will urged`, `a WHO report`.
///
/// In a run of capitals, as headlines have it, a capital says nothing.
fn name_by_capital(article: &Article, annotations: &Annotations, words: &mut [Word]) {
    let small = Kinds::FUNCTION.or(Kinds::MODAL).or(Kinds::FIRST).or(Kinds::THING);
    let upper = |word: Option<&Word>| {
        word.is_some_and(|word| is_upper(article.at(word.span)) && !word.is(Kinds::NUMBER))
    };
    let mut names: Vec<usize> = Vec::new();
    for (idx, word) in words.iter().enumerate() {
        if !word.is(Kinds::CAPITAL) || !word.is(small) {
            continue;
        }
        let next = words.get(idx + 1);
        let before = idx.checked_sub(1).and_then(|before| words.get(before));
        let abbreviated = upper(Some(word)) && !upper(next) && !upper(before);
        let modal = word.is(Kinds::MODAL)
            && !word.is(Kinds::WEEKDAY)
            && !next.is_some_and(|next| next.is(Kinds::CAPITAL.or(Kinds::SUBJECT)))
            && before.is_some_and(|before| !before.is(Kinds::STOP.or(Kinds::COLON)))
            && annotations
                .sentences
                .binary_search_by_key(&word.span.start(), |sentence| sentence.span.start())
                .is_err();
        if abbreviated || modal && !opens_words(words, idx) {
            names.push(idx);
        }
    }
    for idx in names {
        if let Some(word) = words.get_mut(idx) {
            word.kinds = word.kinds.without(small);
        }
    }
}

/// Whether a word is the first behind an opening mark, where every word may have a capital.
fn opens_words(words: &[Word], idx: usize) -> bool {
    let Some([mark, word]) = idx.checked_sub(1).and_then(|at| words.get(at..=idx)) else {
        return false;
    };
    mark.is(Kinds::MARK) && mark.span.end() == word.span.start()
}

/// Two letters or more, all of them capitals.
fn is_upper(text: &str) -> bool {
    text.chars().nth(1).is_some() && text.chars().all(char::is_uppercase)
}

/// A short dash that touches a word on both sides is the hyphen of a compound (`R-Fla.`).
fn join_compounds(words: &mut [Word]) {
    for idx in 0..words.len() {
        let Some(dash) = words.get(idx).copied().filter(|word| word.is(Kinds::HYPHEN)) else {
            continue;
        };
        let before = idx.checked_sub(1).and_then(|before| words.get(before));
        let glued = before.is_some_and(|before| before.span.end() == dash.span.start())
            && words.get(idx + 1).is_some_and(|after| after.span.start() == dash.span.end());
        for (at, word) in words.iter_mut().enumerate().skip(idx.saturating_sub(1)).take(3) {
            word.kinds = match (at == idx, glued) {
                (true, true) => Kinds::HYPHEN,
                (true, false) => Kinds::DASH,
                (false, true) => word.kinds.or(Kinds::JOINED),
                (false, false) => word.kinds,
            };
        }
    }
}

fn sign(text: &str) -> Kinds {
    let Some(first) = text.chars().next() else { return Kinds::default() };
    match first {
        ',' => Kinds::COMMA,
        ':' => Kinds::COLON,
        ';' => Kinds::SEMICOLON,
        '.' if text.len() > 1 => Kinds::DASH,
        '.' | '!' | '?' => Kinds::STOP,
        // Which of the two it is, its neighbours say.
        '-' | '‐' | '‑' | '–' if text.chars().nth(1).is_none() => {
            Kinds::DASH.or(Kinds::HYPHEN)
        }
        '—' | '–' | '―' | '…' => Kinds::DASH,
        '-' if text.chars().all(|c| c == '-') => Kinds::DASH,
        '(' | '[' | '{' => Kinds::OPEN,
        ')' | ']' | '}' => Kinds::CLOSE,
        '“' | '”' | '„' | '"' | '«' | '»' | '‘' | '‚' | '`' => Kinds::MARK,
        '’' | '\'' if text.len() <= 3 && text.chars().count() == 1 => Kinds::MARK,
        '\'' if text == "''" => Kinds::MARK,
        c if c.is_ascii_digit() => Kinds::NUMBER,
        _ => Kinds::default(),
    }
}

/// A place in a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    /// A word, as an index into the words.
    Word(usize),
    /// A quotation, as an index into the regions.
    Quote(usize),
}

/// A sentence with its quotations as units.
#[derive(Clone, Debug)]
pub(crate) struct Frame {
    pub(crate) units: Vec<Unit>,
    /// The region whose words these are; `None` for the article’s own.
    pub(crate) within: Option<usize>,
    pub(crate) paragraph: usize,
}

/// Cuts the words into frames: those of the article first, then those inside each region.
pub(crate) fn frames(
    article: &Article,
    annotations: &Annotations,
    words: &[Word],
    regions: &[Region],
) -> Vec<Frame> {
    let mut children: Vec<Vec<usize>> = vec![Vec::new(); regions.len()];
    let mut top: Vec<Vec<usize>> = vec![Vec::new(); article.blocks.len()];
    for (idx, region) in regions.iter().enumerate() {
        let list = match region.parent {
            Some(parent) => children.get_mut(parent),
            None => top.get_mut(region.paragraph),
        };
        if let Some(list) = list {
            list.push(idx);
        }
    }
    let cutter = Cutter { article, annotations, words, regions };
    let mut frames = Vec::new();
    for (paragraph, block) in article.blocks.iter().enumerate() {
        let inside = top.get(paragraph).map_or(&[][..], Vec::as_slice);
        cutter.cut(block.span, inside, None, paragraph, &mut frames);
    }
    for (idx, region) in regions.iter().enumerate() {
        let inside = children.get(idx).map_or(&[][..], Vec::as_slice);
        cutter.cut(region.inner, inside, Some(idx), region.paragraph, &mut frames);
    }
    frames
}

struct Cutter<'a> {
    article: &'a Article,
    annotations: &'a Annotations,
    words: &'a [Word],
    regions: &'a [Region],
}

impl Cutter<'_> {
    fn cut(
        &self,
        span: Span,
        inside: &[usize],
        within: Option<usize>,
        paragraph: usize,
        frames: &mut Vec<Frame>,
    ) {
        let mut units: Vec<Unit> = Vec::new();
        let mut quotes = inside.iter().copied().peekable();
        let mut flush = |units: &mut Vec<Unit>| {
            if !units.is_empty() {
                frames.push(Frame { units: std::mem::take(units), within, paragraph });
            }
        };
        let first = self.words.partition_point(|word| word.span.start() < span.start());
        let mut idx = first;
        while let Some(word) = self.words.get(idx).filter(|word| word.span.start() < span.end()) {
            if let Some(&quote) = quotes.peek()
                && let Some(region) = self.regions.get(quote)
                && region.outer.start() < word.span.end()
            {
                if units.len() >= LONGEST_FRAME || self.quote_begins_frame(region, &units) {
                    flush(&mut units);
                }
                units.push(Unit::Quote(quote));
                quotes.next();
                idx += self
                    .words
                    .get(idx..)
                    .unwrap_or(&[])
                    .partition_point(|word| word.span.start() < region.outer.end());
                continue;
            }
            if word.is(Kinds::MARK) && !word.is(Kinds::GENITIVE) {
                idx += 1;
                continue;
            }
            if units.len() >= LONGEST_FRAME || self.word_begins_frame(idx, &units) {
                flush(&mut units);
            }
            units.push(Unit::Word(idx));
            idx += 1;
        }
        for quote in quotes {
            units.push(Unit::Quote(quote));
        }
        flush(&mut units);
    }

    fn sentence_starts(&self, from: usize, to: usize) -> bool {
        let sentences = &self.annotations.sentences;
        let idx = sentences.partition_point(|sentence| sentence.span.start() < from);
        sentences.get(idx).is_some_and(|sentence| sentence.span.start() <= to)
    }

    /// A sentence begins with this quotation, and the words before it are over.
    fn quote_begins_frame(&self, region: &Region, units: &[Unit]) -> bool {
        let Some(Unit::Word(last)) = units.last() else { return false };
        let stopped = self.words.get(*last).is_some_and(|word| word.is(Kinds::STOP));
        stopped
            || self.sentence_starts(region.outer.start(), region.inner.start())
                && !self
                    .words
                    .get(*last)
                    .is_some_and(|word| word.is(Kinds::COMMA.or(Kinds::COLON).or(Kinds::CUE)))
    }

    /// Whether a saying verb follows before the sentence ends, with nothing but a name, a title and
    /// an apposition before it.
    fn cue_ahead(&self, from: usize) -> bool {
        let ahead = self.words.get(from..(from + 14).min(self.words.len())).unwrap_or(&[]);
        let mut in_apposition = false;
        for (at, word) in ahead.iter().enumerate() {
            if word.is(Kinds::SPEECH.or(Kinds::GESTURE)) && !word.is(Kinds::CAPITAL) {
                return ahead.get(at + 1).is_none_or(|next| {
                    next.is(Kinds::SIGN
                        .or(Kinds::PREPOSITION)
                        .or(Kinds::SUBORDINATOR)
                        .or(Kinds::ADVERB)
                        .or(Kinds::TIME)
                        .or(Kinds::WEEKDAY))
                        || next.upos == Upos::Adv
                });
            }
            if word.is(Kinds::COMMA) {
                in_apposition = !in_apposition;
            } else if word.is(Kinds::STOP.or(Kinds::COLON))
                || (!in_apposition && word.is(Kinds::PREPOSITION.or(Kinds::SUBORDINATOR)))
            {
                return false;
            }
        }
        false
    }

    /// `“….” Ada Cole said.`: a sentence that says nothing itself tags what stands before it.
    fn only_tags(&self, from: usize) -> bool {
        let ahead = self.words.get(from..(from + 14).min(self.words.len())).unwrap_or(&[]);
        let cue = ahead.iter().position(|word| {
            word.is(Kinds::SPEECH) && !word.is(Kinds::CAPITAL) && word.is(Kinds::INFLECTED)
        });
        let rest = cue.and_then(|cue| ahead.get(cue + 1..)).unwrap_or(&[]);
        let mut rest = rest.iter().skip_while(|word| word.is(Kinds::TIME.or(Kinds::WEEKDAY)));
        cue.is_some() && rest.next().is_none_or(|word| word.is(Kinds::STOP.or(Kinds::AS)))
    }

    fn word_begins_frame(&self, idx: usize, units: &[Unit]) -> bool {
        let Some(word) = self.words.get(idx) else { return false };
        match units.last() {
            None => false,
            Some(Unit::Word(_)) => {
                self.sentence_starts(word.span.start(), word.span.start()) && !word.is(Kinds::SIGN)
            }
            Some(&Unit::Quote(quote)) => {
                let Some(region) = self.regions.get(quote) else { return false };
                // The full stop may stand inside the marks or behind them.
                let last = self.article.at(region.inner).chars().next_back();
                if !word.is(Kinds::CAPITAL) || !last.is_some_and(|c| ".!?…".contains(c)) {
                    return false;
                }
                let name_then_cue =
                    !word.is(Kinds::FUNCTION.or(Kinds::DETERMINER)) && self.cue_ahead(idx + 1);
                !(name_then_cue && (last != Some('.') || self.only_tags(idx + 1)))
            }
        }
    }
}
