//! Keeps everything that was put in, and the stories told of it, in one SQLite file.
//!
//! [`Store::add`] keeps pages; [`Store::tell`] tells the stories whose articles changed, and
//! gives what telling everything anew would give; [`Store::correct`] writes what a person knows
//! better into an append-only journal. A [`Reader`] answers: lists, stories, search. The tables are
//! described in `migration/`.
//!
//! ```
//! use tellings_store::{Facets, Limits, Store};
//! use tellings_model::Page;
//!
//! let folder = tempfile::tempdir()?;
//! let path = folder.path().join("desk.tellings");
//! let mut store = Store::open(&path, Default::default(), Limits::default())?;
//! let text = "Bridge shut\n\nThe bridge over the Wend is shut after a flood, said Ada Cole.";
//! let page = Page { bytes: text.into(), ..Page::default() };
//! store.add(&[page])?;
//! store.tell(&mut |_| {})?;
//! let (stories, _) = store.stories(&Facets { alone: true, ..Facets::default() }, 0, 10)?;
//! assert_eq!(stories.len(), 1);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod add;
mod columns;
mod correction;
mod error;
mod file;
mod frame;
mod page;
mod partition;
mod query;
mod read;
mod row;
mod search;
mod store;
mod tell;

pub use add::Added;
pub use correction::{Correction, JournalEntry};
pub use error::StoreError;
pub use query::{Query, QueryError};
pub use read::{ArticleRow, Counts, Facets, Keys, NameRow, Named, StoredStory, StoryRow};
pub use row::name_key;
pub use search::{Found, Hit, Piece, StoryHits};
pub use store::{Limits, Reader, Store, give_way};
pub use tell::{Step, Told};
