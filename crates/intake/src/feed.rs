//! RSS 2.0, RSS 1.0 and Atom feeds → one page for each item; OPML → a note on the feeds it lists.
//!
//! Specifications: RSS 2.0.11 (RSS Advisory Board), RSS 1.0 with the content and Dublin Core
//! modules, Atom (RFC 4287), OPML 2.0. Entities that a feed defines for itself are not
//! expanded, so a feed cannot grow.

use crate::charset;
use crate::read::{self, Place, Sink};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::io::{self, BufRead};
use std::ops::ControlFlow;
use tellings_model::{Media, Note, Page};

/// Gives a page for each item.
pub(crate) fn read(
    input: &mut dyn BufRead,
    place: &Place,
    sink: &mut Sink,
) -> io::Result<ControlFlow<()>> {
    let bytes = match read::whole(input, place, sink)? {
        ControlFlow::Continue(Some(bytes)) => bytes,
        ControlFlow::Continue(None) => return Ok(ControlFlow::Continue(())),
        ControlFlow::Break(()) => return Ok(ControlFlow::Break(())),
    };
    let mut notes = Vec::new();
    let page = Page { bytes, media: Media::Html, ..place.blank.clone() };
    let text = charset::characters(&page, &mut notes);
    for note in notes {
        if sink(Err(note)).is_break() {
            return Ok(ControlFlow::Break(()));
        }
    }
    Ok(items(&text, place, sink))
}

/// What is known of one item, or of the whole feed.
#[derive(Clone, Debug, Default)]
struct Item {
    title: String,
    link: String,
    guid: String,
    published: String,
    updated: String,
    authors: Vec<String>,
    outlet: String,
    summary: String,
    content: String,
    content_is_plain: bool,
    language: String,
}

/// Where the words that come next belong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
    Title,
    Link,
    Guid,
    Published,
    Updated,
    Author,
    Outlet,
    Summary,
    Content,
    Language,
}

/// The state of reading a feed.
#[derive(Default)]
struct Feed {
    channel: Item,
    item: Option<Item>,
    /// Elements that are open, by local name.
    open: Vec<String>,
    field: Option<(Field, usize)>,
    /// Depth at which XHTML content began: its tags are words.
    markup: Option<usize>,
    n_items: usize,
    n_outlines: usize,
}

/// The most elements that may be open; feeds have under ten.
const MAX_OPEN: usize = 200;

fn items(text: &str, place: &Place, sink: &mut Sink) -> ControlFlow<()> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = false;
    reader.config_mut().allow_unmatched_ends = true;
    let mut feed = Feed::default();
    loop {
        match reader.read_event() {
            Ok(Event::Start(start)) => feed.open(&start),
            Ok(Event::Empty(start)) => {
                feed.open(&start);
                feed.close(place, sink)?;
            }
            Ok(Event::End(_)) => feed.close(place, sink)?,
            Ok(Event::Text(text)) => feed.words(&text.into_inner()),
            Ok(Event::CData(text)) => feed.words(&text.into_inner()),
            Ok(Event::GeneralRef(name)) => feed.words(&entity(&name.into_inner())),
            Ok(Event::Eof) => break,
            Ok(Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_)) => {}
            Err(error) => {
                let note = place.unreadable(format!("broken XML: {error}; the rest was left out"));
                sink(Err(note.at_byte(reader.error_position())))?;
                break;
            }
        }
        if feed.open.len() > MAX_OPEN {
            let note = place.unreadable(format!(
                "more than {MAX_OPEN} elements are open; the rest was left out"
            ));
            return sink(Err(note.at_byte(reader.buffer_position())));
        }
    }
    let what = match (feed.n_outlines, feed.n_items) {
        (0, 0) => "feed without items".to_owned(),
        (0, _) => return ControlFlow::Continue(()),
        (n, _) => format!("lists {n} feeds and holds no article"),
    };
    let note = Note::remark(place.path(), what);
    sink(Err(if feed.n_outlines > 0 {
        note.with_remedy("save the feeds and read them")
    } else {
        note
    }))
}

/// The character that a reference stands for; unknown names stay as they are written.
fn entity(name: &str) -> String {
    let number = name.strip_prefix('#').and_then(|digits| match digits.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok(),
        None => digits.parse().ok(),
    });
    match (number.and_then(char::from_u32), name) {
        (Some(c), _) => c.to_string(),
        (None, "amp") => "&".into(),
        (None, "lt") => "<".into(),
        (None, "gt") => ">".into(),
        (None, "quot") => "\"".into(),
        (None, "apos") => "'".into(),
        (None, "nbsp") => "\u{A0}".into(),
        (None, name) => format!("&{name};"),
    }
}

impl Feed {
    fn open(&mut self, start: &BytesStart) {
        let full = String::from_utf8_lossy(start.name().as_ref().as_bytes()).to_ascii_lowercase();
        let local = full.rsplit(':').next().unwrap_or("").to_owned();
        let attribute = |name: &str| {
            let found = start
                .attributes()
                .with_checks(false)
                .flatten()
                .find(|a| a.key.as_ref().eq_ignore_ascii_case(name))?;
            Some(
                found
                    .normalized_value(quick_xml::XmlVersion::Implicit1_0)
                    .map_or_else(|_| found.value.to_string(), |value| value.into_owned()),
            )
        };
        if self.markup.is_some() {
            self.words(&format!("<{local}>"));
            self.open.push(local);
            return;
        }
        let depth = self.open.len();
        let parent = self.open.last().cloned().unwrap_or_default();
        match local.as_str() {
            "item" | "entry" if self.item.is_none() => self.item = Some(Item::default()),
            "outline" => self.n_outlines += usize::from(attribute("xmlurl").is_some()),
            "feed" | "rss" | "channel" if self.item.is_none() => {
                if let Some(language) = attribute("xml:lang") {
                    self.channel.language = language;
                }
            }
            _ => {}
        }
        let href = attribute("href");
        let is_alternate = attribute("rel").is_none_or(|rel| rel == "alternate");
        if local == "link"
            && is_alternate
            && let Some(href) = href
        {
            let target = self.target();
            if target.link.is_empty() {
                target.link = href;
            }
        }
        let field = match (full.as_str(), parent.as_str()) {
            ("title" | "media:title", "source") => Some(Field::Outlet),
            ("title", "item" | "entry" | "channel" | "feed") => Some(Field::Title),
            ("link", "item" | "channel" | "entry") => Some(Field::Link),
            ("guid" | "id", "item" | "entry") => Some(Field::Guid),
            ("pubdate" | "published" | "dc:date" | "issued", "item" | "entry") => {
                Some(Field::Published)
            }
            ("updated" | "modified" | "dcterms:modified", "item" | "entry") => Some(Field::Updated),
            ("name", "author") | ("author" | "dc:creator", "item" | "entry") => Some(Field::Author),
            ("source", "item") => Some(Field::Outlet),
            ("description" | "summary", "item" | "entry") => Some(Field::Summary),
            ("content:encoded" | "content" | "xhtml:body" | "body", "item" | "entry") => {
                Some(Field::Content)
            }
            ("language" | "dc:language", _) => Some(Field::Language),
            _ => None,
        };
        if field == Some(Field::Author) {
            self.target().authors.push(String::new());
        }
        if matches!(field, Some(Field::Content | Field::Summary)) {
            let kind = attribute("type");
            if kind.as_deref() == Some("xhtml") {
                self.markup = Some(depth);
            }
            if field == Some(Field::Content) {
                self.target().content_is_plain = kind.as_deref() == Some("text");
            }
        }
        if let Some(field) = field {
            self.field = Some((field, depth));
        }
        self.open.push(local);
    }

    fn close(&mut self, place: &Place, sink: &mut Sink) -> ControlFlow<()> {
        let Some(local) = self.open.pop() else { return ControlFlow::Continue(()) };
        let depth = self.open.len();
        if self.markup.is_some_and(|markup| markup < depth) {
            self.words(&format!("</{local}>"));
        } else {
            self.markup = None;
        }
        if self.field.is_some_and(|(_, at)| at >= depth) {
            self.field = None;
        }
        if matches!(local.as_str(), "item" | "entry")
            && self.markup.is_none()
            && let Some(item) = self.item.take()
        {
            self.n_items += 1;
            return sink(item.page(&self.channel, &place.inside(&self.n_items)));
        }
        ControlFlow::Continue(())
    }

    fn target(&mut self) -> &mut Item {
        match &mut self.item {
            Some(item) => item,
            None => &mut self.channel,
        }
    }

    fn words(&mut self, words: &str) {
        let Some((field, _)) = self.field else { return };
        let item = self.target();
        let slot = match field {
            Field::Title => &mut item.title,
            Field::Link => &mut item.link,
            Field::Guid => &mut item.guid,
            Field::Published => &mut item.published,
            Field::Updated => &mut item.updated,
            Field::Author => match item.authors.last_mut() {
                Some(author) => author,
                None => return,
            },
            Field::Outlet => &mut item.outlet,
            Field::Summary => &mut item.summary,
            Field::Content => &mut item.content,
            Field::Language => &mut item.language,
        };
        slot.push_str(words);
    }
}

impl Item {
    /// The page of an item; the channel says what the item does not.
    fn page(self, channel: &Self, place: &Place) -> read::Found {
        let first = |a: &str, b: &str| {
            [a, b].iter().map(|s| s.trim()).find(|s| !s.is_empty()).map(str::to_owned)
        };
        let Some(body) = first(&self.content, &self.summary) else {
            let note = Note::remark(place.path(), "feed item without text");
            return Err(note.with_remedy("save the page it links to"));
        };
        let has_tags = body.contains("</") || body.contains("<p") || body.contains("<br");
        let media = if has_tags && !self.content_is_plain { Media::Html } else { Media::Text };
        let bytes = match media {
            Media::Html => {
                format!("<html><body><article>{body}</article></body></html>").into_bytes()
            }
            Media::Text | Media::Markdown => body.into_bytes(),
        };
        let link = first(&self.link, &self.guid).filter(|link| link.contains("://"));
        Ok(Page {
            bytes,
            media,
            url: link.or_else(|| place.blank.url.clone()),
            charset: Some("utf-8".into()),
            title: first(&self.title, "").map(|title| plain(&title)),
            published: first(&self.published, &self.updated),
            outlet: first(&self.outlet, &channel.title).map(|title| plain(&title)),
            byline: self
                .authors
                .iter()
                .map(|name| name.trim().to_owned())
                .filter(|name| !name.is_empty())
                .collect(),
            language: first(&self.language, &channel.language),
            ..place.blank.clone()
        })
    }
}

/// A title on one line, without the references that feeds escape twice.
fn plain(title: &str) -> String {
    let mut out = String::with_capacity(title.len());
    let mut rest = title;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let known =
            after.split_once(';').filter(|(name, _)| name.len() <= 8 && !name.contains(' '));
        match known {
            Some((name, tail)) => {
                out.push_str(&entity(name));
                rest = tail;
            }
            None => {
                out.push('&');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use crate::{ReadConfig, pages};

    fn show(feed: &str) -> String {
        let noted = pages(feed.as_bytes().to_vec(), Some("feed"), &ReadConfig::default());
        let pages = noted.value.iter().map(|page| {
            let text = String::from_utf8_lossy(&page.bytes).into_owned();
            let parts = [&page.title, &page.url, &page.published, &page.outlet]
                .map(|part| part.clone().unwrap_or_default());
            format!("{} | {} | {text}", parts.join(" | "), page.byline.join("; "))
        });
        let notes = noted.notes.iter().map(|note| format!("note: {}", note.what));
        pages.chain(notes).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn rss_items_are_pages_and_source_names_the_outlet() {
        insta::assert_snapshot!(show(
            "<?xml version='1.0'?><rss version='2.0' xmlns:content='c' xmlns:dc='d'><channel><title>Gatherer</title>\
             <item><title>Ferry &amp;amp; storm</title><link>https://x.example/1</link><dc:creator>Ada Cole</dc:creator>\
             <pubDate>Mon, 03 Mar 2031 10:15:00 GMT</pubDate><source url='https://h.example'>Sandvik Herald</source>\
             <description>Short.</description><content:encoded><![CDATA[<p>The ferry.</p>]]></content:encoded></item>\
             <item><title>Empty</title></item></channel></rss>"
        ), @"
        Ferry & storm | https://x.example/1 | Mon, 03 Mar 2031 10:15:00 GMT | Sandvik Herald | Ada Cole | <html><body><article><p>The ferry.</p></article></body></html>
        note: feed item without text
        ");
    }

    #[test]
    fn atom_entries_are_pages() {
        insta::assert_snapshot!(show(
            "<feed xmlns='http://www.w3.org/2005/Atom'><title>Sandvik Herald</title><entry><title>Ferry</title>\
             <link rel='self' href='https://x.example/self'/><link href='https://x.example/1'/><author><name>Ada Cole</name></author>\
             <updated>2031-03-03T10:15:00Z</updated><content type='xhtml'><div>The <b>ferry</b> &amp; crew.</div></content></entry></feed>"
        ), @"Ferry | https://x.example/1 | 2031-03-03T10:15:00Z | Sandvik Herald | Ada Cole | <html><body><article><div>The <b>ferry</b> & crew.</div></article></body></html>");
    }

    #[test]
    fn rdf_items_are_pages() {
        insta::assert_snapshot!(show(
            "<rdf:RDF xmlns:rdf='r'><channel><title>Herald</title></channel><item><title>Ferry</title>\
             <link>https://x.example/1</link><description>The ferry.</description><dc:date>2031-03-03</dc:date></item></rdf:RDF>"
        ), @"Ferry | https://x.example/1 | 2031-03-03 | Herald |  | The ferry.");
    }

    #[test]
    fn entities_of_a_feed_are_not_expanded() {
        let shown = show(
            "<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;'>]><rss><channel>\
             <item><description>&b;&b;</description></item></channel></rss>",
        );
        assert!(shown.ends_with("&b;&b;"), "{shown}");
    }

    #[test]
    fn a_list_of_feeds_holds_no_article() {
        assert_eq!(
            show(
                "<opml version='2.0'><body><outline xmlUrl='https://x.example/feed'/></body></opml>"
            ),
            "note: lists 1 feeds and holds no article"
        );
    }
}
