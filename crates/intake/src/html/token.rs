//! HTML text → tokens (WHATWG HTML §13.2.5), cut in slices where html5ever's own tokenizer
//! goes character by character. Its tree builder takes them as it takes its own.
//!
//! Parse errors are not told, and only the attributes that somebody reads are kept. The tests
//! hold the trees of both tokenizers against each other.

use super::dom::Attr;
use super::reference::resolved;
use html5ever::interface::Attribute;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{Doctype, Tag, TagKind, Token, TokenSink, TokenSinkResult};
use html5ever::{LocalName, QualName, local_name, ns};
use memchr::{memchr, memchr2, memmem};
use rustc_hash::FxHashMap;
use std::borrow::Cow;

/// Gives the tokens of a page to a sink, up to and with the end of the file.
pub(super) fn feed<S: TokenSink>(html: &str, sink: &S) {
    let html = html.strip_prefix('\u{feff}').unwrap_or(html);
    let html = match memchr(b'\r', html.as_bytes()) {
        Some(_) => Cow::Owned(html.replace("\r\n", "\n").replace('\r', "\n")),
        None => Cow::Borrowed(html),
    };
    let mut tokenizer = Tokenizer {
        html: &html,
        whole: StrTendril::from_slice(&html),
        at: 0,
        sink,
        state: State::Data,
        last_start: local_name!(""),
        names: FxHashMap::default(),
    };
    tokenizer.run();
    let _ = sink.process_token(Token::EOFToken, 0);
    sink.end();
}

/// What the text ahead is.
#[derive(Clone, Copy)]
enum State {
    Data,
    /// Text with character references, up to the end tag: `<title>`.
    Rcdata,
    /// Text up to the end tag: `<style>`.
    Rawtext,
    Script,
    Plaintext,
}

struct Tokenizer<'a, S> {
    html: &'a str,
    /// The same text; slices of it share its memory.
    whole: StrTendril,
    at: usize,
    sink: &'a S,
    state: State,
    last_start: LocalName,
    /// Tag names as written.
    names: FxHashMap<&'a str, LocalName>,
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b'\t' | b'\n' | b'\x0c' | b' ')
}

/// Whether a byte ends the name of a tag.
fn ends_name(byte: u8) -> bool {
    is_space(byte) || matches!(byte, b'/' | b'>')
}

impl<'a, S: TokenSink> Tokenizer<'a, S> {
    fn run(&mut self) {
        while self.at < self.html.len() {
            match self.state {
                State::Data => self.data(),
                State::Rcdata => self.raw(self.end_of_raw(), true),
                State::Rawtext => self.raw(self.end_of_raw(), false),
                State::Script => self.raw(self.end_of_script(), false),
                State::Plaintext => self.raw(self.html.len(), false),
            }
        }
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.html.as_bytes().get(at).copied()
    }

    fn slice(&self, start: usize, end: usize) -> &'a str {
        self.html.get(start..end).unwrap_or("")
    }

    fn rest(&self, at: usize) -> &'a str {
        self.html.get(at..).unwrap_or("")
    }

    /// The first place from `at` on whose byte fits; the end of the page where none does.
    fn find(&self, at: usize, fits: impl Fn(u8) -> bool) -> usize {
        let bytes = self.html.as_bytes().get(at..).unwrap_or(&[]);
        at + bytes.iter().position(|&byte| fits(byte)).unwrap_or(bytes.len())
    }

    /// Whether the text at a place begins with these bytes, in upper or lower case.
    fn opens(&self, at: usize, word: &str) -> bool {
        let head = self.html.as_bytes().get(at..at + word.len());
        head.is_some_and(|head| head.eq_ignore_ascii_case(word.as_bytes()))
    }

    /// Whether a tag of this name stands at a place, behind its `<` or `</`.
    fn names_tag(&self, at: usize, name: &str) -> bool {
        self.opens(at, name) && self.byte(at + name.len()).is_some_and(ends_name)
    }

    /// Hands on a token that leaves the state as it is.
    fn token(&self, token: Token) {
        let _ = self.sink.process_token(token, 0);
    }

    /// Text and the next tag, comment or declaration.
    fn data(&mut self) {
        let start = self.at;
        let mut from = start;
        while let Some(at) = memchr(b'<', self.rest(from).as_bytes()).map(|at| from + at) {
            match (self.byte(at + 1), self.byte(at + 2)) {
                (Some(letter), _) if letter.is_ascii_alphabetic() => {
                    self.text(start, at);
                    return self.tag(at + 1, TagKind::StartTag);
                }
                (Some(b'/'), Some(letter)) if letter.is_ascii_alphabetic() => {
                    self.text(start, at);
                    return self.tag(at + 2, TagKind::EndTag);
                }
                (Some(b'/'), Some(b'>')) => {
                    self.text(start, at);
                    self.at = at + 3;
                    return;
                }
                (Some(b'/'), Some(_)) => {
                    self.text(start, at);
                    return self.bogus_comment(at + 2);
                }
                (Some(b'!'), _) => {
                    self.text(start, at);
                    return self.declaration(at + 2);
                }
                (Some(b'?'), _) => {
                    self.text(start, at);
                    return self.bogus_comment(at + 1);
                }
                _ => from = at + 1,
            }
        }
        self.text(start, self.html.len());
        self.at = self.html.len();
    }

    /// Hands on text whose references are resolved and whose zero bytes stand alone.
    fn text(&self, start: usize, end: usize) {
        if memchr2(b'&', b'\0', self.slice(start, end).as_bytes()).is_none() {
            return self.piece(start, end);
        }
        let mut at = start;
        for piece in self.slice(start, end).split('\0') {
            if at > start {
                self.token(Token::NullCharacterToken);
            }
            match resolved(piece, false) {
                Cow::Borrowed(_) => self.piece(at, at + piece.len()),
                Cow::Owned(text) => self.token(Token::CharacterTokens(text.as_str().into())),
            }
            at += piece.len() + 1;
        }
    }

    /// Hands on text as it stands.
    fn piece(&self, start: usize, end: usize) {
        let (offset, length) = (start as u32, (end - start) as u32);
        if length > 0
            && let Ok(piece) = self.whole.try_subtendril(offset, length)
        {
            self.token(Token::CharacterTokens(piece));
        }
    }

    /// Text that holds no markup, and the end tag behind it.
    fn raw(&mut self, end: usize, with_references: bool) {
        let text = self.slice(self.at, end);
        if memchr2(b'&', b'\0', text.as_bytes()).is_some() {
            let text = if with_references { resolved(text, false) } else { text.into() };
            let text = text.replace('\0', "\u{fffd}");
            self.token(Token::CharacterTokens(text.as_str().into()));
        } else {
            self.piece(self.at, end);
        }
        self.at = end;
        if end < self.html.len() {
            self.tag(end + 2, TagKind::EndTag);
        }
    }

    /// Where the end tag of the open element begins.
    fn end_of_raw(&self) -> usize {
        let hits = memmem::find_iter(self.rest(self.at).as_bytes(), "</");
        hits.map(|hit| self.at + hit)
            .find(|&at| self.names_tag(at + 2, &self.last_start))
            .unwrap_or(self.html.len())
    }

    /// Where the end tag of a script begins. Inside `<!--`, a script in the script hides one.
    fn end_of_script(&self) -> usize {
        let (mut at, mut in_comment, mut in_inner) = (self.at, false, false);
        loop {
            let rest = self.rest(at).as_bytes();
            let hit = if in_comment { memchr2(b'<', b'-', rest) } else { memchr(b'<', rest) };
            let Some(hit) = hit else { return self.html.len() };
            at += hit;
            if self.byte(at) == Some(b'-') {
                if self.opens(at, "-->") {
                    (in_comment, in_inner) = (false, false);
                    at += 2;
                }
            } else if self.opens(at, "</") && self.names_tag(at + 2, "script") {
                if !in_inner {
                    return at;
                }
                in_inner = false;
            } else if in_comment {
                in_inner |= self.names_tag(at + 1, "script");
            } else if self.opens(at, "<!--") {
                in_comment = true;
                at += 1;
            }
            at += 1;
        }
    }

    /// A tag whose name begins at `at`; one that the page breaks off is lost.
    fn tag(&mut self, at: usize, kind: TagKind) {
        self.state = State::Data;
        let end = self.find(at, ends_name);
        let raw = self.slice(at, end);
        self.at = end;
        let mut attrs = Vec::new();
        let Some(self_closing) = self.attributes(kind == TagKind::StartTag, &mut attrs) else {
            self.at = self.html.len();
            return;
        };
        let name = self.local_name(raw);
        if kind == TagKind::StartTag {
            self.last_start = name.clone();
        }
        let tag = Tag { kind, name, self_closing, attrs, had_duplicate_attributes: false };
        self.state = match self.sink.process_token(Token::TagToken(tag), 0) {
            TokenSinkResult::RawData(RawKind::Rcdata) => State::Rcdata,
            TokenSinkResult::RawData(RawKind::Rawtext) => State::Rawtext,
            TokenSinkResult::RawData(RawKind::ScriptData | RawKind::ScriptDataEscaped(_)) => {
                State::Script
            }
            TokenSinkResult::Plaintext => State::Plaintext,
            TokenSinkResult::Continue
            | TokenSinkResult::Script(_)
            | TokenSinkResult::EncodingIndicator(_) => State::Data,
        };
    }

    fn local_name(&mut self, raw: &'a str) -> LocalName {
        let read = || LocalName::from(raw.to_ascii_lowercase().replace('\0', "\u{fffd}"));
        self.names.entry(raw).or_insert_with(read).clone()
    }

    /// The attributes of a tag, up to its `>`: whether it closes itself. `None` at the end of
    /// the page.
    fn attributes(&mut self, are_kept: bool, attrs: &mut Vec<Attribute>) -> Option<bool> {
        loop {
            let start = self.find(self.at, |byte| !is_space(byte));
            match self.byte(start)? {
                b'>' => {
                    self.at = start + 1;
                    return Some(false);
                }
                b'/' if self.byte(start + 1) == Some(b'>') => {
                    self.at = start + 2;
                    return Some(true);
                }
                b'/' => {
                    self.at = start + 1;
                    continue;
                }
                _ => {}
            }
            // A name may begin with `=`.
            let end = self.find(start + 1, |byte| ends_name(byte) || byte == b'=');
            let name = self.slice(start, end);
            self.at = self.find(end, |byte| !is_space(byte));
            let value = if self.byte(self.at)? == b'=' { self.value()? } else { "" };
            let Some(attr) = Attr::of(name).filter(|_| are_kept) else { continue };
            let name = QualName::new(None, ns!(), attr.local_name());
            if attrs.iter().all(|attr| attr.name != name) {
                let value = resolved(value, true);
                let value = match memchr(b'\0', value.as_bytes()) {
                    Some(_) => StrTendril::from(value.replace('\0', "\u{fffd}")),
                    None => StrTendril::from_slice(&value),
                };
                attrs.push(Attribute { name, value });
            }
        }
    }

    /// The value behind a `=`, as written.
    fn value(&mut self) -> Option<&'a str> {
        let start = self.find(self.at + 1, |byte| !is_space(byte));
        let quote = self.byte(start)?;
        if quote == b'"' || quote == b'\'' {
            let end = start + 1 + memchr(quote, self.rest(start + 1).as_bytes())?;
            self.at = end + 1;
            return Some(self.slice(start + 1, end));
        }
        self.at = self.find(start, |byte| is_space(byte) || byte == b'>');
        Some(self.slice(start, self.at))
    }

    /// What stands behind `<!`.
    fn declaration(&mut self, at: usize) {
        if self.opens(at, "--") {
            return self.comment(at + 2);
        }
        if self.opens(at, "doctype") {
            return self.doctype(at + 7);
        }
        if self.rest(at).starts_with("[CDATA[")
            && self.sink.adjusted_current_node_present_but_not_in_html_namespace()
        {
            return self.cdata(at + 7);
        }
        self.bogus_comment(at);
    }

    fn comment(&mut self, start: usize) {
        let ends = |at: usize| {
            let body = self.slice(start, at);
            body.is_empty() || body == "-" || body.ends_with("--") || body.ends_with("--!")
        };
        let mut at = start;
        while let Some(hit) = memchr(b'>', self.rest(at).as_bytes()) {
            at += hit + 1;
            if ends(at - 1) {
                self.at = at;
                return self.token(Token::CommentToken(StrTendril::new()));
            }
        }
        self.at = self.html.len();
        self.token(Token::CommentToken(StrTendril::new()));
    }

    fn bogus_comment(&mut self, at: usize) {
        self.at = (self.find(at, |byte| byte == b'>') + 1).min(self.html.len());
        self.token(Token::CommentToken(StrTendril::new()));
    }

    fn cdata(&mut self, start: usize) {
        let hit = memmem::find(self.rest(start).as_bytes(), b"]]>");
        let end = hit.map_or(self.html.len(), |hit| start + hit);
        let mut at = start;
        for piece in self.slice(start, end).split('\0') {
            if at > start {
                self.token(Token::NullCharacterToken);
            }
            self.piece(at, at + piece.len());
            at += piece.len() + 1;
        }
        self.at = (end + 3).min(self.html.len());
    }

    fn doctype(&mut self, start: usize) {
        let end = self.find(start, |byte| byte == b'>');
        let doctype = doctype(self.slice(start, end), end == self.html.len());
        self.at = (end + 1).min(self.html.len());
        self.token(Token::DoctypeToken(doctype));
    }
}

/// Reads what stands between `<!DOCTYPE` and its `>`.
fn doctype(text: &str, is_broken_off: bool) -> Doctype {
    let text = text.trim_start_matches([' ', '\t', '\n', '\x0c']);
    let n_name = text.bytes().position(is_space).unwrap_or(text.len());
    let (name, rest) = text.split_at_checked(n_name).unwrap_or((text, ""));
    let rest = rest.trim_start_matches([' ', '\t', '\n', '\x0c']);
    let mut doctype = Doctype {
        name: (!name.is_empty())
            .then(|| StrTendril::from(name.to_ascii_lowercase().replace('\0', "\u{fffd}"))),
        force_quirks: name.is_empty() || is_broken_off,
        ..Doctype::default()
    };
    let (keyword, ids) = rest.split_at_checked(6).unwrap_or((rest, ""));
    if keyword.eq_ignore_ascii_case("public") {
        match quoted(ids) {
            Some((id, rest)) => {
                doctype.public_id = Some(id.into());
                doctype.system_id = quoted(rest).map(|(id, _)| id.into());
                let rest = rest.trim_start_matches([' ', '\t', '\n', '\x0c']);
                doctype.force_quirks |= doctype.system_id.is_none() && !rest.is_empty();
            }
            None => doctype.force_quirks = true,
        }
    } else if keyword.eq_ignore_ascii_case("system") {
        doctype.system_id = quoted(ids).map(|(id, _)| id.into());
        doctype.force_quirks |= doctype.system_id.is_none();
    } else {
        doctype.force_quirks |= !rest.is_empty();
    }
    doctype
}

/// A text in quotation marks, and what stands behind it.
fn quoted(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_start_matches([' ', '\t', '\n', '\x0c']);
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    text.get(1..)?.split_once(quote)
}

#[cfg(test)]
mod tests {
    use crate::html::dom::{Dom, Kind};
    use crate::html::sink::{parse, parse_by_characters};
    use std::fmt::Write as _;

    /// A tree, one node a line.
    fn show(dom: &Dom) -> String {
        let mut out = String::new();
        for (id, node) in dom.nodes.iter().enumerate() {
            let _ = write!(out, "{id} {} {} {} ", node.parent, node.first, node.next);
            let _ = match dom.kind(id as u32) {
                Some(Kind::Text(text)) => writeln!(out, "{text:?}"),
                Some(Kind::Element(element)) => {
                    let attrs: Vec<_> = element.attrs().collect();
                    writeln!(out, "{} {} {attrs:?}", element.tag(), element.is_html())
                }
                Some(Kind::Root) | None => writeln!(out),
            };
        }
        out
    }

    fn assert_same(html: &str) {
        assert_eq!(show(&parse(html)), show(&parse_by_characters(html)), "{html:?}");
    }

    #[test]
    fn the_trees_of_both_tokenizers_are_the_same() {
        for html in [
            "<!DOCTYPE html><p class=a id='b' HREF=c&amp;d=1&copy=2 data-x>one<br/>two</P >three",
            "<!doctype html public \"-//W3C//DTD HTML 4.01//EN\" 'x'><p><table><tr><td>x",
            "<!-- a > b --!><!--> c <!---> d <!-- e --><! f ><?g?></h ></>1 < 2 <3",
            "<script>if (a<b) '<!--<script></script>' --></script><p>behind",
            "<script><!-- <script> --> </script><p>x<style><p></styles></style>y",
            "<title>a &lt; <b></title><textarea>\n\nb</textarea><pre>\r\nc</pre><xmp><p></xmp>",
            "<svg><title><![CDATA[ a ]] > b ]]></title><p>out</svg><plaintext></p>&amp;",
            "a\0b<p\0q title=\"\0\">&#0;&#x80;&notin;&noti &amp",
            "<p title='never closed",
            "<p title=a/b =c class=one class=two/><a href=>x</a class=d",
        ] {
            assert_same(html);
            // Every place where a page may break off.
            for (end, _) in html.char_indices() {
                assert_same(html.get(..end).unwrap_or(""));
            }
        }
    }

    proptest::proptest! {
        /// Whatever the page, both tokenizers give the same tree.
        #[test]
        fn any_page_gives_the_same_tree(html in "(</?(p|b|table|td|svg|math|title|select|template|script|style|textarea|pre|a|font)[ \n/]?( ?(class|ID|href|x)( ?= ?(\"[a&;<> ]{0,3}\"|'[a=]{0,2}'|[a/&=]{0,3}))?)?/?>|<!--|-->|--!>|<!\\[CDATA\\[|\\]\\]>|&(amp|not|notit|copy|#1?4?7|#x9?a);?|<!doctype( [a-z\"' ]{0,12})?>|[ab<>/=\"'!?&;é \n\r\u{0}\\-]){0,14}") {
            assert_same(&html);
        }
    }
}
