//! What a page function gives: a body and its kind, or why there is none.

use crate::ready::Packed;
use axum::body::Body;
use axum::http::{HeaderValue, Response, StatusCode, header};
use axum::response::IntoResponse;
use serde::Serialize;
use std::fmt::Write;
use std::sync::Arc;
use tellings_store::StoreError;

/// What a page is asked for as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Html,
    Json,
    Csv,
    Svg,
    Css,
    Script,
    Markdown,
    Tei,
    Dot,
    GraphMl,
}

/// The endings of addresses.
const ENDINGS: [(&str, Kind); 8] = [
    (".json", Kind::Json),
    (".csv", Kind::Csv),
    (".svg", Kind::Svg),
    (".css", Kind::Css),
    (".md", Kind::Markdown),
    (".xml", Kind::Tei),
    (".dot", Kind::Dot),
    (".graphml", Kind::GraphMl),
];

impl Kind {
    /// The path without its ending, and what the ending asks for.
    pub(crate) fn split(path: &str) -> (&str, Self) {
        ENDINGS
            .iter()
            .find_map(|&(ending, kind)| Some((path.strip_suffix(ending)?, kind)))
            .unwrap_or((path, Self::Html))
    }

    /// The ending of addresses; empty for HTML.
    pub(crate) fn ending(self) -> &'static str {
        ENDINGS.iter().find(|(_, kind)| *kind == self).map_or("", |(ending, _)| ending)
    }

    pub(crate) fn media(self) -> &'static str {
        match self {
            Self::Html => "text/html; charset=utf-8",
            Self::Json => "application/json",
            Self::Csv => "text/csv; charset=utf-8",
            Self::Svg => "image/svg+xml",
            Self::Css => "text/css; charset=utf-8",
            Self::Script => "text/javascript; charset=utf-8",
            Self::Markdown => "text/markdown; charset=utf-8",
            Self::Tei | Self::GraphMl => "application/xml",
            Self::Dot => "text/vnd.graphviz; charset=utf-8",
        }
    }
}

/// What a page function gives.
pub(crate) enum Answer {
    /// A body.
    Body { kind: Kind, bytes: Vec<u8>, gzip: bool },
    /// A page whose larger part is kept packed, and what stands before and behind it.
    Packed { around: [String; 2], part: Arc<Packed> },
    /// Look there; the address is one of ours.
    See(String),
}

impl Answer {
    pub(crate) fn new(kind: Kind, body: impl Into<Vec<u8>>) -> Self {
        Self::Body { kind, bytes: body.into(), gzip: false }
    }

    pub(crate) fn json(value: &impl Serialize) -> Result<Self, Problem> {
        let mut bytes = serde_json::to_vec_pretty(value).map_err(|_| Problem::fault())?;
        bytes.push(b'\n');
        Ok(Self::new(Kind::Json, bytes))
    }

    /// A table, RFC 4180; cells that begin like formulas are kept from being ones.
    pub(crate) fn csv(rows: &[Vec<String>]) -> Self {
        let mut text = String::new();
        for row in rows {
            for (n, cell) in row.iter().enumerate() {
                let guard = if cell.starts_with(['=', '+', '-', '@', '\t']) { "'" } else { "" };
                let comma = if n > 0 { "," } else { "" };
                let _ = write!(text, "{comma}\"{guard}{}\"", cell.replace('"', "\"\""));
            }
            text.push_str("\r\n");
        }
        Self::new(Kind::Csv, text)
    }

    /// The answer with its body as a client reads it: as a gzip stream, or plain.
    pub(crate) fn whole(self, gzip: bool) -> Result<Self, Problem> {
        let Self::Packed { around, part } = self else { return Ok(self) };
        let around = around.each_ref().map(String::as_str);
        let bytes = match gzip {
            true => part.gzip(around),
            false => part.unpacked(around).map_err(StoreError::from)?.into_bytes(),
        };
        Ok(Self::Body { kind: Kind::Html, bytes, gzip })
    }

    pub(crate) fn into_response(self) -> Response<Body> {
        match self {
            Self::Body { kind, bytes, gzip } => {
                let mut response = Response::new(Body::from(bytes));
                let media = HeaderValue::from_static(kind.media());
                response.headers_mut().insert(header::CONTENT_TYPE, media);
                if gzip {
                    let gzip = HeaderValue::from_static("gzip");
                    response.headers_mut().insert(header::CONTENT_ENCODING, gzip);
                }
                response
            }
            Self::Packed { .. } => Problem::fault().status.into_response(),
            Self::See(path) => {
                let mut response = Response::new(Body::empty());
                *response.status_mut() = StatusCode::SEE_OTHER;
                if let Ok(path) = HeaderValue::from_str(&path) {
                    response.headers_mut().insert(header::LOCATION, path);
                }
                response
            }
        }
    }
}

/// Why there is no page: for the reader, in words.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{what}")]
pub(crate) struct Problem {
    pub(crate) status: StatusCode,
    /// What is the matter, a sentence.
    pub(crate) what: String,
    /// What can be done, a sentence; may be empty.
    pub(crate) remedy: String,
}

impl Problem {
    pub(crate) fn new(status: StatusCode, what: impl Into<String>, remedy: &str) -> Self {
        Self { status, what: what.into(), remedy: remedy.to_owned() }
    }

    pub(crate) fn absent(what: &str) -> Self {
        let what = format!("There is no such {what} here.");
        Self::new(StatusCode::NOT_FOUND, what, "Search for it, or look through the stories.")
    }

    pub(crate) fn wrong(what: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, what, "")
    }

    pub(crate) fn fault() -> Self {
        let what = "Something went wrong here, not with you.";
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, what, "Try again; if it stays, tell us.")
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Correction(what) => Self::wrong(format!("Not possible: {what}.")),
            StoreError::Full => Self::new(
                StatusCode::INSUFFICIENT_STORAGE,
                "The disk is full. What was added before is kept.",
                "Make room and try again.",
            ),
            StoreError::Busy => Self::new(
                StatusCode::SERVICE_UNAVAILABLE,
                "Another process is at work on this store.",
                "Try again in a moment.",
            ),
            _ => Self::fault(),
        }
    }
}
