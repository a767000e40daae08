//! Turns bytes into articles. Untrusted bytes end here.
//!
//! [`pages`] finds out what the bytes of one input are and takes them apart; [`articles`]
//! selects the main text and metadata of each page, furniture taken out. Nothing here
//! opens a file or an address.

mod archive;
mod charset;
mod extract;
mod feed;
mod furniture;
mod html;
mod http;
mod jsonl;
mod markdown;
mod media;
mod metadata;
mod mhtml;
mod read;
mod stamp;
mod text;
mod warc;

pub use extract::{ExtractConfig, Lean, articles, extracted, running};
#[cfg(feature = "lab")]
pub use html::lab;
pub use read::{Found, ReadConfig, pages, read};
pub use text::outlet_heads;
