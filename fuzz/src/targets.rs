//! What must hold for any bytes, one function for each parser.
//!
//! The functions panic where a promise is broken. They are run by `cargo fuzz` and, on a
//! stable compiler, by `cargo xtask fuzz`.

use std::io::Read;
use std::ops::ControlFlow;
use tellings_intake::{ExtractConfig, ReadConfig, articles, pages, read};
use tellings_language::{Memory, Model, analyse, framed};
use tellings_model::{Annotations, Article, Media, Note, Page};

/// A limit under which small inputs reach the paths of large ones.
fn config() -> ReadConfig {
    ReadConfig { max_page_bytes: 1 << 14, ..ReadConfig::default() }
}

/// A stream that gives a few bytes at a time.
struct Trickle<'a>(&'a [u8], usize);

impl Read for Trickle<'_> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        self.1 = self.1 % 7 + 1;
        let n = self.1.min(self.0.len()).min(out.len());
        let (head, rest) = self.0.split_at(n);
        out[..n].copy_from_slice(head);
        self.0 = rest;
        Ok(n)
    }
}

/// What lies in an input, the same whether it comes at once or in drops.
fn found(bytes: &[u8]) -> (Vec<Page>, Vec<Note>) {
    let (mut pages, mut notes) = (Vec::new(), Vec::new());
    read(bytes, Some("in"), &config(), |found| {
        match found {
            Ok(page) => pages.push(page),
            Err(note) => notes.push(note),
        }
        ControlFlow::Continue(())
    });
    let mut n_pages = 0;
    read(Trickle(bytes, 0), Some("in"), &config(), |found| {
        if let Ok(page) = found {
            assert_eq!(Some(&page), pages.get(n_pages), "a stream gives another page");
            n_pages += 1;
        }
        ControlFlow::Continue(())
    });
    assert_eq!(n_pages, pages.len(), "a stream gives fewer pages");
    assert!(!pages.is_empty() || !notes.is_empty() || bytes.len() > 4, "nothing is said");
    (pages, notes)
}

/// The articles of pages, with what must hold for each.
fn extracted(pages: &[Page]) -> Vec<Article> {
    let found = articles(pages, &ExtractConfig::default()).value;
    assert!(found.len() <= pages.len(), "more articles than pages");
    for article in &found {
        let mut last = 0;
        for block in &article.blocks {
            assert!(last <= block.span.start(), "blocks overlap or are out of order");
            assert!(block.span.end() <= article.text().len(), "a block ends past the text");
            last = block.span.end();
        }
        if let Some(dateline) = &article.dateline {
            assert!(article.text().get(dateline.span.range()).is_some(), "dateline outside");
        }
    }
    found
}

fn all(bytes: &[u8]) {
    extracted(&found(bytes).0);
}

/// Any archive.
pub(crate) fn archive(bytes: &[u8]) {
    all(bytes);
}

/// Any feed.
pub(crate) fn feed(bytes: &[u8]) {
    all(bytes);
    all(&[b"<rss><channel><item>", bytes].concat());
}

/// Any saved page in MIME parts.
pub(crate) fn mhtml(bytes: &[u8]) {
    all(bytes);
    all(&[b"MIME-Version: 1.0\r\n", bytes].concat());
}

/// Any web archive.
pub(crate) fn warc(bytes: &[u8]) {
    all(bytes);
    all(&[b"WARC/1.1\r\n", bytes].concat());
}

/// Any records. The text of a record comes out as it went in.
pub(crate) fn jsonl(bytes: &[u8]) {
    let (pages, _) = found(bytes);
    for article in extracted(&pages) {
        let page = pages.iter().find(|page| page.path == article.path);
        let verbatim = page.filter(|page| page.verbatim && page.media == Media::Text);
        if let Some(page) = verbatim.filter(|page| std::str::from_utf8(&page.bytes).is_ok()) {
            assert_eq!(article.text().as_bytes(), page.bytes, "verbatim text has changed");
        }
    }
}

/// Any page.
pub(crate) fn html(bytes: &[u8]) {
    let page = Page { bytes: bytes.to_vec(), media: Media::Html, ..Page::default() };
    let once = extracted(&[page.clone(), page]);
    if let [first, second] = once.as_slice() {
        assert_eq!(first.text(), second.text(), "the same page gives two texts");
    }
}

/// Any text. Every line of the article is a line of the page.
pub(crate) fn text(bytes: &[u8]) {
    let page = Page { bytes: bytes.to_vec(), media: Media::Text, ..Page::default() };
    let markdown = Page { media: Media::Markdown, ..page.clone() };
    extracted(&[markdown]);
    if let Ok(text) = std::str::from_utf8(bytes) {
        for article in extracted(&[page]) {
            assert!(article.text().lines().all(|line| text.contains(line)), "a line was made up");
        }
    } else {
        extracted(&[page]);
    }
}

/// Any bytes under any label.
pub(crate) fn charset(bytes: &[u8]) {
    let (label, rest) = bytes.split_at(bytes.len().min(8));
    let label = String::from_utf8_lossy(label).into_owned();
    for media in [Media::Text, Media::Html] {
        let page =
            Page { bytes: rest.to_vec(), media, charset: Some(label.clone()), ..Page::default() };
        extracted(&[page]);
    }
    let page = [b"<meta charset=", bytes].concat();
    extracted(&[Page { bytes: page, media: Media::Html, ..Page::default() }]);
}

/// Any value where a time should be.
pub(crate) fn date(bytes: &[u8]) {
    let value = String::from_utf8_lossy(bytes).into_owned();
    let text = b"The ferry ran aground near Sandvik on Monday, the coast guard said.".to_vec();
    let page = Page { bytes: text, published: Some(value.clone()), ..Page::default() };
    for article in extracted(&[page]) {
        if let Some(published) = article.published {
            assert!((1971..=9999).contains(&published.value.day.year()), "a year out of reach");
        }
    }
    let escaped = value.replace(['"', '<', '>', '&'], " ");
    let html = format!(
        "<html><meta property='article:published_time' content=\"{escaped}\"><time datetime=\"{escaped}\">{escaped}</time>\
         <article><p>The ferry ran aground near Sandvik on Monday, the coast guard said, and all were saved.</p></article></html>"
    );
    let found = pages(html.into_bytes(), None, &ReadConfig::default()).value;
    extracted(&found);
}

/// Any text. Tokens tile it, and every sentence is one tree.
pub(crate) fn language(bytes: &[u8]) {
    read_with(Model::english(), &String::from_utf8_lossy(bytes));
}

/// Any model file, and any parts behind a right head. What can be read can be used and written.
pub(crate) fn model(bytes: &[u8]) {
    for bytes in [bytes.to_vec(), framed(bytes)] {
        let mut model = Model::default();
        if model.add(bytes.into()).is_ok() {
            read_with(&model, "The mayor said: “We open at 9.” Nobody came.");
        }
    }
}

fn read_with(model: &Model, text: &str) {
    let article = Article::from_text(text);
    let mut found = Annotations::default();
    analyse(&article, model, &mut Memory::default(), &mut found);
    let mut last = 0;
    for token in &found.tokens {
        assert!(last <= token.span.start(), "tokens overlap");
        let gap = article.text().get(last..token.span.start()).unwrap_or("?");
        assert!(gap.trim().is_empty(), "no token holds {gap:?}");
        assert!(!article.at(token.span).is_empty(), "an empty token");
        last = token.span.end();
    }
    let rest = article.text().get(last..).unwrap_or("");
    assert!(rest.trim().is_empty(), "no token holds {rest:?}");
    for sentence in &found.sentences {
        let (start, end) = sentence.tokens;
        let head = |at: u32| found.tokens[at as usize].head;
        assert_eq!((start..end).filter(|at| head(*at) == *at).count(), 1, "not one root");
        // A word that is not below the root within as many steps as there are words is in a circle.
        let mut is_below = vec![false; (end - start) as usize];
        for word in start..end {
            let mut path = vec![word];
            while let Some(&at) = path.last()
                && !is_below[(at - start) as usize]
                && head(at) != at
            {
                assert!((start..end).contains(&head(at)), "a head outside the sentence");
                assert!(path.len() <= is_below.len(), "a circle of words");
                path.push(head(at));
            }
            path.into_iter().for_each(|at| is_below[(at - start) as usize] = true);
        }
    }
}
