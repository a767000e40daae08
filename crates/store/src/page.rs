//! Pages as rows: their keys, and what the carrier says of them.

use crate::StoreError;
use crate::file::{pack, unpack};
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde_json::{Map, Value};
use tellings_model::{Article, Media, Page};

/// How many hexadecimal digits of the hash a key has: 80 bits.
const KEY_DIGITS: usize = 20;

/// The name of a page: a hash of its bytes and of all that its carrier says of the telling.
///
/// Where it lay and when it was captured are no part of it: the same page found twice is one.
pub(crate) fn key(page: &Page) -> String {
    let mut hasher = blake3::Hasher::new();
    let mut part = |bytes: &[u8]| {
        hasher.update(&(bytes.len() as u64).to_le_bytes());
        hasher.update(bytes);
    };
    part(media(page.media).as_bytes());
    part(&page.bytes);
    part(&[u8::from(page.verbatim)]);
    for field in [
        &page.id,
        &page.url,
        &page.charset,
        &page.title,
        &page.published,
        &page.outlet,
        &page.language,
    ] {
        part(&[u8::from(field.is_some())]);
        part(field.as_deref().unwrap_or("").as_bytes());
    }
    for name in &page.byline {
        part(name.as_bytes());
    }
    hasher.finalize().to_hex().chars().take(KEY_DIGITS).collect()
}

fn media(media: Media) -> &'static str {
    match media {
        Media::Text => "text",
        Media::Markdown => "markdown",
        Media::Html => "html",
    }
}

/// What the carrier says beside path, address and time; `None` for nothing.
fn carrier(page: &Page) -> Option<String> {
    let mut said = Map::new();
    let fields = [
        ("id", &page.id),
        ("charset", &page.charset),
        ("title", &page.title),
        ("published", &page.published),
        ("outlet", &page.outlet),
        ("language", &page.language),
    ];
    for (name, value) in fields {
        if let Some(value) = value {
            said.insert(name.to_owned(), Value::from(value.as_str()));
        }
    }
    if !page.byline.is_empty() {
        said.insert("byline".to_owned(), Value::from(page.byline.clone()));
    }
    if page.verbatim {
        said.insert("verbatim".to_owned(), Value::from(true));
    }
    (!said.is_empty()).then(|| Value::Object(said).to_string())
}

/// A page, ready to be written.
pub(crate) struct Packed<'a> {
    page: &'a Page,
    /// Empty where the text of the article is the page, byte for byte.
    bytes: Vec<u8>,
}

impl<'a> Packed<'a> {
    pub(crate) fn new(page: &'a Page, article: Option<&Article>) -> Result<Self, StoreError> {
        let is_text = article.is_some_and(|article| article.text().as_bytes() == page.bytes);
        Ok(Self { page, bytes: if is_text { Vec::new() } else { pack(&page.bytes)? } })
    }

    /// Writes the page under a new id.
    pub(crate) fn write(&self, to: &Connection, key: &str) -> Result<i64, StoreError> {
        let page = self.page;
        let mut insert = to.prepare_cached(
            "INSERT INTO page (key, media, path, url, captured, carrier, n_bytes, bytes) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )?;
        let n_bytes = i64::try_from(page.bytes.len()).unwrap_or(i64::MAX);
        insert.execute(params![
            key,
            media(page.media),
            page.path,
            page.url,
            page.captured.map(|instant| instant.to_string()),
            carrier(page),
            n_bytes,
            self.bytes,
        ])?;
        Ok(to.last_insert_rowid())
    }
}

/// The page of an id.
pub(crate) fn read(from: &Connection, id: i64) -> Result<Page, StoreError> {
    let mut select = from.prepare_cached(
        "SELECT media, path, url, captured, carrier, n_bytes, bytes, \
         CASE bytes WHEN x'' THEN (SELECT text FROM article WHERE article.id = page.id) END \
         FROM page WHERE id = ?1",
    )?;
    let page = select.query_row([id], |row| Ok(page(row))).optional()?;
    page.unwrap_or_else(|| Err(StoreError::damaged(format!("page {id}"))))
}

fn page(row: &Row<'_>) -> Result<Page, StoreError> {
    let said: Option<String> = row.get(4)?;
    let said: Value = said.and_then(|said| serde_json::from_str(&said).ok()).unwrap_or_default();
    let text = |name: &str| said.get(name).and_then(Value::as_str).map(str::to_owned);
    let names = said.get("byline").and_then(Value::as_array);
    let captured: Option<String> = row.get(3)?;
    let packed = row.get_ref(6)?.as_blob().map_err(|_| StoreError::damaged("a page"))?;
    let as_text: Option<String> = row.get(7)?;
    Ok(Page {
        bytes: match as_text {
            Some(text) => text.into_bytes(),
            None => unpack(packed, row.get(5)?, "a page")?,
        },
        media: match row.get_ref(0)?.as_str().unwrap_or("") {
            "html" => Media::Html,
            "markdown" => Media::Markdown,
            _ => Media::Text,
        },
        id: text("id"),
        path: row.get(1)?,
        url: row.get(2)?,
        charset: text("charset"),
        captured: captured.and_then(|instant| instant.parse().ok()),
        title: text("title"),
        published: text("published"),
        outlet: text("outlet"),
        byline: names
            .map(|names| names.iter().filter_map(Value::as_str).map(str::to_owned).collect())
            .unwrap_or_default(),
        language: text("language"),
        verbatim: said.get("verbatim").and_then(Value::as_bool).unwrap_or(false),
    })
}
