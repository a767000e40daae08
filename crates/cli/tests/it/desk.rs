//! A store from the command line: add, search, show, export, one page at a time.

use crate::run::Folder;
use std::fs;

fn added(test: &str) -> Folder {
    let folder = Folder::with_tellings(test);
    let run = folder.run(&["add", "a.txt", "b.txt", "c.txt"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.err.contains("3 articles added"), "{}", run.err);
    folder
}

/// The keys of the stories, as `show` lists them.
fn stories(folder: &Folder) -> Vec<String> {
    let listed = folder.run(&["show", "--full"]);
    let rows =
        listed.out.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    rows.map(|row| row["id"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn adding_again_changes_nothing() {
    let folder = added("desk-again");
    let before = stories(&folder);
    let again = folder.run(&["add", "."]);
    assert!(
        again.err.contains("0 articles added; 3 known before; 0 stories told"),
        "{}",
        again.err
    );
    assert_eq!(stories(&folder), before);
}

#[test]
fn what_is_kept_is_told_as_read_tells_it() {
    let folder = added("desk-same");
    let read = folder.run(&["read", "a.txt", "b.txt", "c.txt"]);
    let read: serde_json::Value = serde_json::from_str(read.out.lines().next().unwrap()).unwrap();
    let shown = folder.run(&["show", &stories(&folder)[0]]);
    let shown: serde_json::Value = serde_json::from_str(shown.out.trim()).unwrap();
    for part in ["witnesses", "origins", "stemma", "apparatus", "utterances", "timeline", "digest"]
    {
        assert_eq!(read[part], shown[part], "{part}");
    }
}

#[test]
fn telling_can_wait() {
    let folder = Folder::with_tellings("desk-wait");
    folder.run(&["add", "a.txt", "--no-tell"]);
    assert!(stories(&folder).is_empty());
    let told = folder.run(&["add"]);
    assert_eq!(told.code, 0, "{}", told.err);
    assert_eq!(stories(&folder).len(), 1);
}

#[test]
fn a_query_is_answered_or_explained() {
    let folder = added("desk-search");
    let found = folder.run(&["search", "the"]);
    assert!(found.out.lines().count() >= 1, "{}", found.err);
    let wrong = folder.run(&["search", "before:soon"]);
    assert_eq!(wrong.code, 2);
    assert!(wrong.err.contains("before:2025-05-03"), "{}", wrong.err);
}

#[test]
fn pages_without_a_server() {
    let folder = added("desk-pages");
    let key = &stories(&folder)[0];
    let page = folder.run(&["serve", "--get", &format!("/s/{key}")]);
    assert!(page.out.contains("<h1"), "{}", page.err);
    let json = folder.run(&["serve", "--get", &format!("/s/{key}.json")]);
    let json: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(json["id"], key.as_str());
    assert_eq!(folder.run(&["serve", "--get", "/s/nothing"]).code, 2);
    assert_eq!(folder.run(&["serve", "--get", "/../../etc/passwd"]).code, 2);

    let site = folder.run(&["export", "site", "-o", "site"]);
    assert_eq!(site.code, 0, "{}", site.err);
    let index = fs::read_to_string(folder.path().join("site/index.html")).unwrap();
    assert!(index.contains(&format!("href=\"s/{key}.html\"")));
    for file in [format!("s/{key}.html"), format!("s/{key}.json"), "style.css".into()] {
        assert!(folder.path().join("site").join(&file).is_file(), "{file}");
    }
}

#[test]
fn what_has_no_store_says_how_to_make_one() {
    let folder = Folder::new("desk-none");
    for args in [&["show"][..], &["search", "x"], &["export", "jsonl"]] {
        let run = folder.run(args);
        assert_eq!(run.code, 2);
        assert!(run.err.contains("hint: make one with: tellings add"), "{}", run.err);
    }
    let text = Folder::new("desk-foreign").with("desk.tellings", "no store at all ".repeat(99));
    assert_eq!(text.run(&["add"]).code, 2);
}

#[test]
fn an_open_address_asks_for_a_token_of_some_length() {
    let folder = Folder::new("desk-token");
    let run = folder.run(&["serve", "--host", "0.0.0.0", "--token", "short"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("16 letters"), "{}", run.err);
}
