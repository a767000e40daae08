//! What must hold for whatever is typed into the search field: it is understood or explained, and what
//! is understood can be looked for.

use std::sync::{LazyLock, Mutex};
use tellings_model::Page;
use tellings_store::{Limits, Query, Reader, Store};

/// The most articles that are asked for.
const LIMIT: usize = 2;

/// Three invented articles: headline, outlet, day, text.
const ARTICLES: [[&str; 4]; 3] = [
    [
        "Ferry aground",
        "Tull Echo",
        "2024-03-05",
        "The ferry ran aground. “It is bad,” Ines Vale said in Tull.",
    ],
    [
        "Ferry afloat",
        "Tull Post",
        "2024-03-06",
        "Tugs freed the ferry at Tull. Ines Vale said it was bad.",
    ],
    [
        "Über die Fähre",
        "Hafen-Bote",
        "2024-03-09",
        "Die Fähre fährt wieder, sagte Inès Vale. Ça va.",
    ],
];

/// A store of them, in a folder that goes with the process's temporary files.
static READER: LazyLock<Mutex<(tempfile::TempDir, Reader)>> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let path = folder.path().join("desk");
    let mut store = Store::open(&path, tellings::Config::default(), Limits::default())
        .expect("a store can be made");
    let page = |[title, outlet, day, text]: [&str; 4]| Page {
        bytes: text.as_bytes().to_vec(),
        title: Some(title.to_owned()),
        outlet: Some(outlet.to_owned()),
        published: Some(day.to_owned()),
        verbatim: true,
        ..Page::default()
    };
    store.add(&ARTICLES.map(page)).expect("pages can be kept");
    store.tell(&mut |_| {}).expect("stories can be told");
    Mutex::new((folder, Reader::open(&path).expect("the store can be read")))
});

/// Any bytes, as a query.
pub(crate) fn query(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    match Query::parse(&text) {
        Err(error) => assert!(!error.what.is_empty(), "a query is refused without a word"),
        Ok(query) => {
            let reader = READER.lock().expect("no search has failed before");
            let found =
                reader.1.search(&query, LIMIT).expect("what is understood can be looked for");
            let n_articles: usize = found.stories.iter().map(|story| story.articles.len()).sum();
            assert!(n_articles <= LIMIT, "more is found than was asked for");
            assert!(
                !query.is_empty() || n_articles == 0,
                "nothing is asked for and something found"
            );
        }
    }
}
