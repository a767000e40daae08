//! What kind of input is it? Found from the bytes, never from the name.

/// How many bytes the kind is found from.
pub(crate) const SNIFF_BYTES: usize = 8192;

/// The kinds of input: documents, and containers of documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Nothing at all, or nothing but zeros.
    Empty,
    /// Plain text.
    Text,
    /// Markdown.
    Markdown,
    /// HTML.
    Html,
    /// JSON objects, one a line, one after the other, or in a list.
    Json,
    /// Web archive (ISO 28500).
    Warc,
    /// RSS, Atom, RDF feeds, and lists of feeds in OPML.
    Feed,
    /// MIME HTML (RFC 2557), as browsers save pages.
    Mhtml,
    /// ZIP archive.
    Zip,
    /// TAR archive.
    Tar,
    /// A gzipped file of any kind.
    Gzip,
    /// Something known that holds no article: its name.
    Foreign(&'static str),
}

/// Signatures of files that hold no text an article could be read from.
const FOREIGN: [(&[u8], &str); 17] = [
    (b"%PDF-", "PDF"),
    (b"\x89PNG", "PNG picture"),
    (b"\xFF\xD8\xFF", "JPEG picture"),
    (b"GIF8", "GIF picture"),
    (b"RIFF", "RIFF media"),
    (b"\xD0\xCF\x11\xE0", "old Office document"),
    (b"7z\xBC\xAF\x27\x1C", "7-Zip archive"),
    (b"Rar!", "RAR archive"),
    (b"BZh", "bzip2 archive"),
    (b"\xFD7zXZ", "xz archive"),
    (b"\x28\xB5\x2F\xFD", "zstd archive"),
    (b"SQLite format 3\0", "SQLite file"),
    (b"PAR1", "Parquet file"),
    (b"\x7FELF", "program"),
    (b"OggS", "Ogg media"),
    (b"ID3", "MP3 media"),
    (b"{\\rtf", "RTF document"),
];

/// The kind of input that begins with these bytes.
pub(crate) fn kind(head: &[u8]) -> Kind {
    let head = head.get(..SNIFF_BYTES).unwrap_or(head);
    if head.iter().all(|&byte| byte == 0) {
        return Kind::Empty;
    }
    if let Some((_, name)) = FOREIGN.iter().find(|(signature, _)| head.starts_with(signature)) {
        return Kind::Foreign(name);
    }
    match () {
        () if head.starts_with(b"\x1F\x8B\x08") => return Kind::Gzip,
        () if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") => {
            return Kind::Zip;
        }
        () if head.get(257..262) == Some(b"ustar") => return Kind::Tar,
        () => {}
    }
    let (text, _) = encoding_rs::Encoding::for_bom(head).map_or_else(
        || (String::from_utf8_lossy(head), false),
        |(encoding, n_mark)| {
            encoding.decode_without_bom_handling(head.get(n_mark..).unwrap_or(&[]))
        },
    );
    kind_of_text(text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}'))
}

fn kind_of_text(text: &str) -> Kind {
    let opens =
        |word: &str| text.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word));
    match () {
        () if text.starts_with("WARC/1.") || text.starts_with("WARC/0.") => Kind::Warc,
        () if opens_json(text) => Kind::Json,
        () if opens("<?xml")
            || opens("<rss")
            || opens("<feed")
            || opens("<rdf:rdf")
            || opens("<opml") =>
        {
            xml(text)
        }
        () if opens("<!doctype html") || opens("<html") || opens("<head") || opens("<body") => {
            Kind::Html
        }
        () if is_mime(text) => Kind::Mhtml,
        () if is_markup(text) => Kind::Html,
        () if is_markdown(text) => Kind::Markdown,
        () => Kind::Text,
    }
}

/// A brace with a quoted name after it, or a bracket with such a brace.
fn opens_json(text: &str) -> bool {
    let text = text.strip_prefix('[').map_or(text, str::trim_start);
    text.strip_prefix('{').is_some_and(|rest| rest.trim_start().starts_with(['"', '}']))
}

/// XML is told by its root element.
fn xml(text: &str) -> Kind {
    let mut rest = text;
    while let Some((_, after)) = rest.split_once('<') {
        let name: String =
            after.chars().take_while(|c| c.is_alphanumeric() || matches!(c, ':' | '-')).collect();
        match name.to_ascii_lowercase().as_str() {
            "" => rest = after,
            "rss" | "feed" | "rdf:rdf" | "opml" | "atom:feed" => return Kind::Feed,
            "html" => return Kind::Html,
            _ => {
                return if after.contains("<p") {
                    Kind::Html
                } else {
                    Kind::Foreign("XML file of unknown kind")
                };
            }
        }
        // A declaration may hold brackets and angles of its own; the root comes after them.
    }
    Kind::Foreign("XML file without an element")
}

/// Mail headers, one of them saying that the parts are MIME.
fn is_mime(text: &str) -> bool {
    let head = text.split("\n\n").next().unwrap_or(text).split("\r\n\r\n").next().unwrap_or("");
    let is_header = |line: &str| {
        line.starts_with([' ', '\t'])
            || line.split_once(':').is_some_and(|(name, _)| {
                !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            })
    };
    let lower = head.to_ascii_lowercase();
    (lower.contains("mime-version:") || lower.contains("content-type: multipart/"))
        && head.lines().take(3).all(is_header)
}

/// Three or more tags of a page in the first bytes.
fn is_markup(text: &str) -> bool {
    let tags = [
        "<p", "<div", "<a ", "<span", "<h1", "<h2", "<article", "<br", "<meta", "<script", "<img",
        "</",
    ];
    let lower = text.to_ascii_lowercase();
    text.starts_with('<') && tags.iter().filter(|tag| lower.contains(*tag)).count() >= 2
        || tags.iter().map(|tag| lower.matches(tag).count()).sum::<usize>() >= 6
}

/// Front matter, or marks that plain text does not carry at the starts of lines.
fn is_markdown(text: &str) -> bool {
    let mut lines = text.lines();
    let first = lines.next().unwrap_or("");
    let front = matches!(first.trim_end(), "---" | "+++")
        && lines.clone().next().is_some_and(|line| line.contains([':', '=']));
    let heading = |line: &str| {
        let marks = line.bytes().take_while(|&b| b == b'#').count();
        // `# # #` ends a press release and heads nothing.
        let heads = |rest: &str| rest.starts_with(' ') && rest.contains(char::is_alphanumeric);
        (1..=6).contains(&marks) && line.get(marks..).is_some_and(heads)
    };
    let linked = text.match_indices("](http").count();
    front || heading(first) || lines.filter(|line| heading(line)).count() >= 1 || linked >= 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_are_told_by_their_bytes() {
        assert_eq!(kind(b"The ferry ran aground.\n"), Kind::Text);
        assert_eq!(kind(b"# Ferry aground\n\nThe ferry\n"), Kind::Markdown);
        assert_eq!(kind(b"Ferry aground\n\nThe ferry\n\n# # #\n"), Kind::Text);
        assert_eq!(kind(b"---\ntitle: x\n---\n"), Kind::Markdown);
        assert_eq!(kind(b"  <!DOCTYPE html><html>"), Kind::Html);
        assert_eq!(kind(b"<div><p>One</p><p>Two</p></div>"), Kind::Html);
        assert_eq!(kind(b"\xFF\xFE<\0h\0t\0m\0l\0>\0"), Kind::Html);
    }

    #[test]
    fn containers_are_told_by_their_bytes() {
        assert_eq!(kind(b"WARC/1.0\r\nWARC-Type: warcinfo\r\n"), Kind::Warc);
        assert_eq!(kind(b"{\"id\": \"a\"}\n"), Kind::Json);
        assert_eq!(kind(b"[\n {\"id\": \"a\"}]"), Kind::Json);
        assert_eq!(kind(b"<?xml version=\"1.0\"?>\n<!-- x --><rss version=\"2.0\">"), Kind::Feed);
        assert_eq!(kind(b"<?xml version=\"1.0\"?><opml version=\"2.0\">"), Kind::Feed);
        assert_eq!(kind(b"From: <Saved by x>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\r\n"), Kind::Mhtml);
        assert_eq!(kind(b"PK\x03\x04rest"), Kind::Zip);
        assert_eq!(kind(b"\x1F\x8B\x08\x00"), Kind::Gzip);
    }

    #[test]
    fn what_holds_no_article_is_named() {
        assert_eq!(kind(b"%PDF-1.7"), Kind::Foreign("PDF"));
        assert_eq!(
            kind(b"<?xml version=\"1.0\"?><svg></svg>"),
            Kind::Foreign("XML file of unknown kind")
        );
        assert_eq!(kind(&[0; 100]), Kind::Empty);
    }
}
