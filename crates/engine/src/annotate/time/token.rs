//! Text → tokens with their classes: the one pass over the bytes.

use super::lexicon::{Class, Entry, Lexicon, NumberWord, Word};
use super::numeric;

/// A word, a number or a mark, with what it can be in a time expression.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token {
    /// The first byte.
    pub(crate) start: usize,
    /// The byte after the last.
    pub(crate) end: usize,
    /// The classes it can be, one bit each.
    pub(crate) mask: u64,
    /// The rule word it is; 0 for none.
    pub(crate) literal: u16,
    /// What the tables know of it.
    pub(crate) word: Option<&'static Word>,
    /// The reading of a form of several words.
    pub(crate) phrase: Option<&'static Entry>,
    /// What its digits or number words say.
    pub(crate) number: Option<Number>,
    /// Whether white space stands before it.
    pub(crate) spaced: bool,
    /// Whether it begins a line.
    pub(crate) line: Line,
    /// Whether it begins with a capital.
    pub(crate) capital: bool,
    /// What kind of token.
    pub(crate) kind: Kind,
}

/// How a token stands to the line before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Line {
    /// On the same line.
    Same,
    /// First of a line that may go on with the one before.
    Wrapped,
    /// First of a new paragraph.
    New,
}

/// The kinds of tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Letters.
    Word,
    /// Digits.
    Digits,
    /// Any other character.
    Mark,
}

/// What digits or number words say.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Number {
    /// A number.
    Value(f64),
    /// A day, month and year in digits; parts that are not given are 0.
    Date(i16, i8, i8),
    /// A clock time in digits.
    Clock(i8, i8, Option<i8>),
    /// A decade by its first year.
    Decade(i16),
}

impl Token {
    /// Whether it can be of a class.
    pub(crate) fn is(&self, class: Class) -> bool {
        self.mask & class.bit() != 0
    }

    /// Its reading as a word of a class.
    pub(crate) fn entry(&self, class: Class) -> Option<&Entry> {
        if let Some(entry) = self.phrase {
            return (entry.class == class).then_some(entry);
        }
        self.word?.entries.iter().find(|entry| entry.class == class)
    }

    /// The number it says, where it says one.
    pub(crate) fn value(&self) -> Option<f64> {
        match self.number {
            Some(Number::Value(value)) => Some(value),
            _ => None,
        }
    }
}

/// The tokens of a text.
pub(crate) fn scan(text: &str, lexicon: &'static Lexicon) -> Vec<Token> {
    join(pieces(text, lexicon), |tokens| {
        phrase(text, tokens).or_else(|| super::number::read(tokens))
    })
}

/// The tokens of a text with only its numbers joined, not the longer forms of time.
pub(crate) fn scan_numbers(text: &str, lexicon: &'static Lexicon) -> Vec<Token> {
    join(pieces(text, lexicon), super::number::read)
}

fn pieces(text: &str, lexicon: &'static Lexicon) -> Vec<Token> {
    let mut scanner = Scanner {
        text,
        lexicon,
        at: 0,
        line_start: 0,
        tokens: Vec::with_capacity(text.len() / 5 + 8),
        folded: String::new(),
    };
    scanner.run();
    scanner.tokens
}

struct Scanner<'a> {
    text: &'a str,
    lexicon: &'static Lexicon,
    at: usize,
    line_start: usize,
    tokens: Vec<Token>,
    folded: String,
}

/// A line shorter than this was not wrapped because it was full: bytes. Hand-wrapped news text
/// breaks between 60 and 80; headings are mostly shorter than 45.
const WRAPPED_LINE_BYTES: usize = 45;

impl Scanner<'_> {
    fn run(&mut self) {
        let bytes = self.text.as_bytes();
        let (mut spaced, mut line) = (true, Line::New);
        while let Some(&byte) = bytes.get(self.at) {
            let start = self.at;
            if byte == b'\n' {
                let wrapped = line == Line::Same && start - self.line_start >= WRAPPED_LINE_BYTES;
                line = if wrapped { Line::Wrapped } else { Line::New };
                self.at += 1;
                self.line_start = self.at;
                spaced = true;
            } else if byte == b' ' || byte == b'\t' || byte == b'\r' {
                self.at += 1;
                spaced = true;
            } else {
                let mut token = self.next(byte);
                token.spaced = spaced;
                token.line = line;
                (spaced, line) = (false, Line::Same);
                self.tokens.push(token);
            }
        }
    }

    fn next(&mut self, byte: u8) -> Token {
        let start = self.at;
        if byte.is_ascii_digit() {
            return self.digits();
        }
        if byte == b'.' && self.bare_fraction() {
            return self.fraction();
        }
        let length = word_length(self.text, start);
        if length > 0 {
            self.at = start + length;
            return self.word(start);
        }
        let rest = self.text.get(start..).unwrap_or("");
        let mark = rest.chars().next().unwrap_or(' ');
        self.at = start + mark.len_utf8();
        let mut token = blank(start, self.at, Kind::Mark);
        if let Some(value) = numeric::vulgar(mark) {
            token.kind = Kind::Digits;
            token.number = Some(Number::Value(value));
            token.mask = Class::Num.bit();
            return token;
        }
        match mark {
            '-' | '–' | '—' => token.mask |= Class::Hyphen.bit(),
            '.' | '!' | '?' => token.mask |= Class::Stop.bit(),
            _ => {}
        }
        if matches!(mark, '\'' | '’' | '‘') && numeric::short_year(rest, mark.len_utf8()) {
            return self.short_year(start, mark.len_utf8());
        }
        self.look_up(&mut token);
        token
    }

    fn digits(&mut self) -> Token {
        let mut found = numeric::read(self.text, self.at, self.lexicon.day_first);
        if let Some((clock, is_padded)) = numeric::dotted(self.text, self.at)
            && clock.end == found.end
            && self.is_hour(clock.end, is_padded)
        {
            found = clock;
        }
        numeric::add_vulgar(self.text, &mut found);
        let mut token = blank(self.at, found.end, Kind::Digits);
        token.number = Some(found.number);
        token.mask |= found.mask;
        self.at = found.end.max(self.at + 1);
        token
    }

    /// Whether the words around a number with a point make it an hour (`at 23.22, when`, `the 22.20 sailing`),
    /// and not a price (`closed at 12.40`) or a share.
    fn is_hour(&mut self, end: usize, is_padded: bool) -> bool {
        for token in self.tokens.iter().rev().take(PRICE_TOKENS) {
            if token.is(Class::Priced) {
                return false;
            }
            if token.is(Class::Stop) || token.line == Line::New {
                break;
            }
        }
        let last = self.tokens.last();
        let is = |class: Class| last.is_some_and(|token| token.is(class));
        let is_led = is(Class::At) || is_padded && is(Class::By);
        let is_the = is(Class::Det);
        let rest = self.text.get(end..).unwrap_or("");
        let n_spaces = rest.len() - rest.trim_start_matches([' ', '\n']).len();
        let next = end + n_spaces;
        let length = word_length(self.text, next);
        if length == 0 {
            return is_led && rest.chars().next().is_none_or(|mark| ",.;:)!?\n".contains(mark));
        }
        let word = self.find(next, next + length);
        let follows = |class: Class| word.is_some_and(|word| mask(word, true) & class.bit() != 0);
        // Words of time may follow an hour; what is counted follows a number.
        let is_told = is_led && HOUR_FOLLOWERS.into_iter().any(follows);
        n_spaces > 0 && (is_told || is_the && follows(Class::Ride))
    }

    /// Whether a point begins a number: `.5`, but not the end of a sentence or of `v.5`.
    fn bare_fraction(&self) -> bool {
        let bytes = self.text.as_bytes();
        let apart = self
            .at
            .checked_sub(1)
            .and_then(|before| bytes.get(before))
            .is_none_or(|byte| matches!(byte, b' ' | b'\n' | b'\t' | b'(' | b'$' | b'-'));
        apart && bytes.get(self.at + 1).is_some_and(u8::is_ascii_digit)
    }

    fn fraction(&mut self) -> Token {
        let start = self.at;
        self.at += 1;
        let bytes = self.text.as_bytes();
        while bytes.get(self.at).is_some_and(u8::is_ascii_digit) {
            self.at += 1;
        }
        let mut token = blank(start, self.at, Kind::Digits);
        let value = self.text.get(start..self.at).and_then(|piece| piece.parse().ok());
        token.number = Some(Number::Value(value.unwrap_or(0.0)));
        token.mask = Class::Num.bit();
        token
    }

    fn short_year(&mut self, start: usize, mark: usize) -> Token {
        let found = numeric::read(self.text, start + mark, self.lexicon.day_first);
        let mut token = blank(start, found.end, Kind::Digits);
        token.number = Some(found.number);
        token.mask |= match found.number {
            Number::Decade(_) => Class::Decade.bit(),
            Number::Value(_) | Number::Date(..) | Number::Clock(..) => Class::ShortYear.bit(),
        };
        self.at = found.end;
        token
    }

    fn word(&mut self, start: usize) -> Token {
        let mut token = blank(start, self.at, Kind::Word);
        token.capital = self
            .text
            .get(start..)
            .and_then(|rest| rest.chars().next())
            .is_some_and(char::is_uppercase);
        self.look_up(&mut token);
        let ending = self.lexicon.past_ending;
        // Words that only make an hour or a price of a number are known for nothing else.
        let is_of_hours = |word: &Word| {
            let mut entries = word.entries.iter();
            !word.entries.is_empty() && entries.all(|entry| entry.class.is_of_hours())
        };
        if token.word.is_none_or(is_of_hours) {
            token.mask |= if token.capital { 0 } else { Class::Other.bit() };
            if ends_with(self.text.get(start..self.at), ending) {
                token.mask |= Class::Past.bit();
            }
        }
        // An abbreviation takes its full stop with it.
        let dotted = self.text.as_bytes().get(self.at) == Some(&b'.');
        if dotted && let Some(word) = self.find(start, self.at + 1) {
            self.at += 1;
            token.end = self.at;
            token.word = Some(word);
            token.literal = word.literal;
            token.mask = mask(word, token.capital);
        }
        token
    }

    fn look_up(&mut self, token: &mut Token) {
        if let Some(word) = self.find(token.start, token.end) {
            token.word = Some(word);
            token.literal = word.literal;
            token.mask |= mask(word, token.capital);
            if let Some(NumberWord::Plain(value) | NumberWord::Scale(value)) = word.number {
                token.number = Some(Number::Value(value));
                token.mask |= Class::Num.bit();
                if (1.0..=31.0).contains(&value) {
                    token.mask |= Class::WordDay.bit();
                }
            }
        }
    }

    fn find(&mut self, start: usize, end: usize) -> Option<&'static Word> {
        let piece = self.text.get(start..end)?;
        if !self.lexicon.may_know(piece) {
            return None;
        }
        self.folded.clear();
        if piece.is_ascii() {
            self.folded.push_str(piece);
            self.folded.make_ascii_lowercase();
        } else {
            self.folded.extend(piece.chars().flat_map(char::to_lowercase));
        }
        if self.folded.contains('.') && self.folded.len() > 2 {
            let single = self.folded.bytes().skip(1).step_by(2).all(|byte| byte == b'.');
            if single {
                self.folded.retain(|letter| letter != '.');
            }
        }
        self.lexicon.word(&self.folded)
    }
}

fn mask(word: &Word, capital: bool) -> u64 {
    let mut mask = 0;
    for entry in &word.entries {
        if capital || !entry.capital {
            mask |= entry.class.bit();
        }
    }
    mask
}

/// So many tokens before a number, in its sentence, the word stands that makes it a price.
const PRICE_TOKENS: usize = 24;

/// What may follow an hour.
const HOUR_FOLLOWERS: [Class; 7] =
    [Class::Goes, Class::Weekday, Class::Part, Class::DayRef, Class::Zone, Class::AmPm, Class::Dir];

fn blank(start: usize, end: usize, kind: Kind) -> Token {
    Token {
        start,
        end,
        mask: 0,
        literal: 0,
        word: None,
        phrase: None,
        number: None,
        spaced: false,
        line: Line::Same,
        capital: false,
        kind,
    }
}

/// The length in bytes of the word at `start`: letters, and letters with full stops (`p.m.`).
fn word_length(text: &str, start: usize) -> usize {
    let bytes = text.as_bytes();
    let mut at = start;
    while let Some(&byte) = bytes.get(at) {
        if byte.is_ascii_alphabetic() {
            at += 1;
        } else if byte < 0x80 {
            break;
        } else {
            let letter = text.get(at..).and_then(|rest| rest.chars().next());
            match letter.filter(|letter| letter.is_alphabetic()) {
                Some(letter) => at += letter.len_utf8(),
                None => break,
            }
        }
    }
    if at != start + 1 {
        return at - start;
    }
    // Single letters with full stops between them: p.m., B.C., U.S.
    let mut end = at;
    while bytes.get(end) == Some(&b'.')
        && bytes.get(end + 1).is_some_and(u8::is_ascii_alphabetic)
        && !bytes.get(end + 2).is_some_and(u8::is_ascii_alphabetic)
    {
        end += 2;
    }
    if end > at && bytes.get(end) == Some(&b'.') {
        end += 1;
    }
    end - start
}

/// Whether a word ends so, whatever its case; no word ends in nothing.
fn ends_with(word: Option<&str>, ending: &str) -> bool {
    let tail = word.and_then(|word| word.get(word.len().checked_sub(ending.len())?..));
    !ending.is_empty() && tail.is_some_and(|tail| tail.eq_ignore_ascii_case(ending))
}

/// Joins the words of longer forms and of numbers.
fn join(mut tokens: Vec<Token>, longer: impl Fn(&[Token]) -> Option<(usize, Token)>) -> Vec<Token> {
    let (mut idx, mut kept) = (0, 0);
    while let Some(&token) = tokens.get(idx) {
        // Only a known word or a number begins something longer.
        let begins = token.word.is_some() || token.number.is_some();
        let found = if begins { longer(tokens.get(idx..).unwrap_or(&[])) } else { None };
        let (taken, token) = found.unwrap_or((1, token));
        if let Some(place) = tokens.get_mut(kept) {
            *place = token;
        }
        kept += 1;
        idx += taken;
    }
    tokens.truncate(kept);
    tokens
}

fn phrase(text: &str, tokens: &[Token]) -> Option<(usize, Token)> {
    let first = tokens.first()?;
    for (words, entry) in &first.word?.phrases {
        let Some(following) = tokens.get(1..=words.len()) else { continue };
        let same = words.iter().zip(following).all(|(word, token)| {
            token.line != Line::New
                && text.get(token.start..token.end).is_some_and(|piece| folded_eq(piece, word))
        });
        if same && (first.capital || !entry.capital) {
            let mut token = *first;
            token.end = following.last().map_or(first.end, |last| last.end);
            token.phrase = Some(entry);
            token.mask = entry.class.bit();
            token.literal = 0;
            token.number = None;
            return Some((words.len() + 1, token));
        }
    }
    None
}

fn folded_eq(piece: &str, word: &str) -> bool {
    let apostrophe = |letter: char| if letter == '’' { '\'' } else { letter };
    piece.chars().flat_map(char::to_lowercase).map(apostrophe).eq(word.chars())
}
