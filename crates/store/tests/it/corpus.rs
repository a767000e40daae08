//! Invented articles on a few happenings, and what a store says of them.

use rusqlite::Connection;
use std::path::Path;
use tellings::Config;
use tellings_model::Page;
use tellings_store::{Limits, Store};

/// Day, outlet, headline, text.
type Told = (&'static str, &'static str, &'static str, &'static str);

const ARTICLES: &[Told] = &[
    (
        "2024-03-05",
        "Wend Gazette",
        "Flood shuts the Wend bridge",
        "ORLEM (Northern Wire) — The old bridge over the Wend was shut on Tuesday after the river \
         rose by three metres in one night. Mayor Ada Cole said 40 families had been taken to a \
         school. “Nobody crosses until the pillars have been looked at,” Cole said. Engineers from \
         Harsk will measure the pillars on Thursday.",
    ),
    (
        "2024-03-05",
        "Orlem Post",
        "Wend bridge closed",
        "The old bridge over the Wend was shut on Tuesday after the river rose by three metres in \
         one night. Mayor Ada Cole said 40 families had been taken to a school. “Nobody crosses \
         until the pillars have been looked at,” Cole said.",
    ),
    (
        "2024-03-06",
        "Radio Harsk",
        "Hundreds stranded as Wend bridge is shut",
        "Some 60 families in Orlem slept in a school on Tuesday night after the Wend burst its \
         banks and the old bridge was shut, the mayor, Ada Cole, told Radio Harsk. Engineers from \
         Harsk are to look at its pillars. The river had risen by three metres.",
    ),
    (
        "2024-03-12",
        "Wend Gazette",
        "Wend bridge opens again",
        "The old bridge over the Wend in Orlem opened again on Tuesday, a week after the flood shut \
         it. Engineers from Harsk found the pillars sound, Mayor Ada Cole said. The 40 families \
         who had slept in a school went home on Sunday.",
    ),
    (
        "2024-03-19",
        "Orlem Post",
        "Orlem counts the cost of the Wend flood",
        "The flood that shut the old bridge over the Wend cost Orlem two million crowns, Mayor Ada \
         Cole said on Tuesday. Engineers from Harsk had found the pillars of the bridge sound a \
         week before.",
    ),
    (
        "2024-03-07",
        "Morning Ledger",
        "Bakers of Tarnholm strike over flour",
        "Bakers in Tarnholm stopped work on Thursday over the price of flour, which the Kestrel \
         mill raised by a fifth. Union leader Ben Oduya said 300 bakers took part. “We cannot sell \
         bread at a loss,” Oduya said.",
    ),
    (
        "2024-03-07",
        "Tarnholm Echo",
        "No bread in Tarnholm",
        "Some 250 bakers stopped work in Tarnholm on Thursday after the Kestrel mill raised the \
         price of flour by a fifth, their union said. Its leader, Ben Oduya, said they could not \
         sell bread at a loss.",
    ),
    (
        "2024-03-08",
        "Wend Gazette",
        "Kestrel mill defends the price of flour",
        "The Kestrel mill said on Friday that bad harvests had left it no choice but to raise the \
         price of flour by a fifth. Bakers in Tarnholm stopped work on Thursday; Ben Oduya, who \
         leads their union, called the answer empty.",
    ),
    (
        "",
        "Harsk Weekly",
        "Observatory sees a new comet",
        "Astronomers at the Veldt observatory have seen a new comet near the Lyre, its director, \
         Ines Falk, said. It will be bright enough for the naked eye in autumn and bears the name \
         of the student who found it, Jon Marr.",
    ),
    (
        "2024-03-20",
        "Morning Ledger",
        "Student finds comet",
        "A student at the Veldt observatory, Jon Marr, has found a comet near the Lyre. Director \
         Ines Falk said on Wednesday that it will be seen with the naked eye in autumn.",
    ),
    (
        "2024-04-02",
        "Tarnholm Echo",
        "Tarnholm elects a harbour master",
        "Tarnholm chose Lena Brandt as its harbour master on Tuesday with 12 votes against 9. She \
         promised to dredge the northern basin before winter.",
    ),
    (
        "2024-04-03",
        "Orlem Post",
        "Brandt is harbour master of Tarnholm",
        "Lena Brandt will be harbour master of Tarnholm. She won by 12 votes to 9 on Tuesday and \
         promised that the northern basin will be dredged before winter.",
    ),
];

/// The articles as pages.
pub(crate) fn pages() -> Vec<Page> {
    (0..).zip(ARTICLES).map(|(n, told)| page(n, told, "")).collect()
}

/// As many pages as are asked for: the articles again and again, each round of other people.
pub(crate) fn many(n_pages: usize) -> Vec<Page> {
    (0..n_pages)
        .filter_map(|n| Some(page(n, ARTICLES.get(n % ARTICLES.len())?, &tail(n / ARTICLES.len()))))
        .collect()
}

/// Letters for a number, to tell the people of one round from those of another.
fn tail(round: usize) -> String {
    round.to_string().bytes().map(|figure| char::from(figure - b'0' + b'a')).collect()
}

fn page(n: usize, &(day, outlet, title, text): &Told, tail: &str) -> Page {
    let mut text = text.to_owned();
    for name in ["Wend", "Orlem", "Cole", "Harsk", "Tarnholm", "Oduya", "Kestrel", "Veldt", "Marr"]
    {
        text = text.replace(name, &format!("{name}{tail}"));
    }
    Page {
        bytes: text.into_bytes(),
        path: Some(format!("{n}.txt")),
        title: Some(title.to_owned()),
        outlet: Some(outlet.to_owned()),
        published: (!day.is_empty()).then(|| day.to_owned()),
        verbatim: true,
        ..Page::default()
    }
}

/// Opens a store; `whole` is how many articles it groups as one batch.
pub(crate) fn open(path: &Path, whole: usize) -> Store {
    Store::open(path, Config::default(), Limits { whole, batch: 5, batch_bytes: 4_000 }).unwrap()
}

/// All that a store says, in an order that does not depend on how it came to say it.
pub(crate) fn dump(path: &Path) -> Vec<String> {
    let store = Connection::open(path).unwrap();
    let mut lines = Vec::new();
    for sql in [
        "SELECT key, members, title, n_articles, n_origins, n_conflicts, origins, \
         ifnull(first_day, ''), ifnull(last_day, ''), hex(bytes) FROM story \
         JOIN record ON story = id ORDER BY key",
        "SELECT page.key, article.text, ifnull(told_day, ''), story.key, siglum, origin \
         FROM article JOIN page ON page.id = article.id JOIN story ON story.id = article.story \
         ORDER BY page.key",
        "SELECT story.key, n, model, page.key, kind, direction, ifnull(share, '') FROM descent \
         JOIN story ON story.id = story JOIN page ON page.id = copy ORDER BY story.key, n",
        "SELECT story.key, n, kind, verdict, topic, readings, silent FROM entry \
         JOIN story ON story.id = story ORDER BY story.key, n",
        "SELECT name.key, name.name, page.key, speaks FROM mention JOIN name ON name.id = mention.name \
         JOIN page ON page.id = mention.article ORDER BY name.key, page.key",
    ] {
        let mut select = store.prepare(sql).unwrap();
        let n_columns = select.column_count();
        let mut rows = select.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let cells: Vec<String> = (0..n_columns)
                .map(|at| match row.get_ref(at).unwrap() {
                    rusqlite::types::ValueRef::Text(text) => String::from_utf8_lossy(text).into(),
                    other => format!("{other:?}"),
                })
                .collect();
            lines.push(cells.join("|"));
        }
    }
    lines
}

/// What must hold of a store at any moment.
pub(crate) fn check(path: &Path) {
    let store = Connection::open(path).unwrap();
    let text = |sql: &str| store.query_row(sql, [], |row| row.get::<_, String>(0)).unwrap();
    let none = |sql: &str| {
        let n: i64 = store.query_row(sql, [], |row| row.get(0)).unwrap();
        assert_eq!(n, 0, "{sql}");
    };
    assert_eq!(text("PRAGMA integrity_check"), "ok");
    // The articles of a story are those its row counts, each at its own place.
    none(
        "SELECT count(*) FROM story WHERE n_articles <> \
         (SELECT count(DISTINCT siglum) FROM article WHERE story = story.id)",
    );
    // No article says that it tells a story that is not there.
    none(
        "SELECT count(*) FROM article WHERE story IS NOT NULL \
         AND story NOT IN (SELECT id FROM story)",
    );
    none("SELECT count(*) FROM article WHERE (story IS NULL) <> (siglum IS NULL)");
    none("SELECT count(*) FROM story WHERE id NOT IN (SELECT story FROM record)");
    none("SELECT count(*) FROM record WHERE story NOT IN (SELECT id FROM story)");
    none("SELECT count(*) FROM entry WHERE story NOT IN (SELECT id FROM story)");
    none("SELECT count(*) FROM descent WHERE story NOT IN (SELECT id FROM story)");
    // An article whose story is missing waits to be told: it is not forgotten.
    none(
        "SELECT count(*) FROM article WHERE story IS NULL \
         AND machine IS NULL AND NOT EXISTS (SELECT 1 FROM pending_frame)",
    );
    none(
        "SELECT count(*) FROM article WHERE story IS NULL AND machine IS NOT NULL \
         AND machine NOT IN (SELECT machine FROM pending_group)",
    );
    // Every article can be found.
    none("SELECT count(*) FROM article WHERE id NOT IN (SELECT rowid FROM words)");
    store.execute_batch("INSERT INTO words (words) VALUES ('integrity-check')").unwrap();
}
