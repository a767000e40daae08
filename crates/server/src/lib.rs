//! Shows a store as web pages and as JSON, and takes what people add and correct.
//!
//! Read in this order: `route` (every address, in one table), `page` (one function each), `desk`
//! (the store behind them), `ready` (pages made ahead), `guard` (who may ask), `serve` (HTTP), `site` (pages without a server).
//! What is said of a story is the record's; pages are made of its parts.
//!
//! ```
//! use tellings_server::{Desk, get};
//! use tellings_store::{Limits, Store};
//!
//! let folder = tempfile::tempdir()?;
//! let path = folder.path().join("desk.tellings");
//! let open = |path: &std::path::Path| Store::open(path, Default::default(), Limits::default());
//! let desk = Desk::new(&path, Box::new(open), Vec::new())?;
//! let page = String::from_utf8(get(&desk, "/")?)?;
//! assert!(page.contains("<h1>"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod answer;
mod desk;
mod guard;
mod link;
mod page;
mod ready;
mod route;
mod serve;
mod site;

pub use desk::{Desk, Opener};
pub use serve::{Listen, ServeError, serve};
pub use site::{SiteError, export, get};
